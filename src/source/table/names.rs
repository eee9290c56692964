//! The one table of names: which tables there are, and what their columns may be called.
//!
//! A column has an English key, which the rest of the program uses, its Chinese name, and the
//! other spellings seen in offices. This module knows no cells.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

/// What a table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableKind {
    /// 活动
    Activities,
    /// 支队
    Teams,
    /// 区县
    Districts,
    /// 阵地
    Venues,
}

/// Whether a column has to be there, and whether it may leave the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Every row has a value.
    Required,
    /// May be missing or empty.
    Optional,
    /// 不公开: dropped while reading, so that no later stage can leak it.
    Private,
}

/// One column of a kind of table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// English name, also the key by which cells are asked for.
    pub key: &'static str,
    /// Chinese name, as the association's forms print it.
    pub name: &'static str,
    /// Other spellings.
    pub aliases: &'static [&'static str],
    /// Whether it has to be there.
    pub need: Need,
}

const fn required(key: &'static str, name: &'static str, aliases: &'static [&'static str]) -> Column {
    Column { key, name, aliases, need: Need::Required }
}

const fn optional(key: &'static str, name: &'static str, aliases: &'static [&'static str]) -> Column {
    Column { key, name, aliases, need: Need::Optional }
}

const fn private(key: &'static str, name: &'static str, aliases: &'static [&'static str]) -> Column {
    Column { key, name, aliases, need: Need::Private }
}

const ACTIVITIES: &[Column] = &[
    required("id", "活动编号", &["编号", "activity-id"]),
    required("name", "活动名称", &["名称", "title"]),
    required("line", "品牌", &["品牌活动", "活动品牌", "brand"]),
    optional("topic", "主题", &["活动主题"]),
    required("district", "区县", &["所在区县", "区县名称"]),
    required("tier", "层级", &["阵地层级", "level"]),
    required("venue", "阵地编号", &["阵地", "阵地名称", "venue-id"]),
    required("date", "日期", &["活动日期", "dates"]),
    required("start", "开始时间", &["开始", "start-time"]),
    optional("end", "结束时间", &["结束", "end-time"]),
    optional("recurrence", "重复", &["重复规则", "周期", "repeat", "rrule"]),
    optional("except", "除外日期", &["除外", "例外日期", "exceptions", "exdate"]),
    required("host", "主办单位", &["主办", "hosts", "organiser", "organizer"]),
    required("team", "承办支队", &["承办", "teams"]),
    optional("supporting-team", "协办支队", &["协办", "supporting-teams"]),
    optional("speaker", "主讲人", &["主讲", "讲师"]),
    optional("speaker-title", "职称", &["主讲人职称"]),
    optional("course", "课程编号", &["course-id"]),
    optional("request", "邀课单号", &["request-id"]),
    optional("form", "教学形式", &["形式"]),
    optional("audience", "面向人群", &["适用人群", "对象"]),
    optional("capacity", "名额", &["人数上限"]),
    optional("signup", "报名方式", &["报名", "sign-up"]),
    optional("signup-deadline", "报名截止", &["报名截止时间", "报名截止日期", "deadline"]),
    optional("phone", "公开电话", &["public-phone"]),
    required("status", "状态", &["活动状态", "state"]),
    optional("original-time", "原定时间", &["原定日期"]),
    optional("change-note", "变更说明", &["变更原因"]),
    optional("participants", "参加人数", &["参与人数"]),
    optional("volunteers", "志愿者人数", &["志愿者数"]),
    optional("service-hours", "服务时长", &["志愿服务时长"]),
    private("note", "备注", &["notes", "remark", "remarks"]),
    private("contact", "负责人", &["联系人", "person-in-charge", "contact-person"]),
    private("contact-phone", "联系电话", &["负责人电话", "手机", "手机号"]),
];

const TEAMS: &[Column] = &[
    required("id", "支队编号", &["编号", "team-id"]),
    required("name", "支队名称", &["名称", "支队", "team-name"]),
    required("category", "类别", &["支队类别", "类型"]),
    optional("parent", "上级", &["上级支队", "上级单位"]),
    optional("district", "区县", &["所在区县"]),
    optional("skills", "擅长领域", &["领域", "特长"]),
    private("contact", "负责人", &["联系人", "person-in-charge", "contact-person"]),
    private("contact-phone", "联系电话", &["负责人电话", "手机", "手机号"]),
    optional("phone", "公开电话", &["public-phone"]),
    optional("model", "示范团队", &["示范", "model-team"]),
    optional("model-reason", "示范理由", &["示范事迹"]),
    private("note", "备注", &["notes", "remark", "remarks"]),
];

const DISTRICTS: &[Column] = &[
    required("code", "行政区划代码", &["区划代码", "代码", "id"]),
    required("name", "区县", &["区县名称", "名称", "district"]),
    optional("pilot", "试点", &["试点区县", "是否试点"]),
    optional("volunteer-target", "人数目标", &["志愿者目标", "志愿者人数目标"]),
    optional("monthly-target", "月场次目标", &["每月场次目标", "场次目标"]),
    private("contact", "负责人", &["联系人"]),
    private("contact-phone", "联系电话", &["负责人电话", "手机", "手机号"]),
    private("note", "备注", &["notes", "remark", "remarks"]),
];

const VENUES: &[Column] = &[
    required("id", "阵地编号", &["编号", "venue-id"]),
    required("name", "阵地名称", &["名称", "阵地", "venue-name"]),
    required("tier", "层级", &["阵地层级", "level"]),
    required("district", "区县", &["所在区县"]),
    optional("street", "街道镇乡", &["街道", "镇乡", "街道/镇乡", "乡镇街道", "镇街"]),
    optional("community", "社区村", &["社区", "村", "社区/村", "村社区"]),
    optional("address", "地址", &["详细地址"]),
    optional("longitude", "经度", &["lng", "lon"]),
    optional("latitude", "纬度", &["lat"]),
    optional("datum", "坐标系", &["坐标系统", "crs"]),
    optional("capacity", "容纳人数", &["可容纳人数", "容量"]),
    private("contact", "负责人", &["联系人"]),
    private("contact-phone", "联系电话", &["负责人电话", "手机", "手机号"]),
    private("note", "备注", &["notes", "remark", "remarks"]),
];

/// Bytes of a cell that may still be a heading, with its notes in brackets.
const LONGEST_HEADING: usize = 1000;

impl TableKind {
    /// Every kind, in the order in which a tie between them is decided.
    pub const ALL: [TableKind; 4] =
        [TableKind::Activities, TableKind::Teams, TableKind::Districts, TableKind::Venues];

    /// Chinese and English name; a file or sheet whose name begins with either is of this kind.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            TableKind::Activities => ("活动", "activities"),
            TableKind::Teams => ("支队", "teams"),
            TableKind::Districts => ("区县", "districts"),
            TableKind::Venues => ("阵地", "venues"),
        }
    }

    /// Its columns, in the order of the association's form.
    pub fn columns(self) -> &'static [Column] {
        match self {
            TableKind::Activities => ACTIVITIES,
            TableKind::Teams => TEAMS,
            TableKind::Districts => DISTRICTS,
            TableKind::Venues => VENUES,
        }
    }

    /// The kind that a file stem or sheet name tells: `活动-周期`, `活动2026`, `Venues (2)`.
    pub fn of_name(name: &str) -> Option<TableKind> {
        let name = plain(name);
        let name = name.trim_start();
        TableKind::ALL.into_iter().find(|kind| {
            let (chinese, english) = kind.names();
            name.starts_with(chinese) || name.starts_with(english)
        })
    }

    /// The column that a heading names.
    pub fn column(self, heading: &str) -> Option<&'static Column> {
        // No column has so long a name: a cell with a whole text in it need not be folded.
        if heading.len() > LONGEST_HEADING {
            return None;
        }
        let heading = bare(heading);
        if heading.is_empty() {
            return None;
        }
        SPELLINGS[self as usize].get(heading.as_str()).copied()
    }

    /// The column with this key.
    pub fn column_by_key(self, key: &str) -> Option<&'static Column> {
        self.columns().iter().find(|column| column.key == key)
    }
}

/// Every spelling of the columns of each kind, bare; of two columns with one spelling the first counts.
///
/// Each cell of a possible header is looked up, so the names are stripped once and not each time.
static SPELLINGS: LazyLock<[HashMap<String, &'static Column>; 4]> = LazyLock::new(|| {
    TableKind::ALL.map(|kind| {
        let mut spellings = HashMap::new();
        for column in kind.columns() {
            for name in [column.name, column.key].iter().chain(column.aliases) {
                spellings.entry(bare(name)).or_insert(column);
            }
        }
        spellings
    })
});

impl fmt::Display for TableKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.names().0)
    }
}

/// Words in a heading, or in the name of a sheet, file or folder, that forbid publishing what is
/// under it.
const PRIVATE_MARKS: [&str; 11] = [
    "不公开",
    "不公開",
    "不予公开",
    "非公开",
    "勿公开",
    "内部",
    "內部",
    "保密",
    "机密",
    "private",
    "confidential",
];

/// Whether the heading itself forbids publishing what is under it: `联系人（不公开）`.
///
/// Only letters and digits are compared, so that no blank, mark or invisible character between them
/// can part the word.
pub fn is_marked_private(heading: &str) -> bool {
    let heading: String = plain(heading).chars().filter(|c| c.is_alphanumeric()).collect();
    PRIVATE_MARKS.iter().any(|mark| heading.contains(mark))
}

/// A name as names are compared: of characters that look the same one (NFKC), in lower case, and
/// without those that cannot be seen.
pub fn plain(name: &str) -> String {
    name.nfkc().filter(|character| !is_invisible(*character)).flat_map(char::to_lowercase).collect()
}

/// Characters without a picture of their own: zero-width ones, marks of direction, soft hyphens,
/// variation selectors, tags, fillers (`Default_Ignorable_Code_Point` of Unicode) and controls. Line
/// breaks and tabs are blanks.
pub fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    ) || (character.is_control() && !character.is_whitespace())
}

/// A heading as a message names it: short, in one line, without what stands behind a colon or looks
/// like a number of somebody, since whoever forgot a colon or a header has a value there.
pub fn named(heading: &str) -> String {
    const LENGTH: usize = 20;
    const DIGITS: usize = 5;
    let end = heading.find(['：', ':', '=', '\n']).filter(|at| *at > 0).unwrap_or(heading.len());
    let words: String = heading[..end].trim().chars().take(LENGTH + 1).collect();
    let mut name = String::new();
    for part in words.split_inclusive(|character: char| !character.is_numeric()) {
        let digits = part.chars().filter(|character| character.is_numeric()).count();
        name.push_str(if digits >= DIGITS { "…" } else { part });
    }
    match name.char_indices().nth(LENGTH) {
        Some((at, _)) => format!("{}…", &name[..at]),
        None => name,
    }
}

/// A heading without what offices add to it: the asterisk of a required column, a note in
/// brackets, blanks, line breaks; and in English without case, `-` and `_`.
fn bare(heading: &str) -> String {
    let mut depth = 0_usize;
    let mut bare = String::with_capacity(heading.len());
    for character in plain(heading).chars() {
        match character {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '*' | '-' | '_' | ':' => {}
            _ if character.is_whitespace() => {}
            _ => bare.push(character),
        }
    }
    bare
}
