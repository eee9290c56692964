//! From file events to hints of what may have changed.
//!
//! Editors save in many ways: writing over the file, writing another and renaming it, emptying it
//! first. Events are gathered until they pause. Nothing is believed on the word of events: they
//! make the server quick, and what they do not tell (links that lead elsewhere, folders on another
//! machine) is found by a walk that is repeated.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use anyhow::Result;
use notify::event::{EventKind, ModifyKind};
use notify::{RecursiveMode, Watcher as _};

use crate::fs;
use crate::source::Kind;

/// A pause this long ends a group of events.
const PAUSE: Duration = Duration::from_millis(3);
/// A group of events is taken after this long even if they go on.
const LONGEST: Duration = Duration::from_millis(150);
/// More files than this at once are found by walking.
pub const BURST: usize = 48;

/// The folders of a site whose files matter; `site.yaml` stands beside them.
const FOLDERS: [&str; 2] = ["content", "themes"];

/// What may have changed.
#[derive(Debug, PartialEq, Eq)]
pub enum Hint {
    /// These files, relative to the site.
    Files(BTreeSet<String>),
    /// Only a walk can tell.
    Anything,
}

/// Watches the files of a site.
pub struct Watch {
    root: PathBuf,
    events: Receiver<notify::Result<notify::Event>>,
    /// Dropping it ends the watch.
    watcher: notify::RecommendedWatcher,
}

impl Watch {
    /// Begins to watch the site in `root`.
    pub fn new(root: &Path) -> Result<Watch> {
        let (sender, events) = std::sync::mpsc::channel();
        let mut watcher = notify::recommended_watcher(sender)?;
        watcher.watch(root, RecursiveMode::NonRecursive)?;
        for folder in FOLDERS {
            let folder = root.join(folder);
            if fs::is_dir(&folder) {
                watcher.watch(&folder, RecursiveMode::Recursive)?;
            }
        }
        Ok(Watch { root: root.to_path_buf(), events, watcher })
    }

    /// Waits for changes, but not longer than until `next_walk`. `None` when the watch has ended.
    pub fn next(&mut self, next_walk: Instant) -> Option<Hint> {
        let mut paths = BTreeSet::new();
        while paths.is_empty() {
            let wait = next_walk.saturating_duration_since(Instant::now());
            let mut walk = match self.events.recv_timeout(wait) {
                Ok(event) => self.note(event, &mut paths),
                Err(RecvTimeoutError::Timeout) => true,
                Err(RecvTimeoutError::Disconnected) => return None,
            };
            let began = Instant::now();
            while began.elapsed() < LONGEST {
                match self.events.recv_timeout(PAUSE) {
                    Ok(event) => walk |= self.note(event, &mut paths),
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return None,
                }
            }
            if walk || paths.len() > BURST {
                return Some(Hint::Anything);
            }
        }
        Some(Hint::Files(paths))
    }

    /// Adds the files of an event; says whether only a walk can tell what happened.
    fn note(&mut self, event: notify::Result<notify::Event>, paths: &mut BTreeSet<String>) -> bool {
        let Ok(event) = event else { return true };
        if event.need_rescan() {
            return true;
        }
        if matches!(event.kind, EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_))) {
            return false;
        }
        let mut walk = false;
        for path in &event.paths {
            let Ok(inside) = path.strip_prefix(&self.root) else {
                // Behind a link; the root itself tells nothing that its entries do not.
                walk |= path != &self.root;
                continue;
            };
            let Some(inside) = inside.to_str() else {
                walk = true;
                continue;
            };
            let relative = inside.replace(std::path::MAIN_SEPARATOR, "/");
            if FOLDERS.contains(&relative.as_str()) {
                // It was not there when the watch began, or was replaced. A folder that cannot be
                // watched is at least read.
                if fs::is_dir(path) {
                    drop(self.watcher.watch(path, RecursiveMode::Recursive));
                }
                walk = true;
            } else if Kind::of(&relative).is_some() {
                paths.insert(relative);
            } else if FOLDERS.iter().any(|folder| relative.starts_with(&format!("{folder}/"))) {
                // A folder under data, or a file of no concern; hidden ones never concern.
                walk |= !relative.split('/').any(|part| part.starts_with('.'));
            }
        }
        walk
    }
}
