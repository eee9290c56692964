//! What templates see of activities, venues and teams.

use serde::Serialize;

use super::{Facet, Link, Pagination, SharedItem, TopicLabel};

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
    /// When this date was planned before it was moved: `12月2日 周三`, with `09:00` if the hour was another too,
    /// or the hour alone.
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
    /// The page to print, while there is one.
    pub programme: Option<String>,
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

/// Template `changes.html`: `changes`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ChangesView {
    /// Newest first.
    pub items: Vec<ChangeItem>,
    /// For so many days a change is shown.
    pub days: i32,
}

/// What changed of an activity on one day.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ChangeItem {
    pub path: String,
    pub name: String,
    /// `2026-12-05`
    pub date: String,
    /// `12月5日 周六`
    pub date_text: String,
    /// `时间由 12月5日 周六 14:30 改为 12月6日 周日 9:00`
    pub said: Vec<String>,
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
    /// The course from which it is held, with its page.
    pub course: Option<Link>,
    /// What became of it since it was first published, newest first.
    pub changes: Vec<ChangeItem>,
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
    pub audience: Vec<String>,
    pub capacity: Option<u32>,
    pub signup: Option<String>,
    pub deadline: Option<DeadlineView>,
    pub phone: Option<String>,
    pub place: PlaceView,
    /// Told plainly: what was planned before, and why it changed. Of the date that the head names if that one
    /// was moved, else [`ActivityView::original_time`].
    pub former: Option<String>,
    /// 原定时间, as typed.
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
    /// Where it is, if that is not the place at the head of the page.
    pub venue: Option<String>,
}
