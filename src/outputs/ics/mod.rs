//! iCalendar files: all activities, each selection that people subscribe to, each activity.

mod calendar;
mod lines;

#[cfg(test)]
mod tests;

use self::calendar::{Event, Options, calendar};
use super::{Bytes, Planner, Site};
use crate::model::{Catalog, Occurrence, address};

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    let catalog = site.catalog;
    if catalog.agenda.activities.is_empty() {
        return;
    }
    for (index, selected) in catalog.timetable.selections().all().iter().enumerate() {
        if let Some(path) = selected.selection.ics() {
            planner.add(path, move |site| file(site.catalog, index));
        }
    }
    for index in 0..catalog.agenda.activities.len() {
        planner.add(address::activity_ics(&catalog.activity_paths[index]), move |site| {
            single(site.catalog, index)
        });
    }
}

fn file(catalog: &Catalog, index: usize) -> Bytes {
    let selected = &catalog.timetable.selections().all()[index];
    let name = format!("{} · {}", selected.selection.title(catalog), catalog.config.title);
    write(catalog, &name, &selected.activities)
}

fn single(catalog: &Catalog, index: usize) -> Bytes {
    write(catalog, &catalog.agenda.activities[index].name, &[index])
}

fn write(catalog: &Catalog, name: &str, activities: &[usize]) -> Bytes {
    let agenda = &catalog.agenda;
    let occurrences: Vec<(usize, Vec<Occurrence>)> = activities
        .iter()
        .map(|&index| (index, catalog.timetable.of_activity(index).copied().collect()))
        .collect();
    let events: Vec<Event<'_>> = occurrences
        .iter()
        .map(|(index, occurrences)| Event {
            activity: &agenda.activities[*index],
            occurrences,
            history: catalog.announced.of(*index),
            url: Some(catalog.absolute(&catalog.activity_paths[*index])).filter(|url| !url.is_empty()),
        })
        .collect();
    let options = Options { domain: domain(&catalog.config.base_url), ..Options::default() };
    Bytes(calendar(name, agenda, &events, &options).into_bytes())
}

/// The host of an address; events keep their identity only while it stays the same.
fn domain(base_url: &str) -> String {
    let host = base_url.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or(""));
    if host.is_empty() { "kepu.invalid".into() } else { host.to_owned() }
}
