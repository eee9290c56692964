//! YAML as a small tree in which everything knows its place.
//!
//! Reads the parser's events directly: deserialising into a type stops at the first mistake and
//! knows no place for a key. Aliases are kept as such and never expanded, so that no document
//! can grow in memory. This module knows no keys.

use std::borrow::Cow;

use serde_yaml::granit_parser::{
    self, ErrorKind, Event, Options, Parser, ScalarStyle, Span as YamlSpan, StrInput, StructureStyle,
};

use crate::diagnostic::{Span, position};
use crate::text::drop_controls;

/// Collections nest no deeper than this; the deepest front matter needs three.
const NESTING_LIMIT: usize = 16;
/// Keys, values and collections in one front matter.
const NODE_LIMIT: usize = 20_000;

/// A value and its bytes in the file.
#[derive(Debug)]
pub struct Node<'a> {
    pub span: Span,
    pub value: Value<'a>,
}

/// What a [`Node`] holds. Scalars stay text: the key decides how they are read.
#[derive(Debug)]
pub enum Value<'a> {
    /// The text and whether it was written without quotes.
    Scalar {
        text: Cow<'a, str>,
        plain: bool,
    },
    List(Vec<Node<'a>>),
    Map(Vec<(Node<'a>, Node<'a>)>),
    /// `*name`
    Alias,
}

impl Node<'_> {
    /// Nothing was written: `标签:`, `~` or `null`.
    pub fn is_null(&self) -> bool {
        match &self.value {
            Value::Scalar { text, plain: true } => {
                matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL")
            }
            _ => false,
        }
    }
}

/// What a stretch of YAML held, up to the first mistake in its syntax.
#[derive(Debug, Default)]
pub struct Parsed<'a> {
    /// Complete entries of the mapping at the top.
    pub entries: Vec<(Node<'a>, Node<'a>)>,
    /// The top is not a mapping but this.
    pub other: Option<Node<'a>>,
    /// Where and why reading stopped.
    pub problem: Option<Problem>,
    /// The first control character that was taken out of each scalar, and the scalar's place.
    pub controls: Vec<(char, Span)>,
}

/// A mistake in the syntax.
#[derive(Debug)]
pub struct Problem {
    /// Byte offset in the file.
    pub offset: usize,
    pub kind: ProblemKind,
}

/// What is wrong.
#[derive(Debug)]
pub enum ProblemKind {
    Syntax(ErrorKind),
    /// More than [`NODE_LIMIT`] nodes.
    TooMany,
}

/// Reads the YAML mapping in `text[range]`; spans count from the start of `text`.
pub fn parse(text: &str, range: Span) -> Parsed<'_> {
    let source = text.get(range.start..range.end).unwrap_or_default();
    let mut options = granit_parser::options! {
        emit_unresolved_aliases: true,
        flow_nesting_limit: NESTING_LIMIT,
        block_nesting_limit: NESTING_LIMIT,
    };
    options.set_emit_comments(false);
    Reader::new(source, range.start, options).document()
}

struct Reader<'a> {
    parser: Parser<'a, StrInput<'a>>,
    source: &'a str,
    base: usize,
    nodes: usize,
    /// Where the collection that was read last ends.
    end: usize,
    controls: Vec<(char, Span)>,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str, base: usize, options: Options) -> Self {
        let parser = Parser::new_from_str_with_options(source, options);
        Reader { parser, source, base, nodes: 0, end: 0, controls: Vec::new() }
    }

    fn document(mut self) -> Parsed<'a> {
        let mut parsed = Parsed::default();
        if let Err(problem) = self.top(&mut parsed) {
            parsed.problem = Some(problem);
        }
        parsed.controls = self.controls;
        parsed
    }

    fn top(&mut self, parsed: &mut Parsed<'a>) -> Result<(), Problem> {
        loop {
            let Some((event, span)) = self.next()? else { return Ok(()) };
            match event {
                Event::MappingStart(..) => {
                    while let Some(entry) = self.entry()? {
                        parsed.entries.push(entry);
                    }
                }
                Event::Scalar(..)
                | Event::SequenceStart(..)
                | Event::Alias(_)
                | Event::UnresolvedAlias(_) => {
                    parsed.other = self.node(event, span)?;
                }
                _ => {}
            }
        }
    }

    /// The next key and value, or `None` at the end of the mapping.
    fn entry(&mut self) -> Result<Option<(Node<'a>, Node<'a>)>, Problem> {
        let Some(key) = self.next_node()? else { return Ok(None) };
        let Some(value) = self.next_node()? else { return Ok(None) };
        Ok(Some((key, value)))
    }

    fn next_node(&mut self) -> Result<Option<Node<'a>>, Problem> {
        match self.next()? {
            Some((event, span)) => self.node(event, span),
            None => Ok(None),
        }
    }

    /// The node that begins with `event`; `None` when `event` ends a collection. Recursion is
    /// bounded by the parser's nesting limits.
    fn node(&mut self, event: Event<'a>, span: YamlSpan) -> Result<Option<Node<'a>>, Problem> {
        self.nodes += 1;
        if self.nodes > NODE_LIMIT {
            let offset = self.span(&span).start;
            return Err(Problem { offset, kind: ProblemKind::TooMany });
        }
        let mut whole = self.span(&span);
        let value = match event {
            Event::Scalar(mut text, style, _, _) => {
                if let Some(first) = drop_controls(&mut text) {
                    self.controls.push((first, whole));
                }
                Value::Scalar { text, plain: style == ScalarStyle::Plain }
            }
            Event::SequenceStart(style, ..) => {
                let mut nodes = Vec::new();
                while let Some(node) = self.next_node()? {
                    whole.end = whole.end.max(node.span.end);
                    nodes.push(node);
                }
                self.close(style, &mut whole);
                Value::List(nodes)
            }
            Event::MappingStart(style, ..) => {
                let mut entries: Vec<(Node<'a>, Node<'a>)> = Vec::new();
                while let Some((key, value)) = self.entry()? {
                    whole.end = whole.end.max(value.span.end).max(key.span.end);
                    entries.push((key, value));
                }
                self.close(style, &mut whole);
                Value::Map(entries)
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => Value::Alias,
            _ => {
                self.end = whole.end;
                return Ok(None);
            }
        };
        Ok(Some(Node { span: whole, value }))
    }

    /// Takes the closing bracket into the span; a collection in block style ends with its last
    /// value, whereas the parser's end event stands at whatever comes next.
    fn close(&self, style: StructureStyle, whole: &mut Span) {
        if style == StructureStyle::Flow {
            whole.end = whole.end.max(self.end);
        }
    }

    fn next(&mut self) -> Result<Option<(Event<'a>, YamlSpan)>, Problem> {
        match self.parser.next() {
            None => Ok(None),
            Some(Ok(item)) => Ok(Some(item)),
            Some(Err(error)) => {
                let offset = error.marker().byte_offset().unwrap_or(self.source.len());
                let offset = self.base + self.boundary(offset);
                Err(Problem { offset, kind: ProblemKind::Syntax(error.kind().clone()) })
            }
        }
    }

    /// The parser's span in bytes of the file, without blanks at its end.
    fn span(&self, span: &YamlSpan) -> Span {
        let start = self.boundary(span.start.byte_offset().unwrap_or(0));
        let end = self.boundary(span.end.byte_offset().unwrap_or(start)).max(start);
        let length = self.source[start..end].trim_end().len();
        Span::new(self.base + start, self.base + start + length)
    }

    /// Keeps a foreign offset inside the text and between two characters.
    fn boundary(&self, offset: usize) -> usize {
        position::floor(self.source, offset)
    }
}
