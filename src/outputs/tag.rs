//! A page per tag, and one of all tags.

use super::frame::page_view;
use super::html::Html;
use super::lists::list_page;
use super::view::{Facet, ListView, TagsView};
use super::{Planner, Site};
use crate::model::address;

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    planner.add("tags/index.html", all_tags);
    for (index, tag) in site.catalog.tags.iter().enumerate() {
        for number in 1..=site.catalog.page_count(tag.articles.len()) {
            let path = address::tag(tag, number);
            planner.add(path.clone(), move |site| {
                let tag = &site.catalog.tags[index];
                let title = format!("标签：{}", tag.name);
                let mut page = page_view(site, "tag", &path, &title)
                    .described(&format!("关于“{}”的科普文章", tag.name))
                    .column(site.catalog, &tag.name, "")
                    .step("标签", Some("tags/index.html"))
                    .step(&tag.name, None);
                let feeds = super::feeds::tag_alternates(site.catalog, tag);
                page.alternates.extend(feeds.iter().cloned());
                let list = ListView { title: tag.name.clone(), feeds, ..ListView::default() };
                list_page(site, page, list, &tag.articles, number, |it| address::tag(tag, it))
            });
        }
    }
}

fn all_tags(site: &Site<'_>) -> Html<TagsView> {
    let page =
        page_view(site, "tags", "tags/index.html", "全部标签").described("按标签找文章").step("标签", None);
    let tags = site.catalog.tags.iter().map(|tag| Facet {
        title: tag.name.clone(),
        path: address::tag(tag, 1),
        count: tag.articles.len(),
        current: false,
    });
    let view = TagsView { tags: tags.collect() };
    Html::new("tags.html", page, ("tags", view))
}
