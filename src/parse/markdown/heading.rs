//! Headings and their ids, which are made of the heading's own text, so that an edit elsewhere changes none.

use std::collections::HashMap;

use pulldown_cmark::{CowStr, HeadingLevel};

use super::writer::Writer;
use crate::diagnostic::{Span, Text};
use crate::model::article::Heading;

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

/// A heading whose content is being written; its start tag follows when its id is known.
pub struct OpenHeading {
    start: usize,
    level: u8,
    explicit: Option<String>,
    pub(super) text: String,
    span: Span,
}

impl Writer<'_> {
    pub(super) fn start_heading(&mut self, level: HeadingLevel, id: Option<CowStr<'_>>, span: Span) {
        self.heading = Some(OpenHeading {
            start: self.out.html.len(),
            // The page's title is the one `h1`.
            level: (level as u8).max(2),
            explicit: id.map(String::from),
            text: String::new(),
            span: self.trimmed(span),
        });
    }

    pub(super) fn end_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
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
                    self.warn("duplicate-anchor", heading.span, message, Some(help));
                }
                id
            }
        };
        let level = heading.level;
        let tag = format!("<h{level} id=\"{id}\">");
        self.out.replace(heading.start, 0, &tag);
        let place = heading.start + "<h2 id=\"".len();
        let index = self.out.ids.partition_point(|other| *other < place);
        self.out.ids.insert(index, place);
        self.write(&format!("</h{level}>\n"));
        self.anchors.push(id.clone());
        self.headings.push(Heading { level, id, text, span: heading.span });
    }
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
