//! The whole site as one immutable value.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Agenda, Announced, Directory, Occurrence, ParsedText, People, Person, Resolution, ServiceDesk,
    SiteConfig, SourcePath, Target, Timetable, TopicConfig,
};

/// Everything that is published on the build's day. Indices refer to [`Catalog::articles`].
#[derive(Debug)]
pub struct Catalog {
    /// `site.yaml`
    pub config: Arc<SiteConfig>,
    /// The build's day; what is future, expired or past follows from it.
    pub day: Date,
    /// Newest first, then by path.
    pub articles: Vec<Article>,
    /// 关于 and the like, by path.
    pub pages: Vec<Page>,
    /// In the order of the configuration.
    pub topics: Vec<Topic>,
    /// By number of articles, then name.
    pub tags: Vec<Group>,
    /// By name.
    pub series: Vec<Group>,
    /// People who wrote or reviewed, by name.
    pub authors: Vec<Author>,
    /// Newest first: year and its articles.
    pub years: Vec<(i16, Vec<usize>)>,
    /// Everyone in the people tables.
    pub people: People,
    /// Activities, venues, teams, districts.
    pub agenda: Arc<Agenda>,
    /// Every date of every activity.
    pub timetable: Timetable,
    /// Venues and teams by district.
    pub directory: Directory,
    /// Courses that can be ordered.
    pub desk: ServiceDesk,
    /// Output path of each activity's page, in the order of [`Agenda::activities`].
    pub activity_paths: Vec<String>,
    /// What was published of the activities before.
    pub announced: Announced,
    /// Which articles and activities belong together.
    pub encounters: Encounters,
    /// 今日分享, where the site asks for it: that of everybody first, then by district.
    pub rosters: Vec<Roster>,
    /// Files that are not text, by source path.
    pub assets: HashMap<SourcePath, Asset>,
    pub(super) by_source: HashMap<SourcePath, Published>,
}

/// What a source file became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Published {
    At(Target),
    /// A draft, or dated after the build's day.
    Withheld,
}

/// An article in its place on the site.
#[derive(Debug)]
pub struct Article {
    /// What the file says.
    pub source: Arc<ParsedText>,
    /// Output path, `first-aid/cpr.html`.
    pub path: String,
    /// The day of publication; the build's day where the file has none.
    pub date: Date,
    /// Index into [`Catalog::topics`].
    pub topic: Option<usize>,
    /// Position in its topic's list.
    pub topic_position: usize,
    /// Indices into [`Catalog::tags`].
    pub tags: Vec<usize>,
    /// Index into [`Catalog::series`] and position from 0, oldest first.
    pub series: Option<(usize, usize)>,
    /// Where its references lead, in their order.
    pub links: Vec<Resolution>,
    /// What its cover is.
    pub cover: Option<Resolution>,
}

impl Article {
    /// Whether its advice has run out on `day`.
    pub fn expired(&self, day: Date) -> bool {
        self.source.front.valid_until.is_some_and(|until| until < day)
    }

    /// The summary the editor wrote, or the beginning of the text.
    pub fn summary(&self) -> &str {
        self.source.summary()
    }
}

/// A page outside the stream of articles.
#[derive(Debug)]
pub struct Page {
    /// What the file says.
    pub source: Arc<ParsedText>,
    /// Output path.
    pub path: String,
    /// Where its references lead, in their order.
    pub links: Vec<Resolution>,
}

/// A topic and its articles.
#[derive(Debug)]
pub struct Topic {
    /// From `site.yaml`.
    pub config: TopicConfig,
    /// Newest first.
    pub articles: Vec<usize>,
}

/// Which articles and activities belong together, on the catalog's day.
#[derive(Debug, Default)]
pub struct Encounters {
    /// What to read beside each activity: indices into [`Catalog::articles`].
    pub articles: Vec<Vec<usize>>,
    /// Where to go from each article: coming dates, the next first.
    pub activities: Vec<Vec<Occurrence>>,
    /// What tells how each activity was: indices into [`Catalog::articles`], newest first.
    pub reports: Vec<Vec<usize>>,
}

/// Whose turn it is in a district.
#[derive(Debug)]
pub struct Roster {
    /// The district, and its part of the path; `None` for those that have no articles of their own.
    pub district: Option<(String, String)>,
    /// The build's day and those that follow: indices into [`Catalog::articles`].
    pub days: Vec<(Date, Vec<usize>)>,
}

/// Articles that share a tag or a series.
#[derive(Debug)]
pub struct Group {
    /// As editors write it.
    pub name: String,
    /// ASCII, unique among its kind.
    pub slug: String,
    /// Newest first for tags, oldest first for series.
    pub articles: Vec<usize>,
}

/// Someone with articles to show.
#[derive(Debug)]
pub struct Author {
    /// From the people table, or made of the name alone.
    pub person: Person,
    /// ASCII, unique among authors.
    pub slug: String,
    /// Written by this person, newest first.
    pub written: Vec<usize>,
    /// Reviewed by this person, newest first.
    pub reviewed: Vec<usize>,
}

impl Author {
    /// Written or reviewed, newest first, each once.
    pub fn works(&self) -> Vec<usize> {
        let mut works = [self.written.as_slice(), &self.reviewed].concat();
        works.sort_unstable();
        works.dedup();
        works
    }
}

/// A picture or other file beside the articles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asset {
    /// Where it stands, for copying.
    pub source: SourcePath,
    /// Output path with the hash of its content in the name.
    pub path: String,
    /// BLAKE3 of what is published of it.
    pub hash: [u8; 32],
    /// Bytes of what is published of it.
    pub length: u64,
    /// Pixels, where the file tells.
    pub size: Option<(u32, u32)>,
}

impl Catalog {
    /// The topic of an article.
    pub fn topic_of(&self, article: &Article) -> Option<&Topic> {
        article.topic.map(|index| &self.topics[index])
    }

    /// The article that a source file became.
    pub fn article_from(&self, source: &str) -> Option<&Article> {
        match self.by_source.get(source)? {
            Published::At(Target::Article(index)) => Some(&self.articles[*index]),
            _ => None,
        }
    }

    /// The file that a reference leads to, if it leads to one that is copied.
    pub fn asset(&self, resolution: &Resolution) -> Option<&Asset> {
        match resolution {
            Resolution::Asset(source) => self.assets.get(source),
            _ => None,
        }
    }

    /// Every text that is published, with where its references lead: articles, then pages.
    pub fn texts(&self) -> impl Iterator<Item = (&Arc<ParsedText>, &[Resolution])> {
        let articles = self.articles.iter().map(|article| (&article.source, &*article.links));
        articles.chain(self.pages.iter().map(|page| (&page.source, &*page.links)))
    }

    /// Every file that an article or page refers to; some more than once.
    pub fn used_assets(&self) -> impl Iterator<Item = &Asset> {
        let covers = self.articles.iter().filter_map(|article| article.cover.as_ref());
        let inside = self.texts().flat_map(|(_, links)| links);
        covers.chain(inside).filter_map(|it| self.asset(it))
    }

    /// The author with this name or id.
    pub fn author(&self, name: &str) -> Option<&Author> {
        let name = self.people.find(name).map_or(name, |person| &person.name);
        let found = self.authors.binary_search_by(|author| author.person.name.as_str().cmp(name));
        found.ok().map(|index| &self.authors[index])
    }

    /// Absolute address of an output path; `index.html` is left out of it. Empty without base_url.
    pub fn absolute(&self, path: &str) -> String {
        let base = &self.config.base_url;
        if base.is_empty() {
            return String::new();
        }
        match path.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("{base}/{folder}"),
            _ => format!("{base}/{path}"),
        }
    }
}
