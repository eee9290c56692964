//! Feeds of the site, of each topic, of each tag that asks for one and of what the settings choose: RSS 2.0, Atom,
//! JSON Feed, and the JSON of 快传号; their list as OPML, and a page that tells people about them.
//!
//! Feeds need absolute addresses, so a site without `base_url` has none. Articles whose advice has
//! run out are left out.

mod archive;
mod atom;
mod entry;
mod json;
mod kuaichuan;
mod opml;
mod page;
mod rss;
mod xml;

use anyhow::Result;
use serde::Serialize;

use self::entry::{Entry, Extent};
use super::items::alternate;
use super::view::Alternate;
use super::{Key, Planner, Rendered, Site, View};
use crate::model::{Catalog, FeedSource, Group, Topic, address};
use crate::theme::Renderer;

/// The formats of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
enum Format {
    Rss,
    Atom,
    Json,
    Kuaichuan,
}

impl Format {
    const ALL: [Format; 4] = [Format::Rss, Format::Atom, Format::Json, Format::Kuaichuan];
    /// Those that readers know; the other is made for one platform.
    const READ: [Format; 3] = [Format::Rss, Format::Atom, Format::Json];

    /// `feeds/all.rss.xml`
    fn path(self, name: &str) -> String {
        let [rss, atom, json, kuaichuan] = address::feed(name);
        match self {
            Format::Rss => rss,
            Format::Atom => atom,
            Format::Json => json,
            Format::Kuaichuan => kuaichuan,
        }
    }

    fn mime(self) -> &'static str {
        match self {
            Format::Rss => "application/rss+xml",
            Format::Atom => "application/atom+xml",
            Format::Json => "application/feed+json",
            Format::Kuaichuan => "application/json",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Format::Rss => "RSS",
            Format::Atom => "Atom",
            Format::Json => "JSON Feed",
            Format::Kuaichuan => "360 快传号",
        }
    }
}

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    let catalog = site.catalog;
    let sources = catalog.feeds();
    if sources.is_empty() {
        return;
    }
    let archives = archive::documents(catalog);
    let newest = archives.last().map(|it| it.name.clone());
    for source in sources {
        let name = source.name(catalog);
        let newest = newest.clone().filter(|_| source == FeedSource::All);
        for format in Format::ALL {
            let (path, newest) = (format.path(&name), newest.clone());
            planner.add(path.clone(), move |site| {
                let older = newest.as_deref().and_then(|it| archive::path(format, it));
                feed(site, source, format, &path, older)
            });
        }
    }
    planner.add(address::OPML, opml::view);
    // Nobody comes to these first: a link on every page leads to the one, the feed of all articles to the others.
    let mut planner = planner.found();
    planner.add(address::FEEDS, page::view);
    archive::plan(archives, &mut planner);
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
    Format::READ.map(of).into()
}

/// What a feed is called, in a sentence what it carries, and the page it belongs to.
struct About {
    name: String,
    description: String,
    page: String,
}

impl About {
    fn of(source: FeedSource, catalog: &Catalog) -> About {
        let config = &catalog.config;
        let (name, description, page) = match source {
            FeedSource::All => (&config.title, config.description.clone(), "index.html".to_owned()),
            FeedSource::Topic(index) => {
                let topic = &catalog.topics[index];
                (&topic.config.name, topic.config.description.clone(), address::topic(topic, 1))
            }
            FeedSource::Tag(index) => {
                let tag = &catalog.tags[index];
                (&tag.name, format!("关于“{}”的科普文章", tag.name), address::tag(tag, 1))
            }
            FeedSource::Selection(index) => {
                let selection = &config.feeds.selections[index];
                (&selection.title, selection.description.clone(), address::FEEDS.to_owned())
            }
        };
        About { name: name.clone(), description, page }
    }

    /// What readers show in their list, where it stands among feeds of other sites.
    fn title(&self, source: FeedSource, catalog: &Catalog) -> String {
        match source {
            FeedSource::All => self.name.clone(),
            _ => format!("{} · {}", self.name, catalog.config.title),
        }
    }
}

/// How many entries a feed carries at most.
fn limit(source: FeedSource, catalog: &Catalog) -> usize {
    let feeds = &catalog.config.feeds;
    let own = match source {
        FeedSource::Selection(index) => feeds.selections[index].limit,
        _ => None,
    };
    own.unwrap_or(feeds.limit)
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
    /// For a document of older articles, the absolute address of the feed that they were in.
    archive_of: Option<String>,
    /// Absolute address of the documents before and after, by what RFC 5005 calls the link.
    history: Vec<(&'static str, String)>,
    hub: Option<String>,
    entries: Vec<Entry>,
}

/// A feed with its newest entries; `older` is the path of the document in which the older ones begin.
fn feed(site: &Site<'_>, source: FeedSource, format: Format, path: &str, older: Option<String>) -> Feed {
    let catalog = site.catalog;
    let articles = source.articles(catalog).map(|index| &catalog.articles[index]);
    let current = articles.filter(|article| !article.expired(catalog.day)).take(limit(source, catalog));
    // 快传号 takes whole articles alone.
    let whole = catalog.config.feeds.full_text || format == Format::Kuaichuan;
    let extent = if whole { Extent::Whole } else { Extent::Summary };
    let entries = current.map(|article| Entry::new(site, article, extent)).collect();
    Feed {
        history: older.map(|path| ("prev-archive", catalog.absolute(&path))).into_iter().collect(),
        hub: catalog.config.feeds.hub.as_ref().map(|hub| hub.value.clone()),
        ..Feed::about(site, source, format, path).with(entries)
    }
}

impl Feed {
    /// What is said before the entries.
    fn about(site: &Site<'_>, source: FeedSource, format: Format, path: &str) -> Feed {
        let (catalog, config) = (site.catalog, &site.catalog.config);
        let about = About::of(source, catalog);
        let title = about.title(source, catalog);
        Feed {
            format,
            description: if about.description.is_empty() { title.clone() } else { about.description },
            title,
            language: config.language.clone(),
            organisation: config.organisation.clone(),
            own: catalog.absolute(path),
            home: catalog.absolute(&about.page),
            archive_of: None,
            history: Vec::new(),
            hub: None,
            entries: Vec::new(),
        }
    }

    fn with(self, mut entries: Vec<Entry>) -> Feed {
        entry::tell_apart(&mut entries);
        Feed { entries, ..self }
    }
}

impl View for Feed {
    fn fingerprint(&self, key: &mut Key) -> Result<()> {
        key.add("content", self)?;
        for entry in &self.entries {
            entry.fingerprint(key)?;
        }
        Ok(())
    }

    fn render(&self, _: &Renderer<'_>) -> Result<Rendered> {
        let bytes = match self.format {
            Format::Rss => rss::write(self)?,
            Format::Atom => atom::write(self)?,
            Format::Json => json::write(self)?,
            Format::Kuaichuan => kuaichuan::write(self)?,
        };
        Ok(Rendered::Bytes(bytes))
    }
}
