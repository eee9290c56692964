//! The calendar: a list page of all activities, the same for each selection, and a page per month.

use jiff::civil::Date;

pub use super::dates::coming;
use super::dates::{dates_view, month_title};
use super::frame::page_view;
use super::html::Html;
use super::items::activity_item;
use super::lists::pagination;
use super::view::{
    CalendarView, DayListView, DayView, Facet, FacetGroup, Link, MonthView, RestView, TagsView,
};
use super::{Planner, Site};
use crate::calendar::{Almanac, Holiday};
use crate::model::{
    Catalog, DayKind, MOST_A_DAY, MOST_A_PAGE, Place, Selected, Selection, SelectionKind, address,
};

/// Kinds of selections that each list leads to: there are few of each.
const FACETS: [(SelectionKind, &str, &str); 5] = [
    (SelectionKind::District, "district", "区县"),
    (SelectionKind::Line, "line", "品牌"),
    (SelectionKind::Tier, "tier", "层级"),
    (SelectionKind::State, "state", "状态"),
    (SelectionKind::Audience, "audience", "人群"),
];
/// Venues, and teams, that the page of a district names; all are in the directory.
const MOST_LINKS: usize = 60;

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    let catalog = site.catalog;
    if catalog.agenda.activities.is_empty() {
        return;
    }
    let selections = catalog.timetable.selections();
    let lists = FACETS.map(|(kind, ..)| kind).into_iter().chain([SelectionKind::All, SelectionKind::Topic]);
    for index in lists.flat_map(|kind| selections.range(kind)) {
        let path = selections.all()[index].selection.path();
        planner.add(path.clone(), move |site| list(site, index, &path));
    }
    if !selections.of(SelectionKind::Topic).is_empty() {
        planner.add(address::CALENDAR_TOPICS, topics);
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

fn list(site: &Site<'_>, index: usize, path: &str) -> Html<CalendarView> {
    let catalog = site.catalog;
    let selected = &catalog.timetable.selections().all()[index];
    let selection = &selected.selection;
    let title = selection.title(catalog);
    let mut page = page_view(site, "calendar", path, &title)
        .described(&format!("{title}：时间、地点、报名方式，可加入日历"))
        .column(catalog, &catalog.config.calendar.title, "");
    if *selection != Selection::All {
        page = page.step(&catalog.config.calendar.title, Some(address::CALENDAR));
    }
    let mut view = CalendarView {
        title: title.clone(),
        dates: dates_view(catalog, selected, catalog.config.calendar.past),
        facets: facets(catalog, selection),
        more: more(catalog),
        ics: selection.ics(),
        ..CalendarView::default()
    };
    if let Selection::District(name, _) = selection
        && let Some(place) = catalog.directory.of(name)
    {
        add_place(catalog, place, &mut view);
    }
    Html::new("calendar.html", page.step(selection.label(catalog), None), ("calendar", view))
}

/// The lists that are selected by one thing; of a topic there is no way to those of its kind but their page.
fn facets(catalog: &Catalog, current: &Selection) -> Vec<FacetGroup> {
    let selections = catalog.timetable.selections();
    let groups = FACETS.map(|(kind, id, label)| {
        // A district may have venues and no activities: its page is found from them.
        let chosen = selections.of(kind).iter().filter(|it| !it.activities.is_empty());
        let facets: Vec<Facet> = chosen.map(|it| facet(catalog, it, current)).collect();
        let open = facets.iter().all(|it| !it.current);
        FacetGroup { id, label, facets, open }
    });
    groups.into_iter().filter(|group| !group.facets.is_empty()).collect()
}

fn facet(catalog: &Catalog, selected: &Selected, current: &Selection) -> Facet {
    Facet {
        title: selected.selection.label(catalog).to_owned(),
        path: selected.selection.path(),
        count: selected.activities.len(),
        current: selected.selection == *current,
    }
}

/// The ways to what is too much for a list of links on each page.
fn more(catalog: &Catalog) -> Vec<Link> {
    let has = |kind| !catalog.timetable.selections().of(kind).is_empty();
    let ways = [
        (has(SelectionKind::Venue), "阵地", address::venues(1)),
        (has(SelectionKind::Team), "支队", address::teams(1)),
        (has(SelectionKind::Topic), "主题", address::CALENDAR_TOPICS.to_owned()),
        (true, "最近变动", address::CHANGES.to_owned()),
        (true, "往期活动", address::PAST.to_owned()),
        (!catalog.agenda.courses.is_empty(), "课程菜单", address::COURSES.to_owned()),
        (!catalog.agenda.requests.is_empty(), "邀课进度", address::requests(1)),
    ];
    let ways = ways.into_iter().filter(|(there, ..)| *there);
    ways.map(|(_, title, path)| Link { title: title.to_owned(), path: Some(path), url: None }).collect()
}

/// What a district has, each by its link.
fn add_place(catalog: &Catalog, place: &Place, view: &mut CalendarView) {
    let selections = catalog.timetable.selections();
    let links = |kind, rows: &[usize]| -> Vec<Link> {
        let selected = rows.iter().take(MOST_LINKS).map(|&row| &selections.of(kind)[row].selection);
        let link =
            |it: &Selection| Link { title: it.label(catalog).to_owned(), path: Some(it.path()), url: None };
        selected.map(link).collect()
    };
    let all = |rows: &[usize], unit, path| {
        let title = format!("全部 {} {unit}", rows.len());
        (rows.len() > MOST_LINKS).then_some(Link { title, path: Some(path), url: None })
    };
    view.venues = links(SelectionKind::Venue, &place.venues);
    view.all_venues = all(&place.venues, "个阵地", address::venues(1));
    view.teams = links(SelectionKind::Team, &place.teams);
    view.all_teams = all(&place.teams, "支队伍", address::teams(1));
}

/// Every 主题 of activities.
fn topics(site: &Site<'_>) -> Html<TagsView> {
    let catalog = site.catalog;
    let page = page_view(site, "calendar", address::CALENDAR_TOPICS, "活动主题")
        .described("按主题找活动")
        .step(&catalog.config.calendar.title, Some(address::CALENDAR))
        .step("主题", None);
    let topics = catalog.timetable.selections().of(SelectionKind::Topic);
    let tags = topics.iter().map(|it| facet(catalog, it, &Selection::All)).collect();
    Html::new("tags.html", page, ("tags", TagsView { tags }))
}

fn month_page(site: &Site<'_>, month: Date) -> Html<MonthView> {
    let catalog = site.catalog;
    let title = month_title(month);
    let page = page_view(site, "month", &address::month(month), &format!("{title}活动"))
        .described(&format!("{title}的科普活动"))
        .step(&catalog.config.calendar.title, Some(address::CALENDAR))
        .step(&title, None);
    let months = catalog.month_pages();
    let link =
        |month: &Date| Link { title: month_title(*month), path: Some(address::month(*month)), url: None };
    let view = MonthView {
        title,
        earlier: months.range(..month).next_back().map(link),
        later: months.range(month..).nth(1).map(link),
        programme: catalog
            .timetable
            .selections()
            .of(SelectionKind::All)
            .first()
            .and_then(|all| catalog.programme(month, all)),
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
        .step(&catalog.config.calendar.title, Some(address::CALENDAR))
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
