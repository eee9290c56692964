//! Style sheets and attributes inside an SVG: read by a CSS tokenizer, never searched as text, since CSS
//! can write every character in several ways.

use cssparser::{BasicParseErrorKind, ParseError, Parser, Token};

use super::embedded::is_embedded;

/// Blocks within blocks; real style sheets have two or three.
const DEPTH: usize = 32;

/// Rules that load nothing.
const RULES: [&str; 8] =
    ["charset", "media", "font-face", "keyframes", "-webkit-keyframes", "supports", "namespace", "layer"];

/// What of `css` loads or runs something, if anything does.
pub fn fault(css: &str) -> Option<String> {
    tokens(&mut Parser::new(css), DEPTH, Address::No).err()
}

/// Whether strings in the block being read are addresses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Address {
    Yes,
    No,
}

fn tokens(parser: &mut Parser<'_>, depth: usize, strings: Address) -> Result<(), String> {
    loop {
        let token = match parser.next_including_whitespace_and_comments() {
            Ok(token) => token.clone(),
            Err(error) if error.kind == BasicParseErrorKind::EndOfInput => return Ok(()),
            Err(_) => return Err("…".into()),
        };
        if let Some(fault) = refused(&token, strings) {
            return Err(fault);
        }
        let inner = match &token {
            Token::Function(name) if loads(name) => Address::Yes,
            Token::Function(_) => strings,
            Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => Address::No,
            _ => continue,
        };
        if depth == 0 {
            return Err("{{{…".into());
        }
        let mut found = Ok(());
        // The block is left in any case; what was found in it says whether it was sound.
        let left: Result<(), ParseError<()>> = parser.parse_nested_block(|inside| {
            found = tokens(inside, depth - 1, inner);
            Ok(())
        });
        found?;
        left.map_err(|_| "…".to_owned())?;
    }
}

/// What of a token by itself loads or runs something.
fn refused(token: &Token<'_>, strings: Address) -> Option<String> {
    match token {
        Token::UnquotedUrl(address) if !is_embedded(address) => Some(format!("url({address})")),
        Token::QuotedString(address) if strings == Address::Yes && !is_embedded(address) => {
            Some(format!("url({address})"))
        }
        Token::AtKeyword(name) if !RULES.iter().any(|it| name.eq_ignore_ascii_case(it)) => {
            Some(format!("@{name}"))
        }
        Token::Ident(name) if is_binding(name) => Some(name.to_string()),
        Token::Function(name) if name.eq_ignore_ascii_case("expression") => Some("expression()".into()),
        Token::BadUrl(text) | Token::BadString(text) => Some(text.to_string()),
        _ => None,
    }
}

/// Functions whose strings are addresses.
fn loads(name: &str) -> bool {
    let names = ["url", "src", "image", "image-set", "-webkit-image-set", "cross-fade"];
    names.iter().any(|it| name.eq_ignore_ascii_case(it))
}

/// Properties by which old browsers attach scripts.
fn is_binding(name: &str) -> bool {
    ["behavior", "-moz-binding", "-ms-behavior"].iter().any(|it| name.eq_ignore_ascii_case(it))
}
