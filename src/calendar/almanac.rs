//! What a wall calendar prints under the number of a day.

use jiff::civil::Date;

use super::lunar::LunarDay;
use super::solar_term::SolarTerm;

/// What is printed under a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Almanac {
    /// A lunar festival, or the solar term that begins: `重阳`, `清明`.
    Named(&'static str),
    /// The lunar day, or the month that begins with it: `廿二`, `八月`.
    Lunar(String),
}

impl Almanac {
    /// That of a date; of one before 1900 or behind 2200 there is none.
    pub fn of(date: Date) -> Option<Almanac> {
        let lunar = LunarDay::of(date)?;
        let term = SolarTerm::of(date);
        let begins = (term.begins(date.year()) == date).then(|| term.name());
        let named = lunar.festival().or(begins);
        Some(named.map_or_else(|| Almanac::Lunar(lunar.name()), Almanac::Named))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_printed_as_on_a_wall_calendar() {
        let lunar = |name: &str| Some(Almanac::Lunar(name.to_owned()));
        assert_eq!(Almanac::of(date(2026, 12, 7)), Some(Almanac::Named("大雪")));
        assert_eq!(Almanac::of(date(2026, 12, 8)), lunar("三十"));
        assert_eq!(Almanac::of(date(2026, 12, 9)), lunar("冬月"));
        assert_eq!(Almanac::of(date(2026, 9, 25)), Some(Almanac::Named("中秋")));
        assert_eq!(Almanac::of(date(2025, 7, 25)), lunar("闰六月"));
        assert_eq!(Almanac::of(date(1600, 1, 1)), None);
    }
}
