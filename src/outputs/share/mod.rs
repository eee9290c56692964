//! What information officers pass on, a page per article and the files beside it: texts to be copied,
//! posters, the article for an Official Account. Made for sites that ask for it.

mod official;
mod page;
mod painting;
mod poster;

use std::sync::{Arc, OnceLock};

use anyhow::Result;

use self::official::Official;
use self::page::{Form, Spoken, Words};
use self::poster::Picture;
use super::{Planner, Site};
use crate::channel::brief::Brief;
use crate::channel::message::{self, Message};
use crate::channel::poster::Press;
use crate::channel::wechat::{self, Style};
use crate::model::channel::{ChannelFormat, usual_limits};
use crate::model::{Article, Catalog, address};
use crate::theme::Renderer;

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    let share = &site.catalog.config.share;
    if !share.pages {
        return;
    }
    // Fonts and style sheets are read once, and only if something has to be drawn or written.
    let press: Arc<OnceLock<Press>> = Arc::default();
    let style: Arc<OnceLock<Style>> = Arc::default();
    let settings = blake3::hash(&serde_json::to_vec(&*site.catalog.config).unwrap_or_default());
    let look = look(site, settings);
    let channels = official::channels(site.catalog);
    painting::plan(site, planner);
    for (index, article) in site.catalog.articles.iter().enumerate() {
        let spoken = Spoken::default();
        let files =
            [(address::share(&article.path), Form::Page), (address::script(&article.path), Form::Script)];
        for (path, form) in files {
            let spoken = Arc::clone(&spoken);
            planner.add_borrowing(path, move |site| {
                Box::new(Words { site: *site, index, settings, spoken: Arc::clone(&spoken), form })
            });
        }
        let (style, channel) = (Arc::clone(&style), channels[index]);
        planner.add_borrowing(address::wechat(&article.path), move |site| {
            Box::new(Official { site: *site, index, channel, look, style: Arc::clone(&style) })
        });
        if share.posters {
            for (path, sheet) in poster::sheets(article) {
                let press = Arc::clone(&press);
                planner.add_borrowing(path, move |site| {
                    Box::new(Picture { site: *site, index, sheet, press: Arc::clone(&press) })
                });
            }
        }
    }
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

/// What stands for all that the settings and the theme say to every article for an Official Account.
fn look(site: &Site<'_>, settings: blake3::Hash) -> blake3::Hash {
    let mut hash = blake3::Hasher::new();
    hash.update(settings.as_bytes());
    hash.update(site.theme.sheet(wechat::SHEET).unwrap_or_default().as_bytes());
    hash.finalize()
}
