//! Control characters in a source: where copying from elsewhere, or a broken encoding, left them.

use std::sync::Arc;

use serde_yaml::granit_parser::{Event, Parser};

use crate::diagnostic::{Diagnostic, Place, Span, Text, position, rules};
use crate::text::{drop_controls, forbidden};

/// Reported in one file; a file with more of them is damaged as a whole.
const LIMIT: usize = 20;

/// Warns of each run of control characters in `text` from `start` on. A carriage return is
/// passed over in silence: it is a line end of some systems.
pub fn check(file: &Arc<str>, text: &str, start: usize) -> Vec<Diagnostic> {
    let bytes = text.as_bytes();
    let mut found: Vec<Span> = Vec::new();
    let mut at = start;
    while at < bytes.len() {
        // Every forbidden character begins with one of these.
        if !matches!(bytes[at], 0x00..=0x1F | 0x7F | 0xC2 | 0xEF) || bytes[at] == b'\r' {
            at += 1;
            continue;
        }
        let length = forbidden(&bytes[at..]);
        if length == 0 {
            at += 1;
            continue;
        }
        let full = found.len() == LIMIT;
        match found.last_mut() {
            Some(last) if last.end == at => last.end += length,
            _ if full => break,
            _ => found.push(Span::new(at, at + length)),
        }
        at += length;
    }
    found.into_iter().map(|span| warning(file, text, span)).collect()
}

/// The errors of a file of YAML that is read straight into types: each value with a control
/// character, which no place of a page or a terminal may show.
pub fn refuse_controls(file: &Arc<str>, text: &str) -> Vec<Diagnostic> {
    let mut options = serde_yaml::granit_parser::options! { emit_unresolved_aliases: true };
    options.set_emit_comments(false);
    let parser = Parser::new_from_str_with_options(text, options);
    let mut diagnostics = Vec::new();
    // Mistakes in the syntax are told by whoever reads the values.
    for (event, span) in parser.map_while(Result::ok) {
        let Event::Scalar(mut value, ..) = event else { continue };
        if let Some(first) = drop_controls(&mut value) {
            let start = position::floor(text, span.start.byte_offset().unwrap_or(0));
            let end = position::floor(text, span.end.byte_offset().unwrap_or(start));
            let length = text.get(start..end).unwrap_or_default().trim_end().len();
            let (message, _) = words(first);
            let help = Text::new("删去它，再构建", "remove it and build again");
            let place = Place::Span(Span::new(start, start + length));
            diagnostics
                .push(Diagnostic::new(&rules::CONTROL_CHARACTER_IN_DATA, file, place, message).help(help));
            if diagnostics.len() == LIMIT {
                break;
            }
        }
    }
    diagnostics
}

fn warning(file: &Arc<str>, text: &str, span: Span) -> Diagnostic {
    warning_of(file, text[span.start..].chars().next().unwrap_or_default(), span)
}

/// The warning that `character`, which stands at `span`, is left out.
pub fn warning_of(file: &Arc<str>, character: char, span: Span) -> Diagnostic {
    let (message, help) = words(character);
    Diagnostic::new(&rules::CONTROL_CHARACTER, file, Place::Span(span), message).help(help)
}

fn words(character: char) -> (Text, Text) {
    let code = character as u32;
    if character == '\u{fffd}' {
        (
            Text::new("有无法识别的字符（U+FFFD）", "there is a replacement character (U+FFFD)"),
            Text::new(
                "原文可能转码出错，补上正确的字",
                "the text was damaged when converted; type the right character",
            ),
        )
    } else {
        (
            Text::new(
                format!("有控制字符 U+{code:04X}"),
                format!("there is a control character U+{code:04X}"),
            ),
            Text::new("它不会出现在网页上，删去即可", "it is left out of the page; remove it"),
        )
    }
}
