//! The frame of a page: what its head and trail say.

use super::view::{Link, PageView};
use super::{Site, root_of};
use crate::model::Catalog;

/// The page's frame: address, feeds of the whole site, trail.
pub fn page_view(site: &Site<'_>, kind: &'static str, path: &str, title: &str) -> PageView {
    let catalog = site.catalog;
    let canonical = catalog.absolute(path);
    let mut page = PageView {
        kind,
        path: path.to_owned(),
        root: root_of(path),
        title: title.to_owned(),
        description: catalog.config.description.clone(),
        alternates: super::feeds::site_alternates(catalog),
        ..PageView::default()
    };
    page.breadcrumbs.push(Link { title: "首页".into(), path: Some("index.html".into()), url: None });
    page.properties.push(("og:site_name", catalog.config.title.clone()));
    page.properties.push(("og:type", "website".into()));
    page.properties.push(("og:title", title.to_owned()));
    if !canonical.is_empty() {
        page.properties.push(("og:url", canonical.clone()));
    }
    page.meta = site_meta(catalog);
    page.canonical = canonical;
    page
}

impl PageView {
    /// Sets the description wherever it is told.
    pub(super) fn described(mut self, description: &str) -> Self {
        if !description.is_empty() {
            self.description = description.to_owned();
        }
        if !self.description.is_empty() {
            self.properties.push(("og:description", self.description.clone()));
        }
        self
    }

    /// Adds a step to the trail.
    pub(super) fn step(mut self, title: &str, path: Option<&str>) -> Self {
        self.breadcrumbs.push(Link { title: title.to_owned(), path: path.map(str::to_owned), url: None });
        self
    }

    /// Adds the column fields of 国办发〔2017〕47号, where the site writes them.
    pub(super) fn column(mut self, catalog: &Catalog, name: &str, description: &str) -> Self {
        if catalog.config.government.enabled {
            self.meta.push(("ColumnName", name.to_owned()));
            if !description.is_empty() {
                self.meta.push(("ColumnDescription", description.to_owned()));
            }
            self.meta.push(("ColumnKeywords", name.to_owned()));
            self.meta.push(("ColumnType", "科普".into()));
        }
        self
    }
}

/// Site fields of 国办发〔2017〕47号; a field that was not configured is left out, never made up.
fn site_meta(catalog: &Catalog) -> Vec<(&'static str, String)> {
    let government = &catalog.config.government;
    if !government.enabled {
        return Vec::new();
    }
    let domain = government.site_domain.clone().or_else(|| {
        let rest = catalog.config.base_url.split_once("://")?.1;
        rest.split('/').next().map(str::to_owned)
    });
    let name = government.site_name.clone().unwrap_or_else(|| catalog.config.title.clone());
    [("SiteName", Some(name)), ("SiteDomain", domain), ("SiteIDCode", government.site_id_code.clone())]
        .into_iter()
        .filter_map(|(key, value)| Some((key, value.filter(|it| !it.is_empty())?)))
        .collect()
}
