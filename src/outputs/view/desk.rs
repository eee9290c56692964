//! What templates see of the service desk.

use serde::Serialize;

use super::{ActivityItem, Facet, Link, Pagination};

/// Template `menu.html`: `menu`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MenuView {
    pub title: String,
    pub total: usize,
    /// By 品牌, in the order of the configuration.
    pub groups: Vec<MenuGroup>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct MenuGroup {
    /// Its anchor.
    pub id: String,
    /// 品牌
    pub title: String,
    pub items: Vec<CourseItem>,
}

/// A course in a list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CourseItem {
    pub path: String,
    pub name: String,
    /// 品牌
    pub line: String,
    pub topic: Option<String>,
    /// 适用人群
    pub audience: Vec<String>,
    /// 服务区县; none where it is the whole city.
    pub districts: Vec<String>,
    /// 形式
    pub forms: Vec<&'static str>,
    pub minutes: u32,
    /// 承担支队, by name.
    pub teams: Vec<String>,
    pub paused: bool,
}

/// Template `course.html`, and `order.html`, the form to order it: `course`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CourseView {
    #[serde(flatten)]
    pub item: CourseItem,
    /// 课程编号
    pub id: String,
    pub lecturer: Option<String>,
    pub lecturer_title: Option<String>,
    /// 可约时段, as typed.
    pub times: Option<String>,
    /// `20–60 人`
    pub people: Option<String>,
    /// 场地要求
    pub room: Option<String>,
    pub dialect: Option<String>,
    /// Whom to call.
    pub contacts: Vec<CourseTeam>,
    /// Coming dates of activities that are held from it, the next first.
    pub activities: Vec<ActivityItem>,
    /// Dates that were held.
    pub held: usize,
    /// The page of the form.
    pub order: String,
    /// Path of the QR code of its page, and its address below; none where the site has no address.
    pub code: Option<String>,
    pub address: String,
    /// Who publishes the menu, for what machines are told of it.
    pub publisher: String,
}

/// A team that undertakes a course.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CourseTeam {
    pub name: String,
    /// Its page.
    pub path: Option<String>,
    /// 公开电话
    pub phone: Option<String>,
}

/// Template `requests.html`: `list`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RequestsView {
    pub title: String,
    pub total: usize,
    /// Where each state begins; on the first page.
    pub states: Vec<Facet>,
    pub groups: Vec<RequestGroup>,
    pub pagination: Option<Pagination>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct RequestGroup {
    /// `waiting`, `matched`, `scheduled`, `done`, `withdrawn`, `declined`; also its anchor.
    pub id: &'static str,
    /// 待匹配 …
    pub title: &'static str,
    /// Newest first.
    pub items: Vec<RequestItem>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct RequestItem {
    /// 邀课单号
    pub id: String,
    /// `2026年12月1日`
    pub submitted: String,
    /// 需求阵地, with its page.
    pub venue: Link,
    pub district: Option<String>,
    pub topic: String,
    /// 意向课程
    pub wish: Option<Link>,
    pub from: String,
    pub to: String,
    pub people: Option<u32>,
    /// 匹配课程
    pub course: Option<Link>,
    /// 匹配支队, by name.
    pub teams: Vec<String>,
    pub activity: Option<Link>,
    /// The day of the answer.
    pub answered: Option<String>,
    /// 说明
    pub note: Option<String>,
}
