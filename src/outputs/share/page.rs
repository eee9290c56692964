//! The page from which an article is passed on, and its broadcast as a text beside it.

use std::sync::{Arc, OnceLock};

use anyhow::Result;

use super::{group_message, limit};
use crate::channel::brief::Brief;
use crate::channel::loudspeaker::{Origin, broadcast};
use crate::channel::message::{self, Message};
use crate::channel::speech::Script;
use crate::model::channel::ChannelFormat;
use crate::model::{Article, Roster, address};
use crate::outputs::frame::page_view;
use crate::outputs::html::Html;
use crate::outputs::view::{MessageView, PosterView, ScriptView, ShareView};
use crate::outputs::{Key, Rendered, Site, View};
use crate::theme::Renderer;

/// The broadcast of an article: spoken once, for whichever of its files is made first.
pub(super) type Spoken = Arc<OnceLock<(Script, Origin)>>;

/// What is said of an article in a few words. All of that follows from its file and the settings, so nothing
/// has to be put into words to know that nothing changed.
pub(super) struct Words<'s> {
    pub site: Site<'s>,
    pub index: usize,
    /// What stands for the settings.
    pub settings: blake3::Hash,
    pub spoken: Spoken,
    pub form: Form,
}

/// Which file it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The page.
    Page,
    /// The broadcast alone.
    Script,
}

impl View for Words<'_> {
    fn fingerprint(&self, key: &mut Key) -> Result<()> {
        let (catalog, article) = (self.site.catalog, self.article());
        let topic = catalog.topic_of(article).map(|it| &it.config.id);
        key.add_bytes("text", &article.source.hash);
        key.add("content", &(&article.path, topic, catalog.rosters.first().map(Roster::path)))?;
        key.add_bytes("site", self.settings.as_bytes());
        Ok(())
    }

    fn template(&self) -> Option<&'static str> {
        (self.form == Form::Page).then_some(TEMPLATE)
    }

    fn render(&self, renderer: &Renderer<'_>) -> Result<Rendered> {
        match self.form {
            Form::Page => self.page().render(renderer),
            Form::Script => Ok(Rendered::Bytes(self.broadcast().0.text().into_bytes())),
        }
    }
}

const TEMPLATE: &str = "share.html";

impl Words<'_> {
    fn article(&self) -> &Article {
        &self.site.catalog.articles[self.index]
    }

    fn broadcast(&self) -> &(Script, Origin) {
        self.spoken.get_or_init(|| broadcast(self.site.catalog, self.article()))
    }

    fn page(&self) -> Html<ShareView> {
        let (catalog, article) = (self.site.catalog, self.article());
        let title = &article.source.front.title;
        let mut page =
            page_view(&self.site, "share", &address::share(&article.path), &format!("转发：{title}"));
        if let Some(topic) = catalog.topic_of(article) {
            page = page.step(&topic.config.name, Some(&address::topic(topic, 1)));
        }
        page = page.step("转发", None);
        // What is found by a search is the article.
        page.meta.push(("robots", "noindex".to_owned()));
        page.canonical = catalog.absolute(&article.path);
        let brief = Brief::of(catalog, article);
        let (script, origin) = self.broadcast();
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
        Html::new(TEMPLATE, page, ("share", view))
    }
}

fn message_view(message: Message) -> MessageView {
    MessageView { text: message.text, characters: message.characters, cut: message.cut }
}
