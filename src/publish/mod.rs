//! Publishing: project → catalog → plan → units → output folder.
//!
//! It knows neither what products there are nor what they look like: units come with a view, a
//! view has a key, and a unit whose key was published by the last run is not rendered again.
//! Nothing here reads the clock or the environment, and no result depends on the order in which
//! threads finish.

mod explain;
mod manifest;
mod output;
mod record;

pub use explain::DirtyReason;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Explain as _, Text, refuse, sort, words};
use crate::model::Catalog;
use crate::outputs::{Items, Key, Plan, Role, Site, Unit, site_view};
use crate::project::{
    CacheFolder, Project, SearchIndex, Selection, Strictness, Texts, former_search, no_cache_note,
};
use crate::search::StaticIndex;
use crate::theme::Renderer;
use manifest::{Manifest, Record};
use output::{Published, Publisher, Staged};

/// How a site is built.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// Where the site is written.
    pub output: PathBuf,
    /// What is published.
    pub selection: Selection,
    /// Caches are neither read nor trusted.
    pub no_cache: bool,
    /// Which problems stop the build.
    pub strictness: Strictness,
    /// Whether this is what people get to see: what it says of the activities is remembered.
    pub record: bool,
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
    /// Activities of which something was remembered.
    pub recorded: usize,
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
pub fn build(root: &Path, options: &BuildOptions, progress: Progress<'_>) -> Result<Report> {
    run(root, options, (progress, None))
}

/// Builds the site and stops after so many steps of publishing, leaving everything as a kill at that
/// moment would: an error, unless there are no more steps. Tests find with it what a reader and the
/// next build are left with.
///
/// # Errors
///
/// Those of [`build`], and that it was stopped.
pub fn build_and_stop(root: &Path, options: &BuildOptions, steps: usize) -> Result<Report> {
    run(root, options, (&|_, _| {}, Some(steps)))
}

fn run(root: &Path, options: &BuildOptions, how: (Progress<'_>, Option<usize>)) -> Result<Report> {
    let cache = CacheFolder::of(root);
    let mut report = Report::default();
    let mut clock = Stopwatch(Instant::now());
    let lock = cache.lock();
    match &lock {
        Ok(Some(_)) => {}
        Ok(None) => {
            return Err(refuse("这个站点的另一次生成还没结束", "another build of this site is running"));
        }
        // A site on a read-only medium can be built; it is only not remembered.
        Err(error) => report.notes.push(no_cache_note(error)),
    }
    let known = if options.no_cache { Texts::default() } else { Texts::read(&cache) };
    clock.lap("cache", &mut report);
    let project = Project::load(root, options.selection, &known)?;
    clock.lap("load and parse", &mut report);
    let assembled = project.assemble();
    clock.lap("assemble", &mut report);
    report.diagnostics = assembled.problems();
    clock.lap("check", &mut report);
    if options.strictness.refuses(&report.diagnostics) {
        return Ok(report);
    }
    let catalog = assembled.catalog;
    let former = if options.no_cache { StaticIndex::default() } else { former_search(&cache) };
    let search = SearchIndex::update(former, &catalog);
    clock.lap("search", &mut report);
    // Without the lock, a folder in the cache may be another build's too.
    let home = matches!(lock, Ok(Some(_))).then(|| cache.folder("staging"));
    publish((&project, &catalog, &search), (&cache, options, home), how, &mut report)?;
    if lock.is_ok()
        && let Err(error) = remember(&cache, &project, &known, &search)
    {
        report.notes.push(no_cache_note(&error));
    }
    if report.published && options.record {
        report.recorded = record::record(root, &catalog)?;
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

fn not_removed_note(error: &Text) -> Text {
    Text::new(
        format!("一个过时的文件没有删掉，下次再试：{}", error.zh),
        format!("a stale file was not removed, the next build tries again: {}", error.en),
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
    (project, catalog, search): (&Project, &Catalog, &SearchIndex),
    (cache, options, home): (&CacheFolder, &BuildOptions, Option<PathBuf>),
    (progress, stop): (Progress<'_>, Option<usize>),
    report: &mut Report,
) -> Result<()> {
    let files = search.index().files();
    let mut clock = Stopwatch(Instant::now());
    let items = Items::new(catalog);
    let site = Site { catalog, theme: project.theme(), search: &files, items: &items, preview: false };
    let plan = Plan::new(&site);
    if let Some(clash) = plan.clashes().first() {
        return Err(refuse(&*clash.zh, &*clash.en));
    }
    let view = site_view(&site);
    let renderer = Renderer::new(project.theme(), &view)?;
    let paths: Vec<&str> = plan.units().iter().map(|unit| unit.path.as_str()).collect();
    let publisher = Publisher::open(&options.output, home, &paths)?;
    if let Some(error) = publisher.not_locked() {
        let error = words(error);
        report.notes.push(Text::new(
            format!("输出文件夹锁不住，别同时往里面生成别的站点：{}", error.zh),
            format!(
                "the output folder cannot be locked, let no other build write into it meanwhile: {}",
                error.en
            ),
        ));
    }
    // Only a folder that is there has one name, whichever way it is given.
    let name = manifest::name(&options.output);
    let known: Option<Manifest> = if options.no_cache { None } else { cache.read(&name) };
    clock.lap("plan", report);
    let done = AtomicUsize::new(0);
    let job = Job { project, site: &site, renderer: &renderer, publisher: &publisher, known: known.as_ref() };
    let total = plan.units().len();
    let mut outcomes: Vec<Outcome> = plan
        .units()
        .par_iter()
        .map(|unit| {
            let outcome = job.run(unit).explain(|| {
                let path = &unit.path;
                Text::new(format!("做不出 `{path}`"), format!("cannot make `{path}`"))
            })?;
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            Ok(outcome)
        })
        .collect::<Result<_>>()?;

    clock.lap("render", report);
    let problems = outcomes.iter_mut().flat_map(|it| std::mem::take(&mut it.problems));
    report.diagnostics.extend(problems);
    sort(&mut report.diagnostics);
    // Pictures of several sizes may lack the same.
    report.diagnostics.dedup();
    if options.strictness.refuses(&report.diagnostics) {
        return Ok(());
    }
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
    let units: Vec<(&str, Role)> = plan.units().iter().map(|unit| (unit.path.as_str(), unit.role)).collect();
    let Published { stamps, removed, kept } = publisher.commit(staged, &units, stop)?;
    report.removed = removed;
    report.notes.extend(kept.iter().map(not_removed_note));
    clock.lap("commit", report);
    let unchanged = report.rendered == 0 && removed == 0 && stamps.is_empty();
    for (path, stamp) in stamps {
        if let Some(record) = records.get_mut(&path) {
            record.stamp = stamp;
        }
    }
    if (!unchanged || known.is_none())
        && let Err(error) = cache.write(&name, &Manifest { records })
    {
        report.notes.push(no_cache_note(&error));
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
}

struct Outcome {
    record: Record,
    staged: Option<Staged>,
    /// Set when the unit was rendered.
    reason: Option<DirtyReason>,
    /// What the unit lacks.
    problems: Vec<Diagnostic>,
}

impl Job<'_> {
    fn run(&self, unit: &Unit) -> Result<Outcome> {
        let view = unit.view(self.site);
        let mut key = Key::new(unit.output);
        view.fingerprint(&mut key)?;
        if let Some(template) = view.template() {
            let [template, site] = self.renderer.fingerprint(template)?;
            key.add_bytes("template", template.as_bytes());
            key.add_bytes("site", site.as_bytes());
        }
        let key = key.finish();
        let former = self.known.and_then(|known| known.records.get(&unit.path));
        let stamp = self.publisher.stamp(&unit.path);
        let reason = explain::reason(self.known, former, (&key, stamp));
        let Some(reason) = reason else {
            let record =
                former.cloned().ok_or_else(|| refuse("缺了记录", "a unit without a reason has a record"))?;
            let problems = view.problems(&record.remarks);
            return Ok(Outcome { record, staged: None, reason: None, problems });
        };
        let rendered = view.render(self.renderer)?;
        let remarks = rendered.remarks().to_vec();
        let problems = view.problems(&remarks);
        let bytes = rendered.bytes(|source, hash| self.project.sources().asset(source, hash))?;
        let hash = *blake3::hash(&bytes).as_bytes();
        let record = Record { key, hash, stamp: stamp.unwrap_or_default(), remarks };
        // What was published with this hash and is as it was left need not be read.
        let known = former.is_some_and(|former| former.hash == record.hash && Some(former.stamp) == stamp);
        let staged = if known || self.publisher.holds(&unit.path, &bytes) {
            None
        } else {
            Some(self.publisher.stage(&unit.path, &bytes)?)
        };
        Ok(Outcome { record, staged, reason: Some(reason), problems })
    }
}
