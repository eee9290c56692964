//! What a reader typed, as terms with weights.

use super::fold::{SEPARATOR, fold, is_han};
use super::term::{self, Term};

/// UTF-16 units of a query that are looked at; what follows cannot make the result better.
const LONGEST: usize = 64;

/// A term of a query and how much it says, before its rarity is considered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct QueryTerm {
    pub(super) key: u32,
    pub(super) weight: f64,
}

/// The keys and weights of the terms that a query is made of, for tests of other readers of the
/// index and for explanations.
pub fn query_terms(query: &str) -> Vec<(u32, f64)> {
    parse(query).into_iter().map(|term| (term.key, term.weight)).collect()
}

/// The distinct terms of a query in order of appearance; `search.js` finds the same.
pub(super) fn parse(query: &str) -> Vec<QueryTerm> {
    let mut units = Vec::new();
    let mut length = 0;
    let within = |character: &char| {
        length += character.len_utf16();
        length <= LONGEST
    };
    let typed: String = query.chars().take_while(within).collect();
    fold(&typed, &mut units);
    units.truncate(LONGEST);
    let mut terms: Vec<QueryTerm> = Vec::new();
    let mut push = |key, weight| {
        if !terms.iter().any(|term| term.key == key) {
            terms.push(QueryTerm { key, weight });
        }
    };
    term::terms(&units, |term| {
        let weight = match term {
            Term::HanPair(_) | Term::Word(_) => 1.0,
            Term::BoundaryPair(_) => 0.6,
            // The letters of a word that is there as a whole say little more.
            Term::InnerPair(_) => 0.3,
        };
        push(term.key(), weight);
    });
    let at = |place: usize| units.get(place).copied().unwrap_or(SEPARATOR);
    for (place, unit) in units.iter().enumerate() {
        let before = place.checked_sub(1).map_or(SEPARATOR, at);
        if is_han(*unit) && before == SEPARATOR && at(place + 1) == SEPARATOR {
            push(term::single(*unit), 0.6);
        }
    }
    terms
}
