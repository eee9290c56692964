//! What the cells of a column may hold. Each type reads a cell the same way in every table: tolerant
//! of how offices write, and with a diagnostic at the cell for what it does not allow.

use std::marker::PhantomData;

use jiff::civil::{Date, Time};

use super::known::Referable;
use super::row::{RowReader, Value};
use super::words::{clean_id, shown, split_list};
use crate::calendar::{Change, DateError, Day, Move, days, fold, fraction_of_day, serial, time};
use crate::diagnostic::{Text as Words, rules};
use crate::model::Venue;
use crate::model::vocabulary::Word;
use crate::source::table::{Cell, CellValue};

/// Text; dates and numbers as they read.
#[derive(Debug)]
pub struct Text;

impl Value for Text {
    type Read = String;

    fn read(_: &mut RowReader<'_>, cell: &Cell) -> Option<String> {
        Some(cell.text.clone())
    }
}

/// A number or name by which rows are told apart: full-width letters and blanks are mended, leading
/// zeros kept.
#[derive(Debug)]
pub struct Id;

impl Value for Id {
    type Read = String;

    fn read(_: &mut RowReader<'_>, cell: &Cell) -> Option<String> {
        Some(clean_id(&cell.text))
    }
}

/// Several texts between `、`, `,` or `;`.
#[derive(Debug)]
pub struct List;

impl Value for List {
    type Read = Vec<String>;

    fn read(_: &mut RowReader<'_>, cell: &Cell) -> Option<Vec<String>> {
        Some(split_list(&cell.text))
    }
}

/// A whole number; `30人` is understood, 不限 is no number.
#[derive(Debug)]
pub struct Count;

impl Value for Count {
    type Read = u32;

    fn read(row: &mut RowReader<'_>, cell: &Cell) -> Option<u32> {
        let text = fold(&cell.text).replace([',', ' '], "");
        if matches!(text.as_str(), "不限" | "无限制" | "无" | "-" | "/") {
            return None;
        }
        let digits = text.trim_end_matches(['人', '名', '个', '位', '场', '次']);
        let count = digits.strip_suffix(".0").unwrap_or(digits).parse().ok();
        if count.is_none() {
            bad_number(row, cell, "写一个整数，例如 `30`", "write a whole number such as `30`");
        }
        count
    }
}

/// An angle on the map, in degrees.
#[derive(Debug)]
pub struct Degrees;

impl Value for Degrees {
    type Read = f64;

    fn read(row: &mut RowReader<'_>, cell: &Cell) -> Option<f64> {
        decimal(row, cell, &["°", "度", "E", "N", "°E", "°N"])
    }
}

/// A length of time, in minutes: hours with a decimal, `90分钟`, `1.5小时`.
#[derive(Debug)]
pub struct Duration;

impl Value for Duration {
    type Read = u32;

    fn read(row: &mut RowReader<'_>, cell: &Cell) -> Option<u32> {
        let number = decimal(row, cell, &["小时", "个小时", "h", "分钟", "分"])?;
        let minutes = if cell.text.contains('分') { number } else { number * 60.0 };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let minutes = minutes.round().clamp(0.0, 1e6) as u32;
        Some(minutes)
    }
}

/// A length of time in minutes: `90`, `90分钟`, `1.5小时`.
#[derive(Debug)]
pub struct Minutes;

impl Value for Minutes {
    type Read = u32;

    fn read(row: &mut RowReader<'_>, cell: &Cell) -> Option<u32> {
        let number = decimal(row, cell, &["分钟", "分", "min", "小时", "个小时", "h"])?;
        let hours = cell.text.contains("时") || cell.text.ends_with('h');
        let minutes = if hours { number * 60.0 } else { number };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let minutes = minutes.round().clamp(0.0, 1e6) as u32;
        Some(minutes)
    }
}

/// A number with a decimal; one of `units` may stand behind it.
fn decimal(row: &mut RowReader<'_>, cell: &Cell, units: &[&str]) -> Option<f64> {
    let text = fold(&cell.text).replace([',', ' '], "");
    let digits = units.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(&text);
    let number = digits.parse().ok().filter(|number: &f64| number.is_finite());
    if number.is_none() {
        bad_number(row, cell, "写一个数，例如 `1.5`", "write a number such as `1.5`");
    }
    number
}

/// Reports a cell that holds no number.
pub fn bad_number(row: &mut RowReader<'_>, cell: &Cell, zh: &str, en: &str) {
    let name = row.column_name(cell.key);
    let message = Words::new(
        format!("`{name}` 应是数，却是 `{}`", shown(&cell.text)),
        format!("`{name}` takes a number, found `{}`", shown(&cell.text)),
    );
    row.report(&rules::TABLE_BAD_NUMBER, cell, message, Words::new(zh, en));
}

/// 是 or 否.
#[derive(Debug)]
pub struct Flag;

impl Value for Flag {
    type Read = bool;

    fn read(row: &mut RowReader<'_>, cell: &Cell) -> Option<bool> {
        match fold(&cell.text).to_lowercase().as_str() {
            "是" | "√" | "✓" | "✔" | "1" | "true" | "yes" | "y" | "有" => Some(true),
            "否" | "×" | "x" | "✗" | "0" | "false" | "no" | "n" | "无" | "-" | "/" => Some(false),
            _ => {
                row.unknown_value(cell, &["是", "否"]);
                None
            }
        }
    }
}

/// One of a closed list of words.
#[derive(Debug)]
pub struct Choice<T>(PhantomData<T>);

impl<T: Word> Value for Choice<T> {
    type Read = T;

    fn read(row: &mut RowReader<'_>, cell: &Cell) -> Option<T> {
        let word: String = fold(&cell.text).chars().filter(|c| !c.is_whitespace()).collect();
        let value = T::named(&word).or_else(|| T::named(&word.to_lowercase()));
        if value.is_none() {
            row.unknown_value(cell, &T::names());
        }
        value
    }
}

/// Several of a closed list of words, between `、`, `,`, `;` or `/`.
#[derive(Debug)]
pub struct Choices<T>(PhantomData<T>);

impl<T: Word> Value for Choices<T> {
    type Read = Vec<T>;

    fn read(row: &mut RowReader<'_>, cell: &Cell) -> Option<Vec<T>> {
        let words = split_list(&fold(&cell.text).replace('/', "、"));
        let values: Vec<T> = words.iter().filter_map(|word| T::named(word)).collect();
        if values.len() < words.len() {
            row.unknown_value(cell, &T::names());
        }
        Some(values)
    }
}

/// A row of another table, by its id or name.
#[derive(Debug)]
pub struct Reference<T>(PhantomData<T>);

impl<T: Referable> Value for Reference<T> {
    type Read = String;

    fn read(row: &mut RowReader<'_>, cell: &Cell) -> Option<String> {
        Some(row.resolve::<T>(cell, &cell.text))
    }
}

/// A row of a table that is read later, by its id.
#[derive(Debug)]
pub struct Later<T>(PhantomData<T>);

impl<T: Referable> Value for Later<T> {
    type Read = String;

    fn read(row: &mut RowReader<'_>, cell: &Cell) -> Option<String> {
        Reference::<T>::read(row, cell)
    }
}

/// Several rows of another table, between `、`, `,` or `;`.
#[derive(Debug)]
pub struct References<T>(PhantomData<T>);

/// References of one cell that are read.
const MOST_REFERENCES: usize = 100;

impl<T: Referable> Value for References<T> {
    type Read = Vec<String>;

    fn read(row: &mut RowReader<'_>, cell: &Cell) -> Option<Vec<String>> {
        let mut names = split_list(&cell.text);
        if names.len() > MOST_REFERENCES {
            names.truncate(MOST_REFERENCES);
            let table = T::table();
            let message = Words::new(
                format!("这一格有 {MOST_REFERENCES} 个以上的{table}，后面的没有读"),
                format!(
                    "the cell has more than {MOST_REFERENCES} {}, the others were not read",
                    table.english
                ),
            );
            let own = row.kind();
            let help = Words::new(format!("写成几个{own}"), format!("make it several {}", own.english));
            row.report(&rules::TABLE_LONG_LIST, cell, message, help);
        }
        Some(names.iter().map(|name| row.resolve::<T>(cell, name)).collect())
    }
}

/// Days between the days from which the two kinds of workbooks count.
const DAYS_TO_1904: f64 = 1462.0;

/// A list of days, and what the cell says became of each.
#[derive(Debug)]
pub struct Days;

impl Value for Days {
    type Read = Vec<Day>;

    fn read(row: &mut RowReader<'_>, cell: &Cell) -> Option<Vec<Day>> {
        let typed = match cell.value {
            CellValue::Date(date) => Some(date),
            CellValue::DateTime(datetime) => Some(datetime.date()),
            CellValue::Number(number) if number < 1_000_000.0 => serial(number),
            CellValue::NumberSince1904(number) if number < 1_000_000.0 => serial(number + DAYS_TO_1904),
            _ => None,
        };
        if let Some(date) = typed {
            return Some(vec![Day { date, change: None }]);
        }
        match days(&cell.text) {
            Ok(mut days) if !days.is_empty() => {
                for day in &mut days {
                    if let Some(Change::Moved(Move { venue: Some(venue), .. })) = &mut day.change {
                        *venue = row.resolve::<Venue>(cell, venue);
                    }
                }
                Some(days)
            }
            Ok(_) => {
                bad_date(row, cell, &DateError::NotADate(cell.text.clone()));
                None
            }
            Err(error) => {
                bad_date(row, cell, &error);
                None
            }
        }
    }
}

/// One day, of which nothing else is said.
#[derive(Debug)]
pub struct SingleDay;

impl Value for SingleDay {
    type Read = Date;

    fn read(row: &mut RowReader<'_>, cell: &Cell) -> Option<Date> {
        match Days::read(row, cell)?.as_slice() {
            [Day { date, change: None }] => Some(*date),
            _ => {
                bad_date(row, cell, &DateError::NotADate(cell.text.clone()));
                None
            }
        }
    }
}

/// A district or team by its id or name; which of the two, another column says.
#[derive(Debug)]
pub struct Unit;

impl Value for Unit {
    type Read = String;

    fn read(_: &mut RowReader<'_>, cell: &Cell) -> Option<String> {
        Some(cell.text.clone())
    }
}

fn bad_date(row: &mut RowReader<'_>, cell: &Cell, error: &DateError) {
    let usual = Words::new(
        "写成 `2026-03-05`；几个日期用 `、` 隔开",
        "write `2026-03-05`; put `、` between several dates",
    );
    let (message, help) = match error {
        DateError::NotADate(part) => {
            let part = shown(part);
            (Words::new(format!("`{part}` 不是日期"), format!("`{part}` is not a date")), usual)
        }
        DateError::NoYear(part) => {
            let part = shown(part);
            let message = Words::new(format!("日期 `{part}` 没有年份"), format!("date `{part}` has no year"));
            (message, usual)
        }
        DateError::Weekday(date, weekday) => {
            let name = weekday_name(*weekday);
            let message = Words::new(
                format!("{date} 是周{name}，与写的星期不符"),
                format!("{date} is a {}, not the day that is written", weekday_english(*weekday)),
            );
            (message, Words::new("改正日期或星期", "mend the date or the day"))
        }
        DateError::Range(part) => {
            let part = shown(part);
            let message = Words::new(
                format!("日期范围 `{part}` 前后颠倒或太长"),
                format!("range of dates `{part}` runs backwards or is too long"),
            );
            (message, Words::new("长期活动写在 `重复` 一列", "put what lasts long into `重复`"))
        }
        DateError::Time(part) => {
            let part = shown(part);
            let message = Words::new(
                format!("改到什么时间？`{part}` 看不懂"),
                format!("the time to which a date is moved is not understood: `{part}`"),
            );
            let help = Words::new(
                "写成 `改2026-03-19 14:30`、`改2026-03-19 14:30-16:00` 或 `改14:30`",
                "write `改2026-03-19 14:30`, `改2026-03-19 14:30-16:00` or `改14:30`",
            );
            (message, help)
        }
    };
    row.report(&rules::TABLE_BAD_DATE, cell, message, help);
}

/// A time of day.
#[derive(Debug)]
pub struct TimeOfDay;

impl Value for TimeOfDay {
    type Read = Time;

    fn read(row: &mut RowReader<'_>, cell: &Cell) -> Option<Time> {
        let time = cell_time(cell);
        if time.is_none() {
            let found = shown(&cell.text);
            let message =
                Words::new(format!("`{found}` 不是时间"), format!("`{found}` is not a time of day"));
            let help = Words::new("写成 `14:30` 或 `下午2:30`", "write `14:30` or `下午2:30`");
            row.report(&rules::TABLE_BAD_TIME, cell, message, help);
        }
        time
    }
}

/// The time in a cell, whatever its type.
pub fn cell_time(cell: &Cell) -> Option<Time> {
    match cell.value {
        CellValue::Time(time) => Some(time),
        CellValue::DateTime(datetime) => Some(datetime.time()),
        CellValue::Date(_) => None,
        // 0 is far more often an empty formula than midnight.
        CellValue::Number(number) | CellValue::NumberSince1904(number) if number > 0.0 => {
            fraction_of_day(number)
        }
        CellValue::Number(_) | CellValue::NumberSince1904(_) => None,
        CellValue::Text => time(&cell.text),
    }
}

/// `一` … `日`
fn weekday_name(weekday: i8) -> char {
    "一二三四五六日".chars().nth(usize::from(weekday.unsigned_abs()).saturating_sub(1)).unwrap_or('日')
}

fn weekday_english(weekday: i8) -> &'static str {
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
        .get(usize::from(weekday.unsigned_abs()).saturating_sub(1))
        .unwrap_or(&"Sunday")
}
