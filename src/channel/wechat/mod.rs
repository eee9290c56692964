//! An article as the editor of a WeChat Official Account (公众号) keeps it when it is pasted or sent.
//!
//! That editor drops style sheets, classes, ids, variables, positions and backgrounds from elsewhere, keeps a
//! link only to its own site, and mends lists as it likes. So every element carries its own style, worked out
//! from the theme's style sheet by a CSS engine; lists are lines with marks; addresses stand in a list at the
//! end. Inside a block nothing rests on what the page around it says.
//!
//! Knows no files: the caller says under which address a picture will be found.

mod colour;
mod flow;
mod frame;
mod links;
mod preview;
mod sink;
mod style;
#[cfg(test)]
mod tests;

pub use links::Link;
pub use preview::{TEMPLATE, preview};
pub use style::{SHEET, Style};

use serde::Serialize;

use super::closing::Closing;
use crate::diagnostic::{Span, Text};
use crate::model::{Article, Asset, Catalog, SourcePath};
use crate::parse::tree;

use sink::Writer;

/// What a draft may have, in characters (the platform's page on `draft/add`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub title: usize,
    pub author: usize,
    pub digest: usize,
    /// Of HTML, styles included; the limit itself is too much.
    pub content: usize,
}

/// The limits of the platform.
pub const LIMITS: Limits = Limits { title: 32, author: 16, digest: 128, content: 20_000 };

/// Pixels of the column of an article.
const COLUMN: u32 = 677;
/// Pixels of the longer side of a drawing: its column on screens with two pixels for one.
pub const DRAWN: u32 = 2 * COLUMN;

/// Under which address a picture of the site will be found: a path, an absolute address, or one that the
/// platform gave. It is written as it is.
type PictureAddress<'a> = dyn Fn(&Asset) -> String + 'a;

/// An article for WeChat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wechat {
    /// As its editor wrote it, however long.
    pub title: String,
    /// As many authors as the platform has room for.
    pub author: String,
    /// The summary, cut to what the platform has room for.
    pub digest: String,
    /// The cover of the article, which is uploaded beside its text.
    pub cover: Option<Cover>,
    /// The page of the article on the site; empty for a site without address.
    pub address: String,
    /// The colour of its topic, `#rrggbb`, dark enough for text.
    pub colour: Option<String>,
    pub html: String,
    /// Characters of `html`.
    pub characters: usize,
    /// What each block of the body adds to them, in order.
    pub costs: Vec<BlockCost>,
    /// Every picture, in order.
    pub images: Vec<Image>,
    /// The addresses in the list at the end.
    pub links: Vec<Link>,
}

/// What a block costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockCost {
    /// Its first characters.
    pub words: String,
    /// Where it stands in the file; `None` for what was made of the whole article.
    pub span: Option<Span>,
    /// Characters of HTML.
    pub characters: usize,
}

/// A picture of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Its file; `None` for a picture of another site.
    pub source: Option<SourcePath>,
    /// As written in the HTML.
    pub address: String,
    pub alt: String,
}

/// The cover of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cover {
    pub address: String,
    /// Pixels, where the file tells.
    pub size: Option<(u32, u32)>,
}

/// Writes an article. `closing` is what the channel it goes to says below it, `picture` under which address a picture of the site will be found.
pub fn render(
    article: &Article,
    catalog: &Catalog,
    style: &Style,
    closing: Closing<'_>,
    picture: impl Fn(&Asset) -> String,
) -> Wechat {
    let front = &article.source.front;
    let body = tree(&article.source);
    let mut writer = Writer::new(&body, (catalog, &article.links), style.of(article), &picture);
    writer.flow.begin_box(style::Context::Article);
    frame::head(&mut writer, article, catalog);
    writer.body();
    frame::foot(&mut writer, article, catalog, closing);
    writer.flow.end();
    let Writer { flow, links, images, costs, .. } = writer;
    let cover = article.cover.as_ref().and_then(|cover| catalog.asset(cover));
    Wechat {
        title: front.title.clone(),
        author: authors(front.authors.iter().map(|it| frame::name(catalog, &it.value))),
        digest: cut(article.summary(), LIMITS.digest),
        cover: cover.map(|asset| Cover { address: picture(asset), size: asset.size }),
        address: catalog.absolute(&article.path),
        colour: catalog
            .topic_of(article)
            .map(|topic| topic.config.color.value.as_str())
            .and_then(colour::readable),
        characters: flow.html.chars().count(),
        html: flow.html,
        costs,
        images,
        links: links.list,
    }
}

/// As many names as there is room for; `等` stands for the others.
fn authors<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.collect();
    let whole = names.join(" ");
    if whole.chars().count() <= LIMITS.author {
        return whole;
    }
    let fits = |count: &usize| names[..*count].join(" ").chars().count() < LIMITS.author;
    let count = (1..names.len()).rev().find(fits).unwrap_or(1);
    cut(&format!("{}等", names[..count].join(" ")), LIMITS.author)
}

fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    text.chars().take(limit - 1).chain(['…']).collect()
}

impl Wechat {
    /// The blocks that cost most, the dearest first.
    pub fn costliest(&self, count: usize) -> Vec<&BlockCost> {
        let mut costs: Vec<&BlockCost> = self.costs.iter().collect();
        costs.sort_by_key(|cost| std::cmp::Reverse(cost.characters));
        costs.truncate(count);
        costs
    }

    /// What the platform would refuse, in words for the editor.
    pub fn faults(&self, limits: &Limits) -> Vec<Text> {
        let mut faults = Vec::new();
        let title = self.title.chars().count();
        if title > limits.title {
            faults.push(Text::new(
                format!("标题 {title} 字，公众号最多 {} 字", limits.title),
                format!("the title has {title} characters, WeChat takes {}", limits.title),
            ));
        }
        if self.characters >= limits.content {
            let named = self.costliest(3);
            let list = |open: &str, close: &str| -> String {
                let each = named.iter().map(|it| format!("{open}{}{close} {}", it.words, it.characters));
                each.collect::<Vec<_>>().join("、")
            };
            faults.push(Text::new(
                format!(
                    "正文连同样式 {} 个字符，公众号要求少于 {}；占得最多的：{}",
                    self.characters,
                    limits.content,
                    list("“", "”")
                ),
                format!(
                    "the text with its styles has {} characters, WeChat takes fewer than {}; most are in {}",
                    self.characters,
                    limits.content,
                    list("`", "`")
                ),
            ));
        }
        faults
    }
}
