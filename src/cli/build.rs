//! `kepu build`

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::Args;

use super::terminal::Terminal;
use super::{SelectionArguments, exit, strictness};
use crate::diagnostic::{Explain as _, Text};
use crate::project::Sources;
use crate::publish::{self, BuildOptions};
use crate::source::ANNOUNCEMENTS;

#[derive(Debug, Args)]
pub struct BuildArguments {
    /// 输出到哪个文件夹（默认：站点里的 public）/ where to write
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    selection: SelectionArguments,
    /// 有警告也算失败 / fail on warnings
    #[arg(long)]
    strict: bool,
    /// 这次生成的网站要公布：把活动的时间、地点、状态记进 state/calendar.jsonl，以后变了才认得出来 / this site is
    /// what people get to see: keep what it says of activities, so that changes are known
    #[arg(long)]
    record: bool,
    /// 说明每个页面为什么重新生成 / say why each file was rendered
    #[arg(long)]
    explain: bool,
    /// 不用缓存 / do not use caches
    #[arg(long)]
    no_cache: bool,
    /// 同时用几个核（最多 256）/ how many threads (at most 256)
    #[arg(short, long, value_name = "N")]
    jobs: Option<usize>,
}

/// More threads than any machine has use for; each takes memory.
const MOST_JOBS: usize = 256;

pub fn run(site: &Path, arguments: &BuildArguments, terminal: &Terminal) -> Result<ExitCode> {
    let began = Instant::now();
    if let Some(jobs) = arguments.jobs {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.clamp(1, MOST_JOBS));
        pool.build_global().explain(|| Text::new("线程开不起来", "cannot start the threads"))?;
    }
    let options = BuildOptions {
        output: arguments.output.clone().unwrap_or_else(|| site.join("public")),
        selection: arguments.selection.selection()?,
        no_cache: arguments.no_cache,
        strictness: strictness(arguments.strict),
        record: arguments.record,
    };
    let bar = terminal.progress();
    let report = publish::build(site, &options, &|done, total| bar.tell(done, total));
    bar.finish();
    let report = report?;
    let sources = Sources::of(site);
    terminal.problems(&report.diagnostics, &|file| sources.text(file));
    terminal.count(&report.diagnostics);
    for note in &report.notes {
        terminal.say(note);
    }
    if !report.published {
        terminal.say(&Text::new(
            "没有发布：先解决上面的问题，原来的网站没有动",
            "nothing was published: mend the problems above; the former site is untouched",
        ));
        return Ok(ExitCode::from(exit::PROBLEMS));
    }
    if arguments.explain {
        for (path, reason) in &report.reasons {
            terminal.say(&Text::new(
                format!("{path}：{}", reason.text().zh),
                format!("{path}: {}", reason.text().en),
            ));
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    let reused = report.units - report.rendered;
    let (pages, rendered) = (report.pages, report.rendered);
    terminal.say(&Text::new(
        format!(
            "{pages} 个页面；生成 {rendered} 个文件，沿用 {reused} 个，删去 {} 个；{seconds:.2} 秒",
            report.removed
        ),
        format!(
            "{pages} pages; {rendered} files rendered, {reused} reused, {} removed; {seconds:.2} s",
            report.removed
        ),
    ));
    if report.recorded > 0 {
        let count = report.recorded;
        terminal.say(&Text::new(
            format!("{count} 项活动的公布情况记进了 `{ANNOUNCEMENTS}`，和网站的文件一起提交"),
            format!(
                "what was published of {count} activities is in `{ANNOUNCEMENTS}`: commit it with the site"
            ),
        ));
    }
    if terminal.verbose() {
        for (stage, time) in &report.stages {
            let line = format!("{stage}: {:.0} ms", time.as_secs_f64() * 1e3);
            terminal.say(&Text::new(line.clone(), line));
        }
        let output = options.output.display();
        terminal.say(&Text::new(format!("写在 {output}"), format!("written to {output}")));
    }
    Ok(ExitCode::SUCCESS)
}
