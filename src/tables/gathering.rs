//! All rows of one kind of table after the other, told apart by their ids, put into the agenda.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::known::{Known, Referable};
use super::row::RowReader;
use super::vocabulary::Vocabulary;
use super::words::{clean_id, shown};
use crate::diagnostic::{Diagnostic, Related, Text, rules};
use crate::model::Agenda;
use crate::source::table::{Row, Spot, Table, TableKind};

/// What was read so far, and what is still to be read.
pub struct Gathering<'a> {
    /// Each table with the file it is from.
    tables: &'a [(Arc<str>, Table)],
    /// Words of the office.
    pub vocabulary: &'a Vocabulary,
    /// What the tables said so far.
    pub agenda: Agenda,
    known: Known,
    diagnostics: Vec<Diagnostic>,
}

/// A row with an id, and where it came from.
struct Found<'a, T> {
    id: String,
    /// Nothing where another cell of the row is wrong: its id is taken all the same.
    value: Option<T>,
    file: &'a Arc<str>,
    table: &'a Table,
    spot: Spot,
}

impl<'a> Gathering<'a> {
    /// Nothing read yet of `tables`.
    pub fn new(tables: &'a [(Arc<str>, Table)], vocabulary: &'a Vocabulary) -> Gathering<'a> {
        Gathering {
            tables,
            vocabulary,
            agenda: Agenda::default(),
            known: Known::default(),
            diagnostics: Vec::new(),
        }
    }

    /// What all tables said, and what is wrong with them.
    pub fn finish(self) -> (Agenda, Vec<Diagnostic>) {
        (self.agenda, self.diagnostics)
    }

    /// The rows of one kind by id; a second row with one id is an error that names the first.
    pub fn rows<T>(
        &mut self,
        kind: &TableKind,
        mut read: impl FnMut(&mut RowReader<'_>) -> Option<T>,
    ) -> Vec<T> {
        let found = self.each(kind, |reader, (file, table, row)| {
            let value = read(reader);
            let spot = reader.spot(kind.id);
            let id = row.get(kind.id).map(|cell| clean_id(&cell.text));
            id.map(|id| Found { id, value, file, table, spot })
        });
        self.unique(found)
    }

    /// The rows of one kind in the order of their files, of which several may have one id.
    pub fn every_row<T>(
        &mut self,
        kind: &TableKind,
        mut read: impl FnMut(&mut RowReader<'_>) -> Option<T>,
    ) -> Vec<T> {
        self.each(kind, |reader, _| read(reader))
    }

    /// What is read of each row of one kind, which comes with its file and table.
    fn each<T>(
        &mut self,
        kind: &TableKind,
        mut read: impl FnMut(&mut RowReader<'_>, (&'a Arc<str>, &'a Table, &'a Row)) -> Option<T>,
    ) -> Vec<T> {
        let mut found = Vec::new();
        for (file, table) in self.tables.iter().filter(|(_, table)| table.kind == kind) {
            for row in &table.rows {
                let mut reader = RowReader::new((file, table), row, &self.known, &mut self.diagnostics);
                found.extend(read(&mut reader, (file, table, row)));
            }
        }
        found
    }

    /// Reports what only shows when rows are seen together.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// As [`Gathering::rows`], of a kind that later ones refer to.
    pub fn referable_rows<T: Referable>(
        &mut self,
        read: impl FnMut(&mut RowReader<'_>) -> Option<T>,
    ) -> Vec<T> {
        let rows = self.rows(T::table(), read);
        self.known.add(&rows);
        rows
    }

    /// Makes the ids of a kind known before its rows are read, to rows that they name in turn.
    pub fn announce<T: Referable>(&mut self) {
        let kind = T::table();
        let rows = self.tables.iter().filter(|(_, table)| table.kind == kind).flat_map(|(_, it)| &it.rows);
        let ids = rows.filter_map(|row| row.get(kind.id)).map(|cell| clean_id(&cell.text));
        self.known.announce(kind, ids);
    }

    fn unique<T>(&mut self, found: Vec<Found<'_, T>>) -> Vec<T> {
        let mut first: BTreeMap<String, Found<'_, T>> = BTreeMap::new();
        for found in found {
            let id = found.id.clone();
            let Some(before) = first.get_mut(&id) else {
                first.insert(id, found);
                continue;
            };
            self.diagnostics.push(duplicate(before, &found));
            // Of rows that share an id the first that can be used stands.
            if before.value.is_none() {
                before.value = found.value;
            }
        }
        first.into_values().filter_map(|found| found.value).collect()
    }
}

fn duplicate<T>(before: &Found<'_, T>, found: &Found<'_, T>) -> Diagnostic {
    let label = before.table.label(before.spot);
    let (zh, en) = if before.file == found.file {
        (label.zh, label.en)
    } else {
        (format!("{} {}", before.file, label.zh), format!("{} {}", before.file, label.en))
    };
    let id = shown(&found.id);
    let kind = found.table.kind;
    let name = kind.column_by_key(kind.id).map_or("", |column| column.name);
    let message =
        Text::new(format!("{name} `{id}` 在 {zh} 已经有了"), format!("{name} `{id}` is already at {en}"));
    let help = Text::new(
        "改用没有用过的编号；同一活动的几个日期写在一格里，用 `、` 隔开",
        "choose another; several dates of one activity go into one cell, with `、` between them",
    );
    let place = found.table.place(found.spot);
    let related = Related {
        file: Arc::clone(before.file),
        place: before.table.place(before.spot),
        message: Text::new("先用了这个编号的", "the one that has the id"),
    };
    Diagnostic::new(&rules::TABLE_DUPLICATE_ID, found.file, place, message).help(help).related(related)
}
