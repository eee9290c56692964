//! An activity for search engines: schema.org Event.

use serde_json::{Value, json};

use super::place::place_at;
use crate::model::{Activity, Catalog, Form, Occurrence, Status};
use crate::outputs::article::script_safe;
use crate::outputs::items::clock;
use crate::outputs::view::ActivityView;

/// Dates of a series that are told: the next ones. No search engine shows more.
const MOST_DATES: usize = 12;

/// schema.org Event of the activity on the date that its page shows.
pub fn json_ld(catalog: &Catalog, shown: &Occurrence, view: &ActivityView, canonical: &str) -> String {
    let activity = &catalog.agenda.activities[shown.activity];
    let mut data = event(activity, shown, canonical);
    data["@context"] = json!("https://schema.org");
    data["description"] = json!(view.notice);
    data["location"] = location(catalog, shown, view, canonical);
    data["organizer"] = organisations(&view.hosts);
    let mut performers: Vec<Value> = view
        .speaker
        .iter()
        .map(|name| match &view.speaker_title {
            Some(title) => json!({ "@type": "Person", "name": name, "jobTitle": title }),
            None => json!({ "@type": "Person", "name": name }),
        })
        .collect();
    if let Value::Array(teams) = organisations(&view.teams) {
        performers.extend(teams);
    }
    if !performers.is_empty() {
        data["performer"] = json!(performers);
    }
    if let Some(capacity) = activity.capacity {
        data["maximumAttendeeCapacity"] = json!(capacity);
    }
    if activity.recurring() {
        let dates = catalog.timetable.of_activity(shown.activity).filter(|it| it.date >= catalog.day);
        let dates = dates.take(MOST_DATES).map(|it| {
            let mut date = event(activity, it, canonical);
            date["location"] = location(catalog, it, view, canonical);
            date
        });
        data["subEvent"] = dates.collect();
    }
    script_safe(&data.to_string())
}

/// What differs from date to date.
fn event(activity: &Activity, occurrence: &Occurrence, canonical: &str) -> Value {
    let at = |date: jiff::civil::Date, time| format!("{date}T{}:00+08:00", clock(time));
    let status = match occurrence.status {
        Status::Cancelled => "EventCancelled",
        Status::Postponed => "EventPostponed",
        Status::Moved => "EventRescheduled",
        _ if occurrence.rescheduled(activity) => "EventRescheduled",
        _ => "EventScheduled",
    };
    let mode = match activity.form {
        Some(Form::Online) => "OnlineEventAttendanceMode",
        _ => "OfflineEventAttendanceMode",
    };
    let mut event = json!({
        "@type": "Event",
        "name": activity.name,
        "startDate": at(occurrence.date, occurrence.start),
        "eventStatus": format!("https://schema.org/{status}"),
        "eventAttendanceMode": format!("https://schema.org/{mode}"),
    });
    if let Some(end) = occurrence.end {
        event["endDate"] = json!(at(occurrence.date, end));
    }
    if let Some(former) = former(activity, occurrence) {
        event["previousStartDate"] = json!(former);
    }
    if !canonical.is_empty() {
        event["url"] = json!(canonical);
    }
    event
}

/// When it was to begin before it was moved: what a cell of dates says of this one, or 原定时间, where that
/// is a day in full; the hour is the activity's unless one stands beside it.
fn former(activity: &Activity, occurrence: &Occurrence) -> Option<String> {
    if occurrence.rescheduled(activity) {
        return Some(format!("{}T{}:00+08:00", occurrence.planned, clock(activity.start)));
    }
    let typed = activity.original_time.as_deref().filter(|_| occurrence.status == Status::Moved)?;
    let mut words = typed.split_whitespace();
    let day = crate::calendar::full_date(words.next()?)?;
    let time = words.next().map_or(Some(occurrence.start), crate::calendar::time)?;
    Some(format!("{day}T{}:00+08:00", clock(time)))
}

/// A place, or the page itself where people meet on the net: schema.org asks for an address of it.
fn location(catalog: &Catalog, occurrence: &Occurrence, view: &ActivityView, canonical: &str) -> Value {
    let activity = &catalog.agenda.activities[occurrence.activity];
    if activity.form == Some(Form::Online) {
        let signup = view.signup.as_deref().filter(|it| it.starts_with("http"));
        let url = signup.unwrap_or(canonical);
        if !url.is_empty() {
            return json!({ "@type": "VirtualLocation", "url": url });
        }
    }
    let venue = occurrence.venue(activity);
    let place = place_at(catalog, venue);
    let street: Vec<&str> =
        [&place.street, &place.community, &place.address].into_iter().flatten().map(String::as_str).collect();
    let mut address = json!({
        "@type": "PostalAddress",
        "addressCountry": "CN",
        "addressLocality": view.item.district,
    });
    if !street.is_empty() {
        address["streetAddress"] = json!(street.join(""));
    }
    let mut location =
        json!({ "@type": "Place", "name": catalog.agenda.venue_name(venue), "address": address });
    if let Some((longitude, latitude)) = place.position {
        location["geo"] = json!({
            "@type": "GeoCoordinates",
            "latitude": format!("{latitude:.6}"),
            "longitude": format!("{longitude:.6}"),
        });
    }
    location
}

fn organisations(names: &[String]) -> Value {
    names.iter().map(|name| json!({ "@type": "Organization", "name": name })).collect()
}
