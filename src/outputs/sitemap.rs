//! `sitemap.xml` by sitemaps.org 0.9, cut into parts of at most 50,000 addresses.

use super::{Bytes, Planner, Site};
use crate::model::{Catalog, address};

/// The protocol's limit for one file.
const LIMIT: usize = 50_000;

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    if site.catalog.config.base_url.is_empty() {
        return;
    }
    let parts = addresses(site.catalog).len().div_ceil(LIMIT).max(1);
    if parts == 1 {
        planner.add("sitemap.xml", |site| Bytes(sitemap(&addresses(site.catalog))));
        return;
    }
    planner.add("sitemap.xml", move |site| Bytes(index(site.catalog, parts)));
    // The parts are found by the index, which must not come before them.
    let mut planner = planner.found();
    for part in 0..parts {
        planner.add(format!("sitemap-{}.xml", part + 1), move |site| {
            let all = addresses(site.catalog);
            Bytes(sitemap(&all[part * LIMIT..((part + 1) * LIMIT).min(all.len())]))
        });
    }
}

/// An absolute address and the day of its last change, where that is known.
type Address = (String, Option<String>);

fn addresses(catalog: &Catalog) -> Vec<Address> {
    let newest = catalog.articles.first().map(|article| article.date.to_string());
    let mut addresses = vec![(catalog.absolute("index.html"), newest)];
    for topic in &catalog.topics {
        let newest = topic.articles.first().map(|&index| catalog.articles[index].date.to_string());
        addresses.push((catalog.absolute(&address::topic(topic, 1)), newest));
    }
    for page in &catalog.pages {
        addresses.push((catalog.absolute(&page.path), None));
    }
    for article in &catalog.articles {
        let day = article.source.front.updated.unwrap_or(article.date);
        addresses.push((catalog.absolute(&article.path), Some(day.to_string())));
    }
    for path in &catalog.activity_paths {
        addresses.push((catalog.absolute(path), None));
    }
    if !catalog.activity_paths.is_empty() {
        let lists = catalog.timetable.selections().all().iter();
        addresses.extend(lists.map(|it| (catalog.absolute(&it.selection.path()), None)));
    }
    if !catalog.agenda.courses.is_empty() {
        addresses.push((catalog.absolute(address::COURSES), None));
    }
    addresses.extend(catalog.desk.course_paths.iter().map(|path| (catalog.absolute(path), None)));
    if !catalog.agenda.requests.is_empty() {
        addresses.push((catalog.absolute(&address::requests(1)), None));
    }
    for tag in &catalog.tags {
        addresses.push((catalog.absolute(&address::tag(tag, 1)), None));
    }
    addresses
}

fn sitemap(addresses: &[Address]) -> Vec<u8> {
    let mut xml = String::with_capacity(64 + addresses.len() * 120);
    xml.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (address, day) in addresses {
        xml.push_str("<url><loc>");
        xml.push_str(&quick_xml::escape::escape(address.as_str()));
        xml.push_str("</loc>");
        if let Some(day) = day {
            xml.push_str("<lastmod>");
            xml.push_str(day);
            xml.push_str("</lastmod>");
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml.into_bytes()
}

fn index(catalog: &Catalog, parts: usize) -> Vec<u8> {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.push_str("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for part in 1..=parts {
        let address = catalog.absolute(&format!("sitemap-{part}.xml"));
        xml.push_str(&format!(
            "<sitemap><loc>{}</loc></sitemap>\n",
            quick_xml::escape::escape(address.as_str())
        ));
    }
    xml.push_str("</sitemapindex>\n");
    xml.into_bytes()
}
