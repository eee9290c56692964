//! Markdown to HTML, and what the rest of the pipeline wants to know of a body.
//!
//! One pass over the parser's events writes one string. Links and images keep gaps for their
//! addresses ([`Document::finish`]), since parsing knows no other file. Nothing that an editor
//! writes can make the output run a script: destinations are judged by scheme, text is escaped,
//! and raw HTML goes through an allow-list.

mod buffer;
mod control;
mod emphasis;
mod escape;
mod footnote;
mod heading;
mod image;
mod inline;
mod limits;
mod link;
mod raw_html;
mod raw_tags;
mod text;
mod words;
mod writer;

use std::collections::HashSet;
use std::sync::Arc;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

use crate::diagnostic::{Diagnostic, Span, position};
use crate::model::document::Document;

pub use control::{drop_controls, refuse_controls, warning_of};
pub use words::{WordCounter, is_han};

/// What [`render`] reads.
#[derive(Debug, Clone, Copy)]
pub struct MarkdownInput<'a> {
    /// The file, for diagnostics.
    pub file: &'a Arc<str>,
    /// The whole decoded file; spans count from its start.
    pub text: &'a str,
    /// Where the Markdown begins.
    pub body_offset: usize,
}

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM);

/// Text as HTML: escaped, without the characters that HTML and XML do not allow.
pub fn text_to_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape::push(&mut html, text, escape::Place::Text);
    html
}

/// Renders the body of a file.
pub fn render(input: MarkdownInput<'_>) -> (Document, Vec<Diagnostic>) {
    let base = position::floor(input.text, input.body_offset);
    let mut diagnostics = control::check(input.file, input.text, base);
    if let Some((excess, span)) = limits::judge_lines(input.text, base) {
        diagnostics.push(excess.report(input, span));
        return (unconverted(&input.text[base..]), diagnostics);
    }
    let repaired = emphasis::repair(input.text, base);
    let body = &repaired.text[base..];
    let mut writer = writer::Writer::new(input.file, &repaired.text, body.len());
    let mut events = Parser::new_ext(body, OPTIONS).into_offset_iter();
    let mut used = HashSet::new();
    while writer.nesting.excess.is_none()
        && let Some((event, range)) = events.next()
    {
        if let Some(label) = label(&event)
            && let Some(definition) = events.reference_definitions().get(label)
        {
            used.insert(definition.span.start);
        }
        writer.event(repaired.restored_event(event), Span::new(base + range.start, base + range.end));
    }
    let definitions = events.reference_definitions().iter().map(|(_, definition)| definition.span.clone());
    let mut unused: Vec<_> = definitions.filter(|span| !used.contains(&span.start)).collect();
    unused.sort_unstable_by_key(|span| span.start);
    for span in unused {
        writer.warn_unused_definition(Span::new(base + span.start, base + span.end));
    }
    let mut document = match writer.finish(&mut diagnostics) {
        Ok(document) => document,
        Err((excess, span)) => {
            diagnostics.push(excess.report(input, span));
            return (unconverted(&input.text[base..]), diagnostics);
        }
    };
    repaired.restore(&mut document.html);
    repaired.restore(&mut document.text);
    repaired.restore(&mut document.outline.excerpt);
    for heading in &mut document.outline.headings {
        repaired.restore(&mut heading.text);
    }
    for reference in &mut document.outline.references {
        repaired.restore(&mut reference.target);
    }
    (document, diagnostics)
}

/// The label by which a link or picture names its address.
fn label<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    match event {
        Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. }) => {
            let labelled =
                matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut);
            labelled.then_some(id)
        }
        _ => None,
    }
}

/// The source itself, for a body that was given up: the build is refused, a preview shows this.
fn unconverted(body: &str) -> Document {
    let mut document = Document { html: "<pre>".to_owned(), ..Document::default() };
    escape::push(&mut document.html, body, escape::Place::Text);
    document.html.push_str("</pre>\n");
    escape::push(&mut document.text, body, escape::Place::Plain);
    document
}

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod limit_tests;
#[cfg(test)]
mod tests;
