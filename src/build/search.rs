//! The search indexes of a catalog: what has changed is analysed, the rest is taken from the cache.

use anyhow::Result;
use rayon::prelude::*;

use super::CacheFolder;
use crate::fs;
use crate::model::{Article, Catalog};
use crate::search::{
    AnalysedDocument, DocumentKey, Fingerprint, Label, NativeIndex, Plan, SearchDocument, StaticIndex,
    analyse,
};

/// The static index of a catalog, and how it came from the former one.
pub struct SearchIndex {
    index: StaticIndex,
    plan: Plan,
    analysed: Vec<AnalysedDocument>,
}

impl SearchIndex {
    /// Brings `former` up to date with the catalog.
    pub fn update(mut former: StaticIndex, catalog: &Catalog) -> SearchIndex {
        let shown: Vec<&Article> =
            catalog.articles.iter().filter(|article| !article.expired(catalog.day)).collect();
        let dates: Vec<String> = shown.iter().map(|article| article.date.to_string()).collect();
        let keys: Vec<DocumentKey<'_>> = shown
            .iter()
            .zip(&dates)
            .map(|(article, date)| DocumentKey {
                path: &article.path,
                date,
                fingerprint: fingerprint(catalog, article),
            })
            .collect();
        let plan = former.plan(&keys);
        let analysed: Vec<AnalysedDocument> = plan
            .changed()
            .par_iter()
            .map(|&place| analyse_article(catalog, shown[place], &dates[place]))
            .collect();
        former.apply(&plan, &analysed);
        SearchIndex { index: former, plan, analysed }
    }

    /// The index as the browser reads it.
    pub fn index(&self) -> &StaticIndex {
        &self.index
    }

    /// Hands the index over, for the next update.
    pub fn into_index(self) -> StaticIndex {
        self.index
    }

    /// Leaves the static index for the next run and brings the native one up to date.
    pub fn remember(&self, cache: &CacheFolder) -> Result<()> {
        let folder = native_folder(cache);
        if self.plan.is_empty() && fs::is_dir(&folder) {
            return Ok(());
        }
        self.native(cache)?;
        cache.write_bytes(CACHE, self.index.to_cache())
    }

    /// The native index, brought up to date.
    pub fn native(&self, cache: &CacheFolder) -> Result<NativeIndex> {
        let folder = native_folder(cache);
        // What lies behind a link in its place is no index of ours to write into.
        if fs::standing(&folder) == fs::Standing::Link {
            fs::remove(&folder)?;
        }
        let mut native = NativeIndex::open_or_create(&folder)?;
        native.update(&self.index, &self.plan, &self.analysed)?;
        Ok(native)
    }
}

const CACHE: &str = "search.bin";

fn native_folder(cache: &CacheFolder) -> std::path::PathBuf {
    cache.folder("search")
}

/// The index that the last run left, or an empty one.
pub fn former(cache: &CacheFolder) -> StaticIndex {
    cache.read_bytes(CACHE).and_then(StaticIndex::from_cache).unwrap_or_default()
}

/// Stands for all that search knows of an article, without looking at its text.
fn fingerprint(catalog: &Catalog, article: &Article) -> Fingerprint {
    let mut bytes = article.source.hash.to_vec();
    if let Some(topic) = catalog.topic_of(article) {
        bytes.extend_from_slice(topic.config.id.as_bytes());
        bytes.push(0);
        bytes.extend_from_slice(topic.config.name.as_bytes());
    }
    Fingerprint::of_bytes(&bytes)
}

fn analyse_article(catalog: &Catalog, article: &Article, date: &str) -> AnalysedDocument {
    let front = &article.source.front;
    let headings: Vec<&str> = article.source.outline.headings.iter().map(|it| it.text.as_str()).collect();
    let tags: Vec<&str> = front.tags.iter().map(|tag| tag.value.trim()).collect();
    let topic = catalog.topic_of(article);
    analyse(&SearchDocument {
        path: &article.path,
        date,
        title: &front.title,
        headings: &headings,
        tags: &tags,
        topic: topic.map(|topic| Label { id: &topic.config.id, name: &topic.config.name }),
        verdict: front.verdict.map(|verdict| Label { id: verdict.id(), name: verdict.name() }),
        summary: article.summary(),
        body: &article.source.document().text,
    })
}
