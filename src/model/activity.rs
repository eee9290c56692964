//! The activity calendar as typed values: activities and their schedules, venues, teams, districts.
//!
//! Knows neither tables nor cells. Nothing that an office marks as 不公开 has a field here, so that
//! no product can show it.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use super::VolunteerCount;
use super::people::{Organisation, Person};
use super::service::{Course, Request};
use super::vocabulary::vocabulary;
use crate::calendar::{Change, Holidays, Move, Schedule};

/// Everything the tables say, in a fixed order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Agenda {
    /// By 活动编号.
    pub activities: Vec<Activity>,
    /// By 阵地编号.
    pub venues: Vec<Venue>,
    /// By 支队编号.
    pub teams: Vec<Team>,
    /// By 行政区划代码.
    pub districts: Vec<District>,
    /// 志愿者统计: by kind of unit, unit and day.
    pub volunteers: Vec<VolunteerCount>,
    /// By 编号.
    pub people: Vec<Person>,
    /// By 编号.
    pub organisations: Vec<Organisation>,
    /// By 课程编号.
    pub courses: Vec<Course>,
    /// By 邀课单号.
    pub requests: Vec<Request>,
    /// 节假日
    pub holidays: Holidays,
}

impl Agenda {
    /// The activity with this 活动编号.
    pub fn activity(&self, id: &str) -> Option<&Activity> {
        by_id(&self.activities, id, |activity| &activity.id)
    }

    /// The venue with this 阵地编号.
    pub fn venue(&self, id: &str) -> Option<&Venue> {
        by_id(&self.venues, id, |venue| &venue.id)
    }

    /// The team with this 支队编号.
    pub fn team(&self, id: &str) -> Option<&Team> {
        by_id(&self.teams, id, |team| &team.id)
    }

    /// The district with this name, as activities, venues and teams hold it.
    pub fn district(&self, name: &str) -> Option<&District> {
        self.districts.iter().find(|district| district.name == name)
    }

    /// What to show for a team that an activity names: its name, or the text itself where no
    /// table knows it.
    pub fn team_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.team(id).map_or(id, |team| &team.name)
    }

    /// What to show for the venue of a date, likewise.
    pub fn venue_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.venue(id).map_or(id, |venue| &venue.name)
    }
}

fn by_id<'a, T>(sorted: &'a [T], id: &str, key: impl Fn(&T) -> &str) -> Option<&'a T> {
    sorted.binary_search_by(|item| key(item).cmp(id)).ok().and_then(|index| sorted.get(index))
}

/// A row of 活动.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Activity {
    /// 活动编号
    pub id: String,
    /// 活动名称
    pub name: String,
    /// 品牌: one of the configured lines.
    pub line: String,
    /// 主题
    pub topic: Option<String>,
    /// 区县: the name in the table of districts, or as typed.
    pub district: String,
    /// 层级
    pub tier: Tier,
    /// 阵地编号, or the text as typed where no table knows it.
    pub venue: String,
    /// 日期, 重复 and 除外日期
    pub schedule: Schedule,
    /// 开始时间, in Asia/Shanghai like every time here.
    pub start: Time,
    /// 结束时间, later than `start` on the same day.
    pub end: Option<Time>,
    /// 主办单位
    pub hosts: Vec<String>,
    /// 承办支队: 支队编号, or the text as typed where no table knows it.
    pub teams: Vec<String>,
    /// 协办支队, likewise.
    pub supporting_teams: Vec<String>,
    /// 主讲人
    pub speaker: Option<String>,
    /// 职称
    pub speaker_title: Option<String>,
    /// 课程编号, or the text as typed where no table knows it.
    pub course: Option<String>,
    /// 邀课单号, likewise.
    pub request: Option<String>,
    /// 教学形式
    pub form: Option<Form>,
    /// 面向人群
    pub audience: Vec<String>,
    /// 名额; `None` also where it is unlimited.
    pub capacity: Option<u32>,
    /// 报名方式
    pub signup: Option<String>,
    /// 报名截止, as typed: offices write a date, a time, or words.
    pub signup_deadline: Option<String>,
    /// 公开电话
    pub phone: Option<String>,
    /// 状态
    pub status: Status,
    /// 原定时间, as typed.
    pub original_time: Option<String>,
    /// 变更说明
    pub change_note: Option<String>,
    /// 参加人数
    pub participants: Option<u32>,
    /// 志愿者人数
    pub volunteers: Option<u32>,
    /// 服务时长, in minutes; offices count hours with a decimal.
    pub service_minutes: Option<u32>,
}

impl Activity {
    /// Whether it takes place on more than one date.
    pub fn recurring(&self) -> bool {
        self.schedule.rule.is_some() || self.schedule.dates.len() > 1
    }
}

/// One date of an activity.
///
/// It is known by its activity and the day for which it was planned, whatever becomes of it and of
/// the other dates: iCalendar calls the two UID and RECURRENCE-ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurrence {
    /// Index into [`Agenda::activities`].
    pub activity: usize,
    /// The day for which it was planned; no two of an activity share it.
    pub planned: Date,
    /// The day on which it takes place, or would if it were not cancelled.
    pub date: Date,
    /// The activity's, unless this date alone was cancelled or moved.
    pub status: Status,
    /// When it begins.
    pub start: Time,
    /// When it ends, on the same day.
    pub end: Option<Time>,
}

impl Occurrence {
    /// The day from which it was moved, if it was.
    pub fn moved_from(&self) -> Option<Date> {
        (self.date != self.planned).then_some(self.planned)
    }

    /// 阵地编号 of the place where it is: the activity's, unless this date alone is elsewhere. `activity`
    /// is its own.
    pub fn venue<'a>(&self, activity: &'a Activity) -> &'a str {
        match activity.schedule.change(self.planned) {
            Some(Change::Moved(Move { venue: Some(venue), .. })) => venue,
            _ => &activity.venue,
        }
    }

    /// Whether it begins on another day or at another time than it was planned.
    pub fn rescheduled(&self, activity: &Activity) -> bool {
        self.date != self.planned || self.start != activity.start
    }

    /// Whether something became of this date that did not become of the whole activity.
    pub fn changed(&self, activity: &Activity) -> bool {
        self.status != activity.status
            || self.rescheduled(activity)
            || self.end != activity.end
            || self.venue(activity) != activity.venue
    }
}

/// A row of 阵地.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Venue {
    /// 阵地编号
    pub id: String,
    /// 阵地名称
    pub name: String,
    /// 层级
    pub tier: Tier,
    /// 区县
    pub district: String,
    /// 街道镇乡
    pub street: Option<String>,
    /// 社区村
    pub community: Option<String>,
    /// 地址
    pub address: Option<String>,
    /// 经度, 纬度, 坐标系: all three or none.
    pub position: Option<Position>,
    /// 容纳人数
    pub capacity: Option<u32>,
}

/// A point on the map of China.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// 经度, in degrees east.
    pub longitude: f64,
    /// 纬度, in degrees north.
    pub latitude: f64,
    /// 坐标系
    pub datum: Datum,
}

/// A row of 支队.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// 支队编号
    pub id: String,
    /// 支队名称
    pub name: String,
    /// 类别
    pub category: String,
    /// 上级
    pub parent: Option<String>,
    /// 区县
    pub district: Option<String>,
    /// 擅长领域
    pub skills: Vec<String>,
    /// 公开电话
    pub phone: Option<String>,
    /// 示范团队
    pub model: bool,
    /// 示范理由
    pub model_reason: Option<String>,
}

/// A row of 区县.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct District {
    /// 行政区划代码
    pub code: String,
    /// 区县
    pub name: String,
    /// 试点
    pub pilot: bool,
    /// 人数目标: registered volunteers; that of all pilots where the table says nothing.
    pub volunteer_target: Option<u32>,
    /// 月场次目标: activities a month, likewise.
    pub monthly_target: Option<u32>,
}

vocabulary! {
    /// 层级 of a venue.
    Tier {
        Center "center" "中心" ["实践中心", "区县中心"]
        Institute "institute" "所" ["实践所", "街道所", "镇乡所", "乡镇所"]
        Station "station" "站" ["点", "站点", "站(点)", "实践站", "实践点", "社区站", "村站"]
    }
}

vocabulary! {
    /// 状态 of an activity.
    Status {
        Planned "planned" "计划" ["计划中", "待定", "拟定"]
        Confirmed "confirmed" "确认" ["已确认", "确定", "已确定"]
        Moved "moved" "改期" ["已改期", "变更"]
        Postponed "postponed" "延期" ["已延期", "推迟"]
        Cancelled "cancelled" "取消" ["已取消", "canceled"]
        Done "done" "已完成" ["完成", "已结束", "结束"]
    }
}

vocabulary! {
    /// 节假日 of an activity: what becomes of its dates on public holidays.
    HolidayPolicy {
        Keep "keep" "照常" ["照常举行", "不变", "不受影响"]
        Skip "skip" "跳过" ["停办", "不办", "暂停"]
        Shift "shift" "顺延" ["顺延到工作日", "后延"]
    }
}

vocabulary! {
    /// 休息 of a day of 节假日.
    DayKind {
        Off "off" "休" ["true", "是", "休息", "放假", "假"]
        Working "working" "班" ["false", "否", "上班", "补班", "调休上班", "调休"]
    }
}

vocabulary! {
    /// 教学形式 of an activity.
    Form {
        Theory "theory" "理论教学" ["理论"]
        Practice "practice" "实践活动" ["实践"]
        Online "online" "线上" ["线上教学", "网络", "直播"]
        OnSite "on-site" "实地指导" ["实地", "现场指导"]
    }
}

vocabulary! {
    /// 坐标系 of a position.
    Datum {
        Gcj02 "gcj02" "GCJ02" ["gcj-02", "GCJ-02", "火星坐标", "高德", "腾讯"]
        Wgs84 "wgs84" "WGS84" ["wgs-84", "WGS-84"]
    }
}
