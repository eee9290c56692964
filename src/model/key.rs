//! The keys of an article's front matter, and what editors may call them.

use serde::{Deserialize, Serialize};

macro_rules! keys {
    ($($key:ident $chinese:literal $english:literal;)*) => {
        /// A key of an article's front matter.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum FrontMatterKey {
            $(#[doc = $chinese] $key,)*
        }

        impl FrontMatterKey {
            /// Every key.
            pub const ALL: &'static [FrontMatterKey] = &[$(FrontMatterKey::$key),*];

            /// Its English name.
            pub const fn english(self) -> &'static str {
                match self { $(FrontMatterKey::$key => $english),* }
            }

            /// Its Chinese name.
            pub const fn chinese(self) -> &'static str {
                match self { $(FrontMatterKey::$key => $chinese),* }
            }
        }
    };
}

keys! {
    Title "标题" "title";
    Topic "主题" "topic";
    Tags "标签" "tags";
    Date "发布日期" "date";
    Updated "更新日期" "updated";
    Summary "摘要" "summary";
    Authors "作者" "authors";
    Reviewers "审核" "reviewers";
    Reviewed "审核日期" "reviewed";
    ValidUntil "有效期至" "valid_until";
    Sources "来源" "sources";
    Audience "适用人群" "audience";
    Districts "区县" "districts";
    Season "时令" "season";
    Points "要点" "points";
    Script "广播稿" "script";
    Channels "渠道" "channels";
    Cover "封面" "cover";
    CoverAlt "封面说明" "cover_alt";
    Series "系列" "series";
    Activity "活动" "activity";
    Claim "流言" "claim";
    Verdict "判定" "verdict";
    AiAssisted "AI辅助" "ai_assisted";
    Draft "草稿" "draft";
    Slug "网址名" "slug";
}

impl FrontMatterKey {
    /// The key that `typed` names.
    pub fn named(typed: &str) -> Option<FrontMatterKey> {
        Self::ALL.iter().copied().find(|key| is_called(typed, key.chinese(), key.english()))
    }

    /// Every name, for suggestions: the Chinese ones to those who type Chinese.
    pub fn candidates(typed: &str) -> impl Iterator<Item = &'static str> + use<> {
        let ascii = typed.is_ascii();
        Self::ALL.iter().map(move |key| if ascii { key.english() } else { key.chinese() })
    }
}

/// Whether `typed` is one of the names of a key; Latin letters in either case, `-` and blanks as good
/// as `_`.
pub fn is_called(typed: &str, chinese: &str, english: &str) -> bool {
    let typed = typed.trim();
    chinese.eq_ignore_ascii_case(typed)
        || (english.len() == typed.len()
            && english.bytes().zip(typed.bytes()).all(|(known, byte)| match byte {
                b'-' | b' ' => known == b'_',
                _ => byte.eq_ignore_ascii_case(&known),
            }))
}
