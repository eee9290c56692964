//! Products: one file each, each saying which units it makes.
//!
//! A product turns the catalog into views; it never touches files and never looks at the clock.
//! Adding one is a new file and a line in [`OUTPUTS`].

mod activity;
mod archive;
mod article;
mod assets;
mod author;
mod calendar;
mod changes;
mod code;
mod dates;
mod directory;
mod feeds;
mod frame;
mod home;
mod html;
mod ics;
mod items;
mod lists;
mod menu;
mod not_found;
mod page;
mod past;
mod plan;
mod programme;
mod requests;
mod robots;
mod search;
mod series;
mod share;
mod site;
mod sitemap;
mod tag;
mod team;
mod today;
mod topic;
mod venue;
pub mod view;

pub use html::Bytes;
pub use items::Items;
pub use plan::{Plan, Planner};
pub use search::INDEX as SEARCH_INDEX;
pub use site::site_view;
pub use view::SiteView;

use std::borrow::Cow;
use std::sync::Arc;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::model::{Catalog, SourcePath};
use crate::search::StaticFile;
use crate::theme::{Renderer, Theme};

/// One file of the site before it is rendered.
pub struct Unit {
    /// Output path: relative, ASCII, `/` between its parts.
    pub path: String,
    /// The product that makes it.
    pub output: &'static str,
    /// What its bytes are, as servers say it.
    pub media_type: &'static str,
    /// Whether the path is a function of the bytes: whoever has it need never ask for it again.
    pub immutable: bool,
    /// Whether it is a way in or is found by one.
    pub role: Role,
    view: ViewOf,
}

/// What a file is to those that look for others: publishing puts the ways in last, so that none leads
/// to a file that is not there yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Found by links: pages, pictures, parts of the search index.
    Found,
    /// Known by its address, and names what is new: the home page, feeds, the root of the search index.
    Pointer,
}

type ViewOf = Box<dyn for<'s> Fn(&Site<'s>) -> Box<dyn View + 's> + Send + Sync>;

impl Unit {
    /// The unit's whole input. Cheap beside rendering, so that a unit that has not changed costs
    /// little more than this.
    pub fn view<'s>(&self, site: &Site<'s>) -> Box<dyn View + 's> {
        (self.view)(site)
    }
}

/// What products are planned from.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// Articles, people, activities.
    pub catalog: &'a Catalog,
    /// Templates and their assets.
    pub theme: &'a Theme,
    /// The files of the search index.
    pub search: &'a [StaticFile<'a>],
    /// Every article as a list item.
    pub items: &'a Items,
    /// Whether pages carry what only the dev server shows.
    pub preview: bool,
}

/// The whole input of one unit's bytes, beside its template and what all pages share. What it serialises is
/// its key.
pub trait View: Send {
    /// Feeds everything the bytes depend on to `key`.
    fn fingerprint(&self, key: &mut Key) -> Result<()>;
    /// The template that makes them, where one does: they depend on it, on all that it shows, and on
    /// what all pages share.
    fn template(&self) -> Option<&'static str> {
        None
    }
    /// The bytes.
    fn render(&self, renderer: &Renderer<'_>) -> Result<Rendered>;
    /// Where in the sources that is to be mended which was remarked when the bytes were made, by this build or
    /// by an earlier one.
    fn problems(&self, _remarks: &[Remark]) -> Vec<Diagnostic> {
        Vec::new()
    }
}

/// What the bytes of a unit lack, though its view has it. Only making them tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Remark {
    /// There is no room for a text, or for its end.
    Cut {
        /// The part of the view to which it belongs.
        part: String,
        /// What is not there.
        lost: String,
    },
    /// There is no picture of these characters.
    NotDrawn(String),
}

/// What publishing does with a unit.
pub enum Rendered {
    /// Write these bytes.
    Bytes(Vec<u8>),
    /// Write these bytes, which lack something.
    Remarked {
        /// What is to be written.
        bytes: Vec<u8>,
        /// What they lack.
        remarks: Vec<Remark>,
    },
    /// Publish what this source file holds.
    Copy {
        /// Where it stands.
        source: SourcePath,
        /// BLAKE3 of what is to be published.
        hash: [u8; 32],
    },
    /// Publish what is made of what this source file holds.
    Made {
        /// Where it stands.
        source: SourcePath,
        /// BLAKE3 of what is published of it itself.
        hash: [u8; 32],
        /// Makes the bytes of those.
        make: Box<dyn FnOnce(Vec<u8>) -> Vec<u8> + Send>,
    },
}

impl Rendered {
    /// What the bytes lack.
    pub fn remarks(&self) -> &[Remark] {
        match self {
            Rendered::Remarked { remarks, .. } => remarks,
            _ => &[],
        }
    }

    /// The bytes; `read` gives those of a source file as they are published.
    ///
    /// # Errors
    ///
    /// The source file cannot be read.
    pub fn bytes(self, read: impl FnOnce(&SourcePath, &[u8; 32]) -> Result<Vec<u8>>) -> Result<Vec<u8>> {
        match self {
            Rendered::Bytes(bytes) | Rendered::Remarked { bytes, .. } => Ok(bytes),
            Rendered::Copy { source, hash } => read(&source, &hash),
            Rendered::Made { source, hash, make } => read(&source, &hash).map(make),
        }
    }
}

/// Collects the inputs of a unit.
pub struct Key {
    parts: Vec<(&'static str, u64)>,
    buffer: Vec<u8>,
}

/// The hashes that stand for the inputs of a unit, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitKey(Vec<(Cow<'static, str>, u64)>);

impl UnitKey {
    /// Which parts of this key are not the same in `former`.
    pub fn differing(&self, former: &UnitKey) -> Vec<&'static str> {
        if self.0.len() != former.0.len() {
            return vec!["content"];
        }
        // By position: a feed has several bodies, and two of them changing places is a change.
        let pairs = self.0.iter().zip(&former.0).filter(|(now, then)| now != then);
        let mut names: Vec<&'static str> = pairs
            .map(|((name, _), _)| match name {
                Cow::Borrowed(name) => name,
                Cow::Owned(_) => "content",
            })
            .collect();
        names.dedup();
        names
    }
}

impl Key {
    /// A key for a unit of this product.
    pub fn new(output: &str) -> Self {
        let mut key = Key { parts: Vec::with_capacity(5), buffer: Vec::with_capacity(4096) };
        key.add_bytes("product", output.as_bytes());
        key
    }

    /// Adds a serialisable input under a name that `--explain` can show.
    pub fn add<T: Serialize + ?Sized>(&mut self, name: &'static str, input: &T) -> Result<()> {
        self.buffer.clear();
        rmp_serde::encode::write(&mut self.buffer, input)?;
        let hash = short_hash(&self.buffer);
        self.parts.push((name, hash));
        Ok(())
    }

    /// Adds bytes.
    pub fn add_bytes(&mut self, name: &'static str, bytes: &[u8]) {
        self.parts.push((name, short_hash(bytes)));
    }

    /// What stands for all that was added.
    pub fn finish(self) -> UnitKey {
        UnitKey(self.parts.into_iter().map(|(name, hash)| (Cow::Borrowed(name), hash)).collect())
    }
}

/// 64 bits of BLAKE3: units are only compared with their own former selves, so a chance collision
/// needs 2⁶⁴ edits of one page.
fn short_hash(bytes: &[u8]) -> u64 {
    let hash = blake3::hash(bytes);
    let mut short = [0; 8];
    short.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_le_bytes(short)
}

/// A kind of product.
pub struct Output {
    /// Stable name, that of its file.
    pub name: &'static str,
    role: Role,
    plan: fn(&Site<'_>, &mut Planner<'_>),
}

/// Every product, in the order of their names.
pub const OUTPUTS: &[Output] = &[
    Output { name: "activity", role: Role::Found, plan: activity::plan },
    Output { name: "archive", role: Role::Found, plan: archive::plan },
    Output { name: "article", role: Role::Found, plan: article::plan },
    Output { name: "assets", role: Role::Found, plan: assets::plan },
    Output { name: "author", role: Role::Found, plan: author::plan },
    Output { name: "calendar", role: Role::Found, plan: calendar::plan },
    Output { name: "changes", role: Role::Found, plan: changes::plan },
    Output { name: "code", role: Role::Found, plan: code::plan },
    Output { name: "feeds", role: Role::Pointer, plan: feeds::plan },
    Output { name: "home", role: Role::Pointer, plan: home::plan },
    Output { name: "ics", role: Role::Found, plan: ics::plan },
    Output { name: "menu", role: Role::Found, plan: menu::plan },
    Output { name: "not_found", role: Role::Found, plan: not_found::plan },
    Output { name: "page", role: Role::Found, plan: page::plan },
    Output { name: "past", role: Role::Found, plan: past::plan },
    Output { name: "programme", role: Role::Found, plan: programme::plan },
    Output { name: "requests", role: Role::Found, plan: requests::plan },
    Output { name: "robots", role: Role::Pointer, plan: robots::plan },
    Output { name: "search", role: Role::Found, plan: search::plan },
    Output { name: "series", role: Role::Found, plan: series::plan },
    Output { name: "share", role: Role::Found, plan: share::plan },
    Output { name: "sitemap", role: Role::Pointer, plan: sitemap::plan },
    Output { name: "tag", role: Role::Found, plan: tag::plan },
    Output { name: "team", role: Role::Found, plan: team::plan },
    Output { name: "today", role: Role::Found, plan: today::plan },
    Output { name: "topic", role: Role::Found, plan: topic::plan },
    Output { name: "venue", role: Role::Found, plan: venue::plan },
];

/// `../` for each folder between an output path and the root.
pub fn root_of(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// A parsed text shared by views.
type SharedText = Arc<crate::model::ParsedText>;
