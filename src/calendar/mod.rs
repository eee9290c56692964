//! The arithmetic of dates: how people write dates, times and recurrences, the days that a schedule
//! comes to, the solar terms, the lunar calendar and working days.
//!
//! All times are civil times of Asia/Shanghai. There is no clock here, and neither tables nor
//! activities: this room imports no other.

mod almanac;
mod date;
mod days;
mod holidays;
mod lunar;
mod note;
mod period;
mod recurrence;
mod schedule;
mod season;
mod solar_term;
mod text;
mod time;
mod yearly;

#[cfg(test)]
mod tests;

pub use almanac::Almanac;
pub use date::{DateError, full_date, in_words, serial};
pub use days::{Day, days};
pub use holidays::{Holiday, Holidays};
pub use lunar::{LunarDate, LunarDay};
pub use period::Period;
pub use recurrence::{RecurrenceError, WEEKDAYS, parse as recurrence};
pub use schedule::{Change, LIMIT, Move, Pattern, Rule, RuleEnd, Schedule, YearDay, all_days, rule_dates};
pub use season::Season;
pub use solar_term::SolarTerm;
pub use text::fold;
pub use time::{fraction_of_day, time, time_range};
