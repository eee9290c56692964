//! The site at one moment of a session.

use std::sync::{Arc, Mutex, OnceLock};

use anyhow::Result;

use super::pages::{File, Pages};
use crate::diagnostic::{Diagnostic, Text};
use crate::project::{Assembled, Project, Sources};
use crate::search::StaticIndex;

/// What is seen of the site, and what is wrong with it. Nothing is rendered and nothing checked until
/// somebody asks.
pub struct World {
    /// Those of the last moment at which each had a path for itself.
    pages: Arc<Pages>,
    assembled: Arc<Assembled>,
    problems: OnceLock<Vec<Diagnostic>>,
    failures: Vec<Text>,
    sources: Sources,
}

impl World {
    /// The site as `project` stands now, after `former`.
    pub(super) fn new(project: &Project, search: &Arc<Mutex<StaticIndex>>, former: Option<&World>) -> World {
        let assembled = Arc::new(project.assemble());
        let (pages, clashes) = Pages::new(project, Arc::clone(&assembled), Arc::clone(search));
        let pages = match former {
            Some(former) if !clashes.is_empty() => Arc::clone(&former.pages),
            // Better a site without a page than none.
            _ => Arc::new(pages),
        };
        World {
            pages,
            assembled,
            problems: OnceLock::new(),
            failures: project.theme_failure().cloned().into_iter().chain(clashes).collect(),
            sources: project.sources().clone(),
        }
    }

    /// Every problem of the site, sorted, as a build would find it. Found when it is first asked for.
    pub fn problems(&self) -> &[Diagnostic] {
        self.problems.get_or_init(|| self.assembled.problems())
    }

    /// Why a build would fail beside the problems: what has no place in a text. What is shown is the last
    /// good state.
    pub fn failures(&self) -> &[Text] {
        &self.failures
    }

    /// The decoded text of the file at `path`, unsaved or on the disk: what the places of problems are in.
    pub fn text(&self, path: &str) -> Option<Arc<str>> {
        self.sources.text(path)
    }

    /// The file at an output path; `None` if there is none.
    pub fn get(&self, path: &str) -> Option<Result<File>> {
        self.pages.get(path)
    }
}
