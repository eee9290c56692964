//! What stands on a poster, as plain values.

use serde::Serialize;

/// The content of a poster. Every text may have any length and any characters; an empty one is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Card {
    /// The article's title.
    pub title: String,
    /// What the article is about.
    pub topic: Topic,
    /// The claim an article examines, and what came of it.
    pub verdict: Option<Verdict>,
    /// What a reader should take home.
    pub points: Points,
    /// Where the knowledge is from: `国家卫生健康委办公厅，2024年`.
    pub source: String,
    /// Who reviewed it: `李医生（主任医师）`.
    pub reviewer: String,
    /// The day of the review: `2026年11月24日`.
    pub reviewed: String,
    /// The last day on which the article may be relied upon: `2027年10月31日`.
    pub valid_until: String,
    /// Who publishes the poster.
    pub organisation: String,
    /// The address of the whole article, for the QR code; without one there is no code.
    pub address: String,
    /// A word of warning in small type.
    pub disclaimer: Option<String>,
}

/// A subject with its colour.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Topic {
    /// Its name: `急救`.
    pub name: String,
    /// Its colour as `#rrggbb`; anything else is taken for the default colour.
    pub colour: String,
}

/// A claim and the verdict on it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// What people say.
    pub claim: String,
    /// The verdict in words: `谣言`.
    pub name: String,
    /// The verdict for the templates: `false`, `mostly-false`, `conditional`, `true` or `unproven`.
    pub id: String,
}

/// The body of a poster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "items", rename_all = "lowercase")]
pub enum Points {
    /// Three or so sentences, in no order.
    Key(Vec<String>),
    /// What to do, one step after the other.
    Steps(Vec<String>),
}

impl Default for Points {
    fn default() -> Self {
        Points::Key(Vec::new())
    }
}

impl Card {
    /// Every text that may be drawn.
    pub(super) fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let (Points::Key(points) | Points::Steps(points)) = &mut self.points;
        let verdict = self.verdict.as_mut().map(|it| [&mut it.claim, &mut it.name]);
        [&mut self.title, &mut self.topic.name, &mut self.source, &mut self.reviewer]
            .into_iter()
            .chain([&mut self.reviewed, &mut self.valid_until, &mut self.organisation])
            .chain(self.disclaimer.as_mut())
            .chain(verdict.into_iter().flatten())
            .chain(points)
    }
}
