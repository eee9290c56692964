//! `missing-field`: every article has the front matter that the site requires.
//!
//! 国卫宣传发〔2022〕11号 asks health information for a clear source, author, date and audience.

use crate::diagnostic::{Diagnostic, Place, Rule, Span, Text, rules};
use crate::model::{Catalog, FrontMatter};
use crate::parse::{ParsedText, chinese_key};

pub fn check(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    if catalog.config.stand_in {
        return;
    }
    let pages = catalog.pages.iter().filter(|page| !unread(&page.source));
    diagnostics.extend(pages.filter_map(|page| untitled(&page.source)));
    for article in catalog.articles.iter().filter(|article| !unread(&article.source)) {
        for key in &catalog.config.required {
            // A key that is there with a bad value was reported where it was read.
            let front = &article.source.front;
            let there = front.key_span(key);
            let said = has(front, key).unwrap_or(there.is_some());
            if said || there.is_some_and(|span| has_error(&article.source, span)) {
                continue;
            }
            let name = chinese_key(key).unwrap_or(key);
            let message = Text::new(format!("缺少 `{name}`"), format!("`{key}` is missing"));
            let help = Text::new(
                format!("在文件开头的两行 `---` 之间加上 `{name}: …`"),
                format!("add `{key}: …` between the `---` lines at the top"),
            );
            let place = Place::Span(front.key_span(key).unwrap_or(Span::new(0, 3)));
            diagnostics.push(
                Diagnostic::new(&rules::MISSING_FIELD, &article.source.file, place, message).help(help),
            );
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
    Some(Diagnostic::new(&rules::MISSING_FIELD, &text.file, place, message).help(help))
}

/// Whether a part of the front matter could not be read, which was reported already: any field may
/// stand there.
fn unread(text: &ParsedText) -> bool {
    const UNREAD: [&Rule; 2] = [&rules::FRONT_MATTER_SYNTAX, &rules::FRONT_MATTER_TOO_LARGE];
    let lost = |it: &Diagnostic| UNREAD.contains(&it.rule);
    text.diagnostics.iter().any(lost)
}

/// Whether an error was found between this key and the next.
fn has_error(text: &ParsedText, key: Span) -> bool {
    let starts = text.front.keys.iter().map(|(_, span)| span.start);
    let next = starts.filter(|start| *start > key.start).min().unwrap_or(usize::MAX);
    let inside = |place: &Place| matches!(place, Place::Span(span) if (key.end..next).contains(&span.start));
    text.diagnostics.iter().any(|it| it.is_error() && inside(&it.place))
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
