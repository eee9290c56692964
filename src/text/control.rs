//! Characters that no text may hold, wherever it comes from.

use std::borrow::Cow;

/// The length of the character that `bytes` begin with if it is one to be left out, else 0:
/// control characters but tab and line feed, the replacement character and the two
/// non-characters that XML forbids.
pub fn forbidden(bytes: &[u8]) -> usize {
    match bytes {
        [b'\t' | b'\n', ..] => 0,
        [0x00..=0x1F | 0x7F, ..] => 1,
        [0xC2, 0x80..=0x9F, ..] => 2,
        [0xEF, 0xBF, 0xBD..=0xBF, ..] => 3,
        _ => 0,
    }
}

/// Takes the control characters out of a value that YAML escapes or a workbook may hold, besides
/// line ends and tabs. Tells the first, if there was one.
pub fn drop_controls(text: &mut Cow<'_, str>) -> Option<char> {
    let bytes = text.as_bytes();
    let forbidden = |at: usize| !bytes[at..].starts_with(b"\r\n") && forbidden(&bytes[at..]) > 0;
    let (_, first) = text.char_indices().find(|(at, _)| forbidden(*at))?;
    let kept = text.char_indices().filter(|(at, _)| !forbidden(*at));
    *text = Cow::Owned(kept.map(|(_, character)| character).collect());
    Some(first)
}
