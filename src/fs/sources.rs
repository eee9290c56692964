//! Files that somebody else wrote: found, told apart from their former state, read where they are.
//!
//! A symbolic link is followed only if the caller admits where it leads, and what is read is what
//! was judged: a file that was exchanged for a link meanwhile is judged again.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::{Stamp, Standing, standing};
use crate::text::gb18030;

/// What `stat` says of a file, down to what no program can set back: the time of change of its
/// inode. Length and time alone are kept by `cp -p` and `rsync -t`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// Length and time of the last change of the content.
    pub stamp: Stamp,
    /// Device and number of the file; zeros where the system does not tell.
    identity: (u64, u64),
    /// When the inode changed, in nanoseconds since 1970; 0 where the system does not tell.
    changed: i64,
    /// Whether it was changed so short a time before that the clock of the file system may stand
    /// at the same moment when it is changed again.
    fresh: bool,
}

impl Trace {
    fn of(metadata: &Metadata) -> Trace {
        let stamp = Stamp::of(metadata);
        let (identity, changed) = inode(metadata);
        let last = if changed == 0 { i64::try_from(stamp.modified).unwrap_or(0) } else { changed };
        // Clocks of file systems go by ticks of up to 10 ms; some count whole seconds, FAT two.
        let tick = if last % 1_000_000_000 == 0 { Duration::from_secs(3) } else { Duration::from_millis(60) };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let apart = i128::from(last).abs_diff(i128::try_from(now.as_nanos()).unwrap_or(0));
        Trace { stamp, identity, changed, fresh: apart < tick.as_nanos() }
    }

    /// Whether a file with this trace is as it was when it was read after `former` was taken.
    pub fn proves_unchanged_since(&self, former: &Trace) -> bool {
        let same = self.stamp == former.stamp && self.identity == former.identity;
        same && self.changed == former.changed && !former.fresh
    }
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> ((u64, u64), i64) {
    use std::os::unix::fs::MetadataExt as _;
    let changed = metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec());
    ((metadata.dev(), metadata.ino()), changed)
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> ((u64, u64), i64) {
    ((0, 0), 0)
}

/// A regular file found by [`walk`].
#[derive(Debug, Clone)]
pub struct Entry {
    /// Path relative to the walked folder, `/` between its parts.
    pub path: String,
    /// Where it is.
    pub absolute: PathBuf,
    /// Its state.
    pub trace: Trace,
}

/// Something that was not walked or read.
#[derive(Debug)]
pub struct Fault {
    /// Path relative to the walked folder; bytes that are no UTF-8 as `\xD1`.
    pub path: String,
    /// Why.
    pub reason: FaultReason,
}

/// Why something was not walked or read.
#[derive(Debug, PartialEq, Eq)]
pub enum FaultReason {
    /// The system's words.
    System(String),
    /// A link leads to a folder that it lies in: its path.
    Loop(String),
    /// A link leads where the caller does not want to go.
    Refused(PathBuf),
    /// A name is no UTF-8. What its bytes mean in GB 18030, if they mean anything.
    Name(Option<String>),
    /// Too many entries lie behind links.
    TooMany,
}

/// Entries behind links to folders. Folders that link to each other can be walked in very many
/// ways, none of which is a loop.
const MOST_LINKED: usize = 20_000;
/// Entries behind a link that itself lies behind a link.
const MOST_NESTED: usize = 1_000;

/// All regular files under `root` in the order of their paths; hidden ones left out.
///
/// `admits` is asked about `root` and every symbolic link: its path, and where it leads in the end. A
/// missing `root` is an empty folder.
pub fn walk(root: &Path, admits: &dyn Fn(&str, &Path) -> bool) -> (Vec<Entry>, Vec<Fault>) {
    let (mut entries, mut faults) = (Vec::new(), Vec::new());
    if !root.is_dir() && standing(root) != Standing::Link {
        return (entries, faults);
    }
    let mut linked = Linked::default();
    let mut steps = walkdir::WalkDir::new(root).follow_links(true).into_iter();
    while let Some(step) = steps.next() {
        let entry = match step {
            Ok(entry) => entry,
            Err(error) => {
                faults.extend(fault(root, &error));
                continue;
            }
        };
        let verdict = judge(root, &entry, admits).and_then(|()| linked.count(root, &entry));
        if verdict.is_err() && entry.file_type().is_dir() {
            steps.skip_current_dir();
        }
        match verdict {
            Ok(()) if entry.depth() > 0 && entry.file_type().is_file() => match entry.metadata() {
                Ok(metadata) => entries.push(Entry {
                    path: relative(root, entry.path()),
                    trace: Trace::of(&metadata),
                    absolute: entry.into_path(),
                }),
                Err(error) => faults.extend(fault(root, &error)),
            },
            Ok(()) | Err(None) => {}
            Err(Some(reason)) => faults.push(Fault { path: relative(root, entry.path()), reason }),
        }
    }
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    faults.sort_by(|a, b| a.path.cmp(&b.path));
    (entries, faults)
}

/// Whether an entry is walked; without a reason where it is merely hidden.
fn judge(
    root: &Path,
    entry: &walkdir::DirEntry,
    admits: &dyn Fn(&str, &Path) -> bool,
) -> Result<(), Option<FaultReason>> {
    if entry.depth() > 0 && is_hidden(entry.file_name()) {
        return Err(None);
    }
    if entry.depth() > 0 && entry.file_name().to_str().is_none() {
        return Err(Some(FaultReason::Name(gb18030(entry.file_name().as_encoded_bytes()).map(String::from))));
    }
    // On the way to the walked folder there may be links too.
    if entry.path_is_symlink() || entry.depth() == 0 {
        let real = fs::canonicalize(entry.path()).map_err(|it| Some(FaultReason::System(it.to_string())))?;
        if !admits(&relative(root, entry.path()), &real) {
            return Err(Some(FaultReason::Refused(real)));
        }
    }
    Ok(())
}

/// Counts what lies behind links to folders.
#[derive(Default)]
struct Linked {
    /// How many links lead to each folder.
    folders: HashMap<PathBuf, usize>,
    entries: usize,
    /// Those behind more than one link.
    nested: usize,
    told: bool,
}

impl Linked {
    fn count(&mut self, root: &Path, entry: &walkdir::DirEntry) -> Result<(), Option<FaultReason>> {
        let above = entry.path().parent().and_then(|parent| self.folders.get(parent)).copied().unwrap_or(0);
        self.entries += usize::from(above > 0);
        self.nested += usize::from(above > 1);
        let links = above + usize::from(entry.path_is_symlink() && entry.path() != root);
        if links > 0 && entry.file_type().is_dir() {
            self.folders.insert(entry.path().to_path_buf(), links);
        }
        if above == 0 || (self.entries <= MOST_LINKED && self.nested <= MOST_NESTED) {
            return Ok(());
        }
        // Said once, at the place where it became too much.
        let reason = (!self.told).then_some(FaultReason::TooMany);
        self.told = true;
        Err(reason)
    }
}

fn fault(root: &Path, error: &walkdir::Error) -> Option<Fault> {
    let path = error.path().unwrap_or(root);
    // Emacs locks a file by a hidden link that leads nowhere.
    if path != root && path.file_name().is_some_and(is_hidden) {
        return None;
    }
    let io = error.io_error();
    let reason = match error.loop_ancestor() {
        Some(ancestor) => FaultReason::Loop(relative(root, ancestor)),
        None => FaultReason::System(io.map_or_else(|| error.to_string(), ToString::to_string)),
    };
    Some(Fault { path: relative(root, path), reason })
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// `path` relative to `root`, with `/` between its parts on every system.
pub(super) fn relative(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = inside.components().map(|part| readable(part.as_os_str())).collect();
    parts.join("/")
}

/// A name with the bytes that are no UTF-8 spelled out, so that two names stay two.
fn readable(name: &OsStr) -> String {
    let mut text = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02X}"));
        }
    }
    text
}

/// The trace of a regular file that is reached without a link; `base` is not looked at.
pub fn trace_without_links(base: &Path, path: &str) -> Option<Trace> {
    let mut reached = base.to_path_buf();
    let mut metadata = None;
    for part in path.split('/') {
        reached.push(part);
        let found = fs::symlink_metadata(&reached).ok().filter(|it| !it.file_type().is_symlink())?;
        metadata = Some(found);
    }
    metadata.filter(Metadata::is_file).map(|metadata| Trace::of(&metadata))
}

/// The bytes of the file at `path`, which was found with `trace`, or of another that took its place
/// since and that `admits` lets pass by its real place.
pub fn read_found(path: &Path, trace: &Trace, admits: &dyn Fn(&Path) -> bool) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let opened = Trace::of(&file.metadata()?);
    if opened.identity == trace.identity && opened.identity != (0, 0) {
        return read(file);
    }
    read_opened(file, path, admits)
}

/// The bytes of the regular file at `path`, if `admits` lets its real place pass.
pub fn read_admitted(path: &Path, admits: &dyn Fn(&Path) -> bool) -> io::Result<Vec<u8>> {
    // A pipe would be waited for.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    read_opened(File::open(path)?, path, admits)
}

/// The file is opened first and its place is judged then: what is read is what was judged.
fn read_opened(file: File, path: &Path, admits: &dyn Fn(&Path) -> bool) -> io::Result<Vec<u8>> {
    let real = fs::canonicalize(path)?;
    let handle = same_file::Handle::from_file(file)?;
    if !admits(&real) || handle != same_file::Handle::from_path(&real)? {
        return Err(io::Error::other("the file was exchanged for a link"));
    }
    read(handle.as_file().try_clone()?)
}

fn read(mut file: File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The regular files in a folder, by name; `None` if something else lies in it, or it is none.
pub fn plain_files(folder: &Path) -> Option<Vec<(String, PathBuf)>> {
    if standing(folder) == Standing::Link {
        return None;
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).ok()? {
        let entry = entry.ok()?;
        if !entry.file_type().ok()?.is_file() {
            return None;
        }
        files.push((entry.file_name().into_string().ok()?, entry.path()));
    }
    files.sort();
    Some(files)
}
