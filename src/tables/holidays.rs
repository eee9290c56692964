//! 节假日: the days off of a year and the weekends worked for them, in the shape in which they are
//! published: `{year, days: [{name, date, isOffDay}]}`.
//!
//! Only the date of a row counts, not the year of its file: December may stand in the next year's.

use super::column::{Typed, columns};
use super::kind::Kind;
use super::row::RowReader;
use super::value::{Choice, Days, Text};
use crate::calendar::{Day, Holiday};
use crate::model::DayKind;
use crate::source::table::{Column, Need, TableKind};

/// Reads the table into the agenda.
pub static KIND: Kind = Kind {
    module: "holidays",
    table: &TABLE,
    fields: FIELDS,
    gather: |all| {
        for (days, holiday) in all.rows(&TABLE, read) {
            for day in days {
                all.agenda.holidays.add(day.date, holiday.clone());
            }
        }
    },
};

static TABLE: TableKind = TableKind::new(("节假日", "holidays"), &["days"], DATE.key, COLUMNS)
    .beside(&["$schema", "$id", "year", "papers"]);

columns! {
    Required NAME: Text => "name" "名称" ["节日", "节假日", "holiday"];
    Required DATE: Days => "date" "日期" ["dates"];
    Required OFF: Choice<DayKind> => "off" "休息" ["isOffDay", "休班", "类型", "放假"];
    Private "note" "备注" ["notes", "remark", "remarks"];
}

/// The days of a row: one, or a range of them.
fn read(row: &mut RowReader<'_>) -> Option<(Vec<Day>, Holiday)> {
    let name = row.get(NAME);
    let days = row.get(DATE);
    let kind = row.get(OFF)?;
    Some((days?, Holiday { name: name?, off: kind == DayKind::Off }))
}
