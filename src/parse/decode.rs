//! Bytes to text: UTF-8, UTF-16 with a byte order mark, and the GBK of older Chinese Windows.
//!
//! Knows no files and no formats. Guessing stops where a wrong guess would put rubbish on a page:
//! bytes that might be anything are refused.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use crate::diagnostic::Text;
use crate::parse::markdown::is_han;

/// Why bytes are not taken for text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotText {
    /// There are NUL bytes: a picture, an office document, or UTF-16 without a mark.
    Binary,
    /// UTF-8 but for the byte at this offset.
    BrokenUtf8(usize),
    /// Neither UTF-8 nor Chinese in GBK.
    UnknownEncoding,
}

impl NotText {
    /// What to tell the editor, and what to do about it.
    pub fn message(self) -> (Text, Text) {
        let message = match self {
            NotText::Binary => Text::new("不是文本文件", "not a text file"),
            NotText::BrokenUtf8(offset) => Text::new(
                format!("UTF-8 编码损坏（第 {} 字节）", offset + 1),
                format!("broken UTF-8 at byte {}", offset + 1),
            ),
            NotText::UnknownEncoding => Text::new("无法识别文字编码", "unknown text encoding"),
        };
        (message, Text::new("用编辑器另存为 UTF-8", "save it as UTF-8"))
    }
}

/// The text that `bytes` hold, without a byte order mark. Borrows where they are UTF-8.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, NotText> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains('\0') => Err(NotText::Binary),
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(error) => decode_other(bytes, error.valid_up_to()),
    }
}

fn decode_other(bytes: &[u8], valid_up_to: usize) -> Result<Cow<'_, str>, NotText> {
    for (mark, encoding) in [(b"\xFF\xFE", UTF_16LE), (b"\xFE\xFF", UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            let text = strictly(encoding, rest).ok_or(NotText::UnknownEncoding)?;
            return if text.contains('\0') { Err(NotText::Binary) } else { Ok(text) };
        }
    }
    if bytes.contains(&0) {
        return Err(NotText::Binary);
    }
    if let Some(text) = strictly(GB18030, bytes)
        && looks_chinese(bytes, &text)
    {
        return Ok(text);
    }
    if mostly_utf8(bytes) {
        return Err(NotText::BrokenUtf8(valid_up_to));
    }
    Err(NotText::UnknownEncoding)
}

fn strictly<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes)
}

/// Whether text decoded from GB18030 reads like Chinese: three quarters of what is not ASCII are
/// the 3,755 common characters of GB 2312 (level 1, rows 0xB0 to 0xD7) or Chinese punctuation.
/// UTF-8 taken for GBK turns into rare characters, Latin-1 into pairs of them.
fn looks_chinese(bytes: &[u8], text: &str) -> bool {
    let bad = |character: char| {
        matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{fffd}')
            || (character.is_control() && !matches!(character, '\t' | '\n' | '\r'))
    };
    if text.contains(bad) {
        return false;
    }
    let (mut common, mut other) = (0_usize, 0_usize);
    let mut rest = bytes;
    while let [lead, tail @ ..] = rest {
        if lead.is_ascii() {
            rest = tail;
            continue;
        }
        match tail {
            [trail @ 0xA1..=0xFE, ..] if matches!(lead, 0xB0..=0xD7 | 0xA1 | 0xA3) => {
                // Rows 1 and 3 hold punctuation and full-width Latin; neither alone proves much.
                common += usize::from(*trail != 0xFF);
                rest = &tail[1..];
            }
            [0x30..=0x39, _, _, after @ ..] => {
                other += 1;
                rest = after;
            }
            [_, after @ ..] => {
                other += 1;
                rest = after;
            }
            [] => break,
        }
    }
    text.contains(is_han) && common >= 3 * other
}

/// Whether almost all that is not ASCII is valid UTF-8.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        broken += chunk.invalid().len();
    }
    valid > broken * 4
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SAMPLE: &str = "---\n标题: 心肺复苏怎么做\n---\n\n发现有人倒地，先确认环境安全，再拨打120。\n";

    #[test]
    fn utf8_is_borrowed() {
        assert!(matches!(decode(SAMPLE.as_bytes()), Ok(Cow::Borrowed(SAMPLE))));
        assert_eq!(decode(b"\xEF\xBB\xBFa"), Ok("a".into()));
        assert_eq!(decode(b""), Ok("".into()));
    }

    #[test]
    fn gbk_and_utf16_are_recognised() {
        let (gbk, _, _) = GB18030.encode(SAMPLE);
        assert_eq!(decode(&gbk).as_deref(), Ok(SAMPLE));
        let (short, _, _) = GB18030.encode("盐");
        assert_eq!(decode(&short).as_deref(), Ok("盐"));
        let little: Vec<u8> = SAMPLE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&[b"\xFF\xFE", &little[..]].concat()).as_deref(), Ok(SAMPLE));
        let big: Vec<u8> = SAMPLE.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&[b"\xFE\xFF", &big[..]].concat()).as_deref(), Ok(SAMPLE));
        assert_eq!(decode(&little), Err(NotText::Binary));
    }

    #[test]
    fn what_is_not_text_is_refused() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Err(NotText::Binary));
        assert_eq!(decode(b"a\0b"), Err(NotText::Binary));
        assert_eq!(
            decode("Le café d'été".chars().map(|c| c as u8).collect::<Vec<_>>().as_slice()),
            Err(NotText::UnknownEncoding)
        );
        let mut broken = SAMPLE.as_bytes().to_vec();
        broken.truncate(broken.len() - 2);
        assert!(matches!(decode(&broken), Err(NotText::BrokenUtf8(_))), "cut off in a character");
        let mut broken = SAMPLE.as_bytes().to_vec();
        broken[18] = 0xFF;
        assert_eq!(decode(&broken), Err(NotText::BrokenUtf8(18)));
    }

    proptest! {
        #[test]
        fn never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(text) = decode(&bytes) {
                prop_assert!(!text.contains('\0'));
            }
        }
    }
}
