//! Documents as search is given them, and what analysis makes of one.

use serde::{Deserialize, Serialize};

use super::evidence::{self, Evidence};
use super::place::Place;
use super::term;

/// An id for machines and a name for readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label<'a> {
    /// ASCII: `first-aid`.
    pub id: &'a str,
    /// 急救
    pub name: &'a str,
}

/// One article, as search sees it. The text is plain: no markup, no entities.
#[derive(Debug, Clone, Default)]
pub struct SearchDocument<'a> {
    /// Path of the page in the output, which is its unique key: `first-aid/cpr.html`.
    pub path: &'a str,
    /// `YYYY-MM-DD`. With `path`, the order of documents; the latest wins between equals.
    pub date: &'a str,
    /// The title.
    pub title: &'a str,
    /// Headings of the body.
    pub headings: &'a [&'a str],
    /// Tags by name.
    pub tags: &'a [&'a str],
    /// The topic, which results can be filtered by.
    pub topic: Option<Label<'a>>,
    /// 判定 of a 流言.
    pub verdict: Option<Label<'a>>,
    /// `YYYY-MM-DD`, the last day on which it is shown; empty if there is none.
    pub until: &'a str,
    /// A sentence or two shown with the result.
    pub summary: &'a str,
    /// The text, paragraphs parted by `\n`; headings need not be repeated here.
    pub body: &'a str,
}

/// A hash of everything in a [`SearchDocument`]: equal fingerprints need no analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fingerprint(pub [u8; 16]);

impl Fingerprint {
    /// Of any bytes that determine the document, such as the hash of its source and of the
    /// configuration that names topics.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::of_hash(&blake3::hash(bytes))
    }

    /// Of the document itself, for callers that have no cheaper key.
    pub fn of(document: &SearchDocument<'_>) -> Self {
        let mut hasher = blake3::Hasher::new();
        let mut field = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        [document.path, document.date, document.until, document.title, document.summary, document.body]
            .into_iter()
            .for_each(&mut field);
        for label in [document.topic, document.verdict] {
            field(label.map_or("", |label| label.id));
            field(label.map_or("", |label| label.name));
        }
        for list in [document.headings, document.tags] {
            field(&list.len().to_string());
            list.iter().copied().for_each(&mut field);
        }
        Self::of_hash(&hasher.finalize())
    }

    fn of_hash(hash: &blake3::Hash) -> Self {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.as_bytes()[..16]);
        Fingerprint(bytes)
    }
}

/// Identifies one version of one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DocumentKey<'a> {
    /// `SearchDocument::path`; unique.
    pub path: &'a str,
    /// `SearchDocument::date`.
    pub date: &'a str,
    /// Of everything else; see [`Fingerprint`].
    pub fingerprint: Fingerprint,
}

/// Places of the documents in the order of an index: by date, then path. Of two documents with one path
/// the first counts.
pub(super) fn in_order(keys: &[DocumentKey<'_>]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..keys.len()).collect();
    places.sort_by_key(|place| (keys[*place].date, keys[*place].path));
    let mut seen = std::collections::HashSet::new();
    places.retain(|place| seen.insert(keys[*place].path));
    places.truncate(MOST_DOCUMENTS);
    places
}

/// Documents of an index are counted in 24 bits.
const MOST_DOCUMENTS: usize = 1 << 24;

/// A document's terms with their evidence, in rising order of their keys.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocumentTerms {
    pub(super) keys: Vec<u32>,
    pub(super) evidence: Vec<Evidence>,
}

impl DocumentTerms {
    /// The number of distinct terms.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is nothing to find the document by.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

/// What the indexes need of a document; its text is not among it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnalysedDocument {
    /// [`SearchDocument::path`].
    pub path: String,
    /// What results show of it.
    pub record: Record,
    /// What it is found by.
    pub terms: DocumentTerms,
}

/// What a result shows, in the order in which the browser reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Path of the page in the output.
    pub path: String,
    /// The title.
    pub title: String,
    /// The summary.
    pub summary: String,
    /// `YYYY-MM-DD`.
    pub date: String,
    /// Id and name of the topic; empty without one.
    pub topic: (String, String),
    /// Id and name of the verdict; empty without one.
    pub verdict: (String, String),
}

impl Record {
    pub(super) fn of(document: &SearchDocument<'_>) -> Self {
        let label = |label: Option<Label<'_>>| {
            label.map_or_else(Default::default, |label| (label.id.to_owned(), label.name.to_owned()))
        };
        Record {
            path: document.path.to_owned(),
            title: document.title.to_owned(),
            summary: document.summary.to_owned(),
            date: document.date.to_owned(),
            topic: label(document.topic),
            verdict: label(document.verdict),
        }
    }
}

impl SearchDocument<'_> {
    /// All text that the document is found by, its title first. No term reaches from one piece into
    /// another.
    pub(super) fn pieces(&self) -> impl Iterator<Item = (Place, &str)> {
        let tags = self.tags.iter().copied().chain(self.topic.map(|topic| topic.name));
        let text = self.summary.lines().chain(self.body.lines());
        std::iter::once((Place::Title, self.title))
            .chain(tags.map(|text| (Place::Tag, text)))
            .chain(self.headings.iter().map(|text| (Place::Heading, *text)))
            .chain(text.map(|text| (Place::Text, text)))
    }
}

/// Finds the terms of a document. Pure; callers run it for many documents at once.
pub fn analyse(document: &SearchDocument<'_>) -> AnalysedDocument {
    let mut analysis = Analysis::default();
    for (place, text) in document.pieces() {
        analysis.piece(place, text);
    }
    if let Some(topic) = document.topic {
        analysis.push(term::topic(topic.id), Evidence::default());
    }
    AnalysedDocument {
        path: document.path.to_owned(),
        record: Record::of(document),
        terms: analysis.finish(),
    }
}

/// Occurrences of terms, one `u64` each: the key above the evidence, so that sorting brings the
/// occurrences of a term together.
#[derive(Default)]
struct Analysis {
    units: Vec<u16>,
    occurrences: Vec<u64>,
    length: usize,
}

impl Analysis {
    fn push(&mut self, key: u32, evidence: Evidence) {
        self.occurrences.push(u64::from(key) << 8 | u64::from(evidence.0));
    }

    fn piece(&mut self, place: Place, text: &str) {
        let Analysis { units, occurrences, .. } = self;
        let first = occurrences.len();
        place.terms(text, units, |key| occurrences.push(u64::from(key) << 8));
        // Nearly all text is of the body, where there is nothing to add.
        if place != Place::Text {
            let evidence = place.evidence(evidence::title_length(units));
            occurrences[first..].iter_mut().for_each(|occurrence| *occurrence |= u64::from(evidence.0));
        }
        self.length += self.units.len();
    }

    fn finish(mut self) -> DocumentTerms {
        sort_by_key(&mut self.occurrences);
        let thresholds = evidence::level_thresholds(self.length);
        let mut terms = DocumentTerms {
            keys: Vec::with_capacity(self.occurrences.len()),
            evidence: Vec::with_capacity(self.occurrences.len()),
        };
        for same in self.occurrences.chunk_by(|left, right| left >> 8 == right >> 8) {
            let frequency = same.len() as u32;
            let level = evidence::level(frequency, &thresholds);
            let families = same.iter().fold(0, |bits, occurrence| bits | *occurrence as u8);
            terms.keys.push((same[0] >> 8) as u32);
            terms.evidence.push(level.and(Evidence(families)));
        }
        terms.keys.shrink_to_fit();
        terms.evidence.shrink_to_fit();
        terms
    }
}

/// Sorts occurrences by their 32-bit keys: dealt out by the top 11 bits, over which keys fall
/// evenly, few are left to compare. Half the time of a comparison sort of an article.
fn sort_by_key(occurrences: &mut Vec<u64>) {
    const BITS: u32 = 11;
    if occurrences.len() < 256 {
        return occurrences.sort_unstable();
    }
    let bucket = |occurrence: u64| (occurrence >> (40 - BITS)) as usize & ((1 << BITS) - 1);
    let mut ends = [0u32; 1 << BITS];
    for occurrence in occurrences.iter() {
        ends[bucket(*occurrence)] += 1;
    }
    let mut sum = 0;
    for end in &mut ends {
        sum += std::mem::replace(end, sum);
    }
    let mut sorted = vec![0; occurrences.len()];
    for occurrence in occurrences.iter() {
        let end = &mut ends[bucket(*occurrence)];
        sorted[*end as usize] = *occurrence;
        *end += 1;
    }
    let mut start = 0;
    for end in ends {
        if end > start + 1 {
            sorted[start as usize..end as usize].sort_unstable();
        }
        start = end;
    }
    *occurrences = sorted;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::fold::fold;

    #[test]
    fn evidence_of_all_families_meets_in_one_term() {
        let document = SearchDocument {
            path: "a.html",
            title: "高血压",
            tags: &["血压"],
            headings: &["量血压"],
            body: "血压计\n血压",
            ..SearchDocument::default()
        };
        let terms = analyse(&document).terms;
        let mut units = Vec::new();
        fold("血压", &mut units);
        let place = terms.keys.binary_search(&term::pair(units[0], units[1])).unwrap();
        let evidence = terms.evidence[place];
        assert!(evidence.has(Evidence::TITLE.and(Evidence::TAG).and(Evidence::HEADING)));
        assert_eq!(evidence.title_bucket(), 0);
        assert_eq!(evidence.level(), 3);
        assert!(terms.keys.is_sorted());
    }
}
