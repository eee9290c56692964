//! Text, code, links and raw HTML inside blocks.

use pulldown_cmark::{CowStr, LinkType};

use super::builder::{Builder, RawBlock};
use super::link::{self, Destination};
use super::raw_html;
use super::raw_tags;
use super::words::is_full_width;
use crate::diagnostic::Span;
use crate::model::article::{Reference, ReferenceKind};
use crate::model::body::{Kind, Mark};
use crate::text::is_han;

/// What stood before an inline `<script>` or the like.
pub struct Hidden {
    name: &'static str,
    tree: Mark,
    tail: Tail,
    heading: usize,
}

/// What a line ends with: a character, behind which one tag may stand.
#[derive(Debug, Clone, Copy)]
pub struct Tail {
    last: char,
    tags: u8,
}

impl Tail {
    /// The start of a line.
    pub const START: Tail = Tail { last: '\n', tags: 0 };
    /// A line that ends with markup.
    pub const MARKUP: Tail = Tail { last: '>', tags: 0 };

    /// A tag follows.
    pub fn tag(&mut self) {
        self.tags += 1;
        if self.tags > 1 {
            *self = Tail::MARKUP;
        }
    }

    /// A text follows.
    pub fn text(&mut self, text: &str) {
        if let Some(last) = text.chars().next_back() {
            *self = Tail { last, tags: 0 };
        }
    }
}

impl<'a> Builder<'a> {
    pub(super) fn text(&mut self, text: &str, span: Span) {
        let kept = self.keep(text);
        let shown = self.tree.body.text(kept);
        self.tail.text(shown);
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(shown);
        }
        if !kept.is_empty() {
            self.tree.leaf(Kind::Text(kept), span);
        }
    }

    pub(super) fn code(&mut self, code: &str, span: Span) {
        let kept = self.keep(code);
        let shown = self.tree.body.text(kept);
        self.tail.tag();
        self.tail.text(shown);
        self.tail.tag();
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(shown);
        }
        // Without the backticks, where what is between them stands in the source as it is.
        let between = self.source.get(span.start..span.end).and_then(|source| source.find(code));
        let span = between.map_or(span, |at| Span::new(span.start + at, span.start + at + code.len()));
        self.tree.leaf(Kind::Code(kept), span);
    }

    /// A line end inside a paragraph. Browsers make it a blank, which Chinese text does not want:
    /// it is left out beside Chinese punctuation and between Han characters.
    pub(super) fn soft_break(&mut self, span: Span) {
        let joined = match self.next_character(span.end) {
            Some(next) => {
                let last = self.tail.last;
                let punctuation = |character| is_full_width(character) && !is_han(character);
                punctuation(last) || punctuation(next) || (is_full_width(last) && is_full_width(next))
            }
            None => false,
        };
        if joined {
            return;
        }
        self.tail = Tail::START;
        self.tree.leaf(Kind::SoftBreak, span);
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

    pub(super) fn start_link(&mut self, kind: LinkType, address: CowStr<'a>, title: CowStr<'a>, span: Span) {
        let address = self.restored(address);
        let destination = match kind {
            LinkType::Email => Destination::External(format!("mailto:{address}")),
            _ => link::classify(&address),
        };
        let target = match destination {
            Destination::Internal(target) | Destination::External(target) => target,
            Destination::Unsafe => {
                self.warnings.unsafe_address(span);
                return self.tree.open_nothing();
            }
        };
        let title = self.restored(title);
        let title = self.keep(&title);
        let reference = self.refer(Reference { kind: ReferenceKind::Link, target, span, has_alt: false });
        self.tail.tag();
        self.tree.open(Kind::Link { reference, title }, span);
    }

    pub(super) fn end_link(&mut self) {
        if self.tree.close().is_some() {
            self.tail.tag();
        }
    }

    /// The number of a new reference.
    pub(super) fn refer(&mut self, reference: Reference) -> u32 {
        let references = &mut self.tree.body.references;
        references.push(reference);
        u32::try_from(references.len() - 1).unwrap_or(u32::MAX)
    }

    /// A tag or comment inside a paragraph.
    pub(super) fn inline_html(&mut self, html: &str, span: Span) {
        if html.starts_with("<!--") {
            return;
        }
        // The commonest tags by far; there is nothing to judge.
        let kind = match html {
            "<br>" | "<br/>" | "<br />" => Some(Kind::Break),
            "<wbr>" => Some(Kind::WordBreak),
            _ => None,
        };
        if let Some(kind) = kind {
            self.enter_cell(span);
            self.tail.tag();
            return self.tree.leaf(kind, span);
        }
        self.hide(html);
        self.judge_raw(span);
        raw_html::push(self, html, span);
    }

    /// Takes back what was read since `<script>` when `</script>` closes it.
    fn hide(&mut self, html: &str) {
        let Some((name, closing)) = raw_tags::opaque(html) else { return };
        if !closing {
            self.hidden = Some(Hidden {
                name,
                tree: self.tree.mark(),
                tail: self.tail,
                heading: self.heading.as_ref().map_or(0, |heading| heading.text.len()),
            });
        } else if let Some(hidden) = self.hidden.take()
            && hidden.name == name
        {
            self.tree.take_back(&hidden.tree);
            self.tail = hidden.tail;
            self.was_hidden = true;
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
            self.tree.open(Kind::Comment, span);
            return;
        }
        self.raw_block = RawBlock::Html(String::with_capacity(span.end - span.start));
        self.judge_raw(span);
    }

    pub(super) fn block_html(&mut self, html: &str) {
        if let RawBlock::Html(block) = &mut self.raw_block {
            block.push_str(html);
        }
    }

    /// The end of a block, which is a node only if it is a comment.
    pub(super) fn end_raw_block(&mut self, span: Span) {
        match std::mem::take(&mut self.raw_block) {
            RawBlock::Html(block) => raw_html::push(self, &block, span),
            RawBlock::Comment | RawBlock::None => {
                self.tree.close();
            }
        }
    }
}
