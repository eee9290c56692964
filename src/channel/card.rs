//! The poster of an article, as plain values.

use super::brief::Brief;
use super::poster::{Card, Points, Topic, Verdict};
use crate::calendar::in_words;
use crate::model::article::Credit;
use crate::model::{Article, Catalog, Located};

/// What stands on the poster of an article.
pub fn card(catalog: &Catalog, article: &Article) -> Card {
    let front = &article.source.front;
    let brief = Brief::of(catalog, article);
    let topic = catalog.topic_of(article).map(|topic| &topic.config);
    let points = if brief.points.is_empty() && !brief.summary.is_empty() {
        vec![brief.summary.clone()]
    } else {
        brief.points.clone()
    };
    let source = front.sources.first().map(|source| {
        let parts = [
            source.publisher.clone(),
            Some(format!("《{}》", source.title)),
            source.year.map(|it| format!("{it}年")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let more = if front.sources.len() > 1 { "等" } else { "" };
        parts.join("，") + more
    });
    Card {
        title: brief.title,
        topic: Topic {
            name: topic.map(|it| it.name.clone()).unwrap_or_default(),
            colour: topic.map(|it| it.color.value.clone()).unwrap_or_default(),
        },
        verdict: front.verdict.map(|verdict| Verdict {
            claim: front.claim.clone().unwrap_or_default(),
            name: verdict.name().to_owned(),
            id: verdict.id().to_owned(),
        }),
        points: if brief.steps { Points::Steps(points) } else { Points::Key(points) },
        source: source.unwrap_or_default(),
        reviewer: front.reviewers.iter().map(|it| named(catalog, it)).collect::<Vec<_>>().join("、"),
        reviewed: front.reviewed.map(in_words).unwrap_or_default(),
        valid_until: front.valid_until.map(in_words).unwrap_or_default(),
        organisation: brief.organisation,
        address: brief.address.unwrap_or_default(),
        disclaimer: catalog.config.disclaimer.clone(),
    }
}

/// `李医生（主任医师）`
fn named(catalog: &Catalog, credit: &Located<Credit>) -> String {
    let credit = &credit.value;
    let (name, title) = match catalog.people.find(credit.name.trim()) {
        Some(person) => (&person.name, credit.title.as_ref().or(person.title.as_ref())),
        None => (&credit.name, credit.title.as_ref()),
    };
    match title {
        Some(title) => format!("{name}（{title}）"),
        None => name.clone(),
    }
}
