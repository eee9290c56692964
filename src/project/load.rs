//! One file read and parsed: the same whether it is loaded for the first time, again, or not saved yet.

use std::sync::Arc;

use super::Digest;
use super::assets::{self, AssetRecord};
use super::cache::Texts;
use crate::config;
use crate::diagnostic::Diagnostic;
use crate::model::{Announcement, ParsedText, SiteConfig, SourcePath};
use crate::parse::{self, not_text};
use crate::source::{Kind, SourceFile, table};
use crate::tables;
use crate::text::{Doubt, decode};

/// One file after reading and parsing.
pub enum Loaded {
    Config(Box<SiteConfig>),
    Text(Arc<ParsedText>),
    Tables(Vec<table::Table>),
    Theme(Vec<u8>),
    Announcements(Vec<Announcement>),
    Asset(AssetRecord),
    /// It cannot be read or parsed at all.
    Nothing,
}

/// What became of a file, its problems, and the hash of its bytes if it could be read.
pub type Loading = (Loaded, Vec<Diagnostic>, Option<Digest>);

/// Reads and parses one file; never fails.
pub fn load(file: &SourceFile, known: &Texts) -> Loading {
    if file.kind == Kind::Asset {
        return match assets::examine(file, known.asset(&file.path, &file.trace)) {
            Ok((asset, problems)) => {
                // Of a refused file nothing is published that could be told apart by its hash.
                let digest = problems.is_empty().then_some(asset.asset.hash);
                (Loaded::Asset(asset), problems, digest)
            }
            Err(problem) => (Loaded::Nothing, vec![problem], None),
        };
    }
    match file.read() {
        Ok(bytes) => parse((&file.path, file.kind), bytes, known),
        Err(problem) => (Loaded::Nothing, vec![problem], None),
    }
}

/// Parses the bytes of one file, which is no asset.
pub fn parse((path, kind): (&SourcePath, Kind), bytes: Vec<u8>, known: &Texts) -> Loading {
    let digest = *blake3::hash(&bytes).as_bytes();
    let (loaded, problems) = match kind {
        Kind::Theme => (Loaded::Theme(bytes), Vec::new()),
        Kind::Announcements => {
            let (announcements, problems) = parse::announcements(path, &bytes);
            (Loaded::Announcements(announcements), problems)
        }
        Kind::Table => {
            let (tables, problems) = tables::read_file(path, &bytes);
            (Loaded::Tables(tables), problems)
        }
        Kind::Article | Kind::Page => match known.text(path, &digest, &bytes) {
            Some(text) => (Loaded::Text(Arc::new(text)), Vec::new()),
            None => match parse::text(path, bytes, digest) {
                Ok(text) => (Loaded::Text(Arc::new(text)), Vec::new()),
                Err(problem) => (Loaded::Nothing, vec![problem]),
            },
        },
        Kind::Config => match decode(&bytes, Doubt::Refused) {
            Ok(text) => {
                let (config, problems) = config::parse(path, &text);
                (Loaded::Config(Box::new(config)), problems)
            }
            Err(error) => (Loaded::Nothing, vec![not_text(path, error)]),
        },
        Kind::Asset => (Loaded::Nothing, Vec::new()),
    };
    (loaded, problems, Some(digest))
}
