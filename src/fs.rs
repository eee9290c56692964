//! Reading and atomic writing: the one place that touches the file system.
//!
//! Nothing here knows what a file means. Paths that come from content are joined with
//! [`join_inside`], which refuses to leave its root.

#![allow(clippy::disallowed_methods, reason = "this is the one place that touches files")]

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};

mod sources;

pub use sources::{
    Entry, Fault, FaultReason, Trace, clear, is_link, plain_files, read_admitted, read_found,
    trace_without_links, walk,
};

/// What `stat` says of a file's content without reading it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// Length in bytes.
    pub len: u64,
    /// Time of the last change in nanoseconds since 1970; 0 where the system does not tell.
    pub modified: u64,
}

impl Stamp {
    fn of(metadata: &fs::Metadata) -> Self {
        let modified = metadata
            .modified()
            .ok()
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
            .and_then(|duration| u64::try_from(duration.as_nanos()).ok())
            .unwrap_or(0);
        Stamp { len: metadata.len(), modified }
    }
}

/// The bytes of a file.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

/// The stamp of a regular file, if there is one at `path`.
pub fn stamp(path: &Path) -> Option<Stamp> {
    fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|metadata| Stamp::of(&metadata))
}

/// The stamp of the running program.
pub fn program_stamp() -> Option<Stamp> {
    stamp(&std::env::current_exe().ok()?)
}

/// Whether a file exists at `path`.
pub fn is_file(path: &Path) -> bool {
    path.is_file()
}

/// Whether `path` is a folder.
pub fn is_dir(path: &Path) -> bool {
    path.is_dir()
}

/// The absolute form of `path` with links resolved; `path` itself where that fails.
pub fn canonical(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// The folder and all above it that are missing.
pub fn create_dir(path: &Path) -> Result<()> {
    fs::create_dir_all(path).with_context(|| format!("cannot create folder `{}`", path.display()))
}

/// Removes a folder and what is in it; a missing one is fine.
pub fn remove_dir(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove folder `{}`", path.display()))
        }
        _ => Ok(()),
    }
}

/// Removes a file; a missing one is fine.
pub fn remove_file(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove `{}`", path.display()))
        }
        _ => Ok(()),
    }
}

/// Removes a folder that holds nothing; any other is left alone.
pub fn remove_empty_dir(path: &Path) {
    // A folder with something in it is the ordinary case, not a failure.
    drop(fs::remove_dir(path));
}

/// Writes a new file whose folder exists.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| format!("cannot write `{}`", path.display()))
}

/// Puts `from` in the place of `to` in one step.
pub fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).with_context(|| format!("cannot move `{}` to `{}`", from.display(), to.display()))
}

/// Writes `bytes` so that a reader sees the old file or the new one, never a part.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(parent) = path.parent() {
        create_dir(parent)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".new");
    let staged = path.with_file_name(name);
    write(&staged, bytes)?;
    rename(&staged, path)
}

/// Whether a folder holds anything besides the entries named in `except`.
pub fn has_entries(folder: &Path, except: &[&str]) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| {
        entries.any(|entry| entry.is_ok_and(|entry| !except.iter().any(|name| entry.file_name() == *name)))
    })
}

/// Takes the lock file at `path` until the returned value is dropped; `None` if another process
/// holds it.
pub fn lock(path: &Path) -> Result<Option<fs::File>> {
    if let Some(parent) = path.parent() {
        create_dir(parent)?;
    }
    let file = fs::File::create(path).with_context(|| format!("cannot write `{}`", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("cannot lock `{}`", path.display()))
        }
    }
}

/// `root` joined with a relative path of content, or an error if that would leave `root`.
pub fn join_inside(root: &Path, path: &str) -> Result<PathBuf> {
    let inside = Path::new(path);
    let plain = inside.components().all(|part| matches!(part, Component::Normal(_)));
    if !plain || path.is_empty() {
        bail!("path `{path}` leaves its folder");
    }
    Ok(root.join(inside))
}
