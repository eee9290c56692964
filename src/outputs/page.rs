//! Pages outside the stream of articles: 关于 and the like.

use super::frame::page_view;
use super::html::{Body, Html};
use super::view::PlainView;
use super::{Planner, Site};

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    for (index, page) in site.catalog.pages.iter().enumerate() {
        planner.add(page.path.clone(), move |site| {
            let page = &site.catalog.pages[index];
            let title = &page.source.front.title;
            let summary = page.source.summary();
            let view = PlainView {
                title: title.clone(),
                summary: page.source.front.summary.clone().unwrap_or_default(),
                toc: super::article::toc(&page.source.outline.headings),
            };
            Html {
                template: "page.html",
                page: page_view(site, "page", &page.path, title).described(summary).step(title, None),
                view: ("article", view),
                body: Some(Body::relative(site, (&page.source, &page.links), &page.path)),
                json_ld: None,
            }
        });
    }
}
