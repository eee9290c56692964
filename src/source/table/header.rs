//! The header of a grid: which columns are read, which may not be, and which rows do not fit it.
//!
//! A heading forbids publishing what is under it, also when it spans several columns, as a merged
//! cell above them or, in CSV, as a cell with empty ones behind it.

use super::grid::{Grid, GridRow, begins_a_note};
use super::names::{is_marked_private, named, plain};
use super::{Column, Kinds, Need, Reading, Spot, TableKind, place, trim};
use crate::diagnostic::{Diagnostic, Place, Text, cell_name, column_name, did_you_mean, rules};

/// The header of a grid.
pub struct Header {
    kind: &'static TableKind,
    /// Position of its row among the rows of the grid.
    pub index: usize,
    /// Number of its row.
    pub row: u32,
    /// The columns that are read, from left to right.
    pub columns: Vec<(u32, &'static Column)>,
    texts: Vec<(u32, String)>,
    /// The last column with a heading.
    last: u32,
    width: Option<u32>,
}

impl Header {
    /// The header in the row at `index`. `None`, with a warning, where a title forbids publishing
    /// the whole table.
    pub fn new(reading: &mut Reading, grid: &Grid, kind: &'static TableKind, index: usize) -> Option<Header> {
        let row = &grid.rows[index];
        let guards = guards(grid, kind, index);
        let texts: Vec<(u32, String)> =
            row.cells.iter().map(|cell| (cell.column, cell.text.clone())).collect();
        let last = texts.last().map_or(0, |(column, _)| *column);
        let mut header =
            Header { kind, index, row: row.number, columns: Vec::new(), texts, last, width: row.width };
        let mut covered = Vec::new();
        for (number, text) in &header.texts {
            if is_marked_private(text) {
                continue;
            }
            let spot = Spot::Cell(row.number, *number);
            let Some(column) = kind.column(text) else {
                report_unknown(reading, kind, text, place(&grid.sheet, spot));
                continue;
            };
            if column.need == Need::Private {
                continue;
            }
            if guards.iter().any(|(first, last)| (first..=last).contains(&number)) {
                covered.push((*number, column));
                continue;
            }
            if let Some((first, _)) = header.columns.iter().find(|(_, known)| known.key == column.key) {
                let first = cell_name(row.number, *first);
                let message = Text::new(
                    format!("`{}` 一列有两次，前一次在 {first}", column.name),
                    format!("column `{}` is there twice, first at {first}", column.name),
                );
                let help = Text::new("删去一列，或改正表头", "delete one of them or mend its heading");
                reading.report(&rules::TABLE_DUPLICATE_COLUMN, place(&grid.sheet, spot), message).help =
                    Some(help);
                continue;
            }
            header.columns.push((*number, column));
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
        let first = self.texts.first().map_or(1, |(column, _)| *column);
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

    /// The header once more, as on every page of a printed list or in a header two rows high.
    pub fn is_repeated(&self, row: &GridRow) -> bool {
        row.cells.len() >= 2
            && row.cells.iter().all(|cell| {
                let at = self.texts.binary_search_by_key(&cell.column, |(column, _)| *column);
                at.is_ok_and(|at| self.texts[at].1 == cell.text)
            })
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
            public && !self.all_public(from, to)
        })
    }

    fn all_public(&self, from: u32, to: u32) -> bool {
        let before = |end: u32| self.columns.partition_point(|(column, _)| *column < end);
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
        for row in rows.iter().skip(self.index + 1).filter(|row| !row.is_aside()) {
            for cell in row.cells.iter().filter(|cell| !cell.filled) {
                if self.texts.binary_search_by_key(&cell.column, |(column, _)| *column).is_err() {
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

/// First and last columns that headings above or in the header forbid to publish.
fn guards(grid: &Grid, kind: &TableKind, header: usize) -> Vec<(u32, u32)> {
    let mut guards = Vec::new();
    for (index, row) in grid.rows.iter().enumerate().take(header + 1) {
        for (at, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.filled) {
            let private = kind.column(&cell.text).is_some_and(|column| column.need == Need::Private);
            if !private && !is_marked_private(&cell.text) {
                continue;
            }
            let above = index < header;
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
