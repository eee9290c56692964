//! `feed-selection`: a selection for a feed in `site.yaml` chooses articles, and each of its values does.

use std::collections::HashSet;

use serde_yaml::Spanned;

use crate::config;
use crate::diagnostic::{Diagnostic, Text, did_you_mean, rules};
use crate::model::{Catalog, FeedSelection, FeedSource};

/// A key of a selection, what is written there, and what articles have.
type Condition<'c> = (&'static str, &'c [Spanned<String>], &'c HashSet<&'c str>);

pub fn check(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    let selections = &catalog.config.feeds.selections;
    if selections.is_empty() {
        return;
    }
    let used = catalog.topics.iter().filter(|topic| !topic.articles.is_empty()).map(|topic| &topic.config);
    let topics = used.flat_map(|topic| [topic.id.as_str(), topic.name.as_str()]).collect();
    let tags = catalog.tags.iter().map(|tag| tag.name.as_str()).collect();
    let audiences = catalog.articles.iter().flat_map(|article| &article.source.front.audience);
    let audiences = audiences.map(|it| it.trim()).collect();
    for (index, selection) in selections.iter().enumerate() {
        let FeedSelection { topics: by_topic, tags: by_tag, audience, .. } = selection;
        let conditions: [Condition<'_>; 3] =
            [("topics", by_topic, &topics), ("tags", by_tag, &tags), ("audience", audience, &audiences)];
        let before = diagnostics.len();
        diagnostics.extend(conditions.into_iter().flat_map(|it| unmet(selection, it)));
        let said = diagnostics.len() > before;
        if !said && FeedSource::Selection(index).articles(catalog).next().is_none() {
            let id = &selection.id;
            let message = Text::new(
                format!("feeds.selections 的 `{}` 选不出文章", id.value),
                format!("selection `{}` of feeds.selections chooses no article", id.value),
            );
            let help = Text::new(
                "几样条件要同时满足：去掉一样，或改掉",
                "its conditions have to hold together: take one out, or change it",
            );
            diagnostics.push(warn(id, message).help(help));
        }
    }
}

/// A warning for each value that no article has.
fn unmet(selection: &FeedSelection, (key, written, known): Condition<'_>) -> Vec<Diagnostic> {
    let unknown = written.iter().filter(|it| !known.contains(it.value.trim()));
    let problems = unknown.map(|it| {
        let (value, id) = (&it.value, &selection.id.value);
        let message = Text::new(
            format!("feeds.selections 的 `{id}`：没有文章的 {key} 是 `{value}`"),
            format!("no article has `{value}` of {key} in selection `{id}` of feeds.selections"),
        );
        let mut names: Vec<&str> = known.iter().copied().collect();
        names.sort_unstable();
        let help = match did_you_mean(value, names) {
            Some(suggestion) => suggestion.help(),
            None => Text::new("改掉或去掉它", "change it or take it out"),
        };
        warn(it, message).help(help)
    });
    problems.collect()
}

fn warn(at: &Spanned<String>, message: Text) -> Diagnostic {
    Diagnostic::new(&rules::FEED_SELECTION, &config::FILE_NAME.into(), config::place_of(at), message)
}
