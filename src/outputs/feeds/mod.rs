//! Feeds of the site, of each topic, and of each tag that asks for one: RSS 2.0, Atom, JSON Feed.
//!
//! Feeds need absolute addresses, so a site without `base_url` has none. Articles whose advice has
//! run out are left out.

mod atom;
mod json;
mod rss;
mod xml;

use std::collections::HashSet;

use anyhow::Result;
use jiff::civil::Date;
use serde::Serialize;

use super::html::Body;
use super::items::alternate;
use super::view::Alternate;
use super::{Key, Planner, Rendered, Site, View};
use crate::media::media_type;
use crate::model::{Article, Catalog, Group, Topic, address};
use crate::parse::markdown::text_to_html;
use crate::theme::Renderer;

/// The formats of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
enum Format {
    Rss,
    Atom,
    Json,
}

impl Format {
    const ALL: [Format; 3] = [Format::Rss, Format::Atom, Format::Json];

    /// `feeds/all.rss.xml`
    fn path(self, name: &str) -> String {
        match self {
            Format::Rss => address::feed(name, "rss.xml"),
            Format::Atom => address::feed(name, "atom.xml"),
            Format::Json => address::feed(name, "json"),
        }
    }

    fn mime(self) -> &'static str {
        match self {
            Format::Rss => "application/rss+xml",
            Format::Atom => "application/atom+xml",
            Format::Json => "application/feed+json",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Format::Rss => "RSS",
            Format::Atom => "Atom",
            Format::Json => "JSON Feed",
        }
    }
}

/// Which articles a feed carries.
#[derive(Clone, Copy)]
enum Selection {
    All,
    Topic(usize),
    Tag(usize),
}

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    let catalog = site.catalog;
    if catalog.config.base_url.is_empty() {
        return;
    }
    let mut selections = vec![(Selection::All, "all".to_owned())];
    for (index, topic) in catalog.topics.iter().enumerate() {
        selections.push((Selection::Topic(index), topic.config.id.clone()));
    }
    for (index, tag) in catalog.tags.iter().enumerate() {
        if catalog.config.feeds.tags.contains(&tag.name) {
            selections.push((Selection::Tag(index), address::tag_feed(tag)));
        }
    }
    for (selection, name) in selections {
        for format in Format::ALL {
            let path = format.path(&name);
            planner.add(path.clone(), move |site| feed(site, selection, format, &path));
        }
    }
}

/// The feeds of the whole site.
pub fn site_alternates(catalog: &Catalog) -> Vec<Alternate> {
    alternates(catalog, &catalog.config.title, "all")
}

/// The feeds of a topic.
pub fn topic_alternates(catalog: &Catalog, topic: &Topic) -> Vec<Alternate> {
    alternates(catalog, &topic.config.name, &topic.config.id)
}

/// The feeds of a tag, if it has any.
pub fn tag_alternates(catalog: &Catalog, tag: &Group) -> Vec<Alternate> {
    if !catalog.config.feeds.tags.contains(&tag.name) {
        return Vec::new();
    }
    alternates(catalog, &tag.name, &address::tag_feed(tag))
}

fn alternates(catalog: &Catalog, title: &str, name: &str) -> Vec<Alternate> {
    if catalog.config.base_url.is_empty() {
        return Vec::new();
    }
    let of = |format: Format| {
        alternate(format!("{title}（{}）", format.label()), format.mime(), format.path(name))
    };
    Format::ALL.map(of).into()
}

/// Everything a feed file says.
#[derive(Serialize)]
struct Feed {
    format: Format,
    title: String,
    description: String,
    language: String,
    organisation: Option<String>,
    /// Absolute address of the file itself.
    own: String,
    /// Absolute address of the page it belongs to.
    home: String,
    entries: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    title: String,
    address: String,
    summary: String,
    published: Date,
    updated: Date,
    /// Seconds after midnight at which the entry is said to have been updated.
    ///
    /// Articles know their day only, and readers of Atom tell entries apart by `updated`; the hash
    /// of the path keeps them distinct and stable.
    second: u32,
    authors: Vec<String>,
    categories: Vec<String>,
    image: Option<Image>,
    /// Stands before the body, which travels without the site's pages.
    disclaimer: Option<String>,
    #[serde(skip)]
    body: Option<Body>,
}

#[derive(Serialize)]
struct Image {
    address: String,
    mime: &'static str,
}

impl Entry {
    /// The whole article as HTML with absolute addresses.
    fn content(&self) -> Option<String> {
        let html = self.body.as_ref()?.html();
        let html = absolute_fragments(&html, &self.address);
        Some(match &self.disclaimer {
            Some(line) => format!("<p><strong>{}</strong></p>{html}", text_to_html(line)),
            None => html,
        })
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

fn feed(site: &Site<'_>, selection: Selection, format: Format, path: &str) -> Feed {
    let catalog = site.catalog;
    let config = &catalog.config;
    let (title, description, home, articles): (_, _, _, Box<dyn Iterator<Item = usize>>) = match selection {
        Selection::All => (
            config.title.clone(),
            config.description.clone(),
            "index.html".to_owned(),
            Box::new(0..catalog.articles.len()),
        ),
        Selection::Topic(index) => {
            let topic = &catalog.topics[index];
            (
                format!("{} · {}", topic.config.name, config.title),
                topic.config.description.clone(),
                address::topic(topic, 1),
                Box::new(topic.articles.iter().copied()),
            )
        }
        Selection::Tag(index) => {
            let tag = &catalog.tags[index];
            (
                format!("{} · {}", tag.name, config.title),
                format!("关于“{}”的科普文章", tag.name),
                address::tag(tag, 1),
                Box::new(tag.articles.iter().copied()),
            )
        }
    };
    let mut entries: Vec<Entry> = articles
        .map(|index| &catalog.articles[index])
        .filter(|article| !article.expired(catalog.day))
        .take(config.feeds.limit)
        .map(|article| entry(site, article))
        .collect();
    tell_apart(&mut entries);
    Feed {
        format,
        description: if description.is_empty() { title.clone() } else { description },
        title,
        language: config.language.clone(),
        organisation: config.organisation.clone(),
        own: catalog.absolute(path),
        home: catalog.absolute(&home),
        entries,
    }
}

/// Moves entries of one day that share their second; the older keep theirs.
fn tell_apart(entries: &mut [Entry]) {
    let mut taken = HashSet::with_capacity(entries.len());
    for entry in entries.iter_mut().rev() {
        while !taken.insert((entry.updated, entry.second)) {
            entry.second = (entry.second + 1) % 86_400;
        }
    }
}

fn entry(site: &Site<'_>, article: &Article) -> Entry {
    let catalog = site.catalog;
    let front = &article.source.front;
    let hash = blake3::hash(article.path.as_bytes());
    let second = u32::from_le_bytes([hash.as_bytes()[0], hash.as_bytes()[1], 0, 0]);
    let mut categories: Vec<String> =
        catalog.topic_of(article).map(|topic| topic.config.name.clone()).into_iter().collect();
    categories.extend(article.tags.iter().map(|&tag| catalog.tags[tag].name.clone()));
    let full = catalog.config.feeds.full_text;
    Entry {
        title: front.title.clone(),
        address: catalog.absolute(&article.path),
        summary: article.summary().to_owned(),
        published: article.date,
        updated: front.updated.unwrap_or(article.date).max(article.date),
        second,
        authors: front
            .authors
            .iter()
            .map(|author| super::items::person_view(catalog, &author.value).name)
            .collect(),
        categories,
        disclaimer: catalog.config.disclaimer.clone().filter(|line| full && !line.trim().is_empty()),
        image: super::items::cover(catalog, article).and_then(|cover| {
            let mime = media_type(&cover.path);
            mime.starts_with("image/").then(|| Image { mime, address: catalog.absolute(&cover.path) })
        }),
        body: full.then(|| Body::absolute(site, (&article.source, &article.links), &article.path)),
    }
}

impl View for Feed {
    fn fingerprint(&self, key: &mut Key) -> Result<()> {
        key.add("content", self)?;
        for entry in &self.entries {
            if let Some(body) = &entry.body {
                body.fingerprint(key)?;
            }
        }
        Ok(())
    }

    fn render(&self, _: &Renderer<'_>) -> Result<Rendered> {
        let bytes = match self.format {
            Format::Rss => rss::write(self)?,
            Format::Atom => atom::write(self)?,
            Format::Json => json::write(self)?,
        };
        Ok(Rendered::Bytes(bytes))
    }
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
