//! `kepu channel`

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};
use unicode_width::UnicodeWidthStr as _;

use super::SelectionArguments;
use super::terminal::Terminal;
use crate::channel::make::make;
use crate::channel::preview;
use crate::diagnostic::{Explain as _, Language, Text, did_you_mean, refuse};
use crate::fs;
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
    /// 看一个渠道会收到什么 / what a channel would get
    Preview(PreviewArguments),
}

#[derive(Debug, Args)]
struct PreviewArguments {
    /// 渠道的编号 / the id of the channel
    id: String,
    /// 写到哪个文件夹（默认：preview/编号）/ the folder to write to
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// 写好后打开 / open it
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    selection: SelectionArguments,
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
        ChannelCommand::Preview(preview) => {
            let known = Texts::read(&CacheFolder::of(site));
            let project = Project::load(site, preview.selection.selection()?, &known)?;
            let folder = preview.output.clone().unwrap_or_else(|| site.join("preview").join(&preview.id));
            let index = write_preview(&project, &preview.id, &folder, terminal)?;
            if preview.open {
                opener::open(&index).explain(|| {
                    let index = index.display();
                    Text::new(format!("打不开 `{index}`"), format!("cannot open `{index}`"))
                })?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Makes what the channel `id` takes, and a page that lists it: its path.
fn write_preview(project: &Project, id: &str, folder: &Path, terminal: &Terminal) -> Result<PathBuf> {
    let catalog = project.assemble().catalog;
    let channels = &catalog.config.channels;
    let Some(channel) = channels.iter().find(|channel| channel.id.value == id) else {
        let known = channels.iter().map(|channel| channel.id.value.as_str());
        let help = match did_you_mean(id, known) {
            Some(suggestion) => suggestion.help(),
            None => Text::new("`kepu channel list` 看有哪些", "`kepu channel list` shows them"),
        };
        return Err(refuse(
            format!("没有叫 `{id}` 的渠道。{}", help.zh),
            format!("no channel is called `{id}`; {}", help.en),
        ));
    };
    let mut entries = Vec::new();
    for index in catalog.taken_by(channel) {
        let article = &catalog.articles[index];
        let made = make(channel, (&catalog, project.theme()), article)?;
        for file in &made {
            fs::write_atomically(&folder.join(&file.name), &file.bytes)?;
        }
        entries.push((article, made));
    }
    let index = folder.join("index.html");
    fs::write_atomically(&index, preview::list(channel, &entries).as_bytes())?;
    let (count, shown) = (entries.len(), folder.display());
    terminal.say(&Text::new(
        format!("{count} 篇，写在 `{shown}`"),
        format!("{count} articles, written to `{shown}`"),
    ));
    Ok(index)
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
