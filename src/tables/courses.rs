//! 课程菜单: what venues can order.

use super::column::{Typed, columns};
use super::entry::{Entry, Fill};
use super::gathering::Gathering;
use super::kind::Kind;
use super::known::Referable;
use super::load::{MOST_COURSES, Rows};
use super::row::{RowReader, Value};
use super::value::{Choice, Choices, Id, List, Minutes, References, Text, bad_number};
use super::vocabulary::Vocabulary;
use crate::calendar::fold;
use crate::diagnostic::{Text as Words, rules};
use crate::model::{Course, CourseForm, CourseState, District, Team};
use crate::source::table::{Cell, Column, Need, TableKind};

/// Reads the table into the agenda.
pub static KIND: Kind = Kind { module: "courses", table: &TABLE, fields: FIELDS, gather };

static TABLE: TableKind = TableKind::new(("课程菜单", "courses"), &["课程"], ID.key, COLUMNS);

columns! {
    Required ID: Id => "id" "课程编号" ["编号", "course-id"];
    Required NAME: Text => "name" "课程名称" ["名称", "课程", "course-name"];
    Required LINE: Text => "line" "品牌" ["品牌活动", "brand"] = "工匠传承";
    Optional TOPIC: Text => "topic" "主题" ["课程主题"] = "电工";
    Optional AUDIENCE: List => "audience" "适用人群" ["面向人群", "对象"] = "村民、学生";
    Optional FORMS: Choices<CourseForm> => "forms" "形式" ["教学形式", "授课形式", "form"];
    Required MINUTES: Minutes => "minutes" "时长分钟" ["时长", "课时分钟", "duration"];
    Optional LECTURER: Text => "lecturer" "讲师" ["主讲人", "授课人"];
    Optional LECTURER_TITLE: Text => "lecturer-title" "职称" ["讲师职称"] = "高级技师";
    Required TEAM: References<Team> => "team" "承担支队" ["承办支队", "支队", "teams"];
    Optional DISTRICTS: References<District> => "districts" "服务区县" ["区县", "服务范围"];
    Optional TIMES: Text => "times" "可约时段" ["可约时间", "时段"] = "工作日上午";
    Optional PEOPLE: People => "people" "人数上下限" ["人数", "人数范围", "人数限制"];
    Optional ROOM: Text => "room" "场地要求" ["场地", "场地设备"] = "要投影和插座";
    Optional DIALECT: Text => "dialect" "方言" ["授课语言"] = "重庆话";
    Optional STATE: Choice<CourseState> => "state" "状态" ["课程状态"];
    Private "contact" "负责人" ["联系人", "person-in-charge", "contact-person"];
    Private "contact-phone" "联系电话" ["负责人电话", "手机", "手机号"];
    Private "note" "备注" ["notes", "remark", "remarks"];
}

/// What offices write into 服务区县 instead of nothing.
const WHOLE_CITY: [&str; 5] = ["全市", "全部", "全部区县", "不限", "各区县"];

fn gather(all: &mut Gathering<'_>) {
    let vocabulary = all.vocabulary;
    let mut rows = Rows::at_most(MOST_COURSES);
    all.agenda.courses =
        all.referable_rows(|row| if rows.admits(row, ID) { read(row, vocabulary) } else { None });
}

/// The course of a row, if all that it cannot do without is there.
fn read(row: &mut RowReader<'_>, vocabulary: &Vocabulary) -> Option<Course> {
    let id = row.get(ID);
    let name = row.get(NAME);
    let line = vocabulary.line(row, LINE);
    let forms = row.get(FORMS).unwrap_or_default();
    let minutes = row.get(MINUTES);
    let teams = row.get(TEAM);
    let whole = row.cell(DISTRICTS).is_some_and(|cell| WHOLE_CITY.contains(&cell.text.trim()));
    let districts = if whole { Vec::new() } else { row.get(DISTRICTS).unwrap_or_default() };
    let (fewest, most) = row.get(PEOPLE).unwrap_or_default();
    let state = row.get(STATE).unwrap_or(CourseState::Open);
    Some(Course {
        id: id?,
        name: name?,
        line: line?,
        topic: row.get(TOPIC),
        audience: row.get(AUDIENCE).unwrap_or_default(),
        forms,
        minutes: minutes?,
        lecturer: row.get(LECTURER),
        lecturer_title: row.get(LECTURER_TITLE),
        teams: teams?,
        districts,
        times: row.get(TIMES),
        fewest,
        most,
        room: row.get(ROOM),
        dialect: row.get(DIALECT),
        state,
    })
}

impl Referable for Course {
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

/// The fewest and the most people: `20-60人`, `至少10人`, `60人以内`; one number is the most.
#[derive(Debug)]
struct People;

/// The fewest and the most.
type Bounds = (Option<u32>, Option<u32>);

impl Value for People {
    type Read = Bounds;

    fn read(row: &mut RowReader<'_>, cell: &Cell) -> Option<Bounds> {
        let Some(bounds) = bounds(&cell.text) else {
            bad_number(
                row,
                cell,
                "写成 `20-60`、`至少10` 或 `60以内`",
                "write `20-60`, `至少10` or `60以内`",
            );
            return None;
        };
        if let (Some(fewest), Some(most)) = bounds
            && fewest > most
        {
            let message = Words::new(
                format!("下限 {fewest} 人比上限 {most} 人多"),
                format!("the fewest, {fewest}, are more than the most, {most}"),
            );
            let help = Words::new(format!("写成 `{most}-{fewest}`"), format!("write `{most}-{fewest}`"));
            row.report(&rules::COURSE_PEOPLE_RANGE, cell, message, help);
            return None;
        }
        Some(bounds)
    }
}

impl Fill for People {
    fn entry() -> Entry {
        Entry {
            hint: "例如 20-60；只有上限写 60以内，只有下限写 至少10。".to_owned(),
            example: "20-60".to_owned(),
            ..Entry::default()
        }
    }
}

/// The bounds that a text gives; 不限 gives none.
fn bounds(text: &str) -> Option<Bounds> {
    let text: String = fold(text).chars().filter(|it| !it.is_whitespace() && *it != '人').collect();
    if matches!(text.as_str(), "不限" | "无限制" | "无" | "-" | "/") {
        return Some((None, None));
    }
    let number = |text: &str| text.parse::<u32>().ok();
    let after = |words: [&str; 4]| words.iter().find_map(|it| text.strip_prefix(it)).and_then(number);
    let before = |words: [&str; 3]| words.iter().find_map(|it| text.strip_suffix(it)).and_then(number);
    // `至` of `至少` is no range.
    if let Some(fewest) = after(["至少", "不少于", "最少", ">="]).or(before(["及以上", "以上", "起"]))
    {
        return Some((Some(fewest), None));
    }
    let most = after(["最多", "不超过", "不多于", "<="]).or(before(["及以下", "以下", "以内"]));
    if let Some(most) = most.or_else(|| number(&text)) {
        return Some((None, Some(most)));
    }
    let range = ["~", "-", "–", "—", "至", "到"].iter().find_map(|mark| text.split_once(mark));
    let (fewest, most) = range?;
    Some((Some(number(fewest)?), Some(number(most)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_read_as_offices_write_them() {
        for (text, expected) in [
            ("20-60", Some((Some(20), Some(60)))),
            ("２０～６０ 人", Some((Some(20), Some(60)))),
            ("20人至60人", Some((Some(20), Some(60)))),
            ("60", Some((None, Some(60)))),
            ("60人以内", Some((None, Some(60)))),
            ("不超过60人", Some((None, Some(60)))),
            ("至少10人", Some((Some(10), None))),
            ("10人以上", Some((Some(10), None))),
            ("不限", Some((None, None))),
            ("几十个", None),
            ("20-", None),
        ] {
            assert_eq!(bounds(text), expected, "{text}");
        }
    }
}
