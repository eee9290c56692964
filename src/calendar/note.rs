//! What stands behind a date in a cell: that it was cancelled, or to what day, time and venue it was
//! moved: `取消`, `改3月19日`, `改14:30-16:00`, `换到ZDI-003`.

use jiff::civil::{Date, Time};

use super::date::{DateError, date_after};
use super::schedule::{Change, Move};
use super::time::{time, time_range, without_part_of_day};

/// What stands behind a date.
pub enum Note<'a> {
    /// Nothing.
    None,
    /// That it does not take place.
    Cancelled,
    /// To what day and time, and to which venue.
    Moved(Option<&'a str>, Option<&'a str>),
}

impl Note<'_> {
    /// What became of the date that was planned for `planned`.
    pub fn of(self, planned: Date) -> Result<Option<Change>, DateError> {
        Ok(match self {
            Note::None => None,
            Note::Cancelled => Some(Change::Cancelled),
            Note::Moved(target, venue) => Some(Change::Moved(moved(target, venue, planned)?)),
        })
    }
}

/// Words between a day and the one to which it was moved; longer ones before their beginnings.
pub const MOVED: [&str; 18] = [
    "改期到",
    "改期至",
    "改期为",
    "调整到",
    "调整至",
    "推迟到",
    "延期到",
    "延期至",
    "提前到",
    "提前至",
    "改到",
    "改至",
    "改为",
    "改成",
    "改期",
    "移到",
    "改",
    "→",
];

/// Words between a day and the venue to which it was moved; longer ones before their beginnings.
pub const ELSEWHERE: [&str; 11] = [
    "地点改为",
    "地点改到",
    "地点改在",
    "地点换到",
    "地点换成",
    "地点调整为",
    "地点变更为",
    "换地点到",
    "改在",
    "换到",
    "换至",
];

/// `3月12日改3月19日`, `3月12日换到ZDI-003`, `3月12日取消`, also with the note in brackets: the day, and
/// the note.
pub fn split_note(part: &str) -> (&str, Note<'_>) {
    let bare = part.strip_suffix(')').unwrap_or(part);
    for word in ["已取消", "取消", "停办"] {
        if let Some(day) = bare.strip_suffix(word) {
            return (day.trim_end_matches('('), Note::Cancelled);
        }
    }
    let (before, venue) = split_venue(part).map_or((part, None), |(before, venue)| (before, Some(venue)));
    let moved = MOVED.iter().filter_map(|word| Some((before.find(word)?, *word)));
    let first = moved.min_by_key(|(at, word)| (*at, std::cmp::Reverse(word.len())));
    let (day, target) = match first {
        Some((at, word)) => (&before[..at], before.get(at + word.len()..)),
        None => (before, None),
    };
    if target.is_none() && venue.is_none() {
        return (part, Note::None);
    }
    match day.strip_suffix('(') {
        Some(day) => {
            let inside = |text: &'_ str| -> usize { text.strip_suffix(')').unwrap_or(text).len() };
            (day, Note::Moved(target.map(|it| &it[..inside(it)]), venue.map(|it| &it[..inside(it)])))
        }
        None => (day, Note::Moved(target, venue)),
    }
}

/// What stands before a venue, and the venue.
fn split_venue(part: &str) -> Option<(&str, &str)> {
    let found = ELSEWHERE.iter().filter_map(|word| Some((part.find(word)?, *word)));
    let (at, word) = found.min_by_key(|(at, word)| (*at, std::cmp::Reverse(word.len())))?;
    let venue = part.get(at + word.len()..)?;
    Some((&part[..at], venue.strip_prefix(':').unwrap_or(venue)))
}

/// What became of the date that was planned for `planned`, with the venue that a part behind its note
/// names; nothing where it names none.
pub fn with_venue(part: &str, planned: Date, change: Option<&Change>) -> Option<Change> {
    let ("", venue) = split_venue(part)? else { return None };
    let venue = if venue.contains('(') { venue } else { venue.trim_end_matches(')') };
    let moved = match change {
        None => Move::to(planned),
        Some(Change::Moved(moved)) if moved.venue.is_none() => moved.clone(),
        Some(_) => return None,
    };
    let venue = Some(venue.to_owned()).filter(|venue| !venue.is_empty())?;
    Some(Change::Moved(Move { venue: Some(venue), ..moved }))
}

/// When and where the date planned for `planned` takes place.
fn moved(target: Option<&str>, venue: Option<&str>, planned: Date) -> Result<Move, DateError> {
    let venue = match venue {
        Some("" | ")") => return Err(DateError::NotADate(String::new())),
        venue => venue.map(String::from),
    };
    let Some(target) = target else { return Ok(Move { date: planned, times: None, venue }) };
    if target.contains([':', 'T', '点', '时']) {
        let (date, times) = at(target, planned)?;
        return Ok(Move { date, times: Some(times), venue });
    }
    let date = date_after(target, Some(planned))?;
    if date == planned {
        return Err(DateError::NotADate(target.to_owned()));
    }
    Ok(Move { date: near(date, planned, target)?, times: None, venue })
}

/// A day that is not far before the one that was planned: 12月30日改1月6日 means the next year, but
/// does not say so.
fn near(date: Date, planned: Date, target: &str) -> Result<Date, DateError> {
    let back = planned.duration_since(date).as_hours() / 24;
    if back > 180 { Err(DateError::NoYear(target.to_owned())) } else { Ok(date) }
}

/// `3月19日14:30`, `2026-03-19T14:30-16:00`, `下午2点`: the day, which is `planned` where none stands
/// there, and the times.
fn at(target: &str, planned: Date) -> Result<(Date, (Time, Option<Time>)), DateError> {
    let bad = || DateError::Time(target.to_owned());
    let digit = |character: Option<char>| character.is_some_and(|it| it.is_ascii_digit());
    let mut found = Vec::new();
    for (index, _) in target.char_indices() {
        let (day, clock) = target.split_at(index);
        // Where the one number ends and the other begins nobody knows.
        if digit(day.chars().next_back()) && digit(clock.chars().next()) {
            continue;
        }
        // 下午 belongs to the hour behind it, though a day may have it behind it too.
        if without_part_of_day(day).is_some() {
            continue;
        }
        let clock = clock.strip_prefix('T').unwrap_or(clock);
        let times = time(clock).map(|start| (start, None));
        let times = times.or_else(|| time_range(clock).map(|(start, end)| (start, Some(end))));
        let Some(times) = times.filter(|(start, end)| end.is_none_or(|end| end > *start)) else { continue };
        if day.is_empty() {
            found.push((planned, times));
        } else if !day.contains([':', 'T', '点', '时']) {
            let date = date_after(day, Some(planned));
            found.extend(date.ok().map(|date| (date, times)));
        }
    }
    found.dedup();
    match found[..] {
        [(date, times)] => Ok((near(date, planned, target)?, times)),
        _ => Err(bad()),
    }
}

/// What became of one of several days: each stays where it is, but for time and venue.
pub fn on(date: Date, first: Date, change: Option<&Change>) -> Option<Change> {
    Some(match change? {
        Change::Moved(moved) if moved.date == first => Change::Moved(Move { date, ..moved.clone() }),
        change => change.clone(),
    })
}
