//! `kepu channel`

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};
use unicode_width::UnicodeWidthStr as _;

use super::SelectionArguments;
use super::terminal::Terminal;
use crate::diagnostic::{Language, Text};
use crate::model::Catalog;
use crate::project::{CacheFolder, Project, Texts};

#[derive(Debug, Args)]
pub struct ChannelArguments {
    #[command(subcommand)]
    command: ChannelCommand,
}

#[derive(Debug, Subcommand)]
enum ChannelCommand {
    /// 有哪些渠道，各选中几篇 / the channels, and how many articles each takes
    List(ListArguments),
}

#[derive(Debug, Args)]
struct ListArguments {
    #[command(flatten)]
    selection: SelectionArguments,
}

pub fn run(site: &Path, arguments: &ChannelArguments, terminal: &Terminal) -> Result<ExitCode> {
    match &arguments.command {
        ChannelCommand::List(list) => {
            let known = Texts::read(&CacheFolder::of(site));
            let project = Project::load(site, list.selection.selection()?, &known)?;
            let catalog = project.assemble().catalog;
            if catalog.config.channels.is_empty() {
                terminal.say(&Text::new(
                    "还没有渠道；写在 site.yaml 的 channels 里",
                    "there are no channels; they stand under channels in site.yaml",
                ));
            }
            super::print(&table(&catalog, terminal.language()))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// One line a channel: id, form, articles, name.
fn table(catalog: &Catalog, language: Language) -> String {
    let rows = catalog.config.channels.iter().map(|channel| {
        let format = channel.format.value;
        let format = if language == Language::Chinese { format.name() } else { format.id() };
        let count = catalog.taken_by(channel).len();
        let count = match language {
            Language::Chinese => format!("{count} 篇"),
            Language::English => format!("{count} articles"),
        };
        [channel.id.value.clone(), format.to_owned(), count, channel.name.clone()]
    });
    let rows: Vec<[String; 4]> = rows.collect();
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or_default();
    let widths = [width(0), width(1), width(2)];
    let mut out = String::new();
    for row in &rows {
        for (cell, width) in row.iter().zip(widths) {
            let blanks = width - cell.width() + 2;
            // Writing to a string cannot fail.
            let _ = write!(out, "{cell}{:blanks$}", "");
        }
        let _ = writeln!(out, "{}", row[3]);
    }
    out
}
