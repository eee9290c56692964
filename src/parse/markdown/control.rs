//! Control characters in a source: where copying from elsewhere, or a broken encoding, left them.

use std::sync::Arc;

use super::escape::forbidden;
use crate::diagnostic::{Diagnostic, Place, Span, Text};

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

fn warning(file: &Arc<str>, text: &str, span: Span) -> Diagnostic {
    let character = text[span.start..].chars().next().unwrap_or_default();
    let code = character as u32;
    let (message, help) = if character == '\u{fffd}' {
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
    };
    Diagnostic::warning("control-character", file, Place::Span(span), message).help(help)
}
