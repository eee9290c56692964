//! Quotas of the pilot districts, month by month.

use super::Kind;
use super::ledger::{Entries, HOW_DATES_COUNT, Ledger, WHEN_NO_DATA};
use super::table::{Bars, Cell, Report, Value, Verdict};
use crate::calendar::Period;
use crate::model::UnitKind;

/// See [`super::REPORTS`].
pub static KIND: Kind = Kind { name: "pilots", chinese: "试点", title: "试点区县达标情况", make };

/// What a pilot should have.
struct Pilot<'c> {
    name: &'c str,
    volunteers: u32,
    activities: u32,
}

fn make(ledger: &Ledger<'_>, report: &mut Report) {
    let service = &ledger.catalog.config.service;
    report.plain_columns(&["区县", "月份"]);
    report.column("注册人数", Bars::With);
    report.plain_columns(&["人数目标", "统计日期"]);
    report.column("已完成场次", Bars::With);
    report.plain_columns(&["场次目标", "结论"]);
    report.rules = vec![
        format!(
            "试点区县注册志愿者不少于人数目标、每月活动不少于场次目标，两样都到才是“达标”；\
             区县表没有写目标的，人数按 {}，每月场次按 {}。",
            service.volunteers, service.activities_a_month
        ),
        "注册人数取月末以前（含月末）最近一次统计，一次也没有的写“没有数据”，不写 0。".to_owned(),
        HOW_DATES_COUNT.to_owned(),
        WHEN_NO_DATA.to_owned(),
        "本月还没有过完，结论写“进行中”；有一样已知没有到，就是“未达标”，不等另一样的数据。".to_owned(),
    ];
    if let Some(since) = service.since {
        report.rules.push(format!("从 {} 起考核，以前的月份不列。", Period::month_of(since).name()));
    }
    let pilots = pilots(ledger);
    let mut entries = Entries::default();
    let months: Vec<_> = ledger
        .months
        .iter()
        .map(|month| Period::month_of(*month))
        .map(|month| (month, ledger.by_name(month, |it| vec![it.district.as_str()])))
        .collect();
    for pilot in &pilots {
        for (month, held) in &months {
            let held = held.get(pilot.name).map_or(&[][..], Vec::as_slice);
            let activities = ledger.count(report, &mut entries, *month, held);
            let snapshot = ledger.latest(UnitKind::District, pilot.name, month.last());
            let behind = snapshot.map(|it| entries.snapshot(report, it)).into_iter().collect();
            let registered = snapshot.map(|(_, count)| u64::from(count.registered));
            let verdict = verdict(ledger, *month, pilot, (registered, &activities.value));
            report.rows.push(vec![
                Cell::text(pilot.name),
                Cell::text(month.name()),
                Cell::from(registered.map_or(Value::NoData, Value::Count)).behind(behind),
                Value::Count(u64::from(pilot.volunteers)).into(),
                snapshot.map_or(Value::NoData, |(_, count)| Value::Day(count.day)).into(),
                activities,
                Value::Count(u64::from(pilot.activities)).into(),
                verdict.into(),
            ]);
        }
    }
}

fn verdict(
    ledger: &Ledger<'_>,
    month: Period,
    pilot: &Pilot<'_>,
    (registered, activities): (Option<u64>, &Value),
) -> Value {
    if ledger.is_running(month) {
        return Value::Verdict(Verdict::Running);
    }
    let enough = registered.map(|it| it >= u64::from(pilot.volunteers));
    let active = match activities {
        Value::Count(count) => Some(*count >= u64::from(pilot.activities)),
        _ => None,
    };
    match (enough, active) {
        (Some(false), _) | (_, Some(false)) => Value::Verdict(Verdict::Missed),
        (Some(true), Some(true)) => Value::Verdict(Verdict::Met),
        _ => Value::NoData,
    }
}

/// Those of the table of districts, or of `site.yaml` where the table says nothing of pilots.
fn pilots<'c>(ledger: &Ledger<'c>) -> Vec<Pilot<'c>> {
    let (catalog, service) = (ledger.catalog, &ledger.catalog.config.service);
    let pilot = |name: &'c str| {
        let district = catalog.agenda.district(name);
        Pilot {
            name,
            volunteers: district.and_then(|it| it.volunteer_target).unwrap_or(service.volunteers),
            activities: district.and_then(|it| it.monthly_target).unwrap_or(service.activities_a_month),
        }
    };
    let flagged = catalog.agenda.districts.iter().filter(|it| it.pilot);
    let pilots: Vec<_> = flagged.map(|it| pilot(&it.name)).collect();
    if pilots.is_empty() {
        return service.pilots.iter().map(|it| pilot(it.value.trim())).collect();
    }
    pilots
}
