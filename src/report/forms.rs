//! Whether teaching and practice are in balance.

use super::Kind;
use super::ledger::{HOW_DATES_COUNT, Ledger, WHEN_NO_DATA};
use super::matrix::fill;
use super::table::Report;
use crate::model::Form;

/// See [`super::REPORTS`].
pub static KIND: Kind = Kind { name: "forms", chinese: "形式", title: "理论教学与实践活动", make };

/// Of activities whose form is not written.
const UNKNOWN: &str = "没有填形式";

fn make(ledger: &Ledger<'_>, report: &mut Report) {
    report.plain_columns(&["教学形式"]);
    report.rules = vec![
        "按活动表的“教学形式”分；占比是占全部场次的，没有填形式的也在里面。".to_owned(),
        HOW_DATES_COUNT.to_owned(),
        WHEN_NO_DATA.to_owned(),
    ];
    let names: Vec<&str> = Form::ALL.iter().map(|form| form.name()).chain([UNKNOWN]).collect();
    fill(ledger, report, &names, |activity| activity.form.map_or(UNKNOWN, Form::name));
}
