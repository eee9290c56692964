//! The build engine: project → catalog → plan → units → output folder.
//!
//! It knows neither what products there are nor what they look like: units come with a view, a
//! view has a key, and a unit whose key was published by the last run is not rendered again.
//! Nothing here reads the clock or the environment, and no result depends on the order in which
//! threads finish.

mod assets;
mod cache;
mod explain;
mod manifest;
mod project;
mod publish;
mod search;

pub use assets::AssetRecord;
pub use cache::{CacheFolder, Texts};
pub use explain::DirtyReason;
pub use project::{Project, Selection, read_asset, source_text};
pub use search::{SearchIndex, former as former_search};

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use rayon::prelude::*;

use crate::checks;
use crate::diagnostic::{Diagnostic, Severity, Text, settle};
use crate::model::Catalog;
use crate::outputs::{Items, Key, Plan, Rendered, Site, Unit, site_view};
use crate::search::StaticIndex;
use crate::theme::Renderer;
use manifest::{Manifest, Record};
use publish::{Publisher, Staged};

/// How a site is built.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// Where the site is written.
    pub output: PathBuf,
    /// What is published.
    pub selection: Selection,
    /// Caches are neither read nor trusted.
    pub no_cache: bool,
    /// Warnings stop the build as errors do.
    pub strict: bool,
}

/// What a build came to.
#[derive(Debug, Default)]
pub struct Report {
    /// Every problem, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the site was published; false when problems forbade it.
    pub published: bool,
    /// HTML pages.
    pub pages: usize,
    /// Files of the site.
    pub units: usize,
    /// Units that were rendered.
    pub rendered: usize,
    /// Rendered units whose bytes differed from what was there.
    pub written: usize,
    /// Files of the former site that were removed.
    pub removed: usize,
    /// Why each rendered unit was rendered, by path.
    pub reasons: Vec<(String, DirtyReason)>,
    /// Things that went wrong without harm to the site.
    pub notes: Vec<Text>,
    /// How long each stage took, for `--verbose`.
    pub stages: Vec<(&'static str, Duration)>,
}

/// Told how many of how many units are done; called from many threads.
pub type Progress<'p> = &'p (dyn Fn(usize, usize) + Sync);

/// Builds the site in `root`.
///
/// # Errors
///
/// The site cannot be read at all, or the output cannot be written. Problems of the content are no
/// errors here: they are in the report.
pub fn build(root: &std::path::Path, options: &BuildOptions, progress: Progress<'_>) -> Result<Report> {
    let cache = CacheFolder::of(root);
    let mut report = Report::default();
    let mut clock = Stopwatch(Instant::now());
    let lock = cache.lock();
    match &lock {
        Ok(Some(_)) => {}
        Ok(None) => bail!("another build of this site is running"),
        // A site on a read-only medium can be built; it is only not remembered.
        Err(error) => report.notes.push(no_cache_note(error)),
    }
    let known = if options.no_cache { Texts::default() } else { Texts::read(&cache) };
    clock.lap("cache", &mut report);
    let project = Project::load(root, options.selection, &known)?;
    clock.lap("load and parse", &mut report);
    let (catalog, mut diagnostics) = project.catalog();
    clock.lap("assemble", &mut report);
    checks::run(&catalog, &mut diagnostics);
    settle(&mut diagnostics);
    clock.lap("check", &mut report);
    report.diagnostics = diagnostics;
    let refused = |it: &Diagnostic| it.severity == Severity::Error || options.strict;
    if report.diagnostics.iter().any(refused) {
        return Ok(report);
    }
    let former = if options.no_cache { StaticIndex::default() } else { search::former(&cache) };
    let search = SearchIndex::update(former, &catalog);
    clock.lap("search", &mut report);
    publish(&project, &catalog, &search, (&cache, options), progress, &mut report)?;
    if lock.is_ok()
        && let Err(error) = remember(&cache, &project, &known, &search)
    {
        report.notes.push(no_cache_note(&error));
    }
    clock.lap("remember", &mut report);
    Ok(report)
}

/// Times the stages of a build.
struct Stopwatch(Instant);

impl Stopwatch {
    fn lap(&mut self, stage: &'static str, report: &mut Report) {
        let now = Instant::now();
        report.stages.push((stage, now - self.0));
        self.0 = now;
    }
}

/// What is said of a cache that cannot be written.
pub fn no_cache_note(error: &anyhow::Error) -> Text {
    Text::new(
        format!("缓存没有写成，下次构建会慢一些：{error:#}"),
        format!("the cache was not written, the next build will be slower: {error:#}"),
    )
}

/// Leaves parsed texts and the search index for the next run.
fn remember(cache: &CacheFolder, project: &Project, known: &Texts, search: &SearchIndex) -> Result<()> {
    let (texts, assets) = (project.texts().map(|text| &**text).collect::<Vec<_>>(), project.asset_records());
    if !known.same_as(&texts, &assets) {
        Texts::write(cache, project.records(), assets)?;
    }
    search.remember(cache)
}

/// Renders what has changed and brings the output folder up to date.
fn publish(
    project: &Project,
    catalog: &Catalog,
    search: &SearchIndex,
    (cache, options): (&CacheFolder, &BuildOptions),
    progress: Progress<'_>,
    report: &mut Report,
) -> Result<()> {
    let files = search.index().files();
    let mut clock = Stopwatch(Instant::now());
    let items = Items::new(catalog);
    let site = Site { catalog, theme: project.theme(), search: &files, items: &items, preview: false };
    let plan = Plan::new(&site);
    refuse_twice(&plan)?;
    let view = site_view(&site);
    let renderer = Renderer::new(project.theme(), &view)?;
    let name = manifest::name(&options.output);
    let known: Option<Manifest> = if options.no_cache { None } else { cache.read(&name) };
    let publisher = Publisher::open(&options.output, plan.units().iter().map(|unit| unit.path.as_str()))?;
    let shared = manifest::Shared::of(&renderer);
    clock.lap("plan", report);
    let done = AtomicUsize::new(0);
    let job = Job {
        project,
        site: &site,
        renderer: &renderer,
        publisher: &publisher,
        known: known.as_ref(),
        shared: &shared,
    };
    let total = plan.units().len();
    let outcomes: Vec<Outcome> = plan
        .units()
        .par_iter()
        .map(|unit| {
            let outcome = job.run(unit).with_context(|| format!("cannot make `{}`", unit.path))?;
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            Ok(outcome)
        })
        .collect::<Result<_>>()?;

    clock.lap("render", report);
    report.published = true;
    report.units = total;
    report.pages = plan.units().iter().filter(|unit| unit.path.ends_with(".html")).count();
    let mut staged = Vec::new();
    let mut records = HashMap::with_capacity(total);
    for (unit, outcome) in plan.units().iter().zip(outcomes) {
        if let Some(reason) = outcome.reason {
            report.rendered += 1;
            report.reasons.push((unit.path.clone(), reason));
        }
        records.insert(unit.path.clone(), outcome.record);
        staged.extend(outcome.staged);
    }
    report.written = staged.len();
    report.reasons.sort_by(|a, b| a.0.cmp(&b.0));
    let paths: Vec<&str> = plan.units().iter().map(|unit| unit.path.as_str()).collect();
    let (stamps, removed) = publisher.commit(staged, &paths)?;
    report.removed = removed;
    clock.lap("commit", report);
    let unchanged = report.rendered == 0 && removed == 0 && stamps.is_empty();
    for (path, stamp) in stamps {
        if let Some(record) = records.get_mut(&path) {
            record.stamp = stamp;
        }
    }
    if (!unchanged || known.is_none())
        && let Err(error) = cache.write(&name, &Manifest { shared, records })
    {
        report.notes.push(no_cache_note(&error));
    }
    Ok(())
}

/// Two units on one path would overwrite each other by chance.
fn refuse_twice(plan: &Plan) -> Result<()> {
    let mut taken: HashMap<&str, &Unit> = HashMap::with_capacity(plan.units().len());
    for unit in plan.units() {
        if let Some(first) = taken.insert(&unit.path, unit) {
            bail!("`{}` is made twice: by `{}` and by `{}`", unit.path, first.output, unit.output);
        }
    }
    Ok(())
}

/// Everything that making one unit needs.
struct Job<'a> {
    project: &'a Project,
    site: &'a Site<'a>,
    renderer: &'a Renderer<'a>,
    publisher: &'a Publisher,
    known: Option<&'a Manifest>,
    shared: &'a manifest::Shared,
}

struct Outcome {
    record: Record,
    staged: Option<Staged>,
    /// Set when the unit was rendered.
    reason: Option<DirtyReason>,
}

impl Job<'_> {
    fn run(&self, unit: &Unit) -> Result<Outcome> {
        let view = unit.view(self.site);
        let mut key = Key::new(unit.output);
        view.fingerprint(&mut key)?;
        let key = key.finish();
        let former = self.known.and_then(|known| known.records.get(&unit.path));
        let stamp = self.publisher.stamp(&unit.path);
        let reason = explain::reason(
            (self.known.map(|known| &known.shared), self.shared),
            (former, &key, stamp),
            view.uses_theme(),
        );
        let Some(reason) = reason else {
            let record = former.context("a unit without a reason has a record")?.clone();
            return Ok(Outcome { record, staged: None, reason: None });
        };
        let bytes = match view.render(self.renderer)? {
            Rendered::Bytes(bytes) => bytes,
            Rendered::Copy { source, hash } => read_asset(self.project.borders(), &source, &hash)?,
        };
        let record = Record { key, stamp: stamp.unwrap_or_default() };
        let staged = if self.publisher.holds(&unit.path, &bytes) {
            None
        } else {
            Some(self.publisher.stage(&unit.path, &bytes)?)
        };
        Ok(Outcome { record, staged, reason: Some(reason) })
    }
}
