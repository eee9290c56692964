//! 日期, 重复, 除外日期 and 节假日 of an activity: when it takes place, and what in it does not fit together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::column::Typed;
use super::days_off::DaysOff;
use super::row::RowReader;
use super::value::{Choice, Days, Text as Words};
use super::words::shown;
use crate::calendar::{
    Change, Day, LIMIT, Move, RecurrenceError, Rule, RuleEnd, Schedule, all_days, recurrence,
};
use crate::diagnostic::{Text, rules};
use crate::model::HolidayPolicy;
use crate::source::table::Cell;

/// The columns that say on which days something takes place.
#[derive(Debug, Clone, Copy)]
pub struct ScheduleColumns {
    /// 日期
    pub date: Typed<Days>,
    /// 重复
    pub recurrence: Typed<Words>,
    /// 除外日期
    pub except: Typed<Days>,
    /// 节假日
    pub holidays: Typed<Choice<HolidayPolicy>>,
}

/// The schedule of a row, and the days it comes to; nothing without a date.
pub fn read(row: &mut RowReader<'_>, columns: ScheduleColumns, days_off: &mut DaysOff) -> Option<Schedule> {
    let policy = row.get(columns.holidays);
    let days = row.get(columns.date)?;
    let start = days.first()?.date;
    let rule = read_rule(row, columns.recurrence, start);
    let except = row.get(columns.except).unwrap_or_default();
    let mut dates: Vec<Date> = days.iter().map(|day| day.date).collect();
    dates.dedup();
    let mut changes = BTreeMap::new();
    add_changes(row, columns.date, &days, &mut changes);
    add_changes(row, columns.except, &except, &mut changes);
    let changes = changes.into_iter().collect();
    let except = except.iter().filter(|day| day.change.is_none()).map(|day| day.date).collect();
    let mut schedule = Schedule { dates, rule, except, changes, days: Vec::new() };
    let planned = all_days(&schedule);
    schedule.days = planned.clone();
    schedule.days.retain(|day| schedule.except.binary_search(day).is_err());
    check_rule(row, columns, &schedule, &planned);
    check_exceptions(row, columns.except, &schedule, &planned);
    check_changes(row, columns, &mut schedule);
    if let (Some(policy), Some(cell), false) = (policy, row.cell(columns.holidays), schedule.days.is_empty())
    {
        days_off.apply(row, cell, policy, &mut schedule);
        check_left(row, cell, &schedule);
    }
    Some(schedule)
}

/// Holidays that take out everything.
fn check_left(row: &mut RowReader<'_>, cell: &Cell, schedule: &Schedule) {
    if schedule.days.is_empty() {
        let message = Text::new("所有日期都在节假日，都跳过了", "every date is on a holiday and skipped");
        let help =
            Text::new("改日期，或把 `节假日` 写成 `照常`", "change the date, or set `节假日` to `照常`");
        row.report(&rules::ACTIVITY_NO_DATE, cell, message, help);
    }
}

/// What a cell says became of single days; the first that is said of a day stands.
fn add_changes(
    row: &mut RowReader<'_>,
    column: Typed<Days>,
    days: &[Day],
    changes: &mut BTreeMap<Date, Change>,
) {
    for day in days {
        let Some(change) = &day.change else { continue };
        let date = day.date;
        let first = changes.entry(date).or_insert_with(|| change.clone());
        if let (true, Some(cell)) = (first != change, row.cell(column)) {
            let message = Text::new(
                format!("{date} 写了两种变动"),
                format!("two things are said to have become of {date}"),
            );
            row.report(
                &rules::ACTIVITY_CHANGE_TWICE,
                cell,
                message,
                Text::new("只留一种", "leave one of them"),
            );
        }
    }
}

fn read_rule(row: &mut RowReader<'_>, column: Typed<Words>, start: Date) -> Option<Rule> {
    let cell = row.cell(column)?;
    let error = match recurrence(&cell.text, start) {
        Ok(rule) => return rule,
        Err(error) => error,
    };
    let found = shown(&cell.text);
    let help = Text::new(
        "例如 `每周三`、`每周二、四`、`每两周周六`、`每月第二个周六`、`每月15日`、`每季度`、`每年惊蛰`、`每年重阳`、`农历每月初一、十五`，后面可写 `至2026-12-31` 或 `共10次`",
        "for example `每周三`, `每月第二个周六`, `每季度`, `每年重阳` or `FREQ=WEEKLY;BYDAY=WE`, with `至2026-12-31` or `共10次`",
    );
    let message = match error {
        RecurrenceError::Unknown => {
            Text::new(format!("看不懂重复规则 `{found}`"), format!("recurrence `{found}` is not understood"))
        }
        RecurrenceError::BadEnd(end) => shown_in(&end, |end| {
            Text::new(
                format!("重复到什么时候？`{end}` 不是日期或次数"),
                format!("the recurrence ends neither on a date nor after a number of times: `{end}`"),
            )
        }),
        RecurrenceError::UnsupportedPart(part) => shown_in(&part, |part| {
            Text::new(
                format!("RRULE 里的 `{part}` 不支持"),
                format!("`{part}` of the RRULE is not supported"),
            )
        }),
    };
    row.report(&rules::ACTIVITY_RECURRENCE, cell, message, help);
    None
}

fn shown_in(text: &str, message: impl Fn(&str) -> Text) -> Text {
    message(&shown(text))
}

/// What fits together badly: a start that is not a day of the rule, an end before the start, more
/// than is taken. `planned` are the days before exceptions are taken out.
fn check_rule(row: &mut RowReader<'_>, columns: ScheduleColumns, schedule: &Schedule, planned: &[Date]) {
    let (Some(rule), Some(cell)) = (&schedule.rule, row.cell(columns.recurrence)) else { return };
    let Some(start) = schedule.dates.first().copied() else { return };
    let ends_early = matches!(rule.end, RuleEnd::Until(last) if last < start);
    if ends_early || planned.is_empty() {
        let message = Text::new("重复在第一个日期之前就结束了", "the recurrence ends before the first date");
        let help = Text::new("改正 `日期` 或重复的截止日", "mend `日期` or the end of the recurrence");
        row.report(&rules::ACTIVITY_NO_DATE, cell, message, help);
        return;
    }
    if let (false, Some(first), Some(cell)) =
        (planned.contains(&start), planned.first(), row.cell(columns.date))
    {
        let message = Text::new(
            format!("{start} 不在重复的日子里，第一次是 {first}"),
            format!("{start} is no day of the recurrence, the first is {first}"),
        );
        let help = Text::new(
            format!("把日期改成 `{first}`，或改正 `重复`"),
            format!("write `{first}` as the date, or mend `重复`"),
        );
        row.report(&rules::ACTIVITY_START_OFF_RULE, cell, message, help);
    }
    if planned.len() == LIMIT {
        let message = Text::new(
            format!("重复的次数太多，只取前 {LIMIT} 次"),
            format!("too many occurrences, only the first {LIMIT} are taken"),
        );
        let help = Text::new("写一个近一些的截止日", "give it an earlier end");
        row.report(&rules::ACTIVITY_RECURRENCE_LONG, cell, message, help);
    }
}

/// An exception that takes nothing out, or everything.
fn check_exceptions(row: &mut RowReader<'_>, column: Typed<Days>, schedule: &Schedule, planned: &[Date]) {
    let Some(cell) = row.cell(column) else { return };
    // A range such as the holidays of October covers days that were never meant.
    if schedule.except.len() == 1 && !planned.contains(&schedule.except[0]) {
        let message = Text::new(
            format!("除外日期 {} 本来就没有活动", schedule.except[0]),
            format!("nothing takes place on the excepted {} anyway", schedule.except[0]),
        );
        let help = Text::new("看日期是否写错", "is the date right?");
        row.report(&rules::ACTIVITY_EXCEPT_UNUSED, cell, message, help);
    }
    if schedule.days.is_empty() && !planned.is_empty() {
        let message = Text::new("所有日期都被除外了", "every date is excepted");
        let help = Text::new("活动不办了，就把 `状态` 写成 `取消`", "to cancel it, set `状态` to `取消`");
        row.report(&rules::ACTIVITY_NO_DATE, cell, message, help);
    }
}

/// Keeps the changes of days that are there; a move onto a day that is taken is told.
fn check_changes(row: &mut RowReader<'_>, columns: ScheduleColumns, schedule: &mut Schedule) {
    let Some(cell) = row.cell(columns.except).or_else(|| row.cell(columns.date)) else { return };
    let mut taken: BTreeSet<Date> = schedule.days.iter().copied().collect();
    for (day, _) in &schedule.changes {
        if schedule.days.binary_search(day).is_ok() {
            taken.remove(day);
            continue;
        }
        let message = Text::new(
            format!("{day} 本来就没有活动，不能取消或改期"),
            format!("nothing takes place on {day} that could be cancelled or moved"),
        );
        row.report(
            &rules::ACTIVITY_CHANGE_UNUSED,
            cell,
            message,
            Text::new("看日期是否写错", "is the date right?"),
        );
    }
    schedule.changes.retain(|(day, _)| schedule.days.binary_search(day).is_ok());
    for (day, change) in &schedule.changes {
        if let Change::Moved(Move { date: to, .. }) = change
            && !taken.insert(*to)
        {
            let message = Text::new(
                format!("{day} 改到 {to}，那天已经有一场"),
                format!("{day} is moved to {to}, where there is one already"),
            );
            let help = Text::new(
                "看日期是否写错；不另补的写 `取消`",
                "is the date right? one that is not made up for is `取消`",
            );
            row.report(&rules::ACTIVITY_CHANGE_CLASH, cell, message, help);
        }
    }
}
