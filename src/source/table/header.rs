//! The header of a grid: which columns are read, which may not be, and which rows do not fit it.
//!
//! A heading forbids publishing what is under it, also when it spans several columns, as a merged
//! cell above them or, in CSV, as a cell with empty ones behind it.

use std::ops::Range;

use super::aside::{Sum, begins_a_note, first_words, is_amount, sum};
use super::grid::{Grid, GridRow};
use super::names::{is_marked_private, named, plain};
use super::titles::{Title, titles};
use super::{Column, Kinds, Need, Reading, Spot, TableKind, place, trim};
use crate::diagnostic::{Diagnostic, Place, Text, cell_name, column_name, did_you_mean, rules};

/// How the id of the row begins that a form has as an example, plain.
const EXAMPLE: &str = "(示例)";

/// The header of a grid.
pub struct Header {
    kind: &'static TableKind,
    /// Position of the first row behind it among the rows of the grid.
    pub end: usize,
    /// Number of its last row.
    pub row: u32,
    /// The columns that are read, from left to right.
    pub columns: Vec<(u32, &'static Column)>,
    /// The numbers of these columns and of those that only number the rows.
    harmless: Vec<u32>,
    titles: Vec<Title>,
    /// First and last columns of what is forbidden to publish.
    guards: Vec<(u32, u32)>,
    /// The last column with a heading.
    last: u32,
    width: Option<u32>,
}

impl Header {
    /// The header in these rows. `None`, with a warning, where a title forbids publishing the whole
    /// table.
    pub fn new(
        reading: &mut Reading,
        grid: &Grid,
        kind: &'static TableKind,
        rows: Range<usize>,
    ) -> Option<Header> {
        let guards = guards(grid, kind, &rows);
        let end = rows.end;
        let rows = &grid.rows[rows];
        let mut header = Header {
            kind,
            end,
            row: rows.last()?.number,
            columns: Vec::new(),
            harmless: Vec::new(),
            titles: titles(rows, &grid.merged),
            guards,
            last: rows.iter().filter_map(|row| row.cells.last()).map(|cell| cell.column).max()?,
            width: rows.iter().filter_map(|row| row.width).max(),
        };
        let mut covered = Vec::new();
        for title in &header.titles {
            let number = title.column;
            if title.is_marked_private() {
                continue;
            }
            let spot = Spot::Cell(title.row, number);
            let guarded = is_guarded(&header.guards, number);
            let own = || title.mentions(kind).last().filter(|_| guarded);
            let Some(column) = title.names(kind).or_else(own) else {
                if title.is_ordinal() {
                    header.harmless.push(number);
                } else if !guarded {
                    report_unknown(reading, kind, &title.shown(), place(&grid.sheet, spot));
                }
                continue;
            };
            if column.need == Need::Private {
                continue;
            }
            if guarded {
                covered.push((number, column));
                continue;
            }
            if let Some((first, _)) = header.columns.iter().find(|(_, known)| known.key == column.key) {
                let first = cell_name(header.row, *first);
                let message = Text::new(
                    format!("`{}` 一列有两次，前一次在 {first}", column.name),
                    format!("column `{}` is there twice, first at {first}", column.name),
                );
                let help = Text::new("删去一列，或改正表头", "delete one of them or mend its heading");
                reading.report(&rules::TABLE_DUPLICATE_COLUMN, place(&grid.sheet, spot), message).help =
                    Some(help);
                continue;
            }
            header.columns.push((number, column));
            header.harmless.push(number);
        }
        if covered.is_empty() {
            return Some(header);
        }
        header.report_covered(reading, &grid.sheet, &covered);
        (!header.columns.is_empty()).then_some(header)
    }

    fn report_covered(&self, reading: &mut Reading, sheet: &str, covered: &[(u32, &Column)]) {
        let names: Vec<&str> = covered.iter().map(|(_, column)| column.name).collect();
        let names = names.join("`、`");
        let (message, help) = if self.columns.is_empty() {
            (
                Text::new(
                    "表头上方的标题说不公开，整张表没有读",
                    "a title above the header says that it is not for the public, the table was not read",
                ),
                Text::new(
                    "可以公开就从标题里去掉这个词；不能公开就把文件移出 content/data",
                    "if it may be published, take that word out of the title; if not, move the file \
                     out of content/data",
                ),
            )
        } else {
            (
                Text::new(
                    format!("`{names}` 在不公开的标题下面，没有读"),
                    format!("`{names}`: under a heading that is not for the public, not read"),
                ),
                Text::new(
                    "要公开就移出那个标题；不公开就在它自己的表头里也写上 `（不公开）`",
                    "if it may be published, move it out; if not, write `（不公开）` in its own heading too",
                ),
            )
        };
        let first = covered.first().map_or(1, |(column, _)| *column);
        let place = place(sheet, Spot::Cell(self.row, first));
        reading.report(&rules::TABLE_PRIVATE_HEADING, place, message).help = Some(help);
    }

    /// Reports the columns that a table of this kind cannot do without.
    pub fn report_missing(&self, reading: &mut Reading, sheet: &str) {
        let first = self.titles.first().map_or(1, |title| title.column);
        let (kind, row) = (self.kind, self.row);
        for column in kind.columns.iter().filter(|column| column.need == Need::Required) {
            if self.columns.iter().any(|(_, known)| known.key == column.key) {
                continue;
            }
            let message = Text::new(
                format!("{kind}表缺 `{}` 一列", column.name),
                format!("table {} lacks the column `{}`", kind.english, column.name),
            );
            let help = Text::new(
                format!("在第 {row} 行的表头里加上 `{}`", column.name),
                format!("add `{}` (or `{}`) to the header in row {row}", column.name, column.key),
            );
            let place = place(sheet, Spot::Cell(row, first));
            reading.report(&rules::TABLE_MISSING_COLUMN, place, message).help = Some(help);
        }
    }

    /// The header once more, as on every page of a printed list, or in the other language.
    pub fn is_repeated(&self, row: &GridRow) -> bool {
        row.cells.len() >= 2
            && row.cells.iter().all(|cell| {
                self.title(cell.column).is_some_and(|title| {
                    let named = || Some(title.names(self.kind)?.key == self.kind.column(&cell.text)?.key);
                    title.says(&cell.text) || named() == Some(true)
                })
            })
    }

    fn title(&self, column: u32) -> Option<&Title> {
        let at = self.titles.binary_search_by_key(&column, |title| title.column).ok()?;
        self.titles.get(at)
    }

    /// A row of sums, a note about the table, or the example of a form.
    ///
    /// What looks like a sum but has all that a row needs is a row: nothing is lost for its name.
    pub fn is_aside(&self, row: &GridRow) -> bool {
        let own = row.own().count();
        let ordinal = |column| self.title(column).is_some_and(Title::is_ordinal);
        // Numbered rows may go on beside sums.
        let ahead = row.own().take_while(|cell| ordinal(cell.column)).count();
        let words: Vec<String> = row.own().take(ahead + 1).map(|cell| first_words(&cell.text)).collect();
        let said = words.iter().map(|text| sum(text)).find(|found| *found != Sum::No);
        let is_sum = match said {
            Some(Sum::Surely) => !self.is_complete(row),
            Some(Sum::Perhaps) => {
                // Beside the name of a sum stand numbers.
                let others = row.own().skip(ahead + 1).filter(|cell| !ordinal(cell.column));
                !self.is_complete(row) && others.map(|cell| first_words(&cell.text)).all(|it| is_amount(&it))
            }
            Some(Sum::No) | None => false,
        };
        let is_note = own <= 2 && words.last().is_some_and(|text| begins_a_note(text));
        own == 0 || is_sum || is_note || self.is_example(row)
    }

    /// Whether the row has something in every column that is needed.
    fn is_complete(&self, row: &GridRow) -> bool {
        let mut needed = self.columns.iter().filter(|(_, column)| column.need == Need::Required).peekable();
        needed.peek().is_some()
            && needed.all(|(number, _)| row.cells.binary_search_by_key(number, |cell| cell.column).is_ok())
    }

    /// The row that a form has to show how it is filled in.
    fn is_example(&self, row: &GridRow) -> bool {
        let id = self.columns.iter().find(|(_, column)| column.key == self.kind.id);
        let cell = id.and_then(|(number, _)| row.own().find(|cell| cell.column == *number));
        cell.is_some_and(|cell| first_words(&cell.text).starts_with(EXAMPLE))
    }

    /// Whether cells of the row may stand under a heading that is not theirs.
    ///
    /// A comma too many moves cells to the right, a missing one to the left; where, nobody can tell.
    /// Empty cells too many or too few at the end are harmless while no cell that is published can
    /// have come from a column that is not.
    pub fn is_misplaced(&self, row: &GridRow) -> bool {
        let (Some(width), Some(expected)) = (row.width, self.width) else { return false };
        if row.cells.iter().any(|cell| cell.column > self.last) {
            return true;
        }
        let surplus = width.saturating_sub(expected);
        let lack = self.last.saturating_sub(width);
        row.cells.iter().any(|cell| {
            let public = self.columns.binary_search_by_key(&cell.column, |(column, _)| *column).is_ok();
            let from = cell.column.saturating_sub(surplus).max(1);
            let to = cell.column.saturating_add(lack).min(self.last);
            public && !self.all_harmless(from, to)
        })
    }

    fn all_harmless(&self, from: u32, to: u32) -> bool {
        let before = |end: u32| self.harmless.partition_point(|column| *column < end);
        before(to.saturating_add(1)) - before(from) == to.saturating_sub(from) as usize + 1
    }

    /// Reports a row whose cells do not stand under their headings.
    pub fn report_width(&self, reading: &mut Reading, sheet: &str, row: &GridRow) {
        let found = row.width.unwrap_or_default();
        let expected = self.width.unwrap_or(self.last);
        let message = if found == expected {
            Text::new(
                "这一行在没有表头的列里有内容，各格可能错了位，没有读",
                "the row has cells where the header has none, its cells may be shifted; it was not read",
            )
        } else {
            Text::new(
                format!("这一行有 {found} 格，表头有 {expected} 格，各格可能错了位，没有读"),
                format!(
                    "the row has {found} cells, the header {expected}, its cells may be shifted; \
                     it was not read"
                ),
            )
        };
        let help = Text::new(
            "值里有逗号就给它加上英文双引号 `\"…\"`；缺的格补上逗号，多的逗号删去",
            "put a value that holds a comma between quotation marks `\"…\"`; add the commas that are \
             missing, delete those too many",
        );
        let place = place(sheet, Spot::Cell(row.number, 1));
        reading.report(&rules::TABLE_ROW_WIDTH, place, message).help = Some(help);
    }

    /// Tells once of columns without a heading in which rows of a sheet have cells.
    pub fn report_nameless(&self, reading: &mut Reading, sheet: &str, rows: &[GridRow]) {
        // CSV has no columns but by position: there such a row is refused.
        if self.width.is_some() {
            return;
        }
        let mut nameless = std::collections::BTreeMap::new();
        for row in rows.iter().skip(self.end).filter(|row| !self.is_aside(row)) {
            for cell in row.own() {
                if self.title(cell.column).is_none() && !is_guarded(&self.guards, cell.column) {
                    nameless.entry(cell.column).or_insert(row.number);
                }
            }
        }
        let Some((&first, &row)) = nameless.first_key_value() else { return };
        let names: Vec<String> = nameless.keys().take(8).map(|column| column_name(*column)).collect();
        let more = if nameless.len() > names.len() { "…" } else { "" };
        let names = names.join("、") + more;
        let message = Text::new(
            format!("{names} 列没有表头，没有读"),
            format!("column {names} has no heading and was not read"),
        );
        let help = Text::new("给它写上表头，或删去这些格", "give it a heading, or delete its cells");
        reading.report(&rules::TABLE_NAMELESS_COLUMN, place(sheet, Spot::Cell(row, first)), message).help =
            Some(help);
    }
}

/// Whether a column is among those that are forbidden to publish.
fn is_guarded(guards: &[(u32, u32)], column: u32) -> bool {
    guards.iter().any(|(first, last)| (*first..=*last).contains(&column))
}

/// First and last columns that headings above or in the header forbid to publish.
fn guards(grid: &Grid, kind: &TableKind, header: &Range<usize>) -> Vec<(u32, u32)> {
    let mut guards = Vec::new();
    for (index, row) in grid.rows.iter().enumerate().take(header.end) {
        for (at, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.filled) {
            let private = kind.column(&cell.text).is_some_and(|column| column.need == Need::Private);
            if !private && !is_marked_private(&cell.text) {
                continue;
            }
            // The groups of a header reach over others as a title does.
            let above = index + 1 < header.end;
            if above && is_note(&cell.text) {
                continue;
            }
            let first = (row.number, cell.column);
            let merged = grid.merged.binary_search_by_key(&first, |region| (region.top, region.left));
            let last = match merged {
                Ok(found) => grid.merged[found].right,
                Err(_) if !above => cell.column,
                // Where nothing tells how far it reaches, it reaches to the next one.
                Err(_) => row.cells.get(at + 1).map_or(u32::MAX, |next| next.column - 1),
            };
            guards.push((cell.column, last));
        }
    }
    guards
}

/// A sentence about the table that only mentions columns which are not published.
fn is_note(text: &str) -> bool {
    let text: String = plain(text).chars().filter(|character| !character.is_whitespace()).collect();
    const WORDS: [&str; 7] = ["的列", "列名", "表头", "字段", "不会", "不发布", "column"];
    begins_a_note(&text) || text.ends_with('。') || WORDS.iter().any(|word| text.contains(word))
}

/// Reports a heading that no column has.
pub fn report_unknown(reading: &mut Reading, kind: &TableKind, heading: &str, place: Place) {
    let heading = trim(heading);
    let name = named(heading);
    let message = Text::new(
        format!("{kind}表没有 `{name}` 一列，没有读"),
        format!("table {} has no column `{name}`, it was not read", kind.english),
    );
    let public = kind.columns.iter().filter(|column| column.need != Need::Private);
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

/// What the header of such a table has to look like.
pub fn header_help(kinds: Kinds, kind: Option<&TableKind>) -> Text {
    match kind {
        Some(kind) => {
            let required = kind.columns.iter().filter(|column| column.need == Need::Required);
            let names: Vec<&str> = required.map(|column| column.name).collect();
            let names = names.join("`、`");
            Text::new(format!("必填的列：`{names}`"), format!("the required columns are `{names}`"))
        }
        None => {
            let (zh, en) = kinds.listed("…");
            Text::new(
                format!("把文件命名为 {zh}，第一行写表头"),
                format!("name the file {en} and begin it with a header"),
            )
        }
    }
}
