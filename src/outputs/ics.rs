//! iCalendar files: all activities, each district, each line, each activity.

use super::{Bytes, Planner, Site};
use crate::calendar::{Event, Options, calendar};
use crate::model::address::{self, Selection, selections};
use crate::model::{Catalog, Occurrence};

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    let catalog = site.catalog;
    if catalog.agenda.activities.is_empty() {
        return;
    }
    for selection in selections(catalog) {
        planner.add(selection.ics(), move |site| file(site.catalog, &selection));
    }
    for index in 0..catalog.agenda.activities.len() {
        planner.add(address::activity_ics(&catalog.activity_paths[index]), move |site| {
            single(site.catalog, index)
        });
    }
}

fn file(catalog: &Catalog, selection: &Selection) -> Bytes {
    let indices = (0..catalog.agenda.activities.len()).filter(|&index| selection.holds(catalog, index));
    let name = format!("{} · {}", selection.title(catalog), catalog.config.title);
    write(catalog, &name, indices)
}

fn single(catalog: &Catalog, index: usize) -> Bytes {
    write(catalog, &catalog.agenda.activities[index].name, std::iter::once(index))
}
fn write(catalog: &Catalog, name: &str, indices: impl Iterator<Item = usize>) -> Bytes {
    let agenda = &catalog.agenda;
    let occurrences: Vec<(usize, Vec<Occurrence>)> =
        indices.map(|index| (index, catalog.dates_of(index).copied().collect())).collect();
    let events: Vec<Event<'_>> = occurrences
        .iter()
        .map(|(index, occurrences)| Event {
            activity: &agenda.activities[*index],
            occurrences,
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
