//! The index the browser reads, and how it follows changes.
//!
//! Documents are numbered by date, then path, so that a new article takes the last number and
//! all others keep theirs. Terms fall on shards by the top bits of their keys; the number of
//! shards grows with the index by doubling. All of it is a function of the set of documents:
//! applying changes to an old index gives the bytes of a clean build.
//!
//! The index is its own cache. The terms of an unchanged document are nowhere but in the shards;
//! a change reads them there, drops what is stale, merges what is new and encodes again only the
//! shards it touched. A cache of every document's terms was the alternative: three times the
//! bytes to read and write for one edited article.
//!
//! No file is read or written here: [`files`](StaticIndex::files) lends what is to be published,
//! [`to_cache`](StaticIndex::to_cache) what is to be kept.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::document::{AnalysedDocument, DocumentKey, DocumentTerms, Fingerprint, in_order};
use super::publish::{self, FileName};
use super::shard::{self, Patch, Posting};
use super::store::{Indexed, Payload, Shard};

/// Terms of documents in a shard at most, on average. Smaller shards are fewer bytes for a query
/// and more files for a site.
const POSTINGS_PER_SHARD: u64 = 8192;
/// Documents whose titles and summaries share a file.
pub(super) const GROUP: usize = 8;

/// The index that the browser reads, all of it in memory.
#[derive(Debug, Default)]
pub struct StaticIndex {
    /// In the order of their numbers.
    pub(super) documents: Vec<Indexed>,
    pub(super) shard_bits: u32,
    pub(super) shards: Vec<Shard>,
    /// Names of the files of titles and summaries.
    pub(super) groups: Vec<FileName>,
    /// The bytes of the cache this came from; unchanged shards still lie in it.
    pub(super) cache: Vec<u8>,
}

/// What has to happen to an index to make it one of a given set of documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    changed: Vec<usize>,
    removed: Vec<String>,
    order: Vec<Planned>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Planned {
    source: Source,
    fingerprint: Fingerprint,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// Number in the old index.
    Kept(u32),
    /// Place in `Plan::changed`.
    Changed(usize),
}

impl Plan {
    /// Places in the slice given to [`StaticIndex::plan`] of the documents to analyse.
    pub fn changed(&self) -> &[usize] {
        &self.changed
    }

    /// Paths that were in the index and are no longer among the documents.
    pub fn removed(&self) -> &[String] {
        &self.removed
    }

    /// Whether the index already is what it should be.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.removed.is_empty()
    }
}

impl StaticIndex {
    /// Compares the index with the documents there should be, in any order.
    pub fn plan(&self, keys: &[DocumentKey<'_>]) -> Plan {
        let old: HashMap<&str, u32> =
            self.documents.iter().zip(0..).map(|(old, number)| (&*old.record.path, number)).collect();
        let mut plan = Plan { changed: Vec::new(), removed: Vec::new(), order: Vec::new() };
        let mut there = HashSet::with_capacity(keys.len());
        for place in in_order(keys) {
            let DocumentKey { path, date, fingerprint } = keys[place];
            there.insert(path);
            let kept = old.get(path).copied().filter(|number| {
                let old = &self.documents[*number as usize];
                old.fingerprint == fingerprint && old.record.date == date
            });
            let source = kept.map_or(Source::Changed(plan.changed.len()), Source::Kept);
            if matches!(source, Source::Changed(_)) {
                plan.changed.push(place);
            }
            plan.order.push(Planned { source, fingerprint });
        }
        let gone = self.documents.iter().map(|old| &old.record.path).filter(|path| !there.contains(&***path));
        plan.removed = gone.cloned().collect();
        plan
    }

    /// Carries out a plan made by this index just before, given the analyses of the documents
    /// at [`Plan::changed`] in that order.
    ///
    /// # Panics
    /// If there are more or fewer analyses than changed documents.
    pub fn apply(&mut self, plan: &Plan, analysed: &[AnalysedDocument]) {
        assert_eq!(plan.changed.len(), analysed.len(), "one analysis for each changed document");
        // An index of nothing still has a shard, or there would be no files to say so.
        if plan.is_empty() && !self.shards.is_empty() {
            return;
        }
        let merge = Merge::new(self, plan, analysed);
        let shards = merge.shards();
        let bits = merge.bits;
        let mut old: Vec<Option<Indexed>> =
            std::mem::take(&mut self.documents).into_iter().map(Some).collect();
        let documents = plan.order.iter().filter_map(|planned| match planned.source {
            Source::Kept(number) => old[number as usize].take(),
            Source::Changed(place) => Some(Indexed {
                fingerprint: planned.fingerprint,
                terms: analysed[place].terms.len() as u32,
                record: analysed[place].record.clone(),
            }),
        });
        self.documents = documents.collect();
        self.shard_bits = bits;
        self.shards = shards;
        self.name_groups(plan, old.len());
    }

    /// The bytes of a shard.
    pub(super) fn payload(&self, shard: usize) -> &[u8] {
        match &self.shards[shard].payload {
            Payload::Cached(range) => self.cache.get(range.clone()).unwrap_or_default(),
            Payload::Owned(bytes) => bytes,
        }
    }

    /// The number of documents.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there are no documents.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    fn name_groups(&mut self, plan: &Plan, old_documents: usize) {
        let documents = &self.documents;
        let old_groups = std::mem::take(&mut self.groups);
        let sources = plan.order.par_chunks(GROUP).zip(documents.par_chunks(GROUP)).enumerate();
        self.groups = sources
            .map(|(group, (planned, documents))| {
                let first = group * GROUP;
                let before = old_documents.saturating_sub(first).min(GROUP);
                let same =
                    |(planned, number): (&Planned, usize)| planned.source == Source::Kept(number as u32);
                match old_groups.get(group) {
                    Some(name) if before == planned.len() && planned.iter().zip(first..).all(same) => *name,
                    _ => FileName::of(&publish::group_payload(documents)),
                }
            })
            .collect();
    }
}

/// The part of the key space a shard covers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    bits: u32,
    number: usize,
}

impl Part {
    pub(super) fn new(bits: u32, number: usize) -> Self {
        Part { bits, number }
    }

    pub(super) fn first(self) -> u32 {
        ((self.number as u64) << (32 - self.bits)) as u32
    }

    fn last(self) -> u32 {
        (((self.number as u64 + 1) << (32 - self.bits)) - 1) as u32
    }
}

/// The shard of `key` among `1 << bits`.
pub(super) fn shard_of(key: u32, bits: u32) -> usize {
    (u64::from(key) >> (32 - bits)) as usize
}

/// Where each of the `1 << bits` parts of the key space begins among sorted keys, and the end.
fn bounds(keys: &[u32], bits: u32) -> Vec<u32> {
    let parts = 0..=1usize << bits;
    parts.map(|part| keys.partition_point(|key| shard_of(*key, bits) < part) as u32).collect()
}

/// One application of a plan to the shards.
struct Merge<'a> {
    index: &'a StaticIndex,
    /// New documents by rising number.
    additions: Vec<(u32, &'a DocumentTerms)>,
    /// For each of them, where the terms of each part of the key space begin, and the end.
    bounds: Vec<Vec<u32>>,
    /// By old number.
    renumbering: Vec<Option<u32>>,
    /// Old numbers that are gone or others now.
    touched: Vec<u32>,
    bits: u32,
    part_bits: u32,
}

impl<'a> Merge<'a> {
    fn new(index: &'a StaticIndex, plan: &Plan, analysed: &'a [AnalysedDocument]) -> Self {
        let mut additions = Vec::new();
        let mut renumbering = vec![None; index.documents.len()];
        let mut postings = 0;
        for (planned, number) in plan.order.iter().zip(0..) {
            match planned.source {
                Source::Kept(old) => {
                    renumbering[old as usize] = Some(number);
                    postings += u64::from(index.documents[old as usize].terms);
                }
                Source::Changed(place) => {
                    additions.push((number, &analysed[place].terms));
                    postings += analysed[place].terms.len() as u64;
                }
            }
        }
        let moved = |(new, old): (&Option<u32>, u32)| (*new != Some(old)).then_some(old);
        let touched = renumbering.iter().zip(0..).filter_map(moved).collect();
        let bits = (0..16).find(|bits| postings >> bits <= POSTINGS_PER_SHARD).unwrap_or(16);
        let part_bits = bits.min(6);
        let bounds = additions.par_iter().map(|(_, terms)| bounds(&terms.keys, part_bits)).collect();
        Merge { index, additions, bounds, renumbering, touched, bits, part_bits }
    }

    /// All shards of the new index. Work is cut into parts of the key space and not shard by
    /// shard, so that a document's terms are searched for their place 64 times and not 2,000.
    fn shards(&self) -> Vec<Shard> {
        let parts = (0..1usize << self.part_bits).into_par_iter();
        let parts = parts.map(|number| self.part(Part::new(self.part_bits, number)));
        parts.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    fn part(&self, part: Part) -> Vec<Shard> {
        let of_part = |bounds: &Vec<u32>| bounds[part.number] as usize..bounds[part.number + 1] as usize;
        let mut additions = Vec::with_capacity(self.bounds.iter().map(|one| of_part(one).len()).sum());
        for ((number, terms), bounds) in self.additions.iter().zip(&self.bounds) {
            let keys = terms.keys[of_part(bounds)].iter();
            let pairs = keys.zip(&terms.evidence[of_part(bounds)]);
            additions.extend(pairs.map(|(key, evidence)| Posting::new(*key, *number, *evidence)));
        }
        let mut spare = Vec::new();
        shard::sort_by_key(&mut additions, &mut spare, 32 - part.bits);
        let mut additions = &additions[..];
        let shards = 1usize << (self.bits - part.bits);
        let first = part.number * shards;
        (first..first + shards)
            .map(|number| {
                let of_shard = Part::new(self.bits, number);
                let count = additions.partition_point(|posting| posting.key() <= of_shard.last());
                let (mine, others) = additions.split_at(count);
                additions = others;
                self.shard(of_shard, mine, &mut spare)
            })
            .collect()
    }

    fn shard(&self, part: Part, additions: &[Posting], postings: &mut Vec<Posting>) -> Shard {
        let same_shards = self.bits == self.index.shard_bits && !self.index.shards.is_empty();
        let payload = if same_shards && self.touched.len() <= self.renumbering.len() / 8 {
            let patch = Patch { touched: &self.touched, renumbering: &self.renumbering };
            match patch.apply(part.first(), self.index.payload(part.number), additions) {
                Some(payload) => payload,
                None => return self.index.shards[part.number].clone(),
            }
        } else {
            self.encoded(part, additions, postings)
        };
        Shard { name: FileName::of(&payload), payload: Payload::Owned(payload.into()) }
    }

    fn encoded(&self, part: Part, additions: &[Posting], postings: &mut Vec<Posting>) -> Vec<u8> {
        postings.clear();
        self.survivors(part, postings);
        let all = if postings.is_empty() {
            additions
        } else {
            postings.extend_from_slice(additions);
            // The stable sort finds the two sorted runs and merges them.
            postings.sort();
            postings
        };
        let mut payload = Vec::with_capacity(all.len() * 2);
        shard::encode(part.first(), all, &mut payload);
        payload
    }

    fn survivors(&self, part: Part, postings: &mut Vec<Posting>) {
        if self.index.shards.is_empty() {
            return;
        }
        let old_bits = self.index.shard_bits;
        for old in shard_of(part.first(), old_bits)..=shard_of(part.last(), old_bits) {
            let first = Part::new(old_bits, old).first();
            shard::surviving(first, self.index.payload(old), &self.renumbering, postings);
        }
        if old_bits < self.bits {
            postings.retain(|posting| (part.first()..=part.last()).contains(&posting.key()));
        }
    }
}
