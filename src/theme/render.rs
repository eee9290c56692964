//! From a view to the bytes of a page.

use anyhow::{Result, anyhow};
use serde::Serialize;
use tera::{Context, Value};

use super::Theme;

/// Stands in the page where the body goes until the page has been minified.
const BODY_MARK: &str = "<kepu-body></kepu-body>";

/// Renders pages of one site with one theme.
///
/// The shared part of every page's context is turned into a template value once, not per page.
#[derive(Debug)]
pub struct Renderer<'t> {
    theme: &'t Theme,
    site: Value,
    site_hash: blake3::Hash,
}

impl<'t> Renderer<'t> {
    /// A renderer whose pages all see `site`.
    pub fn new<S: Serialize>(theme: &'t Theme, site: &S) -> Result<Self> {
        let site_hash = blake3::hash(&serde_json::to_vec(site)?);
        let site = Value::try_from_serializable(site).map_err(|error| anyhow!("{error}"))?;
        Ok(Renderer { theme, site, site_hash })
    }

    /// Identifies the theme.
    pub fn theme_hash(&self) -> blake3::Hash {
        self.theme.hash()
    }

    /// Identifies the shared context.
    pub fn site_hash(&self) -> blake3::Hash {
        self.site_hash
    }

    /// One page, minified. `body` is HTML that was made safe before.
    ///
    /// Template and body are minified apart and then joined: the body is needed in the feeds too,
    /// and what results is the same page (`joining_equals_minifying_whole` holds that).
    pub fn page<P: Serialize, T: Serialize>(
        &self,
        template: &str,
        page: &P,
        view: (&'static str, &T),
        body: Option<&[u8]>,
    ) -> Result<Vec<u8>> {
        let html = self.unminified(template, page, view, body.map(|_| BODY_MARK))?;
        let chrome = minify(html.as_bytes());
        let Some(body) = body else { return Ok(chrome) };
        splice(&chrome, BODY_MARK.as_bytes(), body)
            .ok_or_else(|| anyhow!("template `{template}` does not show `body`"))
    }

    pub(super) fn unminified<P: Serialize, T: Serialize>(
        &self,
        template: &str,
        page: &P,
        (name, view): (&'static str, &T),
        body: Option<&str>,
    ) -> Result<String> {
        let mut context = Context::new();
        context.insert_value("site", self.site.clone());
        context.insert("page", page);
        context.insert(name, view);
        if let Some(body) = body {
            context.insert_value("body", Value::safe_string(body));
        }
        self.theme.tera.render(template, &context).map_err(|error| anyhow!("template `{template}`: {error}"))
    }
}

/// Minifies a whole page or a fragment. Only rewrites that stay valid HTML are allowed.
pub fn minify(html: &[u8]) -> Vec<u8> {
    let config = minify_html::Cfg {
        keep_html_and_head_opening_tags: true,
        keep_closing_tags: true,
        minify_css: false,
        minify_js: false,
        ..minify_html::Cfg::default()
    };
    minify_html::minify(html, &config)
}

fn splice(whole: &[u8], mark: &[u8], insert: &[u8]) -> Option<Vec<u8>> {
    let at = memchr::memmem::find(whole, mark)?;
    let mut joined = Vec::with_capacity(whole.len() + insert.len());
    joined.extend_from_slice(&whole[..at]);
    joined.extend_from_slice(insert);
    joined.extend_from_slice(&whole[at + mark.len()..]);
    Some(joined)
}
