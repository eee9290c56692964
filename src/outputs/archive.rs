//! Everything by year.

use super::frame::page_view;
use super::html::Html;
use super::lists::list_page;
use super::view::{Facet, ListView};
use super::{Planner, Site};
use crate::model::address;

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    planner.add("archive/index.html", newest);
    for (index, (year, articles)) in site.catalog.years.iter().enumerate() {
        let year = *year;
        for number in 1..=site.catalog.page_count(articles.len()) {
            let path = address::year(year, number);
            planner.add(path.clone(), move |site| {
                let title = format!("{year} 年的文章");
                let page = page_view(site, "archive", &path, &title)
                    .described(&title)
                    .step("全部文章", Some("archive/index.html"))
                    .step(&format!("{year} 年"), None);
                let list = ListView { title, facets: years(site, Some(year)), ..ListView::default() };
                let path_of = |it| address::year(year, it);
                list_page(site, page, list, &site.catalog.years[index].1, number, path_of)
            });
        }
    }
}

/// The newest articles, and the way to each year's.
fn newest(site: &Site<'_>) -> Html<ListView> {
    let count = site.catalog.articles.len().min(site.catalog.config.page_size);
    let page = page_view(site, "archive", "archive/index.html", "全部文章")
        .described("全部科普文章，按年份排列")
        .step("全部文章", None);
    let list = ListView {
        title: "全部文章".into(),
        facets: years(site, None),
        feeds: super::feeds::site_alternates(site.catalog),
        ..ListView::default()
    };
    let indices: Vec<usize> = (0..count).collect();
    let mut html = list_page(site, page, list, &indices, 1, |_| String::new());
    html.view.1.total = site.catalog.articles.len();
    html
}

fn years(site: &Site<'_>, current: Option<i16>) -> Vec<Facet> {
    let years = site.catalog.years.iter().map(|(year, articles)| Facet {
        title: format!("{year} 年"),
        path: address::year(*year, 1),
        count: articles.len(),
        current: current == Some(*year),
    });
    years.collect()
}
