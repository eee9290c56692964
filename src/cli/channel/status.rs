//! `kepu channel status`

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::find;
use crate::cli::terminal::Terminal;
use crate::cli::{SelectionArguments, print};
use crate::delivery::{read_ledger, status};
use crate::diagnostic::Text;
use crate::fs;
use crate::project::{CacheFolder, Project, Texts};

#[derive(Debug, Args)]
pub struct StatusArguments {
    /// 只看一个渠道（默认：写了 deliver 的全部）/ one channel only
    id: Option<String>,
    /// 什么格式 / in which format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// 写到文件 / write to a file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[arg(long, value_name = "YYYY-MM-DD", hide = true)]
    as_of: Option<jiff::civil::Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// 屏幕上看 / for the screen
    Text,
    /// 程序读 / for programs
    Json,
    /// Excel、WPS 打开 / for spreadsheets
    Csv,
    /// 网页 / a page
    Html,
}

pub fn run(site: &Path, arguments: &StatusArguments, terminal: &Terminal) -> Result<()> {
    let selection = SelectionArguments { as_of: arguments.as_of, drafts: false, future: false };
    let project = Project::load(site, selection.selection()?, &Texts::read(&CacheFolder::of(site)))?;
    let assembled = project.assemble();
    let catalog = &assembled.catalog;
    let channels = match &arguments.id {
        Some(id) => vec![find(catalog, id)?],
        None => catalog.config.channels.iter().filter(|channel| channel.deliver.is_some()).collect(),
    };
    let problems = assembled.problems();
    let mut standings = Vec::new();
    for channel in channels {
        let ledger = read_ledger(site, &channel.id.value)?;
        standings.extend(status::standings(catalog, channel, &problems, &ledger));
    }
    let bytes = match arguments.format {
        Format::Text => status::text(&standings, terminal.language()).into_bytes(),
        Format::Json => status::json(&standings)?.into_bytes(),
        Format::Csv => status::csv(&standings)?,
        Format::Html => status::page(catalog, &standings).into_bytes(),
    };
    match &arguments.output {
        Some(path) => {
            fs::write_atomically(path, &bytes)?;
            let path = path.display();
            terminal.say(&Text::new(format!("写好了 `{path}`"), format!("wrote `{path}`")));
            Ok(())
        }
        None => print(&String::from_utf8_lossy(&bytes)),
    }
}
