//! Blocks and runs of WordprocessingML: a paragraph is opened when there is something to stand in it.
//!
//! Knows no body; whoever writes says what begins, what ends and what is shown. Everything follows from the
//! calls alone: names and numbers are counted, none are drawn.

use std::collections::HashMap;

use super::super::xml;
use super::table::{Cell, Table};

/// How far a level is set in, in twentieths of a point, and at most.
const STEP: usize = 420;
const STEPS: usize = 10;
/// Levels of lists that a numbering has.
const LEVELS: usize = 9;
/// The greatest number at which Word lets a list start.
const LAST_START: u64 = 32_767;
/// Characters of an address that Word opens.
const ADDRESS: usize = 2_000;

/// What stands in front of the first line of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// The number or sign of a list.
    List { number: usize, level: usize },
    /// Written out, with the name of the place.
    Text { text: String, bookmark: Option<String> },
}

/// Something that is open around what is being written.
#[derive(Debug)]
enum Container {
    Quote,
    /// One paragraph of a style.
    Line(&'static str),
    Item {
        mark: Option<Mark>,
    },
    Pre,
    Table(Table),
    /// What was written before it is kept aside.
    Cell {
        cell: Cell,
        before: String,
    },
}

/// How a run looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    Bold,
    Italic,
    Struck,
    Underlined,
    Marked,
    Raised,
    Lowered,
    Code,
    Small,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    Address(String),
    Bookmark(String),
    Nowhere,
}

/// A list that is open.
#[derive(Debug)]
struct List {
    /// `None` for one with signs.
    number: Option<usize>,
    /// Where its numbers are too great for Word: the next.
    written: Option<u64>,
}

/// Writes paragraphs and tables.
#[derive(Debug, Default)]
pub struct Flow {
    pub out: String,
    line: String,
    open_line: bool,
    containers: Vec<Container>,
    formats: Vec<Format>,
    links: Vec<Destination>,
    lists: Vec<List>,
    /// The numbered lists: level and start.
    pub numberings: Vec<(usize, u64)>,
    /// What links lead to, in the order of their relations.
    pub addresses: Vec<String>,
    places: HashMap<String, usize>,
    bookmarks: usize,
    drawings: usize,
    blank: bool,
    last: Option<char>,
}

impl Flow {
    fn level(&self) -> usize {
        let is_level = |it: &&Container| matches!(it, Container::Quote | Container::Item { .. });
        let inside = self.containers.iter().rev().take_while(|it| !matches!(it, Container::Cell { .. }));
        inside.filter(is_level).count().min(STEPS)
    }

    /// The style of a paragraph that begins now.
    fn style(&self) -> &'static str {
        for container in self.containers.iter().rev() {
            match container {
                Container::Line(style) => return style,
                Container::Pre => return "Code",
                Container::Quote => return "Quote",
                Container::Cell { .. } => return "TableText",
                Container::Item { .. } | Container::Table(_) => {}
            }
        }
        if self.level() == 0 { "BodyText" } else { "ListText" }
    }

    fn start_line(&mut self) {
        if self.open_line {
            return;
        }
        let style = self.style();
        let level = self.level();
        let mark = match self.containers.last_mut() {
            Some(Container::Item { mark }) => mark.take(),
            _ => None,
        };
        let mut line = format!("<w:pPr><w:pStyle w:val=\"{style}\"/>");
        if let Some(Mark::List { number, level }) = &mark {
            line += &format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{number}\"/></w:numPr>");
        }
        if level > 0 {
            let hanging = if mark.is_some() { format!(" w:hanging=\"{STEP}\"") } else { String::new() };
            line += &format!("<w:ind w:left=\"{}\"{hanging}/>", level * STEP);
        }
        if let Some(Container::Cell { cell, .. }) = self.containers.last()
            && let Some(side) = cell.side
        {
            line += &format!("<w:jc w:val=\"{side}\"/>");
        }
        line += "</w:pPr>";
        self.line = line;
        self.open_line = true;
        self.last = None;
        if let Some(Mark::Text { text, bookmark }) = mark {
            if let Some(name) = bookmark {
                self.bookmark(&name);
            }
            self.text(&text);
            self.line += "<w:r><w:tab/></w:r>";
            self.last = None;
        }
    }

    /// Ends the paragraph that is open, if one is.
    pub fn end_line(&mut self) {
        self.blank = false;
        if std::mem::take(&mut self.open_line) {
            let line = std::mem::take(&mut self.line);
            self.out += "<w:p>";
            self.out += &line;
            self.out += "</w:p>";
        }
    }

    /// Ends the paragraph and sees to it that a block may begin here.
    fn make_room(&mut self) {
        if matches!(self.containers.last(), Some(Container::Item { mark: Some(_) })) {
            self.start_line();
        }
        self.end_line();
    }

    pub fn begin_quote(&mut self) {
        self.make_room();
        self.containers.push(Container::Quote);
    }

    /// Begins what has one paragraph of a style.
    pub fn begin_line(&mut self, style: &'static str) {
        self.make_room();
        self.containers.push(Container::Line(style));
    }

    pub fn begin_pre(&mut self) {
        self.make_room();
        self.containers.push(Container::Pre);
    }

    /// Begins an item with a mark of its own; without one, it is only set in.
    pub fn begin_item(&mut self, mark: Option<Mark>) {
        self.make_room();
        self.containers.push(Container::Item { mark });
    }

    /// Begins a list; numbered from `start`, if it is numbered.
    pub fn begin_list(&mut self, start: Option<u64>) {
        self.make_room();
        let written = start.filter(|start| *start > LAST_START);
        let number = start.filter(|_| written.is_none()).map(|start| self.numbering(self.lists.len(), start));
        self.lists.push(List { number, written });
    }

    /// The number of a new numbering. The first is that of signs.
    fn numbering(&mut self, level: usize, start: u64) -> usize {
        self.numberings.push((level.min(LEVELS - 1), start));
        self.numberings.len() + 1
    }

    pub fn end_list(&mut self) {
        self.end_line();
        self.lists.pop();
    }

    /// Begins an item of the list; `value` is another number than the next.
    pub fn begin_list_item(&mut self, value: Option<u64>) {
        let level = self.lists.len().saturating_sub(1);
        let renumbered = value.filter(|value| *value <= LAST_START && !self.lists.is_empty());
        let renumbered = renumbered.map(|value| self.numbering(level, value));
        let mark = match self.lists.last_mut() {
            Some(List { written: Some(next), .. }) => {
                let text = format!("{next}.");
                *next = next.saturating_add(1);
                Mark::Text { text, bookmark: None }
            }
            Some(List { number: Some(number), .. }) => {
                *number = renumbered.unwrap_or(*number);
                Mark::List { number: *number, level: level.min(LEVELS - 1) }
            }
            _ => Mark::List { number: 1, level: level.min(LEVELS - 1) },
        };
        self.begin_item(Some(mark));
    }

    /// Begins a table. It is written when it ends; what stands in it between cells comes before it.
    pub fn begin_table(&mut self) {
        self.make_room();
        self.containers.push(Container::Table(Table::default()));
    }

    pub fn begin_row(&mut self) {
        self.end_line();
        if let Some(Container::Table(table)) = self.containers.last_mut() {
            table.begin_row();
        }
    }

    pub fn begin_cell(&mut self, cell: Cell) {
        self.end_line();
        if matches!(self.containers.last(), Some(Container::Table(_))) {
            let before = std::mem::take(&mut self.out);
            self.containers.push(Container::Cell { cell, before });
        } else {
            self.make_room();
            self.containers.push(Container::Line("BodyText"));
        }
    }

    /// Ends what began last.
    pub fn end(&mut self) {
        if matches!(self.containers.last(), Some(Container::Item { mark: Some(_) })) {
            // An item that shows nothing still shows that it is there.
            self.start_line();
        }
        self.end_line();
        match self.containers.pop() {
            Some(Container::Cell { mut cell, before }) => {
                cell.content = std::mem::replace(&mut self.out, before);
                if let Some(Container::Table(table)) = self.containers.last_mut() {
                    table.push(cell);
                }
            }
            Some(Container::Table(table)) => table.write(&mut self.out),
            _ => {}
        }
    }

    pub fn begin_format(&mut self, format: Format) {
        self.formats.push(format);
    }

    pub fn end_format(&mut self) {
        self.formats.pop();
    }

    pub fn begin_formats(&mut self, format: Option<Format>) {
        self.formats.extend(format);
    }

    pub fn end_formats(&mut self, format: Option<Format>) {
        if format.is_some() {
            self.formats.pop();
        }
    }

    pub fn begin_link(&mut self, destination: Destination) {
        self.links.push(destination);
    }

    pub fn end_link(&mut self) {
        self.links.pop();
    }

    /// Names this place.
    pub fn bookmark(&mut self, name: &str) {
        self.start_line();
        self.bookmarks += 1;
        let id = self.bookmarks;
        self.line +=
            &format!("<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/><w:bookmarkEnd w:id=\"{id}\"/>");
    }

    /// A blank, if there is something on both its sides.
    pub fn blank(&mut self) {
        if matches!(self.containers.last(), Some(Container::Pre)) {
            self.text("\n");
        } else if self.open_line {
            self.blank = true;
        }
    }

    pub fn line_break(&mut self) {
        if self.open_line {
            self.blank = false;
            self.line += "<w:r><w:br/></w:r>";
            self.last = None;
        }
    }

    pub fn text(&mut self, text: &str) {
        let pre = matches!(self.containers.last(), Some(Container::Pre));
        let text = if self.open_line || pre { text } else { text.trim_start() };
        let Some(first) = text.chars().next() else { return };
        self.start_line();
        let blank =
            std::mem::take(&mut self.blank) && !(xml::is_wide(first) && self.last.is_some_and(xml::is_wide));
        let mut content = String::with_capacity(text.len() + 64);
        if blank {
            content += "<w:t xml:space=\"preserve\"> </w:t>";
        }
        for (place, row) in text.split('\n').enumerate() {
            if place > 0 {
                content += if pre { "<w:br/>" } else { " " };
            }
            for (place, part) in row.split('\t').enumerate() {
                if place > 0 {
                    content += "<w:tab/>";
                }
                if !part.is_empty() {
                    content += "<w:t xml:space=\"preserve\">";
                    xml::push(&mut content, part);
                    content += "</w:t>";
                }
            }
        }
        self.run(&content);
        self.last = text.chars().next_back();
    }

    /// A run with all that marks it up.
    fn run(&mut self, content: &str) {
        let destination = self.links.iter().rev().find(|it| **it != Destination::Nowhere).cloned();
        let opening = destination.and_then(|it| self.hyperlink(it));
        let has = |format: Format| self.formats.contains(&format);
        let head =
            matches!(self.containers.last(), Some(Container::Cell { cell: Cell { head: true, .. }, .. }));
        let mut look = String::new();
        if opening.is_some() {
            look += "<w:rStyle w:val=\"Hyperlink\"/>";
        } else if has(Format::Code) {
            look += "<w:rStyle w:val=\"CodeText\"/>";
        }
        for (is_so, element) in [
            (has(Format::Bold) || head, "<w:b/><w:bCs/>"),
            (has(Format::Italic), "<w:i/><w:iCs/>"),
            (has(Format::Struck), "<w:strike/>"),
            (has(Format::Small), "<w:sz w:val=\"20\"/>"),
            (has(Format::Marked), "<w:highlight w:val=\"yellow\"/>"),
            (has(Format::Underlined), "<w:u w:val=\"single\"/>"),
        ] {
            look += if is_so { element } else { "" };
        }
        let shift = self.formats.iter().rev().find_map(|it| match it {
            Format::Raised => Some("<w:vertAlign w:val=\"superscript\"/>"),
            Format::Lowered => Some("<w:vertAlign w:val=\"subscript\"/>"),
            _ => None,
        });
        look += shift.unwrap_or_default();
        let line = &mut self.line;
        line.extend(opening.as_deref());
        *line += "<w:r>";
        if !look.is_empty() {
            line.extend(["<w:rPr>", &look, "</w:rPr>"]);
        }
        *line += content;
        *line += "</w:r>";
        if opening.is_some() {
            *line += "</w:hyperlink>";
        }
    }

    /// The start of a link; `None` for one that Word could not read.
    fn hyperlink(&mut self, destination: Destination) -> Option<String> {
        match destination {
            Destination::Bookmark(name) => Some(format!("<w:hyperlink w:anchor=\"{name}\">")),
            Destination::Address(address) => {
                // Word refuses a whole file for one address that is none.
                let address = String::from(url::Url::parse(&address).ok()?);
                if address.len() > ADDRESS {
                    return None;
                }
                let next = self.addresses.len();
                let place = *self.places.entry(address.clone()).or_insert(next);
                if place == next {
                    self.addresses.push(address);
                }
                Some(format!("<w:hyperlink r:id=\"rLink{}\">", place + 1))
            }
            Destination::Nowhere => None,
        }
    }

    /// A picture of so many English Metric Units; `relation` names its file.
    pub fn picture(&mut self, relation: &str, alt: &str, (width, height): (u64, u64)) {
        self.start_line();
        self.drawings += 1;
        let id = self.drawings;
        let mut described = String::new();
        xml::push(&mut described, alt);
        let content = format!(
            "<w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">\
             <wp:extent cx=\"{width}\" cy=\"{height}\"/>\
             <wp:docPr id=\"{id}\" name=\"图 {id}\" descr=\"{described}\"/>\
             <wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>\
             <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">\
             <pic:pic><pic:nvPicPr><pic:cNvPr id=\"{id}\" name=\"图 {id}\" descr=\"{described}\"/><pic:cNvPicPr/></pic:nvPicPr>\
             <pic:blipFill><a:blip r:embed=\"{relation}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
             <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm>\
             <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>\
             </a:graphicData></a:graphic></wp:inline></w:drawing>"
        );
        self.blank = false;
        self.last = None;
        self.run(&content);
    }
}
