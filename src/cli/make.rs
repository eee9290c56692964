//! `kepu make`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand, ValueEnum};

use super::SelectionArguments;
use super::terminal::Terminal;
use super::today::{self, TodayArguments};
use crate::channel::make::{Made, make};
use crate::diagnostic::{Text, did_you_mean, refuse};
use crate::model::channel::{ChannelConfig, ChannelFormat};
use crate::model::{Article, Catalog};
use crate::project::{CacheFolder, Project, Texts};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct MakeArguments {
    #[command(subcommand)]
    other: Option<Other>,
    #[command(flatten)]
    one: Option<FormArguments>,
    #[command(flatten)]
    selection: SelectionArguments,
}

/// What is not made of one article.
#[derive(Debug, Subcommand)]
enum Other {
    /// 今日分享：当天的文章打成一个包 / the articles of a day in one zip
    Today(TodayArguments),
}

#[derive(Debug, Args)]
struct FormArguments {
    /// 做成什么 / what to make
    #[arg(value_enum)]
    form: Form,
    /// 哪一篇：文件名、网址名或标题 / which article: file, slug or title
    article: String,
    /// 写到哪里（默认：文字显示在屏幕上，其他写到当前文件夹）/ where to write it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// 大喇叭广播稿 / a script for the loudspeaker
    Script,
    /// 群消息 / a message for a chat group
    Message,
    /// 短信 / a text message
    Sms,
    /// 海报：手机图片、A4 打印页、链接配图 / a poster: for phones, for printing, for links
    Poster,
    /// 贴进公众号的页面 / a page to paste into an Official Account
    Wechat,
    /// 上传包：正文（网页、Markdown、Word）、图片和说明 / a zip for platforms that take uploads
    Bundle,
}

impl Form {
    fn format(self) -> ChannelFormat {
        match self {
            Form::Script => ChannelFormat::Loudspeaker,
            Form::Message => ChannelFormat::Message,
            Form::Sms => ChannelFormat::Sms,
            Form::Poster => ChannelFormat::Poster,
            Form::Wechat => ChannelFormat::Wechat,
            Form::Bundle => ChannelFormat::Bundle,
        }
    }

    fn is_text(self) -> bool {
        matches!(self, Form::Script | Form::Message | Form::Sms)
    }
}

pub fn run(site: &Path, arguments: &MakeArguments, terminal: &Terminal) -> Result<ExitCode> {
    match arguments {
        MakeArguments { other: Some(Other::Today(today)), .. } => today::run(site, today, terminal),
        MakeArguments { one: Some(one), selection, .. } => form(site, (one, selection), terminal),
        MakeArguments { .. } => Err(refuse("没有说做什么", "nothing to make was named")),
    }
}

fn form(
    site: &Path,
    (arguments, selection): (&FormArguments, &SelectionArguments),
    terminal: &Terminal,
) -> Result<ExitCode> {
    let known = Texts::read(&CacheFolder::of(site));
    let project = Project::load(site, selection.selection()?, &known)?;
    let catalog = project.assemble().catalog;
    let article = find(&catalog, &arguments.article)?;
    let format = arguments.form.format();
    let made = make(&ChannelConfig::plain(format), (&catalog, project.theme()), article, &|asset| {
        project.sources().asset(&asset.source, &asset.hash)
    })?;
    for (place, Made { name, bytes, notes, named }) in made.iter().enumerate() {
        for note in notes {
            terminal.say(note);
        }
        match &arguments.output {
            Some(output) if place == 0 => super::write(output, bytes, terminal)?,
            // What goes with the main file is written beside it.
            Some(output) if *named => super::write(&output.with_file_name(name), bytes, terminal)?,
            Some(output) => {
                let ending = name.split_once('.').map_or("", |(_, ending)| ending);
                let ending = ending.strip_prefix("script.").unwrap_or(ending);
                super::write(&output.with_extension(ending), bytes, terminal)?;
            }
            None if arguments.form.is_text() => {
                if place == 0 {
                    super::print(&String::from_utf8_lossy(bytes))?;
                }
            }
            None => super::write(Path::new(name), bytes, terminal)?,
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The article that `name` names: the path of its file or the end of it, its slug, or its title.
pub(super) fn find<'c>(catalog: &'c Catalog, name: &str) -> Result<&'c Article> {
    let wanted = name.trim().trim_start_matches("./").replace('\\', "/");
    let named = |article: &&Article| {
        let file = &*article.source.file;
        let ends =
            file.strip_suffix(wanted.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
        ends || article.path == wanted
            || crate::channel::brief::stem(article) == wanted
            || article.source.front.title.trim() == wanted
    };
    let found: Vec<&Article> = catalog.articles.iter().filter(named).collect();
    match found.as_slice() {
        [article] => Ok(article),
        [] => {
            let known: Vec<String> = catalog.articles.iter().map(crate::channel::brief::stem).collect();
            let titles = catalog.articles.iter().map(|it| it.source.front.title.as_str());
            let help = match did_you_mean(&wanted, known.iter().map(String::as_str).chain(titles)) {
                Some(suggestion) => suggestion.help(),
                None => {
                    Text::new("写文件名（`cpr.md`）、网址名（`cpr`）或标题", "give its file, slug or title")
                }
            };
            Err(refuse(
                format!("没有文章叫 `{wanted}`。{}", help.zh),
                format!("no article is called `{wanted}`; {}", help.en),
            ))
        }
        several => {
            let files: Vec<&str> = several.iter().map(|it| &*it.source.file).collect();
            let files = files.join("`、`");
            Err(refuse(
                format!("`{wanted}` 有几篇：`{files}`；写全路径"),
                format!("`{wanted}` names several: `{files}`; give the whole path"),
            ))
        }
    }
}
