//! A site's files as they are now, parsed: what catalogs are assembled from.
//!
//! A [`Project`] is loaded whole by `build` and `check`; the dev server keeps one and refreshes it
//! file by file. Both go through the same code, so that incremental equals clean.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use jiff::civil::Date;
use rayon::prelude::*;

use super::assets::{self, AssetRecord};
use super::cache::{TextRecord, Texts};
use crate::config;
use crate::diagnostic::{Diagnostic, Explain as _, Text, refuse, words};
use crate::fs::{self, Trace};
use crate::media;
use crate::model::{Agenda, Catalog, ParsedText, Parts, SiteConfig, SourcePath, assemble};
use crate::parse::{self, decode, not_text};
use crate::source::{self, Borders, Kind, Links, SourceFile, THEME_FOLDER, table};
use crate::tables;
use crate::theme::Theme;

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
    assets: HashMap<SourcePath, AssetRecord>,
    overrides: BTreeMap<String, Vec<u8>>,
    /// Problems that belong to one file, found while reading and parsing it.
    problems: BTreeMap<SourcePath, Vec<Diagnostic>>,
    /// Files that cannot be found: links that are not followed, names that are none.
    finding: Vec<Diagnostic>,
    /// Problems of all tables together.
    agenda_problems: Vec<Diagnostic>,
    theme_failure: Option<Text>,
    /// What was read of every file.
    seen: BTreeMap<SourcePath, Seen>,
    borders: Borders,
}

/// A file when it was read.
#[derive(Debug, Clone, Copy)]
struct Seen {
    trace: Trace,
    /// The hash of its bytes; `None` if it could not be read.
    digest: Option<Digest>,
}

type Digest = [u8; 32];

/// The files of a site at one moment.
#[derive(Debug)]
pub struct Found {
    files: BTreeMap<SourcePath, SourceFile>,
    problems: Vec<Diagnostic>,
}

/// One file after reading and parsing.
enum Loaded {
    Config(Box<SiteConfig>),
    Text(Arc<ParsedText>),
    Tables(Vec<table::Table>),
    Theme(Vec<u8>),
    Asset(AssetRecord),
    /// It cannot be read or parsed at all.
    Nothing,
}

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
            assets: HashMap::new(),
            overrides: BTreeMap::new(),
            problems: BTreeMap::new(),
            finding: problems,
            agenda_problems: Vec::new(),
            theme_failure: None,
            seen: BTreeMap::new(),
            borders: Borders::of(root, links),
        };
        let files: Vec<SourceFile> = files.into_values().collect();
        let loaded: Vec<Loading> = files.par_iter().map(|file| load(file, known)).collect();
        for (file, (loaded, problems, digest)) in files.into_iter().zip(loaded) {
            project.seen.insert(Arc::clone(&file.path), Seen { trace: file.trace, digest });
            project.place(file.path, loaded, problems);
        }
        if !project.overrides.is_empty() {
            project.theme = Arc::new(Theme::load(&project.overrides)?);
        }
        project.gather_agenda();
        Ok(project)
    }

    /// Whether links may lead out of the site.
    pub fn links(&self) -> Links {
        links_of(&self.config)
    }

    /// What files there are now.
    pub fn look(&self) -> Found {
        let (files, problems) = source::find(&self.root, self.links());
        Found { files, problems }
    }

    /// Files that had something in them and are gone or empty: some editors save in that way, so
    /// they may come back in a moment.
    pub fn lost(&self, found: &Found) -> Vec<SourcePath> {
        let now = |path: &SourcePath| found.files.get(path).map_or(0, |file| file.trace.stamp.len);
        let lost = self.seen.iter().filter(|(path, seen)| seen.trace.stamp.len > 0 && now(path) == 0);
        lost.map(|(path, _)| Arc::clone(path)).collect()
    }

    /// Whether one file is [lost](Project::lost).
    pub fn is_lost(&self, path: &str) -> bool {
        let known = self.seen.get(path).is_some_and(|seen| seen.trace.stamp.len > 0);
        known && fs::stamp(&self.root.join(path)).is_none_or(|stamp| stamp.len == 0)
    }

    /// Whether looking at `path` alone tells what became of it: it is neither a folder, nor was it
    /// one, nor does a link lead to it.
    pub fn tells(&self, path: &str) -> bool {
        let absolute = self.root.join(path);
        let there = fs::standing(&absolute) != fs::Standing::Nothing;
        !self.knows_folder(path) && (!there || source::find_one(&self.root, path, self.links()).is_some())
    }

    /// Whether files inside the folder `path` are known.
    fn knows_folder(&self, path: &str) -> bool {
        let prefix: SourcePath = format!("{path}/").into();
        self.seen.range(Arc::clone(&prefix)..).next().is_some_and(|(known, _)| known.starts_with(&*prefix))
    }

    /// Follows the files as they were found; gives the paths of those that are different.
    pub fn adopt(&mut self, found: Found) -> Vec<String> {
        let gone: Vec<SourcePath> =
            self.seen.keys().filter(|path| !found.files.contains_key(*path)).map(Arc::clone).collect();
        let mut changed = self.take(found.files.into_values().collect(), gone);
        if found.problems != self.finding {
            let both = found.problems.iter().chain(&self.finding);
            changed.extend(both.map(|problem| problem.file.to_string()));
            self.finding = found.problems;
        }
        changed.sort();
        changed.dedup();
        changed
    }

    /// Reads these files again, which no link leads to; those that are gone are forgotten. Gives
    /// the paths of those that are different.
    pub fn refresh(&mut self, paths: &BTreeSet<String>) -> Vec<String> {
        let links = self.links();
        let (mut files, mut gone) = (Vec::new(), Vec::new());
        for path in paths {
            match source::find_one(&self.root, path, links) {
                Some(file) => files.push(file),
                None => gone.push(path.as_str().into()),
            }
        }
        self.take(files, gone)
    }

    fn take(&mut self, files: Vec<SourceFile>, gone: Vec<SourcePath>) -> Vec<String> {
        let suspect = |file: &SourceFile| {
            let seen = self.seen.get(&file.path);
            seen.is_none_or(|seen| !file.trace.proves_unchanged_since(&seen.trace))
        };
        let files: Vec<SourceFile> = files.into_iter().filter(suspect).collect();
        let none = Texts::default();
        let loaded: Vec<Loading> = files.par_iter().map(|file| load(file, &none)).collect();
        let mut changed = Vec::new();
        for (file, (loaded, problems, digest)) in files.into_iter().zip(loaded) {
            let seen = Seen { trace: file.trace, digest };
            let former = self.seen.insert(Arc::clone(&file.path), seen);
            // A trace that proves nothing is no change yet.
            if digest.is_none() || former.is_none_or(|former| former.digest != digest) {
                changed.push(file.path.to_string());
                self.replace(file.path, loaded, problems);
            }
        }
        for path in gone {
            if self.seen.remove(&path).is_some() {
                changed.push(path.to_string());
                self.forget(&path);
            }
        }
        let kinds: Vec<Kind> = changed.iter().filter_map(|path| Kind::of(path)).collect();
        if kinds.iter().any(|kind| matches!(kind, Kind::Table | Kind::Config)) {
            self.gather_agenda();
        }
        if kinds.contains(&Kind::Theme) {
            // The former theme stays in force.
            match Theme::load(&self.overrides) {
                Ok(theme) => (self.theme, self.theme_failure) = (Arc::new(theme), None),
                Err(error) => self.theme_failure = Some(words(&error)),
            }
        }
        changed
    }

    /// Why the theme that is in the files is not in force.
    pub fn theme_failure(&self) -> Option<&Text> {
        self.theme_failure.as_ref()
    }

    /// As [`Project::place`], but a file that no longer parses keeps its last good value: while
    /// someone types, the page stays and the problem is shown.
    fn replace(&mut self, path: SourcePath, loaded: Loaded, mut problems: Vec<Diagnostic>) {
        if let Loaded::Text(text) = &loaded {
            problems.extend(text.diagnostics.iter().filter(|it| it.is_error()).cloned());
        }
        let broken = problems.iter().any(Diagnostic::is_error);
        let keep = match &loaded {
            Loaded::Text(_) => self.texts.contains_key(&path),
            Loaded::Nothing | Loaded::Config(_) => true,
            _ => false,
        };
        if broken && keep {
            self.problems.insert(path, problems);
        } else {
            if let Loaded::Text(_) = &loaded {
                problems.clear();
            }
            self.place(path, loaded, problems);
        }
    }

    fn place(&mut self, path: SourcePath, loaded: Loaded, problems: Vec<Diagnostic>) {
        match loaded {
            Loaded::Config(config) => {
                self.config = Arc::new(*config);
                self.borders = Borders::of(&self.root, self.links());
            }
            Loaded::Text(text) => drop(self.texts.insert(Arc::clone(&path), text)),
            Loaded::Tables(tables) => drop(self.tables.insert(Arc::clone(&path), tables)),
            Loaded::Theme(bytes) => {
                if let Some(inside) = path.strip_prefix(THEME_FOLDER) {
                    self.overrides.insert(inside.to_owned(), bytes);
                }
            }
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
        if let Some(inside) = path.strip_prefix(THEME_FOLDER) {
            self.overrides.remove(inside);
        }
    }

    fn gather_agenda(&mut self) {
        let tables: Vec<(SourcePath, table::Table)> = self
            .tables
            .iter()
            .flat_map(|(path, tables)| tables.iter().map(|table| (Arc::clone(path), table.clone())))
            .collect();
        let vocabulary = tables::Vocabulary { lines: self.config.calendar.lines.clone() };
        let (agenda, problems) = tables::read(&tables, &vocabulary);
        self.agenda = Arc::new(agenda);
        self.agenda_problems = problems;
    }

    /// The site as it is published, and every problem found so far, unsorted.
    pub fn catalog(&self) -> (Catalog, Vec<Diagnostic>) {
        let mut diagnostics: Vec<Diagnostic> = self.problems.values().flatten().cloned().collect();
        diagnostics.extend(self.finding.iter().cloned());
        diagnostics.extend(self.texts.values().flat_map(|text| text.diagnostics.iter().cloned()));
        diagnostics.extend(self.agenda_problems.iter().cloned());
        let (articles, pages) =
            self.texts.values().map(Arc::clone).partition(|text| text.file.starts_with("content/articles/"));
        let (catalog, problems) = assemble(Parts {
            config: Arc::clone(&self.config),
            day: self.selection.day,
            drafts: self.selection.drafts,
            future: self.selection.future,
            articles,
            pages,
            agenda: Arc::clone(&self.agenda),
            assets: self.assets.iter().map(|(path, it)| (Arc::clone(path), it.asset.clone())).collect(),
        });
        diagnostics.extend(problems);
        // A file that nothing refers to is not published, and may be what it likes.
        if diagnostics.iter().any(|it| self.assets.contains_key(&it.file)) {
            let used: HashSet<&SourcePath> = catalog.used_assets().map(|asset| &asset.source).collect();
            diagnostics.retain(|it| !self.assets.contains_key(&it.file) || used.contains(&it.file));
        }
        (catalog, diagnostics)
    }

    /// The site's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What of the file system belongs to the site.
    pub fn borders(&self) -> &Borders {
        &self.borders
    }

    /// The site's settings.
    pub fn config(&self) -> &SiteConfig {
        &self.config
    }

    /// The theme in force.
    pub fn theme(&self) -> &Arc<Theme> {
        &self.theme
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
    let text = decode(&bytes).unwrap_or_default();
    config::parse(&config::FILE_NAME.into(), &text).0
}

fn links_of(config: &SiteConfig) -> Links {
    if config.follow_links { Links::Anywhere } else { Links::Inside }
}

/// The decoded text of the file at `file` of the site in `root`, for excerpts.
pub fn source_text(root: &Path, file: &str) -> Option<Arc<str>> {
    let bytes = Borders::of(root, links_of(&read_config(root))).read(file).ok()?;
    decode(&bytes).ok().map(|text| text.into_owned().into())
}

/// The bytes of an asset as they are published; `hash` is what they were when it was examined.
///
/// # Errors
///
/// It is not the file any more that was examined, or it leads out of the site.
pub fn read_asset(borders: &Borders, source: &SourcePath, hash: &[u8; 32]) -> Result<Vec<u8>> {
    let bytes = borders
        .read(source)
        .explain(|| Text::new(format!("读不了 `{source}`"), format!("cannot read `{source}`")))?;
    // What was judged and what is copied must be the same, whatever happens to the file in between.
    match media::prepare(source, bytes) {
        Ok(bytes) if blake3::hash(&bytes).as_bytes() == hash => Ok(bytes),
        _ => Err(refuse(
            format!("读的时候 `{source}` 又变了，请再运行一次"),
            format!("`{source}` changed after it was examined; run this again"),
        )),
    }
}

type Loading = (Loaded, Vec<Diagnostic>, Option<Digest>);

/// Reads and parses one file; never fails.
fn load(file: &SourceFile, known: &Texts) -> Loading {
    if file.kind == Kind::Asset {
        return match assets::examine(file, known) {
            Ok((asset, problems)) => {
                // Of a refused file nothing is published that could be told apart by its hash.
                let digest = problems.is_empty().then_some(asset.asset.hash);
                (Loaded::Asset(asset), problems, digest)
            }
            Err(problem) => (Loaded::Nothing, vec![problem], None),
        };
    }
    match file.read() {
        Ok(bytes) => {
            let digest = *blake3::hash(&bytes).as_bytes();
            let (loaded, problems) = parse(file, bytes, digest, known);
            (loaded, problems, Some(digest))
        }
        Err(problem) => (Loaded::Nothing, vec![problem], None),
    }
}

fn parse(file: &SourceFile, bytes: Vec<u8>, digest: Digest, known: &Texts) -> (Loaded, Vec<Diagnostic>) {
    match file.kind {
        Kind::Theme => (Loaded::Theme(bytes), Vec::new()),
        Kind::Table => {
            let (tables, problems) = tables::read_file(&file.path, &bytes);
            (Loaded::Tables(tables), problems)
        }
        Kind::Article | Kind::Page => match known.text(&file.path, &digest, &bytes) {
            Some(text) => (Loaded::Text(Arc::new(text)), Vec::new()),
            None => match parse::text(&file.path, bytes, digest) {
                Ok(text) => (Loaded::Text(Arc::new(text)), Vec::new()),
                Err(problem) => (Loaded::Nothing, vec![problem]),
            },
        },
        Kind::Config => match decode(&bytes) {
            Ok(text) => {
                let (config, problems) = config::parse(&file.path, &text);
                (Loaded::Config(Box::new(config)), problems)
            }
            Err(error) => (Loaded::Nothing, vec![not_text(&file.path, error)]),
        },
        Kind::Asset => (Loaded::Nothing, Vec::new()),
    }
}
