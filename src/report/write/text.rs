//! Reports for a terminal: columns aligned by the width of their characters.

use unicode_width::UnicodeWidthStr as _;

use crate::report::table::{Report, Value};

/// The reports, one below the other.
pub fn text(reports: &[Report]) -> String {
    reports.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn one(report: &Report) -> String {
    let mut out = format!("{}（{}）\n\n", report.title, super::period(report));
    let head = report.columns.iter().map(|it| (it.title.clone(), Side::Left)).collect();
    let mut lines: Vec<Vec<(String, Side)>> = vec![head];
    for row in &report.rows {
        lines.push(row.iter().map(|cell| (cell.value.text(), Side::of(&cell.value))).collect());
    }
    let widths: Vec<usize> = (0..report.columns.len())
        .map(|at| lines.iter().filter_map(|line| line.get(at)).map(|(it, _)| it.width()).max().unwrap_or(0))
        .collect();
    for line in &lines {
        let cells: Vec<String> = line.iter().zip(&widths).map(|(cell, width)| pad(cell, *width)).collect();
        out.push_str(cells.join("  ").trim_end());
        out.push('\n');
    }
    if report.rows.is_empty() {
        out.push_str("（没有可以列的）\n");
    }
    out.push('\n');
    for rule in &report.rules {
        out.push_str(&format!("· {rule}\n"));
    }
    out
}

/// Where a cell stands in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl Side {
    fn of(value: &Value) -> Side {
        if value.number().is_some() { Side::Right } else { Side::Left }
    }
}

fn pad((text, side): &(String, Side), width: usize) -> String {
    let blanks = " ".repeat(width.saturating_sub(text.width()));
    match side {
        Side::Left => format!("{text}{blanks}"),
        Side::Right => format!("{blanks}{text}"),
    }
}
