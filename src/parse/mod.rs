//! From the text of one file to typed values: decoding, front matter, Markdown.
//!
//! Parsing never fails: it returns a value and the problems found on the way. It does no IO and
//! knows no other file: links keep the destinations that the editor wrote.

mod announcements;
pub mod front_matter;
pub mod markdown;
mod parsed;

pub use crate::model::document::ResolvedReference;
pub use announcements::{announcements, with_announcements};
pub use parsed::{known_text, not_text, text, tree};
