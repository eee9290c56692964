//! An article as feeds carry it.

use std::collections::HashSet;

use anyhow::Result;
use jiff::civil::Date;
use serde::Serialize;

use super::super::html::Body;
use super::super::items::person_view;
use super::super::{Key, Site};
use super::xml::allowed;
use crate::calendar::in_words;
use crate::media::media_type;
use crate::model::Article;
use crate::parse::markdown::text_to_html;

/// How much of an article an entry carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    Whole,
    Summary,
}

#[derive(Serialize)]
pub struct Entry {
    pub title: String,
    pub address: String,
    pub summary: String,
    pub published: Date,
    pub updated: Date,
    /// Seconds after midnight at which the entry is said to have been updated.
    ///
    /// Articles know their day only, and readers of Atom tell entries apart by `updated`; the hash
    /// of the path keeps them distinct and stable.
    pub second: u32,
    pub authors: Vec<String>,
    pub categories: Vec<String>,
    pub image: Option<Image>,
    /// Stands before the body, which travels without the site's pages.
    disclaimer: Option<String>,
    #[serde(skip)]
    body: Option<Body>,
}

/// The cover, as it is published.
#[derive(Serialize)]
pub struct Image {
    pub address: String,
    pub mime: &'static str,
    /// Bytes.
    pub length: u64,
    /// Pixels, where the file tells.
    pub size: Option<(u32, u32)>,
    /// For those who cannot see it; empty where nobody wrote it.
    pub alt: String,
}

impl Entry {
    pub fn new(site: &Site<'_>, article: &Article, extent: Extent) -> Entry {
        let catalog = site.catalog;
        let front = &article.source.front;
        let hash = blake3::hash(article.path.as_bytes());
        let second = u32::from_le_bytes([hash.as_bytes()[0], hash.as_bytes()[1], 0, 0]);
        let topic = catalog.topic_of(article).map(|topic| topic.config.name.as_str());
        let tags = article.tags.iter().map(|&tag| catalog.tags[tag].name.as_str());
        let whole = extent == Extent::Whole;
        Entry {
            title: allowed(&front.title),
            address: catalog.absolute(&article.path),
            summary: allowed(article.summary()),
            published: article.date,
            updated: front.updated.unwrap_or(article.date).max(article.date),
            second,
            authors: front
                .authors
                .iter()
                .map(|author| allowed(&person_view(catalog, &author.value).name))
                .collect(),
            categories: topic.into_iter().chain(tags).map(allowed).collect(),
            disclaimer: catalog.config.disclaimer.clone().filter(|line| whole && !line.trim().is_empty()),
            image: Image::of(site, article),
            body: whole.then(|| Body::absolute(site, (&article.source, &article.links), &article.path)),
        }
    }

    /// The whole article as HTML with absolute addresses. Readers that show an article once and never again give
    /// no sign of a correction; so it is said at its beginning.
    pub fn content(&self) -> Option<String> {
        let html = absolute_fragments(&self.body.as_ref()?.html(), &self.address);
        let mut content = String::with_capacity(html.len() + 200);
        if let Some(line) = &self.disclaimer {
            content.push_str(&format!("<p><strong>{}</strong></p>", text_to_html(line)));
        }
        if self.corrected() {
            let (updated, published) = (in_words(self.updated), in_words(self.published));
            content.push_str(&format!("<p>更新于 {updated}，首次发布于 {published}。</p>"));
        }
        content.push_str(&html);
        Some(allowed(&content))
    }

    /// Whether it was changed after the day on which it was published.
    pub fn corrected(&self) -> bool {
        self.updated > self.published
    }

    /// Adds what is not serialised.
    pub fn fingerprint(&self, key: &mut Key) -> Result<()> {
        match &self.body {
            Some(body) => body.fingerprint(key),
            None => Ok(()),
        }
    }
}

impl Image {
    fn of(site: &Site<'_>, article: &Article) -> Option<Image> {
        let asset = site.catalog.asset(article.cover.as_ref()?)?;
        let mime = media_type(&asset.path);
        mime.starts_with("image/").then(|| Image {
            address: site.catalog.absolute(&asset.path),
            mime,
            length: asset.length,
            size: asset.size,
            alt: allowed(article.source.front.cover_alt.as_deref().unwrap_or_default()),
        })
    }
}

/// Moves entries of one day that share their second; the older keep theirs.
pub fn tell_apart(entries: &mut [Entry]) {
    let mut taken = HashSet::with_capacity(entries.len());
    for entry in entries.iter_mut().rev() {
        while !taken.insert((entry.updated, entry.second)) {
            entry.second = (entry.second + 1) % 86_400;
        }
    }
}

/// Footnotes and headings point into their own page, which is not where a feed is read. Text that looks
/// like an attribute stays: `<` and `>` stand around tags alone.
fn absolute_fragments(html: &str, address: &str) -> String {
    const ATTRIBUTE: &str = "href=\"";
    let mut out = String::with_capacity(html.len());
    let mut done = 0;
    for (at, _) in html.match_indices("href=\"#") {
        if html[done..at].rfind(['<', '>']).is_some_and(|sign| html[done + sign..].starts_with('<')) {
            let end = at + ATTRIBUTE.len();
            out.push_str(&html[done..end]);
            out.push_str(address);
            done = end;
        }
    }
    out.push_str(&html[done..]);
    out
}

#[cfg(test)]
mod tests {
    use super::absolute_fragments;

    #[test]
    fn fragments_get_the_address_of_their_page_and_text_stays() {
        let html =
            "<p><a href=\"#a\" id=b>1</a> href=\"#x\" <code>&lt;a href=\"#y\"&gt;</code><a href=\"#c\">2</a>";
        assert_eq!(
            absolute_fragments(html, "u"),
            "<p><a href=\"u#a\" id=b>1</a> href=\"#x\" <code>&lt;a href=\"#y\"&gt;</code><a href=\"u#c\">2</a>"
        );
    }
}
