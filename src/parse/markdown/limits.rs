//! How deep and how large a body may be, judged before anything that works through it.
//!
//! The minifier descends into elements by recursion, the parser of Markdown and the builder of the tree
//! go through all open elements again and again, and each element takes some hundred bytes. So a body
//! beyond a bound is given up, with a message, instead of ending the program. The bounds are far above
//! what people write. The model of HTML follows the tree construction of the HTML Standard (§13.2.6) as
//! far as it decides how deep elements come to stand; it goes by the tags as they are written, so that
//! what no browser would make a sound page of is not made into one here.

use super::MarkdownInput;
use crate::diagnostic::{Diagnostic, Place, Span, Text, rules};

/// Elements in elements. The minifier needs about 1.5 KB of the stack for each.
pub const DEPTH: usize = 100;
/// Marks of quotes, lists and notes at the start of one line; as many may be left open by lines
/// above, as many blanks as stand in front of a mark say.
const MARKS: usize = 40;
/// Elements in one body, and pieces of markup that become some.
const ELEMENTS: usize = 100_000;
/// Elements that HTML's rules of repair would write again in later blocks.
const REPAIRS: usize = 100_000;
/// Texts and elements that they would move out of a table, looking through all before it each time.
const MOVES: usize = 2_000;
/// Attributes of one tag: the tokenizer compares each with each.
pub const ATTRIBUTES: usize = 50;
/// Bytes that can begin some markup inside a line.
const SIGNS: usize = 2_000_000;

/// Why a body was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    TooDeep,
    TooMany,
    Unclosed,
    OutsideCells,
}

impl Excess {
    /// The message at `span`.
    pub fn report(self, input: MarkdownInput<'_>, span: Span) -> Diagnostic {
        let (rule, message, help) = match self {
            Excess::TooDeep => (
                &rules::NESTED_TOO_DEEPLY,
                Text::new(
                    format!("嵌套太深，超过 {DEPTH} 层；正文未转换"),
                    format!("nested more than {DEPTH} deep; the body was not converted"),
                ),
                Text::new(
                    "减少引用、列表或 HTML 标签的层数；没有合上的标签要合上",
                    "use fewer levels of quotes, lists or HTML tags, and close the tags that are open",
                ),
            ),
            Excess::TooMany => (
                &rules::TOO_MANY_ELEMENTS,
                Text::new(
                    format!("一篇里的段落、链接、标签等超过 {ELEMENTS} 个；正文未转换"),
                    format!(
                        "more than {ELEMENTS} paragraphs, links, tags and the like; the body was not converted"
                    ),
                ),
                Text::new("分成几篇", "make several articles of it"),
            ),
            Excess::Unclosed => (
                &rules::HTML_UNCLOSED,
                Text::new(
                    "没有合上的 HTML 标签太多；正文未转换",
                    "too many HTML tags are never closed; the body was not converted",
                ),
                Text::new("`<b>`、`<a>` 等标签都要合上", "close every `<b>`, `<a>` and the like"),
            ),
            Excess::OutsideCells => (
                &rules::HTML_OUTSIDE_CELLS,
                Text::new(
                    "HTML 表格里有太多内容不在单元格内；正文未转换",
                    "too much of an HTML table is outside its cells; the body was not converted",
                ),
                Text::new("把内容写进 `<td>…</td>`", "write it inside `<td>…</td>`"),
            ),
        };
        let start = crate::diagnostic::position::floor(input.text, span.start);
        let rest = &input.text[start..];
        let line = rest.split('\n').next().unwrap_or_default().trim_end();
        let end = line.char_indices().nth(40).map_or(line.len(), |(end, _)| end);
        let span = Span::new(start, start + end);
        Diagnostic::new(rule, input.file, Place::Span(span), message).help(help)
    }
}

/// Judges the lines of `text` from `base` on before the Markdown parser sees them. It goes through
/// all open quotes and lists at every line, and no list can be deeper than its marks are indented.
pub fn judge_lines(text: &str, base: usize) -> Option<(Excess, Span)> {
    let body = text.get(base..).unwrap_or_default();
    let mut signs = 0;
    let mut start = base;
    for line in body.split_inclusive('\n') {
        let whole = Span::new(start, start + line.len());
        if opens_too_many(line) {
            return Some((Excess::TooDeep, whole));
        }
        signs += line.bytes().filter(is_sign).count();
        if signs > SIGNS {
            return Some((Excess::TooMany, whole));
        }
        start += line.len();
    }
    None
}

fn is_sign(byte: &u8) -> bool {
    matches!(byte, b'*' | b'_' | b'~' | b'`' | b'[' | b']' | b'<' | b'>' | b'&' | b'!' | b'|' | b'\\' | b':')
}

/// Whether a line begins with more marks, or a mark with more blanks before it, than anyone writes.
fn opens_too_many(line: &str) -> bool {
    let (mut marks, mut blanks) = (0, 0);
    let mut rest = line.as_bytes();
    loop {
        let indent = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        blanks += rest[..indent].iter().map(|byte| if *byte == b'\t' { 4 } else { 1 }).sum::<usize>();
        rest = &rest[indent..];
        let Some(length) = mark(rest) else { return false };
        marks += 1;
        rest = &rest[length..];
        if marks > MARKS || blanks > marks + 4 * MARKS {
            // A rule such as `- - - -` opens nothing, however long.
            let rule = |sign: u8| line.bytes().all(|byte| byte == sign || byte.is_ascii_whitespace());
            return !rule(b'-') && !rule(b'*');
        }
    }
}

/// The length of the mark of a quote, list item, definition or footnote at the start of `rest`.
fn mark(rest: &[u8]) -> Option<usize> {
    let blank = |at: usize| rest.get(at).is_none_or(|byte| byte.is_ascii_whitespace());
    match rest.first()? {
        b'>' => Some(1),
        b'-' | b'*' | b'+' | b':' if blank(1) => Some(1),
        b'0'..=b'9' => {
            let digits = rest.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
            (matches!(rest.get(digits), Some(b'.' | b')')) && blank(digits + 1)).then_some(digits + 1)
        }
        b'[' if rest.get(1) == Some(&b'^') => {
            let close = rest.iter().position(|byte| *byte == b']')?;
            (rest.get(close + 1) == Some(&b':')).then_some(close + 2)
        }
        _ => None,
    }
}

/// An element that is open.
struct Open {
    name: &'static str,
    /// How many formatting elements were active when a cell began, which hides them.
    hides: Option<usize>,
}

/// The elements that are open while a body is written.
#[derive(Default)]
pub struct Nesting {
    open: Vec<Open>,
    /// Formatting elements in the sense of the HTML Standard, by name and a hash of the tag: they
    /// are opened again in every block until their end tag comes.
    active: Vec<(&'static str, u64)>,
    elements: usize,
    repairs: usize,
    moves: usize,
    /// What was exceeded first, and where.
    pub excess: Option<(Excess, Span)>,
}

pub const FORMATTING: [&str; 9] = ["a", "b", "code", "em", "i", "s", "small", "strong", "u"];
pub const PHRASING: [&str; 18] = [
    "abbr", "cite", "del", "dfn", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "samp", "span",
    "sub", "sup", "time", "var",
];
pub const VOID: [&str; 6] = ["br", "col", "hr", "img", "input", "wbr"];
pub const TABLE_PARTS: [&str; 9] =
    ["caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"];
/// Where text and other elements are moved out in front of the table.
pub const NO_CONTENT: [&str; 6] = ["colgroup", "table", "tbody", "tfoot", "thead", "tr"];
pub const CELLS: [&str; 3] = ["caption", "td", "th"];
/// What an element cannot be closed through from inside.
pub const SCOPES: [&str; 4] = ["caption", "table", "td", "th"];

impl Nesting {
    /// An element that the program or the editor opens; `tag` tells formatting elements apart.
    pub fn start(&mut self, name: &'static str, tag: &str, span: Span) {
        self.count(span);
        if self.excess.is_some() {
            return;
        }
        if TABLE_PARTS.contains(&name) {
            if !self.close_for_table_part(name) {
                return;
            }
        } else {
            self.outside_cells(span);
            self.close_implied(name, span);
        }
        if VOID.contains(&name) {
            return;
        }
        if FORMATTING.contains(&name) {
            self.activate(name, tag);
        } else if !PHRASING.contains(&name) {
            self.repair(span);
        }
        let hides = CELLS.contains(&name).then_some(self.active.len());
        self.open.push(Open { name, hides });
        if self.open.len().max(self.active.len()) > DEPTH {
            self.exceed(Excess::TooDeep, span);
        }
    }

    /// The end tag of an element.
    pub fn end(&mut self, name: &str, span: Span) {
        if self.excess.is_some() {
            return;
        }
        if FORMATTING.contains(&name) {
            self.deactivate(name);
            return;
        }
        let phrasing = PHRASING.contains(&name);
        if !phrasing {
            self.repair(span);
        }
        let table = name == "table" || TABLE_PARTS.contains(&name);
        let stops = |other: &str| {
            if table {
                other == "table"
            } else if phrasing {
                !PHRASING.contains(&other) && !FORMATTING.contains(&other)
            } else {
                SCOPES.contains(&other)
            }
        };
        self.close(&[name], stops);
    }

    /// Text between tags.
    pub fn text(&mut self, text: &str, span: Span) {
        if !text.trim_ascii().is_empty() {
            self.outside_cells(span);
        }
    }

    fn outside_cells(&mut self, span: Span) {
        if self.open.last().is_some_and(|open| NO_CONTENT.contains(&open.name)) {
            self.moves += 1;
            if self.moves > MOVES {
                self.exceed(Excess::OutsideCells, span);
            }
        }
    }

    /// Notes one more element.
    pub fn count(&mut self, span: Span) {
        self.elements += 1;
        if self.elements > ELEMENTS {
            self.exceed(Excess::TooMany, span);
        }
    }

    /// Elements were opened again so often, behind the end of what they crossed.
    pub fn opened_again(&mut self, times: usize, span: Span) {
        if times > REPAIRS {
            self.exceed(Excess::Unclosed, span);
        }
    }

    /// What is open stands so deep in each other, whatever else was counted.
    pub fn reached(&mut self, depth: usize, span: Span) {
        if depth > 2 * DEPTH {
            self.exceed(Excess::TooDeep, span);
        }
    }

    /// A block begins or ends: in the next one, all active elements are opened again.
    fn repair(&mut self, span: Span) {
        self.repairs += self.active.len();
        if self.repairs > REPAIRS {
            self.exceed(Excess::Unclosed, span);
        }
    }

    fn exceed(&mut self, excess: Excess, span: Span) {
        self.excess.get_or_insert((excess, span));
    }

    /// Start tags that close what is open, for it cannot hold them.
    fn close_implied(&mut self, name: &str, span: Span) {
        let scope = |other: &str| SCOPES.contains(&other);
        let inline = FORMATTING.contains(&name) || PHRASING.contains(&name) || VOID.contains(&name);
        if !inline && name != "table" {
            self.close(&["p"], scope);
        }
        // An item ends the one before it, out of any `div` or inline element, but of no other block.
        let block = |other: &str| {
            !matches!(other, "div" | "p") && !FORMATTING.contains(&other) && !PHRASING.contains(&other)
        };
        match name {
            "li" => self.close(&["li"], block),
            "dd" | "dt" => self.close(&["dd", "dt"], block),
            "rt" | "rp" => self.close(&["rt", "rp"], |other| other == "ruby" || !PHRASING.contains(&other)),
            "a" if self.active[self.hidden()..].iter().any(|(active, _)| *active == "a") => {
                self.end("a", span);
            }
            _ => {}
        }
    }

    /// Makes room for a part of a table; false where there is no table, so that the tag is ignored.
    fn close_for_table_part(&mut self, name: &str) -> bool {
        let Some(table) = self.open.iter().rposition(|open| open.name == "table") else { return false };
        let parents: &[&str] = match name {
            "td" | "th" => &["tr"],
            "tr" => &["tbody", "thead", "tfoot"],
            "col" => &["colgroup"],
            _ => &[],
        };
        let parent = self.open[table..].iter().rposition(|open| parents.contains(&open.name));
        self.truncate(table + 1 + parent.unwrap_or(0));
        true
    }

    /// Closes the innermost of `names` and all in it, unless `stops` comes first.
    fn close(&mut self, names: &[&str], stops: impl Fn(&str) -> bool) {
        for index in (0..self.open.len()).rev() {
            let name = self.open[index].name;
            if names.contains(&name) {
                return self.truncate(index);
            }
            if stops(name) {
                return;
            }
        }
    }

    fn truncate(&mut self, length: usize) {
        let hides = self.open[length.min(self.open.len())..].iter().find_map(|open| open.hides);
        self.open.truncate(length);
        if let Some(active) = hides {
            self.active.truncate(active);
        }
    }

    /// The fourth of three equal ones takes the place of the first ("Noah's Ark clause").
    fn activate(&mut self, name: &'static str, tag: &str) {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        tag.hash(&mut hasher);
        let entry = (name, hasher.finish());
        let hidden = self.hidden();
        let mut same = self.active[hidden..].iter().enumerate().filter(|(_, active)| **active == entry);
        if let (Some((first, _)), Some(_), Some(_)) = (same.next(), same.next(), same.next()) {
            self.active.remove(hidden + first);
        }
        self.active.push(entry);
    }

    /// How many active elements do not reach into the open cell.
    fn hidden(&self) -> usize {
        let hides = self.open.iter().rev().find_map(|open| open.hides);
        hides.unwrap_or(0).min(self.active.len())
    }

    fn deactivate(&mut self, name: &str) {
        let hidden = self.hidden();
        let Some(index) = self.active[hidden..].iter().rposition(|(active, _)| *active == name) else {
            return;
        };
        self.active.remove(hidden + index);
        if let Some(index) = self.open.iter().rposition(|open| open.name == name) {
            self.open.remove(index);
        }
    }
}

/// How deep the elements of `html` stand in each other, given that every tag is closed: what the
/// minifier will see.
pub fn depth(html: &str) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    for tag in html.split('<').skip(1) {
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else {
            let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
            depth += usize::from(!VOID.contains(&&tag[..end]));
        }
        most = most.max(depth);
    }
    most
}
