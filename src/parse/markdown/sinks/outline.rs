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
    let (points, ordered) = points(body);
    Outline {
        headings,
        anchors,
        references: std::mem::take(&mut body.references),
        words: plain.words(),
        excerpt: plain.excerpt(),
        points,
        ordered,
    }
}

/// Points that are gathered, and characters of one: what is longer is no point.
const POINTS: usize = 7;
const LONGEST_POINT: usize = 120;

/// The items of the first list, each without what is nested in it, and whether it is numbered.
fn points(body: &Body) -> (Vec<String>, bool) {
    let mut points: Vec<String> = Vec::new();
    let mut ordered = false;
    let mut depth = 0_usize;
    for step in body.walk() {
        match step {
            Step::Start(node) => match node.kind {
                Kind::BulletList | Kind::OrderedList { .. } => {
                    ordered |= depth == 0 && matches!(node.kind, Kind::OrderedList { .. });
                    depth += 1;
                }
                Kind::Item { .. } if depth == 1 => points.push(String::new()),
                _ => {}
            },
            Step::End(node) => {
                if matches!(node.kind, Kind::BulletList | Kind::OrderedList { .. }) {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        break;
                    }
                }
            }
            Step::Leaf(node) if depth == 1 => {
                if let (Kind::Text(text) | Kind::Code(text), Some(point)) = (node.kind, points.last_mut()) {
                    point.push_str(body.text(text));
                }
            }
            Step::Leaf(_) => {}
        }
        if points.len() > POINTS {
            points.pop();
            break;
        }
    }
    let short = |point: String| {
        let point = point.trim();
        (!point.is_empty() && point.chars().count() <= LONGEST_POINT).then(|| point.to_owned())
    };
    (points.into_iter().filter_map(short).collect(), ordered)
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
