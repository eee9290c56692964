//! What templates see: small serialisable structs, the whole input of a rendered page.
//!
//! A unit's bytes depend on its view and the theme and nothing else, so a view carries no handle
//! to the catalog. List items carry no bodies. Every path is relative to the root of the output
//! (`first-aid/cpr.html`), ASCII, and never starts with `/`; templates put `page.root` before it.

mod desk;

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

/// One occurrence of an activity in a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ActivityItem {
    pub path: String,
    pub name: String,
    /// `2026-12-05`
    pub date: String,
    /// `12月5日`
    pub date_text: String,
    /// `周六`
    pub weekday: &'static str,
    /// `14:30`
    pub start: String,
    pub end: Option<String>,
    pub venue: String,
    pub district: String,
    /// 中心, 所, 站
    pub tier: String,
    /// 品牌
    pub line: String,
    pub topic: Option<TopicLabel>,
    pub status: StatusView,
    /// The day for which this date was planned before it was moved, `12月2日 周三`.
    pub moved_from: Option<String>,
    /// 原定时间 of the whole activity as it was typed, if it was moved or postponed.
    pub original_time: Option<String>,
    /// Has more than one occurrence.
    pub recurring: bool,
    /// 面向人群
    pub audience: Vec<String>,
    /// What came of the activity, all its dates together.
    pub results: Option<ResultsView>,
}

/// What was counted.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ResultsView {
    /// 参加人数
    pub participants: Option<u32>,
    /// 志愿者人数
    pub volunteers: Option<u32>,
    /// 服务时长 in hours, `2.5`.
    pub hours: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct StatusView {
    /// `planned`, `confirmed`, `moved`, `postponed`, `cancelled`, `done`
    pub id: &'static str,
    /// 计划 …
    pub name: &'static str,
}

/// Template `calendar.html`: `calendar`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CalendarView {
    pub title: String,
    pub dates: DatesView,
    /// The lists of other selections, by what they are selected by.
    pub facets: Vec<FacetGroup>,
    /// Venues, teams, topics, what is over.
    pub more: Vec<Link>,
    /// Path of the ICS file of this selection.
    pub ics: Option<String>,
    /// On the page of a district its venues and teams, and the ways to all of them.
    pub venues: Vec<Link>,
    pub all_venues: Option<Link>,
    pub teams: Vec<Link>,
    pub all_teams: Option<Link>,
}

/// Dates to come and dates that are over: `partials/dates.html` shows them.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DatesView {
    /// Coming occurrences grouped by month (`2026年12月`), soonest first.
    pub coming: Vec<CalendarMonth>,
    pub coming_total: usize,
    /// How many of them are listed here.
    pub coming_shown: usize,
    /// Pages of the months whose occurrences are not all listed.
    pub later: Vec<Link>,
    /// The latest past ones, newest first.
    pub past: Vec<ActivityItem>,
    pub past_total: usize,
    /// The page of those that are over, if not all are listed here.
    pub earlier: Option<String>,
}

/// Lists that are selected by one thing: the districts, the lines …
#[derive(Debug, Clone, Default, Serialize)]
pub struct FacetGroup {
    /// `district`, `line`, `tier`, `state`, `audience`: the field of an item in which its titles stand.
    pub id: &'static str,
    /// 区县 …
    pub label: &'static str,
    pub facets: Vec<Facet>,
    /// Whether the items of this page may differ in it.
    pub open: bool,
}

/// Template `past.html`: `list`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PastView {
    pub title: String,
    pub total: usize,
    pub years: Vec<Facet>,
    /// Newest first, grouped by month.
    pub months: Vec<CalendarMonth>,
    pub pagination: Option<Pagination>,
}

/// Template `directory.html`, the list of venues or of teams: `list`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DirectoryView {
    pub title: String,
    pub total: usize,
    /// Where each district begins; on the first page.
    pub districts: Vec<Facet>,
    pub groups: Vec<DirectoryGroup>,
    pub pagination: Option<Pagination>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct DirectoryGroup {
    /// Its anchor.
    pub id: String,
    pub title: String,
    /// The page of the district.
    pub path: Option<String>,
    pub entries: Vec<DirectoryEntry>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct DirectoryEntry {
    pub path: String,
    pub name: String,
    /// 中心, 医疗卫生 …
    pub kind: String,
    /// 街道, 擅长领域 …
    pub note: String,
    pub model: bool,
    /// The next date, `12月5日 周六`.
    pub next: Option<String>,
}

/// Template `venue.html`: `venue`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct VenueView {
    pub name: String,
    /// 中心, 所, 站
    pub tier: &'static str,
    pub district: Link,
    pub street: Option<String>,
    pub community: Option<String>,
    pub address: Option<String>,
    pub capacity: Option<u32>,
    pub dates: DatesView,
    pub ics: Option<String>,
}

/// Template `team.html`: `team`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TeamView {
    pub name: String,
    pub category: String,
    /// 上级, with its page if it is a team.
    pub parent: Option<Link>,
    pub district: Option<Link>,
    pub skills: Vec<String>,
    pub phone: Option<String>,
    pub model: bool,
    pub model_reason: Option<String>,
    /// Dates that the office calls 已完成.
    pub done: usize,
    /// What was counted at all activities that are done.
    pub results: Option<ResultsView>,
    pub dates: DatesView,
    pub ics: Option<String>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct CalendarMonth {
    pub title: String,
    /// Path of the month page.
    pub path: String,
    pub items: Vec<ActivityItem>,
}

/// Template `month.html`: `month`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MonthView {
    /// `2026年12月`
    pub title: String,
    pub earlier: Option<Link>,
    pub later: Option<Link>,
    /// Weeks from Monday to Sunday.
    pub weeks: Vec<Vec<DayView>>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct DayView {
    pub date: String,
    pub month: i8,
    pub day: i8,
    /// A festival, a solar term or the lunar day: `重阳`, `廿二`, `八月`.
    pub almanac: String,
    /// The former two stand out.
    pub festive: bool,
    /// 休 or 班, where the holidays of the year are known and say so.
    pub rest: Option<RestView>,
    pub in_month: bool,
    pub today: bool,
    pub items: Vec<ActivityItem>,
    /// How many there are, if not all are listed here, and the page that lists them.
    pub all: Option<Link>,
}

/// A day that is off, or worked although it is a weekend.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RestView {
    /// `off`, `working`
    pub id: &'static str,
    /// `休`, `班`
    pub name: &'static str,
    /// `国庆节放假`, `国庆节调休上班`
    pub title: String,
}

/// Template `programme.html`: `programme`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ProgrammeView {
    /// `2026年12月科普活动`
    pub title: String,
    /// The district, where it is of one.
    pub district: Option<String>,
    pub days: Vec<ProgrammeDay>,
    /// Dates that do not fit, which are in the calendar.
    pub left_out: usize,
    /// The page of the month.
    pub month: String,
    /// The programmes of the same month: all, and each district.
    pub districts: Vec<Facet>,
    /// Path of the QR code of the calendar, and its address below; none where the site has no address.
    pub code: Option<String>,
    pub address: String,
    /// The day on which it was made, `12月1日`.
    pub made: String,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct ProgrammeDay {
    /// `2026-12-05`
    pub date: String,
    /// `12月5日`
    pub date_text: String,
    pub weekday: &'static str,
    pub rows: Vec<ProgrammeRow>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct ProgrammeRow {
    #[serde(flatten)]
    pub item: ActivityItem,
    pub address: Option<String>,
    pub phone: Option<String>,
}

/// Template `day.html`: `list`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DayListView {
    /// `2026年12月5日`
    pub title: String,
    pub total: usize,
    pub items: Vec<ActivityItem>,
    pub pagination: Option<Pagination>,
}

/// Template `activity.html`: `activity`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ActivityView {
    #[serde(flatten)]
    pub item: ActivityItem,
    /// 活动编号
    pub id: String,
    pub hosts: Vec<String>,
    /// 承办支队, by name.
    pub teams: Vec<String>,
    /// 协办支队, by name.
    pub supporting_teams: Vec<String>,
    pub speaker: Option<String>,
    pub speaker_title: Option<String>,
    /// 教学形式
    pub form: Option<String>,
    /// The course from which it is held, with its page.
    pub course: Option<Link>,
    pub audience: Vec<String>,
    pub capacity: Option<u32>,
    pub signup: Option<String>,
    pub deadline: Option<DeadlineView>,
    pub phone: Option<String>,
    pub place: PlaceView,
    /// Told plainly: what was planned before, and why it changed.
    pub original_time: Option<String>,
    pub change_note: Option<String>,
    pub participants: Option<u32>,
    pub volunteers: Option<u32>,
    /// 服务时长 in hours, `37.5`.
    pub hours: Option<String>,
    /// Whether all its dates are over.
    pub past: bool,
    pub occurrences: Vec<OccurrenceView>,
    pub ics: String,
    /// Path of the QR code of the page, where the site has an address.
    pub code: Option<String>,
    /// All of it as text, to be copied.
    pub notice: String,
    /// Articles that tell how it was, newest first.
    pub reports: Vec<SharedItem>,
    pub related: Vec<SharedItem>,
}

/// Until when one can sign up.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct DeadlineView {
    pub text: String,
    /// Past on the build's day.
    pub over: bool,
}

/// Where a venue is.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PlaceView {
    /// 街道镇乡
    pub street: Option<String>,
    /// 社区村
    pub community: Option<String>,
    pub address: Option<String>,
    /// Maps that show it; none where no coordinates are known.
    pub maps: Vec<MapLink>,
    /// Longitude and latitude, WGS 84.
    pub position: Option<(f64, f64)>,
}

/// A map that opens at a venue.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct MapLink {
    pub title: &'static str,
    /// With a scheme of its own: `https:` or `geo:`.
    pub url: String,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct OccurrenceView {
    pub date: String,
    pub date_text: String,
    pub weekday: &'static str,
    pub start: String,
    pub end: Option<String>,
    pub past: bool,
    /// Where something became of this date alone.
    pub status: Option<StatusView>,
    /// As in [`ActivityItem`].
    pub moved_from: Option<String>,
}
