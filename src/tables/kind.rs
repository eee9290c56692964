//! A kind of table as the list of kinds has it.

use super::entry::Field;
use super::gathering::Gathering;
use crate::source::table::TableKind;

/// A kind of table.
pub struct Kind {
    /// The file that declares it.
    pub module: &'static str,
    /// Its names and columns.
    pub table: &'static TableKind,
    /// How each of its columns is filled in, in their order.
    pub fields: &'static [Field],
    /// Reads all rows of its tables into the agenda.
    pub gather: fn(&mut Gathering<'_>),
}
