//! Folding: what makes two ways of writing a character the same to search.
//!
//! Text becomes UTF-16 code units in which width, case, compatibility forms and traditional
//! characters no longer differ, and in which everything that is no part of a word is
//! [`SEPARATOR`]. Code units and not characters, because the browser's half of search
//! (`search.js`) has nothing else; a character outside the basic plane is two units that are
//! treated like two Chinese characters. Nothing here knows of terms or documents.
//!
//! The order is: drop invisible characters, NFKC, lower case, traditional to simplified, then
//! classification. `search.js` does the same with `String.prototype.normalize`; the tests
//! in `twin.rs` hold both to it.

use std::sync::OnceLock;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Stands for anything that ends a word: spaces, punctuation, symbols, emoji.
pub const SEPARATOR: u16 = 0;

/// Table values that are no code units; controls are separators, so the numbers are free.
const INVISIBLE: u16 = 1;
const EXPAND: u16 = 2;
const CONTEXT: u16 = 3;

const FULL_STOP: u16 = b'.' as u16;

/// Traditional characters with their simplified forms, as in the file: pair after pair.
const TRADITIONAL: &str = include_str!("traditional.txt");

/// The pairs of the traditional → simplified table: characters at even places fold to their
/// successors. The browser loads this only when a query finds nothing without it.
pub fn traditional_pairs() -> impl Iterator<Item = char> {
    TRADITIONAL.lines().filter(|line| !line.starts_with('#')).flat_map(str::chars)
}

/// Appends the folded units of `text` to `units`.
pub fn fold(text: &str, units: &mut Vec<u16>) {
    let table = table();
    let start = units.len();
    let mut stops = false;
    for character in text.chars() {
        let code = character as u32;
        let unit = match table.get(code as usize) {
            Some(unit) => *unit,
            None if is_supplementary_han(code) => {
                units.extend_from_slice(character.encode_utf16(&mut [0; 2]));
                continue;
            }
            // Styled letters and digits of the higher planes have compatibility forms.
            None if is_nfkc_quick(std::iter::once(character)) == IsNormalized::Yes => SEPARATOR,
            None => CONTEXT,
        };
        match unit {
            INVISIBLE => {}
            EXPAND => std::iter::once(character).nfkc().for_each(|part| {
                push_normal(part, units);
                stops |= part == '.';
            }),
            CONTEXT => {
                // Neighbouring characters compose: normalise the whole text, which is rare.
                units.truncate(start);
                let visible = text.chars().filter(|character| !is_invisible(*character as u32));
                visible.nfkc().for_each(|part| push_normal(part, units));
                keep_decimal_points(&mut units[start..]);
                return;
            }
            unit => {
                stops |= unit == FULL_STOP;
                units.push(unit);
            }
        }
    }
    if stops {
        keep_decimal_points(&mut units[start..]);
    }
}

/// Whether a folded unit belongs to Chinese writing, where words have no spaces between them.
pub fn is_han(unit: u16) -> bool {
    matches!(unit, 0x3400..=0x9fff | 0x3005 | 0x3007 | 0xd800..=0xdfff)
}

/// A full stop between two digits belongs to the number; any other is a separator.
fn keep_decimal_points(units: &mut [u16]) {
    let digit = |unit: Option<&u16>| unit.is_some_and(|unit| (0x30..=0x39).contains(unit));
    for place in 0..units.len() {
        if units[place] == FULL_STOP {
            let before = place.checked_sub(1).and_then(|before| units.get(before));
            if !digit(before) || !digit(units.get(place + 1)) {
                units[place] = SEPARATOR;
            }
        }
    }
}

/// Pushes what an already NFKC-normal character folds to.
fn push_normal(character: char, units: &mut Vec<u16>) {
    for lower in character.to_lowercase() {
        match u16::try_from(lower as u32) {
            Ok(unit) => units.push(classify(simplify(unit))),
            Err(_) if is_supplementary_han(lower as u32) => {
                units.extend_from_slice(lower.encode_utf16(&mut [0; 2]));
            }
            Err(_) => units.push(SEPARATOR),
        }
    }
}

/// The unit itself if words are made of it. Ranges and not Unicode categories, because the
/// browsers to be served cannot ask for categories.
fn classify(unit: u16) -> u16 {
    let word = match unit {
        0..=0x7f => (unit as u8).is_ascii_alphanumeric() || matches!(unit as u8, b'%' | b'.'),
        0x80..=0xbf => unit == 0xb0,
        0xd7 | 0xf7 | 0x2000..=0x2bff | 0x2e00..=0x3004 | 0x3006 | 0x3008..=0x3040 => false,
        0x30a0 | 0x30fb | 0xd800..=0xf8ff | 0xfe00..=0xfe6f | 0xff00..=0xffff => false,
        _ => true,
    };
    if word { unit } else { SEPARATOR }
}

/// Joiners, variation selectors and the like: writers do not see them, so search must not.
fn is_invisible(code: u32) -> bool {
    matches!(code, 0xad | 0x200b..=0x200d | 0x2060 | 0xfe00..=0xfe0f | 0xfeff)
}

fn is_supplementary_han(code: u32) -> bool {
    (0x2_0000..0x4_0000).contains(&code)
}

fn simplify(unit: u16) -> u16 {
    static SIMPLIFIED: OnceLock<Vec<u16>> = OnceLock::new();
    let simplified = SIMPLIFIED.get_or_init(|| {
        let mut map: Vec<u16> = (0..=u16::MAX).collect();
        // Final sigma is lower-cased by context in JavaScript and not here: make them one.
        map[0x3c2] = 0x3c3;
        let mut pairs = traditional_pairs();
        while let (Some(from), Some(to)) = (pairs.next(), pairs.next()) {
            map[from as usize] = to as u16;
        }
        map
    });
    simplified[unit as usize]
}

/// What each character of the basic plane folds to, or how to find out.
fn table() -> &'static [u16] {
    static TABLE: OnceLock<Vec<u16>> = OnceLock::new();
    TABLE.get_or_init(|| (0..=u16::MAX).map(fold_alone).collect())
}

fn fold_alone(unit: u16) -> u16 {
    // Most of the plane is stable under NFKC and has no case; asking costs milliseconds.
    if matches!(unit, 0x3400..=0x9fff | 0xac00..=0xd7a3 | 0xd800..=0xf8ff) {
        return classify(simplify(unit));
    }
    let Some(character) = char::from_u32(u32::from(unit)) else { return SEPARATOR };
    if is_invisible(u32::from(unit)) {
        return INVISIBLE;
    }
    let quick = |part: char| is_nfkc_quick(std::iter::once(part)) == IsNormalized::Yes;
    let mut folded = Vec::new();
    for part in std::iter::once(character).nfkc() {
        if !quick(part) || canonical_combining_class(part) != 0 {
            return CONTEXT;
        }
        push_normal(part, &mut folded);
    }
    match folded[..] {
        [single] => single,
        // `…` is three full stops, none of them between digits.
        _ if folded.iter().all(|unit| matches!(*unit, SEPARATOR | FULL_STOP)) => SEPARATOR,
        _ => EXPAND,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut units = Vec::new();
        fold(text, &mut units);
        String::from_utf16_lossy(&units).replace('\0', "|")
    }

    #[test]
    fn width_case_and_traditional_characters_do_not_matter() {
        assert_eq!(folded("ＨＰＶ疫苗"), "hpv疫苗");
        assert_eq!(folded("維生素Ｃ"), "维生素c");
        assert_eq!(folded("37.5℃。"), "37.5°c|");
        assert_eq!(folded("等……3.好"), "等||3|好");
        assert_eq!(folded("血\u{200b}压\u{fe0f}"), "血压");
        assert_eq!(folded("㎡ ½ ①"), "m2|1|2|1");
        assert_eq!(folded("é e\u{301} ΣΑΣ"), "é|é|σασ");
        assert_eq!(folded("😀癌🏥"), "|癌|");
        assert_eq!(folded("咬𬌗"), "咬𬌗");
    }

    #[test]
    fn the_table_of_traditional_characters_is_whole() {
        let pairs: Vec<char> = traditional_pairs().collect();
        assert_eq!(pairs.len() % 2, 0);
        assert!(pairs.len() > 5000);
        assert!(pairs.chunks(2).all(|pair| simplify(simplify(pair[0] as u16)) == pair[1] as u16));
    }
}
