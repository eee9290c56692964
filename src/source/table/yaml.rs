//! YAML tables: a list of rows, each `column: value`; or several such lists under the names of
//! their tables.
//!
//! Reads the parser's events, because a type would stop at the first mistake and know no place of
//! a key. Aliases are not expanded, so that no file can grow in memory.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_yaml::granit_parser::{self, Event, Parser, ScalarStyle, Span as YamlSpan, StrInput};

use super::header::{header_help, report_unknown};
use super::names::is_marked_private;
use super::{Cell, CellValue, Heading, Kinds, Need, Reading, Row, Spot, Table, TableKind, limits, shown};
use crate::diagnostic::{Place, Span, Text, rules};
use crate::parse::markdown::warning_of;
use crate::text::drop_controls;

/// Collections nest no deeper; tables need four levels.
const NESTING_LIMIT: usize = 16;

/// Mistakes in the syntax of one file that are told; behind them nothing is read.
const MOST_MISTAKES: usize = 50;
/// Nodes of one file: cells with their names, and lists in cells.
const MOST_NODES: usize = 3 * limits::MOST_CELLS;
/// How often the length of a file may be read over for its mistakes: at one that shows only at the
/// end, reading begins again near its start.
const MOST_READINGS: usize = 6;
/// Characters of a word before a colon that looks like a column.
const LONGEST_KEY: usize = 16;

struct Node<'a> {
    span: Span,
    line: u32,
    value: Value<'a>,
}

enum Value<'a> {
    Null,
    /// `*name`: not expanded.
    Alias,
    Scalar(Cow<'a, str>),
    /// A text over several lines, of which a later one looks like a column of its own.
    RunOn,
    List(Vec<Node<'a>>),
    Map(Vec<(Node<'a>, Node<'a>)>),
}

impl Node<'_> {
    fn spot(&self) -> Spot {
        Spot::Text(self.span, self.line)
    }

    /// Whether it swallowed what looks like a column of its own.
    fn runs_on(&self) -> bool {
        match &self.value {
            Value::RunOn => true,
            Value::List(nodes) => nodes.iter().any(|node| matches!(node.value, Value::RunOn)),
            _ => false,
        }
    }

    fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }
}

/// Reads every table of a YAML file. Behind a mistake in the syntax it goes on with the next row.
pub fn read(reading: &mut Reading, stem: &str, bytes: &[u8]) -> Vec<Table> {
    let Some(text) = reading.decode(bytes) else { return Vec::new() };
    if !reading.is_bearable(bytes.len()) {
        return Vec::new();
    }
    let named = reading.kinds.of_name(stem);
    let mut lists: Vec<(Option<&'static TableKind>, Vec<Node<'_>>)> = Vec::new();
    let mut start = 0;
    let mut nodes = MOST_NODES;
    let mut length = text.len().saturating_mul(MOST_READINGS);
    for _ in 0..MOST_MISTAKES {
        let mut events = Events::new(&text, start, nodes, reading.kinds);
        let mut rows = Vec::new();
        let problem = events.document(reading, named, &mut rows, &mut lists).err();
        let read = rows.last().map(|row| row.span.end);
        if !rows.is_empty() {
            lists.push((named, rows));
        }
        nodes = events.nodes_left;
        if nodes == 0 {
            reading.takes(Place::File, usize::MAX, 0, 0);
            break;
        }
        let Some((at, words)) = problem else { break };
        // The parser may notice only rows later, at a bracket or quotation mark that never closes.
        let row = broken_row(&text, start, read);
        let next = row.and_then(|row| next_row(&text, row));
        let blamed = row.filter(|_| next.is_some_and(|next| at >= next)).unwrap_or(at);
        report_syntax(reading, blamed, &words);
        let Some(next) = next else { break };
        length = length.saturating_sub(at.saturating_sub(start));
        if length == 0 {
            break;
        }
        start = next;
    }
    let mut tables: Vec<Table> = Vec::new();
    for (kind, rows) in lists {
        let Some(table) = table(reading, kind, &rows) else { continue };
        // The parts before and behind a mistake are one table.
        match tables.iter_mut().find(|other| other.kind == table.kind) {
            Some(other) => {
                other.rows.extend(table.rows);
                for heading in table.header {
                    if !other.has(heading.key) {
                        other.header.push(heading);
                    }
                }
            }
            None => tables.push(table),
        }
    }
    tables
}

fn report_private_list(reading: &mut Reading, span: Span) {
    let message = Text::new(
        "这张表的名称说不公开，没有读",
        "the name of this table says that it is not for the public, it was not read",
    );
    reading.private_name(Place::Span(span), message);
}

/// Where the row begins that could not be read, in a list that begins at the edge of the page.
/// `read` is the end of the last row that could.
fn broken_row(text: &str, start: usize, read: Option<usize>) -> Option<usize> {
    match read {
        Some(end) => next_row(text, end),
        None if text.get(start..)?.starts_with("- ") => Some(start),
        None => next_row(text, start),
    }
}

/// The row behind `offset`: it begins with `-` at the edge, as nothing else in such a list does.
fn next_row(text: &str, offset: usize) -> Option<usize> {
    text.get(offset..)?.find("\n- ").map(|at| offset + at + 1)
}

/// The words are the parser's, which quotes nothing but a single character. The place has no length:
/// whatever stands there may be private.
fn report_syntax(reading: &mut Reading, at: usize, words: &str) {
    let span = Span::new(at, at);
    let words = limits::reason(words);
    let message = Text::new(format!("YAML 语法有误：{words}"), format!("mistake in the YAML: {words}"));
    let help = Text::new(
        "冒号用半角 `:`，后面空一格；同一行的各列左边对齐；值里有 `: ` 就加引号",
        "a key ends with `:` and a blank; keys of a row are aligned; quote a value that holds `: `",
    );
    reading.report(&rules::TABLE_SYNTAX, Place::Span(span), message).help = Some(help);
}

/// One table of a list of rows.
fn table(reading: &mut Reading, kind: Option<&'static TableKind>, rows: &[Node<'_>]) -> Option<Table> {
    let Some(kind) = kind.or_else(|| best_kind(reading.kinds, rows)) else {
        let place = rows.first().map_or(Place::File, |row| Place::Span(row.span));
        let message = Text::new("看不出是什么表", "cannot tell what table this is");
        reading.report(&rules::TABLE_UNKNOWN_KIND, place, message).help =
            Some(header_help(reading.kinds, None));
        return None;
    };
    let mut table = Table { kind, sheet: String::new(), header: Vec::new(), rows: Vec::new() };
    let mut unknown = HashSet::new();
    for node in rows {
        let cells = if let Value::Map(entries) = &node.value { entries.len() } else { 1 };
        let bytes = node.span.end.saturating_sub(node.span.start);
        if !reading.takes(Place::Span(Span::new(node.span.start, node.span.start)), 1, cells, bytes) {
            break;
        }
        match &node.value {
            Value::Map(entries) => {
                let row = row(reading, &mut table, &mut unknown, node.spot(), entries);
                table.rows.extend(row);
            }
            Value::Null => {}
            _ => {
                let message = Text::new("这一项不是 `列名: 值`", "this item is not `column: value`");
                reading.report(&rules::TABLE_ROW_SHAPE, Place::Span(node.span), message).help =
                    Some(header_help(reading.kinds, Some(kind)));
            }
        }
    }
    // A row names its own columns: none is missing from the table, only from rows.
    let spot = table.rows.first().map(|row| row.spot)?;
    for column in kind.columns.iter().filter(|column| column.need != Need::Private) {
        if !table.has(column.key) {
            table.header.push(Heading { key: column.key, spot });
        }
    }
    Some(table)
}

fn best_kind(kinds: Kinds, rows: &[Node<'_>]) -> Option<&'static TableKind> {
    let keys = |kind: &TableKind| {
        rows.iter()
            .filter_map(|row| match &row.value {
                Value::Map(entries) => Some(entries),
                _ => None,
            })
            .flatten()
            .filter(|(key, _)| key.scalar().is_some_and(|key| kind.column(key).is_some()))
            .count()
    };
    let mut best = None;
    for &kind in kinds.0 {
        let hits = keys(kind);
        if hits >= 2 && best.is_none_or(|(most, _)| hits > most) {
            best = Some((hits, kind));
        }
    }
    best.map(|(_, kind)| kind)
}

fn row(
    reading: &mut Reading,
    table: &mut Table,
    unknown: &mut HashSet<String>,
    spot: Spot,
    entries: &[(Node<'_>, Node<'_>)],
) -> Option<Row> {
    let mut cells: Vec<Cell> = Vec::new();
    let mut seen: Vec<&'static str> = Vec::new();
    for (key, value) in entries {
        let Some(name) = key.scalar() else { continue };
        if is_marked_private(name) {
            continue;
        }
        let Some(column) = table.kind.column(name) else {
            if unknown.insert(name.to_owned()) {
                report_unknown(reading, table.kind, name, Place::Span(key.span));
            }
            continue;
        };
        if column.need == Need::Private {
            continue;
        }
        if seen.contains(&column.key) {
            let message = Text::new(
                format!("`{}` 在这一条里有两次", column.name),
                format!("`{}` is there twice in one row", column.name),
            );
            reading.report(&rules::TABLE_COLUMN_TWICE_IN_ROW, Place::Span(key.span), message);
            continue;
        }
        seen.push(column.key);
        if !table.has(column.key) {
            table.header.push(Heading { key: column.key, spot: key.spot() });
        }
        if value.runs_on() {
            report_run_on(reading, column.name, value.span);
            continue;
        }
        let Some(text) = cell_text(value) else {
            let message = Text::new(
                format!("`{}` 要写一个值或一列值", column.name),
                format!("`{}` takes a value or a list of values", column.name),
            );
            reading.report(&rules::TABLE_CELL_SHAPE, Place::Span(value.span), message);
            continue;
        };
        if let Some(first) = drop_controls(&mut Cow::Borrowed(&text)) {
            let warning = warning_of(&reading.file, first, value.span);
            reading.push(warning);
        }
        let text = shown(&text);
        if !text.is_empty() {
            let spot = value.spot();
            cells.push(Cell { key: column.key, text, value: CellValue::Text, spot });
        }
    }
    let spot = entries.first().map_or(spot, |(key, _)| key.spot());
    (!cells.is_empty()).then_some(Row { spot, cells })
}

/// An open quotation mark, a column that is moved in, or a full-width colon behind its name joins the
/// next column to the one before: what is private would be published under a public name.
fn report_run_on(reading: &mut Reading, name: &str, span: Span) {
    let message = Text::new(
        format!("`{name}` 的值有几行，后面的行像是另一列，没有读"),
        format!(
            "`{name}` has several lines, of which a later one looks like another column; it was not read"
        ),
    );
    let help = Text::new(
        "另一列要从同一条的左边对齐写起，冒号用半角 `:`，引号成对；确是一段文字就写在 `|` 下面",
        "align the other column with this one, end its name with `:` and a blank, close quotation \
         marks; if it is one text, write it under `|`",
    );
    reading.report(&rules::TABLE_RUN_ON_VALUE, Place::Span(span), message).help = Some(help);
}

/// Whether a later line of a text begins like a column. Under `|` or `>` lines are meant to be text:
/// there only a private name is one.
fn is_run_on(source: &str, style: ScalarStyle, kinds: Kinds) -> bool {
    let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
    source.lines().skip(1).any(|line| {
        let line = line.trim_start();
        let Some((name, _)) = line.split_once(['：', ':']) else { return false };
        let short = !name.is_empty() && name.chars().take(LONGEST_KEY + 1).count() <= LONGEST_KEY;
        let private = || {
            let of = |kind: &&TableKind| kind.column(name).is_some_and(|it| it.need == Need::Private);
            is_marked_private(name) || kinds.0.iter().any(of)
        };
        short && (!block || private())
    })
}

/// A value as a cell would show it; a list as its values with `、` between them.
fn cell_text(node: &Node<'_>) -> Option<String> {
    match &node.value {
        Value::Null => Some(String::new()),
        Value::Scalar(text) => Some(text.to_string()),
        Value::List(nodes) => {
            let parts: Option<Vec<&str>> = nodes.iter().map(Node::scalar).collect();
            parts.map(|parts| parts.join("、"))
        }
        Value::Map(_) | Value::Alias | Value::RunOn => None,
    }
}

/// Byte offset and words of a mistake in the syntax.
type Problem = (usize, String);

struct Events<'a> {
    kinds: Kinds,
    parser: Parser<'a, StrInput<'a>>,
    text: &'a str,
    base: usize,
    /// Line of `base`, less one.
    lines: usize,
    /// Nodes that may still be read; at none, reading ends.
    nodes_left: usize,
}

impl<'a> Events<'a> {
    fn new(text: &'a str, base: usize, nodes_left: usize, kinds: Kinds) -> Self {
        let mut options = granit_parser::options! {
            emit_unresolved_aliases: true,
            flow_nesting_limit: NESTING_LIMIT,
            block_nesting_limit: NESTING_LIMIT,
        };
        options.set_emit_comments(false);
        let source = text.get(base..).unwrap_or_default();
        let lines = text.get(..base).unwrap_or_default().matches('\n').count();
        let parser = Parser::new_from_str_with_options(source, options);
        Events { kinds, parser, text, base, lines, nodes_left }
    }

    /// Reads the document; complete rows are in `rows` or `lists` even if a mistake ends it.
    fn document(
        &mut self,
        reading: &mut Reading,
        named: Option<&'static TableKind>,
        rows: &mut Vec<Node<'a>>,
        lists: &mut Vec<(Option<&'static TableKind>, Vec<Node<'a>>)>,
    ) -> Result<(), Problem> {
        while let Some((event, span)) = self.next()? {
            match event {
                Event::SequenceStart(..) => self.nodes(rows)?,
                Event::MappingStart(..) => self.tables(reading, named, lists)?,
                Event::Scalar(..) => {
                    if let Some(node) = self.node(event, span)?.filter(|node| node.scalar().is_some()) {
                        self.report_shape(reading, node.span);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The lists of a mapping from names of tables.
    fn tables(
        &mut self,
        reading: &mut Reading,
        named: Option<&'static TableKind>,
        lists: &mut Vec<(Option<&'static TableKind>, Vec<Node<'a>>)>,
    ) -> Result<(), Problem> {
        let mut single: Vec<(Node<'a>, Node<'a>)> = Vec::new();
        let mut private = false;
        while let Some(key) = self.next_node()? {
            let kind = key.scalar().and_then(|name| self.kinds.of_name(name));
            let Some((event, span)) = self.next()? else { break };
            // A single row has columns that are private, of which nothing is told.
            let is_list = matches!(event, Event::SequenceStart(..) | Event::MappingStart(..));
            if is_list && key.scalar().is_some_and(is_marked_private) {
                self.node(event, span)?;
                report_private_list(reading, key.span);
                private = true;
                continue;
            }
            match event {
                Event::SequenceStart(..) if kind.is_some() => {
                    let mut rows = Vec::new();
                    let problem = self.nodes(&mut rows).err();
                    lists.push((kind, rows));
                    if let Some(problem) = problem {
                        return Err(problem);
                    }
                }
                event => {
                    if let Some(value) = self.node(event, span)? {
                        single.push((key, value));
                    }
                }
            }
        }
        // A file of one row needs no list.
        let Some((first, _)) = single.first() else { return Ok(()) };
        let (span, line) = (first.span, first.line);
        let is_row = named.is_some_and(|kind| {
            single.iter().any(|(key, _)| key.scalar().is_some_and(|key| kind.column(key).is_some()))
        });
        if is_row {
            lists.push((named, vec![Node { span, line, value: Value::Map(single) }]));
        } else if !private {
            self.report_shape(reading, span);
        }
        Ok(())
    }

    fn report_shape(&self, reading: &mut Reading, span: Span) {
        let message = Text::new("这里要有一列数据", "a list of rows is expected here");
        let help = Text::new(
            "每条以 `- ` 开头，下面各行写 `列名: 值`；一个文件里有几张表时，表名后面加冒号写在前面",
            "begin each row with `- ` and go on with `column: value`; several tables in one file \
             stand under their names",
        );
        reading.report(&rules::TABLE_SHAPE, Place::Span(span), message).help = Some(help);
    }

    fn nodes(&mut self, nodes: &mut Vec<Node<'a>>) -> Result<(), Problem> {
        while let Some(node) = self.next_node()? {
            nodes.push(node);
        }
        Ok(())
    }

    fn next_node(&mut self) -> Result<Option<Node<'a>>, Problem> {
        match self.next()? {
            Some((event, span)) => self.node(event, span),
            None => Ok(None),
        }
    }

    /// The node that begins with `event`; `None` when it ends a collection. The depth of the
    /// recursion is bounded by the parser's nesting limits.
    fn node(&mut self, event: Event<'a>, span: YamlSpan) -> Result<Option<Node<'a>>, Problem> {
        let line = u32::try_from(self.lines + span.start.line()).unwrap_or(u32::MAX);
        let mut whole = self.span(&span);
        let value = match event {
            Event::Scalar(text, ScalarStyle::Plain, ..)
                if matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL") =>
            {
                Value::Null
            }
            Event::Scalar(_, style, ..)
                if self
                    .text
                    .get(whole.start..whole.end)
                    .is_some_and(|source| is_run_on(source, style, self.kinds)) =>
            {
                Value::RunOn
            }
            Event::Scalar(text, ..) => Value::Scalar(text),
            Event::SequenceStart(..) => {
                let mut nodes = Vec::new();
                self.nodes(&mut nodes)?;
                whole.end = nodes.last().map_or(whole.end, |node| node.span.end.max(whole.end));
                Value::List(nodes)
            }
            Event::MappingStart(..) => {
                let mut entries = Vec::new();
                while let Some(key) = self.next_node()? {
                    let Some(value) = self.next_node()? else { break };
                    whole.end = whole.end.max(value.span.end);
                    entries.push((key, value));
                }
                Value::Map(entries)
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => Value::Alias,
            _ => return Ok(None),
        };
        Ok(Some(Node { span: whole, line, value }))
    }

    fn next(&mut self) -> Result<Option<(Event<'a>, YamlSpan)>, Problem> {
        self.nodes_left = self.nodes_left.saturating_sub(1);
        if self.nodes_left == 0 {
            return Err((self.base, "too many values".to_owned()));
        }
        match self.parser.next() {
            None => Ok(None),
            Some(Ok(item)) => Ok(Some(item)),
            Some(Err(error)) => {
                let offset = error.marker().byte_offset().unwrap_or(self.text.len());
                Err((self.boundary(offset), error.kind().to_string()))
            }
        }
    }

    /// The parser's span in bytes of the file, without blanks at its end.
    fn span(&self, span: &YamlSpan) -> Span {
        let start = self.boundary(span.start.byte_offset().unwrap_or(0));
        let end = self.boundary(span.end.byte_offset().unwrap_or(0)).max(start);
        let length = self.text.get(start..end).unwrap_or_default().trim_end().len();
        Span::new(start, start + length)
    }

    /// Keeps a foreign offset inside the text and between two characters.
    fn boundary(&self, offset: usize) -> usize {
        let mut offset = self.base.saturating_add(offset).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}
