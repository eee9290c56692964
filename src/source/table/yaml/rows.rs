//! The rows of a list as a table: what stands under the name of a column becomes a cell.

use std::borrow::Cow;
use std::collections::HashSet;

use super::super::header::{header_help, report_unknown};
use super::super::names::is_marked_private;
use super::super::{Cell, CellValue, Heading, Need, Reading, Row, Spot, Table, TableKind, shown};
use super::Source;
use crate::diagnostic::{Place, Span, Text, rules};
use crate::parse::markdown::warning_of;
use crate::text::drop_controls;
use crate::yaml::{Entry, Node, Value};

/// One table of a list of rows.
pub fn table(
    reading: &mut Reading,
    source: &Source<'_>,
    kind: Option<&'static TableKind>,
    rows: &[Node<'_>],
) -> Option<Table> {
    let Some(kind) = kind.or_else(|| best_kind(source, rows)) else {
        let place = rows.first().map_or(Place::File, |row| Place::Span(row.span));
        let message = Text::new("看不出是什么表", "cannot tell what table this is");
        reading.report(&rules::TABLE_UNKNOWN_KIND, place, message).help =
            Some(header_help(reading.kinds, None));
        return None;
    };
    let mut table = Table { kind, sheet: String::new(), header: Vec::new(), rows: Vec::new() };
    let mut unknown = HashSet::new();
    for node in rows {
        let cells = if let Value::Map(entries) = &node.value { entries.len() } else { 1 };
        let bytes = node.span.end.saturating_sub(node.span.start);
        if !reading.takes(Place::Span(Span::new(node.span.start, node.span.start)), 1, cells, bytes) {
            break;
        }
        match &node.value {
            Value::Map(entries) => {
                let row = row(reading, source, &mut table, &mut unknown, entries);
                table.rows.extend(row);
            }
            _ if node.is_null() => {}
            _ => {
                let message = Text::new("这一项不是 `列名: 值`", "this item is not `column: value`");
                reading.report(&rules::TABLE_ROW_SHAPE, Place::Span(node.span), message).help =
                    Some(header_help(reading.kinds, Some(kind)));
            }
        }
    }
    // A row names its own columns: none is missing from the table, only from rows.
    let spot = table.rows.first().map(|row| row.spot)?;
    for column in kind.columns.iter().filter(|column| column.need != Need::Private) {
        if !table.has(column.key) {
            table.header.push(Heading { key: column.key, spot });
        }
    }
    Some(table)
}

fn best_kind(source: &Source<'_>, rows: &[Node<'_>]) -> Option<&'static TableKind> {
    let keys = |kind: &TableKind| {
        rows.iter()
            .filter_map(|row| match &row.value {
                Value::Map(entries) => Some(entries),
                _ => None,
            })
            .flatten()
            .filter(|(key, _)| source.word(key).is_some_and(|key| kind.column(key).is_some()))
            .count()
    };
    let mut best = None;
    for &kind in source.kinds.0 {
        let hits = keys(kind);
        if hits >= 2 && best.is_none_or(|(most, _)| hits > most) {
            best = Some((hits, kind));
        }
    }
    best.map(|(_, kind)| kind)
}

fn row(
    reading: &mut Reading,
    source: &Source<'_>,
    table: &mut Table,
    unknown: &mut HashSet<String>,
    entries: &[Entry<'_>],
) -> Option<Row> {
    let mut cells: Vec<Cell> = Vec::new();
    let mut seen: Vec<&'static str> = Vec::new();
    for (key, value) in entries {
        let Some(name) = source.word(key) else { continue };
        if is_marked_private(name) {
            continue;
        }
        let Some(column) = table.kind.column(name) else {
            if unknown.insert(name.to_owned()) {
                report_unknown(reading, table.kind, name, Place::Span(key.span));
            }
            continue;
        };
        if column.need == Need::Private {
            continue;
        }
        if seen.contains(&column.key) {
            let message = Text::new(
                format!("`{}` 在这一条里有两次", column.name),
                format!("`{}` is there twice in one row", column.name),
            );
            reading.report(&rules::TABLE_COLUMN_TWICE_IN_ROW, Place::Span(key.span), message);
            continue;
        }
        seen.push(column.key);
        if !table.has(column.key) {
            table.header.push(Heading { key: column.key, spot: spot(key) });
        }
        if source.runs_on(value) {
            report_run_on(reading, column.name, value.span);
            continue;
        }
        let Some(text) = source.cell(value) else {
            let message = Text::new(
                format!("`{}` 要写一个值或一列值", column.name),
                format!("`{}` takes a value or a list of values", column.name),
            );
            reading.report(&rules::TABLE_CELL_SHAPE, Place::Span(value.span), message);
            continue;
        };
        if let Some(first) = drop_controls(&mut Cow::Borrowed(&text)) {
            let warning = warning_of(&reading.file, first, value.span);
            reading.push(warning);
        }
        let text = shown(&text);
        if !text.is_empty() {
            let spot = spot(value);
            cells.push(Cell { key: column.key, text, value: CellValue::Text, spot });
        }
    }
    let (first, _) = entries.first()?;
    (!cells.is_empty()).then_some(Row { spot: spot(first), cells })
}

/// An open quotation mark, a column that is moved in, or a full-width colon behind its name joins the
/// next column to the one before: what is private would be published under a public name.
fn report_run_on(reading: &mut Reading, name: &str, span: Span) {
    let message = Text::new(
        format!("`{name}` 的值有几行，后面的行像是另一列，没有读"),
        format!(
            "`{name}` has several lines, of which a later one looks like another column; it was not read"
        ),
    );
    let help = Text::new(
        "另一列要从同一条的左边对齐写起，冒号用半角 `:`，引号成对；确是一段文字就写在 `|` 下面",
        "align the other column with this one, end its name with `:` and a blank, close quotation \
         marks; if it is one text, write it under `|`",
    );
    reading.report(&rules::TABLE_RUN_ON_VALUE, Place::Span(span), message).help = Some(help);
}

fn spot(node: &Node<'_>) -> Spot {
    Spot::Text(node.span, node.line)
}
