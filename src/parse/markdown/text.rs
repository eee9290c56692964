//! The text of a body without its markup: for search, for counting, for the excerpt.

use super::escape::{self, Place};
use super::words::WordCounter;

/// Characters of an excerpt, at most.
const EXCERPT: usize = 120;
/// A sentence that ends behind this many characters is a good place to cut.
const EXCERPT_LEAST: usize = 60;

/// Gathers the text.
#[derive(Debug, Default)]
pub struct PlainText {
    pub text: String,
    counter: WordCounter,
    /// Paragraphs only, as much as an excerpt may need.
    lead: String,
    paragraph: Option<usize>,
}

/// How far a text was read.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    length: usize,
    counter: WordCounter,
}

impl PlainText {
    /// Running text.
    pub fn push(&mut self, text: &str) {
        let start = self.text.len();
        escape::push(&mut self.text, text, Place::Plain);
        self.counter.count(&self.text[start..]);
    }

    /// The state to which [`PlainText::take_back`] returns.
    pub fn mark(&self) -> Mark {
        Mark { length: self.text.len(), counter: self.counter }
    }

    /// Forgets what was pushed since `mark`.
    pub fn take_back(&mut self, mark: Mark) {
        self.text.truncate(mark.length);
        self.counter = mark.counter;
    }

    /// A break inside a paragraph or between cells.
    pub fn space(&mut self) {
        self.counter.end_word();
        if !self.text.ends_with([' ', '\n']) && !self.text.is_empty() {
            self.text.push(' ');
        }
    }

    /// The end of a block.
    pub fn end_line(&mut self) {
        self.counter.end_word();
        let length = self.text.trim_end_matches(' ').len();
        self.text.truncate(length);
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// The start of a paragraph that may be quoted in an excerpt.
    pub fn start_paragraph(&mut self) {
        self.end_line();
        self.paragraph = (self.lead.len() < EXCERPT * 4).then_some(self.text.len());
    }

    /// The open paragraph turns out to be a figure, which no excerpt quotes.
    pub fn forget_paragraph(&mut self) {
        self.paragraph = None;
    }

    /// The end of a paragraph.
    pub fn end_paragraph(&mut self) {
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
