//! The page that a server shows for an address that leads nowhere.

use super::html::Html;
use super::items::page_view;
use super::{Planner, Site};

pub fn plan(_: &Site<'_>, planner: &mut Planner<'_>) {
    planner.add("404.html", |site| {
        let mut page = page_view(site, "not-found", "404.html", "没有这个页面");
        // Shown at any depth, so its links cannot be relative.
        let preview = site.preview;
        page.root = if preview { "/".into() } else { base_path(&site.catalog.config.base_url) };
        page.canonical = String::new();
        page.properties.retain(|(name, _)| *name != "og:url");
        Html::new("not-found.html", page, ("not_found", ()))
    });
}

/// `/` or `/sub/` of an address.
fn base_path(base_url: &str) -> String {
    let path = base_url.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    match path {
        Some((_, path)) => format!("/{}/", path.trim_matches('/')),
        None => "/".into(),
    }
}
