//! XLSX, XLS and ODS workbooks; each sheet is a grid.
//!
//! Real dates and numbers keep their type and get the text a Chinese reader expects. What cannot be
//! seen in the office's program is not read, and that is told: hidden sheets, rows and columns, and
//! what lies under merged cells. Nothing is unpacked or spread out before it was counted.

mod layout;
mod ods;
mod package;
mod xls;
mod xlsx;

use calamine::{Data, ExcelDateTime};
use jiff::civil::{Date, DateTime, Time};

use super::finding::Certainty;
use super::grid::{Grid, GridCell, GridRow, Region};
use super::names::{is_marked_private, named, plain};
use super::{CellValue, Reading, Table};
use crate::diagnostic::{Place, Text, cell_name, column_name, rules};
use layout::Layout;
use package::{Package, Refusal};

/// How the sheets are called that hold notes and drop-down lists.
const NOTE_SHEETS: [&str; 8] = ["说明", "填表说明", "填写说明", "使用说明", "选项", "字典", "notes", "lists"];
/// Rows that one merged region may fill; a merged column of a whole sheet is a matter of looks.
const LONGEST_FILL: u32 = 5_000;
/// Days in serials up to which a fraction is a number of hours, and not a time of a day of 1900.
const LONGEST_HOURS: f64 = 366.0;
/// Steps that merged regions may take through the rows of one sheet.
const MOST_STEPS: usize = 2_000_000;

/// A sheet that can be seen.
struct Sheet {
    name: String,
    /// Row, from 0, and cell, of those that hold something.
    cells: Vec<(u32, GridCell)>,
    layout: Layout,
}

/// Reads every sheet of a workbook.
pub fn read(reading: &mut Reading, stem: &str, bytes: &[u8]) -> Vec<Table> {
    let likely = reading.kinds.of_name(stem);
    let mut tables = Vec::new();
    let mut first = true;
    let mut each = |reading: &mut Reading, sheet: Sheet| {
        if is_marked_private(&sheet.name) {
            report_private_sheet(reading, &sheet.name);
            return;
        }
        let Sheet { name, cells, mut layout } = sheet;
        let rows = rows(reading, &name, cells, &mut layout);
        if rows.is_empty() {
            return;
        }
        let named = reading.kinds.of_name(&name);
        let expected = named.is_some() || first;
        first = false;
        let certainty = if expected { Certainty::Expected } else { Certainty::Possible };
        let grid = Grid { sheet: name, rows, merged: layout.merged };
        tables.extend(grid.table(reading, named, likely, certainty));
    };
    let result = if bytes.starts_with(b"PK") {
        match Package::open(bytes) {
            Ok(mut package) if package.has("content.xml") => ods::read(reading, &mut package, &mut each),
            Ok(package) if package.has("xl/workbook.bin") => {
                drop(package);
                Err("it is an xlsb workbook".into())
            }
            Ok(mut package) => xlsx::read(reading, bytes, &mut package, &mut each),
            Err(Refusal::Unreadable(words)) => Err(words.into()),
            Err(Refusal::TooLarge) => {
                report_bomb(reading);
                Ok(())
            }
        }
    } else {
        xls::read(reading, bytes, &mut each)
    };
    match result {
        Ok(()) => {}
        Err(Failure::Locked) => reading.locked(),
        Err(Failure::Unreadable(words)) => reading.unreadable(Place::File, &words),
    }
    tables
}

/// Why a workbook cannot be read to its end.
enum Failure {
    /// It opens with a password only.
    Locked,
    /// The words of the reader.
    Unreadable(String),
}

impl From<String> for Failure {
    fn from(words: String) -> Failure {
        Failure::Unreadable(words)
    }
}

impl From<&str> for Failure {
    fn from(words: &str) -> Failure {
        Failure::Unreadable(words.to_owned())
    }
}

fn is_note_sheet(name: &str) -> bool {
    let name = plain(name);
    NOTE_SHEETS.iter().any(|note| name.trim().starts_with(note))
}

fn sheet_place(sheet: &str) -> Place {
    Place::Cell { sheet: sheet.to_owned(), row: 1, column: 1 }
}

fn report_bomb(reading: &mut Reading) {
    let message =
        Text::new("工作簿解压后太大，没有读", "the workbook would unpack to too much and was not read");
    let help = Text::new(
        "删去多余的空白行列和格式，或把数据复制到新的工作簿",
        "delete blank rows, columns and formats, or copy the data into a new workbook",
    );
    reading.report(&rules::TABLE_WORKBOOK_TOO_LARGE, Place::File, message).help = Some(help);
}

/// Tells of a hidden sheet with so many rows that hold something.
fn report_hidden_sheet(reading: &mut Reading, sheet: &str, rows: usize) {
    let name = named(sheet);
    let message = Text::new(
        format!("工作表 `{name}` 是隐藏的，其中 {rows} 行没有读"),
        format!("sheet `{name}` is hidden, its {rows} rows were not read"),
    );
    let help = Text::new(
        "要公开就取消隐藏；不公开就从文件里删去",
        "unhide it if it may be published; if not, delete it from the file",
    );
    reading.report(&rules::TABLE_HIDDEN, sheet_place(sheet), message).help = Some(help);
}

fn report_private_sheet(reading: &mut Reading, sheet: &str) {
    let name = named(sheet);
    let message = Text::new(
        format!("工作表 `{name}` 的名称说不公开，没有读"),
        format!("the name of sheet `{name}` says that it is not for the public, it was not read"),
    );
    reading.private_name(sheet_place(sheet), message);
}

/// The rows of a sheet: merged regions filled downwards, then what is hidden left out.
fn rows(
    reading: &mut Reading,
    sheet: &str,
    cells: Vec<(u32, GridCell)>,
    layout: &mut Layout,
) -> Vec<GridRow> {
    let mut rows = grouped(cells);
    layout.merged.sort_unstable();
    layout.merged.dedup_by_key(|region| (region.top, region.left));
    if !fill_down(reading, sheet, &mut rows, &layout.merged) {
        return Vec::new();
    }
    leave_out_hidden(reading, sheet, &mut rows, layout);
    rows
}

fn grouped(mut cells: Vec<(u32, GridCell)>) -> Vec<GridRow> {
    cells.sort_by_key(|(row, cell)| (*row, cell.column));
    cells.dedup_by_key(|(row, cell)| (*row, cell.column));
    let mut rows: Vec<GridRow> = Vec::new();
    for (row, cell) in cells {
        let number = row.saturating_add(1);
        match rows.last_mut() {
            Some(last) if last.number == number => last.cells.push(cell),
            _ => rows.push(GridRow { number, cells: vec![cell], width: None }),
        }
    }
    rows
}

/// Gives the value of each merged region to those rows below its first that hold something else. Only
/// its first column: what is merged to the right belongs to the column it begins in. What lies under
/// the region cannot be seen and is left out. False, told, if there is too much to fill.
fn fill_down(reading: &mut Reading, sheet: &str, rows: &mut [GridRow], merged: &[Region]) -> bool {
    let mut steps = 0_usize;
    let mut covered = None;
    for region in merged {
        let Region { top, left, right, .. } = *region;
        let bottom = region.bottom.min(top.saturating_add(LONGEST_FILL));
        let start = rows.partition_point(|row| row.number < top);
        let end = rows.partition_point(|row| row.number <= bottom).max(start);
        steps = steps.saturating_add(end - start);
        if steps > MOST_STEPS {
            reading.takes(sheet_place(sheet), usize::MAX, 0, 0);
            return false;
        }
        let found = rows[start..end].first().filter(|row| row.number == top).and_then(|row| {
            let at = row.cells.binary_search_by_key(&left, |cell| cell.column).ok()?;
            Some((row.cells[at].text.clone(), row.cells[at].value))
        });
        for row in &mut rows[start..end] {
            let from = row.cells.partition_point(|cell| cell.column < left);
            let keep = usize::from(row.number == top && found.is_some());
            let to = row.cells.partition_point(|cell| cell.column <= right).max(from + keep);
            for cell in row.cells.drain(from + keep..to) {
                if !cell.filled && found.as_ref().is_none_or(|(text, _)| *text != cell.text) {
                    covered.get_or_insert((row.number, cell.column));
                }
            }
            let Some((text, value)) = found.as_ref().filter(|_| row.number > top) else { continue };
            if !reading.takes(sheet_place(sheet), 0, 1, text.len()) {
                return false;
            }
            let (text, value) = (text.clone(), *value);
            row.cells.insert(from, GridCell { column: left, text, value, filled: true });
        }
    }
    if let Some((row, column)) = covered {
        let name = cell_name(row, column);
        let message = Text::new(
            format!("{name} 等格被合并的单元格盖住，看不见，没有读"),
            format!("{name} and others lie unseen under merged cells and were not read"),
        );
        let help = Text::new("取消合并，把各格填好", "unmerge the cells and fill them");
        let place = Place::Cell { sheet: sheet.to_owned(), row, column };
        reading.report(&rules::TABLE_COVERED_CELL, place, message).help = Some(help);
    }
    true
}

/// Takes hidden rows and columns out, and tells which of them held something.
fn leave_out_hidden(reading: &mut Reading, sheet: &str, rows: &mut Vec<GridRow>, layout: &Layout) {
    let mut hidden_rows = Vec::new();
    rows.retain(|row| {
        let hidden = layout.hidden_rows.contains(&row.number);
        if hidden && row.cells.iter().any(|cell| !cell.filled) {
            hidden_rows.push(row.number);
        }
        !hidden
    });
    let mut hidden_columns = std::collections::BTreeSet::new();
    for row in rows.iter_mut() {
        row.cells.retain(|cell| {
            let hidden = layout.hides_column(cell.column);
            if hidden {
                hidden_columns.insert(cell.column);
            }
            !hidden
        });
    }
    rows.retain(|row| !row.cells.is_empty());
    if hidden_rows.is_empty() && hidden_columns.is_empty() {
        return;
    }
    let listed = |names: Vec<String>, count: usize| {
        let more = if count > names.len() { "…" } else { "" };
        names.join("、") + more
    };
    const NAMED: usize = 10;
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    if !hidden_rows.is_empty() {
        let names = hidden_rows.iter().take(NAMED).map(u32::to_string).collect();
        let names = listed(names, hidden_rows.len());
        let count = hidden_rows.len();
        zh.push(format!("{count} 行（第 {names} 行）"));
        en.push(format!("{count} rows ({names})"));
    }
    if !hidden_columns.is_empty() {
        let names = hidden_columns.iter().take(NAMED).map(|column| column_name(*column)).collect();
        let names = listed(names, hidden_columns.len());
        let count = hidden_columns.len();
        zh.push(format!("{count} 列（{names} 列）"));
        en.push(format!("{count} columns ({names})"));
    }
    let message = Text::new(
        format!("隐藏的内容没有读：{}", zh.join("，")),
        format!("what is hidden was not read: {}", en.join(", ")),
    );
    let help = Text::new(
        "要公开就取消隐藏和筛选；不公开就从文件里删去",
        "unhide it, also from filters, if it may be published; if not, delete it from the file",
    );
    let row = hidden_rows.first().copied().unwrap_or(1);
    let column = hidden_columns.first().copied().unwrap_or(1);
    let place = Place::Cell { sheet: sheet.to_owned(), row, column };
    reading.report(&rules::TABLE_HIDDEN, place, message).help = Some(help);
}

/// A cell of calamine's; `column` counts from 0. Error cells such as `#REF!` stay as their text, to
/// be reported where they are read.
fn cell(column: u32, data: &Data) -> Option<GridCell> {
    let column = column.saturating_add(1);
    let (text, value) = match data {
        Data::Empty => return None,
        Data::String(text) => return GridCell::text(column, text),
        Data::Bool(value) => (if *value { "是" } else { "否" }.to_owned(), CellValue::Text),
        Data::Int(number) => {
            #[expect(clippy::cast_precision_loss, reason = "only xls writes integers, of 30 bits")]
            let value = CellValue::Number(*number as f64);
            (number.to_string(), value)
        }
        Data::Float(number) => (number.to_string(), CellValue::Number(*number)),
        Data::DateTime(serial) => of_serial(serial),
        Data::DateTimeIso(text) => of_iso(text),
        Data::DurationIso(text) => match iso_duration(text) {
            Some(time) => (time_text(time), CellValue::Time(time)),
            None => iso_hours(text).unwrap_or_else(|| (text.clone(), CellValue::Text)),
        },
        Data::Error(error) => (error.to_string(), CellValue::Text),
    };
    Some(GridCell { column, text, value, filled: false })
}

fn of_serial(serial: &ExcelDateTime) -> (String, CellValue) {
    let value = serial.as_f64();
    let (year, month, day, ..) = serial.to_ymd_hms_milli();
    let time = time_of_fraction(value);
    if (0.0..1.0).contains(&value) {
        return (time_text(time), CellValue::Time(time));
    }
    // Hours that were added up, in a format of their own or in that of a time of day.
    if serial.is_duration() || (value < LONGEST_HOURS && value.fract() != 0.0) {
        return hours(value);
    }
    let date = || {
        let [month, day] = [month, day].map(|part| i8::try_from(part).unwrap_or_default());
        Date::new(i16::try_from(year).ok()?, month, day).ok()
    };
    match date() {
        Some(date) => of_date(date.to_datetime(time)),
        None => (value.to_string(), CellValue::Number(value)),
    }
}

/// `25:30`: more hours than a day has are no time of day. They are text, to be reported where a time is
/// asked for.
fn hours(days: f64) -> (String, CellValue) {
    #[expect(clippy::cast_possible_truncation, reason = "less than a year in minutes, or clamped")]
    let minutes = (days * 1440.0).round().clamp(0.0, 1e9) as i64;
    (format!("{}:{:02}", minutes / 60, minutes % 60), CellValue::Text)
}

fn of_iso(text: &str) -> (String, CellValue) {
    if let Ok(datetime) = text.trim_end_matches('Z').parse::<DateTime>() {
        return of_date(datetime);
    }
    match text.parse::<Time>() {
        Ok(time) => (time_text(time), CellValue::Time(time)),
        Err(_) => (text.to_owned(), CellValue::Text),
    }
}

fn of_date(datetime: DateTime) -> (String, CellValue) {
    let (date, time) = (datetime.date(), datetime.time());
    if time == Time::midnight() {
        (date.to_string(), CellValue::Date(date))
    } else {
        (format!("{date} {}", time_text(time)), CellValue::DateTime(datetime))
    }
}

/// `14:30`
fn time_text(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The time of day of an Excel serial, to the nearest minute: 14:30 is stored as 0.604166….
pub fn time_of_fraction(serial: f64) -> Time {
    let minutes = (serial.rem_euclid(1.0) * 1440.0).round();
    // Rounding up to midnight would be the next day.
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1439")]
    let minutes = minutes.clamp(0.0, 1439.0) as i16;
    let [hour, minute] = [minutes / 60, minutes % 60].map(|part| i8::try_from(part).unwrap_or(0));
    Time::new(hour, minute, 0, 0).unwrap_or(Time::midnight())
}

/// The time of day that ODS writes as a duration since midnight, `PT14H30M00S`.
fn iso_duration(text: &str) -> Option<Time> {
    let (hour, minute, second) = iso_parts(text)?;
    let [hour, minute, second] = [hour, minute, second].map(i8::try_from);
    Time::new(hour.ok()?, minute.ok()?, second.ok()?, 0).ok()
}

/// More hours than a day has, in a duration of ODS.
fn iso_hours(text: &str) -> Option<(String, CellValue)> {
    let (hour, minute, _) = iso_parts(text)?;
    Some((format!("{hour}:{minute:02}"), CellValue::Text))
}

/// Hours, minutes and seconds of `PT14H30M00S`.
fn iso_parts(text: &str) -> Option<(u16, u16, u16)> {
    let mut rest = text.strip_prefix("PT")?;
    let mut part = |unit: char| -> Option<u16> {
        let Some((number, behind)) = rest.split_once(unit) else { return Some(0) };
        rest = behind;
        number.split(['.', ',']).next()?.parse().ok()
    };
    Some((part('H')?, part('M')?, part('S')?))
}

/// Counts the plain numbers of a workbook from 1904, where it says that it counts so.
fn since_1904(cells: &mut [(u32, GridCell)]) {
    for (_, cell) in cells {
        if let CellValue::Number(number) = cell.value {
            cell.value = CellValue::NumberSince1904(number);
        }
    }
}
