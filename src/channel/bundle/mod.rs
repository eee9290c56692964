//! An article as a zip for platforms that have no interface but a page for uploads.
//!
//! What it says of the article stands in `metadata.json`; its text comes as HTML, Markdown and DOCX, its pictures
//! as the platform takes them, in order of appearance. The same article gives the same bytes.
//!
//! Knows no files: the caller hands in the bytes of pictures.

pub mod archive;
mod docx;
mod markdown;
mod metadata;
mod targets;
#[cfg(test)]
mod tests;
mod xml;

use anyhow::Result;
use sha2::{Digest as _, Sha256};

use super::brief::stem;
use super::closing::Closing;
use super::drawing::Painter;
use super::picture::Fitter;
use crate::diagnostic::Text;
use crate::model::channel::{ChannelConfig, ChannelLimits};
use crate::model::{Article, Asset, Catalog};
use crate::parse::markdown::text_to_html;
use crate::parse::{ResolvedReference, tree};
use crate::theme::Theme;
use archive::Archive;
use metadata::{Entry, Metadata, Role};
use targets::Targets;

/// What a platform takes, and what it is to say.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    pub limits: &'a ChannelLimits,
    pub closing: Closing<'a>,
}

impl<'a> Terms<'a> {
    /// Those of a channel; `limits` are [`ChannelConfig::limits`].
    pub fn of(channel: &'a ChannelConfig, limits: &'a ChannelLimits) -> Terms<'a> {
        Terms { limits, closing: Closing::of(channel) }
    }
}

/// An article to be uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// Name of the file.
    pub name: String,
    /// The zip.
    pub bytes: Vec<u8>,
    /// What was left out or does not fit.
    pub notes: Vec<Text>,
}

/// What stands below the body.
struct Foot {
    /// Whose it is, and the disclaimer.
    lines: Vec<String>,
    /// The address on the site and the words before it.
    link: Option<(String, String)>,
}

/// Makes the bundle of an article; `read` gives the bytes of a file as they are published.
///
/// # Errors
///
/// A file of the article cannot be read.
pub fn bundle(
    article: &Article,
    catalog: &Catalog,
    theme: &Theme,
    terms: &Terms<'_>,
    read: &dyn Fn(&Asset) -> Result<Vec<u8>>,
) -> Result<Bundle> {
    let front = &article.source.front;
    let painter = Painter::new(theme);
    let fitter = Fitter::new(&painter, terms.limits);
    let mut targets = Targets::of(article, catalog, &fitter, read)?;
    let mut notes = std::mem::take(&mut targets.notes);
    let foot = Foot::of(article, catalog, terms);
    let (markdown, faults) = markdown::body(article, &targets);
    notes.extend(faults);

    let mut files: Vec<(Entry, Vec<u8>)> = Vec::new();
    let mut add = |path: &str, role: Role, alt: Option<&str>, bytes: Vec<u8>| {
        let alt = alt.map(|it| it.trim().to_owned());
        let entry = Entry { path: path.to_owned(), role, alt, bytes: bytes.len(), sha256: sha256(&bytes) };
        files.push((entry, bytes));
    };
    add("body.html", Role::Body, None, html(article, &targets, &foot).into_bytes());
    add("body.md", Role::Body, None, (markdown + &foot.markdown()).into_bytes());
    let body = tree(&article.source);
    add("body.docx", Role::Body, None, docx::document(front.title.trim(), &body, &targets, &foot)?);
    match article.cover.as_ref().and_then(|cover| catalog.asset(cover)) {
        Some(asset) => {
            let (file, faults) = fitter.fit(&asset.source, read(asset)?);
            notes.extend(faults.into_iter().filter(|it| !notes.contains(it)).collect::<Vec<_>>());
            if let Some(file) = file {
                let alt = Some(front.cover_alt.as_deref().unwrap_or_default());
                add(&format!("cover.{}", file.extension), Role::Cover, alt, file.bytes);
            }
        }
        None => notes.push(Text::new("没有封面", "there is no cover")),
    }
    for (place, picture) in targets.pictures.iter().enumerate() {
        let alt = alt_of(&body, &targets, place);
        add(&picture.path, Role::Image, Some(alt), picture.file.bytes.clone());
    }

    let (entries, contents): (Vec<Entry>, Vec<Vec<u8>>) = files.into_iter().unzip();
    let metadata = Metadata::of(article, catalog, terms, &entries);
    let metadata = serde_json::to_string_pretty(&metadata)? + "\n";
    let mut sums = format!("{}  metadata.json\n", sha256(metadata.as_bytes()));
    let mut archive = Archive::default();
    archive.add("metadata.json", metadata.as_bytes())?;
    for (entry, bytes) in entries.iter().zip(&contents) {
        archive.add(&entry.path, bytes)?;
        sums += &format!("{}  {}\n", entry.sha256, entry.path);
    }
    archive.add("SHA256SUMS", sums.as_bytes())?;
    if catalog.config.base_url.is_empty() {
        notes.push(Text::new(
            "网站还没有网址（base_url），指向站内的链接没有写成完整的网址",
            "the site has no address (base_url); links inside it are not absolute",
        ));
    }
    Ok(Bundle { name: format!("{}.bundle.zip", stem(article)), bytes: archive.finish()?, notes })
}

/// What stands in for a picture where it is shown first.
fn alt_of<'b>(body: &'b crate::model::body::Body, targets: &Targets, place: usize) -> &'b str {
    use crate::model::body::{Kind, Step};
    let shown = body.walk().find_map(|step| match step {
        Step::Leaf(node) => match node.kind {
            Kind::Image { reference, alt, .. }
                if *targets.at(reference) == targets::Target::Picture(place) =>
            {
                Some(body.text(alt))
            }
            _ => None,
        },
        _ => None,
    });
    shown.unwrap_or_default()
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A page that needs no other file but the pictures.
fn html(article: &Article, targets: &Targets, foot: &Foot) -> String {
    let resolved: Vec<ResolvedReference> = targets.written().map(ResolvedReference::to).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n</head>\n<body>\n{}{}</body>\n</html>\n",
        text_to_html(article.source.front.title.trim()),
        article.source.document().finish(&resolved),
        foot.html(),
    )
}

impl Foot {
    fn of(article: &Article, catalog: &Catalog, terms: &Terms<'_>) -> Foot {
        let lines = [terms.closing.attribution, catalog.config.disclaimer.as_deref()];
        let lines =
            lines.into_iter().flatten().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        let address = crate::config::encode_address(&catalog.absolute(&article.path));
        let words = format!("{}：", terms.closing.link_text.unwrap_or("原文"));
        Foot {
            lines: lines.filter(|line| !line.is_empty()).collect(),
            link: (!address.is_empty()).then_some((words, address)),
        }
    }

    fn html(&self) -> String {
        let mut html = String::from("<footer>\n");
        for line in &self.lines {
            html += &format!("<p>{}</p>\n", text_to_html(line));
        }
        if let Some((words, address)) = &self.link {
            let address = text_to_html(address);
            html += &format!("<p>{}<a href=\"{address}\">{address}</a></p>\n", text_to_html(words));
        }
        html + "</footer>\n"
    }

    fn markdown(&self) -> String {
        let mut text = String::from("\n\n---\n");
        for line in &self.lines {
            text += &format!("\n{}\n", escaped(line));
        }
        if let Some((words, address)) = &self.link {
            text += &format!("\n{}<{address}>\n", escaped(words));
        }
        text
    }
}

/// Text in which no sign is one of Markdown.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(character);
    }
    out
}
