//! 人物: who writes and reviews.

use super::column::{Typed, columns};
use super::kind::Kind;
use super::row::RowReader;
use super::value::{Id, Text};
use crate::model::Person;
use crate::source::table::{Column, Need, TableKind};

/// Reads the table into the agenda.
pub static KIND: Kind = Kind {
    module: "people",
    table: &TABLE,
    fields: FIELDS,
    gather: |all| all.agenda.people = all.rows(&TABLE, read),
};

static TABLE: TableKind = TableKind::new(("人物", "people"), &["人员"], ID.key, COLUMNS);

columns! {
    Required ID: Id => "id" "编号" ["人物编号", "人员编号", "person-id"];
    Required NAME: Text => "name" "姓名" ["名字"];
    Optional TITLE: Text => "title" "职称" ["职务"] = "主任医师";
    Optional ORGANISATION: Text => "organisation" "单位" ["工作单位", "所在单位", "organization"];
    Optional BIO: Text => "bio" "简介" ["个人简介"];
    Private "contact-phone" "联系电话" ["电话", "手机", "手机号", "phone"];
    Private "note" "备注" ["notes", "remark", "remarks"];
}

/// The person of a row, if all that it cannot do without is there.
fn read(row: &mut RowReader<'_>) -> Option<Person> {
    let id = row.get(ID);
    let name = row.get(NAME);
    Some(Person {
        id: id?,
        name: name?,
        title: row.get(TITLE),
        organisation: row.get(ORGANISATION),
        bio: row.get(BIO),
    })
}
