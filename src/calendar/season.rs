//! Times of the year as editors name them: months and solar terms.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::solar_term::SolarTerm;
use super::text::{normal, number};

/// A time of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Season {
    /// A month, from 1 to 12.
    Month(i8),
    /// From the day on which a solar term begins until the next one.
    Term(SolarTerm),
}

impl Season {
    /// What `12月`, `十二月`, `12` or `立冬` names.
    pub fn named(text: &str) -> Option<Season> {
        let text = normal(text);
        if let Some(term) = SolarTerm::named(&text) {
            return Some(Season::Term(term));
        }
        let month = number(text.strip_suffix('月').unwrap_or(&text))?;
        i8::try_from(month).ok().filter(|month| (1..=12).contains(month)).map(Season::Month)
    }

    /// Every name, as it is best written.
    pub fn names() -> impl Iterator<Item = String> {
        let months = (1..=12).map(|month| format!("{month}月"));
        months.chain(SolarTerm::all().map(|term| term.name().to_owned()))
    }

    /// Those in which a day lies: its month and its solar term.
    pub fn of(day: Date) -> [Season; 2] {
        [Season::Month(day.month()), Season::Term(SolarTerm::of(day))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seasons_are_named_as_people_write_them() {
        for name in Season::names() {
            assert!(Season::named(&name).is_some(), "{name}");
        }
        for december in ["12", "12月", "１２ 月", "十二月"] {
            assert_eq!(Season::named(december), Some(Season::Month(12)), "{december}");
        }
        for unknown in ["", "月", "13月", "0", "立东", "冬天", "12月份左右"] {
            assert_eq!(Season::named(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn a_day_lies_in_a_month_and_in_a_term() {
        let of = |day: &str| Season::of(day.parse().expect("a day"));
        let term = |name| Season::Term(SolarTerm::named(name).expect("a term"));
        assert_eq!(of("2026-02-03"), [Season::Month(2), term("大寒")]);
        assert_eq!(of("2026-02-04"), [Season::Month(2), term("立春")]);
        assert_eq!(of("2026-01-01"), [Season::Month(1), term("冬至")]);
    }
}
