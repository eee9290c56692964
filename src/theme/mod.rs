//! The look of the site: templates and assets, embedded in the program and overridable file by
//! file from the site's `themes/` folder.
//!
//! A theme is made of bytes that were already read; nothing here touches the file system.

mod dependencies;
mod render;

pub use render::{Renderer, minify};

use std::borrow::Cow;
use std::collections::BTreeMap;

use anyhow::Result;
use include_dir::{Dir, include_dir};
use tera::Tera;

use crate::diagnostic::{Explain as _, Text};

use crate::model::slug_of;
use crate::output_path;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/kepu");

/// The folder of what the WeChat channel shows: its style sheet, and templates by their path.
const WECHAT: &str = "wechat/";

/// Templates ready to render, and the files that go with them.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    /// Logical name (`kepu.css`) to the asset.
    assets: BTreeMap<String, ThemeAsset>,
    /// Style sheets of channels by path inside the theme (`wechat/article.css`).
    sheets: BTreeMap<String, String>,
    /// What stands for each template, with all that it shows of others, in the keys of its pages.
    hashes: BTreeMap<String, blake3::Hash>,
    /// Names and texts of the templates of posters. Their reader parses them, when one is asked for.
    posters: Vec<(String, String)>,
    /// Name (`bold.otf`) to a font. The embedded ones are not copied.
    fonts: BTreeMap<String, Cow<'static, [u8]>>,
    posters_hash: blake3::Hash,
}

/// A file the templates refer to.
#[derive(Debug, Clone)]
pub struct ThemeAsset {
    /// Output path with the hash of the content in its name.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Theme {
    /// The default theme with some of its files replaced.
    ///
    /// `overrides` maps paths inside the theme (`templates/base.html`, `assets/kepu.css`) to bytes.
    pub fn load(overrides: &BTreeMap<String, Vec<u8>>) -> Result<Theme> {
        let mut files: BTreeMap<String, &[u8]> = BTreeMap::new();
        gather(&EMBEDDED, &mut files);
        for (path, bytes) in overrides {
            files.insert(path.clone(), bytes);
        }
        let mut templates = Vec::new();
        let mut posters = Vec::new();
        let mut fonts = BTreeMap::new();
        let mut assets = BTreeMap::new();
        let mut sheets = BTreeMap::new();
        for (path, bytes) in &files {
            let name = path.strip_prefix("templates/");
            let channel = (path.starts_with(WECHAT) && path.ends_with(".html")).then_some(path.as_str());
            if let Some(name) = name.or(channel) {
                templates.push((name.to_owned(), text_of(path, bytes)?));
            } else if path.starts_with(WECHAT) && path.ends_with(".css") {
                sheets.insert(path.clone(), text_of(path, bytes)?);
            } else if let Some(name) = path.strip_prefix("posters/") {
                posters.push((name.to_owned(), text_of(path, bytes)?));
            } else if let Some(name) = path.strip_prefix("fonts/") {
                let font = match EMBEDDED.get_file(path).filter(|_| !overrides.contains_key(path)) {
                    Some(file) => Cow::Borrowed(file.contents()),
                    None => Cow::Owned(bytes.to_vec()),
                };
                fonts.insert(name.to_owned(), font);
            } else if let Some(name) = path.strip_prefix("assets/") {
                assets.insert(
                    name.to_owned(),
                    ThemeAsset { path: hashed_name(name, bytes), bytes: bytes.to_vec() },
                );
            }
        }
        let hashes = dependencies::hashes(&templates);
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".html", ".xml"]);
        tera.add_raw_templates(templates)
            .explain(|| Text::new("模板读不懂", "cannot read the theme's templates"))?;
        let posters_hash = posters_hash(&posters, overrides);
        Ok(Theme { tera, assets, sheets, hashes, posters, fonts, posters_hash })
    }

    /// Files to be published, by logical name.
    pub fn assets(&self) -> &BTreeMap<String, ThemeAsset> {
        &self.assets
    }

    /// A style sheet that is not published; its name is its path inside the theme.
    pub fn sheet(&self, name: &str) -> Option<&str> {
        self.sheets.get(name).map(String::as_str)
    }

    /// Stands for a template and for all that it extends, includes and shows of components; `None` for
    /// one that the theme does not have.
    pub fn template_hash(&self, template: &str) -> Option<blake3::Hash> {
        self.hashes.get(template).copied()
    }

    /// Names and texts of the templates of posters.
    pub fn posters(&self) -> &[(String, String)] {
        &self.posters
    }

    /// Stands for the templates and fonts of posters.
    pub fn posters_hash(&self) -> blake3::Hash {
        self.posters_hash
    }

    /// The bytes of a font, by its name: `bold.otf`.
    pub fn font(&self, name: &str) -> Option<&Cow<'static, [u8]>> {
        self.fonts.get(name)
    }
}

/// The embedded fonts are a part of the program, as which they are known.
fn posters_hash(posters: &[(String, String)], overrides: &BTreeMap<String, Vec<u8>>) -> blake3::Hash {
    let mut hash = blake3::Hasher::new();
    for (name, text) in posters {
        hash.update(blake3::hash(name.as_bytes()).as_bytes())
            .update(blake3::hash(text.as_bytes()).as_bytes());
    }
    for (path, bytes) in overrides.iter().filter(|(path, _)| path.starts_with("fonts/")) {
        hash.update(blake3::hash(path.as_bytes()).as_bytes()).update(blake3::hash(bytes).as_bytes());
    }
    hash.finalize()
}

fn text_of(path: &str, bytes: &[u8]) -> Result<String> {
    let text = std::str::from_utf8(bytes).explain(|| {
        Text::new(format!("外观文件 `{path}` 不是 UTF-8"), format!("theme file `{path}` is not UTF-8"))
    })?;
    Ok(text.to_owned())
}

fn gather<'a>(folder: &'a Dir<'a>, files: &mut BTreeMap<String, &'a [u8]>) {
    for file in folder.files() {
        // Backslashes stand in the paths of a program built on Windows.
        files.insert(file.path().to_string_lossy().replace('\\', "/"), file.contents());
    }
    for inner in folder.dirs() {
        gather(inner, files);
    }
}

/// `kepu.css` → `assets/kepu.1a2b3c4d.css`.
fn hashed_name(name: &str, bytes: &[u8]) -> String {
    let hash = &blake3::hash(bytes).to_hex()[..8];
    let path = match name.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}.{hash}.{extension}"),
        None => format!("assets/{name}.{hash}"),
    };
    if output_path::fault(&path).is_none() {
        return path;
    }
    // A name that not every system can hold, such as `标志 新.png`. Two of them may come to one slug.
    let name_hash = &blake3::hash(name.as_bytes()).to_hex()[..8];
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let extension: String = extension.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    let extension = if extension.is_empty() { "bin".to_owned() } else { extension };
    format!("assets/{}-{name_hash}.{hash}.{extension}", slug_of(stem))
}
