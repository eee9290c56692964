//! `missing-field`: every article has the front matter that the site requires.
//!
//! 国卫宣传发〔2022〕11号 asks health information for a clear source, author, date and audience.

use crate::diagnostic::{Diagnostic, Place, Rule, Span, Text, rules};
use crate::model::{Catalog, FrontMatter, FrontMatterKey, ParsedText};

pub fn check(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    if catalog.config.stand_in {
        return;
    }
    let pages = catalog.pages.iter().filter(|page| !unread(&page.source));
    diagnostics.extend(pages.filter_map(|page| untitled(&page.source)));
    for article in catalog.articles.iter().filter(|article| !unread(&article.source)) {
        for &key in &catalog.config.required {
            // A key that is there with a bad value was reported where it was read.
            let front = &article.source.front;
            let there = front.key_span(key);
            let said = has(front, key).unwrap_or(there.is_some());
            if said || there.is_some_and(|span| has_error(&article.source, span)) {
                continue;
            }
            let (name, english) = (key.chinese(), key.english());
            let message = Text::new(format!("缺少 `{name}`"), format!("`{english}` is missing"));
            let help = Text::new(
                format!("在文件开头的两行 `---` 之间加上 `{name}: …`"),
                format!("add `{english}: …` between the `---` lines at the top"),
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
    if !text.front.title.trim().is_empty() || text.front.key_span(FrontMatterKey::Title).is_some() {
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

/// Whether the field says something; `None` where being there is all that can be asked of it.
fn has(front: &FrontMatter, key: FrontMatterKey) -> Option<bool> {
    use FrontMatterKey as Key;
    Some(match key {
        Key::Title => !front.title.trim().is_empty(),
        Key::Topic => front.topic.as_ref().is_some_and(|topic| !topic.value.trim().is_empty()),
        Key::Tags => !front.tags.is_empty(),
        Key::Date => front.date.is_some(),
        Key::Updated => front.updated.is_some(),
        Key::Summary => front.summary.is_some(),
        Key::Authors => !front.authors.is_empty(),
        Key::Reviewers => !front.reviewers.is_empty(),
        Key::Reviewed => front.reviewed.is_some(),
        Key::ValidUntil => front.valid_until.is_some(),
        Key::Sources => !front.sources.is_empty(),
        Key::Audience => !front.audience.is_empty(),
        Key::Districts => !front.districts.is_empty(),
        Key::Season => !front.seasons.is_empty(),
        Key::Points => !front.points.is_empty(),
        Key::Script => front.script.is_some(),
        Key::Channels => !front.channels.is_empty(),
        Key::Cover => front.cover.is_some(),
        Key::Activity => front.activity.is_some(),
        Key::AiAssisted => front.ai_assisted.is_some(),
        Key::CoverAlt | Key::Series | Key::Claim | Key::Verdict | Key::Draft | Key::Slug => return None,
    })
}
