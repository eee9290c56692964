//! 志愿者统计: snapshots of how many volunteers districts and teams have.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::column::{Typed, columns};
use super::gathering::Gathering;
use super::kind::Kind;
use super::row::RowReader;
use super::value::{Choice, Count, SingleDay, Text, Unit};
use crate::diagnostic::{Diagnostic, Related, Text as Words, rules};
use crate::model::{District, Team, UnitKind, VolunteerCount};
use crate::source::table::{Column, Need, TableKind};

/// Reads the table into the agenda.
pub static KIND: Kind = Kind { module: "volunteers", table: &TABLE, fields: FIELDS, gather };

static TABLE: TableKind = TableKind::new(("志愿者统计", "volunteers"), &["志愿者人数"], UNIT.key, COLUMNS);

columns! {
    Required DAY: SingleDay => "day" "统计日期" ["统计时间", "截止日期"];
    Required KIND_OF_UNIT: Choice<UnitKind> => "unit-kind" "单位类型" ["单位类别"];
    Required UNIT: Unit => "unit" "单位编号" ["单位", "单位名称", "unit-id"];
    Required REGISTERED: Count => "registered" "注册人数" ["注册志愿者", "注册志愿者人数", "志愿者人数"] = "520";
    Optional OFFICERS: Count => "officers" "科普信息员" ["信息员"];
    Optional EXPERTS: Count => "experts" "科技专家" ["专家"];
    Optional HEADS: Count => "heads" "三长" ["三长人数"];
    Optional SOURCE: Text => "source" "来源" ["数据来源"];
    Private "note" "备注" ["notes", "remark", "remarks"];
}

fn gather(all: &mut Gathering<'_>) {
    let mut first: BTreeMap<(UnitKind, String, Date), VolunteerCount> = BTreeMap::new();
    for count in all.every_row(&TABLE, read) {
        let key = (count.kind, count.unit.clone(), count.day);
        match first.get(&key) {
            Some(before) => all.report(twice(before, &count)),
            None => drop(first.insert(key, count)),
        }
    }
    all.agenda.volunteers = first.into_values().collect();
}

/// The snapshot of a row, if all that it cannot do without is there.
fn read(row: &mut RowReader<'_>) -> Option<VolunteerCount> {
    let day = row.get(DAY);
    let kind = row.get(KIND_OF_UNIT);
    let unit = read_unit(row, kind);
    let registered = row.get(REGISTERED);
    let officers = row.get(OFFICERS);
    let experts = row.get(EXPERTS);
    let heads = row.get(HEADS);
    if registered == Some(0) {
        doubt(row, REGISTERED, Words::new("注册志愿者是 0 人", "there are 0 registered volunteers"));
    }
    for (column, part) in [(OFFICERS, officers), (EXPERTS, experts), (HEADS, heads)] {
        if let (Some(part), Some(whole)) = (part, registered)
            && part > whole
        {
            let name = row.column_name(column.key);
            let message = Words::new(
                format!("{name}有 {part} 人，比注册人数 {whole} 还多"),
                format!("{name} are {part}, more than the {whole} who are registered"),
            );
            doubt(row, column, message);
        }
    }
    Some(VolunteerCount {
        day: day?,
        kind: kind?,
        unit: unit?,
        registered: registered?,
        officers,
        experts,
        heads,
        source: row.get(SOURCE),
        origin: row.origin(DAY.key),
    })
}

/// The unit, looked up in the table of its kind.
fn read_unit(row: &mut RowReader<'_>, kind: Option<UnitKind>) -> Option<String> {
    let text = row.get(UNIT)?;
    let cell = row.cell(UNIT)?;
    match kind? {
        UnitKind::District => Some(row.resolve::<District>(cell, &text)),
        UnitKind::Team => Some(row.resolve::<Team>(cell, &text)),
    }
}

fn doubt(row: &mut RowReader<'_>, column: Typed<Count>, message: Words) {
    let help = Words::new(
        "看是不是填错了；还没有统计就不要这一行",
        "is it right? leave the row out where nothing was counted yet",
    );
    if let Some(cell) = row.cell(column) {
        row.report(&rules::VOLUNTEERS_DOUBTFUL, cell, message, help);
    }
}

fn twice(before: &VolunteerCount, count: &VolunteerCount) -> Diagnostic {
    let (day, unit) = (count.day, &count.unit);
    let message = Words::new(
        format!("`{unit}` {day} 的统计已经有了"),
        format!("`{unit}` was counted on {day} in another row already"),
    );
    let help = Words::new("留下对的一行", "leave the row that is right");
    let related = Related {
        file: Arc::clone(&before.origin.file),
        place: before.origin.place.clone(),
        message: Words::new("先写的一行", "the row before"),
    };
    Diagnostic::new(&rules::VOLUNTEERS_TWICE, &count.origin.file, count.origin.place.clone(), message)
        .help(help)
        .related(related)
}
