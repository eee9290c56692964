//! What a posting says about a term in a document: seven bits.
//!
//! | bits | meaning |
//! |---|---|
//! | 0–1 | level of the BM25 term-frequency part, length of the document included |
//! | 2 | in a heading |
//! | 3 | in a tag |
//! | 4 | in the title |
//! | 5–6 | how long the title is, where it is in the title |
//!
//! The level is taken against a fixed length and not the average of the site: with an average
//! every new article would change every posting of all others.

use super::fold::SEPARATOR;

/// Evidence for one term in one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Evidence(pub(super) u8);

impl Evidence {
    /// The term occurs in a heading.
    pub const HEADING: Evidence = Evidence(1 << 2);
    /// The term occurs in a tag.
    pub const TAG: Evidence = Evidence(1 << 3);
    /// The term occurs in the title.
    pub const TITLE: Evidence = Evidence(1 << 4);

    /// Evidence from its level alone.
    pub(super) fn of_level(level: u8) -> Self {
        Evidence(level & 3)
    }

    /// Title evidence with the bucket of the title's length.
    pub(super) fn of_title(bucket: u8) -> Self {
        Evidence(Self::TITLE.0 | (bucket & 3) << 5)
    }

    /// Both together.
    pub(super) fn and(self, other: Evidence) -> Self {
        Evidence(self.0 | other.0)
    }

    /// 0 to 3, rising with frequency.
    pub fn level(self) -> u8 {
        self.0 & 3
    }

    /// Whether all of `other` is in this.
    pub fn has(self, other: Evidence) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether the term is in a title, heading or tag.
    pub(super) fn is_in_family(self) -> bool {
        self.0 & (Self::TITLE.0 | Self::HEADING.0 | Self::TAG.0) != 0
    }

    /// 0 to 3: titles of up to 6, 10, 16 and more units.
    pub fn title_bucket(self) -> u8 {
        self.0 >> 5 & 3
    }
}

/// The number of a title's folded units that count.
pub(super) fn title_length(units: &[u16]) -> usize {
    units.iter().filter(|unit| **unit != SEPARATOR).count()
}

/// The bucket of a title of so many units.
pub(super) fn title_bucket(units: usize) -> u8 {
    match units {
        0..=6 => 0,
        7..=10 => 1,
        11..=16 => 2,
        _ => 3,
    }
}

/// Units of a usual article, against which lengths are judged.
const USUAL_LENGTH: f64 = 1000.0;
const K1: f64 = 1.2;
/// Smaller than BM25's customary 0.75: a long article of popular science is thorough, not vague.
const B: f64 = 0.4;
/// Impacts, `(k1 + 1) tf / (tf + k1 norm)`, from which the levels 1, 2 and 3 begin.
const LEVELS: [f64; 3] = [0.85, 1.2, 1.6];
/// What each level counts for; `search.js` has the same numbers.
pub(super) const IMPACTS: [f64; 4] = [0.7, 1.0, 1.4, 1.8];

/// The frequencies from which the levels 1, 2 and 3 begin in a document of `length` units.
pub(super) fn level_thresholds(length: usize) -> [u32; 3] {
    let norm = K1 * (1.0 - B + B * length as f64 / USUAL_LENGTH);
    LEVELS.map(|impact| (norm * impact / (K1 + 1.0 - impact)).ceil() as u32)
}

/// The level of a term that occurs so often, by the thresholds of its document.
pub(super) fn level(frequency: u32, thresholds: &[u32; 3]) -> Evidence {
    Evidence::of_level(thresholds.iter().filter(|threshold| frequency >= **threshold).count() as u8)
}
