//! Reads the published files as the browser does.
//!
//! The browser's half in Rust: it is given the files alone and shares no state with what wrote
//! them, so a test that finds something through it has proved that readers can find it.

use std::collections::HashMap;

use super::evidence::Evidence;
use super::ranking::{self, Postings};
use super::shard::Terms;
use super::shards::{Part, shard_of};
use super::{VERSION, query, term};

/// The published files by path, and what has been read of them.
pub struct StaticReader<F> {
    fetch: F,
    root: Root,
}

#[derive(serde::Deserialize)]
struct Root {
    v: u32,
    n: u32,
    b: u32,
    g: usize,
    d: u32,
    f: String,
}

/// A result: what the browser shows of a document.
pub type Row = [String; 8];

impl<F: Fn(&str) -> Option<Vec<u8>>> StaticReader<F> {
    /// Reads the root by `fetch`, which gives a file's bytes for its path. `None` if there is no
    /// root of this version.
    pub fn open(fetch: F) -> Option<Self> {
        let root = argument(&fetch("search/root.js")?)?;
        let root: Root = serde_json::from_str(&root).ok()?;
        (root.v == VERSION).then_some(StaticReader { fetch, root })
    }

    /// All results for what a reader typed, the best first; `None` if a file is missing or
    /// damaged.
    pub fn search(&self, typed: &str, topic: Option<&str>, limit: usize) -> Option<Vec<Row>> {
        let mut shards = HashMap::new();
        let mut terms = Vec::new();
        for term in query::parse(typed) {
            terms.push((term, self.postings(term.key, &mut shards)?));
        }
        let filter = match topic {
            Some(topic) => Some(self.postings(term::topic(topic), &mut shards)?),
            None => None,
        };
        let results = ranking::rank(self.root.n, &terms, filter.as_ref());
        results.iter().take(limit).map(|result| self.row(result.document)).collect()
    }

    fn postings(&self, key: u32, shards: &mut HashMap<usize, String>) -> Option<Postings> {
        let number = shard_of(key, self.root.b);
        if let std::collections::hash_map::Entry::Vacant(vacant) = shards.entry(number) {
            vacant.insert(self.file(number)?);
        }
        let payload = unquoted(shards.get(&number)?)?;
        let mut terms = Terms::new(Part::new(self.root.b, number).first(), payload.as_bytes());
        let mut postings = Vec::new();
        while terms.next(&mut postings).is_some() {
            if postings.first().is_some_and(|posting| posting.key() == key) {
                let pair = |posting: &super::shard::Posting| -> (u32, Evidence) {
                    (posting.document(), posting.evidence())
                };
                return Some(postings.iter().map(pair).collect());
            }
        }
        Some(Vec::new())
    }

    fn row(&self, document: u32) -> Option<Row> {
        let document = document as usize;
        let group = self.file((1 << self.root.b) + document / self.root.g)?;
        let mut rows: Vec<Row> = serde_json::from_str(&group).ok()?;
        let place = document % self.root.g;
        (place < rows.len()).then(|| rows.swap_remove(place))
    }

    /// The value of a shard or group by its number.
    fn file(&self, number: usize) -> Option<String> {
        let in_root = |number: usize| self.root.f.get(10 * number..10 * number + 10);
        if self.root.d == 0 {
            return self.value(in_root(number)?);
        }
        let page = self.value(in_root(number / 128)?)?;
        let start = 10 * (number % 128);
        self.value(unquoted(&page)?.get(start..start + 10)?)
    }

    fn value(&self, name: &str) -> Option<String> {
        argument(&(self.fetch)(&format!("search/{name}.js"))?)
    }
}

/// The second argument of the call that a file is.
fn argument(file: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(file).ok()?;
    let call = text.strip_prefix("kepuSearch(\"")?.strip_suffix(")\n")?;
    Some(call.split_once("\",")?.1.to_owned())
}

fn unquoted(value: &str) -> Option<&str> {
    value.strip_prefix('\'')?.strip_suffix('\'')
}
