//! 今日分享: the articles that officers pass on, day by day, for everybody and for single districts.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::rotation::{Candidate, turns};
use super::{Article, Catalog, Roster, unique_slugs};

/// Days that are told beside the build's own: a site is not built every day.
const COMING: usize = 7;

impl Catalog {
    /// The articles of the days from `first` on, in a district: those for all districts and its own. See
    /// `rotation` for how they are chosen.
    pub fn turns(
        &self,
        district: Option<&str>,
        per_day: usize,
        first: Date,
        count: usize,
    ) -> Vec<Vec<usize>> {
        let theirs = |article: &Article| {
            let districts = &article.source.front.districts;
            districts.is_empty() || district.is_some_and(|name| districts.iter().any(|it| it == name))
        };
        let articles: Vec<usize> = (0..self.articles.len())
            .filter(|it| self.may_be_shared(&self.articles[*it]) && theirs(&self.articles[*it]))
            .collect();
        let candidates: Vec<Candidate> = articles
            .iter()
            .map(|it| {
                let article = &self.articles[*it];
                let front = &article.source.front;
                Candidate {
                    path: article.path.clone(),
                    topic: article.topic,
                    from: front.date,
                    until: front.valid_until,
                    seasons: front.seasons.clone(),
                }
            })
            .collect();
        let days = turns(&candidates, per_day, first, count);
        days.into_iter().map(|day| day.into_iter().map(|it| articles[it]).collect()).collect()
    }

    /// Districts that have articles of their own; those of the table, where there is one.
    pub fn sharing_districts(&self) -> BTreeSet<&str> {
        let known = |name: &str| self.agenda.districts.is_empty() || self.agenda.district(name).is_some();
        let articles = self.articles.iter().filter(|article| self.may_be_shared(article));
        let named = articles.flat_map(|article| &article.source.front.districts);
        named.map(String::as_str).filter(|name| known(name)).collect()
    }

    /// Drafts are not, nor is health advice before its review.
    fn may_be_shared(&self, article: &Article) -> bool {
        let front = &article.source.front;
        let health = self.topic_of(article).is_some_and(|topic| topic.config.health);
        let reviewed = !front.reviewers.is_empty() && front.reviewed.is_some_and(|day| day <= self.day);
        !front.draft && (!health || reviewed)
    }

    /// Whose turn it is today and in the coming days, where the site asks for it: everywhere, and in each
    /// district that has articles of its own.
    pub(super) fn rosters(&self) -> Vec<Roster> {
        let per_day = self.config.share.per_day();
        if per_day == 0 {
            return Vec::new();
        }
        let districts = self.sharing_districts();
        let slugs = unique_slugs(districts.iter().map(|name| (*name, None)));
        let districts = districts.into_iter().zip(slugs).map(|(name, slug)| Some((name.to_owned(), slug)));
        let roster = |district: Option<(String, String)>| {
            let name = district.as_ref().map(|(name, _)| name.as_str());
            let turns = self.turns(name, per_day, self.day, COMING + 1);
            Roster { district, days: self.day.series(1.day()).zip(turns).collect() }
        };
        [None].into_iter().chain(districts).map(roster).collect()
    }
}
