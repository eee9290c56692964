//! Months, quarters and years, as reports are asked for.

use jiff::civil::Date;

/// A stretch of whole months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    first: Date,
    length: Length,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    Month,
    Quarter,
    Year,
}

impl Period {
    /// The month of a day.
    pub fn month_of(day: Date) -> Period {
        Period { first: day.first_of_month(), length: Length::Month }
    }

    /// The quarter of a day.
    pub fn quarter_of(day: Date) -> Period {
        let month = (day.month() - 1) / 3 * 3 + 1;
        let first = Date::new(day.year(), month, 1).unwrap_or(day.first_of_month());
        Period { first, length: Length::Quarter }
    }

    /// The year of a day.
    pub fn year_of(day: Date) -> Period {
        Period { first: day.first_of_year(), length: Length::Year }
    }

    /// `2026-11`
    pub fn month(text: &str) -> Option<Period> {
        let (year, month) = text.split_once('-')?;
        let valid = month.len() <= 2 && month.bytes().all(|it| it.is_ascii_digit());
        let first = Date::new(number(year)?, month.parse().ok().filter(|_| valid)?, 1).ok()?;
        Some(Period::month_of(first))
    }

    /// `2026-Q4`
    pub fn quarter(text: &str) -> Option<Period> {
        let (year, quarter) = text.split_once('-')?;
        let quarter: i8 = match quarter {
            "Q1" | "q1" => 1,
            "Q2" | "q2" => 2,
            "Q3" | "q3" => 3,
            "Q4" | "q4" => 4,
            _ => return None,
        };
        Some(Period::quarter_of(Date::new(number(year)?, quarter * 3, 1).ok()?))
    }

    /// `2026`
    pub fn year(text: &str) -> Option<Period> {
        Some(Period::year_of(Date::new(number(text)?, 1, 1).ok()?))
    }

    /// Its first day.
    pub fn first(self) -> Date {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> Date {
        self.months().last().map_or(self.first, Date::last_of_month)
    }

    /// The first days of its months.
    pub fn months(self) -> impl Iterator<Item = Date> {
        let count: i8 = match self.length {
            Length::Month => 1,
            Length::Quarter => 3,
            Length::Year => 12,
        };
        let Period { first, .. } = self;
        (0..count).filter_map(move |more| Date::new(first.year(), first.month() + more, 1).ok())
    }

    /// `2026-11`, `2026-Q4`, `2026`
    pub fn name(self) -> String {
        let year = self.first.year();
        match self.length {
            Length::Month => format!("{year:04}-{:02}", self.first.month()),
            Length::Quarter => format!("{year:04}-Q{}", (self.first.month() + 2) / 3),
            Length::Year => format!("{year:04}"),
        }
    }
}

fn number(year: &str) -> Option<i16> {
    let written = year.len() == 4 && year.bytes().all(|it| it.is_ascii_digit());
    year.parse().ok().filter(|_| written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_and_named() {
        for (read, text) in [
            (Period::month("2026-11"), "2026-11"),
            (Period::quarter("2026-Q4"), "2026-Q4"),
            (Period::quarter("2026-q1"), "2026-Q1"),
            (Period::year("2026"), "2026"),
        ] {
            assert!(read.is_some_and(|it| it.name().eq_ignore_ascii_case(text)), "{text}: {read:?}");
        }
        for wrong in ["2026-13", "2026-00", "26-11", "2026-+1", "2026", "2026-11-01"] {
            assert_eq!(Period::month(wrong), None, "{wrong}");
        }
        assert_eq!((Period::quarter("2026-Q5"), Period::year("026")), (None, None));
    }

    #[test]
    fn a_quarter_has_three_months() {
        let quarter = Period::quarter_of(Date::constant(2026, 11, 23));
        let months: Vec<String> = quarter.months().map(|it| it.to_string()).collect();
        assert_eq!(months, ["2026-10-01", "2026-11-01", "2026-12-01"]);
        assert_eq!(quarter.last(), Date::constant(2026, 12, 31));
        assert_eq!(Period::year_of(quarter.first()).months().count(), 12);
        assert_eq!(Period::month("2028-02").map(Period::last), Some(Date::constant(2028, 2, 29)));
    }
}
