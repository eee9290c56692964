//! A body as HTML, with gaps where its links and images lead.

use crate::model::body::{Alert, Alignment, Body, Element, ElementId, Kind, NodeId, Step, Str, Value};
use crate::model::document::{Slot, SlotKind};
use crate::parse::markdown::escape::{self, Place};
use crate::parse::markdown::link;

/// HTML and the places in it that are filled later.
#[derive(Debug, Default)]
pub struct Html {
    pub html: String,
    /// By rising offset.
    pub slots: Vec<Slot>,
}

impl Html {
    /// Leaves a gap for the address of a reference.
    fn slot(&mut self, reference: u32, kind: SlotKind) {
        self.slots.push(Slot { offset: self.html.len(), reference: reference as usize, kind });
    }

    /// Writes ` id="…"`; `id` needs no escaping.
    fn id(&mut self, id: &str) {
        self.html.push_str(" id=\"");
        self.html.push_str(id);
        self.html.push('"');
    }
}

/// Writes `body`.
pub fn write(body: &Body) -> Html {
    let mut out = Html::default();
    let length = body.text_length();
    out.html.reserve(length + length / 2 + 64);
    let mut writer = Writer { body, out, depth: 0, label: None };
    writer.walk(None);
    writer.notes();
    writer.out
}

/// The id of the mark by which a text calls a note.
pub fn call_id(number: usize, call: u32) -> String {
    match call {
        1 => format!("fnref:{number}"),
        _ => format!("fnref:{number}-{call}"),
    }
}

struct Writer<'b> {
    body: &'b Body,
    out: Html,
    /// Nodes that are open.
    depth: usize,
    /// How deep the `<label>` of a task stands that is open.
    label: Option<usize>,
}

impl<'b> Writer<'b> {
    /// Writes all but the notes, or the content of one note.
    fn walk(&mut self, note: Option<NodeId>) {
        let mut walk = note.map_or_else(|| self.body.walk(), |note| self.body.walk_inside(note));
        while let Some(step) = walk.next() {
            match step {
                Step::Start(node) => {
                    if !node.kind.is_inline() {
                        self.close_label();
                    }
                    self.depth += 1;
                    if node.kind == Kind::Note {
                        walk.skip_content();
                    } else {
                        self.start(node.kind);
                    }
                }
                Step::End(node) => {
                    if !node.kind.is_inline() && !matches!(node.kind, Kind::Cell { .. }) {
                        self.close_label();
                    }
                    self.depth -= 1;
                    self.end(node.kind);
                }
                Step::Leaf(node) => self.leaf(node.kind),
            }
        }
    }

    fn start(&mut self, kind: Kind) {
        match kind {
            Kind::Paragraph => self.write("<p>"),
            Kind::Figure => self.write("<figure>"),
            Kind::Caption => self.write("<figcaption>"),
            Kind::Heading { level, id } => {
                self.write("<h");
                self.number(level.into());
                let id = self.body.text(id);
                self.out.id(id);
                self.write(">");
            }
            Kind::Quote => self.write("<blockquote>\n"),
            Kind::Alert(alert) => self.alert(alert),
            Kind::CodeBlock { language } if language.is_empty() => self.write("<pre><code>"),
            Kind::CodeBlock { language } => {
                self.write("<pre><code class=\"language-");
                self.attribute(language);
                self.write("\">");
            }
            Kind::BulletList => self.write("<ul>\n"),
            Kind::OrderedList { start: 1 } => self.write("<ol>\n"),
            Kind::OrderedList { start } => {
                self.write("<ol start=\"");
                self.number(start);
                self.write("\">\n");
            }
            Kind::Item { task: false } => self.write("<li>"),
            Kind::Item { task: true } => self.write("<li class=\"task\">"),
            Kind::DefinitionList => self.write("<dl>\n"),
            Kind::Term => self.write("<dt>"),
            Kind::Definition => self.write("<dd>"),
            // A scrolling region must take the keyboard's focus (WCAG 2.1.1) and have a name.
            Kind::Table => self.write(
                "<div class=\"table-wrap\" role=\"region\" aria-label=\"表格\" tabindex=\"0\"><table>\n",
            ),
            Kind::TableHead => self.write("<thead><tr>"),
            Kind::TableRow => self.write("<tr>"),
            Kind::Cell { alignment, head } => {
                self.write(if head { "<th scope=\"col\"" } else { "<td" });
                self.write(match alignment {
                    Alignment::Left => " class=\"align-left\">",
                    Alignment::Centre => " class=\"align-center\">",
                    Alignment::Right => " class=\"align-right\">",
                    Alignment::None => ">",
                });
            }
            Kind::Emphasis => self.write("<em>"),
            Kind::Strong => self.write("<strong>"),
            Kind::Strikethrough => self.write("<del>"),
            Kind::Superscript => self.write("<sup>"),
            Kind::Subscript => self.write("<sub>"),
            Kind::Link { reference, title } => self.link(reference, title),
            Kind::Element { element, .. } => self.element(element),
            _ => {}
        }
    }

    fn end(&mut self, kind: Kind) {
        let end = match kind {
            Kind::Paragraph => "</p>\n",
            Kind::Figure => "</figure>\n",
            Kind::Caption => "</figcaption>",
            Kind::Heading { level, .. } => {
                self.write("</h");
                self.number(level.into());
                ">\n"
            }
            Kind::Quote => "</blockquote>\n",
            Kind::Alert(_) => "</div>\n",
            Kind::CodeBlock { .. } => "</code></pre>\n",
            Kind::BulletList => "</ul>\n",
            Kind::OrderedList { .. } => "</ol>\n",
            Kind::Item { .. } => "</li>\n",
            Kind::DefinitionList => "</dl>\n",
            Kind::Term => "</dt>\n",
            Kind::Definition => "</dd>\n",
            Kind::Table => "</tbody></table></div>\n",
            Kind::TableHead => "</tr></thead>\n<tbody>\n",
            Kind::TableRow => "</tr>\n",
            Kind::Cell { head: true, .. } => "</th>",
            Kind::Cell { head: false, .. } => "</td>",
            Kind::Emphasis => "</em>",
            Kind::Strong => "</strong>",
            Kind::Strikethrough => "</del>",
            Kind::Superscript => "</sup>",
            Kind::Subscript => "</sub>",
            Kind::Link { .. } => "</a>",
            Kind::Element { element, .. } => {
                let name = self.body.element(element).name;
                self.write("</");
                self.write(name);
                ">"
            }
            _ => "",
        };
        self.write(end);
    }

    fn leaf(&mut self, kind: Kind) {
        match kind {
            Kind::Text(text) => self.text(text),
            Kind::Code(text) => {
                self.write("<code>");
                self.text(text);
                self.write("</code>");
            }
            Kind::SoftBreak => self.write("\n"),
            Kind::HardBreak => self.write("<br>\n"),
            Kind::Break => self.write("<br>"),
            Kind::WordBreak => self.write("<wbr>"),
            Kind::Rule => self.write("<hr>\n"),
            Kind::Image { reference, alt, title } => self.image(reference, alt, title),
            Kind::NoteCall { number, call } => self.note_call(number as usize, call),
            Kind::Task { done } => {
                self.write("<label><input type=\"checkbox\" disabled");
                self.write(if done { " checked> " } else { "> " });
                self.label = Some(self.depth);
            }
            Kind::Void { element, .. } => self.element(element),
            _ => {}
        }
    }

    fn alert(&mut self, alert: Alert) {
        let (class, title) = match alert {
            Alert::Note => ("note", "说明"),
            Alert::Tip => ("tip", "提示"),
            Alert::Important => ("important", "重要"),
            Alert::Warning => ("warning", "注意"),
            Alert::Caution => ("caution", "当心"),
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

    fn link(&mut self, reference: u32, title: Str) {
        self.write("<a");
        self.href(reference);
        self.title(title);
        self.write(">");
    }

    fn href(&mut self, reference: u32) {
        self.out.slot(reference, SlotKind::Link);
        let target = self.body.references.get(reference as usize);
        if target.is_some_and(|reference| link::leaves_site(&reference.target)) {
            self.write(" rel=\"noopener\"");
        }
    }

    /// The start tag of an element that the editor wrote as HTML.
    fn element(&mut self, element: ElementId) {
        let Element { name, attributes } = self.body.element(element);
        self.write("<");
        self.write(name);
        for attribute in attributes {
            match attribute.value {
                Value::Reference(reference) if *name == "a" => self.href(reference),
                Value::Reference(reference) => {
                    let sized = attributes.iter().any(|one| matches!(one.name, "width" | "height"));
                    let kind = if sized { SlotKind::SizedImage } else { SlotKind::Image };
                    self.out.slot(reference, kind);
                }
                Value::Text(value) => {
                    for part in [" ", attribute.name, "=\""] {
                        self.write(part);
                    }
                    self.attribute(value);
                    self.write("\"");
                }
            }
        }
        self.write(">");
    }

    fn image(&mut self, reference: u32, alt: Str, title: Str) {
        self.write("<img");
        self.out.slot(reference, SlotKind::Image);
        self.write(" alt=\"");
        self.attribute(alt);
        self.write("\" loading=\"lazy\" decoding=\"async\"");
        self.title(title);
        self.write(">");
    }

    fn title(&mut self, title: Str) {
        if !title.is_empty() {
            self.write(" title=\"");
            self.attribute(title);
            self.write("\"");
        }
    }

    fn note_call(&mut self, number: usize, call: u32) {
        self.write("<sup class=\"footnote-ref\"><a href=\"#fn:");
        self.number(number as u64);
        self.write("\"");
        self.out.id(&call_id(number, call));
        self.write(" role=\"doc-noteref\">");
        self.number(number as u64);
        self.write("</a></sup>");
    }

    /// The notes, each with ways back to where it is called.
    fn notes(&mut self) {
        if self.body.notes.is_empty() {
            return;
        }
        self.write("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"注释\">\n<ol>\n");
        for (place, note) in self.body.notes.iter().enumerate() {
            let number = place + 1;
            self.write("<li");
            self.out.id(&format!("fn:{number}"));
            self.write(">");
            if note.definition.is_some() {
                self.walk(note.definition);
            }
            let paragraph = self.out.html.ends_with("</p>\n");
            if paragraph {
                self.out.html.truncate(self.out.html.len() - "</p>\n".len());
            }
            for call in 1..=note.calls {
                self.write(" <a class=\"footnote-back\" href=\"#");
                self.write(&call_id(number, call));
                self.write("\" role=\"doc-backlink\" aria-label=\"返回正文\">↩</a>");
            }
            self.write(if paragraph { "</p>\n</li>\n" } else { "</li>\n" });
        }
        self.write("</ol>\n</section>\n");
    }

    fn close_label(&mut self) {
        if self.label == Some(self.depth) {
            self.label = None;
            self.write("</label>");
        }
    }

    fn text(&mut self, text: Str) {
        escape::push(&mut self.out.html, self.body.text(text), Place::Text);
    }

    fn attribute(&mut self, text: Str) {
        escape::push(&mut self.out.html, self.body.text(text), Place::Attribute);
    }

    fn number(&mut self, number: u64) {
        self.out.html.push_str(&number.to_string());
    }

    fn write(&mut self, html: &str) {
        self.out.html.push_str(html);
    }
}
