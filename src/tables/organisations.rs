//! 机构: who publishes, hosts or reviews.

use super::column::{Typed, columns};
use super::kind::Kind;
use super::row::RowReader;
use super::value::{Id, Text};
use crate::model::Organisation;
use crate::source::table::{Column, Need, TableKind};

/// Reads the table into the agenda.
pub static KIND: Kind = Kind {
    module: "organisations",
    table: &TABLE,
    fields: FIELDS,
    gather: |all| all.agenda.organisations = all.rows(&TABLE, read),
};

static TABLE: TableKind = TableKind::new(("机构", "organisations"), &["organizations"], ID.key, COLUMNS);

columns! {
    Required ID: Id => "id" "编号" ["机构编号", "单位编号", "organisation-id"];
    Required NAME: Text => "name" "名称" ["机构名称", "单位名称"];
    Optional KIND_OF: Text => "kind" "类型" ["机构类型", "单位类型"];
    Optional BIO: Text => "bio" "简介" ["机构简介", "单位简介"];
    Private "contact" "负责人" ["联系人", "person-in-charge", "contact-person"];
    Private "contact-phone" "联系电话" ["电话", "负责人电话", "手机", "手机号", "phone"];
    Private "note" "备注" ["notes", "remark", "remarks"];
}

/// The organisation of a row, if all that it cannot do without is there.
fn read(row: &mut RowReader<'_>) -> Option<Organisation> {
    let id = row.get(ID);
    let name = row.get(NAME);
    Some(Organisation { id: id?, name: name?, kind: row.get(KIND_OF), bio: row.get(BIO) })
}
