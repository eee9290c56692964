//! The shared analysis as a tokenizer of tantivy's: a token is the key of a term.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

use crate::search::place::Place;

/// A key in tantivy's dictionary: five characters of seven bits, in the order of the keys.
pub(super) struct KeyText([u8; 5]);

pub(super) fn key_text(key: u32) -> KeyText {
    KeyText([28, 21, 14, 7, 0].map(|shift| (key >> shift) as u8 & 0x7f))
}

impl KeyText {
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// The names of the field and of the tokenizer of a place.
pub(super) fn names(place: Place) -> (&'static str, &'static str) {
    match place {
        Place::Title => ("title", "kepu-title"),
        Place::Tag => ("tag", "kepu-tag"),
        Place::Heading => ("heading", "kepu-heading"),
        Place::Text => ("text", "kepu-text"),
    }
}

/// The tokenizers that the fields name.
pub(super) fn manager() -> TokenizerManager {
    let manager = TokenizerManager::default();
    for place in Place::ALL {
        manager.register(names(place).1, Analysis::of(place));
    }
    manager
}

#[derive(Debug, Clone)]
struct Analysis {
    place: Place,
    units: Vec<u16>,
    keys: Vec<u32>,
    next: usize,
    token: Token,
}

impl Analysis {
    fn of(place: Place) -> Self {
        Analysis { place, units: Vec::new(), keys: Vec::new(), next: 0, token: Token::default() }
    }
}

impl Tokenizer for Analysis {
    type TokenStream<'a> = Keys<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Keys<'a> {
        let Analysis { place, units, keys, .. } = self;
        keys.clear();
        place.terms(text, units, |key| keys.push(key));
        self.next = 0;
        self.token.reset();
        Keys(self)
    }
}

/// Neither offsets nor positions are kept, so tokens have none of their own.
struct Keys<'a>(&'a mut Analysis);

impl TokenStream for Keys<'_> {
    fn advance(&mut self) -> bool {
        let Some(key) = self.0.keys.get(self.0.next) else { return false };
        self.0.token.text.clear();
        self.0.token.text.push_str(key_text(*key).as_str());
        self.0.token.position = self.0.next;
        self.0.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.0.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.0.token
    }
}
