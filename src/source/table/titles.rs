//! What each column of a grid is called, in a header of one row or of several.
//!
//! In a header of several rows a group (时间) stands above headings of its own (日期, 开始, 结束). Knows
//! the rows of the header and the names of a kind of table; what is under them is for `header`.

use std::collections::BTreeMap;

use super::grid::{GridRow, Region};
use super::names::{bare, is_marked_private};
use super::{Column, TableKind};

/// Rows of the highest header.
pub const HIGHEST: usize = 3;
/// Headings of columns that only number the rows; there is nothing in them to read.
const ORDINALS: [&str; 8] = ["序号", "序", "行号", "no", "no.", "#", "顺序", "顺序号"];

/// The heading of one column.
pub struct Title {
    /// Number of the column.
    pub column: u32,
    /// Number of the row of its last part.
    pub row: u32,
    /// Its parts from the top: the groups that it stands in, then its own. Never empty.
    parts: Vec<String>,
}

impl Title {
    /// The column of this kind that it names: together with its group, 阵地 · 编号, or alone, 时间 · 日期.
    ///
    /// Alone only where the group is no column itself: 主办单位 · 名称 is not the name of the activity.
    pub fn names(&self, kind: &TableKind) -> Option<&'static Column> {
        let (group, own) = match self.parts.as_slice() {
            [.., group, own] => (bare(group), own),
            [own] => return kind.column(own),
            [] => return None,
        };
        let short = bare(own);
        kind.column(&format!("{group}{short}")).or_else(|| kind.column(&format!("{short}{group}"))).or_else(
            || {
                let alone = kind.column(own)?;
                kind.column(&group).is_none_or(|of_group| of_group.key == alone.key).then_some(alone)
            },
        )
    }

    /// Every column of this kind that it has the name of. A group that is a column itself, as 负责人, hides
    /// what its headings name; they are a header all the same.
    pub fn mentions(&self, kind: &TableKind) -> impl Iterator<Item = &'static Column> {
        let named = self.names(kind);
        let parts = match (named, self.parts.as_slice()) {
            (None, [.., group, own]) => kind.column(group).zip(kind.column(own)),
            _ => None,
        };
        named.into_iter().chain(parts.into_iter().flat_map(<[_; 2]>::from))
    }

    /// Whether any part of it forbids publishing what is under it.
    pub fn is_marked_private(&self) -> bool {
        self.parts.iter().any(|part| is_marked_private(part))
    }

    /// Whether it only numbers the rows.
    pub fn is_ordinal(&self) -> bool {
        self.parts.last().is_some_and(|own| ORDINALS.contains(&bare(own).as_str()))
    }

    /// Whether a text is one of its parts.
    pub fn says(&self, text: &str) -> bool {
        self.parts.iter().any(|part| part == text)
    }

    /// As a message shows it: `时间·集合`.
    pub fn shown(&self) -> String {
        self.parts.join("·")
    }
}

/// The headings in some rows that follow each other, from left to right. `merged` as in
/// [`Grid`](super::grid::Grid).
pub fn titles(rows: &[GridRow], merged: &[Region]) -> Vec<Title> {
    let mut titles: BTreeMap<u32, Title> = BTreeMap::new();
    for row in rows {
        for cell in &row.cells {
            // What is merged from above was read above, unless that is above the header.
            if cell.filled && titles.contains_key(&cell.column) {
                continue;
            }
            let title = titles.entry(cell.column).or_insert_with(|| Title {
                column: cell.column,
                row: row.number,
                parts: Vec::new(),
            });
            title.row = row.number;
            if title.parts.last() != Some(&cell.text) {
                title.parts.push(cell.text.clone());
            }
        }
    }
    for (at, row) in rows.iter().enumerate().skip(1) {
        for cell in row.cells.iter().filter(|cell| !cell.filled) {
            let Some(title) = titles.get_mut(&cell.column).filter(|title| title.parts.len() == 1) else {
                continue;
            };
            let groups = rows[..at].iter().filter_map(|above| group(rows, merged, above, cell.column));
            title.parts.splice(0..0, groups.map(String::from));
        }
    }
    titles.into_values().collect()
}

/// The group in the row `above` that reaches over a column in which that row has nothing.
fn group<'a>(rows: &[GridRow], merged: &[Region], above: &'a GridRow, column: u32) -> Option<&'a str> {
    let at = above.cells.partition_point(|cell| cell.column <= column).checked_sub(1)?;
    let cell = above.cells.get(at).filter(|cell| !cell.filled && cell.column < column)?;
    let region = merged.binary_search_by_key(&(above.number, cell.column), |it| (it.top, it.left));
    let reaches = match region {
        Ok(found) => merged[found].right >= column,
        // Nothing tells how far it reaches: a heading with others under it is a group.
        Err(_) => rows.iter().filter(|row| row.number > above.number).any(|row| {
            let below = row.cells.binary_search_by_key(&cell.column, |it| it.column);
            below.is_ok_and(|at| !row.cells[at].filled && row.cells[at].text != cell.text)
        }),
    };
    reaches.then_some(cell.text.as_str())
}
