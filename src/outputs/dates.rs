//! The dates of a selection as its page lists them: those to come, then those that are over.

use jiff::civil::Date;

use super::items::activity_item;
use super::view::{ActivityItem, CalendarMonth, DatesView, Link};
use crate::model::{Catalog, MOST_A_PAGE, Occurrence, Selected, address};

/// Of dates in the order of time those to come; cancelled ones too, since people may have them in
/// their heads.
pub fn coming<'a>(
    catalog: &'a Catalog,
    dates: impl Iterator<Item = &'a Occurrence>,
) -> impl Iterator<Item = &'a Occurrence> {
    dates.filter(|it| !catalog.is_past(it))
}

/// The dates of a selection, so many of those that are over.
pub fn dates_view(catalog: &Catalog, selected: &Selected, past: usize) -> DatesView {
    let timetable = &catalog.timetable;
    let mut view = DatesView::default();
    for occurrence in coming(catalog, timetable.of_selection(selected)) {
        view.coming_total += 1;
        if view.coming_total <= MOST_A_PAGE {
            view.coming_shown += 1;
            add(&mut view.coming, occurrence.date, activity_item(catalog, occurrence));
            continue;
        }
        // A page of everything that comes would have no end: the rest is on the pages of its months.
        let month = occurrence.date.first_of_month();
        let path = Some(address::month(month));
        if view.later.last().is_none_or(|last| last.path != path) {
            view.later.push(Link { title: month_title(month), path, url: None });
        }
    }
    for occurrence in timetable.of_selection(selected).rev().filter(|it| catalog.is_past(it)) {
        view.past_total += 1;
        if view.past.len() < past {
            view.past.push(activity_item(catalog, occurrence));
        }
    }
    view.earlier = (view.past_total > view.past.len()).then(|| address::PAST.to_owned());
    view
}

/// Adds an item to its month, which is the last or comes after all.
pub fn add(months: &mut Vec<CalendarMonth>, date: Date, item: ActivityItem) {
    let month = date.first_of_month();
    let path = address::month(month);
    match months.last_mut() {
        Some(last) if last.path == path => last.items.push(item),
        _ => months.push(CalendarMonth { title: month_title(month), path, items: vec![item] }),
    }
}

/// `2026年12月`
pub fn month_title(month: Date) -> String {
    format!("{}年{}月", month.year(), month.month())
}
