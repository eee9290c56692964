//! A site that is rendered as it is asked for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;

use crate::diagnostic::Text;
use crate::outputs::{Items, Plan, SEARCH_INDEX, Site, SiteView, Unit, site_view};
use crate::project::{Assembled, Project, SearchIndex, Sources};
use crate::search::{StaticFile, StaticIndex};
use crate::theme::{Renderer, Theme};

/// One file of a site.
pub struct File {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What they are.
    pub media_type: &'static str,
    /// Whether they are all that will ever be at this path.
    pub immutable: bool,
}

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

    /// The file at an output path; `None` if there is none.
    pub fn get(&self, path: &str) -> Option<Result<File>> {
        if path.starts_with("search/") {
            let mut index = self.search.lock().unwrap_or_else(PoisonError::into_inner);
            *index = SearchIndex::update(std::mem::take(&mut *index), &self.assembled.catalog).into_index();
            let files = index.files();
            let site = self.site(&files);
            let plan = Plan::of(SEARCH_INDEX, &site);
            return plan.units().iter().find(|unit| unit.path == path).map(|unit| self.render(unit, &site));
        }
        self.index.get(path).map(|&index| self.render(&self.units[index], &self.site(&[])))
    }

    fn site<'s>(&'s self, search: &'s [StaticFile<'s>]) -> Site<'s> {
        Site {
            catalog: &self.assembled.catalog,
            theme: &self.theme,
            search,
            items: &self.items,
            preview: true,
        }
    }

    fn render(&self, unit: &Unit, site: &Site<'_>) -> Result<File> {
        let renderer = Renderer::new(&self.theme, &self.shared)?;
        let rendered = unit.view(site).render(&renderer)?;
        let bytes = rendered.bytes(|source, hash| self.sources.asset(source, hash))?;
        Ok(File { bytes, media_type: unit.media_type, immutable: unit.immutable })
    }
}
