//! Why a unit was rendered.

use super::manifest::{Manifest, Record};
use crate::diagnostic::Text;
use crate::fs::Stamp;
use crate::outputs::UnitKey;

/// Why a unit was not taken as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirtyReason {
    /// Nothing is known of a former build.
    NoCache,
    /// The former build had no such unit.
    New,
    /// These parts of its input are different.
    Changed(Vec<&'static str>),
    /// The published file is gone.
    Missing,
    /// The published file was changed by someone else.
    Altered,
}

impl DirtyReason {
    /// In words.
    pub fn text(&self) -> Text {
        match self {
            DirtyReason::NoCache => Text::new("没有上次构建的记录", "nothing is known of a former build"),
            DirtyReason::New => Text::new("新页面", "new"),
            DirtyReason::Changed(parts) => {
                let zh: Vec<&str> = parts.iter().map(|part| part_in_chinese(part)).collect();
                Text::new(format!("{}变了", zh.join("、")), format!("{} changed", parts.join(", ")))
            }
            DirtyReason::Missing => Text::new("上次生成的文件不在了", "the published file is gone"),
            DirtyReason::Altered => {
                Text::new("上次生成的文件被改动过", "the published file was changed by someone else")
            }
        }
    }
}

/// The names that views give the parts of their keys.
fn part_in_chinese(part: &str) -> &str {
    match part {
        "content" => "内容",
        "frame" => "页头信息",
        "text" => "正文",
        "links" => "链接",
        // The one that makes the page, or one of those that it shows.
        "template" => "模板",
        // Title, navigation, topics, footer, or an asset's name.
        "site" => "站点设置",
        other => other,
    }
}

/// Why the unit must be rendered, or `None` when the published file stands.
pub(super) fn reason(
    known: Option<&Manifest>,
    former: Option<&Record>,
    (key, published): (&UnitKey, Option<Stamp>),
) -> Option<DirtyReason> {
    if known.is_none() {
        return Some(DirtyReason::NoCache);
    }
    let Some(former) = former else { return Some(DirtyReason::New) };
    let Some(published) = published else { return Some(DirtyReason::Missing) };
    let parts = key.differing(&former.key);
    if !parts.is_empty() {
        return Some(DirtyReason::Changed(parts));
    }
    (published != former.stamp).then_some(DirtyReason::Altered)
}
