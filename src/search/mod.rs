//! Search: one analysis, two indexes.
//!
//! [`analyse`] finds the terms of a document. [`StaticIndex`] keeps them in small files that a
//! browser reads with `search.js`, from a server or from a USB stick; [`NativeIndex`] finds the
//! same terms by tantivy for the command line. Both answer by the one ranking in `ranking`, on
//! the same statistics, so that they give the same results.
//!
//! Nothing here knows of articles, Markdown, templates or where files lie; only the native index
//! touches a folder, its own. Nothing here prints.
//!
//! ```
//! use kepu::search::{DocumentKey, Fingerprint, SearchDocument, StaticIndex, analyse};
//!
//! let document = SearchDocument { path: "a.html", title: "高血压怎么吃", ..Default::default() };
//! let keys = [DocumentKey { path: "a.html", date: "", fingerprint: Fingerprint::of(&document) }];
//! let mut index = StaticIndex::default();
//! let plan = index.plan(&keys);
//! index.apply(&plan, &[analyse(&document)]);
//! assert!(index.plan(&keys).is_empty());
//! let next = StaticIndex::from_cache(index.to_cache()).expect("made a line ago");
//! assert_eq!(next.files().len(), index.files().len());
//! ```

mod codec;
mod document;
mod evidence;
mod file_name;
mod fold;
mod group;
mod merge;
mod native;
mod place;
mod plan;
mod publish;
mod query;
mod ranking;
mod reader;
mod shard;
mod shards;
mod static_index;
mod store;
mod term;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod twin;

pub use document::{
    AnalysedDocument, DocumentKey, DocumentTerms, Fingerprint, Label, Record, SearchDocument, analyse,
};
pub use native::{Changes, Hit, Lend, NativeIndex, Scope};
pub use plan::Plan;
pub use publish::StaticFile;
pub use query::query_terms;
pub use reader::{Row, StaticReader};
pub use static_index::StaticIndex;

/// Version of the analysis and of both formats. Raise it with any change of either, and caches
/// of older builds are made anew; `search.js` refuses other versions than its own.
pub const VERSION: u32 = 1;
