//! What venues asked for, by state, with the answers.

use std::sync::Arc;

use super::frame::page_view;
use super::html::Html;
use super::lists::pagination;
use super::view::{Facet, Link, RequestGroup, RequestItem, RequestsView};
use super::{Planner, Site};
use crate::calendar::in_words;
use crate::model::{Catalog, MOST_A_PAGE, Request, RequestState, SelectionKind, address};

/// What the list is called.
const TITLE: &str = "邀课进度";

/// Requests in the order of the list; made once for all pages.
type Order = Arc<Vec<usize>>;

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    let requests = &site.catalog.agenda.requests;
    let mut order: Vec<usize> = (0..requests.len()).collect();
    // By state, then the newest first.
    order.sort_by(|&one, &other| {
        let key = |index: usize| (requests[index].state, std::cmp::Reverse(requests[index].submitted));
        key(one).cmp(&key(other)).then(one.cmp(&other))
    });
    let order: Order = Arc::new(order);
    for number in 1..=order.len().div_ceil(MOST_A_PAGE) {
        let order = Arc::clone(&order);
        planner.add(address::requests(number), move |site| page(site, &order, number));
    }
}

fn page(site: &Site<'_>, order: &Order, number: usize) -> Html<RequestsView> {
    let catalog = site.catalog;
    let requests = &catalog.agenda.requests;
    let page = page_view(site, "requests", &address::requests(number), TITLE)
        .described("各阵地邀了什么课、办到哪一步、怎么答复的")
        .step(TITLE, None);
    let shown = order.chunks(MOST_A_PAGE).nth(number - 1).unwrap_or_default();
    let groups = shown.chunk_by(|&one, &next| requests[one].state == requests[next].state);
    let group = |group: &[usize]| {
        let state = requests[*group.first()?].state;
        let items = group.iter().map(|&index| item(catalog, &requests[index])).collect();
        Some(RequestGroup { id: state.id(), title: state.name(), items })
    };
    let count = order.len().div_ceil(MOST_A_PAGE);
    let view = RequestsView {
        title: TITLE.to_owned(),
        total: requests.len(),
        states: if number == 1 { states(requests) } else { Vec::new() },
        groups: groups.filter_map(group).collect(),
        pagination: pagination(number, count, address::requests),
    };
    Html::new("requests.html", page, ("list", view))
}

/// Where each state begins.
fn states(requests: &[Request]) -> Vec<Facet> {
    let mut before = 0;
    let facets = RequestState::ALL.iter().map(|state| {
        let count = requests.iter().filter(|it| it.state == *state).count();
        let page = address::requests(before / MOST_A_PAGE + 1);
        before += count;
        let path = format!("{page}#{}", state.id());
        Facet { title: state.name().to_owned(), path, count, current: false }
    });
    facets.filter(|facet| facet.count > 0).collect()
}

fn item(catalog: &Catalog, request: &Request) -> RequestItem {
    let agenda = &catalog.agenda;
    RequestItem {
        id: request.id.clone(),
        submitted: in_words(request.submitted),
        venue: venue_link(catalog, &request.venue),
        district: agenda.asking_venue(request).map(|venue| venue.district.clone()),
        topic: request.topic.clone(),
        wish: request.wish.as_deref().map(|id| course_link(catalog, id)),
        from: in_words(request.from),
        to: in_words(request.to),
        people: request.people,
        course: request.course.as_deref().map(|id| course_link(catalog, id)),
        teams: request.teams.iter().map(|id| agenda.team_name(id).to_owned()).collect(),
        activity: request.activity.as_deref().map(|id| activity_link(catalog, id)),
        answered: request.answered.map(in_words),
        note: request.note.clone(),
    }
}

/// A row by its place, or the text as typed where no table has it.
fn link(typed: &str, found: Option<(String, Option<String>)>) -> Link {
    let (title, path) = found.unwrap_or_else(|| (typed.to_owned(), None));
    Link { title, path, url: None }
}

fn venue_link(catalog: &Catalog, id: &str) -> Link {
    let agenda = &catalog.agenda;
    let found = agenda.venues.binary_search_by(|venue| venue.id.as_str().cmp(id)).ok().map(|index| {
        // Venues have pages where there is a calendar.
        let selected = catalog.timetable.selections().of(SelectionKind::Venue).get(index);
        let path = selected.filter(|_| !agenda.activities.is_empty()).map(|it| it.selection.path());
        (agenda.venues[index].name.clone(), path)
    });
    link(id, found)
}

fn course_link(catalog: &Catalog, id: &str) -> Link {
    let found = catalog.agenda.course_index(id).map(|index| {
        (catalog.agenda.courses[index].name.clone(), Some(catalog.desk.course_paths[index].clone()))
    });
    link(id, found)
}

fn activity_link(catalog: &Catalog, id: &str) -> Link {
    let activities = &catalog.agenda.activities;
    let found = activities.binary_search_by(|activity| activity.id.as_str().cmp(id)).ok();
    let found =
        found.map(|index| (activities[index].name.clone(), Some(catalog.activity_paths[index].clone())));
    link(id, found)
}
