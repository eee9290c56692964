//! Texts that an editor holds and has not saved: they stand in for the files, and nothing after
//! reading knows the difference.

use super::Project;
use super::cache::Texts;
use super::load::{Loaded, parse};
use crate::model::SourcePath;
use crate::source::{self, Kind, refuse_large};

impl Project {
    /// Sets or changes the unsaved text of the file at `path`, which need not be there. Gives the paths
    /// of the files that are different. Pictures, workbooks and what is no file of a site are left
    /// alone: no text is what they are read from.
    pub fn set_text(&mut self, path: &str, text: &str) -> Vec<String> {
        let Some(kind) = Kind::of(path).filter(|kind| kind.is_text(path)) else { return Vec::new() };
        let path: SourcePath = path.into();
        self.sources.set_unsaved(SourcePath::clone(&path), text.into());
        let loading = match refuse_large(&path, kind, text.len() as u64) {
            Ok(()) => parse((&path, kind), text.as_bytes().to_vec(), &Texts::default()),
            Err(problem) => (Loaded::Nothing, vec![problem], None),
        };
        let changed: Vec<String> = self.read(path, None, loading).into_iter().collect();
        self.follow(&changed);
        changed
    }

    /// Clears the unsaved text of a file: what is on the disk counts again. Gives the paths of the
    /// files that are different.
    pub fn clear_text(&mut self, path: &str) -> Vec<String> {
        if !self.sources.clear_unsaved(path) {
            return Vec::new();
        }
        let file = if self.tells(path) {
            source::find_one(&self.root, path, self.links())
        } else {
            self.look().files.remove(path)
        };
        match file {
            Some(file) => self.take(vec![file], Vec::new()),
            None => self.take(Vec::new(), vec![path.into()]),
        }
    }
}
