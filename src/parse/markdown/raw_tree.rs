//! Raw HTML in the tree: what is opened and closed where, so that every element is whole, ends with what it
//! stands in, and stands where a browser leaves it.
//!
//! After the tree construction of the HTML Standard (§13.2.6), with three departures. An element ends with the
//! block of Markdown in which it began. An end tag inside such a block ends what began outside of it only
//! together with the block. And what stands in a table outside of its cells gets a cell there: it is not moved.

use html5ever::tokenizer::Tag;
use pulldown_cmark::{Event, Tag as Start};

use super::builder::Builder;
use super::limits::{CELLS, FORMATTING, NO_CONTENT, PHRASING, SCOPES, TABLE_PARTS, VOID};
use crate::diagnostic::Span;
use crate::model::body::{Element, Ending, Kind, Level};

/// Where a search among what is open came to an end.
#[derive(Clone, Copy)]
struct Found {
    level: Level,
    /// A block of Markdown stands between, which only its own end can end.
    enclosed: bool,
}

const HEADINGS: [&str; 5] = ["h2", "h3", "h4", "h5", "h6"];

impl Builder<'_> {
    /// Makes the place fit for what an event adds to it.
    pub(super) fn make_way(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Text(text) if text.trim_ascii().is_empty() => {}
            Event::Text(_) | Event::Code(_) => self.enter_cell(span),
            Event::FootnoteReference(_) | Event::Start(Start::Link { .. }) => {
                self.enter_cell(span);
                self.end_link_around();
            }
            Event::Start(Start::Heading { .. }) => self.make_room("h2", span),
            Event::Start(
                Start::Paragraph
                | Start::BlockQuote(_)
                | Start::CodeBlock(_)
                | Start::List(_)
                | Start::DefinitionList
                | Start::Table(_),
            )
            | Event::Rule => self.make_room("div", span),
            Event::Start(
                Start::Emphasis
                | Start::Strong
                | Start::Strikethrough
                | Start::Superscript
                | Start::Subscript
                | Start::Image { .. },
            ) => self.enter_cell(span),
            _ => {}
        }
        self.nesting.opened_again(self.tree.opened_again(), span);
    }

    /// A start tag. One that has no place here, such as that of a cell outside of a table, is left out.
    pub(super) fn start_raw(&mut self, name: &'static str, tag: &Tag, span: Span) {
        let fits = match name {
            _ if TABLE_PARTS.contains(&name) => self.make_room_in_table(name, span),
            "li" => self.end_item(&["li"], span),
            "dd" | "dt" => self.end_item(&["dd", "dt"], span),
            "rp" | "rt" => self.make_room_in_ruby(span),
            _ if HEADINGS.contains(&name) => {
                self.make_room(name, span);
                !self.current().is_some_and(|level| matches!(level.kind, Kind::Heading { .. }))
            }
            _ => {
                self.make_room(name, span);
                true
            }
        };
        if !fits {
            return;
        }
        let attributes = self.raw_attributes(name, tag, span);
        match name {
            "br" if attributes.is_empty() => return self.tree.leaf(Kind::Break, span),
            "wbr" if attributes.is_empty() => return self.tree.leaf(Kind::WordBreak, span),
            _ => {}
        }
        let element = self.tree.keep_element(Element { name, attributes });
        let block = !is_inline(name);
        if VOID.contains(&name) {
            return self.tree.leaf(Kind::Void { element, block }, span);
        }
        self.tree.open_loose(Kind::Element { element, block }, span);
        self.nesting.reached(self.tree.depth(), span);
        self.nesting.opened_again(self.tree.opened_again(), span);
    }

    /// An end tag. One for which nothing is open is left out.
    pub(super) fn end_raw(&mut self, name: &str) {
        let inline = is_inline(name);
        let in_table = name == "table" || TABLE_PARTS.contains(&name);
        let stops = |other: &str| {
            if in_table {
                other == "table"
            } else {
                SCOPES.contains(&other) || (name == "li" && matches!(other, "ol" | "ul"))
            }
        };
        let names: &[&str] = if HEADINGS.contains(&name) { &HEADINGS } else { &[name] };
        let Some(found) = self.find(|level, other| is_raw(level) && names.contains(&other), stops) else {
            return;
        };
        let crosses = |level: Level| inline && matches!(level.kind, Kind::Element { block: true, .. });
        let mut inside = self.tree.levels().take_while(|level| level.place > found.level.place);
        let crossed = found.enclosed || inside.any(crosses);
        drop(inside);
        if crossed {
            self.tree.make_due(found.level.place, |kind| !inline || kind.is_inline());
        } else {
            self.end_level(found.level);
        }
    }

    /// Opens what is missing for content where a table is open and no cell of it is.
    pub(super) fn enter_cell(&mut self, span: Span) {
        while let Some(level) = self.current().filter(|level| is_raw(*level)) {
            let missing = match self.name(level.kind) {
                "colgroup" => {
                    self.end_level(level);
                    continue;
                }
                "table" => "tbody",
                "tbody" | "tfoot" | "thead" => "tr",
                "tr" => "td",
                _ => return,
            };
            self.open_implied(missing, span);
        }
    }

    /// Ends what cannot hold the element `name`.
    fn make_room(&mut self, name: &str, span: Span) {
        if name == "table" && self.current().is_some_and(|level| is_raw(level) && self.has_no_content(level))
        {
            self.end_raw("table");
        }
        self.enter_cell(span);
        match name {
            "a" => self.end_link_around(),
            _ if is_inline(name) => {}
            _ => self.end_paragraph(),
        }
        if HEADINGS.contains(&name)
            && let Some(level) = self.current().filter(|level| is_raw(*level))
            && HEADINGS.contains(&self.name(level.kind))
        {
            self.end_level(level);
        }
    }

    /// No paragraph holds a block.
    fn end_paragraph(&mut self) {
        let found = self.find(|_, other| other == "p", |other| SCOPES.contains(&other));
        if let Some(Found { level, enclosed: false }) = found {
            self.end_level(level);
        }
    }

    /// No link holds a link. One around a block that holds this one becomes text.
    fn end_link_around(&mut self) {
        let found = self.find(|_, other| other == "a", |other| CELLS.contains(&other));
        match found {
            Some(Found { level, enclosed: false }) => self.end_level(level),
            Some(Found { level: Level { kind: Kind::Element { element, .. }, .. }, .. }) => {
                self.tree.change_element(element, Element { name: "span", attributes: Vec::new() });
            }
            _ => {}
        }
    }

    /// Ends the item before an item. False where that is one of Markdown's, which this cannot end.
    fn end_item(&mut self, names: &[&str], span: Span) -> bool {
        self.enter_cell(span);
        let block = |other: &str| {
            !matches!(other, "" | "div" | "p") && !FORMATTING.contains(&other) && !PHRASING.contains(&other)
        };
        match self.find(|_, other| names.contains(&other), block) {
            Some(Found { level, enclosed: false }) if is_raw(level) => self.end_level(level),
            Some(_) => return false,
            None => {}
        }
        self.end_paragraph();
        true
    }

    /// Ends what stands directly around the reading of a character. False where that is a block of Markdown.
    fn make_room_in_ruby(&mut self, span: Span) -> bool {
        self.enter_cell(span);
        if self.find(|_, other| other == "ruby", |other| SCOPES.contains(&other)).is_none() {
            return true;
        }
        while let Some(level) = self.current()
            && matches!(self.name(level.kind), "dd" | "dt" | "li" | "p" | "rp" | "rt")
        {
            if !is_raw(level) && level.kind != Kind::Paragraph {
                return false;
            }
            self.end_level(level);
        }
        true
    }

    /// Makes room for a part of a table, and opens what it must stand in. False where there is no table.
    fn make_room_in_table(&mut self, name: &str, span: Span) -> bool {
        let table = self.find(|level, other| is_raw(level) && other == "table", |other| other == "table");
        let Some(Found { level: table, enclosed: false }) = table else { return false };
        let parents: &[&str] = match name {
            "td" | "th" => &["tr", "tbody", "tfoot", "thead"],
            "tr" => &["tbody", "tfoot", "thead"],
            "col" => &["colgroup"],
            _ => &[],
        };
        let mut inside = self.tree.levels().take_while(|level| level.place > table.place);
        let parent = inside.find(|level| parents.contains(&self.name(level.kind)));
        drop(inside);
        let parent = parent.unwrap_or(table);
        let row = self.name(parent.kind) == "tr";
        self.tree.close_from(parent.place + 1, |_| false);
        let missing: &[&'static str] = match name {
            "td" | "th" if row => &[],
            "td" | "th" if parent.place > table.place => &["tr"],
            "td" | "th" => &["tbody", "tr"],
            "tr" if parent.place == table.place => &["tbody"],
            "col" if parent.place == table.place => &["colgroup"],
            _ => &[],
        };
        for name in missing {
            self.open_implied(name, span);
        }
        true
    }

    fn open_implied(&mut self, name: &'static str, span: Span) {
        self.nesting.count(span);
        let element = self.tree.keep_element(Element { name, attributes: Vec::new() });
        self.tree.open_loose(Kind::Element { element, block: true }, span);
    }

    /// Ends a level and all in it. What was opened inside a line goes on behind it, unless it was inside a block.
    fn end_level(&mut self, level: Level) {
        let name = self.name(level.kind);
        let inline = level.kind.is_inline();
        let goes_on = |kind: Kind| {
            let raw = matches!(kind, Kind::Element { .. });
            kind.is_inline() && (inline || (name == "p" && !raw))
        };
        self.tree.close_from(level.place, goes_on);
    }

    fn current(&self) -> Option<Level> {
        self.tree.levels().next()
    }

    fn has_no_content(&self, level: Level) -> bool {
        NO_CONTENT.contains(&self.name(level.kind))
    }

    /// The innermost level that is `wanted`, unless one that `stops` comes first, or a table or a note of
    /// Markdown.
    fn find(&self, wanted: impl Fn(Level, &str) -> bool, stops: impl Fn(&str) -> bool) -> Option<Found> {
        let mut enclosed = false;
        for level in self.tree.levels() {
            let name = self.name(level.kind);
            if wanted(level, name) {
                return Some(Found { level, enclosed });
            }
            let ends_search = matches!(level.kind, Kind::Table | Kind::Cell { .. } | Kind::Note);
            if ends_search || stops(name) {
                return None;
            }
            let closable = is_raw(level) || level.kind == Kind::Paragraph || level.kind.is_inline();
            enclosed = enclosed || !closable;
        }
        None
    }

    /// The element as which something is written.
    fn name(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Element { element, .. } => self.tree.body.element(element).name,
            Kind::Paragraph => "p",
            Kind::Heading { .. } => "h2",
            Kind::Quote => "blockquote",
            Kind::Alert(_) => "div",
            Kind::BulletList => "ul",
            Kind::OrderedList { .. } => "ol",
            Kind::Item { .. } | Kind::Note => "li",
            Kind::DefinitionList => "dl",
            Kind::Term => "dt",
            Kind::Definition => "dd",
            Kind::Table => "table",
            Kind::TableHead | Kind::TableRow => "tr",
            Kind::Cell { .. } => "td",
            Kind::Emphasis => "em",
            Kind::Strong => "strong",
            Kind::Strikethrough => "del",
            Kind::Superscript => "sup",
            Kind::Subscript => "sub",
            Kind::Link { .. } => "a",
            // Nothing of an editor stands in these.
            _ => "",
        }
    }
}

/// Whether an element that an editor may write stands inside a line.
fn is_inline(name: &str) -> bool {
    FORMATTING.contains(&name) || PHRASING.contains(&name) || matches!(name, "br" | "img" | "wbr")
}

fn is_raw(level: Level) -> bool {
    level.ending != Ending::Called
}
