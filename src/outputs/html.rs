//! Views that become files: pages, bodies, and bytes that need no template.

use anyhow::Result;
use serde::Serialize;

use super::view::PageView;
use super::{Key, Rendered, SharedText, Site, View, root_of};
use crate::config::encode_address;
use crate::model::{Resolution, SourcePath};
use crate::parse::ResolvedReference;
use crate::theme::Renderer;

/// A page made with a template.
pub struct Html<T> {
    /// Name of the template.
    pub template: &'static str,
    /// What `<head>` and the frame need.
    pub page: PageView,
    /// Name and value of the page's own variable.
    pub view: (&'static str, T),
    /// The body of an article or page.
    pub body: Option<Body>,
    /// Makes the page's JSON-LD of what is in the view already.
    pub json_ld: Option<JsonLd<T>>,
}

/// Makes JSON-LD out of a page and its view, and of nothing that is not in them.
pub type JsonLd<T> = fn(&PageView, &T) -> String;

impl<T> Html<T> {
    /// A page without a body.
    pub fn new(template: &'static str, page: PageView, view: (&'static str, T)) -> Html<T> {
        Html { template, page, view, body: None, json_ld: None }
    }
}

impl<T: Serialize + Send> View for Html<T> {
    fn fingerprint(&self, key: &mut Key) -> Result<()> {
        key.add("frame", &self.page)?;
        key.add("content", &self.view.1)?;
        match &self.body {
            Some(body) => body.fingerprint(key),
            None => Ok(()),
        }
    }

    fn template(&self) -> Option<&'static str> {
        Some(self.template)
    }

    fn render(&self, renderer: &Renderer<'_>) -> Result<Rendered> {
        let body = self.body.as_ref().map(Body::html);
        let view = (self.view.0, &self.view.1);
        let json_ld = self.json_ld.as_ref().map(|make| make(&self.page, &self.view.1));
        let with_data = json_ld.map(|it| PageView { json_ld: Some(it), ..self.page.clone() });
        let page = with_data.as_ref().unwrap_or(&self.page);
        renderer.page(self.template, page, view, body.as_deref()).map(Rendered::Bytes)
    }
}

/// The text of an article with its links led to where they go.
pub struct Body {
    text: SharedText,
    resolved: Vec<ResolvedReference>,
}

impl Body {
    /// The body of a text and its links as it stands on the page `path`: links are relative.
    pub fn relative(site: &Site<'_>, text: (&SharedText, &[Resolution]), path: &str) -> Body {
        let root = root_of(path);
        Self::resolve(site, text, |target| format!("{root}{target}"), "")
    }

    /// The body as it stands in a feed: every link is absolute.
    pub fn absolute(site: &Site<'_>, text: (&SharedText, &[Resolution]), path: &str) -> Body {
        let own = site.catalog.absolute(path);
        let mut body = Self::resolve(site, text, |target| site.catalog.absolute(target), &own);
        for reference in &mut body.resolved {
            reference.href = encode_address(&reference.href);
        }
        body
    }

    fn resolve(
        site: &Site<'_>,
        (text, links): (&SharedText, &[Resolution]),
        address: impl Fn(&str) -> String,
        own: &str,
    ) -> Body {
        let resolved = text.outline.references.iter().zip(links).map(|(reference, link)| match link {
            Resolution::Outside => ResolvedReference::to(reference.target.clone()),
            Resolution::Fragment => ResolvedReference::to(format!("{own}{}", reference.target)),
            Resolution::Page(target, anchor) => {
                let path = address(site.catalog.path_of(*target));
                ResolvedReference::to(match anchor {
                    Some(anchor) => format!("{path}#{anchor}"),
                    None => path,
                })
            }
            Resolution::Asset(source) => match site.catalog.assets.get(source) {
                Some(asset) => ResolvedReference { href: address(&asset.path), size: asset.size },
                None => ResolvedReference::default(),
            },
            // Reported by the checks; the text stays readable without its link.
            Resolution::Broken(_) => ResolvedReference::to(reference.target.clone()),
        });
        Body { resolved: resolved.collect(), text: SharedText::clone(text) }
    }

    /// Adds what the body depends on.
    pub fn fingerprint(&self, key: &mut Key) -> Result<()> {
        key.add_bytes("text", &self.text.hash);
        key.add("links", &self.resolved)
    }

    /// Safe HTML.
    pub fn html(&self) -> String {
        self.text.document().finish(&self.resolved)
    }
}

/// Bytes that were made while planning, small or shared.
pub struct Bytes(pub Vec<u8>);

impl View for Bytes {
    fn fingerprint(&self, key: &mut Key) -> Result<()> {
        key.add_bytes("content", &self.0);
        Ok(())
    }

    fn render(&self, _: &Renderer<'_>) -> Result<Rendered> {
        Ok(Rendered::Bytes(self.0.clone()))
    }
}

/// A source file that is copied as it is.
pub struct Copy {
    /// Where it stands.
    pub source: SourcePath,
    /// BLAKE3 of what is published of it.
    pub hash: [u8; 32],
}

impl View for Copy {
    fn fingerprint(&self, key: &mut Key) -> Result<()> {
        key.add_bytes("content", &self.hash);
        Ok(())
    }

    fn render(&self, _: &Renderer<'_>) -> Result<Rendered> {
        Ok(Rendered::Copy { source: SourcePath::clone(&self.source), hash: self.hash })
    }
}
