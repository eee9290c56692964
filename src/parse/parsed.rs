//! From the bytes of a Markdown file to a [`ParsedText`].

use std::sync::Arc;

use super::front_matter;
use super::markdown::{self, MarkdownInput, render};
use crate::diagnostic::{Diagnostic, Place, Text, rules};
use crate::model::body::Body;
use crate::model::document::Document;
use crate::model::{Outline, Parsed, ParsedText, SourcePath};
use crate::text::{Doubt, NotText, decode};

/// A file that should be text and is not.
pub fn not_text(file: &SourcePath, error: NotText) -> Diagnostic {
    let message = match error {
        NotText::Binary => Text::new("不是文本文件", "not a text file"),
        NotText::BrokenUtf8(offset) => Text::new(
            format!("UTF-8 编码损坏（第 {} 字节）", offset + 1),
            format!("broken UTF-8 at byte {}", offset + 1),
        ),
        NotText::UnknownEncoding => Text::new("无法识别文字编码", "unknown text encoding"),
    };
    let help = Text::new("用编辑器另存为 UTF-8", "save it as UTF-8");
    Diagnostic::new(&rules::NOT_TEXT, file, Place::File, message).help(help)
}

/// Parses the bytes of a file.
///
/// # Errors
///
/// The bytes are not text.
pub fn text(file: &SourcePath, bytes: Vec<u8>, hash: [u8; 32]) -> Result<ParsedText, Diagnostic> {
    let text = decode(&bytes, Doubt::Refused).map_err(|error| not_text(file, error))?;
    let (front, body_offset, mut diagnostics) = front_matter::parse(file, &text);
    let (mut document, problems) = render(MarkdownInput { file, text: &text, body_offset });
    diagnostics.extend(problems);
    let outline = std::mem::take(&mut document.outline);
    drop(text);
    let parsed = Parsed { front, outline, diagnostics };
    Ok(known_text(file, bytes, hash, parsed).with_document(document))
}

/// A file that was parsed before, with what is known of it.
pub fn known_text(file: &SourcePath, bytes: Vec<u8>, hash: [u8; 32], parsed: Parsed) -> ParsedText {
    ParsedText::new(Arc::clone(file), bytes, hash, parsed, body)
}

/// The tree of a text's body, made anew.
pub fn tree(parsed: &ParsedText) -> Body {
    // Bytes that were text once are text still.
    let text = decode(parsed.bytes(), Doubt::Refused).unwrap_or_default();
    let (_, body_offset) = front_matter::split(&text);
    markdown::tree(MarkdownInput { file: &parsed.file, text: &text, body_offset })
}

fn body(file: &SourcePath, bytes: &[u8]) -> Document {
    let text = decode(bytes, Doubt::Refused).unwrap_or_default();
    let (_, body_offset) = front_matter::split(&text);
    let (mut document, _) = render(MarkdownInput { file, text: &text, body_offset });
    document.outline = Outline::default();
    document
}
