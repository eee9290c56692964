//! A site that is rendered as it is asked for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;

use crate::diagnostic::Text;
use crate::outputs::{Items, Plan, Rendered, Site, SiteView, Unit, site_view};
use crate::project::{Assembled, Project, SearchIndex, Sources};
use crate::search::StaticIndex;
use crate::theme::{Renderer, Theme};

/// A catalog and its plan. Nothing is rendered until somebody asks.
pub struct Pages {
    sources: Sources,
    assembled: Arc<Assembled>,
    theme: Arc<Theme>,
    items: Items,
    shared: SiteView,
    units: Vec<Unit>,
    index: HashMap<String, usize>,
    /// The search index, brought up to date when it is asked for.
    search: Arc<Mutex<StaticIndex>>,
}

impl Pages {
    /// The pages of a project as it was assembled, and which have no path for themselves.
    pub fn new(
        project: &Project,
        assembled: Arc<Assembled>,
        search: Arc<Mutex<StaticIndex>>,
    ) -> (Pages, Vec<Text>) {
        let theme = Arc::clone(project.theme());
        let items = Items::new(&assembled.catalog);
        let catalog = &assembled.catalog;
        let site = Site { catalog, theme: &theme, search: &[], items: &items, preview: true };
        let plan = Plan::new(&site);
        let clashes = plan.clashes().to_vec();
        let units = plan.into_units();
        let shared = site_view(&site);
        let index = units.iter().enumerate().map(|(index, unit)| (unit.path.clone(), index)).collect();
        let sources = project.sources().clone();
        (Pages { sources, assembled, theme, items, shared, units, index, search }, clashes)
    }

    /// The bytes at an output path; `None` if there is no such file.
    pub fn get(&self, path: &str) -> Option<Result<Vec<u8>>> {
        if path.starts_with("search/") {
            let catalog = &self.assembled.catalog;
            let mut index = self.search.lock().unwrap_or_else(PoisonError::into_inner);
            *index = SearchIndex::update(std::mem::take(&mut *index), catalog).into_index();
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
