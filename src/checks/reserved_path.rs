//! `reserved-path`, `page-in-page`, `feed-name-clash`: no article, page or topic stands where the site puts something of its own, and no
//! page is a folder of another.

use std::collections::HashMap;

use crate::config;
use crate::diagnostic::{Diagnostic, Place, Rule, Span, Text, rules};
use crate::model::{Catalog, FeedSource, ParsedText, RESERVED, Topic};
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

/// A topic's feed has the id for a name, that of a tag `tag-` and its slug, that of a selection its id.
fn feeds(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    let mut names: HashMap<String, FeedSource> = HashMap::new();
    for source in catalog.feed_sources() {
        // Files that differ in case alone are one on Windows and macOS.
        let name = source.name(catalog).to_ascii_lowercase();
        let Some(first) = names.get(&name) else {
            names.insert(name, source);
            continue;
        };
        let (place, help) = match source {
            // Said of the settings themselves.
            FeedSource::All | FeedSource::Topic(_) => continue,
            FeedSource::Selection(index) => {
                let id = &catalog.config.feeds.selections[index].id;
                (config::place_of(id), Text::new("另写一个 id", "give it another id"))
            }
            FeedSource::Tag(_) => (Place::File, Text::new("给主题另写一个 id", "give the topic another id")),
        };
        let (first, second) = (called(*first, catalog), called(source, catalog));
        let message = Text::new(
            format!("{}和{}的订阅源同名", first.zh, second.zh),
            format!("{}and {}have feeds of one name", first.en, second.en),
        );
        let file = config::FILE_NAME.into();
        diagnostics.push(Diagnostic::new(&rules::FEED_NAME_CLASH, &file, place, message).help(help));
    }
}

/// What a feed is about, with a blank behind a name that stands in backticks.
fn called(source: FeedSource, catalog: &Catalog) -> Text {
    let (zh, en, name) = match source {
        FeedSource::All => return Text::new("全部文章", "all articles "),
        FeedSource::Topic(index) => ("主题", "topic", &catalog.topics[index].config.id),
        FeedSource::Tag(index) => ("标签", "tag", &catalog.tags[index].name),
        FeedSource::Selection(index) => {
            ("feeds.selections 的", "selection", &catalog.config.feeds.selections[index].id.value)
        }
    };
    Text::new(format!("{zh} `{name}` "), format!("{en} `{name}` "))
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
