//! QR codes of pages that are read off paper and screens: of each activity, each course and each
//! calendar.
//!
//! A code is a file of its own, made when its address changes and not whenever its page does.

use anyhow::Result;

use super::{Key, Planner, Rendered, Site, View};
use crate::channel::poster::{LONGEST, code};
use crate::model::{Catalog, SelectionKind, address};
use crate::theme::Renderer;

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    let catalog = site.catalog;
    let pages = catalog.activity_paths.iter().chain(&catalog.desk.course_paths);
    let pages = pages.map(|page| (address::page_code(page), page.clone()));
    let selections = catalog.timetable.selections();
    let listed = !catalog.agenda.activities.is_empty();
    let kinds = [SelectionKind::All, SelectionKind::District, SelectionKind::Line];
    let selected = kinds.into_iter().filter(|_| listed).flat_map(|kind| selections.of(kind));
    let calendars = selected.map(|it| (it.selection.code(), it.selection.path()));
    for (path, page) in pages.chain(calendars) {
        if let Some(address) = readable(catalog, &page) {
            planner.add(path, move |_| Picture { address: address.clone() });
        }
    }
}

/// The address of a page, where the site has one and phones can read a code of it.
pub fn readable(catalog: &Catalog, page: &str) -> Option<String> {
    Some(catalog.absolute(page)).filter(|address| !address.is_empty() && address.len() <= LONGEST)
}

/// The code of an address.
struct Picture {
    address: String,
}

impl View for Picture {
    fn fingerprint(&self, key: &mut Key) -> Result<()> {
        key.add("content", &self.address)
    }

    fn render(&self, _: &Renderer<'_>) -> Result<Rendered> {
        let code = code(&self.address)?;
        let side = code.modules;
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{width}\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>",
            width = side * 6,
            path = code.path,
        );
        Ok(Rendered::Bytes(svg.into_bytes()))
    }
}
