//! An article as its editor wrote it, checked and typed.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::FrontMatterKey;
use super::vocabulary::vocabulary;
use crate::calendar::Season;
use crate::diagnostic::Span;

/// Front matter of an article or page, after parsing; nothing here refers to other files yet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FrontMatter {
    /// 标题
    pub title: String,
    /// 主题: the id or name of a topic, as typed.
    pub topic: Option<Located<String>>,
    /// 标签
    pub tags: Vec<Located<String>>,
    /// 发布日期
    pub date: Option<Date>,
    /// 更新日期
    pub updated: Option<Date>,
    /// 摘要
    pub summary: Option<String>,
    /// 作者
    pub authors: Vec<Located<Credit>>,
    /// 审核
    pub reviewers: Vec<Located<Credit>>,
    /// 审核日期
    pub reviewed: Option<Date>,
    /// 有效期至: the last day on which the advice holds.
    pub valid_until: Option<Date>,
    /// 来源
    pub sources: Vec<SourceReference>,
    /// 适用人群
    pub audience: Vec<String>,
    /// 区县: the districts it is for; all where none is given.
    pub districts: Vec<String>,
    /// 时令: the times of the year for which it is; all where none is given.
    pub seasons: Vec<Season>,
    /// 要点: what to remember, a sentence each.
    pub points: Vec<String>,
    /// 广播稿: a script for the loudspeaker in the editor's own words.
    pub script: Option<String>,
    /// 渠道: channels that it goes to whatever they select, or does not.
    pub channels: Vec<Located<ChannelWish>>,
    /// 封面: a path beside the article or under `content/assets`.
    pub cover: Option<Located<String>>,
    /// 封面说明
    pub cover_alt: Option<String>,
    /// 系列
    pub series: Option<String>,
    /// 活动: the 活动编号 of the activity of which it tells.
    pub activity: Option<Located<String>>,
    /// 流言
    pub claim: Option<String>,
    /// 判定
    pub verdict: Option<Verdict>,
    /// AI辅助: `None` where the editor did not say.
    pub ai_assisted: Option<bool>,
    /// 草稿
    pub draft: bool,
    /// 网址名: ASCII letters, digits and `-`.
    pub slug: Option<Located<String>>,
    /// Where each given key stands in the file, sorted by key.
    pub keys: Vec<(FrontMatterKey, Span)>,
}

impl FrontMatter {
    /// Where a key stands, if the editor gave it.
    pub fn key_span(&self, key: FrontMatterKey) -> Option<Span> {
        self.keys.iter().find(|(given, _)| *given == key).map(|(_, span)| *span)
    }
}

/// What an article says of a channel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelWish {
    /// The id of the channel.
    pub id: String,
    /// Whether it is not to go there.
    pub left_out: bool,
}

/// A value and the place it was read from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the file.
    pub span: Option<Span>,
}

/// An author or reviewer: either the id or name of someone in the people table, or written out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// 姓名, or the id of a person in the people table.
    pub name: String,
    /// 职称
    pub title: Option<String>,
    /// 单位
    pub organisation: Option<String>,
}

/// A public source that an article rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceReference {
    /// 标题
    pub title: String,
    /// 机构: who published it.
    pub publisher: Option<String>,
    /// 年份
    pub year: Option<i16>,
    /// 网址: http or https.
    pub url: Option<String>,
}

vocabulary! {
    /// 判定 of a 流言, from the vocabulary of Chinese fact-checking desks.
    Verdict {
        False "false" "谣言" []
        MostlyFalse "mostly-false" "多半不实" []
        Conditional "conditional" "有条件成立" []
        True "true" "属实" []
        Unproven "unproven" "尚无定论" []
    }
}

/// What the Markdown of one file became. Paths in `html` are still those of the source; see
/// [`Reference`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Outline {
    /// Headings in order, for the table of contents and for checking anchors.
    pub headings: Vec<Heading>,
    /// Every id an anchor can point at, sorted; headings and footnotes included.
    pub anchors: Vec<String>,
    /// Links and images as written, in order of appearance.
    pub references: Vec<Reference>,
    /// Chinese characters plus words of other scripts, punctuation left out.
    pub words: u32,
    /// The beginning of the text, for articles without 摘要: at most 120 characters, no markup.
    pub excerpt: String,
    /// The items of the first list, for articles without 要点: a text each, no markup.
    pub points: Vec<String>,
    /// Whether that list is numbered.
    pub ordered: bool,
}

/// A heading of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// The id in the HTML; unique in the article.
    pub id: String,
    /// Its text without markup.
    pub text: String,
    /// Where it stands in the file.
    pub span: Span,
}

/// A link or image in the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Link or image.
    pub kind: ReferenceKind,
    /// The destination as written, percent-decoded if relative.
    pub target: String,
    /// Where it stands in the file.
    pub span: Span,
    /// For an image, whether it has an alternative text.
    pub has_alt: bool,
}

impl Reference {
    /// Whether it can only lead to a page: a link to Markdown, to an anchor or to another site.
    pub fn leads_to_page(&self) -> bool {
        let path = self.target.split(['#', '?']).next().unwrap_or_default();
        let page = path.is_empty() || path.ends_with(".md") || path.contains("://");
        self.kind == ReferenceKind::Link && page
    }
}

/// What a [`Reference`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReferenceKind {
    /// `[text](target)`
    Link,
    /// `![alt](target)`
    Image,
}

/// The path of a source file relative to the site's folder, `/` between its parts.
pub type SourcePath = Arc<str>;
