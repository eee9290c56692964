//! The entries of a stretch of front matter, up to the first mistake in its syntax.

use crate::diagnostic::Span;
use crate::yaml::{Entry, Node, Problem, Reader, Start};

/// Keys, values and collections in one front matter.
const NODE_LIMIT: usize = 20_000;

/// What a stretch of YAML held.
#[derive(Debug, Default)]
pub struct Entries<'a> {
    /// Complete entries of the mapping at the top.
    pub entries: Vec<Entry<'a>>,
    /// The top is not a mapping but this.
    pub other: Option<Node<'a>>,
    /// Where and why reading stopped.
    pub problem: Option<Problem>,
    /// The first control character that was taken out of each scalar, and the scalar's place.
    pub controls: Vec<(char, Span)>,
}

impl<'a> Entries<'a> {
    /// Reads the YAML mapping in `text[range]`; spans count from the start of `text`.
    pub fn read(text: &'a str, range: Span) -> Entries<'a> {
        let mut found = Entries::default();
        let mut reader = Reader::new(text, range, NODE_LIMIT).without_controls();
        found.problem = found.top(&mut reader).err();
        found.controls = reader.into_controls();
        found
    }

    fn top(&mut self, reader: &mut Reader<'a>) -> Result<(), Problem> {
        while let Some(start) = reader.start()? {
            if let Start::Map(_) = start {
                while let Some(entry) = reader.entry()? {
                    self.entries.push(entry);
                }
            } else {
                self.other = Some(reader.finish(start)?);
            }
        }
        Ok(())
    }
}
