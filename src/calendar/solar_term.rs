//! The twenty-four solar terms (节气): on which day each begins (GB/T 33661—2017, time of UTC+8).

use std::sync::OnceLock;

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tyme4rs::tyme::solar;

/// A solar term, by its place in the calendar year: from 小寒 in January to 冬至 in December.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SolarTerm(u8);

/// In the order of the calendar year.
const NAMES: [&str; 24] = [
    "小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至", "小暑",
    "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至",
];

impl SolarTerm {
    /// All of them, in the order of the calendar year.
    pub fn all() -> impl Iterator<Item = SolarTerm> {
        (0..24).map(SolarTerm)
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<SolarTerm> {
        Self::all().find(|term| term.name() == name)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        NAMES[usize::from(self.0)]
    }

    /// What `惊蛰` or `清明节` names.
    pub fn said(name: &str) -> Option<SolarTerm> {
        Self::named(name.strip_suffix('节').unwrap_or(name))
    }

    /// The day of a calendar year on which it begins; for years after Christ.
    pub fn begins(self, year: i16) -> Date {
        // Where the earth stands is long to reckon, and the same few years are asked for all the time.
        static KNOWN: [OnceLock<[Date; 24]>; 301] = [const { OnceLock::new() }; 301];
        let index = year.checked_sub(1900).and_then(|index| usize::try_from(index).ok());
        match index.and_then(|index| KNOWN.get(index)) {
            Some(known) => {
                let days = known.get_or_init(|| all_of(year));
                days[usize::from(self.0)]
            }
            None => self.reckoned(year),
        }
    }

    fn reckoned(self, year: i16) -> Date {
        // There the terms of a year count from the 冬至 of the year before.
        let term = solar::SolarTerm::from_index(year.into(), isize::from(self.0) + 1);
        #[expect(clippy::cast_possible_truncation, reason = "a day within ten thousand years")]
        let number = (term.get_julian_day().get_day() + 0.5).floor() as i64;
        // The Julian day number of 1970-01-01.
        Date::constant(1970, 1, 1).saturating_add((number - 2_440_588).days())
    }

    /// The next one, and when it begins, on a day in the time of this one.
    pub fn following(self, day: Date) -> (SolarTerm, Date) {
        let next = SolarTerm((self.0 + 1) % 24);
        let begins = next.begins(day.year());
        (next, if begins > day { begins } else { next.begins(day.year().saturating_add(1)) })
    }

    /// The one in whose time a day lies: the last that has begun.
    pub fn of(day: Date) -> SolarTerm {
        // Two begin in each month, the first from the 3rd to the 9th day, the second from the 18th to the 24th.
        let first = SolarTerm(day.month().unsigned_abs() * 2 - 2);
        let second = SolarTerm(first.0 + 1);
        if day >= second.begins(day.year()) {
            second
        } else if day >= first.begins(day.year()) {
            first
        } else {
            SolarTerm((first.0 + 23) % 24)
        }
    }
}

/// The first days of all terms of a year.
fn all_of(year: i16) -> [Date; 24] {
    let mut days = [Date::ZERO; 24];
    for (day, term) in days.iter_mut().zip(SolarTerm::all()) {
        *day = term.reckoned(year);
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_begin_on_the_days_of_the_almanac() {
        for (name, day) in [
            ("冬至", "2025-12-21"),
            ("小寒", "2026-01-05"),
            ("立春", "2026-02-04"),
            ("清明", "2026-04-05"),
            ("夏至", "2026-06-21"),
            ("冬至", "2026-12-22"),
            ("清明", "2027-04-05"),
            ("立春", "2025-02-03"),
        ] {
            let day: Date = day.parse().expect("a day");
            let term = SolarTerm::named(name).expect("a term");
            assert_eq!(term.begins(day.year()), day, "{name}");
            assert_eq!(SolarTerm::of(day), term);
            assert!(
                term.following(day).1 > day && SolarTerm::of(term.following(day).1) == term.following(day).0
            );
            assert_ne!(SolarTerm::of(day.yesterday().expect("a day")), term);
        }
    }

    #[test]
    fn they_follow_one_another_in_every_year() {
        for year in [1, 1582, 1900, 2026, 2100, 9998] {
            let days: Vec<Date> = SolarTerm::all().map(|term| term.begins(year)).collect();
            assert!(days.is_sorted(), "{year}: {days:?}");
        }
        for year in 1900..2200 {
            for term in SolarTerm::all() {
                let day = term.begins(year);
                assert_eq!(
                    (day.year(), usize::from(day.month().unsigned_abs())),
                    (year, usize::from(term.0) / 2 + 1)
                );
                assert_eq!(SolarTerm::of(day), term);
            }
        }
        for day in [Date::MIN, Date::MAX] {
            SolarTerm::of(day);
        }
    }
}
