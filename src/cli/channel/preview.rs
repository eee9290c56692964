//! `kepu channel preview`

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use super::find;
use crate::channel::make::make;
use crate::channel::preview;
use crate::cli::SelectionArguments;
use crate::cli::terminal::Terminal;
use crate::diagnostic::{Explain as _, Text};
use crate::fs;
use crate::project::{CacheFolder, Project, Texts};

#[derive(Debug, Args)]
pub struct PreviewArguments {
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

pub fn run(site: &Path, preview: &PreviewArguments, terminal: &Terminal) -> Result<()> {
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
    Ok(())
}

/// Makes what the channel `id` takes, and a page that lists it: its path.
fn write_preview(project: &Project, id: &str, folder: &Path, terminal: &Terminal) -> Result<PathBuf> {
    let catalog = project.assemble().catalog;
    let channel = find(&catalog, id)?;
    let mut entries = Vec::new();
    for index in catalog.taken_by(channel) {
        let article = &catalog.articles[index];
        let made = make(channel, (&catalog, project.theme()), article, &|asset| {
            project.sources().asset(&asset.source, &asset.hash)
        })?;
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
