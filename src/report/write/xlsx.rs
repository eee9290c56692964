//! Reports as a workbook to be handed in and printed: a sheet a report, and one of the rows behind the figures.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr as _;

use super::{Behind, behind};
use crate::report::table::{Report, Value, Verdict};

/// The sheet of the rows behind the figures.
const ROWS: &str = "依据";
/// Row of the headings, from 0: title and period stand above.
const HEAD: u32 = 2;
/// Links that a sheet may have; more, and Excel repairs the file.
const MOST_LINKS: usize = 60_000;

/// The workbook.
///
/// # Errors
///
/// It is larger than a workbook can be.
pub fn xlsx(reports: &[Report]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Otherwise it would be the time of day.
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title("服务报表").set_creation_datetime(&made));
    let mut next = 1;
    let mut annex = Vec::new();
    for report in reports {
        let (all, places) = behind(report);
        let mut rows = Vec::new();
        for one in &all {
            rows.push(next);
            next += u32::try_from(one.entries.len()).unwrap_or(u32::MAX);
        }
        let links = places.iter().take(MOST_LINKS).map(|(place, index)| (*place, rows[*index])).collect();
        sheet(workbook.add_worksheet(), report, &links)?;
        annex.push((report, all));
    }
    if next > 1 {
        rows_sheet(workbook.add_worksheet(), &annex)?;
    }
    workbook.save_to_buffer()
}

fn sheet(
    sheet: &mut Worksheet,
    report: &Report,
    links: &BTreeMap<(usize, usize), u32>,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let columns = column(report.columns.len());
    sheet.set_name(report.title)?;
    sheet.write_string_with_format(0, 0, report.title, &bold.clone().set_font_size(14))?;
    sheet.write_string(1, 0, super::period(report))?;
    let head = bold.set_border(FormatBorder::Thin).set_background_color("E7EEF7").set_text_wrap();
    for (at, own) in report.columns.iter().enumerate() {
        sheet.write_string_with_format(HEAD, column(at), &own.title, &head)?;
        let cells = report.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.value.text().width());
        let width = cells.chain([own.title.width()]).max().unwrap_or(0);
        sheet.set_column_width(column(at), u16::try_from(width.clamp(8, 40) + 2).unwrap_or(40))?;
    }
    let mut row = HEAD + 1;
    for (index, cells) in report.rows.iter().enumerate() {
        for (at, cell) in cells.iter().enumerate() {
            let link = links.get(&(index, at));
            if let Some(target) = link {
                // What is written over it stays a link, and a number.
                let url = Url::new(format!("internal:'{ROWS}'!A{}", target + 1));
                sheet.write_url(row, column(at), url)?;
            }
            write(sheet, (row, column(at)), &cell.value, &linked(format(&cell.value), link))?;
        }
        row += 1;
    }
    let last = row.saturating_sub(1);
    for rule in &report.rules {
        row += 1;
        sheet.write_string(row, 0, format!("说明：{rule}"))?;
    }
    sheet.set_freeze_panes(HEAD + 1, 1)?;
    sheet.autofilter(HEAD, 0, last.max(HEAD), columns.saturating_sub(1))?;
    printed(sheet)?;
    Ok(())
}

/// A4 across, as wide as the paper, with the headings on every page.
fn printed(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEAD, HEAD)?;
    sheet.set_footer("&L&A&R第 &P 页，共 &N 页");
    Ok(())
}

fn linked(format: Format, link: Option<&u32>) -> Format {
    if link.is_some() { format.set_font_color("1F4E9E") } else { format }
}

fn format(value: &Value) -> Format {
    let plain = Format::new().set_border(FormatBorder::Thin);
    match value {
        Value::Count(_) => plain.set_num_format("#,##0"),
        Value::Minutes(_) => plain.set_num_format("#,##0.0#"),
        Value::Share(..) => plain.set_num_format("0.0%"),
        Value::Day(_) => plain.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
        Value::Verdict(Verdict::Missed) => plain.set_bold().set_background_color("F8D7DA"),
        Value::Verdict(Verdict::Warning) => plain.set_bold().set_background_color("FFF0CC"),
        Value::NoData => plain.set_font_color("595959"),
        Value::Text(_) | Value::Verdict(_) => plain,
    }
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value,
    format: &Format,
) -> Result<(), XlsxError> {
    match (value, value.number()) {
        (_, Some(number)) => sheet.write_number_with_format(row, column, number, format)?,
        (Value::Day(day), _) => {
            let day = ExcelDateTime::from_ymd(
                day.year().unsigned_abs(),
                day.month().unsigned_abs(),
                day.day().unsigned_abs(),
            )?;
            sheet.write_datetime_with_format(row, column, day, format)?
        }
        _ => sheet.write_string_with_format(row, column, value.text(), format)?,
    };
    Ok(())
}

/// A line a row behind a figure, in the order of the figures.
fn rows_sheet(sheet: &mut Worksheet, annex: &[(&Report, Vec<Behind<'_>>)]) -> Result<(), XlsxError> {
    sheet.set_name(ROWS)?;
    let bold = Format::new().set_bold().set_background_color("E7EEF7");
    for (at, (title, width)) in
        (0..).zip([("报表", 20), ("哪个数", 40), ("日期", 12), ("编号", 18), ("内容", 60)])
    {
        sheet.write_string_with_format(0, at, title, &bold)?;
        sheet.set_column_width(at, width)?;
    }
    let date = Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left);
    let mut row = 1;
    for (report, all) in annex {
        for one in all {
            for entry in one.entries.iter().filter_map(|index| report.entries.get(*index)) {
                sheet.write_string(row, 0, report.title)?;
                sheet.write_string(row, 1, &one.label)?;
                if let Some(day) = entry.day {
                    write(sheet, (row, 2), &Value::Day(day), &date)?;
                }
                sheet.write_string(row, 3, &entry.id)?;
                sheet.write_string(row, 4, &entry.name)?;
                row += 1;
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}
