//! `missing-cover`, `cover-without-alt`: a cover is there and is described.

use crate::diagnostic::{Diagnostic, Place, Text, rules};
use crate::model::Catalog;

pub fn check(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    for article in &catalog.articles {
        let front = &article.source.front;
        let Some(cover) = &front.cover else { continue };
        let file = &article.source.file;
        let place = || cover.span.map_or(Place::File, Place::Span);
        if article.cover.as_ref().and_then(|it| catalog.asset(it)).is_none() {
            let message = Text::new(
                format!("找不到封面 `{}`", cover.value),
                format!("there is no cover `{}`", cover.value),
            );
            let help = Text::new(
                "把图片放在文章旁边，或放进 content/assets",
                "put the image beside the article or into content/assets",
            );
            diagnostics.push(Diagnostic::new(&rules::MISSING_COVER, file, place(), message).help(help));
        } else if front.cover_alt.as_deref().is_none_or(|alt| alt.trim().is_empty()) {
            let message = Text::new("封面没有文字说明", "the cover has no description");
            let help =
                Text::new("加一行 `封面说明:`，说清图上有什么", "add `cover_alt:` that says what it shows");
            diagnostics.push(Diagnostic::new(&rules::COVER_WITHOUT_ALT, file, place(), message).help(help));
        }
    }
}
