//! Counting words as Chinese editors do: each Han character, and each word of other scripts.
//!
//! By plain ranges of characters. Unicode segmentation with its dictionaries and rules costs
//! many times as much and answers a question nobody asks here.

use crate::text::is_han;

/// Counts over text that comes in pieces.
#[derive(Debug, Default, Clone, Copy)]
pub struct WordCounter {
    words: u32,
    state: State,
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum State {
    /// Between words.
    #[default]
    Outside,
    Inside,
    /// Behind a sign that can join two parts of a word, as in `COVID-19` or `3.5`.
    Joint,
}

impl WordCounter {
    /// Counts on through `text`.
    pub fn count(&mut self, text: &str) {
        for character in text.chars() {
            if is_han(character) {
                self.words = self.words.saturating_add(1);
                self.state = State::Outside;
            } else if is_word_part(character) {
                if self.state == State::Outside {
                    self.words = self.words.saturating_add(1);
                }
                self.state = State::Inside;
            } else {
                let joins = matches!(character, '-' | '.' | '\'' | '’' | '_');
                self.state = match self.state {
                    State::Inside if joins => State::Joint,
                    _ => State::Outside,
                };
            }
        }
    }

    /// A word cannot go on beyond here.
    pub fn end_word(&mut self) {
        self.state = State::Outside;
    }

    /// What was counted.
    pub fn words(&self) -> u32 {
        self.words
    }
}

/// Whether a character is part of a word. Punctuation of Chinese text is told by its block first:
/// the general tables of Unicode are slow to search and were a tenth of the time of rendering.
fn is_word_part(character: char) -> bool {
    match character {
        '\0'..='\x7f' => character.is_ascii_alphanumeric(),
        '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{3020}' => false,
        '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' => false,
        _ => character.is_alphanumeric(),
    }
}

/// Whether a character is set full-width in Chinese text, so that a line break beside it means
/// no space.
pub fn is_full_width(character: char) -> bool {
    is_han(character)
        || matches!(
            character,
            '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF60}' | '“' | '”' | '‘' | '’' | '—' | '…'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_han_characters_and_words() {
        for (text, words) in [
            ("心肺复苏，怎么做？", 7),
            ("按压深度5～6厘米", 8),
            ("COVID-19 疫苗", 3),
            ("don't stop", 2),
            ("3.5 mL. 毫升", 4),
            ("AED（自动体外除颤器）", 8),
            ("𠮷野家 〇", 4),
            ("——……", 0),
        ] {
            let mut counter = WordCounter::default();
            counter.count(text);
            assert_eq!(counter.words(), words, "{text}");
        }
    }
}
