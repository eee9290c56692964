//! The programme of a month, to be printed on A4 for the notice board: of everything and of each district.

use jiff::civil::Date;

use super::dates::month_title;
use super::frame::page_view;
use super::html::Html;
use super::items::{activity_item, month_day, weekday};
use super::view::{Facet, ProgrammeDay, ProgrammeRow, ProgrammeView};
use super::{Planner, Site, code};
use crate::model::{Catalog, MOST_A_PAGE, Occurrence, Selected, Selection, SelectionKind, address};

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    let catalog = site.catalog;
    if catalog.agenda.activities.is_empty() {
        return;
    }
    for month in catalog.month_pages() {
        for (index, selected) in posted(catalog) {
            if let Some(path) = catalog.programme(month, selected) {
                planner.add(path.clone(), move |site| page(site, month, index, &path));
            }
        }
    }
}

fn page(site: &Site<'_>, month: Date, index: usize, path: &str) -> Html<ProgrammeView> {
    let catalog = site.catalog;
    let selected = &catalog.timetable.selections().all()[index];
    let selection = &selected.selection;
    let (name, title) = (month_title(month), format!("{}科普活动", month_title(month)));
    let district = match selection {
        Selection::District(name, _) => Some(name.clone()),
        _ => None,
    };
    let heading = district.as_ref().map_or_else(|| title.clone(), |district| format!("{district}{title}"));
    let mut page = page_view(site, "programme", path, &heading)
        .described(&format!("{heading}，打印后贴在公告栏"))
        .step(&catalog.config.calendar.title, Some("calendar/index.html"))
        .step(&name, Some(&address::month(month)))
        .step("打印", None);
    // What is found by a search is the page of the month.
    page.meta.push(("robots", "noindex".to_owned()));
    let dates: Vec<&Occurrence> = catalog.timetable.of_month(selected, month).collect();
    let shown = &dates[..dates.len().min(MOST_A_PAGE)];
    let calendar = code::readable(catalog, &selection.path());
    let view = ProgrammeView {
        title,
        district,
        days: shown.chunk_by(|one, next| one.date == next.date).filter_map(|it| day(catalog, it)).collect(),
        left_out: dates.len() - shown.len(),
        month: address::month(month),
        districts: facets(catalog, selection, month),
        code: calendar.as_ref().map(|_| selection.code()),
        address: calendar.unwrap_or_default(),
        made: month_day(catalog.day),
    };
    Html::new("programme.html", page, ("programme", view))
}

/// What has a programme: everything, and each district.
fn posted(catalog: &Catalog) -> impl Iterator<Item = (usize, &Selected)> {
    let selections = catalog.timetable.selections();
    let indices =
        [SelectionKind::All, SelectionKind::District].into_iter().flat_map(|it| selections.range(it));
    indices.map(|index| (index, &selections.all()[index]))
}

fn day(catalog: &Catalog, dates: &[&Occurrence]) -> Option<ProgrammeDay> {
    let date = dates.first()?.date;
    let rows = dates.iter().map(|it| {
        let activity = &catalog.agenda.activities[it.activity];
        ProgrammeRow {
            item: activity_item(catalog, it),
            address: catalog.agenda.venue(&activity.venue).and_then(|venue| venue.address.clone()),
            phone: activity.phone.clone(),
        }
    });
    Some(ProgrammeDay {
        date: date.to_string(),
        date_text: month_day(date),
        weekday: weekday(date),
        rows: rows.collect(),
    })
}

fn facets(catalog: &Catalog, current: &Selection, month: Date) -> Vec<Facet> {
    let facets = posted(catalog).filter_map(|(_, it)| {
        let title = match &it.selection {
            Selection::District(name, _) => name.clone(),
            _ => "全部".to_owned(),
        };
        Some(Facet {
            title,
            path: catalog.programme(month, it)?,
            count: catalog.timetable.of_month(it, month).len(),
            current: it.selection == *current,
        })
    });
    facets.collect()
}
