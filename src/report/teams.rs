//! Activities of each team, quarter by quarter.

use super::Kind;
use super::ledger::{Entries, HOW_DATES_COUNT, Ledger};
use super::table::{Bars, Cell, Report, Value, Verdict};

/// See [`super::REPORTS`].
pub static KIND: Kind = Kind { name: "teams", chinese: "支队", title: "支队每季活动情况", make };

fn make(ledger: &Ledger<'_>, report: &mut Report) {
    let target = ledger.catalog.config.service.activities_a_quarter;
    report.plain_columns(&["支队编号", "支队名称", "季度"]);
    report.column("已完成场次", Bars::With);
    report.plain_columns(&["场次目标", "结论"]);
    report.rules = vec![
        format!("每支支队原则上每季活动不少于 {target} 场；没有到的是“预警”，提醒一声，不算不合格。"),
        "只算作为承办支队的场次，几支支队一起承办的各算一场；协办的不算。季度按整季算。".to_owned(),
        HOW_DATES_COUNT.to_owned(),
        "活动表里一场也没有登记的季度写“没有数据”，不写 0；本季还没有过完，结论写“进行中”。".to_owned(),
    ];
    let mut entries = Entries::default();
    let quarters: Vec<_> = ledger
        .quarters()
        .into_iter()
        .map(|it| (it, ledger.by_name(it, |activity| activity.teams.iter().map(String::as_str).collect())))
        .collect();
    for team in &ledger.catalog.agenda.teams {
        for (quarter, held) in &quarters {
            let held = held.get(team.id.as_str()).map_or(&[][..], Vec::as_slice);
            let count = ledger.count(report, &mut entries, *quarter, held);
            let verdict = match count.value {
                _ if ledger.is_running(*quarter) => Value::Verdict(Verdict::Running),
                Value::Count(count) if count >= u64::from(target) => Value::Verdict(Verdict::Met),
                Value::Count(_) => Value::Verdict(Verdict::Warning),
                _ => Value::NoData,
            };
            report.rows.push(vec![
                Cell::text(&team.id),
                Cell::text(&team.name),
                Cell::text(quarter.name()),
                count,
                Value::Count(u64::from(target)).into(),
                verdict.into(),
            ]);
        }
    }
}
