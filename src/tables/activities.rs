//! 活动: what the association does, when and where.

use jiff::civil::Time;

use super::column::{Typed, columns};
use super::days_off::DaysOff;
use super::gathering::Gathering;
use super::kind::Kind;
use super::known::Referable;
use super::load::{Load, LoadColumns};
use super::row::RowReader;
use super::schedule::{self, ScheduleColumns};
use super::value::{
    Choice, Count, Days, Duration, Id, Later, List, Reference, References, Text, TimeOfDay, cell_time,
};
use super::vocabulary::Vocabulary;
use crate::calendar::time_range;
use crate::diagnostic::{Text as Words, rules};
use crate::model::{Activity, Course, District, Form, HolidayPolicy, Request, Status, Team, Tier, Venue};
use crate::source::table::{Column, Need, TableKind};

/// Reads the table into the agenda.
pub static KIND: Kind = Kind { module: "activities", table: &TABLE, fields: FIELDS, gather };

static TABLE: TableKind = TableKind::new(("活动", "activities"), &[], ID.key, COLUMNS);

columns! {
    Required ID: Id => "id" "活动编号" ["编号", "activity-id"];
    Required NAME: Text => "name" "活动名称" ["名称", "title"];
    Required LINE: Text => "line" "品牌" ["品牌活动", "活动品牌", "brand"] = "全域科普";
    Optional TOPIC: Text => "topic" "主题" ["活动主题"] = "卫生保健";
    Required DISTRICT: Reference<District> => "district" "区县" ["所在区县", "区县名称"];
    Required TIER: Choice<Tier> => "tier" "层级" ["阵地层级", "level"];
    Required VENUE: Reference<Venue> => "venue" "阵地编号" ["阵地", "阵地名称", "venue-id"];
    Required DATE: Days => "date" "日期" ["活动日期", "dates"];
    Required START: TimeOfDay => "start" "开始时间" ["开始", "start-time"];
    Optional END: TimeOfDay => "end" "结束时间" ["结束", "end-time"] = "16:00";
    Optional RECURRENCE: Text => "recurrence" "重复" ["重复规则", "周期", "repeat", "rrule"] = "每周四 至2026-03-26";
    Optional EXCEPT: Days => "except" "除外日期" ["除外", "例外日期", "exceptions", "exdate"] = "2026-03-19";
    Optional HOLIDAYS: Choice<HolidayPolicy> => "holidays" "节假日" ["节假日安排", "遇节假日", "逢节假日"];
    Required HOST: List => "host" "主办单位" ["主办", "hosts", "organiser", "organizer"] = "示例区科协";
    Required TEAM: References<Team> => "team" "承办支队" ["承办", "teams"];
    Optional SUPPORTING_TEAM: References<Team> => "supporting-team" "协办支队" ["协办", "supporting-teams"];
    Optional SPEAKER: Text => "speaker" "主讲人" ["主讲", "讲师"];
    Optional SPEAKER_TITLE: Text => "speaker-title" "职称" ["主讲人职称"] = "主任医师";
    Optional COURSE: Reference<Course> => "course" "课程编号" ["course-id"] = "示例-KC001";
    Optional REQUEST: Later<Request> => "request" "邀课单号" ["request-id"] = "示例-YK001";
    Optional FORM: Choice<Form> => "form" "教学形式" ["形式"];
    Optional AUDIENCE: List => "audience" "面向人群" ["适用人群", "对象"] = "社区居民、学生";
    Optional CAPACITY: Count => "capacity" "名额" ["人数上限"];
    Optional SIGNUP: Text => "signup" "报名方式" ["报名", "sign-up"] = "打公开电话报名";
    Optional SIGNUP_DEADLINE: Text => "signup-deadline" "报名截止" ["报名截止时间", "报名截止日期", "deadline"] = "2026-03-03";
    Optional PHONE: Text => "phone" "公开电话" ["public-phone"] = "023-00000000";
    Required STATUS: Choice<Status> => "status" "状态" ["活动状态", "state"];
    Optional ORIGINAL_TIME: Text => "original-time" "原定时间" ["原定日期"] = "2026-03-04 14:30";
    Optional CHANGE_NOTE: Text => "change-note" "变更说明" ["变更原因"] = "示例：场地停电";
    Optional PARTICIPANTS: Count => "participants" "参加人数" ["参与人数"];
    Optional VOLUNTEERS: Count => "volunteers" "志愿者人数" ["志愿者数"];
    Optional SERVICE_HOURS: Duration => "service-hours" "服务时长" ["志愿服务时长"];
    Private "note" "备注" ["notes", "remark", "remarks"];
    Private "contact" "负责人" ["联系人", "person-in-charge", "contact-person"];
    Private "contact-phone" "联系电话" ["负责人电话", "手机", "手机号"];
}

/// The columns that say on which days it takes place.
const SCHEDULE: ScheduleColumns =
    ScheduleColumns { date: DATE, recurrence: RECURRENCE, except: EXCEPT, holidays: HOLIDAYS };
/// The columns whose values are counted.
const LOAD: LoadColumns = LoadColumns { id: ID, date: DATE, district: DISTRICT, line: LINE };

fn gather(all: &mut Gathering<'_>) {
    let vocabulary = all.vocabulary;
    // Requests name activities, and activities requests.
    all.announce::<Request>();
    let mut load = Load::default();
    let mut days_off = DaysOff::new(all.agenda.holidays.clone());
    all.agenda.activities = all.referable_rows(|row| {
        if load.is_full() {
            return None;
        }
        let activity = read(row, vocabulary, &mut days_off)?;
        load.admits(row, LOAD, &activity).then_some(activity)
    });
}

/// The activity of a row, if all that it cannot do without is there.
fn read(row: &mut RowReader<'_>, vocabulary: &Vocabulary, days_off: &mut DaysOff) -> Option<Activity> {
    let id = row.get(ID);
    let name = row.get(NAME);
    let line = vocabulary.line(row, LINE);
    let topic = row.get(TOPIC);
    let district = row.get(DISTRICT);
    let tier = row.get(TIER);
    let venue = row.get(VENUE);
    let schedule = schedule::read(row, SCHEDULE, days_off);
    let times = read_times(row);
    let hosts = row.get(HOST);
    let teams = row.get(TEAM);
    let supporting_teams = row.get(SUPPORTING_TEAM).unwrap_or_default();
    let status = row.get(STATUS);
    let course = row.get(COURSE);
    let request = row.get(REQUEST);
    let form = row.get(FORM);
    let capacity = row.get(CAPACITY);
    let participants = row.get(PARTICIPANTS);
    let volunteers = row.get(VOLUNTEERS);
    let service_minutes = row.get(SERVICE_HOURS);
    let (start, end) = times?;
    Some(Activity {
        id: id?,
        name: name?,
        line: line?,
        topic,
        district: district?,
        tier: tier?,
        venue: venue?,
        schedule: schedule?,
        start,
        end,
        hosts: hosts?,
        teams: teams?,
        supporting_teams,
        speaker: row.get(SPEAKER),
        speaker_title: row.get(SPEAKER_TITLE),
        course,
        request,
        form,
        audience: row.get(AUDIENCE).unwrap_or_default(),
        capacity,
        signup: row.get(SIGNUP),
        signup_deadline: row.get(SIGNUP_DEADLINE),
        phone: row.get(PHONE),
        status: status?,
        original_time: row.get(ORIGINAL_TIME),
        change_note: row.get(CHANGE_NOTE),
        participants,
        volunteers,
        service_minutes,
    })
}

/// 开始时间 and 结束时间. Offices also write both into the first: `14:30-16:00`.
fn read_times(row: &mut RowReader<'_>) -> Option<(Time, Option<Time>)> {
    let cell = row.cell(START)?;
    let range = time_range(&cell.text).filter(|_| cell_time(cell).is_none());
    let start = match range {
        Some((start, _)) => start,
        None => row.get(START)?,
    };
    let end = match row.cell(END) {
        Some(_) => row.get(END),
        None => range.map(|(_, end)| end),
    };
    let Some(end) = end else { return Some((start, None)) };
    if end > start {
        return Some((start, Some(end)));
    }
    let cell = row.cell(END).unwrap_or(cell);
    let message = Words::new(
        format!("结束时间 {end:.0} 不晚于开始时间 {start:.0}"),
        format!("the end {end:.0} is not after the start {start:.0}"),
    );
    let help = Words::new("看是不是少写了 `下午`", "was it meant to be in the afternoon?");
    row.report(&rules::ACTIVITY_END_BEFORE_START, cell, message, help);
    Some((start, None))
}

impl Referable for Activity {
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
