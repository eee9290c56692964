//! Activities that are over, by year: when, where, and what came of them.

use std::sync::Arc;

use super::dates::add;
use super::frame::page_view;
use super::html::Html;
use super::items::activity_item;
use super::lists::pagination;
use super::view::{Facet, PastView};
use super::{Planner, Site};
use crate::model::{MOST_A_PAGE, address};

/// The newest on the page of all years.
const NEWEST: usize = 30;

/// Years and their dates by position, newest first; shared by all pages, which would else look for them anew.
type Years = Arc<Vec<(i16, Vec<usize>)>>;

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    if site.catalog.agenda.activities.is_empty() {
        return;
    }
    let years: Years = Arc::new(site.catalog.past_years());
    for index in 0..years.len() {
        for number in 1..=years[index].1.len().div_ceil(MOST_A_PAGE) {
            let years = Arc::clone(&years);
            let path = address::past(years[index].0, number);
            planner.add(path.clone(), move |site| year_page(site, &years, index, number));
        }
    }
    planner.add(address::PAST, move |site| newest(site, &years));
}

fn year_page(site: &Site<'_>, years: &Years, index: usize, number: usize) -> Html<PastView> {
    let (year, positions) = &years[index];
    let path = address::past(*year, number);
    let title = format!("{year} 年的活动");
    let page = page_view(site, "calendar", &path, &title)
        .described(&format!("{year} 年已经举办的科普活动和参加人数"))
        .step(&site.catalog.config.calendar.title, Some(address::CALENDAR))
        .step("往期活动", Some(address::PAST))
        .step(&format!("{year} 年"), None);
    let count = positions.len().div_ceil(MOST_A_PAGE);
    let shown = positions.chunks(MOST_A_PAGE).nth(number - 1).unwrap_or_default();
    let view = PastView {
        title,
        total: positions.len(),
        pagination: pagination(number, count, |number| address::past(*year, number)),
        ..past_view(site, years, shown, Some(*year))
    };
    Html::new("past.html", page, ("list", view))
}

/// The newest of all years, and the way to each.
fn newest(site: &Site<'_>, years: &Years) -> Html<PastView> {
    let title = "往期活动".to_owned();
    let page = page_view(site, "calendar", address::PAST, &title)
        .described("已经举办的科普活动，按年份排列")
        .step(&site.catalog.config.calendar.title, Some(address::CALENDAR))
        .step(&title, None);
    let total = years.iter().map(|(_, positions)| positions.len()).sum();
    let shown: Vec<usize> = years.iter().flat_map(|(_, positions)| positions).copied().take(NEWEST).collect();
    let view = PastView { title, total, ..past_view(site, years, &shown, None) };
    Html::new("past.html", page, ("list", view))
}

fn past_view(site: &Site<'_>, years: &Years, shown: &[usize], current: Option<i16>) -> PastView {
    let mut view = PastView::default();
    for &position in shown {
        let occurrence = &site.catalog.timetable.all()[position];
        add(&mut view.months, occurrence.date, activity_item(site.catalog, occurrence));
    }
    let facets = years.iter().map(|(year, positions)| Facet {
        title: format!("{year} 年"),
        path: address::past(*year, 1),
        count: positions.len(),
        current: current == Some(*year),
    });
    view.years = facets.collect();
    view
}
