//! The editor's Markdown with the addresses that its pictures and links have outside the site.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Options, Parser};

use super::targets::{Target, Targets};
use crate::diagnostic::Text;
use crate::model::Article;
use crate::parse::{self, front_matter};
use crate::text::{Doubt, decode};

/// The body without its front matter, and what could not be rewritten in it.
pub fn body(article: &Article, targets: &Targets) -> (String, Vec<Text>) {
    let source = &article.source;
    let text = decode(source.bytes(), Doubt::Refused).unwrap_or_default();
    let (_, offset) = front_matter::split(&text);
    let body = &text[offset..];
    let definitions = definitions(body);
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    for (place, (reference, written)) in source.outline.references.iter().zip(targets.written()).enumerate() {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let moved = match targets.at(place) {
            Target::Picture(_) => true,
            Target::Address(address) => *address != reference.target && !leaves(&reference.target),
            Target::Anchor(_) | Target::Nothing => false,
        };
        if !moved {
            continue;
        }
        let start = reference.span.start.saturating_sub(offset);
        let end = reference.span.end.saturating_sub(offset).min(body.len());
        let inside = body.get(start..end).unwrap_or_default();
        let found = destination(inside, &reference.target).map(|it| start + it.start..start + it.end);
        let found = found.or_else(|| {
            let mut ranges = definitions.iter().map(|range| (range, &body[range.clone()]));
            ranges.find(|(_, it)| is_written(it, &reference.target)).map(|(range, _)| range.clone())
        });
        changes.extend(found.map(|range| (range, written)));
    }
    changes.sort_by_key(|(range, _)| (range.start, range.end));
    changes.dedup_by(|later, earlier| later.0.start < earlier.0.end);
    let mut out = String::with_capacity(body.len() + changes.len() * 32);
    let mut done = 0;
    for (range, written) in changes {
        out.push_str(&body[done..range.start]);
        out.push_str(&written);
        done = range.end;
    }
    out.push_str(&body[done..]);
    let notes = faults(article, targets, &out);
    (out.trim_start_matches(['\r', '\n', '\u{feff}']).replace("\r\n", "\n"), notes)
}

fn leaves(target: &str) -> bool {
    target.starts_with("//") || crate::model::document::scheme(target).is_some()
}

/// Reads what was made once more: each reference leads where it should, or is named.
fn faults(article: &Article, targets: &Targets, made: &str) -> Vec<Text> {
    let file = Arc::clone(&article.source.file);
    // With front matter of its own, lest a body that begins with a rule be taken for it.
    let made = format!("---\n标题: 一\n---\n{made}");
    let Ok(read) = parse::text(&file, made.into_bytes(), [0; 32]) else { return Vec::new() };
    let mut notes = Vec::new();
    let before = &article.source.outline.references;
    for (place, (old, wanted)) in before.iter().zip(targets.written()).enumerate() {
        let found = read.outline.references.get(place).map_or("", |it| it.target.as_str());
        if wanted.is_empty()
            || found == wanted
            || (found == old.target && leaves(found))
            || decoded(&wanted) == found
        {
            continue;
        }
        let target = &old.target;
        notes.push(Text::new(
            format!("body.md 里的 `{target}` 没能改成 `{wanted}`"),
            format!("`{target}` in body.md could not be changed to `{wanted}`"),
        ));
    }
    notes
}

/// Where the destination stands in a link or picture.
fn destination(inside: &str, target: &str) -> Option<Range<usize>> {
    let signs = inside.match_indices("](").map(|(at, sign)| at + sign.len());
    let attributes = ["src=", "href="].into_iter();
    let attributes = attributes.flat_map(|name| inside.match_indices(name).map(|(at, name)| at + name.len()));
    let mut starts: Vec<usize> = if inside.starts_with('<') { attributes.collect() } else { signs.collect() };
    starts.reverse();
    starts.into_iter().find_map(|start| {
        let range = token(inside, start);
        is_written(&inside[range.clone()], target).then_some(range)
    })
}

/// A destination that begins at `start` or behind blanks, without its quotes or pointed brackets.
fn token(text: &str, start: usize) -> Range<usize> {
    let rest = &text[start..];
    let start = start + (rest.len() - rest.trim_start().len());
    let rest = &text[start..];
    let quoted = |close: char| {
        let end = rest[1..].find(close).map_or(rest.len(), |at| at + 1);
        start + 1..start + end
    };
    match rest.chars().next() {
        Some('<') => quoted('>'),
        Some(quote @ ('"' | '\'')) => quoted(quote),
        _ => {
            let mut open = 0_usize;
            let end = rest.find(|sign: char| {
                match sign {
                    '(' => open += 1,
                    ')' if open == 0 => return true,
                    ')' => open -= 1,
                    _ => {}
                }
                sign.is_whitespace()
            });
            start..start + end.unwrap_or(rest.len())
        }
    }
}

fn is_written(written: &str, target: &str) -> bool {
    // `\_` and `&amp;` stand for a sign of their own; so few are enough that people write.
    let plain = written.replace('\\', "").replace("&amp;", "&");
    plain == target || decoded(&plain) == target
}

fn decoded(text: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

/// Where the destinations of `[label]: destination` stand, in their order.
fn definitions(body: &str) -> Vec<Range<usize>> {
    let parser = Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES);
    let spans = parser.reference_definitions().iter().map(|(_, definition)| definition.span.clone());
    let mut ranges: Vec<Range<usize>> = spans
        .filter_map(|span| {
            let at = body[span.clone()].find("]:")?;
            Some(token(body, span.start + at + "]:".len()))
        })
        .collect();
    ranges.sort_unstable_by_key(|range| range.start);
    ranges
}
