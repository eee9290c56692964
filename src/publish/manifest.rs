//! What was published, and from what: the memory by which a unit is known to be up to date.

use std::collections::HashMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::fs::{self, Stamp};
use crate::outputs::{Remark, UnitKey};

/// The published files of one output folder.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// By output path.
    pub records: HashMap<String, Record>,
}

/// One published file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Record {
    /// The inputs it was made from.
    pub key: UnitKey,
    /// BLAKE3 of its bytes.
    pub hash: [u8; 32],
    /// The file as it was left.
    pub stamp: Stamp,
    /// What the bytes lack, told again by each build that leaves them as they are.
    pub remarks: Vec<Remark>,
}

/// The name of the manifest of an output folder: a site may be built into several.
pub fn name(output: &Path) -> String {
    let path = fs::canonical(output);
    format!("published-{}.bin", &blake3::hash(path.as_os_str().as_encoded_bytes()).to_hex()[..16])
}
