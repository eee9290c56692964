//! Applies a plan to the shards: what is stale is dropped, what is new merged in, and only the shards
//! it touches are encoded again.

use rayon::prelude::*;

use super::document::{AnalysedDocument, DocumentTerms};
use super::file_name::FileName;
use super::group::Indexed;
use super::plan::{Plan, Source};
use super::shard::{self, Patch, Posting};
use super::shards::{Part, Payload, Shard, Shards, shard_of};

/// Terms of documents in a shard at most, on average. Smaller shards are fewer bytes for a query
/// and more files for a site.
const POSTINGS_PER_SHARD: u64 = 8192;
/// Where each of the `1 << bits` parts of the key space begins among sorted keys, and the end.
fn bounds(keys: &[u32], bits: u32) -> Vec<u32> {
    let parts = 0..=1usize << bits;
    parts.map(|part| keys.partition_point(|key| shard_of(*key, bits) < part) as u32).collect()
}

/// One application of a plan to the shards.
pub(super) struct Merge<'a> {
    old: &'a Shards,
    /// New documents by rising number.
    additions: Vec<(u32, &'a DocumentTerms)>,
    /// For each of them, where the terms of each part of the key space begin, and the end.
    bounds: Vec<Vec<u32>>,
    /// By old number.
    renumbering: Vec<Option<u32>>,
    /// Old numbers that are gone or others now.
    touched: Vec<u32>,
    pub(super) bits: u32,
    part_bits: u32,
}

impl<'a> Merge<'a> {
    /// Of the shards `old` of these `documents`.
    pub(super) fn new(
        (old, documents): (&'a Shards, &[Indexed]),
        plan: &Plan,
        analysed: &'a [AnalysedDocument],
    ) -> Self {
        let mut additions = Vec::new();
        let mut renumbering = vec![None; documents.len()];
        let mut postings = 0;
        for (planned, number) in plan.order.iter().zip(0..) {
            match planned.source {
                Source::Kept(former) => {
                    renumbering[former as usize] = Some(number);
                    postings += u64::from(documents[former as usize].terms);
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
        Merge { old, additions, bounds, renumbering, touched, bits, part_bits }
    }

    /// All shards of the new index. Work is cut into parts of the key space and not shard by
    /// shard, so that a document's terms are searched for their place 64 times and not 2,000.
    pub(super) fn shards(&self) -> Vec<Shard> {
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
        let same_shards = self.bits == self.old.bits && !self.old.all.is_empty();
        let payload = if same_shards && self.touched.len() <= self.renumbering.len() / 8 {
            let patch = Patch { touched: &self.touched, renumbering: &self.renumbering };
            match patch.apply(part.first(), self.old.payload(part.number), additions) {
                Some(payload) => payload,
                None => return self.old.all[part.number].clone(),
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
        if self.old.all.is_empty() {
            return;
        }
        let old_bits = self.old.bits;
        for old in shard_of(part.first(), old_bits)..=shard_of(part.last(), old_bits) {
            let first = Part::new(old_bits, old).first();
            shard::surviving(first, self.old.payload(old), &self.renumbering, postings);
        }
        if old_bits < self.bits {
            postings.retain(|posting| (part.first()..=part.last()).contains(&posting.key()));
        }
    }
}
