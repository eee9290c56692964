//! Whose turn it is to be shared, day by day.
//!
//! Nothing is remembered between builds: the days are gone through from the first one of the century, so that
//! a day has the same articles whenever it is asked for. The rule:
//!
//! 1. Whoever was shared longest ago, or never, comes first, and all come once before any comes again: a
//!    *round*. The order of those that were never shared follows from their addresses.
//! 2. An article for certain seasons waits for them. When one begins, it comes before the others, unless it
//!    came within [`RETURN`] days.
//! 3. A new article comes before all others, one a day, from the day after its publication for [`NEW`] days;
//!    until then the day stays what it was.
//! 4. Two of one topic come on one day only when the round has no other left.
//! 5. Who comes early takes the place of another, and that one takes theirs, or the last of the round: the
//!    other days stay as they were.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::calendar::{Season, SolarTerm};

/// Days in which a new article comes before others.
const NEW: i64 = 7;
/// Days in which an article that was shared does not come again because of its season.
const RETURN: i64 = 45;

/// What of an article decides when it is shared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Candidate {
    /// Its address.
    pub path: String,
    /// Its topic, by any number.
    pub topic: Option<usize>,
    /// The day of its publication; one without a day is never new.
    pub from: Option<Date>,
    /// The last day on which it holds.
    pub until: Option<Date>,
    /// Its seasons; all where none is given.
    pub seasons: Vec<Season>,
}

/// Whose turn it is on `count` days from `first` on, `per_day` of them a day, as far as there are so many. Takes
/// time by the number of candidates and days, and the logarithm of the candidates.
pub fn turns(candidates: &[Candidate], per_day: usize, first: Date, count: usize) -> Vec<Vec<usize>> {
    let century = Date::new(first.year().div_euclid(100) * 100, 1, 1).unwrap_or(Date::MIN);
    let mut rotation = Rotation::new(candidates, per_day, century);
    let days = century.series(1.day()).map(|day| (day, rotation.next(day)));
    days.skip_while(|(day, _)| *day < first).take(count).map(|(_, turns)| turns).collect()
}

/// Who waits, and who came when.
struct Rotation<'c> {
    candidates: &'c [Candidate],
    per_day: usize,
    /// By the day of publication, the next to come last.
    to_come: Vec<usize>,
    /// Of all seasons, and without those that no longer hold.
    lasting: Vec<usize>,
    seasonal: BTreeMap<Season, Vec<usize>>,
    almanac: Almanac,
    /// Of this round, by topic: a place in it and a candidate.
    waiting: BTreeMap<Option<usize>, BTreeSet<(usize, usize)>>,
    /// Of each candidate, while it waits.
    places: Vec<Option<usize>>,
    /// The first place behind all others.
    end: usize,
    /// Whether this round has those whose season it is not: there are too few others.
    out_of_season: bool,
    new: VecDeque<usize>,
    /// Those whose season has begun.
    in_season: VecDeque<usize>,
    /// When each was shared.
    shared: Vec<Option<Date>>,
    /// The order of those that were never shared.
    order: Vec<usize>,
}

impl<'c> Rotation<'c> {
    fn new(candidates: &'c [Candidate], per_day: usize, first: Date) -> Rotation<'c> {
        let mut by_hash: Vec<(blake3::Hash, usize)> =
            candidates.iter().enumerate().map(|(it, of)| (blake3::hash(of.path.as_bytes()), it)).collect();
        by_hash.sort_unstable_by_key(|(hash, it)| (*hash.as_bytes(), *it));
        let mut order = vec![0; candidates.len()];
        for (place, (_, it)) in by_hash.iter().enumerate() {
            order[*it] = place;
        }
        let mut to_come: Vec<usize> = (0..candidates.len()).collect();
        to_come.sort_unstable_by_key(|it| std::cmp::Reverse((candidates[*it].from, order[*it])));
        Rotation {
            candidates,
            per_day,
            to_come,
            lasting: Vec::new(),
            seasonal: BTreeMap::new(),
            almanac: Almanac::new(first),
            waiting: BTreeMap::new(),
            places: vec![None; candidates.len()],
            end: 0,
            out_of_season: false,
            new: VecDeque::new(),
            in_season: VecDeque::new(),
            shared: vec![None; candidates.len()],
            order,
        }
    }

    /// Those of `day`, which is the one after the last.
    fn next(&mut self, day: Date) -> Vec<usize> {
        for season in self.almanac.advance(day) {
            let mut begun = self.seasonal.get(&season).cloned().unwrap_or_default();
            begun.retain(|it| !self.came_within(*it, RETURN, day));
            begun.sort_unstable_by_key(|it| (self.shared[*it], self.order[*it]));
            self.in_season.extend(begun);
        }
        // What is published in the middle of a day does not change it.
        self.publish(day.yesterday().unwrap_or(day), day);
        let mut freed = Vec::new();
        let early = self.early(day, &mut freed);
        let (mut usual, began) = self.usual(day, &early);
        let mut turns = early;
        // Those of other topics than the early ones stay, the first before the last.
        usual.sort_by_key(|(_, it)| turns.iter().any(|early| self.topic(*early) == self.topic(*it)));
        let free = self.per_day.saturating_sub(turns.len()).min(usual.len());
        let displaced = usual.split_off(free);
        for (_, it) in displaced {
            // Of a round that has begun they are the first.
            self.leave(it);
            let place = if began { 0 } else { freed.pop().unwrap_or(self.end) };
            self.wait(place, it);
        }
        turns.extend(usual.into_iter().map(|(_, it)| it));
        for it in &turns {
            self.shared[*it] = Some(day);
        }
        turns
    }

    /// Takes in those that were published up to `last`; whether there were any.
    fn publish(&mut self, last: Date, day: Date) -> bool {
        let published = |it: &mut usize| self.candidates[*it].from.is_none_or(|from| from <= last);
        let mut any = false;
        while let Some(it) = self.to_come.pop_if(published) {
            any = true;
            let candidate = &self.candidates[it];
            for season in &candidate.seasons {
                self.seasonal.entry(*season).or_default().push(it);
            }
            if candidate.seasons.is_empty() {
                self.lasting.push(it);
            }
            if self.is_timely(it) || self.out_of_season {
                self.wait(self.end, it);
                if !candidate.seasons.is_empty() && self.is_timely(it) {
                    self.in_season.push_back(it);
                }
            }
            if self.is_new(it, day) {
                self.new.push_back(it);
            }
        }
        any
    }

    /// Those that come before all others, of different topics; `freed` gets the places where they waited.
    fn early(&mut self, day: Date, freed: &mut Vec<usize>) -> Vec<usize> {
        let mut early: Vec<usize> = Vec::new();
        while let Some(it) = self.new.pop_front() {
            if self.is_new(it, day)
                && self.may_come(it, day)
                && self.is_timely(it)
                && self.shared[it].is_none()
            {
                early.push(it);
                break;
            }
        }
        let mut at = 0;
        while early.len() < self.per_day
            && let Some(&it) = self.in_season.get(at)
        {
            if early.iter().any(|other| self.topic(*other) == self.topic(it)) {
                at += 1;
                continue;
            }
            self.in_season.remove(at);
            if self.may_come(it, day) && self.is_timely(it) && !self.came_within(it, RETURN, day) {
                early.push(it);
            }
        }
        freed.extend(early.iter().filter_map(|it| self.leave(*it)));
        early
    }

    /// Those whose turn it would be, with the places where they waited, and whether a round began with them.
    fn usual(&mut self, day: Date, early: &[usize]) -> (Vec<(usize, usize)>, bool) {
        let mut usual: Vec<(usize, usize)> = Vec::new();
        let mut began = false;
        let mut held: Vec<(usize, usize)> = Vec::new();
        while usual.len() < self.per_day {
            if let Some(taken) = self.take(day, &usual) {
                usual.push(taken);
            } else if began {
                // Better one that is as new as the day than none.
                if !self.publish(day, day) {
                    break;
                }
            } else {
                began = true;
                let today: Vec<usize> =
                    usual.iter().map(|(_, it)| *it).chain(early.iter().copied()).collect();
                self.begin(day, &today);
                // Nobody comes twice on a day.
                held = today.into_iter().filter_map(|it| Some((self.leave(it)?, it))).collect();
            }
        }
        for (place, it) in held {
            self.wait(place, it);
        }
        (usual, began)
    }

    /// Begins a round with all that may come, those of `today` last.
    fn begin(&mut self, day: Date, today: &[usize]) {
        self.lasting.retain(|it| self.candidates[*it].until.is_none_or(|until| until >= day));
        let now = self.almanac.now();
        let timely = now.iter().flat_map(|season| self.seasonal.get(season).into_iter().flatten());
        let mut round: Vec<usize> = self.lasting.iter().chain(timely).copied().collect();
        // One that has both the month and the term is counted once.
        round.sort_unstable();
        round.dedup();
        round.retain(|it| self.may_come(*it, day));
        self.out_of_season = round.len() < self.per_day;
        if self.out_of_season {
            round.extend(self.seasonal.values().flatten().filter(|it| self.may_come(**it, day)));
        }
        round.sort_unstable_by_key(|it| (today.contains(it), self.shared[*it], self.order[*it]));
        round.dedup();
        self.end = 0;
        for it in round {
            self.wait(self.end, it);
        }
    }

    /// Takes the first that waits of a topic that is not among `others`; of the round's last topic, any.
    fn take(&mut self, day: Date, others: &[(usize, usize)]) -> Option<(usize, usize)> {
        let total: usize = self.waiting.values().map(BTreeSet::len).sum();
        let mut topics: Vec<(bool, bool, usize, Option<usize>)> = Vec::with_capacity(self.waiting.len());
        for (topic, waiting) in &self.waiting {
            let Some((place, _)) = waiting.first() else { continue };
            let again = others.iter().any(|(_, other)| self.topic(*other) == *topic);
            // A topic with so many that they would be left alone at the end comes every day.
            let few = waiting.len() * self.per_day < total + others.len();
            topics.push((again, few, *place, *topic));
        }
        topics.sort_unstable();
        for (.., topic) in topics {
            while let Some((place, it)) = self.waiting.get_mut(&topic).and_then(BTreeSet::pop_first) {
                self.places[it] = None;
                if self.may_come(it, day) && (self.out_of_season || self.is_timely(it)) {
                    return Some((place, it));
                }
            }
        }
        None
    }

    fn wait(&mut self, place: usize, it: usize) {
        if self.places[it].is_none() {
            self.end = self.end.max(place + 1);
            self.places[it] = Some(place);
            self.waiting.entry(self.topic(it)).or_default().insert((place, it));
        }
    }

    /// Takes one out of the round, and tells where it waited.
    fn leave(&mut self, it: usize) -> Option<usize> {
        let place = self.places[it].take()?;
        self.waiting.entry(self.topic(it)).or_default().remove(&(place, it));
        Some(place)
    }

    fn topic(&self, it: usize) -> Option<usize> {
        self.candidates[it].topic
    }

    fn may_come(&self, it: usize, day: Date) -> bool {
        self.candidates[it].until.is_none_or(|until| until >= day)
    }

    fn is_timely(&self, it: usize) -> bool {
        let seasons = &self.candidates[it].seasons;
        seasons.is_empty() || self.almanac.now().iter().any(|now| seasons.contains(now))
    }

    fn is_new(&self, it: usize, day: Date) -> bool {
        self.candidates[it].from.is_some_and(|from| day.duration_since(from).as_hours() <= NEW * 24)
    }

    fn came_within(&self, it: usize, days: i64, day: Date) -> bool {
        self.shared[it].is_some_and(|last| day.duration_since(last).as_hours() < days * 24)
    }
}

/// The seasons of days that follow one another: each term is worked out once.
struct Almanac {
    month: i8,
    term: SolarTerm,
    /// When the next term begins.
    ends: Date,
}

impl Almanac {
    fn new(day: Date) -> Almanac {
        let term = SolarTerm::of(day);
        Almanac { month: day.month(), term, ends: term.following(day).1 }
    }

    fn now(&self) -> [Season; 2] {
        [Season::Month(self.month), Season::Term(self.term)]
    }

    /// Goes on to the next day; the seasons that begin with it.
    fn advance(&mut self, day: Date) -> Vec<Season> {
        let mut begun = Vec::new();
        if day.month() != self.month {
            self.month = day.month();
            begun.push(Season::Month(self.month));
        }
        if day >= self.ends {
            self.term = self.term.following(self.ends.yesterday().unwrap_or(day)).0;
            self.ends = self.term.following(day).1;
            begun.push(Season::Term(self.term));
        }
        begun
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn candidate(number: usize, topic: usize) -> Candidate {
        Candidate {
            path: format!("a/{number}.html"),
            topic: Some(topic),
            from: Some(day("2026-01-01")),
            ..Candidate::default()
        }
    }

    fn many(count: usize) -> Vec<Candidate> {
        (0..count).map(|number| candidate(number, number % 5)).collect()
    }

    #[test]
    fn all_come_once_before_any_comes_again() {
        for count in [2, 3, 5, 14, 37, 100] {
            let all = many(count);
            // Long after all of them were new.
            let slots = turns(&all, 2, day("2026-02-01"), 3 * count + 40).concat();
            let mut last: BTreeMap<usize, usize> = BTreeMap::new();
            for (slot, it) in slots.iter().enumerate() {
                if let Some(former) = last.insert(*it, slot) {
                    let between: BTreeSet<&usize> = slots[former..slot].iter().collect();
                    // A round and the next one: topics may make one come a little sooner.
                    assert!(2 * between.len() >= count, "{count}: {it} again after {}", slot - former);
                }
            }
            let counts = |end: usize| {
                let mut counts = vec![0_usize; count];
                slots[..end].iter().for_each(|it| counts[*it] += 1);
                counts
            };
            for end in 0..=slots.len() {
                let counts = counts(end);
                let (least, most) = (counts.iter().min().expect("one"), counts.iter().max().expect("one"));
                // The stretch may begin within a round.
                assert!(most - least <= 2, "{count}: {counts:?}");
            }
        }
    }

    #[test]
    fn a_round_has_everybody_once() {
        let undated = |it: Candidate| Candidate { from: None, ..it };
        for count in [2, 3, 9, 20, 41] {
            let all: Vec<Candidate> = many(count).into_iter().map(undated).collect();
            let slots = turns(&all, 2, day("2000-01-01"), 4 * count).concat();
            for round in slots.chunks_exact(count) {
                assert_eq!(round.iter().collect::<BTreeSet<_>>().len(), count, "{round:?} of {count}");
            }
        }
    }

    #[test]
    fn two_of_one_topic_come_only_when_no_other_is_left() {
        for count in [10, 20, 30, 55] {
            let all = many(count);
            for pair in turns(&all, 2, day("2026-02-01"), 200) {
                assert_ne!(all[pair[0]].topic, all[pair[1]].topic, "{count}: {pair:?}");
            }
        }
        // Nine of one topic and three others: as many days with both as there can be.
        let all: Vec<Candidate> =
            (0..12).map(|it| Candidate { from: None, ..candidate(it, usize::from(it > 8)) }).collect();
        let same = turns(&all, 2, day("2000-01-01"), 6)
            .into_iter()
            .filter(|it| all[it[0]].topic == all[it[1]].topic);
        assert_eq!(same.count(), 3);
    }

    #[test]
    fn one_more_article_changes_few_days() {
        let mut all = many(40);
        let before = turns(&all, 2, day("2026-11-01"), 200);
        all.push(Candidate { from: Some(day("2026-11-03")), ..candidate(40, 2) });
        let after = turns(&all, 2, day("2026-11-01"), 200);
        assert_eq!(before[..3], after[..3], "a day on which something is published stays as it was");
        assert!(after[3].contains(&40), "{:?}", after[3]);
        let changed = |days: std::ops::Range<usize>| days.filter(|it| before[*it] != after[*it]).count();
        assert!(changed(0..10) <= 2, "{before:?} {after:?}");
        assert!(!after[4..10].concat().contains(&40));
    }

    #[test]
    fn seasons_come_first_and_wait() {
        let mut all = many(60);
        let term = Season::named("冬至").expect("a term");
        for number in [3, 8, 11] {
            all[number].seasons = vec![term];
        }
        all[7].seasons = vec![Season::Month(12)];
        let from = day("2026-11-01");
        let days = turns(&all, 2, from, 120);
        let came = |it: usize| -> Vec<Date> {
            let days = days.iter().zip(from.series(1.day()));
            days.filter(|(turns, _)| turns.contains(&it)).map(|(_, day)| day).collect()
        };
        assert_eq!(came(7)[0], day("2026-12-01"));
        for number in [3, 8, 11] {
            let days = came(number);
            assert!(days[0] >= day("2026-12-22") && days[0] <= day("2026-12-24"), "{number}: {days:?}");
            assert!(days.iter().all(|it| *it < day("2027-01-05")), "{number}: {days:?}");
        }
        assert_eq!(days.iter().filter(|it| it.len() != 2).count(), 0);
        // Where there is nothing else they come at any time.
        let few = [all[3].clone(), all[8].clone(), all[0].clone()];
        let days = turns(&few, 2, from, 10);
        assert!(days.iter().all(|it| it.len() == 2) && days.concat().contains(&0), "{days:?}");
    }

    #[test]
    fn one_of_two_seasons_at_once_is_counted_once() {
        let mut all = many(2);
        all[0].seasons = vec![Season::Month(1)];
        all[1].seasons = vec![Season::Month(10), Season::named("寒露").expect("a term")];
        let days = turns(&all, 2, day("2026-10-01"), 31);
        assert!(days.iter().all(|it| it.len() == 2), "{days:?}");
    }

    #[test]
    fn what_is_published_out_of_season_comes_where_nothing_else_does() {
        let only =
            Candidate { from: Some(day("2026-02-10")), seasons: vec![Season::Month(3)], ..candidate(0, 0) };
        let days = turns(&[only], 1, day("2026-02-08"), 5);
        assert_eq!(days, [vec![], vec![], vec![0], vec![0], vec![0]]);
    }

    fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
        let seasons = prop::collection::vec((1..13_i8).prop_map(Season::Month), 0..3);
        let date =
            |from: i32| (0..700_i32).prop_map(move |it| day("2024-06-01").saturating_add((from + it).days()));
        let one = (0..3_usize, prop::option::of(date(0)), prop::option::weighted(0.2, date(400)), seasons);
        prop::collection::vec(one, 0..40).prop_map(|all| {
            let all = all.into_iter().enumerate();
            all.map(|(number, (topic, from, until, seasons))| Candidate {
                from,
                until,
                seasons,
                ..candidate(number, topic)
            })
            .collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

        #[test]
        fn a_day_is_full_of_what_may_come_and_the_same_whenever_it_is_asked_for(
            all in candidates(), per_day in 1..4_usize, after in 0..900_i32,
        ) {
            let first = day("2024-06-01").saturating_add(after.days());
            let days = turns(&all, per_day, first, 12);
            for (turns_of, day) in days.iter().zip(first.series(1.day())) {
                let may = |it: &Candidate| {
                    it.from.is_none_or(|from| from <= day) && it.until.is_none_or(|until| until >= day)
                };
                prop_assert_eq!(turns_of.len(), per_day.min(all.iter().filter(|it| may(it)).count()));
                prop_assert_eq!(turns_of.iter().collect::<BTreeSet<_>>().len(), turns_of.len());
                prop_assert!(turns_of.iter().all(|it| may(&all[*it])));
            }
            let later = turns(&all, per_day, first.saturating_add(5.days()), 7);
            prop_assert_eq!(&days[5..], later.as_slice());
        }
    }

    #[test]
    fn any_day_has_an_answer() {
        for first in [Date::MIN, day("0000-01-01"), Date::MAX] {
            let all =
                [Candidate { from: None, ..candidate(0, 0) }, Candidate { from: None, ..candidate(1, 0) }];
            assert!(turns(&all, 2, first, 8).iter().all(|it| it.len() == 2));
        }
        assert!(turns(&[], 2, day("2026-11-23"), 3).concat().is_empty());
    }
}
