//! Headings and their ids, which are made of the heading's own text, so that an edit elsewhere changes none.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, HeadingLevel};

use super::builder::Builder;
use crate::diagnostic::{Span, Text, rules};
use crate::model::body::{Kind, NodeId, Str};

/// Longest id, in characters; a heading that long is a paragraph.
const LIMIT: usize = 60;

/// Gives out ids, each once.
#[derive(Debug, Default)]
pub struct HeadingIds {
    /// Each id given, and how often it was asked for.
    given: HashMap<String, u32>,
}

impl HeadingIds {
    /// An id for a heading with `text`.
    pub fn derive(&mut self, text: &str) -> String {
        let mut id = String::with_capacity(text.len());
        let mut gap = false;
        for character in text.chars().take(LIMIT) {
            if character.is_alphanumeric() || character == '_' {
                if gap && !id.is_empty() {
                    id.push('-');
                }
                gap = false;
                id.extend(character.to_lowercase());
            } else {
                gap = gap || character.is_whitespace() || character == '-';
            }
        }
        if id.is_empty() {
            id.push_str("section");
        }
        self.unique(id)
    }

    /// The id that the editor asks for with `{#id}`, as far as it can be one; and whether it was
    /// taken already. `:` is left to footnotes.
    pub fn explicit(&mut self, asked: &str) -> (String, bool) {
        let fit = |character: &char| character.is_alphanumeric() || "-_.".contains(*character);
        let id: String = asked.chars().filter(fit).take(LIMIT).collect();
        if id.is_empty() {
            return (self.derive(""), false);
        }
        let taken = self.given.contains_key(&id);
        (self.unique(id), taken)
    }

    fn unique(&mut self, id: String) -> String {
        let Some(count) = self.given.get_mut(&id) else {
            self.given.insert(id.clone(), 1);
            return id;
        };
        let mut number = *count;
        let numbered = loop {
            number += 1;
            let numbered = format!("{id}-{number}");
            if !self.given.contains_key(&numbered) {
                break numbered;
            }
        };
        self.given.insert(id, number);
        self.given.insert(numbered.clone(), 1);
        numbered
    }
}

/// A heading whose content is being read; its id follows from that.
pub struct OpenHeading {
    node: NodeId,
    level: u8,
    explicit: Option<String>,
    pub(super) text: String,
    span: Span,
}

impl Builder<'_> {
    pub(super) fn start_heading(&mut self, level: HeadingLevel, id: Option<CowStr<'_>>, span: Span) {
        // The page's title is the one `h1`.
        let level = (level as u8).max(2);
        let span = self.trimmed(span);
        let node = self.tree.open(Kind::Heading { level, id: Str::default() }, span);
        let explicit = id.map(|id| self.restored(id).into_string());
        self.heading = Some(OpenHeading { node, level, explicit, text: String::new(), span });
    }

    /// Braces at the end of a heading that name no anchor are text like any other; the parser takes
    /// all for attributes.
    fn write_braces(&mut self) {
        let Some((node, span)) = self.heading.as_ref().map(|heading| (heading.node, heading.span)) else {
            return;
        };
        let source = self.source;
        let Some(braces) = braces(&source[span.start..span.end]) else { return };
        let braces = Span::new(span.start + braces.start, span.start + braces.end);
        let before = source[..braces.start].chars().next_back();
        if before.is_some_and(|before| before == ' ' || before == '\t') && !self.is_empty_since(node) {
            self.text(" ", Span::new(braces.start - 1, braces.start));
        }
        self.text(&source[braces.start..braces.end], braces);
    }

    /// Tells of what stands in the braces besides the anchor.
    fn warn_unused_attributes(&mut self, heading: &OpenHeading) {
        let source = &self.source[heading.span.start..heading.span.end];
        let Some(braces) = braces(source).filter(|_| heading.explicit.is_some()) else { return };
        let inside = &source[braces.start + 1..braces.end - 1];
        let mut words = inside.split_ascii_whitespace().collect::<Vec<_>>();
        // Of several anchors the last counts.
        let anchor = words.iter().rposition(|word| word.len() > 1 && word.starts_with('#'));
        anchor.map(|index| words.remove(index));
        if words.is_empty() {
            return;
        }
        let unused = words.join(" ");
        let unused = unused.char_indices().nth(40).map_or(unused.as_str(), |(end, _)| &unused[..end]);
        let message = Text::new(
            format!("标题的花括号里只用锚点，`{unused}` 没有采用"),
            format!("only the anchor in the braces of a heading is used, not `{unused}`"),
        );
        let help = Text::new(
            "只写 `{#…}`；若是正文，写在花括号外面",
            "write `{#…}` alone; put text outside the braces",
        );
        let span = Span::new(heading.span.start + braces.start, heading.span.start + braces.end);
        self.warnings.warn(&rules::HEADING_ATTRIBUTES, span, message, Some(help));
    }

    pub(super) fn end_heading(&mut self) {
        if self.heading.as_ref().is_some_and(|heading| heading.explicit.is_none()) {
            self.write_braces();
        }
        let Some(heading) = self.heading.take() else { return };
        self.warn_unused_attributes(&heading);
        let text = heading.text.trim().to_owned();
        let id = match &heading.explicit {
            None => self.ids.derive(&text),
            Some(asked) => {
                let (id, taken) = self.ids.explicit(asked);
                if taken {
                    let message = Text::new(
                        format!("锚点 `{asked}` 重复了，改成了 `{id}`"),
                        format!("anchor `{asked}` is taken; it became `{id}`"),
                    );
                    let help = Text::new("给这个标题换一个 `{#…}`", "give this heading another `{#…}`");
                    self.warnings.warn(&rules::DUPLICATE_ANCHOR, heading.span, message, Some(help));
                }
                id
            }
        };
        let id = self.keep(&id);
        self.tree.change(heading.node, Kind::Heading { level: heading.level, id });
    }
}

/// The braces at the end of a heading which the parser has read as attributes: at the end of its
/// text, without line ends, tags, escapes or other braces in them. `source` is all of the heading.
fn braces(source: &str) -> Option<Range<usize>> {
    let source = source.trim_ascii_end();
    let text = match source.rsplit_once('\n') {
        // The line below a heading of this kind, behind the marks of the quotes around it.
        Some((text, line)) if line.ends_with(['=', '-']) => text.trim_ascii_end(),
        _ => source,
    };
    let inside = text.strip_suffix('}')?;
    let start = inside.rfind(['{', '}', '<', '>', '\\', '\n', '\r'])?;
    inside[start..].starts_with('{').then_some(start..text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_from_the_text() {
        let mut ids = HeadingIds::default();
        assert_eq!(ids.derive("为什么要做 AED？"), "为什么要做-aed");
        assert_eq!(ids.derive("一、 按压"), "一-按压");
        assert_eq!(ids.derive("！？"), "section");
        assert_eq!(ids.derive("a-2"), "a-2");
        assert_eq!(ids.derive("a"), "a");
        assert_eq!(ids.derive("A"), "a-3", "`a-2` belongs to another heading");
        assert_eq!(ids.explicit("x\" onclick=1"), ("xonclick1".to_owned(), false));
        assert_eq!(ids.explicit("a"), ("a-4".to_owned(), true));
    }
}
