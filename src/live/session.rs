//! Events become worlds.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::Result;

use super::watch::{BURST, Watch};
use super::{Event, World};
use crate::fs;
use crate::project::{CacheFolder, Project, Selection, Texts, former_search};
use crate::search::StaticIndex;

/// How long a vanished or emptied file may take to come back.
const GRACE: Duration = Duration::from_millis(60);
/// The site is walked this often though no event came, or more seldom if that takes long.
const REPEAT: Duration = Duration::from_millis(250);
/// A walk takes at most one part of so many of the time.
const SHARE: u32 = 20;

/// A project that follows what happens to it, and the world that it makes now.
pub struct Session {
    project: Project,
    /// Shared by all worlds.
    search: Arc<Mutex<StaticIndex>>,
    world: Arc<World>,
    next_walk: Instant,
}

impl Session {
    /// Loads the site in `root`.
    ///
    /// # Errors
    ///
    /// There is nothing to show: the theme of the program itself cannot be read.
    pub fn open(root: &Path, selection: Selection) -> Result<Session> {
        let root = fs::canonical(root);
        let cache = CacheFolder::of(&root);
        let project = Project::load(&root, selection, &Texts::read(&cache))?;
        let search = Arc::new(Mutex::new(former_search(&cache)));
        let world = Arc::new(World::new(&project, &search, None));
        Ok(Session { project, search, world, next_walk: Instant::now() })
    }

    /// The site as it is now.
    pub fn world(&self) -> &Arc<World> {
        &self.world
    }

    /// When it is time to [walk](Event::Walk), though nothing happened: events make a session quick, not
    /// right.
    pub fn next_walk(&self) -> Instant {
        self.next_walk
    }

    /// Takes what happened. If the world is another for it, gives the files that are different.
    pub fn take(&mut self, events: Vec<Event>) -> Option<Vec<String>> {
        let mut files = BTreeSet::new();
        let mut other_day = false;
        for event in events {
            match event {
                Event::Files(paths) if paths.iter().all(|path| self.project.tells(path)) => {
                    files.extend(self.settle(&paths));
                }
                Event::Files(_) | Event::Walk => files.extend(self.walk()),
                Event::Text { path, text } => files.extend(self.project.set_text(&path, &text)),
                Event::Clear(path) => files.extend(self.project.clear_text(&path)),
                Event::Day(day) => other_day |= self.project.set_day(day),
            }
        }
        if files.is_empty() && !other_day {
            return None;
        }
        self.world = Arc::new(World::new(&self.project, &self.search, Some(&self.world)));
        Some(files.into_iter().collect())
    }

    /// Takes these files as they are, once those that vanished or were emptied had time to return.
    fn settle(&mut self, paths: &BTreeSet<String>) -> Vec<String> {
        self.wait_for(paths.iter().map(String::as_str));
        self.project.refresh(paths)
    }

    fn walk(&mut self) -> Vec<String> {
        let began = Instant::now();
        let mut found = self.project.look();
        let lost = self.project.lost(&found);
        if !lost.is_empty() && lost.len() <= BURST {
            self.wait_for(lost.iter().map(|path| &**path));
            found = self.project.look();
        }
        let files = self.project.adopt(found);
        self.next_walk = Instant::now() + REPEAT.max(began.elapsed() * SHARE);
        files
    }

    fn wait_for<'p>(&self, paths: impl Iterator<Item = &'p str> + Clone) {
        let began = Instant::now();
        while began.elapsed() < GRACE && paths.clone().any(|path| self.project.is_lost(path)) {
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

/// Lets a session take what a watch sees and is told, until that ends. Each new world is shown, with the
/// files that made it another.
pub fn follow(mut session: Session, mut watch: Watch, mut show: impl FnMut(&[String], &Arc<World>)) {
    while let Some(events) = watch.next(session.next_walk()) {
        if let Some(files) = session.take(events) {
            show(&files, session.world());
        }
    }
}
