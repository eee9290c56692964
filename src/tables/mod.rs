//! The tables of the calendar: every row typed and checked, told apart by its id, referring to others.
//!
//! A file per kind of table. Tables may be split over any number of files and sheets. No row loses
//! another; the order of the result does not depend on the order of the files, except that of two
//! rows with one id the first one stays. No files, no templates, no clock.

mod activities;
mod districts;
mod known;
mod load;
mod row;
mod rows;
mod schedule;
mod teams;
mod venues;
mod vocabulary;

#[cfg(test)]
pub mod tests;

use std::sync::Arc;

pub use self::vocabulary::Vocabulary;

use self::known::Known;
use self::load::Load;
use self::rows::{read_rows, unique};
use crate::diagnostic::Diagnostic;
use crate::model::Agenda;
use crate::source::table::{Table, TableKind};

/// Reads every row of the tables. `tables` holds each table with the file it is from, and should be
/// in a fixed order, as that of the paths.
pub fn read(tables: &[(Arc<str>, Table)], vocabulary: &Vocabulary) -> (Agenda, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut agenda = Agenda::default();
    // What activities refer to is read first.
    let found = read_rows(tables, TableKind::Districts, &mut diagnostics, districts::read);
    agenda.districts = unique(found, &mut diagnostics);
    let known = Known::new(&agenda);
    let found = read_rows(tables, TableKind::Teams, &mut diagnostics, |row| teams::read(row, &known));
    agenda.teams = unique(found, &mut diagnostics);
    let found = read_rows(tables, TableKind::Venues, &mut diagnostics, |row| venues::read(row, &known));
    agenda.venues = unique(found, &mut diagnostics);
    let known = Known::new(&agenda);
    let mut load = Load::default();
    let found = read_rows(tables, TableKind::Activities, &mut diagnostics, |row| {
        if load.is_full() {
            return None;
        }
        let activity = activities::read(row, vocabulary, &known)?;
        load.admits(row, &activity).then_some(activity)
    });
    agenda.activities = unique(found, &mut diagnostics);
    (agenda, diagnostics)
}
