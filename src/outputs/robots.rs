//! `robots.txt`: everything may be read, and where the sitemap is.

use super::{Bytes, Planner, Site};

pub fn plan(_: &Site<'_>, planner: &mut Planner<'_>) {
    planner.add("robots.txt", |site| {
        let mut text = String::from("User-agent: *\nAllow: /\n");
        let sitemap = site.catalog.absolute("sitemap.xml");
        if !sitemap.is_empty() {
            text.push_str(&format!("\nSitemap: {sitemap}\n"));
        }
        Bytes(text.into_bytes())
    });
}
