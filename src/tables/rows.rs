//! All rows of one kind of table, told apart by their ids.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::row::{RowReader, clean_id, shown};
use crate::diagnostic::{Diagnostic, Related, Text, rules};
use crate::source::table::{Spot, Table, TableKind};

/// A row with an id, and where it came from.
pub struct Found<'a, T> {
    id: String,
    /// Nothing where another cell of the row is wrong: its id is taken all the same.
    value: Option<T>,
    file: &'a Arc<str>,
    table: &'a Table,
    spot: Spot,
}

/// Reads all rows of one kind.
pub fn read_rows<'a, T>(
    tables: &'a [(Arc<str>, Table)],
    kind: TableKind,
    diagnostics: &mut Vec<Diagnostic>,
    mut read: impl FnMut(&mut RowReader<'_>) -> Option<T>,
) -> Vec<Found<'a, T>> {
    let key = key(kind);
    let mut found = Vec::new();
    for (file, table) in tables.iter().filter(|(_, table)| table.kind == kind) {
        for row in &table.rows {
            let mut reader = RowReader::new(file, table, row, diagnostics);
            let value = read(&mut reader);
            let spot = reader.spot(key);
            let id = row.get(key).map(|cell| clean_id(&cell.text));
            found.extend(id.map(|id| Found { id, value, file, table, spot }));
        }
    }
    found
}

/// The values by id; a second row with one id is an error that names the first.
pub fn unique<T>(found: Vec<Found<'_, T>>, diagnostics: &mut Vec<Diagnostic>) -> Vec<T> {
    let mut first: BTreeMap<String, Found<'_, T>> = BTreeMap::new();
    for found in found {
        let id = found.id.clone();
        let Some(before) = first.get(&id) else {
            first.insert(id, found);
            continue;
        };
        let label = before.table.label(before.spot);
        let (zh, en) = if before.file == found.file {
            (label.zh, label.en)
        } else {
            (format!("{} {}", before.file, label.zh), format!("{} {}", before.file, label.en))
        };
        let id_shown = shown(&id);
        let name = found.table.kind.column_by_key(key(found.table.kind)).map_or("", |column| column.name);
        let message = Text::new(
            format!("{name} `{id_shown}` 在 {zh} 已经有了"),
            format!("{name} `{id_shown}` is already at {en}"),
        );
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
        let problem = Diagnostic::new(&rules::TABLE_DUPLICATE_ID, found.file, place, message);
        diagnostics.push(problem.help(help).related(related));
        // Of rows that share an id the first that can be used stands.
        if let Some(before) = first.get_mut(&id).filter(|it| it.value.is_none()) {
            before.value = found.value;
        }
    }
    first.into_values().filter_map(|found| found.value).collect()
}

/// The column by which the rows of a table are told apart.
fn key(kind: TableKind) -> &'static str {
    match kind {
        TableKind::Activities => super::activities::KEY,
        TableKind::Teams => super::teams::KEY,
        TableKind::Districts => super::districts::KEY,
        TableKind::Venues => super::venues::KEY,
    }
}
