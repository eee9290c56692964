//! `kepu data`

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};

use super::day;
use super::terminal::Terminal;
use crate::diagnostic::{Explain as _, Language, Text, did_you_mean, refuse};
use crate::fs;
use crate::model::Agenda;
use crate::project::{CacheFolder, Project, Selection, Texts};
use crate::source::table::Need;
use crate::tables::{KINDS, Kind, Lists, Vocabulary, template};

#[derive(Debug, Args)]
pub struct DataArguments {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// 填表用的模板（xlsx）/ forms to fill in
    Template(TemplateArguments),
}

#[derive(Debug, Args)]
struct TemplateArguments {
    /// 哪张表（默认：每张表一个文件）/ of which table
    kind: Option<String>,
    /// 写到哪个文件夹（默认：当前文件夹）/ into which folder
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// Without a site there are no lists of its districts, venues and teams.
pub fn run(site: Option<&Path>, arguments: &DataArguments, terminal: &Terminal) -> Result<ExitCode> {
    match &arguments.what {
        None => super::print(&listing(terminal.language()))?,
        Some(What::Template(arguments)) => templates(site, arguments, terminal)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The kinds of tables, and the columns that each needs.
fn listing(language: Language) -> String {
    let mut listing = String::new();
    for kind in KINDS.iter().rev() {
        let columns = kind.table.columns;
        let needed = columns.iter().filter(|column| column.need == Need::Required);
        let needed: Vec<&str> = needed.map(|column| column.name).collect();
        let (name, english, count) = (kind.table.name, kind.table.english, columns.len());
        let line = match language {
            Language::Chinese => format!("{name}（{english}）：{count} 列，必填 {}", needed.join("、")),
            Language::English => format!("{name} ({english}): {count} columns, needed {}", needed.join(", ")),
        };
        // Writing into a string cannot fail.
        writeln!(listing, "{line}").unwrap_or_default();
    }
    listing
}

fn templates(site: Option<&Path>, arguments: &TemplateArguments, terminal: &Terminal) -> Result<()> {
    let kinds = match &arguments.kind {
        Some(name) => vec![find(name)?],
        None => KINDS.iter().rev().copied().collect(),
    };
    let lists = lists(site)?;
    let folder = arguments.output.as_deref().unwrap_or(Path::new("."));
    fs::create_dir(folder)?;
    for kind in kinds {
        let name = kind.table.name;
        let bytes = template(kind, &lists, &[]).explain(|| {
            Text::new(format!("做不出{name}模板"), format!("cannot make the form of {}", kind.table.english))
        })?;
        let path = folder.join(format!("{name}模板.xlsx"));
        refuse_filled(&path, &bytes)?;
        super::write(&path, &bytes, terminal)?;
    }
    Ok(())
}

/// Somebody may have filled in the former one.
fn refuse_filled(path: &Path, bytes: &[u8]) -> Result<()> {
    if !fs::is_file(path) || fs::read(path).is_ok_and(|former| former == bytes) {
        return Ok(());
    }
    let path = path.display();
    Err(refuse(
        format!("`{path}` 已经有了，可能填过；改名或移走，或用 -o 写到别的文件夹"),
        format!("`{path}` is there already and may be filled in; move it, or write elsewhere with -o"),
    ))
}

fn find(name: &str) -> Result<&'static Kind> {
    let wanted = name.trim();
    let named = |kind: &&Kind| wanted == kind.table.name || wanted.eq_ignore_ascii_case(kind.table.english);
    if let Some(kind) = KINDS.iter().copied().find(named) {
        return Ok(kind);
    }
    let names = KINDS.iter().flat_map(|kind| [kind.table.name, kind.table.english]);
    let all: Vec<&str> = KINDS.iter().rev().map(|kind| kind.table.name).collect();
    let help = match did_you_mean(wanted, names) {
        Some(suggestion) => suggestion.help(),
        None => Text::new(format!("有 {}", all.join("、")), format!("there are {}", all.join(", "))),
    };
    Err(refuse(
        format!("没有表叫 `{wanted}`。{}", help.zh),
        format!("no table is called `{wanted}`; {}", help.en),
    ))
}

/// What can be chosen from in the drop-down lists.
fn lists(site: Option<&Path>) -> Result<Lists> {
    let Some(site) = site else {
        return Ok(Lists::of(&Vocabulary::default().lines, &Agenda::default()));
    };
    let selection = Selection { day: day::build_day(None)?, drafts: false, future: false };
    let project = Project::load(site, selection, &Texts::read(&CacheFolder::of(site)))?;
    Ok(Lists::of(&project.config().calendar.lines, &project.assemble().catalog.agenda))
}
