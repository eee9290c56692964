//! One Markdown file, parsed; its HTML is made when it is first needed.

use std::sync::{Arc, OnceLock};

use super::markdown::{MarkdownInput, render, tree};
use super::{NotText, decode, front_matter};
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::model::body::Body;
use crate::model::document::Document;
use crate::model::{FrontMatter, Outline, SourcePath};

/// A file that should be text and is not.
pub fn not_text(file: &SourcePath, error: NotText) -> Diagnostic {
    let (message, help) = error.message();
    Diagnostic::new(&rules::NOT_TEXT, file, Place::File, message).help(help)
}

/// An article or page as its file says.
#[derive(Debug)]
pub struct ParsedText {
    /// Its path, relative to the site.
    pub file: SourcePath,
    /// BLAKE3 of the file's bytes.
    pub hash: [u8; 32],
    /// Everything between the `---` lines.
    pub front: FrontMatter,
    /// Headings, links, length.
    pub outline: Outline,
    /// Problems found while parsing.
    pub diagnostics: Vec<Diagnostic>,
    bytes: Vec<u8>,
    document: OnceLock<Document>,
}

impl ParsedText {
    /// Parses the bytes of a file.
    ///
    /// # Errors
    ///
    /// The bytes are not text.
    pub fn new(file: &SourcePath, bytes: Vec<u8>, hash: [u8; 32]) -> Result<ParsedText, Diagnostic> {
        let text = decode(&bytes).map_err(|error| not_text(file, error))?;
        let (front, body_offset, mut diagnostics) = front_matter::parse(file, &text);
        let (mut document, problems) = render(MarkdownInput { file, text: &text, body_offset });
        diagnostics.extend(problems);
        let outline = std::mem::take(&mut document.outline);
        drop(text);
        let file = Arc::clone(file);
        Ok(ParsedText { file, hash, front, outline, diagnostics, bytes, document: document.into() })
    }

    /// A file that was parsed before, with what is known of it.
    pub fn known(
        file: &SourcePath,
        bytes: Vec<u8>,
        hash: [u8; 32],
        (front, outline, diagnostics): (FrontMatter, Outline, Vec<Diagnostic>),
    ) -> ParsedText {
        let file = Arc::clone(file);
        ParsedText { file, hash, front, outline, diagnostics, bytes, document: OnceLock::new() }
    }

    /// The rendered body. Its outline is empty: that is [`ParsedText::outline`].
    pub fn document(&self) -> &Document {
        self.document.get_or_init(|| {
            // Bytes that were text once are text still.
            let text = decode(&self.bytes).unwrap_or_default();
            let (_, body_offset) = front_matter::split(&text);
            let (mut document, _) = render(MarkdownInput { file: &self.file, text: &text, body_offset });
            document.outline = Outline::default();
            document
        })
    }

    /// The tree of the body, made anew.
    pub fn body(&self) -> Body {
        let text = decode(&self.bytes).unwrap_or_default();
        let (_, body_offset) = front_matter::split(&text);
        tree(MarkdownInput { file: &self.file, text: &text, body_offset })
    }

    /// The summary the editor wrote, or the beginning of the text.
    pub fn summary(&self) -> &str {
        match self.front.summary.as_deref().map(str::trim) {
            Some(summary) if !summary.is_empty() => summary,
            _ => &self.outline.excerpt,
        }
    }
}
