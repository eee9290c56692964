//! Numbers as printable ASCII.
//!
//! A shard is a JavaScript string literal, so its numbers are written in the 93 printable
//! characters that need no escape between single quotes. Base64 of binary varints would be a
//! third longer, and would hide the skew of the numbers from gzip behind shifted bits.

/// Digits below this end a number; the other 31 say that more follow.
const FINAL: u64 = 62;
const CONTINUED: u64 = 93 - FINAL;

/// Appends `value`, least significant digit first.
#[inline]
pub fn write(mut value: u64, out: &mut Vec<u8>) {
    if value < FINAL {
        return out.push(CHARACTERS[value as usize]);
    }
    if value < FINAL + CONTINUED * FINAL {
        value -= FINAL;
        let first = CHARACTERS[(FINAL + value % CONTINUED) as usize];
        return out.extend_from_slice(&[first, CHARACTERS[(value / CONTINUED) as usize]]);
    }
    while value >= FINAL {
        value -= FINAL;
        out.push(CHARACTERS[(FINAL + value % CONTINUED) as usize]);
        value /= CONTINUED;
    }
    out.push(CHARACTERS[value as usize]);
}

/// Reads the numbers of a payload one after another.
#[derive(Debug, Clone)]
pub struct Numbers<'a> {
    bytes: &'a [u8],
}

impl<'a> Numbers<'a> {
    /// Reads from the beginning of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Numbers { bytes }
    }

    /// The bytes from here to where `later`, a continuation of this, has come.
    pub fn until(&self, later: &Numbers<'a>) -> &'a [u8] {
        &self.bytes[..self.bytes.len().saturating_sub(later.bytes.len())]
    }

    /// The next eight numbers without passing over them, if all have one digit.
    #[inline]
    pub fn peek_eight(&self) -> Option<[u8; 8]> {
        let eight = self.bytes.first_chunk::<8>()?;
        eight.iter().all(|byte| ends_number(*byte)).then(|| eight.map(|byte| DIGITS[usize::from(byte)]))
    }

    /// Passes over the numbers that [`peek_eight`](Self::peek_eight) gave.
    #[inline]
    pub fn pass_eight(&mut self) {
        self.bytes = self.bytes.get(8..).unwrap_or_default();
    }

    /// Passes over `count` numbers, eight bytes at a time; `None` if there are fewer.
    pub fn skip(&mut self, count: u32) -> Option<()> {
        let mut left = count as usize;
        // Eight bytes end eight numbers at most.
        while left >= 8
            && let Some((eight, rest)) = self.bytes.split_first_chunk::<8>()
        {
            left -= eight.iter().filter(|byte| ends_number(**byte)).count();
            self.bytes = rest;
        }
        // The last of those bytes may lie within a number, which is one of those left.
        for _ in 0..left {
            let end = self.bytes.iter().position(|byte| ends_number(*byte))?;
            self.bytes = &self.bytes[end + 1..];
        }
        Some(())
    }

    /// The next number; `None` at the end and in the middle of damage.
    #[inline]
    pub fn read(&mut self) -> Option<u64> {
        // Nearly all numbers have one or two digits.
        if let [first, second, ..] = *self.bytes {
            let (first, second) = (DIGITS[usize::from(first)], DIGITS[usize::from(second)]);
            if u64::from(first) < FINAL {
                self.bytes = &self.bytes[1..];
                return Some(u64::from(first));
            }
            if first != u8::MAX && u64::from(second) < FINAL {
                self.bytes = &self.bytes[2..];
                return Some(u64::from(first) + CONTINUED * u64::from(second));
            }
        }
        self.read_long()
    }

    fn read_long(&mut self) -> Option<u64> {
        let (mut value, mut scale) = (0u64, 1u64);
        loop {
            let (first, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            let digit = u64::from(DIGITS[usize::from(*first)]);
            if digit == u64::from(u8::MAX) {
                return None;
            }
            value = value.wrapping_add(scale.wrapping_mul(digit));
            if digit < FINAL {
                return Some(value);
            }
            scale = scale.wrapping_mul(CONTINUED);
        }
    }

    /// The next number, if it is one of 32 bits.
    #[inline]
    pub fn read_u32(&mut self) -> Option<u32> {
        u32::try_from(self.read()?).ok()
    }
}

/// Final digits are the lower part of the characters, so this needs no table.
fn ends_number(byte: u8) -> bool {
    byte < CHARACTERS[FINAL as usize]
}

/// Printable ASCII from the space on, without `'` and `\`.
const CHARACTERS: [u8; 93] = {
    let mut characters = [0; 93];
    let (mut digit, mut byte) = (0, b' ');
    while digit < 93 {
        if byte != b'\'' && byte != b'\\' {
            characters[digit] = byte;
            digit += 1;
        }
        byte += 1;
    }
    characters
};

const DIGITS: [u8; 256] = {
    let mut digits = [u8::MAX; 256];
    let mut digit = 0;
    while digit < 93 {
        digits[CHARACTERS[digit] as usize] = digit as u8;
        digit += 1;
    }
    digits
};

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_back(values in prop::collection::vec(0..1u64 << 40, 0..50)) {
            let mut bytes = Vec::new();
            values.iter().for_each(|value| write(*value, &mut bytes));
            prop_assert!(bytes.iter().all(|byte| (b' '..=b'~').contains(byte)));
            prop_assert!(!bytes.contains(&b'\'') && !bytes.contains(&b'\\'));
            let mut numbers = Numbers::new(&bytes);
            for value in values.iter().copied() {
                prop_assert_eq!(numbers.read(), Some(value));
            }
            for count in 0..values.len() {
                let (mut skipped, mut read) = (Numbers::new(&bytes), Numbers::new(&bytes));
                prop_assert_eq!(skipped.skip(count as u32), Some(()));
                (0..count).for_each(|_| { read.read(); });
                prop_assert_eq!(skipped.read(), read.read());
            }
            prop_assert_eq!(Numbers::new(&bytes).skip(values.len() as u32 + 1), None);
            prop_assert_eq!(numbers.read(), None);
        }

        #[test]
        fn damage_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..50)) {
            let mut numbers = Numbers::new(&bytes);
            while numbers.read().is_some() {}
        }
    }
}
