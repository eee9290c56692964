//! From file events to a refreshed project.
//!
//! Editors save in many ways: writing over the file, writing another and renaming it, emptying it
//! first. Events are gathered until they pause, a file that is gone or empty is given a moment to
//! come back, and a burst (a git checkout) becomes one rescan.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use anyhow::Result;
use notify::event::{EventKind, ModifyKind};
use notify::{RecursiveMode, Watcher as _};

use crate::fs::{self, Stamp};
use crate::source::{self, Kind};

/// A pause this long ends a group of events.
const PAUSE: Duration = Duration::from_millis(3);
/// A group of events is taken after this long even if they go on.
const LONGEST: Duration = Duration::from_millis(150);
/// How long a vanished or emptied file may take to come back.
const GRACE: Duration = Duration::from_millis(60);
/// More files than this at once are found by walking.
const BURST: usize = 48;

/// The folders of a site whose files matter; `site.yaml` stands beside them.
const FOLDERS: [&str; 2] = ["content", "themes"];

/// Watches the files of a site.
pub struct Watch {
    root: PathBuf,
    events: Receiver<notify::Result<notify::Event>>,
    /// Dropping it ends the watch.
    watcher: notify::RecommendedWatcher,
    known: BTreeMap<String, Stamp>,
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
        let known = stamps(root);
        Ok(Watch { root: root.to_path_buf(), events, watcher, known })
    }

    /// Waits for changes; gives the paths of changed files, relative to the site. `None` when the
    /// watch has ended.
    pub fn next(&mut self) -> Option<Vec<String>> {
        loop {
            let first = self.events.recv().ok()?;
            let mut paths = BTreeSet::new();
            let mut rescan = self.note(first, &mut paths);
            let began = Instant::now();
            while began.elapsed() < LONGEST {
                match self.events.recv_timeout(PAUSE) {
                    Ok(event) => rescan |= self.note(event, &mut paths),
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return None,
                }
            }
            if paths.is_empty() && !rescan {
                continue;
            }
            let changed = if rescan || paths.len() > BURST { self.rescan() } else { self.settle(paths) };
            if !changed.is_empty() {
                return Some(changed);
            }
        }
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
        let mut rescan = false;
        for path in &event.paths {
            let Ok(inside) = path.strip_prefix(&self.root) else { continue };
            let parts: Vec<_> = inside.components().map(|it| it.as_os_str().to_string_lossy()).collect();
            let relative = parts.join("/");
            if matches!(relative.as_str(), "content" | "themes") && fs::is_dir(path) {
                // It was not there when the watch began, or was replaced.
                rescan |= self.watcher.watch(path, RecursiveMode::Recursive).is_ok();
            }
            if Kind::of(&relative).is_some() && !fs::is_dir(path) {
                paths.insert(relative);
            } else if FOLDERS.contains(&relative.as_str()) {
                // The site's first article, or its first template of its own. A folder that cannot be
                // watched is at least read.
                if fs::is_dir(path) {
                    drop(self.watcher.watch(path, RecursiveMode::Recursive));
                }
                rescan = true;
            } else if relative.starts_with("content/") || relative.starts_with("themes/") {
                // A folder came, went or was renamed, or a file of no concern. Only folders matter.
                rescan |= fs::is_dir(path) || self.known_folder(&relative);
            }
        }
        rescan
    }

    fn known_folder(&self, path: &str) -> bool {
        let prefix = format!("{path}/");
        self.known.range(prefix.clone()..).next().is_some_and(|(known, _)| known.starts_with(&prefix))
    }

    /// The files that are different, once those that vanished or were emptied had time to return.
    fn settle(&mut self, paths: BTreeSet<String>) -> Vec<String> {
        let began = Instant::now();
        let unsettled = |path: &String| {
            let known = self.known.get(path).is_some_and(|stamp| stamp.len > 0);
            known && fs::stamp(&self.root.join(path)).is_none_or(|stamp| stamp.len == 0)
        };
        while began.elapsed() < GRACE && paths.iter().any(unsettled) {
            std::thread::sleep(Duration::from_millis(2));
        }
        let mut changed = Vec::new();
        for path in paths {
            match fs::stamp(&self.root.join(&path)) {
                Some(stamp) if self.known.get(&path) == Some(&stamp) => {}
                Some(stamp) => {
                    self.known.insert(path.clone(), stamp);
                    changed.push(path);
                }
                None if self.known.remove(&path).is_some() => changed.push(path),
                None => {}
            }
        }
        changed
    }

    fn rescan(&mut self) -> Vec<String> {
        let now = stamps(&self.root);
        let mut changed: Vec<String> = now
            .iter()
            .filter(|(path, stamp)| self.known.get(*path) != Some(*stamp))
            .map(|(path, _)| path.clone())
            .collect();
        changed.extend(self.known.keys().filter(|path| !now.contains_key(*path)).cloned());
        self.known = now;
        changed
    }
}

fn stamps(root: &Path) -> BTreeMap<String, Stamp> {
    let (files, _) = source::find(root);
    files.into_values().map(|file| (file.path.to_string(), file.stamp)).collect()
}
