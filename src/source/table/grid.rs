//! A grid of cells, as a sheet or CSV file shows it.
//!
//! Knows nothing of file formats; `csv` and `workbook` make the grids.

use super::{Cell, CellValue, Column, Row, Spot, TableKind, shown};

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

/// A merged region, rows and columns from 1, both ends inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Region {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

impl GridRow {
    /// How many columns of this kind its cells name.
    pub fn known_headings(&self, kind: &TableKind) -> usize {
        let mut keys: Vec<&str> =
            self.cells.iter().filter_map(|cell| kind.column(&cell.text).map(|column| column.key)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.len()
    }

    /// Its cells that are its own: without those filled down from merged cells above.
    pub fn own(&self) -> impl Iterator<Item = &GridCell> {
        self.cells.iter().filter(|cell| !cell.filled)
    }

    /// Its cells under these columns; nothing if all of them stand elsewhere.
    pub fn into_row(self, columns: &[(u32, &'static Column)]) -> Option<Row> {
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
