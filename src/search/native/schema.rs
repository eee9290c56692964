//! The fields of the native index, and what a document becomes in them.

use anyhow::Result;
use tantivy::TantivyDocument;
use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions,
};

use super::tokenizer::{self, key_text};
use crate::search::document::{DocumentKey, Record, SearchDocument};
use crate::search::place::Place;
use crate::search::{evidence, fold};

/// Names of the fast fields, by which tantivy reads them.
pub(super) mod fast {
    /// Path of the page: what a document is replaced and removed by, and the last word on order.
    pub(in super::super) const PATH: &str = "path";
    /// [`super::version`].
    pub(in super::super) const VERSION: &str = "version";
    /// The day of publication as a number; of equals, the latest comes first.
    pub(in super::super) const DAY: &str = "day";
    /// The last day on which the document is shown, if there is one: what its state on a day follows
    /// from, so that no passing of a day changes the index.
    pub(in super::super) const UNTIL: &str = "until";
    /// Id of the topic, if there is one.
    pub(in super::super) const TOPIC: &str = "topic";
    /// Folded units of the document, against which frequencies are judged.
    pub(in super::super) const LENGTH: &str = "length";
    /// Folded units of the title.
    pub(in super::super) const TITLE_LENGTH: &str = "title_length";
}

/// The fields of the index.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    pub(super) schema: Schema,
    pub(super) path: Field,
    version: Field,
    day: Field,
    until: Field,
    topic: Field,
    length: Field,
    title_length: Field,
    /// The terms found in each [`Place`], with their frequencies.
    terms: [Field; Place::ALL.len()],
    /// The [`Record`] as JSON.
    pub(super) record: Field,
}

impl Fields {
    pub(super) fn new() -> Self {
        let mut schema = Schema::builder();
        let word = || TextOptions::default().set_fast("raw");
        let number = || NumericOptions::default().set_fast();
        Fields {
            path: schema.add_text_field(
                fast::PATH,
                word().set_indexing_options(indexing("raw", IndexRecordOption::Basic)),
            ),
            version: schema.add_text_field(fast::VERSION, word()),
            day: schema.add_u64_field(fast::DAY, number()),
            until: schema.add_u64_field(fast::UNTIL, number()),
            topic: schema.add_text_field(fast::TOPIC, word()),
            length: schema.add_u64_field(fast::LENGTH, number()),
            title_length: schema.add_u64_field(fast::TITLE_LENGTH, number()),
            terms: Place::ALL.map(|place| {
                let (field, tokenizer) = tokenizer::names(place);
                let indexing = indexing(tokenizer, IndexRecordOption::WithFreqs);
                schema.add_text_field(field, TextOptions::default().set_indexing_options(indexing))
            }),
            record: schema.add_text_field("record", STORED),
            schema: schema.build(),
        }
    }

    /// The term `key`, as it stands in the documents of one place.
    pub(super) fn term(&self, place: Place, key: u32) -> tantivy::Term {
        tantivy::Term::from_field_text(self.terms[place as usize], key_text(key).as_str())
    }

    /// The document as tantivy is given it.
    ///
    /// # Errors
    /// If its record is no JSON, which no record is.
    pub(super) fn document(
        &self,
        key: &DocumentKey<'_>,
        from: &SearchDocument<'_>,
    ) -> Result<TantivyDocument> {
        let mut document = TantivyDocument::default();
        document.add_text(self.path, key.path);
        document.add_text(self.version, version(key));
        document.add_u64(self.day, day_number(key.date));
        if !from.until.is_empty() {
            document.add_u64(self.until, day_number(from.until));
        }
        if let Some(topic) = from.topic {
            document.add_text(self.topic, topic.id);
        }
        let (mut length, mut units) = (0, Vec::new());
        for (place, text) in from.pieces() {
            units.clear();
            fold::fold(text, &mut units);
            length += units.len();
            if place == Place::Title {
                document.add_u64(self.title_length, evidence::title_length(&units) as u64);
            }
            document.add_text(self.terms[place as usize], text);
        }
        document.add_u64(self.length, length as u64);
        let record = serde_json::to_string(&Record::of(from))?;
        document.add_text(self.record, record);
        Ok(document)
    }
}

/// Without field norms, which would round the length of a document.
fn indexing(tokenizer: &str, option: IndexRecordOption) -> TextFieldIndexing {
    TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option).set_fieldnorms(false)
}

/// Tells this version of a document from every other.
pub(super) fn version(key: &DocumentKey<'_>) -> String {
    format!("{:032x} {}", u128::from_be_bytes(key.fingerprint.0), key.date)
}

/// `2026-05-01` as 20260501: numbers in the order of days.
pub(super) fn day_number(date: &str) -> u64 {
    date.bytes().filter(u8::is_ascii_digit).fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
}
