//! The arithmetic of dates: how people write dates, times and recurrences, the days that a schedule
//! comes to, and the solar terms.
//!
//! All times are civil times of Asia/Shanghai. There is no clock here, and neither tables nor
//! activities: this room imports no other.

mod date;
mod recurrence;
mod schedule;
mod season;
mod solar_term;
mod text;
mod time;

#[cfg(test)]
mod tests;

pub use date::{DateError, Day, days, full_date, in_words, serial};
pub use recurrence::{RecurrenceError, WEEKDAYS, parse as recurrence};
pub use schedule::{Change, LIMIT, Pattern, Rule, RuleEnd, Schedule, all_days, rule_dates};
pub use season::Season;
pub use solar_term::SolarTerm;
pub use text::fold;
pub use time::{fraction_of_day, time, time_range};
