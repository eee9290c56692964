//! `kepu search`

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::SelectionArguments;
use super::terminal::Terminal;
use crate::diagnostic::Text;
use crate::project::{CacheFolder, Project, Texts, native_search, no_cache_note};
use crate::search::{Hit, Scope};

#[derive(Debug, Args)]
pub struct SearchArguments {
    /// 要找的词 / the words to look for
    #[arg(required = true)]
    words: Vec<String>,
    /// 输出 JSON / print JSON
    #[arg(long)]
    json: bool,
    /// 只找这个主题（id 或名称）/ only this topic
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// 最多几条 / how many results
    #[arg(long, default_value_t = 10, value_name = "N")]
    limit: usize,
    #[command(flatten)]
    selection: SelectionArguments,
}

pub fn run(site: &Path, arguments: &SearchArguments, terminal: &Terminal) -> Result<ExitCode> {
    let cache = CacheFolder::of(site);
    let project = Project::load(site, arguments.selection.selection()?, &Texts::read(&cache))?;
    let catalog = project.assemble().catalog;
    let (native, not_kept) = native_search(&catalog, &cache)?;
    if let Some(error) = not_kept {
        terminal.say(&no_cache_note(&error));
    }
    let topics = &project.config().topics;
    let topic = arguments.topic.as_deref().map(|wanted| {
        topics.iter().find(|topic| topic.name == wanted).map_or(wanted, |topic| topic.id.as_str())
    });
    let day = catalog.day.to_string();
    let scope = Scope { day: &day, topic };
    let (count, hits) = native.search(&arguments.words.join(" "), scope, arguments.limit)?;
    if arguments.json {
        super::print(&json(count, &hits)?)?;
    } else {
        super::print(&listing(&hits))?;
        terminal.say(&Text::new(format!("共 {count} 条"), format!("{count} results")));
    }
    Ok(ExitCode::SUCCESS)
}

fn json(count: usize, hits: &[Hit]) -> Result<String> {
    let results: Vec<serde_json::Value> = hits
        .iter()
        .map(|hit| {
            let record = &hit.record;
            serde_json::json!({
                "path": record.path,
                "title": record.title,
                "summary": record.summary,
                "date": record.date,
                "topic": record.topic.0,
                "verdict": record.verdict.0,
                "score": hit.score,
            })
        })
        .collect();
    let document = serde_json::json!({ "total": count, "results": results });
    Ok(format!("{}\n", serde_json::to_string_pretty(&document)?))
}

fn listing(hits: &[Hit]) -> String {
    let bold = anstyle::Style::new().bold();
    let dim = anstyle::Style::new().dimmed();
    let mut text = String::new();
    for (number, hit) in hits.iter().enumerate() {
        let record = &hit.record;
        let topic = if record.topic.1.is_empty() { String::new() } else { format!("  {}", record.topic.1) };
        let verdict =
            if record.verdict.1.is_empty() { String::new() } else { format!("  [{}]", record.verdict.1) };
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{:>2}. {bold}{}{bold:#}{topic}{verdict}\n    {}\n    {dim}{} {}{dim:#}",
            number + 1,
            record.title,
            record.summary,
            record.date,
            record.path,
        );
    }
    text
}
