//! Days of the lunar calendar (农历; GB/T 33661—2017), and its festivals.
//!
//! A date without a year, such as 八月十五, is one of an ordinary month: of a leap month's namesake it
//! comes in the ordinary month only, as the festivals do. 三十 is left out in a month of 29 days; the
//! last day whatever its number is 除夕 in the twelfth month, and 最后一天 in any.

use std::sync::OnceLock;

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tyme4rs::tyme::lunar;

use super::text::number;

/// A day of the lunar calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LunarDay {
    /// From 1 (正月) to 12 (腊月).
    pub month: i8,
    /// Whether it is the leap month behind the one of this number.
    pub leap: bool,
    /// From 1 (初一).
    pub day: i8,
    /// Whether it is the last of its month.
    last: bool,
}

/// A day of the lunar calendar that comes every year: one of an ordinary month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LunarDate {
    /// From 1 (正月) to 12 (腊月).
    pub month: i8,
    /// From 1 (初一); −1 is the last.
    pub day: i8,
}

/// Lunar years that are known: one more at each end than the years of dates in tables.
const YEARS: std::ops::RangeInclusive<i16> = 1899..=2201;

const FESTIVALS: [(&str, LunarDate); 9] = [
    ("春节", LunarDate { month: 1, day: 1 }),
    ("元宵", LunarDate { month: 1, day: 15 }),
    ("端午", LunarDate { month: 5, day: 5 }),
    ("七夕", LunarDate { month: 7, day: 7 }),
    ("中元", LunarDate { month: 7, day: 15 }),
    ("中秋", LunarDate { month: 8, day: 15 }),
    ("重阳", LunarDate { month: 9, day: 9 }),
    ("腊八", LunarDate { month: 12, day: 8 }),
    ("除夕", LunarDate { month: 12, day: -1 }),
];

const MONTHS: [&str; 12] = ["正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊"];

/// A month of a lunar year.
#[derive(Debug, Clone, Copy)]
struct Month {
    month: i8,
    leap: bool,
    first: Date,
    length: i8,
}

/// The months of a lunar year, in order; none of a year that is not in [`YEARS`]. Worked out once:
/// a calendar of thousands of activities asks for the same few years.
fn months(year: i16) -> &'static [Month] {
    static KNOWN: [OnceLock<Vec<Month>>; 303] = [const { OnceLock::new() }; 303];
    let index = year.checked_sub(*YEARS.start()).and_then(|index| usize::try_from(index).ok());
    let Some(known) = index.and_then(|index| KNOWN.get(index)) else { return &[] };
    known.get_or_init(|| lunar::LunarYear::from_year(year.into()).get_months().iter().map(month).collect())
}

fn month(month: &lunar::LunarMonth) -> Month {
    let number = |count: usize| i8::try_from(count).unwrap_or(i8::MAX);
    #[expect(clippy::cast_possible_truncation, reason = "a day within four centuries")]
    let julian = (month.get_first_julian_day().get_day() + 0.5).floor() as i64;
    Month {
        month: number(month.get_month()),
        leap: month.is_leap(),
        // The Julian day number of 1970-01-01.
        first: Date::constant(1970, 1, 1).saturating_add((julian - 2_440_588).days()),
        length: number(month.get_day_count()),
    }
}

impl Month {
    /// The date of a day of it, if it has one; −1 is the last.
    fn date(&self, day: i8) -> Option<Date> {
        let day = if day < 0 { self.length + 1 + day } else { day };
        (1..=self.length).contains(&day).then(|| self.first.saturating_add((day - 1).days()))
    }
}

impl LunarDay {
    /// That of a date between 1900 and 2200.
    pub fn of(date: Date) -> Option<LunarDay> {
        // The year begins in January or February.
        let year = date.year();
        let month = months(year)
            .iter()
            .chain(months(year.checked_sub(1)?))
            .filter(|it| it.first <= date)
            .max_by_key(|it| it.first)?;
        let day = i8::try_from(date.duration_since(month.first).as_hours() / 24 + 1).ok()?;
        (day <= month.length).then_some(LunarDay {
            month: month.month,
            leap: month.leap,
            day,
            last: day == month.length,
        })
    }

    /// The festival that is on it.
    pub fn festival(self) -> Option<&'static str> {
        let is_on = |date: &LunarDate| {
            !self.leap && date.month == self.month && (date.day == self.day || (date.day == -1 && self.last))
        };
        FESTIVALS.iter().find(|(_, date)| is_on(date)).map(|(name, _)| *name)
    }

    /// `初二`; on the first of a month its name: `八月`, `闰六月`.
    pub fn name(self) -> String {
        if self.day == 1 {
            let name =
                usize::try_from(self.month - 1).ok().and_then(|index| MONTHS.get(index)).unwrap_or(&"");
            return format!("{}{name}月", if self.leap { "闰" } else { "" });
        }
        let digit =
            "十一二三四五六七八九".chars().nth(usize::from(self.day.unsigned_abs() % 10)).unwrap_or('十');
        match self.day {
            ..=10 => format!("初{digit}"),
            20 => "二十".into(),
            30.. => "三十".into(),
            11..=19 => format!("十{digit}"),
            _ => format!("廿{digit}"),
        }
    }
}

impl LunarDate {
    /// What `重阳`, `重阳节`, `腊月初八` or `农历八月十五` names. A month and day that may as well be
    /// of the other calendar have 农历 before them.
    pub fn named(text: &str) -> Option<LunarDate> {
        let bare = ["农历", "阴历", "旧历"].iter().find_map(|word| text.strip_prefix(word));
        let name = bare.unwrap_or(text);
        let festival =
            name.strip_suffix('节').filter(|name| !name.is_empty() && *name != "春").unwrap_or(name);
        if let Some((_, date)) = FESTIVALS.iter().find(|(name, _)| *name == festival) {
            return Some(*date);
        }
        let (month, day) = name.split_once('月')?;
        let lunar = bare.is_some() || matches!(month, "正" | "冬" | "腊") || day.starts_with(['初', '廿']);
        let month = match month {
            "正" => 1,
            "冬" => 11,
            "腊" | "臘" => 12,
            _ => i8::try_from(number(month)?).ok().filter(|month| (1..=12).contains(month))?,
        };
        lunar.then_some(LunarDate { month, day: lunar_day(day)? })
    }

    /// The dates of it in a year from January to December: none, one or two, since the twelfth month
    /// is in January most often.
    pub fn in_year(self, year: i16) -> Vec<Date> {
        let before = year.checked_sub(1).map_or(&[][..], months);
        let months = before.iter().chain(months(year)).filter(|it| it.month == self.month && !it.leap);
        months.filter_map(|month| month.date(self.day)).filter(|date| date.year() == year).collect()
    }
}

/// `初八`, `十五`, `廿三`, `三十`, `15日`; −1 for `最后一天`.
pub fn lunar_day(text: &str) -> Option<i8> {
    if matches!(text, "最后一天" | "最后一日" | "月底" | "末" | "底") {
        return Some(-1);
    }
    let text = text.trim_end_matches(['日', '号']);
    let day = match (text.strip_prefix('初'), text.strip_prefix('廿')) {
        (Some(day), _) => number(day).filter(|day| *day <= 10)?,
        (_, Some(day)) => number(day).filter(|day| *day < 10)? + 20,
        _ => number(text)?,
    };
    i8::try_from(day).ok().filter(|day| (1..=30).contains(day))
}

/// The dates of these days in every month, leap ones too, of the lunar year that begins in `year`.
pub fn monthly(days: &[i8], year: i16) -> Vec<Date> {
    let of = |month: &Month| days.iter().filter_map(|day| month.date(*day)).collect::<Vec<_>>();
    months(year).iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::SolarTerm;
    use super::*;

    /// Out of almanacs and the State Council's notices of holidays.
    const KNOWN: [(&str, &[&str]); 11] = [
        (
            "春节",
            &[
                "2020-01-25",
                "2021-02-12",
                "2022-02-01",
                "2023-01-22",
                "2024-02-10",
                "2025-01-29",
                "2026-02-17",
                "2027-02-06",
                "2028-01-26",
                "2029-02-13",
                "2030-02-03",
            ],
        ),
        ("除夕", &["2024-02-09", "2025-01-28", "2026-02-16"]),
        ("元宵", &["2024-02-24", "2025-02-12", "2026-03-03"]),
        (
            "端午",
            &[
                "2020-06-25",
                "2021-06-14",
                "2022-06-03",
                "2023-06-22",
                "2024-06-10",
                "2025-05-31",
                "2026-06-19",
            ],
        ),
        ("七夕", &["2023-08-22", "2024-08-10", "2025-08-29", "2026-08-19"]),
        ("中元", &["2024-08-18", "2025-09-06"]),
        (
            "中秋",
            &[
                "2020-10-01",
                "2021-09-21",
                "2022-09-10",
                "2023-09-29",
                "2024-09-17",
                "2025-10-06",
                "2026-09-25",
            ],
        ),
        (
            "重阳",
            &[
                "2020-10-25",
                "2021-10-14",
                "2022-10-04",
                "2023-10-23",
                "2024-10-11",
                "2025-10-29",
                "2026-10-18",
            ],
        ),
        ("腊八", &["2024-01-18", "2025-01-07", "2026-01-26"]),
        (
            "清明",
            &[
                "2020-04-04",
                "2021-04-04",
                "2022-04-05",
                "2023-04-05",
                "2024-04-04",
                "2025-04-04",
                "2026-04-05",
            ],
        ),
        (
            "冬至",
            &[
                "2020-12-21",
                "2021-12-21",
                "2022-12-22",
                "2023-12-22",
                "2024-12-21",
                "2025-12-21",
                "2026-12-22",
            ],
        ),
    ];

    #[test]
    fn festivals_and_terms_are_on_the_days_of_the_almanac() {
        assert!(KNOWN.iter().map(|(_, days)| days.len()).sum::<usize>() >= 40);
        for (name, days) in KNOWN {
            for day in days {
                let day: Date = day.parse().expect("a day");
                if let Some(term) = SolarTerm::said(name) {
                    assert_eq!(term.begins(day.year()), day, "{name}");
                    continue;
                }
                assert_eq!(LunarDate::named(name).expect(name).in_year(day.year()), [day], "{name}");
                assert_eq!(LunarDay::of(day).and_then(LunarDay::festival), Some(name), "{day}");
            }
        }
    }

    #[test]
    fn leap_months_follow_their_namesakes_and_have_no_festivals() {
        let name = |day| LunarDay::of(day).expect("a lunar day").name();
        for (day, leap) in [
            (date(2020, 5, 23), "闰四月"),
            (date(2023, 3, 22), "闰二月"),
            (date(2025, 7, 25), "闰六月"),
            (date(2033, 12, 22), "闰冬月"),
        ] {
            assert_eq!(name(day), leap);
        }
        assert_eq!(name(date(2025, 6, 25)), "六月");
        // 2020 had 五月初五 once, behind a leap 四月; 2025 a leap 六月.
        assert_eq!(LunarDate::named("农历六月初一").expect("a date").in_year(2025), [date(2025, 6, 25)]);
        let leap = LunarDay { month: 8, leap: true, day: 15, last: false };
        assert_eq!(leap.festival(), None);
    }

    #[test]
    fn days_have_the_names_that_calendars_print() {
        let name = |day| LunarDay::of(day).expect("a lunar day").name();
        let names: Vec<String> = date(2026, 2, 16).series(1.day()).take(31).map(name).collect();
        let printed = "廿九 正月 初二 初三 初四 初五 初六 初七 初八 初九 初十 十一 十二 十三 十四 十五 十六 十七 十八 十九 \
                       二十 廿一 廿二 廿三 廿四 廿五 廿六 廿七 廿八 廿九 三十";
        assert_eq!(names, printed.split_whitespace().collect::<Vec<_>>());
        assert_eq!(LunarDay::of(date(1800, 1, 1)), None);
        assert_eq!(LunarDay::of(date(2300, 1, 1)), None);
        assert_eq!(LunarDay::of(Date::MIN), None);
    }

    #[test]
    fn dates_are_named_as_people_write_them() {
        let named = |text| LunarDate::named(text).map(|date| (date.month, date.day));
        for (text, date) in [
            ("重阳", (9, 9)),
            ("端午节", (5, 5)),
            ("春节", (1, 1)),
            ("腊月初八", (12, 8)),
            ("农历腊月初八", (12, 8)),
            ("农历八月十五", (8, 15)),
            ("农历8月15", (8, 15)),
            ("正月十五", (1, 15)),
            ("三月初三", (3, 3)),
            ("腊月廿三", (12, 23)),
            ("冬月三十", (11, 30)),
        ] {
            assert_eq!(named(text), Some(date), "{text}");
        }
        for text in [
            "",
            "春",
            "八月十五",
            "8月15日",
            "农历十三月初一",
            "腊月",
            "腊月初十一",
            "农历八月三十一",
            "清明",
        ] {
            assert_eq!(named(text), None, "{text}");
        }
    }

    #[test]
    fn the_months_of_all_years_join() {
        let mut next = None;
        for year in YEARS {
            let months = months(year);
            assert!(matches!(months.len(), 12 | 13), "{year}");
            for month in months {
                assert!(next.is_none_or(|next| next == month.first), "{year}: {month:?}");
                assert!(matches!(month.length, 29 | 30), "{year}: {month:?}");
                next = Some(month.first.saturating_add(month.length.days()));
            }
        }
    }
}
