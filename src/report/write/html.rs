//! Reports as one HTML page that needs nothing else: tables, bars beside the numbers, and below them the rows
//! behind each figure.

use std::collections::BTreeMap;

use super::{Behind, behind};
use crate::report::table::{Bars, Cell, Report, Value};

const STYLE: &str = "body{max-width:75em;margin:1em auto;padding:0 1em;font:16px/1.6 sans-serif;color:#1a1a1a;\
background:#fff}table{border-collapse:collapse;margin:.5em 0}caption{text-align:left;font-weight:bold}\
th,td{border:1px solid #767676;padding:.2em .6em;text-align:left;vertical-align:top}thead th{background:#eef2f7}\
td.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.nothing{color:#595959}\
.missed{font-weight:bold;color:#a3141d}.warning{font-weight:bold;color:#7a4a00}.met{color:#1b6e2e}\
svg{margin-left:.5em;vertical-align:middle}.wide{overflow-x:auto}details{margin:1em 0}\
@media print{a{color:inherit;text-decoration:none}thead{display:table-header-group}tr{break-inside:avoid}\
section+section{break-before:page}}";

/// The page.
pub fn html(reports: &[Report]) -> String {
    let title = match reports {
        [report] => report.title,
        _ => "服务报表",
    };
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    if reports.len() > 1 {
        out.push_str("<nav aria-label=\"报表\"><ul>\n");
        for report in reports {
            out.push_str(&format!("<li><a href=\"#{}\">{}</a></li>\n", report.name, report.title));
        }
        out.push_str("</ul></nav>\n");
    }
    for report in reports {
        section(&mut out, report);
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn section(out: &mut String, report: &Report) {
    let (name, title) = (report.name, report.title);
    out.push_str(&format!("<section id=\"{name}\">\n<h2>{title}</h2>\n<ul class=\"rules\">\n"));
    for rule in &report.rules {
        out.push_str(&format!("<li>{}</li>\n", escape(rule)));
    }
    let caption = super::period(report);
    out.push_str(&format!("</ul>\n<div class=\"wide\"><table>\n<caption>{caption}</caption>\n<thead><tr>"));
    for column in &report.columns {
        out.push_str(&format!("<th scope=\"col\">{}</th>", escape(&column.title)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    let (all, places) = behind(report);
    let longest = longest(report);
    for (row, cells) in report.rows.iter().enumerate() {
        out.push_str("<tr>");
        for (column, cell) in cells.iter().enumerate() {
            let link = places.get(&(row, column)).map(|index| anchor(report, &all[*index]));
            let bar = longest.get(&column).map(|longest| bar(&cell.value, *longest)).unwrap_or_default();
            out.push_str(&table_cell(cell, column, link.as_deref(), &bar));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table></div>\n");
    if !all.is_empty() {
        annex(out, report, &all);
    }
    out.push_str("</section>\n");
}

/// The rows behind each figure. Open, so that a link into it leads somewhere in every browser.
fn annex(out: &mut String, report: &Report, all: &[Behind<'_>]) {
    out.push_str("<details open><summary>每个数的依据</summary>\n<dl>\n");
    for behind in all {
        out.push_str(&format!("<dt id=\"{}\">{}</dt>\n", anchor(report, behind), escape(&behind.label)));
        for entry in behind.entries.iter().filter_map(|index| report.entries.get(*index)) {
            let day = entry.day.map_or(String::new(), |day| format!("{day} "));
            let words = format!("{} {}", escape(&entry.id), escape(&entry.name));
            let words = match &entry.link {
                Some(link) => format!("<a href=\"{}\">{words}</a>", escape(link)),
                None => words,
            };
            out.push_str(&format!("<dd>{day}{words}</dd>\n"));
        }
    }
    out.push_str("</dl>\n</details>\n");
}

fn anchor(report: &Report, behind: &Behind<'_>) -> String {
    format!("{}-{}-{}", report.name, behind.row + 1, behind.column + 1)
}

fn table_cell(cell: &Cell, column: usize, link: Option<&str>, bar: &str) -> String {
    let text = escape(&cell.value.text());
    let text = match link {
        Some(link) => format!("<a href=\"#{link}\">{text}</a>"),
        None => text,
    };
    match &cell.value {
        Value::Text(_) if column == 0 => format!("<th scope=\"row\">{text}</th>"),
        Value::Text(_) | Value::Day(_) => format!("<td>{text}</td>"),
        Value::Verdict(verdict) => format!("<td class=\"{}\">{text}</td>", verdict.id()),
        Value::NoData => format!("<td class=\"nothing\">{text}</td>"),
        Value::Count(_) | Value::Minutes(_) | Value::Share(..) => {
            format!("<td class=\"number\">{text}{bar}</td>")
        }
    }
}

/// The number of the longest bar of each column that has bars; that of shares is the whole.
fn longest(report: &Report) -> BTreeMap<usize, f64> {
    let with = report.columns.iter().enumerate().filter(|(_, column)| column.bars == Bars::With);
    with.map(|(at, _)| {
        let values = report.rows.iter().filter_map(|row| row.get(at)).map(|cell| &cell.value);
        let longest = values.map(|value| match value {
            Value::Share(..) => 1.0,
            other => other.number().unwrap_or_default(),
        });
        (at, longest.fold(0.0, f64::max))
    })
    .collect()
}

/// A bar that says nothing which the number beside it does not say.
fn bar(value: &Value, longest: f64) -> String {
    const LENGTH: f64 = 80.0;
    let Some(number) = value.number().filter(|_| longest > 0.0) else { return String::new() };
    format!(
        "<svg width=\"{LENGTH}\" height=\"10\" aria-hidden=\"true\"><rect width=\"{LENGTH}\" height=\"10\" \
         fill=\"#e4e9f0\"/><rect width=\"{:.1}\" height=\"10\" fill=\"#1f6fb2\"/></svg>",
        number / longest * LENGTH
    )
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}
