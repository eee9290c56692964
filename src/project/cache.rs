//! What one run leaves for the next, in `.kepu/` beside `site.yaml`.
//!
//! Everything here can be lost or thrown away: the next build is slower and otherwise the same. A
//! cache written by another program, or by another build of this one, is not read.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::assets::AssetRecord;
use crate::diagnostic::{Diagnostic, Text, words};
use crate::fs::{self, Trace};
use crate::model::{FrontMatter, Outline, Parsed, ParsedText, SourcePath};
use crate::parse::known_text;

/// The folder of caches.
#[derive(Debug, Clone)]
pub struct CacheFolder {
    folder: PathBuf,
    /// Identifies the program that writes and may read.
    program: [u8; 32],
}

impl CacheFolder {
    /// The cache of the site in `root`.
    pub fn of(root: &Path) -> CacheFolder {
        let mut hasher = blake3::Hasher::new();
        hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
        // Two builds of one version differ in length or time.
        if let Some(stamp) = fs::program_stamp() {
            hasher.update(&stamp.len.to_le_bytes()).update(&stamp.modified.to_le_bytes());
        }
        CacheFolder { folder: root.join(".kepu"), program: *hasher.finalize().as_bytes() }
    }

    /// Takes the lock of the cache until the returned value is dropped; `None` if another run holds it.
    ///
    /// # Errors
    ///
    /// The cache cannot be written.
    pub fn lock(&self) -> Result<Option<fs::Lock>> {
        let path = self.folder.join("lock");
        self.make_way(&path)?;
        fs::lock(&path)
    }

    /// Removes what lies where a file of the cache has to be and is none: a folder, or a link, which
    /// would let us write elsewhere.
    ///
    /// # Errors
    ///
    /// The cache itself lies behind a link.
    fn make_way(&self, path: &Path) -> Result<()> {
        self.refuse_link()?;
        match fs::standing(path) {
            fs::Standing::Link | fs::Standing::Folder => fs::remove(path),
            fs::Standing::File | fs::Standing::Nothing => Ok(()),
        }
    }

    /// # Errors
    ///
    /// The cache lies behind a link: whatever is there, it may be somebody else's.
    pub fn refuse_link(&self) -> Result<()> {
        fs::refuse_link(&self.folder)
    }

    /// A folder inside the cache that belongs to one room.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// What was written under `name`, unless it is missing, damaged or another program's.
    pub fn read<T: for<'de> Deserialize<'de>>(&self, name: &str) -> Option<T> {
        let bytes = self.read_bytes(name)?;
        postcard::from_bytes(&bytes).ok()
    }

    /// The bytes written under `name`, by the same rule.
    pub fn read_bytes(&self, name: &str) -> Option<Vec<u8>> {
        self.refuse_link().ok()?;
        let mut bytes = fs::read(&self.folder.join(name)).ok()?;
        let body = bytes.len().checked_sub(64)?;
        let (program, sum) = (&bytes[body..body + 32], &bytes[body + 32..]);
        if program != self.program || sum != blake3::hash(&bytes[..body]).as_bytes() {
            return None;
        }
        bytes.truncate(body);
        Some(bytes)
    }

    /// Writes `value` under `name`.
    pub fn write<T: Serialize>(&self, name: &str, value: &T) -> Result<()> {
        self.write_bytes(name, postcard::to_stdvec(value)?)
    }

    /// Writes bytes under `name`.
    pub fn write_bytes(&self, name: &str, mut bytes: Vec<u8>) -> Result<()> {
        let sum = blake3::hash(&bytes);
        bytes.extend_from_slice(&self.program);
        bytes.extend_from_slice(sum.as_bytes());
        let path = self.folder.join(name);
        self.make_way(&path)?;
        fs::write_atomically(&path, &bytes)
    }
}

/// What is said of a cache that cannot be written.
pub fn no_cache_note(error: &anyhow::Error) -> Text {
    let error = words(error);
    Text::new(
        format!("缓存没有写成，下次构建会慢一些：{}", error.zh),
        format!("the cache was not written, the next build will be slower: {}", error.en),
    )
}

/// Parsed texts and examined pictures of a former run.
#[derive(Debug, Default)]
pub struct Texts {
    texts: HashMap<SourcePath, OwnedTextRecord>,
    assets: HashMap<SourcePath, AssetRecord>,
}

#[derive(Debug, Deserialize)]
struct OwnedTextRecord {
    file: SourcePath,
    hash: [u8; 32],
    front: FrontMatter,
    outline: Outline,
    diagnostics: Vec<Diagnostic>,
}

/// One parsed text as it is written.
#[derive(Debug, Serialize)]
pub struct TextRecord<'a> {
    file: &'a SourcePath,
    hash: &'a [u8; 32],
    front: &'a FrontMatter,
    outline: &'a Outline,
    diagnostics: &'a [Diagnostic],
}

impl<'a> TextRecord<'a> {
    /// What is kept of a text: all but its HTML, which is made again when a page needs it.
    pub fn of(text: &'a ParsedText) -> TextRecord<'a> {
        TextRecord {
            file: &text.file,
            hash: &text.hash,
            front: &text.front,
            outline: &text.outline,
            diagnostics: &text.diagnostics,
        }
    }
}

/// How many parts the file of texts has, so that two cores read it.
const PARTS: usize = 8;

impl Texts {
    /// What the last run left.
    pub fn read(folder: &CacheFolder) -> Texts {
        use rayon::prelude::*;
        let parts: Vec<Vec<OwnedTextRecord>> = (0..PARTS)
            .into_par_iter()
            .map(|part| folder.read(&format!("texts-{part}.bin")).unwrap_or_default())
            .collect();
        let texts = parts.into_iter().flatten().map(|record| (record.file.clone(), record));
        let assets: Vec<(SourcePath, AssetRecord)> = folder.read("assets.bin").unwrap_or_default();
        Texts { texts: texts.collect(), assets: assets.into_iter().collect() }
    }

    /// Leaves the texts for the next run.
    pub fn write<'a>(
        folder: &CacheFolder,
        records: impl Iterator<Item = TextRecord<'a>>,
        assets: Vec<(SourcePath, AssetRecord)>,
    ) -> Result<()> {
        use rayon::prelude::*;
        let records: Vec<TextRecord<'_>> = records.collect();
        let size = records.len().div_ceil(PARTS).max(1);
        (0..PARTS).into_par_iter().try_for_each(|part| {
            let start = (part * size).min(records.len());
            let end = (start + size).min(records.len());
            folder.write(&format!("texts-{part}.bin"), &records[start..end].iter().collect::<Vec<_>>())
        })?;
        folder.write("assets.bin", &assets)
    }

    /// The parsed form of a file whose bytes have this hash.
    pub fn text(&self, file: &SourcePath, hash: &[u8; 32], bytes: &[u8]) -> Option<ParsedText> {
        let record = self.texts.get(file).filter(|record| record.hash == *hash)?;
        let parsed = Parsed {
            front: record.front.clone(),
            outline: record.outline.clone(),
            diagnostics: record.diagnostics.clone(),
        };
        Some(known_text(file, bytes.to_vec(), *hash, parsed))
    }

    /// What is known of a picture that did not change since it was examined.
    pub fn asset(&self, file: &SourcePath, trace: &Trace) -> Option<&AssetRecord> {
        self.assets.get(file).filter(|record| trace.proves_unchanged_since(&record.trace))
    }

    /// Whether exactly these texts and pictures were left by the last run.
    pub fn same_as(&self, texts: &[&ParsedText], assets: &[(SourcePath, AssetRecord)]) -> bool {
        self.texts.len() == texts.len()
            && texts
                .iter()
                .all(|text| self.texts.get(&text.file).is_some_and(|record| record.hash == text.hash))
            && self.assets.len() == assets.len()
            && assets
                .iter()
                .all(|(path, asset)| self.assets.get(path).is_some_and(|known| known.trace == asset.trace))
    }
}
