//! How many volunteers of each kind there were, month by month.

use jiff::civil::Date;

use super::Kind;
use super::ledger::{Entries, Ledger};
use super::table::{Bars, Cell, Report, Value};
use crate::calendar::Period;
use crate::model::{UnitKind, VolunteerCount};

/// See [`super::REPORTS`].
pub static KIND: Kind =
    Kind { name: "volunteers", chinese: "志愿者", title: "志愿者人数变化", make };

/// A number of a snapshot.
type Part = fn(&VolunteerCount) -> Option<u32>;

/// The numbers of a snapshot.
const PARTS: [(&str, Part, Bars); 4] = [
    ("注册人数", |it| Some(it.registered), Bars::With),
    ("科普信息员", |it| it.officers, Bars::Without),
    ("科技专家", |it| it.experts, Bars::Without),
    ("三长", |it| it.heads, Bars::Without),
];

fn make(ledger: &Ledger<'_>, report: &mut Report) {
    report.plain_columns(&["单位类型", "单位", "月份", "有统计的单位"]);
    for (title, _, bars) in PARTS {
        report.column(title, bars);
    }
    report.rules = vec![
        "每个单位取月末以前（含月末）最近一次统计；一次也没有的写“没有数据”，不写 0。".to_owned(),
        "“合计”是有统计的单位之和：没有统计的不在里面，区县和支队分开加，不相加，免得一个人算两次。"
            .to_owned(),
        "科普信息员、科技专家、三长没有填的不算 0，只加填了的；一个人可以既是专家又是信息员，三类不一定加得成总数。"
            .to_owned(),
    ];
    let mut entries = Entries::default();
    for kind in UnitKind::ALL {
        let units: Vec<&str> = ledger.units(*kind).collect();
        for month in &ledger.months {
            row(ledger, report, &mut entries, (*kind, "合计", *month), &units);
        }
        for unit in &units {
            let name = match kind {
                UnitKind::District => unit,
                UnitKind::Team => ledger.catalog.agenda.team_name(unit),
            };
            for month in &ledger.months {
                row(ledger, report, &mut entries, (*kind, name, *month), &[unit]);
            }
        }
    }
}

fn row(
    ledger: &Ledger<'_>,
    report: &mut Report,
    entries: &mut Entries,
    (kind, name, month): (UnitKind, &str, Date),
    units: &[&str],
) {
    let found: Vec<(usize, &VolunteerCount)> =
        units.iter().filter_map(|unit| ledger.latest(kind, unit, month.last_of_month())).collect();
    let behind: Vec<usize> = found.iter().map(|it| entries.snapshot(report, *it)).collect();
    let mut row = vec![
        Cell::text(kind.name()),
        Cell::text(name),
        Cell::text(Period::month_of(month).name()),
        if found.is_empty() { Value::NoData } else { Value::Count(found.len() as u64) }.into(),
    ];
    for (_, part, _) in PARTS {
        let numbers: Vec<u64> = found.iter().filter_map(|(_, it)| part(it)).map(u64::from).collect();
        let value = if numbers.is_empty() { Value::NoData } else { Value::Count(numbers.iter().sum()) };
        row.push(Cell::from(value).behind(behind.clone()));
    }
    report.rows.push(row);
}
