//! `reserved-path`: no article or page stands where the site puts something of its own.

use crate::config::RESERVED;
use crate::diagnostic::{Diagnostic, Place, Span, Text};
use crate::model::{Catalog, Topic};

pub fn check(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    let articles = catalog.articles.iter().map(|article| (&article.path, &article.source));
    let pages = catalog.pages.iter().map(|page| (&page.path, &page.source));
    for (path, source) in articles.chain(pages).filter(|(path, _)| is_reserved(catalog, path)) {
        let span = source.front.slug.as_ref().and_then(|slug| slug.span).unwrap_or(Span::new(0, 0));
        let message =
            Text::new(format!("`{path}` 是站点自己的页面"), format!("`{path}` is a page of the site itself"));
        let help = Text::new("另写一个 `网址名`，或改文件名", "give it another `slug`, or rename the file");
        diagnostics
            .push(Diagnostic::error("reserved-path", &source.file, Place::Span(span), message).help(help));
    }
}

/// Whether a product of the site may be made at `path`; by its name alone, so that an article that
/// stands well today is not in the way of tomorrow's second page of a list.
fn is_reserved(catalog: &Catalog, path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let Some((folder, name)) = path.split_once('/') else {
        return matches!(path.as_str(), "index.html" | "404.html" | "search.html");
    };
    let listed = |topic: &Topic| topic.config.id.eq_ignore_ascii_case(folder);
    RESERVED.contains(&folder) || (catalog.topics.iter().any(listed) && is_list_page(name))
}

/// `index.html`, `page-2.html`
fn is_list_page(name: &str) -> bool {
    let number = name.strip_prefix("page-").and_then(|rest| rest.strip_suffix(".html"));
    name == "index.html" || number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}
