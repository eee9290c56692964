//! A row of 支队, typed and checked.

use super::known::Known;
use super::row::RowReader;
use crate::model::Team;

/// The column by which rows are told apart.
pub const KEY: &str = "id";

/// The team of a row, if all that it cannot do without is there.
pub fn read(row: &mut RowReader<'_>, known: &Known) -> Option<Team> {
    let id = row.id("id");
    let name = row.required("name");
    let category = row.required("category");
    let district = known.district(row);
    let model = row.flag("model");
    Some(Team {
        id: id?,
        name: name?,
        category: category?,
        parent: row.text("parent"),
        district,
        skills: row.list("skills"),
        phone: row.text("phone"),
        model,
        model_reason: row.text("model-reason"),
    })
}
