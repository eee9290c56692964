//! The blocks of a body: from the parser's events to HTML.
//!
//! Text, links and images inside blocks are in [`super::inline`] and [`super::image`].

use std::collections::HashMap;
use std::sync::Arc;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};

use super::buffer::Buffer;
use super::escape::{self, Place};
use super::footnote::Footnotes;
use super::heading::{HeadingIds, OpenHeading};
use super::image::{Image, WrittenImage};
use super::limits::{DEPTH, Excess, Nesting, depth};
use super::raw_html;
use super::text::{Mark, PlainText};
use crate::diagnostic::{Diagnostic, Place as FilePlace, Span, Text};
use crate::model::article::{Heading, Outline, Reference};
use crate::model::document::Document;

/// Warnings of one kind that are listed for one body; the rest is counted. Ten thousand of them
/// help nobody, and would take more memory than the body.
const LISTED: usize = 100;

/// How often a warning of one kind was given.
struct Told {
    id: &'static str,
    count: usize,
    first_untold: Span,
}

/// Writes one body.
pub struct Writer<'a> {
    pub(super) file: &'a Arc<str>,
    /// The whole file, as it was parsed.
    pub(super) source: &'a str,
    pub(super) out: Buffer,
    pub(super) plain: PlainText,
    pub(super) heading: Option<OpenHeading>,
    /// The image whose alternative text is being read.
    pub(super) image: Option<Image>,
    pub(super) last_image: Option<WrittenImage>,
    /// Whether the link being read has a start tag in the output.
    pub(super) link_is_open: bool,
    pub(super) footnotes: Footnotes,
    pub(super) nesting: Nesting,
    pub(super) references: Vec<Reference>,
    pub(super) anchors: Vec<String>,
    pub(super) diagnostics: Vec<Diagnostic>,
    told: Vec<Told>,
    /// Raw HTML in the output that has to be cleaned.
    pub(super) raw: Vec<Span>,
    /// Addresses written in raw HTML, and the first piece of it that holds each.
    pub(super) raw_addresses: HashMap<String, Span>,
    /// From where on to which character [`Writer::soft_break`] looked ahead.
    pub(super) ahead: Option<(usize, usize)>,
    pub(super) raw_block: RawBlock,
    /// An inline `<script>` or the like.
    pub(super) hidden: Option<Hidden>,
    pub(super) headings: Vec<Heading>,
    pub(super) ids: HeadingIds,
    /// Where the content of the open paragraph begins.
    paragraph: Option<usize>,
    /// A task's `<label>` is open.
    label_is_open: bool,
    alignments: Vec<Alignment>,
    cell: usize,
    in_table_head: bool,
}

/// What stood before an inline `<script>` or the like.
pub struct Hidden {
    pub name: &'static str,
    pub html: usize,
    pub plain: Mark,
    pub heading: usize,
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

impl<'a> Writer<'a> {
    pub fn new(file: &'a Arc<str>, source: &'a str, body_length: usize) -> Self {
        let mut out = Buffer::default();
        out.html.reserve(body_length + body_length / 2 + 64);
        let mut plain = PlainText::default();
        plain.text.reserve(body_length);
        Writer {
            file,
            source,
            out,
            plain,
            heading: None,
            image: None,
            last_image: None,
            link_is_open: false,
            footnotes: Footnotes::default(),
            nesting: Nesting::default(),
            references: Vec::new(),
            anchors: Vec::new(),
            diagnostics: Vec::new(),
            told: Vec::new(),
            raw: Vec::new(),
            raw_addresses: HashMap::new(),
            ahead: None,
            raw_block: RawBlock::None,
            hidden: None,
            headings: Vec::new(),
            ids: HeadingIds::default(),
            paragraph: None,
            label_is_open: false,
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
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(&text);
            }
            Event::Code(code) => self.code(&code),
            Event::Html(html) => self.block_html(&html),
            Event::InlineHtml(html) => self.inline_html(&html, span),
            Event::SoftBreak => self.soft_break(span),
            Event::HardBreak => {
                self.write("<br>\n");
                self.plain.space();
            }
            Event::Rule => self.write("<hr>\n"),
            Event::FootnoteReference(name) => {
                self.footnotes.call(&name, &mut self.out, &mut self.anchors);
            }
            Event::TaskListMarker(done) => self.task(done),
        }
    }

    /// Closes the body: notes, cleaning, outline. Fails where a bound was exceeded.
    pub fn finish(mut self, diagnostics: &mut Vec<Diagnostic>) -> Result<Document, (Excess, Span)> {
        if let Some(excess) = self.nesting.excess {
            return Err(excess);
        }
        let footnotes = std::mem::take(&mut self.footnotes);
        for span in footnotes.finish(&mut self.out, &mut self.anchors) {
            let span = self.trimmed(span);
            let message = Text::new("正文里没有引用这条脚注", "no text refers to this footnote");
            self.warn("unused-footnote", span, message, None);
        }
        if !self.raw.is_empty() {
            let first = self.raw[0];
            raw_html::clean(&mut self);
            // Whatever the count of tags overlooked: here is what the minifier will recurse into.
            if depth(&self.out.html) > 2 * DEPTH {
                return Err((Excess::TooDeep, first));
            }
        }
        self.tell_rest();
        let mut anchors = self.anchors;
        anchors.sort_unstable();
        anchors.dedup();
        diagnostics.append(&mut self.diagnostics);
        self.plain.end_line();
        Ok(Document {
            slots: self.out.slots,
            outline: Outline {
                headings: self.headings,
                anchors,
                references: self.references,
                words: self.plain.words(),
                excerpt: self.plain.excerpt(),
            },
            html: self.out.html,
            text: self.plain.text,
        })
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
        match tag {
            Tag::Emphasis => self.write("<em>"),
            Tag::Strong => self.write("<strong>"),
            Tag::Strikethrough => self.write("<del>"),
            Tag::Superscript => self.write("<sup>"),
            Tag::Subscript => self.write("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.start_link(link_type, &dest_url, &title, span);
            }
            Tag::Image { dest_url, title, .. } => {
                self.image = Some(Image::new(&dest_url, &title, span));
            }
            tag => {
                self.close_label();
                self.hidden = None;
                self.start_block(tag, span);
            }
        }
    }

    fn start_block(&mut self, tag: Tag<'a>, span: Span) {
        match tag {
            Tag::Paragraph => {
                self.write("<p>");
                self.paragraph = Some(self.out.html.len());
                if !self.footnotes.is_open() {
                    self.plain.start_paragraph();
                }
            }
            Tag::Heading { level, id, .. } => self.start_heading(level, id, span),
            Tag::BlockQuote(None) => self.write("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.start_alert(kind),
            Tag::CodeBlock(kind) => self.start_code_block(&kind),
            Tag::HtmlBlock => self.start_raw_block(span),
            Tag::List(None) => self.write("<ul>\n"),
            Tag::List(Some(1)) => self.write("<ol>\n"),
            Tag::List(Some(first)) => self.write(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => {
                self.plain.end_line();
                self.write("<li>");
            }
            Tag::DefinitionList => self.write("<dl>\n"),
            Tag::DefinitionListTitle => self.write("<dt>"),
            Tag::DefinitionListDefinition => self.write("<dd>"),
            Tag::Table(alignments) => {
                self.alignments = alignments;
                // A scrolling region must take the keyboard's focus (WCAG 2.1.1) and have a name.
                self.write(
                    "<div class=\"table-wrap\" role=\"region\" aria-label=\"表格\" tabindex=\"0\"><table>\n",
                );
            }
            Tag::TableHead => {
                self.warn_surplus_cells(span);
                self.in_table_head = true;
                self.cell = 0;
                self.write("<thead><tr>");
            }
            Tag::TableRow => {
                self.warn_surplus_cells(span);
                self.cell = 0;
                self.write("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            Tag::FootnoteDefinition(name) => self.footnotes.start(&name, span, &self.out),
            // Inline tags were taken above; metadata blocks are not enabled.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Emphasis => return self.write("</em>"),
            TagEnd::Strong => return self.write("</strong>"),
            TagEnd::Strikethrough => return self.write("</del>"),
            TagEnd::Superscript => return self.write("</sup>"),
            TagEnd::Subscript => return self.write("</sub>"),
            TagEnd::Link => return self.end_link(),
            TagEnd::TableCell => return self.end_cell(),
            _ => {
                self.close_label();
                self.hidden = None;
            }
        }
        match tag {
            TagEnd::Paragraph => return self.end_paragraph(),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(None) => self.write("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.write("</div>\n"),
            TagEnd::CodeBlock => self.write("</code></pre>\n"),
            TagEnd::HtmlBlock => self.end_raw_block(span),
            TagEnd::List(true) => self.write("</ol>\n"),
            TagEnd::List(false) => self.write("</ul>\n"),
            TagEnd::Item => self.write("</li>\n"),
            TagEnd::DefinitionList => self.write("</dl>\n"),
            TagEnd::DefinitionListTitle => self.write("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.write("</dd>\n"),
            TagEnd::TableHead => {
                self.in_table_head = false;
                self.write("</tr></thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.write("</tr>\n"),
            TagEnd::Table => self.write("</tbody></table></div>\n"),
            TagEnd::FootnoteDefinition => self.footnotes.end(&mut self.out),
            _ => {}
        }
        self.plain.end_line();
    }

    fn end_paragraph(&mut self) {
        let start = self.paragraph.take();
        let image = self
            .last_image
            .take()
            .filter(|image| Some(image.start) == start && image.end == self.out.html.len());
        match image {
            Some(image) => {
                self.plain.forget_paragraph();
                self.write_figure(&image);
            }
            None => self.write("</p>\n"),
        }
        self.plain.end_paragraph();
    }

    fn start_alert(&mut self, kind: BlockQuoteKind) {
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", "说明"),
            BlockQuoteKind::Tip => ("tip", "提示"),
            BlockQuoteKind::Important => ("important", "重要"),
            BlockQuoteKind::Warning => ("warning", "注意"),
            BlockQuoteKind::Caution => ("caution", "当心"),
        };
        for part in [
            "<div class=\"alert alert-",
            class,
            "\" role=\"note\"><p class=\"alert-title\">",
            title,
            "</p>\n",
        ] {
            self.write(part);
        }
    }

    fn start_code_block(&mut self, kind: &CodeBlockKind<'_>) {
        self.plain.end_line();
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split([' ', ',', '\t']).next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        if language.is_empty() {
            return self.write("<pre><code>");
        }
        self.write("<pre><code class=\"language-");
        escape::push(&mut self.out.html, language, Place::Attribute);
        self.write("\">");
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
                        self.warn_surplus(Span::new(span.start + offset, span.start + row.len()));
                    }
                    return;
                }
            }
            escaped = byte == b'\\';
        }
    }

    fn warn_surplus(&mut self, span: Span) {
        let message = Text::new(
            "这一行的单元格比表头多，多出的没有显示",
            "this row has more cells than the head of the table; the surplus is not shown",
        );
        let help = Text::new(
            "给表头加一列，或删去多余的 `|`；文字里的 `|` 写成 `\\|`",
            "add a column to the head, or remove a `|`; in a text write it as `\\|`",
        );
        self.warn("surplus-cells", span, message, Some(help));
    }

    fn start_cell(&mut self) {
        self.write(if self.in_table_head { "<th scope=\"col\"" } else { "<td" });
        self.write(match self.alignments.get(self.cell) {
            Some(Alignment::Left) => " class=\"align-left\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-right\">",
            _ => ">",
        });
    }

    fn end_cell(&mut self) {
        self.cell += 1;
        self.hidden = None;
        self.write(if self.in_table_head { "</th>" } else { "</td>" });
        self.plain.space();
    }

    /// The box of a task, at the very start of a list item.
    fn task(&mut self, done: bool) {
        let html = &self.out.html;
        let item = ["<li>", "<li><p>"].iter().find(|start| html.ends_with(**start));
        if let Some(start) = item {
            let offset = html.len() - start.len() + "<li".len();
            self.out.replace(offset, 0, " class=\"task\"");
        }
        self.write("<label><input type=\"checkbox\" disabled");
        self.write(if done { " checked> " } else { "> " });
        self.label_is_open = true;
    }

    fn close_label(&mut self) {
        if self.label_is_open {
            self.label_is_open = false;
            self.write("</label>");
        }
    }

    pub(super) fn write(&mut self, html: &str) {
        self.out.html.push_str(html);
    }

    pub(super) fn warn(&mut self, id: &'static str, span: Span, message: Text, help: Option<Text>) {
        let index = self.told.iter().position(|told| told.id == id).unwrap_or_else(|| {
            self.told.push(Told { id, count: 0, first_untold: span });
            self.told.len() - 1
        });
        let told = &mut self.told[index];
        told.count += 1;
        if told.count > LISTED {
            if told.count == LISTED + 1 {
                told.first_untold = span;
            }
            return;
        }
        let mut diagnostic = Diagnostic::warning(id, self.file, FilePlace::Span(span), message);
        diagnostic.help = help;
        self.diagnostics.push(diagnostic);
    }

    /// Says how many warnings there are besides those that were listed.
    fn tell_rest(&mut self) {
        for Told { id, count, first_untold } in std::mem::take(&mut self.told) {
            if count > LISTED {
                let rest = count - LISTED;
                let message = Text::new(
                    format!("从这里起，同类问题还有 {rest} 处，没有逐一列出"),
                    format!("{rest} more of this kind from here on are not listed"),
                );
                self.diagnostics.push(Diagnostic::warning(
                    id,
                    self.file,
                    FilePlace::Span(first_untold),
                    message,
                ));
            }
        }
    }

    /// A span without the line ends and blanks behind its content.
    pub(super) fn trimmed(&self, span: Span) -> Span {
        let content = self.source.get(span.start..span.end).unwrap_or_default();
        Span::new(span.start, span.start + content.trim_end().len())
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
