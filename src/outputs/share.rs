//! What information officers pass on, a page per article and the files beside it: texts to be copied,
//! posters, the article for an Official Account. Made for sites that ask for it.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use anyhow::Result;

use super::frame::page_view;
use super::html::{Body, Bytes, Html};
use super::items::person_view;
use super::view::{MessageView, PosterView, ScriptView, ShareView};
use super::{Key, Planner, Rendered, Site, View, root_of};
use crate::channel::brief::Brief;
use crate::channel::card::card;
use crate::channel::closing::Closing;
use crate::channel::drawing::Painter;
use crate::channel::loudspeaker::{Origin, broadcast};
use crate::channel::message::{self, Message};
use crate::channel::picture::{self, Fitter};
use crate::channel::poster::{Card, Poster, Press};
use crate::channel::speech::Script;
use crate::channel::wechat::{self, Style};
use crate::model::channel::{ChannelFormat, usual_limits};
use crate::model::picture::is_drawing;
use crate::model::{Article, Asset, Catalog, Roster, SourcePath, address};
use crate::theme::Renderer;

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    let share = &site.catalog.config.share;
    if !share.pages {
        return;
    }
    // Fonts and style sheets are read once, and only if something has to be drawn or written.
    let press: Arc<OnceLock<Press>> = Arc::default();
    let style: Arc<OnceLock<Style>> = Arc::default();
    let look = look(site);
    let channels = official_channels(site.catalog);
    paintings(site, planner);
    for (index, article) in site.catalog.articles.iter().enumerate() {
        // Shown on the page and written beside it.
        let script: Arc<OnceLock<(Script, Origin)>> = Arc::default();
        let said = Arc::clone(&script);
        planner.add(address::share(&article.path), move |site| {
            page(site, index, said.get_or_init(|| broadcast(site.catalog, &site.catalog.articles[index])))
        });
        planner.add(address::script(&article.path), move |site| {
            let (script, _) = script.get_or_init(|| broadcast(site.catalog, &site.catalog.articles[index]));
            Bytes(script.text().into_bytes())
        });
        let (style, channel) = (Arc::clone(&style), channels[index]);
        planner.add_borrowing(address::wechat(&article.path), move |site| {
            Box::new(Official { site: *site, index, channel, look, style: Arc::clone(&style) })
        });
        if !share.posters {
            continue;
        }
        type Draw = fn(&Press, &Card) -> Result<Poster>;
        let pictures: [(String, Draw); 3] = [
            (address::poster(&article.path), Press::poster_png),
            (address::poster_page(&article.path), Press::poster_pdf),
            (address::social(&article.path), Press::social_png),
        ];
        for (path, draw) in pictures {
            let press = Arc::clone(&press);
            planner.add(path, move |site| Picture {
                card: card(site.catalog, &site.catalog.articles[index]),
                look: site.theme.posters_hash(),
                press: Arc::clone(&press),
                draw,
            });
        }
    }
}

fn page(site: &Site<'_>, index: usize, (script, origin): &(Script, Origin)) -> Html<ShareView> {
    let catalog = site.catalog;
    let article = &catalog.articles[index];
    let title = &article.source.front.title;
    let mut page = page_view(site, "share", &address::share(&article.path), &format!("转发：{title}"));
    if let Some(topic) = catalog.topic_of(article) {
        page = page.step(&topic.config.name, Some(&address::topic(topic, 1)));
    }
    page = page.step("转发", None);
    // What is found by a search is the article.
    page.meta.push(("robots", "noindex".to_owned()));
    page.canonical = catalog.absolute(&article.path);
    let brief = Brief::of(catalog, article);
    let view = ShareView {
        title: title.clone(),
        path: article.path.clone(),
        message: message_view(group_message(catalog, article)),
        sms: message_view(message::sms(&brief, limit(ChannelFormat::Sms))),
        script: ScriptView {
            text: script.text().trim_end().to_owned(),
            characters: script.characters,
            seconds: script.seconds,
            made: *origin == Origin::Made,
            minutes: script.slot.minutes(),
            path: address::script(&article.path),
        },
        wechat: address::wechat(&article.path),
        today: catalog.rosters.first().map(Roster::path),
        poster: catalog.config.share.posters.then(|| PosterView {
            picture: address::poster(&article.path),
            page: address::poster_page(&article.path),
        }),
    };
    Html::new("share.html", page, ("share", view))
}

/// The message of an article for a chat group.
pub fn group_message(catalog: &Catalog, article: &Article) -> Message {
    message::group(&Brief::of(catalog, article), limit(ChannelFormat::Message))
}

/// Characters that a form may have.
fn limit(format: ChannelFormat) -> usize {
    usual_limits(format).characters.unwrap_or(usize::MAX)
}

/// What posters are drawn with, made when the first is.
pub fn press<'p>(press: &'p OnceLock<Press>, renderer: &Renderer<'_>) -> Result<&'p Press> {
    Ok(match press.get() {
        Some(press) => press,
        None => {
            let made = Press::new(renderer.theme())?;
            press.get_or_init(|| made)
        }
    })
}

fn message_view(message: Message) -> MessageView {
    MessageView { text: message.text, characters: message.characters, cut: message.cut }
}

/// A drawing of an article.
struct Picture {
    card: Card,
    /// What stands for the templates and fonts it is drawn with.
    look: blake3::Hash,
    press: Arc<OnceLock<Press>>,
    draw: fn(&Press, &Card) -> Result<Poster>,
}

impl View for Picture {
    fn fingerprint(&self, key: &mut Key) -> Result<()> {
        key.add("content", &self.card)?;
        key.add_bytes("theme", self.look.as_bytes());
        Ok(())
    }

    fn render(&self, renderer: &Renderer<'_>) -> Result<Rendered> {
        let press = press(&self.press, renderer)?;
        Ok(Rendered::Bytes((self.draw)(press, &self.card)?.bytes))
    }
}

/// The page from which an article is pasted into the editor of an Official Account.
struct Official<'s> {
    site: Site<'s>,
    index: usize,
    /// The Official Account it goes to, among the channels.
    channel: Option<usize>,
    /// What stands for the settings and the style sheet it is written with.
    look: blake3::Hash,
    style: Arc<OnceLock<Style>>,
}

impl View for Official<'_> {
    fn fingerprint(&self, key: &mut Key) -> Result<()> {
        let catalog = self.site.catalog;
        let article = &catalog.articles[self.index];
        let front = &article.source.front;
        let people: Vec<_> =
            front.authors.iter().chain(&front.reviewers).map(|it| person_view(catalog, &it.value)).collect();
        let cover = article.cover.as_ref().and_then(|it| catalog.asset(it)).map(|asset| &asset.path);
        Body::relative(&self.site, (&article.source, &article.links), &article.path).fingerprint(key)?;
        let expired = article.expired(catalog.day);
        key.add("content", &(people, cover, &article.path, article.date, expired, self.channel))?;
        key.add_bytes("theme", self.look.as_bytes());
        Ok(())
    }

    fn template(&self) -> Option<&'static str> {
        Some(wechat::TEMPLATE)
    }

    fn render(&self, renderer: &Renderer<'_>) -> Result<Rendered> {
        let catalog = self.site.catalog;
        let article = &catalog.articles[self.index];
        let style = match self.style.get() {
            Some(style) => style,
            None => {
                let made = Style::new(self.site.theme, catalog)?;
                self.style.get_or_init(|| made)
            }
        };
        // Relative, so that they are seen in a folder; a browser copies them as whole addresses.
        let root = root_of(&address::wechat(&article.path));
        let closing = self.channel.map(|it| Closing::of(&catalog.config.channels[it])).unwrap_or_default();
        let made = wechat::render(article, catalog, style, closing, |asset| {
            let painted = is_drawing(&asset.source).then(|| address::painting(&asset.path));
            format!("{root}{}", painted.as_ref().unwrap_or(&asset.path))
        });
        wechat::preview(&made, &[], renderer).map(Rendered::Bytes)
    }
}

/// The drawings of articles as PNG, for Official Accounts, which take no SVG.
fn paintings(site: &Site<'_>, planner: &mut Planner<'_>) {
    let painter: Arc<OnceLock<Painter>> = Arc::default();
    let pictures = site.catalog.articles.iter().flat_map(|it| site.catalog.pictures(it));
    let drawings = pictures.map(|it| it.asset).filter(|asset| is_drawing(&asset.source));
    let drawings: BTreeMap<String, &Asset> = drawings.map(|it| (address::painting(&it.path), it)).collect();
    for (path, asset) in drawings {
        let (source, hash, painter) = (SourcePath::clone(&asset.source), asset.hash, Arc::clone(&painter));
        planner.add(path, move |site| Painting {
            source: SourcePath::clone(&source),
            hash,
            look: site.theme.posters_hash(),
            painter: Arc::clone(&painter),
        });
    }
}

/// A drawing as PNG.
struct Painting {
    source: SourcePath,
    hash: [u8; 32],
    /// What stands for the fonts it is painted with.
    look: blake3::Hash,
    painter: Arc<OnceLock<Painter>>,
}

impl View for Painting {
    fn fingerprint(&self, key: &mut Key) -> Result<()> {
        key.add_bytes("content", &self.hash);
        key.add_bytes("theme", self.look.as_bytes());
        Ok(())
    }

    fn render(&self, renderer: &Renderer<'_>) -> Result<Rendered> {
        self.painter.get_or_init(|| Painter::new(renderer.theme()));
        let (source, painter) = (SourcePath::clone(&self.source), Arc::clone(&self.painter));
        let make = Box::new(move |bytes| {
            let limits = usual_limits(ChannelFormat::Wechat);
            let file = painter.get().and_then(|painter| {
                let fitter = Fitter::new(painter, &limits).drawing_up_to(wechat::DRAWN);
                fitter.fit(&source, bytes).0
            });
            file.map_or_else(picture::blank, |file| file.bytes)
        });
        Ok(Rendered::Made { source: SourcePath::clone(&self.source), hash: self.hash, make })
    }
}

/// For each article the first Official Account that takes it, among the channels.
fn official_channels(catalog: &Catalog) -> Vec<Option<usize>> {
    let mut first = vec![None; catalog.articles.len()];
    for (place, channel) in catalog.config.channels.iter().enumerate() {
        if channel.format.value == ChannelFormat::Wechat {
            for index in catalog.taken_by(channel) {
                first[index].get_or_insert(place);
            }
        }
    }
    first
}

/// What stands for all that the settings and the theme say to every article for an Official Account.
fn look(site: &Site<'_>) -> blake3::Hash {
    let mut hash = blake3::Hasher::new();
    hash.update(&serde_json::to_vec(&*site.catalog.config).unwrap_or_default());
    hash.update(site.theme.sheet(wechat::SHEET).unwrap_or_default().as_bytes());
    hash.finalize()
}
