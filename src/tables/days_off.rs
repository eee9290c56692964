//! What becomes of the dates of an activity that fall on public holidays: the column 节假日.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::row::RowReader;
use crate::calendar::{Change, Holidays, Move, Schedule};
use crate::diagnostic::{Text, rules};
use crate::model::HolidayPolicy;
use crate::source::table::Cell;

/// Public holidays as the rows of activities ask for them.
#[derive(Debug)]
pub struct DaysOff {
    holidays: Holidays,
    /// Years without data of which was told.
    told: BTreeSet<i16>,
}

impl DaysOff {
    /// Of these holidays, nothing told yet.
    pub fn new(holidays: Holidays) -> DaysOff {
        DaysOff { holidays, told: BTreeSet::new() }
    }

    /// Skips or shifts the dates of a schedule that are on days off, as `cell` says. What its table
    /// says of a single date stands. A date that would be shifted onto a day which has one is skipped,
    /// so that a daily activity does not pile up behind a holiday.
    pub fn apply(
        &mut self,
        row: &mut RowReader<'_>,
        cell: &Cell,
        policy: HolidayPolicy,
        schedule: &mut Schedule,
    ) {
        if policy == HolidayPolicy::Keep {
            return;
        }
        self.tell_unknown(row, cell, schedule);
        let target = |day: &Date| match schedule.change(*day) {
            None => Some(*day),
            Some(Change::Moved(moved)) => Some(moved.date),
            Some(Change::Cancelled) => None,
        };
        let mut taken: BTreeSet<Date> = schedule.days.iter().filter_map(target).collect();
        let off = |day: &&Date| self.holidays.is_off(**day) && schedule.change(**day).is_none();
        let off: Vec<Date> = schedule.days.iter().filter(off).copied().collect();
        for day in off {
            let working = match policy {
                HolidayPolicy::Shift => self.holidays.next_working_day(day),
                HolidayPolicy::Skip | HolidayPolicy::Keep => None,
            };
            match working.filter(|working| taken.insert(*working)) {
                Some(working) => schedule.changes.push((day, Change::Moved(Move::to(working)))),
                None => schedule.except.push(day),
            }
        }
        schedule.changes.sort_by_key(|(day, _)| *day);
        schedule.except.sort_unstable();
        schedule.except.dedup();
        schedule.days.retain(|day| schedule.except.binary_search(day).is_err());
    }

    /// Says once of a year that nothing is known of it.
    fn tell_unknown(&mut self, row: &mut RowReader<'_>, cell: &Cell, schedule: &Schedule) {
        for day in &schedule.days {
            let year = day.year();
            if self.holidays.is_published(year) || !self.told.insert(year) {
                continue;
            }
            let message = Text::new(
                format!("没有 {year} 年的节假日数据，那一年的日期都照常"),
                format!("no holidays of {year} are known, its dates are kept as they are"),
            );
            let help = Text::new(
                format!("放假安排公布后加到 content/data/节假日-{year}.yaml；或给 `重复` 写近一些的截止日"),
                format!("add content/data/节假日-{year}.yaml once they are published, or end `重复` earlier"),
            );
            row.report(&rules::HOLIDAYS_UNKNOWN, cell, message, help);
        }
    }
}
