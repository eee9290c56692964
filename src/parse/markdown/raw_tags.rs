//! Tags in raw HTML, found well enough to warn about them and to tell text from markup.
//!
//! Safety does not rest on this module: what it takes for a tag is read again by html5ever's tokenizer.

use std::ops::Range;

/// A start tag.
#[derive(Debug)]
pub struct RawTag<'a> {
    /// Byte offset in the HTML.
    pub offset: usize,
    pub length: usize,
    /// As typed.
    pub name: &'a str,
    pub attributes: Vec<RawAttribute<'a>>,
}

/// An attribute of a start tag.
#[derive(Debug)]
pub struct RawAttribute<'a> {
    pub offset: usize,
    pub name: &'a str,
    pub value: &'a str,
    /// Up to the end of the value.
    pub length: usize,
}

/// What an editor may want to hear about.
#[derive(Debug)]
pub enum Markup<'a> {
    Start(RawTag<'a>),
    /// A declaration, CDATA, a processing instruction or the like, or a comment that never ends:
    /// what it begins with, and its bytes. None of it is shown.
    Unseen(&'static str, Range<usize>),
}

/// Calls `found` with every start tag and everything that vanishes but is no comment.
pub fn each<'a>(html: &'a str, mut found: impl FnMut(Markup<'a>)) {
    let mut at = 0;
    while let Some(offset) = html[at..].find('<') {
        let start = at + offset;
        let rest = &html[start + 1..];
        let name = name(rest);
        if !name.is_empty() {
            let (attributes, end) = attributes(html, start + 1 + name.len());
            found(Markup::Start(RawTag { offset: start, length: end - start, name, attributes }));
            at = end;
            continue;
        }
        let known = ["!--", "![CDATA[", "!", "?"].into_iter().find(|known| rest.starts_with(known));
        at = match known {
            Some("!--") => behind(html, start, "-->"),
            Some(_) => behind(html, start, ">"),
            None if rest.starts_with('/')
                && !rest[1..].starts_with(|next: char| next.is_ascii_alphabetic()) =>
            {
                let end = behind(html, start, ">");
                found(Markup::Unseen("/", start..end));
                end
            }
            None => start + 1,
        };
        if let Some(known) = known
            && (known != "!--" || !html[start..at].ends_with("-->"))
        {
            found(Markup::Unseen(known, start..at));
        }
    }
}

/// Elements whose content is no text of the page, or which the parser of a browser reads in a
/// way of its own.
const OPAQUE: [&str; 13] = [
    "script", "style", "template", "svg", "math", "object", "iframe", "noscript", "noembed", "noframes",
    "textarea", "title", "xmp",
];

/// Which of the opaque elements the tag `html` opens, or closes.
pub fn opaque(html: &str) -> Option<(&'static str, bool)> {
    let rest = html.strip_prefix('<')?;
    let closing = rest.strip_prefix('/');
    let name = name(closing.unwrap_or(rest));
    let found = OPAQUE.iter().find(|opaque| name.eq_ignore_ascii_case(opaque))?;
    Some((found, closing.is_some()))
}

/// A piece of raw HTML.
pub enum Piece<'a> {
    Text {
        text: &'a str,
        /// Its bytes in the HTML.
        range: Range<usize>,
    },
    /// A start or end tag.
    Tag {
        name: &'a str,
        /// All of it.
        tag: &'a str,
        attributes: usize,
        /// Byte offset in the HTML.
        offset: usize,
    },
}

/// Calls `found` with text and tags in order, without comments and declarations and without what
/// scripts and the like hold. What is left cannot swallow the HTML behind it, as an unclosed
/// `<title>`, comment or attribute would.
pub fn walk<'a>(html: &'a str, mut found: impl FnMut(Piece<'a>)) {
    let mut at = 0;
    while at < html.len() {
        let start = html[at..].find('<').map_or(html.len(), |offset| at + offset);
        if start > at {
            found(Piece::Text { text: &html[at..start], range: at..start });
        }
        let Some(rest) = html.get(start + 1..) else { return };
        let closing = rest.strip_prefix('/');
        let name = name(closing.unwrap_or(rest));
        if name.is_empty() {
            at = match rest.as_bytes().first() {
                _ if rest.starts_with("!--") => behind(html, start, "-->"),
                // A declaration, a processing instruction, or an end tag without a name.
                Some(b'!' | b'?' | b'/') => behind(html, start, ">"),
                _ => {
                    found(Piece::Text { text: "&lt;", range: start..start + 1 });
                    start + 1
                }
            };
            continue;
        }
        let (attributes, end) = attributes(html, start + 1 + name.len() + usize::from(closing.is_some()));
        at = end;
        if OPAQUE.iter().any(|opaque| name.eq_ignore_ascii_case(opaque)) {
            if closing.is_none() {
                at = content_end(html, end, name);
            }
        } else if html[..end].ends_with('>') {
            let attributes = attributes.len();
            found(Piece::Tag { name, tag: &html[start..end], attributes, offset: start });
        }
    }
}

/// The offset of the end tag that closes `name`, or the end.
fn content_end(html: &str, from: usize, name: &str) -> usize {
    let closes = |offset: &usize| {
        let tag = html.get(offset + 2..offset + 2 + name.len());
        tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name))
    };
    let mut ends = html[from..].match_indices("</").map(|(offset, _)| from + offset);
    ends.find(closes).unwrap_or(html.len())
}

fn behind(html: &str, from: usize, mark: &str) -> usize {
    html[from..].find(mark).map_or(html.len(), |offset| from + offset + mark.len())
}

fn name(rest: &str) -> &str {
    if !rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return "";
    }
    let end = rest.find(|character: char| character.is_ascii_whitespace() || "/>".contains(character));
    &rest[..end.unwrap_or(rest.len())]
}

/// The attributes from byte `at` on, and the offset behind the tag.
fn attributes(html: &str, at: usize) -> (Vec<RawAttribute<'_>>, usize) {
    let mut attributes = Vec::new();
    let mut at = at;
    loop {
        let rest = &html[at..];
        at += rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/').len();
        let rest = &html[at..];
        match rest.chars().next() {
            None => return (attributes, html.len()),
            Some('>') => return (attributes, at + 1),
            Some(_) => {}
        }
        // A sign of equality at the very start belongs to the name (HTML Standard §13.2.5.32).
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let stop = |c: char| c.is_ascii_whitespace() || "/>=".contains(c);
        let name_end = rest[first..].find(stop).map_or(rest.len(), |end| first + end);
        let name = &rest[..name_end];
        let (value, length) = value(&rest[name_end..]);
        attributes.push(RawAttribute { offset: at, name, value, length: name_end + length });
        at += name_end + length;
    }
}

/// The value behind a name, and the bytes from the name's end to the value's.
fn value(rest: &str) -> (&str, usize) {
    let Some(assigned) = rest.trim_ascii_start().strip_prefix('=') else { return ("", 0) };
    let assigned = assigned.trim_ascii_start();
    let start = rest.len() - assigned.len();
    for quote in ['"', '\''] {
        if let Some(inner) = assigned.strip_prefix(quote) {
            return match inner.find(quote) {
                Some(end) => (&inner[..end], start + end + 2),
                None => (inner, rest.len()),
            };
        }
    }
    let end = assigned.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(assigned.len());
    (&assigned[..end], start + end)
}
