//! 志愿者统计: how many volunteers a unit had on a day.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::SourcePath;
use super::vocabulary::vocabulary;
use crate::diagnostic::Place;

/// A row of 志愿者统计: a snapshot of one unit on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolunteerCount {
    /// 统计日期
    pub day: Date,
    /// 单位类型
    pub kind: UnitKind,
    /// 单位编号: the name of a district, the 支队编号 of a team, or the text as typed where no table
    /// knows it.
    pub unit: String,
    /// 注册人数
    pub registered: u32,
    /// 科普信息员
    pub officers: Option<u32>,
    /// 科技专家
    pub experts: Option<u32>,
    /// 三长: heads of hospitals, schools and stations of farming.
    pub heads: Option<u32>,
    /// 来源
    pub source: Option<String>,
    /// Where it was read.
    pub origin: Origin,
}

/// Where a row was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The file.
    pub file: SourcePath,
    /// The cell by which it is known.
    pub place: Place,
    /// The same in words, without the file: `A3`, `第 12 行`.
    pub label: String,
}

vocabulary! {
    /// 单位类型 of a snapshot.
    UnitKind {
        District "district" "区县" ["区", "县"]
        Team "team" "支队" ["分队", "服务支队"]
    }
}
