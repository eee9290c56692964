//! Days of a cell: `3月5日、12日`, `3月5日至7日`, `3月12日改3月19日`.
//!
//! Knows text only, no cells. Whatever is not surely a date is refused, never guessed.

use jiff::civil::Date;

use super::date::{DateError, date_after, named_day};
use super::note::{ELSEWHERE, MOVED, on, split_note, with_venue};
use super::schedule::Change;
use super::text::{fold, normal};

/// Days that one range may cover: nobody lists more in a cell.
pub const LONGEST_RANGE: usize = 92;

/// A day that a cell names, and what the cell says became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// `取消`, `改3月19日 14:30` or `换到ZDI-003`, if that stands behind it.
    pub change: Option<Change>,
}

/// What stands between the days of a cell.
const SEPARATORS: [char; 7] = ['、', ';', ',', '，', '；', '和', '及'];

/// The days of a cell in order: several between `、`, `;`, `,` or line breaks, later ones without
/// year or month where the one before has them, and ranges with `至`, `到` or `~`. Behind each may
/// stand that it was cancelled, or to what day, time and venue it was moved.
pub fn days(text: &str) -> Result<Vec<Day>, DateError> {
    let mut days: Vec<Day> = Vec::new();
    let mut last = None;
    // Line breaks separate, and would be lost as blanks.
    let lines = text.replace(['\n', '\r'], "、");
    let joined = join_blanks(&lines);
    for part in joined.split(SEPARATORS).map(normal).filter(|part| !part.is_empty()) {
        // `3月12日改14:30，地点改为ZDI-003`
        if let Some(day) = days.last_mut()
            && let Some(change) = with_venue(&part, day.date, day.change.as_ref())
        {
            day.change = Some(change);
            continue;
        }
        let (planned, note) = split_note(&part);
        let (first, end) = range(planned, last)?;
        last = Some(end);
        let length = end.duration_since(first).as_hours() / 24;
        if length < 0 || usize::try_from(length).is_ok_and(|days| days >= LONGEST_RANGE) {
            return Err(DateError::Range(part));
        }
        let change = note.of(first)?;
        // Several days cannot become one.
        if first != end && matches!(&change, Some(Change::Moved(moved)) if moved.date != first) {
            return Err(DateError::NotADate(part));
        }
        let dates = first.series(jiff::Span::new().days(1)).take_while(|date| *date <= end);
        days.extend(dates.map(|date| Day { date, change: on(date, first, change.as_ref()) }));
    }
    days.sort_by_key(|day| day.date);
    days.dedup();
    Ok(days)
}

/// Blanks between dates separate them, blanks inside one do not: a blank is a separator when a
/// four-digit year follows.
fn join_blanks(text: &str) -> String {
    // A separator ends a time as a blank does.
    let text = SEPARATORS.iter().fold(fold(text), |text, mark| text.replace(*mark, &format!(" {mark} ")));
    let mut joined = String::with_capacity(text.len());
    // A program that exports dates adds a time: `2026-03-05 00:00:00`. Where a date was moved a time is
    // meant, and is kept apart from the date before it.
    let is_clock = |word: &str| {
        let rest = word.trim_start_matches(|it: char| it.is_ascii_digit());
        rest.len() < word.len() && rest.starts_with(':')
    };
    let plain = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    let midnight = |word: &str| word.bytes().all(|byte| matches!(byte, b'0' | b':'));
    let moved = MOVED.iter().chain(&ELSEWHERE).any(|word| text.contains(word));
    for word in text.split_whitespace() {
        if moved && is_clock(word) && !midnight(word) {
            joined.push('T');
            joined.push_str(word);
            continue;
        }
        if is_clock(word) && plain(word) {
            continue;
        }
        let year = word.bytes().take_while(u8::is_ascii_digit).count() >= 4;
        if !joined.is_empty() {
            let open = joined.ends_with(['~', '至', '到', '-', '年', '月', '/', '.'])
                || MOVED.iter().chain(&ELSEWHERE).any(|word| joined.ends_with(word));
            joined.push(if year && !open { '、' } else { ' ' });
        }
        joined.push_str(word);
    }
    joined
}

/// One date, or the first and last of a range.
fn range(part: &str, last: Option<Date>) -> Result<(Date, Date), DateError> {
    // Before 至 is looked for: 冬至 and 夏至 are no ranges.
    if let Some(date) = named_day(part, last) {
        return Ok((date, date));
    }
    for mark in ["至", "到", "~"] {
        if let Some((from, to)) = part.split_once(mark) {
            let from = date_after(from, last)?;
            return Ok((from, date_after(to, Some(from))?));
        }
    }
    match date_after(part, last) {
        Ok(date) => Ok((date, date)),
        Err(error) => {
            // `3月5日-7日`, `2026.3.5-2026.3.7`: a hyphen that separates two dates.
            let split = part.match_indices('-').find_map(|(at, _)| {
                let from = date_after(part.get(..at)?, last).ok()?;
                let to = date_after(part.get(at + 1..)?, Some(from)).ok()?;
                (part.contains(['月', '/', '.']) && from < to).then_some((from, to))
            });
            split.ok_or(error)
        }
    }
}
