//! A body as the HTML of WeChat: a walk over its tree.

use super::BlockCost;
use super::flow::{Flow, Format};
use super::links::{Destination, Links, destination, outside};
use super::style::{Context, Role, Sheet};
use super::{COLUMN, Image, PictureAddress};
use crate::diagnostic::Span;
use crate::model::body::{Alert, Alignment, Body, Element, Kind, Node, NodeId, Step, Str, Value};
use crate::model::document::is_safe_address;
use crate::model::{Catalog, Resolution};

/// Characters of a block by which it is named.
const WORDS: usize = 16;

/// Writes one article.
pub struct Writer<'a> {
    pub flow: Flow<'a>,
    pub links: Links,
    pub images: Vec<Image>,
    pub costs: Vec<BlockCost>,
    body: &'a Body,
    catalog: &'a Catalog,
    resolutions: &'a [Resolution],
    picture: &'a PictureAddress<'a>,
    /// The lists that are open: the number of the next item where they are numbered.
    lists: Vec<Option<u64>>,
    /// The links that are open, with their words so far.
    open_links: Vec<(Destination, String)>,
    /// The readings that are open: whether their brackets are set here.
    readings: Vec<bool>,
    /// The first words of the block that is open.
    words: String,
}

impl<'a> Writer<'a> {
    pub fn new(
        body: &'a Body,
        (catalog, resolutions): (&'a Catalog, &'a [Resolution]),
        sheet: &'a Sheet,
        picture: &'a PictureAddress<'a>,
    ) -> Writer<'a> {
        let room = body.text_length() * 3 + 4096;
        Writer {
            flow: Flow::new(sheet, room),
            links: Links::default(),
            images: Vec::new(),
            costs: Vec::new(),
            body,
            catalog,
            resolutions,
            picture,
            lists: Vec::new(),
            open_links: Vec::new(),
            readings: Vec::new(),
            words: String::new(),
        }
    }

    /// Writes the body, then its footnotes.
    pub fn body(&mut self) {
        self.walk(None);
        self.notes();
    }

    fn walk(&mut self, note: Option<NodeId>) {
        let body = self.body;
        let mut walk = note.map_or_else(|| body.walk(), |note| body.walk_inside(note));
        let mut depth = 0_usize;
        let mut begun = self.flow.html.len();
        while let Some(step) = walk.next() {
            match step {
                Step::Start(node) => {
                    depth += 1;
                    if node.kind == Kind::Note {
                        walk.skip_content();
                    } else {
                        self.start(node.kind);
                    }
                }
                Step::End(node) => {
                    depth -= 1;
                    self.end(node.kind);
                }
                Step::Leaf(node) => self.leaf(node),
            }
            if let (0, None, Step::End(node) | Step::Leaf(node)) = (depth, note, step) {
                if !node.kind.is_inline() {
                    self.flow.end_line();
                }
                begun = self.count(Some(node.span), begun);
            }
        }
        self.flow.end_line();
    }

    /// Notes what was written since `begun` as the cost of a block; where the next one begins.
    pub fn count(&mut self, span: Option<Span>, begun: usize) -> usize {
        let end = self.flow.html.len();
        let words = std::mem::take(&mut self.words);
        if end > begun {
            let characters = self.flow.html[begun..].chars().count();
            self.costs.push(BlockCost { words, span, characters });
        }
        end
    }

    fn start(&mut self, kind: Kind) {
        let flow = &mut self.flow;
        match kind {
            Kind::Paragraph => flow.end_line(),
            Kind::Figure => flow.begin_line(Role::Figure),
            Kind::Caption => flow.begin_line(Role::Caption),
            Kind::Heading { level, .. } => flow.begin_line(heading(level)),
            Kind::Quote => flow.begin_box(Context::Quote),
            Kind::Alert(alert) => self.alert(alert),
            Kind::CodeBlock { .. } => flow.begin_pre(),
            Kind::BulletList => self.begin_list(None),
            Kind::OrderedList { start } => self.begin_list(Some(start)),
            Kind::Item { .. } => self.begin_item(None),
            Kind::Term => flow.begin_line(Role::Term),
            Kind::Definition => flow.begin_item(Role::Definition, String::new()),
            Kind::Table => flow.begin_table(),
            Kind::TableHead | Kind::TableRow => flow.begin_row(),
            Kind::Cell { alignment, head } => {
                let role = if head { Role::Head } else { Role::Cell };
                let extra = match alignment {
                    Alignment::None => "",
                    Alignment::Left => "text-align:left",
                    Alignment::Centre => "text-align:center",
                    Alignment::Right => "text-align:right",
                };
                flow.begin_cell(role, "", extra);
            }
            Kind::Emphasis => flow.begin_format(Format::Styled("em", Role::Emphasis)),
            Kind::Strong => flow.begin_format(Format::Styled("strong", Role::Strong)),
            Kind::Strikethrough => flow.begin_format(Format::Styled("span", Role::Deleted)),
            Kind::Superscript => flow.begin_format(Format::Styled("span", Role::Raised)),
            Kind::Subscript => flow.begin_format(Format::Styled("span", Role::Lowered)),
            Kind::Link { reference, .. } => self.begin_link(reference),
            Kind::Element { element, .. } => self.start_element(self.body.element(element)),
            _ => {}
        }
    }

    fn end(&mut self, kind: Kind) {
        match kind {
            Kind::Paragraph => self.flow.end_line(),
            Kind::BulletList | Kind::OrderedList { .. } => self.end_list(),
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
            Kind::Emphasis | Kind::Strong | Kind::Strikethrough | Kind::Superscript | Kind::Subscript => {
                self.flow.end_format()
            }
            Kind::Link { .. } => self.end_link(),
            Kind::Element { element, .. } => self.end_element(self.body.element(element)),
            _ => {}
        }
    }

    fn leaf(&mut self, node: Node) {
        match node.kind {
            Kind::Text(text) => self.text(self.body.text(text)),
            Kind::Code(text) => {
                self.flow.begin_format(Format::Styled("code", Role::Code));
                self.text(self.body.text(text));
                self.flow.end_format();
            }
            Kind::SoftBreak => self.flow.blank(),
            Kind::HardBreak | Kind::Break => self.flow.line_break(),
            Kind::Rule => self.rule(),
            Kind::Image { reference, alt, .. } => self.image(reference, self.body.text(alt), None),
            Kind::NoteCall { number, .. } => {
                self.flow.styled("span", Role::Number, &format!("[注{number}]"));
            }
            Kind::Task { done } => {
                let mark = if done { "☑" } else { "☐" };
                if !self.flow.change_mark(mark) {
                    self.flow.text(mark);
                }
            }
            Kind::Void { element, .. } => match self.body.element(element) {
                Element { name: "img", attributes } => {
                    let alt = self.value(attributes, "alt").unwrap_or_default();
                    let width = self.value(attributes, "width");
                    let source = attributes.iter().find_map(|it| match it.value {
                        Value::Reference(reference) => Some(reference),
                        Value::Text(_) => None,
                    });
                    if let Some(source) = source {
                        self.image(source, alt, width);
                    }
                }
                Element { name: "br", .. } => self.flow.line_break(),
                Element { name: "hr", .. } => self.rule(),
                _ => {}
            },
            _ => {}
        }
    }

    /// Text of the body.
    fn text(&mut self, text: &str) {
        self.flow.text(text);
        if self.words.len() < WORDS * 3 {
            let missing = WORDS.saturating_sub(self.words.chars().count());
            self.words.extend(text.chars().filter(|it| *it != '\n').take(missing));
        }
        if let Some((_, words)) = self.open_links.last_mut() {
            words.push_str(text);
        }
    }

    fn rule(&mut self) {
        self.flow.begin_line(Role::Rule);
        self.flow.text("· · ·");
        self.flow.end();
    }

    fn alert(&mut self, alert: Alert) {
        let (context, title) = match alert {
            Alert::Note => (Context::Note, "说明"),
            Alert::Tip => (Context::Tip, "提示"),
            Alert::Important => (Context::Important, "重要"),
            Alert::Warning => (Context::Warning, "注意"),
            Alert::Caution => (Context::Caution, "当心"),
        };
        self.flow.begin_box(context);
        self.flow.begin_line(Role::Title);
        self.flow.text(title);
        self.flow.end();
    }

    fn begin_list(&mut self, start: Option<u64>) {
        self.flow.end_line();
        self.lists.push(start);
    }

    fn end_list(&mut self) {
        self.flow.end_line();
        self.lists.pop();
    }

    fn begin_item(&mut self, value: Option<u64>) {
        let depth = self.lists.len();
        let mark = match self.lists.last_mut() {
            Some(Some(next)) => {
                let number = value.unwrap_or(*next);
                *next = number.saturating_add(1);
                format!("{number}.")
            }
            _ => ["•", "◦", "▪"][depth.saturating_sub(1) % 3].to_owned(),
        };
        self.flow.begin_item(Role::Item, mark);
    }

    fn begin_link(&mut self, reference: u32) {
        let place = reference as usize;
        let destination = match self.body.references.get(place) {
            Some(target) => destination(self.catalog, target, self.resolutions.get(place)),
            None => Destination::None,
        };
        if let Destination::Kept(address) = &destination {
            self.flow.begin_format(Format::Link(address.clone()));
        }
        self.open_links.push((destination, String::new()));
    }

    fn end_link(&mut self) {
        let Some((destination, words)) = self.open_links.pop() else { return };
        // What is linked in a link is also what is linked by it.
        if let Some((_, outer)) = self.open_links.last_mut() {
            outer.push_str(&words);
        }
        match destination {
            Destination::Kept(_) => self.flow.end_format(),
            Destination::Listed(address) if words != address => self.number(&address, &words),
            Destination::Shown(shown) if !words.contains(&shown) => self.flow.text(&format!("（{shown}）")),
            Destination::Listed(_) | Destination::Shown(_) | Destination::None => {}
        }
    }

    /// The number that stands for an address.
    pub fn number(&mut self, address: &str, words: &str) {
        let number = self.links.number(address, words);
        self.flow.styled("span", Role::Number, &format!("[{number}]"));
    }

    fn image(&mut self, reference: u32, alt: &str, width: Option<&str>) {
        let place = reference as usize;
        let (mut address, mut source, mut size) = (String::new(), None, String::new());
        match self.resolutions.get(place) {
            Some(resolution @ Resolution::Asset(_)) => {
                if let Some(asset) = self.catalog.asset(resolution) {
                    address = (self.picture)(asset);
                    source = Some(asset.source.clone());
                    size = asset.size.map(|(width, _)| width_of(width)).unwrap_or_default();
                }
            }
            Some(Resolution::Outside) => {
                let target = self.body.references.get(place).map_or("", |reference| &reference.target);
                if let (true, Destination::Listed(outside) | Destination::Kept(outside)) =
                    (is_safe_address(target), outside(target))
                {
                    address = outside;
                }
            }
            _ => {}
        }
        if let Some(written) = width {
            let digits = written.strip_suffix('%').unwrap_or(written);
            if let Ok(number) = digits.parse::<u32>() {
                let percent = written.len() > digits.len();
                size = if percent { format!("width:{}%", number.min(100)) } else { width_of(number) };
            }
        }
        if address.is_empty() {
            return self.flow.text(&format!("［图：{alt}］"));
        }
        self.flow.image(&address, alt, &size);
        self.images.push(Image { source, address, alt: alt.to_owned() });
    }

    fn notes(&mut self) {
        let body = self.body;
        if body.notes.is_empty() {
            return;
        }
        let begun = self.flow.html.len();
        self.flow.begin_box(Context::Notes);
        self.flow.begin_line(Role::Title);
        self.flow.text("注释");
        self.flow.end();
        for (place, note) in body.notes.iter().enumerate() {
            self.flow.begin_item(Role::Item, format!("[注{}]", place + 1));
            if note.definition.is_some() {
                self.walk(note.definition);
            }
            self.flow.end();
        }
        self.flow.end();
        self.words = "注释".to_owned();
        self.count(None, begun);
    }

    fn start_element(&mut self, element: &'a Element) {
        if let Some(format) = format_of(element.name) {
            return self.flow.begin_format(format);
        }
        match element.name {
            "a" => match element.attributes.iter().find(|it| it.name == "href").map(|it| it.value) {
                Some(Value::Reference(reference)) => self.begin_link(reference),
                _ => self.open_links.push((Destination::None, String::new())),
            },
            "blockquote" => self.flow.begin_box(Context::Quote),
            "details" => self.flow.begin_box(Context::Details),
            "summary" => self.flow.begin_line(Role::Title),
            "h2" => self.flow.begin_line(Role::Heading2),
            "h3" => self.flow.begin_line(Role::Heading3),
            "h4" | "h5" | "h6" => self.flow.begin_line(Role::Heading4),
            "figure" => self.flow.begin_line(Role::Figure),
            "figcaption" | "caption" => self.flow.begin_line(Role::Caption),
            "pre" => self.flow.begin_pre(),
            "dt" => self.flow.begin_line(Role::Term),
            "dd" => self.flow.begin_item(Role::Definition, String::new()),
            "ul" => self.begin_list(None),
            "ol" => {
                let start = self.value(&element.attributes, "start").and_then(|it| it.parse().ok());
                self.begin_list(Some(start.unwrap_or(1)));
            }
            "li" => {
                let value = self.value(&element.attributes, "value").and_then(|it| it.parse().ok());
                self.begin_item(value);
            }
            "table" => self.flow.begin_table(),
            "tr" => self.flow.begin_row(),
            "td" | "th" => self.begin_cell(element),
            "q" => self.text("“"),
            // The editor may have set brackets himself, in `<rp>`.
            "rt" => {
                let bare = !self.flow.html.ends_with(['（', '(']);
                self.readings.push(bare);
                if bare {
                    self.flow.text("（");
                }
            }
            "p" | "div" | "dl" => self.flow.end_line(),
            _ => {}
        }
    }

    fn end_element(&mut self, element: &Element) {
        if format_of(element.name).is_some() {
            return self.flow.end_format();
        }
        match element.name {
            "a" => self.end_link(),
            "blockquote" | "details" | "summary" | "h2" | "h3" | "h4" | "h5" | "h6" | "figure"
            | "figcaption" | "caption" | "pre" | "dt" | "dd" | "li" | "table" | "td" | "th" => {
                self.flow.end()
            }
            "ul" | "ol" => self.end_list(),
            "q" => self.text("”"),
            "rt" if self.readings.pop() == Some(true) => self.flow.text("）"),
            "abbr" => {
                if let Some(title) = self.value(&element.attributes, "title") {
                    let title = format!("（{title}）");
                    self.flow.text(&title);
                }
            }
            "p" | "div" | "dl" => self.flow.end_line(),
            _ => {}
        }
    }

    fn begin_cell(&mut self, element: &Element) {
        let mut spans = String::new();
        for name in ["colspan", "rowspan"] {
            let value = self.value(&element.attributes, name).and_then(|it| it.parse::<u16>().ok());
            if let Some(value) = value {
                spans.push_str(&format!(" {name}=\"{value}\""));
            }
        }
        let role = if element.name == "th" { Role::Head } else { Role::Cell };
        self.flow.begin_cell(role, &spans, "");
    }

    fn value(&self, attributes: &[crate::model::body::Attribute], name: &str) -> Option<&'a str> {
        let body = self.body;
        let found: Option<Str> = attributes.iter().find(|it| it.name == name).and_then(|it| match it.value {
            Value::Text(text) => Some(text),
            Value::Reference(_) => None,
        });
        found.map(|text| body.text(text).trim()).filter(|text| !text.is_empty())
    }
}

fn heading(level: u8) -> Role {
    match level {
        ..=2 => Role::Heading2,
        3 => Role::Heading3,
        _ => Role::Heading4,
    }
}

/// How wide a picture is shown; its height follows.
fn width_of(pixels: u32) -> String {
    if pixels >= COLUMN { "width:100%".to_owned() } else { format!("width:{pixels}px") }
}

/// What an element marks up inside a line.
fn format_of(name: &str) -> Option<Format> {
    Some(match name {
        "b" | "strong" => Format::Styled("strong", Role::Strong),
        "i" | "em" | "cite" | "dfn" | "var" => Format::Styled("em", Role::Emphasis),
        "del" | "s" => Format::Styled("span", Role::Deleted),
        "ins" | "u" => Format::Styled("span", Role::Inserted),
        "mark" => Format::Styled("span", Role::Marked),
        "small" => Format::Styled("span", Role::Small),
        "sup" => Format::Styled("span", Role::Raised),
        "sub" => Format::Styled("span", Role::Lowered),
        "code" | "samp" => Format::Styled("code", Role::Code),
        "kbd" => Format::Styled("span", Role::Key),
        _ => return None,
    })
}
