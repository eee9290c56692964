//! What is known of an article, as `metadata.json` says it: `docs/bundle.schema.json` describes every property.

use jiff::civil::Date;
use serde::Serialize;

use super::Terms;
use crate::model::{Article, Catalog, Credit};

/// The version of the description.
const VERSION: u32 = 1;

/// A file of the bundle beside the metadata and the sums.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    pub path: String,
    pub role: Role,
    /// What stands in for a picture; empty where nobody wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    pub bytes: usize,
    pub sha256: String,
}

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Body,
    Cover,
    Image,
}

#[derive(Debug, Serialize)]
pub struct Metadata<'a> {
    version: u32,
    title: &'a str,
    summary: &'a str,
    topic: Option<Named<'a>>,
    tags: Vec<&'a str>,
    authors: Vec<Person<'a>>,
    reviewers: Vec<Person<'a>>,
    reviewed: Option<Date>,
    valid_until: Option<Date>,
    published: Date,
    updated: Option<Date>,
    sources: Vec<Source<'a>>,
    audience: &'a [String],
    districts: &'a [String],
    ai_assisted: Option<bool>,
    claim: Option<&'a str>,
    verdict: Option<Named<'a>>,
    address: Option<String>,
    attribution: Option<&'a str>,
    disclaimer: Option<&'a str>,
    files: &'a [Entry],
}

#[derive(Debug, Serialize)]
struct Named<'a> {
    id: &'a str,
    name: &'a str,
}

#[derive(Debug, Serialize)]
struct Person<'a> {
    name: &'a str,
    title: Option<&'a str>,
    organisation: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Source<'a> {
    title: &'a str,
    publisher: Option<&'a str>,
    year: Option<i16>,
    url: Option<&'a str>,
}

impl<'a> Metadata<'a> {
    pub fn of(article: &'a Article, catalog: &'a Catalog, terms: &Terms<'a>, files: &'a [Entry]) -> Self {
        let front = &article.source.front;
        let topic = catalog.topic_of(article).map(|topic| &topic.config);
        let sources = front.sources.iter().map(|source| Source {
            title: &source.title,
            publisher: source.publisher.as_deref(),
            year: source.year,
            url: source.url.as_deref(),
        });
        Metadata {
            version: VERSION,
            title: front.title.trim(),
            summary: article.summary().trim(),
            topic: topic.map(|topic| Named { id: &topic.id, name: &topic.name }),
            tags: article.tags.iter().map(|&tag| catalog.tags[tag].name.as_str()).collect(),
            authors: front.authors.iter().map(|it| Person::of(catalog, &it.value)).collect(),
            reviewers: front.reviewers.iter().map(|it| Person::of(catalog, &it.value)).collect(),
            reviewed: front.reviewed,
            valid_until: front.valid_until,
            published: article.date,
            updated: front.updated,
            sources: sources.collect(),
            audience: &front.audience,
            districts: &front.districts,
            ai_assisted: front.ai_assisted,
            claim: front.claim.as_deref(),
            verdict: front.verdict.map(|verdict| Named { id: verdict.id(), name: verdict.name() }),
            address: Some(catalog.absolute(&article.path)).filter(|it| !it.is_empty()),
            attribution: terms.closing.attribution,
            disclaimer: catalog.config.disclaimer.as_deref(),
            files,
        }
    }
}

impl<'a> Person<'a> {
    fn of(catalog: &'a Catalog, credit: &'a Credit) -> Person<'a> {
        let known = catalog.people.find(credit.name.trim());
        let organisation = credit.organisation.as_deref();
        let organisation = organisation.or_else(|| known?.organisation.as_deref());
        Person {
            name: known.map_or_else(|| credit.name.trim(), |person| &person.name),
            title: credit.title.as_deref().or_else(|| known?.title.as_deref()),
            organisation: organisation.map(|it| catalog.people.organisation_name(it)),
        }
    }
}
