//! What was published, and from what: the memory by which a unit is known to be up to date.

use std::collections::HashMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::fs::{self, Stamp};
use crate::outputs::UnitKey;
use crate::theme::Renderer;

/// The published files of one output folder.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// What every page depended on.
    pub shared: Shared,
    /// By output path.
    pub records: HashMap<String, Record>,
}

/// One published file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Record {
    /// The inputs it was made from.
    pub key: UnitKey,
    /// The file as it was left.
    pub stamp: Stamp,
}

/// What every page depends on beside its own view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shared {
    /// Templates and assets.
    pub theme: [u8; 32],
    /// Title, navigation, footer and the like.
    pub site: [u8; 32],
}

impl Shared {
    /// What the pages of this renderer share.
    pub fn of(renderer: &Renderer<'_>) -> Shared {
        Shared { theme: *renderer.theme_hash().as_bytes(), site: *renderer.site_hash().as_bytes() }
    }
}

/// The name of the manifest of an output folder: a site may be built into several.
pub fn name(output: &Path) -> String {
    let path = fs::canonical(output);
    format!("published-{}.bin", &blake3::hash(path.as_os_str().as_encoded_bytes()).to_hex()[..16])
}
