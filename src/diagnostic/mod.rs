//! Problems found in the editors' files: what, where, and the way out.
//!
//! Every stage that reads content returns a value *and* its diagnostics; none of them stops a
//! build by itself. This module knows nothing of the stages: it holds the data type and the ways
//! of showing it.

mod excerpt;
mod fix;
mod json;
mod order;
pub mod position;
mod refusal;
mod report;
mod rule;
pub mod rules;
mod text;

pub use excerpt::harmless;
pub use fix::{Edit, Fix, Related, Suggestion, did_you_mean};
pub use json::render_json;
pub use order::{Counts, MOST_A_FILE, settle, sort, summary};
pub use refusal::{Explain, Refusal, of_system, refuse, words};
pub use report::{Colour, Sources, cell_name, column_name, render_text};
pub use rule::{Example, Rule, Words, book, page};
pub use text::{Language, Text};

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// How bad a problem is. Ordered: `Error` sorts first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The build is refused.
    Error,
    /// The build goes on; `--strict` refuses it.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        })
    }
}

/// A half-open range of byte offsets into the *decoded* text of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte; at least `start`.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Span { start, end: end.max(start) }
    }
}

/// Where in a file a problem is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Place {
    /// The file as a whole: it cannot be read, or something is missing from it.
    File,
    /// A range of a text file.
    Span(Span),
    /// A cell of a spreadsheet; row and column count from 1. The sheet is empty for CSV.
    Cell {
        /// Name of the sheet.
        sheet: String,
        /// Row, from 1.
        row: u32,
        /// Column, from 1.
        column: u32,
    },
}

/// One problem in one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The rule that is broken.
    #[serde(with = "rules::by_id")]
    pub rule: &'static Rule,
    /// The file, relative to the site's folder, with `/` between its parts.
    pub file: Arc<str>,
    /// Where in the file.
    pub place: Place,
    /// What is wrong, in both languages: lower case in English, no full stop.
    pub message: Text,
    /// What to do about it.
    pub help: Option<Text>,
    /// Other places that have to do with it.
    pub related: Vec<Related>,
    /// Ways to put it right.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// `rule` is broken at `place` of `file`.
    pub fn new(rule: &'static Rule, file: &Arc<str>, place: Place, message: Text) -> Self {
        let file = Arc::clone(file);
        Diagnostic { rule, file, place, message, help: None, related: Vec::new(), fixes: Vec::new() }
    }

    /// Whether it refuses the build.
    pub fn is_error(&self) -> bool {
        self.rule.severity == Severity::Error
    }

    /// The same problem with advice.
    #[must_use]
    pub fn help(mut self, help: Text) -> Self {
        self.help = Some(help);
        self
    }

    /// The same problem with another place that has to do with it.
    #[must_use]
    pub fn related(mut self, related: Related) -> Self {
        self.related.push(related);
        self
    }

    /// The same problem with what was probably meant: advice and an edit of the place it is at.
    /// Without a suggestion the advice is `otherwise`.
    #[must_use]
    pub fn suggest(mut self, suggestion: Option<Suggestion>, otherwise: impl FnOnce() -> Text) -> Self {
        match suggestion {
            Some(suggestion) => {
                self.help = Some(suggestion.help());
                self.fixes.push(suggestion.fix(&self.file, &self.place));
            }
            None => self.help = Some(otherwise()),
        }
        self
    }
}
