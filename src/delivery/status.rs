//! How every article stands with every channel: a table for people, and for other programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Result;
use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use super::ledger::{Action, Ledger, Outcome, Receipt};
use super::plan::{Plan, Wish, plan};
use crate::diagnostic::{Diagnostic, Language, Text};
use crate::model::Catalog;
use crate::model::channel::ChannelConfig;
use crate::parse::markdown::text_to_html as escaped;

/// How an article stands with a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It was never sent.
    New,
    /// The channel has it as it is.
    Sent,
    /// The channel has it as it was.
    Changed,
    /// It is to be taken back.
    ToWithdraw,
    /// It was taken back.
    Withdrawn,
    /// The last attempt failed.
    Failed,
    /// Nobody knows whether the last attempt arrived.
    Unknown,
    /// The channel takes it, and does not get it.
    Held,
}

/// One article and one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    pub channel: String,
    pub article: String,
    pub title: String,
    pub source: String,
    pub state: State,
    /// When the channel got it last, in UTC.
    pub at: Option<String>,
    /// Where a person finds it.
    pub link: Option<String>,
    /// Whether it lies there until a person publishes it.
    pub waits: bool,
    /// What a person has to do, or why it failed or is held back.
    pub note: Option<Text>,
}

/// How the articles stand with a channel, by path: all it takes, and all it ever got.
pub fn standings(
    catalog: &Catalog,
    channel: &ChannelConfig,
    problems: &[Diagnostic],
    ledger: &Ledger,
) -> Vec<Standing> {
    let Plan { items, held, .. } = plan(catalog, channel, problems, ledger.sent(), &Wish::default());
    let mut all: BTreeMap<String, Standing> = BTreeMap::new();
    let standing = |article: &str, title: &str, source: &str, state: State| {
        let known = ledger.sent().get(article);
        let last = known.and_then(|it| it.delivered.as_ref());
        let receipt = last.and_then(|it| it.receipt.clone()).unwrap_or_default();
        let Receipt { link, waits, .. } = receipt;
        let failed = known.and_then(|it| it.failed.as_ref());
        let by_hand = last.filter(|it| it.outcome == Outcome::ByHand);
        let state = match failed.map(|it| it.outcome) {
            Some(Outcome::Unknown) => State::Unknown,
            Some(_) => State::Failed,
            None => state,
        };
        let note = failed.or(by_hand).and_then(|it| it.note.clone());
        Standing {
            channel: channel.id.value.clone(),
            article: article.to_owned(),
            title: title.to_owned(),
            source: source.to_owned(),
            state,
            at: last.map(|it| it.at.clone()),
            link,
            waits,
            note,
        }
    };
    for (path, sent) in ledger.sent() {
        if let Some(last) = &sent.delivered {
            let state = if last.action == Action::Withdraw { State::Withdrawn } else { State::Sent };
            all.insert(path.clone(), standing(path, &last.title, &last.source, state));
        }
    }
    for item in &items {
        let state = match item.action {
            Action::Send => State::New,
            Action::Correct => State::Changed,
            Action::Withdraw => State::ToWithdraw,
        };
        all.insert(item.article.clone(), standing(&item.article, &item.title, &item.source, state));
    }
    for held in held {
        let known = standing(&held.article, &held.title, &held.source, State::Held);
        let told = Standing { state: State::Held, note: Some(held.why), ..known };
        all.insert(held.article, told);
    }
    all.into_values().collect()
}

/// A line each, in columns.
pub fn text(standings: &[Standing], language: Language) -> String {
    let rows: Vec<[String; 4]> = standings
        .iter()
        .map(|it| [it.channel.clone(), words(it.state, language).to_owned(), day(it), it.title.clone()])
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or_default();
    let widths = [width(0), width(1), width(2)];
    let mut out = String::new();
    for (row, standing) in rows.iter().zip(standings) {
        for (cell, width) in row.iter().zip(widths) {
            // Writing to a string cannot fail.
            let _ = write!(out, "{cell}{:blanks$}", "", blanks = width - cell.width() + 2);
        }
        out.push_str(&row[3]);
        if let Some(note) = &standing.note {
            let (zh, en) = (format!("（{}）", note.zh), format!(" ({})", note.en));
            out.push_str(Text::new(zh, en).get(language));
        }
        out.push('\n');
    }
    out
}

/// The day on which a channel got an article, in Shanghai.
fn day(standing: &Standing) -> String {
    let moment = standing.at.as_deref().and_then(|at| at.parse::<jiff::Timestamp>().ok());
    let local = moment.map(|it| jiff::tz::Offset::constant(8).to_datetime(it));
    local.map(|it| it.date().to_string()).unwrap_or_default()
}

/// A state in words.
fn words(state: State, language: Language) -> &'static str {
    let (zh, en) = match state {
        State::New => ("未发", "new"),
        State::Sent => ("已发", "sent"),
        State::Changed => ("发后有改动", "changed since"),
        State::ToWithdraw => ("该撤回", "to be withdrawn"),
        State::Withdrawn => ("已撤回", "withdrawn"),
        State::Failed => ("没送到", "failed"),
        State::Unknown => ("不知送到没有", "unknown"),
        State::Held => ("不发", "held back"),
    };
    if language == Language::Chinese { zh } else { en }
}

/// For other programs: an array, an object each.
///
/// # Errors
///
/// It cannot be written as JSON.
pub fn json(standings: &[Standing]) -> Result<String> {
    Ok(serde_json::to_string_pretty(standings)? + "\n")
}

/// For Excel and WPS: UTF-8 with a mark at its beginning, as they need it.
///
/// # Errors
///
/// It cannot be written as CSV.
pub fn csv(standings: &[Standing]) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(["渠道", "文章", "标题", "文件", "状态", "时间", "链接", "等人发布", "说明"])?;
    for it in standings {
        let waits = if it.waits { "是" } else { "" };
        let note = it.note.as_ref().map_or("", |note| note.zh.as_str());
        let (at, link) = (it.at.as_deref().unwrap_or_default(), it.link.as_deref().unwrap_or_default());
        let state = words(it.state, Language::Chinese);
        let row = [&it.channel, &it.article, &it.title, &it.source, state, at, link, waits, note];
        writer.write_record(row.map(harmless))?;
    }
    Ok(writer.into_inner()?)
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

/// A page: articles and channels, what waits for a person on top, with one button that opens it all.
pub fn page(catalog: &Catalog, standings: &[Standing]) -> String {
    let title = escaped(&catalog.config.title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<title>渠道台账 · {title}</title>\n<style>\n\
         body {{ max-width: 60rem; margin: 0 auto; padding: 1rem; font: 1.05rem/1.7 sans-serif; color: #1c2421; background: #fff; }}\n\
         table {{ width: 100%; border-collapse: collapse; }}\n\
         th, td {{ padding: .5rem; border-bottom: 1px solid #ded8ca; text-align: left; vertical-align: top; }}\n\
         .wait {{ padding: .8rem 1rem; background: #fdf3dc; }}\n\
         button {{ min-height: 2.75rem; padding: .4rem 1rem; font: inherit; }}\n</style>\n<h1>渠道台账</h1>\n"
    );
    let waiting: Vec<&Standing> =
        standings.iter().filter(|it| it.waits && it.state != State::Withdrawn).collect();
    if !waiting.is_empty() {
        let count = waiting.len();
        out += &format!("<div class=\"wait\">\n<h2>{count} 篇等人发布</h2>\n<ul>\n");
        for it in &waiting {
            let link = escaped(it.link.as_deref().unwrap_or_default());
            out += &format!(
                "<li><a class=\"draft\" href=\"{link}\" target=\"_blank\" rel=\"noopener\">{}</a></li>\n",
                escaped(&it.title)
            );
        }
        out += "</ul>\n<p><button type=\"button\" id=\"open\">全部打开</button></p>\n</div>\n";
    }
    out += "<table>\n<thead><tr><th>文章</th><th>渠道</th><th>状态</th><th>时间</th><th>说明</th></tr></thead>\n<tbody>\n";
    for it in standings {
        let channel = catalog.config.channels.iter().find(|channel| channel.id.value == it.channel);
        let channel = channel.map_or(it.channel.as_str(), |channel| channel.name.as_str());
        let note = it.note.as_ref().map_or("", |note| note.zh.as_str());
        out += &format!(
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            escaped(&it.title),
            escaped(channel),
            words(it.state, Language::Chinese),
            escaped(&day(it)),
            escaped(note)
        );
    }
    out += "</tbody>\n</table>\n<script>\n(function () {\n  var button = document.getElementById('open');\n  if (!button) { return; }\n  button.addEventListener('click', function () {\n    var links = document.querySelectorAll('a.draft');\n    var opened = {};\n    for (var i = 0; i < links.length; i++) {\n      if (!opened[links[i].href]) { opened[links[i].href] = true; window.open(links[i].href); }\n    }\n  });\n})();\n</script>\n";
    out
}
