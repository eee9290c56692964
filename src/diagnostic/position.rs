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

/// Bytes from one entry of [`Lines::characters`] to the next.
const STRIDE: usize = 1024;

/// The starts of a text's lines, to look up many offsets, all as fast in one long line as in many.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// How many characters begin in front of every [`STRIDE`]th byte.
    characters: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Finds the lines of `text`.
    pub fn new(text: &'a str) -> Self {
        let feeds = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(feeds.map(|(offset, _)| offset + 1)).collect();
        let mut sum = 0;
        let characters = text.as_bytes().chunks(STRIDE).map(|chunk| {
            let before = sum;
            sum += begun(chunk);
            before
        });
        let characters = characters.collect();
        Lines { text, starts, characters }
    }

    /// How many characters begin in front of byte `offset`.
    fn characters_before(&self, offset: usize) -> usize {
        let stride = (offset / STRIDE).min(self.characters.len().saturating_sub(1));
        let before = self.characters.get(stride).copied().unwrap_or(0);
        before + begun(&self.text.as_bytes()[stride * STRIDE..offset])
    }

    /// Where byte `offset` is; an offset behind the text is taken for its end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = floor(self.text, offset);
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        Position { line, column: self.characters_before(offset) - self.characters_before(start) + 1 }
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

/// How many characters begin in these bytes of a text.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
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

    #[test]
    fn columns_in_a_long_line() {
        let text = format!("题\n{}\n末", "甲a𠮷".repeat(1000));
        let lines = Lines::new(&text);
        for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let before = &text[..offset];
            let start = before.rfind('\n').map_or(0, |feed| feed + 1);
            assert_eq!(lines.position(offset).column, text[start..offset].chars().count() + 1);
        }
    }
}
