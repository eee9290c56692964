//! The calendar: a list page, the same for each district and line, and a page per month.

use jiff::civil::Date;

use super::frame::page_view;
use super::html::Html;
use super::items::activity_item;
use super::lists::pagination;
use super::view::{CalendarMonth, CalendarView, DayListView, DayView, Facet, Link, MonthView, RestView};
use super::{Planner, Site};
use crate::calendar::{Almanac, Holiday};
use crate::model::{
    Catalog, DayKind, MOST_A_DAY, MOST_A_PAGE, Occurrence, Selected, Selection, Status, address,
};

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    let catalog = site.catalog;
    if catalog.agenda.activities.is_empty() {
        return;
    }
    for (index, selected) in catalog.timetable.selections().iter().enumerate() {
        let path = selected.selection.path();
        planner.add(path.clone(), move |site| list(site, index, &path));
    }
    for month in catalog.month_pages() {
        planner.add(address::month(month), move |site| month_page(site, month));
    }
    for (day, count) in catalog.timetable.full_days() {
        for number in 1..=count {
            planner.add(address::day(day, number), move |site| day_page(site, day, number, count));
        }
    }
}

/// Of dates in the order of time those to come; cancelled ones too, since people may have them in
/// their heads.
pub fn coming<'a>(
    catalog: &'a Catalog,
    dates: impl Iterator<Item = &'a Occurrence>,
) -> impl Iterator<Item = &'a Occurrence> {
    dates.filter(|it| it.date >= catalog.day && !is_done(catalog, it))
}

fn is_done(catalog: &Catalog, occurrence: &Occurrence) -> bool {
    catalog.agenda.activities[occurrence.activity].status == Status::Done
}

fn list(site: &Site<'_>, index: usize, path: &str) -> Html<CalendarView> {
    let catalog = site.catalog;
    let selected = &catalog.timetable.selections()[index];
    let selection = &selected.selection;
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
    let dates = catalog.timetable.of_selection(selected);
    for (number, occurrence) in coming(catalog, dates).enumerate() {
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
    let dates = catalog.timetable.of_selection(selected).rev();
    let past = dates.filter(|it| it.date < catalog.day || is_done(catalog, it));
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
    let chosen = catalog.timetable.selections().iter().filter(|it| kind(&it.selection));
    let facets = chosen.map(|Selected { selection, activities, .. }| Facet {
        title: match selection {
            Selection::All => "全部".into(),
            Selection::District(name, _) | Selection::Line(name, _) => name.clone(),
        },
        path: selection.path(),
        count: activities.len(),
        current: selection == current,
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
    let months = catalog.month_pages();
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
    let all = catalog.timetable.on(day);
    let items = all.chunks(MOST_A_PAGE).nth(number - 1).unwrap_or_default();
    let view = DayListView {
        title,
        total: all.len(),
        items: items.iter().map(|it| activity_item(catalog, it)).collect(),
        pagination: pagination(number, count, |number| address::day(day, number)),
    };
    Html::new("day.html", page, ("list", view))
}

fn rest(holiday: &Holiday) -> RestView {
    let kind = if holiday.off { DayKind::Off } else { DayKind::Working };
    let what = if holiday.off { "放假" } else { "调休上班" };
    RestView { id: kind.id(), name: kind.name(), title: format!("{}{what}", holiday.name) }
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
            let items = catalog.timetable.on(day);
            let path = (items.len() > MOST_A_DAY).then(|| address::day(day, 1));
            let all = path.map(|path| Link { title: items.len().to_string(), path: Some(path), url: None });
            let (almanac, festive) = match Almanac::of(day) {
                Some(Almanac::Named(name)) => (name.to_owned(), true),
                Some(Almanac::Lunar(name)) => (name, false),
                None => (String::new(), false),
            };
            week.push(DayView {
                date: day.to_string(),
                month: day.month(),
                day: day.day(),
                almanac,
                festive,
                rest: catalog.agenda.holidays.get(day).map(rest),
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
