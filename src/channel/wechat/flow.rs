//! HTML as the editor of WeChat keeps it: blocks are `section` and `p`, a line is opened when there is
//! something to stand in it, and what marks up a part of a line is closed and opened again with its line.
//!
//! Knows no body; whoever writes says what begins, what ends and what is shown.

use super::style::{Context, Role, Sheet};
use crate::parse::markdown::escape::{self, Place};

/// How many formats are written into each other: what opens again with every line must be in proportion.
const FORMATS: usize = 8;

/// Something that is open around what is being written.
#[derive(Debug)]
enum Container {
    /// A box with lines in it.
    Box,
    /// One line, such as a heading.
    Line(Role),
    /// An item of a list: its mark stands in its first line, the rest below it.
    Item { role: Role, mark: Option<String>, under: bool },
    /// The `<table>` and the `<tr>` are written when a cell comes, and closed by whatever is no cell.
    Table { open: bool, row: bool },
    /// Text stands in it without a line of its own; lines are parted by breaks.
    Cell { filled: bool, gap: bool },
    /// Every character counts.
    Pre,
}

#[derive(Debug)]
struct Open {
    container: Container,
    context: Context,
}

/// What marks up a part of a line.
#[derive(Debug)]
pub enum Format {
    Styled(&'static str, Role),
    /// A link to an address that WeChat lets through.
    Link(String),
}

impl Format {
    fn role(&self) -> Role {
        match self {
            Format::Styled(_, role) => *role,
            Format::Link(_) => Role::Link,
        }
    }
}

/// Writes HTML. A `<span>` without a style is left out.
#[derive(Debug)]
pub struct Flow<'s> {
    sheet: &'s Sheet,
    pub html: String,
    open: Vec<Open>,
    formats: Vec<Format>,
    /// How many of the formats are written.
    written: usize,
    /// Whether a `<p>` is open.
    line: bool,
    /// A blank is due unless the line ends or only Chinese stands around it.
    blank: bool,
    /// The last character of the text so far, unless something else came behind it.
    last: Option<char>,
}

impl<'s> Flow<'s> {
    pub fn new(sheet: &'s Sheet, room: usize) -> Flow<'s> {
        Flow {
            sheet,
            html: String::with_capacity(room),
            open: Vec::new(),
            formats: Vec::new(),
            written: 0,
            line: false,
            blank: false,
            last: None,
        }
    }

    fn surrounding(&self) -> Context {
        self.open.last().map_or(Context::Article, |open| open.context)
    }

    /// Writes `<tag style="…">`.
    fn tag(&mut self, tag: &str, role: Role) {
        let style = self.sheet.attribute(self.surrounding(), role);
        for part in ["<", tag, style, ">"] {
            self.html.push_str(part);
        }
    }

    fn push(&mut self, container: Container) {
        let context = self.surrounding();
        self.open.push(Open { container, context });
    }

    /// Begins a box; what stands in it is styled for `context`.
    pub fn begin_box(&mut self, context: Context) {
        self.make_room();
        self.open.push(Open { container: Container::Box, context });
        self.tag("section", Role::Box);
    }

    /// Begins what has one line.
    pub fn begin_line(&mut self, role: Role) {
        self.make_room();
        self.push(Container::Line(role));
    }

    /// Begins an item with its mark.
    pub fn begin_item(&mut self, role: Role, mark: String) {
        self.make_room();
        self.push(Container::Item { role, mark: Some(mark), under: false });
    }

    /// Gives the item that just began another mark; whether one has just begun.
    pub fn change_mark(&mut self, other: &str) -> bool {
        match self.open.last_mut().map(|open| &mut open.container) {
            Some(Container::Item { mark: Some(mark), .. }) if !self.line => {
                other.clone_into(mark);
                true
            }
            _ => false,
        }
    }

    /// Begins a table.
    pub fn begin_table(&mut self) {
        self.make_room();
        self.push(Container::Table { open: false, row: false });
    }

    /// Begins text in which every character counts.
    pub fn begin_pre(&mut self) {
        self.make_room();
        self.tag("section", Role::Pre);
        self.push(Container::Pre);
    }

    /// Begins a row of the table.
    pub fn begin_row(&mut self) {
        self.end_line();
        if let Some(Container::Table { row, .. }) = self.open.last_mut().map(|open| &mut open.container)
            && std::mem::take(row)
        {
            self.html.push_str("</tr>");
        }
    }

    /// Begins a cell; `attributes` are ready to be written, `extra` is added to its style.
    pub fn begin_cell(&mut self, role: Role, attributes: &str, extra: &str) {
        self.end_line();
        let Some(Container::Table { open, row }) = self.open.last_mut().map(|open| &mut open.container)
        else {
            // Not in a table: it is a line.
            return self.push(Container::Line(Role::Line));
        };
        let new_table = !std::mem::replace(open, true);
        let new_row = !std::mem::replace(row, true);
        if new_table {
            self.tag("section", Role::Scroll);
            self.tag("table", Role::Table);
        }
        if new_row {
            self.html.push_str("<tr>");
        }
        self.html.push_str("<td");
        self.html.push_str(attributes);
        let style = self.sheet.attribute(self.surrounding(), role);
        match style.strip_suffix('"') {
            Some(style) if !extra.is_empty() => self.html.extend([style, ";", extra, "\""]),
            None if !extra.is_empty() => self.html.extend([" style=\"", extra, "\""]),
            _ => self.html.push_str(style),
        }
        self.html.push('>');
        self.push(Container::Cell { filled: false, gap: false });
    }

    /// Ends what began last.
    pub fn end(&mut self) {
        // An item that shows nothing still shows that it is there.
        if let Some(Container::Item { mark: Some(mark), .. }) = self.open.last().map(|open| &open.container)
            && !mark.is_empty()
        {
            self.start_line();
        }
        self.end_line();
        let Some(open) = self.open.pop() else { return };
        match open.container {
            Container::Box | Container::Item { under: true, .. } => self.html.push_str("</section>"),
            Container::Pre => {
                // The last line of a code block ends with it.
                let length = self.html.strip_suffix("<br>").map_or(self.html.len(), str::len);
                self.html.truncate(length);
                self.html.push_str("</section>");
            }
            Container::Table { open, row } => self.close_table(open, row),
            Container::Cell { .. } => self.html.push_str("</td>"),
            Container::Line(_) | Container::Item { .. } => {}
        }
    }

    fn close_table(&mut self, open: bool, row: bool) {
        if row {
            self.html.push_str("</tr>");
        }
        if open {
            self.html.push_str("</table></section>");
        }
    }

    /// Ends the line that is open, if one is, with all that marks it up.
    pub fn end_line(&mut self) {
        self.blank = false;
        let context = self.surrounding();
        for format in self.formats[..std::mem::take(&mut self.written)].iter().rev() {
            close(&mut self.html, format, self.sheet.attribute(context, format.role()));
        }
        if std::mem::take(&mut self.line) {
            self.html.push_str("</p>");
        }
        if let Some(Container::Cell { filled, gap }) = self.open.last_mut().map(|open| &mut open.container) {
            *gap = *filled;
        }
    }

    /// Ends the line and sees to it that a block may begin here.
    fn make_room(&mut self) {
        let waiting = matches!(
            self.open.last().map(|open| &open.container),
            Some(Container::Item { mark: Some(mark), .. }) if !mark.is_empty()
        );
        if waiting {
            self.start_line();
        }
        self.end_line();
        let (mut under, mut table) = (false, None);
        match self.open.last_mut().map(|open| &mut open.container) {
            Some(Container::Item { under: below, mark, .. }) => {
                *mark = None;
                under = !std::mem::replace(below, true);
            }
            Some(Container::Table { open, row }) => table = Some((std::mem::take(open), std::mem::take(row))),
            Some(Container::Cell { gap, .. }) => *gap = false,
            _ => {}
        }
        if let Some((open, row)) = table {
            self.close_table(open, row);
        }
        if under {
            self.tag("section", Role::Under);
        }
    }

    /// Opens a line where none is, and what marks it up.
    fn start_line(&mut self) {
        let in_line = self.line || self.is_bare();
        if !in_line {
            let (role, mark) = match self.open.last_mut().map(|open| &mut open.container) {
                Some(Container::Line(role)) => (*role, None),
                Some(Container::Item { role, mark, .. }) if mark.is_some() => (*role, mark.take()),
                _ => {
                    self.make_room();
                    (Role::Line, None)
                }
            };
            self.tag("p", role);
            self.line = true;
            if let Some(mark) = mark.filter(|mark| !mark.is_empty()) {
                self.mark(&mark);
            }
        }
        if let Some(Container::Cell { filled, gap }) = self.open.last_mut().map(|open| &mut open.container) {
            *filled = true;
            if std::mem::take(gap) {
                self.html.push_str("<br>");
            }
        }
        while let Some(format) = self.formats.get(self.written).filter(|_| self.written < FORMATS) {
            self.written += 1;
            let context = self.open.last().map_or(Context::Article, |open| open.context);
            let style = self.sheet.attribute(context, format.role());
            match format {
                Format::Styled("span", _) if style.is_empty() => {}
                Format::Styled(tag, _) => self.html.extend(["<", *tag, style, ">"]),
                Format::Link(address) => {
                    self.html.push_str("<a href=\"");
                    escape::push(&mut self.html, address, Place::Attribute);
                    self.html.extend(["\"", style, ">"]);
                }
            }
        }
    }

    /// The mark of an item: at a distance of its own, or of a blank.
    fn mark(&mut self, mark: &str) {
        let styled = !self.sheet.attribute(self.surrounding(), Role::Marker).is_empty();
        if styled {
            self.tag("span", Role::Marker);
        }
        escape::push(&mut self.html, mark, Place::Text);
        self.html.push_str(if styled { "</span>" } else { " " });
    }

    /// Whether text stands here without a `<p>`.
    fn is_bare(&self) -> bool {
        matches!(self.open.last().map(|open| &open.container), Some(Container::Cell { .. } | Container::Pre))
    }

    /// Whether something is in the line already.
    fn is_filled(&self) -> bool {
        match self.open.last().map(|open| &open.container) {
            Some(Container::Cell { filled, gap }) => *filled && !*gap,
            Some(Container::Pre) => true,
            _ => self.line,
        }
    }

    /// Begins what marks up a part of a line.
    pub fn begin_format(&mut self, format: Format) {
        self.formats.push(format);
    }

    /// Ends what marks up a part of a line.
    pub fn end_format(&mut self) {
        let was_written = self.written == self.formats.len();
        if let Some(format) = self.formats.pop()
            && was_written
        {
            self.written = self.formats.len();
            let style = self.sheet.attribute(self.surrounding(), format.role());
            close(&mut self.html, &format, style);
        }
    }

    /// A blank, if there is something on both its sides.
    pub fn blank(&mut self) {
        if matches!(self.open.last().map(|open| &open.container), Some(Container::Pre)) {
            self.text("\n");
        } else if self.is_filled() {
            self.blank = true;
        }
    }

    /// A break inside a line.
    pub fn line_break(&mut self) {
        if self.is_filled() {
            self.blank = false;
            self.html.push_str("<br>");
        }
    }

    /// Text.
    pub fn text(&mut self, text: &str) {
        if matches!(self.open.last().map(|open| &open.container), Some(Container::Pre)) {
            self.start_line();
            return self.literal(text);
        }
        let text = if self.is_filled() { text } else { text.trim_start_matches(is_blank) };
        let Some(first) = text.chars().next() else { return };
        let blank = std::mem::take(&mut self.blank) && self.parts_words(first);
        self.start_line();
        if blank {
            self.html.push(' ');
        }
        escape::push(&mut self.html, text, Place::Text);
        self.last = text.chars().next_back();
    }

    /// Whether a line end in front of `next` is a blank: not between Chinese characters.
    fn parts_words(&self, next: char) -> bool {
        !(is_wide(next) && self.last.is_some_and(is_wide))
    }

    /// Text in which blanks and line ends are shown.
    fn literal(&mut self, text: &str) {
        for part in text.split_inclusive([' ', '\t', '\n']) {
            let word = part.trim_end_matches([' ', '\t', '\n']);
            escape::push(&mut self.html, word, Place::Text);
            self.html.push_str(match &part[word.len()..] {
                " " => "&nbsp;",
                "\t" => "&nbsp;&nbsp;&nbsp;&nbsp;",
                "\n" => "<br>",
                _ => "",
            });
        }
    }

    /// A part of a line with a style of its own.
    pub fn styled(&mut self, tag: &'static str, role: Role, text: &str) {
        self.begin_format(Format::Styled(tag, role));
        self.text(text);
        self.end_format();
    }

    /// A picture; `size` is added to its style.
    pub fn image(&mut self, address: &str, alt: &str, size: &str) {
        if std::mem::take(&mut self.blank) && self.is_filled() {
            self.html.push(' ');
        }
        self.start_line();
        self.last = None;
        self.html.push_str("<img src=\"");
        escape::push(&mut self.html, address, Place::Attribute);
        self.html.push_str("\" alt=\"");
        escape::push(&mut self.html, alt, Place::Attribute);
        self.html.push('"');
        let style = self.sheet.attribute(self.surrounding(), Role::Image);
        let style = style.strip_prefix(" style=\"").and_then(|it| it.strip_suffix('"')).unwrap_or_default();
        let between = if style.is_empty() || size.is_empty() { "" } else { ";" };
        if !(style.is_empty() && size.is_empty()) {
            self.html.extend([" style=\"", style, between, size, "\""]);
        }
        self.html.push('>');
    }
}

/// Closes a format that was opened with `style`.
fn close(html: &mut String, format: &Format, style: &str) {
    match format {
        Format::Styled("span", _) if style.is_empty() => {}
        Format::Styled(tag, _) => html.extend(["</", tag, ">"]),
        Format::Link(_) => html.push_str("</a>"),
    }
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n')
}

/// Chinese characters and the marks that go with them.
fn is_wide(character: char) -> bool {
    matches!(character,
        '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}'
        | '\u{20000}'..='\u{3ffff}' | '“' | '”' | '‘' | '’' | '…' | '—')
}
