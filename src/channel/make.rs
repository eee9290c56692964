//! What is made of one article on request: a file for people to pass on.

use anyhow::Result;

use super::brief::Brief;
use super::loudspeaker::{Origin, broadcast};
use super::message::{self, Message};
use crate::diagnostic::Text;
use crate::model::channel::{ChannelFormat, ChannelLimits};
use crate::model::{Article, Catalog};

/// A file that was made, and what its maker has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Name of the file.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// What was left out, or is too long.
    pub notes: Vec<Text>,
}

/// The files of an article in a form, the main one first.
///
/// # Errors
///
/// The form cannot be made of it.
pub fn make(
    format: ChannelFormat,
    limits: &ChannelLimits,
    catalog: &Catalog,
    article: &Article,
) -> Result<Vec<Made>> {
    let stem = stem(article);
    Ok(match format {
        ChannelFormat::Message => {
            let brief = Brief::of(catalog, article);
            let message = message::group(&brief, limits.characters.unwrap_or(100));
            vec![short(format!("{stem}.message.txt"), message)]
        }
        ChannelFormat::Sms => {
            let brief = Brief::of(catalog, article);
            let message = message::sms(&brief, limits.characters.unwrap_or(70));
            vec![short(format!("{stem}.sms.txt"), message)]
        }
        ChannelFormat::Loudspeaker => script(&stem, limits, catalog, article),
        ChannelFormat::Wechat | ChannelFormat::Bundle | ChannelFormat::Poster => Vec::new(),
    })
}

/// `cpr` of `first-aid/cpr.html`.
pub fn stem(article: &Article) -> String {
    let path = article.path.strip_suffix("/index.html").unwrap_or(&article.path);
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".html").unwrap_or(name).to_owned()
}

fn short(name: String, message: Message) -> Made {
    let mut notes = Vec::new();
    if message.cut {
        notes.push(Text::new("放不下的要点没有写进去", "points that did not fit are left out"));
    }
    if message.without_address {
        notes.push(Text::new("网址太长，没有写进去", "the address is too long and is left out"));
    }
    Made { name, bytes: (message.text + "\n").into_bytes(), notes }
}

fn script(stem: &str, limits: &ChannelLimits, catalog: &Catalog, article: &Article) -> Vec<Made> {
    let (script, origin) = broadcast(catalog, article);
    let (characters, seconds) = (script.characters, script.seconds);
    let mut notes = vec![Text::new(
        format!("{characters} 字，约 {seconds} 秒"),
        format!("{characters} characters, about {seconds} seconds"),
    )];
    if origin == Origin::Made {
        notes.push(Text::new(
            "由标题和要点写成；读前请看一遍，或在文章里写 `广播稿`",
            "made of the title and the points; read it over, or give the article a `script`",
        ));
    }
    if let Some(limit) = limits.characters.filter(|limit| characters > *limit) {
        notes.push(Text::new(
            format!("超过 {limit} 字，请删短"),
            format!("more than {limit} characters; shorten it"),
        ));
    }
    if !script.long.is_empty() {
        let count = script.long.len();
        let first = &script.sentences[script.long[0]];
        notes.push(Text::new(
            format!("有 {count} 句超过 20 字，听不清楚，第一句是“{first}”"),
            format!("{count} sentences are longer than 20 characters, the first: {first}"),
        ));
    }
    vec![
        Made { name: format!("{stem}.script.txt"), bytes: script.text().into_bytes(), notes },
        Made { name: format!("{stem}.script.ssml"), bytes: script.ssml().into_bytes(), notes: Vec::new() },
    ]
}
