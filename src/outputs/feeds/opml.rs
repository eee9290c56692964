//! All feeds in one list that readers import (opml.org/spec2.opml).

use anyhow::Result;
use serde::Serialize;

use super::super::{Key, Rendered, Site, View};
use super::xml::Xml;
use super::{About, Format};
use crate::theme::Renderer;

/// The list of feeds.
#[derive(Serialize)]
pub struct Opml {
    title: String,
    owner: Option<String>,
    outlines: Vec<Outline>,
}

#[derive(Serialize)]
struct Outline {
    title: String,
    description: String,
    language: String,
    /// Absolute address of the feed.
    feed: String,
    /// Absolute address of the page it belongs to.
    page: String,
}

pub fn view(site: &Site<'_>) -> Opml {
    let (catalog, config) = (site.catalog, &site.catalog.config);
    let outline = |source: crate::model::FeedSource| {
        let about = About::of(source, catalog);
        Outline {
            title: about.title(source, catalog),
            language: config.language.clone(),
            feed: catalog.absolute(&Format::Rss.path(&source.name(catalog))),
            page: catalog.absolute(&about.page),
            description: about.description,
        }
    };
    Opml {
        title: config.title.clone(),
        owner: config.organisation.clone(),
        outlines: catalog.feeds().into_iter().map(outline).collect(),
    }
}

impl View for Opml {
    fn fingerprint(&self, key: &mut Key) -> Result<()> {
        key.add("content", self)
    }

    fn render(&self, _: &Renderer<'_>) -> Result<Rendered> {
        let mut xml = Xml::new()?;
        xml.element("opml", &[("version", "2.0")], |xml| {
            xml.element("head", &[], |xml| {
                xml.text("title", &[], &self.title)?;
                self.owner.iter().try_for_each(|owner| xml.text("ownerName", &[], owner))
            })?;
            xml.element("body", &[], |xml| {
                self.outlines.iter().try_for_each(|outline| {
                    // `rss` stands for every kind of feed.
                    let attributes = [
                        ("type", "rss"),
                        ("version", "RSS2"),
                        ("text", outline.title.as_str()),
                        ("title", &outline.title),
                        ("description", &outline.description),
                        ("language", &outline.language),
                        ("xmlUrl", &outline.feed),
                        ("htmlUrl", &outline.page),
                    ];
                    xml.empty("outline", &attributes)
                })
            })
        })?;
        Ok(Rendered::Bytes(xml.finish()))
    }
}
