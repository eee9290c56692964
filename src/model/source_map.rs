//! Where the parts of a text that was taken out of a file stand in that file.
//!
//! Knows neither what the text nor what the file is about.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Span;

/// Maps bytes of a text to bytes of its source. The text is covered by runs in order, so a place is found by
/// halving, and neighbours that are neighbours in the source too are one run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceMap {
    runs: Vec<Run>,
    /// Bytes of the text.
    length: u32,
}

/// A part of the text, up to the next run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Run {
    /// Where it begins in the text.
    text: u32,
    /// Where it begins in the source.
    source: u32,
    origin: Origin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Origin {
    /// The same bytes stand in the source.
    Literal,
    /// So many bytes of the source became it, such as a character reference; none where nothing did.
    Made(u32),
}

/// A part of a text and its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Bytes of the text.
    pub text: Range<usize>,
    pub source: Span,
    /// Whether the same bytes stand in both.
    pub literal: bool,
}

impl SourceMap {
    /// The next `length` bytes of the text stand in the source from `start` on.
    pub fn push_literal(&mut self, length: usize, start: usize) {
        let follows = self.runs.last().is_some_and(|run| run.origin == Origin::Literal);
        self.push(length, start, Origin::Literal, follows);
    }

    /// The next `length` bytes of the text were made of `source`.
    pub fn push_made(&mut self, length: usize, source: Span) {
        self.push(length, source.start, Origin::Made(narrow(source.end - source.start)), false);
    }

    /// The next `length` bytes of the text stand nowhere in the source.
    pub fn push_inserted(&mut self, length: usize) {
        let follows = self.runs.last().is_some_and(|run| run.origin == Origin::Made(0));
        self.push(length, self.source_end(), Origin::Made(0), follows);
    }

    fn push(&mut self, length: usize, start: usize, origin: Origin, may_follow: bool) {
        if length == 0 {
            return;
        }
        if !may_follow || self.source_end() != start {
            self.runs.push(Run { text: self.length, source: narrow(start), origin });
        }
        self.length += narrow(length);
    }

    /// Takes back what was pushed beyond the first `length` bytes of the text.
    pub fn truncate(&mut self, length: usize) {
        self.length = self.length.min(narrow(length));
        while self.runs.pop_if(|run| run.text >= self.length).is_some() {}
    }

    /// What `text`, some bytes of the text, was made of: exact where that is literal.
    pub fn source(&self, text: Range<usize>) -> Span {
        let start = self.part_at(text.start).map_or(0, |part| match part.literal {
            true => part.source.start + (text.start - part.text.start),
            false => part.source.start,
        });
        let last = text.end.max(text.start + 1) - 1;
        let end = self.part_at(last).map_or(start, |part| match part.literal {
            true => part.source.start + (text.end.min(part.text.end) - part.text.start),
            false => part.source.end,
        });
        Span::new(start, end.max(start))
    }

    /// All parts in order. They cover the text.
    pub fn parts(&self) -> impl Iterator<Item = Part> {
        (0..self.runs.len()).filter_map(|index| self.part(index))
    }

    fn part_at(&self, offset: usize) -> Option<Part> {
        self.part(self.runs.partition_point(|run| run.text as usize <= offset).checked_sub(1)?)
    }

    fn part(&self, index: usize) -> Option<Part> {
        let Run { text, source, origin } = *self.runs.get(index)?;
        let end = self.runs.get(index + 1).map_or(self.length, |next| next.text);
        let length = match origin {
            Origin::Literal => end - text,
            Origin::Made(length) => length,
        };
        let source = Span::new(source as usize, (source + length) as usize);
        Some(Part { text: text as usize..end as usize, source, literal: origin == Origin::Literal })
    }

    /// Where the source of the last run ends.
    fn source_end(&self) -> usize {
        self.part(self.runs.len().wrapping_sub(1)).map_or(0, |part| part.source.end)
    }
}

/// Texts have a few megabytes at most.
fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_and_neighbours_are_one() {
        let mut map = SourceMap::default();
        map.push_literal(3, 10);
        map.push_literal(3, 13);
        map.push_inserted(1);
        map.push_made(1, Span::new(20, 25));
        map.push_literal(2, 30);
        assert_eq!(map.parts().count(), 4);
        assert_eq!(map.source(1..5), Span::new(11, 15));
        assert_eq!(map.source(4..7), Span::new(14, 16));
        assert_eq!(map.source(7..8), Span::new(20, 25));
        assert_eq!(map.source(5..9), Span::new(15, 31));
        assert_eq!(map.source(6..7), Span::new(16, 16), "a blank that stands nowhere");
        map.truncate(5);
        assert_eq!(map.source(4..9), Span::new(14, 15));
        assert_eq!(map.parts().count(), 1);
        assert_eq!(SourceMap::default().source(0..3), Span::new(0, 0));
    }
}
