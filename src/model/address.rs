//! Where pages stand in the output: the one home of the paths of everything that is not an article.
//!
//! Paths are relative to the root of the output, ASCII, with `/` between their parts.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Author, Catalog, Group, MOST_A_PAGE, Roster, Selected, Selection, SelectionKind, Topic};

/// `folder/index.html` for the first page, `folder/page-2.html` for the next.
pub fn page(folder: &str, number: usize) -> String {
    if number == 1 { format!("{folder}/index.html") } else { format!("{folder}/page-{number}.html") }
}

/// `folder/name.html` for the first page, `folder/name.2.html` …: for lists that share a folder.
pub fn leaf(folder: &str, name: &str, number: usize) -> String {
    if number == 1 { format!("{folder}/{name}.html") } else { format!("{folder}/{name}.{number}.html") }
}

/// A page of a topic's list; pages count from 1, here and below.
pub fn topic(topic: &Topic, number: usize) -> String {
    page(&topic.config.id, number)
}

/// A page of a tag's list.
pub fn tag(tag: &Group, number: usize) -> String {
    leaf("tags", &tag.slug, number)
}

/// A page of a series' list.
pub fn series(series: &Group, number: usize) -> String {
    leaf("series", &series.slug, number)
}

/// A page of an author's list.
pub fn author(author: &Author, number: usize) -> String {
    leaf("authors", &author.slug, number)
}

/// A page of a year's list.
pub fn year(year: i16, number: usize) -> String {
    leaf("archive", &year.to_string(), number)
}

/// `calendar/2026-12.html`
pub fn month(month: Date) -> String {
    format!("calendar/{:04}-{:02}.html", month.year(), month.month())
}

/// `calendar/2026-12-05.html`, a page of a day that is too full for the page of its month.
pub fn day(day: Date, number: usize) -> String {
    leaf("calendar", &day.to_string(), number)
}

/// Months whose programme can be printed: the build's own and those that follow.
const PROGRAMMES: usize = 3;
/// The list of all activities.
pub const CALENDAR: &str = "calendar/index.html";
/// What was announced otherwise.
pub const CHANGES: &str = "calendar/changes.html";
/// Every 主题 of activities.
pub const CALENDAR_TOPICS: &str = "calendar/topics/index.html";

/// A page of the list of venues.
pub fn venues(number: usize) -> String {
    leaf("calendar/venues", "index", number)
}

/// A page of the list of teams.
pub fn teams(number: usize) -> String {
    leaf("calendar/teams", "index", number)
}

/// The menu of courses.
pub const COURSES: &str = "courses/index.html";

/// The form on which a course is ordered, from the path of its page.
pub fn order_form(page: &str) -> String {
    page.replace(".html", ".order.html")
}

/// A page of the list of requests.
pub fn requests(number: usize) -> String {
    page("requests", number)
}

/// The years whose activities are over.
pub const PAST: &str = "calendar/past/index.html";

/// A page of the activities of a year that are over.
pub fn past(year: i16, number: usize) -> String {
    leaf("calendar/past", &year.to_string(), number)
}

/// The calendar file of an activity, from the path of its page.
pub fn activity_ics(page: &str) -> String {
    page.replace(".html", ".ics")
}

/// The QR code of the page of an activity or a course.
pub fn page_code(page: &str) -> String {
    page.replace(".html", ".svg")
}

/// The page from which an article is passed on, from the path of its own.
pub fn share(article: &str) -> String {
    format!("share/{article}")
}

/// The script of an article for the loudspeaker, beside the page from which it is passed on.
pub fn script(article: &str) -> String {
    beside_share(article, "txt")
}

/// The article as it is pasted into the editor of an Official Account.
pub fn wechat(article: &str) -> String {
    beside_share(article, "wechat.html")
}

/// The poster of an article for phones.
pub fn poster(article: &str) -> String {
    beside_share(article, "png")
}

/// The poster of an article for printing.
pub fn poster_page(article: &str) -> String {
    beside_share(article, "pdf")
}

/// The picture that a link to an article shows.
pub fn social(article: &str) -> String {
    beside_share(article, "social.png")
}

/// 今日分享: the page from which the articles of a day are passed on. No article has `index.html`.
pub const TODAY: &str = "share/index.html";

impl Roster {
    /// The page of its days. No article stands in a folder of the site's own.
    pub fn path(&self) -> String {
        match &self.district {
            None => TODAY.to_owned(),
            Some((_, slug)) => format!("share/calendar/{slug}.html"),
        }
    }

    /// What is passed on today in one file.
    pub fn zip(&self) -> String {
        self.path().replace(".html", ".zip")
    }
}

/// A drawing (SVG) as PNG, from its own path. Not beside it: there stands only what its own bytes name.
pub fn painting(asset: &str) -> String {
    format!("share/{}.png", asset.rsplit_once('.').map_or(asset, |(stem, _)| stem))
}

fn beside_share(article: &str, ending: &str) -> String {
    let share = share(article);
    format!("{}.{ending}", share.strip_suffix(".html").unwrap_or(&share))
}

/// The files of a feed by its name: RSS, Atom, JSON Feed, and what 快传号 reads, which has a folder of its own so that
/// no name of a feed can end like it.
pub fn feed(name: &str) -> [String; 4] {
    [
        format!("feeds/{name}.rss.xml"),
        format!("feeds/{name}.atom.xml"),
        format!("feeds/{name}.json"),
        format!("feeds/kuaichuan/{name}.json"),
    ]
}

/// Older articles as RSS and Atom.
pub fn feed_archive(name: &str) -> [String; 2] {
    [format!("feeds/archive/{name}.rss.xml"), format!("feeds/archive/{name}.atom.xml")]
}

/// The page that tells people about the feeds; there is one where there are feeds.
pub const FEEDS: &str = "feeds/index.html";
/// All feeds, for readers that take them at once.
pub const OPML: &str = "feeds/kepu.opml";

/// Name of a tag's feeds.
pub fn tag_feed(tag: &Group) -> String {
    format!("tag-{}", tag.slug)
}

/// Whether `path` is a feed of the site, or their list.
pub fn is_feed(catalog: &Catalog, path: &str) -> bool {
    let feeds = catalog.feeds();
    let listed = path == OPML && !feeds.is_empty();
    listed || feeds.iter().any(|source| feed(&source.name(catalog)).iter().any(|it| it == path))
}

/// Pages that every site has.
pub const FIXED: [&str; 4] = ["index.html", "search.html", "archive/index.html", "tags/index.html"];

impl Selection {
    /// Path of its list page.
    pub fn path(&self) -> String {
        match self {
            Selection::All => CALENDAR.into(),
            _ => format!("calendar/{}.html", self.name()),
        }
    }

    /// Path of its ICS file, where it has one: nobody subscribes to a state, and who an activity is for is said
    /// in many ways.
    pub fn ics(&self) -> Option<String> {
        let subscribed = !matches!(self, Selection::State(_) | Selection::Audience(..));
        subscribed.then(|| format!("calendar/{}.ics", self.name()))
    }

    /// Path of the QR code of its list page.
    pub fn code(&self) -> String {
        format!("calendar/{}.svg", self.name())
    }

    fn name(&self) -> String {
        match self {
            Selection::All => "all".into(),
            Selection::District(_, slug) => format!("district-{slug}"),
            Selection::Line(_, slug) => format!("line-{slug}"),
            Selection::Tier(tier) => format!("tier-{}", tier.id()),
            Selection::State(status) => format!("state-{}", status.id()),
            Selection::Audience(_, slug) => format!("audience-{slug}"),
            Selection::Topic(_, slug) => format!("topics/{slug}"),
            Selection::Venue(_, slug) => format!("venues/{slug}"),
            Selection::Team(_, slug) => format!("teams/{slug}"),
        }
    }

    /// What tells it from others of its kind.
    pub fn label<'a>(&'a self, catalog: &'a Catalog) -> &'a str {
        match self {
            Selection::All => &catalog.config.calendar.title,
            Selection::District(name, _)
            | Selection::Line(name, _)
            | Selection::Audience(name, _)
            | Selection::Topic(name, _) => name,
            Selection::Tier(tier) => tier.name(),
            Selection::State(status) => status.name(),
            Selection::Venue(index, _) => &catalog.agenda.venues[*index].name,
            Selection::Team(index, _) => &catalog.agenda.teams[*index].name,
        }
    }

    /// What it is called.
    pub fn title(&self, catalog: &Catalog) -> String {
        let calendar = &catalog.config.calendar.title;
        match self {
            Selection::All => calendar.clone(),
            _ => format!("{} · {calendar}", self.label(catalog)),
        }
    }
}

impl Catalog {
    /// How many pages a list of `total` articles takes; an empty list still has one.
    pub fn page_count(&self, total: usize) -> usize {
        total.div_ceil(self.config.page_size.max(1)).max(1)
    }

    /// First days of the months that have a page: every month with a date, and the build's own.
    pub fn month_pages(&self) -> BTreeSet<Date> {
        self.timetable.months().chain([self.day.first_of_month()]).collect()
    }

    /// The page to print of a month for a notice board: of everything, or of one district. There is one where
    /// the month has dates, for this month and the two that follow.
    pub fn programme(&self, month: Date, selected: &Selected) -> Option<String> {
        let slug = match &selected.selection {
            Selection::All => String::new(),
            Selection::District(_, slug) => format!("-{slug}"),
            _ => return None,
        };
        let now = self.day.first_of_month();
        let ahead = now.series(jiff::Span::new().months(1)).take(PROGRAMMES).any(|it| it == month);
        let held = ahead && self.timetable.of_month(selected, month).len() > 0;
        held.then(|| format!("calendar/print-{:04}-{:02}{slug}.html", month.year(), month.month()))
    }

    /// Every page and calendar file that a link in the frame of the site can lead to.
    pub fn page_paths(&self) -> BTreeSet<String> {
        let mut paths: BTreeSet<String> = FIXED.map(String::from).into();
        paths.extend(self.articles.iter().map(|article| article.path.clone()));
        paths.extend(self.pages.iter().map(|page| page.path.clone()));
        let pages = |total: usize| 1..=self.page_count(total);
        for it in &self.topics {
            paths.extend(pages(it.articles.len()).map(|number| topic(it, number)));
        }
        for it in &self.tags {
            paths.extend(pages(it.articles.len()).map(|number| tag(it, number)));
        }
        for it in &self.series {
            paths.extend(pages(it.articles.len()).map(|number| series(it, number)));
        }
        for it in &self.authors {
            paths.extend(pages(it.works().len()).map(|number| author(it, number)));
        }
        for (it, articles) in &self.years {
            paths.extend(pages(articles.len()).map(|number| year(*it, number)));
        }
        if !self.config.base_url.is_empty() {
            paths.insert(FEEDS.to_owned());
        }
        paths.extend(self.rosters.iter().map(Roster::path));
        if !self.agenda.activities.is_empty() {
            self.add_lists(&mut paths);
            paths.extend(self.month_pages().into_iter().map(month));
            let programmes = self.month_pages().into_iter().flat_map(|month| {
                self.timetable.selections().all().iter().filter_map(move |it| self.programme(month, it))
            });
            paths.extend(programmes);
            let days = self.timetable.full_days().into_iter();
            paths.extend(days.flat_map(|(date, count)| (1..=count).map(move |number| day(date, number))));
            paths.extend(self.activity_paths.iter().flat_map(|page| [page.clone(), activity_ics(page)]));
        }
        paths
    }

    /// The lists of the calendar: selections, directories, what is over.
    fn add_lists(&self, paths: &mut BTreeSet<String>) {
        for selected in self.timetable.selections().all() {
            paths.insert(selected.selection.path());
            paths.extend(selected.selection.ics());
        }
        let pages = |total: usize| 1..=total.div_ceil(MOST_A_PAGE);
        paths.extend([PAST, CHANGES].map(str::to_owned));
        if !self.timetable.selections().of(SelectionKind::Topic).is_empty() {
            paths.insert(CALENDAR_TOPICS.to_owned());
        }
        paths.extend(pages(self.agenda.venues.len()).map(venues));
        paths.extend(pages(self.agenda.teams.len()).map(teams));
        for (year, dates) in self.past_years() {
            paths.extend(pages(dates.len()).map(|number| past(year, number)));
        }
    }
}
