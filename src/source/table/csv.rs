//! CSV in UTF-8 or GB18030, as Excel, WPS and data desks write it.

use super::finding::Certainty;
use super::grid::{Grid, GridCell, GridRow};
use super::{Reading, Table};
use crate::diagnostic::{Place, Text, rules};

/// Reads the one table of a CSV file.
pub fn read(reading: &mut Reading, stem: &str, bytes: &[u8]) -> Vec<Table> {
    let Some(text) = reading.decode(bytes) else { return Vec::new() };
    if !reading.is_bearable(bytes.len()) {
        return Vec::new();
    }
    // Excel writes `sep=;` as a first line where it fears another separator.
    let hint = text.get(..4).filter(|head| head.eq_ignore_ascii_case("sep="));
    let delimiter = match hint.and_then(|_| text.as_bytes().get(4)) {
        Some(byte) if byte.is_ascii() => *byte,
        _ => delimiter(&text),
    };
    let rows = rows(reading, &text, delimiter);
    let grid = Grid { sheet: String::new(), rows, merged: Vec::new() };
    let named = reading.kinds.of_name(stem);
    grid.table(reading, named, None, Certainty::Expected).into_iter().collect()
}

/// The separator that stands most often in the first lines; a title alone has none.
fn delimiter(text: &str) -> u8 {
    let head: String = text.lines().take(10).collect();
    let mut best = (0, b',');
    for candidate in [b',', b'\t', b';'] {
        let count = head.bytes().filter(|byte| *byte == candidate).count();
        if count > best.0 {
            best = (count, candidate);
        }
    }
    best.1
}

fn rows(reading: &mut Reading, text: &str, delimiter: u8) -> Vec<GridRow> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut rows = Vec::new();
    let mut number = 0_u32;
    loop {
        let start = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return rows,
            Err(error) => {
                let place = Place::Cell { sheet: String::new(), row: number + 1, column: 1 };
                reading.unreadable(place, &error.to_string());
                return rows;
            }
        }
        // The reader skips blank lines without counting them; a spreadsheet shows them as rows.
        number = number.saturating_add(1 + blank_lines(text.as_bytes(), start));
        let cells: Vec<GridCell> =
            (1..).zip(record.iter()).filter_map(|(column, text)| GridCell::text(column, text)).collect();
        report_open_quote(reading, number, &cells);
        let place = Place::Cell { sheet: String::new(), row: number, column: 1 };
        if !cells.is_empty() && !reading.has_room(place, &cells) {
            return rows;
        }
        let width = u32::try_from(record.len()).ok();
        rows.push(GridRow { number, cells, width });
    }
}

/// Line ends between `start` and the record that begins behind them. A line feed at `start` may be
/// the second half of the former record's end.
fn blank_lines(bytes: &[u8], start: usize) -> u32 {
    let mut at = start;
    let mut lines = 0;
    if at > 0 && bytes.get(at - 1) == Some(&b'\r') && bytes.get(at) == Some(&b'\n') {
        at += 1;
    }
    loop {
        match bytes.get(at) {
            Some(b'\r') => at += 1 + usize::from(bytes.get(at + 1) == Some(&b'\n')),
            Some(b'\n') => at += 1,
            _ => return lines,
        }
        lines += 1;
    }
}

/// A quotation mark that is never closed swallows the rows behind it: more lines in one cell than
/// anyone writes.
fn report_open_quote(reading: &mut Reading, row: u32, cells: &[GridCell]) {
    const LINES: usize = 30;
    if let Some(cell) = cells.iter().find(|cell| cell.text.matches('\n').count() > LINES) {
        let message = Text::new(
            "这一格有几十行，多半是引号没有成对",
            "the cell has dozens of lines: a quotation mark seems to be unclosed",
        );
        let place = Place::Cell { sheet: String::new(), row, column: cell.column };
        let help = Text::new("检查这一格开头的 `\"`", "look at the `\"` at its beginning");
        reading.report(&rules::TABLE_OPEN_QUOTE, place, message).help = Some(help);
    }
}
