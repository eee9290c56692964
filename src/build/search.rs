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

    /// Leaves the static index for the next run and brings the native one up to date; the caller
    /// holds the lock of the cache.
    pub fn remember(&self, cache: &CacheFolder) -> Result<()> {
        if self.plan.is_empty() && fs::is_dir(&native_folder(cache)) {
            return Ok(());
        }
        self.keep(cache).map(drop)
    }

    /// The native index, for a search: what was edited since the last build is found too. It is made
    /// in memory where it cannot be kept, and if that is out of the ordinary, why.
    ///
    /// # Errors
    ///
    /// It cannot even be made in memory.
    pub fn open(&self, cache: &CacheFolder) -> Result<(NativeIndex, Option<anyhow::Error>)> {
        let in_memory = || NativeIndex::in_memory(&self.index);
        match cache.lock() {
            Ok(Some(_lock)) => match self.keep(cache) {
                Ok(native) => Ok((native, None)),
                Err(error) => Ok((in_memory()?, Some(error))),
            },
            // A build that runs just now keeps it itself.
            Ok(None) => Ok((in_memory()?, None)),
            // A site on a read-only medium.
            Err(_) => {
                let kept = NativeIndex::open(&native_folder(cache)).filter(|it| it.holds(&self.index));
                Ok((kept.map_or_else(in_memory, Ok)?, None))
            }
        }
    }

    fn keep(&self, cache: &CacheFolder) -> Result<NativeIndex> {
        cache.refuse_link()?;
        let mut native = NativeIndex::open_or_create(&native_folder(cache))?;
        native.update(&self.index, &self.plan, &self.analysed)?;
        if !self.plan.is_empty() {
            cache.write_bytes(CACHE, self.index.to_cache())?;
        }
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
