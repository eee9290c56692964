//! Every date of every activity, expanded once, and which of them a page or calendar file shows.
//!
//! Nothing but order and membership: what a date looks like is for whoever shows it.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::{Date, Time};

use super::selection::{Selected, Selections};
use super::{Activity, Agenda, Occurrence, Status};
use crate::calendar::{Change, Move};

/// Occurrences of one day on the page of its month; a day with more has pages of its own.
pub const MOST_A_DAY: usize = 30;
/// Occurrences on one page of a list.
pub const MOST_A_PAGE: usize = 200;

/// The dates of an agenda by activity, day, month and selection.
#[derive(Debug, Default)]
pub struct Timetable {
    /// In the order of time.
    occurrences: Vec<Occurrence>,
    /// Positions of each activity's, in the order of [`Agenda::activities`].
    of_activity: Vec<Vec<usize>>,
    /// By the first day of the month, where there are any.
    months: BTreeMap<Date, Range<usize>>,
    selections: Selections,
}

impl Timetable {
    /// The dates of all activities.
    pub fn new(agenda: &Agenda) -> Timetable {
        let occurrences = occurrences(agenda);
        let mut of_activity = vec![Vec::new(); agenda.activities.len()];
        let mut months: BTreeMap<Date, Range<usize>> = BTreeMap::new();
        for (position, occurrence) in occurrences.iter().enumerate() {
            of_activity[occurrence.activity].push(position);
            months.entry(occurrence.date.first_of_month()).or_insert(position..position).end = position + 1;
        }
        let selections = Selections::new(agenda, &occurrences, &of_activity);
        Timetable { occurrences, of_activity, months, selections }
    }

    /// All dates, in the order of time.
    pub fn all(&self) -> &[Occurrence] {
        &self.occurrences
    }

    /// Every date of an activity, given by its index, in the order of time.
    pub fn of_activity(&self, activity: usize) -> impl Iterator<Item = &Occurrence> {
        let positions = self.of_activity.get(activity).map_or(&[][..], Vec::as_slice);
        positions.iter().map(|&position| &self.occurrences[position])
    }

    /// Those of one day.
    pub fn on(&self, day: Date) -> &[Occurrence] {
        let month = self.months.get(&day.first_of_month()).cloned().unwrap_or_default();
        let month = &self.occurrences[month];
        let start = month.partition_point(|it| it.date < day);
        let end = month.partition_point(|it| it.date <= day);
        &month[start..end]
    }

    /// First days of the months that have dates.
    pub fn months(&self) -> impl Iterator<Item = Date> {
        self.months.keys().copied()
    }

    /// The days that have pages of their own, and how many pages.
    pub fn full_days(&self) -> Vec<(Date, usize)> {
        let days = self.occurrences.chunk_by(|one, next| one.date == next.date);
        let full = days.filter(|day| day.len() > MOST_A_DAY);
        full.filter_map(|day| Some((day.first()?.date, day.len().div_ceil(MOST_A_PAGE)))).collect()
    }

    /// Those of a selection in one month, given by its first day.
    pub fn of_month(&self, selected: &Selected, month: Date) -> impl ExactSizeIterator<Item = &Occurrence> {
        let month = self.months.get(&month).cloned().unwrap_or_default();
        let start = selected.positions.partition_point(|position| *position < month.start);
        let end = selected.positions.partition_point(|position| *position < month.end);
        selected.positions[start..end].iter().map(|&position| &self.occurrences[position])
    }

    /// All, then each district, line, tier, state, audience, topic, venue and team.
    pub fn selections(&self) -> &Selections {
        &self.selections
    }

    /// The dates of a selection, in the order of time.
    pub fn of_selection(&self, selected: &Selected) -> impl DoubleEndedIterator<Item = &Occurrence> {
        selected.positions.iter().map(|&position| &self.occurrences[position])
    }
}

/// Every date of every activity in the order of time; on equal times in the order of activities.
/// Also those of cancelled ones, which are shown as such.
fn occurrences(agenda: &Agenda) -> Vec<Occurrence> {
    let mut occurrences: Vec<Occurrence> = agenda
        .activities
        .iter()
        .enumerate()
        .flat_map(|(index, activity)| activity.schedule.days.iter().map(move |day| (index, activity, *day)))
        .map(|(index, activity, day)| occurrence(index, activity, day))
        .collect();
    occurrences.sort_by_key(|it| (it.date, it.start, it.activity, it.planned));
    occurrences
}

fn occurrence(index: usize, activity: &Activity, planned: Date) -> Occurrence {
    let change = activity.schedule.change(planned);
    let (date, (start, end)) = match change {
        Some(Change::Moved(moved)) => (moved.date, times(activity, moved)),
        _ => (planned, (activity.start, activity.end)),
    };
    let rescheduled = date != planned || (start, end) != (activity.start, activity.end);
    let status = match (activity.status, change) {
        (_, Some(Change::Cancelled)) => Status::Cancelled,
        // What holds of the whole activity holds of its moved dates, unless nothing special does.
        (Status::Planned | Status::Confirmed, Some(Change::Moved(_))) if rescheduled => Status::Moved,
        (status, _) => status,
    };
    Occurrence { activity: index, planned, date, status, start, end }
}

/// The times of a date that was moved: those that were said, and where no end was, as long as the
/// others if that is on the same day.
fn times(activity: &Activity, moved: &Move) -> (Time, Option<Time>) {
    match (moved.times, activity.end) {
        (None, end) => (activity.start, end),
        (Some((start, None)), Some(end)) => {
            (start, start.checked_add(end.duration_since(activity.start)).ok())
        }
        (Some(times), _) => times,
    }
}
