//! YAML tables: a list of rows, each `column: value`; or several such lists under the names of
//! their tables.

mod rows;
mod values;

use super::names::is_marked_private;
use super::{Reading, Table, TableKind, limits};
use crate::diagnostic::{Place, Span, Text, rules};
use crate::yaml::{Entry, Node, Problem, ProblemKind, Reader, Start, Value};
use values::Source;

/// Mistakes in the syntax of one file that are told; behind them nothing is read.
const MOST_MISTAKES: usize = 50;
/// Nodes of one file: cells with their names, and lists in cells.
const MOST_NODES: usize = 3 * limits::MOST_CELLS;
/// How often the length of a file may be read over for its mistakes: at one that shows only at the
/// end, reading begins again near its start.
const MOST_READINGS: usize = 6;

/// Rows, and the kind of table that they are of where a name says it.
type List<'a> = (Option<&'static TableKind>, Vec<Node<'a>>);

/// Reads every table of a YAML file. Behind a mistake in the syntax it goes on with the next row.
pub fn read(reading: &mut Reading, stem: &str, bytes: &[u8]) -> Vec<Table> {
    let Some(text) = reading.decode(bytes) else { return Vec::new() };
    if !reading.is_bearable(bytes.len()) {
        return Vec::new();
    }
    let named = reading.kinds.of_name(stem);
    let source = Source { text: &text, kinds: reading.kinds };
    let mut lists: Vec<List<'_>> = Vec::new();
    let mut start = 0;
    let mut nodes = MOST_NODES;
    let mut length = text.len().saturating_mul(MOST_READINGS);
    for _ in 0..MOST_MISTAKES {
        let mut reader = Reader::new(&text, Span::new(start, text.len()), nodes);
        let mut rows = Vec::new();
        let mut found = Found { source: &source, named, rows: &mut rows, lists: &mut lists };
        let problem = found.document(reading, &mut reader).err();
        let read = rows.last().map(|row| row.span.end);
        if !rows.is_empty() {
            lists.push((named, rows));
        }
        nodes = reader.nodes_left();
        let Some(Problem { offset: at, kind }) = problem else { break };
        let ProblemKind::Syntax(kind) = kind else {
            reading.takes(Place::File, usize::MAX, 0, 0);
            break;
        };
        // The parser may notice only rows later, at a bracket or quotation mark that never closes.
        let row = broken_row(&text, start, read);
        let next = row.and_then(|row| next_row(&text, row));
        let blamed = row.filter(|_| next.is_some_and(|next| at >= next)).unwrap_or(at);
        report_syntax(reading, blamed, &kind.to_string());
        let Some(next) = next else { break };
        length = length.saturating_sub(at.saturating_sub(start));
        if length == 0 {
            break;
        }
        start = next;
    }
    let mut tables: Vec<Table> = Vec::new();
    for (kind, rows) in lists {
        let Some(table) = rows::table(reading, &source, kind, &rows) else { continue };
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

/// Where complete rows go, whatever ends the reading.
struct Found<'f, 'a> {
    source: &'f Source<'a>,
    /// The kind of table that the file is named after.
    named: Option<&'static TableKind>,
    /// Those of a list at the top.
    rows: &'f mut Vec<Node<'a>>,
    lists: &'f mut Vec<List<'a>>,
}

impl<'a> Found<'_, 'a> {
    fn document(&mut self, reading: &mut Reading, reader: &mut Reader<'a>) -> Result<(), Problem> {
        while let Some(start) = reader.start()? {
            match start {
                Start::List(_) => reader.items(self.rows)?,
                Start::Map(_) => self.tables(reading, reader)?,
                Start::Node(node) if self.source.word(&node).is_some() => report_shape(reading, node.span),
                Start::Node(_) => {}
            }
        }
        Ok(())
    }

    /// The lists of a mapping from names of tables.
    fn tables(&mut self, reading: &mut Reading, reader: &mut Reader<'a>) -> Result<(), Problem> {
        let mut single: Vec<Entry<'a>> = Vec::new();
        let mut private = false;
        while let Some(key) = reader.node()? {
            let Some(start) = reader.start()? else { break };
            let name = self.source.word(&key);
            // A single row has columns that are private, of which nothing is told.
            let is_list = matches!(start, Start::List(_) | Start::Map(_));
            if is_list && name.is_some_and(is_marked_private) {
                reader.finish(start)?;
                report_private_list(reading, key.span);
                private = true;
                continue;
            }
            if name.is_some_and(|name| reading.kinds.is_beside(self.named, name)) {
                reader.finish(start)?;
                continue;
            }
            match (start, name.and_then(|name| reading.kinds.of_name(name))) {
                (Start::List(_), kind @ Some(_)) => {
                    let mut rows = Vec::new();
                    let read = reader.items(&mut rows);
                    self.lists.push((kind, rows));
                    read?;
                }
                (start, _) => {
                    let value = reader.finish(start)?;
                    single.push((key, value));
                }
            }
        }
        // A file of one row needs no list.
        let Some((first, _)) = single.first() else { return Ok(()) };
        let (span, line) = (first.span, first.line);
        let of = |kind: &TableKind, (key, _): &Entry<'_>| {
            self.source.word(key).is_some_and(|key| kind.column(key).is_some())
        };
        if self.named.is_some_and(|kind| single.iter().any(|entry| of(kind, entry))) {
            self.lists.push((self.named, vec![Node { span, line, value: Value::Map(single) }]));
        } else if !private {
            report_shape(reading, span);
        }
        Ok(())
    }
}

fn report_shape(reading: &mut Reading, span: Span) {
    let message = Text::new("这里要有一列数据", "a list of rows is expected here");
    let help = Text::new(
        "每条以 `- ` 开头，下面各行写 `列名: 值`；一个文件里有几张表时，表名后面加冒号写在前面",
        "begin each row with `- ` and go on with `column: value`; several tables in one file \
         stand under their names",
    );
    reading.report(&rules::TABLE_SHAPE, Place::Span(span), message).help = Some(help);
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
