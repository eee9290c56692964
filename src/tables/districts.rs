//! A row of 区县, typed and checked.

use super::row::RowReader;
use crate::model::District;

/// The column by which rows are told apart.
pub const KEY: &str = "code";

/// Goals of the service plan for a pilot district: registered volunteers, activities a month.
const TARGETS: (u32, u32) = (500, 1);

/// The district of a row, if all that it cannot do without is there.
pub fn read(row: &mut RowReader<'_>) -> Option<District> {
    let code = row.id("code");
    let name = row.required("name");
    let pilot = row.flag("pilot");
    let volunteer_target = row.count("volunteer-target").unwrap_or(TARGETS.0);
    let monthly_target = row.count("monthly-target").unwrap_or(TARGETS.1);
    Some(District { code: code?, name: name?, pilot, volunteer_target, monthly_target })
}
