//! Activities of each line, month by month.

use std::collections::BTreeSet;

use super::Kind;
use super::ledger::{HOW_DATES_COUNT, Ledger, WHEN_NO_DATA};
use super::matrix::fill;
use super::table::Report;

/// See [`super::REPORTS`].
pub static KIND: Kind = Kind { name: "lines", chinese: "品牌", title: "各品牌每月活动场次", make };

fn make(ledger: &Ledger<'_>, report: &mut Report) {
    report.plain_columns(&["品牌"]);
    report.rules = vec![HOW_DATES_COUNT.to_owned(), WHEN_NO_DATA.to_owned()];
    let mut names: Vec<&str> = ledger.catalog.config.calendar.lines.iter().map(String::as_str).collect();
    let written: BTreeSet<&str> =
        ledger.catalog.agenda.activities.iter().map(|it| it.line.as_str()).collect();
    let others: Vec<&str> = written.into_iter().filter(|it| !names.contains(it)).collect();
    names.extend(others);
    fill(ledger, report, &names, |activity| activity.line.as_str());
}
