//! Which articles and activities belong together: those that speak of the same, and reports.
//!
//! What an activity speaks of is read from its name and its 主题: the tags and topics whose names stand there.
//! All names are looked for at once, so that the work grows with the texts and not with texts times names.

use aho_corasick::AhoCorasick;
use jiff::civil::Date;

use super::{Activity, Catalog, Encounters, Occurrence, Status};

/// Articles told beside an activity.
const ARTICLES: usize = 3;
/// Activities told beside an article.
const ACTIVITIES: usize = 3;

/// A name that activities may speak of, and who bears it. Tags come before topics: they are more exact.
struct Subject<'c> {
    name: &'c str,
    articles: &'c [usize],
}

impl Catalog {
    /// What belongs together on the catalog's day.
    pub(super) fn encounters(&self) -> Encounters {
        let subjects = self.subjects();
        let spoken_of = spoken_of(&subjects, &self.agenda.activities);
        let current = |index: &&usize| !self.articles[**index].expired(self.day);
        let newest: Vec<Vec<usize>> = subjects
            .iter()
            .map(|it| it.articles.iter().filter(current).take(ARTICLES).copied().collect())
            .collect();
        let articles = spoken_of.iter().map(|them| read_beside(them, &newest, self.tags.len())).collect();
        Encounters {
            articles,
            activities: self.coming_beside(&spoken_of, subjects.len()),
            reports: self.reports(),
        }
    }

    /// Tags, then topics.
    fn subjects(&self) -> Vec<Subject<'_>> {
        let tags = self.tags.iter().map(|it| Subject { name: &it.name, articles: &it.articles });
        let topics = self.topics.iter().map(|it| Subject { name: &it.config.name, articles: &it.articles });
        tags.chain(topics).collect()
    }

    /// For each article the next dates of activities that speak of its tags or its topic, each activity once.
    fn coming_beside(&self, spoken_of: &[Vec<usize>], subjects: usize) -> Vec<Vec<Occurrence>> {
        let all = self.timetable.all();
        let mut seen = vec![false; spoken_of.len()];
        // Positions in the timetable, so that the order of numbers is that of time.
        let mut coming: Vec<Vec<usize>> = vec![Vec::new(); subjects];
        for (position, date) in all.iter().enumerate().filter(|(_, it)| is_coming(it, self.day)) {
            if std::mem::replace(&mut seen[date.activity], true) {
                continue;
            }
            for &subject in &spoken_of[date.activity] {
                if coming[subject].len() < ACTIVITIES {
                    coming[subject].push(position);
                }
            }
        }
        let beside = self.articles.iter().map(|article| {
            let mut chosen: Vec<usize> = article.tags.iter().flat_map(|&tag| &coming[tag]).copied().collect();
            chosen.sort_unstable();
            chosen.dedup();
            // Those of the whole topic fill what the tags leave.
            let of_topic = article.topic.iter().flat_map(|topic| &coming[self.tags.len() + topic]);
            let more: Vec<usize> = of_topic.filter(|it| !chosen.contains(it)).copied().collect();
            chosen.truncate(ACTIVITIES);
            chosen.extend(more);
            chosen.truncate(ACTIVITIES);
            chosen.sort_unstable();
            chosen.into_iter().map(|position| all[position]).collect()
        });
        beside.collect()
    }

    /// For each activity the articles that name it in their front matter, newest first.
    fn reports(&self) -> Vec<Vec<usize>> {
        let activities = &self.agenda.activities;
        let mut reports = vec![Vec::new(); activities.len()];
        for (index, article) in self.articles.iter().enumerate() {
            let Some(wanted) = &article.source.front.activity else { continue };
            let found = activities.binary_search_by(|it| it.id.as_str().cmp(wanted.value.trim()));
            if let Ok(activity) = found {
                reports[activity].push(index);
            }
        }
        reports
    }
}

/// Dates to which people can still come.
fn is_coming(occurrence: &Occurrence, day: Date) -> bool {
    let held = !matches!(occurrence.status, Status::Cancelled | Status::Postponed | Status::Done);
    held && occurrence.date >= day
}

/// For each activity the subjects that it speaks of, in their order.
fn spoken_of(subjects: &[Subject<'_>], activities: &[Activity]) -> Vec<Vec<usize>> {
    let Ok(names) = AhoCorasick::new(subjects.iter().map(|it| it.name)) else {
        // More names than the automaton counts: more than two thousand million bytes of them.
        return vec![Vec::new(); activities.len()];
    };
    let found = activities.iter().map(|activity| {
        let texts = [Some(&activity.name), activity.topic.as_ref()];
        let hits = texts.into_iter().flatten().flat_map(|text| names.find_overlapping_iter(text));
        let mut found: Vec<usize> = hits.map(|it| it.pattern().as_usize()).collect();
        found.sort_unstable();
        found.dedup();
        found
    });
    found.collect()
}

/// The articles to read beside an activity that speaks of these subjects: those of tags first, newer ones first.
fn read_beside(subjects: &[usize], newest: &[Vec<usize>], tags: usize) -> Vec<usize> {
    let mut ranked: Vec<(bool, usize)> = subjects
        .iter()
        .flat_map(|&subject| newest[subject].iter().map(move |&article| (subject >= tags, article)))
        .collect();
    ranked.sort_unstable();
    let mut articles: Vec<usize> = Vec::new();
    for (_, article) in ranked {
        if !articles.contains(&article) {
            articles.push(article);
        }
    }
    articles.truncate(ARTICLES);
    articles
}
