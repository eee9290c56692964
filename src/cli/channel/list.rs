//! `kepu channel list`

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;
use clap::Args;
use unicode_width::UnicodeWidthStr as _;

use crate::cli::SelectionArguments;
use crate::cli::terminal::Terminal;
use crate::diagnostic::{Language, Text};
use crate::model::Catalog;
use crate::project::{CacheFolder, Project, Texts};

#[derive(Debug, Args)]
pub struct ListArguments {
    #[command(flatten)]
    selection: SelectionArguments,
}

pub fn run(site: &Path, arguments: &ListArguments, terminal: &Terminal) -> Result<()> {
    let known = Texts::read(&CacheFolder::of(site));
    let project = Project::load(site, arguments.selection.selection()?, &known)?;
    let catalog = project.assemble().catalog;
    if catalog.config.channels.is_empty() {
        terminal.say(&Text::new(
            "还没有渠道；写在 site.yaml 的 channels 里",
            "there are no channels; they stand under channels in site.yaml",
        ));
    }
    crate::cli::print(&table(&catalog, terminal.language()))
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
