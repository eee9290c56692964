//! How the cells of a column are filled in, as a form tells whoever fills it in. Forms are in Chinese,
//! as the tables of the offices are.

use crate::source::table::TableKind;

/// How a column is filled in.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// See [`Column::key`](crate::source::table::Column::key).
    pub key: &'static str,
    /// What its type says; nothing for a private column.
    pub entry: Option<fn() -> Entry>,
    /// An example of its own.
    pub example: Option<&'static str>,
}

/// What a cell may hold.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// How it is written.
    pub hint: String,
    /// An example; empty where one is made of the column's name.
    pub example: String,
    /// The words to choose from.
    pub choices: Vec<&'static str>,
    /// The table whose rows may be named.
    pub refers: Option<&'static TableKind>,
    /// Whether the cell holds one value or may hold several.
    pub number: Number,
    /// How a spreadsheet should take it.
    pub format: CellFormat,
}

/// How many values a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Number {
    /// One.
    #[default]
    One,
    /// One or more, with marks between them.
    Several,
}

/// How a spreadsheet should take what is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CellFormat {
    /// As it likes: a date, a time, a number.
    #[default]
    Free,
    /// As text, so that leading zeros stay.
    Text,
}

/// A type of value, see [`value`](super::value), whose cells can be filled in by a form.
pub trait Fill {
    /// How its cells are filled in.
    fn entry() -> Entry;
}
