//! Diagnostics as text for a terminal, after the manner of rustc.
//!
//! Prints nothing and reads no files: it gets the texts from the caller and returns a string.

use std::sync::Arc;

use anstyle::{AnsiColor, Style};

use super::excerpt::{harmless, lay_out};
use super::position::Lines;
use super::{Diagnostic, Language, Place, Severity, Span, rules};

/// Whether the report has colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// ANSI escape codes.
    Ansi,
    /// Plain text.
    None,
}

/// Gives the decoded text of a file by its name, where it has one.
pub type Sources<'a> = dyn Fn(&str) -> Option<Arc<str>> + 'a;

/// Every diagnostic with the line it is about, in the order given; see [`super::sort`].
pub fn render_text(
    diagnostics: &[Diagnostic],
    sources: &Sources<'_>,
    language: Language,
    colour: Colour,
) -> String {
    let mut report = Report { out: String::new(), language, colour };
    for of_one_file in diagnostics.chunk_by(|a, b| a.file == b.file) {
        let spans = of_one_file.iter().any(|one| matches!(one.place, Place::Span(_)));
        let source = if spans { sources(&of_one_file[0].file) } else { None };
        let lines = source.as_deref().map(Lines::new);
        for diagnostic in of_one_file {
            report.diagnostic(diagnostic, lines.as_ref());
        }
    }
    report.out
}

/// Name of a cell as spreadsheets show it; row and column count from 1. `cell_name(17, 3)` is `C17`.
pub fn cell_name(row: u32, column: u32) -> String {
    column_name(column) + &row.to_string()
}

/// Name of a column as spreadsheets show it; columns count from 1. `column_name(28)` is `AB`.
pub fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// `content/data/活动.xlsx 活动!C17`
fn in_cell(file: &str, sheet: &str, row: u32, column: u32) -> String {
    let separator = if sheet.is_empty() { "" } else { "!" };
    format!("{file} {sheet}{separator}{}", cell_name(row, column))
}

/// Whether other cells of a line must not be shown: tables and people have private ones beside those
/// that are published.
fn keeps_secrets(file: &str) -> bool {
    file.starts_with("content/data/")
}

/// The span is shown without the rest of its line.
struct Alone;

impl Alone {
    /// What stands behind a key that nobody knows may be private (身份证号), and so may the other
    /// entries of a mapping in braces.
    fn of(diagnostic: &Diagnostic, span: Span, lines: &Lines<'_>) -> Option<Alone> {
        let (start, line) = lines.line(lines.position(span.start).line);
        let before = line.get(..span.start.saturating_sub(start)).unwrap_or_default();
        let in_braces = before.contains('{') && before.contains(':');
        (diagnostic.rule == &rules::UNKNOWN_KEY || (in_braces && lines.in_front_matter(span.start)))
            .then_some(Alone)
    }
}

struct Report {
    out: String,
    language: Language,
    colour: Colour,
}

const BOLD: Style = Style::new().bold();
const FRAME: Style = AnsiColor::Blue.on_default().bold();

impl Report {
    fn diagnostic(&mut self, diagnostic: &Diagnostic, lines: Option<&Lines<'_>>) {
        let (colour, zh, en) = match diagnostic.rule.severity {
            Severity::Error => (AnsiColor::Red, "错误", "error"),
            Severity::Warning => (AnsiColor::Yellow, "警告", "warning"),
        };
        let severity = colour.on_default().bold();
        let (word, colon) = match self.language {
            Language::Chinese => (zh, "："),
            Language::English => (en, ": "),
        };
        self.paint(severity, &format!("{word}[{}]", diagnostic.rule.id));
        let message = harmless(diagnostic.message.get(self.language));
        self.paint(BOLD, &format!("{colon}{message}"));
        self.out.push('\n');
        let file = harmless(&diagnostic.file);
        let gutter = match (&diagnostic.place, lines) {
            (Place::Span(span), Some(lines)) if keeps_secrets(&diagnostic.file) => {
                let position = lines.position(span.start);
                self.location(1, &format!("{file}:{}:{}", position.line, position.column));
                1
            }
            (Place::Span(span), Some(lines)) => {
                let alone = Alone::of(diagnostic, *span, lines);
                self.excerpt(&file, *span, (lines, alone), severity)
            }

            (Place::Cell { sheet, row, column }, _) => {
                self.location(1, &harmless(&in_cell(&diagnostic.file, sheet, *row, *column)));
                1
            }
            _ => {
                self.location(1, &file);
                1
            }
        };
        if let Some(help) = &diagnostic.help {
            self.line(gutter, ("提示", "help"), &harmless(help.get(self.language)));
        }
        self.out.push('\n');
    }

    /// The place, the line and the marks under it. Returns the width of the line number.
    fn excerpt(
        &mut self,
        file: &str,
        span: Span,
        (lines, alone): (&Lines<'_>, Option<Alone>),
        severity: Style,
    ) -> usize {
        let position = lines.position(span.start);
        let (start, line) = lines.line(position.line);
        let number = position.line.to_string();
        let gutter = number.len();
        self.location(gutter, &format!("{file}:{}:{}", position.line, position.column));
        let end = span.end.saturating_sub(start).min(line.len());
        let begin = span.start.saturating_sub(start).min(line.len());
        let excerpt = match alone {
            Some(Alone) => lay_out(line.get(begin..end).unwrap_or_default(), 0, end - begin),
            None => lay_out(line, begin, end),
        };
        self.paint(FRAME, &format!("{:gutter$} |", ""));
        self.out.push('\n');
        self.paint(FRAME, &format!("{number} |"));
        if !excerpt.text.is_empty() {
            self.out.push(' ');
            self.out.push_str(&excerpt.text);
        }
        self.out.push('\n');
        self.paint(FRAME, &format!("{:gutter$} |", ""));
        self.out.push_str(&" ".repeat(excerpt.indent + 1));
        self.paint(severity, &"^".repeat(excerpt.marks));
        self.out.push('\n');
        gutter
    }

    /// A line under the excerpt: `= help: …`.
    fn line(&mut self, gutter: usize, (zh, en): (&str, &str), text: &str) {
        let word = match self.language {
            Language::Chinese => format!("{zh}："),
            Language::English => format!("{en}: "),
        };
        self.paint(FRAME, &format!("{:gutter$} =", ""));
        self.paint(BOLD, &format!(" {word}"));
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn location(&mut self, gutter: usize, place: &str) {
        self.paint(FRAME, &format!("{:gutter$}-->", ""));
        self.out.push(' ');
        self.out.push_str(place);
        self.out.push('\n');
    }

    fn paint(&mut self, style: Style, text: &str) {
        match self.colour {
            Colour::None => self.out.push_str(text),
            Colour::Ansi => self.out.push_str(&format!("{style}{text}{style:#}")),
        }
    }
}

#[cfg(test)]
mod tests;
