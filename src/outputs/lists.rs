//! Lists of articles cut into pages.

use super::Site;
use super::html::Html;
use super::items::article_items;
use super::view::{Link, ListView, PageView, Pagination};

/// One page of a list. `path_of` gives the path of each page's number, from 1.
pub fn list_page(
    site: &Site<'_>,
    page: PageView,
    mut list: ListView,
    articles: &[usize],
    number: usize,
    path_of: impl Fn(usize) -> String,
) -> Html<ListView> {
    let size = site.catalog.config.page_size;
    let count = site.catalog.page_count(articles.len());
    let start = (number - 1) * size;
    list.total = articles.len();
    list.items =
        article_items(site, &articles[start.min(articles.len())..(start + size).min(articles.len())]);
    list.pagination = pagination(number, count, path_of);
    Html::new("list.html", page, ("list", list))
}

/// The first page, the last and those around `number`.
fn window(number: usize, count: usize) -> Vec<usize> {
    (1..=count).filter(|&it| it == 1 || it == count || it.abs_diff(number) <= 2).collect()
}

/// The way to the other pages of a list; `None` if there are none.
pub fn pagination(number: usize, count: usize, path_of: impl Fn(usize) -> String) -> Option<Pagination> {
    (count > 1).then(|| Pagination {
        number,
        count,
        newer: (number > 1).then(|| path_of(number - 1)),
        older: (number < count).then(|| path_of(number + 1)),
        pages: window(number, count)
            .into_iter()
            .map(|it| Link { title: it.to_string(), path: (it != number).then(|| path_of(it)), url: None })
            .collect(),
    })
}
