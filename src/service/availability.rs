//! 可约时段 as offices write it: on which days a course can be had.
//!
//! Hours are for the telephone: only the day is read.

use jiff::civil::Date;

use crate::calendar::{Holidays, fold};

/// The days on which a course can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Availability {
    /// Monday to Friday without holidays, and weekends that are worked.
    working_days: bool,
    /// Days of the week, Monday in the lowest bit.
    weekdays: u8,
    /// Months, January in the lowest bit.
    months: u16,
}

const EVERY_DAY: u8 = 0b111_1111;
const EVERY_MONTH: u16 = 0xfff;
const WEEKEND: u8 = 0b110_0000;

impl Availability {
    /// Any day that is no public holiday: where nothing is said, or nothing that is understood.
    pub const ANY: Availability =
        Availability { working_days: true, weekdays: EVERY_DAY, months: EVERY_MONTH };

    /// What a text says; `None` where it names no days.
    pub fn of(text: &str) -> Option<Availability> {
        let text: String = fold(text).chars().filter(|it| !it.is_whitespace()).collect();
        // `11月至次年3月`
        let text = ["次年", "翌年", "来年", "第二年"].iter().fold(text, |text, word| text.replace(word, ""));
        let months = months(&text);
        let mut found = Availability { working_days: text.contains("工作日"), weekdays: 0, months };
        if ["周末", "双休日", "休息日"].iter().any(|word| text.contains(word)) {
            found.weekdays |= WEEKEND;
        }
        found.weekdays |= named_weekdays(&text);
        let any = ["每天", "每日", "随时", "不限", "均可", "全年", "都可以"];
        if any.iter().any(|word| text.contains(word)) {
            found = Availability { months, ..Availability::ANY };
        }
        let says_days = found.working_days || found.weekdays != 0;
        match says_days {
            true => Some(found),
            // `3月至11月`
            false => (months != EVERY_MONTH).then_some(Availability { months, ..Availability::ANY }),
        }
    }

    /// Whether it can be had on a day.
    pub fn fits(&self, day: Date, holidays: &Holidays) -> bool {
        let month = self.months >> (day.month() - 1) & 1 == 1;
        let named = self.weekdays >> day.weekday().to_monday_zero_offset() & 1 == 1;
        // On a holiday nobody comes, on a weekend that is worked nobody is free.
        let free = named && holidays.get(day).is_none();
        month && (free || (self.working_days && holidays.is_working(day)))
    }
}

/// `周一至周五`, `周二、周四`, `周二、四`, `周六日`
fn named_weekdays(text: &str) -> u8 {
    let text = text.replace("星期", "周").replace("礼拜", "周");
    let mut days = 0;
    for part in text.split('周').skip(1) {
        let mut last = None;
        let mut through = false;
        for character in part.chars() {
            match (weekday(character), last) {
                (Some(day), Some(first)) if through && day >= first => {
                    days |= (first..=day).fold(0, |set, it| set | 1 << it);
                    (last, through) = (Some(day), false);
                }
                (Some(day), _) => {
                    days |= 1 << day;
                    last = Some(day);
                }
                (None, Some(_)) if matches!(character, '至' | '到' | '-' | '~') => through = true,
                (None, Some(_)) if matches!(character, '、' | ',' | '和') => {}
                (None, _) => break,
            }
        }
        // `周一至周五` is cut in two: the end is in the next part.
        if let Some(first) = last.filter(|_| through)
            && let Some(end) =
                text.split_once(&format!("周{part}周")).and_then(|(_, rest)| rest.chars().next())
            && let Some(end) = weekday(end).filter(|end| *end >= first)
        {
            days |= (first..=end).fold(0, |set, it| set | 1 << it);
        }
    }
    days
}

/// From Monday = 0.
fn weekday(character: char) -> Option<u8> {
    let place = "一二三四五六日".chars().position(|it| it == character);
    let place = place.or_else(|| (character == '天').then_some(6));
    place.and_then(|it| u8::try_from(it).ok())
}

/// `3月至11月`, `3-11月`, `9月`; every month where none is named.
fn months(text: &str) -> u16 {
    let mut set = 0;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('月') {
        rest = after;
        let digits = |text: &str| {
            let start = text.trim_end_matches(|it: char| it.is_ascii_digit()).len();
            text.get(start..).and_then(|it| it.parse::<u16>().ok()).filter(|it| (1..=12).contains(it))
        };
        let Some(month) = digits(before) else { continue };
        let head = before.trim_end_matches(|it: char| it.is_ascii_digit());
        let first = head.strip_suffix(['-', '~', '至', '到']).and_then(digits);
        set |= through(first.unwrap_or(month), month);
        let end = after.strip_prefix(['-', '~', '至', '到']).and_then(|it| {
            let length = it.bytes().take_while(u8::is_ascii_digit).count();
            it.get(..length)?.parse::<u16>().ok().filter(|it| (1..=12).contains(it))
        });
        set |= through(month, end.unwrap_or(month));
    }
    if set == 0 { EVERY_MONTH } else { set }
}

/// The months from one to another, over the end of the year where it has to be.
fn through(first: u16, last: u16) -> u16 {
    (1..=12)
        .filter(|month| match first <= last {
            true => (first..=last).contains(month),
            false => *month >= first || *month <= last,
        })
        .fold(0, |set, month| set | 1 << (month - 1))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::calendar::Holiday;

    /// The days of December 2026 on which it can be had.
    fn december(text: &str) -> Vec<i8> {
        let mut holidays = Holidays::default();
        holidays.add(date(2026, 12, 7), Holiday { name: "示例假日".into(), off: true });
        holidays.add(date(2026, 12, 12), Holiday { name: "示例假日".into(), off: false });
        let availability = Availability::of(text).expect("days");
        (1..=14).filter(|day| availability.fits(date(2026, 12, *day), &holidays)).collect()
    }

    #[test]
    fn days_are_read_as_offices_write_them() {
        let working = [1, 2, 3, 4, 8, 9, 10, 11, 12, 14];
        assert_eq!(december("工作日上午"), working, "without the holiday, with the Saturday that is worked");
        assert_eq!(december("周末"), [5, 6, 13]);
        assert_eq!(december("周一至周五 9:00-17:00"), [1, 2, 3, 4, 8, 9, 10, 11, 14]);
        assert_eq!(december("周二、周四下午"), [1, 3, 8, 10]);
        assert_eq!(december("周二、四"), [1, 3, 8, 10]);
        assert_eq!(december("星期三"), [2, 9]);
        assert_eq!(december("周六日"), [5, 6, 13]);
        assert_eq!(december("每天"), [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14]);
        assert_eq!(december("11月至次年2月 周三"), [2, 9]);
        assert_eq!(december("11月至次年3月").len(), 13);
        assert!(december("3月至11月").is_empty());
        assert!(december("3-11月工作日").is_empty());
        assert_eq!(Availability::of("农闲时节，电话商量"), None);
    }
}
