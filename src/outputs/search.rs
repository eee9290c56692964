//! The search page and the files of the static index that it reads.

use anyhow::Result;

use super::frame::page_view;
use super::html::Html;
use super::{Key, Planner, Rendered, Site, View};
use crate::search::StaticFile;
use crate::theme::Renderer;

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    planner.add("search.html", |site| {
        let page =
            page_view(site, "search", "search.html", "搜索").described("搜索全部科普文章").step("搜索", None);
        Html::new("search.html", page, ("search", ()))
    });
    plan_index(site, planner);
}

/// The files of the index alone.
pub fn plan_index(site: &Site<'_>, planner: &mut Planner<'_>) {
    for (index, file) in site.search.iter().enumerate() {
        planner.add_search_file(file, index);
    }
}

/// A file of the static index; its bytes are made when it is written.
pub struct IndexFile<'s>(pub &'s StaticFile<'s>);

impl View for IndexFile<'_> {
    fn fingerprint(&self, key: &mut Key) -> Result<()> {
        // The path of an immutable file is the hash of its content.
        if self.0.is_immutable() {
            key.add_bytes("content", self.0.path.as_bytes());
        } else {
            key.add_bytes("content", &self.0.bytes());
        }
        Ok(())
    }

    fn render(&self, _: &Renderer<'_>) -> Result<Rendered> {
        Ok(Rendered::Bytes(self.0.bytes()))
    }
}
