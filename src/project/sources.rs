//! The text of a site's files as it stands: what an editor has not saved yet, else what is on the disk.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;

use super::{links_of, read_config};
use crate::diagnostic::{Explain as _, Text, refuse};
use crate::media;
use crate::model::SourcePath;
use crate::source::{Borders, Links};
use crate::text::{Doubt, decode};

/// Where what stands in the files of a site is read. A clone keeps the unsaved texts of its moment.
#[derive(Debug, Clone)]
pub struct Sources {
    borders: Borders,
    unsaved: Arc<BTreeMap<SourcePath, Arc<str>>>,
}

impl Sources {
    /// The files of the site in `root` on the disk.
    pub fn of(root: &Path) -> Sources {
        Sources::within(root, links_of(&read_config(root)))
    }

    pub(super) fn within(root: &Path, links: Links) -> Sources {
        Sources { borders: Borders::of(root, links), unsaved: Arc::default() }
    }

    /// The decoded text of the file at `path`; `None` if there is none that may be read.
    pub fn text(&self, path: &str) -> Option<Arc<str>> {
        if let Some(text) = self.unsaved(path) {
            return Some(Arc::clone(text));
        }
        let bytes = self.borders.read(path).ok()?;
        decode(&bytes, Doubt::Accepted).ok().map(|text| text.into_owned().into())
    }

    /// The bytes of an asset as they are published; `hash` is what they were when it was examined.
    ///
    /// # Errors
    ///
    /// It is not the file any more that was examined, or it leads out of the site.
    pub fn asset(&self, source: &SourcePath, hash: &[u8; 32]) -> Result<Vec<u8>> {
        let bytes = self
            .borders
            .read(source)
            .explain(|| Text::new(format!("读不了 `{source}`"), format!("cannot read `{source}`")))?;
        // What was judged and what is copied must be the same, whatever happens to the file in between.
        match media::prepare(source, bytes) {
            Ok(bytes) if blake3::hash(&bytes).as_bytes() == hash => Ok(bytes),
            _ => Err(refuse(
                format!("读的时候 `{source}` 又变了，请再运行一次"),
                format!("`{source}` changed after it was examined; run this again"),
            )),
        }
    }

    /// The unsaved text of a file.
    pub(super) fn unsaved(&self, path: &str) -> Option<&Arc<str>> {
        self.unsaved.get(path)
    }

    pub(super) fn set_borders(&mut self, borders: Borders) {
        self.borders = borders;
    }

    pub(super) fn set_unsaved(&mut self, path: SourcePath, text: Arc<str>) {
        Arc::make_mut(&mut self.unsaved).insert(path, text);
    }

    /// Forgets an unsaved text; says whether there was one.
    pub(super) fn clear_unsaved(&mut self, path: &str) -> bool {
        self.unsaved.contains_key(path) && Arc::make_mut(&mut self.unsaved).remove(path).is_some()
    }
}
