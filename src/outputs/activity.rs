//! A page per activity.

use serde_json::json;

use super::frame::page_view;
use super::html::Html;
use super::items::{activity_item, article_items, clock, month_day, named_day, status_view, weekday};
use super::view::{ActivityItem, ActivityView, OccurrenceView, SharedItem};
use super::{Planner, Site};
use crate::model::{Activity, Catalog, Occurrence, Status, Topic, address};

/// Articles shown beside an activity.
const RELATED: usize = 3;

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    for (index, path) in site.catalog.activity_paths.iter().enumerate() {
        planner.add(path.clone(), move |site| page(site, index));
    }
}

fn page(site: &Site<'_>, index: usize) -> Html<ActivityView> {
    let catalog = site.catalog;
    let path = &catalog.activity_paths[index];
    let view = view(site, index);
    let summary = format!(
        "{}{} {}，{}{}",
        view.item.date_text, view.item.weekday, view.item.start, view.item.district, view.item.venue
    );
    let mut page = page_view(site, "activity", path, &view.item.name)
        .described(&summary)
        .step(&catalog.config.calendar.title, Some("calendar/index.html"))
        .step(&view.item.name, None);
    page.json_ld = json_ld(catalog, index, &view, &page.canonical);
    Html::new("activity.html", page, ("activity", view))
}

fn view(site: &Site<'_>, index: usize) -> ActivityView {
    let catalog = site.catalog;
    let activity = &catalog.agenda.activities[index];
    let dates = catalog.timetable.of_activity(index);
    let venue = catalog.agenda.venue(&activity.venue);
    let team = |id: &String| catalog.agenda.team_name(id).to_owned();
    ActivityView {
        item: shown(catalog, index)
            .map_or_else(|| without_date(catalog, index), |it| activity_item(catalog, it)),
        id: activity.id.clone(),
        hosts: activity.hosts.clone(),
        teams: activity.teams.iter().chain(&activity.supporting_teams).map(team).collect(),
        speaker: activity.speaker.clone(),
        speaker_title: activity.speaker_title.clone(),
        form: activity.form.map(|form| form.name().to_owned()),
        audience: activity.audience.clone(),
        capacity: activity.capacity,
        signup: activity.signup.clone(),
        signup_deadline: activity.signup_deadline.clone(),
        phone: activity.phone.clone(),
        address: venue.and_then(|venue| venue.address.clone()),
        original_time: activity.original_time.clone(),
        change_note: activity.change_note.clone(),
        participants: activity.participants,
        volunteers: activity.volunteers,
        occurrences: dates.map(|it| occurrence_view(catalog, activity, it)).collect(),
        ics: address::activity_ics(&catalog.activity_paths[index]),
        related: related(site, activity),
    }
}

/// The date that the head of the page names: the next one, or the last when all are over. One that
/// was cancelled while others take place is not what people come for.
fn shown(catalog: &Catalog, index: usize) -> Option<&Occurrence> {
    let activity = &catalog.agenda.activities[index];
    let dates: Vec<&Occurrence> = catalog.timetable.of_activity(index).collect();
    let held = |it: &&&Occurrence| !(it.status == Status::Cancelled && it.changed(activity));
    let coming = dates.iter().filter(held).find(|it| it.date >= catalog.day);
    coming.or_else(|| dates.iter().rfind(held)).or(dates.last()).copied()
}

fn occurrence_view(catalog: &Catalog, activity: &Activity, occurrence: &Occurrence) -> OccurrenceView {
    OccurrenceView {
        date: occurrence.date.to_string(),
        date_text: month_day(occurrence.date),
        weekday: weekday(occurrence.date),
        start: clock(occurrence.start),
        end: occurrence.end.map(clock),
        past: occurrence.date < catalog.day,
        status: occurrence.changed(activity).then(|| status_view(occurrence.status)),
        moved_from: occurrence.moved_from().map(named_day),
    }
}

/// An activity all of whose dates were excepted.
fn without_date(catalog: &Catalog, index: usize) -> ActivityItem {
    let activity = &catalog.agenda.activities[index];
    ActivityItem {
        path: catalog.activity_paths[index].clone(),
        name: activity.name.clone(),
        district: activity.district.clone(),
        line: activity.line.clone(),
        status: status_view(activity.status),
        ..ActivityItem::default()
    }
}

/// Articles whose topic is the activity's, or whose tags stand in its name; newest first.
fn related(site: &Site<'_>, activity: &Activity) -> Vec<SharedItem> {
    let catalog = site.catalog;
    let mut scored: Vec<(usize, usize)> = Vec::new();
    for tag in &catalog.tags {
        let said = activity.name.contains(&tag.name)
            || activity.topic.as_ref().is_some_and(|topic| topic.contains(&tag.name));
        if said {
            scored.extend(tag.articles.iter().take(RELATED).map(|&article| (0, article)));
        }
    }
    let spoken_of = |topic: &&Topic| {
        let name = topic.config.name.as_str();
        activity.name.contains(name) || activity.topic.as_ref().is_some_and(|it| it.contains(name))
    };
    for topic in catalog.topics.iter().filter(spoken_of) {
        scored.extend(topic.articles.iter().take(RELATED).map(|&article| (1, article)));
    }
    scored.sort_unstable();
    let mut indices: Vec<usize> = Vec::new();
    for (_, article) in scored {
        if !indices.contains(&article) && !catalog.articles[article].expired(catalog.day) {
            indices.push(article);
        }
    }
    indices.truncate(RELATED);
    article_items(site, &indices)
}

/// schema.org Event; none for an activity without a date.
fn json_ld(catalog: &Catalog, index: usize, view: &ActivityView, canonical: &str) -> Option<String> {
    let shown = shown(catalog, index)?;
    let item = &view.item;
    let status = match shown.status {
        Status::Cancelled => "https://schema.org/EventCancelled",
        Status::Postponed => "https://schema.org/EventPostponed",
        _ if shown.moved_from().is_some() => "https://schema.org/EventRescheduled",
        _ => "https://schema.org/EventScheduled",
    };
    let (date, start) = (&item.date, &item.start);
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "name": item.name,
        "startDate": format!("{date}T{start}:00+08:00"),
        "eventStatus": status,
        "location": {
            "@type": "Place",
            "name": item.venue,
            "address": view.address.clone().unwrap_or_else(|| item.district.clone()),
        },
        "organizer": view.hosts.iter().map(|name| json!({ "@type": "Organization", "name": name })).collect::<Vec<_>>(),
    });
    if let Some(end) = &item.end {
        data["endDate"] = json!(format!("{date}T{end}:00+08:00"));
    }
    if let Some(day) = shown.moved_from() {
        data["previousStartDate"] = json!(format!("{day}T{start}:00+08:00"));
    }
    if !canonical.is_empty() {
        data["url"] = json!(canonical);
    }
    Some(super::article::script_safe(&data.to_string()))
}
