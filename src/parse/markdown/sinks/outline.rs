//! What the rest of the program wants to know of a body without its text.

use super::html::call_id;
use super::plain::PlainText;
use crate::model::article::{Heading, Outline};
use crate::model::body::{Body, Kind, Step};

/// The outline of `body`, whose text is `plain`.
pub fn outline(body: &mut Body, plain: &PlainText) -> Outline {
    let (headings, mut anchors) = headings(body);
    for (place, note) in body.notes.iter().enumerate() {
        anchors.push(format!("fn:{}", place + 1));
        anchors.extend((1..=note.calls).map(|call| call_id(place + 1, call)));
    }
    anchors.sort_unstable();
    anchors.dedup();
    Outline {
        headings,
        anchors,
        references: std::mem::take(&mut body.references),
        words: plain.words(),
        excerpt: plain.excerpt(),
    }
}

/// The headings, and their ids.
fn headings(body: &Body) -> (Vec<Heading>, Vec<String>) {
    let mut headings: Vec<Heading> = Vec::new();
    let mut open = None;
    for step in body.walk() {
        match step {
            Step::Start(node) => {
                if let Kind::Heading { level, id } = node.kind {
                    open = Some(Heading {
                        level,
                        id: body.text(id).to_owned(),
                        text: String::new(),
                        span: node.span,
                    });
                }
            }
            Step::End(node) if matches!(node.kind, Kind::Heading { .. }) => {
                if let Some(mut heading) = open.take() {
                    heading.text = heading.text.trim().to_owned();
                    headings.push(heading);
                }
            }
            Step::Leaf(node) => {
                if let Some(heading) = &mut open {
                    match node.kind {
                        Kind::Text(text) | Kind::Code(text) => heading.text.push_str(body.text(text)),
                        Kind::SoftBreak => heading.text.push(' '),
                        _ => {}
                    }
                }
            }
            Step::End(_) => {}
        }
    }
    let anchors = headings.iter().map(|heading| heading.id.clone()).collect();
    (headings, anchors)
}
