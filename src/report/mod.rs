//! Reports of the service: figures that an association owes others, from the catalog to tables of typed cells.
//!
//! A file a report, each with a line in [`REPORTS`]; every report says in words how it counts, and every
//! figure knows the rows behind it. No files, no clock; `write` turns a report into bytes.

mod forms;
mod hours;
mod ledger;
mod lines;
mod matrix;
mod pilots;
mod table;
mod teams;
mod venues;
mod volunteers;
pub mod write;

pub use self::ledger::Ledger;
pub use self::table::{Bars, Cell, Column, Entry, Report, Value, Verdict};

use crate::calendar::Period;
use crate::model::Catalog;

/// A kind of report.
pub struct Kind {
    /// Name of its file, and what it is asked for by.
    pub name: &'static str,
    /// Its Chinese name, likewise.
    pub chinese: &'static str,
    /// What stands over it.
    pub title: &'static str,
    make: fn(&Ledger<'_>, &mut Report),
}

/// Every kind of report, the most important first.
pub static REPORTS: [&Kind; 7] =
    [&pilots::KIND, &teams::KIND, &lines::KIND, &forms::KIND, &venues::KIND, &volunteers::KIND, &hours::KIND];

/// The reports of these kinds on a period, as the catalog's day knows it.
pub fn reports(catalog: &Catalog, period: Period, kinds: &[&'static Kind]) -> Vec<Report> {
    let ledger = Ledger::new(catalog, period);
    let make = |kind: &&'static Kind| {
        let mut report = Report::new(kind.name, kind.title, period.name(), catalog.day);
        (kind.make)(&ledger, &mut report);
        report
    };
    kinds.iter().map(make).collect()
}
