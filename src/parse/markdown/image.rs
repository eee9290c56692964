//! Images: inline ones, and figures where an image is a paragraph of its own.

use pulldown_cmark::Event;

use super::builder::Builder;
use super::escape::{self, Place};
use super::link::{self, Destination};
use crate::diagnostic::Span;
use crate::model::article::{Reference, ReferenceKind};
use crate::model::body::{Kind, NodeId, Str};

/// An image whose alternative text is being read.
pub struct Image {
    destination: Destination,
    title: String,
    alt: String,
    span: Span,
    /// Tags open inside the alternative text.
    depth: usize,
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

impl<'a> Builder<'a> {
    /// An event between the start and the end of an image: text goes to `alt`, tags nowhere.
    pub(super) fn image_event(&mut self, event: Event<'a>) {
        let event = match event {
            Event::Text(text) | Event::Code(text) => Event::Text(self.restored(text)),
            event => event,
        };
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(_) => image.depth += 1,
            Event::End(_) if image.depth == 0 => self.end_image(),
            Event::End(_) => image.depth -= 1,
            Event::Text(text) => escape::push(&mut image.alt, &text, Place::Plain),
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some(image) = self.image.take() else { return };
        let alt = image.alt.trim();
        let target = match image.destination {
            Destination::Internal(target) | Destination::External(target) => target,
            Destination::Unsafe => {
                self.warnings.unsafe_address(image.span);
                return self.text(&image.alt, image.span);
            }
        };
        let has_alt = !alt.is_empty();
        if !has_alt {
            self.warnings.without_alt(image.span);
        }
        let reference =
            self.refer(Reference { kind: ReferenceKind::Image, target, span: image.span, has_alt });
        let (alt, title) = (self.keep(alt), self.keep(&image.title));
        self.tail.tag();
        self.tree.leaf(Kind::Image { reference, alt, title }, image.span);
    }

    /// Turns the paragraph `node` into a figure if it holds just an image, whose title becomes
    /// the caption.
    pub(super) fn judge_figure(&mut self, node: NodeId) {
        let &[paragraph, image] = self.tree.from(node) else { return };
        let Kind::Image { reference, alt, title } = image.kind else { return };
        if self.was_hidden {
            return;
        }
        self.tree.take_back_to(node);
        self.tree.open(Kind::Figure, paragraph.span);
        self.tree.leaf(Kind::Image { reference, alt, title: Str::default() }, image.span);
        let caption = self.tree.body.text(title).trim().to_owned();
        if !caption.is_empty() {
            self.tree.open(Kind::Caption, image.span);
            self.text(&caption, image.span);
            self.tree.close();
        }
        self.tree.close();
    }
}
