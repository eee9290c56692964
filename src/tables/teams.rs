//! 支队: the teams of volunteers.

use super::column::{Typed, columns};
use super::kind::Kind;
use super::known::Referable;
use super::row::RowReader;
use super::value::{Flag, Id, List, Reference, Text};
use crate::model::{District, Team};
use crate::source::table::{Column, Need, TableKind};

/// Reads the table into the agenda.
pub static KIND: Kind = Kind {
    module: "teams",
    table: &TABLE,
    fields: FIELDS,
    gather: |all| all.agenda.teams = all.referable_rows(read),
};

static TABLE: TableKind = TableKind::new(("支队", "teams"), &[], ID.key, COLUMNS);

columns! {
    Required ID: Id => "id" "支队编号" ["编号", "team-id"];
    Required NAME: Text => "name" "支队名称" ["名称", "支队", "team-name"];
    Required CATEGORY: Text => "category" "类别" ["支队类别", "类型"] = "医疗卫生";
    Optional PARENT: Text => "parent" "上级" ["上级支队", "上级单位"];
    Optional DISTRICT: Reference<District> => "district" "区县" ["所在区县"];
    Optional SKILLS: List => "skills" "擅长领域" ["领域", "特长"] = "急救、营养";
    Private "contact" "负责人" ["联系人", "person-in-charge", "contact-person"];
    Private "contact-phone" "联系电话" ["负责人电话", "手机", "手机号"];
    Optional PHONE: Text => "phone" "公开电话" ["public-phone"] = "023-00000000";
    Optional MODEL: Flag => "model" "示范团队" ["示范", "model-team"];
    Optional MODEL_REASON: Text => "model-reason" "示范理由" ["示范事迹"];
    Private "note" "备注" ["notes", "remark", "remarks"];
}

/// The team of a row, if all that it cannot do without is there.
fn read(row: &mut RowReader<'_>) -> Option<Team> {
    let id = row.get(ID);
    let name = row.get(NAME);
    let category = row.get(CATEGORY);
    let district = row.get(DISTRICT);
    let model = row.get(MODEL).unwrap_or(false);
    Some(Team {
        id: id?,
        name: name?,
        category: category?,
        parent: row.get(PARENT),
        district,
        skills: row.get(SKILLS).unwrap_or_default(),
        phone: row.get(PHONE),
        model,
        model_reason: row.get(MODEL_REASON),
    })
}

impl Referable for Team {
    fn table() -> &'static TableKind {
        &TABLE
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn name(&self) -> &str {
        &self.name
    }
}
