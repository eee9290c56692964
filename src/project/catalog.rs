//! From the files of a project to the catalog.

use std::collections::HashSet;
use std::sync::Arc;

use super::Project;
use crate::diagnostic::Diagnostic;
use crate::model::{Catalog, Parts, SourcePath, assemble};
use crate::source::table;
use crate::tables;

impl Project {
    pub(super) fn gather_agenda(&mut self) {
        let tables: Vec<(SourcePath, table::Table)> = self
            .tables
            .iter()
            .flat_map(|(path, tables)| tables.iter().map(|table| (Arc::clone(path), table.clone())))
            .collect();
        let vocabulary = tables::Vocabulary {
            lines: self.config.calendar.lines.clone(),
            // 主题 of an activity is a kind of service (医疗急救, 政策宣讲), not a topic of articles.
            topics: Vec::new(),
        };
        let (agenda, problems) = tables::read(&tables, &vocabulary);
        self.agenda = Arc::new(agenda);
        self.agenda_problems = problems;
    }

    /// The site as it is published, and every problem found so far, unsorted.
    pub fn catalog(&self) -> (Catalog, Vec<Diagnostic>) {
        let mut diagnostics: Vec<Diagnostic> = self.problems.values().flatten().cloned().collect();
        diagnostics.extend(self.finding.iter().cloned());
        let current = self.texts.values().filter(|text| !self.outdated.contains(&text.file));
        diagnostics.extend(current.flat_map(|text| text.diagnostics.iter().cloned()));
        diagnostics.extend(self.agenda_problems.iter().cloned());
        let (articles, pages) =
            self.texts.values().map(Arc::clone).partition(|text| text.file.starts_with("content/articles/"));
        let (catalog, problems) = assemble(Parts {
            config: Arc::clone(&self.config),
            day: self.selection.day,
            drafts: self.selection.drafts,
            future: self.selection.future,
            articles,
            pages,
            people: self.people.values().map(Arc::clone).collect(),
            agenda: Arc::clone(&self.agenda),
            assets: self.assets.iter().map(|(path, it)| (Arc::clone(path), it.asset.clone())).collect(),
        });
        // What is found in a text that is no longer there has no place in the one that is.
        diagnostics.extend(problems.into_iter().filter(|it| !self.outdated.contains(&it.file)));
        // A file that nothing refers to is not published, and may be what it likes.
        if diagnostics.iter().any(|it| self.assets.contains_key(&it.file)) {
            let used: HashSet<&SourcePath> = catalog.used_assets().map(|asset| &asset.source).collect();
            diagnostics.retain(|it| !self.assets.contains_key(&it.file) || used.contains(&it.file));
        }
        (catalog, diagnostics)
    }
}
