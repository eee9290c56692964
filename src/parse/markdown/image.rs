//! Images: inline ones, and figures where an image is a paragraph of its own.

use pulldown_cmark::Event;

use super::escape::{self, Place};
use super::link::{self, Destination};
use super::writer::Writer;
use crate::diagnostic::{Span, Text};
use crate::model::article::{Reference, ReferenceKind};
use crate::model::document::SlotKind;

/// An image whose alternative text is being read.
pub struct Image {
    destination: Destination,
    title: String,
    alt: String,
    span: Span,
    /// Tags open inside the alternative text.
    depth: usize,
}

/// An image in the output.
pub struct WrittenImage {
    pub start: usize,
    pub end: usize,
    /// Where its `title` attribute begins.
    title_at: usize,
    title: String,
}

impl Image {
    pub fn new(destination: &str, title: &str, span: Span) -> Self {
        let destination = match link::classify(destination) {
            // A picture is fetched, not called or written to.
            Destination::External(address) if !link::leaves_site(&address) => Destination::Unsafe,
            other => other,
        };
        Image { destination, title: title.to_owned(), alt: String::new(), span, depth: 0 }
    }
}

impl<'a> Writer<'a> {
    /// An event between the start and the end of an image: text goes to `alt`, tags nowhere.
    pub(super) fn image_event(&mut self, event: Event<'a>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(_) => image.depth += 1,
            Event::End(_) if image.depth == 0 => self.end_image(),
            Event::End(_) => image.depth -= 1,
            Event::Text(text) | Event::Code(text) => escape::push(&mut image.alt, &text, Place::Plain),
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some(image) = self.image.take() else { return };
        let has_alt = !image.alt.trim().is_empty();
        let target = match image.destination {
            Destination::Internal(target) | Destination::External(target) => target,
            Destination::Unsafe => {
                self.warn_unsafe(image.span);
                return self.text(&image.alt);
            }
        };
        if !has_alt {
            self.warn_without_alt(image.span);
        }
        let start = self.out.html.len();
        self.write("<img");
        self.out.slot(self.references.len(), SlotKind::Image);
        self.references.push(Reference { kind: ReferenceKind::Image, target, span: image.span, has_alt });
        self.write(" alt=\"");
        escape::push(&mut self.out.html, image.alt.trim(), Place::Attribute);
        self.write("\" loading=\"lazy\" decoding=\"async\"");
        let title_at = self.out.html.len();
        self.write_title(&image.title);
        self.write(">");
        let end = self.out.html.len();
        self.last_image = Some(WrittenImage { start, end, title_at, title: image.title });
    }

    /// Turns the paragraph that holds just `image` into a figure; its title becomes the caption.
    pub(super) fn write_figure(&mut self, image: &WrittenImage) {
        self.out.html.truncate(image.title_at);
        self.write(">");
        self.out.replace(image.start - "<p>".len(), "<p>".len(), "<figure>");
        if !image.title.trim().is_empty() {
            self.write("<figcaption>");
            self.text(image.title.trim());
            self.write("</figcaption>");
        }
        self.write("</figure>\n");
    }

    pub(super) fn write_title(&mut self, title: &str) {
        if !title.is_empty() {
            self.write(" title=\"");
            escape::push(&mut self.out.html, title, Place::Attribute);
            self.write("\"");
        }
    }

    pub(super) fn warn_without_alt(&mut self, span: Span) {
        let message = Text::new("图片没有替代文字", "image without alternative text");
        let help = Text::new(
            "在方括号里写出图片的内容：`![按压位置示意图](…)`",
            "say in the brackets what it shows: `![where to press](…)`",
        );
        self.warn("image-without-alt", span, message, Some(help));
    }

    /// `[注意]: 先拨打120` is the address of a link by CommonMark (§4.7) and shows nothing.
    pub(super) fn warn_unused_definition(&mut self, span: Span) {
        let span = self.trimmed(span);
        let message = Text::new(
            "这一行是链接地址的定义，正文没有用到，网页上不显示",
            "this defines the address of a link that no text uses, and is not shown",
        );
        let help = Text::new(
            "若是正文，在 `[` 前面加 `\\`；若是多余的，删去",
            "put `\\` before the `[` if it is text, or remove it",
        );
        self.warn("unused-definition", span, message, Some(help));
    }

    pub(super) fn warn_unsafe(&mut self, span: Span) {
        let message = Text::new("这个链接地址不安全，已去掉", "unsafe address was left out");
        let help = Text::new(
            "链接只能用相对路径或 http、https、mailto、tel；图片只能用相对路径或 http、https",
            "links may be relative or http, https, mailto or tel; images relative or http or https",
        );
        self.warn("unsafe-link", span, message, Some(help));
    }
}
