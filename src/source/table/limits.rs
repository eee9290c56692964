//! How much of one file is read: no table of an office comes near, a file made to harm does.
//!
//! Bounds hold before anything grows: rows, cells and bytes are counted as they are read, and what
//! is packed or repeated in a workbook is counted before it is unpacked.

use super::Reading;
use super::grid::GridCell;
use crate::diagnostic::{Place, Text, rules};

/// Bytes of a file of text. Workbooks may be larger, for the pictures in them.
const LARGEST_TEXT: usize = 8 << 20;
/// Rows of one file.
pub const MOST_ROWS: usize = 20_000;
/// Cells of one file.
pub const MOST_CELLS: usize = 500_000;
/// Bytes of the texts of all cells together.
pub const MOST_BYTES: usize = 32 << 20;

/// What is left to be read of a file.
#[derive(Debug)]
pub struct Room {
    rows: usize,
    cells: usize,
    bytes: usize,
    told: bool,
}

impl Default for Room {
    fn default() -> Self {
        Room { rows: MOST_ROWS, cells: MOST_CELLS, bytes: MOST_BYTES, told: false }
    }
}

impl Room {
    /// Takes room for cells of so many bytes in so many rows; false if there is not enough.
    pub fn take(&mut self, rows: usize, cells: usize, bytes: usize) -> bool {
        let left =
            (self.rows.checked_sub(rows), self.cells.checked_sub(cells), self.bytes.checked_sub(bytes));
        match left {
            (Some(rows), Some(cells), Some(bytes)) => {
                (self.rows, self.cells, self.bytes) = (rows, cells, bytes);
                true
            }
            _ => {
                self.rows = 0;
                false
            }
        }
    }
}

impl Reading {
    /// Whether one more row may be read; if not, this is told once.
    pub fn has_room(&mut self, place: Place, cells: &[GridCell]) -> bool {
        let bytes = cells.iter().map(|cell| cell.text.len()).sum();
        self.takes(place, 1, cells.len(), bytes)
    }

    /// Takes room as [`Room::take`]; the first time there is not enough, this is told.
    pub fn takes(&mut self, place: Place, rows: usize, cells: usize, bytes: usize) -> bool {
        let fits = self.room.take(rows, cells, bytes);
        if !fits && !std::mem::replace(&mut self.room.told, true) {
            let megabytes = MOST_BYTES >> 20;
            let message = Text::new(
                format!(
                    "表太大：一个文件最多 {MOST_ROWS} 行、{MOST_CELLS} 格、{megabytes} MB 文字，从这里起没有读"
                ),
                format!(
                    "too large a table: a file has at most {MOST_ROWS} rows, {MOST_CELLS} cells and \
                     {megabytes} MB of text; from here on nothing was read"
                ),
            );
            let help =
                Text::new("分成几个文件，例如每年一个", "split it into several files, such as one a year");
            self.report(&rules::TABLE_TOO_LARGE, place, message).help = Some(help);
        }
        fits
    }

    /// Whether a file of text is small enough to be looked at; if not, this is told.
    pub fn is_bearable(&mut self, length: usize) -> bool {
        let fits = length <= LARGEST_TEXT;
        if !fits {
            let (size, limit) = (length >> 20, LARGEST_TEXT >> 20);
            let message = Text::new(
                format!("文件有 {size} MB，超过 {limit} MB"),
                format!("the file has {size} MB, more than {limit} MB"),
            );
            let help =
                Text::new("分成几个文件，例如每年一个", "split it into several files, such as one a year");
            self.report(&rules::TABLE_FILE_TOO_LARGE, Place::File, message).help = Some(help);
        }
        fits
    }
}

/// The words of a foreign reader as far as they cannot quote a cell: up to the first quotation mark,
/// or character that is not English.
pub fn reason(words: &str) -> String {
    let end = words.find(|character: char| !character.is_ascii() || "\"'`{[<".contains(character));
    let words = words[..end.unwrap_or(words.len())].trim_end_matches([' ', ':', ',']);
    words.chars().take(100).collect()
}
