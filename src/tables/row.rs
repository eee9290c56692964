//! One row of a table, asked for typed values column by column.
//!
//! Whatever a cell holds that its column does not allow becomes a diagnostic at that cell, and the
//! row goes on: all mistakes of a row are told at once. Knows cells, not what a table is about.

use std::sync::Arc;

use jiff::civil::Time;

use crate::calendar::{DateError, Day, days, fold, fraction_of_day, serial, time};
use crate::diagnostic::{Diagnostic, Rule, Text, did_you_mean, rules};
use crate::source::table::{Cell, CellValue, Row, Spot, Table};

/// A row being read.
pub struct RowReader<'a> {
    file: &'a Arc<str>,
    table: &'a Table,
    row: &'a Row,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> RowReader<'a> {
    /// A reader of `row`, which is a row of `table`.
    pub fn new(
        file: &'a Arc<str>,
        table: &'a Table,
        row: &'a Row,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Self {
        RowReader { file, table, row, diagnostics }
    }

    /// The cell of a column, if it holds something.
    pub fn cell(&self, key: &str) -> Option<&'a Cell> {
        self.row.get(key)
    }

    /// The text of an optional cell, with dates and numbers as they read.
    pub fn text(&self, key: &str) -> Option<String> {
        self.cell(key).map(|cell| cell.text.clone())
    }

    /// The text of a required cell.
    pub fn required(&mut self, key: &str) -> Option<String> {
        self.required_cell(key).map(|cell| cell.text.clone())
    }

    /// A number or name by which rows are told apart: full-width letters and blanks are mended,
    /// leading zeros kept.
    pub fn id(&mut self, key: &str) -> Option<String> {
        self.required_cell(key).map(|cell| clean_id(&cell.text))
    }

    /// A required cell; reports it when it is empty. A column that is missing as a whole was
    /// reported once already.
    pub fn required_cell(&mut self, key: &str) -> Option<&'a Cell> {
        let cell = self.cell(key);
        if cell.is_none() && self.table.has(key) {
            let name = self.column_name(key);
            let message = Text::new(format!("`{name}` 没有填"), format!("`{name}` is empty"));
            let help = Text::new("这一列必填", "this column is required");
            let spot = self.spot(key);
            self.push(
                Diagnostic::new(&rules::TABLE_MISSING_VALUE, self.file, self.table.place(spot), message)
                    .help(help),
            );
        }
        cell
    }

    /// Several values between `、`, `,` or `;`.
    pub fn list(&self, key: &str) -> Vec<String> {
        self.cell(key).map_or_else(Vec::new, |cell| split_list(&cell.text))
    }

    /// A whole number; `30人` is understood, 不限 is no number.
    pub fn count(&mut self, key: &str) -> Option<u32> {
        let cell = self.cell(key)?;
        let text = fold(&cell.text).replace([',', ' '], "");
        if matches!(text.as_str(), "不限" | "无限制" | "无" | "-" | "/") {
            return None;
        }
        let digits = text.trim_end_matches(['人', '名', '个', '位', '场', '次']);
        let count = digits.strip_suffix(".0").unwrap_or(digits).parse().ok();
        if count.is_none() {
            self.bad_number(cell, "写一个整数，例如 `30`", "write a whole number such as `30`");
        }
        count
    }

    /// A number with a decimal; `units` may stand behind it.
    pub fn decimal(&mut self, key: &str, units: &[&str]) -> Option<f64> {
        let cell = self.cell(key)?;
        let text = fold(&cell.text).replace([',', ' '], "");
        let digits = units.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(&text);
        let number = digits.parse().ok().filter(|number: &f64| number.is_finite());
        if number.is_none() {
            self.bad_number(cell, "写一个数，例如 `1.5`", "write a number such as `1.5`");
        }
        number
    }

    fn bad_number(&mut self, cell: &Cell, zh: &str, en: &str) {
        let name = self.column_name(cell.key);
        let message = Text::new(
            format!("`{name}` 应是数，却是 `{}`", shown(&cell.text)),
            format!("`{name}` takes a number, found `{}`", shown(&cell.text)),
        );
        self.report(&rules::TABLE_BAD_NUMBER, cell, message, Text::new(zh, en));
    }

    /// 是 or 否; empty is 否.
    pub fn flag(&mut self, key: &str) -> bool {
        let Some(cell) = self.cell(key) else { return false };
        match fold(&cell.text).to_lowercase().as_str() {
            "是" | "√" | "✓" | "✔" | "1" | "true" | "yes" | "y" | "有" => true,
            "否" | "×" | "x" | "✗" | "0" | "false" | "no" | "n" | "无" | "-" | "/" => false,
            _ => {
                self.unknown_value(cell, &["是", "否"]);
                false
            }
        }
    }

    /// One of a closed list of words; `of` knows their other spellings.
    pub fn choice<T: Copy>(&mut self, key: &str, of: fn(&str) -> Option<T>, names: &[&str]) -> Option<T> {
        let cell = self.cell(key)?;
        let word: String = fold(&cell.text).chars().filter(|c| !c.is_whitespace()).collect();
        let value = of(&word).or_else(|| of(&word.to_lowercase()));
        if value.is_none() {
            self.unknown_value(cell, names);
        }
        value
    }

    /// Reports a value that is not among `allowed`.
    pub fn unknown_value(&mut self, cell: &Cell, allowed: &[&str]) {
        let name = self.column_name(cell.key);
        let found = shown(&cell.text);
        let message =
            Text::new(format!("`{name}` 不能是 `{found}`"), format!("`{name}` cannot be `{found}`"));
        let help = allowed_help(&cell.text, allowed);
        self.report(&rules::TABLE_UNKNOWN_VALUE, cell, message, help);
    }

    /// A list of days, and what the cell says became of each.
    pub fn days(&mut self, key: &str) -> Option<Vec<Day>> {
        let cell = self.cell(key)?;
        let typed = match cell.value {
            CellValue::Date(date) => Some(date),
            CellValue::DateTime(datetime) => Some(datetime.date()),
            CellValue::Number(number) if number < 1_000_000.0 => serial(number),
            _ => None,
        };
        if let Some(date) = typed {
            return Some(vec![Day { date, change: None }]);
        }
        match days(&cell.text) {
            Ok(days) if !days.is_empty() => Some(days),
            Ok(_) => {
                self.bad_date(cell, &DateError::NotADate(cell.text.clone()));
                None
            }
            Err(error) => {
                self.bad_date(cell, &error);
                None
            }
        }
    }

    fn bad_date(&mut self, cell: &Cell, error: &DateError) {
        let usual = Text::new(
            "写成 `2026-03-05`；几个日期用 `、` 隔开",
            "write `2026-03-05`; put `、` between several dates",
        );
        let (message, help) = match error {
            DateError::NotADate(part) => {
                let part = shown(part);
                (Text::new(format!("`{part}` 不是日期"), format!("`{part}` is not a date")), usual)
            }
            DateError::NoYear(part) => {
                let part = shown(part);
                let message =
                    Text::new(format!("日期 `{part}` 没有年份"), format!("date `{part}` has no year"));
                (message, usual)
            }
            DateError::Weekday(date, weekday) => {
                let name = weekday_name(*weekday);
                let message = Text::new(
                    format!("{date} 是周{name}，与写的星期不符"),
                    format!("{date} is a {}, not the day that is written", weekday_english(*weekday)),
                );
                (message, Text::new("改正日期或星期", "mend the date or the day"))
            }
            DateError::Range(part) => {
                let part = shown(part);
                let message = Text::new(
                    format!("日期范围 `{part}` 前后颠倒或太长"),
                    format!("range of dates `{part}` runs backwards or is too long"),
                );
                (message, Text::new("长期活动写在 `重复` 一列", "put what lasts long into `重复`"))
            }
            DateError::Time(part) => {
                let part = shown(part);
                let message = Text::new(
                    format!("单独一场只能改日期，不能改时间：`{part}`"),
                    format!("a single date can be moved to another day, not to another time: `{part}`"),
                );
                let help = Text::new(
                    "这一场写 `取消`，另写一行新的活动",
                    "write `取消` behind this date, and the new one as a row of its own",
                );
                (message, help)
            }
        };
        self.report(&rules::TABLE_BAD_DATE, cell, message, help);
    }

    /// A time of day.
    pub fn time(&mut self, key: &str) -> Option<Time> {
        let cell = self.cell(key)?;
        let time = cell_time(cell);
        if time.is_none() {
            let found = shown(&cell.text);
            let message = Text::new(format!("`{found}` 不是时间"), format!("`{found}` is not a time of day"));
            let help = Text::new("写成 `14:30` 或 `下午2:30`", "write `14:30` or `下午2:30`");
            self.report(&rules::TABLE_BAD_TIME, cell, message, help);
        }
        time
    }

    /// Reports that `rule` is broken at a cell.
    pub fn report(&mut self, rule: &'static Rule, cell: &Cell, message: Text, help: Text) {
        let place = self.table.place(cell.spot);
        self.push(Diagnostic::new(rule, self.file, place, message).help(help));
    }

    /// Where the cell of a column is, or would be if it held something.
    pub fn spot(&self, key: &str) -> Spot {
        if let Some(cell) = self.cell(key) {
            return cell.spot;
        }
        let heading = self.table.header.iter().find(|heading| heading.key == key);
        match (self.row.spot, heading.map(|heading| heading.spot)) {
            (Spot::Cell(row, _), Some(Spot::Cell(_, column))) => Spot::Cell(row, column),
            (spot, _) => spot,
        }
    }

    /// The Chinese name of a column, as messages call it.
    pub fn column_name(&self, key: &str) -> &'static str {
        self.table.kind.column_by_key(key).map_or("", |column| column.name)
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

/// The time in a cell, whatever its type.
pub fn cell_time(cell: &Cell) -> Option<Time> {
    match cell.value {
        CellValue::Time(time) => Some(time),
        CellValue::DateTime(datetime) => Some(datetime.time()),
        CellValue::Date(_) => None,
        // 0 is far more often an empty formula than midnight.
        CellValue::Number(number) if number > 0.0 => fraction_of_day(number),
        CellValue::Number(_) => None,
        CellValue::Text => time(&cell.text),
    }
}

/// What to write instead of `found`: the did_you_mean of `allowed`, and all of them.
pub fn allowed_help(found: &str, allowed: &[&str]) -> Text {
    let (zh, en) = (allowed.join("`、`"), allowed.join("`, `"));
    match did_you_mean(found.trim(), allowed.iter().copied()) {
        Some(suggestion) => {
            let meant = suggestion.help();
            Text::new(format!("{}可用的有 `{zh}`", meant.zh), format!("{} allowed are `{en}`", meant.en))
        }
        None => Text::new(format!("可用的有 `{zh}`"), format!("allowed are `{en}`")),
    }
}

/// Values between `、`, `,`, `;` or line breaks.
pub fn split_list(text: &str) -> Vec<String> {
    text.split(['、', ',', '，', ';', '；', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(String::from)
        .collect()
}

/// An id as it is compared: ASCII where it was full-width, no blanks.
pub fn clean_id(text: &str) -> String {
    fold(text).chars().filter(|character| !character.is_whitespace()).collect()
}

/// `一` … `日`
pub fn weekday_name(weekday: i8) -> char {
    "一二三四五六日".chars().nth(usize::from(weekday.unsigned_abs()).saturating_sub(1)).unwrap_or('日')
}

fn weekday_english(weekday: i8) -> &'static str {
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
        .get(usize::from(weekday.unsigned_abs()).saturating_sub(1))
        .unwrap_or(&"Sunday")
}

/// A cell's text as a message shows it: one line, not longer than a line.
pub fn shown(text: &str) -> String {
    const LENGTH: usize = 40;
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LENGTH) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
