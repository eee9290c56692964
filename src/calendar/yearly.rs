//! What stands behind 每年, 每逢 and 每季度, and the days of lunar months.

use jiff::civil::Date;

use super::date::date_after;
use super::lunar::{LunarDate, lunar_day};
use super::schedule::{Pattern, YearDay};
use super::solar_term::SolarTerm;

/// Marks and words between the days of a list.
pub const SEPARATORS: [char; 8] = ['、', ',', '，', ';', '/', '和', '及', '与'];

/// `3月5日、5月30日`, `立春、立秋`, `农历腊月初八`, `重阳`: days that come every year.
pub fn year_days(text: &str) -> Option<Vec<YearDay>> {
    let lunar = ["农历", "阴历", "旧历"].iter().find_map(|word| text.strip_prefix(word));
    let mut days = Vec::new();
    // `3月5日、12日` leaves out a month; the first one has one.
    let mut last: Option<Date> = None;
    for part in lunar.unwrap_or(text).split(SEPARATORS) {
        let said = if lunar.is_some() { format!("农历{part}") } else { part.to_owned() };
        let day = if let Some(date) = LunarDate::named(&said) {
            YearDay::Lunar(date)
        } else if lunar.is_some() {
            return None;
        } else if let Some(term) = SolarTerm::said(part) {
            YearDay::Term(term)
        } else {
            // A leap year, so that 2月29日 is a date.
            let leap = Date::constant(2000, 1, 1);
            let month_said = last.is_some() || part.contains(['月', '.', '-', '/']);
            let date = date_after(part, Some(last.unwrap_or(leap))).ok().filter(|_| month_said)?;
            last = Some(Date::new(leap.year(), date.month(), 1).unwrap_or(leap));
            YearDay::Fixed(date.month(), date.day())
        };
        if !days.contains(&day) {
            days.push(day);
        }
    }
    Some(days)
}

/// `每个节气`, `每逢重阳`, `农历每月初一、十五`: what begins in its own way.
pub fn named(text: &str) -> Option<Pattern> {
    if matches!(text, "每个节气" | "每逢节气" | "每节气" | "每到节气" | "每个节气当天" | "每个节气日")
    {
        return Some(Pattern::Yearly(SolarTerm::all().map(YearDay::Term).collect()));
    }
    let monthly = ["农历每月", "农历每个月", "每月农历", "每个月农历", "每个农历月", "每逢农历月"];
    if let Some(days) = monthly.iter().find_map(|words| text.strip_prefix(words)) {
        let days: Option<Vec<i8>> = days.split(SEPARATORS).map(lunar_day).collect();
        let mut days = days?;
        days.sort_unstable_by_key(|day| if *day < 0 { i8::MAX } else { *day });
        days.dedup();
        // 三十 and 最后一天 are one day in a long month.
        return (!(days.contains(&-1) && days.contains(&30))).then_some(Pattern::LunarMonthDays(days));
    }
    let yearly = ["每逢", "每到"].iter().find_map(|word| text.strip_prefix(word));
    yearly.and_then(year_days).map(Pattern::Yearly)
}

/// `9月第三个周六`, `3月、9月最后一天`: months, and what is said of each of them.
pub fn of_months(text: &str) -> Option<(Vec<i8>, &str)> {
    if !["周", "星期", "礼拜", "最后一"].iter().any(|word| text.contains(word)) {
        return None;
    }
    let (names, rest) = text.rsplit_once('月')?;
    let month = |name: &str| {
        let number = super::text::number(name.strip_suffix('月').unwrap_or(name))?;
        i8::try_from(number).ok().filter(|month| (1..=12).contains(month))
    };
    let months: Option<Vec<i8>> = names.split(SEPARATORS).map(month).collect();
    let mut months = months?;
    months.sort_unstable();
    months.dedup();
    Some((months, rest.strip_prefix('的').unwrap_or(rest)))
}

/// What stands behind 每季度: the months that it means, and what is said of them, if anything.
///
/// An office counts from the beginning: 每季度第一个周六 and 每季度15日 are in the first month of each
/// quarter; 最后一个周五, 最后一天 and 末 in the last, since they are the last of the quarter too.
pub fn of_quarter(text: &str) -> (Vec<i8>, &str) {
    const MONTHS: [(&str, i8); 11] = [
        ("首月", 1),
        ("第一个月", 1),
        ("第1个月", 1),
        ("首个月", 1),
        ("第二个月", 2),
        ("第2个月", 2),
        ("中间月", 2),
        ("末月", 3),
        ("第三个月", 3),
        ("第3个月", 3),
        ("最后一个月", 3),
    ];
    let text = text.strip_prefix('的').unwrap_or(text);
    let said = MONTHS.iter().find_map(|(name, month)| Some((*month, text.strip_prefix(name)?)));
    let (month, rest) = match said {
        Some((month, rest)) => (month, rest.strip_prefix('的').unwrap_or(rest)),
        None if matches!(text, "末" | "底" | "季末" | "季底") => (3, "最后一天"),
        None if text.starts_with("最后") => (3, text),
        None => (1, text),
    };
    ((0..4).map(|quarter| quarter * 3 + month).collect(), rest)
}
