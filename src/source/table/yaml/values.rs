//! What the nodes of a table hold, judged by how they are written in its text.

use super::super::names::is_marked_private;
use super::super::{Kinds, Need, TableKind};
use crate::diagnostic::Span;
use crate::yaml::{Node, Style, Value};

/// Characters of a word before a colon that looks like a column.
const LONGEST_KEY: usize = 16;

/// The text of a file, and the kinds of tables that may be in it.
pub struct Source<'t> {
    pub text: &'t str,
    pub kinds: Kinds,
}

impl Source<'_> {
    /// A text with something in it, which did not run on.
    pub fn word<'n>(&self, node: &'n Node<'_>) -> Option<&'n str> {
        match &node.value {
            Value::Scalar { text, style } if !node.is_null() && !self.is_run_on(node.span, *style) => {
                Some(text)
            }
            _ => None,
        }
    }

    /// A value as a cell would show it; a list as its values with `、` between them.
    pub fn cell(&self, node: &Node<'_>) -> Option<String> {
        match &node.value {
            _ if node.is_null() => Some(String::new()),
            Value::List(nodes) => {
                let parts: Option<Vec<&str>> = nodes.iter().map(|node| self.word(node)).collect();
                parts.map(|parts| parts.join("、"))
            }
            _ => self.word(node).map(str::to_owned),
        }
    }

    /// Whether it swallowed what looks like a column of its own.
    pub fn runs_on(&self, node: &Node<'_>) -> bool {
        let swallows = |node: &Node<'_>| match node.value {
            Value::Scalar { style, .. } => self.is_run_on(node.span, style),
            _ => false,
        };
        match &node.value {
            Value::List(nodes) => nodes.iter().any(swallows),
            _ => swallows(node),
        }
    }

    /// Whether a later line of a text begins like a column. Under `|` or `>` lines are meant to be
    /// text: there only a private name is one, and the first line is as any other.
    fn is_run_on(&self, span: Span, style: Style) -> bool {
        let source = self.text.get(span.start..span.end).unwrap_or_default();
        source.lines().skip(usize::from(style != Style::Block)).any(|line| {
            let line = line.trim_start();
            let Some((name, _)) = line.split_once(['：', ':']) else { return false };
            let short = !name.is_empty() && name.chars().take(LONGEST_KEY + 1).count() <= LONGEST_KEY;
            let private = || {
                let of = |kind: &&TableKind| kind.column(name).is_some_and(|it| it.need == Need::Private);
                is_marked_private(name) || self.kinds.0.iter().any(of)
            };
            short && (style != Style::Block || private())
        })
    }
}
