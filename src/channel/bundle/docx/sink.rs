//! A body as WordprocessingML: a walk over its tree.

use std::collections::HashMap;

use super::super::targets::{Target, Targets};
use super::flow::{Destination, Flow, Format, Mark};
use super::table::Cell;
use crate::model::body::{Alert, Alignment, Attribute, Body, Element, Kind, Node, NodeId, Step, Str, Value};

/// English Metric Units of a pixel, at 96 pixels an inch.
const PIXEL: u64 = 9_525;
/// The room for a picture: 14.6 cm × 20 cm.
const ROOM: (u64, u64) = (5_256_000, 7_200_000);

/// Writes one body.
pub struct Sink<'a> {
    pub flow: Flow,
    /// Places of the pictures that were used.
    pub used: Vec<usize>,
    body: &'a Body,
    targets: &'a Targets,
    /// Anchor to bookmark.
    bookmarks: HashMap<&'a str, String>,
    /// The readings that are open: whether their brackets are set here.
    readings: Vec<bool>,
    last_text: &'a str,
}

impl<'a> Sink<'a> {
    pub fn new(body: &'a Body, targets: &'a Targets) -> Sink<'a> {
        let mut bookmarks = HashMap::new();
        for step in body.walk() {
            if let Step::Start(Node { kind: Kind::Heading { id, .. }, .. }) = step {
                let name = format!("heading{}", bookmarks.len() + 1);
                bookmarks.insert(body.text(id), name);
            }
        }
        Sink {
            flow: Flow::default(),
            used: Vec::new(),
            body,
            targets,
            bookmarks,
            readings: Vec::new(),
            last_text: "",
        }
    }

    /// Writes the body, then its footnotes.
    ///
    /// They are a list at the end, and no footnotes of Word: platforms that take a file in drop those, and Word
    /// knows none that is called twice or from another one.
    pub fn body(&mut self) {
        self.walk(None);
        let body = self.body;
        if body.notes.is_empty() {
            return;
        }
        self.flow.begin_line("Heading1");
        self.flow.text("注释");
        self.flow.end();
        for (place, note) in body.notes.iter().enumerate() {
            let number = place + 1;
            let bookmark = Some(format!("note{number}"));
            self.flow.begin_item(Some(Mark::Text { text: format!("[{number}]"), bookmark }));
            if note.definition.is_some() {
                self.walk(note.definition);
            }
            self.flow.end();
        }
    }

    fn walk(&mut self, note: Option<NodeId>) {
        let body = self.body;
        let mut walk = note.map_or_else(|| body.walk(), |note| body.walk_inside(note));
        let mut depth = 0_usize;
        while let Some(step) = walk.next() {
            match step {
                Step::Start(node) if node.kind == Kind::Note => {
                    depth += 1;
                    walk.skip_content();
                }
                Step::Start(node) => {
                    depth += 1;
                    self.start(node.kind);
                }
                Step::End(node) => {
                    depth -= 1;
                    self.end(node.kind);
                }
                Step::Leaf(node) => self.leaf(node.kind),
            }
            if let (0, Step::End(node) | Step::Leaf(node)) = (depth, step)
                && !node.kind.is_inline()
            {
                self.flow.end_line();
            }
        }
        self.flow.end_line();
    }

    fn start(&mut self, kind: Kind) {
        let flow = &mut self.flow;
        match kind {
            Kind::Paragraph => flow.end_line(),
            Kind::Figure => flow.begin_line("Figure"),
            Kind::Caption => flow.begin_line("Caption"),
            Kind::Heading { level, id } => {
                flow.begin_line(heading(level));
                if let Some(name) = self.bookmarks.get(self.body.text(id)) {
                    self.flow.bookmark(name);
                }
            }
            Kind::Quote => flow.begin_quote(),
            Kind::Alert(alert) => {
                flow.begin_quote();
                flow.begin_format(Format::Bold);
                flow.text(title(alert));
                flow.end_format();
                flow.end_line();
            }
            Kind::CodeBlock { .. } => flow.begin_pre(),
            Kind::BulletList => flow.begin_list(None),
            Kind::OrderedList { start } => flow.begin_list(Some(start)),
            Kind::Item { .. } => flow.begin_list_item(None),
            Kind::Term => flow.begin_line("Term"),
            Kind::Definition => flow.begin_item(None),
            Kind::Table => flow.begin_table(),
            Kind::TableHead | Kind::TableRow => flow.begin_row(),
            Kind::Cell { alignment, head } => {
                let side = match alignment {
                    Alignment::None => None,
                    Alignment::Left => Some("left"),
                    Alignment::Centre => Some("center"),
                    Alignment::Right => Some("right"),
                };
                flow.begin_cell(Cell { head, side, columns: 1, rows: 1, ..Cell::default() });
            }
            Kind::Link { reference, .. } => self.begin_link(Some(reference)),
            Kind::Element { element, .. } => self.start_element(self.body.element(element)),
            kind => flow.begin_formats(format_of(kind)),
        }
    }

    fn end(&mut self, kind: Kind) {
        match kind {
            Kind::Paragraph => self.flow.end_line(),
            Kind::BulletList | Kind::OrderedList { .. } => self.flow.end_list(),
            Kind::Figure
            | Kind::Caption
            | Kind::Heading { .. }
            | Kind::Quote
            | Kind::Alert(_)
            | Kind::CodeBlock { .. }
            | Kind::Item { .. }
            | Kind::Term
            | Kind::Definition
            | Kind::Table
            | Kind::Cell { .. } => self.flow.end(),
            Kind::Link { .. } => self.flow.end_link(),
            Kind::Element { element, .. } => self.end_element(self.body.element(element)),
            kind => self.flow.end_formats(format_of(kind)),
        }
    }

    fn leaf(&mut self, kind: Kind) {
        match kind {
            Kind::Text(text) => self.text(text),
            Kind::Code(text) => {
                self.flow.begin_format(Format::Code);
                self.text(text);
                self.flow.end_format();
            }
            Kind::SoftBreak => self.flow.blank(),
            Kind::HardBreak | Kind::Break => self.flow.line_break(),
            Kind::Rule => self.rule(),
            Kind::Image { reference, alt, .. } => self.image(reference, self.body.text(alt)),
            Kind::NoteCall { number, .. } => {
                self.flow.begin_link(Destination::Bookmark(format!("note{number}")));
                self.flow.begin_format(Format::Raised);
                self.flow.text(&format!("[{number}]"));
                self.flow.end_format();
                self.flow.end_link();
            }
            Kind::Task { done } => self.flow.text(if done { "☑ " } else { "☐ " }),
            Kind::Void { element, .. } => match self.body.element(element) {
                Element { name: "img", attributes } => {
                    let alt = self.value(attributes, "alt").unwrap_or_default();
                    if let Some(source) = reference(attributes) {
                        self.image(source, alt);
                    }
                }
                Element { name: "br", .. } => self.flow.line_break(),
                Element { name: "hr", .. } => self.rule(),
                _ => {}
            },
            _ => {}
        }
    }

    fn text(&mut self, text: Str) {
        self.last_text = self.body.text(text);
        self.flow.text(self.last_text);
    }

    fn rule(&mut self) {
        self.flow.begin_line("Figure");
        self.flow.text("· · ·");
        self.flow.end();
    }

    fn begin_link(&mut self, reference: Option<u32>) {
        let destination = match reference.map(|it| self.targets.at(it)) {
            Some(Target::Address(address)) => Destination::Address(address.clone()),
            Some(Target::Anchor(anchor)) => match self.bookmarks.get(anchor.as_str()) {
                Some(name) => Destination::Bookmark(name.clone()),
                None => Destination::Nowhere,
            },
            _ => Destination::Nowhere,
        };
        self.flow.begin_link(destination);
    }

    fn image(&mut self, reference: u32, alt: &str) {
        if let Target::Picture(place) = self.targets.at(reference)
            && let Some(size) = self.targets.pictures[*place].file.word_size()
        {
            self.used.push(*place);
            self.flow.picture(&format!("rPicture{}", place + 1), alt, shown(size));
            return;
        }
        self.flow.text(&format!("［图：{alt}］"));
    }

    fn start_element(&mut self, element: &'a Element) {
        let attributes = &element.attributes;
        match element.name {
            "a" => self.begin_link(reference(attributes)),
            "blockquote" | "details" => self.flow.begin_quote(),
            "summary" | "dt" => self.flow.begin_line("Term"),
            "h2" => self.flow.begin_line("Heading1"),
            "h3" => self.flow.begin_line("Heading2"),
            "h4" => self.flow.begin_line("Heading3"),
            "h5" => self.flow.begin_line("Heading4"),
            "h6" => self.flow.begin_line("Heading5"),
            "figure" => self.flow.begin_line("Figure"),
            "figcaption" | "caption" => self.flow.begin_line("Caption"),
            "pre" => self.flow.begin_pre(),
            "dd" => self.flow.begin_item(None),
            "ul" => self.flow.begin_list(None),
            "ol" => {
                let start = self.number(attributes, "start").unwrap_or(1);
                self.flow.begin_list(Some(start));
            }
            "li" => {
                let value = self.number(attributes, "value");
                self.flow.begin_list_item(value);
            }
            "table" => self.flow.begin_table(),
            "tr" => self.flow.begin_row(),
            "td" | "th" => {
                let count =
                    |name| self.number(attributes, name).and_then(|it| usize::try_from(it).ok()).unwrap_or(1);
                let (columns, rows, head) = (count("colspan"), count("rowspan"), element.name == "th");
                self.flow.begin_cell(Cell { head, columns, rows, ..Cell::default() });
            }
            "q" => self.flow.text("“"),
            // The editor may have set brackets himself, in `<rp>`.
            "rt" => {
                let bare = !self.last_text.ends_with(['（', '(']);
                self.readings.push(bare);
                if bare {
                    self.flow.text("（");
                }
            }
            "p" | "div" | "dl" => self.flow.end_line(),
            name => self.flow.begin_formats(named_format(name)),
        }
    }

    fn end_element(&mut self, element: &Element) {
        match element.name {
            "a" => self.flow.end_link(),
            "blockquote" | "details" | "summary" | "h2" | "h3" | "h4" | "h5" | "h6" | "figure"
            | "figcaption" | "caption" | "pre" | "dt" | "dd" | "li" | "table" | "td" | "th" => {
                self.flow.end()
            }
            "ul" | "ol" => self.flow.end_list(),
            "q" => self.flow.text("”"),
            "rt" if self.readings.pop() == Some(true) => self.flow.text("）"),
            "p" | "div" | "dl" => self.flow.end_line(),
            name => self.flow.end_formats(named_format(name)),
        }
    }

    fn number(&self, attributes: &[Attribute], name: &str) -> Option<u64> {
        self.value(attributes, name)?.parse().ok()
    }

    fn value(&self, attributes: &[Attribute], name: &str) -> Option<&'a str> {
        let body = self.body;
        let found = attributes.iter().find(|it| it.name == name).and_then(|it| match it.value {
            Value::Text(text) => Some(text),
            Value::Reference(_) => None,
        });
        found.map(|text| body.text(text).trim()).filter(|text| !text.is_empty())
    }
}

fn reference(attributes: &[Attribute]) -> Option<u32> {
    attributes.iter().find_map(|it| match it.value {
        Value::Reference(reference) => Some(reference),
        Value::Text(_) => None,
    })
}

fn heading(level: u8) -> &'static str {
    ["Heading1", "Heading2", "Heading3", "Heading4", "Heading5"][usize::from(level.clamp(2, 6)) - 2]
}

fn title(alert: Alert) -> &'static str {
    match alert {
        Alert::Note => "说明",
        Alert::Tip => "提示",
        Alert::Important => "重要",
        Alert::Warning => "注意",
        Alert::Caution => "当心",
    }
}

fn format_of(kind: Kind) -> Option<Format> {
    Some(match kind {
        Kind::Emphasis => Format::Italic,
        Kind::Strong => Format::Bold,
        Kind::Strikethrough => Format::Struck,
        Kind::Superscript => Format::Raised,
        Kind::Subscript => Format::Lowered,
        _ => return None,
    })
}

/// What an element marks up inside a line.
fn named_format(name: &str) -> Option<Format> {
    Some(match name {
        "b" | "strong" => Format::Bold,
        "i" | "em" | "cite" | "dfn" | "var" => Format::Italic,
        "del" | "s" => Format::Struck,
        "ins" | "u" => Format::Underlined,
        "mark" => Format::Marked,
        "small" => Format::Small,
        "sup" => Format::Raised,
        "sub" => Format::Lowered,
        "code" | "samp" | "kbd" => Format::Code,
        _ => return None,
    })
}

/// How large a picture is shown: at its own size, or as large as the page has room.
fn shown((width, height): (u32, u32)) -> (u64, u64) {
    let (width, height) = (u64::from(width.max(1)), u64::from(height.max(1)));
    let (mut shown, mut tall) = (width * PIXEL, height * PIXEL);
    if shown > ROOM.0 {
        (shown, tall) = (ROOM.0, (ROOM.0 * height / width).max(1));
    }
    if tall > ROOM.1 {
        (shown, tall) = ((ROOM.1 * width / height).max(1), ROOM.1);
    }
    (shown, tall)
}
