//! From rendered units to the output folder, whole or not at all, touching only what is ours.
//!
//! New and changed files are first written into a staging folder outside the output folder. Only
//! when every one of them is there are they moved into place and stale files pruned, so a full disk
//! or a broken template leaves the old site as it was, and a reader never sees half a file. Equal
//! files are not touched.
//!
//! The output folder carries a list of the files that are ours ([`list`]): nothing else is ever
//! replaced or removed. What stands in our way and is not on it is found before anything moves
//! ([`survey`]). The moves have an order ([`Turn`]), so that whoever reads the site meanwhile, or
//! after a run that was killed, finds no link to a file that is not there.

mod list;
mod staging;
mod survey;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use rayon::prelude::*;

use crate::diagnostic::{Text, refuse, words};
use crate::fs::{self, Lock, Stamp, Standing};
use crate::output_path;
use crate::outputs::Role;
use list::Former;
use staging::Staging;

/// An output folder being brought up to date; locked until it is dropped.
pub struct Publisher {
    output: PathBuf,
    staging: Staging,
    /// Files of the former site, as its list says.
    former: Former,
    /// What is ours and has to go before the new files can come.
    displaced: BTreeSet<String>,
    lock: Result<Lock>,
}

/// A file that is ready to be moved into place.
#[derive(Debug)]
pub struct Staged {
    path: String,
    stamp: Stamp,
}

/// What a publishing came to.
#[derive(Debug, Default)]
pub struct Published {
    /// The stamps of the files that were moved into place.
    pub stamps: Vec<(String, Stamp)>,
    /// How many stale files were removed.
    pub removed: usize,
    /// Stale files that could not be removed, and why; they stay on the list.
    pub kept: Vec<Text>,
}

/// When a step is taken. A new file is there before anything that links to it, and an old one goes
/// when nothing does any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// The list names old files and new ones: a run that is killed from here on leaves nothing that
    /// the next could not prune.
    LongList,
    /// A file of ours that stands where a folder must be, or the other way round.
    Displaced,
    Folder,
    /// Pictures, parts of the search index: no links lead out of them.
    NewFile,
    /// They link to each other, but nothing that was there before links to them yet.
    NewPage,
    /// What was there already.
    Former,
    /// What names the new files and is known already: feeds, the sitemap, the root of the search index;
    /// and the home page, which everybody knows.
    Pointer,
    Stale,
    ShortList,
}

/// One change of the output folder.
#[derive(Debug)]
struct Step<'s> {
    turn: Turn,
    path: &'s str,
}

impl Publisher {
    /// Prepares `output`, which is made if it is missing, for units at `paths`. `home` is a folder
    /// that only this run uses, where files may be staged.
    ///
    /// # Errors
    ///
    /// The folder holds files and no list of ours, something foreign stands at one of the paths,
    /// another build writes into it, or it cannot be written to.
    pub fn open(output: &Path, home: Option<PathBuf>, paths: &[&str]) -> Result<Publisher> {
        for path in paths {
            if let Some(fault) = output_path::fault(path) {
                let text = fault.text();
                let path = path.escape_debug();
                return Err(refuse(
                    format!("`{path}` 不能做文件名：{}", text.zh),
                    format!("`{path}` cannot be published: {}", text.en),
                ));
            }
        }
        fs::create_dir(output)?;
        let output = fs::canonical(output);
        let lock = match fs::lock_folder(&output) {
            Ok(None) => {
                let output = output.display();
                return Err(refuse(
                    format!("另一次生成正在写 `{output}`"),
                    format!("another build is writing into `{output}`"),
                ));
            }
            // Some network drives know no locks; a site can be written there all the same.
            Err(error) => Err(error),
            Ok(Some(lock)) => Ok(lock),
        };
        let lines = list::read(&output)?;
        let (staging, case) = Staging::open(home, &output)?;
        let former = Former::new(lines, case);
        let displaced = survey::survey(&output, &former, paths)?;
        // The staging folder has the folders of the site: thousands of new files in one folder are
        // slow to make, and two threads wait for each other there.
        for folder in folders(paths.iter().copied()) {
            fs::create_dir(&fs::join_inside(staging.folder(), folder)?)?;
        }
        Ok(Publisher { output, staging, former, displaced, lock })
    }

    /// Why the folder is not locked, if it cannot be.
    pub fn not_locked(&self) -> Option<&anyhow::Error> {
        self.lock.as_ref().err()
    }

    /// The stamp of a published file.
    pub fn stamp(&self, path: &str) -> Option<Stamp> {
        // Behind a link that will be replaced by a folder stands another file.
        let behind = |folder| self.displaced.contains(folder);
        if !self.displaced.is_empty() && (self.moved(path) || output_path::folders(path).any(behind)) {
            return None;
        }
        fs::stamp_unlinked(&self.output.join(path))
    }

    /// Whether the published file at `path` has just these bytes.
    pub fn holds(&self, path: &str, bytes: &[u8]) -> bool {
        self.stamp(path).is_some_and(|stamp| stamp.len == bytes.len() as u64)
            && fs::read(&self.output.join(path)).is_ok_and(|published| published == bytes)
    }

    /// Whether the list has the file under a name that differs in case.
    fn moved(&self, path: &str) -> bool {
        self.former.named(path).is_some_and(|listed| listed != path)
    }

    /// Puts the bytes of one unit aside.
    pub fn stage(&self, path: &str, bytes: &[u8]) -> Result<Staged> {
        let temporary = fs::join_inside(self.staging.folder(), path)?;
        fs::write_new(&temporary, bytes)?;
        let stamp = fs::stamp_unlinked(&temporary).ok_or_else(|| {
            let temporary = temporary.display();
            refuse(format!("`{temporary}` 不见了"), format!("`{temporary}` vanished"))
        })?;
        Ok(Staged { path: path.to_owned(), stamp })
    }

    /// Moves what was staged into place and prunes what is not in `units`. With `stop`, only that
    /// many steps are taken, and the rest is left as a kill at that moment would leave it.
    pub fn commit(
        mut self,
        staged: Vec<Staged>,
        units: &[(&str, Role)],
        stop: Option<usize>,
    ) -> Result<Published> {
        let paths: Vec<&str> = units.iter().map(|unit| unit.0).collect();
        // What came while pages were rendered is no more ours than what was there before.
        if survey::survey(&self.output, &self.former, &paths)? != self.displaced {
            let output = self.output.display();
            return Err(refuse(
                format!("生成的时候有人改动了 `{output}`，请再运行一次"),
                format!("`{output}` was changed during the build, run it again"),
            ));
        }
        let stale = self.former.without(&paths);
        let units: HashMap<&str, Role> = units.iter().copied().collect();
        let short: BTreeSet<&str> = paths.iter().copied().collect();
        let long: BTreeSet<&str> = short.iter().copied().chain(stale.iter().map(String::as_str)).collect();
        let run = Run { publisher: &self, short, long, kept: Mutex::default() };
        let mut steps = self.steps(&staged, &units, &stale);
        let all = steps.len();
        steps.truncate(stop.unwrap_or(all));
        run.take(&steps)?;
        let kept = run.kept.into_inner().unwrap_or_else(PoisonError::into_inner);
        let taken = steps.len();
        if taken < all {
            self.staging.leave();
            return Err(refuse(
                format!("{all} 步做了 {taken} 步就停了"),
                format!("stopped after {taken} of {all} steps"),
            ));
        }
        let removed = stale.len() - kept.len();
        let kept = kept.into_values().collect();
        let stamps = staged.into_iter().map(|staged| (staged.path, staged.stamp)).collect();
        Ok(Published { stamps, removed, kept })
    }

    /// Every change, in order.
    fn steps<'s>(
        &'s self,
        staged: &'s [Staged],
        units: &HashMap<&str, Role>,
        stale: &'s [String],
    ) -> Vec<Step<'s>> {
        let mut steps =
            vec![Step { turn: Turn::LongList, path: "" }, Step { turn: Turn::ShortList, path: "" }];
        let displaced = self.displaced.iter().map(|path| Step { turn: Turn::Displaced, path });
        steps.extend(displaced);
        let stale = stale.iter().filter(|path| !self.displaced.contains(*path));
        steps.extend(stale.map(|path| Step { turn: Turn::Stale, path }));
        let turn_of = |path: &str| {
            let page = path.ends_with(".html");
            let former = self.former.named(path).is_some();
            match units.get(path) {
                // A feed that is new is a new name, and pages lead to it.
                Some(Role::Pointer) if page || former => Turn::Pointer,
                _ if former => Turn::Former,
                _ if page => Turn::NewPage,
                _ => Turn::NewFile,
            }
        };
        // A folder that is not there yet can be moved whole, in one step.
        let mut whole: BTreeMap<&str, Turn> = BTreeMap::new();
        let mut absent: HashMap<&str, bool> = HashMap::new();
        let mut single = Vec::new();
        for Staged { path, .. } in staged {
            let turn = turn_of(path);
            let top = path.split_once('/').map(|(top, _)| top).filter(|top| {
                *absent.entry(top).or_insert_with(|| {
                    !self.former.holds_folder(top)
                        && fs::standing(&self.output.join(top)) == Standing::Nothing
                })
            });
            let Some(top) = top else {
                single.push(Step { turn, path });
                continue;
            };
            // With a page in it, it comes among the pages.
            whole.entry(top).and_modify(|it| *it = turn.max(*it)).or_insert(turn);
        }
        let parents = folders(single.iter().map(|step| step.path));
        steps.extend(parents.into_iter().map(|path| Step { turn: Turn::Folder, path }));
        steps.extend(single);
        steps.extend(whole.into_iter().map(|(path, turn)| Step { turn, path }));
        steps.sort_by(|a, b| a.turn.cmp(&b.turn).then_with(|| a.path.cmp(b.path)));
        steps
    }
}

/// The steps of one publishing being taken.
struct Run<'r> {
    publisher: &'r Publisher,
    short: BTreeSet<&'r str>,
    long: BTreeSet<&'r str>,
    /// Stale files that could not be removed, and why.
    kept: Mutex<BTreeMap<String, Text>>,
}

impl Run<'_> {
    fn take(&self, steps: &[Step<'_>]) -> Result<()> {
        // Within a turn the order does not matter.
        for turn in steps.chunk_by(|a, b| a.turn == b.turn) {
            turn.par_iter().try_for_each(|step| self.step(step))?;
        }
        Ok(())
    }

    fn step(&self, step: &Step<'_>) -> Result<()> {
        let Publisher { output, staging, former, .. } = self.publisher;
        match step.turn {
            Turn::LongList => list::write(output, staging, &self.long),
            Turn::Displaced => survey::remove_ours(output, step.path),
            Turn::Folder => fs::create_dir(&output.join(step.path)),
            Turn::NewFile | Turn::NewPage | Turn::Former | Turn::Pointer => {
                let target = output.join(step.path);
                if former.named(step.path).is_none() && fs::standing(&target) != Standing::Nothing {
                    return Err(survey::foreign(&[target.display().to_string()]));
                }
                fs::rename(&staging.folder().join(step.path), &target)
            }
            Turn::Stale => {
                if let Err(error) = survey::remove_ours(output, step.path) {
                    let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
                    kept.insert(step.path.to_owned(), words(&error));
                }
                Ok(())
            }
            Turn::ShortList => {
                let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
                let names: BTreeSet<&str> =
                    self.short.iter().copied().chain(kept.keys().map(String::as_str)).collect();
                list::write(output, staging, &names)
            }
        }
    }
}

/// The folders that these paths lie in, each once.
fn folders<'p>(paths: impl Iterator<Item = &'p str>) -> BTreeSet<&'p str> {
    let parents: HashSet<&str> = paths.filter_map(|path| Some(path.rsplit_once('/')?.0)).collect();
    parents.into_iter().collect()
}
