//! Reading and atomic writing: the one place that touches the file system.
//!
//! Nothing here knows what a file means. Paths that come from content are joined with
//! [`join_inside`], which refuses to leave its root. What is written is written into files that are
//! made new: a link that somebody planted at their place is never written through.

#![allow(clippy::disallowed_methods, reason = "this is the one place that touches files")]

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Explain as _, Text, refuse};

mod sources;

use sources::relative;
pub use sources::{
    Entry, Fault, FaultReason, Trace, plain_files, read_admitted, read_found, trace_without_links, walk,
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

/// What stands at a path, links not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing.
    Nothing,
    /// A regular file, or something that is no folder either, such as a pipe.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, wherever it leads.
    Link,
}

/// What stands at `path`.
pub fn standing(path: &Path) -> Standing {
    match fs::symlink_metadata(path).map(|metadata| metadata.file_type()) {
        Err(_) => Standing::Nothing,
        Ok(kind) if kind.is_symlink() => Standing::Link,
        Ok(kind) if kind.is_dir() => Standing::Folder,
        Ok(_) => Standing::File,
    }
}

/// The stamp of a regular file at `path` itself; a link has none.
pub fn stamp_unlinked(path: &Path) -> Option<Stamp> {
    fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file).map(|metadata| Stamp::of(&metadata))
}

/// Everything below `folder`, hidden entries too: paths relative to it and what stands there. Links
/// are not entered.
pub fn contents(folder: &Path) -> Result<Vec<(String, Standing)>> {
    let walk = walkdir::WalkDir::new(folder).min_depth(1).sort_by_file_name();
    walk.into_iter()
        .map(|step| {
            let entry = step.explain(|| at("读不了文件夹", "cannot read folder", folder))?;
            Ok((relative(folder, entry.path()), standing(entry.path())))
        })
        .collect()
}

/// Tells git to keep the lines of both branches where two have added to a file of JSON lines in `folder`.
pub fn keep_lines_of_both_branches(folder: &Path) -> Result<()> {
    let attributes = folder.join(".gitattributes");
    if is_file(&attributes) { Ok(()) } else { write_atomically(&attributes, b"*.jsonl merge=union\n") }
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
    fs::create_dir_all(path).explain(|| at("建不了文件夹", "cannot create folder", path))
}

/// A folder that is not there yet, in one that is.
pub fn create_new_dir(path: &Path) -> Result<()> {
    fs::create_dir(path).explain(|| at("建不了文件夹", "cannot create folder", path))
}

/// Removes whatever stands at `path`: a file, a link (not what it leads to), a folder and all in it.
pub fn remove(path: &Path) -> Result<()> {
    match standing(path) {
        Standing::Folder => remove_dir(path),
        _ => remove_file(path),
    }
}

/// Removes a folder and what is in it; a missing one is fine.
pub fn remove_dir(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).explain(|| at("删不掉文件夹", "cannot remove folder", path))
        }
        _ => Ok(()),
    }
}

/// Removes a file; a missing one is fine.
pub fn remove_file(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).explain(|| at("删不掉", "cannot remove", path))
        }
        _ => Ok(()),
    }
}

/// Removes a folder that holds nothing; any other is left alone.
pub fn remove_empty_dir(path: &Path) {
    // A folder with something in it is the ordinary case, not a failure.
    drop(fs::remove_dir(path));
}

/// Writes a file that is not there yet and whose folder exists. Whatever stands at `path` is an
/// error, and what could not be written whole is not left behind.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    use io::Write as _;
    // `create_new` (O_EXCL) follows no link, not even one that leads nowhere.
    let made = fs::OpenOptions::new().write(true).create_new(true).open(path);
    made.and_then(|mut file| {
        file.write_all(bytes).inspect_err(|_| {
            // The error of the writing is the one to tell.
            drop(fs::remove_file(path));
        })
    })
    .explain(|| at("写不了", "cannot write", path))
}

/// Puts `from` in the place of `to` in one step.
pub fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).explain(|| {
        let (from, to) = (from.display(), to.display());
        Text::new(format!("没能把 `{from}` 移到 `{to}`"), format!("cannot move `{from}` to `{to}`"))
    })
}

/// Writes `bytes` so that a reader sees the old file or the new one, never a part.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(parent) = path.parent() {
        create_dir(parent)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".new");
    let staged = path.with_file_name(name);
    // A run that was killed may have left one, and somebody may have put a link there.
    remove(&staged)?;
    write_new(&staged, bytes)?;
    rename(&staged, path).inspect_err(|_| drop(fs::remove_file(&staged)))
}

/// A file that is only ever added to.
#[derive(Debug)]
pub struct Appender {
    file: fs::File,
    path: PathBuf,
}

impl Appender {
    /// The file at `path`, made new where there is none, with its folder. A link at its place is refused.
    pub fn open(path: &Path) -> Result<Appender> {
        if let Some(parent) = path.parent() {
            create_dir(parent)?;
        }
        refuse_link(path)?;
        let file = fs::OpenOptions::new().append(true).create(true).open(path);
        let file = file.explain(|| at("写不了", "cannot write", path))?;
        Ok(Appender { file, path: path.to_path_buf() })
    }

    /// Adds bytes in one write; they are on the disk when it returns.
    pub fn append(&mut self, bytes: &[u8]) -> Result<()> {
        use io::Write as _;
        let written = self.file.write_all(bytes).and_then(|()| self.file.sync_data());
        written.explain(|| at("写不了", "cannot write", &self.path))
    }
}

/// The names of what is in a folder.
pub fn names(folder: &Path) -> Result<Vec<std::ffi::OsString>> {
    let read = || fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<_>>();
    read().explain(|| at("读不了文件夹", "cannot read folder", folder))
}

/// A lock, held until it is dropped.
#[derive(Debug)]
pub struct Lock(fs::File);

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing is not enough: a process that another thread starts just now holds a copy of the file
        // for a moment. A lock that cannot be given back goes when that closes too.
        drop(self.0.unlock());
    }
}

/// Takes the lock file at `path` until the returned value is dropped; `None` if another process
/// holds it. A link at its place is replaced, and the folder of the lock has to be a folder.
pub fn lock(path: &Path) -> Result<Option<Lock>> {
    if let Some(parent) = path.parent() {
        refuse_link(parent)?;
        create_dir(parent)?;
    }
    if standing(path) == Standing::Link {
        remove_file(path)?;
    }
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true);
    // The file is made new or is there and no link: `create` alone would make what a link leads to.
    let file = match options.clone().create_new(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => options.open(path),
        made => made,
    };
    try_lock(file.explain(|| at("写不了", "cannot write", path))?, path)
}

/// Takes the lock of a folder that is there, whoever else writes into it; `None` if another process
/// holds it.
pub fn lock_folder(folder: &Path) -> Result<Option<Lock>> {
    // Only Windows needs a file for it; elsewhere a folder is locked itself, and nothing is left.
    if cfg!(windows) {
        return lock(&folder.join(FOLDER_LOCK));
    }
    let file = fs::File::open(folder).explain(|| at("读不了", "cannot read", folder))?;
    try_lock(file, folder)
}

/// The file by which [`lock_folder`] locks on Windows.
pub const FOLDER_LOCK: &str = ".kepu-lock";

fn try_lock(file: fs::File, path: &Path) -> Result<Option<Lock>> {
    match file.try_lock() {
        Ok(()) => Ok(Some(Lock(file))),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(error)) => Err(error).explain(|| at("锁不住", "cannot lock", path)),
    }
}

/// An error if `folder` is a link: what we keep in a folder of our own is not put elsewhere by
/// whoever may write beside it.
pub fn refuse_link(folder: &Path) -> Result<()> {
    if standing(folder) == Standing::Link {
        let folder = folder.display();
        return Err(refuse(
            format!("`{folder}` 是链接，不是文件夹，没有往里面写；请删掉它"),
            format!("`{folder}` is a link and no folder, nothing is written through it; remove it"),
        ));
    }
    Ok(())
}

/// `root` joined with a relative path of content, or an error if that would leave `root`.
pub fn join_inside(root: &Path, path: &str) -> Result<PathBuf> {
    let inside = Path::new(path);
    let plain = inside.components().all(|part| matches!(part, Component::Normal(_)));
    if !plain || path.is_empty() {
        return Err(refuse(
            format!("路径 `{path}` 跑到文件夹外面去了"),
            format!("path `{path}` leaves its folder"),
        ));
    }
    Ok(root.join(inside))
}

/// What was not done, and where.
fn at(zh: &str, en: &str, path: &Path) -> Text {
    let path = path.display();
    Text::new(format!("{zh} `{path}`"), format!("{en} `{path}`"))
}
