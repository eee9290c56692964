//! The ways to the far side, one file each: a [`Parcel`] in, requests out, and what became of it.

mod baidu;
mod folder;
mod indexnow;
mod webdav;
mod webhook;
mod websub;
mod wechat;

use std::path::Path;

use anyhow::Result;

use super::exchange::Failure;
use super::ledger::{Action, Receipt};
use super::plan::Planned;
use super::secret::Secrets;
use super::session::Session;
use crate::channel::make::{Made, make};
use crate::config::encode_address;
use crate::diagnostic::{Text, refuse};
use crate::model::channel::{ChannelConfig, DeliveryConfig, TransportKind};
use crate::model::{Article, Asset, Catalog};
use crate::theme::Theme;

/// One way to deliver.
pub trait Transport: Sync {
    /// How many articles go in one call of [`Transport::deliver`].
    fn batch(&self) -> usize {
        1
    }

    /// Delivers, corrects or withdraws: an outcome for each parcel, in order. A parcel in doubt may be
    /// there already; what the transport makes of that is part of its outcome.
    fn deliver(&self, parcels: &[Parcel<'_>], session: &Session<'_>) -> Vec<Result<Done, Failure>>;

    /// What happens when an attempt was cut off and is made again.
    fn after_a_cut(&self) -> Text;
}

/// Makes a transport; secrets are asked for here, before anything is sent.
type Open = for<'a> fn(&Desk<'a>, &Secrets<'_>) -> Result<Box<dyn Transport + 'a>>;

/// The transport of a channel: that in the file of its id.
///
/// # Errors
///
/// A secret is missing, or the far side cannot be named.
pub fn open<'a>(desk: &Desk<'a>, secrets: &Secrets<'_>) -> Result<Box<dyn Transport + 'a>> {
    let open: Open = match desk.delivery.to.value {
        TransportKind::Folder => folder::OPEN,
        TransportKind::Webhook => webhook::OPEN,
        TransportKind::Wechat => wechat::OPEN,
        TransportKind::Webdav => webdav::OPEN,
        TransportKind::Baidu => baidu::OPEN,
        TransportKind::IndexNow => indexnow::OPEN,
        TransportKind::WebSub => websub::OPEN,
    };
    open(desk, secrets)
}

/// Where parcels are made: everything that stands on this side.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    pub catalog: &'a Catalog,
    pub theme: &'a Theme,
    pub channel: &'a ChannelConfig,
    pub delivery: &'a DeliveryConfig,
    /// The folder of the site.
    pub site: &'a Path,
    /// The bytes of a picture as it is published.
    pub read: &'a (dyn Fn(&Asset) -> Result<Vec<u8>> + Sync),
}

/// What is to be done for one article.
#[derive(Clone, Copy)]
pub struct Parcel<'a> {
    pub item: &'a Planned,
    /// `None` where it is withdrawn.
    pub article: Option<&'a Article>,
}

/// What a delivery came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    pub receipt: Receipt,
    /// How a doubt was decided, or what else is to be known.
    pub note: Option<Text>,
    /// What a person has to do; nothing was sent then.
    pub by_hand: Option<Text>,
}

impl<'a> Desk<'a> {
    /// The files of an article, the main one first.
    ///
    /// # Errors
    ///
    /// They cannot be made.
    pub fn files(&self, article: &Article) -> Result<Vec<Made>, Failure> {
        make(self.channel, (self.catalog, self.theme), article, self.read)
            .map_err(|error| Failure::of_article(crate::diagnostic::words(&error)))
    }

    /// The address of the far side: from the settings, or from the environment where it is a secret.
    ///
    /// # Errors
    ///
    /// There is none.
    pub fn address(&self, secrets: &Secrets<'_>) -> Result<String> {
        if let Some(name) = &self.delivery.address_env {
            return secrets.get(&name.value);
        }
        let address = self.delivery.address.as_ref().map(|it| it.value.trim().to_owned());
        address.ok_or_else(|| self.lacks("address", "网址"))
    }

    /// The secret of the channel.
    ///
    /// # Errors
    ///
    /// It names no variable, or that is not set.
    pub fn secret(&self, secrets: &Secrets<'_>) -> Result<String> {
        let name = self.delivery.secret_env.as_ref().ok_or_else(|| self.lacks("secret_env", "密钥变量"))?;
        secrets.get(&name.value)
    }

    /// Says that a key of `deliver` is missing.
    pub fn lacks(&self, english: &str, chinese: &str) -> anyhow::Error {
        let id = &self.channel.id.value;
        refuse(
            format!("渠道 `{id}` 的 `deliver` 里缺 `{english}`（{chinese}）"),
            format!("`deliver` of channel `{id}` lacks `{english}`"),
        )
    }
}

/// The address of an article's page, as machines read it.
pub fn address_of(catalog: &Catalog, item: &Planned) -> String {
    encode_address(&catalog.absolute(&item.article))
}

/// What a file of an article is called where those of all articles lie side by side: `first-aid-cpr.zip` of
/// `first-aid/cpr.html`. A file to which another refers keeps its name.
pub fn file_name(item: &Planned, made: &Made) -> String {
    if made.named {
        return made.name.clone();
    }
    let ending = made.name.split_once('.').map_or("", |(_, ending)| ending);
    format!("{}.{ending}", flat(item))
}

/// `first-aid-cpr` of `first-aid/cpr.html`.
pub fn flat(item: &Planned) -> String {
    let path = item.article.strip_suffix("/index.html").unwrap_or(&item.article);
    path.strip_suffix(".html").unwrap_or(path).replace('/', "-")
}

/// What to tell readers of a channel when an article is not to stand any more, or stood there wrong.
pub fn words_for_readers(item: &Planned, address: &str) -> Text {
    let title = &item.title;
    match item.action {
        Action::Withdraw => Text::new(
            format!("更正：此前发布的《{title}》已撤下，请不要再按其中的内容做，也不要再转发。"),
            format!("Correction: “{title}” has been withdrawn; please no longer act on it or pass it on."),
        ),
        _ => Text::new(
            format!("更正：此前发布的《{title}》内容有改动，请以新的为准：{address}"),
            format!("Correction: “{title}” has changed, the new text is at {address}"),
        ),
    }
}
