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
struct Location<'a> {
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    sheet: Option<&'a str>,
    cell: Option<String>,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    severity: Severity,
    #[serde(flatten)]
    location: Location<'a>,
    message: &'a Text,
    help: Option<&'a Text>,
    related: Vec<RelatedEntry<'a>>,
    fixes: Vec<FixEntry<'a>>,
}

#[derive(Serialize)]
struct RelatedEntry<'a> {
    #[serde(flatten)]
    location: Location<'a>,
    message: &'a Text,
}

#[derive(Serialize)]
struct FixEntry<'a> {
    title: &'a Text,
    automatic: bool,
    edits: Vec<EditEntry<'a>>,
}

#[derive(Serialize)]
struct EditEntry<'a> {
    #[serde(flatten)]
    location: Location<'a>,
    text: &'a str,
}

/// Every diagnostic in the order given, and how many there are. What does not apply is `null`.
pub fn render_json(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    let mut entries = Vec::with_capacity(diagnostics.len());
    for of_one_file in diagnostics.chunk_by(|a, b| a.file == b.file) {
        let spans = of_one_file.iter().any(|one| matches!(one.place, Place::Span(_)));
        let source = if spans { sources(&of_one_file[0].file) } else { None };
        let lines = source.as_deref().map(Lines::new);
        let lines = lines.as_ref().map(|lines| (&*of_one_file[0].file, lines));
        entries.extend(of_one_file.iter().map(|one| entry(one, lines, sources)));
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

/// The lines of the file that is being told of, and its name.
type Current<'a, 'b> = Option<(&'a str, &'b Lines<'b>)>;

fn entry<'a>(diagnostic: &'a Diagnostic, lines: Current<'_, '_>, sources: &Sources<'_>) -> Entry<'a> {
    let locate = |file: &'a str, place: &'a Place| match lines {
        Some((current, lines)) if current == file => location(file, place, Some(lines)),
        _ if matches!(place, Place::Span(_)) => {
            let source = sources(file);
            location(file, place, source.as_deref().map(Lines::new).as_ref())
        }
        _ => location(file, place, None),
    };
    let related = diagnostic.related.iter();
    let related = related
        .map(|it| RelatedEntry { location: locate(&it.file, &it.place), message: &it.message })
        .collect();
    let fixes = diagnostic.fixes.iter().map(|fix| {
        let edits = fix.edits.iter();
        let edits = edits.map(|it| EditEntry { location: locate(&it.file, &it.place), text: &it.text });
        FixEntry { title: &fix.title, automatic: fix.automatic, edits: edits.collect() }
    });
    Entry {
        id: diagnostic.rule.id,
        severity: diagnostic.rule.severity,
        location: locate(&diagnostic.file, &diagnostic.place),
        message: &diagnostic.message,
        help: diagnostic.help.as_ref(),
        related,
        fixes: fixes.collect(),
    }
}

fn location<'a>(file: &'a str, place: &'a Place, lines: Option<&Lines<'_>>) -> Location<'a> {
    let mut location = Location {
        file,
        line: None,
        column: None,
        end_line: None,
        end_column: None,
        sheet: None,
        cell: None,
    };
    match (place, lines) {
        (Place::Span(span), Some(lines)) => {
            let (start, end) = (lines.position(span.start), lines.position(span.end));
            location.line = Some(start.line);
            location.column = Some(start.column);
            location.end_line = Some(end.line);
            location.end_column = Some(end.column);
        }
        (Place::Cell { sheet, row, column }, _) => {
            location.line = usize::try_from(*row).ok();
            location.sheet = Some(sheet).filter(|sheet| !sheet.is_empty()).map(String::as_str);
            location.cell = Some(cell_name(*row, *column));
        }
        _ => {}
    }
    location
}
