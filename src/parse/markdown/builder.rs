//! From the parser's events to the tree of a body.
//!
//! Text, links and images inside blocks are in [`super::inline`] and [`super::image`]. Everything
//! that the source decides is decided here: numbers of notes, ids of headings, which line ends are
//! blanks, what of raw HTML is let through.

use std::sync::Arc;

use pulldown_cmark::{Alignment as Align, BlockQuoteKind, CodeBlockKind, CowStr, Event, Tag, TagEnd};

use super::emphasis::Repaired;
use super::escape::{self, Place};
use super::footnote::Footnotes;
use super::heading::{HeadingIds, OpenHeading};
use super::image::Image;
use super::inline::{Hidden, Tail};
use super::limits::{Excess, Nesting};
use super::warnings::Warnings;
use crate::diagnostic::Span;
use crate::model::body::{Alert, Alignment, Body, BodyBuilder, Kind, NodeId, Str};

/// Makes one body.
pub struct Builder<'a> {
    /// The whole file.
    pub(super) source: &'a str,
    repaired: &'a Repaired<'a>,
    pub(super) tree: BodyBuilder,
    pub(super) warnings: Warnings<'a>,
    pub(super) nesting: Nesting,
    /// What the line being read ends with so far.
    pub(super) tail: Tail,
    pub(super) heading: Option<OpenHeading>,
    pub(super) ids: HeadingIds,
    /// The image whose alternative text is being read.
    pub(super) image: Option<Image>,
    /// Something was taken back from the open paragraph.
    pub(super) was_hidden: bool,
    pub(super) footnotes: Footnotes,
    /// The first piece of raw HTML.
    pub(super) raw: Option<Span>,
    pub(super) raw_block: RawBlock,
    /// An inline `<script>` or the like.
    pub(super) hidden: Option<Hidden>,
    /// From where on to which character [`Builder::soft_break`] looked ahead.
    pub(super) ahead: Option<(usize, usize)>,
    alignments: Vec<Align>,
    cell: usize,
    in_table_head: bool,
}

/// A block of raw HTML.
#[derive(Default)]
pub enum RawBlock {
    #[default]
    None,
    /// A comment and nothing else.
    Comment,
    /// As far as it was read.
    Html(String),
}

/// A body, and what is still to be told of it.
pub struct Built<'a> {
    pub body: Body,
    /// The first piece of raw HTML.
    pub raw: Option<Span>,
    pub warnings: Warnings<'a>,
}

impl<'a> Builder<'a> {
    pub fn new(file: &'a Arc<str>, source: &'a str, repaired: &'a Repaired<'a>, body_length: usize) -> Self {
        Builder {
            source,
            repaired,
            tree: BodyBuilder::with_room(body_length),
            warnings: Warnings::new(file),
            nesting: Nesting::default(),
            tail: Tail::START,
            heading: None,
            ids: HeadingIds::default(),
            image: None,
            was_hidden: false,
            footnotes: Footnotes::default(),
            raw: None,
            raw_block: RawBlock::None,
            hidden: None,
            ahead: None,
            alignments: Vec::new(),
            cell: 0,
            in_table_head: false,
        }
    }

    pub fn event(&mut self, event: Event<'a>, span: Span) {
        if self.image.is_some() {
            return self.image_event(event);
        }
        self.nest(&event, span);
        if self.tree.has_loose() {
            self.make_way(&event, span);
        }
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                let text = self.restored(text);
                self.text(&text, span);
            }
            Event::Code(code) => {
                let code = self.restored(code);
                self.code(&code, span);
            }
            Event::Html(html) => {
                let html = self.restored(html);
                self.block_html(&html);
            }
            Event::InlineHtml(html) => {
                let html = self.restored(html);
                self.inline_html(&html, span);
            }
            Event::SoftBreak => self.soft_break(span),
            Event::HardBreak => {
                self.tail = Tail::START;
                self.tree.leaf(Kind::HardBreak, span);
            }
            Event::Rule => {
                self.tail = Tail::START;
                self.tree.leaf(Kind::Rule, span);
            }
            Event::FootnoteReference(name) => {
                self.tail = Tail::MARKUP;
                let (number, call) = self.footnotes.call(&name);
                self.tree.leaf(Kind::NoteCall { number, call }, span);
            }
            Event::TaskListMarker(done) => self.task(done, span),
        }
    }

    /// Fails where a bound was exceeded.
    pub fn finish(mut self) -> Result<Built<'a>, (Excess, Span)> {
        if let Some(excess) = self.nesting.excess {
            return Err(excess);
        }
        let (notes, uncalled) = std::mem::take(&mut self.footnotes).finish();
        for span in uncalled {
            let span = self.trimmed(span);
            self.warnings.unused_footnote(span);
        }
        let mut body = self.tree.finish();
        body.notes = notes;
        Ok(Built { body, raw: self.raw, warnings: self.warnings })
    }

    pub(super) fn restored<'e>(&self, text: CowStr<'e>) -> CowStr<'e> {
        self.repaired.restored(text)
    }

    /// Keeps a text that will be shown.
    pub(super) fn keep(&mut self, text: &str) -> Str {
        self.tree.keep(|texts| escape::push(texts, text, Place::Plain))
    }

    /// Keeps count of the elements that an event opens and closes.
    fn nest(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => {
                for name in elements(&tag.to_end()) {
                    self.nesting.start(name, name, span);
                }
            }
            Event::End(tag) => {
                for name in elements(tag).iter().rev() {
                    self.nesting.end(name, span);
                }
                // The rest of a table is its `tbody`.
                if *tag == TagEnd::TableHead {
                    self.nesting.start("tbody", "tbody", span);
                }
            }
            Event::Text(text) => self.nesting.text(text, span),
            // A call, and the way back from the note.
            Event::FootnoteReference(_) => {
                self.nesting.count(span);
                self.nesting.count(span);
            }
            Event::Html(_) | Event::InlineHtml(_) | Event::SoftBreak => {}
            _ => self.nesting.count(span),
        }
    }

    fn start(&mut self, tag: Tag<'a>, span: Span) {
        let inline = match tag {
            Tag::Emphasis => Kind::Emphasis,
            Tag::Strong => Kind::Strong,
            Tag::Strikethrough => Kind::Strikethrough,
            Tag::Superscript => Kind::Superscript,
            Tag::Subscript => Kind::Subscript,
            Tag::Link { link_type, dest_url, title, .. } => {
                return self.start_link(link_type, dest_url, title, span);
            }
            Tag::Image { dest_url, title, .. } => {
                let (destination, title) = (self.restored(dest_url), self.restored(title));
                self.image = Some(Image::new(&destination, &title, span));
                return;
            }
            tag => {
                self.hidden = None;
                self.start_block(tag, span);
                self.tail = Tail::MARKUP;
                return;
            }
        };
        self.tail.tag();
        self.tree.open(inline, span);
    }

    fn start_block(&mut self, tag: Tag<'a>, span: Span) {
        let kind = match tag {
            Tag::Paragraph => {
                self.was_hidden = false;
                Kind::Paragraph
            }
            Tag::Heading { level, id, .. } => return self.start_heading(level, id, span),
            Tag::BlockQuote(None) => Kind::Quote,
            Tag::BlockQuote(Some(kind)) => Kind::Alert(match kind {
                BlockQuoteKind::Note => Alert::Note,
                BlockQuoteKind::Tip => Alert::Tip,
                BlockQuoteKind::Important => Alert::Important,
                BlockQuoteKind::Warning => Alert::Warning,
                BlockQuoteKind::Caution => Alert::Caution,
            }),
            Tag::CodeBlock(kind) => self.code_block(kind),
            Tag::HtmlBlock => return self.start_raw_block(span),
            Tag::List(None) => Kind::BulletList,
            Tag::List(Some(start)) => Kind::OrderedList { start },
            Tag::Item => Kind::Item { task: false },
            Tag::DefinitionList => Kind::DefinitionList,
            Tag::DefinitionListTitle => Kind::Term,
            Tag::DefinitionListDefinition => Kind::Definition,
            Tag::Table(alignments) => {
                self.alignments = alignments;
                Kind::Table
            }
            Tag::TableHead => {
                self.warn_surplus_cells(span);
                self.in_table_head = true;
                self.cell = 0;
                Kind::TableHead
            }
            Tag::TableRow => {
                self.warn_surplus_cells(span);
                self.cell = 0;
                Kind::TableRow
            }
            Tag::TableCell => self.cell(),
            Tag::FootnoteDefinition(name) => {
                let node = self.tree.open(Kind::Note, span);
                return self.footnotes.define(&name, span, node);
            }
            // Inline tags were taken before; metadata blocks are not enabled.
            _ => return self.tree.open_nothing(),
        };
        self.tree.open(kind, span);
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => {
                self.tail.tag();
                self.tree.close();
                return;
            }
            TagEnd::Link => return self.end_link(),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::HtmlBlock => {
                self.end_raw_block(span);
                self.hidden = None;
                self.tail = Tail::START;
                return;
            }
            TagEnd::TableHead => self.in_table_head = false,
            TagEnd::TableCell => self.cell += 1,
            _ => {}
        }
        self.hidden = None;
        self.tail = Tail::START;
        let node = self.tree.close();
        if let (TagEnd::Paragraph, Some(node)) = (tag, node) {
            self.judge_figure(node);
        }
    }

    fn code_block(&mut self, kind: CodeBlockKind<'a>) -> Kind {
        let language = match kind {
            CodeBlockKind::Fenced(info) => {
                let info = self.restored(info);
                let language = info.split([' ', ',', '\t']).next().unwrap_or_default();
                self.keep(language)
            }
            CodeBlockKind::Indented => Str::default(),
        };
        Kind::CodeBlock { language }
    }

    fn cell(&self) -> Kind {
        let alignment = match self.alignments.get(self.cell) {
            Some(Align::Left) => Alignment::Left,
            Some(Align::Center) => Alignment::Centre,
            Some(Align::Right) => Alignment::Right,
            _ => Alignment::None,
        };
        Kind::Cell { alignment, head: self.in_table_head }
    }

    /// Tells of cells that no column of the head is for: the parser drops them (GFM §4.10).
    fn warn_surplus_cells(&mut self, span: Span) {
        let row = self.source.get(span.start..span.end).unwrap_or_default();
        let row = row.split(['\n', '\r']).next().unwrap_or_default().trim_ascii_end();
        let mut cells = self.alignments.len();
        let mut escaped = false;
        for (offset, byte) in row.bytes().enumerate() {
            if byte == b'|' && !escaped && offset > 0 {
                cells = cells.saturating_sub(1);
                if cells == 0 {
                    let rest = &row[offset..];
                    if rest.bytes().any(|byte| byte != b'|' && !byte.is_ascii_whitespace()) {
                        let surplus = Span::new(span.start + offset, span.start + row.len());
                        self.warnings.surplus_cells(surplus);
                    }
                    return;
                }
            }
            escaped = byte == b'\\';
        }
    }

    /// The box of a task, at the very start of a list item.
    fn task(&mut self, done: bool, span: Span) {
        let item = match self.tree.last_two() {
            [Some((item, Kind::Item { .. })), _] => Some(item),
            [Some((_, Kind::Paragraph)), Some((item, Kind::Item { .. }))] => Some(item),
            _ => None,
        };
        if let Some(item) = item {
            self.tree.change(item, Kind::Item { task: true });
        }
        self.tail = Tail::START;
        self.tree.leaf(Kind::Task { done }, span);
    }

    /// A span without the line ends and blanks behind its content.
    pub(super) fn trimmed(&self, span: Span) -> Span {
        let content = self.source.get(span.start..span.end).unwrap_or_default();
        Span::new(span.start, span.start + content.trim_end().len())
    }

    /// Whether the open node `node` has no content so far.
    pub(super) fn is_empty_since(&self, node: NodeId) -> bool {
        self.tree.from(node).len() <= 1
    }
}

/// The elements that are written for a tag of Markdown, from the outermost to the innermost.
fn elements(tag: &TagEnd) -> &'static [&'static str] {
    match tag {
        TagEnd::Paragraph => &["p"],
        TagEnd::Heading(_) => &["h2"],
        TagEnd::BlockQuote(_) => &["blockquote"],
        TagEnd::CodeBlock => &["pre", "code"],
        TagEnd::List(true) => &["ol"],
        TagEnd::List(false) => &["ul"],
        TagEnd::Item => &["li"],
        TagEnd::FootnoteDefinition => &["section", "ol", "li"],
        TagEnd::DefinitionList => &["dl"],
        TagEnd::DefinitionListTitle => &["dt"],
        TagEnd::DefinitionListDefinition => &["dd"],
        TagEnd::Table => &["div", "table"],
        TagEnd::TableHead => &["thead", "tr"],
        TagEnd::TableRow => &["tr"],
        TagEnd::TableCell => &["td"],
        TagEnd::Emphasis => &["em"],
        TagEnd::Strong => &["strong"],
        TagEnd::Strikethrough => &["del"],
        TagEnd::Superscript => &["sup"],
        TagEnd::Subscript => &["sub"],
        TagEnd::Link => &["a"],
        TagEnd::Image => &["img"],
        TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => &[],
    }
}
