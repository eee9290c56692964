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
mod link;
mod raw_html;
mod raw_tags;
mod text;
mod words;
mod writer;

use std::sync::Arc;

use pulldown_cmark::{Options, Parser};

use crate::diagnostic::{Diagnostic, Span, position};
use crate::model::document::Document;

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
    let repaired = emphasis::repair(input.text, base);
    let body = &repaired.text[base..];
    let mut writer = writer::Writer::new(input.file, &repaired.text, body.len());
    for (event, range) in Parser::new_ext(body, OPTIONS).into_offset_iter() {
        writer.event(event, Span::new(base + range.start, base + range.end));
    }
    let mut document = writer.finish(&mut diagnostics);
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

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod tests;
