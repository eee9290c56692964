//! The page that tells people what feeds are, which there are and how to use them.

use super::super::Site;
use super::super::frame::page_view;
use super::super::html::Html;
use super::super::view::{FeedCard, FeedFile, FeedsView};
use super::{About, Format, limit};
use crate::model::{Catalog, FeedSource, address};

pub fn view(site: &Site<'_>) -> Html<FeedsView> {
    let catalog = site.catalog;
    let view = FeedsView {
        cards: catalog.feeds().into_iter().map(|source| card(catalog, source)).collect(),
        opml: file(catalog, "OPML", address::OPML),
        whole: catalog.config.feeds.full_text,
    };
    let page = page_view(site, "feeds", address::FEEDS, "订阅")
        .described("用阅读器订阅本站的新文章：地址和用法")
        .step("订阅", None);
    Html::new("feeds.html", page, ("feeds", view))
}

fn card(catalog: &Catalog, source: FeedSource) -> FeedCard {
    let about = About::of(source, catalog);
    let current = |index: &usize| !catalog.articles[*index].expired(catalog.day);
    let count = source.articles(catalog).filter(current).count();
    let name = source.name(catalog);
    FeedCard {
        title: if source == FeedSource::All { "全部文章".into() } else { about.name },
        description: about.description,
        path: (about.page != address::FEEDS).then_some(about.page),
        count,
        shown: count.min(limit(source, catalog)),
        files: Format::ALL.map(|format| file(catalog, format.label(), &format.path(&name))).into(),
        id: name,
    }
}

fn file(catalog: &Catalog, label: &'static str, path: &str) -> FeedFile {
    FeedFile { label, path: path.to_owned(), address: catalog.absolute(path) }
}
