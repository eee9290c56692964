//! From rendered units to the output folder, whole or not at all.
//!
//! New and changed files are first written into a staging folder inside the output folder. Only
//! when every one of them is there are they moved into place and stale files pruned, so a full disk
//! or a broken template leaves the old site as it was, and a reader never sees half a file. Equal
//! files are not touched.
//!
//! The output folder carries a list of the files that are ours (`.kepu-files`): pruning never
//! removes anything else, and a folder of someone else's files is refused.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use rayon::prelude::*;

use crate::fs::{self, Stamp};

const STAGING: &str = ".kepu-staging";
const LIST: &str = ".kepu-files";

/// An output folder being brought up to date.
pub struct Publisher {
    output: PathBuf,
    staging: PathBuf,
    /// Files of the former site, as its list says.
    former: HashSet<String>,
}

/// A file that is ready to be moved into place.
#[derive(Debug)]
pub struct Staged {
    path: String,
    stamp: Stamp,
}

impl Publisher {
    /// Prepares `output`, which is made if it is missing.
    ///
    /// # Errors
    ///
    /// The folder holds files and no list of ours, or cannot be written to.
    ///
    /// `paths` are those of the units to come.
    pub fn open<'p>(output: &Path, paths: impl Iterator<Item = &'p str>) -> Result<Publisher> {
        fs::create_dir(output)?;
        let former = match fs::read(&output.join(LIST)) {
            // A line that leads elsewhere is not ours, whoever wrote it.
            Ok(list) => String::from_utf8_lossy(&list)
                .lines()
                .filter(|path| fs::join_inside(output, path).is_ok())
                .map(str::to_owned)
                .collect(),
            Err(_) => {
                if fs::has_entries(output, &[STAGING]) {
                    bail!(
                        "folder `{}` holds files that kepu did not write; empty it or choose another with --output",
                        output.display()
                    );
                }
                HashSet::new()
            }
        };
        let staging = output.join(STAGING);
        fs::remove_dir(&staging)?;
        fs::create_dir(&staging)?;
        // The staging folder has the folders of the site: thousands of new files in one folder are
        // slow to make, and two threads wait for each other there.
        for folder in folders(paths) {
            fs::create_dir(&fs::join_inside(&staging, folder)?)?;
        }
        Ok(Publisher { output: output.to_path_buf(), staging, former })
    }

    /// The stamp of a published file.
    pub fn stamp(&self, path: &str) -> Option<Stamp> {
        fs::stamp(&self.output.join(path))
    }

    /// Whether the published file at `path` has just these bytes.
    pub fn holds(&self, path: &str, bytes: &[u8]) -> bool {
        let file = self.output.join(path);
        fs::stamp(&file).is_some_and(|stamp| stamp.len == bytes.len() as u64)
            && fs::read(&file).is_ok_and(|published| published == bytes)
    }

    /// Puts the bytes of one unit aside.
    pub fn stage(&self, path: &str, bytes: &[u8]) -> Result<Staged> {
        let temporary = fs::join_inside(&self.staging, path)?;
        fs::write(&temporary, bytes)?;
        let stamp = fs::stamp(&temporary).with_context(|| format!("`{}` vanished", temporary.display()))?;
        Ok(Staged { path: path.to_owned(), stamp })
    }

    /// Moves what was staged into place and prunes what is not in `paths`; gives the stamps of the
    /// moved files and the number of the pruned.
    pub fn commit(self, staged: Vec<Staged>, paths: &[&str]) -> Result<(HashMap<String, Stamp>, usize)> {
        let current: HashSet<&str> = paths.iter().copied().collect();
        let stale: Vec<&String> =
            self.former.iter().filter(|path| !current.contains(path.as_str())).collect();
        // Before anything moves, the list names both the old files and the new ones: a run that is
        // killed from here on leaves nothing that the next could not prune.
        let grown = current.iter().any(|path| !self.former.contains(*path));
        if grown || !stale.is_empty() {
            self.write_list(current.iter().copied().chain(stale.iter().map(|path| path.as_str())))?;
        }
        self.move_into_place(&staged)?;
        let stamps = staged.into_iter().map(|staged| (staged.path, staged.stamp)).collect();
        for path in &stale {
            let file = fs::join_inside(&self.output, path)?;
            fs::remove_file(&file)?;
            let mut folder = file.parent();
            while let Some(inner) = folder.filter(|inner| *inner != self.output) {
                fs::remove_empty_dir(inner);
                folder = inner.parent();
            }
        }
        if !stale.is_empty() {
            self.write_list(current.iter().copied())?;
        }
        fs::remove_dir(&self.staging)?;
        Ok((stamps, stale.len()))
    }

    fn move_into_place(&self, staged: &[Staged]) -> Result<()> {
        if self.former.is_empty() {
            // Nothing is there yet, so whole folders can be moved.
            let tops: HashSet<&str> =
                staged.iter().map(|it| it.path.split('/').next().unwrap_or(&it.path)).collect();
            return tops
                .into_iter()
                .try_for_each(|top| fs::rename(&self.staging.join(top), &self.output.join(top)));
        }
        for folder in folders(staged.iter().map(|staged| staged.path.as_str())) {
            fs::create_dir(&self.output.join(folder))?;
        }
        staged.par_iter().try_for_each(|staged| {
            let target = self.output.join(&staged.path);
            if fs::is_dir(&target) {
                fs::remove_dir(&target)?;
            }
            fs::rename(&self.staging.join(&staged.path), &target)
        })
    }

    fn write_list<'a>(&self, paths: impl Iterator<Item = &'a str>) -> Result<()> {
        let mut paths: Vec<&str> = paths.collect();
        paths.sort_unstable();
        paths.dedup();
        let mut list = paths.join("\n");
        list.push('\n');
        fs::write_atomically(&self.output.join(LIST), list.as_bytes())
    }
}

/// The folders that these paths lie in, each once.
fn folders<'p>(paths: impl Iterator<Item = &'p str>) -> BTreeSet<&'p str> {
    paths.filter_map(|path| Some(path.rsplit_once('/')?.0)).collect()
}

impl Drop for Publisher {
    fn drop(&mut self) {
        // After a failure the staged files are of no use; what cannot be removed now is removed by
        // the next run.
        drop(fs::remove_dir(&self.staging));
    }
}
