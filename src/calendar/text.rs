//! Marks and numbers as people write them, in one form.

/// Full-width letters, digits and marks as their ASCII forms; nothing else changes.
pub fn fold(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
            '\u{3000}' | '\u{a0}' => ' ',
            _ => character,
        })
        .collect()
}

/// A text as dates, times and rules are read from it: ASCII digits and marks, no blanks.
pub fn normal(text: &str) -> String {
    fold(text)
        .chars()
        .filter(|character| !character.is_whitespace() && !is_invisible(*character))
        .map(|character| match character {
            '：' | '∶' => ':',
            '．' => '.',
            '—' | '–' | '―' | '～' | '〜' | '−' => '~',
            _ => character,
        })
        .collect()
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// A number up to 99 in digits or Chinese.
pub fn number(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 12 {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().filter(|number| *number < 100);
    }
    let digit = |character: char| "零一二三四五六七八九".chars().position(|it| it == character);
    let digit = |character| if character == '两' { Some(2) } else { digit(character) };
    let mut value = 0;
    let mut pending = None;
    for character in text.chars() {
        match (character, digit(character)) {
            ('十', _) => value += pending.take().unwrap_or(1) * 10,
            ('〇', _) | (_, Some(0)) => pending = None,
            (_, Some(digit)) if pending.is_none() => pending = Some(digit),
            _ => return None,
        }
    }
    u32::try_from(value + pending.unwrap_or(0)).ok().filter(|number| *number < 100)
}
