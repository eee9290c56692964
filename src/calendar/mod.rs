//! The activity calendar: rows of tables checked and typed, their dates worked out, and the whole
//! written as iCalendar.
//!
//! All times are civil times of Asia/Shanghai. There is no clock here: what is past or coming is
//! decided by whoever knows the build's day. No files, no templates.

mod activity;
mod assemble;
mod civil;
mod ics;
mod load;
mod occurrence;
mod recurrence;
mod row;

#[cfg(test)]
mod tests;

pub use assemble::assemble;
pub use ics::{Event, Options, calendar};
pub use occurrence::{LIMIT, OPEN_END, occurrences};

/// Words that an office may use in its tables, besides those that are the same everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarVocabulary {
    /// 品牌: the activity lines.
    pub lines: Vec<String>,
    /// 主题; when empty, any is accepted.
    pub topics: Vec<String>,
}

impl Default for CalendarVocabulary {
    /// The four lines of the service plan of the Chongqing association.
    fn default() -> Self {
        CalendarVocabulary {
            lines: ["创新课堂", "全域科普", "工匠传承", "科技惠农"].map(String::from).to_vec(),
            topics: Vec::new(),
        }
    }
}
