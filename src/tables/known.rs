//! What rows may refer to: ids and names of the rows of other tables.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::words::{clean_id, shown};
use crate::diagnostic::{Text, did_you_mean};
use crate::source::table::TableKind;

/// A type whose rows other rows refer to by id or name.
pub trait Referable {
    /// The kind of table they stand in.
    fn table() -> &'static TableKind;
    /// What tells it apart.
    fn id(&self) -> &str;
    /// What it is called.
    fn name(&self) -> &str;

    /// What a reference to it becomes.
    fn reference(&self) -> &str {
        self.id()
    }
}

/// Ids and names that rows may refer to.
#[derive(Debug)]
pub struct Known {
    /// By the English name of their table.
    names: BTreeMap<&'static str, Names>,
    /// References for which something is still proposed. Each is compared with every name, and of so
    /// many none is shown.
    proposals_left: Cell<usize>,
}

/// See [`Known::proposals_left`].
const MOST_PROPOSALS: usize = 500;

/// What was written → what it stands for.
#[derive(Debug, Default)]
struct Names {
    exact: BTreeMap<String, String>,
    /// Ids without leading zeros, as a spreadsheet leaves them that takes them for numbers.
    loose: BTreeMap<String, Option<String>>,
    /// What to propose: names and ids.
    proposals: Vec<String>,
}

impl Names {
    fn add(&mut self, id: &str, name: &str, value: &str) {
        // Two venues may share a name; ids are unique. The first name found stands.
        self.exact.entry(name.to_owned()).or_insert_with(|| value.to_owned());
        self.exact.insert(id.to_owned(), value.to_owned());
        let loose = id.trim_start_matches('0');
        self.loose
            .entry(loose.to_owned())
            .and_modify(|taken| *taken = None)
            .or_insert_with(|| Some(value.to_owned()));
        self.proposals.extend([id.to_owned(), name.to_owned()]);
    }

    fn resolve(&self, text: &str) -> Option<&String> {
        let id = clean_id(text);
        self.exact.get(text).or_else(|| self.exact.get(&id)).or_else(|| {
            let loose = self.loose.get(id.trim_start_matches('0'));
            loose.and_then(Option::as_ref)
        })
    }
}

impl Default for Known {
    fn default() -> Known {
        Known { names: BTreeMap::new(), proposals_left: Cell::new(MOST_PROPOSALS) }
    }
}

impl Known {
    /// Makes rows known that were read.
    pub fn add<T: Referable>(&mut self, rows: &[T]) {
        let names = self.names.entry(T::table().english).or_default();
        for row in rows {
            names.add(row.id(), row.name(), row.reference());
        }
    }

    /// Makes ids known of rows that are still to be read.
    pub fn announce(&mut self, kind: &TableKind, ids: impl Iterator<Item = String>) {
        let names = self.names.entry(kind.english).or_default();
        for id in ids {
            names.add(&id, &id, &id);
        }
    }

    /// What `text` refers to in a table of this kind; the text itself where there is no such table.
    ///
    /// # Errors
    ///
    /// Nothing there is called so: what is wrong, and the way out.
    pub fn resolve(&self, kind: &TableKind, text: &str) -> Result<String, (Text, Text)> {
        let Some(names) = self.names.get(kind.english).filter(|names| !names.exact.is_empty()) else {
            return Ok(text.to_owned());
        };
        if let Some(value) = names.resolve(text) {
            return Ok(value.clone());
        }
        let found = shown(text);
        let message = Text::new(
            format!("{kind}表里没有 `{found}`"),
            format!("table {} has no `{found}`", kind.english),
        );
        let left = self.proposals_left.get();
        self.proposals_left.set(left.saturating_sub(1));
        let proposals = if left > 0 { names.proposals.as_slice() } else { &[] };
        let help = match did_you_mean(text, proposals.iter().map(String::as_str)) {
            Some(suggestion) => suggestion.help(),
            None => Text::new(
                format!("在{kind}表里加上它，或改正这一格"),
                format!("add it to table {}, or mend this cell", kind.english),
            ),
        };
        Err((message, help))
    }
}
