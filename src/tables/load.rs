//! How much a calendar carries: what no office needs is refused before pages are made of it.

use std::collections::BTreeSet;

use super::column::Typed;
use super::row::RowReader;
use super::value::{Days, Id, Reference, Text as Words};
use crate::diagnostic::{Text, rules};
use crate::model::{Activity, District};
use crate::source::table::Cell;

/// Activities of a site; each is a page and a calendar file.
pub const MOST_ACTIVITIES: usize = 5_000;
/// Dates of all activities together; each stands on several pages.
pub const MOST_OCCURRENCES: usize = 50_000;
/// Districts, and lines, of a site; each is a page that links to all others.
pub const MOST_GROUPS: usize = 200;
/// Courses of a site; each is a page, and all stand on one.
pub const MOST_COURSES: usize = 1_000;
/// Requests of a site.
pub const MOST_REQUESTS: usize = 20_000;

/// The columns whose values are counted.
#[derive(Debug, Clone, Copy)]
pub struct LoadColumns {
    /// 活动编号
    pub id: Typed<Id>,
    /// 日期
    pub date: Typed<Days>,
    /// 区县
    pub district: Typed<Reference<District>>,
    /// 品牌
    pub line: Typed<Words>,
}

/// What the activities read so far come to.
#[derive(Debug, Default)]
pub struct Load {
    activities: usize,
    occurrences: usize,
    districts: BTreeSet<String>,
    lines: BTreeSet<String>,
    full: bool,
}

impl Load {
    /// Whether a bound was reached; what follows is not read, the build is refused anyway.
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// Whether there is room for one more; if not, this is told at the row.
    pub fn admits(&mut self, row: &mut RowReader<'_>, columns: LoadColumns, activity: &Activity) -> bool {
        self.activities += 1;
        self.occurrences += activity.schedule.days.len();
        self.districts.insert(activity.district.clone());
        self.lines.insert(activity.line.clone());
        let bounds = [
            (self.activities, MOST_ACTIVITIES, row.cell(columns.id), "个活动", "activities"),
            (self.occurrences, MOST_OCCURRENCES, row.cell(columns.date), "场次", "dates of activities"),
            (self.districts.len(), MOST_GROUPS, row.cell(columns.district), "个区县", "districts"),
            (self.lines.len(), MOST_GROUPS, row.cell(columns.line), "个品牌", "lines"),
        ];
        let over = bounds.into_iter().find(|(count, most, ..)| count > most);
        let Some((_, most, cell, zh, en)) = over else { return true };
        self.full = true;
        if let Some(cell) = cell {
            let help = Text::new(
                "往年的活动移出 content/data；给 `重复` 写近一些的截止日",
                "move activities of former years out of content/data; give `重复` an earlier end",
            );
            refuse(row, cell, (most, zh, en), help);
        }
        false
    }
}

/// How many rows of a table were read.
#[derive(Debug)]
pub struct Rows {
    read: usize,
    most: usize,
}

impl Rows {
    /// None read so far of `most` that may be.
    pub fn at_most(most: usize) -> Rows {
        Rows { read: 0, most }
    }

    /// Whether there is room for one more row; if not, this is told once, at its id.
    pub fn admits(&mut self, row: &mut RowReader<'_>, id: Typed<Id>) -> bool {
        self.read += 1;
        if let Some(cell) = row.cell(id).filter(|_| self.read == self.most + 1) {
            let kind = row.kind();
            let help = Text::new("往年的移出 content/data", "move those of former years out of content/data");
            refuse(row, cell, (self.most, &format!("行{kind}"), &format!("rows of {}", kind.english)), help);
        }
        self.read <= self.most
    }
}

/// Reports at a cell that a bound was reached.
fn refuse(row: &mut RowReader<'_>, cell: &Cell, (most, zh, en): (usize, &str, &str), help: Text) {
    let message = Text::new(
        format!("到这一行已超过 {most} {zh}，这一行和后面的没有读"),
        format!("with this row there are more than {most} {en}; it and the following were not read"),
    );
    row.report(&rules::CALENDAR_TOO_LARGE, cell, message, help);
}
