//! 最近变动: what people may have written down otherwise, newest first.

use std::cmp::Reverse;

use super::frame::page_view;
use super::html::Html;
use super::items::{clock, named_day, status_view};
use super::view::{ChangeItem, ChangesView};
use super::{Planner, Site};
use crate::model::{Catalog, Change, History, Revision, Status, When, address};

/// For so many days a change is shown.
const DAYS: i32 = 30;
/// So many are shown.
const MOST: usize = 100;
/// Dates, or changes of one day, that are named one by one.
const NAMED: usize = 6;

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    if !site.catalog.agenda.activities.is_empty() {
        planner.add(address::CHANGES, page);
    }
}

/// What changed in the last days, by activity.
fn recent(catalog: &Catalog) -> impl Iterator<Item = (usize, &Revision)> {
    let first = catalog.day.saturating_sub(jiff::Span::new().days(DAYS));
    (0..catalog.agenda.activities.len()).flat_map(move |index| {
        let revisions = catalog.announced.of(index).map_or(&[][..], |it| &it.revisions);
        let shown = revisions.iter().filter(move |it| it.day > first && it.changes.iter().any(concerns));
        shown.map(move |revision| (index, revision))
    })
}

/// Whether a change is told to people: that something is over is none for who wanted to go there.
fn concerns(change: &Change) -> bool {
    !matches!(change, Change::Status { to: Status::Done, .. })
}

fn page(site: &Site<'_>) -> Html<ChangesView> {
    let catalog = site.catalog;
    let title = "最近变动";
    let page = page_view(site, "calendar", address::CHANGES, title)
        .described("改期、换地点、取消和新增的场次")
        .step(&catalog.config.calendar.title, Some("calendar/index.html"))
        .step(title, None);
    let mut all: Vec<(usize, &Revision)> = recent(catalog).collect();
    all.sort_by_key(|(index, revision)| (Reverse(revision.day), *index));
    let items = all.into_iter().take(MOST).map(|(index, revision)| ChangeItem {
        path: catalog.activity_paths[index].clone(),
        name: catalog.agenda.activities[index].name.clone(),
        ..item(catalog, revision)
    });
    Html::new("changes.html", page, ("changes", ChangesView { items: items.collect(), days: DAYS }))
}

/// What became of an activity since it was first published, newest first.
pub fn of_activity(catalog: &Catalog, history: &History) -> Vec<ChangeItem> {
    let told = history.revisions.iter().rev().map(|it| item(catalog, it));
    told.filter(|it| !it.said.is_empty()).collect()
}

fn item(catalog: &Catalog, revision: &Revision) -> ChangeItem {
    ChangeItem {
        date: revision.day.to_string(),
        date_text: named_day(revision.day),
        said: said(catalog, revision),
        ..ChangeItem::default()
    }
}

/// What changed, in sentences without a stop.
fn said(catalog: &Catalog, revision: &Revision) -> Vec<String> {
    let changes: Vec<&Change> = revision.changes.iter().filter(|it| concerns(it)).collect();
    let mut said = Vec::new();
    let shift = shift(&changes);
    if let Some((from, to)) = shift {
        said.push(format!("每场的时间由 {} 改为 {}", times(from), times(to)));
    }
    let others = changes.iter().filter(|it| shift.is_none() || !matches!(it, Change::Time { .. }));
    said.extend(others.map(|change| in_words(catalog, change)));
    if said.len() > NAMED {
        let rest = said.len() - NAMED;
        said.truncate(NAMED);
        said.push(format!("另有 {rest} 处变动"));
    }
    said
}

/// The hours of a series all dates of which begin at another hour, before and after.
fn shift<'c>(changes: &[&'c Change]) -> Option<(&'c When, &'c When)> {
    let hours = |when: &When| (when.start, when.end);
    let mut shifted = changes.iter().filter_map(|change| match change {
        Change::Time { from, to } => Some((from, to)),
        _ => None,
    });
    let (first, then) = shifted.next()?;
    let alike = |(from, to): (&When, &When)| {
        from.date == to.date && (hours(from), hours(to)) == (hours(first), hours(then))
    };
    let several = shifted.clone().next().is_some();
    (several && alike((first, then)) && shifted.all(alike)).then_some((first, then))
}

fn in_words(catalog: &Catalog, change: &Change) -> String {
    let place = |id: &str| catalog.agenda.venue(id).map_or(id.to_owned(), |venue| venue.name.clone());
    let of = |of: &Option<When>| of.as_ref().map(|it| format!("{}：", when(it))).unwrap_or_default();
    match change {
        Change::Time { from, to } if from.date == to.date => {
            format!("{}的时间由 {} 改为 {}", named_day(from.date), times(from), times(to))
        }
        Change::Time { from, to } => format!("时间由 {} 改为 {}", when(from), when(to)),
        Change::Place { of: date, from, to } => {
            format!("{}地点由 {} 改为 {}", of(date), place(from), place(to))
        }
        Change::Status { of: date, to: to @ (Status::Cancelled | Status::Postponed), .. } => {
            format!("{}{}", of(date), status_view(*to).name)
        }
        Change::Status { of: date, from, to } => {
            format!("{}状态由 {} 改为 {}", of(date), status_view(*from).name, status_view(*to).name)
        }
        Change::Added(dates) => format!("新增：{}", listed(dates)),
        Change::Dropped(dates) => format!("不再举办：{}", listed(dates)),
    }
}

/// `12月5日 周六 14:30—16:00`
fn when(when: &When) -> String {
    format!("{} {}", named_day(when.date), times(when))
}

fn times(when: &When) -> String {
    match when.end {
        Some(end) => format!("{}—{}", clock(when.start), clock(end)),
        None => clock(when.start),
    }
}

fn listed(dates: &[When]) -> String {
    let named: Vec<String> = dates.iter().take(NAMED).map(when).collect();
    let rest = if dates.len() > NAMED { format!("等 {} 场", dates.len()) } else { String::new() };
    named.join("、") + &rest
}
