//! The page that a server shows for an address that leads nowhere.

use super::frame::page_view;
use super::html::Html;
use super::view::NotFoundView;
use super::{Planner, Site};

pub fn plan(_: &Site<'_>, planner: &mut Planner<'_>) {
    planner.add("404.html", |site| {
        let mut page = page_view(site, "not-found", "404.html", "没有这个页面");
        // Shown at any depth, so its links cannot be relative.
        let preview = site.preview;
        page.root = if preview { "/".into() } else { base_path(&site.catalog.config.base_url) };
        page.canonical = String::new();
        page.properties.retain(|(name, _)| *name != "og:url");
        Html::new("not-found.html", page, ("not_found", NotFoundView { style: style(site) }))
    });
}

/// The theme's style sheet, to stand inside the page: opened from a folder or below another path, the
/// page would look for it in vain, and be unreadable in the dark.
fn style(site: &Site<'_>) -> String {
    let sheet = site.theme.assets().get("kepu.css").map(|asset| String::from_utf8_lossy(&asset.bytes));
    // In CSS the backslash changes nothing before `/`; in HTML it keeps the element open.
    sheet.unwrap_or_default().replace("</", "<\\/")
}

/// `/` or `/sub/` of an address.
fn base_path(base_url: &str) -> String {
    let path = base_url.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    match path {
        Some((_, path)) => format!("/{}/", path.trim_matches('/')),
        None => "/".into(),
    }
}
