//! `kepu make today`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use jiff::civil::Date;

use super::SelectionArguments;
use super::terminal::Terminal;
use crate::channel::daily::Daily;
use crate::channel::poster::Press;
use crate::diagnostic::{Text, did_you_mean, refuse};
use crate::model::{Catalog, USUAL_ARTICLES_A_DAY};
use crate::project::{CacheFolder, Project, Texts};

#[derive(Debug, Args)]
pub struct TodayArguments {
    /// 哪一天的（默认：今天）/ of which day
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    /// 哪个区县的（默认：不分区县）/ of which district
    #[arg(long, value_name = "NAME")]
    district: Option<String>,
    /// 写到哪里（默认：当前文件夹）/ where to write it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    selection: SelectionArguments,
}

pub fn run(site: &Path, arguments: &TodayArguments, terminal: &Terminal) -> Result<ExitCode> {
    let known = Texts::read(&CacheFolder::of(site));
    let project = Project::load(site, arguments.selection.selection()?, &known)?;
    let catalog = project.assemble().catalog;
    let district =
        arguments.district.as_deref().map(|name| own(&catalog, name.trim())).transpose()?.flatten();
    let day = arguments.date.unwrap_or(catalog.day);
    let per_day = Some(catalog.config.share.per_day()).filter(|it| *it > 0).unwrap_or(USUAL_ARTICLES_A_DAY);
    let articles = catalog.turns(district, per_day, day, 1).concat();
    if articles.is_empty() {
        return Err(refuse(
            format!("{day} 没有可以分享的文章"),
            format!("there is no article to be shared on {day}"),
        ));
    }
    let daily = Daily::of(&catalog, day, district, &articles);
    let press = daily.has_posters().then(|| Press::new(project.theme())).transpose()?;
    let name = PathBuf::from(format!("today-{day}.zip"));
    super::write(arguments.output.as_ref().unwrap_or(&name), &daily.zip(press.as_ref())?, terminal)?;
    for index in articles {
        let title = &catalog.articles[index].source.front.title;
        terminal.say(&Text::new(format!("《{title}》"), format!("“{title}”")));
    }
    Ok(ExitCode::SUCCESS)
}

/// The district of this name if it has articles of its own; of another one that the site knows, none, for
/// its articles are those of everybody.
fn own<'c>(catalog: &'c Catalog, name: &str) -> Result<Option<&'c str>> {
    let own = catalog.sharing_districts();
    if let Some(district) = own.get(name) {
        return Ok(Some(district));
    }
    if catalog.agenda.district(name).is_some() {
        return Ok(None);
    }
    let known = catalog.agenda.districts.iter().map(|it| it.name.as_str()).chain(own);
    let help = match did_you_mean(name, known) {
        Some(suggestion) => suggestion.help(),
        None => Text::new("写区县表里的名称", "give a name of the table of districts"),
    };
    Err(refuse(
        format!("没有区县叫 `{name}`。{}", help.zh),
        format!("no district is called `{name}`; {}", help.en),
    ))
}
