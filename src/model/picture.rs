//! The pictures of an article, and which of them a channel takes: as they are, or written anew.

use super::article::ReferenceKind;
use super::channel::ChannelLimits;
use super::{Article, Asset, Catalog};
use crate::diagnostic::Span;

/// A picture of the site in an article.
#[derive(Debug, Clone, Copy)]
pub struct Picture<'c> {
    pub asset: &'c Asset,
    /// Where the article names it.
    pub span: Option<Span>,
}

impl Catalog {
    /// The pictures of an article: its cover, then those of its body as often as they are shown.
    pub fn pictures<'c>(&'c self, article: &'c Article) -> impl Iterator<Item = Picture<'c>> {
        let cover = article.cover.as_ref().and_then(|cover| self.asset(cover));
        let span = article.source.front.cover.as_ref().and_then(|cover| cover.span);
        let references = article.links.iter().zip(&article.source.outline.references);
        let shown = references.filter(|(_, reference)| reference.kind == ReferenceKind::Image);
        let shown = shown.filter_map(|(link, reference)| {
            Some(Picture { asset: self.asset(link)?, span: Some(reference.span) })
        });
        cover.map(|asset| Picture { asset, span }).into_iter().chain(shown)
    }
}

/// Whether a file of this name is a drawing, which is painted before it is handed on.
pub fn is_drawing(name: &str) -> bool {
    kind_of(name) == Some("svg")
}

/// The type of a picture by the name of its file.
pub fn kind_of(name: &str) -> Option<&'static str> {
    let extension = name.rsplit_once('.').map(|(_, it)| it.to_ascii_lowercase()).unwrap_or_default();
    Some(match extension.as_str() {
        "jpg" | "jpeg" => "jpg",
        extension => ["png", "gif", "webp", "avif", "svg"].into_iter().find(|it| *it == extension)?,
    })
}

impl ChannelLimits {
    /// Whether a picture is taken as it is published.
    pub fn keeps(&self, asset: &Asset) -> bool {
        let kind = kind_of(&asset.source).filter(|kind| *kind != "svg");
        kind.is_some_and(|kind| self.takes(kind)) && self.holds(asset.size, asset.length)
    }

    /// Whether the type is taken.
    pub fn takes(&self, kind: &str) -> bool {
        let Some(types) = &self.image_types else { return true };
        types
            .iter()
            .map(|it| it.trim().to_ascii_lowercase())
            .any(|it| it == kind || (it == "jpeg" && kind == "jpg"))
    }

    /// Whether neither sides nor bytes are too many.
    pub fn holds(&self, size: Option<(u32, u32)>, length: u64) -> bool {
        let side = size.map_or(0, |(width, height)| width.max(height));
        self.image_side.is_none_or(|limit| side <= limit)
            && self.image_bytes.is_none_or(|limit| length <= limit)
    }

    /// The type in which a picture of this type is written anew where it is not taken; `None` for one that
    /// nothing here can write or read.
    pub fn written_as(&self, kind: &str) -> Option<&'static str> {
        let own = match kind {
            "svg" | "png" => "png",
            "jpg" => "jpg",
            _ => return None,
        };
        [own, "png", "jpg"].into_iter().find(|it| self.takes(it))
    }
}
