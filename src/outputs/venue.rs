//! A page per venue, and the list of all.

use super::dates::{coming, dates_view};
use super::directory::Directory;
use super::frame::page_view;
use super::html::Html;
use super::items::named_day;
use super::view::{DirectoryEntry, Link, VenueView};
use super::{Planner, Site};
use crate::model::{Catalog, MOST_A_PAGE, Selected, SelectionKind, address};

static DIRECTORY: Directory =
    Directory { title: "阵地", path: address::venues, rows: |place| &place.venues, entry };

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    if site.catalog.agenda.activities.is_empty() {
        return;
    }
    for (index, selected) in site.catalog.timetable.selections().of(SelectionKind::Venue).iter().enumerate() {
        let path = selected.selection.path();
        planner.add(path.clone(), move |site| page(site, index, &path));
    }
    DIRECTORY.plan(site, planner);
}

fn page(site: &Site<'_>, index: usize, path: &str) -> Html<VenueView> {
    let catalog = site.catalog;
    let venue = &catalog.agenda.venues[index];
    let selected = selected(catalog, index);
    let page = page_view(site, "calendar", path, &venue.name)
        .described(&format!("{}{}的科普活动：时间、报名方式，可加入日历", venue.district, venue.name))
        .step(&catalog.config.calendar.title, Some(address::CALENDAR))
        .step("阵地", Some(&address::venues(1)))
        .step(&venue.name, None);
    let view = VenueView {
        name: venue.name.clone(),
        tier: venue.tier.name(),
        district: district_link(catalog, &venue.district),
        street: venue.street.clone(),
        community: venue.community.clone(),
        address: venue.address.clone(),
        capacity: venue.capacity,
        dates: dates_view(catalog, selected, MOST_A_PAGE),
        ics: selected.selection.ics(),
    };
    Html::new("venue.html", page, ("venue", view))
}

fn selected(catalog: &Catalog, index: usize) -> &Selected {
    &catalog.timetable.selections().of(SelectionKind::Venue)[index]
}

/// A district by the link to its page.
fn district_link(catalog: &Catalog, name: &str) -> Link {
    let selected = catalog.timetable.selections().district(name);
    Link { title: name.to_owned(), path: selected.map(|it| it.selection.path()), url: None }
}

fn entry(site: &Site<'_>, index: usize) -> DirectoryEntry {
    let catalog = site.catalog;
    let venue = &catalog.agenda.venues[index];
    let selected = selected(catalog, index);
    let next = coming(catalog, catalog.timetable.of_selection(selected)).next();
    let quarter = [&venue.street, &venue.community].into_iter().flatten();
    DirectoryEntry {
        path: selected.selection.path(),
        name: venue.name.clone(),
        kind: venue.tier.name().to_owned(),
        note: quarter.map(String::as_str).collect(),
        model: false,
        next: next.map(|it| named_day(it.date)),
    }
}
