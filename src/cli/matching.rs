//! `kepu match`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use jiff::civil::Date;

use super::day;
use super::terminal::Terminal;
use crate::diagnostic::Text;
use crate::project::{CacheFolder, Project, Selection, Texts};
use crate::service::answers;
use crate::service::sheet::Sheet;

#[derive(Debug, Args)]
pub struct MatchArguments {
    /// 另存为表格 / write a table
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// 另存为可以打印的网页 / write a page to print
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// 以哪一天为“今天”（默认：SOURCE_DATE_EPOCH 或今天）/ the day that counts as today
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
}

pub fn run(site: &Path, arguments: &MatchArguments, terminal: &Terminal) -> Result<ExitCode> {
    let selection = Selection { day: day::build_day(arguments.as_of)?, drafts: false, future: false };
    let project = Project::load(site, selection, &Texts::read(&CacheFolder::of(site)))?;
    let catalog = project.assemble().catalog;
    if catalog.agenda.requests.is_empty() {
        terminal.say(&Text::new(
            "没有邀课单：`邀课` 表里一行也没有",
            "there are no requests: table 邀课 has no rows",
        ));
        return Ok(ExitCode::SUCCESS);
    }
    let answers = answers(&catalog.agenda, &catalog.timetable, catalog.day);
    let sheet = Sheet { answers: &answers, agenda: &catalog.agenda };
    if let Some(path) = &arguments.csv {
        super::write(path, sheet.csv().as_bytes(), terminal)?;
    }
    if let Some(path) = &arguments.html {
        super::write(path, sheet.html().as_bytes(), terminal)?;
    }
    if arguments.csv.is_none() && arguments.html.is_none() {
        super::print(&sheet.text(terminal.language()))?;
    }
    Ok(ExitCode::SUCCESS)
}
