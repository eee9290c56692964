//! One row of a table, asked for typed values column by column.
//!
//! Whatever a cell holds that its column does not allow becomes a diagnostic at that cell, and the
//! row goes on: all mistakes of a row are told at once. Knows cells, not what a table is about.

use std::sync::Arc;

use super::column::Typed;
use super::known::{Known, Referable};
use super::words::{allowed_help, shown};
use crate::diagnostic::{Diagnostic, Rule, Text, rules};
use crate::model::Origin;
use crate::source::table::{Cell, Need, Row, Spot, Table, TableKind};

/// A type of value, see [`value`](super::value).
pub trait Value {
    /// What a cell comes to.
    type Read;

    /// Reads a cell that holds something; `None` where it says that there is nothing, or after a
    /// diagnostic.
    fn read(row: &mut RowReader<'_>, cell: &Cell) -> Option<Self::Read>;
}

/// A row being read.
pub struct RowReader<'a> {
    file: &'a Arc<str>,
    table: &'a Table,
    row: &'a Row,
    known: &'a Known,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> RowReader<'a> {
    /// A reader of `row`, which is a row of `table` in `file`, and may refer to what is `known`.
    pub fn new(
        (file, table): (&'a Arc<str>, &'a Table),
        row: &'a Row,
        known: &'a Known,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Self {
        RowReader { file, table, row, known, diagnostics }
    }

    /// What a cell of the column holds, read by the column's type. Reports a required cell that is
    /// empty, and what its column does not allow.
    pub fn get<V: Value>(&mut self, column: Typed<V>) -> Option<V::Read> {
        let cell = self.cell(column)?;
        V::read(self, cell)
    }

    /// The cell of a column, if it holds something; reports it when it is required and empty. A
    /// column that is missing as a whole was reported once already.
    pub fn cell<V>(&mut self, column: Typed<V>) -> Option<&'a Cell> {
        let cell = self.row.get(column.key);
        if cell.is_none() && column.need == Need::Required && self.table.has(column.key) {
            let name = self.column_name(column.key);
            let message = Text::new(format!("`{name}` 没有填"), format!("`{name}` is empty"));
            let help = Text::new("这一列必填", "this column is required");
            let place = self.table.place(self.spot(column.key));
            self.push(Diagnostic::new(&rules::TABLE_MISSING_VALUE, self.file, place, message).help(help));
        }
        cell
    }

    /// What `text`, all or part of `cell`, refers to; the text itself, with a warning, where no
    /// table knows it. Without a table of that kind nothing is checked.
    pub fn resolve<T: Referable>(&mut self, cell: &Cell, text: &str) -> String {
        let (message, help) = match self.known.resolve(T::table(), text) {
            Ok(value) => return value,
            Err(words) => words,
        };
        self.report(&rules::TABLE_UNKNOWN_REFERENCE, cell, message, help);
        text.to_owned()
    }

    /// The kind of the table.
    pub fn kind(&self) -> &'static TableKind {
        self.table.kind
    }

    /// Reports a value that is not among `allowed`.
    pub fn unknown_value(&mut self, cell: &Cell, allowed: &[&str]) {
        let name = self.column_name(cell.key);
        let found = shown(&cell.text);
        let message =
            Text::new(format!("`{name}` 不能是 `{found}`"), format!("`{name}` cannot be `{found}`"));
        let help = allowed_help(&cell.text, allowed);
        self.report(&rules::TABLE_UNKNOWN_VALUE, cell, message, help);
    }

    /// Reports that `rule` is broken at a cell.
    pub fn report(&mut self, rule: &'static Rule, cell: &Cell, message: Text, help: Text) {
        let place = self.table.place(cell.spot);
        self.push(Diagnostic::new(rule, self.file, place, message).help(help));
    }

    /// Where the cell of a column is, or would be if it held something.
    pub fn spot(&self, key: &str) -> Spot {
        if let Some(cell) = self.row.get(key) {
            return cell.spot;
        }
        let heading = self.table.header.iter().find(|heading| heading.key == key);
        match (self.row.spot, heading.map(|heading| heading.spot)) {
            (Spot::Cell(row, _), Some(Spot::Cell(_, column))) => Spot::Cell(row, column),
            (spot, _) => spot,
        }
    }

    /// Where the row was read, by the cell of a column.
    pub fn origin(&self, key: &str) -> Origin {
        let spot = self.spot(key);
        let (place, label) = (self.table.place(spot), self.table.label(spot).zh);
        Origin { file: Arc::clone(self.file), place, label }
    }

    /// The Chinese name of a column, as messages call it.
    pub fn column_name(&self, key: &str) -> &'static str {
        self.table.kind.column_by_key(key).map_or("", |column| column.name)
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}
