//! The editors' files: found, told apart by where they stand, read once.
//!
//! This room knows folders and file names; it does not know what the files say.

pub mod table;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, Text};
use crate::fs::{self, Stamp};
use crate::model::SourcePath;

/// The largest text file that is read, in bytes. An article is some kilobytes; what is larger has
/// come here by mistake, and parsing it would only hide that.
pub const LARGEST_TEXT: u64 = 8 * 1024 * 1024;
/// The largest spreadsheet that is read, in bytes.
const LARGEST_TABLE: u64 = 64 * 1024 * 1024;

/// What a file is for, told by where it stands and its extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `site.yaml`
    Config,
    /// `content/articles/**/*.md`
    Article,
    /// `content/pages/**/*.md`
    Page,
    /// `content/data/people.yaml` and `organisations.yaml`
    People,
    /// Any other table under `content/data`.
    Table,
    /// A file of the site's `themes/kepu`.
    Theme,
    /// Everything else under `content`: pictures and the like.
    Asset,
}

impl Kind {
    /// What the file at `path` (relative to the site) is for; `None` if it is not ours.
    pub fn of(path: &str) -> Option<Kind> {
        let name = path.rsplit('/').next().unwrap_or(path);
        // Excel and WPS leave such a file beside each open workbook.
        if name.starts_with('.') || name.starts_with("~$") {
            return None;
        }
        if path == crate::config::FILE_NAME {
            return Some(Kind::Config);
        }
        if path.starts_with(THEME_FOLDER) {
            return Some(Kind::Theme);
        }
        let inside = path.strip_prefix("content/")?;
        let extension = name.rsplit_once('.').map(|(_, it)| it.to_ascii_lowercase());
        let extension = extension.as_deref().unwrap_or_default();
        let markdown = matches!(extension, "md" | "markdown");
        if inside.starts_with("articles/") && markdown {
            return Some(Kind::Article);
        }
        if inside.starts_with("pages/") && markdown {
            return Some(Kind::Page);
        }
        if inside.starts_with("data/") {
            return match extension {
                "yaml" | "yml" if is_people(name) => Some(Kind::People),
                "yaml" | "yml" | "csv" | "xlsx" | "xls" | "ods" => Some(Kind::Table),
                // Nothing under data is ever published as it is: it may hold private columns.
                _ => None,
            };
        }
        (!markdown).then_some(Kind::Asset)
    }
}

/// Where a site's own versions of theme files stand.
pub const THEME_FOLDER: &str = "themes/kepu/";

fn is_people(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    matches!(stem, "people" | "人员" | "organisations" | "organizations" | "机构")
}

/// A file of the site.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Relative to the site's folder.
    pub path: SourcePath,
    /// What it is for.
    pub kind: Kind,
    /// Where it is.
    pub absolute: PathBuf,
    /// Its length and time when it was found.
    pub stamp: Stamp,
}

impl SourceFile {
    /// Its bytes, or why they cannot be had.
    pub fn read(&self) -> Result<Vec<u8>, Diagnostic> {
        let limit = if self.kind == Kind::Table { LARGEST_TABLE } else { LARGEST_TEXT };
        if self.stamp.len > limit && self.kind != Kind::Asset {
            let (size, limit) = (self.stamp.len / (1 << 20), limit / (1 << 20));
            let message = Text::new(
                format!("文件有 {size} MB，超过 {limit} MB"),
                format!("the file has {size} MB, more than {limit} MB"),
            );
            return Err(Diagnostic::error("file-too-large", &self.path, Place::File, message).help(
                Text::new(
                    "正文之外的大文件放在别处，用链接指过去",
                    "keep large files elsewhere and link to them",
                ),
            ));
        }
        fs::read(&self.absolute).map_err(|error| unreadable(&self.path, &error.to_string()))
    }
}

/// All files of the site in `root`, by path, and what could not be read.
pub fn find(root: &Path) -> (BTreeMap<SourcePath, SourceFile>, Vec<Diagnostic>) {
    let mut files = BTreeMap::new();
    let mut diagnostics = Vec::new();
    if let Some(file) = find_one(root, crate::config::FILE_NAME) {
        files.insert(Arc::clone(&file.path), file);
    }
    for folder in ["content", THEME_FOLDER.trim_end_matches('/')] {
        let (entries, problems) = fs::walk(&root.join(folder));
        for entry in entries {
            let path = format!("{folder}/{}", entry.path);
            if let Some(kind) = Kind::of(&path) {
                let path: SourcePath = path.into();
                let file = SourceFile {
                    path: Arc::clone(&path),
                    kind,
                    absolute: entry.absolute,
                    stamp: entry.stamp,
                };
                files.insert(path, file);
            }
        }
        for problem in problems {
            let path: SourcePath = format!("{folder}/{}", problem.path).into();
            diagnostics.push(unreadable(&path, &problem.reason));
        }
    }
    (files, diagnostics)
}

/// The file at `path` of the site in `root`, if it is there and ours.
pub fn find_one(root: &Path, path: &str) -> Option<SourceFile> {
    let kind = Kind::of(path)?;
    let absolute = root.join(path);
    let stamp = fs::stamp(&absolute)?;
    Some(SourceFile { path: path.into(), kind, absolute, stamp })
}

fn unreadable(path: &SourcePath, reason: &str) -> Diagnostic {
    let message = Text::new(format!("读不了这个文件：{reason}"), format!("cannot read the file: {reason}"));
    Diagnostic::error("unreadable-file", path, Place::File, message)
}
