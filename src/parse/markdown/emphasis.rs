//! Emphasis beside Chinese punctuation.
//!
//! CommonMark (§6.2) takes `**` for a closing mark only where what precedes it is no punctuation
//! or what follows is a blank or punctuation. Made for scripts with blanks between words, the
//! rule refuses `**注意：**先拨打120`, which every Chinese editor writes. So before parsing, the
//! punctuation on that side of the asterisks is exchanged for a private character of the same
//! three bytes, which leaves every offset as it is, and changed back in what comes out. Text
//! without such a place is not copied.

use std::borrow::Cow;

use pulldown_cmark::CowStr;

const CLOSING: [char; 18] =
    ['，', '。', '、', '；', '：', '？', '！', '”', '’', '）', '》', '〉', '】', '」', '』', '…', '—', '～'];
const OPENING: [char; 8] = ['“', '‘', '（', '《', '〈', '【', '「', '『'];

/// The private character for the first of [`CLOSING`]; [`OPENING`] follow.
const BASE: u32 = 0xEF00;
const LAST: u32 = BASE + (CLOSING.len() + OPENING.len()) as u32 - 1;

/// A source in which emphasis beside Chinese punctuation will be seen.
pub struct Repaired<'a> {
    pub text: Cow<'a, str>,
}

/// Exchanges the punctuation that hides emphasis in `text` from `start` on.
pub fn repair(text: &str, start: usize) -> Repaired<'_> {
    let mut exchanges: Vec<(usize, char)> = Vec::new();
    let body = text.get(start..).unwrap_or_default();
    let mut behind = 0;
    for (offset, _) in body.match_indices('*') {
        if offset < behind {
            continue;
        }
        let run = body[offset..].bytes().take_while(|byte| *byte == b'*').count();
        behind = offset + run;
        let (Some(previous), Some(next)) =
            (body[..offset].chars().next_back(), body[behind..].chars().next())
        else {
            continue;
        };
        if is_letter(next)
            && let Some(private) = exchange(&CLOSING, 0, previous)
        {
            exchanges.push((start + offset - previous.len_utf8(), private));
        } else if is_letter(previous)
            && let Some(private) = exchange(&OPENING, CLOSING.len(), next)
        {
            exchanges.push((start + behind, private));
        }
    }
    if exchanges.is_empty() || next_private(text, 0).is_some() || refers_to_private(text) {
        return Repaired { text: Cow::Borrowed(text) };
    }
    let mut copy = String::with_capacity(text.len());
    let mut done = 0;
    for (offset, private) in exchanges {
        // The exchanges come in order, except that two runs may share a punctuation mark.
        if offset < done {
            continue;
        }
        copy.push_str(&text[done..offset]);
        copy.push(private);
        done = offset + private.len_utf8();
    }
    copy.push_str(&text[done..]);
    Repaired { text: Cow::Owned(copy) }
}

impl Repaired<'_> {
    /// Changes back what was exchanged, in a part of what was parsed.
    pub fn restored<'e>(&self, text: CowStr<'e>) -> CowStr<'e> {
        if matches!(self.text, Cow::Borrowed(_)) || next_private(&text, 0).is_none() {
            return text;
        }
        text.chars().map(restored).collect::<String>().into()
    }
}

/// The offset of the first private character from `start` on. Searches bytes: they all begin with
/// 0xEE, which no Chinese text has, and decoding characters took longer than the exchange is worth.
fn next_private(text: &str, start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        at += text.as_bytes()[at..].iter().position(|byte| *byte == 0xEE)?;
        if text[at..].starts_with(is_private) {
            return Some(at);
        }
        at += 1;
    }
}

/// Whether a private character is written as a numeric character reference, which comes out as the
/// character itself.
fn refers_to_private(text: &str) -> bool {
    text.match_indices("&#").any(|(at, mark)| {
        let rest = &text[at + mark.len()..];
        let (digits, radix) = match rest.strip_prefix(['x', 'X']) {
            Some(rest) => (rest, 16),
            None => (rest, 10),
        };
        let end = digits.find(|it: char| !it.is_digit(radix)).unwrap_or(digits.len());
        let code = u32::from_str_radix(&digits[..end], radix).ok();
        code.and_then(char::from_u32).is_some_and(is_private)
    })
}

/// Whether a character stands for punctuation.
fn is_private(character: char) -> bool {
    (BASE..=LAST).contains(&(character as u32))
}

fn restored(character: char) -> char {
    let Some(index) = (character as u32).checked_sub(BASE) else { return character };
    CLOSING.iter().chain(&OPENING).nth(index as usize).copied().unwrap_or(character)
}

fn exchange(from: &[char], first: usize, character: char) -> Option<char> {
    let index = from.iter().position(|known| *known == character)?;
    char::from_u32(BASE + (first + index) as u32)
}

fn is_letter(character: char) -> bool {
    character.is_alphanumeric()
}
