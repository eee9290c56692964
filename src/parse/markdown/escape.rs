//! Text into HTML: escaped, and free of characters that HTML and XML do not allow.

use crate::text::forbidden;

/// What must not appear in a place of the output, besides control characters.
#[derive(Clone, Copy)]
pub enum Place {
    /// Between tags.
    Text,
    /// In a double-quoted attribute.
    Attribute,
    /// In a text without markup, or in HTML that is passed through.
    Plain,
}

/// Bytes that need a look, by place: bit 0 `<>&`, bit 1 `"`, bit 2 the start of a character that
/// may have to go.
const TABLE: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 0x20 {
        if byte != b'\n' as usize && byte != b'\t' as usize {
            table[byte] = 4;
        }
        byte += 1;
    }
    table[0x7F] = 4;
    table[0xC2] = 4;
    table[0xEF] = 4;
    table[b'<' as usize] = 1;
    table[b'>' as usize] = 1;
    table[b'&' as usize] = 1;
    table[b'"' as usize] = 2;
    table
};

/// Appends `text` to `out`, fit for `place`.
pub fn push(out: &mut String, text: &str, place: Place) {
    let mask = match place {
        Place::Text => 1 | 4,
        Place::Attribute => 1 | 2 | 4,
        Place::Plain => 4,
    };
    let bytes = text.as_bytes();
    let mut done = 0;
    let mut at = 0;
    while at < bytes.len() {
        if TABLE[bytes[at] as usize] & mask == 0 {
            at += 1;
            continue;
        }
        let (length, replacement) = match bytes[at] {
            b'<' => (1, "&lt;"),
            b'>' => (1, "&gt;"),
            b'&' => (1, "&amp;"),
            b'"' => (1, "&quot;"),
            _ => match forbidden(&bytes[at..]) {
                0 => {
                    at += 1;
                    continue;
                }
                length => (length, ""),
            },
        };
        out.push_str(&text[done..at]);
        out.push_str(replacement);
        at += length;
        done = at;
    }
    out.push_str(&text[done..]);
}
