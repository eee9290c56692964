//! When something takes place: dates, a rule, exceptions, and what became of single days.
//!
//! Pure arithmetic on the Gregorian calendar: no table, no clock, no time zone.

use jiff::civil::{Date, Time, Weekday};
use serde::{Deserialize, Serialize};

use super::lunar::{self, LunarDate};
use super::solar_term::SolarTerm;

/// When an activity takes place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// 日期, in order, each once; never empty in an activity. With a rule, the rule begins on
    /// the first of them.
    pub dates: Vec<Date>,
    /// 重复
    pub rule: Option<Rule>,
    /// Days of 除外日期 on which nothing was ever meant to be, in order, each once.
    pub except: Vec<Date>,
    /// Single days that were cancelled or moved after people had heard of them, in order, each once.
    pub changes: Vec<(Date, Change)>,
    /// The days that all this comes to, in order, each once: those that were planned, changed or not,
    /// without the exceptions. Worked out once, when the row is read.
    pub days: Vec<Date>,
}

/// What became of a single day of a [`Schedule`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// It does not take place.
    Cancelled,
    /// It takes place on another day, at another time or elsewhere.
    Moved(Move),
}

/// Where and when a single day takes place that was moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// The day, which may be the one that was planned.
    pub date: Date,
    /// Another time, and when it ends if that was said.
    pub times: Option<(Time, Option<Time>)>,
    /// Another 阵地: its number, or the text as typed where no table knows it.
    pub venue: Option<String>,
}

impl Move {
    /// To another day, at the same time and place.
    pub fn to(date: Date) -> Move {
        Move { date, times: None, venue: None }
    }
}

impl Schedule {
    /// What became of the date that was planned for `day`.
    pub fn change(&self, day: Date) -> Option<&Change> {
        let found = self.changes.binary_search_by_key(&day, |(day, _)| *day).ok()?;
        self.changes.get(found).map(|(_, change)| change)
    }
}

/// How an activity comes again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// On which days.
    pub pattern: Pattern,
    /// The months to which a pattern of months is bound, in order, such as the first of each quarter;
    /// nothing where it is in all of them.
    pub months: Vec<i8>,
    /// Every how many days, weeks, months or years; at least 1.
    pub interval: u16,
    /// When it ends.
    pub end: RuleEnd,
}

/// The days of a [`Rule`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pattern {
    /// 每天
    Daily,
    /// 每周二、四: days of the week, Monday = 1 to Sunday = 7, in order.
    Weekly(Vec<i8>),
    /// 每月15日: days of the month, in order; −1 is the last.
    MonthDays(Vec<i8>),
    /// 每月第二个周六: the how-manieth (−1 is the last) and day of the week.
    MonthWeekdays(Vec<(i8, i8)>),
    /// 每年5月30日、重阳: in the order in which they were named.
    Yearly(Vec<YearDay>),
    /// 农历每月初一、十五: days of every lunar month, leap ones too, in order; −1 is the last.
    LunarMonthDays(Vec<i8>),
}

/// A day that comes every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum YearDay {
    /// 5月30日: month and day.
    Fixed(i8, i8),
    /// 惊蛰: the day on which it begins.
    Term(SolarTerm),
    /// 重阳, 腊月初八
    Lunar(LunarDate),
}

impl YearDay {
    /// Its dates in a calendar year; a lunar one may have none or two.
    pub fn in_year(self, year: i16) -> Vec<Date> {
        match self {
            YearDay::Fixed(month, day) => Date::new(year, month, day).into_iter().collect(),
            YearDay::Term(term) => vec![term.begins(year)],
            YearDay::Lunar(date) => date.in_year(year),
        }
    }
}

/// When a [`Rule`] ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RuleEnd {
    /// 至2026-12-31: that day included.
    Until(Date),
    /// 共10次: dates that are later left out are counted.
    Count(u16),
    /// Nobody said.
    Open,
}

/// Occurrences of a rule without an end: as many as these, and none behind the end of the year that
/// follows the first. Half a year of a weekly activity: an office that means more says so.
pub const OPEN_END: usize = 26;
/// The most occurrences of one activity; three years of a daily one.
pub const LIMIT: usize = 1100;

/// The days of a schedule before exceptions are taken out.
pub fn all_days(schedule: &Schedule) -> Vec<Date> {
    let mut dates = match (&schedule.rule, schedule.dates.as_slice()) {
        // The first date is where the rule begins; others come in addition.
        (Some(rule), [start, others @ ..]) => {
            let mut dates = rule_dates(rule, *start);
            dates.extend(others);
            dates
        }
        _ => schedule.dates.clone(),
    };
    dates.sort_unstable();
    dates.dedup();
    dates.truncate(LIMIT);
    dates
}

/// The dates of a rule from `start` on, at most [`LIMIT`]. A date before the first that fits the
/// pattern is none of them.
pub fn rule_dates(rule: &Rule, start: Date) -> Vec<Date> {
    let (last, count) = match rule.end {
        RuleEnd::Until(last) => (last, LIMIT),
        // No date behind this is understood anywhere else either.
        RuleEnd::Count(count) => (Date::constant(2200, 12, 31), usize::from(count).min(LIMIT)),
        RuleEnd::Open => {
            let year = start.year().saturating_add(1);
            (Date::new(year, 12, 31).unwrap_or(Date::MAX), OPEN_END)
        }
    };
    let Some(first) = first_match(rule, start) else { return Vec::new() };
    let interval = rule.interval.max(1);
    periods(&rule.pattern, first, interval)
        .take_while(|period| *period <= last)
        // A 31st, or a 29 February every third year, leaves long gaps, not endless ones.
        .take(LIMIT * 12)
        .flat_map(|period| days_in(rule, period))
        .filter(|date| *date >= first)
        .take_while(|date| *date <= last)
        .take(count)
        .collect()
}

/// The first day at or behind `start` that fits, whatever the interval: periods are counted from
/// there, as RFC 5545 counts them from DTSTART.
fn first_match(rule: &Rule, start: Date) -> Option<Date> {
    periods(&rule.pattern, start, 1)
        .take(LIMIT)
        .flat_map(|period| days_in(rule, period))
        .find(|date| *date >= start)
}

/// The first days of every `interval`-th day, week, month or year from the one that holds `from`.
fn periods(pattern: &Pattern, from: Date, interval: u16) -> impl Iterator<Item = Date> {
    let span = jiff::Span::new();
    let (first, step) = match pattern {
        Pattern::Daily => (from, span.days(interval)),
        Pattern::Weekly(_) => {
            let back = from.weekday().to_monday_zero_offset();
            (from.saturating_sub(span.days(back)), span.weeks(interval))
        }
        Pattern::MonthDays(_) | Pattern::MonthWeekdays(_) => (from.first_of_month(), span.months(interval)),
        Pattern::Yearly(_) => (from.first_of_year(), span.years(interval)),
        // A lunar year begins in the calendar year of its number, and ends in the next one.
        Pattern::LunarMonthDays(_) => {
            (from.first_of_year().saturating_sub(span.years(1)), span.years(interval))
        }
    };
    first.series(step)
}

/// The days of the rule in the period that begins on `period`, in order.
fn days_in(rule: &Rule, period: Date) -> Vec<Date> {
    match &rule.pattern {
        Pattern::MonthDays(_) | Pattern::MonthWeekdays(_)
            if !rule.months.is_empty() && !rule.months.contains(&period.month()) =>
        {
            Vec::new()
        }
        Pattern::Daily => vec![period],
        Pattern::Weekly(days) => {
            days.iter().filter_map(|day| period.checked_add(jiff::Span::new().days(day - 1)).ok()).collect()
        }
        Pattern::MonthDays(days) => {
            let of = |day: &i8| {
                let day = if *day < 0 { period.days_in_month() + 1 + day } else { *day };
                // A month without a 31st is left out (RFC 5545, section 3.3.10).
                Date::new(period.year(), period.month(), day).ok()
            };
            sorted(days.iter().filter_map(of).collect())
        }
        Pattern::MonthWeekdays(days) => {
            let of = |(count, day): &(i8, i8)| {
                let weekday = Weekday::from_monday_one_offset(*day).ok()?;
                period.nth_weekday_of_month(*count, weekday).ok()
            };
            sorted(days.iter().filter_map(of).collect())
        }
        Pattern::Yearly(days) => sorted(days.iter().flat_map(|day| day.in_year(period.year())).collect()),
        Pattern::LunarMonthDays(days) => lunar::monthly(days, period.year()),
    }
}

fn sorted(mut dates: Vec<Date>) -> Vec<Date> {
    dates.sort_unstable();
    dates.dedup();
    dates
}
