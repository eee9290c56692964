//! When teams are taken, and how much they did of late.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;

use super::days::{DaySet, Horizon};
use crate::model::{Agenda, Status, Timetable};

/// Days over which it is counted how much a team did.
pub const LATELY: i64 = 90;

/// What is known of a team.
#[derive(Debug, Clone, Default)]
pub struct Team {
    /// Days on which it is somewhere already.
    pub taken: DaySet,
    /// Dates that it held of late.
    pub served: u32,
}

/// Every team that has an activity, by 支队编号.
pub fn teams<'a>(
    agenda: &'a Agenda,
    timetable: &Timetable,
    (day, horizon): (Date, Horizon),
) -> BTreeMap<&'a str, Team> {
    let since = day.saturating_sub(Span::new().days(LATELY));
    let mut teams: BTreeMap<&str, Team> = BTreeMap::new();
    for occurrence in timetable.all() {
        if matches!(occurrence.status, Status::Cancelled | Status::Postponed) {
            continue;
        }
        let activity = &agenda.activities[occurrence.activity];
        let lately = since <= occurrence.date && occurrence.date < day;
        let number = horizon.number(occurrence.date);
        if !lately && number.is_none() {
            continue;
        }
        for id in &activity.teams {
            teams.entry(id).or_default().served += u32::from(lately);
        }
        for id in activity.teams.iter().chain(&activity.supporting_teams) {
            if let Some(number) = number {
                teams.entry(id).or_default().taken.insert(number);
            }
        }
    }
    teams
}
