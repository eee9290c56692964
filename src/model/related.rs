//! Which articles to read next.

use std::collections::HashMap;

use super::Catalog;

/// How far along a tag's list, in both directions, neighbours are looked for. Comparing every pair
/// doubles the time of a build; a reader sees four.
const REACH: usize = 24;

impl Catalog {
    /// At most `limit` articles that share tags or the topic with article `index`, best first.
    ///
    /// A tag counts the more the fewer articles bear it. Ties go to the newer article.
    pub fn related(&self, index: usize, limit: usize) -> Vec<usize> {
        let article = &self.articles[index];
        let mut scores: HashMap<usize, f32> = HashMap::new();
        for &tag in &article.tags {
            let bearers = &self.tags[tag].articles;
            let weight = 1.0 + 8.0 / (1.0 + bearers.len() as f32).ln_1p();
            for &other in around(bearers, index) {
                *scores.entry(other).or_default() += weight;
            }
        }
        if let Some(topic) = self.topic_of(article) {
            for &other in around(&topic.articles, index) {
                *scores.entry(other).or_default() += 1.0;
            }
        }
        scores.remove(&index);
        let mut ranked: Vec<(usize, f32)> =
            scores.into_iter().filter(|(other, _)| !self.articles[*other].expired(self.day)).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.into_iter().take(limit).map(|(other, _)| other).collect()
    }
}

/// The part of an ascending list of indices near `index`.
fn around(list: &[usize], index: usize) -> &[usize] {
    let at = list.partition_point(|&other| other < index);
    &list[at.saturating_sub(REACH)..(at + REACH + 1).min(list.len())]
}
