//! Where a reference of an article or page leads, once it was looked up.

use super::SourcePath;

/// What a reference of an article or page leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// Another site, or something that is not ours to follow: kept as written.
    Outside,
    /// An anchor of the same page: kept as written.
    Fragment,
    /// A page of this site and the anchor without `#`, if one was named.
    Page(Target, Option<String>),
    /// A file that is copied: a key of [`Catalog::assets`](super::Catalog::assets).
    Asset(SourcePath),
    /// Nothing.
    Broken(Problem),
}

/// A page that was made from a source file: an index into [`Catalog::articles`](super::Catalog::articles) or
/// [`Catalog::pages`](super::Catalog::pages).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// An article.
    Article(usize),
    /// A page such as 关于.
    Page(usize),
}

/// Why a reference leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No such file; the path it was looked up as, relative to the site.
    Missing(String),
    /// The file is a draft or not due yet.
    Withheld(String),
    /// The page has no such anchor.
    Anchor(String),
}
