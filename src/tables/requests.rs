//! 邀课: what venues asked for, and what came of it.

use jiff::civil::Date;

use super::column::{Typed, columns};
use super::gathering::Gathering;
use super::kind::Kind;
use super::known::Referable;
use super::load::{MOST_REQUESTS, Rows};
use super::row::RowReader;
use super::value::{Choice, Count, Id, Reference, References, SingleDay, Text};
use crate::diagnostic::{Text as Words, rules};
use crate::model::{Activity, Agenda, Course, CourseState, Request, RequestState, Team, Venue};
use crate::source::table::{Column, Need, TableKind};

/// Reads the table into the agenda.
pub static KIND: Kind = Kind { module: "requests", table: &TABLE, fields: FIELDS, gather };

static TABLE: TableKind = TableKind::new(("邀课", "requests"), &["邀课单"], ID.key, COLUMNS);

columns! {
    Required ID: Id => "id" "邀课单号" ["单号", "编号", "request-id"];
    Required SUBMITTED: SingleDay => "submitted" "提交日期" ["提交时间", "申请日期"] = "2026-03-01";
    Required VENUE: Reference<Venue> => "venue" "需求阵地" ["阵地", "阵地编号", "邀课阵地"];
    Private "contact" "联系人" ["负责人", "contact-person"];
    Private "contact-phone" "联系电话" ["电话", "手机", "手机号", "联系人电话"];
    Required TOPIC: Text => "topic" "需求主题" ["主题"] = "医疗急救";
    Optional WISH: Reference<Course> => "wish" "意向课程" ["想要的课程", "意向课程编号"];
    Required FROM: SingleDay => "from" "期望开始" ["期望开始日期", "最早"];
    Required TO: SingleDay => "to" "期望结束" ["期望结束日期", "最晚"] = "2026-03-20";
    Optional PEOPLE: Count => "people" "预计人数" ["人数"];
    Required STATE: Choice<RequestState> => "state" "状态" ["办理状态"];
    Optional COURSE: Reference<Course> => "course" "匹配课程" ["匹配课程编号"];
    Optional TEAM: References<Team> => "team" "匹配支队" ["teams"];
    Optional ACTIVITY: Reference<Activity> => "activity" "活动编号" ["活动", "activity-id"];
    Optional ANSWERED: SingleDay => "answered" "答复日期" ["答复时间", "回复日期"] = "2026-03-03";
    Optional NOTE: Text => "note" "说明" ["答复", "答复说明"];
    Private "remark" "备注" ["notes", "remarks"];
}

fn gather(all: &mut Gathering<'_>) {
    let mut rows = Rows::at_most(MOST_REQUESTS);
    // What a request names was read before it.
    let agenda = std::mem::take(&mut all.agenda);
    let requests = all.rows(&TABLE, |row| {
        let request = if rows.admits(row, ID) { read(row) } else { None }?;
        check(row, &agenda, &request);
        Some(request)
    });
    all.agenda = Agenda { requests, ..agenda };
}

/// The request of a row, if all that it cannot do without is there.
fn read(row: &mut RowReader<'_>) -> Option<Request> {
    let id = row.get(ID);
    let submitted = row.get(SUBMITTED);
    let venue = row.get(VENUE);
    let topic = row.get(TOPIC);
    let wish = row.get(WISH);
    let from = row.get(FROM);
    let to = row.get(TO);
    let people = row.get(PEOPLE);
    let state = row.get(STATE);
    let course = row.get(COURSE);
    let teams = row.get(TEAM).unwrap_or_default();
    let activity = row.get(ACTIVITY);
    let answered = row.get(ANSWERED);
    in_order(row, (FROM, from), (TO, to));
    in_order(row, (SUBMITTED, submitted), (ANSWERED, answered));
    Some(Request {
        id: id?,
        submitted: submitted?,
        venue: venue?,
        topic: topic?,
        wish,
        from: from?,
        to: to?.max(from?),
        people,
        state: state?,
        course,
        teams,
        activity,
        answered: answered.filter(|day| submitted.is_none_or(|before| before <= *day)),
        note: row.get(NOTE),
    })
}

/// A column, and the day that it holds.
type Dated = (Typed<SingleDay>, Option<Date>);

/// Reports the later of two days where it is the earlier.
fn in_order(row: &mut RowReader<'_>, (first, first_day): Dated, (second, second_day): Dated) {
    let (Some(first_day), Some(second_day)) = (first_day, second_day) else { return };
    let Some(cell) = row.cell(second).filter(|_| second_day < first_day) else { return };
    let (one, other) = (row.column_name(first.key), row.column_name(second.key));
    let message = Words::new(
        format!("`{other}` {second_day} 早于`{one}` {first_day}"),
        format!("`{other}` {second_day} is before `{one}` {first_day}"),
    );
    let help = Words::new("看是不是写反了，或年份错了", "are they swapped, or is the year wrong?");
    row.report(&rules::REQUEST_DATES, cell, message, help);
}

/// What a request says of others that they do not.
fn check(row: &mut RowReader<'_>, agenda: &Agenda, request: &Request) {
    let open = matches!(request.state, RequestState::Waiting | RequestState::Matched);
    let wish = (WISH, request.wish.as_deref().filter(|_| request.state == RequestState::Waiting));
    let course = (COURSE, request.course.as_deref().filter(|_| open));
    for (column, id) in [wish, course] {
        let paused = id.and_then(|id| agenda.course(id)).filter(|it| it.state == CourseState::Paused);
        if let Some(course) = paused {
            report_paused(row, column, course);
        }
    }
    if let Some(district) = agenda.asking_venue(request).map(|venue| venue.district.as_str()) {
        report_not_served(row, agenda, request, district);
    }
    let held = request.activity.as_deref().and_then(|id| agenda.activity(id));
    let other = held.and_then(|it| it.request.as_deref()).filter(|id| *id != request.id);
    if let (Some(other), Some(cell)) = (other, row.cell(ACTIVITY)) {
        let message = Words::new(
            format!("那场活动的`邀课单号`是 `{other}`，不是这一单"),
            format!("that activity is of request `{other}`, not of this one"),
        );
        let help = Words::new("改正这一格，或改正活动表里的`邀课单号`", "mend this cell, or that activity");
        row.report(&rules::REQUEST_ACTIVITY, cell, message, help);
    }
}

fn report_paused(row: &mut RowReader<'_>, column: Typed<Reference<Course>>, course: &Course) {
    let Some(cell) = row.cell(column) else { return };
    let name = &course.name;
    let message = Words::new(format!("课程“{name}”暂停预约"), format!("course “{name}” is paused"));
    let help = Words::new(
        "和阵地商量换一门，`kepu match` 会提出别的课程；恢复了就改课程菜单里的`状态`",
        "agree on another (`kepu match` proposes some), or reopen it in the menu",
    );
    row.report(&rules::REQUEST_COURSE_PAUSED, cell, message, help);
}

/// Reports a matched course, and teams, that do not go to the district.
fn report_not_served(row: &mut RowReader<'_>, agenda: &Agenda, request: &Request, district: &str) {
    let course = request.course.as_deref().and_then(|id| agenda.course(id));
    if let (Some(course), Some(cell)) = (course.filter(|it| !it.serves(district)), row.cell(COURSE)) {
        let served = course.districts.join("、");
        let message = Words::new(
            format!("课程“{}”不服务{district}，只服务{served}", course.name),
            format!("course “{}” is not held in {district}, but in {served}", course.name),
        );
        report_elsewhere(row, cell, message);
    }
    for team in request.teams.iter().filter(|team| !agenda.team_serves(team, district)) {
        let Some(cell) = row.cell(TEAM) else { return };
        let name = agenda.team_name(team);
        let message =
            Words::new(format!("“{name}”不服务{district}"), format!("“{name}” does not go to {district}"));
        report_elsewhere(row, cell, message);
    }
}

fn report_elsewhere(row: &mut RowReader<'_>, cell: &crate::source::table::Cell, message: Words) {
    let help = Words::new(
        "另选一个；确实去的话，在课程菜单的`服务区县`里加上",
        "choose another, or add the district to `服务区县` in the menu",
    );
    row.report(&rules::REQUEST_NOT_SERVED, cell, message, help);
}

impl Referable for Request {
    fn table() -> &'static TableKind {
        &TABLE
    }

    fn id(&self) -> &str {
        &self.id
    }

    /// It has no other name.
    fn name(&self) -> &str {
        &self.id
    }
}
