//! The native index: the same terms in tantivy, for the command line.
//!
//! Postings come out of analysis sorted and counted, so segments are written with tantivy's own
//! serialisers and not through its tokenisers and its hash table in memory, which took most of
//! the time of a whole build. tantivy's writer is left what it is for: deletes, commits, merges.
//! A posting's "frequency" is its [`Evidence`] plus one; scores come from `ranking`, on the same
//! numbers as in the browser.
//!
//! The folder is a cache. One that is damaged, or of another version, or that belongs to other
//! documents than the static index beside it, is written anew out of that index. Damage is found by
//! a sum over all its files, before tantivy sees any of them: it believes what it reads, and ends the
//! process where that makes no sense. (Its own checksums leave out the list of segments.)

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use tantivy::postings::Postings as _;
use tantivy::schema::{Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::{DocSet, Index, IndexWriter, Searcher, TERMINATED, TantivyDocument, Term};

use crate::fs;

use super::document::{AnalysedDocument, Record};
use super::evidence::Evidence;
use super::ranking::{self, Postings};
use super::segment;
use super::static_index::{Plan, StaticIndex};
use super::store::Indexed;
use super::{VERSION, query, term};

/// A result of the native index.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What is known of the document.
    pub record: Record,
    /// Comparable within one search only.
    pub score: f64,
}

/// The fields of the index.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    pub(super) schema: Schema,
    /// [`Indexed::version`], by which a document is deleted. Not its path: tantivy applies a
    /// delete to segments added after it in the same commit too.
    pub(super) version: Field,
    /// Keys of terms, written so that their order is kept.
    pub(super) terms: Field,
    /// The [`Record`] as JSON.
    pub(super) record: Field,
}

impl Fields {
    fn new() -> Self {
        let mut schema = Schema::builder();
        let version = schema.add_text_field("version", untokenised(IndexRecordOption::Basic));
        let terms = schema.add_text_field("terms", untokenised(IndexRecordOption::WithFreqs));
        let record = schema.add_text_field("record", STORED);
        Fields { schema: schema.build(), version, terms, record }
    }
}

/// Without field norms: the length of a document is in its evidence already.
fn untokenised(option: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer("raw");
    let indexing = indexing.set_index_option(option).set_fieldnorms(false);
    STRING.set_indexing_options(indexing)
}

/// The terms of all documents in tantivy, in a folder of its own.
pub struct NativeIndex {
    /// `None` in memory.
    folder: Option<PathBuf>,
    fields: Fields,
    index: Index,
    /// [`StaticIndex::state`] of the documents in it; `None` if unknown.
    state: Option<String>,
}

/// The file with the sum over the others.
const SUM: &str = "kepu.sum";

/// A sum over the names and bytes of an index; `None` if it is no folder of plain files.
fn sum(folder: &Path) -> Option<String> {
    use rayon::prelude::*;
    let mut files = fs::plain_files(folder)?;
    // Locks are empty, and come and go.
    files.retain(|(name, _)| name != SUM && !name.starts_with(".tantivy-"));
    let sums: Option<Vec<blake3::Hash>> =
        files.par_iter().map(|(_, path)| Some(blake3::hash(&fs::read(path).ok()?))).collect();
    let mut all = blake3::Hasher::new();
    for ((name, _), sum) in files.iter().zip(sums?) {
        all.update(name.as_bytes()).update(&[0]).update(sum.as_bytes());
    }
    Some(all.finalize().to_hex().to_string())
}

impl NativeIndex {
    /// Opens the index in `folder`, or makes an empty one where there is none that can be used.
    ///
    /// # Errors
    /// If the folder cannot be made or cleared.
    pub fn open_or_create(folder: &Path) -> Result<NativeIndex> {
        match Self::open(folder) {
            Some(index) => Ok(index),
            None => Self::create(folder),
        }
    }

    /// Opens the index in `folder`; `None` if there is none of this version in good order.
    pub fn open(folder: &Path) -> Option<NativeIndex> {
        if fs::read(&folder.join(SUM)).ok()? != sum(folder)?.as_bytes() {
            return None;
        }
        let index = Index::open_in_dir(folder).ok()?;
        let fields = Fields::new();
        let payload = index.load_metas().ok()?.payload?;
        let state = payload.strip_prefix(&format!("kepu {VERSION} "))?.to_owned();
        // Opens every segment, so that a damaged one is found here and not by a reader.
        index.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual).try_into().ok()?;
        (index.schema() == fields.schema).then(|| NativeIndex {
            folder: Some(folder.to_owned()),
            fields,
            index,
            state: Some(state),
        })
    }

    fn create(folder: &Path) -> Result<NativeIndex> {
        let context = || format!("cannot make the search index in `{}`", folder.display());
        fs::remove(folder).with_context(context)?;
        fs::create_dir(folder).with_context(context)?;
        let fields = Fields::new();
        let index = Index::create_in_dir(folder, fields.schema.clone()).with_context(context)?;
        Ok(NativeIndex { folder: Some(folder.to_owned()), fields, index, state: None })
    }

    /// The index of these documents, kept nowhere.
    ///
    /// # Errors
    /// If tantivy refuses.
    pub fn in_memory(index: &StaticIndex) -> Result<NativeIndex> {
        let fields = Fields::new();
        let mut native = NativeIndex {
            folder: None,
            index: Index::create_in_ram(fields.schema.clone()),
            fields,
            state: None,
        };
        native.fill(index)?;
        Ok(native)
    }

    /// Whether it is the index of these documents.
    pub fn holds(&self, index: &StaticIndex) -> bool {
        self.state.as_ref() == Some(&index.state())
    }

    /// Follows `index` through `plan`, which has just been applied to it with `analysed`.
    ///
    /// # Errors
    /// If the folder cannot be written, or another process is writing to it.
    pub fn update(&mut self, index: &StaticIndex, plan: &Plan, analysed: &[AnalysedDocument]) -> Result<()> {
        let follows = self.state.as_deref() == Some(plan.before());
        if follows && plan.is_empty() {
            return Ok(());
        }
        let few = analysed.len() + plan.removed().len() <= index.len() / 8;
        let done = if follows && few {
            self.change(index, plan, analysed)
        } else {
            Err(anyhow::anyhow!("not the index that was planned for"))
        };
        // An index that cannot be changed may still be replaced.
        done.or_else(|_| self.rebuild(index))
    }

    fn change(&mut self, index: &StaticIndex, plan: &Plan, analysed: &[AnalysedDocument]) -> Result<()> {
        let writer = self.writer()?;
        for version in plan.stale() {
            writer.delete_term(Term::from_field_text(self.fields.version, version));
        }
        if !analysed.is_empty() {
            let numbers = plan.numbers();
            let documents: Vec<&Indexed> =
                numbers.into_iter().filter_map(|number| index.documents.get(number)).collect();
            let postings = segment::postings_of(analysed);
            let meta = segment::write(&self.index, &self.fields, &documents, postings)?;
            writer.add_segment(meta)?;
        }
        self.commit(writer, index.state())
    }

    /// Writes the index anew out of `index`.
    ///
    /// # Errors
    /// As [`update`](Self::update).
    pub fn rebuild(&mut self, index: &StaticIndex) -> Result<()> {
        *self = match &self.folder {
            Some(folder) => Self::create(folder)?,
            None => return Self::in_memory(index).map(|native| *self = native),
        };
        self.fill(index)
    }

    /// Writes all of `index` into an empty index.
    fn fill(&mut self, index: &StaticIndex) -> Result<()> {
        let writer = self.writer()?;
        writer.set_merge_policy(Box::new(tantivy::indexer::NoMergePolicy));
        if !index.is_empty() {
            // One segment, on one thread: two would be ready sooner, but cost half as much again,
            // and there are pages to be written meanwhile.
            let documents: Vec<&Indexed> = index.documents.iter().collect();
            let postings = segment::postings_in(index);
            writer.add_segment(segment::write(&self.index, &self.fields, &documents, postings)?)?;
        }
        self.commit(writer, index.state())
    }

    fn writer(&self) -> Result<IndexWriter> {
        // The writer's own memory serves documents added one by one, of which there are none.
        let writer = self.index.writer_with_num_threads(1, 15_000_000);
        let folder = self.folder.as_deref().unwrap_or(Path::new("memory"));
        writer.with_context(|| format!("cannot write the search index in `{}`", folder.display()))
    }

    fn commit(&mut self, mut writer: IndexWriter, state: String) -> Result<()> {
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&format!("kepu {VERSION} {state}"));
        commit.commit()?;
        // From here on no file changes.
        writer.wait_merging_threads()?;
        if let Some(folder) = &self.folder {
            let sum = sum(folder).context("the search index vanished")?;
            fs::write_atomically(&folder.join(SUM), sum.as_bytes())?;
        }
        self.state = Some(state);
        Ok(())
    }

    /// The number of results for what was typed, and the best of them.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn search(&self, typed: &str, topic: Option<&str>, limit: usize) -> Result<(usize, Vec<Hit>)> {
        let searcher = self.searcher()?;
        let parsed = query::parse(typed);
        let terms = parsed.into_iter().map(|term| Ok((term, self.postings(&searcher, term.key)?)));
        let terms = terms.collect::<Result<Vec<_>>>()?;
        let filter = topic.map(|topic| self.postings(&searcher, term::topic(topic))).transpose()?;
        let documents = searcher.segment_readers().iter().map(|segment| segment.max_doc()).sum();
        let results = ranking::rank(documents, &terms, filter.as_ref());
        let best = results.iter().take(limit).map(|result| {
            let record = self.record(&searcher, result.document)?;
            Ok(Hit { record, score: result.score })
        });
        Ok((results.len(), best.collect::<Result<_>>()?))
    }

    fn searcher(&self) -> Result<Searcher> {
        let reader = self.index.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual);
        let reader: tantivy::IndexReader = reader.try_into()?;
        Ok(reader.searcher())
    }

    /// Documents of all segments are numbered one after another.
    fn postings(&self, searcher: &Searcher, key: u32) -> Result<Postings> {
        let term = Term::from_field_text(self.fields.terms, segment::key_text(key).as_str());
        let (mut found, mut offset) = (Vec::new(), 0);
        for reader in searcher.segment_readers() {
            let inverted: Arc<_> = reader.inverted_index(self.fields.terms)?;
            if let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)? {
                while postings.doc() != TERMINATED {
                    if !reader.is_deleted(postings.doc()) {
                        let evidence = Evidence(postings.term_freq().saturating_sub(1) as u8);
                        found.push((offset + postings.doc(), evidence));
                    }
                    postings.advance();
                }
            }
            offset += reader.max_doc();
        }
        Ok(found)
    }

    fn record(&self, searcher: &Searcher, mut document: u32) -> Result<Record> {
        use tantivy::schema::Value;
        for (ordinal, reader) in searcher.segment_readers().iter().enumerate() {
            if document < reader.max_doc() {
                let address = tantivy::DocAddress::new(ordinal as u32, document);
                let stored: TantivyDocument = searcher.doc(address)?;
                let json = stored.get_first(self.fields.record).and_then(|value| value.as_str());
                return serde_json::from_str(json.context("no record in the search index")?)
                    .context("a damaged record in the search index");
            }
            document -= reader.max_doc();
        }
        anyhow::bail!("no such document in the search index")
    }
}
