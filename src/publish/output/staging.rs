//! Where files are completed before the first is moved into place.
//!
//! A move is one step only within one file system, and staged files are no part of the site. So they
//! lie beside the cache, or else in a hidden folder beside the output folder, or else, where the
//! output folder is a file system of its own (a mounted volume), in a hidden folder inside it.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::diagnostic::refuse;
use crate::fs::{self, Standing};

/// The staging folder inside an output folder; versions before 0.2 had no other.
pub(super) const IN_OUTPUT: &str = ".kepu-staging";
/// A file on its way into an output folder; versions before 0.2 wrote the list here and could leave it.
pub(super) const UNFINISHED: &str = ".kepu-files.new";
/// A file that is moved to see whether one can be. No product has a path like it.
const PROBE: &str = ".probe";

/// Whether names that differ in case alone are one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// They are two, as on Linux.
    Kept,
    /// They are one, as on Windows, macOS and USB sticks.
    Folded,
}

/// A new folder, removed when dropped.
#[derive(Debug)]
pub(super) struct Staging {
    folder: PathBuf,
    left: bool,
}

impl Staging {
    /// A new folder from which files move into `output` in one step; what a killed run left is
    /// removed. Also says whether case tells files apart there.
    pub(super) fn open(home: Option<PathBuf>, output: &Path) -> Result<(Staging, Case)> {
        let sibling = output.parent().zip(output.file_name()).map(|(parent, name)| {
            let mut hidden = std::ffi::OsString::from(".");
            hidden.push(name);
            hidden.push(IN_OUTPUT);
            parent.join(hidden)
        });
        let places = [home, sibling, Some(output.join(IN_OUTPUT))].into_iter().flatten();
        let places: Vec<PathBuf> = places.collect();
        // What cannot be removed is found when a folder is to be made in its place.
        drop(fs::remove(&output.join(UNFINISHED)));
        for place in &places {
            drop(fs::remove(place));
        }
        let mut refused = refuse("没有地方放还没发布的文件", "there is no place for staging");
        for place in places {
            match try_place(&place, output) {
                Ok(case) => return Ok((Staging { folder: place, left: false }, case)),
                Err(error) => refused = error,
            }
            // A folder that was made and is of no use; what cannot be removed now, the next run removes.
            drop(fs::remove(&place));
        }
        Err(refused)
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A place for a file that is none of the site's.
    pub(super) fn beside(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Leaves the folder as a killed run does.
    pub(super) fn leave(&mut self) {
        self.left = true;
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // After a failure the staged files are of no use; what cannot be removed now is removed by
        // the next run.
        if !self.left {
            drop(fs::remove(&self.folder));
        }
    }
}

/// Moves a file from `place` into `output` and removes it. Only trying tells: devices of equal
/// number may be mounted apart.
fn try_place(place: &Path, output: &Path) -> Result<Case> {
    if let Some(parent) = place.parent() {
        fs::refuse_link(parent)?;
    }
    fs::create_new_dir(place)?;
    let probe = place.join(PROBE);
    fs::write_new(&probe, b"")?;
    let shouted = fs::standing(&place.join(PROBE.to_ascii_uppercase()));
    let moved = output.join(UNFINISHED);
    fs::rename(&probe, &moved)?;
    fs::remove(&moved)?;
    Ok(if shouted == Standing::Nothing { Case::Kept } else { Case::Folded })
}
