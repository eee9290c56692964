//! A page per team: who they are, when they come next, what they did; and the list of all.

use super::dates::{coming, dates_view};
use super::directory::Directory;
use super::frame::page_view;
use super::html::Html;
use super::items::{named_day, results_view};
use super::view::{DirectoryEntry, Link, ResultsView, TeamView};
use super::{Planner, Site};
use crate::model::{Activity, Catalog, MOST_A_PAGE, Selected, SelectionKind, Status, Team, address};

static DIRECTORY: Directory =
    Directory { title: "支队", path: address::teams, rows: |place| &place.teams, entry };

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    if site.catalog.agenda.activities.is_empty() {
        return;
    }
    for (index, selected) in site.catalog.timetable.selections().of(SelectionKind::Team).iter().enumerate() {
        let path = selected.selection.path();
        planner.add(path.clone(), move |site| page(site, index, &path));
    }
    DIRECTORY.plan(site, planner);
}

fn page(site: &Site<'_>, index: usize, path: &str) -> Html<TeamView> {
    let catalog = site.catalog;
    let team = &catalog.agenda.teams[index];
    let selected = selected(catalog, index);
    let page = page_view(site, "calendar", path, &team.name)
        .described(&format!("{}：擅长什么、近期在哪里、办过多少场活动", team.name))
        .step(&catalog.config.calendar.title, Some(address::CALENDAR))
        .step("支队", Some(&address::teams(1)))
        .step(&team.name, None);
    let district = |name: &String| {
        let selected = catalog.timetable.selections().district(name);
        Link { title: name.clone(), path: selected.map(|it| it.selection.path()), url: None }
    };
    let view = TeamView {
        name: team.name.clone(),
        category: team.category.clone(),
        parent: team.parent.as_deref().map(|parent| parent_link(catalog, parent)),
        district: team.district.as_ref().map(district),
        skills: team.skills.clone(),
        phone: team.phone.clone(),
        model: team.model,
        model_reason: team.model_reason.clone(),
        done: catalog.timetable.of_selection(selected).filter(|it| it.status == Status::Done).count(),
        results: total(catalog, selected),
        dates: dates_view(catalog, selected, MOST_A_PAGE),
        ics: selected.selection.ics(),
    };
    Html::new("team.html", page, ("team", view))
}

fn selected(catalog: &Catalog, index: usize) -> &Selected {
    &catalog.timetable.selections().of(SelectionKind::Team)[index]
}

/// 上级 is the id of another team, or the name of an office.
fn parent_link(catalog: &Catalog, parent: &str) -> Link {
    let teams = catalog.timetable.selections().of(SelectionKind::Team);
    let found = catalog.agenda.teams.binary_search_by(|it| it.id.as_str().cmp(parent));
    let path = found.ok().map(|index| teams[index].selection.path());
    Link { title: catalog.agenda.team_name(parent).to_owned(), path, url: None }
}

/// What was counted at the activities that are done, and only there: a plan is no result.
fn total(catalog: &Catalog, selected: &Selected) -> Option<ResultsView> {
    let done = || {
        let activities = selected.activities.iter().map(|&index| &catalog.agenda.activities[index]);
        activities.filter(|it| it.status == Status::Done)
    };
    let sum = |count: fn(&Activity) -> Option<u32>| {
        done().filter_map(count).fold(None, |sum: Option<u32>, it| Some(sum.unwrap_or(0).saturating_add(it)))
    };
    results_view(sum(|it| it.participants), sum(|it| it.volunteers), sum(|it| it.service_minutes))
}

fn entry(site: &Site<'_>, index: usize) -> DirectoryEntry {
    let catalog = site.catalog;
    let Team { name, category, skills, model, .. } = &catalog.agenda.teams[index];
    let selected = selected(catalog, index);
    let next = coming(catalog, catalog.timetable.of_selection(selected)).next();
    DirectoryEntry {
        path: selected.selection.path(),
        name: name.clone(),
        kind: category.clone(),
        note: skills.join("、"),
        model: *model,
        next: next.map(|it| named_day(it.date)),
    }
}
