//! 重复: how offices say that something comes again, and the part of RRULE that says the same.
//!
//! Understood: 每天, 每周三, 每周二、四, 每周一至周五, 每周末, 每个工作日, 每两周周六, 隔周周六, 每月15日,
//! 每月第二个周六, 每月第一、三个周六, 每月最后一个周五, 每月最后一天, 每年5月30日, 每年3月5日、5月30日,
//! 每年9月第三个周六, each with 至2026-12-31 or 共10次 behind it; and RRULE (RFC 5545, section 3.3.10) with
//! FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY and BYMONTH as far as they say one of these. 工作日
//! is Monday to Friday: public holidays are for the column 节假日.
//!
//! - 每季度 is the same day every three months. 每季度15日 and 每季度第一个周六 are in the first month of
//!   each quarter, 每季度最后一个周五 and 每季度末 in its last; 每季度第二个月15日 says which.
//! - 每个节气, 每年惊蛰, 每年立春、立秋, 每逢清明 are on the days on which solar terms begin.
//! - 每年重阳, 每年农历八月十五, 每年腊月初八 are of the lunar calendar, in ordinary months; 农历每月初一、
//!   十五 are in every month, leap ones too. A month and day in Chinese numerals that may be of either
//!   calendar, 每年八月十五, is refused.
//!
//! What is not understood is refused, never guessed.

use jiff::civil::Date;

use super::date::{date_after, weekday};
use super::schedule::{Pattern, Rule, RuleEnd, YearDay};
use super::text::{normal, number};
use super::yearly::{SEPARATORS, named, of_months, of_quarter, year_days};

/// Why a text is not a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecurrenceError {
    /// Not understood at all.
    Unknown,
    /// The end is not a date or a number of times.
    BadEnd(String),
    /// A part of an RRULE that is not supported.
    UnsupportedPart(String),
}

use RecurrenceError::{BadEnd, Unknown, UnsupportedPart};

/// The rule that `text` says for something that begins on `start`; `None` if it says that nothing
/// comes again.
pub fn parse(text: &str, start: Date) -> Result<Option<Rule>, RecurrenceError> {
    let text = normal(text);
    let upper = text.to_ascii_uppercase();
    let rrule = upper.strip_prefix("RRULE:").unwrap_or(&upper);
    if rrule.starts_with("FREQ=") || rrule.contains(";FREQ=") {
        return parse_rrule(rrule, start).map(Some);
    }
    let junction = |character| matches!(character, ',' | '，' | ';' | '、' | '(' | ')' | '。');
    let (pattern, end) = split_end(text.trim_end_matches(junction), start)?;
    let pattern = pattern.trim_end_matches(junction);
    if ["", "无", "否", "-", "~", "/", "不重复", "单次", "一次", "no", "none"].contains(&pattern) {
        return Ok(None);
    }
    let rule = parse_pattern(pattern, start).ok_or(Unknown)?;
    Ok(Some(Rule { end, ..rule }))
}

/// The pattern and the end behind it.
fn split_end(text: &str, start: Date) -> Result<(&str, RuleEnd), RecurrenceError> {
    if let Some(body) = text.strip_suffix(['次', '场', '期']) {
        // 每周三十次 says nothing: Chinese numerals count only behind 共.
        let digits = match body.rsplit_once('共') {
            Some((_, count)) => &body[..body.len() - count.len()],
            None => body.trim_end_matches(|character: char| character.is_ascii_digit()),
        };
        let count = body
            .get(digits.len()..)
            .and_then(|count| number(count).or_else(|| count.parse().ok().filter(|count| *count < 1000)));
        let count = count.and_then(|count| u16::try_from(count).ok()).filter(|count| *count > 0);
        let count = count.ok_or_else(|| BadEnd(text.to_owned()))?;
        let pattern = digits.trim_end_matches(['共', '计', '办', '开', '展']);
        return Ok((pattern, RuleEnd::Count(count)));
    }
    for mark in ["至", "到", "~", "止", "until"] {
        let Some((pattern, date)) = text.rsplit_once(mark) else { continue };
        let date = date.trim_start_matches(['于', ':']).trim_end_matches(['止', '为', ')']);
        // 每周一至周五 has no end.
        if date.is_empty() || (!date.starts_with(|it: char| it.is_ascii_digit())) {
            continue;
        }
        // 每月5至7日: days, not an end.
        let until = end_of_year(date)
            .or_else(|| date_after(date, date.contains(['月', '/', '.', '-']).then_some(start)).ok());
        return match until {
            Some(until) => {
                let pattern = pattern.trim_end_matches(['截', '直', '止', '(']);
                Ok((pattern, RuleEnd::Until(until)))
            }
            None if date.len() <= 5 => continue,
            None => Err(BadEnd(date.to_owned())),
        };
    }
    Ok((text, RuleEnd::Open))
}

/// `2026年底`, `2026年末`
fn end_of_year(text: &str) -> Option<Date> {
    let year = text.strip_suffix("年底").or_else(|| text.strip_suffix("年末"))?;
    let year = year.parse().ok().filter(|year| (1900..=2200).contains(year))?;
    Date::new(year, 12, 31).ok()
}

/// A pattern, as a rule without an end.
fn parse_pattern(text: &str, start: Date) -> Option<Rule> {
    let rule = |interval, pattern| Rule { pattern, months: Vec::new(), interval, end: RuleEnd::Open };
    let swapped = text.strip_prefix("农历每年").map(|rest| format!("每年农历{rest}"));
    let text = swapped.as_deref().unwrap_or(text);
    if let Some(pattern) = named(text) {
        return Some(rule(1, pattern));
    }
    let (rest, more) = if let Some(rest) = text.strip_prefix("每隔") {
        (rest, 1)
    } else if let Some(rest) = text.strip_prefix('隔') {
        (rest, 1)
    } else {
        let rest = text.strip_prefix('每')?;
        // 每逢周三; 每逢 before a number would say 每, which it does not.
        let weekday = rest.strip_prefix('逢').filter(|rest| rest.starts_with(['周', '星', '礼']));
        (weekday.unwrap_or(rest), 0)
    };
    if matches!(rest, "工作日" | "个工作日") && more == 0 {
        return Some(rule(1, Pattern::Weekly((1..=5).collect())));
    }
    let units = ["天", "日", "星期", "礼拜", "周", "季度", "季", "月", "年"];
    let (at, unit) = units
        .iter()
        .filter_map(|unit| rest.find(unit).map(|at| (at, *unit)))
        .min_by_key(|(at, unit)| (*at, std::cmp::Reverse(unit.len())))?;
    let count = rest[..at].trim_end_matches('个');
    let count = if count.is_empty() { 1 } else { number(count)? };
    let interval = u16::try_from(count).ok()?.checked_add(more).filter(|it| (1..=99).contains(it))?;
    let rest = &rest[at + unit.len()..];
    match unit {
        "天" | "日" => rest.is_empty().then(|| rule(interval, Pattern::Daily)),
        "星期" | "礼拜" | "周" => Some(rule(interval, week(rest, start)?)),
        "月" if rest.is_empty() => Some(rule(interval, Pattern::MonthDays(vec![start.day()]))),
        "月" => Some(rule(interval, month(rest)?)),
        "年" => year(rest, interval, start),
        _ => quarter(rest, interval, start),
    }
}

/// What follows 每周.
fn week(text: &str, start: Date) -> Option<Pattern> {
    Some(match text {
        "" => Pattern::Weekly(vec![start.weekday().to_monday_one_offset()]),
        "末" => Pattern::Weekly(vec![6, 7]),
        _ => Pattern::Weekly(weekdays(text)?),
    })
}

/// What follows 每年.
fn year(text: &str, interval: u16, start: Date) -> Option<Rule> {
    if let Some((months, text)) = of_months(text) {
        let pattern = month(text)?;
        return (interval == 1).then_some(Rule { pattern, months, interval, end: RuleEnd::Open });
    }
    let days = match text {
        "" => vec![YearDay::Fixed(start.month(), start.day())],
        _ => year_days(text)?,
    };
    // A lunar day may be in a calendar year twice, and in the next one not at all: which is the second?
    let lunar = days.iter().any(|day| matches!(day, YearDay::Lunar(_)));
    let pattern = Pattern::Yearly(days);
    (interval == 1 || !lunar).then_some(Rule { pattern, months: Vec::new(), interval, end: RuleEnd::Open })
}

/// What follows 每季度.
fn quarter(text: &str, interval: u16, start: Date) -> Option<Rule> {
    if text.is_empty() {
        let pattern = Pattern::MonthDays(vec![start.day()]);
        return Some(Rule { pattern, months: Vec::new(), interval: interval * 3, end: RuleEnd::Open });
    }
    let (months, text) = of_quarter(text);
    let pattern = match text {
        "" => Pattern::MonthDays(vec![start.day()]),
        _ => month(text)?,
    };
    // The last one is not in the month of the first one.
    let mixed = match &pattern {
        Pattern::MonthDays(days) => days.contains(&-1) && days.len() > 1,
        Pattern::MonthWeekdays(days) => {
            days.iter().any(|(count, _)| *count < 0) && days.iter().any(|(count, _)| *count > 0)
        }
        _ => false,
    };
    (interval == 1 && !mixed).then_some(Rule { pattern, months, interval, end: RuleEnd::Open })
}

/// `二、四`, `周二和周四`, `一至五`, `二四六`
fn weekdays(text: &str) -> Option<Vec<i8>> {
    let mut days: Vec<i8> = Vec::new();
    let text = text.replace("星期", "").replace("礼拜", "").replace("周", "");
    let mut range = false;
    for character in text.chars() {
        match (character, weekday(character)) {
            ('至' | '到' | '~' | '-', _) if !days.is_empty() && !range => range = true,
            ('、' | ',' | '，' | ';' | '/' | '和' | '及' | '与', _) if !range => {}
            (_, Some(day)) if range => {
                let first = *days.last()?;
                if first >= day {
                    return None;
                }
                days.extend(first + 1..=day);
                range = false;
            }
            (_, Some(day)) => days.push(day),
            _ => return None,
        }
    }
    days.sort_unstable();
    days.dedup();
    (!days.is_empty() && !range).then_some(days)
}

/// What follows 每月.
fn month(text: &str) -> Option<Pattern> {
    if text == "最后一天" || text == "最后一日" || text == "月底" {
        return Some(Pattern::MonthDays(vec![-1]));
    }
    let mut days: Vec<i8> = Vec::new();
    let mut pairs: Vec<(i8, i8)> = Vec::new();
    let mut pending: Vec<i8> = Vec::new();
    let by_weekday = ["周", "星期", "礼拜"].iter().any(|word| text.contains(word));
    for part in text.split(SEPARATORS) {
        let part = part.strip_prefix("的").unwrap_or(part);
        if by_weekday {
            let word = ["星期", "礼拜", "周"]
                .iter()
                .find_map(|word| part.find(word).map(|at| (at, at + word.len())));
            let (count, day) = match word {
                Some((at, behind)) => (&part[..at], Some(&part[behind..])),
                None => (part, None),
            };
            pending.push(how_manieth(count)?);
            if let Some(day) = day {
                let mut characters = day.chars();
                let day = weekday(characters.next()?)?;
                if characters.next().is_some() {
                    return None;
                }
                pairs.extend(pending.drain(..).map(|count| (count, day)));
            }
        } else {
            let day = part.trim_end_matches(['日', '号']);
            let day = i8::try_from(number(day)?).ok()?;
            (1..=31).contains(&day).then(|| days.push(day))?;
        }
    }
    if !by_weekday {
        days.sort_unstable();
        days.dedup();
        return Some(Pattern::MonthDays(days));
    }
    pairs.sort_unstable();
    pairs.dedup();
    (pending.is_empty() && !pairs.is_empty()).then_some(Pattern::MonthWeekdays(pairs))
}

/// `第二个`, `最后一个`
fn how_manieth(text: &str) -> Option<i8> {
    let text = text.trim_end_matches('个');
    if matches!(text, "最后一" | "最后") {
        return Some(-1);
    }
    let count = number(text.strip_prefix('第').unwrap_or(text))?;
    i8::try_from(count).ok().filter(|count| (1..=5).contains(count))
}

/// An RRULE, in capitals.
fn parse_rrule(text: &str, start: Date) -> Result<Rule, RecurrenceError> {
    let mut parts = Vec::new();
    for part in text.split(';').filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=').ok_or_else(|| UnsupportedPart(part.to_owned()))?;
        parts.push((key, value));
    }
    let get = |key: &str| parts.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
    let bad = |key: &str| UnsupportedPart(format!("{key}={}", get(key).unwrap_or_default()));
    const KNOWN: [&str; 8] = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "WKST"];
    if let Some((key, value)) =
        parts.iter().find(|(key, value)| !KNOWN.contains(key) || (*key == "WKST" && *value != "MO"))
    {
        return Err(UnsupportedPart(format!("{key}={value}")));
    }
    let interval = match get("INTERVAL") {
        Some(text) => text.parse().ok().filter(|it| (1..=99).contains(it)).ok_or_else(|| bad("INTERVAL"))?,
        None => 1,
    };
    let end = match (get("COUNT"), get("UNTIL")) {
        (Some(_), Some(_)) => return Err(bad("UNTIL")),
        (Some(text), None) => {
            let count = text.parse().ok().filter(|it| (1..1000).contains(it));
            RuleEnd::Count(count.ok_or_else(|| BadEnd(text.to_owned()))?)
        }
        (None, Some(text)) => RuleEnd::Until(until(text).ok_or_else(|| BadEnd(text.to_owned()))?),
        (None, None) => RuleEnd::Open,
    };
    let by_day = get("BYDAY").map(|text| by_day(text).ok_or_else(|| bad("BYDAY"))).transpose()?;
    let by_month_day =
        get("BYMONTHDAY").map(|text| by_month_day(text).ok_or_else(|| bad("BYMONTHDAY"))).transpose()?;
    let by_month = get("BYMONTH").map(|text| by_month(text).ok_or_else(|| bad("BYMONTH"))).transpose()?;
    let mut months = Vec::new();
    let pattern = match (get("FREQ").unwrap_or_default(), by_day, by_month_day, by_month) {
        ("DAILY", None, None, None) => Pattern::Daily,
        ("WEEKLY", None, None, None) => Pattern::Weekly(vec![start.weekday().to_monday_one_offset()]),
        ("WEEKLY", Some(days), None, None) if days.iter().all(|(count, _)| *count == 0) => {
            Pattern::Weekly(days.into_iter().map(|(_, day)| day).collect())
        }
        ("MONTHLY", None, None, None) => Pattern::MonthDays(vec![start.day()]),
        ("MONTHLY", None, Some(days), None) => Pattern::MonthDays(days),
        ("MONTHLY", Some(days), None, None) if days.iter().all(|(count, _)| *count != 0) => {
            Pattern::MonthWeekdays(days)
        }
        ("MONTHLY", None, Some(days), Some(by_month)) => {
            months = by_month;
            Pattern::MonthDays(days)
        }
        ("MONTHLY" | "YEARLY", Some(days), None, Some(by_month))
            if days.iter().all(|(count, _)| *count != 0)
                && (interval == 1 || get("FREQ") == Some("MONTHLY")) =>
        {
            months = by_month;
            Pattern::MonthWeekdays(days)
        }
        ("YEARLY", None, None, None) => Pattern::Yearly(vec![YearDay::Fixed(start.month(), start.day())]),
        ("YEARLY", None, Some(days), Some(months)) if days.iter().all(|day| *day > 0) => {
            let of = |month: &i8| days.iter().map(|day| YearDay::Fixed(*month, *day)).collect::<Vec<_>>();
            Pattern::Yearly(months.iter().flat_map(of).collect())
        }
        (frequency @ ("DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY"), by_day, by_month_day, _) => {
            return Err(match (by_day, by_month_day) {
                (Some(_), _) => bad("BYDAY"),
                (None, Some(_)) => bad("BYMONTHDAY"),
                (None, None) if get("BYMONTH").is_some() => bad("BYMONTH"),
                _ => UnsupportedPart(format!("FREQ={frequency}")),
            });
        }
        _ => return Err(bad("FREQ")),
    };
    Ok(Rule { pattern, months, interval, end })
}

/// `20261231`, `20261231T155959Z`: in UTC, so that an evening there is the next day here.
fn until(text: &str) -> Option<Date> {
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    let date = date_after(date, None).ok()?;
    let late = time.is_some_and(|time| {
        time.ends_with('Z')
            && time.get(..2).and_then(|hour| hour.parse().ok()).is_some_and(|hour: u8| hour >= 16)
    });
    if late { date.tomorrow().ok() } else { Some(date) }
}

/// `WE`, `TU,TH`, `2SA`, `-1FR`; 0 where there is no number.
fn by_day(text: &str) -> Option<Vec<(i8, i8)>> {
    let mut days = Vec::new();
    for part in text.split(',') {
        let at = part.len().checked_sub(2)?;
        let (count, name) = (part.get(..at)?, part.get(at..)?);
        let day = WEEKDAYS.iter().position(|known| *known == name)?;
        let count = if count.is_empty() { 0 } else { count.parse().ok()? };
        if count != 0 && !matches!(count, -1 | 1..=5) {
            return None;
        }
        days.push((count, i8::try_from(day).ok()? + 1));
    }
    days.sort_unstable();
    days.dedup();
    Some(days)
}

/// Names of the days in RRULE, from Monday.
pub const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

fn by_month(text: &str) -> Option<Vec<i8>> {
    let months: Option<Vec<i8>> = text.split(',').map(|month| month.parse().ok()).collect();
    let mut months = months?;
    months.sort_unstable();
    months.dedup();
    months.iter().all(|month| (1..=12).contains(month)).then_some(months)
}

fn by_month_day(text: &str) -> Option<Vec<i8>> {
    let days: Option<Vec<i8>> = text.split(',').map(|day| day.parse().ok()).collect();
    let mut days = days?;
    days.sort_unstable();
    days.dedup();
    days.iter().all(|day| matches!(day, -1 | 1..=31)).then_some(days)
}
