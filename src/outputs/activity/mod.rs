//! A page per activity.

mod data;
mod notice;
mod place;
mod sign_up;

use super::frame::page_view;
use super::html::Html;
use super::items::{
    activity_item, article_items, clock, month_day, moved_from, named_day, status_view, weekday,
};
use super::view::{ActivityItem, ActivityView, Link, OccurrenceView};
use super::{Planner, Site, changes, code};
use crate::model::{Catalog, Occurrence, Status, address};

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
    page.json_ld = shown(catalog, index).map(|shown| data::json_ld(catalog, shown, &view, &page.canonical));
    Html::new("activity.html", page, ("activity", view))
}

fn view(site: &Site<'_>, index: usize) -> ActivityView {
    let catalog = site.catalog;
    let activity = &catalog.agenda.activities[index];
    let path = &catalog.activity_paths[index];
    let names = |ids: &[String]| ids.iter().map(|id| catalog.agenda.team_name(id).to_owned()).collect();
    let dates = || catalog.timetable.of_activity(index);
    let head = shown(catalog, index);
    let former = |it: &Occurrence| {
        let planned = || format!("{} {}", named_day(it.planned), clock(activity.start));
        it.rescheduled(activity).then(planned)
    };
    let place = head.map_or(activity.venue.as_str(), |it| it.venue(activity));
    let deadline = activity.signup_deadline.as_deref();
    let first = dates().next().map(|it| it.date);
    let history = catalog.announced.of(index);
    let mut view = ActivityView {
        item: head.map_or_else(|| without_date(catalog, index), |it| activity_item(catalog, it)),
        id: activity.id.clone(),
        hosts: activity.hosts.clone(),
        teams: names(&activity.teams),
        supporting_teams: names(&activity.supporting_teams),
        speaker: activity.speaker.clone(),
        speaker_title: activity.speaker_title.clone(),
        course: activity.course.as_deref().and_then(|id| course_link(catalog, id)),
        form: activity.form.map(|form| form.name().to_owned()),
        audience: activity.audience.clone(),
        capacity: activity.capacity,
        signup: activity.signup.clone(),
        deadline: deadline.map(|typed| sign_up::deadline_view(typed, first, catalog.day)),
        phone: activity.phone.clone(),
        place: place::place_at(catalog, place),
        former: head.and_then(former).or_else(|| activity.original_time.clone()),
        original_time: activity.original_time.clone(),
        change_note: activity.change_note.clone(),
        participants: activity.participants,
        volunteers: activity.volunteers,
        hours: activity.service_minutes.map(hours),
        past: activity.status == Status::Done || dates().all(|it| it.date < catalog.day),
        occurrences: dates().map(|it| occurrence_view(catalog, place, it)).collect(),
        ics: address::activity_ics(path),
        code: code::readable(catalog, path).map(|_| address::page_code(path)),
        notice: String::new(),
        changes: history.map(|it| changes::of_activity(catalog, it)).unwrap_or_default(),
        reports: article_items(site, &catalog.encounters.reports[index]),
        related: article_items(site, &catalog.encounters.articles[index]),
    };
    view.notice = notice::notice(&view, &catalog.absolute(path));
    view
}

/// The page of a course of the menu.
fn course_link(catalog: &Catalog, id: &str) -> Option<Link> {
    let index = catalog.agenda.course_index(id)?;
    let title = catalog.agenda.courses[index].name.clone();
    Some(Link { title, path: Some(catalog.desk.course_paths[index].clone()), url: None })
}

/// Minutes as hours with at most one decimal, as offices count them.
fn hours(minutes: u32) -> String {
    let tenths = (minutes + 3) / 6;
    match (tenths / 10, tenths % 10) {
        (hours, 0) => hours.to_string(),
        (hours, tenth) => format!("{hours}.{tenth}"),
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

/// A date in the list of all, below a head that names a place.
fn occurrence_view(catalog: &Catalog, place: &str, occurrence: &Occurrence) -> OccurrenceView {
    let activity = &catalog.agenda.activities[occurrence.activity];
    let own = occurrence.venue(activity);
    OccurrenceView {
        date: occurrence.date.to_string(),
        date_text: month_day(occurrence.date),
        weekday: weekday(occurrence.date),
        start: clock(occurrence.start),
        end: occurrence.end.map(clock),
        past: occurrence.date < catalog.day,
        status: occurrence.changed(activity).then(|| status_view(occurrence.status)),
        moved_from: moved_from(activity, occurrence),
        venue: (own != place).then(|| catalog.agenda.venue_name(own).to_owned()),
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
