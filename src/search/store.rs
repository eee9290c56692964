//! The static index as one file's bytes, for the next build to start from.

use serde::{Deserialize, Serialize};

use super::VERSION;
use super::file_name::FileName;
use super::group::Indexed;
use super::shards::{Payload, Shard, Shards};
use super::static_index::StaticIndex;

const MAGIC: [u8; 8] = *b"kepusrch";
/// Magic, version, length of the head, checksum of the head.
const PREFIX: usize = 8 + 4 + 4 + 8;

#[derive(Serialize, Deserialize)]
struct Head<D> {
    documents: D,
    shard_bits: u32,
    shards: Vec<(FileName, u32)>,
    groups: Vec<FileName>,
}

impl StaticIndex {
    /// The index that [`to_cache`](Self::to_cache) gave these bytes; `None` if they are damaged
    /// or of another version of the format or the analysis.
    pub fn from_cache(cache: Vec<u8>) -> Option<StaticIndex> {
        let number = |from: usize| -> Option<u32> {
            Some(u32::from_le_bytes(cache.get(from..from + 4)?.try_into().ok()?))
        };
        if cache.get(..8)? != MAGIC || number(8)? != VERSION {
            return None;
        }
        let head = cache.get(PREFIX..PREFIX.checked_add(number(12)? as usize)?)?;
        if cache.get(16..24)? != &blake3::hash(head).as_bytes()[..8] {
            return None;
        }
        let mut start = PREFIX + head.len();
        let head: Head<Vec<Indexed>> = postcard::from_bytes(head).ok()?;
        let mut shards = Vec::with_capacity(head.shards.len());
        for (name, length) in head.shards {
            let range = start..start.checked_add(length as usize)?;
            start = range.end;
            shards.push(Shard { name, payload: Payload::Cached(range) });
        }
        if start != cache.len() || shards.len() != 1 << head.shard_bits.min(31) {
            return None;
        }
        let Head { documents, shard_bits, groups, .. } = head;
        let shards = Shards { bits: shard_bits, all: shards, cache };
        Some(StaticIndex { documents, shards, groups })
    }

    /// Everything the next build needs of this one, some 2 bytes for 5 of text.
    pub fn to_cache(&self) -> Vec<u8> {
        let payloads = || (0..self.shards.all.len()).map(|shard| self.shards.payload(shard));
        let lengths = payloads().map(|payload| payload.len() as u32);
        let head = Head {
            documents: &self.documents,
            shard_bits: self.shards.bits,
            shards: self.shards.all.iter().map(|shard| shard.name).zip(lengths).collect(),
            groups: self.groups.clone(),
        };
        // Writing to memory cannot fail; an empty head would only make the next build clean.
        let head = postcard::to_stdvec(&head).unwrap_or_default();
        let size = PREFIX + head.len() + payloads().map(<[u8]>::len).sum::<usize>();
        let mut cache = Vec::with_capacity(size);
        cache.extend_from_slice(&MAGIC);
        cache.extend_from_slice(&VERSION.to_le_bytes());
        cache.extend_from_slice(&(head.len() as u32).to_le_bytes());
        cache.extend_from_slice(&blake3::hash(&head).as_bytes()[..8]);
        cache.extend_from_slice(&head);
        payloads().for_each(|payload| cache.extend_from_slice(payload));
        cache
    }
}
