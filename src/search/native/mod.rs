//! The native index: the same documents in tantivy, for the command line.
//!
//! tantivy is given the text of a document and finds the terms by the shared analysis
//! (`tokenizer`), a field for each place where they can stand. What was typed is a query of its own
//! (`query`), the results are gathered by a collector (`collector`), and both use the weights of
//! `ranking`, so that they come in the order of the browser.
//!
//! The folder is a cache that whoever searches brings up to date: the index knows which versions of
//! which documents it holds. One that is damaged or of another version is made anew. Damage is found
//! by a sum over all its files, before tantivy sees any of them: it believes what it reads, and ends
//! the process where that makes no sense. (Its own checksums leave out the list of segments.) It is
//! given the very bytes that were summed, so that no file changes in between, and a folder that
//! cannot be written serves as well.

mod collector;
mod query;
mod schema;
mod tokenizer;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::Result;
use rayon::prelude::*;
use tantivy::directory::{Directory, RamDirectory};
use tantivy::indexer::LogMergePolicy;
use tantivy::schema::Value as _;
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term};

use crate::diagnostic::{Explain as _, Text, refuse};
use crate::fs;

use super::VERSION;
use super::document::{DocumentKey, Record, SearchDocument, in_order};
use collector::{Best, Found, words};
use query::Wanted;
use schema::{Fields, fast};

/// A result of the native index.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What is known of the document.
    pub record: Record,
    /// Comparable within one search only.
    pub score: f64,
}

/// Which documents count in a search.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// `YYYY-MM-DD`: what is shown until an earlier day does not count.
    pub day: &'a str,
    /// Only this topic, by its id. Unlike the day, it does not change scores.
    pub topic: Option<&'a str>,
}

/// What has to happen to an index to make it one of a given set of documents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Places of documents that are not in it, or not in this version.
    changed: Vec<usize>,
    /// Paths of documents in it that are gone.
    removed: Vec<String>,
}

impl Changes {
    /// Whether the index already is what it should be.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.removed.is_empty()
    }
}

/// Gives the document at a place to the function that wants it; called from many threads.
pub type Lend<'a> = &'a (dyn Fn(usize, &mut dyn FnMut(&SearchDocument<'_>)) + Sync);

/// The terms of all documents in tantivy, in a folder of its own.
pub struct NativeIndex {
    /// `None` in memory.
    folder: Option<PathBuf>,
    fields: Fields,
    index: Index,
}

/// The file with the sum over the others.
const SUM: &str = "kepu.sum";
/// More changes than this are worth the threads of tantivy's writer.
const MANY: usize = 64;
/// Bytes of memory for each of those threads: enough that 10,000 articles make few segments.
const MEMORY: usize = 64 << 20;

impl NativeIndex {
    /// Opens the index in `folder`; `None` if there is none of this version in good order.
    pub fn open(folder: &Path) -> Option<NativeIndex> {
        let files = files(folder)?;
        if fs::read(&folder.join(SUM)).ok()? != sum(&files).as_bytes() {
            return None;
        }
        let directory = RamDirectory::create();
        for (name, bytes) in &files {
            directory.atomic_write(Path::new(name), bytes).ok()?;
        }
        let index = with_tokenizers(Index::open(directory).ok()?);
        let fields = Fields::new();
        let ours = index.load_metas().ok()?.payload? == payload() && index.schema() == fields.schema;
        let native = NativeIndex { folder: Some(folder.to_owned()), fields, index };
        // Opens every segment, so that one that cannot be read is found here and not by a search.
        (ours && native.searcher().is_ok()).then_some(native)
    }

    /// Makes an empty index in `folder`, in place of whatever is there.
    ///
    /// # Errors
    /// If the folder cannot be made or cleared.
    pub fn create(folder: &Path) -> Result<NativeIndex> {
        let text = || {
            let folder = folder.display();
            Text::new(
                format!("建不了搜索索引 `{folder}`"),
                format!("cannot make the search index in `{folder}`"),
            )
        };
        fs::remove(folder).explain(text)?;
        fs::create_dir(folder).explain(text)?;
        let fields = Fields::new();
        let index = Index::create_in_dir(folder, fields.schema.clone()).explain(text)?;
        Ok(NativeIndex { folder: Some(folder.to_owned()), fields, index: with_tokenizers(index) })
    }

    /// An empty index, kept nowhere.
    pub fn in_memory() -> NativeIndex {
        let fields = Fields::new();
        let index = Index::create_in_ram(fields.schema.clone());
        NativeIndex { folder: None, index: with_tokenizers(index), fields }
    }

    /// Compares the index with the documents there should be, in any order.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn compare(&self, keys: &[DocumentKey<'_>]) -> Result<Changes> {
        let mut held = self.held()?;
        let mut changed = in_order(keys);
        changed.retain(|place| {
            let key = &keys[*place];
            held.remove(key.path).is_none_or(|version| version != schema::version(key))
        });
        let mut removed: Vec<String> = held.into_keys().collect();
        removed.sort_unstable();
        Ok(Changes { changed, removed })
    }

    /// Carries out the changes that [`compare`](Self::compare) has just found by the same `keys`.
    ///
    /// # Errors
    /// If the folder cannot be written, or another process is writing to it.
    pub fn update(&mut self, keys: &[DocumentKey<'_>], changes: &Changes, lend: Lend<'_>) -> Result<()> {
        if let Some(folder) = &self.folder {
            // What was opened lies in memory; what is to be changed is the folder.
            self.index = with_tokenizers(Index::open_in_dir(folder)?);
        }
        let mut writer = self.writer(changes.changed.len())?;
        let changed = changes.changed.iter().map(|place| keys[*place].path);
        for path in changed.chain(changes.removed.iter().map(String::as_str)) {
            writer.delete_term(Term::from_field_text(self.fields.path, path));
        }
        changes.changed.par_iter().try_for_each(|place| {
            let mut added = Err(vanished());
            lend(*place, &mut |document| {
                let document = self.fields.document(&keys[*place], document);
                added = document.and_then(|document| Ok(writer.add_document(document).map(drop)?));
            });
            added
        })?;
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&payload());
        commit.commit()?;
        // From here on no file changes.
        writer.wait_merging_threads()?;
        if let Some(folder) = &self.folder {
            let files = files(folder).ok_or_else(vanished)?;
            fs::write_atomically(&folder.join(SUM), sum(&files).as_bytes())?;
        }
        Ok(())
    }

    /// The number of results for what was typed, and the best of them.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn search(&self, typed: &str, scope: Scope<'_>, limit: usize) -> Result<(usize, Vec<Hit>)> {
        let searcher = self.searcher()?;
        let wanted = Wanted {
            fields: self.fields.clone(),
            terms: super::query::parse(typed),
            day: schema::day_number(scope.day),
        };
        let results = searcher.search(&wanted, &Best { topic: scope.topic.map(str::to_owned) })?;
        let hit = |found: &Found| {
            let stored: TantivyDocument = searcher.doc(found.address)?;
            let json = stored.get_first(self.fields.record).and_then(|value| value.as_str());
            let record = json.and_then(|json| serde_json::from_str(json).ok()).ok_or_else(vanished)?;
            Ok(Hit { record, score: found.score })
        };
        Ok((results.len(), results.iter().take(limit).map(hit).collect::<Result<_>>()?))
    }

    /// The version of every document in the index, by path.
    fn held(&self) -> Result<HashMap<String, String>> {
        let mut held = HashMap::new();
        for reader in self.searcher()?.segment_readers() {
            let columns = reader.fast_fields();
            let (Some(path), Some(version)) = (columns.str(fast::PATH)?, columns.str(fast::VERSION)?) else {
                continue;
            };
            let (paths, versions) = (words(&path)?, words(&version)?);
            for document in reader.doc_ids_alive() {
                let path = path.ords().first(document).and_then(|place| paths.get(place as usize));
                let version = version.ords().first(document).and_then(|place| versions.get(place as usize));
                if let (Some(path), Some(version)) = (path, version) {
                    held.insert(path.clone(), version.clone());
                }
            }
        }
        Ok(held)
    }

    fn searcher(&self) -> Result<Searcher> {
        let reader = self.index.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual);
        let reader: tantivy::IndexReader = reader.try_into()?;
        Ok(reader.searcher())
    }

    fn writer(&self, changed: usize) -> Result<IndexWriter> {
        let threads = if changed > MANY { rayon::current_num_threads().clamp(1, 4) } else { 1 };
        let writer = self.index.writer_with_num_threads(threads, threads * MEMORY);
        let writer: IndexWriter =
            writer.explain(|| Text::new("写不了搜索索引", "cannot write the search index"))?;
        let mut policy = LogMergePolicy::default();
        // Without this, documents that were edited stay in their old segments for ever.
        policy.set_del_docs_ratio_before_merge(0.3);
        writer.set_merge_policy(Box::new(policy));
        Ok(writer)
    }
}

/// Something else changes the index while it is used.
fn vanished() -> anyhow::Error {
    refuse(
        "搜索索引坏了；删去 .kepu/search 再试",
        "the search index is damaged; delete .kepu/search and try again",
    )
}

fn with_tokenizers(mut index: Index) -> Index {
    index.set_tokenizers(tokenizer::manager());
    index
}

/// What tells an index of this version from others.
fn payload() -> String {
    format!("kepu {VERSION}")
}

/// The files of an index with their bytes, by name; `None` if it is no folder of plain files.
fn files(folder: &Path) -> Option<Vec<(String, Vec<u8>)>> {
    let mut files = fs::plain_files(folder)?;
    // Locks are empty, and come and go.
    files.retain(|(name, _)| name != SUM && !name.starts_with(".tantivy-"));
    files.into_par_iter().map(|(name, path)| Some((name, fs::read(&path).ok()?))).collect()
}

/// A sum over the names and bytes of the files of an index.
fn sum(files: &[(String, Vec<u8>)]) -> String {
    let sums: Vec<blake3::Hash> = files.par_iter().map(|(_, bytes)| blake3::hash(bytes)).collect();
    let mut all = blake3::Hasher::new();
    for ((name, _), sum) in files.iter().zip(sums) {
        all.update(name.as_bytes()).update(&[0]).update(sum.as_bytes());
    }
    all.finalize().to_hex().to_string()
}
