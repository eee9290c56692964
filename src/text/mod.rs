//! Bytes to text, and what every text is judged by: control characters and Han characters.
//!
//! Knows no files, no formats and no messages; imports no other room.

mod control;
mod decode;

pub use control::{drop_controls, forbidden};
pub use decode::{Doubt, NotText, decode, gb18030};

/// Whether a character is a Han character (Unicode blocks of CJK ideographs, and 〇).
pub fn is_han(character: char) -> bool {
    matches!(
        character,
        '\u{4E00}'..='\u{9FFF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{20000}'..='\u{323AF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{3007}'
    )
}
