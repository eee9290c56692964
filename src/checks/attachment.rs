//! `attachment`: articles lead to no file that a browser would run, or that nobody could open.

use crate::diagnostic::{Diagnostic, Place, Text, rules};
use crate::media;
use crate::model::Catalog;

pub fn check(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    let covers = catalog.articles.iter().filter_map(|article| {
        let place = article.source.front.cover.as_ref()?.span.map_or(Place::File, Place::Span);
        Some((&article.source, article.cover.as_ref()?, place))
    });
    let inside = catalog.texts().flat_map(|(text, links)| {
        let places = text.outline.references.iter().map(|it| Place::Span(it.span));
        links.iter().zip(places).map(move |(link, place)| (text, link, place))
    });
    for (text, link, place) in covers.chain(inside) {
        let Some(asset) = catalog.asset(link).filter(|asset| !media::is_allowed(&asset.source)) else {
            continue;
        };
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
        diagnostics.push(Diagnostic::new(&rules::ATTACHMENT, &text.file, place, message).help(help));
    }
}
