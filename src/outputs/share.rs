//! A page per article from which it is passed on: texts to be copied, files to be kept. For information
//! officers, on a phone.

use super::frame::page_view;
use super::html::{Bytes, Html};
use super::view::{MessageView, ScriptView, ShareView};
use super::{Planner, Site};
use crate::channel::brief::Brief;
use crate::channel::loudspeaker::{Origin, broadcast};
use crate::channel::message::{self, Message};
use crate::model::address;
use crate::model::channel::{ChannelFormat, usual_limits};

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    if !site.catalog.config.share.pages {
        return;
    }
    for (index, article) in site.catalog.articles.iter().enumerate() {
        planner.add(address::share(&article.path), move |site| page(site, index));
        planner.add(address::script(&article.path), move |site| {
            let (script, _) = broadcast(site.catalog, &site.catalog.articles[index]);
            Bytes(script.text().into_bytes())
        });
    }
}

fn page(site: &Site<'_>, index: usize) -> Html<ShareView> {
    let catalog = site.catalog;
    let article = &catalog.articles[index];
    let title = &article.source.front.title;
    let mut page = page_view(site, "share", &address::share(&article.path), &format!("转发：{title}"))
        .step(title, Some(&article.path))
        .step("转发", None);
    // What is found by a search is the article.
    page.meta.push(("robots", "noindex".to_owned()));
    page.canonical = catalog.absolute(&article.path);
    let brief = Brief::of(catalog, article);
    let limit = |format| usual_limits(format).characters.unwrap_or(usize::MAX);
    let (script, origin) = broadcast(catalog, article);
    let view = ShareView {
        title: title.clone(),
        path: article.path.clone(),
        message: message_view(message::group(&brief, limit(ChannelFormat::Message))),
        sms: message_view(message::sms(&brief, limit(ChannelFormat::Sms))),
        script: ScriptView {
            text: script.text().trim_end().to_owned(),
            characters: script.characters,
            seconds: script.seconds,
            made: origin == Origin::Made,
            minutes: script.slot.minutes(),
            path: address::script(&article.path),
        },
    };
    Html::new("share.html", page, ("share", view))
}

fn message_view(message: Message) -> MessageView {
    MessageView { text: message.text, characters: message.characters, cut: message.cut }
}
