//! The payload of one shard: its terms and their postings.
//!
//! A shard holds the terms whose keys lie in its part of the key space, in rising order. With
//! numbers as in [`codec`](super::codec), a term is
//!
//! ```text
//! gap from the key before (from the shard's first key for the first)
//! 2 × documents, plus 1 if families follow
//! [documents with it in the title, in a heading, in a tag]
//! [for each of these: document gap; for titles 4 × gap + length bucket]
//! for each document: 4 × gap + level
//! ```
//!
//! where a document's gap counts the documents skipped since the one before. Titles, headings
//! and tags are lists of their own, because they are few and would cost every posting bits.
//!
//! A payload is a function of its postings alone, so that merging changes into an old one gives
//! the bytes a clean build gives.

use super::codec::{Numbers, write};
use super::evidence::Evidence;

/// A term of a document: ordered by key, then document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting(u64);

impl Posting {
    pub(super) fn new(key: u32, document: u32, evidence: Evidence) -> Self {
        Posting(u64::from(key) << 32 | u64::from(document) << 8 | u64::from(evidence.0))
    }

    pub(super) fn key(self) -> u32 {
        (self.0 >> 32) as u32
    }

    pub(super) fn document(self) -> u32 {
        (self.0 >> 8) as u32 & 0x00ff_ffff
    }

    pub(super) fn evidence(self) -> Evidence {
        Evidence(self.0 as u8)
    }

    fn renumbered(self, document: u32) -> Self {
        Posting::new(self.key(), document, self.evidence())
    }
}

/// Sorts postings that are already in order of their documents by key; quicker than a
/// comparison sort by a third of a large build.
pub(super) fn sort_by_key(postings: &mut Vec<Posting>, spare: &mut Vec<Posting>, key_bits: u32) {
    const DIGIT: u32 = 9;
    if postings.len() < 4096 {
        return postings.sort_by_key(|posting| posting.key());
    }
    spare.clear();
    spare.resize(postings.len(), Posting(0));
    let mut shift = 32;
    while shift < 32 + key_bits {
        let digit = |posting: &Posting| (posting.0 >> shift) as usize & ((1 << DIGIT) - 1);
        let mut places = [0usize; 1 << DIGIT];
        postings.iter().for_each(|posting| places[digit(posting)] += 1);
        let mut sum = 0;
        for place in &mut places {
            sum += std::mem::replace(place, sum);
        }
        for posting in postings.iter() {
            let place = &mut places[digit(posting)];
            spare[*place] = *posting;
            *place += 1;
        }
        std::mem::swap(postings, spare);
        shift += DIGIT;
    }
}

/// Writes postings, sorted, of the shard that begins at `first_key`.
pub(super) fn encode(first_key: u32, postings: &[Posting], out: &mut Vec<u8>) {
    let mut key = first_key;
    encode_more(&mut key, postings, out);
}

fn encode_more(key: &mut u32, postings: &[Posting], out: &mut Vec<u8>) {
    for same in postings.chunk_by(|left, right| left.key() == right.key()) {
        encode_term(key, same, out);
    }
}

/// Writes the postings of one term after that of `key`, which becomes the term's own.
fn encode_term(key: &mut u32, same: &[Posting], out: &mut Vec<u8>) {
    let Some(first) = same.first() else { return };
    write(u64::from(first.key() - *key), out);
    *key = first.key();
    let in_families = |posting: &&Posting| posting.evidence().is_in_family();
    let marked: Vec<Posting> = same.iter().filter(in_families).copied().collect();
    write((same.len() as u64) << 1 | u64::from(!marked.is_empty()), out);
    if !marked.is_empty() {
        encode_families(&marked, out);
    }
    let mut next = 0;
    for posting in same {
        let gap = u64::from(posting.document() - next);
        next = posting.document() + 1;
        write(gap << 2 | u64::from(posting.evidence().level()), out);
    }
}

fn encode_families(marked: &[Posting], out: &mut Vec<u8>) {
    let of = |family: Evidence| marked.iter().filter(move |posting| posting.evidence().has(family));
    for family in FAMILIES {
        write(of(family).count() as u64, out);
    }
    for family in FAMILIES {
        let mut next = 0;
        for posting in of(family) {
            let gap = u64::from(posting.document() - next);
            next = posting.document() + 1;
            match family {
                Evidence::TITLE => {
                    write(gap << 2 | u64::from(posting.evidence().title_bucket()), out);
                }
                _ => write(gap, out),
            }
        }
    }
}

const FAMILIES: [Evidence; 3] = [Evidence::TITLE, Evidence::HEADING, Evidence::TAG];

/// Reads the terms of a payload one after another.
pub(super) struct Terms<'a> {
    numbers: Numbers<'a>,
    key: u32,
}

impl<'a> Terms<'a> {
    pub(super) fn new(first_key: u32, payload: &'a [u8]) -> Self {
        Terms { numbers: Numbers::new(payload), key: first_key }
    }

    /// Replaces `postings` by those of the next term; `None` at the end or at damage.
    pub(super) fn next(&mut self, postings: &mut Vec<Posting>) -> Option<()> {
        postings.clear();
        self.key = self.key.checked_add(self.numbers.read_u32()?)?;
        read_body(self.key, &mut self.numbers, postings)
    }

    /// Passes over the next term and says whether it is in one of the `documents`.
    fn skip(&mut self, payload: &'a [u8], documents: &[u32]) -> Option<Skipped<'a>> {
        let term_start = Numbers::new(payload).until(&self.numbers).len();
        self.key = self.key.checked_add(self.numbers.read_u32()?)?;
        let start = self.numbers.clone();
        let head = self.numbers.read_u32()?;
        if head & 1 == 1 {
            let numbers = &mut self.numbers;
            let families = numbers.read_u32()? + numbers.read_u32()? + numbers.read_u32()?;
            numbers.skip(families)?;
        }
        // In the empty list nothing lies between these.
        let first = documents.first().copied().unwrap_or(u32::MAX);
        let last = documents.last().copied().unwrap_or(0);
        let (mut left, mut next, mut touched) = (head >> 1, 0u32, false);
        while left > 0 && next <= last {
            if left >= 8
                && let Some(eight) = self.numbers.peek_eight()
            {
                // Long lists are dense: eight postings at once, short of the first document.
                let span: u32 = eight.iter().map(|number| u32::from(number >> 2) + 1).sum();
                if next.saturating_add(span) <= first {
                    (left, next) = (left - 8, next + span);
                    self.numbers.pass_eight();
                    continue;
                }
            }
            for _ in 0..left.min(8) {
                left -= 1;
                let document = next.wrapping_add((self.numbers.read()? >> 2) as u32);
                next = document.wrapping_add(1);
                if document >= first && document <= last {
                    touched = touched || documents.binary_search(&document).is_ok();
                }
            }
        }
        self.numbers.skip(left)?;
        let body = start.until(&self.numbers);
        Some(Skipped { key: self.key, start: term_start, body, touched })
    }
}

/// A term that was passed over.
struct Skipped<'a> {
    key: u32,
    /// Where it begins in the payload.
    start: usize,
    /// All of it but its key.
    body: &'a [u8],
    touched: bool,
}

/// Appends the postings of the term `key`, of which `numbers` has all but the key.
fn read_body(key: u32, numbers: &mut Numbers<'_>, postings: &mut Vec<Posting>) -> Option<()> {
    let head = numbers.read_u32()?;
    let mut families = [0; 3];
    if head & 1 == 1 {
        for count in &mut families {
            *count = numbers.read_u32()?;
        }
    }
    let lists = numbers.clone();
    // The lists of families come first, so pass over them to learn the documents.
    numbers.skip(families.iter().sum())?;
    let start = postings.len();
    let mut next = 0u32;
    for _ in 0..head >> 1 {
        let number = numbers.read_u32()?;
        let document = next.checked_add(number >> 2)?;
        next = document + 1;
        postings.push(Posting::new(key, document, Evidence::of_level(number as u8)));
    }
    mark_families(lists, families, &mut postings[start..])
}

fn mark_families(mut lists: Numbers<'_>, counts: [u32; 3], postings: &mut [Posting]) -> Option<()> {
    for (family, count) in FAMILIES.into_iter().zip(counts) {
        let (mut next, mut place) = (0u32, 0);
        for _ in 0..count {
            let number = lists.read_u32()?;
            let (gap, mark) = match family {
                Evidence::TITLE => (number >> 2, Evidence::of_title(number as u8)),
                family => (number, family),
            };
            let document = next.checked_add(gap)?;
            next = document + 1;
            while postings.get(place)?.document() < document {
                place += 1;
            }
            let posting = &mut postings[place];
            *posting = Posting::new(posting.key(), document, posting.evidence().and(mark));
        }
    }
    Some(())
}

/// Old numbers of documents to new ones; `None` for those that are gone or changed.
pub(super) type Renumbering = [Option<u32>];

/// Appends the postings of `payload` that survive `renumbering` to `postings`, still sorted.
pub(super) fn surviving(
    first_key: u32,
    payload: &[u8],
    renumbering: &Renumbering,
    postings: &mut Vec<Posting>,
) {
    let mut terms = Terms::new(first_key, payload);
    let mut of_term = Vec::new();
    while terms.next(&mut of_term).is_some() {
        postings.extend(of_term.iter().filter_map(|posting| {
            let number = renumbering.get(posting.document() as usize).copied().flatten()?;
            Some(posting.renumbered(number))
        }));
    }
}

/// What changes in the shards, where nearly all stays as it is.
pub(super) struct Patch<'a> {
    /// Old numbers of the documents that are gone or have another number, rising.
    pub(super) touched: &'a [u32],
    pub(super) renumbering: &'a Renumbering,
}

impl Patch<'_> {
    /// The payload with the patch and the sorted `additions`; `None` if nothing in it changes.
    ///
    /// Terms without a touched document are copied as they are, which makes an edit of one
    /// article ten times as quick as decoding and encoding the shards it is in.
    pub(super) fn apply(&self, first_key: u32, payload: &[u8], mut additions: &[Posting]) -> Option<Vec<u8>> {
        if additions.is_empty() && self.touched.is_empty() {
            return None;
        }
        let mut out = Vec::new();
        // Until something changes nothing is copied, and mostly nothing changes.
        let mut changed = false;
        let mut terms = Terms::new(first_key, payload);
        let mut written_key = first_key;
        let mut postings = Vec::new();
        while let Some(term) = terms.skip(payload, self.touched) {
            let earlier = additions.partition_point(|posting| posting.key() < term.key);
            let here = additions[earlier..].partition_point(|posting| posting.key() == term.key);
            let (before, rest) = additions.split_at(earlier);
            let (here, rest) = rest.split_at(here);
            additions = rest;
            if !changed && (term.touched || !before.is_empty() || !here.is_empty()) {
                changed = true;
                out.reserve(payload.len() + 64);
                out.extend_from_slice(&payload[..term.start]);
            }
            encode_more(&mut written_key, before, &mut out);
            if !changed {
                written_key = term.key;
                continue;
            }
            if !term.touched && here.is_empty() {
                write(u64::from(term.key - written_key), &mut out);
                out.extend_from_slice(term.body);
                written_key = term.key;
                continue;
            }
            postings.clear();
            read_body(term.key, &mut Numbers::new(term.body), &mut postings)?;
            postings.retain_mut(|posting| match self.renumbering.get(posting.document() as usize) {
                Some(Some(number)) => {
                    *posting = posting.renumbered(*number);
                    true
                }
                _ => false,
            });
            postings.extend_from_slice(here);
            postings.sort();
            encode_term(&mut written_key, &postings, &mut out);
        }
        if !changed && !additions.is_empty() {
            changed = true;
            out.extend_from_slice(payload);
        }
        encode_more(&mut written_key, additions, &mut out);
        changed.then_some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn postings_come_back(raw in prop::collection::btree_map(
            (prop::sample::select(vec![0, 1, 7, 1 << 19]), 0..3000u32), 0..128u8, 0..600,
        )) {
            let postings: Vec<Posting> = raw.into_iter().map(|((key, document), evidence)| {
                // Without a title its length is not kept.
                let evidence = if evidence & 16 == 0 { evidence & 15 } else { evidence };
                Posting::new(5 << 20 | key, document, Evidence(evidence))
            }).collect();
            let mut payload = Vec::new();
            encode(5 << 20, &postings, &mut payload);
            let mut back = Vec::new();
            let same: Vec<Option<u32>> = (0..3000).map(Some).collect();
            surviving(5 << 20, &payload, &same, &mut back);
            prop_assert_eq!(&back, &postings);
            let patch = Patch { touched: &[], renumbering: &same };
            prop_assert_eq!(patch.apply(5 << 20, &payload, &[]), None);
            for gone in postings.iter().step_by(17).map(|posting| posting.document()) {
                let mut without = same.clone();
                without[gone as usize] = None;
                let patch = Patch { touched: &[gone], renumbering: &without };
                let left: Vec<Posting> =
                    postings.iter().copied().filter(|posting| posting.document() != gone).collect();
                let mut expected = Vec::new();
                encode(5 << 20, &left, &mut expected);
                prop_assert_eq!(patch.apply(5 << 20, &payload, &[]), Some(expected));
            }
        }

        #[test]
        fn sorting_is_sorting(keys in prop::collection::vec(0..1u32 << 26, 0..10_000)) {
            let mut postings: Vec<Posting> = keys.iter().zip(0..)
                .map(|(key, document)| Posting::new(*key, document, Evidence(0))).collect();
            let mut expected = postings.clone();
            expected.sort();
            sort_by_key(&mut postings, &mut Vec::new(), 26);
            prop_assert_eq!(postings, expected);
        }
    }
}
