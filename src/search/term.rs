//! Terms: the 32-bit keys that stand for what can be looked up.
//!
//! Every two neighbouring units of a text are a *pair*, whatever their writing: `高血` and `血压`,
//! but also `素c` and `hp`, so that any two adjacent characters can be found and Latin words are
//! tied to the Chinese beside them. Every run of other than Chinese units is a *word* too. A
//! single Chinese character and a topic are terms of titles, tags and filters only.
//!
//! Two pairs of Chinese characters never share a key; other terms are hashed into quarters of
//! the key space of their own, where two of some 50,000 words of a big site may meet. Keys are
//! mixed by a bijection, so that they fall evenly on shards and are still exact.

use super::fold::{SEPARATOR, is_han};

const OTHER_PAIR: u32 = 1 << 30;
const WORD: u32 = 2 << 30;
const SINGLE: u32 = 3 << 30;

/// First unit of the block in which pairs have exact keys, 15 bits a unit.
const EXACT_FROM: u16 = 0x3400;

/// The key of two neighbouring folded units.
pub fn pair(left: u16, right: u16) -> u32 {
    let (high, low) = (left.wrapping_sub(EXACT_FROM), right.wrapping_sub(EXACT_FROM));
    if (high | low) < 0x8000 {
        return mix(u32::from(high) << 15 | u32::from(low));
    }
    mix(OTHER_PAIR | mix(u32::from(left) << 16 | u32::from(right)) >> 2)
}

/// The key of a run of folded units that are not Chinese.
pub fn word(units: &[u16]) -> u32 {
    mix(WORD | mix(hash(units.iter().copied())) >> 2)
}

/// The key of one Chinese character standing alone.
pub fn single(unit: u16) -> u32 {
    mix(SINGLE | u32::from(unit))
}

/// The key under which all documents of a topic are listed. No word contains a colon.
pub fn topic(id: &str) -> u32 {
    mix(WORD | mix(hash("topic:".encode_utf16().chain(id.encode_utf16()))) >> 2)
}

/// What [`terms`] meets in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// Two Chinese units.
    HanPair(u32),
    /// A Chinese unit and another, in either order.
    BoundaryPair(u32),
    /// Two units of a word.
    InnerPair(u32),
    /// A whole word.
    Word(u32),
}

impl Term {
    /// The term's key.
    pub fn key(self) -> u32 {
        match self {
            Term::HanPair(key) | Term::BoundaryPair(key) | Term::InnerPair(key) | Term::Word(key) => key,
        }
    }
}

/// Calls `found` with every term of the folded `units`, in order of appearance.
#[inline]
pub fn terms(units: &[u16], mut found: impl FnMut(Term)) {
    let mut before = SEPARATOR;
    let mut word_start = None;
    for (place, &unit) in units.iter().enumerate() {
        let han = is_han(unit);
        if (han || unit == SEPARATOR)
            && let Some(start) = word_start.take()
        {
            found(Term::Word(word(&units[start..place])));
        }
        if unit != SEPARATOR {
            if before != SEPARATOR {
                let key = pair(before, unit);
                found(match (is_han(before), han) {
                    (true, true) => Term::HanPair(key),
                    (false, false) => Term::InnerPair(key),
                    _ => Term::BoundaryPair(key),
                });
            }
            if !han && word_start.is_none() {
                word_start = Some(place);
            }
        }
        before = unit;
    }
    if let Some(start) = word_start {
        found(Term::Word(word(&units[start..])));
    }
}

/// FNV-1a over code units: short, and the same in JavaScript with `Math.imul`.
fn hash(units: impl Iterator<Item = u16>) -> u32 {
    units.fold(0x811c_9dc5, |hash, unit| (hash ^ u32::from(unit)).wrapping_mul(0x0100_0193))
}

/// A bijection of 32 bits that spreads neighbouring values (Ellis, "lowbias32").
#[inline]
fn mix(mut value: u32) -> u32 {
    value ^= value >> 16;
    value = value.wrapping_mul(0x7feb_352d);
    value ^= value >> 15;
    value = value.wrapping_mul(0x846c_a68b);
    value ^ value >> 16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::fold::fold;

    fn of(text: &str) -> Vec<Term> {
        let mut units = Vec::new();
        fold(text, &mut units);
        let mut found = Vec::new();
        terms(&units, |term| found.push(term));
        found
    }

    #[test]
    fn words_are_tied_to_the_chinese_beside_them() {
        let unit = |text: &str| text.encode_utf16().next().unwrap();
        let pair = |left, right| pair(unit(left), unit(right));
        let hpv: Vec<u16> = "hpv".encode_utf16().collect();
        assert_eq!(
            of("HPV疫苗"),
            [
                Term::InnerPair(pair("h", "p")),
                Term::InnerPair(pair("p", "v")),
                Term::Word(word(&hpv)),
                Term::BoundaryPair(pair("v", "疫")),
                Term::HanPair(pair("疫", "苗")),
            ]
        );
    }

    #[test]
    fn punctuation_parts_pairs() {
        assert_eq!(of("血，压"), []);
        assert_eq!(of("C"), [Term::Word(word(&[b'c'.into()]))]);
    }
}
