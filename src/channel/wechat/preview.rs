//! A page that shows an article as WeChat will and copies it to the clipboard.

use anyhow::Result;
use serde::Serialize;

use super::{Cover, LIMITS, Wechat};
use crate::theme::Renderer;

/// The template inside the theme.
pub const TEMPLATE: &str = "wechat/preview.html";

/// What the template sees beside the article itself.
#[derive(Debug, Serialize)]
struct PreviewView<'w> {
    title: &'w str,
    author: &'w str,
    digest: &'w str,
    cover: Option<&'w Cover>,
    address: &'w str,
    colour: &'w str,
    characters: usize,
    limit: usize,
    faults: Vec<String>,
    images: usize,
}

/// The page, whole in one file but for the pictures that the article names. `faults` are shown with those of
/// the platform.
///
/// # Errors
///
/// The theme has no such template, or one that cannot be shown.
pub fn preview(wechat: &Wechat, faults: &[String], renderer: &Renderer<'_>) -> Result<Vec<u8>> {
    let own = wechat.faults(&LIMITS).into_iter().map(|fault| fault.zh);
    let view = PreviewView {
        title: &wechat.title,
        author: &wechat.author,
        digest: &wechat.digest,
        cover: wechat.cover.as_ref(),
        address: &wechat.address,
        colour: wechat.colour.as_deref().unwrap_or("#07643b"),
        characters: wechat.characters,
        limit: LIMITS.content,
        faults: own.chain(faults.iter().cloned()).collect(),
        images: wechat.images.len(),
    };
    renderer.verbatim(TEMPLATE, &(), ("preview", &view), Some(&wechat.html))
}
