//! How a kind of table declares its columns, with the types of their values.
//!
//! A column that is read has a constant that knows its type; a private one has none, so that nothing
//! can ask for it.

use std::marker::PhantomData;

use crate::source::table::Need;

/// A column whose cells hold a `V`, one of [`value`](super::value).
#[derive(Debug)]
pub struct Typed<V> {
    /// See [`Column::key`](crate::source::table::Column::key).
    pub key: &'static str,
    /// Whether an empty cell is a mistake.
    pub need: Need,
    value: PhantomData<fn() -> V>,
}

impl<V> Typed<V> {
    /// A column that is published.
    pub const fn new(key: &'static str, need: Need) -> Typed<V> {
        assert!(!matches!(need, Need::Private), "what is private is dropped while reading");
        Typed { key, need, value: PhantomData }
    }
}

impl<V> Clone for Typed<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for Typed<V> {}

/// Declares the columns of a kind of table, from left to right as the association's form has them:
/// whether it is needed, the constant and type by which it is read, its key, its Chinese name, other
/// spellings seen in offices, and an example where that of its type will not do. A private column has
/// no constant.
macro_rules! columns {
    (@entry $value:ty) => { Some(<$value as $crate::tables::entry::Fill>::entry) };
    (@entry) => { None };
    (@example $example:literal) => { Some($example) };
    (@example) => { None };
    ($(
        $need:ident $($constant:ident: $value:ty =>)? $key:literal $name:literal [$($alias:literal),*]
        $(= $example:literal)?;
    )*) => {
        $($(const $constant: Typed<$value> = Typed::new($key, Need::$need);)?)*

        const COLUMNS: &[Column] = &[
            $(Column { key: $key, name: $name, aliases: &[$($alias),*], need: Need::$need },)*
        ];

        const FIELDS: &[$crate::tables::entry::Field] = &[
            $($crate::tables::entry::Field {
                key: $key,
                entry: columns!(@entry $($value)?),
                example: columns!(@example $($example)?),
            },)*
        ];
    };
}

pub(super) use columns;
