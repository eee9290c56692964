//! What is looked for, as a query of tantivy's: it meets each document that is shown and has one of
//! the terms, with the [`Sum`] of what the document has of all of them.
//!
//! tantivy's own BM25 cannot be used: its scores have 32 bits, its lengths one byte, and its
//! statistics count documents that were deleted, so a search would be answered in another order than
//! in the browser.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::index::SegmentId;
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

use super::schema::{Fields, fast};
use crate::search::evidence::Evidence;
use crate::search::place::Place;
use crate::search::query::QueryTerm;
use crate::search::ranking::{Sum, rarity};

/// The terms that were typed, on a day.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) fields: Fields,
    pub(super) terms: Vec<QueryTerm>,
    /// As [`day_number`](super::schema::day_number): what is no longer shown on it is not there.
    pub(super) day: u64,
}

impl Query for Wanted {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let searcher = scoring.searcher();
        let searcher = searcher.ok_or_else(|| TantivyError::InvalidArgument("no searcher".into()))?;
        let mut shown = HashMap::new();
        let mut documents = 0;
        for reader in searcher.segment_readers() {
            let of_segment = self.shown(reader)?;
            documents += of_segment.iter().filter(|shown| **shown).count();
            shown.insert(reader.segment_id(), of_segment);
        }
        let mut weights = Vec::new();
        for term in &self.terms {
            let mut frequency = 0;
            for reader in searcher.segment_readers() {
                let shown = &shown[&reader.segment_id()];
                let mut found = TermDocs::open(&self.fields, reader, term.key)?;
                while found.doc() != TERMINATED {
                    frequency += usize::from(is_shown(shown, found.doc()));
                    found.advance();
                }
            }
            if frequency > 0 {
                weights.push((term.key, term.weight * rarity(documents as f64, frequency as f64)));
            }
        }
        Ok(Box::new(Weights { fields: self.fields.clone(), shown, weights }))
    }
}

impl Wanted {
    /// By number, which documents of a segment are there and shown on the day.
    fn shown(&self, reader: &SegmentReader) -> tantivy::Result<Arc<[bool]>> {
        let until = reader.fast_fields().column_opt::<u64>(fast::UNTIL)?;
        let last_day = |document| until.as_ref().and_then(|until| until.first(document));
        let is_shown = |document| {
            !reader.is_deleted(document) && last_day(document).is_none_or(|until| self.day <= until)
        };
        Ok((0..reader.max_doc()).map(is_shown).collect())
    }
}

fn is_shown(shown: &[bool], document: DocId) -> bool {
    shown.get(document as usize).copied().unwrap_or_default()
}

/// The terms that some document has, by key, with what each counts for in this index.
struct Weights {
    fields: Fields,
    shown: HashMap<SegmentId, Arc<[bool]>>,
    weights: Vec<(u32, f64)>,
}

impl Weight for Weights {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let columns = reader.fast_fields();
        let open = |(key, weight): &(u32, f64)| Ok((TermDocs::open(&self.fields, reader, *key)?, *weight));
        let mut sums = Sums {
            terms: self.weights.iter().map(open).collect::<tantivy::Result<_>>()?,
            total: self.weights.iter().map(|(_, weight)| weight).sum(),
            boost,
            shown: self.shown.get(&reader.segment_id()).cloned().unwrap_or_default(),
            length: columns.u64(fast::LENGTH)?,
            title_length: columns.u64(fast::TITLE_LENGTH)?,
            document: TERMINATED,
            sum: Sum::default(),
        };
        sums.advance();
        Ok(Box::new(sums))
    }

    fn explain(&self, reader: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        let found = scorer.doc() == document || scorer.seek(document) == document;
        let score = if found { scorer.score() } else { 0.0 };
        Ok(Explanation::new("the sum of the terms by the square of their coverage", score))
    }
}

/// The documents of a segment that have one term in any place, rising.
struct TermDocs([Option<SegmentPostings>; Place::ALL.len()]);

impl TermDocs {
    fn open(fields: &Fields, reader: &SegmentReader, key: u32) -> tantivy::Result<Self> {
        let mut places = [const { None }; Place::ALL.len()];
        for place in Place::ALL {
            let term = fields.term(place, key);
            let index = reader.inverted_index(term.field())?;
            places[place as usize] = index.read_postings(&term, IndexRecordOption::WithFreqs)?;
        }
        Ok(TermDocs(places))
    }

    fn doc(&self) -> DocId {
        self.0.iter().flatten().map(DocSet::doc).min().unwrap_or(TERMINATED)
    }

    fn advance(&mut self) {
        let document = self.doc();
        for postings in self.0.iter_mut().flatten().filter(|postings| postings.doc() == document) {
            postings.advance();
        }
    }

    /// How often it stands in each place of the document where it is now.
    fn frequencies(&self) -> [u32; Place::ALL.len()] {
        let document = self.doc();
        let here = |postings: &&SegmentPostings| postings.doc() == document;
        self.0.each_ref().map(|place| place.as_ref().filter(here).map_or(0, |found| found.term_freq()))
    }
}

/// The documents of a segment with one of the terms, and the sum of what each has.
pub(super) struct Sums {
    terms: Vec<(TermDocs, f64)>,
    total: f64,
    boost: Score,
    shown: Arc<[bool]>,
    length: Column<u64>,
    title_length: Column<u64>,
    document: DocId,
    sum: Sum,
}

impl Sums {
    /// The score of the document where it is now, in the precision of the browser.
    pub(super) fn exact_score(&self) -> f64 {
        self.sum.score(self.total)
    }

    /// The part of the query's weight that the document has.
    pub(super) fn coverage(&self) -> f64 {
        self.sum.coverage()
    }

    fn evidence(&self, found: &TermDocs, document: DocId) -> Evidence {
        let number = |column: &Column<u64>| column.first(document).unwrap_or_default() as usize;
        Place::evidence_in_all(found.frequencies(), number(&self.length), number(&self.title_length))
    }
}

impl DocSet for Sums {
    fn advance(&mut self) -> DocId {
        loop {
            let next = self.terms.iter().map(|(found, _)| found.doc()).min().unwrap_or(TERMINATED);
            self.document = next;
            if next == TERMINATED {
                return next;
            }
            let shown = is_shown(&self.shown, next);
            let mut sum = Sum::default();
            // In the order of the query, as in the browser: sums of fractions depend on it.
            for place in 0..self.terms.len() {
                let (found, weight) = &self.terms[place];
                if found.doc() == next {
                    if shown {
                        sum.add(*weight, self.evidence(found, next));
                    }
                    self.terms[place].0.advance();
                }
            }
            if shown {
                self.sum = sum;
                return next;
            }
        }
    }

    fn doc(&self) -> DocId {
        self.document
    }

    fn size_hint(&self) -> u32 {
        self.shown.len() as u32
    }
}

impl Scorer for Sums {
    fn score(&mut self) -> Score {
        self.exact_score() as Score * self.boost
    }
}
