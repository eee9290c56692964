//! The site at one moment, rendered as it is asked for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;

use crate::diagnostic::Diagnostic;
use crate::outputs::{Items, Plan, Rendered, Site, SiteView, Unit, site_view};
use crate::project::{Assembled, Project, SearchIndex, Sources};
use crate::search::StaticIndex;
use crate::theme::{Renderer, Theme};

/// A catalog and its plan. Nothing is rendered until somebody asks.
pub struct World {
    sources: Sources,
    assembled: Assembled,
    theme: Arc<Theme>,
    items: Items,
    shared: SiteView,
    units: Vec<Unit>,
    index: HashMap<String, usize>,
    /// The search index, shared by all worlds and brought up to date when it is asked for.
    search: Arc<Mutex<StaticIndex>>,
}

impl World {
    /// The site as `project` stands now.
    pub fn new(project: &Project, search: &Arc<Mutex<StaticIndex>>) -> World {
        let assembled = project.assemble();
        let theme = Arc::clone(project.theme());
        let items = Items::new(&assembled.catalog);
        let site =
            Site { catalog: &assembled.catalog, theme: &theme, search: &[], items: &items, preview: true };
        let units = Plan::new(&site).into_units();
        let shared = site_view(&site);
        let index = units.iter().enumerate().map(|(index, unit)| (unit.path.clone(), index)).collect();
        let sources = project.sources().clone();
        World { sources, assembled, theme, items, shared, units, index, search: Arc::clone(search) }
    }

    /// Every problem of the site, found now.
    pub fn problems(&self) -> Vec<Diagnostic> {
        self.assembled.problems()
    }

    /// The bytes at an output path; `None` if there is no such file.
    pub fn get(&self, path: &str) -> Option<Result<Vec<u8>>> {
        if path.starts_with("search/") {
            let mut index = self.search.lock().unwrap_or_else(PoisonError::into_inner);
            *index = SearchIndex::update(std::mem::take(&mut *index), &self.assembled.catalog).into_index();
            return index.files().iter().find(|file| file.path == path).map(|file| Ok(file.bytes()));
        }
        self.index.get(path).map(|&index| self.render(&self.units[index]))
    }

    fn render(&self, unit: &Unit) -> Result<Vec<u8>> {
        let (catalog, theme) = (&self.assembled.catalog, &self.theme);
        let site = Site { catalog, theme, search: &[], items: &self.items, preview: true };
        let renderer = Renderer::new(&self.theme, &self.shared)?;
        match unit.view(&site).render(&renderer)? {
            Rendered::Bytes(bytes) => Ok(bytes),
            Rendered::Copy { source, hash } => self.sources.asset(&source, &hash),
        }
    }
}
