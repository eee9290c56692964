//! What a kind of table is: its names and its columns. Which kinds there are, the caller tells.

use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use super::names::{bare, plain};

/// Bytes of a cell that may still be a heading, with its notes in brackets.
const LONGEST_HEADING: usize = 1000;

/// A kind of table, declared by whoever reads its rows.
pub struct TableKind {
    /// Chinese name, also in messages; a file or sheet whose name begins with it is of this kind.
    pub name: &'static str,
    /// English name, likewise.
    pub english: &'static str,
    /// Other names of such files and sheets.
    pub aliases: &'static [&'static str],
    /// Key of the column by which rows are told apart.
    pub id: &'static str,
    /// Its columns, in the order of the association's form.
    pub columns: &'static [Column],
    /// What may stand beside its rows in a YAML file, and is not read: the head of data that others
    /// publish.
    pub beside: &'static [&'static str],
    spellings: OnceLock<HashMap<String, &'static Column>>,
}

/// Whether a column has to be there, and whether it may leave the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Every row has a value.
    Required,
    /// May be missing or empty.
    Optional,
    /// 不公开: dropped while reading, so that no later stage can leak it.
    Private,
}

/// One column of a kind of table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// English name, also the key by which cells are asked for.
    pub key: &'static str,
    /// Chinese name, as the association's forms print it.
    pub name: &'static str,
    /// Other spellings.
    pub aliases: &'static [&'static str],
    /// Whether it has to be there.
    pub need: Need,
}

impl TableKind {
    /// A kind called `names` in Chinese and English, whose rows are told apart by the column `id`.
    pub const fn new(
        names: (&'static str, &'static str),
        aliases: &'static [&'static str],
        id: &'static str,
        columns: &'static [Column],
    ) -> TableKind {
        TableKind {
            name: names.0,
            english: names.1,
            aliases,
            id,
            columns,
            beside: &[],
            spellings: OnceLock::new(),
        }
    }

    /// The kind, with what may stand beside its rows.
    pub const fn beside(mut self, names: &'static [&'static str]) -> TableKind {
        self.beside = names;
        self
    }

    /// The column that a heading names.
    pub fn column(&self, heading: &str) -> Option<&'static Column> {
        // No column has so long a name: a cell with a whole text in it need not be folded.
        if heading.len() > LONGEST_HEADING {
            return None;
        }
        let heading = bare(heading);
        if heading.is_empty() {
            return None;
        }
        self.spellings().get(heading.as_str()).copied()
    }

    /// The column with this key.
    pub fn column_by_key(&self, key: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.key == key)
    }

    /// Every spelling of its columns, bare; of two columns with one spelling the first counts.
    ///
    /// Each cell of a possible header is looked up, so the names are stripped once and not each time.
    fn spellings(&self) -> &HashMap<String, &'static Column> {
        self.spellings.get_or_init(|| {
            let mut spellings = HashMap::new();
            for column in self.columns {
                for name in [column.name, column.key].iter().chain(column.aliases) {
                    spellings.entry(bare(name)).or_insert(column);
                }
            }
            spellings
        })
    }

    fn begins(&self, name: &str) -> bool {
        let mut names = [self.name, self.english].into_iter().chain(self.aliases.iter().copied());
        names.any(|own| name.starts_with(own))
    }
}

impl PartialEq for TableKind {
    fn eq(&self, other: &TableKind) -> bool {
        self.english == other.english
    }
}

impl fmt::Debug for TableKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.english)
    }
}

impl fmt::Display for TableKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

/// Every kind there is, in the order in which a tie between them is decided.
#[derive(Debug, Clone, Copy)]
pub struct Kinds(pub &'static [&'static TableKind]);

impl Kinds {
    /// The kind that a file stem or sheet name tells: `活动-周期`, `活动2026`, `Venues (2)`.
    pub fn of_name(self, name: &str) -> Option<&'static TableKind> {
        let name = plain(name);
        let name = name.trim_start();
        self.0.iter().copied().find(|kind| kind.begins(name))
    }

    /// Whether `name` may stand beside the rows of a file, which is `named` after a kind or not.
    pub fn is_beside(self, named: Option<&TableKind>, name: &str) -> bool {
        match named {
            Some(kind) => kind.beside.contains(&name),
            None => self.0.iter().any(|kind| kind.beside.contains(&name)),
        }
    }

    /// Their names for a message: `活动`、`支队` 或 `阵地`; with `mark` behind each.
    pub fn listed(self, mark: &str) -> (String, String) {
        let names: Vec<String> = self.0.iter().map(|kind| format!("`{}{mark}`", kind.name)).collect();
        let Some((last, others)) = names.split_last() else { return Default::default() };
        (format!("{} 或 {last}", others.join("、")), format!("{} or {last}", others.join(", ")))
    }
}
