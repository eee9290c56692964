//! Days of a stretch of time as a set that is quick to look through: a bit a day.

use std::ops::Range;

use jiff::Span;
use jiff::civil::Date;

/// The days that are looked at; counted from its first.
#[derive(Debug, Clone, Copy)]
pub struct Horizon {
    first: Date,
    days: usize,
}

/// The furthest that is looked ahead: nobody asks for a course in three years.
const LONGEST: i64 = 3 * 366;

impl Horizon {
    /// The days from `first` to `last`, at most three years.
    pub fn new(first: Date, last: Date) -> Horizon {
        let last = last.min(first.saturating_add(Span::new().days(LONGEST)));
        let days = last.duration_since(first).as_hours() / 24 + 1;
        Horizon { first, days: usize::try_from(days).unwrap_or(0) }
    }

    /// Every day with its number.
    pub fn dates(&self) -> impl Iterator<Item = (usize, Date)> {
        self.first.series(Span::new().days(1)).take(self.days).enumerate()
    }

    /// The number of a day that is in it.
    pub fn number(&self, day: Date) -> Option<usize> {
        usize::try_from(day.duration_since(self.first).as_hours() / 24).ok().filter(|it| *it < self.days)
    }

    /// The day with a number.
    pub fn date(&self, number: usize) -> Date {
        self.first.saturating_add(Span::new().days(i64::try_from(number).unwrap_or(0)))
    }

    /// The numbers of the days from `from` to `to`, as far as they are in it.
    pub fn range(&self, from: Date, to: Date) -> Range<usize> {
        let number = |day: Date| {
            let days = day.duration_since(self.first).as_hours() / 24;
            usize::try_from(days.max(0)).unwrap_or(0).min(self.days)
        };
        if to < self.first || to < from {
            return 0..0;
        }
        let end = (number(to) + 1).min(self.days);
        number(from).min(end)..end
    }
}

/// A set of days by number.
#[derive(Debug, Clone, Default)]
pub struct DaySet(Vec<u64>);

impl DaySet {
    /// Adds a day.
    pub fn insert(&mut self, number: usize) {
        let word = number / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (number % 64);
    }

    /// The first day of a range that is in this set and not in `taken`, and how many such days it has.
    pub fn free(&self, range: &Range<usize>, taken: &DaySet) -> Option<(usize, usize)> {
        let (mut first, mut count) = (None, 0);
        for word in range.start / 64..range.end.div_ceil(64) {
            let bits = |set: &DaySet| set.0.get(word).copied().unwrap_or(0);
            let mut free = bits(self) & !bits(taken);
            free &= u64::MAX << range.start.saturating_sub(word * 64).min(63);
            if let Some(rest) = range.end.checked_sub(word * 64).filter(|rest| *rest < 64) {
                free &= (1 << rest) - 1;
            }
            if free != 0 && first.is_none() {
                first = Some(word * 64 + free.trailing_zeros() as usize);
            }
            count += free.count_ones() as usize;
        }
        first.map(|first| (first, count))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn free_days_are_those_of_the_range_that_nothing_takes() {
        let set = |numbers: &[usize]| {
            let mut set = DaySet::default();
            numbers.iter().for_each(|number| set.insert(*number));
            set
        };
        let (open, taken) = (set(&[3, 63, 64, 70, 130]), set(&[63]));
        assert_eq!(open.free(&(0..200), &taken), Some((3, 4)));
        assert_eq!(open.free(&(4..70), &taken), Some((64, 1)));
        assert_eq!(open.free(&(64..71), &taken), Some((64, 2)));
        assert_eq!(open.free(&(71..128), &taken), None);
        assert_eq!(open.free(&(130..131), &taken), Some((130, 1)));
        assert_eq!(open.free(&(0..0), &taken), None);
    }

    #[test]
    fn a_range_is_cut_to_the_horizon() {
        let horizon = Horizon::new(date(2026, 12, 1), date(2026, 12, 31));
        assert_eq!(horizon.range(date(2026, 11, 1), date(2026, 12, 3)), 0..3);
        assert_eq!(horizon.range(date(2026, 12, 30), date(2027, 2, 1)), 29..31);
        assert_eq!(horizon.range(date(2026, 11, 1), date(2026, 11, 30)), 0..0);
        assert_eq!(horizon.date(30), date(2026, 12, 31));
        assert_eq!((horizon.number(date(2026, 12, 31)), horizon.number(date(2027, 1, 1))), (Some(30), None));
        assert_eq!(horizon.number(date(2026, 11, 30)), None, "before it");
    }
}
