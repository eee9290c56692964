//! A report as CSV that Excel and WPS open as it is: UTF-8 with a mark of byte order, lines with CRLF.

use crate::report::table::Report;

/// Before a text that spreadsheets shall take for UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The table, then an empty line and how it counts; every line has as many cells.
///
/// # Errors
///
/// None that can come of writing into memory.
pub fn csv(report: &Report) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(MARK.to_vec());
    writer.write_record(report.columns.iter().map(|column| column.title.as_str()))?;
    for row in &report.rows {
        writer.write_record(row.iter().map(|cell| cell.value.text()))?;
    }
    let head = format!("{}（{}）", report.title, super::period(report));
    let notes = report.rules.iter().map(|rule| format!("说明：{rule}"));
    for line in [String::new(), head].into_iter().chain(notes) {
        let mut cells = vec![String::new(); report.columns.len()];
        if let Some(first) = cells.first_mut() {
            *first = line;
        }
        writer.write_record(cells)?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
