//! The service desk as typed values: courses that can be ordered, and what venues asked for.
//!
//! Who asked, and how to reach them, has no field here.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::vocabulary::vocabulary;

/// A row of 课程菜单.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// 课程编号
    pub id: String,
    /// 课程名称
    pub name: String,
    /// 品牌: one of the configured lines.
    pub line: String,
    /// 主题
    pub topic: Option<String>,
    /// 适用人群
    pub audience: Vec<String>,
    /// 形式
    pub forms: Vec<CourseForm>,
    /// 时长分钟
    pub minutes: u32,
    /// 讲师
    pub lecturer: Option<String>,
    /// 职称
    pub lecturer_title: Option<String>,
    /// 承担支队: 支队编号, or the text as typed where no table knows it.
    pub teams: Vec<String>,
    /// 服务区县, by name; none where it is the whole city.
    pub districts: Vec<String>,
    /// 可约时段, as typed.
    pub times: Option<String>,
    /// 人数上下限: the fewest people for whom it is held.
    pub fewest: Option<u32>,
    /// 人数上下限: the most people for whom it is held.
    pub most: Option<u32>,
    /// 场地要求
    pub room: Option<String>,
    /// 方言
    pub dialect: Option<String>,
    /// 状态
    pub state: CourseState,
}

impl Course {
    /// Whether it is held in a district.
    pub fn serves(&self, district: &str) -> bool {
        self.districts.is_empty() || self.districts.iter().any(|it| it == district)
    }

    /// Whether it can be held without a room.
    pub fn is_online(&self) -> bool {
        self.forms.contains(&CourseForm::Online)
    }
}

/// A row of 邀课.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// 邀课单号
    pub id: String,
    /// 提交日期
    pub submitted: Date,
    /// 需求阵地: 阵地编号, or the text as typed where no table knows it.
    pub venue: String,
    /// 需求主题
    pub topic: String,
    /// 意向课程: 课程编号, or the text as typed where no table knows it.
    pub wish: Option<String>,
    /// 期望开始
    pub from: Date,
    /// 期望结束, no earlier.
    pub to: Date,
    /// 预计人数
    pub people: Option<u32>,
    /// 状态
    pub state: RequestState,
    /// 匹配课程
    pub course: Option<String>,
    /// 匹配支队
    pub teams: Vec<String>,
    /// 活动编号
    pub activity: Option<String>,
    /// 答复日期
    pub answered: Option<Date>,
    /// 说明
    pub note: Option<String>,
}

vocabulary! {
    /// 形式 of a course.
    CourseForm {
        Lecture "lecture" "专家授课" ["授课", "讲座", "理论教学", "理论"]
        Practice "practice" "实践活动" ["实践", "实操"]
        Online "online" "线上教学" ["线上", "网络", "直播"]
        OnSite "on-site" "实地指导" ["实地", "现场指导", "上门指导"]
    }
}

vocabulary! {
    /// 状态 of a course.
    CourseState {
        Open "open" "可约" ["可预约", "开放", "正常"]
        Paused "paused" "暂停" ["停约", "暂不可约", "停开"]
    }
}

vocabulary! {
    /// 状态 of a request.
    RequestState {
        Waiting "waiting" "待匹配" ["未匹配", "待处理"]
        Matched "matched" "已匹配" ["匹配"]
        Scheduled "scheduled" "已排期" ["排期"]
        Done "done" "已完成" ["完成"]
        Withdrawn "withdrawn" "已撤回" ["撤回", "已取消"]
        Declined "declined" "无法满足" ["不能满足", "未能满足"]
    }
}
