//! The lists of venues and of teams by district, cut into pages.

use std::sync::Arc;

use super::frame::page_view;
use super::html::Html;
use super::lists::pagination;
use super::view::{DirectoryEntry, DirectoryGroup, DirectoryView, Facet};
use super::{Planner, Site};
use crate::model::{MOST_A_PAGE, Place, Selection, address};

/// What a directory lists.
pub struct Directory {
    /// 阵地, 支队
    pub title: &'static str,
    /// Paths of its pages, by number.
    pub path: fn(usize) -> String,
    /// The rows of its table in a district.
    pub rows: fn(&Place) -> &[usize],
    /// A row as it is listed.
    pub entry: fn(&Site<'_>, usize) -> DirectoryEntry,
}

/// District and row of each entry, in the order of districts; made once for all pages.
type Entries = Arc<Vec<(usize, usize)>>;

impl Directory {
    /// Plans the pages.
    pub fn plan(&'static self, site: &Site<'_>, planner: &mut Planner<'_>) {
        let places = site.catalog.directory.places.iter().enumerate();
        let entries = places.flat_map(|(place, it)| (self.rows)(it).iter().map(move |&row| (place, row)));
        let entries: Entries = Arc::new(entries.collect());
        for number in 1..=entries.len().div_ceil(MOST_A_PAGE) {
            let entries = Arc::clone(&entries);
            planner.add((self.path)(number), move |site| self.page(site, &entries, number));
        }
    }

    fn page(&self, site: &Site<'_>, entries: &Entries, number: usize) -> Html<DirectoryView> {
        let path = (self.path)(number);
        let page = page_view(site, "calendar", &path, self.title)
            .described(&format!("各区县的{}和近期活动", self.title))
            .step(&site.catalog.config.calendar.title, Some(address::CALENDAR))
            .step(self.title, None);
        let shown = entries.chunks(MOST_A_PAGE).nth(number - 1).unwrap_or_default();
        let groups = shown.chunk_by(|one, next| one.0 == next.0);
        let count = entries.len().div_ceil(MOST_A_PAGE);
        let view = DirectoryView {
            title: self.title.to_owned(),
            total: entries.len(),
            // Once, not on every page: there may be as many districts as venues.
            districts: if number == 1 { self.districts(site) } else { Vec::new() },
            groups: groups.filter_map(|group| self.group(site, group)).collect(),
            pagination: pagination(number, count, self.path),
        };
        Html::new("directory.html", page, ("list", view))
    }

    fn group(&self, site: &Site<'_>, entries: &[(usize, usize)]) -> Option<DirectoryGroup> {
        let place = &site.catalog.directory.places[entries.first()?.0];
        Some(DirectoryGroup {
            id: anchor(site, place),
            title: name(place).to_owned(),
            path: selection(site, place).map(Selection::path),
            entries: entries.iter().map(|&(_, row)| (self.entry)(site, row)).collect(),
        })
    }

    /// Where each district begins.
    fn districts(&self, site: &Site<'_>) -> Vec<Facet> {
        let mut before = 0;
        let facets = site.catalog.directory.places.iter().filter_map(|place| {
            let count = (self.rows)(place).len();
            let path = (self.path)(before / MOST_A_PAGE + 1);
            before += count;
            let path = format!("{path}#{}", anchor(site, place));
            (count > 0).then(|| Facet { title: name(place).to_owned(), path, count, current: false })
        });
        facets.collect()
    }
}

fn name(place: &Place) -> &str {
    place.district.as_deref().unwrap_or("全市")
}

fn selection<'a>(site: &Site<'a>, place: &Place) -> Option<&'a Selection> {
    let selections = site.catalog.timetable.selections();
    selections.district(place.district.as_deref()?).map(|it| &it.selection)
}

fn anchor(site: &Site<'_>, place: &Place) -> String {
    match selection(site, place) {
        Some(Selection::District(_, slug)) => format!("in-{slug}"),
        _ => "everywhere".to_owned(),
    }
}
