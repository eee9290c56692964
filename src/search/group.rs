//! Groups: what results show of a few neighbouring documents, in a file of their own.

use serde::{Deserialize, Serialize};

use super::document::{Fingerprint, Record};

/// Documents whose titles and summaries share a file.
pub(super) const GROUP: usize = 8;

/// A document of the index; its text and terms are not kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Indexed {
    pub(super) fingerprint: Fingerprint,
    /// Distinct terms.
    pub(super) terms: u32,
    pub(super) record: Record,
}

/// The JSON of a group, safe in a script.
pub(super) fn payload(documents: &[Indexed]) -> Vec<u8> {
    let rows: Vec<[&str; 8]> = documents
        .iter()
        .map(|document| {
            let record = &document.record;
            let (topic, verdict) = (&record.topic, &record.verdict);
            [
                &*record.path,
                &record.title,
                &record.summary,
                &record.date,
                &topic.0,
                &topic.1,
                &verdict.0,
                &verdict.1,
            ]
        })
        .collect();
    // Strings always serialise. The two line separators are JSON, but no part of a string in
    // the JavaScript of older browsers.
    let json = serde_json::to_string(&rows).unwrap_or_default();
    json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029").into_bytes()
}
