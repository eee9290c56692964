//! Where in a document text stands, and what terms it has there: the analysis that both indexes share.

use super::evidence::{self, Evidence};
use super::fold::{fold, is_han};
use super::term;

/// Where in a document a piece of text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Title,
    /// Tags, and the name of the topic.
    Tag,
    Heading,
    /// The summary and the paragraphs of the body.
    Text,
}

impl Place {
    pub(super) const ALL: [Place; 4] = [Place::Title, Place::Tag, Place::Heading, Place::Text];

    /// What a term has for standing there, in a document with a title of so many units.
    pub(super) fn evidence(self, title_length: usize) -> Evidence {
        match self {
            Place::Title => Evidence::of_title(evidence::title_bucket(title_length)),
            Place::Tag => Evidence::TAG,
            Place::Heading => Evidence::HEADING,
            Place::Text => Evidence::default(),
        }
    }

    /// Calls `found` with the key of every term of a piece of text that stands there. `units` is the
    /// text folded, afterwards.
    #[inline]
    pub(super) fn terms(self, text: &str, units: &mut Vec<u16>, mut found: impl FnMut(u32)) {
        units.clear();
        fold(text, units);
        term::terms(units, |term| found(term.key()));
        // Single Chinese characters are terms where there are few of them.
        if matches!(self, Place::Title | Place::Tag) {
            units.iter().filter(|unit| is_han(**unit)).for_each(|unit| found(term::single(*unit)));
        }
    }

    /// The evidence for a term that stands so often in each of [`ALL`](Self::ALL), in a document of
    /// `length` units with a title of `title_length`.
    pub(super) fn evidence_in_all(
        frequencies: [u32; Self::ALL.len()],
        length: usize,
        title_length: usize,
    ) -> Evidence {
        let thresholds = evidence::level_thresholds(length);
        let level = evidence::level(frequencies.iter().sum(), &thresholds);
        let places = Self::ALL.into_iter().filter(|place| frequencies[*place as usize] > 0);
        places.fold(level, |all, place| all.and(place.evidence(title_length)))
    }
}
