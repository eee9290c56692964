//! `kepu check`

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::terminal::Terminal;
use super::{SelectionArguments, exit, strictness};
use crate::diagnostic::{self, Language, Text, did_you_mean, refuse, rules};
use crate::project::{CacheFolder, Project, Texts};

#[derive(Debug, Args)]
pub struct CheckArguments {
    /// 输出格式 / output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// 有警告也算失败 / fail on warnings
    #[arg(long)]
    strict: bool,
    /// 说明一条检查：为什么、怎么改、例子（`all` 是全部）/ explain a check (`all` explains every one)
    #[arg(long, value_name = "ID", exclusive = true)]
    pub explain: Option<String>,
    #[command(flatten)]
    selection: SelectionArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, on standard error.
    Text,
    /// One JSON document on standard output.
    Json,
}

/// Prints the page about a rule, or about all.
pub fn explain(id: &str, language: Language) -> Result<ExitCode> {
    let page = match rules::get(id) {
        Some(rule) => diagnostic::page(rule, language),
        None if id == "all" => diagnostic::book(rules::RULES, language),
        None => return Err(unknown(id)),
    };
    super::print(&page)?;
    Ok(ExitCode::SUCCESS)
}

fn unknown(id: &str) -> anyhow::Error {
    let help = match did_you_mean(id, rules::RULES.iter().map(|rule| rule.id)) {
        Some(suggestion) => suggestion.help(),
        None => Text::new("用 `--explain all` 看全部", "`--explain all` shows every one"),
    };
    refuse(format!("没有叫 `{id}` 的检查。{}", help.zh), format!("no check is called `{id}`; {}", help.en))
}

pub fn run(site: &Path, arguments: &CheckArguments, terminal: &Terminal) -> Result<ExitCode> {
    let known = Texts::read(&CacheFolder::of(site));
    let project = Project::load(site, arguments.selection.selection()?, &known)?;
    let assembled = project.assemble();
    let diagnostics = assembled.problems();
    let sources = |file: &str| project.text(file);
    match arguments.format {
        Format::Json => super::print(&diagnostic::render_json(&diagnostics, &sources))?,
        Format::Text => {
            terminal.problems(&diagnostics, &sources);
            terminal.count(&diagnostics);
            if diagnostics.is_empty() {
                let count = assembled.catalog.articles.len();
                terminal.say(&Text::new(
                    format!("{count} 篇文章，没有发现问题"),
                    format!("{count} {}, no problems", if count == 1 { "article" } else { "articles" }),
                ));
            }
        }
    }
    let failed = strictness(arguments.strict).refuses(&diagnostics);
    Ok(if failed { ExitCode::from(exit::PROBLEMS) } else { ExitCode::SUCCESS })
}
