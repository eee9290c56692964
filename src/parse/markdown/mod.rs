//! Markdown to a tree, and what is written from the tree: HTML, plain text, outline.
//!
//! One pass over the parser's events makes a [`Body`]; `sinks` walk it.
//! Links and images name references, whose addresses the HTML leaves out ([`Document::finish`]),
//! since parsing knows no other file. Nothing that an editor writes can make the output run a
//! script: destinations are judged by scheme, text is escaped, and raw HTML goes through an
//! allow-list.

mod builder;
mod control;
mod emphasis;
pub mod escape;
mod footnote;
mod heading;
mod image;
mod inline;
mod limits;
mod link;
mod raw_html;
mod raw_tags;
mod raw_tree;
mod sinks;
mod warnings;
mod words;

use std::collections::HashSet;
use std::sync::Arc;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

use crate::diagnostic::{Diagnostic, Span, position};
use crate::model::body::{Body, BodyBuilder, Kind, Str};
use crate::model::document::Document;

use builder::{Builder, Built};
use emphasis::Repaired;
use limits::Excess;
use sinks::html;
use sinks::outline::outline;
use sinks::plain::PlainText;

pub use control::{refuse_controls, warning_of};
pub use words::WordCounter;

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
        return (unconverted(input.text, base), diagnostics);
    }
    match write(input, base, &mut diagnostics) {
        Ok(document) => (document, diagnostics),
        Err((excess, span)) => {
            diagnostics.push(excess.report(input, span));
            (unconverted(input.text, base), diagnostics)
        }
    }
}

/// The tree of the body of a file, for forms other than HTML; its problems are those that [`render`] finds.
/// A body that is given up is shown as it was written.
pub fn tree(input: MarkdownInput<'_>) -> Body {
    let base = position::floor(input.text, input.body_offset);
    if limits::judge_lines(input.text, base).is_none()
        && let Ok(built) = build(input, &emphasis::repair(input.text, base), base)
    {
        return built.body;
    }
    let span = Span::new(base, input.text.len());
    let mut builder = BodyBuilder::default();
    builder.open(Kind::CodeBlock { language: Str::default() }, span);
    let text = builder.keep(|texts| escape::push(texts, &input.text[base..], escape::Place::Plain));
    builder.leaf(Kind::Text(text), span);
    builder.finish()
}

/// The body as a document. Fails where a bound was exceeded.
fn write(
    input: MarkdownInput<'_>,
    base: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Document, (Excess, Span)> {
    let repaired = emphasis::repair(input.text, base);
    let mut built = build(input, &repaired, base)?;
    let html = html::write(&built.body);
    // Whatever the count of tags overlooked: here is what the minifier will recurse into.
    if let Some(first) = built.raw
        && limits::depth(&html.html) > 2 * limits::DEPTH
    {
        return Err((Excess::TooDeep, first));
    }
    let plain = PlainText::of(&built.body, input.text);
    diagnostics.extend(built.warnings.finish());
    Ok(Document {
        html: html.html,
        slots: html.slots,
        outline: outline(&mut built.body, &plain),
        text: plain.text,
        text_map: plain.map,
    })
}

/// The tree of the body, from the parser's events.
fn build<'a>(
    input: MarkdownInput<'a>,
    repaired: &'a Repaired<'a>,
    base: usize,
) -> Result<Built<'a>, (Excess, Span)> {
    let body = &repaired.text[base..];
    let mut builder = Builder::new(input.file, input.text, repaired, body.len());
    let mut events = Parser::new_ext(body, OPTIONS).into_offset_iter();
    let mut used = HashSet::new();
    while builder.nesting.excess.is_none()
        && let Some((event, range)) = events.next()
    {
        if let Some(label) = label(&event)
            && let Some(definition) = events.reference_definitions().get(label)
        {
            used.insert(definition.span.start);
        }
        builder.event(event, Span::new(base + range.start, base + range.end));
    }
    let definitions = events.reference_definitions().iter().map(|(_, definition)| definition.span.clone());
    let mut unused: Vec<_> = definitions.filter(|span| !used.contains(&span.start)).collect();
    unused.sort_unstable_by_key(|span| span.start);
    for span in unused {
        let span = builder.trimmed(Span::new(base + span.start, base + span.end));
        builder.warnings.unused_definition(span);
    }
    builder.finish()
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
fn unconverted(text: &str, base: usize) -> Document {
    let body = &text[base..];
    let mut document = Document { html: "<pre>".to_owned(), ..Document::default() };
    escape::push(&mut document.html, body, escape::Place::Text);
    document.html.push_str("</pre>\n");
    escape::push(&mut document.text, body, escape::Place::Plain);
    if document.text == body {
        document.text_map.push_literal(body.len(), base);
    } else {
        document.text_map.push_made(document.text.len(), Span::new(base, text.len()));
    }
    document
}

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
pub(crate) mod limit_tests;
#[cfg(test)]
pub(crate) mod raw_tests;
#[cfg(test)]
mod tests;
