//! The calendar: a list page, the same for each district and line, and a page per month.

use jiff::civil::Date;

use super::html::Html;
use super::items::{activity_item, page_view};
use super::view::{CalendarMonth, CalendarView, DayView, Facet, Link, MonthView};
use super::{Planner, Site};
use crate::model::address::{self, Selection, months, selections};
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
    for occurrence in coming(catalog).filter(|it| selection.holds(catalog, it.activity)) {
        let month = occurrence.date.first_of_month();
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
        past: past.take(catalog.config.calendar.past).map(|it| activity_item(catalog, it)).collect(),
        districts: facets(catalog, selection, |it| matches!(it, Selection::All | Selection::District(..))),
        lines: facets(catalog, selection, |it| matches!(it, Selection::Line(..))),
        ics: selection.ics(),
    };
    Html::new("calendar.html", page.step(&title, None), ("calendar", view))
}

fn facets(catalog: &Catalog, current: &Selection, kind: fn(&Selection) -> bool) -> Vec<Facet> {
    let count = |selection: &Selection| {
        (0..catalog.agenda.activities.len()).filter(|&it| selection.holds(catalog, it)).count()
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
            let items = catalog.occurrences[start..].iter().take_while(|it| it.date == day);
            week.push(DayView {
                date: day.to_string(),
                day: day.day(),
                in_month: day.first_of_month() == month,
                today: day == catalog.day,
                items: items.map(|it| activity_item(catalog, it)).collect(),
            });
            day = day.saturating_add(jiff::Span::new().days(1));
        }
        weeks.push(week);
    }
    weeks
}
