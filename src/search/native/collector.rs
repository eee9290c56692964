//! Gathers what a [`Wanted`](super::query::Wanted) meets, by the rules of `ranking`.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::Weight;
use tantivy::{DocAddress, DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

use super::query::Sums;
use super::schema::fast;
use crate::search::ranking::is_enough;

/// All results, the best first and of equals the latest.
pub(super) struct Best {
    /// Only documents of this topic, by its id; it does not change scores.
    pub(super) topic: Option<String>,
}

/// A result.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) score: f64,
    pub(super) address: DocAddress,
    coverage: f64,
    day: u64,
    path: String,
}

/// The results of one segment.
pub(super) struct InSegment {
    ordinal: u32,
    /// The topic's place in its column; `None` if all documents count.
    topic: Option<(StrColumn, u64)>,
    /// Whether there is nothing of the topic in the segment.
    nothing: bool,
    day: Column<u64>,
    path: Option<StrColumn>,
    paths: Vec<String>,
    found: Vec<Found>,
}

impl Collector for Best {
    type Fruit = Vec<Found>;
    type Child = InSegment;

    fn for_segment(&self, ordinal: u32, reader: &SegmentReader) -> tantivy::Result<InSegment> {
        let columns = reader.fast_fields();
        let (mut topic, mut nothing) = (None, false);
        if let Some(id) = &self.topic {
            if let Some(column) = columns.str(fast::TOPIC)? {
                topic = column.dictionary().term_ord(id)?.map(|place| (column, place));
            }
            nothing = topic.is_none();
        }
        let path = columns.str(fast::PATH)?;
        let paths = path.as_ref().map_or(Ok(Vec::new()), words)?;
        let day = columns.u64(fast::DAY)?;
        Ok(InSegment { ordinal, topic, nothing, day, path, paths, found: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        ordinal: u32,
        reader: &SegmentReader,
    ) -> tantivy::Result<Vec<Found>> {
        let mut segment = self.for_segment(ordinal, reader)?;
        let mut scorer = weight.scorer(reader, 1.0)?;
        let sums: Option<&mut Sums> = scorer.downcast_mut();
        let sums = sums.ok_or_else(|| TantivyError::InvalidArgument("another query".into()))?;
        while sums.doc() != TERMINATED {
            segment.push(sums.doc(), sums.exact_score(), sums.coverage());
            sums.advance();
        }
        Ok(segment.harvest())
    }

    fn merge_fruits(&self, segments: Vec<Vec<Found>>) -> tantivy::Result<Vec<Found>> {
        let mut all: Vec<Found> = segments.into_iter().flatten().collect();
        let best = all.iter().map(|found| found.coverage).fold(0.0, f64::max);
        all.retain(|found| is_enough(found.coverage, best));
        all.sort_by(|left, right| {
            let order = right.score.total_cmp(&left.score);
            order.then_with(|| (right.day, &right.path).cmp(&(left.day, &left.path)))
        });
        Ok(all)
    }
}

impl InSegment {
    fn push(&mut self, document: DocId, score: f64, coverage: f64) {
        let is_topic = |(column, place): &(StrColumn, u64)| column.ords().first(document) == Some(*place);
        if self.nothing || !self.topic.as_ref().is_none_or(is_topic) {
            return;
        }
        let place = self.path.as_ref().and_then(|path| path.ords().first(document));
        let path = place.and_then(|place| self.paths.get(place as usize)).cloned().unwrap_or_default();
        let day = self.day.first(document).unwrap_or_default();
        self.found.push(Found {
            score,
            address: DocAddress::new(self.ordinal, document),
            coverage,
            day,
            path,
        });
    }
}

impl SegmentCollector for InSegment {
    type Fruit = Vec<Found>;

    /// Of another query nothing is known but its score.
    fn collect(&mut self, document: DocId, score: Score) {
        self.push(document, f64::from(score), 1.0);
    }

    fn harvest(self) -> Vec<Found> {
        self.found
    }
}

/// The words of a column, by their places in it.
pub(super) fn words(column: &StrColumn) -> tantivy::Result<Vec<String>> {
    let mut words = Vec::with_capacity(column.dictionary().num_terms());
    let mut stream = column.dictionary().stream()?;
    while stream.advance() {
        words.push(String::from_utf8_lossy(stream.key()).into_owned());
    }
    Ok(words)
}
