//! Where the references of an article lead once it has left the site.

use std::collections::HashMap;

use anyhow::Result;

use crate::channel::picture::{File, Fitter};
use crate::config::encode_address;
use crate::diagnostic::Text;
use crate::model::article::ReferenceKind;
use crate::model::document::is_safe_address;
use crate::model::{Article, Asset, Catalog, Resolution, SourcePath};

/// What a reference leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Elsewhere, or a page of the site by its absolute address.
    Address(String),
    /// An id in the article, without `#`.
    Anchor(String),
    /// One of [`Targets::pictures`].
    Picture(usize),
    Nothing,
}

/// A picture of the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// `images/01.png`
    pub path: String,
    pub file: File,
}

/// Every reference of an article, and its pictures in order of appearance.
#[derive(Debug, Default)]
pub struct Targets {
    /// In the order of the references.
    list: Vec<Target>,
    pub pictures: Vec<Picture>,
    pub notes: Vec<Text>,
}

impl Targets {
    pub fn of(
        article: &Article,
        catalog: &Catalog,
        fitter: &Fitter<'_>,
        read: &dyn Fn(&Asset) -> Result<Vec<u8>>,
    ) -> Result<Targets> {
        let mut targets = Targets::default();
        let mut places: HashMap<&SourcePath, Target> = HashMap::new();
        for (resolution, reference) in article.links.iter().zip(&article.source.outline.references) {
            let picture = reference.kind == ReferenceKind::Image;
            let target = match resolution {
                Resolution::Outside => {
                    if picture {
                        targets.notes.push(Text::new(
                            format!("图片 `{}` 在别的网站，没有放进去", reference.target),
                            format!("the picture `{}` is on another site and is left out", reference.target),
                        ));
                    }
                    address(&reference.target)
                }
                Resolution::Fragment => Target::Anchor(reference.target.trim_start_matches('#').to_owned()),
                Resolution::Page(page, anchor) => {
                    let page = catalog.absolute(catalog.path_of(*page));
                    match anchor {
                        Some(anchor) if !page.is_empty() => address(&format!("{page}#{anchor}")),
                        _ => address(&page),
                    }
                }
                Resolution::Asset(source) => match (catalog.assets.get(source), places.get(source)) {
                    (Some(_), Some(known)) if picture => known.clone(),
                    (Some(asset), _) if picture => {
                        let target = targets.take(asset, fitter, read)?;
                        places.insert(source, target.clone());
                        target
                    }
                    (Some(asset), _) => address(&catalog.absolute(&asset.path)),
                    (None, _) => Target::Nothing,
                },
                Resolution::Broken(_) => Target::Nothing,
            };
            targets.list.push(target);
        }
        Ok(targets)
    }

    fn take(
        &mut self,
        asset: &Asset,
        fitter: &Fitter<'_>,
        read: &dyn Fn(&Asset) -> Result<Vec<u8>>,
    ) -> Result<Target> {
        let (file, notes) = fitter.fit(&asset.source, read(asset)?);
        self.notes.extend(notes);
        let Some(file) = file else { return Ok(Target::Nothing) };
        let place = self.pictures.len();
        let path = format!("images/{:02}.{}", place + 1, file.extension);
        self.pictures.push(Picture { path, file });
        Ok(Target::Picture(place))
    }

    /// Where the reference with this number leads.
    pub fn at(&self, reference: u32) -> &Target {
        self.list.get(reference as usize).unwrap_or(&Target::Nothing)
    }

    /// What is written for each reference in HTML and Markdown, in their order; empty for what leads nowhere.
    pub fn written(&self) -> impl Iterator<Item = String> {
        self.list.iter().map(|target| match target {
            Target::Address(address) => address.clone(),
            Target::Anchor(anchor) => format!("#{anchor}"),
            Target::Picture(place) => self.pictures[*place].path.clone(),
            Target::Nothing => String::new(),
        })
    }
}

fn address(written: &str) -> Target {
    let written = written.trim();
    if written.is_empty() || !is_safe_address(written) {
        return Target::Nothing;
    }
    let scheme = if written.starts_with("//") { "https:" } else { "" };
    Target::Address(encode_address(&format!("{scheme}{written}")))
}
