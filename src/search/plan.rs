//! What has to happen to an index, found by comparing keys of documents.

use std::collections::{HashMap, HashSet};

use super::document::{DocumentKey, Fingerprint, in_order};
use super::group::Indexed;

/// What has to happen to an index to make it one of a given set of documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub(super) changed: Vec<usize>,
    removed: Vec<String>,
    pub(super) order: Vec<Planned>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Planned {
    pub(super) source: Source,
    pub(super) fingerprint: Fingerprint,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// Number in the old index.
    Kept(u32),
    /// Place in `Plan::changed`.
    Changed(usize),
}

impl Plan {
    /// Compares the documents of an index with those there should be, in any order.
    pub(super) fn between(documents: &[Indexed], keys: &[DocumentKey<'_>]) -> Plan {
        let old: HashMap<&str, u32> =
            documents.iter().zip(0..).map(|(old, number)| (&*old.record.path, number)).collect();
        let mut plan = Plan { changed: Vec::new(), removed: Vec::new(), order: Vec::new() };
        let mut there = HashSet::with_capacity(keys.len());
        for place in in_order(keys) {
            let DocumentKey { path, date, fingerprint } = keys[place];
            there.insert(path);
            let kept = old.get(path).copied().filter(|number| {
                let old = &documents[*number as usize];
                old.fingerprint == fingerprint && old.record.date == date
            });
            let source = kept.map_or(Source::Changed(plan.changed.len()), Source::Kept);
            if matches!(source, Source::Changed(_)) {
                plan.changed.push(place);
            }
            plan.order.push(Planned { source, fingerprint });
        }
        let gone = documents.iter().map(|old| &old.record.path).filter(|path| !there.contains(&***path));
        plan.removed = gone.cloned().collect();
        plan
    }

    /// Places in the slice given to [`StaticIndex::plan`](crate::search::StaticIndex::plan) of the documents to analyse.
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
