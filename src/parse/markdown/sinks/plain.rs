//! The text of a body without its markup: for search, for counting, for the excerpt.

use crate::diagnostic::Span;
use crate::model::body::{Body, Kind, Node, Step};
use crate::model::source_map::SourceMap;
use crate::parse::markdown::words::WordCounter;

/// Characters of an excerpt, at most.
const EXCERPT: usize = 120;
/// A sentence that ends behind this many characters is a good place to cut.
const EXCERPT_LEAST: usize = 60;

/// The text of a body, one line for each paragraph, heading and row of a table.
#[derive(Debug, Default)]
pub struct PlainText {
    pub text: String,
    /// Where the parts of it stand in the source.
    pub map: SourceMap,
    counter: WordCounter,
    /// Paragraphs only, as much as an excerpt may need.
    lead: String,
    paragraph: Option<usize>,
    /// How many footnotes are being read.
    notes: usize,
}

impl PlainText {
    /// Reads all of `body`, whose spans are places in `source`.
    pub fn of(body: &Body, source: &str) -> PlainText {
        let mut plain = PlainText { text: String::with_capacity(body.text_length()), ..Self::default() };
        for step in body.walk() {
            match step {
                Step::Start(node) => plain.start(node.kind),
                Step::End(node) => plain.end(node.kind),
                Step::Leaf(node) => plain.leaf(body, node, source),
            }
        }
        plain.end_line();
        plain
    }

    fn start(&mut self, kind: Kind) {
        match kind {
            Kind::Note => self.notes += 1,
            Kind::Paragraph if self.notes == 0 => self.start_paragraph(),
            Kind::Figure if self.notes == 0 => self.end_line(),
            Kind::Item { .. } | Kind::CodeBlock { .. } | Kind::Element { block: true, .. } => self.end_line(),
            _ => {}
        }
    }

    fn end(&mut self, kind: Kind) {
        match kind {
            Kind::Cell { .. } => self.space(),
            Kind::Paragraph => self.end_paragraph(),
            kind if kind.is_inline() => {}
            kind => {
                self.notes -= usize::from(kind == Kind::Note);
                self.end_line();
            }
        }
    }

    fn leaf(&mut self, body: &Body, node: Node, source: &str) {
        match node.kind {
            Kind::Text(text) | Kind::Code(text) => self.push(body.text(text), node.span, source),
            Kind::SoftBreak | Kind::HardBreak | Kind::Break => self.space(),
            _ => {}
        }
    }

    /// Running text, which stands at `span` or was made of what stands there.
    fn push(&mut self, text: &str, span: Span, source: &str) {
        self.counter.count(text);
        self.text.push_str(text);
        if source.get(span.start..span.end) == Some(text) {
            self.map.push_literal(text.len(), span.start);
        } else {
            self.map.push_made(text.len(), span);
        }
    }

    /// A break inside a paragraph or between cells.
    fn space(&mut self) {
        self.counter.end_word();
        if !self.text.ends_with([' ', '\n']) && !self.text.is_empty() {
            self.text.push(' ');
            self.map.push_inserted(1);
        }
    }

    /// The end of a block.
    fn end_line(&mut self) {
        self.counter.end_word();
        let length = self.text.trim_end_matches(' ').len();
        self.text.truncate(length);
        self.map.truncate(length);
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
            self.map.push_inserted(1);
        }
    }

    /// The start of a paragraph that may be quoted in an excerpt.
    fn start_paragraph(&mut self) {
        self.end_line();
        self.paragraph = (self.lead.len() < EXCERPT * 4).then_some(self.text.len());
    }

    /// The end of a paragraph.
    fn end_paragraph(&mut self) {
        if let Some(start) = self.paragraph.take() {
            let paragraph = self.text.get(start..).unwrap_or_default().trim();
            if self.lead.bytes().next_back().is_some_and(|byte| byte.is_ascii()) {
                self.lead.push(' ');
            }
            self.lead.push_str(paragraph);
        }
        self.end_line();
    }

    /// Words counted so far.
    pub fn words(&self) -> u32 {
        self.counter.words()
    }

    /// The beginning of the paragraphs, or of the whole text where there are none: cut behind a
    /// sentence where one ends in good time, else within it, which `…` shows.
    pub fn excerpt(&self) -> String {
        let source = if self.lead.is_empty() { &self.text } else { &self.lead };
        let source = source.trim();
        let Some((limit, _)) = source.char_indices().nth(EXCERPT) else {
            return one_line(source);
        };
        let least = source.char_indices().nth(EXCERPT_LEAST).map_or(0, |(offset, _)| offset);
        let sentence_end = source[..limit]
            .char_indices()
            .filter(|(offset, character)| *offset >= least && "。！？!?".contains(*character))
            .map(|(offset, character)| offset + character.len_utf8())
            .map(|end| end + closing_quotes(&source[end..limit]))
            .next_back();
        match sentence_end {
            Some(end) => one_line(&source[..end]),
            None => {
                let cut = source.char_indices().nth(EXCERPT - 1).map_or(0, |(offset, _)| offset);
                let kept = source[..cut].trim_end_matches(|last: char| "，、；：,;: \n".contains(last));
                one_line(kept) + "…"
            }
        }
    }
}

/// Bytes of the quotes and brackets that close right behind a sentence.
fn closing_quotes(rest: &str) -> usize {
    rest.len() - rest.trim_start_matches(['”', '’', '」', '』', '）', '》']).len()
}

fn one_line(text: &str) -> String {
    if text.contains('\n') { text.replace('\n', " ") } else { text.to_owned() }
}
