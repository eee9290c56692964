//! From a view to the bytes of a page.

use anyhow::Result;
use serde::Serialize;
use tera::{Context, Value};

use super::Theme;
use crate::diagnostic::refuse;

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
        let site = Value::try_from_serializable(site)
            .map_err(|error| refuse(format!("外观：{error}"), format!("theme: {error}")))?;
        Ok(Renderer { theme, site, site_hash })
    }

    /// The theme it renders with.
    pub fn theme(&self) -> &'t Theme {
        self.theme
    }

    /// What stands for a template with all that it shows, and for what all pages share.
    ///
    /// # Errors
    ///
    /// The theme has no such template.
    pub fn fingerprint(&self, template: &str) -> Result<[blake3::Hash; 2]> {
        let hash = self.theme.template_hash(template);
        let hash = hash.ok_or_else(|| {
            refuse(format!("外观里没有模板 `{template}`"), format!("there is no template `{template}`"))
        })?;
        Ok([hash, self.site_hash])
    }

    /// One page, minified. `body` is HTML that was made safe before.
    pub fn page<P: Serialize, T: Serialize>(
        &self,
        template: &str,
        page: &P,
        view: (&'static str, &T),
        body: Option<&str>,
    ) -> Result<Vec<u8>> {
        Ok(minify(&self.verbatim(template, page, view, body)?))
    }

    /// One page as its template writes it: for what is nearly all `body`, and short already.
    pub fn verbatim<P: Serialize, T: Serialize>(
        &self,
        template: &str,
        page: &P,
        view: (&'static str, &T),
        body: Option<&str>,
    ) -> Result<Vec<u8>> {
        let html = self.rendered(template, page, view, body)?;
        if body.is_some_and(|body| memchr::memmem::find(html.as_bytes(), body.as_bytes()).is_none()) {
            return Err(refuse(
                format!("模板 `{template}` 没有显示 `body`"),
                format!("template `{template}` does not show `body`"),
            ));
        }
        Ok(html.into_bytes())
    }

    fn rendered<P: Serialize, T: Serialize>(
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
        self.theme.tera.render(template, &context).map_err(|error| {
            refuse(format!("模板 `{template}`：{error}"), format!("template `{template}`: {error}"))
        })
    }
}

/// Minifies a whole page. Only rewrites that stay valid HTML are allowed.
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
