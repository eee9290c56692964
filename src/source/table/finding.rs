//! From a grid of cells to a table: finding the header under titles.

use std::ops::Range;

use super::grid::Grid;
use super::header::{Header, header_help};
use super::titles::{HIGHEST, titles};
use super::{Column, Heading, Kinds, Reading, Spot, Table, TableKind, place};
use crate::diagnostic::{Text, rules};

/// Rows at the top among which the header is looked for.
const HEADER_DEPTH: usize = 20;
/// Cells of all rows of a header that is higher than one row.
const MOST_TITLES: usize = 2_000;

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
        named: Option<&'static TableKind>,
        likely: Option<&'static TableKind>,
        certainty: Certainty,
    ) -> Option<Table> {
        self.rows.retain(|row| row.own().next().is_some());
        if self.rows.is_empty() {
            return None;
        }
        let Some((kind, header)) = self.find_header(reading.kinds, named, likely) else {
            self.report_no_header(reading, named.or(likely), certainty);
            return None;
        };
        let header = Header::new(reading, &self, kind, header)?;
        header.report_missing(reading, &self.sheet);
        header.report_nameless(reading, &self.sheet, &self.rows);
        let sheet = std::mem::take(&mut self.sheet);
        let mut rows = Vec::new();
        for row in self.rows.into_iter().skip(header.end) {
            if header.is_aside(&row) || header.is_repeated(&row) {
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

    /// The kind and the rows of the header: those with the most known headings, of several the first
    /// ones, and no more than are needed.
    fn find_header(
        &self,
        kinds: Kinds,
        named: Option<&'static TableKind>,
        likely: Option<&'static TableKind>,
    ) -> Option<(&'static TableKind, Range<usize>)> {
        // A sheet called 活动 is never taken for anything else; one called Sheet2 may be.
        let groups: [Vec<&'static TableKind>; 2] = match (named, likely) {
            (Some(kind), _) => [vec![kind], Vec::new()],
            (None, Some(kind)) => [vec![kind], kinds.0.to_vec()],
            (None, None) => [kinds.0.to_vec(), Vec::new()],
        };
        let top = self.rows.len().min(HEADER_DEPTH);
        groups.iter().find_map(|kinds| {
            let mut best: Option<(usize, &'static TableKind, Range<usize>)> = None;
            for height in 1..=HIGHEST {
                for index in 0..top {
                    let rows = index..index + height;
                    for kind in kinds {
                        let hits = self.known_headings(kind, rows.clone());
                        if hits >= 2 && best.as_ref().is_none_or(|(most, ..)| hits > *most) {
                            best = Some((hits, kind, rows.clone()));
                        }
                    }
                }
            }
            best.map(|(_, kind, rows)| (kind, rows))
        })
    }

    /// How many columns of this kind a header in these rows would name.
    fn known_headings(&self, kind: &TableKind, rows: Range<usize>) -> usize {
        let Some([upper @ .., last]) = self.rows.get(rows.clone()) else { return 0 };
        let alone = last.known_headings(kind);
        let cells: usize = upper.iter().map(|row| row.cells.len()).sum();
        // Under a group stand headings: a row of data need not be taken for them.
        if upper.is_empty() || alone == 0 || cells + last.cells.len() > MOST_TITLES {
            return if upper.is_empty() { alone } else { 0 };
        }
        let titles = titles(&self.rows[rows], &self.merged);
        let mut keys: Vec<&str> =
            titles.iter().flat_map(|title| title.mentions(kind)).map(|column| column.key).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.len()
    }

    fn report_no_header(
        &self,
        reading: &mut Reading,
        kind: Option<&'static TableKind>,
        certainty: Certainty,
    ) {
        let (row, column) = self
            .rows
            .first()
            .map_or((1, 1), |row| (row.number, row.cells.first().map_or(1, |cell| cell.column)));
        let place = place(&self.sheet, Spot::Cell(row, column));
        match certainty {
            Certainty::Expected => {
                let message = Text::new("找不到表头", "no header found");
                let help = header_help(reading.kinds, kind);
                reading.report(&rules::TABLE_NO_HEADER, place, message).help = Some(help);
            }
            Certainty::Possible => {
                let message = Text::new(
                    format!("工作表 `{}` 不是认得的表，没有读", self.sheet),
                    format!("sheet `{}` is no known table and was not read", self.sheet),
                );
                let (zh, en) = reading.kinds.listed("");
                let help = Text::new(
                    format!("是数据就把工作表改名为 {zh}；是说明就改名为 `说明`"),
                    format!("if it is data, name it {en}; if it is a note, `说明`"),
                );
                reading.report(&rules::TABLE_UNKNOWN_SHEET, place, message).help = Some(help);
            }
        }
    }
}
