//! The page from which an article is pasted into the editor of an Official Account.

use std::sync::{Arc, OnceLock};

use anyhow::Result;

use crate::channel::closing::Closing;
use crate::channel::wechat::{self, Style};
use crate::model::channel::ChannelFormat;
use crate::model::picture::is_drawing;
use crate::model::{Catalog, address};
use crate::outputs::html::Body;
use crate::outputs::items::person_view;
use crate::outputs::{Key, Rendered, Site, View, root_of};
use crate::theme::Renderer;

/// An article for an Official Account.
pub(super) struct Official<'s> {
    pub site: Site<'s>,
    pub index: usize,
    /// The Official Account it goes to, among the channels.
    pub channel: Option<usize>,
    /// What stands for the settings and the style sheet it is written with.
    pub look: blake3::Hash,
    pub style: Arc<OnceLock<Style>>,
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

/// For each article the first Official Account that takes it, among the channels.
pub(super) fn channels(catalog: &Catalog) -> Vec<Option<usize>> {
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
