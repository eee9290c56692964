//! Raw HTML in an article: an allow-list, applied to the whole body by ammonia.
//!
//! The whole body, since a tag opened in one paragraph may be closed in another. The body's own
//! attributes have to survive that, and an editor must not be able to write them: our addresses
//! and ids pass through marked, and the marks are taken off afterwards.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::builder::{Builder, Built};
use super::escape::{self, Place};
use super::limits;
use super::link::{self, Destination};
use super::raw_tags::{self, Markup, Piece, RawTag};
use super::sinks::html::Html;
use crate::diagnostic::{Span, Text, rules};
use crate::model::article::{Reference, ReferenceKind};
use crate::model::body::Kind;
use crate::model::document::{SlotKind, is_safe_address};

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
const GLOBAL: &[&str] = &["title", "lang", "dir"];

/// Attributes that editors may write on one element.
const ATTRIBUTES: &[(&str, &[&str])] = &[
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

/// Elements that only this program writes; [`push`] takes them out of raw HTML.
const OWN_TAGS: &[&str] = &["section", "label", "input"];

/// Attributes that only this program writes.
const OWN_ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["id", "class", "role", "rel", "aria-label"]),
    ("img", &["loading", "decoding"]),
    ("th", &["class"]),
    ("td", &["class"]),
    ("div", &["class", "role", "aria-label", "tabindex"]),
    ("section", &["class", "role", "aria-label"]),
    ("p", &["class"]),
    ("code", &["class"]),
    ("sup", &["class"]),
    ("li", &["id", "class"]),
    ("input", &["type", "disabled", "checked"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
];

/// Values of `class` that this program writes.
const CLASSES: &[&str] = &[
    "alert alert-note",
    "alert alert-tip",
    "alert alert-important",
    "alert alert-warning",
    "alert alert-caution",
    "alert-title",
    "table-wrap",
    "align-left",
    "align-center",
    "align-right",
    "task",
    "footnotes",
    "footnote-ref",
    "footnote-back",
];
const ROLES: &[&str] = &["note", "region", "doc-endnotes", "doc-noteref", "doc-backlink"];

/// Begins the mark of our own addresses; a hash and the number of the reference follow.
const ADDRESS_MARK: &str = "kepu-ref:";
/// Begins the mark of our own ids; a hash and the id follow.
const ID_MARK: &str = "kepu-id:";

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut attributes: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (tag, names) in ATTRIBUTES.iter().chain(OWN_ATTRIBUTES) {
        attributes.entry(tag).or_default().extend(*names);
    }
    let mut cleaner = ammonia::Builder::empty();
    cleaner
        .tags(TAGS.iter().chain(OWN_TAGS).copied().collect())
        .clean_content_tags(["script", "style", "iframe", "template", "svg", "math"].into())
        .generic_attributes(GLOBAL.iter().copied().collect())
        .tag_attributes(attributes)
        .url_schemes(["http", "https", "mailto", "tel", "kepu-ref"].into())
        .link_rel(None)
        .attribute_filter(|_, name, value| keep(name, value));
    cleaner
});

/// Puts a piece of raw HTML, which stands at `span`, into the tree, as far as its tags are allowed
/// at all, and keeps count of what they open and close.
pub fn push(builder: &mut Builder<'_>, html: &str, span: Span) {
    let mut printable = String::with_capacity(html.len());
    escape::push(&mut printable, html, Place::Plain);
    let before = builder.nesting.excess;
    raw_tags::walk(&printable, |piece| match piece {
        Piece::Text(text) => {
            builder.nesting.text(text, span);
            builder.raw_piece(text, Kind::RawText, span);
        }
        Piece::Tag { name, tag, attributes, offset } => {
            let Some(name) = TAGS.iter().find(|known| name.eq_ignore_ascii_case(known)) else { return };
            if attributes > limits::ATTRIBUTES {
                return;
            }
            let place = Span::new(offset, offset);
            if tag.starts_with("</") {
                // `</p>` alone is an empty paragraph (HTML Standard §13.2.6.4.7).
                builder.nesting.count(place);
                builder.nesting.end(name, place);
            } else {
                builder.nesting.start(name, tag, place);
            }
            builder.raw_piece(tag, Kind::RawTag, span);
        }
    });
    if before.is_none()
        && let Some((_, place)) = &mut builder.nesting.excess
    {
        // The source may have quote marks in front of its lines, but it has the same lines.
        let line = printable[..place.start.min(printable.len())].matches('\n').count();
        let source = builder.source.get(span.start..span.end).unwrap_or_default();
        let start: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
        *place = Span::new(span.start + start, span.end);
    }
}

/// Whether an attribute that is allowed by name may have this value.
fn keep<'v>(name: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let kept = match name {
        "class" => {
            let language = value.strip_prefix("language-");
            CLASSES.contains(&value) || language.is_some_and(|name| !name.contains(' '))
        }
        "id" => value.starts_with(ID_MARK),
        "role" => ROLES.contains(&value),
        "tabindex" => value == "0",
        "cite" => is_safe_address(value),
        "rel" => value == "noopener",
        "aria-label" => matches!(value, "表格" | "注释" | "返回正文"),
        _ => true,
    };
    kept.then_some(Cow::Borrowed(value))
}

/// Cleans the HTML that was written of a body.
pub fn clean(html: &Html, built: &mut Built<'_>) -> Html {
    let marks = Marks::of(html);
    let decoded = CLEANER.clean(&mark(html, &marks)).to_string();
    // Character references have become characters, some of them such as must not be there.
    let mut cleaned = String::with_capacity(decoded.len());
    escape::push(&mut cleaned, &decoded, Place::Plain);
    unmark(built, &cleaned, &marks)
}

/// What our own addresses and ids bear while ammonia cleans the HTML.
struct Marks {
    address: String,
    id: String,
}

impl Marks {
    /// Marks that stand nowhere in `html`, and that nobody can have written there: they hold its hash, and a
    /// text with its own hash inside cannot be found.
    fn of(html: &Html) -> Marks {
        let hash = blake3::hash(html.html.as_bytes()).to_hex();
        Marks { address: format!("{ADDRESS_MARK}{hash}:"), id: format!("{ID_MARK}{hash}:") }
    }
}

/// The HTML with marks in the places of `buffer`.
fn mark(buffer: &Html, marks: &Marks) -> String {
    let mut html = String::with_capacity(buffer.html.len() + 32 * buffer.slots.len());
    let mut ids = buffer.ids.iter().peekable();
    let mut done = 0;
    let mut copy_to = |html: &mut String, end: usize| {
        while let Some(id) = ids.next_if(|id| **id < end) {
            html.push_str(&buffer.html[done..*id]);
            html.push_str(&marks.id);
            done = *id;
        }
        html.push_str(&buffer.html[done..end]);
        done = end;
    };
    for slot in &buffer.slots {
        copy_to(&mut html, slot.offset);
        let attribute = if slot.kind == SlotKind::Link { "href" } else { "src" };
        html.push_str(&format!(" {attribute}=\"{}{}\"", marks.address, slot.reference));
    }
    copy_to(&mut html, buffer.html.len());
    html
}

/// Takes the marks off and leaves gaps again; addresses that the editor wrote in raw HTML become
/// references like all others. `cleaned` is ammonia's output: every tag closed, every attribute
/// ` name="value"`, every `<` in a text escaped.
fn unmark(built: &mut Built<'_>, cleaned: &str, marks: &Marks) -> Html {
    let mut out = Html::default();
    out.html.reserve(cleaned.len());
    let mut rest = cleaned;
    while let Some(start) = rest.find('<') {
        out.html.push_str(&rest[..start]);
        rest = &rest[start..];
        let name_end = rest.find([' ', '>']).unwrap_or(rest.len());
        let tag = &rest[1..name_end];
        out.html.push_str(&rest[..name_end]);
        rest = &rest[name_end..];
        let sized = |attributes: &str| attributes.contains(" width=\"") || attributes.contains(" height=\"");
        let kind = match tag {
            "a" => SlotKind::Link,
            "img" if sized(tag_rest(rest)) => SlotKind::SizedImage,
            _ => SlotKind::Image,
        };
        while let Some((name, value, length)) = attribute(rest) {
            match (tag, name) {
                ("a", "href") | ("img", "src") => match value.strip_prefix(&marks.address) {
                    Some(number) => out.slot(number.parse().unwrap_or(usize::MAX), kind),
                    None => address(built, &mut out, (value, kind), tag_rest(rest)),
                },
                // An id that an editor wrote is left out, as the warning about it says.
                (_, "id") => value.strip_prefix(&marks.id).into_iter().for_each(|id| out.id(id)),
                _ => out.html.push_str(&rest[..length]),
            }
            rest = &rest[length..];
        }
    }
    out.html.push_str(rest);
    out
}

/// Writes the address of a link or image that stood in raw HTML, if it may stand.
fn address(built: &mut Built<'_>, out: &mut Html, (value, kind): (&str, SlotKind), attributes: &str) {
    if value.starts_with("#fn:") || value.starts_with("#fnref:") {
        out.html.push_str(&format!(" href=\"{value}\""));
        return;
    }
    let written = unescape(value);
    let first = built.raw.first.unwrap_or(Span::new(0, 0));
    let span = built.raw.addresses.get(&written).copied().unwrap_or(first);
    let target = match link::classify(&written) {
        Destination::Internal(target) | Destination::External(target) => target,
        Destination::Unsafe => return built.warnings.unsafe_address(span),
    };
    let has_alt = attributes.contains(" alt=\"") && !attributes.contains(" alt=\"\"");
    let is_link = kind == SlotKind::Link;
    if !is_link && !has_alt {
        built.warnings.without_alt(span);
    }
    out.slot(built.body.references.len(), kind);
    if is_link && link::leaves_site(&target) && !attributes.contains(" rel=\"") {
        out.html.push_str(" rel=\"noopener\"");
    }
    let reference_kind = if is_link { ReferenceKind::Link } else { ReferenceKind::Image };
    built.body.references.push(Reference {
        kind: reference_kind,
        target,
        span,
        has_alt: !is_link && has_alt,
    });
}

/// The rest of a tag up to its `>`.
fn tag_rest(rest: &str) -> &str {
    let mut quoted = false;
    let end = rest.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    });
    &rest[..end.unwrap_or(rest.len())]
}

/// The attribute at the start of `rest`: name, value, length.
fn attribute(rest: &str) -> Option<(&str, &str, usize)> {
    let body = rest.strip_prefix(' ')?;
    let (name, value) = body.split_once("=\"")?;
    if name.contains(['>', ' ']) {
        return None;
    }
    let end = value.find('"')?;
    Some((name, &value[..end], 1 + name.len() + 2 + end + 1))
}

fn is_address(name: &str) -> bool {
    ["href", "src"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn unescape(value: &str) -> String {
    let entities = [("&nbsp;", "\u{a0}"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
    entities.iter().fold(value.to_owned(), |text, (from, to)| text.replace(from, to))
}

impl Builder<'_> {
    /// Marks raw HTML for cleaning, and tells at once what of it will not survive.
    pub(super) fn keep_raw(&mut self, span: Span) {
        let span = self.trimmed(span);
        self.raw.first.get_or_insert(span);
        let source = self.source;
        let html = source.get(span.start..span.end).unwrap_or_default();
        raw_tags::each(html, |markup| match markup {
            Markup::Start(tag) => {
                for attribute in tag.attributes.iter().filter(|one| is_address(one.name)) {
                    self.raw.addresses.entry(unescape(attribute.value)).or_insert(span);
                }
                self.judge(&tag, span.start);
            }
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

    /// Warns of what will not survive the cleaning of a tag; `base` is where its HTML begins.
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
            let own = ATTRIBUTES.iter().find(|(tag, _)| *tag == name).map_or(&[][..], |(_, own)| *own);
            let known = GLOBAL.contains(&lower.as_str()) || own.contains(&lower.as_str());
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
