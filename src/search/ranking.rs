//! The one ranking, for every index that can list a term's postings.
//!
//! A document's score is the BM25 sum of the query's terms in it, each lifted where the term
//! stands in its title, a heading or a tag, times the square of its *coverage*: the part of the
//! query's weight that the document has. Nothing is required, so a question still finds its
//! answer, but a document with all of the query comes before one with most of it. `search.js`
//! computes the same, held to it by `twin.rs`.

use super::evidence::{Evidence, IMPACTS};
use super::query::QueryTerm;

/// What a term in the title counts for, by the bucket of the title's length.
const TITLE: [f64; 4] = [2.4, 2.0, 1.6, 1.3];
const HEADING: f64 = 0.6;
const TAG: f64 = 0.8;
/// How much a title that has all of the query lifts the whole score.
const TITLE_COVERAGE: f64 = 1.5;
/// Results have at least this part of the best coverage.
const LEAST_COVERAGE: f64 = 0.5;

/// A document found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scored {
    pub(super) document: u32,
    pub(super) score: f64,
}

/// Where a document lists what it has of a term: documents rising.
pub(super) type Postings = Vec<(u32, Evidence)>;

/// What one document has of a query.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sum {
    score: f64,
    coverage: f64,
    title: f64,
}

impl Sum {
    /// Adds a term of this weight; the terms come in the order of the query, or the last bits differ.
    pub(super) fn add(&mut self, weight: f64, evidence: Evidence) {
        let mut impact = IMPACTS[usize::from(evidence.level())];
        if evidence.has(Evidence::TITLE) {
            impact += TITLE[usize::from(evidence.title_bucket())];
            self.title += weight;
        }
        if evidence.has(Evidence::HEADING) {
            impact += HEADING;
        }
        if evidence.has(Evidence::TAG) {
            impact += TAG;
        }
        self.score += weight * impact;
        self.coverage += weight;
    }

    /// The weight of the terms that the document has.
    pub(super) fn coverage(&self) -> f64 {
        self.coverage
    }

    /// The document's score, where `total` is the weight of all terms.
    pub(super) fn score(&self, total: f64) -> f64 {
        let (coverage, title) = (self.coverage / total, self.title / total);
        self.score * coverage * coverage * (1.0 + TITLE_COVERAGE * title * title)
    }
}

/// How much more a term says that few documents have.
pub(super) fn rarity(documents: f64, frequency: f64) -> f64 {
    (1.0 + (documents - frequency + 0.5).max(0.0) / (frequency + 0.5)).ln()
}

/// Whether a document with this coverage is a result beside one with the `best`.
pub(super) fn is_enough(coverage: f64, best: f64) -> bool {
    coverage >= LEAST_COVERAGE * best
}

/// Ranks documents numbered below `documents`, the best first and of equals the latest. Only
/// those in `filter` count, if there is one; it does not change scores.
pub(super) fn rank(
    documents: u32,
    terms: &[(QueryTerm, Postings)],
    filter: Option<&Postings>,
) -> Vec<Scored> {
    let mut sums = vec![Sum::default(); documents as usize];
    let mut total = 0.0;
    for (term, postings) in terms.iter().filter(|(_, postings)| !postings.is_empty()) {
        let weight = term.weight * rarity(f64::from(documents), postings.len() as f64);
        total += weight;
        for (document, evidence) in postings {
            if let Some(sum) = sums.get_mut(*document as usize) {
                sum.add(weight, *evidence);
            }
        }
    }
    let allowed = filter.map(|filter| filter.iter().map(|(document, _)| *document).collect::<Vec<_>>());
    let scored = sums.iter().zip(0u32..).filter(|(sum, document)| {
        sum.coverage > 0.0 && allowed.as_ref().is_none_or(|allowed| allowed.binary_search(document).is_ok())
    });
    let scored: Vec<(Sum, u32)> = scored.map(|(sum, document)| (*sum, document)).collect();
    let best = scored.iter().map(|(sum, _)| sum.coverage).fold(0.0, f64::max);
    let mut results: Vec<Scored> = scored
        .into_iter()
        .filter(|(sum, _)| is_enough(sum.coverage, best))
        .map(|(sum, document)| Scored { document, score: sum.score(total) })
        .collect();
    results
        .sort_by(|left, right| right.score.total_cmp(&left.score).then(right.document.cmp(&left.document)));
    results
}
