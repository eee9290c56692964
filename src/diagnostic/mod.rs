//! Problems found in the editors' files: what, where, and the way out.
//!
//! Every stage that reads content returns a value *and* its diagnostics; none of them stops a
//! build by itself. This module knows nothing of the stages: it holds the data type and the ways
//! of showing it.

mod excerpt;
mod json;
mod order;
pub mod position;
mod refusal;
mod report;
mod text;

pub use excerpt::harmless;
pub use json::render_json;
pub use order::{Counts, MOST_A_FILE, settle, sort, summary};
pub use refusal::{Explain, Refusal, of_system, refuse, words};
pub use report::{Colour, Sources, cell_name, column_name, render_text};
pub use text::{Language, Text};

use std::borrow::Cow;
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
    /// Stable kebab-case name of the rule, such as `unknown-topic`.
    pub id: Cow<'static, str>,
    /// How bad it is.
    pub severity: Severity,
    /// The file, relative to the site's folder, with `/` between its parts.
    pub file: Arc<str>,
    /// Where in the file.
    pub place: Place,
    /// What is wrong, in both languages: lower case in English, no full stop.
    pub message: Text,
    /// What to do about it.
    pub help: Option<Text>,
}

impl Diagnostic {
    /// An error at `place` of `file`.
    pub fn error(id: &'static str, file: &Arc<str>, place: Place, message: Text) -> Self {
        Self::new(Severity::Error, id, file, place, message)
    }

    /// A warning at `place` of `file`.
    pub fn warning(id: &'static str, file: &Arc<str>, place: Place, message: Text) -> Self {
        Self::new(Severity::Warning, id, file, place, message)
    }

    fn new(severity: Severity, id: &'static str, file: &Arc<str>, place: Place, message: Text) -> Self {
        let id = Cow::Borrowed(id);
        Diagnostic { id, severity, file: Arc::clone(file), place, message, help: None }
    }

    /// Whether it refuses the build.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The same problem with advice.
    #[must_use]
    pub fn help(mut self, help: Text) -> Self {
        self.help = Some(help);
        self
    }
}

/// The candidate nearest to `found`, when one is near enough to be what was meant.
///
/// Chinese names are short, so one changed character of two counts as near.
pub fn nearest<'a>(found: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // What is longer by more than three characters than a name is not near it: neither need be
    // measured, which takes time by the product of their lengths.
    const NEAR: usize = 3;
    let length = found.chars().take(200).count();
    candidates
        .into_iter()
        .filter(|candidate| candidate.chars().take(200 + NEAR).count().abs_diff(length) <= NEAR)
        .map(|candidate| (strsim::osa_distance(found, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance <= length.max(candidate.chars().count()).div_ceil(2).min(NEAR)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
