//! Footnotes: numbered as they are first called, written at the end of the body.

use std::collections::HashMap;

use super::buffer::Buffer;
use crate::diagnostic::Span;

/// The footnotes of a body.
#[derive(Debug, Default)]
pub struct Footnotes {
    notes: Vec<Note>,
    by_name: HashMap<String, usize>,
    /// Indices of `notes` in the order of the first call.
    called: Vec<usize>,
    /// Definitions being read: name, where their HTML begins, and their place.
    open: Vec<(String, usize, Span)>,
}

#[derive(Debug, Default)]
struct Note {
    calls: u32,
    number: usize,
    body: Option<(Buffer, Span)>,
}

impl Footnotes {
    /// Writes the mark that calls the note `name`.
    pub fn call(&mut self, name: &str, out: &mut Buffer, anchors: &mut Vec<String>) {
        let index = self.index(name);
        let note = &mut self.notes[index];
        note.calls += 1;
        if note.calls == 1 {
            self.called.push(index);
            note.number = self.called.len();
        }
        let id = call_id(note.number, note.calls);
        let number = note.number;
        out.html.push_str("<sup class=\"footnote-ref\"><a href=\"#fn:");
        out.html.push_str(&number.to_string());
        out.html.push('"');
        out.id(&id);
        out.html.push_str(" role=\"doc-noteref\">");
        out.html.push_str(&number.to_string());
        out.html.push_str("</a></sup>");
        anchors.push(id);
    }

    /// What is written to `out` from now on is the note `name`.
    pub fn start(&mut self, name: &str, span: Span, out: &Buffer) {
        self.open.push((name.to_owned(), out.html.len(), span));
    }

    /// The note is complete; takes it out of `out`.
    pub fn end(&mut self, out: &mut Buffer) {
        let Some((name, start, span)) = self.open.pop() else { return };
        let body = out.split_off(start);
        let mut index = self.index(&name);
        if self.notes[index].body.is_some() {
            // Defined twice: the second cannot be called, but its text is not lost.
            index = self.notes.len();
            self.notes.push(Note::default());
        }
        self.notes[index].body = Some((body, span));
    }

    /// Whether a note is being read.
    pub fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Writes the notes and tells the places of those that nothing calls; they stand last.
    pub fn finish(mut self, out: &mut Buffer, anchors: &mut Vec<String>) -> Vec<Span> {
        let mut order = std::mem::take(&mut self.called);
        let mut uncalled = Vec::new();
        for (index, note) in self.notes.iter().enumerate() {
            if let (0, Some((_, span))) = (note.calls, &note.body) {
                order.push(index);
                uncalled.push(*span);
            }
        }
        if order.is_empty() {
            return uncalled;
        }
        out.html.push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"注释\">\n<ol>\n");
        for (position, index) in order.into_iter().enumerate() {
            let note = &self.notes[index];
            let id = format!("fn:{}", position + 1);
            out.html.push_str("<li");
            out.id(&id);
            out.html.push('>');
            anchors.push(id);
            if let Some((body, _)) = &note.body {
                out.append(body);
            }
            let paragraph = out.html.ends_with("</p>\n");
            if paragraph {
                out.html.truncate(out.html.len() - "</p>\n".len());
            }
            for call in 1..=note.calls {
                out.html.push_str(" <a class=\"footnote-back\" href=\"#");
                out.html.push_str(&call_id(note.number, call));
                out.html.push_str("\" role=\"doc-backlink\" aria-label=\"返回正文\">↩</a>");
            }
            out.html.push_str(if paragraph { "</p>\n</li>\n" } else { "</li>\n" });
        }
        out.html.push_str("</ol>\n</section>\n");
        uncalled
    }

    fn index(&mut self, name: &str) -> usize {
        if let Some(index) = self.by_name.get(name) {
            return *index;
        }
        self.notes.push(Note::default());
        self.by_name.insert(name.to_owned(), self.notes.len() - 1);
        self.notes.len() - 1
    }
}

fn call_id(number: usize, call: u32) -> String {
    match call {
        1 => format!("fnref:{number}"),
        _ => format!("fnref:{number}-{call}"),
    }
}
