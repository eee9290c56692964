//! The search page and the files of the static index that it reads.

use anyhow::Result;

use super::frame::page_view;
use super::html::Html;
use super::{Key, Output, Planner, Rendered, Role, Site, Unit, View, ViewOf};
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

/// The files of the index alone, for a site that is planned before it is made.
pub const INDEX: &[Output] = &[Output { name: "search", role: Role::Found, plan: plan_index }];

fn plan_index(site: &Site<'_>, planner: &mut Planner<'_>) {
    for (index, file) in site.search.iter().enumerate() {
        let view: ViewOf = Box::new(move |site| Box::new(IndexFile(&site.search[index])));
        let unit = planner.unit(file.path.clone(), view);
        let immutable = file.is_immutable();
        // The root names all others.
        let role = if immutable { Role::Found } else { Role::Pointer };
        planner.push(Unit { immutable, role, ..unit });
    }
}

/// A file of the static index; its bytes are made when it is written.
struct IndexFile<'s>(&'s StaticFile<'s>);

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
