//! Why a unit was rendered.

use super::manifest::{Record, Shared};
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
    /// A template or asset of the theme is different.
    Theme,
    /// Title, navigation, topics, footer or an asset's name are different.
    SiteSettings,
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
            DirtyReason::Theme => Text::new("外观模板变了", "the theme changed"),
            DirtyReason::SiteSettings => Text::new("站点设置变了", "the site's settings changed"),
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
        "template" => "模板",
        other => other,
    }
}

/// Why the unit must be rendered, or `None` when the published file stands.
pub(super) fn reason(
    (former_shared, shared): (Option<&Shared>, &Shared),
    (former, key, published): (Option<&Record>, &UnitKey, Option<Stamp>),
    uses_theme: UsesTheme,
) -> Option<DirtyReason> {
    let Some(former_shared) = former_shared else { return Some(DirtyReason::NoCache) };
    let Some(former) = former else { return Some(DirtyReason::New) };
    let Some(published) = published else { return Some(DirtyReason::Missing) };
    let parts = key.differing(&former.key);
    if !parts.is_empty() {
        return Some(DirtyReason::Changed(parts));
    }
    if uses_theme == UsesTheme::Yes && former_shared.theme != shared.theme {
        return Some(DirtyReason::Theme);
    }
    if uses_theme == UsesTheme::Yes && former_shared.site != shared.site {
        return Some(DirtyReason::SiteSettings);
    }
    (published != former.stamp).then_some(DirtyReason::Altered)
}

pub(super) use crate::outputs::UsesTheme;
