//! What is made of one article on request: a file for people to pass on.

use std::collections::BTreeMap;

use anyhow::Result;

use super::brief::{Brief, stem};
use super::bundle::{Bundle, Terms, bundle};
use super::card::card;
use super::closing::Closing;
use super::drawing::Painter;
use super::loudspeaker::{Origin, broadcast};
use super::message::{self, Message};
use super::picture::Fitter;
use super::poster::{Card, Cut, Poster, Press};
use super::wechat;
use crate::diagnostic::Text;
use crate::model::channel::{ChannelConfig, ChannelFormat, ChannelLimits};
use crate::model::{Article, Asset, Catalog};
use crate::theme::{Renderer, Theme};

/// A file that was made, and what its maker has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Name of the file.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// What was left out, or is too long.
    pub notes: Vec<Text>,
    /// Whether the main file refers to it by its name.
    pub named: bool,
}

impl Made {
    fn new(name: String, bytes: Vec<u8>, notes: Vec<Text>) -> Made {
        Made { name, bytes, notes, named: false }
    }
}

/// The files of an article in a form, the main one first. `read` gives a picture as it is published.
///
/// # Errors
///
/// The form cannot be made of it.
pub fn make(
    channel: &ChannelConfig,
    (catalog, theme): (&Catalog, &Theme),
    article: &Article,
    read: &dyn Fn(&Asset) -> Result<Vec<u8>>,
) -> Result<Vec<Made>> {
    let stem = stem(article);
    let limits = &channel.limits();
    Ok(match channel.format.value {
        ChannelFormat::Message => {
            let mut brief = Brief::of(catalog, article);
            let closing = Closing::of(channel);
            brief.attribution = closing.attribution.map(str::to_owned);
            brief.link_text = closing.link_text.map(str::to_owned);
            let message = message::group(&brief, limits.characters.unwrap_or(100));
            vec![short(format!("{stem}.message.txt"), message)]
        }
        ChannelFormat::Sms => {
            let brief = Brief::of(catalog, article);
            let message = message::sms(&brief, limits.characters.unwrap_or(70));
            vec![short(format!("{stem}.sms.txt"), message)]
        }
        ChannelFormat::Loudspeaker => script(&stem, limits, catalog, article),
        ChannelFormat::Poster => posters(&stem, &Press::new(theme)?, &card(catalog, article))?,
        ChannelFormat::Wechat => official(channel, (catalog, theme), article, read)?,
        ChannelFormat::Bundle => {
            let terms = Terms::of(channel, limits);
            let Bundle { name, bytes, notes } = bundle(article, catalog, theme, &terms, read)?;
            vec![Made::new(name, bytes, notes)]
        }
        ChannelFormat::Address => {
            let bytes = (catalog.absolute(&article.path) + "\n").into_bytes();
            vec![Made::new(format!("{stem}.url.txt"), bytes, Vec::new())]
        }
    })
}

fn short(name: String, message: Message) -> Made {
    let mut notes = Vec::new();
    if message.cut {
        notes.push(Text::new("放不下的要点没有写进去", "points that did not fit are left out"));
    }
    if message.without_address {
        notes.push(Text::new("网址太长，没有写进去", "the address is too long and is left out"));
    }
    Made::new(name, (message.text + "\n").into_bytes(), notes)
}

/// The picture for phones, the page for printing, the picture for links.
fn posters(stem: &str, press: &Press, card: &Card) -> Result<Vec<Made>> {
    let phone = press.poster_png(card)?;
    let page = press.poster_pdf(card)?;
    let social = press.social_png(card)?;
    let notes = poster_notes(&phone);
    Ok(vec![
        Made::new(format!("{stem}.png"), phone.bytes, notes),
        Made::new(format!("{stem}.pdf"), page.bytes, Vec::new()),
        Made::new(format!("{stem}.social.png"), social.bytes, Vec::new()),
    ])
}

/// What of the article is not on its poster.
fn poster_notes(poster: &Poster) -> Vec<Text> {
    let mut notes: Vec<Text> = poster
        .cut
        .iter()
        .map(|Cut { lost, .. }| {
            Text::new(format!("海报上放不下：{lost}"), format!("no room on the poster for: {lost}"))
        })
        .collect();
    if !poster.missing.is_empty() {
        let all: String = poster.missing.iter().collect();
        notes.push(Text::new(
            format!("海报的字体里没有这些字：{all}"),
            format!("the poster's font does not have: {all}"),
        ));
    }
    notes
}

/// The page from which an article is pasted into the editor of an Official Account, and the pictures that had
/// to be made to fit.
fn official(
    channel: &ChannelConfig,
    (catalog, theme): (&Catalog, &Theme),
    article: &Article,
    read: &dyn Fn(&Asset) -> Result<Vec<u8>>,
) -> Result<Vec<Made>> {
    let (pictures, faults) = fitted(channel, (catalog, theme), article, read)?;
    let style = wechat::Style::new(theme, catalog)?;
    let address = |asset: &Asset| {
        if let Some(picture) = pictures.get(&asset.path) {
            return picture.name.clone();
        }
        let absolute = catalog.absolute(&asset.path);
        if absolute.is_empty() { asset.path.clone() } else { absolute }
    };
    let made = wechat::render(article, catalog, &style, Closing::of(channel), address);
    let mut notes = made.faults(&wechat::LIMITS);
    let limit = channel.limits().characters.unwrap_or(wechat::LIMITS.content);
    let (characters, most) = (made.characters, limit);
    notes.insert(
        0,
        Text::new(
            format!("{characters} 个字符的 HTML，最多 {most}"),
            format!("{characters} characters of HTML, at most {most}"),
        ),
    );
    if characters >= most {
        for block in made.costliest(3) {
            let (words, cost) = (&block.words, block.characters);
            notes.push(Text::new(
                format!("最长的一段：{words}……（{cost} 个字符）"),
                format!("a long block: {words}… ({cost} characters)"),
            ));
        }
    }
    notes.extend(faults);
    if !pictures.is_empty() {
        let count = pictures.len();
        notes.push(Text::new(
            format!("{count} 张图另存在页面旁边；粘贴后没有显示的，请在编辑器里上传"),
            format!("{count} pictures stand beside the page; upload those that the editor does not show"),
        ));
    }
    let renderer = Renderer::new(theme, &())?;
    let bytes = wechat::preview(&made, &[], &renderer)?;
    let page = Made::new(format!("{}.wechat.html", stem(article)), bytes, notes);
    Ok(std::iter::once(page).chain(pictures.into_values()).collect())
}

/// The pictures of an article that the channel does not take as the site has them, by the path of that, as it
/// takes them; and what is to be said of them.
fn fitted(
    channel: &ChannelConfig,
    (catalog, theme): (&Catalog, &Theme),
    article: &Article,
    read: &dyn Fn(&Asset) -> Result<Vec<u8>>,
) -> Result<(BTreeMap<String, Made>, Vec<Text>)> {
    let (painter, limits) = (Painter::new(theme), channel.limits());
    let fitter = Fitter::new(&painter, &limits).drawing_up_to(wechat::DRAWN);
    let (mut made, mut notes) = (BTreeMap::new(), Vec::new());
    for asset in catalog.pictures(article).map(|it| it.asset).filter(|it| !limits.keeps(it)) {
        if made.contains_key(&asset.path) {
            continue;
        }
        let (file, faults) = fitter.fit(&asset.source, read(asset)?);
        notes.extend(faults);
        if let Some(file) = file {
            // With the hash of what it was made of, as the site names it.
            let name = asset.path.rsplit('/').next().unwrap_or(&asset.path);
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            let name = format!("{stem}.{}", file.extension);
            let picture = Made { name, bytes: file.bytes, notes: Vec::new(), named: true };
            made.insert(asset.path.clone(), picture);
        }
    }
    Ok((made, notes))
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
        Made::new(format!("{stem}.script.txt"), script.text().into_bytes(), notes),
        Made::new(format!("{stem}.script.ssml"), script.ssml().into_bytes(), Vec::new()),
    ]
}
