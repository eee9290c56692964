//! How names of tables, sheets and columns are compared and shown.
//!
//! Knows no kinds of tables and no cells.

use unicode_normalization::UnicodeNormalization as _;

/// Words in a heading, or in the name of a sheet, file or folder, that forbid publishing what is
/// under it.
const PRIVATE_MARKS: [&str; 11] = [
    "不公开",
    "不公開",
    "不予公开",
    "非公开",
    "勿公开",
    "内部",
    "內部",
    "保密",
    "机密",
    "private",
    "confidential",
];

/// Whether the heading itself forbids publishing what is under it: `联系人（不公开）`.
///
/// Only letters and digits are compared, so that no blank, mark or invisible character between them
/// can part the word.
pub fn is_marked_private(heading: &str) -> bool {
    let heading: String = plain(heading).chars().filter(|c| c.is_alphanumeric()).collect();
    PRIVATE_MARKS.iter().any(|mark| heading.contains(mark))
}

/// A name as names are compared: of characters that look the same one (NFKC), in lower case, and
/// without those that cannot be seen.
pub fn plain(name: &str) -> String {
    name.nfkc().filter(|character| !is_invisible(*character)).flat_map(char::to_lowercase).collect()
}

/// Characters without a picture of their own: zero-width ones, marks of direction, soft hyphens,
/// variation selectors, tags, fillers (`Default_Ignorable_Code_Point` of Unicode) and controls. Line
/// breaks and tabs are blanks.
pub fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    ) || (character.is_control() && !character.is_whitespace())
}

/// A heading as a message names it: short, in one line, without what stands behind a colon or looks
/// like a number of somebody, since whoever forgot a colon or a header has a value there.
pub fn named(heading: &str) -> String {
    const LENGTH: usize = 20;
    const DIGITS: usize = 5;
    let end = heading.find(['：', ':', '=', '\n']).filter(|at| *at > 0).unwrap_or(heading.len());
    let words: String = heading[..end].trim().chars().take(LENGTH + 1).collect();
    let mut name = String::new();
    for part in words.split_inclusive(|character: char| !character.is_numeric()) {
        let digits = part.chars().filter(|character| character.is_numeric()).count();
        name.push_str(if digits >= DIGITS { "…" } else { part });
    }
    match name.char_indices().nth(LENGTH) {
        Some((at, _)) => format!("{}…", &name[..at]),
        None => name,
    }
}

/// A heading without what offices add to it: the asterisk of a required column, a note in
/// brackets, blanks, line breaks; and in English without case, `-` and `_`.
pub fn bare(heading: &str) -> String {
    let mut depth = 0_usize;
    let mut bare = String::with_capacity(heading.len());
    for character in plain(heading).chars() {
        match character {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '*' | '-' | '_' | ':' => {}
            _ if character.is_whitespace() => {}
            _ => bare.push(character),
        }
    }
    bare
}
