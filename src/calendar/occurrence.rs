//! From a schedule to its dates.
//!
//! Pure arithmetic on the Gregorian calendar: no table, no clock, no time zone.

use jiff::civil::{Date, Weekday};

use crate::model::{Activity, Agenda, Change, Occurrence, Pattern, Rule, RuleEnd, Schedule, Status};

/// Occurrences of a rule without an end: as many as these, and none behind the end of the year that
/// follows the first. Half a year of a weekly activity: an office that means more says so.
pub const OPEN_END: usize = 26;
/// The most occurrences of one activity; three years of a daily one.
pub const LIMIT: usize = 1100;

/// Every date of every activity in the order of time; on equal times in the order of activities.
/// Also those of cancelled ones, which are shown as such.
pub fn occurrences(agenda: &Agenda) -> Vec<Occurrence> {
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
    let date = if let Some(Change::Moved(date)) = change { date } else { planned };
    let status = match (activity.status, change) {
        (_, Some(Change::Cancelled)) => Status::Cancelled,
        // What holds of the whole activity holds of its moved dates, unless nothing special does.
        (Status::Planned | Status::Confirmed, Some(Change::Moved(_))) => Status::Moved,
        (status, _) => status,
    };
    Occurrence { activity: index, planned, date, status, start: activity.start, end: activity.end }
}

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
    let Some(first) = first_match(&rule.pattern, start) else { return Vec::new() };
    let interval = rule.interval.max(1);
    periods(&rule.pattern, first, interval)
        .take_while(|period| *period <= last)
        // A 31st, or a 29 February every third year, leaves long gaps, not endless ones.
        .take(LIMIT * 12)
        .flat_map(|period| days_in(&rule.pattern, period))
        .filter(|date| *date >= first)
        .take_while(|date| *date <= last)
        .take(count)
        .collect()
}

/// The first day at or behind `start` that fits, whatever the interval: periods are counted from
/// there, as RFC 5545 counts them from DTSTART.
fn first_match(pattern: &Pattern, start: Date) -> Option<Date> {
    periods(pattern, start, 1)
        .take(LIMIT)
        .flat_map(|period| days_in(pattern, period))
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
        Pattern::Yearly(..) => (from.first_of_year(), span.years(interval)),
    };
    first.series(step)
}

/// The days of the pattern in the period that begins on `period`, in order.
fn days_in(pattern: &Pattern, period: Date) -> Vec<Date> {
    match pattern {
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
        Pattern::Yearly(month, day) => Date::new(period.year(), *month, *day).into_iter().collect(),
    }
}

fn sorted(mut dates: Vec<Date>) -> Vec<Date> {
    dates.sort_unstable();
    dates.dedup();
    dates
}
