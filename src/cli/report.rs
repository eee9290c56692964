//! `kepu report`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::terminal::Terminal;
use super::{SelectionArguments, day};
use crate::calendar::Period;
use crate::diagnostic::{Explain as _, Text, did_you_mean, refuse};
use crate::project::{Assembled, CacheFolder, Project, Texts};
use crate::report::{Kind, REPORTS, Report, reports, write};

#[derive(Debug, Args)]
pub struct ReportArguments {
    /// 哪张报表（默认：全部）/ which report
    name: Option<String>,
    /// 哪个月的 / of which month
    #[arg(long, value_name = "YYYY-MM", group = "period")]
    month: Option<String>,
    /// 哪个季度的 / of which quarter
    #[arg(long, value_name = "YYYY-Qn", group = "period")]
    quarter: Option<String>,
    /// 哪一年的（默认：今年）/ of which year
    #[arg(long, value_name = "YYYY", group = "period")]
    year: Option<String>,
    /// 什么格式（默认：看文件名，没有就是 table）/ in which format
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// 写到哪个文件（默认：屏幕；xlsx 写到当前文件夹）/ into which file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    selection: SelectionArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// 终端里看的表 / for the terminal
    Table,
    /// 网页 / a page
    Html,
    /// 一张报表，Excel 和 WPS 能打开 / one report for any spreadsheet
    Csv,
    /// 工作簿 / a workbook
    Xlsx,
}

pub fn run(site: &Path, arguments: &ReportArguments, terminal: &Terminal) -> Result<ExitCode> {
    let kinds = match &arguments.name {
        Some(name) => vec![find(name.trim())?],
        None => REPORTS.to_vec(),
    };
    let format = format(arguments)?;
    if format == Format::Csv && kinds.len() > 1 {
        return Err(refuse(
            format!("CSV 一次只能写一张报表：kepu report {} --format csv；全部的用 xlsx", REPORTS[0].chinese),
            format!("CSV holds one report: kepu report {} --format csv; for all, use xlsx", REPORTS[0].name),
        ));
    }
    let today = day::build_day(arguments.selection.as_of)?;
    let period = period(arguments, today)?;
    let known = Texts::read(&CacheFolder::of(site));
    let project = Project::load(site, arguments.selection.selection()?, &known)?;
    let assembled = project.assemble();
    tell_problems(&assembled, terminal);
    let reports = reports(&assembled.catalog, period, &kinds);
    let bytes = bytes(&reports, format)?;
    match (&arguments.output, format) {
        (Some(path), _) => super::write(path, &bytes, terminal)?,
        (None, Format::Xlsx) => {
            let name = format!("report-{}.xlsx", period.name());
            super::write(Path::new(&name), &bytes, terminal)?;
        }
        (None, _) => super::print(&String::from_utf8_lossy(&bytes))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn bytes(reports: &[Report], format: Format) -> Result<Vec<u8>> {
    let words = || Text::new("做不出报表文件", "cannot make the file of the report");
    match format {
        Format::Table => Ok(write::text(reports).into_bytes()),
        Format::Html => Ok(write::html(reports).into_bytes()),
        Format::Csv => match reports {
            [report, ..] => write::csv(report).explain(words),
            [] => Ok(Vec::new()),
        },
        Format::Xlsx => write::xlsx(reports).explain(words),
    }
}

/// What was asked for, or what the name of the file says.
fn format(arguments: &ReportArguments) -> Result<Format> {
    if let Some(format) = arguments.format {
        return Ok(format);
    }
    let Some(path) = &arguments.output else { return Ok(Format::Table) };
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match extension.as_str() {
        "html" | "htm" => Ok(Format::Html),
        "csv" => Ok(Format::Csv),
        "xlsx" => Ok(Format::Xlsx),
        "txt" => Ok(Format::Table),
        _ => Err(refuse(
            format!(
                "看不出 `{}` 要什么格式；加上 --format，或文件名以 .xlsx、.html、.csv 结尾",
                path.display()
            ),
            format!("no format for `{}`; give --format, or a name in .xlsx, .html or .csv", path.display()),
        )),
    }
}

fn period(arguments: &ReportArguments, today: Date) -> Result<Period> {
    let asked = [
        (&arguments.month, Period::month as fn(&str) -> Option<Period>, "--month 2026-11"),
        (&arguments.quarter, Period::quarter, "--quarter 2026-Q4"),
        (&arguments.year, Period::year, "--year 2026"),
    ];
    let found = asked.into_iter().find_map(|(text, read, example)| Some((text.as_deref()?, read, example)));
    let Some((text, read, example)) = found else { return Ok(Period::year_of(today)) };
    let Some(period) = read(text.trim()) else {
        return Err(refuse(
            format!("`{text}` 不是月份、季度或年份；写成 {example}"),
            format!("`{text}` is no month, quarter or year; write {example}"),
        ));
    };
    if period.first() > today {
        return Err(refuse(
            format!("{} 还没有开始（今天是 {today}）", period.name()),
            format!("{} has not begun (today is {today})", period.name()),
        ));
    }
    Ok(period)
}

fn find(wanted: &str) -> Result<&'static Kind> {
    let named = |kind: &&Kind| wanted == kind.chinese || wanted.eq_ignore_ascii_case(kind.name);
    if let Some(kind) = REPORTS.iter().copied().find(named) {
        return Ok(kind);
    }
    let all: Vec<String> = REPORTS.iter().map(|kind| format!("{}（{}）", kind.chinese, kind.name)).collect();
    let names = REPORTS.iter().flat_map(|kind| [kind.chinese, kind.name]);
    let help = match did_you_mean(wanted, names) {
        Some(suggestion) => suggestion.help(),
        None => Text::new(format!("有 {}", all.join("、")), format!("there are {}", all.join(", "))),
    };
    Err(refuse(
        format!("没有报表叫 `{wanted}`。{}", help.zh),
        format!("no report is called `{wanted}`; {}", help.en),
    ))
}

/// A row that cannot be read is in no figure: whoever hands them in has to know.
fn tell_problems(assembled: &Assembled, terminal: &Terminal) {
    let problems = assembled.problems();
    let count = problems.iter().filter(|it| it.file.starts_with("content/data/")).count();
    if count > 0 {
        terminal.say(&Text::new(
            format!("表格里有 {count} 处问题，数字可能不全；先看 kepu check"),
            format!("the tables have {count} problems, figures may be incomplete; see kepu check"),
        ));
    }
}
