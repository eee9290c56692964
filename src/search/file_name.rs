//! The names of index files: hashes of what is in them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// 50 bits of a hash in 10 characters, of one case for file systems that know only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct FileName(pub(super) [u8; 10]);

impl FileName {
    pub(super) fn of(payload: &[u8]) -> Self {
        let hash = blake3::hash(payload);
        let mut name = [0; 10];
        let bits = hash.as_bytes().iter().take(7).fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
        for (place, character) in name.iter_mut().enumerate() {
            *character = b"0123456789abcdefghjkmnpqrstvwxyz"[(bits >> (5 * place)) as usize & 31];
        }
        FileName(name)
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| fmt::Write::write_char(formatter, char::from(*byte)))
    }
}
