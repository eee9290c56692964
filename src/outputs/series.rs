//! A page per series, oldest article first, as it is meant to be read.

use super::frame::page_view;
use super::lists::list_page;
use super::view::ListView;
use super::{Planner, Site};
use crate::model::address;

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    for (index, series) in site.catalog.series.iter().enumerate() {
        for number in 1..=site.catalog.page_count(series.articles.len()) {
            let path = address::series(series, number);
            planner.add(path.clone(), move |site| {
                let series = &site.catalog.series[index];
                let title = format!("系列：{}", series.name);
                let page = page_view(site, "series", &path, &title)
                    .described(&format!("系列文章“{}”，按顺序阅读", series.name))
                    .step(&title, None);
                let list = ListView { title, ..ListView::default() };
                list_page(site, page, list, &series.articles, number, |it| address::series(series, it))
            });
        }
    }
}
