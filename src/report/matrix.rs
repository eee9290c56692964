//! A table of names by months that counts dates, with sums.

use std::collections::BTreeMap;

use super::ledger::{Entries, Ledger};
use super::table::{Bars, Cell, Report, Value};
use crate::calendar::Period;
use crate::model::{Activity, Occurrence};

/// Fills a report with the dates of each of `names`, a column a month; every activity has one name.
pub fn fill<'c>(
    ledger: &Ledger<'c>,
    report: &mut Report,
    names: &[&'c str],
    name: impl Fn(&'c Activity) -> &'c str,
) {
    let periods: Vec<Period> = ledger.months.iter().map(|month| Period::month_of(*month)).collect();
    for period in &periods {
        report.column(period.name(), Bars::Without);
    }
    report.column("合计", Bars::With);
    report.column("占比", Bars::Without);
    let months: Vec<BTreeMap<&str, Vec<Occurrence>>> =
        periods.iter().map(|period| ledger.by_name(*period, |activity| vec![name(activity)])).collect();
    let all = ledger.held_in_months();
    let mut entries = Entries::default();
    for own in names.iter().copied().map(Some).chain([None]) {
        let mut row = vec![Cell::text(own.unwrap_or("合计"))];
        for (period, by_name) in periods.iter().zip(&months) {
            let held = match own {
                Some(own) => by_name.get(own).map_or(&[][..], Vec::as_slice),
                None => ledger.held(period.first(), period.last()),
            };
            row.push(ledger.count(report, &mut entries, *period, held));
        }
        let known = row[1..].iter().any(|cell| cell.value != Value::NoData);
        let sum = row[1..].iter().map(|cell| match cell.value {
            Value::Count(count) => count,
            _ => 0,
        });
        let sum: u64 = sum.sum();
        row.push(if known { Value::Count(sum) } else { Value::NoData }.into());
        row.push(Value::share(sum, all.len() as u64).into());
        report.rows.push(row);
    }
}
