//! The search indexes of a catalog: what has changed is analysed, the rest is taken from the cache.
//!
//! The static index is part of the site and follows every build. The native one is brought up to date
//! by whoever searches: most builds are not followed by a search in the terminal.

use anyhow::Result;
use rayon::prelude::*;

use super::CacheFolder;
use crate::model::{Article, Catalog};
use crate::search::{
    AnalysedDocument, Changes, DocumentKey, Fingerprint, Label, NativeIndex, SearchDocument, StaticIndex,
    analyse,
};

/// The static index of a catalog.
pub struct SearchIndex {
    index: StaticIndex,
    changed: bool,
}

impl SearchIndex {
    /// Brings `former` up to date with the catalog.
    pub fn update(mut former: StaticIndex, catalog: &Catalog) -> SearchIndex {
        let shown = Documents::of(catalog, |article| !article.expired(catalog.day));
        let plan = former.plan(&shown.keys());
        let analysed: Vec<AnalysedDocument> = plan
            .changed()
            .par_iter()
            .map(|&place| {
                let mut analysed = None;
                shown.lend(place, &mut |document| analysed = Some(analyse(document)));
                // It is always lent.
                analysed.unwrap_or_else(|| analyse(&SearchDocument::default()))
            })
            .collect();
        former.apply(&plan, &analysed);
        SearchIndex { index: former, changed: !plan.is_empty() }
    }

    /// The index as the browser reads it.
    pub fn index(&self) -> &StaticIndex {
        &self.index
    }

    /// Hands the index over, for the next update.
    pub fn into_index(self) -> StaticIndex {
        self.index
    }

    /// Leaves the index for the next run; the caller holds the lock of the cache.
    pub fn remember(&self, cache: &CacheFolder) -> Result<()> {
        if self.changed { cache.write_bytes(CACHE, self.index.to_cache()) } else { Ok(()) }
    }
}

const CACHE: &str = "search.bin";

/// The index that the last run left, or an empty one.
pub fn former(cache: &CacheFolder) -> StaticIndex {
    cache.read_bytes(CACHE).and_then(StaticIndex::from_cache).unwrap_or_default()
}

/// The native index of a catalog, for a search: what was edited since the last build is found too. It
/// is made in memory where it cannot be kept, and if that is out of the ordinary, why.
///
/// # Errors
///
/// It cannot even be made in memory.
pub fn native(catalog: &Catalog, cache: &CacheFolder) -> Result<(NativeIndex, Option<anyhow::Error>)> {
    // What has expired is in it too, and a search says of which day it is.
    let documents = Documents::of(catalog, |_| true);
    match cache.lock() {
        Ok(Some(_lock)) => match documents.keep(cache) {
            Ok(native) => Ok((native, None)),
            Err(error) => Ok((documents.in_memory()?, Some(error))),
        },
        // Another run works on the cache just now, or the site lies on a read-only medium.
        Ok(None) | Err(_) => match documents.kept(cache) {
            Some((native, changes)) if changes.is_empty() => Ok((native, None)),
            _ => Ok((documents.in_memory()?, None)),
        },
    }
}

/// The articles of a catalog as documents of an index.
struct Documents<'a> {
    catalog: &'a Catalog,
    articles: Vec<&'a Article>,
    dates: Vec<String>,
}

impl<'a> Documents<'a> {
    fn of(catalog: &'a Catalog, admits: impl Fn(&Article) -> bool) -> Self {
        let articles: Vec<&Article> = catalog.articles.iter().filter(|article| admits(article)).collect();
        let dates = articles.iter().map(|article| article.date.to_string()).collect();
        Documents { catalog, articles, dates }
    }

    fn keys(&self) -> Vec<DocumentKey<'_>> {
        let articles = self.articles.iter().zip(&self.dates);
        articles
            .map(|(article, date)| DocumentKey {
                path: &article.path,
                date,
                fingerprint: fingerprint(self.catalog, article),
            })
            .collect()
    }

    fn kept(&self, cache: &CacheFolder) -> Option<(NativeIndex, Changes)> {
        cache.refuse_link().ok()?;
        let native = NativeIndex::open(&cache.folder(NATIVE))?;
        let changes = native.compare(&self.keys()).ok()?;
        Some((native, changes))
    }

    /// Brings the index in the cache up to date; one that cannot be changed may still be replaced.
    fn keep(&self, cache: &CacheFolder) -> Result<NativeIndex> {
        cache.refuse_link()?;
        if let Some((mut native, changes)) = self.kept(cache) {
            let update = |native: &mut NativeIndex| {
                native.update(&self.keys(), &changes, &|place, wanted| self.lend(place, wanted))
            };
            if changes.is_empty() || update(&mut native).is_ok() {
                return Ok(native);
            }
        }
        self.fill(NativeIndex::create(&cache.folder(NATIVE))?)
    }

    fn in_memory(&self) -> Result<NativeIndex> {
        self.fill(NativeIndex::in_memory())
    }

    fn fill(&self, mut native: NativeIndex) -> Result<NativeIndex> {
        let keys = self.keys();
        let changes = native.compare(&keys)?;
        native.update(&keys, &changes, &|place, wanted| self.lend(place, wanted))?;
        Ok(native)
    }

    /// Gives the document at a place to `wanted`.
    fn lend(&self, place: usize, wanted: &mut dyn FnMut(&SearchDocument<'_>)) {
        let (article, date) = (self.articles[place], &self.dates[place]);
        let front = &article.source.front;
        let headings: Vec<&str> = article.source.outline.headings.iter().map(|it| it.text.as_str()).collect();
        let tags: Vec<&str> = front.tags.iter().map(|tag| tag.value.trim()).collect();
        let topic = self.catalog.topic_of(article);
        let until = front.valid_until.map(|until| until.to_string()).unwrap_or_default();
        wanted(&SearchDocument {
            path: &article.path,
            date,
            title: &front.title,
            headings: &headings,
            tags: &tags,
            topic: topic.map(|topic| Label { id: &topic.config.id, name: &topic.config.name }),
            verdict: front.verdict.map(|verdict| Label { id: verdict.id(), name: verdict.name() }),
            until: &until,
            summary: article.summary(),
            body: &article.source.document().text,
        });
    }
}

const NATIVE: &str = "search";

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
