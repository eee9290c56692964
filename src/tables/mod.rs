//! The tables of the office: every row typed and checked, told apart by its id, referring to others.
//!
//! A file per kind of table declares its names and columns and reads its rows; the cells of a column
//! are read by its type. Tables may be split over any number of files and sheets. No row loses
//! another; the order of the result does not depend on the order of the files, except that of two
//! rows with one id the first one stays. No files, no templates, no clock.

mod column;
mod days_off;
mod entry;
mod fill;
mod gathering;
mod kind;
mod known;
mod load;
mod row;
mod schedule;
mod template;
mod value;
mod vocabulary;
mod words;

mod activities;
mod courses;
mod districts;
mod holidays;
mod organisations;
mod people;
mod requests;
mod teams;
mod venues;
mod volunteers;

#[cfg(test)]
pub mod tests;

use std::sync::{Arc, LazyLock};

pub use self::entry::{Entry, Field};
pub use self::kind::Kind;
pub use self::template::{Lists, example, template};
pub use self::vocabulary::Vocabulary;

use self::gathering::Gathering;
use crate::diagnostic::Diagnostic;
use crate::model::Agenda;
use crate::source::table::{self, Kinds, Table, TableKind};

/// Every kind of table, behind those that its rows refer to.
pub static KINDS: [&Kind; 10] = [
    &people::KIND,
    &organisations::KIND,
    &holidays::KIND,
    &districts::KIND,
    &venues::KIND,
    &teams::KIND,
    &volunteers::KIND,
    &courses::KIND,
    &activities::KIND,
    &requests::KIND,
];

/// Reads every table in a file; see [`table::read`].
pub fn read_file(file: &Arc<str>, bytes: &[u8]) -> (Vec<Table>, Vec<Diagnostic>) {
    // What refers to others has more columns of its own: where two kinds fit, it is meant.
    static LATER_FIRST: LazyLock<Vec<&TableKind>> =
        LazyLock::new(|| KINDS.iter().rev().map(|kind| kind.table).collect());
    table::read(file, bytes, Kinds(&LATER_FIRST))
}

/// Reads every row of the tables. `tables` holds each table with the file it is from, and should be
/// in a fixed order, as that of the paths.
pub fn read(tables: &[(Arc<str>, Table)], vocabulary: &Vocabulary) -> (Agenda, Vec<Diagnostic>) {
    let mut all = Gathering::new(tables, vocabulary);
    for kind in KINDS {
        (kind.gather)(&mut all);
    }
    all.finish()
}
