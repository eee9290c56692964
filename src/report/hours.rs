//! Hours of service, and who took part, month by month.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Kind;
use super::ledger::{Entries, HOW_DATES_COUNT, Ledger};
use super::table::{Bars, Cell, Report, Value};
use crate::calendar::Period;
use crate::model::{Activity, Occurrence};

/// See [`super::REPORTS`].
pub static KIND: Kind = Kind { name: "hours", chinese: "时长", title: "志愿服务时长", make };

/// A number of an activity.
type Part = fn(&Activity) -> Option<u32>;

fn make(ledger: &Ledger<'_>, report: &mut Report) {
    report.plain_columns(&["月份", "已完成活动", "填了时长的"]);
    report.column("服务时长（小时）", Bars::With);
    report.plain_columns(&["志愿者人次", "参加人次"]);
    report.rules = vec![
        "时长、志愿者人数、参加人数照活动表里填的相加，时长不再乘人数；没有填的不算 0，也不估计。".to_owned(),
        "表里一行的时长和人数是整个活动的：有几天的活动只算一次，记在最近办过的那一天所在的月份。".to_owned(),
        HOW_DATES_COUNT.to_owned(),
        "活动表里一场也没有登记的月份写“没有数据”，不写 0。".to_owned(),
    ];
    let mut last: BTreeMap<usize, Occurrence> = BTreeMap::new();
    for held in ledger.held(Date::MIN, ledger.catalog.day) {
        last.insert(held.activity, *held);
    }
    let mut by_month: BTreeMap<Date, Vec<Occurrence>> = BTreeMap::new();
    for held in last.into_values() {
        by_month.entry(held.date.first_of_month()).or_default().push(held);
    }
    let mut entries = Entries::default();
    for month in &ledger.months {
        let held = by_month.get(month).map_or(&[][..], Vec::as_slice);
        let count = ledger.count(report, &mut entries, Period::month_of(*month), held);
        let known = count.value != Value::NoData;
        let sum = |part: Part| -> Option<u64> {
            let numbers: Vec<u64> =
                held.iter().filter_map(|it| part(ledger.activity(*it))).map(u64::from).collect();
            (!numbers.is_empty()).then(|| numbers.iter().sum())
        };
        let told = held.iter().filter(|it| ledger.activity(**it).service_minutes.is_some()).count() as u64;
        let behind = count.entries.clone();
        let cell = |value: Option<Value>| Cell::from(value.unwrap_or(Value::NoData));
        report.rows.push(vec![
            Cell::text(Period::month_of(*month).name()),
            count,
            cell(known.then_some(Value::Count(told))),
            cell(sum(|it| it.service_minutes).map(Value::Minutes)).behind(behind),
            cell(sum(|it| it.volunteers).map(Value::Count)),
            cell(sum(|it| it.participants).map(Value::Count)),
        ]);
    }
}
