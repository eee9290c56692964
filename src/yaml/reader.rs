//! Reads a tree, whole or step by step: up to a mistake, what was complete is there.

use serde_yaml::granit_parser::{
    self, Event, Parser, ScalarStyle, Span as YamlSpan, StrInput, StructureStyle,
};

use super::{Entry, Node, Problem, ProblemKind, Style, Value};
use crate::diagnostic::{Span, position};
use crate::text::drop_controls;

/// Collections nest no deeper than this; the deepest table needs four levels.
const NESTING_LIMIT: usize = 16;

/// Reads the nodes of a text one after another.
pub struct Reader<'a> {
    parser: Parser<'a, StrInput<'a>>,
    source: &'a str,
    base: usize,
    /// Lines above `base`.
    lines: usize,
    nodes_left: usize,
    /// Where the collection that was read last ends.
    end: usize,
    /// Of the texts that they are taken out of, if they are.
    controls: Option<Vec<(char, Span)>>,
}

/// What a node begins with.
#[derive(Debug)]
pub enum Start<'a> {
    /// A list, whose items are read next.
    List(Open),
    /// A mapping, whose keys and values are read next.
    Map(Open),
    /// A node that is whole already.
    Node(Node<'a>),
}

/// The beginning of a collection.
#[derive(Debug)]
pub struct Open {
    span: Span,
    line: u32,
    style: StructureStyle,
}

impl<'a> Reader<'a> {
    /// Reads `text[range]`; places count from the start of `text`. Keys, values and both ends of
    /// collections are nodes, of which no more than `nodes` are read.
    pub fn new(text: &'a str, range: Span, nodes: usize) -> Self {
        let mut options = granit_parser::options! {
            emit_unresolved_aliases: true,
            flow_nesting_limit: NESTING_LIMIT,
            block_nesting_limit: NESTING_LIMIT,
        };
        options.set_emit_comments(false);
        let source = text.get(range.start..range.end).unwrap_or_default();
        let lines = text.get(..range.start).unwrap_or_default().matches('\n').count();
        let parser = Parser::new_from_str_with_options(source, options);
        Reader {
            parser,
            source,
            base: range.start,
            lines,
            nodes_left: nodes,
            end: range.start,
            controls: None,
        }
    }

    /// Takes control characters out of every scalar, so that one of nothing else is empty.
    pub fn without_controls(self) -> Self {
        Reader { controls: Some(Vec::new()), ..self }
    }

    /// How many nodes may still be read.
    pub fn nodes_left(&self) -> usize {
        self.nodes_left
    }

    /// The first control character that was taken out of each scalar, and the scalar's place.
    pub fn into_controls(self) -> Vec<(char, Span)> {
        self.controls.unwrap_or_default()
    }

    /// Begins the next node: the next item of the collection that was begun last, or what stands at
    /// the top. `None` at the end of either.
    pub fn start(&mut self) -> Result<Option<Start<'a>>, Problem> {
        while let Some((event, span)) = self.next()? {
            let line = u32::try_from(self.lines + span.start.line()).unwrap_or(u32::MAX);
            let span = self.span(&span);
            let marks = matches!(event, Event::DocumentStart(..) | Event::DocumentEnd);
            if marks || matches!(event, Event::StreamStart | Event::StreamEnd) {
                continue;
            }
            let Some(left) = self.nodes_left.checked_sub(1) else {
                return Err(Problem { offset: span.start, kind: ProblemKind::TooMany });
            };
            self.nodes_left = left;
            let value = match event {
                Event::SequenceStart(style, ..) => return Ok(Some(Start::List(Open { span, line, style }))),
                Event::MappingStart(style, ..) => return Ok(Some(Start::Map(Open { span, line, style }))),
                Event::Scalar(mut text, style, ..) => {
                    if let Some(controls) = &mut self.controls {
                        controls.extend(drop_controls(&mut text).map(|first| (first, span)));
                    }
                    let style = match style {
                        ScalarStyle::Plain => Style::Plain,
                        ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
                        _ => Style::Quoted,
                    };
                    Value::Scalar { text, style }
                }
                Event::Alias(_) | Event::UnresolvedAlias(_) => Value::Alias,
                _ => {
                    self.end = span.end;
                    return Ok(None);
                }
            };
            return Ok(Some(Start::Node(Node { span, line, value })));
        }
        Ok(None)
    }

    /// The rest of a node that was begun. Recursion is bounded by the parser's nesting limits.
    pub fn finish(&mut self, start: Start<'a>) -> Result<Node<'a>, Problem> {
        match start {
            Start::Node(node) => Ok(node),
            Start::List(open) => {
                let mut nodes = Vec::new();
                self.items(&mut nodes)?;
                let end = nodes.last().map_or(open.span.end, |node| node.span.end);
                Ok(self.close(open, end, Value::List(nodes)))
            }
            Start::Map(open) => {
                let mut entries = Vec::new();
                while let Some(entry) = self.entry()? {
                    entries.push(entry);
                }
                let end =
                    entries.last().map_or(open.span.end, |(key, value)| value.span.end.max(key.span.end));
                Ok(self.close(open, end, Value::Map(entries)))
            }
        }
    }

    /// The next node, whole.
    pub fn node(&mut self) -> Result<Option<Node<'a>>, Problem> {
        match self.start()? {
            Some(start) => self.finish(start).map(Some),
            None => Ok(None),
        }
    }

    /// The next key and value, or `None` at the end of the mapping.
    pub fn entry(&mut self) -> Result<Option<Entry<'a>>, Problem> {
        let Some(key) = self.node()? else { return Ok(None) };
        let Some(value) = self.node()? else { return Ok(None) };
        Ok(Some((key, value)))
    }

    /// The rest of the list that was begun. Items before a mistake are in `nodes` all the same.
    pub fn items(&mut self, nodes: &mut Vec<Node<'a>>) -> Result<(), Problem> {
        while let Some(node) = self.node()? {
            nodes.push(node);
        }
        Ok(())
    }

    /// Takes the closing bracket into the span; a collection in block style ends with its last
    /// value, whereas the parser's end event stands at whatever comes next.
    fn close(&self, open: Open, end: usize, value: Value<'a>) -> Node<'a> {
        let end = if open.style == StructureStyle::Flow { end.max(self.end) } else { end };
        Node { span: Span::new(open.span.start, end.max(open.span.end)), line: open.line, value }
    }

    fn next(&mut self) -> Result<Option<(Event<'a>, YamlSpan)>, Problem> {
        match self.parser.next() {
            None => Ok(None),
            Some(Ok(item)) => Ok(Some(item)),
            Some(Err(error)) => {
                let offset = error.marker().byte_offset().unwrap_or(self.source.len());
                let offset = self.base + position::floor(self.source, offset);
                Err(Problem { offset, kind: ProblemKind::Syntax(error.kind().clone()) })
            }
        }
    }

    /// The parser's span in bytes of the text, without blanks at its end.
    fn span(&self, span: &YamlSpan) -> Span {
        // A foreign offset is kept inside the text and between two characters.
        let boundary = |offset| position::floor(self.source, offset);
        let start = boundary(span.start.byte_offset().unwrap_or(0));
        let end = boundary(span.end.byte_offset().unwrap_or(start)).max(start);
        let length = self.source[start..end].trim_end().len();
        Span::new(self.base + start, self.base + start + length)
    }
}
