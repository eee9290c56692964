//! The small parts that many views share.

use std::sync::OnceLock;

use jiff::civil::{Date, Weekday};

use super::Site;
use super::view::{
    ActivityItem, Alternate, ArticleItem, PersonView, Picture, ResultsView, SharedItem, StatusView,
    TopicLabel, TopicRef, VerdictView,
};
use crate::model::{Activity, Article, Catalog, Credit, Occurrence, Status, Topic, Verdict, address};

/// An article in a list.
pub fn article_item(catalog: &Catalog, article: &Article) -> ArticleItem {
    let front = &article.source.front;
    ArticleItem {
        path: article.path.clone(),
        title: front.title.clone(),
        summary: article.summary().to_owned(),
        date: article.date.to_string(),
        topic: catalog.topic_of(article).map(topic_label),
        verdict: front.verdict.map(verdict_view),
        minutes: minutes(article.source.outline.words),
        cover: cover(catalog, article),
        expired: article.expired(catalog.day),
        draft: front.draft,
    }
}

/// Articles in a list, given by their indices.
pub fn article_items(site: &Site<'_>, indices: &[usize]) -> Vec<SharedItem> {
    indices.iter().map(|&index| site.items.get(site.catalog, index)).collect()
}

/// Every article as a list item, made when it is first needed: each stands in a dozen lists.
#[derive(Debug)]
pub struct Items(Vec<OnceLock<SharedItem>>);

impl Items {
    /// Room for the items of all articles.
    pub fn new(catalog: &Catalog) -> Items {
        Items(catalog.articles.iter().map(|_| OnceLock::new()).collect())
    }

    /// The item of the article with this index.
    pub fn get(&self, catalog: &Catalog, index: usize) -> SharedItem {
        let make = || SharedItem::new(article_item(catalog, &catalog.articles[index]));
        self.0[index].get_or_init(make).clone()
    }
}

/// Minutes to read: 350 characters a minute, a calm pace for a general reader; at least one.
fn minutes(words: u32) -> u32 {
    words.div_ceil(350).max(1)
}

/// The cover of an article, if its file is there.
pub fn cover(catalog: &Catalog, article: &Article) -> Option<Picture> {
    let front = &article.source.front;
    let asset = catalog.asset(article.cover.as_ref()?)?;
    Some(Picture {
        path: asset.path.clone(),
        alt: front.cover_alt.clone().unwrap_or_default(),
        width: asset.size.map(|(width, _)| width),
        height: asset.size.map(|(_, height)| height),
    })
}

/// A verdict with its name.
pub fn verdict_view(verdict: Verdict) -> VerdictView {
    VerdictView { id: verdict.id(), name: verdict.name() }
}

/// A topic on a card.
pub fn topic_label(topic: &Topic) -> TopicLabel {
    TopicLabel {
        id: topic.config.id.clone(),
        name: topic.config.name.clone(),
        path: address::topic(topic, 1),
    }
}

/// A topic with all that is shown of it.
pub fn topic_ref(topic: &Topic) -> TopicRef {
    TopicRef {
        id: topic.config.id.clone(),
        name: topic.config.name.clone(),
        color: topic.config.color.value.clone(),
        icon: topic.config.icon.clone().unwrap_or_else(|| topic.config.id.clone()),
        description: topic.config.description.clone(),
        path: address::topic(topic, 1),
        count: topic.articles.len(),
    }
}

/// An author or reviewer: what the article says first, then what the people table knows.
pub fn person_view(catalog: &Catalog, credit: &Credit) -> PersonView {
    let known = catalog.people.find(credit.name.trim());
    let organisation = credit
        .organisation
        .as_deref()
        .or(known.and_then(|person| person.organisation.as_deref()))
        .map(|organisation| catalog.people.organisation_name(organisation).to_owned());
    PersonView {
        name: known.map_or_else(|| credit.name.trim().to_owned(), |person| person.name.clone()),
        title: credit.title.clone().or_else(|| known?.title.clone()),
        organisation,
        bio: None,
        path: catalog.author(credit.name.trim()).map(|author| address::author(author, 1)),
    }
}

/// A feed for `<link rel="alternate">`.
pub fn alternate(title: String, mime: &'static str, path: String) -> Alternate {
    Alternate { title, mime, path }
}

/// 周一 … 周日
pub fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "周一",
        Weekday::Tuesday => "周二",
        Weekday::Wednesday => "周三",
        Weekday::Thursday => "周四",
        Weekday::Friday => "周五",
        Weekday::Saturday => "周六",
        Weekday::Sunday => "周日",
    }
}

/// `12月5日`
pub fn month_day(date: Date) -> String {
    format!("{}月{}日", date.month(), date.day())
}

/// One date of an activity in a list.
pub fn activity_item(catalog: &Catalog, occurrence: &Occurrence) -> ActivityItem {
    let agenda = &catalog.agenda;
    let activity = &agenda.activities[occurrence.activity];
    let place = occurrence.venue(activity);
    ActivityItem {
        path: catalog.activity_paths[occurrence.activity].clone(),
        name: activity.name.clone(),
        date: occurrence.date.to_string(),
        date_text: month_day(occurrence.date),
        weekday: weekday(occurrence.date),
        start: clock(occurrence.start),
        end: occurrence.end.map(clock),
        venue: agenda.venue_name(place).to_owned(),
        district: activity.district.clone(),
        tier: activity.tier.name().to_owned(),
        line: activity.line.clone(),
        topic: activity.topic.as_deref().and_then(|name| {
            let named = |topic: &&Topic| topic.config.name == name || topic.config.id == name;
            catalog.topics.iter().find(named).map(topic_label)
        }),
        status: status_view(occurrence.status),
        moved_from: moved_from(activity, occurrence),
        original_time: matches!(occurrence.status, Status::Moved | Status::Postponed)
            .then(|| activity.original_time.clone())
            .flatten(),
        recurring: activity.recurring(),
        audience: activity.audience.clone(),
        results: results_view(activity.participants, activity.volunteers, activity.service_minutes),
    }
}

/// When a date was to begin that begins at another time: the day and the hour, each if it is another.
pub fn moved_from(activity: &Activity, occurrence: &Occurrence) -> Option<String> {
    let hour = (occurrence.start != activity.start).then(|| clock(activity.start));
    match (occurrence.moved_from().map(named_day), hour) {
        (Some(day), Some(hour)) => Some(format!("{day} {hour}")),
        (day, hour) => day.or(hour),
    }
}

/// What was counted, if anything was.
pub fn results_view(
    participants: Option<u32>,
    volunteers: Option<u32>,
    minutes: Option<u32>,
) -> Option<ResultsView> {
    let counted = participants.is_some() || volunteers.is_some() || minutes.is_some();
    counted.then(|| ResultsView { participants, volunteers, hours: minutes.map(hours) })
}

/// `2`, `2.5`
fn hours(minutes: u32) -> String {
    if minutes.is_multiple_of(60) {
        (minutes / 60).to_string()
    } else {
        format!("{:.1}", f64::from(minutes) / 60.0)
    }
}

/// What a status is called.
pub fn status_view(status: Status) -> StatusView {
    StatusView { id: status.id(), name: status.name() }
}

/// `12月2日 周三`
pub fn named_day(day: Date) -> String {
    format!("{} {}", month_day(day), weekday(day))
}

/// `14:30`
pub fn clock(time: jiff::civil::Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `Mon` … `Sun`
pub fn weekday_english(date: Date) -> &'static str {
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        [usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())]
}
