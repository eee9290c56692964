//! What was published of each activity, and what has become of it since.
//!
//! A calendar that people subscribed to has to say which of its versions is the newer one, and people who
//! wrote down a date have to be told that it is another. The tables know neither: they hold what is true now.
//! So each published state of an activity is an [`Announcement`], a line of a file that is kept with the
//! site; they are only ever added to. Nothing here knows that file.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use super::{Activity, Agenda, Occurrence, Status, Timetable};

/// What was published of an activity, from some day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// The day on which it was published first.
    pub day: Date,
    /// 活动编号
    pub activity: String,
    /// 活动名称: for readers of the file.
    pub name: String,
    /// How often time, place or state had changed (RFC 5545, section 3.8.7.4).
    pub sequence: u32,
    /// 状态 of the whole activity.
    pub status: Status,
    /// 阵地编号, or the text as typed.
    pub venue: String,
    /// Its dates, in the order of the days for which they were planned.
    pub dates: Vec<AnnouncedDate>,
}

/// One date as it was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncedDate {
    /// The day on which it takes place.
    pub date: Date,
    /// When it begins.
    pub start: Time,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Time>,
    /// The day for which it was planned, where that is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<Date>,
    /// What became of it, where that is not what became of the whole activity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Where it takes place, where that is not where the others do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub venue: Option<String>,
}

impl AnnouncedDate {
    fn planned(&self) -> Date {
        self.planned.unwrap_or(self.date)
    }

    /// Day and times.
    pub fn when(&self) -> When {
        When { date: self.date, start: self.start, end: self.end }
    }
}

/// A day and its times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// The day.
    pub date: Date,
    /// When it begins.
    pub start: Time,
    /// When it ends.
    pub end: Option<Time>,
}

/// What is not as it was announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A date takes place at another time.
    Time {
        /// As it was.
        from: When,
        /// As it is.
        to: When,
    },
    /// A date takes place elsewhere; all of them, where no date is given.
    Place {
        /// Which date.
        of: Option<When>,
        /// 阵地编号, or the text as typed.
        from: String,
        /// Likewise.
        to: String,
    },
    /// The state is another; of all dates, where none is given.
    Status {
        /// Which date.
        of: Option<When>,
        /// As it was.
        from: Status,
        /// As it is.
        to: Status,
    },
    /// Dates that were not announced before.
    Added(Vec<When>),
    /// Dates that were announced, and of which nothing is said any more.
    Dropped(Vec<When>),
}

/// What changed on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The day on which it was published.
    pub day: Date,
    /// What changed; never empty.
    pub changes: Vec<Change>,
}

/// What is known of the former states of all activities.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Announced {
    /// Of each activity, in the order of [`Agenda::activities`].
    histories: Vec<History>,
}

/// The states of one activity, told as changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Oldest first.
    pub revisions: Vec<Revision>,
    /// SEQUENCE of the present state; `None` while nothing is known of former ones.
    pub sequence: Option<u32>,
    /// The day since which the present state stands, where one is known.
    pub since: Option<Date>,
    /// What is to be remembered of the present state, where nobody has yet.
    pub news: Option<Announcement>,
}

impl Announced {
    /// What `announcements`, in any order, say of the activities as they stand on `day`.
    pub fn new(
        announcements: &[Announcement],
        (agenda, timetable): (&Agenda, &Timetable),
        day: Date,
    ) -> Announced {
        let mut known: BTreeMap<&str, Vec<&Announcement>> = BTreeMap::new();
        for announcement in announcements {
            known.entry(&announcement.activity).or_default().push(announcement);
        }
        let histories = agenda.activities.iter().enumerate().map(|(index, activity)| {
            let mut former = known.remove(activity.id.as_str()).unwrap_or_default();
            // Of two branches the lines may stand in any order.
            former.sort_by_key(|it| (it.sequence, it.day));
            let occurrences = timetable.of_activity(index).copied().collect();
            History::of(&former, present(activity, occurrences, day))
        });
        Announced { histories: histories.collect() }
    }

    /// What is known of an activity, given by its index.
    pub fn of(&self, activity: usize) -> Option<&History> {
        self.histories.get(activity)
    }

    /// What is to be remembered when this is published.
    pub fn news(&self) -> impl Iterator<Item = &Announcement> {
        self.histories.iter().filter_map(|it| it.news.as_ref())
    }
}

impl History {
    fn of(former: &[&Announcement], mut present: Announcement) -> History {
        let Some(last) = former.last() else {
            return History { news: Some(present), ..History::default() };
        };
        let mut revisions: Vec<Revision> = former
            .windows(2)
            .map(|pair| Revision { day: pair[1].day, changes: changes(pair[0], pair[1]) })
            .filter(|it| !it.changes.is_empty())
            .collect();
        // Two branches may have announced different states under one number; which of them a subscriber has
        // nobody knows, so what stands now is newer than both.
        let parted = former.iter().rev().skip(1).any(|it| it.sequence == last.sequence && !same(it, last));
        let changes = changes(last, &present);
        if changes.is_empty() && same(last, &present) && !parted {
            let (sequence, since) = (Some(last.sequence), Some(last.day));
            return History { revisions, sequence, since, news: None };
        }
        present.sequence = last.sequence.saturating_add(1);
        if !changes.is_empty() {
            revisions.push(Revision { day: present.day, changes });
        }
        let (sequence, since) = (Some(present.sequence), Some(present.day));
        History { revisions, sequence, since, news: Some(present) }
    }
}

/// An activity as it stands.
fn present(activity: &Activity, mut occurrences: Vec<Occurrence>, day: Date) -> Announcement {
    occurrences.sort_unstable_by_key(|it| it.planned);
    let date = |it: &Occurrence| AnnouncedDate {
        date: it.date,
        start: it.start,
        end: it.end,
        planned: it.moved_from(),
        status: (it.status != activity.status).then_some(it.status),
        venue: (it.venue(activity) != activity.venue).then(|| it.venue(activity).to_owned()),
    };
    Announcement {
        day,
        activity: activity.id.clone(),
        name: activity.name.clone(),
        sequence: 0,
        status: activity.status,
        venue: activity.venue.clone(),
        dates: occurrences.iter().map(date).collect(),
    }
}

/// Whether two say the same of time, place and state.
fn same(one: &Announcement, other: &Announcement) -> bool {
    (one.status, &one.venue, &one.dates) == (other.status, &other.venue, &other.dates)
}

/// What is not in `now` as it was in `then`.
fn changes(then: &Announcement, now: &Announcement) -> Vec<Change> {
    let mut changes = Vec::new();
    if then.status != now.status {
        changes.push(Change::Status { of: None, from: then.status, to: now.status });
    }
    if then.venue != now.venue {
        changes.push(Change::Place { of: None, from: then.venue.clone(), to: now.venue.clone() });
    }
    let (mut dropped, mut added) = (Vec::new(), Vec::new());
    let planned = |dates: &[AnnouncedDate]| -> BTreeMap<Date, AnnouncedDate> {
        dates.iter().map(|it| (it.planned(), it.clone())).collect()
    };
    let (before, mut after) = (planned(&then.dates), planned(&now.dates));
    for (day, was) in &before {
        match after.remove(day) {
            Some(is) => of_one_date((then, was), (now, &is), &mut changes),
            None => dropped.push(was.when()),
        }
    }
    added.extend(after.values().map(AnnouncedDate::when));
    match (&dropped[..], &added[..]) {
        ([], []) => {}
        // Offices write the new date over the old one.
        ([from], [to]) => changes.push(Change::Time { from: *from, to: *to }),
        _ => {
            if !dropped.is_empty() {
                changes.push(Change::Dropped(dropped));
            }
            if !added.is_empty() {
                changes.push(Change::Added(added));
            }
        }
    }
    changes
}

/// What became of a date that is in both.
fn of_one_date(
    (then, was): (&Announcement, &AnnouncedDate),
    (now, is): (&Announcement, &AnnouncedDate),
    changes: &mut Vec<Change>,
) {
    if was.when() != is.when() {
        changes.push(Change::Time { from: was.when(), to: is.when() });
    }
    let (from, to) = (was.status.unwrap_or(then.status), is.status.unwrap_or(now.status));
    if from != to && (from, to) != (then.status, now.status) {
        // A date that was moved says so by its time.
        let moved = to == Status::Moved && was.when() != is.when();
        if !moved {
            changes.push(Change::Status { of: Some(is.when()), from, to });
        }
    }
    let (from, to) = (was.venue.as_ref().unwrap_or(&then.venue), is.venue.as_ref().unwrap_or(&now.venue));
    if from != to && (from, to) != (&then.venue, &now.venue) {
        changes.push(Change::Place { of: Some(is.when()), from: from.clone(), to: to.clone() });
    }
}
