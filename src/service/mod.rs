//! The service desk: what could be held for those who asked for a course, and why.
//!
//! Proposes and never assigns: a person decides. The same tables and day give the same answers in the
//! same order. Nothing here knows files, the clock or pages, and nobody's name or number.

mod answer;
mod availability;
mod days;
mod findings;
mod matching;
pub mod sheet;
mod teams;
mod themes;

pub use answer::{Answer, Proposal};
pub use matching::answers;
