//! From any text to one that the fonts can draw, and classes of characters.
//!
//! Classes follow the Requirements for Chinese Text Layout (clreq), GB/T 15834-2011 and UAX 14.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

use super::font::Fonts;
use crate::channel::pictograph::{is_invisible, is_picture};

/// What stands for a character that the fonts do not have.
const UNKNOWN: char = '□';

/// A text on one line, of characters that `fonts` has. Those it does not have go to `missing`: a picture is
/// left out, anything else becomes □.
pub fn drawable(text: &str, fonts: &Fonts, missing: &mut BTreeSet<char>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = None;
    for character in text.nfc() {
        if character.is_whitespace() {
            let lines = matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}');
            space = Some(lines || space == Some(true));
            continue;
        }
        if is_invisible(character) {
            continue;
        }
        let drawn = match look_alike(character) {
            drawn if fonts.has(drawn) => drawn,
            drawn => {
                missing.insert(drawn);
                if is_picture(drawn) {
                    continue;
                }
                UNKNOWN
            }
        };
        if let (Some(of_line), Some(before)) = (space.take(), out.chars().next_back()) {
            // There is none inside of marks, nor where a text was broken between two ideographs.
            let inside = blank_before(before) || blank_behind(drawn) || ends_sentence(drawn);
            let broken = of_line && is_wide(before) && is_wide(drawn);
            if !inside && !broken {
                out.push(' ');
            }
        }
        out.push(drawn);
    }
    out
}

/// The character of the fonts that says the same.
fn look_alike(character: char) -> char {
    match character {
        '✔' => '✓',
        '✗' | '✘' | '✕' | '✖' => '×',
        '⇒' | '➡' | '➔' => '→',
        '•' | '・' => '·',
        '\u{2010}' | '\u{2011}' => '-',
        '〜' => '～',
        other => other,
    }
}

/// Takes a whole square: ideographs, full-width forms, and the marks of Chinese.
pub fn is_wide(character: char) -> bool {
    matches!(character,
        '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff01}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3ffff}' | '“' | '”' | '‘' | '’' | '—' | '…' | '·' | '□')
}

/// Never ends a line.
pub fn opens(character: char) -> bool {
    matches!(
        character,
        '（' | '《'
            | '〈'
            | '“'
            | '‘'
            | '「'
            | '『'
            | '【'
            | '〔'
            | '〖'
            | '［'
            | '｛'
            | '('
            | '['
            | '{'
            | '￥'
            | '¥'
            | '＄'
            | '$'
            | '№'
            | '＃'
            | '±'
            | '≥'
            | '≤'
            | '＞'
            | '＜'
            | '≈'
    )
}

/// Never starts a line.
pub fn closes(character: char) -> bool {
    is_stop(character)
        || matches!(
            character,
            '）' | '》'
                | '〉'
                | '”'
                | '’'
                | '」'
                | '』'
                | '】'
                | '〕'
                | '〗'
                | '］'
                | '｝'
                | ')'
                | ']'
                | '}'
                | '…'
                | '·'
                | '～'
                | '－'
                | '％'
                | '‰'
                | '%'
                | '℃'
                | '°'
                | '／'
                | '/'
                | '々'
                | 'ー'
        )
}

/// A mark behind which a reader takes breath.
pub fn is_stop(character: char) -> bool {
    ends_sentence(character) || matches!(character, '，' | '、' | '：' | ',' | ':' | '.')
}

/// A mark that ends a sentence or an independent part of one.
pub fn ends_sentence(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '；' | '!' | '?' | ';')
}

/// A full-width mark whose right half is empty.
pub fn blank_behind(character: char) -> bool {
    matches!(
        character,
        '，' | '。'
            | '、'
            | '：'
            | '；'
            | '）'
            | '》'
            | '〉'
            | '”'
            | '’'
            | '」'
            | '』'
            | '】'
            | '〕'
            | '〗'
            | '］'
            | '｝'
    )
}

/// A full-width mark whose left half is empty.
pub fn blank_before(character: char) -> bool {
    matches!(character, '（' | '《' | '〈' | '“' | '‘' | '「' | '『' | '【' | '〔' | '〖' | '［' | '｛')
}

/// Part of a word or number that is not Chinese.
pub fn is_latin(character: char) -> bool {
    !is_wide(character) && character.is_alphanumeric()
}
