//! XLSX, XLS and ODS workbooks by way of calamine; each sheet is a grid.
//!
//! Real dates and numbers keep their type and get the text a Chinese reader expects. XLSX is read
//! cell by cell: one stray cell in the last row would make a dense range of 17 billion cells.

use std::io::Cursor;

use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Reader, Sheets, Xlsx};
use jiff::civil::{Date, DateTime, Time};

use super::grid::{Certainty, Grid, GridCell, GridRow};
use super::{CellValue, Reading, Table, TableKind, fold};
use crate::diagnostic::{Place, Text};

type Workbook<'a> = Sheets<Cursor<&'a [u8]>>;

/// How the sheets are called that hold notes and drop-down lists.
const NOTE_SHEETS: [&str; 8] = ["说明", "填表说明", "填写说明", "使用说明", "选项", "字典", "notes", "lists"];
/// Rows that one merged region may fill; a merged column of a whole sheet is a matter of looks.
const LONGEST_FILL: u32 = 5_000;

/// Reads every sheet of a workbook.
pub fn read(reading: &mut Reading, stem: &str, bytes: &[u8]) -> Vec<Table> {
    let mut workbook: Workbook<'_> = match calamine::open_workbook_auto_from_rs(Cursor::new(bytes)) {
        Ok(workbook) => workbook,
        Err(error) => {
            report_unreadable(reading, Place::File, &error.to_string());
            return Vec::new();
        }
    };
    let likely = TableKind::of_name(stem);
    let mut tables = Vec::new();
    let mut first = true;
    for sheet in workbook.sheet_names() {
        let name = fold(&sheet).trim().to_lowercase();
        if NOTE_SHEETS.iter().any(|note| name.starts_with(note)) {
            continue;
        }
        let rows = match rows(&mut workbook, &sheet) {
            Ok(rows) => rows,
            Err(error) => {
                let place = Place::Cell { sheet, row: 1, column: 1 };
                report_unreadable(reading, place, &error.to_string());
                continue;
            }
        };
        if rows.is_empty() {
            continue;
        }
        let named = TableKind::of_name(&sheet);
        let expected = named.is_some() || first;
        first = false;
        let certainty = if expected { Certainty::Expected } else { Certainty::Possible };
        tables.extend(Grid { sheet, rows }.table(reading, named, likely, certainty));
    }
    tables
}

fn report_unreadable(reading: &mut Reading, place: Place, reason: &str) {
    let message = Text::new(format!("工作簿读不了：{reason}"), format!("cannot read the workbook: {reason}"));
    let help = Text::new(
        "去掉密码，用 Excel 或 WPS 另存为 xlsx 再试",
        "remove its password and save it again as xlsx",
    );
    reading.error("table-unreadable", place, message).help = Some(help);
}

/// The cells of a sheet that hold something, with merged regions filled downwards.
fn rows(workbook: &mut Workbook<'_>, sheet: &str) -> Result<Vec<GridRow>, calamine::Error> {
    let mut cells = match workbook {
        Sheets::Xlsx(xlsx) => xlsx_cells(xlsx, sheet)?,
        _ => {
            let range = workbook.worksheet_range(sheet)?;
            let (top, left) = range.start().unwrap_or_default();
            let cells = range.used_cells().filter_map(|(row, column, data)| {
                let row = top.checked_add(u32::try_from(row).ok()?)?;
                let column = left.checked_add(u32::try_from(column).ok()?)?;
                Some((row, cell(column, data)?))
            });
            cells.collect()
        }
    };
    let merged = match workbook {
        Sheets::Xlsx(xlsx) => xlsx.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        Sheets::Xls(xls) => xls.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        // calamine tells nothing of merged cells in these two.
        Sheets::Ods(_) | Sheets::Xlsb(_) => Vec::new(),
    };
    cells.sort_by_key(|(row, cell)| (*row, cell.column));
    fill_down(&mut cells, &merged);
    let mut rows: Vec<GridRow> = Vec::new();
    for (row, cell) in cells {
        let number = row.saturating_add(1);
        match rows.last_mut() {
            Some(last) if last.number == number => last.cells.push(cell),
            _ => rows.push(GridRow { number, cells: vec![cell] }),
        }
    }
    Ok(rows)
}

fn xlsx_cells(xlsx: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Vec<(u32, GridCell)>, calamine::Error> {
    let mut reader = xlsx.worksheet_cells_reader(sheet)?;
    let mut cells = Vec::new();
    while let Some(found) = reader.next_cell()? {
        let (row, column) = found.get_position();
        let data = match found.get_value() {
            DataRef::SharedString(text) => GridCell::text(column.saturating_add(1), text),
            DataRef::String(text) => GridCell::text(column.saturating_add(1), text),
            value => cell(column, &Data::from(value.clone())),
        };
        cells.extend(data.map(|cell| (row, cell)));
    }
    Ok(cells)
}

/// Gives the value of each merged region to the rows below its first. Only its first column: what
/// is merged to the right belongs to the column it begins in.
fn fill_down(cells: &mut Vec<(u32, GridCell)>, merged: &[Dimensions]) {
    let mut filled = Vec::new();
    for region in merged {
        let (top, left) = region.start;
        let bottom = region.end.0.min(top.saturating_add(LONGEST_FILL));
        let column = left.saturating_add(1);
        let found = cells.binary_search_by_key(&(top, column), |(row, cell)| (*row, cell.column));
        let Ok(index) = found else { continue };
        let (text, value) = (&cells[index].1.text, cells[index].1.value);
        for row in top.saturating_add(1)..=bottom {
            filled.push((row, GridCell { column, text: text.clone(), value, filled: true }));
        }
    }
    cells.extend(filled);
    cells.sort_by_key(|(row, cell)| (*row, cell.column, cell.filled));
    cells.dedup_by_key(|(row, cell)| (*row, cell.column));
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
            None => (text.clone(), CellValue::Text),
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
    let date = || {
        let [month, day] = [month, day].map(|part| i8::try_from(part).unwrap_or_default());
        Date::new(i16::try_from(year).ok()?, month, day).ok()
    };
    match date() {
        Some(date) => of_date(date.to_datetime(time)),
        None => (value.to_string(), CellValue::Number(value)),
    }
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
    let mut rest = text.strip_prefix("PT")?;
    let mut part = |unit: char| -> Option<i8> {
        let Some((number, behind)) = rest.split_once(unit) else { return Some(0) };
        rest = behind;
        number.split(['.', ',']).next()?.parse().ok()
    };
    let (hour, minute, second) = (part('H')?, part('M')?, part('S')?);
    Time::new(hour, minute, second, 0).ok()
}
