//! Reports as bytes: a file a format. The same reports give the same bytes.

mod csv;
mod html;
mod text;
mod xlsx;

use std::collections::BTreeMap;

pub use self::csv::csv;
pub use self::html::html;
pub use self::text::text;
pub use self::xlsx::xlsx;

use super::table::{Report, Value};

/// The rows behind a figure, or behind several of one row.
struct Behind<'r> {
    /// Place of the first figure, from 0.
    row: usize,
    /// Likewise.
    column: usize,
    /// What the figure is: `北碚 2026-11 已完成场次`.
    label: String,
    /// Indices into [`Report::entries`].
    entries: &'r [usize],
}

/// Everything behind the figures of a report, and by row and column where it stands in that list. Figures
/// of one row that have the same behind them share it.
fn behind(report: &Report) -> (Vec<Behind<'_>>, BTreeMap<(usize, usize), usize>) {
    let mut all: Vec<Behind<'_>> = Vec::new();
    let mut places = BTreeMap::new();
    for (row, cells) in report.rows.iter().enumerate() {
        let start = all.len();
        let about = cells.iter().map_while(|cell| match &cell.value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        });
        let about = about.collect::<Vec<_>>().join(" ");
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.entries.is_empty()) {
            let same = all[start..].iter().position(|it| it.entries == cell.entries);
            let index = same.map_or(all.len(), |same| start + same);
            if index == all.len() {
                let label = format!("{about} {}", report.columns[column].title);
                all.push(Behind { row, column, label, entries: &cell.entries });
            }
            places.insert((row, column), index);
        }
    }
    (all, places)
}

/// `2026-Q4，截至 2026-11-25`
fn period(report: &Report) -> String {
    format!("{}，截至 {}", report.period, report.day)
}
