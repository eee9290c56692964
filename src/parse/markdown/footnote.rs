//! Footnotes: numbered as they are first called.

use std::collections::HashMap;

use crate::diagnostic::Span;
use crate::model::body::{NodeId, Note};

/// The footnotes of a body.
#[derive(Debug, Default)]
pub struct Footnotes {
    notes: Vec<Draft>,
    by_name: HashMap<String, usize>,
    /// Indices of `notes` in the order of the first call.
    called: Vec<usize>,
}

#[derive(Debug, Default)]
struct Draft {
    calls: u32,
    number: u32,
    definition: Option<(NodeId, Span)>,
}

impl Footnotes {
    /// The number of the note `name`, and how often it was called with this.
    pub fn call(&mut self, name: &str) -> (u32, u32) {
        let index = self.index(name);
        let note = &mut self.notes[index];
        note.calls += 1;
        if note.calls == 1 {
            self.called.push(index);
            note.number = u32::try_from(self.called.len()).unwrap_or(u32::MAX);
        }
        (note.number, note.calls)
    }

    /// `node` is the note `name`.
    pub fn define(&mut self, name: &str, span: Span, node: NodeId) {
        let mut index = self.index(name);
        if self.notes[index].definition.is_some() {
            // Defined twice: the second cannot be called, but its text is not lost.
            index = self.notes.len();
            self.notes.push(Draft::default());
        }
        self.notes[index].definition = Some((node, span));
    }

    /// The notes as they are listed, and the places of those that nothing calls; they stand last.
    pub fn finish(self) -> (Vec<Note>, Vec<Span>) {
        let listed =
            |draft: &Draft| Note { definition: draft.definition.map(|(node, _)| node), calls: draft.calls };
        let mut notes: Vec<Note> = self.called.iter().map(|index| listed(&self.notes[*index])).collect();
        let mut uncalled = Vec::new();
        for note in &self.notes {
            if let (0, Some((_, span))) = (note.calls, &note.definition) {
                notes.push(listed(note));
                uncalled.push(*span);
            }
        }
        (notes, uncalled)
    }

    fn index(&mut self, name: &str) -> usize {
        if let Some(index) = self.by_name.get(name) {
            return *index;
        }
        self.notes.push(Draft::default());
        self.by_name.insert(name.to_owned(), self.notes.len() - 1);
        self.notes.len() - 1
    }
}
