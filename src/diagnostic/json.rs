//! Diagnostics as one JSON document, for editors and other programs.

use serde::Serialize;

use super::excerpt::commands;
use super::position::Lines;
use super::report::{Sources, cell_name};
use super::{Counts, Diagnostic, Place, Severity, Text};

#[derive(Serialize)]
struct Document<'a> {
    diagnostics: Vec<Entry<'a>>,
    errors: usize,
    warnings: usize,
}

/// Lines and columns count from 1, columns in characters; the end is exclusive.
#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    severity: Severity,
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    sheet: Option<&'a str>,
    cell: Option<String>,
    message: &'a Text,
    help: Option<&'a Text>,
}

/// Every diagnostic in the order given, and how many there are. What does not apply is `null`.
pub fn render_json(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    let mut entries = Vec::with_capacity(diagnostics.len());
    for of_one_file in diagnostics.chunk_by(|a, b| a.file == b.file) {
        let spans = of_one_file.iter().any(|one| matches!(one.place, Place::Span(_)));
        let source = if spans { sources(&of_one_file[0].file) } else { None };
        let lines = source.as_deref().map(Lines::new);
        entries.extend(of_one_file.iter().map(|one| entry(one, lines.as_ref())));
    }
    let Counts { errors, warnings } = Counts::of(diagnostics);
    let document = Document { diagnostics: entries, errors, warnings };
    // Only a map with keys that are not strings could fail, and there is none.
    escaped(&serde_json::to_string_pretty(&document).unwrap_or_default()) + "\n"
}

/// JSON leaves the control characters above ASCII and those that turn the direction of text as they
/// are; they may reach a terminal. They stand in strings only, where an escape means the same.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        if character != '\n' && commands(character) {
            out.push_str(&format!("\\u{:04x}", character as u32));
        } else {
            out.push(character);
        }
    }
    out
}

fn entry<'a>(diagnostic: &'a Diagnostic, lines: Option<&Lines<'_>>) -> Entry<'a> {
    let mut entry = Entry {
        id: &diagnostic.id,
        severity: diagnostic.severity,
        file: &diagnostic.file,
        line: None,
        column: None,
        end_line: None,
        end_column: None,
        sheet: None,
        cell: None,
        message: &diagnostic.message,
        help: diagnostic.help.as_ref(),
    };
    match (&diagnostic.place, lines) {
        (Place::Span(span), Some(lines)) => {
            let (start, end) = (lines.position(span.start), lines.position(span.end));
            entry.line = Some(start.line);
            entry.column = Some(start.column);
            entry.end_line = Some(end.line);
            entry.end_column = Some(end.column);
        }
        (Place::Cell { sheet, row, column }, _) => {
            entry.line = usize::try_from(*row).ok();
            entry.sheet = Some(sheet).filter(|sheet| !sheet.is_empty()).map(String::as_str);
            entry.cell = Some(cell_name(*row, *column));
        }
        _ => {}
    }
    entry
}
