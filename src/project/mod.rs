//! A site's files as they are now, parsed: what catalogs are assembled from.
//!
//! A [`Project`] is loaded whole by a build; an editing session keeps one, refreshes it file by file
//! and lays unsaved texts over it. All go through the same code, so that incremental equals clean. It
//! knows neither templates' pages nor where a site is published.

mod assembled;
mod assets;
mod cache;
mod load;
mod refresh;
mod search;
mod sources;
mod unsaved;

pub use assembled::{Assembled, Strictness};
pub use assets::AssetRecord;
pub use cache::{CacheFolder, Texts, no_cache_note};
pub use refresh::Found;
pub use search::{SearchIndex, former as former_search, native as native_search};
pub use sources::Sources;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::config;
use crate::diagnostic::{Diagnostic, Text};
use crate::model::{Agenda, Announcement, ParsedText, SiteConfig, SourcePath};
use crate::source::{self, ANNOUNCEMENTS, Borders, Links, SourceFile, THEME_FOLDER, table};
use crate::text::{Doubt, decode};
use crate::theme::Theme;
use cache::TextRecord;
use load::{Loaded, Loading, load};
use refresh::Seen;

/// What a build is asked for, beside the files.
#[derive(Debug, Clone, Copy)]
pub struct Selection {
    /// The build's day: what is future, expired or past follows from it.
    pub day: Date,
    /// Whether drafts are published too.
    pub drafts: bool,
    /// Whether articles dated after `day` are published too.
    pub future: bool,
}

/// A site, loaded and parsed.
#[derive(Debug)]
pub struct Project {
    root: PathBuf,
    selection: Selection,
    config: Arc<SiteConfig>,
    theme: Arc<Theme>,
    texts: BTreeMap<SourcePath, Arc<ParsedText>>,
    tables: BTreeMap<SourcePath, Vec<table::Table>>,
    agenda: Arc<Agenda>,
    announcements: Arc<Vec<Announcement>>,
    assets: HashMap<SourcePath, AssetRecord>,
    overrides: BTreeMap<String, Vec<u8>>,
    /// Problems that belong to one file, found while reading and parsing it.
    problems: BTreeMap<SourcePath, Vec<Diagnostic>>,
    /// Files that cannot be found: links that are not followed, names that are none.
    finding: Vec<Diagnostic>,
    /// Problems of all tables together.
    agenda_problems: Vec<Diagnostic>,
    theme_failure: Option<Text>,
    /// Files whose last good value is in force, and not what was read of them since.
    outdated: BTreeSet<SourcePath>,
    /// What was read of every file.
    seen: BTreeMap<SourcePath, Seen>,
    sources: Sources,
}

type Digest = [u8; 32];

impl Project {
    /// Reads every file of the site in `root`. Files whose bytes a former run has parsed are taken
    /// from `known`.
    pub fn load(root: &Path, selection: Selection, known: &Texts) -> Result<Project> {
        let links = links_of(&read_config(root));
        let (files, problems) = source::find(root, links);
        let mut project = Project {
            root: root.to_path_buf(),
            selection,
            config: Arc::default(),
            theme: Arc::new(Theme::load(&BTreeMap::new())?),
            texts: BTreeMap::new(),
            tables: BTreeMap::new(),
            agenda: Arc::default(),
            announcements: Arc::default(),
            assets: HashMap::new(),
            overrides: BTreeMap::new(),
            problems: BTreeMap::new(),
            finding: problems,
            agenda_problems: Vec::new(),
            theme_failure: None,
            outdated: BTreeSet::new(),
            seen: BTreeMap::new(),
            sources: Sources::within(root, links),
        };
        let files: Vec<SourceFile> = files.into_values().collect();
        let loaded: Vec<Loading> = files.par_iter().map(|file| load(file, known)).collect();
        for (file, (loaded, problems, digest)) in files.into_iter().zip(loaded) {
            project.seen.insert(Arc::clone(&file.path), Seen { trace: Some(file.trace), digest });
            project.place(file.path, loaded, problems);
        }
        if !project.overrides.is_empty() {
            project.theme = Arc::new(Theme::load(&project.overrides)?);
        }
        project.gather_agenda();
        Ok(project)
    }

    /// Sets the day; says whether it is another.
    pub fn set_day(&mut self, day: Date) -> bool {
        std::mem::replace(&mut self.selection.day, day) != day
    }

    /// Whether links may lead out of the site.
    pub fn links(&self) -> Links {
        links_of(&self.config)
    }

    fn place(&mut self, path: SourcePath, loaded: Loaded, problems: Vec<Diagnostic>) {
        self.outdated.remove(&path);
        match loaded {
            Loaded::Config(config) => {
                self.config = Arc::new(*config);
                self.sources.set_borders(Borders::of(&self.root, self.links()));
            }
            Loaded::Text(text) => drop(self.texts.insert(Arc::clone(&path), text)),
            Loaded::Tables(tables) => drop(self.tables.insert(Arc::clone(&path), tables)),
            Loaded::Theme(bytes) => {
                if let Some(inside) = path.strip_prefix(THEME_FOLDER) {
                    self.overrides.insert(inside.to_owned(), bytes);
                }
            }
            Loaded::Announcements(announcements) => self.announcements = Arc::new(announcements),
            Loaded::Asset(asset) => drop(self.assets.insert(Arc::clone(&path), asset)),
            Loaded::Nothing => self.forget(&path),
        }
        if problems.is_empty() {
            self.problems.remove(&path);
        } else {
            self.problems.insert(path, problems);
        }
    }

    fn forget(&mut self, path: &SourcePath) {
        self.texts.remove(path);
        self.tables.remove(path);
        self.assets.remove(path);
        self.problems.remove(path);
        self.outdated.remove(path);
        if let Some(inside) = path.strip_prefix(THEME_FOLDER) {
            self.overrides.remove(inside);
        }
        if &**path == ANNOUNCEMENTS {
            self.announcements = Arc::default();
        }
    }

    /// The site's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where what stands in the files is read.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The decoded text of the file at `path` as it stands, unsaved or on the disk.
    pub fn text(&self, path: &str) -> Option<Arc<str>> {
        self.sources.text(path)
    }

    /// The site's settings.
    pub fn config(&self) -> &SiteConfig {
        &self.config
    }

    /// The theme in force.
    pub fn theme(&self) -> &Arc<Theme> {
        &self.theme
    }

    /// Why the theme that is in the files is not in force.
    pub fn theme_failure(&self) -> Option<&Text> {
        self.theme_failure.as_ref()
    }

    /// Every parsed text, by path.
    pub fn texts(&self) -> impl Iterator<Item = &Arc<ParsedText>> {
        self.texts.values()
    }

    /// Every examined picture, for the next run.
    pub fn asset_records(&self) -> Vec<(SourcePath, AssetRecord)> {
        let mut records: Vec<_> =
            self.assets.iter().map(|(path, asset)| (Arc::clone(path), asset.clone())).collect();
        records.sort_by(|a, b| a.0.cmp(&b.0));
        records
    }

    /// What the next run can use again.
    pub fn records(&self) -> impl Iterator<Item = TextRecord<'_>> {
        self.texts.values().map(|text| TextRecord::of(text))
    }
}

/// The settings of the site in `root`, whatever is wrong with them.
fn read_config(root: &Path) -> SiteConfig {
    let file = source::find_config(root).ok().flatten();
    let bytes = file.and_then(|file| file.read().ok()).unwrap_or_default();
    let text = decode(&bytes, Doubt::Refused).unwrap_or_default();
    config::parse(&config::FILE_NAME.into(), &text).0
}

fn links_of(config: &SiteConfig) -> Links {
    if config.follow_links { Links::Anywhere } else { Links::Inside }
}
