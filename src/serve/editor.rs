//! Follows the editors' files: hints come in, worlds go out.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch as channel;

use super::watch::{BURST, Hint, Watch};
use super::world::World;
use super::{Listener, Server, Told, overlay};
use crate::diagnostic::Language;
use crate::project::Project;
use crate::search::StaticIndex;

/// How long a vanished or emptied file may take to come back.
const GRACE: Duration = Duration::from_millis(60);
/// The site is walked this often though no event came, or more seldom if that takes long.
const REPEAT: Duration = Duration::from_millis(250);
/// A walk takes at most one part of so many of the time.
const SHARE: u32 = 20;

/// Turns hints into worlds.
pub struct Editor {
    pub server: Arc<Server>,
    pub project: Project,
    pub search: Arc<Mutex<StaticIndex>>,
    pub sender: channel::Sender<Told>,
    pub language: Language,
}

impl Editor {
    /// Goes on until the watch ends.
    pub fn run(mut self, mut watch: Watch, listener: &impl Listener) {
        let mut version = 1;
        let mut next_walk = Instant::now();
        while let Some(hint) = watch.next(next_walk) {
            let began = Instant::now();
            let files = match hint {
                Hint::Files(paths) if paths.iter().all(|path| self.project.tells(path)) => {
                    self.settle(&paths)
                }
                _ => {
                    let files = self.walk();
                    next_walk = Instant::now() + REPEAT.max(began.elapsed() * SHARE);
                    files
                }
            };
            if files.is_empty() {
                continue;
            }
            version += 1;
            self.show(version, &files, listener);
        }
    }

    /// Takes these files as they are, once those that vanished or were emptied had time to return.
    fn settle(&mut self, paths: &BTreeSet<String>) -> Vec<String> {
        let began = Instant::now();
        while began.elapsed() < GRACE && paths.iter().any(|path| self.project.is_lost(path)) {
            std::thread::sleep(Duration::from_millis(2));
        }
        self.project.refresh(paths)
    }

    fn walk(&mut self) -> Vec<String> {
        let mut found = self.project.look();
        let lost = self.project.lost(&found);
        if !lost.is_empty() && lost.len() <= BURST {
            let began = Instant::now();
            while began.elapsed() < GRACE && lost.iter().any(|path| self.project.is_lost(path)) {
                std::thread::sleep(Duration::from_millis(2));
            }
            found = self.project.look();
        }
        self.project.adopt(found)
    }

    fn show(&self, version: u64, files: &[String], listener: &impl Listener) {
        let world = Arc::new(World::new(&self.project, &self.search));
        *self.server.world.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&world);
        // Pages are new from here on; the checks take their time after that.
        self.sender.send_modify(|told| told.version = version);
        let problems = world.problems();
        let mut text = overlay(self.project.root(), &problems, self.language);
        if let Some(failure) = self.project.theme_failure() {
            text = format!("{}\n\n{text}", failure.get(self.language));
        }
        self.sender.send_modify(|told| told.problems = text);
        listener.changed(files, &problems);
    }
}
