//! The calendar: a list page, the same for each district and line, and a page per month.

use std::collections::HashMap;

use jiff::civil::Date;

use super::html::Html;
use super::items::{activity_item, page_view};
use super::lists::pagination;
use super::view::{CalendarMonth, CalendarView, DayListView, DayView, Facet, Link, MonthView};
use super::{Planner, Site};
use crate::model::address::{self, MOST_A_DAY, MOST_A_PAGE, Selection, full_days, months, selections};
use crate::model::{Catalog, Occurrence, Status};

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    let catalog = site.catalog;
    if catalog.agenda.activities.is_empty() {
        return;
    }
    for selection in selections(catalog) {
        let path = selection.path();
        planner.add(path.clone(), move |site| list(site, &selection, &path));
    }
    for month in months(catalog) {
        planner.add(address::month(month), move |site| month_page(site, month));
    }
    for (day, count) in full_days(catalog) {
        for number in 1..=count {
            planner.add(address::day(day, number), move |site| day_page(site, day, number, count));
        }
    }
}

/// Coming occurrences, soonest first; cancelled ones too, since people may have them in their heads.
pub fn coming(catalog: &Catalog) -> impl Iterator<Item = &Occurrence> {
    let start = catalog.occurrences.partition_point(|occurrence| occurrence.date < catalog.day);
    catalog.occurrences[start..]
        .iter()
        .filter(|occurrence| catalog.agenda.activities[occurrence.activity].status != Status::Done)
}

fn list(site: &Site<'_>, selection: &Selection, path: &str) -> Html<CalendarView> {
    let catalog = site.catalog;
    let title = selection.title(catalog);
    let mut page = page_view(site, "calendar", path, &title)
        .described(&format!("{title}：时间、地点、报名方式，可加入日历"))
        .column(catalog, &catalog.config.calendar.title, "");
    if *selection != Selection::All {
        page = page.step(&catalog.config.calendar.title, Some("calendar/index.html"));
    }
    let mut months: Vec<CalendarMonth> = Vec::new();
    // A page of everything that comes would have no end: the rest is on the pages of its months.
    let mut later: Vec<Link> = Vec::new();
    let chosen = coming(catalog).filter(|it| selection.holds(catalog, it.activity));
    for (number, occurrence) in chosen.enumerate() {
        let month = occurrence.date.first_of_month();
        if number >= MOST_A_PAGE {
            let path = Some(address::month(month));
            if later.last().is_none_or(|last| last.path != path) {
                later.push(Link { title: month_title(month), path, url: None });
            }
            continue;
        }
        let item = activity_item(catalog, occurrence);
        let path = address::month(month);
        match months.last_mut() {
            Some(last) if last.path == path => last.items.push(item),
            _ => months.push(CalendarMonth { title: month_title(month), path, items: vec![item] }),
        }
    }
    let past = catalog.occurrences.iter().rev().filter(|it| {
        let done = catalog.agenda.activities[it.activity].status == Status::Done;
        (it.date < catalog.day || done) && selection.holds(catalog, it.activity)
    });
    let view = CalendarView {
        title: title.clone(),
        coming: months,
        later,
        past: past.take(catalog.config.calendar.past).map(|it| activity_item(catalog, it)).collect(),
        districts: facets(catalog, selection, |it| matches!(it, Selection::All | Selection::District(..))),
        lines: facets(catalog, selection, |it| matches!(it, Selection::Line(..))),
        ics: selection.ics(),
    };
    Html::new("calendar.html", page.step(&title, None), ("calendar", view))
}

fn facets(catalog: &Catalog, current: &Selection, kind: fn(&Selection) -> bool) -> Vec<Facet> {
    let (mut districts, mut lines) = (HashMap::new(), HashMap::new());
    for activity in &catalog.agenda.activities {
        *districts.entry(activity.district.as_str()).or_insert(0) += 1;
        *lines.entry(activity.line.as_str()).or_insert(0) += 1;
    }
    let count = |selection: &Selection| match selection {
        Selection::All => catalog.agenda.activities.len(),
        Selection::District(name, _) => districts.get(name.as_str()).copied().unwrap_or(0),
        Selection::Line(name, _) => lines.get(name.as_str()).copied().unwrap_or(0),
    };
    let facets = selections(catalog).into_iter().filter(kind).map(|selection| Facet {
        title: match &selection {
            Selection::All => "全部".into(),
            Selection::District(name, _) | Selection::Line(name, _) => name.clone(),
        },
        path: selection.path(),
        count: count(&selection),
        current: selection == *current,
    });
    facets.collect()
}

fn month_title(month: Date) -> String {
    format!("{}年{}月", month.year(), month.month())
}

fn month_page(site: &Site<'_>, month: Date) -> Html<MonthView> {
    let catalog = site.catalog;
    let title = month_title(month);
    let page = page_view(site, "month", &address::month(month), &format!("{title}活动"))
        .described(&format!("{title}的科普活动"))
        .step(&catalog.config.calendar.title, Some("calendar/index.html"))
        .step(&title, None);
    let months = months(catalog);
    let link =
        |month: &Date| Link { title: month_title(*month), path: Some(address::month(*month)), url: None };
    let view = MonthView {
        title,
        earlier: months.range(..month).next_back().map(link),
        later: months.range(month..).nth(1).map(link),
        weeks: weeks(catalog, month),
    };
    Html::new("month.html", page, ("month", view))
}

/// A page of the activities of a day that has too many for the page of its month.
fn day_page(site: &Site<'_>, day: Date, number: usize, count: usize) -> Html<DayListView> {
    let catalog = site.catalog;
    let month = day.first_of_month();
    let title = format!("{}{}日", month_title(month), day.day());
    let page = page_view(site, "calendar", &address::day(day, number), &format!("{title}活动"))
        .described(&format!("{title}的科普活动"))
        .step(&catalog.config.calendar.title, Some("calendar/index.html"))
        .step(&month_title(month), Some(&address::month(month)))
        .step(&title, None);
    let start = catalog.occurrences.partition_point(|it| it.date < day);
    let end = catalog.occurrences.partition_point(|it| it.date <= day);
    let all = &catalog.occurrences[start..end];
    let items = all.chunks(MOST_A_PAGE).nth(number - 1).unwrap_or_default();
    let view = DayListView {
        title,
        total: all.len(),
        items: items.iter().map(|it| activity_item(catalog, it)).collect(),
        pagination: pagination(number, count, |number| address::day(day, number)),
    };
    Html::new("day.html", page, ("list", view))
}

/// The weeks, Monday to Sunday, that the month touches.
fn weeks(catalog: &Catalog, month: Date) -> Vec<Vec<DayView>> {
    let back = i64::from(month.weekday().to_monday_zero_offset());
    let last = month.last_of_month();
    let mut day = month.saturating_sub(jiff::Span::new().days(back));
    let mut weeks = Vec::new();
    while day <= last {
        let mut week = Vec::with_capacity(7);
        for _ in 0..7 {
            let start = catalog.occurrences.partition_point(|it| it.date < day);
            let end = catalog.occurrences.partition_point(|it| it.date <= day);
            let items = &catalog.occurrences[start..end];
            let path = (items.len() > MOST_A_DAY).then(|| address::day(day, 1));
            let all = path.map(|path| Link { title: items.len().to_string(), path: Some(path), url: None });
            week.push(DayView {
                date: day.to_string(),
                day: day.day(),
                in_month: day.first_of_month() == month,
                today: day == catalog.day,
                items: items.iter().take(MOST_A_DAY).map(|it| activity_item(catalog, it)).collect(),
                all,
            });
            day = day.saturating_add(jiff::Span::new().days(1));
        }
        weeks.push(week);
    }
    weeks
}
