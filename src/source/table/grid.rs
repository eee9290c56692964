//! From a grid of cells, as a sheet or CSV file shows it, to a table: finding the header under
//! titles, and leaving out blank rows, totals and notes.
//!
//! Knows nothing of file formats; `csv` and `workbook` make the grids.

use super::header::{Header, Region};
use super::names::{Column, Need, named, plain};
use super::{Cell, CellValue, Heading, Reading, Row, Spot, Table, TableKind, place, shown, trim};
use crate::diagnostic::{Diagnostic, Place, Text, did_you_mean, rules};

/// Rows at the top among which the header is looked for.
const HEADER_DEPTH: usize = 20;
/// What the first cell of a row of sums says.
const TOTALS: [&str; 7] = ["合计", "总计", "小计", "共计", "累计", "total", "sum"];
/// How a line under the table begins that is not a row of it.
const NOTES: [&str; 9] = ["注:", "备注:", "说明:", "填表", "制表", "填报", "审核人", "单位负责人", "报送"];

/// A sheet or CSV file.
pub struct Grid {
    /// Name of the sheet; empty for CSV.
    pub sheet: String,
    /// Its rows from top to bottom; some may be missing.
    pub rows: Vec<GridRow>,
    /// Merged regions, in the order of their first cells.
    pub merged: Vec<Region>,
}

/// One row.
pub struct GridRow {
    /// Number of the row, from 1.
    pub number: u32,
    /// Its cells that are not empty, from left to right.
    pub cells: Vec<GridCell>,
    /// How many cells were written, empty ones too, where a row can have more or fewer than the
    /// header: in CSV.
    pub width: Option<u32>,
}

/// One cell that is not empty.
#[derive(Debug, Clone)]
pub struct GridCell {
    /// Number of the column, from 1.
    pub column: u32,
    /// What it shows, trimmed.
    pub text: String,
    /// What it was taken for.
    pub value: CellValue,
    /// Holds the value of a merged region whose first cell is above.
    pub filled: bool,
}

/// How sure one is that the grid is a table at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// It is named so, or is all the file has: a missing header is an error.
    Expected,
    /// One more sheet of a workbook: it may be something else.
    Possible,
}

impl Grid {
    /// The table in this grid. `named` is the kind its name tells, `likely` the kind the file's
    /// name tells.
    pub fn table(
        mut self,
        reading: &mut Reading,
        named: Option<TableKind>,
        likely: Option<TableKind>,
        certainty: Certainty,
    ) -> Option<Table> {
        self.rows.retain(|row| row.cells.iter().any(|cell| !cell.filled));
        if self.rows.is_empty() {
            return None;
        }
        let Some((kind, header)) = self.find_header(named, likely) else {
            self.report_no_header(reading, named.or(likely), certainty);
            return None;
        };
        let header = Header::new(reading, &self, kind, header)?;
        header.report_missing(reading, &self.sheet);
        header.report_nameless(reading, &self.sheet, &self.rows);
        let sheet = std::mem::take(&mut self.sheet);
        let mut rows = Vec::new();
        for row in self.rows.into_iter().skip(header.index + 1) {
            if row.is_aside() || header.is_repeated(&row) {
                continue;
            }
            if header.is_misplaced(&row) {
                header.report_width(reading, &sheet, &row);
                continue;
            }
            rows.extend(row.into_row(&header.columns));
        }
        let heading = |(number, column): &(u32, &Column)| Heading {
            key: column.key,
            spot: Spot::Cell(header.row, *number),
        };
        Some(Table { kind, sheet, header: header.columns.iter().map(heading).collect(), rows })
    }

    /// The kind and the row of the header: the first of the rows with the most known headings.
    fn find_header(&self, named: Option<TableKind>, likely: Option<TableKind>) -> Option<(TableKind, usize)> {
        // A sheet called 活动 is never taken for anything else; one called Sheet2 may be.
        let groups: [Vec<TableKind>; 2] = match (named, likely) {
            (Some(kind), _) => [vec![kind], Vec::new()],
            (None, Some(kind)) => [vec![kind], TableKind::ALL.to_vec()],
            (None, None) => [TableKind::ALL.to_vec(), Vec::new()],
        };
        groups.iter().find_map(|kinds| {
            let mut best: Option<(usize, TableKind, usize)> = None;
            for (index, row) in self.rows.iter().enumerate().take(HEADER_DEPTH) {
                for kind in kinds {
                    let hits = row.known_headings(*kind);
                    if hits >= 2 && best.is_none_or(|(most, ..)| hits > most) {
                        best = Some((hits, *kind, index));
                    }
                }
            }
            best.map(|(_, kind, index)| (kind, index))
        })
    }

    fn report_no_header(&self, reading: &mut Reading, kind: Option<TableKind>, certainty: Certainty) {
        let (row, column) = self
            .rows
            .first()
            .map_or((1, 1), |row| (row.number, row.cells.first().map_or(1, |cell| cell.column)));
        let place = place(&self.sheet, Spot::Cell(row, column));
        match certainty {
            Certainty::Expected => {
                let message = Text::new("找不到表头", "no header found");
                reading.report(&rules::TABLE_NO_HEADER, place, message).help = Some(header_help(kind));
            }
            Certainty::Possible => {
                let message = Text::new(
                    format!("工作表 `{}` 不是认得的表，没有读", self.sheet),
                    format!("sheet `{}` is no known table and was not read", self.sheet),
                );
                reading.report(&rules::TABLE_UNKNOWN_SHEET, place, message).help = Some(Text::new(
                    "是数据就把工作表改名为 `活动`、`支队`、`区县` 或 `阵地`；是说明就改名为 `说明`",
                    "if it is data, name it `活动`, `支队`, `区县` or `阵地`; if it is a note, `说明`",
                ));
            }
        }
    }
}

impl GridRow {
    fn known_headings(&self, kind: TableKind) -> usize {
        let mut keys: Vec<&str> =
            self.cells.iter().filter_map(|cell| kind.column(&cell.text).map(|column| column.key)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.len()
    }

    /// A row of sums, or a note under the table.
    pub fn is_aside(&self) -> bool {
        let Some(first) = self.cells.iter().find(|cell| !cell.filled) else { return true };
        // What such a row says is in its first words; the rest of a long cell need not be folded.
        let text: String = first.text.chars().take(40).collect();
        let text: String = plain(&text).chars().filter(|c| !c.is_whitespace()).collect();
        let own = self.cells.iter().filter(|cell| !cell.filled).count();
        let total = TOTALS.iter().any(|word| {
            text.strip_prefix(word)
                .is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_alphabetic() || next == '-'))
        });
        total || (own <= 2 && begins_a_note(&text))
    }

    fn into_row(self, columns: &[(u32, &'static Column)]) -> Option<Row> {
        let number = self.number;
        let first = columns.first().map_or(1, |(column, _)| *column);
        // The cells and the columns are both in the order of their numbers.
        let mut columns = columns.iter().peekable();
        let mut own = false;
        let mut cells = Vec::with_capacity(self.cells.len());
        for cell in self.cells {
            while columns.next_if(|(column, _)| *column < cell.column).is_some() {}
            let Some((_, column)) = columns.next_if(|(column, _)| *column == cell.column) else {
                continue;
            };
            own |= !cell.filled;
            let spot = Spot::Cell(number, cell.column);
            cells.push(Cell { key: column.key, text: cell.text, value: cell.value, spot });
        }
        own.then_some(Row { spot: Spot::Cell(number, first), cells })
    }
}

impl GridCell {
    /// A cell of text; `None` if nothing can be seen in it.
    pub fn text(column: u32, text: &str) -> Option<GridCell> {
        let text = shown(text);
        (!text.is_empty()).then_some(GridCell { column, text, value: CellValue::Text, filled: false })
    }
}

/// Whether a text, plain and without blanks, is a note about the table.
pub fn begins_a_note(text: &str) -> bool {
    NOTES.iter().any(|word| text.starts_with(word))
}

/// Reports a heading that no column has.
pub fn report_unknown(reading: &mut Reading, kind: TableKind, heading: &str, place: Place) {
    let heading = trim(heading);
    let name = named(heading);
    let message = Text::new(
        format!("{kind}表没有 `{name}` 一列，没有读"),
        format!("table {} has no column `{name}`, it was not read", kind.names().1),
    );
    let public = kind.columns().iter().filter(|column| column.need != Need::Private);
    let names = public.flat_map(|column| [column.name, column.key]);
    let meant = did_you_mean(heading, names);
    let problem = Diagnostic::new(&rules::TABLE_UNKNOWN_COLUMN, &reading.file, place, message);
    reading.push(problem.suggest(meant, || {
        Text::new(
            "不想公开的内容，表头里写上 `（不公开）`",
            "if it is not for the public, write `（不公开）` in its heading",
        )
    }));
}

/// What a header has to look like.
pub fn header_help(kind: Option<TableKind>) -> Text {
    match kind {
        Some(kind) => {
            let required = kind.columns().iter().filter(|column| column.need == Need::Required);
            let names: Vec<&str> = required.map(|column| column.name).collect();
            let names = names.join("`、`");
            Text::new(format!("必填的列：`{names}`"), format!("the required columns are `{names}`"))
        }
        None => Text::new(
            "把文件命名为 `活动…`、`支队…`、`区县…` 或 `阵地…`，第一行写表头",
            "name the file `活动…`, `支队…`, `区县…` or `阵地…` and begin it with a header",
        ),
    }
}
