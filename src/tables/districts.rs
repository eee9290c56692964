//! 区县: the districts of the city.

use super::column::{Typed, columns};
use super::kind::Kind;
use super::known::Referable;
use super::row::RowReader;
use super::value::{Count, Flag, Id, Text};
use crate::model::District;
use crate::source::table::{Column, Need, TableKind};

/// Reads the table into the agenda.
pub static KIND: Kind = Kind {
    module: "districts",
    table: &TABLE,
    fields: FIELDS,
    gather: |all| all.agenda.districts = all.referable_rows(read),
};

static TABLE: TableKind = TableKind::new(("区县", "districts"), &[], CODE.key, COLUMNS);

columns! {
    Required CODE: Id => "code" "行政区划代码" ["区划代码", "代码", "id"];
    Required NAME: Text => "name" "区县" ["区县名称", "名称", "district"];
    Optional PILOT: Flag => "pilot" "试点" ["试点区县", "是否试点"];
    Optional VOLUNTEER_TARGET: Count => "volunteer-target" "人数目标" ["志愿者目标", "志愿者人数目标"] = "500";
    Optional MONTHLY_TARGET: Count => "monthly-target" "月场次目标" ["每月场次目标", "场次目标"] = "1";
    Private "contact" "负责人" ["联系人"];
    Private "contact-phone" "联系电话" ["负责人电话", "手机", "手机号"];
    Private "note" "备注" ["notes", "remark", "remarks"];
}

/// The district of a row, if all that it cannot do without is there.
fn read(row: &mut RowReader<'_>) -> Option<District> {
    let code = row.get(CODE);
    let name = row.get(NAME);
    let pilot = row.get(PILOT).unwrap_or(false);
    let volunteer_target = row.get(VOLUNTEER_TARGET);
    let monthly_target = row.get(MONTHLY_TARGET);
    Some(District { code: code?, name: name?, pilot, volunteer_target, monthly_target })
}

impl Referable for District {
    fn table() -> &'static TableKind {
        &TABLE
    }

    fn id(&self) -> &str {
        &self.code
    }

    fn name(&self) -> &str {
        &self.name
    }

    /// Activities, venues and teams hold its name.
    fn reference(&self) -> &str {
        &self.name
    }
}
