//! One line of a source as a terminal shows it, with the cells that a span covers.
//!
//! A Han character takes two cells, a combining mark none, a tab as many as are left to the next
//! stop. What could command the terminal is replaced by a picture of itself.

use unicode_width::UnicodeWidthChar;

use super::position::floor;

/// Cells of a line that are shown; longer ones are cut to a window around the span.
const WINDOW: usize = 100;
/// Cells shown before the span in such a window.
const BEFORE: usize = 30;
const TAB: usize = 4;

/// A line ready to print.
#[derive(Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// What to print.
    pub text: String,
    /// Cells before the first marked one.
    pub indent: usize,
    /// Marked cells, at least one.
    pub marks: usize,
}

/// Bytes of a line that are looked at on each side of the span's start; a window of any characters
/// that take up room lies within. Thousands of problems may be in one line.
const REACH: usize = 512;

/// Lays out `line` with the bytes from `start` to `end` of it marked.
pub fn lay_out(line: &str, start: usize, end: usize) -> Excerpt {
    let from = floor(line, start.saturating_sub(REACH));
    let to = floor(line, start.saturating_add(REACH));
    let mut excerpt = lay_out_part(&line[from..to], start - from, end.clamp(start, to) - from);
    if from > 0 && !excerpt.text.starts_with('…') {
        excerpt.text.insert(0, '…');
        excerpt.indent += 1;
    }
    if to < line.len() && !excerpt.text.ends_with('…') {
        excerpt.text.push('…');
    }
    excerpt
}

fn lay_out_part(line: &str, start: usize, end: usize) -> Excerpt {
    let (first, last) = (cells(line, start), cells(line, end));
    let left = if cells(line, line.len()) > WINDOW { first.saturating_sub(BEFORE) } else { 0 };
    let mut text = String::new();
    let mut column = 0;
    let mut shown_from = None;
    for character in line.chars() {
        let width = width(character, column);
        if column < left {
            column += width;
            continue;
        }
        let from = *shown_from.get_or_insert(column);
        if column + width > from + WINDOW {
            text.push('…');
            break;
        }
        push(&mut text, character, width);
        column += width;
    }
    let from = shown_from.unwrap_or(0);
    let cut = usize::from(from > 0);
    if cut > 0 {
        text.insert(0, '…');
    }
    let indent = first.saturating_sub(from);
    let marks = last.min(from + WINDOW).saturating_sub(first).max(1);
    Excerpt { text, indent: indent + cut, marks }
}

/// A text for one line of a terminal, with nothing in it that could command it.
pub fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        push(&mut out, character, if character == '\t' { 1 } else { 0 });
    }
    out
}

/// Cells that the first `offset` bytes take.
fn cells(line: &str, offset: usize) -> usize {
    let before = line.char_indices().take_while(|(start, _)| *start < offset);
    before.fold(0, |column, (_, character)| column + width(character, column))
}

fn width(character: char, column: usize) -> usize {
    match character {
        '\t' => TAB - column % TAB,
        _ if commands(character) => 1,
        _ => character.width().unwrap_or(1),
    }
}

fn push(out: &mut String, character: char, width: usize) {
    match character {
        '\t' => out.extend(std::iter::repeat_n(' ', width)),
        // Unicode's Control Pictures stand in the order of the characters they picture.
        '\0'..='\x1f' => out.extend(char::from_u32(0x2400 + character as u32)),
        '\x7f' => out.push('␡'),
        _ if commands(character) => out.push('\u{fffd}'),
        _ => out.push(character),
    }
}

/// Control characters, the ones that turn the direction of the text around them, and the ends of
/// lines and paragraphs that are no control characters.
pub fn commands(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}'
        )
}
