//! From what the system says of files to events of a session.
//!
//! Editors save in many ways: writing over the file, writing another and renaming it, emptying it
//! first. Events are gathered until they pause. Nothing is believed on the word of events: they
//! make a session quick, and what they do not tell (links that lead elsewhere, folders on another
//! machine) is found by a walk that is repeated.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::Result;
use notify::event::{EventKind, ModifyKind};
use notify::{RecursiveMode, Watcher as _};

use super::Event;
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

/// What comes to a watch.
enum Signal {
    Seen(notify::Result<notify::Event>),
    Told(Event),
}

/// Tells events to the session that a watch belongs to.
#[derive(Debug, Clone)]
pub struct Teller(Sender<Signal>);

impl Teller {
    /// Passes an event on; says whether anybody still listens.
    pub fn tell(&self, event: Event) -> bool {
        self.0.send(Signal::Told(event)).is_ok()
    }
}

/// Watches the files of a site, and hears what it is told.
pub struct Watch {
    root: PathBuf,
    signals: Receiver<Signal>,
    teller: Teller,
    /// Dropping it ends the watch.
    watcher: notify::RecommendedWatcher,
}

/// Signals that belong together.
#[derive(Default)]
struct Group {
    told: Vec<Event>,
    paths: BTreeSet<String>,
    walk: bool,
}

impl Watch {
    /// Begins to watch the site in `root`.
    ///
    /// # Errors
    ///
    /// The system does not tell what happens to its files.
    pub fn new(root: &Path) -> Result<Watch> {
        let root = fs::canonical(root);
        let (sender, signals) = channel();
        let teller = Teller(sender.clone());
        // Nobody listens any more when the session has ended.
        let mut watcher = notify::recommended_watcher(move |event| drop(sender.send(Signal::Seen(event))))?;
        watcher.watch(&root, RecursiveMode::NonRecursive)?;
        for folder in FOLDERS {
            let folder = root.join(folder);
            if fs::is_dir(&folder) {
                watcher.watch(&folder, RecursiveMode::Recursive)?;
            }
        }
        Ok(Watch { root, signals, teller, watcher })
    }

    /// By which others tell what they hear.
    pub fn teller(&self) -> Teller {
        self.teller.clone()
    }

    /// Waits for something to happen, but not longer than until `next_walk`. `None` when the watch has
    /// ended.
    pub fn next(&mut self, next_walk: Instant) -> Option<Vec<Event>> {
        let mut group = Group::default();
        while group.told.is_empty() && group.paths.is_empty() && !group.walk {
            let wait = next_walk.saturating_duration_since(Instant::now());
            match self.signals.recv_timeout(wait) {
                Ok(signal) => self.note(signal, &mut group),
                Err(RecvTimeoutError::Timeout) => group.walk = true,
                Err(RecvTimeoutError::Disconnected) => return None,
            }
            let began = Instant::now();
            while began.elapsed() < LONGEST {
                match self.signals.recv_timeout(PAUSE) {
                    Ok(signal) => self.note(signal, &mut group),
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return None,
                }
            }
        }
        let Group { told: mut events, paths, walk } = group;
        if walk || paths.len() > BURST {
            events.push(Event::Walk);
        } else if !paths.is_empty() {
            events.push(Event::Files(paths));
        }
        Some(events)
    }

    fn note(&mut self, signal: Signal, group: &mut Group) {
        match signal {
            Signal::Told(event) => group.told.push(event),
            Signal::Seen(event) => group.walk |= self.see(event, &mut group.paths),
        }
    }

    /// Adds the files of an event; says whether only a walk can tell what happened.
    fn see(&mut self, event: notify::Result<notify::Event>, paths: &mut BTreeSet<String>) -> bool {
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
