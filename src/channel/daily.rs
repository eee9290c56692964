//! 今日分享: what an officer passes on in a day, in one file.

use anyhow::Result;
use jiff::civil::Date;
use serde::Serialize;

use super::brief::{Brief, stem};
use super::bundle::archive::Archive;
use super::card::card;
use super::loudspeaker::broadcast;
use super::message;
use super::poster::{Card, Press};
use crate::calendar::in_words;
use crate::model::Catalog;
use crate::model::channel::{ChannelFormat, usual_limits};

/// The articles of a day in the forms in which they are passed on: all that the file depends on, but for the
/// look of posters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Daily {
    /// The day.
    pub day: Date,
    /// The district, where the articles are those of one.
    pub district: Option<String>,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Part {
    /// What its files are called: its number and the name of its page.
    name: String,
    title: String,
    message: String,
    sms: String,
    script: String,
    /// Its poster, where there are any.
    poster: Option<Card>,
}

impl Daily {
    /// What is passed on of some articles, given by their indices. A site that has posters has them here, too.
    pub fn of(catalog: &Catalog, day: Date, district: Option<&str>, articles: &[usize]) -> Daily {
        let limit = |format| usual_limits(format).characters.unwrap_or(usize::MAX);
        let parts = articles.iter().zip(1..).map(|(index, number)| {
            let article = &catalog.articles[*index];
            let brief = Brief::of(catalog, article);
            let (script, _) = broadcast(catalog, article);
            Part {
                name: format!("{number}-{}", stem(article)),
                title: brief.title.clone(),
                message: message::group(&brief, limit(ChannelFormat::Message)).text,
                sms: message::sms(&brief, limit(ChannelFormat::Sms)).text,
                script: script.text().trim_end().to_owned(),
                poster: catalog.config.share.posters.then(|| card(catalog, article)),
            }
        });
        Daily { day, district: district.map(str::to_owned), parts: parts.collect() }
    }

    /// Whether there are posters to be drawn.
    pub fn has_posters(&self) -> bool {
        self.parts.iter().any(|part| part.poster.is_some())
    }

    /// The zip: texts and a poster for each article, and what to do with them. Names are ASCII: not every
    /// phone and computer shows Chinese ones of a zip.
    pub fn zip(&self, press: Option<&Press>) -> Result<Vec<u8>> {
        let mut archive = Archive::default();
        archive.add("README.txt", text(&self.readme(press.is_some())).as_bytes())?;
        for part in &self.parts {
            let name = &part.name;
            archive.add(&format!("{name}.message.txt"), text(&part.message).as_bytes())?;
            archive.add(&format!("{name}.sms.txt"), text(&part.sms).as_bytes())?;
            archive.add(&format!("{name}.script.txt"), text(&part.script).as_bytes())?;
            if let (Some(press), Some(card)) = (press, &part.poster) {
                archive.add(&format!("{name}.png"), &press.poster_png(card)?.bytes)?;
            }
        }
        archive.finish()
    }

    fn readme(&self, posters: bool) -> String {
        let place = self.district.as_ref().map(|name| format!("（{name}）")).unwrap_or_default();
        let mut text = format!("今日分享{place} {}\n\n", in_words(self.day));
        for (part, number) in self.parts.iter().zip(1..) {
            text.push_str(&format!("第 {number} 篇：{}\n", part.title));
            if posters {
                text.push_str(&format!("  海报，发到群里或打印：{}.png\n", part.name));
            }
            text.push_str(&format!("  群消息：{}.message.txt\n", part.name));
            text.push_str(&format!("  短信：{}.sms.txt\n", part.name));
            text.push_str(&format!("  大喇叭广播稿：{}.script.txt\n\n", part.name));
        }
        text.push_str("打开文字文件，全选、复制，再到群里粘贴。");
        text.push_str(if posters { "海报和群消息可以一起发。\n" } else { "\n" });
        text
    }
}

/// Lines as Notepad shows them, too, with the mark by which it knows the encoding.
fn text(text: &str) -> String {
    format!("\u{feff}{}\r\n", text.trim_end().replace('\n', "\r\n"))
}
