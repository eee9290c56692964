//! Where the front matter ends and the Markdown begins.
//!
//! Looks at lines only; what the lines say is none of its business.

use crate::diagnostic::Span;

/// The YAML between the two `---` lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrontMatterBlock {
    /// The opening `---`.
    pub opening: Span,
    /// The text between the two lines.
    pub yaml: Span,
    /// Whether the closing `---` was found.
    pub closed: bool,
}

/// Splits a decoded file into its front matter and the offset at which its body begins.
///
/// A byte order mark, blank lines before the first `---`, Windows line ends and blanks behind a
/// `---` are tolerated. Where the closing line is missing, the front matter is taken to end at the
/// first blank line, provided that its first line looks like `key: value`: a Markdown file may
/// well begin with a rule.
pub fn split(text: &str) -> (Option<FrontMatterBlock>, usize) {
    let top = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut start = top;
    while start < text.len() && line(text, start).trim_end().is_empty() {
        start = next_line(text, start);
    }
    if !is_fence(line(text, start)) {
        return (None, top);
    }
    let opening = Span::new(start, start + 3);
    let yaml_start = next_line(text, start);
    let mut first_blank = None;
    let mut at = yaml_start;
    while at < text.len() {
        let current = line(text, at);
        if is_fence(current) {
            let block = FrontMatterBlock { opening, yaml: Span::new(yaml_start, at), closed: true };
            return (Some(block), next_line(text, at));
        }
        if first_blank.is_none() && current.trim_end().is_empty() {
            first_blank = Some(at);
        }
        at = next_line(text, at);
    }
    if !line(text, yaml_start).contains([':', '：']) {
        return (None, top);
    }
    let end = first_blank.unwrap_or(text.len());
    (Some(FrontMatterBlock { opening, yaml: Span::new(yaml_start, end), closed: false }), end)
}

/// The line that begins at `start`, without its line feed.
pub(super) fn line(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    &rest[..rest.find('\n').unwrap_or(rest.len())]
}

/// The offset of the line behind the one that `at` is in.
pub(super) fn next_line(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.find('\n').map_or(text.len(), |length| at + length + 1)
}

fn is_fence(line: &str) -> bool {
    line.strip_prefix("---").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_whitespace()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(&str, &str, bool)> {
        let (block, body) = split(text);
        block.map(|block| (&text[block.yaml.start..block.yaml.end], &text[body..], block.closed))
    }

    #[test]
    fn splits_at_the_closing_line() {
        assert_eq!(parts("---\na: 1\n---\n正文"), Some(("a: 1\n", "正文", true)));
        assert_eq!(parts("\u{feff}---\r\na: 1\r\n--- \t\r\n正文"), Some(("a: 1\r\n", "正文", true)));
        assert_eq!(parts("\n\n---\na: 1\n---"), Some(("a: 1\n", "", true)));
        assert_eq!(parts("---\n---\n"), Some(("", "", true)));
    }

    #[test]
    fn a_missing_closing_line_ends_at_a_blank_one() {
        assert_eq!(parts("---\na: 1\nb: 2\n\n正文\n"), Some(("a: 1\nb: 2\n", "\n正文\n", false)));
        assert_eq!(parts("---\na: 1"), Some(("a: 1", "", false)));
    }

    #[test]
    fn a_rule_at_the_top_is_not_front_matter() {
        for text in ["---\n\n正文", "----\na: 1\n---\n", "正文\n---\na: 1\n---", "", "---"] {
            assert_eq!(split(text), (None, 0), "{text:?}");
        }
        assert_eq!(split("\u{feff}正文"), (None, 3));
    }
}
