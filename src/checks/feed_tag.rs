//! `feed-tag`: a tag that asks for a feed in `site.yaml` is borne by an article.

use crate::config;
use crate::diagnostic::{Diagnostic, Place, Text, did_you_mean, rules};
use crate::model::Catalog;

pub fn check(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    let known: Vec<&str> = catalog.tags.iter().map(|tag| tag.name.as_str()).collect();
    for tag in &catalog.config.feeds.tags {
        if known.contains(&tag.as_str()) {
            continue;
        }
        let message = Text::new(
            format!("feeds.tags 里的 `{tag}` 没有文章用"),
            format!("no article bears the tag `{tag}` of feeds.tags"),
        );
        let help = match did_you_mean(tag, known.iter().copied()) {
            Some(suggestion) => suggestion.help(),
            None => Text::new("改掉或去掉它", "change it or take it out"),
        };
        let file = config::FILE_NAME.into();
        diagnostics.push(Diagnostic::new(&rules::FEED_TAG, &file, Place::File, message).help(help));
    }
}
