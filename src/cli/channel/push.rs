//! `kepu channel push`

#![allow(clippy::disallowed_methods, reason = "secrets and the time of day come in here")]

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Args;

use super::find;
use crate::channel::bundle::sha256;
use crate::cli::terminal::Terminal;
use crate::cli::{SelectionArguments, exit, make};
use crate::delivery::{
    Client, Clock, Deed, Desk, Ledger, Outcome, Plan, Push, Rehearsal, Secrets, Summary, Told, Wish,
    open_ledger, plan, read_ledger, transport,
};
use crate::diagnostic::{Explain as _, Text, refuse};
use crate::fs;
use crate::model::Asset;
use crate::project::{CacheFolder, Project, Texts};

#[derive(Debug, Args)]
pub struct PushArguments {
    /// 渠道的编号 / the id of the channel
    id: String,
    /// 只看会发什么，什么也不发 / show what would be sent, and send nothing
    #[arg(long)]
    dry_run: bool,
    /// 只发这一天或以后发布、更新的 / only what was published or updated since
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<jiff::civil::Date>,
    /// 只发这一篇：文件名、网址名或标题 / only this article: file, slug or title
    #[arg(long)]
    article: Option<String>,
    #[arg(long, value_name = "YYYY-MM-DD", hide = true)]
    as_of: Option<jiff::civil::Date>,
}

pub fn run(site: &Path, arguments: &PushArguments, terminal: &Terminal) -> Result<ExitCode> {
    let selection = SelectionArguments { as_of: arguments.as_of, drafts: false, future: false };
    let project = Project::load(site, selection.selection()?, &Texts::read(&CacheFolder::of(site)))?;
    let assembled = project.assemble();
    let catalog = &assembled.catalog;
    let channel = find(catalog, &arguments.id)?;
    let id = &channel.id.value;
    let Some(delivery) = &channel.deliver else {
        return Err(refuse(
            format!("渠道 `{id}` 没有写怎样发送（`deliver`）；用 `kepu channel preview {id}` 做好，由人去发"),
            format!(
                "channel `{id}` does not say how it is sent to (`deliver`); `kepu channel preview {id}` makes it for a person to send"
            ),
        ));
    };
    let article = arguments.article.as_ref().map(|name| make::find(catalog, name)).transpose()?;
    let wish = Wish { since: arguments.since, article: article.map(|it| it.path.clone()) };

    let environment = |name: &str| std::env::var(name).ok();
    let secrets = Secrets::new(&environment);
    let read = |asset: &Asset| project.sources().asset(&asset.source, &asset.hash);
    let desk = Desk { catalog, theme: project.theme(), channel, delivery, site, read: &read };
    let transport = transport::open(&desk, &secrets)?;
    // What was sent is planned from under the lock: a second run sees what the first has done.
    let lock = if arguments.dry_run { None } else { Some(lock(site, id)?) };
    let ledger = if arguments.dry_run {
        read_ledger(site, id)?
    } else {
        let (ledger, note) = open_ledger(site, id)?;
        note.iter().for_each(|note| terminal.say(note));
        ledger
    };
    let plan = plan(catalog, channel, &assembled.problems(), ledger.sent(), &wish);
    announce(&plan, terminal);
    let progress = terminal.progress();
    let rehearsal = Rehearsal::default();
    let client;
    let push = Push {
        desk,
        transport: &*transport,
        exchange: if arguments.dry_run {
            &rehearsal
        } else {
            let certificates = match &delivery.certificates {
                None => None,
                Some(file) => Some(fs::read(&site.join(&file.value)).explain(|| {
                    let file = &file.value;
                    Text::new(
                        format!("读不了证书 `{file}`"),
                        format!("cannot read the certificates `{file}`"),
                    )
                })?),
            };
            let timeout = Duration::from_secs(delivery.timeout.clamp(1, 3600));
            client = Client::new(timeout, delivery.plain_http, certificates.as_deref())?;
            &client
        },
        secrets: &secrets,
        clock: Clock { now: &jiff::Timestamp::now, sleep: &std::thread::sleep },
        tell: &|told| {
            progress.tell(told.done, told.total);
            if arguments.dry_run {
                terminal.say(&rehearsed(told, &rehearsal.take(), terminal.verbose(), &secrets));
            } else if terminal.verbose() || told.entry.outcome != Outcome::Delivered {
                terminal.say(&line(told));
            }
        },
    };
    // A rehearsal is told article by article.
    let at_once = if arguments.dry_run { 1 } else { delivery.at_once.clamp(1, 32) };
    let carried: Result<(Summary, Ledger)> = push.carry_out(&plan.items, ledger, at_once);
    progress.finish();
    let (summary, _) = carried?;
    drop(lock);
    if let Some(why) = &summary.stopped {
        terminal.say(&Text::new(format!("停了：{}", why.zh), format!("stopped: {}", why.en)));
    }
    terminal.say(&in_words(&summary, &plan, arguments.dry_run));
    let failed = summary.failed > 0 || summary.left > 0;
    Ok(if failed { ExitCode::from(exit::PROBLEMS) } else { ExitCode::SUCCESS })
}

/// What is not sent, and why.
fn announce(plan: &Plan, terminal: &Terminal) {
    for held in &plan.held {
        let (title, source, why) = (&held.title, &held.source, &held.why);
        terminal.say(&Text::new(
            format!("不发 《{title}》（{source}）：{}", why.zh),
            format!("held back `{title}` ({source}): {}", why.en),
        ));
    }
}

/// `发送 《…》：已送到（media_id）`
fn line(told: &Told) -> Text {
    let entry = &told.entry;
    let (action, title) = (entry.action.text(), &entry.title);
    let outcome = match entry.outcome {
        Outcome::Delivered => Text::new("已送到", "delivered"),
        Outcome::ByHand => Text::new("要由人做", "for a person"),
        Outcome::Unknown => Text::new("不知道对方收到没有", "nobody knows whether it arrived"),
        Outcome::Failed | Outcome::Begun => Text::new("没有送到", "not delivered"),
    };
    let id = entry.receipt.as_ref().and_then(|it| it.id.as_deref());
    let id = id.map_or(Text::default(), |id| Text::new(format!("（{id}）"), format!(" ({id})")));
    let note = entry.note.as_ref();
    let note = note.map_or(Text::default(), |it| Text::new(format!("。{}", it.zh), format!("; {}", it.en)));
    Text::new(
        format!("{} 《{title}》：{}{}{}", action.zh, outcome.zh, id.zh, note.zh),
        format!("{} `{title}`: {}{}{}", action.en, outcome.en, id.en, note.en),
    )
}

/// What would be done for an article, request by request.
fn rehearsed(told: &Told, deeds: &[Deed], whole: bool, secrets: &Secrets<'_>) -> Text {
    let entry = &told.entry;
    let action = entry.action.text();
    let mut lines = String::new();
    for deed in deeds {
        match deed {
            Deed::Put(path, bytes) => lines += &format!("\n    → {path} ({bytes} B)"),
            Deed::TakeBack(path) => lines += &format!("\n    ✕ {path}"),
            Deed::Send(request) => {
                lines += &format!("\n    {} {} ({} B)", request.method, request.url, request.body.len());
                if whole {
                    for (name, value) in &request.headers {
                        lines += &format!("\n      {name}: {value}");
                    }
                    match std::str::from_utf8(&request.body) {
                        Ok(body) => lines += &format!("\n\n      {}\n", body.replace('\n', "\n      ")),
                        Err(_) => lines += &format!("\n\n      SHA-256 {}\n", sha256(&request.body)),
                    }
                }
            }
        }
    }
    let note = match entry.outcome {
        Outcome::Delivered => Text::default(),
        _ => entry.note.clone().unwrap_or_default(),
    };
    let lines = secrets.redact(&lines);
    Text::new(
        format!("会{} 《{}》{}{lines}", action.zh, entry.title, note.zh),
        format!("would {} `{}`{}{lines}", action.en, entry.title, note.en),
    )
}

fn in_words(summary: &Summary, plan: &Plan, dry: bool) -> Text {
    let (unchanged, held) = (plan.unchanged, plan.held.len());
    let Summary { delivered, by_hand, failed, left, .. } = summary;
    if dry {
        let count = plan.items.len();
        return Text::new(
            format!("会处理 {count} 篇；没有变化 {unchanged} 篇，不发 {held} 篇。什么也没有发。"),
            format!(
                "{count} articles would be dealt with, {unchanged} are unchanged, {held} held back; nothing was sent"
            ),
        );
    }
    Text::new(
        format!(
            "送到 {delivered} 篇，要由人做 {by_hand} 篇，没送到 {failed} 篇，没有试 {left} 篇；没有变化 {unchanged} 篇，不发 {held} 篇"
        ),
        format!(
            "{delivered} delivered, {by_hand} for a person, {failed} failed, {left} not tried; {unchanged} unchanged, {held} held back"
        ),
    )
}

/// The lock of a channel, and who holds it, beside it.
struct Held {
    _lock: fs::Lock,
    holder: std::path::PathBuf,
}

impl Drop for Held {
    fn drop(&mut self) {
        // The lock is what counts; its note is for people.
        drop(fs::remove_file(&self.holder));
    }
}

/// Takes the lock of a channel.
///
/// # Errors
///
/// Another run holds it: who, and since when.
fn lock(site: &Path, id: &str) -> Result<Held> {
    let folder = CacheFolder::of(site);
    let holder = folder.folder(&format!("push-{id}.holder"));
    let Some(lock) = fs::lock(&folder.folder(&format!("push-{id}.lock")))? else {
        let who = fs::read(&holder).map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned());
        let who = who.unwrap_or_default();
        return Err(refuse(
            format!("另一个 kepu 正在往 `{id}` 发送（{who}）；等它结束再发"),
            format!("another kepu is sending to `{id}` ({who}); wait for it to end"),
        ));
    };
    let who = format!("PID {}, {:.0}", std::process::id(), jiff::Timestamp::now());
    fs::write_atomically(&holder, who.as_bytes())?;
    Ok(Held { _lock: lock, holder })
}
