//! Public holidays and the days worked for them (调休), as the State Council publishes them year by
//! year, and what a working day is.
//!
//! What is not published is not known: no data of a year does not mean that it has no holidays.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// Days that are not what their day of the week says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holidays {
    days: BTreeMap<Date, Holiday>,
    /// Years whose arrangement is published.
    published: BTreeSet<i16>,
}

/// A day off, or one that is worked for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// The holiday to which it belongs: 国庆节.
    pub name: String,
    /// Whether nobody works on it.
    pub off: bool,
}

/// The furthest a working day is looked for; no holiday is half as long.
const LONGEST: usize = 31;

impl Holidays {
    /// Adds a day; of two that are said of one day the first stands.
    pub fn add(&mut self, date: Date, holiday: Holiday) {
        // The days around New Year may stand in the file of either year, and say nothing of the other.
        if (2..=11).contains(&date.month()) {
            self.published.insert(date.year());
        }
        self.days.entry(date).or_insert(holiday);
    }

    /// What is said of a day.
    pub fn get(&self, day: Date) -> Option<&Holiday> {
        self.days.get(&day)
    }

    /// Whether it is known which days of the year are off.
    pub fn is_published(&self, year: i16) -> bool {
        self.published.contains(&year)
    }

    /// Whether it is a day off that was published; other weekends are not.
    pub fn is_off(&self, day: Date) -> bool {
        self.get(day).is_some_and(|holiday| holiday.off)
    }

    /// Whether people work: a Monday to Friday that is not off, or a weekend that is worked.
    pub fn is_working(&self, day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.get(day).map_or(!weekend, |holiday| !holiday.off)
    }

    /// The first working day behind `day`.
    pub fn next_working_day(&self, day: Date) -> Option<Date> {
        let mut days = day.series(jiff::Span::new().days(1)).skip(1).take(LONGEST);
        days.find(|day| self.is_working(*day))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn holidays() -> Holidays {
        let mut holidays = Holidays::default();
        let holiday = |off| Holiday { name: "国庆节".into(), off };
        (1..=7).for_each(|day| holidays.add(date(2026, 10, day), holiday(true)));
        holidays.add(date(2026, 10, 10), holiday(false));
        holidays
    }

    #[test]
    fn working_days_know_holidays_and_the_saturdays_worked_for_them() {
        let holidays = holidays();
        let next = |day| holidays.next_working_day(date(2026, 10, day));
        assert_eq!(next(1), Some(date(2026, 10, 8)));
        assert_eq!(next(9), Some(date(2026, 10, 10)), "a Saturday that is worked");
        assert_eq!(next(10), Some(date(2026, 10, 12)));
        assert!(holidays.is_off(date(2026, 10, 3)) && !holidays.is_off(date(2026, 10, 11)));
    }

    #[test]
    fn the_days_around_new_year_do_not_publish_a_year() {
        let mut holidays = holidays();
        holidays.add(date(2027, 1, 1), Holiday { name: "元旦".into(), off: true });
        assert!(holidays.is_published(2026) && !holidays.is_published(2027));
    }
}
