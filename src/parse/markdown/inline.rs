//! Text, code, links and raw HTML inside blocks.

use pulldown_cmark::LinkType;

use super::emphasis::is_private;
use super::escape::{self, Place};
use super::link::{self, Destination};
use super::raw_html;
use super::raw_tags;
use super::words::{is_full_width, is_han};
use super::writer::{Hidden, RawBlock, Writer};
use crate::diagnostic::Span;
use crate::model::article::{Reference, ReferenceKind};
use crate::model::document::SlotKind;

impl Writer<'_> {
    pub(super) fn text(&mut self, text: &str) {
        escape::push(&mut self.out.html, text, Place::Text);
        self.plain.push(text);
        if let Some(heading) = &mut self.heading {
            escape::push(&mut heading.text, text, Place::Plain);
        }
    }

    pub(super) fn code(&mut self, code: &str) {
        self.write("<code>");
        self.text(code);
        self.write("</code>");
    }

    /// A line end inside a paragraph. Browsers make it a blank, which Chinese text does not want:
    /// it is left out beside Chinese punctuation and between Han characters.
    pub(super) fn soft_break(&mut self, span: Span) {
        let joined = match (last_character(&self.out.html), self.next_character(span.end)) {
            (Some(last), Some(next)) => {
                let full_width = |character| is_full_width(character) || is_private(character);
                let punctuation = |character| full_width(character) && !is_han(character);
                punctuation(last) || punctuation(next) || (full_width(last) && full_width(next))
            }
            _ => false,
        };
        if joined {
            return;
        }
        self.write("\n");
        self.plain.space();
        if let Some(heading) = &mut self.heading {
            heading.text.push(' ');
        }
    }

    /// The first character from `offset` on that is no markup. Where the last search ended is kept:
    /// of lines that hold nothing else, each would search through all that follow.
    fn next_character(&mut self, offset: usize) -> Option<char> {
        let known = self.ahead.filter(|(from, found)| (*from..=*found).contains(&offset));
        let (from, found) = known.unwrap_or_else(|| {
            let rest = self.source.get(offset..).unwrap_or_default();
            let markup = |character: char| character.is_whitespace() || "*_~`[>".contains(character);
            (offset, offset + rest.find(|character| !markup(character)).unwrap_or(rest.len()))
        });
        self.ahead = Some((from, found));
        self.source.get(found..)?.chars().next()
    }

    pub(super) fn start_link(&mut self, kind: LinkType, destination: &str, title: &str, span: Span) {
        let destination = match kind {
            LinkType::Email => Destination::External(format!("mailto:{destination}")),
            _ => link::classify(destination),
        };
        let target = match destination {
            Destination::Internal(target) | Destination::External(target) => target,
            Destination::Unsafe => return self.warn_unsafe(span),
        };
        self.link_is_open = true;
        self.write("<a");
        self.out.slot(self.references.len(), SlotKind::Link);
        if link::leaves_site(&target) {
            self.write(" rel=\"noopener\"");
        }
        self.write_title(title);
        self.write(">");
        self.references.push(Reference { kind: ReferenceKind::Link, target, span, has_alt: false });
    }

    pub(super) fn end_link(&mut self) {
        if std::mem::take(&mut self.link_is_open) {
            self.write("</a>");
        }
    }

    /// A tag or comment inside a paragraph.
    pub(super) fn inline_html(&mut self, html: &str, span: Span) {
        if html.starts_with("<!--") {
            return;
        }
        // The commonest tags by far; they cannot be out of balance, so nothing need be cleaned.
        match html {
            "<br>" | "<br/>" | "<br />" => {
                self.write("<br>");
                return self.plain.space();
            }
            "<wbr>" => return self.write("<wbr>"),
            _ => {}
        }
        self.hide(html);
        raw_html::push(self, html, span);
        self.keep_raw(span);
    }

    /// Takes back what was written since `<script>` when `</script>` closes it.
    fn hide(&mut self, html: &str) {
        let Some((name, closing)) = raw_tags::opaque(html) else { return };
        if !closing {
            self.hidden = Some(Hidden {
                name,
                html: self.out.html.len(),
                plain: self.plain.mark(),
                heading: self.heading.as_ref().map_or(0, |heading| heading.text.len()),
            });
        } else if let Some(hidden) = self.hidden.take()
            && hidden.name == name
            && hidden.html <= self.out.html.len()
        {
            self.out.split_off(hidden.html);
            self.last_image = None;
            self.plain.take_back(hidden.plain);
            if let Some(heading) = &mut self.heading {
                heading.text.truncate(hidden.heading);
            }
        }
    }

    pub(super) fn start_raw_block(&mut self, span: Span) {
        let source = self.source.get(span.start..span.end).unwrap_or_default().trim();
        let comment = source.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
        if comment.is_some_and(|inner| !inner.contains("-->")) {
            self.raw_block = RawBlock::Comment;
            return;
        }
        self.plain.end_line();
        self.raw_block = RawBlock::Html(String::with_capacity(span.end - span.start));
        self.keep_raw(span);
    }

    pub(super) fn block_html(&mut self, html: &str) {
        if let RawBlock::Html(block) = &mut self.raw_block {
            block.push_str(html);
        }
    }

    pub(super) fn end_raw_block(&mut self, span: Span) {
        if let RawBlock::Html(block) = std::mem::take(&mut self.raw_block) {
            raw_tags::text(&block, |text| self.plain.push(text));
            raw_html::push(self, &block, span);
            if !self.out.html.ends_with('\n') {
                self.write("\n");
            }
        }
    }
}

/// The last character of the text written, behind any end tag.
fn last_character(html: &str) -> Option<char> {
    let text = match html.strip_suffix('>') {
        Some(tag) => &html[..tag.rfind('<')?],
        None => html,
    };
    text.chars().next_back()
}
