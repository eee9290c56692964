//! The menu of courses, a page for each, and the form on which it is ordered.

use serde_json::{Value, json};

use super::article::script_safe;
use super::dates::coming;
use super::frame::page_view;
use super::html::Html;
use super::items::activity_item;
use super::view::{CourseItem, CourseTeam, CourseView, MenuGroup, MenuView, PageView};
use super::{Planner, Site, code};
use crate::model::{
    Catalog, Course, CourseForm, CourseState, Occurrence, SelectionKind, Status, address, slug_of,
};

/// What the menu is called.
const TITLE: &str = "课程菜单";
/// Coming dates on the page of a course.
const MOST_DATES: usize = 10;

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    if site.catalog.agenda.courses.is_empty() {
        return;
    }
    planner.add(address::COURSES, menu);
    for (index, path) in site.catalog.desk.course_paths.iter().enumerate() {
        planner.add(path.clone(), move |site| course_page(site, index));
        planner.add(address::order_form(path), move |site| order_page(site, index));
    }
}

fn menu(site: &Site<'_>) -> Html<MenuView> {
    let catalog = site.catalog;
    let page = page_view(site, "course", address::COURSES, TITLE)
        .described("可以预约的科普课程：讲什么、多长时间、适合谁、谁来讲、怎样预约")
        .step(TITLE, None);
    let courses = &catalog.agenda.courses;
    let mut lines: Vec<&String> = catalog.config.calendar.lines.iter().collect();
    for course in courses {
        if !lines.contains(&&course.line) {
            lines.push(&course.line);
        }
    }
    let group = |line: &String| {
        let own = courses.iter().enumerate().filter(|(_, course)| course.line == *line);
        let mut items: Vec<CourseItem> = own.map(|(index, _)| item(catalog, index)).collect();
        // What cannot be had comes last.
        items.sort_by_key(|item| item.paused);
        MenuGroup { id: slug_of(line), title: line.clone(), items }
    };
    let groups = lines.into_iter().map(group).filter(|group| !group.items.is_empty()).collect();
    let view = MenuView { title: TITLE.to_owned(), total: courses.len(), groups };
    Html::new("menu.html", page, ("menu", view))
}

fn course_page(site: &Site<'_>, index: usize) -> Html<CourseView> {
    let catalog = site.catalog;
    let course = &catalog.agenda.courses[index];
    let audience = course.audience.join("、");
    let summary = format!("{}：{} 分钟，{}，怎样预约", course.name, course.minutes, audience);
    let page = page_view(site, "course", &catalog.desk.course_paths[index], &course.name)
        .described(&summary.replace("，，", "，"))
        .step(TITLE, Some(address::COURSES))
        .step(&course.name, None);
    let mut html = Html::new("course.html", page, ("course", view(catalog, index)));
    html.json_ld = Some(json_ld);
    html
}

/// The form, to be printed on A4.
fn order_page(site: &Site<'_>, index: usize) -> Html<CourseView> {
    let catalog = site.catalog;
    let (course, path) = (&catalog.agenda.courses[index], &catalog.desk.course_paths[index]);
    let title = format!("{}邀课单", course.name);
    // The programme of a month is printed in the same frame.
    let mut page = page_view(site, "programme", &address::order_form(path), &title)
        .described(&format!("预约“{}”的表，打印后填写", course.name))
        .step(TITLE, Some(address::COURSES))
        .step(&course.name, Some(path))
        .step("邀课单", None);
    // What is found by a search is the page of the course.
    page.meta.push(("robots", "noindex".to_owned()));
    let view = CourseView { activities: Vec::new(), held: 0, ..view(catalog, index) };
    Html::new("order.html", page, ("course", view))
}

fn view(catalog: &Catalog, index: usize) -> CourseView {
    let course = &catalog.agenda.courses[index];
    let path = &catalog.desk.course_paths[index];
    let held = &catalog.desk.course_activities[index];
    let mut dates: Vec<&Occurrence> =
        held.iter().flat_map(|&activity| catalog.timetable.of_activity(activity)).collect();
    dates.sort_by_key(|it| (it.date, it.start, it.activity));
    let next = coming(catalog, dates.iter().copied()).take(MOST_DATES);
    let address = code::readable(catalog, path);
    CourseView {
        item: item(catalog, index),
        id: course.id.clone(),
        lecturer: course.lecturer.clone(),
        lecturer_title: course.lecturer_title.clone(),
        times: course.times.clone(),
        people: people(course),
        room: course.room.clone(),
        dialect: course.dialect.clone(),
        contacts: course.teams.iter().map(|team| contact(catalog, team)).collect(),
        activities: next.map(|it| activity_item(catalog, it)).collect(),
        held: dates.iter().filter(|it| it.status == Status::Done).count(),
        order: address::order_form(path),
        code: address.as_ref().map(|_| address::page_code(path)),
        address: address.unwrap_or_default(),
        publisher: catalog.config.organisation.clone().unwrap_or_else(|| catalog.config.title.clone()),
    }
}

fn item(catalog: &Catalog, index: usize) -> CourseItem {
    let course = &catalog.agenda.courses[index];
    CourseItem {
        path: catalog.desk.course_paths[index].clone(),
        name: course.name.clone(),
        line: course.line.clone(),
        topic: course.topic.clone(),
        audience: course.audience.clone(),
        districts: course.districts.clone(),
        forms: course.forms.iter().map(|form| form.name()).collect(),
        minutes: course.minutes,
        teams: course.teams.iter().map(|id| catalog.agenda.team_name(id).to_owned()).collect(),
        paused: course.state == CourseState::Paused,
    }
}

fn contact(catalog: &Catalog, id: &str) -> CourseTeam {
    let agenda = &catalog.agenda;
    let place = agenda.teams.binary_search_by(|team| team.id.as_str().cmp(id)).ok();
    // Teams have pages where there is a calendar.
    let place = place.filter(|_| !agenda.activities.is_empty());
    let selections = catalog.timetable.selections().of(SelectionKind::Team);
    CourseTeam {
        name: agenda.team_name(id).to_owned(),
        path: place.map(|index| selections[index].selection.path()),
        phone: agenda.team(id).and_then(|team| team.phone.clone()),
    }
}

fn people(course: &Course) -> Option<String> {
    match (course.fewest, course.most) {
        (None, None) => None,
        (Some(fewest), Some(most)) => Some(format!("{fewest}–{most} 人")),
        (Some(fewest), None) => Some(format!("{fewest} 人起")),
        (None, Some(most)) => Some(format!("至多 {most} 人")),
    }
}

/// schema.org Course: what search engines ask of one, and how long and by whom it is taught.
fn json_ld(page: &PageView, view: &CourseView) -> String {
    let item = &view.item;
    let online = item.forms.contains(&CourseForm::Online.name());
    let place = item.forms.iter().any(|form| *form != CourseForm::Online.name());
    let mode = match (online, place) {
        (true, true) => "blended",
        (true, false) => "online",
        _ => "onsite",
    };
    let organisation = |name: &String| json!({ "@type": "Organization", "name": name });
    let mut instance = json!({
        "@type": "CourseInstance",
        "courseMode": mode,
        "courseWorkload": format!("PT{}M", item.minutes),
    });
    if let Some(name) = &view.lecturer {
        let mut person = json!({ "@type": "Person", "name": name });
        if let Some(title) = &view.lecturer_title {
            person["jobTitle"] = json!(title);
        }
        instance["instructor"] = person;
    }
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Course",
        "name": item.name,
        "courseCode": view.id,
        "description": page.description,
        "provider": organisation(&view.publisher),
        "contributor": item.teams.iter().map(organisation).collect::<Vec<Value>>(),
        "isAccessibleForFree": true,
        "hasCourseInstance": instance,
    });
    if let Some(topic) = &item.topic {
        data["about"] = json!(topic);
    }
    if !item.audience.is_empty() {
        data["audience"] = json!({ "@type": "Audience", "audienceType": item.audience.join("、") });
    }
    if !page.canonical.is_empty() {
        data["url"] = json!(page.canonical);
    }
    script_safe(&data.to_string())
}
