//! Which activities belong together on a page or in a calendar file: those of a district, a line, a venue …
//!
//! Order and membership only. What a selection is called and where it stands is in `address`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Activity, Agenda, Occurrence, Status, Tier, unique_slugs};

/// 面向人群 with pages of their own; free text can have any number, and a list page links to all.
pub const MOST_AUDIENCES: usize = 40;

/// Which activities a list shows. A text comes with its part of the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// All of them.
    All,
    /// Those of one 区县.
    District(String, String),
    /// Those of one 品牌.
    Line(String, String),
    /// Those of one 层级.
    Tier(Tier),
    /// The dates of one 状态.
    State(Status),
    /// Those for one 面向人群.
    Audience(String, String),
    /// Those of one 主题.
    Topic(String, String),
    /// Those at one 阵地: its index in [`Agenda::venues`].
    Venue(usize, String),
    /// Those of one 支队, whether it hosts or helps: its index in [`Agenda::teams`].
    Team(usize, String),
}

/// The kinds of selections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SelectionKind {
    /// The one of all.
    All,
    /// 区县
    District,
    /// 品牌
    Line,
    /// 层级
    Tier,
    /// 状态
    State,
    /// 面向人群
    Audience,
    /// 主题
    Topic,
    /// 阵地
    Venue,
    /// 支队
    Team,
}

/// A selection and what it holds.
#[derive(Debug)]
pub struct Selected {
    /// Which it is.
    pub selection: Selection,
    /// Indices into [`Agenda::activities`].
    pub activities: Vec<usize>,
    /// Positions in the timetable, in the order of time.
    pub positions: Vec<usize>,
}

/// Every selection of an agenda.
#[derive(Debug, Default)]
pub struct Selections {
    list: Vec<Selected>,
    kinds: BTreeMap<SelectionKind, Range<usize>>,
}

/// The activities that share a text, by the text.
type Groups<'a> = BTreeMap<&'a str, Vec<usize>>;

impl Selections {
    /// The selections of an agenda whose dates are `occurrences`, those of each activity at `of_activity`.
    pub(super) fn new(agenda: &Agenda, occurrences: &[Occurrence], of_activity: &[Vec<usize>]) -> Selections {
        let mut selections = Selections::default();
        let mut add = |kind, groups: Vec<Group>| selections.add(kind, dated(groups, of_activity));
        add(SelectionKind::All, vec![((0..agenda.activities.len()).collect(), Selection::All)]);
        add(SelectionKind::District, districts(agenda));
        add(SelectionKind::Line, named(grouped(agenda, |it| Some(it.line.as_str())), Selection::Line));
        add(SelectionKind::Tier, tiers(agenda));
        add(SelectionKind::Audience, audiences(agenda));
        add(SelectionKind::Topic, named(grouped(agenda, |it| it.topic.as_deref()), Selection::Topic));
        add(SelectionKind::Venue, venues(agenda));
        add(SelectionKind::Team, teams(agenda));
        selections.add(SelectionKind::State, states(occurrences));
        selections
    }

    fn add(&mut self, kind: SelectionKind, selected: Vec<Selected>) {
        let start = self.list.len();
        self.list.extend(selected);
        self.kinds.insert(kind, start..self.list.len());
    }

    /// Every selection, by kind.
    pub fn all(&self) -> &[Selected] {
        &self.list
    }

    /// Those of a kind. Venues and teams stand in the order of the agenda; each has its own.
    pub fn of(&self, kind: SelectionKind) -> &[Selected] {
        &self.list[self.range(kind)]
    }

    /// Where those of a kind stand among all.
    pub fn range(&self, kind: SelectionKind) -> Range<usize> {
        self.kinds.get(&kind).cloned().unwrap_or_default()
    }

    /// That of a district.
    pub fn district(&self, name: &str) -> Option<&Selected> {
        let districts = self.of(SelectionKind::District);
        let found = districts.binary_search_by(|it| match &it.selection {
            Selection::District(other, _) => other.as_str().cmp(name),
            _ => std::cmp::Ordering::Less,
        });
        found.ok().map(|index| &districts[index])
    }
}

/// What is selected, before its dates are known.
type Group = (Vec<usize>, Selection);

/// With all dates of their activities.
fn dated(groups: Vec<Group>, of_activity: &[Vec<usize>]) -> Vec<Selected> {
    let selected = groups.into_iter().map(|(activities, selection)| {
        let mut positions: Vec<usize> =
            activities.iter().flat_map(|&index| &of_activity[index]).copied().collect();
        positions.sort_unstable();
        Selected { selection, activities, positions }
    });
    selected.collect()
}

/// Activities by a text that each has at most once.
fn grouped<'a>(agenda: &'a Agenda, text: impl Fn(&'a Activity) -> Option<&'a str>) -> Groups<'a> {
    let mut groups = Groups::new();
    for (index, activity) in agenda.activities.iter().enumerate() {
        if let Some(text) = text(activity).filter(|it| !it.is_empty()) {
            groups.entry(text).or_default().push(index);
        }
    }
    groups
}

/// Groups with their parts of paths: two names of the same pinyin stay apart.
fn named(groups: Groups<'_>, selection: fn(String, String) -> Selection) -> Vec<Group> {
    let slugs = unique_slugs(groups.keys().map(|name| (*name, None)));
    let groups = groups.into_iter().zip(slugs);
    groups.map(|((name, activities), slug)| (activities, selection(name.to_owned(), slug))).collect()
}

/// Districts with activities, venues or teams, by name. Those with activities come first to their parts of
/// paths, which subscribers have: a new venue elsewhere moves none.
fn districts(agenda: &Agenda) -> Vec<Group> {
    let mut groups = grouped(agenda, |it| Some(it.district.as_str()));
    let busy: Vec<&str> = groups.keys().copied().collect();
    let venues = agenda.venues.iter().map(|it| it.district.as_str());
    let teams = agenda.teams.iter().filter_map(|it| it.district.as_deref());
    for name in venues.chain(teams).filter(|it| !it.is_empty()) {
        groups.entry(name).or_default();
    }
    let idle = groups.iter().filter(|(_, activities)| activities.is_empty()).map(|(name, _)| *name);
    let names: Vec<&str> = busy.into_iter().chain(idle).collect();
    let slugs = unique_slugs(names.iter().map(|name| (*name, None)));
    let mut slugs: BTreeMap<&str, String> = names.into_iter().zip(slugs).collect();
    let selected = groups.into_iter().filter_map(|(name, activities)| {
        let slug = slugs.remove(name)?;
        Some((activities, Selection::District(name.to_owned(), slug)))
    });
    selected.collect()
}

fn tiers(agenda: &Agenda) -> Vec<Group> {
    let of = |tier: Tier| {
        let activities = agenda.activities.iter().enumerate();
        activities.filter(|(_, it)| it.tier == tier).map(|(index, _)| index).collect::<Vec<_>>()
    };
    let tiers = Tier::ALL.iter().map(|&tier| (of(tier), Selection::Tier(tier)));
    tiers.filter(|(activities, _)| !activities.is_empty()).collect()
}

/// A date may have a state that is not its activity's.
fn states(occurrences: &[Occurrence]) -> Vec<Selected> {
    let mut states: BTreeMap<Status, Vec<usize>> = BTreeMap::new();
    for (position, occurrence) in occurrences.iter().enumerate() {
        states.entry(occurrence.status).or_default().push(position);
    }
    let selected = states.into_iter().map(|(status, positions)| {
        let mut activities: Vec<usize> = positions.iter().map(|&it| occurrences[it].activity).collect();
        activities.sort_unstable();
        activities.dedup();
        Selected { selection: Selection::State(status), activities, positions }
    });
    selected.collect()
}

/// The most usual first.
fn audiences(agenda: &Agenda) -> Vec<Group> {
    let mut groups = Groups::new();
    for (index, activity) in agenda.activities.iter().enumerate() {
        for audience in activity.audience.iter().filter(|it| !it.is_empty()) {
            let list = groups.entry(audience).or_default();
            if list.last() != Some(&index) {
                list.push(index);
            }
        }
    }
    let mut audiences = named(groups, Selection::Audience);
    // Stable: by name where they are equally many.
    audiences.sort_by_key(|(activities, _)| std::cmp::Reverse(activities.len()));
    audiences.truncate(MOST_AUDIENCES);
    audiences
}

fn venues(agenda: &Agenda) -> Vec<Group> {
    let ids: Vec<&str> = agenda.venues.iter().map(|it| it.id.as_str()).collect();
    by_id(agenda, &ids, |it| vec![it.venue.as_str()], Selection::Venue)
}

fn teams(agenda: &Agenda) -> Vec<Group> {
    let ids: Vec<&str> = agenda.teams.iter().map(|it| it.id.as_str()).collect();
    by_id(agenda, &ids, involved, Selection::Team)
}

fn involved(activity: &Activity) -> Vec<&str> {
    activity.teams.iter().chain(&activity.supporting_teams).map(String::as_str).collect()
}

/// A selection for each row of a table, sorted by its ids, also for those that no activity names: who
/// subscribes to one keeps it when its last activity is over.
fn by_id<'a>(
    agenda: &'a Agenda,
    ids: &[&str],
    named: impl Fn(&'a Activity) -> Vec<&'a str>,
    selection: fn(usize, String) -> Selection,
) -> Vec<Group> {
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); ids.len()];
    for (index, activity) in agenda.activities.iter().enumerate() {
        for id in named(activity) {
            if let Ok(row) = ids.binary_search(&id)
                && groups[row].last() != Some(&index)
            {
                groups[row].push(index);
            }
        }
    }
    let slugs = unique_slugs(ids.iter().map(|id| (*id, None)));
    let rows = groups.into_iter().zip(slugs).enumerate();
    rows.map(|(row, (activities, slug))| (activities, selection(row, slug))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Venue;

    fn venue(id: &str, district: &str) -> Venue {
        Venue {
            id: id.into(),
            name: id.into(),
            tier: Tier::Station,
            district: district.into(),
            street: None,
            community: None,
            address: None,
            position: None,
            capacity: None,
        }
    }

    #[test]
    fn each_venue_has_its_own_and_each_district_of_one_is_found() {
        let venues = vec![venue("007", "北碚"), venue("A 1", "北倍"), venue("a1", "奉节")];
        let agenda = Agenda { venues, ..Agenda::default() };
        let selections = Selections::new(&agenda, &[], &[]);
        let slugs: Vec<&Selection> =
            selections.of(SelectionKind::Venue).iter().map(|it| &it.selection).collect();
        assert!(matches!(slugs[0], Selection::Venue(0, slug) if slug == "007"), "{slugs:?}");
        assert_ne!(slugs[1], slugs[2]);
        for name in ["北碚", "北倍", "奉节"] {
            let found = selections.district(name).map(|it| &it.selection);
            assert!(matches!(found, Some(Selection::District(it, _)) if it == name), "{found:?}");
        }
        assert!(selections.district("石柱").is_none());
        assert_eq!(selections.of(SelectionKind::All).len(), 1);
        assert_eq!(selections.range(SelectionKind::Team).len(), 0);
    }
}
