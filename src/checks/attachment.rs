//! `attachment`: articles lead to no file that a browser would run, or that nobody could open.

use crate::diagnostic::{Diagnostic, Place, Text};
use crate::media;
use crate::model::{Catalog, Resolution};

pub fn check(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    let articles = catalog.articles.iter().map(|article| &article.source);
    for text in articles.chain(catalog.pages.iter().map(|page| &page.source)) {
        let cover = text.front.cover.as_ref().and_then(|cover| {
            Some((catalog.find_asset(&text.file, &cover.value)?, cover.span.map_or(Place::File, Place::Span)))
        });
        let inside = text.outline.references.iter().filter_map(|reference| {
            match catalog.resolve(&text.file, &text.outline.anchors, reference) {
                Resolution::Asset(asset) => Some((asset, Place::Span(reference.span))),
                _ => None,
            }
        });
        for (asset, place) in cover.into_iter().chain(inside) {
            if media::is_allowed(&asset.source) {
                continue;
            }
            let name = asset.source.rsplit('/').next().unwrap_or_default();
            let message = Text::new(
                format!("`{name}` 这种文件不能发布"),
                format!("files such as `{name}` are not published"),
            );
            let all = media::ALLOWED.join("`, `");
            let help = Text::new(
                format!("能发布的有 `{all}`；网页请写成文章，或另存为 PDF"),
                format!("those that are: `{all}`; make web pages articles, or save them as PDF"),
            );
            diagnostics.push(Diagnostic::error("attachment", &text.file, place, message).help(help));
        }
    }
}
