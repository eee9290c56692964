//! Writes one tantivy segment out of sorted postings.

use std::io::Write;

use anyhow::{Context, Result};
use tantivy::columnar::ColumnarWriter;
use tantivy::directory::TerminatingWrite;
use tantivy::fieldnorm::FieldNormsSerializer;
use tantivy::index::{SegmentComponent, SegmentMeta};
use tantivy::postings::InvertedIndexSerializer;
use tantivy::store::{Compressor, StoreWriter};
use tantivy::{Index, TantivyDocument};

use super::document::AnalysedDocument;
use super::native::Fields;
use super::shard::{self, Posting};
use super::static_index::{Part, StaticIndex};
use super::store::Indexed;

/// A key in tantivy's dictionary: five characters of seven bits, in the order of the keys.
pub(super) struct KeyText([u8; 5]);

pub(super) fn key_text(key: u32) -> KeyText {
    KeyText([28, 21, 14, 7, 0].map(|shift| (key >> shift) as u8 & 0x7f))
}

impl KeyText {
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// The postings of some analysed documents, numbered from 0, in runs of sorted postings.
pub(super) fn postings_of(documents: &[AnalysedDocument]) -> impl Iterator<Item = Vec<Posting>> + use<> {
    let mut postings: Vec<Posting> = Vec::new();
    for (document, number) in documents.iter().zip(0..) {
        let terms = document.terms.keys.iter().zip(&document.terms.evidence);
        postings.extend(terms.map(|(key, evidence)| Posting::new(*key, number, *evidence)));
    }
    shard::sort_by_key(&mut postings, &mut Vec::new(), 32);
    std::iter::once(postings)
}

/// The postings of the static index, a run a shard.
pub(super) fn postings_in(index: &StaticIndex) -> impl Iterator<Item = Vec<Posting>> + '_ {
    (0..index.shards.len()).map(|number| {
        let mut postings = Vec::new();
        shard::all(Part::new(index.shard_bits, number).first(), index.payload(number), &mut postings);
        postings
    })
}

/// Writes a segment of `documents` and their `postings`, sorted by key, then document.
///
/// # Errors
/// If its files cannot be written.
pub(super) fn write(
    index: &Index,
    fields: &Fields,
    documents: &[&Indexed],
    postings: impl Iterator<Item = Vec<Posting>>,
) -> Result<SegmentMeta> {
    let segment = index.new_segment().with_max_doc(documents.len() as u32);
    FieldNormsSerializer::from_write(segment.open_write(SegmentComponent::FieldNorms)?)?.close()?;
    let mut fast = segment.open_write(SegmentComponent::FastFields)?;
    ColumnarWriter::default().serialize(documents.len() as u32, None, &mut fast)?;
    fast.flush()?;
    fast.terminate()?;

    let mut inverted = InvertedIndexSerializer::open(&segment)?;
    write_versions(&mut inverted, fields, documents)?;
    let mut field = inverted.new_field(fields.terms, 0, None)?;
    for run in postings {
        for same in run.chunk_by(|left, right| left.key() == right.key()) {
            let key = key_text(same[0].key());
            field.new_term(key.as_str().as_bytes(), same.len() as u32, true)?;
            for posting in same {
                let frequency = u32::from(posting.evidence().0) + 1;
                field.write_doc(posting.document(), frequency, &[]);
            }
            field.close_term()?;
        }
    }
    field.close()?;
    inverted.close()?;

    let store = segment.open_write(SegmentComponent::Store)?;
    let mut store = StoreWriter::new(store, Compressor::None, 16 << 10, false)?;
    for document in documents {
        let json = serde_json::to_string(&document.record).context("a record is always JSON")?;
        let mut stored = TantivyDocument::default();
        stored.add_text(fields.record, json);
        store.store(&stored, &fields.schema)?;
    }
    store.close()?;
    Ok(segment.meta().clone())
}

fn write_versions(
    inverted: &mut InvertedIndexSerializer,
    fields: &Fields,
    documents: &[&Indexed],
) -> Result<()> {
    let mut versions: Vec<(String, u32)> =
        documents.iter().map(|document| document.version()).zip(0..).collect();
    versions.sort_unstable();
    let mut field = inverted.new_field(fields.version, versions.len() as u64, None)?;
    for (version, number) in versions {
        field.new_term(version.as_bytes(), 1, false)?;
        field.write_doc(number, 1, &[]);
        field.close_term()?;
    }
    field.close()?;
    Ok(())
}
