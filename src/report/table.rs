//! What a report is: one table of typed cells, the sentences that say how it counts, and the rows behind it.

use jiff::civil::Date;

/// A report, as any writer takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// ASCII, by which it is asked for.
    pub name: &'static str,
    /// What stands over it.
    pub title: &'static str,
    /// The period, `2026-Q4`.
    pub period: String,
    /// The day on which it was made: nothing later is in it.
    pub day: Date,
    /// How it counts, a sentence a rule.
    pub rules: Vec<String>,
    /// From left to right.
    pub columns: Vec<Column>,
    /// Each has a cell for every column.
    pub rows: Vec<Vec<Cell>>,
    /// The rows of the tables behind the figures.
    pub entries: Vec<Entry>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands over it.
    pub title: String,
    /// What stands beside its numbers.
    pub bars: Bars,
}

/// Whether the numbers of a column have bars beside them, where there can be any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bars {
    /// Numbers alone.
    Without,
    /// A bar as long as the number is large.
    With,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub value: Value,
    /// What is behind it: indices into [`Report::entries`].
    pub entries: Vec<usize>,
}

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Words: what the row is about.
    Text(String),
    /// A day.
    Day(Date),
    /// How many.
    Count(u64),
    /// A length of time in minutes, shown in hours.
    Minutes(u64),
    /// How many of how many, which is not 0.
    Share(u64, u64),
    /// What it comes to.
    Verdict(Verdict),
    /// Nothing is known, which is not 0.
    NoData,
}

/// What the figures of a row come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// 达标
    Met,
    /// 未达标
    Missed,
    /// 预警: missed where the plan says “in principle”.
    Warning,
    /// 进行中: the period is not over.
    Running,
}

impl Verdict {
    /// Its Chinese name.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Met => "达标",
            Verdict::Missed => "未达标",
            Verdict::Warning => "预警",
            Verdict::Running => "进行中",
        }
    }

    /// ASCII, for class names.
    pub fn id(self) -> &'static str {
        match self {
            Verdict::Met => "met",
            Verdict::Missed => "missed",
            Verdict::Warning => "warning",
            Verdict::Running => "running",
        }
    }
}

/// What stands where nothing is known.
pub const NO_DATA: &str = "没有数据";

impl Value {
    /// A share; nothing is known of the share of none.
    pub fn share(part: u64, whole: u64) -> Value {
        if whole == 0 { Value::NoData } else { Value::Share(part, whole) }
    }

    /// As it reads.
    pub fn text(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Day(day) => day.to_string(),
            Value::Count(count) => count.to_string(),
            Value::Minutes(_) => {
                let hours = format!("{:.2}", self.number().unwrap_or_default());
                hours.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
            Value::Share(..) => format!("{:.1}%", self.number().unwrap_or_default() * 100.0),
            Value::Verdict(verdict) => verdict.name().to_owned(),
            Value::NoData => NO_DATA.to_owned(),
        }
    }

    /// The number, if it is one: hours of a time, a share of one.
    #[expect(clippy::cast_precision_loss, reason = "no office counts to 2⁵²")]
    pub fn number(&self) -> Option<f64> {
        match self {
            Value::Count(count) => Some(*count as f64),
            Value::Minutes(minutes) => Some(*minutes as f64 / 60.0),
            Value::Share(part, whole) => Some(*part as f64 / *whole as f64),
            _ => None,
        }
    }
}

impl From<Value> for Cell {
    fn from(value: Value) -> Cell {
        Cell { value, entries: Vec::new() }
    }
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Cell {
        Value::Text(text.into()).into()
    }

    /// The same with what is behind it.
    #[must_use]
    pub fn behind(mut self, entries: Vec<usize>) -> Cell {
        self.entries = entries;
        self
    }
}

/// A row of a table of the office that is behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The day it counts for, where it has one.
    pub day: Option<Date>,
    /// Its id, or the unit that was counted.
    pub id: String,
    /// What it is called, or what it says.
    pub name: String,
    /// Address of its page, where the site has one and says where it is.
    pub link: Option<String>,
}

impl Report {
    /// A report without rows.
    pub fn new(name: &'static str, title: &'static str, period: String, day: Date) -> Report {
        Report {
            name,
            title,
            period,
            day,
            rules: Vec::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            entries: Vec::new(),
        }
    }

    /// Adds columns.
    pub fn column(&mut self, title: impl Into<String>, bars: Bars) {
        self.columns.push(Column { title: title.into(), bars });
    }

    /// Adds columns without bars.
    pub fn plain_columns(&mut self, titles: &[&str]) {
        for title in titles {
            self.column(*title, Bars::Without);
        }
    }

    /// Adds what is behind figures; its index.
    pub fn entry(&mut self, entry: Entry) -> usize {
        self.entries.push(entry);
        self.entries.len() - 1
    }
}
