//! The body of an article, rendered except for what depends on other files.
//!
//! Knows no other file: where a link leads and how large an image is, the caller tells.

use serde::{Deserialize, Serialize};

use super::article::Outline;
use super::source_map::SourceMap;

/// A rendered body with gaps where its links and images go.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// HTML without the attributes that name another resource; see [`Document::finish`].
    pub html: String,
    /// The gaps, by rising offset.
    pub slots: Vec<Slot>,
    /// What else is known of the body.
    pub outline: Outline,
    /// The text for search: paragraphs, headings and table rows, one a line, without markup.
    pub text: String,
    /// Where the parts of `text` stand in the file.
    pub text_map: SourceMap,
}

/// A gap in [`Document::html`], inside a start tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Byte offset in the HTML.
    pub offset: usize,
    /// Index into [`Outline::references`].
    pub reference: usize,
    /// Which attributes go here.
    pub kind: SlotKind,
}

/// The attributes that fill a [`Slot`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SlotKind {
    /// `href`
    Link,
    /// `src`, `width` and `height`
    Image,
    /// `src` alone: the editor gave a size.
    SizedImage,
}

/// What a reference became.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ResolvedReference {
    /// The address to write, percent-encoded where it must be. Empty leaves the attribute out.
    pub href: String,
    /// Width and height of an image in pixels.
    pub size: Option<(u32, u32)>,
}

impl ResolvedReference {
    /// A link or image without a known size.
    pub fn to(href: String) -> ResolvedReference {
        ResolvedReference { href, size: None }
    }
}

impl Document {
    /// The HTML with every gap filled; `resolved` is parallel to [`Outline::references`].
    pub fn finish(&self, resolved: &[ResolvedReference]) -> String {
        let mut html = String::with_capacity(self.html.len() + self.slots.len() * 80);
        let mut done = 0;
        for slot in &self.slots {
            html.push_str(&self.html[done..slot.offset]);
            done = slot.offset;
            let Some(resolved) = resolved.get(slot.reference) else { continue };
            if resolved.href.is_empty() || !is_safe_address(&resolved.href) {
                continue;
            }
            html.push_str(if slot.kind == SlotKind::Link { " href=\"" } else { " src=\"" });
            push_address(&mut html, &resolved.href);
            html.push('"');
            if let (SlotKind::Image, Some((width, height))) = (slot.kind, resolved.size) {
                html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
            }
        }
        html.push_str(&self.html[done..]);
        html
    }
}

/// Whether a browser that follows `address` runs no script: it is relative, or of one of the
/// schemes that only fetch, write or call. Judged as browsers do (WHATWG URL Standard, §4.4):
/// blanks and control characters in front and tabs and line ends anywhere do not count.
pub fn is_safe_address(address: &str) -> bool {
    match scheme(address) {
        None => true,
        Some(scheme) => {
            ["https", "http", "mailto", "tel"].iter().any(|safe| scheme.eq_ignore_ascii_case(safe))
        }
    }
}

/// The scheme of an absolute address as a browser reads it.
pub fn scheme(address: &str) -> Option<String> {
    let address = address.trim_start_matches(|first: char| first <= ' ');
    let mut scheme = String::new();
    for character in address.chars() {
        match character {
            ':' => return (!scheme.is_empty()).then_some(scheme),
            '\t' | '\n' | '\r' => {}
            'a'..='z' | 'A'..='Z' => scheme.push(character),
            '0'..='9' | '+' | '-' | '.' if !scheme.is_empty() => scheme.push(character),
            // Not how a scheme is written, but what a lenient reader might skip.
            character if character.is_control() => {}
            _ => return None,
        }
    }
    None
}

fn push_address(html: &mut String, address: &str) {
    for character in address.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '"' => html.push_str("%22"),
            '<' => html.push_str("%3C"),
            '>' => html.push_str("%3E"),
            ' ' => html.push_str("%20"),
            // Neither has a place in HTML.
            character if character.is_control() || character == '\u{fffd}' => {}
            character => html.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_read_as_browsers_do() {
        for safe in [
            "",
            "a.md",
            "../急救/a.md#b",
            "#甲",
            "?a:b",
            "/a:b",
            "https://a",
            "HTTP://a",
            "mailto:a@b",
            "tel:120",
            "急救:甲",
            "//a",
        ] {
            assert!(is_safe_address(safe), "{safe}");
        }
        for unsafe_one in [
            "javascript:1",
            " JaVaScRiPt:1",
            "java\tscript:1",
            "\u{1}javascript:1",
            "java\u{1}script:1",
            "data:text/html,1",
            "vbscript:1",
            "file:///etc",
            "blob:x",
        ] {
            assert!(!is_safe_address(unsafe_one), "{unsafe_one}");
        }
    }
}
