//! What templates see: small serialisable structs, the whole input of a rendered page.
//!
//! A unit's bytes depend on its view and the theme and nothing else, so a view carries no handle
//! to the catalog. List items carry no bodies. Every path is relative to the root of the output
//! (`first-aid/cpr.html`), ASCII, and never starts with `/`; templates put `page.root` before it.

mod calendar;
mod desk;

pub use calendar::*;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use desk::*;

/// Shared by every page; serialised once per build.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SiteView {
    pub title: String,
    pub subtitle: Option<String>,
    pub description: String,
    /// BCP 47, `zh-CN`.
    pub language: String,
    /// Without a trailing slash; empty when the site has no address yet.
    pub base_url: String,
    pub navigation: Vec<Link>,
    pub topics: Vec<TopicRef>,
    pub organisation: Option<String>,
    /// A line that stands before every article.
    pub disclaimer: Option<String>,
    /// Footer lines that were configured, in order: `label` (may be empty), `text`, `url`.
    pub footer: Vec<FooterField>,
    pub has_calendar: bool,
    /// The menu of courses, where there is one.
    pub courses: Option<String>,
    /// The list of requests, likewise.
    pub requests: Option<String>,
    /// The page about the feeds, where there are feeds.
    pub feeds: Option<String>,
    /// The page of the articles of the day, where there is one.
    pub today: Option<String>,
    /// Logical asset name (`kepu.css`) to its path with the content hash (`assets/kepu.1a2b3c4d.css`).
    pub assets: std::collections::BTreeMap<String, String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FooterField {
    pub label: String,
    pub text: String,
    pub url: Option<String>,
}

/// `path` inside the site, or `url` outside it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Link {
    pub title: String,
    pub path: Option<String>,
    pub url: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct TopicRef {
    /// ASCII, `first-aid`; also the CSS class suffix.
    pub id: String,
    /// 急救
    pub name: String,
    /// `#c8372d`
    pub color: String,
    /// Name of an icon of the theme, or an emoji-free single Chinese character.
    pub icon: String,
    pub description: String,
    pub path: String,
    pub count: usize,
}

/// About the page itself: what `<head>` needs.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PageView {
    /// `home`, `article`, `topic`, `tag`, `author`, `series`, `archive`, `page`, `search`,
    /// `calendar`, `month`, `programme`, `activity`, `course`, `requests`, `tags`,
    /// `feeds`, `share`, `today`, `not-found`.
    pub kind: &'static str,
    /// Its own path.
    pub path: String,
    /// What leads from this page to the root: empty, `../`, `../../`. On the 404 page the absolute
    /// path of the site, since that page is served at any depth.
    pub root: String,
    pub title: String,
    pub description: String,
    /// Absolute address; empty when the site has no base_url.
    pub canonical: String,
    /// `<meta name>` pairs in order: SiteName, ColumnName, ArticleTitle, PubDate, …
    pub meta: Vec<(&'static str, String)>,
    /// `<meta property>` pairs in order: og:title, og:image, article:published_time, …
    pub properties: Vec<(&'static str, String)>,
    /// `<link rel="alternate">`: title, type and path of each feed that belongs to the page.
    pub alternates: Vec<Alternate>,
    /// JSON-LD, already escaped for a script element. Made of the rest when the page is rendered.
    pub json_ld: Option<String>,
    /// The trail from the home page, this page last (without a path).
    pub breadcrumbs: Vec<Link>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct Alternate {
    pub title: String,
    pub mime: &'static str,
    pub path: String,
}

/// An article in a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ArticleItem {
    pub path: String,
    pub title: String,
    pub summary: String,
    /// `2026-10-01`
    pub date: String,
    pub topic: Option<TopicLabel>,
    pub verdict: Option<VerdictView>,
    pub minutes: u32,
    pub cover: Option<Picture>,
    /// Past its 有效期至 on the build's day.
    pub expired: bool,
    pub draft: bool,
}

/// An [`ArticleItem`] that many views share.
pub type SharedItem = Arc<ArticleItem>;

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct TopicLabel {
    pub id: String,
    pub name: String,
    pub path: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct VerdictView {
    /// `false`, `mostly-false`, `conditional`, `true`, `unproven`
    pub id: &'static str,
    /// 谣言 …
    pub name: &'static str,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    pub path: String,
    pub alt: String,
    /// Pixels; absent when the file does not tell.
    pub width: Option<u32>,
    pub height: Option<u32>,
}

/// Template `article.html`: `article`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ArticleView {
    #[serde(flatten)]
    pub item: ArticleItem,
    pub updated: Option<String>,
    pub authors: Vec<PersonView>,
    pub reviewers: Vec<PersonView>,
    pub reviewed: Option<String>,
    pub valid_until: Option<String>,
    pub audience: Vec<String>,
    pub sources: Vec<SourceView>,
    pub claim: Option<String>,
    pub ai_assisted: Option<bool>,
    /// BCP 47, for what machines are told of it.
    pub language: String,
    /// Who publishes it.
    pub publisher: Option<String>,
    pub words: u32,
    pub tags: Vec<Link>,
    pub series: Option<SeriesView>,
    /// Headings of level 2 with those of level 3 under them.
    pub toc: Vec<TocEntry>,
    /// Next newer and older in the same topic.
    pub newer: Option<Link>,
    pub older: Option<Link>,
    /// Coming activities about the same, the next first.
    pub activities: Vec<ActivityItem>,
    pub related: Vec<SharedItem>,
    /// The page from which it is passed on, where there is one.
    pub share: Option<String>,
    /// Path of the source file, shown by the dev server only.
    pub source: Option<String>,
}

/// The page from which an article is passed on.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ShareView {
    pub title: String,
    /// The page of the article.
    pub path: String,
    /// For a chat group.
    pub message: MessageView,
    /// For telephones.
    pub sms: MessageView,
    pub script: ScriptView,
    /// The page from which it is pasted into the editor of an Official Account.
    pub wechat: String,
    /// The page of the articles of the day, where there is one.
    pub today: Option<String>,
    /// Posters, where the site has them.
    pub poster: Option<PosterView>,
}

/// Template `today.html`: `today`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TodayView {
    pub title: String,
    /// Today's articles in one file.
    pub zip: String,
    /// The day on which the page was made, `11月25日`.
    pub built: String,
    /// Today and the coming days.
    pub days: Vec<TodayDay>,
    /// The pages of districts and the one for all, if there is more than one.
    pub districts: Vec<Facet>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct TodayDay {
    /// `2026-11-25`
    pub date: String,
    /// `11月25日 周三`
    pub label: String,
    pub articles: Vec<TodayArticle>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct TodayArticle {
    pub title: String,
    /// The page from which it is passed on.
    pub path: String,
    /// For a chat group.
    pub message: String,
    /// For phones, where the site has posters.
    pub poster: Option<String>,
}

/// The posters of an article.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PosterView {
    /// For phones, 1080 × 1920 pixels.
    pub picture: String,
    /// For printing on A4.
    pub page: String,
}

/// A text to be copied.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct MessageView {
    pub text: String,
    /// As its limit counts them.
    pub characters: usize,
    /// Whether points are left out.
    pub cut: bool,
}

/// A broadcast for the loudspeaker.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ScriptView {
    pub text: String,
    pub characters: usize,
    pub seconds: usize,
    /// Whether it is made of the title and the points, and not the editor's own.
    pub made: bool,
    /// Minutes of the slot it fits; absent when it is too long.
    pub minutes: Option<usize>,
    /// The file to be kept.
    pub path: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PersonView {
    pub name: String,
    pub title: Option<String>,
    pub organisation: Option<String>,
    pub bio: Option<String>,
    /// Page of the author, if there is one.
    pub path: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SourceView {
    pub title: String,
    pub publisher: Option<String>,
    pub year: Option<i16>,
    pub url: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SeriesView {
    pub name: String,
    pub path: String,
    /// From 1.
    pub position: usize,
    /// At most 12 around this article, oldest first; the current one has no path.
    pub entries: Vec<Link>,
    pub count: usize,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TocEntry {
    pub id: String,
    pub text: String,
    pub children: Vec<TocEntry>,
}

/// Template `list.html`, for topic, tag, author, series and archive pages: `list`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListView {
    pub title: String,
    pub description: String,
    /// Set on topic pages.
    pub topic: Option<TopicRef>,
    /// Set on author pages.
    pub person: Option<PersonView>,
    pub total: usize,
    pub items: Vec<SharedItem>,
    pub pagination: Option<Pagination>,
    /// Shown beside the list: years of the archive, tags of a topic.
    pub facets: Vec<Facet>,
    pub feeds: Vec<Alternate>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Facet {
    pub title: String,
    pub path: String,
    pub count: usize,
    pub current: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Pagination {
    /// From 1.
    pub number: usize,
    pub count: usize,
    pub newer: Option<String>,
    pub older: Option<String>,
    /// A window of page numbers around this one with first and last; `None` path = current page.
    pub pages: Vec<Link>,
}

/// Template `home.html`: `home`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct HomeView {
    /// The newest article with a cover.
    pub lead: Option<ArticleItem>,
    pub newest: Vec<SharedItem>,
    /// For each topic its newest articles.
    pub topics: Vec<HomeTopic>,
    /// 辟谣: newest articles with a verdict and their claim.
    pub myths: Vec<MythItem>,
    /// Coming activities, soonest first.
    pub activities: Vec<ActivityItem>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct HomeTopic {
    pub topic: TopicRef,
    pub items: Vec<SharedItem>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct MythItem {
    pub claim: String,
    #[serde(flatten)]
    pub item: ArticleItem,
}

/// Template `page.html` (关于 and the like): `article.title`, `article.toc`; body as for articles.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PlainView {
    pub title: String,
    pub summary: String,
    pub toc: Vec<TocEntry>,
}

/// Template `tags.html`: `tags`, by count, then name.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TagsView {
    pub tags: Vec<Facet>,
}

/// Template `feeds.html`: `feeds`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FeedsView {
    pub cards: Vec<FeedCard>,
    /// The list of all feeds.
    pub opml: FeedFile,
    /// Whether entries carry the whole article.
    pub whole: bool,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct FeedCard {
    /// Its anchor.
    pub id: String,
    pub title: String,
    pub description: String,
    /// The list of the same articles, where there is one.
    pub path: Option<String>,
    pub count: usize,
    /// How many of them it carries now.
    pub shown: usize,
    /// A file for each format, RSS first.
    pub files: Vec<FeedFile>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct FeedFile {
    pub label: &'static str,
    pub path: String,
    /// The whole address, to be copied.
    pub address: String,
}

/// Template `not-found.html`: `not_found`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NotFoundView {
    /// The style sheet itself, since no path to it holds wherever the page is shown.
    pub style: String,
}
