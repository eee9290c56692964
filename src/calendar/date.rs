//! Dates as people write them in cells: `2026年3月5日`, `3月5日`, `2026年重阳`.
//!
//! Knows text only, no cells. Whatever is not surely a date is refused, never guessed.

use jiff::civil::Date;

use super::lunar::LunarDate;
use super::schedule::YearDay;
use super::solar_term::SolarTerm;
use super::text::normal;
use super::time::without_part_of_day;

/// `2026年3月5日`
pub fn in_words(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// What was wrong with a text that should have been a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateError {
    /// This part is not a date at all.
    NotADate(String),
    /// Month and day without a year, and no date before it to take the year from.
    NoYear(String),
    /// The day of the week beside the date is not that day's: the date, and its day (Monday = 1).
    Weekday(Date, i8),
    /// More than 92 days, or a range that ends before it begins.
    Range(String),
    /// A single date was moved to a time of day that is none.
    Time(String),
}

/// One day that is written in full, with nothing beside it, in a year of four digits: that of a text,
/// where an editor may mean any, unlike a plan.
pub fn full_date(text: &str) -> Option<Date> {
    use Unit as U;
    let numbers = numbers(&normal(text))?;
    let [Part(year, U::Year | U::Mark), Part(month, U::Month | U::Mark), Part(day, U::Day | U::None)] =
        *numbers.as_slice()
    else {
        return None;
    };
    let year = i16::try_from(year).ok().filter(|year| (1000..=9999).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `2026年清明`, `2026年重阳`, `2026年农历八月十五`; the year is that of `last` where there is none.
///
/// The year is that from January to December, as in 2026年除夕. A lunar day that such a year has twice,
/// or not at all, is none: 腊月 may be in January or December.
pub fn named_day(part: &str, last: Option<Date>) -> Option<Date> {
    let (year, name) = match part.split_once('年') {
        Some((year, name)) => (year.parse().ok()?, name),
        None => (last?.year(), part),
    };
    if !(1900..=2200).contains(&year) {
        return None;
    }
    let day = SolarTerm::said(name).map(YearDay::Term).or_else(|| LunarDate::named(name).map(YearDay::Lunar));
    match day?.in_year(year)[..] {
        [date] => Some(date),
        _ => None,
    }
}

/// One date in [`normal`] text; its year and month are those of `last` where it has none.
pub fn date_after(part: &str, last: Option<Date>) -> Result<Date, DateError> {
    let bad = || DateError::NotADate(part.to_owned());
    let (text, weekday) = without_weekday(part);
    let text = without_clock(&text);
    let text = without_part_of_day(text).unwrap_or(text);
    let numbers = match named_day(text, last) {
        Some(_) => Vec::new(),
        None => numbers(text).ok_or_else(bad)?,
    };
    let date = match (numbers.as_slice(), last) {
        ([], _) => named_day(text, last),
        ([Part(number, Unit::None)], _) if *number > 31 => single_number(*number),
        ([Part(year, year_unit), month, day], _)
            if matches!(year_unit, Unit::Year | Unit::Mark | Unit::None) && month.0 <= 12 =>
        {
            plausible(i64::from(*year), month.0, day.0)
        }
        ([Part(month, Unit::Month | Unit::Mark), Part(day, _)], Some(last)) => {
            plausible(i64::from(last.year()), *month, *day)
        }
        ([Part(month, Unit::Month | Unit::Mark), Part(_, Unit::Day | Unit::None)], None) if *month <= 12 => {
            return Err(DateError::NoYear(part.to_owned()));
        }
        ([Part(day, Unit::Day | Unit::None)], Some(last)) => {
            plausible(i64::from(last.year()), u32::from(last.month().unsigned_abs()), *day)
        }
        _ => None,
    };
    let date = date.ok_or_else(bad)?;
    match weekday {
        Some(weekday) if weekday != date.weekday().to_monday_one_offset() => {
            Err(DateError::Weekday(date, date.weekday().to_monday_one_offset()))
        }
        _ => Ok(date),
    }
}

/// `20260305`, or an Excel serial such as 46086.
fn single_number(number: u32) -> Option<Date> {
    if number >= 19_000_000 {
        return plausible(i64::from(number / 10_000), number / 100 % 100, number % 100);
    }
    serial(f64::from(number))
}

/// The day of an Excel serial (1900 system) between 1954 and 2119; a smaller or larger number in a
/// cell is a number.
pub fn serial(serial: f64) -> Option<Date> {
    if !(20_000.0..80_500.0).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "between 20,000 and 80,500")]
    let days = serial.floor() as i64;
    Date::constant(1899, 12, 30).checked_add(jiff::Span::new().days(days)).ok()
}

fn plausible(year: i64, month: u32, day: u32) -> Option<Date> {
    if !(1900..=2200).contains(&year) {
        return None;
    }
    let year = i16::try_from(year).ok()?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A number and what stands behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part(u32, Unit);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Year,
    Month,
    Day,
    /// `/`, `.` or `-`
    Mark,
    None,
}

/// At most three numbers with their units; `None` if there is anything else.
fn numbers(text: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 8 || parts.len() == 3 {
            return None;
        }
        let number = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?;
        let unit = match rest.chars().next() {
            Some('年') => Unit::Year,
            Some('月') => Unit::Month,
            Some('日' | '号') => Unit::Day,
            Some('/' | '.' | '-') => Unit::Mark,
            Some(_) => return None,
            None => Unit::None,
        };
        let length = rest.chars().next().map_or(0, char::len_utf8);
        rest = rest.get(length..)?;
        // `2026.3.5.` is seen, `2026.3.` is not a date: the count of numbers decides.
        parts.push(Part(number, unit));
    }
    Some(parts)
}

/// Takes out `周四`, `(星期四)` and the like.
fn without_weekday(text: &str) -> (String, Option<i8>) {
    for word in ["星期", "礼拜", "周"] {
        if let Some(at) = text.find(word) {
            let mut rest = text[at + word.len()..].chars();
            if let Some(day) = rest.next().and_then(weekday) {
                let before = text[..at].trim_end_matches('(');
                return (format!("{before}{}", rest.as_str().trim_start_matches(')')), Some(day));
            }
        }
    }
    (text.to_owned(), None)
}

/// Day of the week by its character, Monday = 1.
pub fn weekday(character: char) -> Option<i8> {
    Some(match character {
        '一' | '1' => 1,
        '二' | '2' => 2,
        '三' | '3' => 3,
        '四' | '4' => 4,
        '五' | '5' => 5,
        '六' | '6' => 6,
        '日' | '天' | '7' => 7,
        _ => return None,
    })
}

/// A date without the time that was glued to it: `2026-03-05T09:00`, `2026年3月5日9:00`.
fn without_clock(text: &str) -> &str {
    if let Some((date, _)) = text.split_once('T') {
        return date;
    }
    let Some(colon) = text.find(':') else { return text };
    let head = text.get(..colon).unwrap_or_default();
    head.trim_end_matches(|character: char| character.is_ascii_digit())
}
