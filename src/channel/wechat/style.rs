//! What a theme's style sheet makes of each kind of element, as the text of a `style` attribute.
//!
//! A CSS engine sees one prototype of each element in each surrounding, once for each colour; articles are
//! then written with the texts it gave.

use std::cell::RefCell;

use anyhow::Result;
use css_inline::CSSInliner;
use cssparser::{Delimiter, ParseError, Parser, Token};
use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Token as Piece, TokenSink, TokenSinkResult, Tokenizer};

use super::colour::readable;
use crate::diagnostic::{Explain as _, Text, refuse};
use crate::model::{Article, Catalog};
use crate::theme::Theme;

/// The style sheet inside the theme.
pub const SHEET: &str = "wechat/article.css";

/// What an element stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    Article,
    Quote,
    Note,
    Tip,
    Important,
    Warning,
    Caution,
    Details,
    /// Footnotes, addresses.
    Notes,
    /// What the article rests on.
    Evidence,
    /// The verdict; its order is that of [`Verdict::ALL`](crate::model::Verdict::ALL).
    False,
    MostlyFalse,
    Conditional,
    True,
    Unproven,
}

/// Each context with the tags that stand for it in the style sheet's eyes.
const CONTEXTS: [(Context, &str, &str); 15] = [
    (Context::Article, "article", ""),
    (Context::Quote, "blockquote", ""),
    (Context::Note, "aside", "note"),
    (Context::Tip, "aside", "tip"),
    (Context::Important, "aside", "important"),
    (Context::Warning, "aside", "warning"),
    (Context::Caution, "aside", "caution"),
    (Context::Details, "details", ""),
    (Context::Notes, "section", "notes"),
    (Context::Evidence, "footer", "evidence"),
    (Context::False, "header", "false"),
    (Context::MostlyFalse, "header", "mostly-false"),
    (Context::Conditional, "header", "conditional"),
    (Context::True, "header", "true"),
    (Context::Unproven, "header", "unproven"),
];

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// What makes the context.
    Box,
    Line,
    Heading2,
    Heading3,
    Heading4,
    Title,
    Meta,
    Term,
    Definition,
    Item,
    Marker,
    /// What stands in an item below its first line.
    Under,
    Figure,
    Caption,
    Image,
    Pre,
    Rule,
    Scroll,
    Table,
    Head,
    Cell,
    Strong,
    Emphasis,
    Deleted,
    Inserted,
    Marked,
    Key,
    Small,
    Raised,
    Lowered,
    Code,
    Link,
    /// The number of an address or of a footnote.
    Number,
    Label,
    Stamp,
}

/// Each role: the tags around its prototype, its tag, its class.
const ROLES: [(Role, &str, &str, &str); 34] = [
    (Role::Line, "", "p", ""),
    (Role::Heading2, "", "h2", ""),
    (Role::Heading3, "", "h3", ""),
    (Role::Heading4, "", "h4", ""),
    (Role::Title, "", "p", "title"),
    (Role::Meta, "", "p", "meta"),
    (Role::Term, "dl", "dt", ""),
    (Role::Definition, "dl", "dd", ""),
    (Role::Item, "ul", "li", ""),
    (Role::Marker, "li", "span", "marker"),
    (Role::Under, "", "div", "under"),
    (Role::Figure, "", "figure", ""),
    (Role::Caption, "figure", "figcaption", ""),
    (Role::Image, "", "img", ""),
    (Role::Pre, "", "pre", ""),
    (Role::Rule, "", "hr", ""),
    (Role::Scroll, "", "div", "scroll"),
    (Role::Table, "", "table", ""),
    (Role::Head, "table", "th", ""),
    (Role::Cell, "table", "td", ""),
    (Role::Strong, "", "strong", ""),
    (Role::Emphasis, "", "em", ""),
    (Role::Deleted, "", "del", ""),
    (Role::Inserted, "", "ins", ""),
    (Role::Marked, "", "mark", ""),
    (Role::Key, "", "kbd", ""),
    (Role::Small, "", "small", ""),
    (Role::Raised, "", "sup", ""),
    (Role::Lowered, "", "sub", ""),
    (Role::Code, "", "code", ""),
    (Role::Link, "", "a", ""),
    (Role::Number, "", "sup", "number"),
    (Role::Label, "", "span", "label"),
    (Role::Stamp, "", "strong", "stamp"),
];

const COUNT: usize = ROLES.len() + 1;

/// The colour of no topic, in whose place those of the topics come: the style sheet is worked out once for all.
const STAND_IN: &str = "#010203";

/// The styles of every topic of a site.
#[derive(Debug, Clone)]
pub struct Style {
    /// In the order of the topics; that of articles without one is the last.
    sheets: Vec<Sheet>,
}

impl Style {
    /// Works out the styles of a theme for the topics of a site.
    ///
    /// # Errors
    ///
    /// The theme has no style sheet, or one that asks for what the editor of WeChat drops.
    pub fn new(theme: &Theme, catalog: &Catalog) -> Result<Style> {
        let css = theme
            .sheet(SHEET)
            .ok_or_else(|| refuse(format!("外观里没有 `{SHEET}`"), format!("there is no `{SHEET}`")))?;
        let (plain, coloured) = (Sheet::new(css, None)?, Sheet::new(css, Some(STAND_IN))?);
        let topics = catalog.topics.iter().map(|topic| match readable(&topic.config.color.value) {
            Some(colour) => coloured.with_colour(&colour),
            None => plain.clone(),
        });
        let mut sheets: Vec<Sheet> = topics.collect();
        sheets.push(plain);
        Ok(Style { sheets })
    }

    /// The styles of a style sheet for all topics.
    #[cfg(test)]
    pub fn plain(css: &str) -> Style {
        Style { sheets: vec![Sheet::new(css, None).expect("a sound style sheet")] }
    }

    /// The styles of an article.
    pub(super) fn of(&self, article: &Article) -> &Sheet {
        let last = self.sheets.len() - 1;
        &self.sheets[article.topic.map_or(last, |topic| topic.min(last))]
    }
}

/// The styles of one topic.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// By context, then by role.
    attributes: Vec<String>,
}

impl Sheet {
    /// Works out a style sheet with a colour, darkened where it must be, as `--topic`.
    pub fn new(css: &str, colour: Option<&str>) -> Result<Sheet> {
        let css = match colour.and_then(readable) {
            Some(colour) => format!("{css}\n:root{{--topic:{colour}}}"),
            None => css.to_owned(),
        };
        let inliner = CSSInliner::options()
            .load_remote_stylesheets(false)
            .resolve_css_variables(true)
            .extra_css(Some(css.into()))
            .build();
        let cannot = || Text::new(format!("`{SHEET}` 读不懂"), format!("cannot read `{SHEET}`"));
        let styled = inliner.inline(&prototypes()).explain(cannot)?;
        let attributes: Result<Vec<String>> = styles(&styled).iter().map(|style| attribute(style)).collect();
        Ok(Sheet { attributes: attributes? })
    }

    /// The same with another colour in place of [`STAND_IN`].
    fn with_colour(&self, colour: &str) -> Sheet {
        let attributes = self.attributes.iter().map(|attribute| attribute.replace(STAND_IN, colour));
        Sheet { attributes: attributes.collect() }
    }

    /// ` style="…"`, or nothing where the style sheet says nothing.
    pub fn attribute(&self, context: Context, role: Role) -> &str {
        self.attributes.get(context as usize * COUNT + role as usize).map_or("", String::as_str)
    }
}

/// A page with one element of each kind. What counts is marked.
fn prototypes() -> String {
    let mut html = String::from("<!DOCTYPE html><html><head></head><body><article class=\"root\">");
    for (context, tag, class) in CONTEXTS {
        // The article itself is one of them, not inside another.
        let outer = if context == Context::Article { "div" } else { "article" };
        html.push_str(&format!("</article><{outer}><{tag} class=\"{class}\" data-mark>"));
        for (_, around, tag, class) in ROLES {
            let (before, after) = match around {
                "" => (String::new(), String::new()),
                "table" => ("<table><tr>".to_owned(), "</tr></table>".to_owned()),
                around => (format!("<{around}>"), format!("</{around}>")),
            };
            html.push_str(&format!("{before}<{tag} class=\"{class}\" data-mark></{tag}>{after}"));
        }
        html.push_str(&format!("</{tag}></{outer}><article>"));
    }
    html.push_str("</article></body></html>");
    html
}

/// The styles of the elements that are marked, in their order.
fn styles(html: &str) -> Vec<String> {
    #[derive(Default)]
    struct Marked(RefCell<Vec<String>>);

    impl TokenSink for Marked {
        type Handle = ();

        fn process_token(&self, token: Piece, _line: u64) -> TokenSinkResult<()> {
            if let Piece::TagToken(tag) = token
                && tag.attrs.iter().any(|it| &*it.name.local == "data-mark")
            {
                let style = tag.attrs.iter().find(|it| &*it.name.local == "style");
                self.0.borrow_mut().push(style.map_or_else(String::new, |it| it.value.to_string()));
            }
            TokenSinkResult::Continue
        }
    }

    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Marked::default(), Default::default());
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// A style as an attribute, in as few characters as it takes.
fn attribute(style: &str) -> Result<String> {
    let mut parser = Parser::new(style);
    let mut short = String::new();
    while !parser.is_exhausted() {
        let declaration = parser.parse_until_after(Delimiter::Semicolon, declaration);
        let (name, value) = declaration.map_err(|_| not_kept(style))?;
        // A variable has done its work.
        if name.starts_with("--") {
            continue;
        }
        if !short.is_empty() {
            short.push(';');
        }
        short.push_str(&name);
        short.push(':');
        short.push_str(&value);
    }
    if short.is_empty() {
        return Ok(short);
    }
    let short = short.replace('&', "&amp;").replace('"', "'").replace('<', "&lt;");
    Ok(format!(" style=\"{short}\""))
}

/// The name and the value of a declaration, unless the editor of WeChat drops it or what stands there would
/// show something of another place.
fn declaration(parser: &mut Parser<'_>) -> Result<(String, String), ParseError<()>> {
    let name = parser.expect_ident()?.to_ascii_lowercase();
    parser.expect_colon()?;
    parser.skip_whitespace();
    let start = parser.position();
    let variable = name.starts_with("--");
    if (!variable && !is_kept(parser))
        || matches!(name.as_str(), "position" | "background-image" | "behavior")
    {
        return Err(ParseError::custom(()));
    }
    while parser.next_including_whitespace_and_comments().is_ok() {}
    Ok((name, parser.slice_from(start).trim().replace(", ", ",")))
}

/// Functions of values that show nothing of another place.
const FUNCTIONS: [&str; 4] = ["rgb", "rgba", "hsl", "hsla"];

/// Whether the value that is ahead names nothing outside of it; leaves the parser behind it.
fn is_kept(parser: &mut Parser<'_>) -> bool {
    while let Ok(token) = parser.next() {
        match token {
            Token::Function(name) if FUNCTIONS.iter().any(|it| name.eq_ignore_ascii_case(it)) => {
                let inside: Result<bool, ParseError<()>> =
                    parser.parse_nested_block(|inside| Ok(is_kept(inside)));
                if inside != Ok(true) {
                    return false;
                }
            }
            Token::Function(_) | Token::UnquotedUrl(_) | Token::BadUrl(_) | Token::BadString(_) => {
                return false;
            }
            Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => return false,
            _ => {}
        }
    }
    true
}

fn not_kept(style: &str) -> anyhow::Error {
    refuse(
        format!("`{SHEET}`：公众号编辑器不保留 `{style}` 中的某一项（定位、背景图、变量、外部地址）"),
        format!(
            "`{SHEET}`: the editor of WeChat drops a part of `{style}` (position, background image, variable, address)"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_stand_in_the_order_of_their_numbers() {
        for (place, (context, ..)) in CONTEXTS.iter().enumerate() {
            assert_eq!(*context as usize, place);
        }
        for (place, (role, ..)) in ROLES.iter().enumerate() {
            assert_eq!(*role as usize, place + 1);
        }
        assert_eq!(
            styles(&prototypes().replace("data-mark", "style=\"a\" data-mark")).len(),
            CONTEXTS.len() * COUNT
        );
    }

    #[test]
    fn variables_and_selectors_are_worked_out() {
        let css = ":root{--topic:#111;--dark:var(--topic)}p{margin:0 0 1em;color:var(--dark)}
            .warning p{ color : rgb(1, 2, 3) }ul>li{text-indent:-1em}";
        let sheet = Sheet::new(css, Some("#c8372d")).unwrap();
        assert_eq!(sheet.attribute(Context::Article, Role::Line), " style=\"margin:0 0 1em;color:#c8372d\"");
        assert_eq!(
            sheet.attribute(Context::Warning, Role::Line),
            " style=\"margin:0 0 1em;color:rgb(1,2,3)\""
        );
        assert_eq!(sheet.attribute(Context::Quote, Role::Item), " style=\"text-indent:-1em\"");
        assert_eq!(sheet.attribute(Context::Article, Role::Table), "");
        let plain = Sheet::new(css, None).unwrap();
        assert_eq!(plain.attribute(Context::Article, Role::Line), " style=\"margin:0 0 1em;color:#111\"");
    }

    #[test]
    fn what_the_editor_drops_is_refused() {
        for css in [
            "p{position:absolute}",
            "p{background:url(a.png)}",
            "p{background:URL('a.png')}",
            "p{background-image:none}",
            "p{background:linear-gradient(red,blue)}",
            "p{width:calc(1px + 2px)}",
            "p{color:rgb(1,2,env(x))}",
        ] {
            assert!(Sheet::new(css, None).is_err(), "{css}");
        }
        let unknown = Sheet::new("p{margin:0;color:var(--none)}", None).unwrap();
        assert_eq!(unknown.attribute(Context::Article, Role::Line), " style=\"margin:0\"");
    }
}
