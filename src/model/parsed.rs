//! One Markdown file, parsed; its HTML is made when it is first needed.
//!
//! How HTML is made is handed in: this room knows no Markdown.

use std::sync::OnceLock;

use super::document::Document;
use super::{FrontMatter, Outline, SourcePath};
use crate::diagnostic::Diagnostic;

/// Makes the body of a file from its bytes, without its outline.
pub type Render = fn(&SourcePath, &[u8]) -> Document;

/// What a file says, without its body.
#[derive(Debug)]
pub struct Parsed {
    /// Everything between the `---` lines.
    pub front: FrontMatter,
    /// Headings, links, length.
    pub outline: Outline,
    /// Problems found while parsing.
    pub diagnostics: Vec<Diagnostic>,
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
    render: Render,
}

impl ParsedText {
    /// A file of which everything but its body is known; `render` makes that from its bytes.
    pub fn new(file: SourcePath, bytes: Vec<u8>, hash: [u8; 32], parsed: Parsed, render: Render) -> Self {
        let Parsed { front, outline, diagnostics } = parsed;
        ParsedText { file, hash, front, outline, diagnostics, bytes, document: OnceLock::new(), render }
    }

    /// The same with its body, where parsing made it on the way.
    pub fn with_document(self, document: Document) -> Self {
        ParsedText { document: document.into(), ..self }
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The rendered body. Its outline is empty: that is [`ParsedText::outline`].
    pub fn document(&self) -> &Document {
        self.document.get_or_init(|| (self.render)(&self.file, &self.bytes))
    }

    /// The summary the editor wrote, or the beginning of the text.
    pub fn summary(&self) -> &str {
        match self.front.summary.as_deref().map(str::trim) {
            Some(summary) if !summary.is_empty() => summary,
            _ => &self.outline.excerpt,
        }
    }
}
