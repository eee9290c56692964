//! The shards of an index: which part of the key space each covers, and where its bytes lie.

use std::ops::Range;
use std::sync::Arc;

use super::file_name::FileName;

#[derive(Debug, Clone)]
pub(super) struct Shard {
    pub(super) name: FileName,
    pub(super) payload: Payload,
}

/// Where a shard's bytes are: still in the cache they were read from, or made anew.
#[derive(Debug, Clone)]
pub(super) enum Payload {
    Cached(Range<usize>),
    Owned(Arc<[u8]>),
}

/// All shards, each with the terms of its part of the key space.
#[derive(Debug, Default)]
pub(super) struct Shards {
    pub(super) bits: u32,
    pub(super) all: Vec<Shard>,
    /// The bytes of the cache these came from; unchanged shards still lie in it.
    pub(super) cache: Vec<u8>,
}

impl Shards {
    /// The bytes of a shard.
    pub(super) fn payload(&self, shard: usize) -> &[u8] {
        match &self.all[shard].payload {
            Payload::Cached(range) => self.cache.get(range.clone()).unwrap_or_default(),
            Payload::Owned(bytes) => bytes,
        }
    }
}

/// The part of the key space a shard covers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) bits: u32,
    pub(super) number: usize,
}

impl Part {
    pub(super) fn new(bits: u32, number: usize) -> Self {
        Part { bits, number }
    }

    pub(super) fn first(self) -> u32 {
        ((self.number as u64) << (32 - self.bits)) as u32
    }

    pub(super) fn last(self) -> u32 {
        (((self.number as u64 + 1) << (32 - self.bits)) - 1) as u32
    }
}

/// The shard of `key` among `1 << bits`.
pub(super) fn shard_of(key: u32, bits: u32) -> usize {
    (u64::from(key) >> (32 - bits)) as usize
}
