//! Bytes to text: UTF-8, UTF-16 with a byte order mark, and the GBK of older Chinese Windows.
//!
//! Knows no files and no formats. Guessing stops where a wrong guess would put rubbish on a page:
//! whether bytes that might be anything are text, the caller says.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use super::is_han;

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

/// What becomes of bytes that may be text and may be anything: with NUL in them, or of GBK in which
/// nothing reads like Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// They are no text: a wrong guess would put rubbish on a page.
    Refused,
    /// They are text: who reads them finds out, as a table does that looks for its header. Names and
    /// numbers alone are too few to read like anything.
    Accepted,
}

/// The text that `bytes` hold, without a byte order mark. Borrows where they are UTF-8, which is tried
/// first: GBK of any length is almost never valid UTF-8, whereas nearly all UTF-8 would pass as GBK.
pub fn decode(bytes: &[u8], doubt: Doubt) -> Result<Cow<'_, str>, NotText> {
    let marked = bytes.strip_prefix(b"\xEF\xBB\xBF");
    let unmarked = marked.unwrap_or(bytes);
    let text = match std::str::from_utf8(unmarked) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) => {
            // Beside a mark that says UTF-8, only what surely reads like Chinese is another encoding.
            let doubt = if marked.is_some() { Doubt::Refused } else { doubt };
            decode_other(unmarked, doubt)?.ok_or_else(|| broken(unmarked, error.valid_up_to()))?
        }
    };
    if doubt == Doubt::Refused && text.contains('\0') { Err(NotText::Binary) } else { Ok(text) }
}

/// Bytes that are not UTF-8 in another encoding, if they are in one.
fn decode_other(bytes: &[u8], doubt: Doubt) -> Result<Option<Cow<'_, str>>, NotText> {
    for (mark, encoding) in [(b"\xFF\xFE", UTF_16LE), (b"\xFE\xFF", UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return strictly(encoding, rest).map(Some).ok_or(NotText::UnknownEncoding);
        }
    }
    if doubt == Doubt::Refused && bytes.contains(&0) {
        return Err(NotText::Binary);
    }
    Ok(gb18030(bytes).filter(|text| doubt == Doubt::Accepted || looks_chinese(bytes, text)))
}

/// Why bytes are no text that are UTF-8 up to an offset and in no other encoding.
fn broken(bytes: &[u8], valid_up_to: usize) -> NotText {
    if bytes.contains(&0) {
        NotText::Binary
    } else if mostly_utf8(bytes) {
        NotText::BrokenUtf8(valid_up_to)
    } else {
        NotText::UnknownEncoding
    }
}

/// What `bytes` are in GB18030, which contains GBK; `None` if they cannot be.
pub fn gb18030(bytes: &[u8]) -> Option<Cow<'_, str>> {
    strictly(GB18030, bytes)
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

    fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, NotText> {
        super::decode(bytes, Doubt::Refused)
    }

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

    #[test]
    fn doubt_is_refused_or_accepted() {
        let accepted = |bytes: &[u8]| super::decode(bytes, Doubt::Accepted).map(Cow::into_owned);
        // Rare characters, as in names, and none that is common.
        let (rare, _, _) = GB18030.encode("镕,淼,垚,喆");
        for (bytes, text) in [(&rare[..], "镕,淼,垚,喆"), (b"a\0b", "a\0b"), (b"\xFF\xFEa\0\0\0", "a\0")]
        {
            assert!(decode(bytes).is_err(), "{text}");
            assert_eq!(accepted(bytes).as_deref(), Ok(text));
        }
        // A mark says what it is; beside one that is wrong, nothing is doubtful.
        let marked = |bytes: &[u8]| [b"\xEF\xBB\xBF", bytes].concat();
        assert!(accepted(&marked(&rare)).is_err());
        let (sure, _, _) = GB18030.encode(SAMPLE);
        assert_eq!(accepted(&marked(&sure)).as_deref(), Ok(SAMPLE));
        assert_eq!(decode(&marked(&sure)).as_deref(), Ok(SAMPLE));
        assert_eq!(accepted(b"\xFF\xFEa"), Err(NotText::UnknownEncoding));
        assert_eq!(accepted(b"a\xFF"), Err(NotText::UnknownEncoding));
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
