//! Times of day as people write them in cells: `下午2点半`, `14：30`.
//!
//! Whatever is not surely a time is refused, never guessed.

use jiff::civil::Time;

use super::text::{normal, number};

/// A time of day: `14:30`, `14.30`, `14时30分`, `下午2点半`, `2:30 PM`, `九点一刻`, or an Excel
/// fraction with three decimals or more, to the minute.
pub fn time(text: &str) -> Option<Time> {
    let text = normal(text).to_lowercase().replace("a.m.", "am").replace("p.m.", "pm");
    if let Some(time) = fraction(&text) {
        return Some(time);
    }
    let (text, half) = day_half(&text)?;
    let (hour, minute) = clock(&text)?;
    let hour = match half {
        Half::Unsaid if hour < 24 => hour,
        Half::Night if hour == 12 => 0,
        Half::Night if hour < 12 => hour,
        // 上午12点 is noon to whoever writes it.
        Half::Morning if hour <= 12 => hour,
        Half::Noon if (11..=13).contains(&hour) => hour,
        Half::Noon if (1..=2).contains(&hour) => hour + 12,
        // 下午2点 and 下午14点 are both seen.
        Half::Afternoon if (1..12).contains(&hour) => hour + 12,
        Half::Afternoon if (12..24).contains(&hour) => hour,
        // 晚上12点 is midnight, which is another day; 晚上1点 may be meant as either.
        Half::Evening if (5..12).contains(&hour) => hour + 12,
        Half::Evening if (17..24).contains(&hour) => hour,
        _ => return None,
    };
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
}

/// Two times between `-`, `~`, `至` or `到`: `14:30-16:00`, `下午2点到4点`.
pub fn time_range(text: &str) -> Option<(Time, Time)> {
    let text = normal(text);
    let (from, to) = ['-', '~', '至', '到'].iter().find_map(|mark| text.split_once(*mark))?;
    let start = time(from)?;
    // 下午2点到4点: the second stands in the same half of the day.
    let half = HALVES.iter().find(|(word, _)| from.starts_with(word)).map(|(word, _)| *word);
    let end = time(to)?;
    let same = half.and_then(|half| time(&format!("{half}{to}"))).filter(|_| end <= start);
    Some((start, same.unwrap_or(end)))
}

fn fraction(text: &str) -> Option<Time> {
    let decimals = text.strip_prefix("0.").or_else(|| text.strip_prefix('.'))?;
    if decimals.len() < 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    fraction_of_day(format!("0.{decimals}").parse().ok()?)
}

/// The time of day of an Excel fraction, to the minute.
pub fn fraction_of_day(fraction: f64) -> Option<Time> {
    if !(0.0..1.0).contains(&fraction) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1440")]
    let minutes = (fraction * 1440.0).round() as i16;
    let [hour, minute] = [minutes / 60, minutes % 60].map(|part| i8::try_from(part).unwrap_or(-1));
    Time::new(hour, minute, 0, 0).ok()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Unsaid,
    Night,
    Morning,
    Noon,
    Afternoon,
    Evening,
}

const HALVES: [(&str, Half); 13] = [
    ("上午", Half::Morning),
    ("早上", Half::Morning),
    ("早晨", Half::Morning),
    ("清晨", Half::Morning),
    ("凌晨", Half::Night),
    ("中午", Half::Noon),
    ("下午", Half::Afternoon),
    ("傍晚", Half::Afternoon),
    ("晚上", Half::Evening),
    ("晚间", Half::Evening),
    ("晚", Half::Evening),
    ("am", Half::Night),
    ("pm", Half::Afternoon),
];

/// The text without a word for a part of the day behind it, `下午` or `（下午）`: beside a date it says
/// nothing that 开始时间 does not say better. `None` if there is none.
pub(super) fn without_part_of_day(text: &str) -> Option<&str> {
    let bare = text.trim_end_matches(')');
    let words = HALVES.iter().map(|(word, _)| *word).chain(["全天", "整天", "夜间"]);
    // A date ends in no letter; `am` and `pm` stand behind a time only.
    let rest = words.filter(|word| !word.is_ascii()).find_map(|word| bare.strip_suffix(word))?;
    Some(rest.trim_end_matches('('))
}

/// The text without its word for the half of the day; `None` if it has two.
fn day_half(text: &str) -> Option<(String, Half)> {
    let mut found = None;
    for (word, half) in HALVES {
        let rest = text.strip_prefix(word).or_else(|| text.strip_suffix(word));
        if let Some(rest) = rest {
            found = Some((rest.to_owned(), half));
            break;
        }
    }
    Some(found.unwrap_or_else(|| (text.to_owned(), Half::Unsaid)))
        .filter(|(rest, _)| !HALVES.iter().any(|(word, _)| rest.contains(word)))
}

/// Hour and minute of a clock time without its half of the day.
fn clock(text: &str) -> Option<(u32, u32)> {
    let marks = [':', '点', '时', '.', 'h'];
    let at = text.find(marks)?;
    let mark = text[at..].chars().next()?;
    let hour = number(&text[..at])?;
    let rest = &text[at + mark.len_utf8()..];
    let rest = if mark == '点' { rest.strip_prefix('钟').unwrap_or(rest) } else { rest };
    let minute = match rest {
        "" | "整" if matches!(mark, '点' | '时') => 0,
        "半" if matches!(mark, '点' | '时') => 30,
        "一刻" if mark == '点' => 15,
        "三刻" if mark == '点' => 45,
        _ => minutes(rest, mark)?,
    };
    (hour < 24 && minute < 60).then_some((hour, minute))
}

/// `30`, `30:00` (seconds are left out), `30分`, `三十分`.
fn minutes(rest: &str, mark: char) -> Option<u32> {
    let rest = rest.strip_suffix('分').unwrap_or(rest);
    let (minute, second) = match rest.split_once([':', '分']) {
        Some((minute, second)) => (minute, number(second.trim_end_matches('秒'))?),
        None => (rest, 0),
    };
    // `14.3` is a number that lost its zero: 14:30 or 14:03?
    let two = minute.len() == 2 || !minute.is_ascii() || matches!(mark, '点' | '时');
    (two && second < 60).then(|| number(minute)).flatten()
}
