//! `missing-field`: every article has the front matter that the site requires.
//!
//! 国卫宣传发〔2022〕11号 asks health information for a clear source, author, date and audience.

use crate::diagnostic::{Diagnostic, Place, Span, Text};
use crate::model::{Catalog, FrontMatter};
use crate::parse::{ParsedText, chinese_key};

pub fn check(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.extend(catalog.pages.iter().filter_map(|page| untitled(&page.source)));
    for article in &catalog.articles {
        for key in &catalog.config.required {
            // A key that is there with a bad value was reported where it was read.
            let front = &article.source.front;
            if front.key_span(key).is_some() && has(front, key) != Some(false) {
                continue;
            }
            if has(front, key) == Some(true) {
                continue;
            }
            let name = chinese_key(key).unwrap_or(key);
            let message = Text::new(format!("缺少 `{name}`"), format!("`{key}` is missing"));
            let help = Text::new(
                format!("在文件开头的两行 `---` 之间加上 `{name}: …`"),
                format!("add `{key}: …` between the `---` lines at the top"),
            );
            let place = Place::Span(front.key_span(key).unwrap_or(Span::new(0, 3)));
            diagnostics
                .push(Diagnostic::error("missing-field", &article.source.file, place, message).help(help));
        }
    }
}

/// The title, without which a page has no name.
fn untitled(text: &ParsedText) -> Option<Diagnostic> {
    if !text.front.title.trim().is_empty() || text.front.key_span("title").is_some() {
        return None;
    }
    let message = Text::new("缺少 `标题`", "`title` is missing");
    let help = Text::new(
        "在文件开头的两行 `---` 之间加上 `标题: …`",
        "add `title: …` between the `---` lines at the top",
    );
    let place = Place::Span(Span::new(0, 3));
    Some(Diagnostic::error("missing-field", &text.file, place, message).help(help))
}

/// Whether the field with this English name says something; `None` for names that are no field.
fn has(front: &FrontMatter, key: &str) -> Option<bool> {
    Some(match key {
        "title" => !front.title.trim().is_empty(),
        "topic" => front.topic.as_ref().is_some_and(|topic| !topic.value.trim().is_empty()),
        "tags" => !front.tags.is_empty(),
        "date" => front.date.is_some(),
        "updated" => front.updated.is_some(),
        "summary" => front.summary.is_some(),
        "authors" => !front.authors.is_empty(),
        "reviewers" => !front.reviewers.is_empty(),
        "reviewed" => front.reviewed.is_some(),
        "valid_until" => front.valid_until.is_some(),
        "sources" => !front.sources.is_empty(),
        "audience" => !front.audience.is_empty(),
        "cover" => front.cover.is_some(),
        "ai_assisted" => front.ai_assisted.is_some(),
        _ => return None,
    })
}
