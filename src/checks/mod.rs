//! Checks of the assembled site: one rule per file, each with a line in [`RULES`].
//!
//! Rules see the catalog and nothing else: no files, no clock. What can be told from one file alone
//! is reported while that file is parsed.

mod activity;
mod attachment;
mod broken_link;
mod channel;
mod cover;
mod feed_selection;
mod feed_tag;
mod navigation;
mod required_field;
mod reserved_path;
mod review;
mod service;
mod volunteers;

use crate::diagnostic::Diagnostic;
use crate::model::Catalog;

/// A check.
pub struct Rule {
    /// Name of its file.
    pub name: &'static str,
    check: fn(&Catalog, &mut Vec<Diagnostic>),
}

/// Every rule, in the order of their names.
pub const RULES: &[Rule] = &[
    Rule { name: "activity", check: activity::check },
    Rule { name: "attachment", check: attachment::check },
    Rule { name: "broken_link", check: broken_link::check },
    Rule { name: "channel", check: channel::check },
    Rule { name: "cover", check: cover::check },
    Rule { name: "feed_selection", check: feed_selection::check },
    Rule { name: "feed_tag", check: feed_tag::check },
    Rule { name: "navigation", check: navigation::check },
    Rule { name: "required_field", check: required_field::check },
    Rule { name: "reserved_path", check: reserved_path::check },
    Rule { name: "review", check: review::check },
    Rule { name: "service", check: service::check },
    Rule { name: "volunteers", check: volunteers::check },
];

/// Runs every rule.
pub fn run(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    for rule in RULES {
        (rule.check)(catalog, diagnostics);
    }
}
