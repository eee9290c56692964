//! The command line: arguments in, messages and an exit code out. One file per command.
//!
//! The one room that reads the clock and the environment, and, with `diagnostic`, the one that
//! prints.

mod build;
mod channel;
mod check;
mod completions;
mod data;
mod day;
mod make;
mod matching;
mod report;
mod search;
mod serve;
mod terminal;
mod today;

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use crate::config;
use crate::diagnostic::{Explain as _, Text, refuse};
use crate::fs;
use crate::project::{Selection, Strictness};
use terminal::Terminal;

/// Exit codes, as documented in README.
mod exit {
    /// Problems in the content: nothing was published.
    pub const PROBLEMS: u8 = 1;
    /// The command could not be carried out.
    pub const FAILURE: u8 = 2;
}

/// 科普出版工具：把 Markdown 文章和活动表格变成可搜索的网站、订阅源和活动日历。
///
/// Turns Markdown articles and activity tables into a searchable site, feeds and a calendar.
#[derive(Debug, Parser)]
#[command(name = "kepu", version, max_term_width = 100)]
struct Arguments {
    /// 站点文件夹（默认：当前文件夹或其上最近的有 site.yaml 的文件夹）/ the site's folder
    #[arg(long, global = true, value_name = "DIR")]
    site: Option<PathBuf>,
    /// 只显示问题 / show problems only
    #[arg(short, long, global = true)]
    quiet: bool,
    /// 多显示一些 / show more
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    verbose: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 生成网站 / build the site
    Build(build::BuildArguments),
    /// 预览：边改边看 / preview with live reload
    Serve(serve::ServeArguments),
    /// 检查文章和表格，不生成网站 / check the content without building
    Check(check::CheckArguments),
    /// 在终端里搜索文章 / search the articles in the terminal
    Search(search::SearchArguments),
    /// 渠道：文章往哪里去 / channels: where articles go
    Channel(channel::ChannelArguments),
    /// 把一篇文章做成可以转发的样子，或打包今日分享 / make a form of an article to pass on, or of a day's
    Make(make::MakeArguments),
    /// 邀课：给待匹配的单子提出合适的课程，不替人定 / propose courses for requests that wait
    Match(matching::MatchArguments),
    /// 表格：有哪些表，填表用的模板 / tables: which there are, and forms to fill in
    Data(data::DataArguments),
    /// 报表：试点达标、支队、品牌、阵地、志愿者、时长 / reports of the service
    Report(report::ReportArguments),
    /// 输出命令行补全脚本 / print a completion script
    Completions(completions::CompletionArguments),
}

/// Which articles count as published.
#[derive(Debug, Args)]
struct SelectionArguments {
    /// 以哪一天为“今天”（默认：SOURCE_DATE_EPOCH 或今天）/ the build's day
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<jiff::civil::Date>,
    /// 包括草稿 / include drafts
    #[arg(long)]
    drafts: bool,
    /// 包括日期在将来的文章 / include articles dated later
    #[arg(long)]
    future: bool,
}

impl SelectionArguments {
    fn selection(&self) -> Result<Selection> {
        let day = day::build_day(self.as_of)?;
        Ok(Selection { day, drafts: self.drafts, future: self.future })
    }
}

/// What `--strict` means.
fn strictness(strict: bool) -> Strictness {
    if strict { Strictness::Warnings } else { Strictness::Errors }
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let printed = unless_closed(error.print().and_then(|()| io::stdout().flush()));
            let failed = error.use_stderr() || printed.is_err();
            return ExitCode::from(if failed { exit::FAILURE } else { 0 });
        }
    };
    let terminal = Terminal::new(arguments.quiet, arguments.verbose);
    match run(arguments, &terminal) {
        Ok(code) => code,
        Err(error) => {
            terminal.failure(&error);
            ExitCode::from(exit::FAILURE)
        }
    }
}

fn run(arguments: Arguments, terminal: &Terminal) -> Result<ExitCode> {
    if let Command::Completions(completions) = &arguments.command {
        return completions::run(completions);
    }
    if let Command::Check(check) = &arguments.command
        && let Some(id) = &check.explain
    {
        return check::explain(id, terminal.language());
    }
    if let Command::Data(data) = &arguments.command {
        let site = find_site(arguments.site.as_deref());
        // Forms can be made before there is a site; one that was named has to be there.
        let site = if arguments.site.is_some() { Some(site?) } else { site.ok() };
        return data::run(site.as_deref(), data, terminal);
    }
    let site = find_site(arguments.site.as_deref())?;
    match arguments.command {
        Command::Build(build) => build::run(&site, &build, terminal),
        Command::Serve(serve) => serve::run(&site, &serve, terminal),
        Command::Check(check) => check::run(&site, &check, terminal),
        Command::Search(search) => search::run(&site, &search, terminal),
        Command::Channel(channel) => channel::run(&site, &channel, terminal),
        Command::Make(make) => make::run(&site, &make, terminal),
        Command::Report(report) => report::run(&site, &report, terminal),
        Command::Match(matching) => matching::run(&site, &matching, terminal),
        Command::Completions(completions) => completions::run(&completions),
        Command::Data(data) => data::run(Some(&site), &data, terminal),
    }
}

/// The given folder, or the nearest one at or above the current folder that has a `site.yaml`.
fn find_site(given: Option<&Path>) -> Result<PathBuf> {
    if let Some(given) = given {
        if !fs::is_file(&given.join(config::FILE_NAME)) {
            let given = given.display();
            return Err(refuse(format!("`{given}` 里没有 site.yaml"), format!("no site.yaml in `{given}`")));
        }
        return Ok(given.to_path_buf());
    }
    let here = std::env::current_dir()?;
    let found = here.ancestors().find(|folder| fs::is_file(&folder.join(config::FILE_NAME)));
    match found {
        Some(folder) => Ok(folder.to_path_buf()),
        None => Err(refuse(
            "这里和上层文件夹都没有 site.yaml；进入站点文件夹，或用 --site 指明",
            format!(
                "no site.yaml in `{}` or above; enter the site's folder or name it with --site",
                here.display()
            ),
        )),
    }
}

/// Writes a result to a file, and says so.
fn write(path: &Path, bytes: &[u8], terminal: &Terminal) -> Result<()> {
    fs::write_atomically(path, bytes)?;
    let path = path.display();
    terminal.say(&Text::new(format!("写好了 `{path}`"), format!("wrote `{path}`")));
    Ok(())
}

/// Prints a result on standard output.
///
/// # Errors
///
/// It cannot be written, as on a full disk. A closed pipe (`| head`) is the reader's choice.
fn print(text: &str) -> Result<()> {
    let mut output = anstream::stdout().lock();
    unless_closed(output.write_all(text.as_bytes()).and_then(|()| output.flush()))
        .explain(|| Text::new("写不到标准输出", "cannot write to standard output"))
}

fn unless_closed(result: io::Result<()>) -> io::Result<()> {
    result.or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
}
