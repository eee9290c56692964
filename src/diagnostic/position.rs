//! From byte offsets to lines and columns.
//!
//! Knows text only; columns count characters, as editors do, not the cells of a terminal.

/// A place in a text as people count: both from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

/// The starts of a text's lines, to look up many offsets.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Finds the lines of `text`.
    pub fn new(text: &'a str) -> Self {
        let feeds = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(feeds.map(|(offset, _)| offset + 1)).collect();
        Lines { text, starts }
    }

    /// Where byte `offset` is; an offset behind the text is taken for its end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = floor(self.text, offset);
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        Position { line, column: self.text[start..offset].chars().count() + 1 }
    }

    /// Whether an offset is in the front matter, between the first line and the next of three hyphens.
    pub fn in_front_matter(&self, offset: usize) -> bool {
        let text = self.text.trim_start_matches('\u{feff}');
        text.starts_with("---") && text.find("\n---").is_none_or(|end| offset < end + 1)
    }

    /// The offset at which `line`, counted from 1, begins, and its content without the line end.
    pub fn line(&self, line: usize) -> (usize, &'a str) {
        let start = self.starts.get(line.wrapping_sub(1)).copied().unwrap_or(self.text.len());
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        (start, self.text[start..end].trim_end_matches(['\n', '\r']))
    }
}

/// The nearest offset at or before `offset` that is inside `text` and between two characters.
pub fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let lines = Lines::new("标题: 甲\r\n主题: 乙\n");
        let at = |offset| {
            let Position { line, column } = lines.position(offset);
            (line, column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(8), (1, 5));
        assert_eq!(at(9), (1, 5), "inside a character");
        assert_eq!(at("标题: 甲\r\n".len()), (2, 1));
        assert_eq!(at(usize::MAX), (3, 1));
        assert_eq!(lines.line(1).1, "标题: 甲");
        assert_eq!(lines.line(3).1, "");
        assert_eq!(lines.line(9).1, "");
    }
}
