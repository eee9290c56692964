//! HTML read back by the tokenizer of html5ever, which shares nothing with what wrote it.

use std::cell::RefCell;
use std::collections::BTreeSet;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};

/// Elements within a line: their tags do not part the characters beside them.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup", "time", "u",
];

/// The elements of a page in the order of their start tags.
#[derive(Default)]
pub struct Markup {
    elements: Vec<Element>,
    /// What the tokenizer found wrong.
    pub errors: Vec<String>,
}

/// A start tag, and the text between it and its end tag.
pub struct Element {
    /// In lower case.
    pub name: String,
    /// Text inside without the tags, a line break for each that is not within a line.
    pub text: String,
    attributes: Vec<(String, String)>,
}

impl Markup {
    /// Reads a page.
    pub fn parse(page: &str) -> Markup {
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(page));
        let tokenizer = Tokenizer::new(Sink::default(), Default::default());
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        tokenizer.end();
        tokenizer.sink.markup.into_inner()
    }

    /// Every element of this name.
    pub fn all<'m>(&'m self, name: &'m str) -> impl Iterator<Item = &'m Element> {
        self.elements.iter().filter(move |element| element.name == name)
    }

    /// Every element of this class.
    pub fn classed<'m>(&'m self, class: &'m str) -> impl Iterator<Item = &'m Element> {
        let has =
            move |it: &&Element| it.get("class").is_some_and(|all| all.split(' ').any(|it| it == class));
        self.elements.iter().filter(has)
    }

    /// Every element.
    pub fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// Every id.
    pub fn ids(&self) -> Vec<&str> {
        self.elements.iter().filter_map(|element| element.get("id")).collect()
    }

    /// What the page refers to: links, pictures, scripts, styles, the targets of forms.
    pub fn references(&self) -> BTreeSet<&str> {
        const ATTRIBUTES: [&str; 4] = ["href", "src", "action", "poster"];
        self.elements
            .iter()
            .flat_map(|element| ATTRIBUTES.iter().filter_map(|name| element.get(name)))
            .collect()
    }
}

impl Element {
    /// The names of its attributes.
    pub fn attribute_names(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter().map(|(name, _)| name.as_str())
    }

    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

#[derive(Default)]
struct Sink {
    markup: RefCell<Markup>,
    open: RefCell<Vec<usize>>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut markup = self.markup.borrow_mut();
        let mut open = self.open.borrow_mut();
        if let Token::TagToken(tag) = &token
            && !INLINE.contains(&&*tag.name)
        {
            for index in open.iter() {
                markup.elements[*index].text.push('\n');
            }
        }
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let attributes = tag.attrs.iter();
                let attributes =
                    attributes.map(|it| (it.name.local.to_string(), it.value.to_string())).collect();
                open.push(markup.elements.len());
                let name = tag.name.to_string();
                let raw = match name.as_str() {
                    "script" => Some(RawKind::ScriptData),
                    "style" => Some(RawKind::Rawtext),
                    "title" | "textarea" => Some(RawKind::Rcdata),
                    _ => None,
                };
                markup.elements.push(Element { name, text: String::new(), attributes });
                if let Some(raw) = raw {
                    return TokenSinkResult::RawData(raw);
                }
            }
            Token::TagToken(tag) => {
                // Elements whose end tag is left out end with the one around them.
                if let Some(at) = open.iter().rposition(|index| markup.elements[*index].name == *tag.name) {
                    open.truncate(at);
                }
            }
            Token::CharacterTokens(text) => {
                for index in open.iter() {
                    markup.elements[*index].text.push_str(&text);
                }
            }
            Token::ParseError(error) => markup.errors.push(error.into_owned()),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
