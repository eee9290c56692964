//! Text as XML takes it.

/// Writes text, or the value of an attribute, without the characters that XML 1.0 (§2.2) does not allow.
pub fn push(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..=' ' if character != ' ' => {}
            '\u{fffe}' | '\u{ffff}' => {}
            character => out.push(character),
        }
    }
}

/// Whether a character is Chinese: a line end between two of them is no blank.
pub fn is_wide(character: char) -> bool {
    matches!(character,
        '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}'
        | '\u{20000}'..='\u{3ffff}' | '“' | '”' | '‘' | '’' | '…' | '—')
}
