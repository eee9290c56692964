//! YAML as a tree in which everything knows its place.
//!
//! Reads the parser's events directly: deserialising into a type stops at the first mistake and
//! knows no place for a key. Aliases are kept as such and never expanded, so that no document can
//! grow in memory. This room knows no keys, no files and no messages.

mod reader;

pub use reader::{Reader, Start};
pub use serde_yaml::granit_parser::ErrorKind;

use std::borrow::Cow;

use crate::diagnostic::Span;

/// A value and where it stands.
#[derive(Debug)]
pub struct Node<'a> {
    /// Its bytes in the text, with the brackets around it.
    pub span: Span,
    /// The line in which it begins, from 1.
    pub line: u32,
    /// What it holds.
    pub value: Value<'a>,
}

/// A key and its value.
pub type Entry<'a> = (Node<'a>, Node<'a>);

/// What a [`Node`] holds. Scalars stay text: the key decides how they are read.
#[derive(Debug)]
pub enum Value<'a> {
    /// A text, and how it is written.
    Scalar {
        /// The text.
        text: Cow<'a, str>,
        /// How it is written.
        style: Style,
    },
    /// `[a, b]`, or items behind `-`.
    List(Vec<Node<'a>>),
    /// `{a: b}`, or lines of `key: value`.
    Map(Vec<Entry<'a>>),
    /// `*name`
    Alias,
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotation marks.
    Plain,
    /// In quotation marks.
    Quoted,
    /// In lines under `|` or `>`; its place is that of the lines.
    Block,
}

impl Node<'_> {
    /// Nothing was written: `标签:`, `~` or `null`.
    pub fn is_null(&self) -> bool {
        match &self.value {
            Value::Scalar { text, style: Style::Plain } => {
                matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL")
            }
            _ => false,
        }
    }
}

/// Why reading stopped, and where.
#[derive(Debug)]
pub struct Problem {
    /// Byte offset in the text.
    pub offset: usize,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// What is wrong.
#[derive(Debug)]
pub enum ProblemKind {
    /// A mistake in the syntax.
    Syntax(ErrorKind),
    /// There are more nodes than may be read.
    TooMany,
}

#[cfg(test)]
mod tests;
