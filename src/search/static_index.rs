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

use rayon::prelude::*;

use super::document::{AnalysedDocument, DocumentKey};
use super::file_name::FileName;
use super::group::{self, GROUP, Indexed};
use super::merge::Merge;
use super::plan::{Plan, Planned, Source};
use super::shards::Shards;

/// The index that the browser reads, all of it in memory.
#[derive(Debug, Default)]
pub struct StaticIndex {
    /// In the order of their numbers.
    pub(super) documents: Vec<Indexed>,
    pub(super) shards: Shards,
    /// Names of the files of titles and summaries.
    pub(super) groups: Vec<FileName>,
}

impl StaticIndex {
    /// Compares the index with the documents there should be, in any order.
    pub fn plan(&self, keys: &[DocumentKey<'_>]) -> Plan {
        Plan::between(&self.documents, keys)
    }

    /// Carries out a plan made by this index just before, given the analyses of the documents
    /// at [`Plan::changed`] in that order.
    ///
    /// # Panics
    /// If there are more or fewer analyses than changed documents.
    pub fn apply(&mut self, plan: &Plan, analysed: &[AnalysedDocument]) {
        assert_eq!(plan.changed.len(), analysed.len(), "one analysis for each changed document");
        // An index of nothing still has a shard, or there would be no files to say so.
        if plan.is_empty() && !self.shards.all.is_empty() {
            return;
        }
        let merge = Merge::new((&self.shards, &self.documents), plan, analysed);
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
        self.shards.bits = bits;
        self.shards.all = shards;
        self.name_groups(plan, old.len());
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
                    _ => FileName::of(&group::payload(documents)),
                }
            })
            .collect();
    }
}
