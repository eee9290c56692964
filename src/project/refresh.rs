//! A project follows its files: what was found again, what is suspect, what is read anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::load::{Loaded, Loading, load};
use super::{Digest, Project, Texts};
use crate::diagnostic::{Diagnostic, words};
use crate::fs::{self, Trace};
use crate::model::SourcePath;
use crate::source::{self, Kind, SourceFile};
use crate::theme::Theme;

/// A file when it was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    /// `None` for a text that is not saved: whatever the file is, it is not what was read.
    pub trace: Option<Trace>,
    /// The hash of its bytes; `None` if it could not be read.
    pub digest: Option<Digest>,
}

impl Seen {
    fn has_content(&self) -> bool {
        self.trace.is_some_and(|trace| trace.stamp.len > 0)
    }

    fn is_proven(&self, file: &SourceFile) -> bool {
        self.trace.is_some_and(|trace| file.trace.proves_unchanged_since(&trace))
    }
}

/// The files of a site at one moment.
#[derive(Debug)]
pub struct Found {
    pub(super) files: BTreeMap<SourcePath, SourceFile>,
    problems: Vec<Diagnostic>,
}

impl Project {
    /// What files there are now.
    pub fn look(&self) -> Found {
        let (files, problems) = source::find(&self.root, self.links());
        Found { files, problems }
    }

    /// Files that had something in them and are gone or empty: some editors save in that way, so
    /// they may come back in a moment.
    pub fn lost(&self, found: &Found) -> Vec<SourcePath> {
        let now = |path: &SourcePath| found.files.get(path).map_or(0, |file| file.trace.stamp.len);
        let lost = self.seen.iter().filter(|(path, seen)| seen.has_content() && now(path) == 0);
        lost.map(|(path, _)| Arc::clone(path)).collect()
    }

    /// Whether one file is [lost](Project::lost).
    pub fn is_lost(&self, path: &str) -> bool {
        let known = self.seen.get(path).is_some_and(Seen::has_content);
        known && fs::stamp(&self.root.join(path)).is_none_or(|stamp| stamp.len == 0)
    }

    /// Whether looking at `path` alone tells what became of it: it is neither a folder, nor was it
    /// one, nor does a link lead to it.
    pub fn tells(&self, path: &str) -> bool {
        let absolute = self.root.join(path);
        let there = fs::standing(&absolute) != fs::Standing::Nothing;
        !self.knows_folder(path) && (!there || source::find_one(&self.root, path, self.links()).is_some())
    }

    /// Whether files inside the folder `path` are known.
    fn knows_folder(&self, path: &str) -> bool {
        let prefix: SourcePath = format!("{path}/").into();
        self.seen.range(Arc::clone(&prefix)..).next().is_some_and(|(known, _)| known.starts_with(&*prefix))
    }

    /// Follows the files as they were found; gives the paths of those that are different.
    pub fn adopt(&mut self, found: Found) -> Vec<String> {
        let gone: Vec<SourcePath> =
            self.seen.keys().filter(|path| !found.files.contains_key(*path)).map(Arc::clone).collect();
        let mut changed = self.take(found.files.into_values().collect(), gone);
        if found.problems != self.finding {
            let both = found.problems.iter().chain(&self.finding);
            changed.extend(both.map(|problem| problem.file.to_string()));
            self.finding = found.problems;
        }
        changed.sort();
        changed.dedup();
        changed
    }

    /// Reads these files again, which no link leads to; those that are gone are forgotten. Gives
    /// the paths of those that are different.
    pub fn refresh(&mut self, paths: &BTreeSet<String>) -> Vec<String> {
        let links = self.links();
        let (mut files, mut gone) = (Vec::new(), Vec::new());
        for path in paths {
            match source::find_one(&self.root, path, links) {
                Some(file) => files.push(file),
                None => gone.push(path.as_str().into()),
            }
        }
        self.take(files, gone)
    }

    /// Reads what is not proven unchanged, and forgets what is gone; an unsaved text stays in force
    /// whatever becomes of its file.
    pub(super) fn take(&mut self, mut files: Vec<SourceFile>, mut gone: Vec<SourcePath>) -> Vec<String> {
        gone.retain(|path| self.sources.unsaved(path).is_none());
        files.retain(|file| {
            let proven = self.seen.get(&file.path).is_some_and(|seen| seen.is_proven(file));
            !proven && self.sources.unsaved(&file.path).is_none()
        });
        let none = Texts::default();
        let loaded: Vec<Loading> = files.par_iter().map(|file| load(file, &none)).collect();
        let mut changed = Vec::new();
        for (file, loading) in files.into_iter().zip(loaded) {
            changed.extend(self.read(file.path, Some(file.trace), loading));
        }
        for path in gone {
            if self.seen.remove(&path).is_some() {
                changed.push(path.to_string());
                self.forget(&path);
            }
        }
        self.follow(&changed);
        changed
    }

    /// Takes what was read of a file; gives its path if it is different.
    pub(super) fn read(
        &mut self,
        path: SourcePath,
        trace: Option<Trace>,
        (loaded, problems, digest): Loading,
    ) -> Option<String> {
        let former = self.seen.insert(Arc::clone(&path), Seen { trace, digest });
        // A trace that proves nothing is no change yet.
        if digest.is_some() && former.is_some_and(|former| former.digest == digest) {
            return None;
        }
        let changed = path.to_string();
        self.replace(path, loaded, problems);
        Some(changed)
    }

    /// Brings what is made of several files up to date.
    pub(super) fn follow(&mut self, changed: &[String]) {
        let kinds: Vec<Kind> = changed.iter().filter_map(|path| Kind::of(path)).collect();
        if kinds.iter().any(|kind| matches!(kind, Kind::Table | Kind::Config)) {
            self.gather_agenda();
        }
        if kinds.contains(&Kind::Theme) {
            // The former theme stays in force.
            match Theme::load(&self.overrides) {
                Ok(theme) => (self.theme, self.theme_failure) = (Arc::new(theme), None),
                Err(error) => self.theme_failure = Some(words(&error)),
            }
        }
    }

    /// As [`Project::place`], but a file that no longer parses keeps its last good value: while
    /// someone types, the page stays and the problem is shown.
    fn replace(&mut self, path: SourcePath, loaded: Loaded, mut problems: Vec<Diagnostic>) {
        if let Loaded::Text(text) = &loaded {
            problems.extend(text.diagnostics.iter().cloned());
        }
        let broken = problems.iter().any(Diagnostic::is_error);
        let keep = match &loaded {
            Loaded::Text(_) => self.texts.contains_key(&path),
            Loaded::Nothing | Loaded::Config(_) => true,
            _ => false,
        };
        if broken && keep {
            self.outdated.insert(Arc::clone(&path));
            self.problems.insert(path, problems);
        } else {
            if let Loaded::Text(_) = &loaded {
                problems.clear();
            }
            self.place(path, loaded, problems);
        }
    }
}
