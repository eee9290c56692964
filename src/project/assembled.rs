//! From the files of a project to the catalog and all that is wrong: what every command begins with.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::Project;
use crate::checks;
use crate::diagnostic::{Diagnostic, settle};
use crate::model::{Catalog, Parts, SourcePath, assemble};
use crate::source::table;
use crate::tables;

/// The site as it is published.
#[derive(Debug)]
pub struct Assembled {
    /// Articles, people, activities.
    pub catalog: Catalog,
    /// Problems found on the way here, unsorted.
    found: Vec<Diagnostic>,
    outdated: BTreeSet<SourcePath>,
}

impl Assembled {
    /// Every problem of the site, with those that the checks find now; sorted, and not too many a file.
    pub fn problems(&self) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        checks::run(&self.catalog, &mut problems);
        // What is found in a text that is no longer there has no place in the one that is.
        problems.retain(|it| !self.outdated.contains(&it.file));
        problems.extend(self.found.iter().cloned());
        settle(&mut problems);
        problems
    }
}

/// Which problems keep a site from being published.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Strictness {
    /// Errors alone.
    #[default]
    Errors,
    /// Warnings too.
    Warnings,
}

impl Strictness {
    /// Whether a site with these problems is not published.
    pub fn refuses(self, problems: &[Diagnostic]) -> bool {
        problems.iter().any(|it| it.is_error() || self == Strictness::Warnings)
    }
}

impl Project {
    pub(super) fn gather_agenda(&mut self) {
        let tables: Vec<(SourcePath, table::Table)> = self
            .tables
            .iter()
            .flat_map(|(path, tables)| tables.iter().map(|table| (Arc::clone(path), table.clone())))
            .collect();
        let vocabulary = tables::Vocabulary { lines: self.config.calendar.lines.clone() };
        let (agenda, problems) = tables::read(&tables, &vocabulary);
        self.agenda = Arc::new(agenda);
        self.agenda_problems = problems;
    }

    /// The site as it is published.
    pub fn assemble(&self) -> Assembled {
        let mut found: Vec<Diagnostic> = self.problems.values().flatten().cloned().collect();
        found.extend(self.finding.iter().cloned());
        let current = self.texts.values().filter(|text| !self.outdated.contains(&text.file));
        found.extend(current.flat_map(|text| text.diagnostics.iter().cloned()));
        found.extend(self.agenda_problems.iter().cloned());
        let (articles, pages) =
            self.texts.values().map(Arc::clone).partition(|text| text.file.starts_with("content/articles/"));
        let (catalog, problems) = assemble(Parts {
            config: Arc::clone(&self.config),
            day: self.selection.day,
            drafts: self.selection.drafts,
            future: self.selection.future,
            articles,
            pages,
            agenda: Arc::clone(&self.agenda),
            announcements: Arc::clone(&self.announcements),
            assets: self.assets.iter().map(|(path, it)| (Arc::clone(path), it.asset.clone())).collect(),
        });
        found.extend(problems.into_iter().filter(|it| !self.outdated.contains(&it.file)));
        // A file that nothing refers to is not published, and may be what it likes.
        if found.iter().any(|it| self.assets.contains_key(&it.file)) {
            let used: HashSet<&SourcePath> = catalog.used_assets().map(|asset| &asset.source).collect();
            found.retain(|it| !self.assets.contains_key(&it.file) || used.contains(&it.file));
        }
        Assembled { catalog, found, outdated: self.outdated.clone() }
    }
}
