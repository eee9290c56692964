//! Raw HTML in an article: read by html5ever's tokenizer and judged by an allow-list, tag by tag.
//!
//! What is allowed goes into the tree of the body ([`super::raw_tree`]); all else is left out, and told of.
//! No sink sees a tag that an editor wrote.

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};

use super::builder::Builder;
use super::escape::{self, Place};
use super::inline::Tail;
use super::limits;
use super::link::{self, Destination};
use super::raw_tags::{self, Markup, Piece, RawTag};
use crate::diagnostic::{Span, Text, rules};
use crate::model::article::{Reference, ReferenceKind};
use crate::model::body::{Attribute, Kind, Value};
use crate::model::document::is_safe_address;

/// Elements that editors may write.
pub const TAGS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Attributes that editors may write on any element.
pub const GLOBAL: &[&str] = &["title", "lang", "dir"];

/// Attributes that editors may write on one element.
pub const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href"]),
    ("img", &["src", "alt", "width", "height"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("ol", &["start", "reversed", "type"]),
    ("li", &["value"]),
    ("details", &["open"]),
    ("time", &["datetime"]),
    ("blockquote", &["cite"]),
    ("q", &["cite"]),
];

/// Puts a piece of raw HTML, which stands at `span`, into the tree, as far as it is allowed.
pub fn push(builder: &mut Builder<'_>, html: &str, span: Span) {
    let mut printable = String::with_capacity(html.len());
    escape::push(&mut printable, html, Place::Plain);
    // The source may have quote marks in front of its lines, but it has the same lines.
    let literal =
        builder.source.get(span.start..span.end).is_some_and(|source| source.starts_with(&printable));
    let part = |start: usize, end: usize| {
        if literal { Span::new(span.start + start, span.start + end) } else { span }
    };
    let mut excess = None;
    raw_tags::walk(&printable, |piece| {
        if builder.nesting.excess.is_some() {
            return;
        }
        let offset = match piece {
            Piece::Text { text, range } => {
                builder.nesting.text(text, span);
                builder.raw_text(&characters(text), part(range.start, range.end));
                range.start
            }
            Piece::Tag { name, tag, attributes, offset } => {
                let Some(name) = TAGS.iter().find(|known| name.eq_ignore_ascii_case(known)) else { return };
                if attributes > limits::ATTRIBUTES {
                    return;
                }
                builder.raw_tag(name, tag, part(offset, offset + tag.len()));
                offset
            }
        };
        if builder.nesting.excess.is_some() {
            excess = Some(offset);
        }
    });
    if let (Some(offset), Some((_, place))) = (excess, &mut builder.nesting.excess) {
        let line = printable[..offset].matches('\n').count();
        let source = builder.source.get(span.start..span.end).unwrap_or_default();
        let start: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
        *place = Span::new(span.start + start, span.end);
    }
}

/// What the tokenizer finds in a tag or a text.
#[derive(Default)]
struct Tokens {
    tag: RefCell<Option<Tag>>,
    text: RefCell<String>,
}

impl Tokens {
    fn of(html: &str) -> Tokens {
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        let tokenizer = Tokenizer::new(Tokens::default(), Default::default());
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        tokenizer.end();
        tokenizer.sink
    }
}

impl TokenSink for Tokens {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => *self.tag.borrow_mut() = Some(tag),
            Token::CharacterTokens(text) => self.text.borrow_mut().push_str(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// A text of raw HTML with its character references as characters.
fn characters(text: &str) -> Cow<'_, str> {
    if text.contains('&') { Cow::Owned(Tokens::of(text).text.into_inner()) } else { Cow::Borrowed(text) }
}

/// The attributes that editors may write on an element.
fn allowed(element: &str) -> impl Iterator<Item = &'static str> {
    let own = ATTRIBUTES.iter().find(|(name, _)| *name == element).map_or(&[][..], |(_, own)| *own);
    GLOBAL.iter().chain(own).copied()
}

impl Builder<'_> {
    /// Text between tags.
    fn raw_text(&mut self, text: &str, span: Span) {
        if !text.trim_ascii().is_empty() {
            self.enter_cell(span);
        }
        let kept = self.keep(text);
        if !kept.is_empty() {
            self.tree.leaf(Kind::Text(kept), span);
        }
    }

    /// A start or end tag, `html`, of an element that is allowed.
    fn raw_tag(&mut self, name: &'static str, html: &str, span: Span) {
        let Some(tag) = Tokens::of(html).tag.into_inner().filter(|tag| *tag.name == *name) else { return };
        // `</br>` is read as `<br>` (HTML Standard §13.2.6.4.7).
        if tag.kind == TagKind::EndTag && name != "br" {
            self.nesting.count(span);
            self.nesting.end(name, span);
            self.end_raw(name);
        } else {
            self.nesting.start(name, html, span);
            self.start_raw(name, &tag, span);
        }
        // Should an attribute hold an angle bracket, no line is joined to it.
        match html.rfind('<') {
            Some(0) => self.tail.tag(),
            _ => self.tail = Tail::MARKUP,
        }
    }

    /// What may stay of the attributes of a start tag.
    pub(super) fn raw_attributes(&mut self, name: &str, tag: &Tag, span: Span) -> Vec<Attribute> {
        let mut attributes = Vec::with_capacity(tag.attrs.len());
        for attribute in &tag.attrs {
            let Some(known) = allowed(name).find(|known| *attribute.name.local == **known) else { continue };
            let value: &str = &attribute.value;
            let value = match known {
                "href" | "src" => self.raw_address(known, value, tag, span),
                "cite" if !is_safe_address(value) => None,
                _ => Some(Value::Text(self.keep(value))),
            };
            attributes.extend(value.map(|value| Attribute { name: known, value }));
        }
        attributes
    }

    /// Where a link or image of raw HTML leads, if it may.
    fn raw_address(&mut self, name: &str, address: &str, tag: &Tag, span: Span) -> Option<Value> {
        let is_link = name == "href";
        if is_link && (address.starts_with("#fn:") || address.starts_with("#fnref:")) {
            return Some(Value::Text(self.keep(address)));
        }
        // Of this the tag was judged already.
        if !is_safe_address(address) {
            return None;
        }
        let (Destination::Internal(target) | Destination::External(target)) = link::classify(address) else {
            self.warnings.unsafe_address(span);
            return None;
        };
        let alt = tag.attrs.iter().find(|attribute| *attribute.name.local == *"alt");
        let has_alt = !is_link && alt.is_some_and(|alt| !alt.value.is_empty());
        if !is_link && !has_alt {
            self.warnings.without_alt(span);
        }
        let kind = if is_link { ReferenceKind::Link } else { ReferenceKind::Image };
        Some(Value::Reference(self.refer(Reference { kind, target, span, has_alt })))
    }

    /// Tells what of raw HTML will be left out.
    pub(super) fn judge_raw(&mut self, span: Span) {
        let span = self.trimmed(span);
        self.raw.get_or_insert(span);
        let source = self.source;
        let html = source.get(span.start..span.end).unwrap_or_default();
        raw_tags::each(html, |markup| match markup {
            Markup::Start(tag) => self.judge(&tag, span.start),
            Markup::Unseen(what, range) => {
                let unseen = Span::new(span.start + range.start, span.start + range.end);
                self.warn_unseen(unseen, what);
            }
        });
    }

    fn warn_unseen(&mut self, span: Span, what: &str) {
        let span = self.trimmed(span);
        if what == "!--" {
            let message = Text::new(
                "注释 `<!--` 没有合上，它后面的内容都没有显示",
                "the comment `<!--` is never closed; what follows it is not shown",
            );
            let help = Text::new("在注释末尾写上 `-->`", "write `-->` at its end");
            return self.warnings.warn(&rules::HTML_REMOVED, span, message, Some(help));
        }
        self.warn_removed(span, &format!("`<{what}`"));
    }

    /// Warns of what will be left out of a tag; `base` is where its HTML begins.
    fn judge(&mut self, tag: &RawTag<'_>, base: usize) {
        let name = tag.name.to_ascii_lowercase();
        if !TAGS.contains(&name.as_str()) {
            let span = Span::new(base + tag.offset, base + tag.offset + tag.length);
            let what = format!("`<{name}>`");
            return self.warn_removed(span, &what);
        }
        if tag.attributes.len() > limits::ATTRIBUTES {
            let span = Span::new(base + tag.offset, base + tag.offset + tag.length);
            let message = Text::new(
                format!("`<{name}>` 的属性超过 {} 个，已去掉这个标签", limits::ATTRIBUTES),
                format!("`<{name}>` has more than {} attributes and was left out", limits::ATTRIBUTES),
            );
            return self.warnings.warn(&rules::HTML_REMOVED, span, message, None);
        }
        for attribute in &tag.attributes {
            let span = Span::new(base + attribute.offset, base + attribute.offset + attribute.length);
            let lower = attribute.name.to_ascii_lowercase();
            let known = allowed(&name).any(|known| known == lower);
            let safe = !matches!(lower.as_str(), "href" | "src" | "cite") || is_safe_address(attribute.value);
            if !known || !safe {
                self.warn_removed(span, &format!("`<{name}>` 的 `{lower}`"));
            }
        }
    }

    fn warn_removed(&mut self, span: Span, what: &str) {
        let english = what.replace(" 的 ", " ");
        let message = Text::new(
            format!("不允许的 HTML：{what}，已去掉"),
            format!("HTML that is not allowed was left out: {english}"),
        );
        let help = Text::new("用 Markdown 写，或删去", "write it in Markdown, or remove it");
        self.warnings.warn(&rules::HTML_REMOVED, span, message, Some(help));
    }
}
