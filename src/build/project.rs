//! A site's files as they are now, parsed: what catalogs are assembled from.
//!
//! A [`Project`] is loaded whole by `build` and `check`; the dev server keeps one and refreshes it
//! file by file. Both go through the same code, so that incremental equals clean.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use jiff::civil::Date;
use rayon::prelude::*;

use super::assets::{self, AssetRecord};
use super::cache::{TextRecord, Texts};
use crate::calendar::{self, CalendarVocabulary};
use crate::config::{self, SiteConfig};
use crate::diagnostic::{Diagnostic, Text};
use crate::model::{Agenda, Catalog, Parts, PeopleFile, SourcePath, assemble};
use crate::parse::markdown::refuse_controls;
use crate::parse::{ParsedText, decode, not_text};
use crate::source::{self, Kind, SourceFile, THEME_FOLDER, table};
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
    people: BTreeMap<SourcePath, Arc<PeopleFile>>,
    tables: BTreeMap<SourcePath, Vec<table::Table>>,
    agenda: Arc<Agenda>,
    assets: HashMap<SourcePath, AssetRecord>,
    overrides: BTreeMap<String, Vec<u8>>,
    /// Problems that belong to one file, found while reading and parsing it.
    problems: BTreeMap<SourcePath, Vec<Diagnostic>>,
    /// Problems of all tables together.
    agenda_problems: Vec<Diagnostic>,
}

/// One file after reading and parsing.
enum Loaded {
    Config(Box<SiteConfig>),
    Text(Arc<ParsedText>),
    People(PeopleFile),
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
        let (files, problems) = source::find(root);
        let mut project = Project {
            root: root.to_path_buf(),
            selection,
            config: Arc::default(),
            theme: Arc::new(Theme::load(&BTreeMap::new())?),
            texts: BTreeMap::new(),
            people: BTreeMap::new(),
            tables: BTreeMap::new(),
            agenda: Arc::default(),
            assets: HashMap::new(),
            overrides: BTreeMap::new(),
            problems: BTreeMap::new(),
            agenda_problems: Vec::new(),
        };
        for problem in problems {
            project.problems.entry(Arc::clone(&problem.file)).or_default().push(problem);
        }
        let files: Vec<SourceFile> = files.into_values().collect();
        let loaded: Vec<(SourcePath, Loaded, Vec<Diagnostic>)> = files
            .par_iter()
            .map(|file| {
                let (loaded, problems) = load(file, known);
                (Arc::clone(&file.path), loaded, problems)
            })
            .collect();
        for (path, loaded, problems) in loaded {
            project.place(path, loaded, problems);
        }
        if !project.overrides.is_empty() {
            project.theme = Arc::new(Theme::load(&project.overrides)?);
        }
        project.gather_agenda();
        Ok(project)
    }

    /// Reads these files again; those that are gone are forgotten. Says whether anything is new.
    ///
    /// # Errors
    ///
    /// A theme that cannot be read; the former theme stays in force.
    pub fn refresh(&mut self, paths: &[String]) -> Result<bool> {
        let mut changed = false;
        let mut theme = false;
        let mut tables = false;
        for path in paths {
            let Some(kind) = Kind::of(path) else { continue };
            tables |= matches!(kind, Kind::Table | Kind::Config);
            theme |= kind == Kind::Theme;
            changed = true;
            let path: SourcePath = path.as_str().into();
            match source::find_one(&self.root, &path) {
                Some(file) => {
                    let (loaded, problems) = load(&file, &Texts::default());
                    self.replace(path, loaded, problems);
                }
                None => self.forget(&path),
            }
        }
        if tables {
            self.gather_agenda();
        }
        if theme {
            self.theme = Arc::new(Theme::load(&self.overrides)?);
        }
        Ok(changed)
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
            Loaded::Config(config) => self.config = Arc::new(*config),
            Loaded::Text(text) => drop(self.texts.insert(Arc::clone(&path), text)),
            Loaded::People(file) => drop(self.people.insert(Arc::clone(&path), Arc::new(file))),
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
        self.people.remove(path);
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
        let vocabulary = CalendarVocabulary {
            lines: self.config.calendar.lines.clone(),
            // 主题 of an activity is a kind of service (医疗急救, 政策宣讲), not a topic of articles.
            topics: Vec::new(),
        };
        let (agenda, problems) = calendar::assemble(&tables, &vocabulary);
        self.agenda = Arc::new(agenda);
        self.agenda_problems = problems;
    }

    /// The site as it is published, and every problem found so far, unsorted.
    pub fn catalog(&self) -> (Catalog, Vec<Diagnostic>) {
        let mut diagnostics: Vec<Diagnostic> = self.problems.values().flatten().cloned().collect();
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
            people: self.people.values().map(Arc::clone).collect(),
            agenda: Arc::clone(&self.agenda),
            assets: self.assets.iter().map(|(path, it)| (Arc::clone(path), it.asset.clone())).collect(),
        });
        diagnostics.extend(problems);
        (catalog, diagnostics)
    }

    /// The site's folder.
    pub fn root(&self) -> &Path {
        &self.root
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

/// Reads and parses one file; never fails.
fn load(file: &SourceFile, known: &Texts) -> (Loaded, Vec<Diagnostic>) {
    if file.kind == Kind::Asset {
        return match assets::examine(file, known) {
            Ok((asset, problems)) => (Loaded::Asset(asset), problems),
            Err(problem) => (Loaded::Nothing, vec![problem]),
        };
    }
    let bytes = match file.read() {
        Ok(bytes) => bytes,
        Err(problem) => return (Loaded::Nothing, vec![problem]),
    };
    match file.kind {
        Kind::Theme => (Loaded::Theme(bytes), Vec::new()),
        Kind::Table => {
            let (tables, problems) = table::read(&file.path, &bytes);
            (Loaded::Tables(tables), problems)
        }
        Kind::Article | Kind::Page => {
            let hash = *blake3::hash(&bytes).as_bytes();
            match known.text(&file.path, &hash, &bytes) {
                Some(text) => (Loaded::Text(Arc::new(text)), Vec::new()),
                None => match ParsedText::new(&file.path, bytes, hash) {
                    Ok(text) => (Loaded::Text(Arc::new(text)), Vec::new()),
                    Err(problem) => (Loaded::Nothing, vec![problem]),
                },
            }
        }
        Kind::Config | Kind::People => match decode(&bytes) {
            Ok(text) if file.kind == Kind::Config => {
                let (config, problems) = config::parse(&file.path, &text);
                (Loaded::Config(Box::new(config)), problems)
            }
            Ok(text) => people(&file.path, &text),
            Err(error) => (Loaded::Nothing, vec![not_text(&file.path, error)]),
        },
        Kind::Asset => (Loaded::Nothing, Vec::new()),
    }
}

fn people(file: &SourcePath, text: &str) -> (Loaded, Vec<Diagnostic>) {
    let controls = refuse_controls(file, text);
    if !controls.is_empty() {
        return (Loaded::Nothing, controls);
    }
    let name = file.rsplit('/').next().unwrap_or(file);
    let parsed = if name.starts_with("people") || name.starts_with("人员") {
        serde_yaml::from_str(text).map(PeopleFile::People)
    } else {
        serde_yaml::from_str(text).map(PeopleFile::Organisations)
    };
    match parsed {
        Ok(people) => (Loaded::People(people), Vec::new()),
        Err(error) => {
            let words = error.without_snippet().to_string();
            let place = config::error_place(text, &error);
            let message = Text::new(format!("数据读不懂：{words}"), format!("cannot read the data: {words}"));
            let problem = Diagnostic::error("data-syntax", file, place, message);
            (Loaded::Nothing, vec![problem])
        }
    }
}
