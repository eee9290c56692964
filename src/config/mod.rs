//! `site.yaml`, read into typed settings, with every unknown key an error.
//!
//! This room reads text and gives a [`SiteConfig`]; it knows nothing of files.

mod check;
mod written;

use std::sync::Arc;

use serde_yaml::Spanned;

use crate::diagnostic::{Diagnostic, Place, Span, Text, did_you_mean, rules};
use crate::model::SiteConfig;
use crate::parse::markdown::refuse_controls;
use written::Written;

/// The name of the file that makes a folder a site.
pub const FILE_NAME: &str = "site.yaml";

/// Reads `site.yaml`. Without a usable file the defaults stand in, so that checks of the content
/// can go on.
pub fn parse(file: &Arc<str>, text: &str) -> (SiteConfig, Vec<Diagnostic>) {
    let controls = refuse_controls(file, text);
    if !controls.is_empty() {
        return (SiteConfig::default(), controls);
    }
    match serde_yaml::from_str::<SiteConfig>(text) {
        Ok(mut config) => {
            let diagnostics = check::judge(file, &Written::of(text), &mut config);
            (config, diagnostics)
        }
        Err(error) => (SiteConfig::default(), vec![explain(file, text, &error)]),
    }
}

/// An address as machines read it: what is not ASCII, and blanks, percent-encoded. Feed validators
/// refuse Chinese in addresses.
pub fn encode_address(address: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const REFUSED: &AsciiSet =
        &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`');
    utf8_percent_encode(address, REFUSED).to_string()
}

/// Turns the YAML reader's error into one that points and helps.
fn explain(file: &Arc<str>, text: &str, error: &serde_yaml::Error) -> Diagnostic {
    let place = error_place(text, error);
    if let serde_yaml::Error::SerdeUnknownField { field: unknown, expected, .. } = error.without_snippet() {
        // Aliases are listed beside the names; English is enough to choose from.
        let known: Vec<&str> = expected.iter().copied().filter(|name| name.is_ascii()).collect();
        let message = Text::new(format!("没有 `{unknown}` 这一项"), format!("unknown key `{unknown}`"));
        let diagnostic = Diagnostic::new(&rules::CONFIG_UNKNOWN_KEY, file, place, message);
        return diagnostic.suggest(did_you_mean(unknown, expected.iter().copied()), || {
            let all = known.join("`, `");
            Text::new(format!("可用的有 `{all}`"), format!("known keys are `{all}`"))
        });
    }
    let words = error.without_snippet().to_string();
    let message = Text::new(format!("site.yaml 读不懂：{words}"), format!("cannot read site.yaml: {words}"));
    Diagnostic::new(&rules::CONFIG_SYNTAX, file, place, message)
}

/// Where a value stands in `site.yaml`.
pub fn place_of<T>(value: &Spanned<T>) -> Place {
    let span = value.referenced.span();
    match (span.byte_offset(), span.byte_len()) {
        (Some(start), Some(length)) => Place::Span(Span::new(start as usize, (start + length) as usize)),
        _ => Place::File,
    }
}

/// Where in `text` the YAML reader found fault.
fn error_place(text: &str, error: &serde_yaml::Error) -> Place {
    error.location().map_or(Place::File, |location| {
        Place::Span(token_at(text, location.line() as usize, location.column() as usize))
    })
}

/// The word that starts at a line and column, both from 1 and in characters.
fn token_at(text: &str, line: usize, column: usize) -> Span {
    let line_start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[line_start.min(text.len())..];
    let start =
        line_start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
    let tail = &text[start.min(text.len())..];
    let length = tail.find([':', '\n', ' ']).unwrap_or(tail.len());
    Span::new(start, start + length.max(1).min(tail.len()))
}
