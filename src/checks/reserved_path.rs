//! `reserved-path`, `page-in-page`, `feed-name-clash`: no article, page or topic stands where the site puts something of its own, and no
//! page is a folder of another.

use std::collections::HashMap;

use crate::config;
use crate::diagnostic::{Diagnostic, Place, Rule, Span, Text, rules};
use crate::model::{Catalog, ParsedText, RESERVED, Topic, address};
use crate::output_path;

pub fn check(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    let articles = catalog.articles.iter().map(|article| (&article.path, &*article.source));
    let pages = catalog.pages.iter().map(|page| (&page.path, &*page.source));
    let all: Vec<(&String, &ParsedText)> = articles.chain(pages).collect();
    // Files that differ in case alone are one on Windows and macOS.
    let by_path: HashMap<String, &ParsedText> =
        all.iter().map(|(path, source)| (path.to_ascii_lowercase(), *source)).collect();
    for (path, source) in all {
        let lower = path.to_ascii_lowercase();
        if is_reserved(catalog, &lower) {
            let message = Text::new(
                format!("`{path}` 是站点自己的页面"),
                format!("`{path}` is a page of the site itself"),
            );
            diagnostics.push(report(&rules::RESERVED_PATH, source, message));
        } else if let Some(file) = output_path::folders(&lower).find_map(|folder| by_path.get(folder)) {
            let message = Text::new(
                format!("`{path}` 要放进的文件夹已是 `{}` 的页面", file.file),
                format!("a folder of `{path}` is the page of `{}`", file.file),
            );
            diagnostics.push(report(&rules::PAGE_IN_PAGE, source, message));
        }
    }
    feeds(catalog, diagnostics);
}

fn report(rule: &'static Rule, source: &ParsedText, message: Text) -> Diagnostic {
    let span = source.front.slug.as_ref().and_then(|slug| slug.span).unwrap_or(Span::new(0, 0));
    let help = Text::new("另写一个 `网址名`，或改文件名", "give it another `slug`, or rename the file");
    Diagnostic::new(rule, &source.file, Place::Span(span), message).help(help)
}

/// A topic's feed has the id for a name, that of a tag `tag-` and its slug.
fn feeds(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    let wanted = |name: &String| catalog.config.feeds.tags.contains(name);
    for tag in catalog.tags.iter().filter(|tag| wanted(&tag.name)) {
        let feed = address::tag_feed(tag);
        let same = |topic: &&Topic| topic.config.id.eq_ignore_ascii_case(&feed);
        if let Some(topic) = catalog.topics.iter().find(same) {
            let message = Text::new(
                format!("主题 `{}` 和标签 `{}` 的订阅源同名", topic.config.id, tag.name),
                format!("topic `{}` and tag `{}` have feeds of one name", topic.config.id, tag.name),
            );
            let help = Text::new("给主题另写一个 id", "give the topic another id");
            diagnostics.push(
                Diagnostic::new(&rules::FEED_NAME_CLASH, &config::FILE_NAME.into(), Place::File, message)
                    .help(help),
            );
        }
    }
}

/// Whether a product of the site may be made at `path`, in lower case, or at one of its folders; by its
/// name alone, so that an article that stands well today is not in the way of tomorrow's second page of
/// a list.
fn is_reserved(catalog: &Catalog, path: &str) -> bool {
    let mut parts = path.split('/');
    let top = parts.next().unwrap_or_default();
    let sitemap = top.starts_with("sitemap") && top.ends_with(".xml");
    if sitemap || matches!(top, "index.html" | "404.html" | "search.html" | "robots.txt") {
        return true;
    }
    let Some(name) = parts.next() else { return false };
    let listed = |topic: &Topic| topic.config.id.eq_ignore_ascii_case(top);
    RESERVED.contains(&top) || (catalog.topics.iter().any(listed) && is_list_page(name))
}

/// `index.html`, `page-2.html`
fn is_list_page(name: &str) -> bool {
    let number = name.strip_prefix("page-").and_then(|rest| rest.strip_suffix(".html"));
    name == "index.html" || number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}
