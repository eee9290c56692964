//! What of a sheet can be seen, and what is merged.

use std::collections::BTreeSet;

use super::super::grid::Region;

/// Columns of the largest sheet there is.
pub const MOST_COLUMNS: u32 = 16_384;
/// Regions, or ranges of columns, that one sheet may name.
pub const MOST_RANGES: usize = 20_000;

/// The parts of a sheet that are hidden, and its merged regions. Rows and columns count from 1.
#[derive(Debug, Default)]
pub struct Layout {
    /// Hidden rows, and those of no height.
    pub hidden_rows: BTreeSet<u32>,
    columns: Vec<Sight>,
    /// Whether columns are hidden of which nothing is said.
    pub columns_hidden: bool,
    /// Merged regions, in the order of their first cells.
    pub merged: Vec<Region>,
    ranges: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    Untold,
    Shown,
    Hidden,
}

impl Layout {
    /// Tells of some columns; false if that was told too often for a sheet of an office.
    pub fn tell_columns(&mut self, first: u32, last: u32, hidden: Visibility) -> bool {
        self.ranges += 1;
        let last = last.min(MOST_COLUMNS);
        if first > last {
            return self.ranges <= MOST_RANGES;
        }
        if self.columns.len() < last as usize {
            self.columns.resize(last as usize, Sight::Untold);
        }
        for column in &mut self.columns[first.max(1) as usize - 1..last as usize] {
            // Once hidden stays hidden, whatever else is said.
            if *column != Sight::Hidden {
                *column = if hidden == Visibility::Hidden { Sight::Hidden } else { Sight::Shown };
            }
        }
        self.ranges <= MOST_RANGES
    }

    /// Adds a merged region; false if there are too many.
    pub fn merge(&mut self, region: Region) -> bool {
        self.merged.push(region);
        self.merged.len() <= MOST_RANGES
    }

    /// Whether a column is hidden.
    pub fn hides_column(&self, column: u32) -> bool {
        match self.columns.get((column as usize).wrapping_sub(1)) {
            Some(Sight::Hidden) => true,
            Some(Sight::Shown) => false,
            Some(Sight::Untold) | None => self.columns_hidden,
        }
    }
}

/// Whether something can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// It can.
    Shown,
    /// Hidden, filtered away, folded, or of no height or width.
    Hidden,
}

impl Visibility {
    /// Hidden if so.
    pub fn hidden_if(hidden: impl Into<Option<bool>>) -> Visibility {
        if hidden.into() == Some(true) { Visibility::Hidden } else { Visibility::Shown }
    }
}
