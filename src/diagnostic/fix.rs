//! Ways to put a problem right, and places that have to do with it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Place, Text};

/// A change that puts a problem right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does, as on a menu.
    pub title: Text,
    /// Whether a machine may make it without asking: it cannot change what is meant.
    pub automatic: bool,
    /// The changes, all of them or none.
    pub edits: Vec<Edit>,
}

/// One change of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The file, relative to the site's folder.
    pub file: Arc<str>,
    /// What is replaced: a range of the text or a whole cell.
    pub place: Place,
    /// What stands there afterwards.
    pub text: String,
}

/// Another place that has to do with a problem, for programs: the message names it too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// The file, relative to the site's folder.
    pub file: Arc<str>,
    /// Where in it.
    pub place: Place,
    /// What is there.
    pub message: Text,
}

/// What was probably meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The words that were meant.
    pub meant: String,
}

impl Suggestion {
    /// Advice to write what was meant.
    pub fn help(&self) -> Text {
        let meant = &self.meant;
        Text::new(format!("是不是 `{meant}`？"), format!("did you mean `{meant}`?"))
    }

    /// The edit that puts it in `place`. Only the editor knows whether it was meant.
    pub fn fix(&self, file: &Arc<str>, place: &Place) -> Fix {
        let meant = &self.meant;
        let edit = Edit { file: Arc::clone(file), place: place.clone(), text: meant.clone() };
        Fix {
            title: Text::new(format!("改成 `{meant}`"), format!("change it to `{meant}`")),
            automatic: false,
            edits: vec![edit],
        }
    }
}

/// The candidate that was probably meant by `found`, if one is near enough.
pub fn did_you_mean<'a>(found: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<Suggestion> {
    nearest(found, candidates).map(|meant| Suggestion { meant: meant.to_owned() })
}

/// The candidate nearest to `found`, when one is near enough to be what was meant.
///
/// Chinese names are short, so one changed character of two counts as near.
fn nearest<'a>(found: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // What is longer by more than three characters than a name is not near it: neither need be
    // measured, which takes time by the product of their lengths.
    const NEAR: usize = 3;
    let length = found.chars().take(200).count();
    candidates
        .into_iter()
        .filter(|candidate| candidate.chars().take(200 + NEAR).count().abs_diff(length) <= NEAR)
        .map(|candidate| (strsim::osa_distance(found, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance <= length.max(candidate.chars().count()).div_ceil(2).min(NEAR)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
