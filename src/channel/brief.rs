//! What of an article is said in a few words: the same for messages, posters and loudspeakers.

use crate::model::{Article, Catalog};

/// Points that anybody keeps in mind.
const POINTS: usize = 3;
/// Steps that can be told in a few words. Of steps none may be missing: half of them may be worse than
/// none.
const STEPS: usize = 6;

/// An article in a few words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brief {
    /// Its title.
    pub title: String,
    /// What to remember or do, a sentence each, without a stop.
    pub points: Vec<String>,
    /// Whether the points are steps that come one after another: all of them or none.
    pub steps: bool,
    /// The summary.
    pub summary: String,
    /// The rumour, where it is about one, and what it is found to be.
    pub verdict: Option<(Option<String>, &'static str)>,
    /// Its address; `None` while the site has none.
    pub address: Option<String>,
    /// Who answers for it.
    pub organisation: String,
    /// A line of the channel that says whose article it is.
    pub attribution: Option<String>,
    /// What the channel puts before the address.
    pub link_text: Option<String>,
}

impl Brief {
    /// What is said of an article.
    pub fn of(catalog: &Catalog, article: &Article) -> Brief {
        let front = &article.source.front;
        let mut points = points(article);
        let steps = article.source.outline.ordered && front.points.is_empty() && !points.is_empty();
        if steps && points.len() > STEPS {
            points.clear();
        }
        points.truncate(if steps { STEPS } else { POINTS });
        let has_address = !catalog.config.base_url.is_empty();
        let organisation = catalog.config.organisation.as_ref().unwrap_or(&catalog.config.title);
        Brief {
            title: front.title.trim().to_owned(),
            points,
            steps,
            summary: article.summary().trim().to_owned(),
            verdict: front.verdict.map(|verdict| (front.claim.clone(), verdict.name())),
            address: has_address.then(|| catalog.absolute(&article.path)),
            organisation: organisation.trim().to_owned(),
            attribution: None,
            link_text: None,
        }
    }
}

/// What is to be remembered of an article: as the editor says, or its first list, or what the sentences of
/// its summary say. Without stops at their ends.
pub fn points(article: &Article) -> Vec<String> {
    let listed = [&article.source.front.points, &article.source.outline.points];
    let listed = listed.into_iter().find(|points| points.len() > 1 || points.iter().any(|it| it.len() > 12));
    let bare = |text: &str| {
        // A blank behind a stop comes from **先做什么。** and what follows.
        let text = ["。 ", "！ ", "？ ", "： "]
            .iter()
            .fold(text.trim().to_owned(), |text, stop| text.replace(stop, stop.trim_end()));
        text.trim_end_matches(['。', '；', ';', '.']).trim().to_owned()
    };
    let points: Vec<String> = match listed {
        Some(points) => points.iter().map(|point| bare(point)).collect(),
        None => sentences(article.summary()).map(bare).collect(),
    };
    points.into_iter().filter(|point| !point.is_empty()).collect()
}

/// The sentences of a text, each with its stop.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['。', '！', '？', '!', '?', '\n']).map(str::trim).filter(|it| !it.is_empty())
}

/// `cpr` of `first-aid/cpr.html`.
pub fn stem(article: &Article) -> String {
    let path = article.path.strip_suffix("/index.html").unwrap_or(&article.path);
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".html").unwrap_or(name).to_owned()
}
