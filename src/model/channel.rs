//! Where articles go beside the site: what a channel selects, in which form, within which limits.

use serde::{Deserialize, Serialize};
use serde_yaml::{Location, Spanned};

/// A place articles go to, as `channels` of `site.yaml` says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelConfig {
    /// ASCII letters, digits and `-`; what commands and articles call it.
    #[serde(alias = "编号")]
    pub id: Spanned<String>,
    /// What people call it.
    #[serde(alias = "名称")]
    pub name: String,
    /// What is made of each article.
    #[serde(alias = "格式")]
    pub format: Spanned<ChannelFormat>,
    /// Which articles it takes; all sound ones by default.
    #[serde(default, alias = "选取")]
    pub select: ChannelSelection,
    /// Closer limits than those of its format.
    #[serde(default, alias = "限制")]
    pub limits: ChannelLimits,
    /// A line that says whose article it is.
    #[serde(default, alias = "署名")]
    pub attribution: Option<String>,
    /// What stands before the address of the article on the site.
    #[serde(default, alias = "原文")]
    pub link_text: Option<String>,
}

/// The form of what a channel takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ChannelFormat {
    /// HTML for the editor of an Official Account.
    #[serde(rename = "wechat", alias = "公众号")]
    Wechat,
    /// A zip for platforms that take uploads.
    #[serde(rename = "bundle", alias = "上传包")]
    Bundle,
    /// A script to be read aloud.
    #[serde(rename = "loudspeaker", alias = "大喇叭")]
    Loudspeaker,
    /// A message for a chat group.
    #[serde(rename = "message", alias = "群消息")]
    Message,
    /// A text message of one part.
    #[serde(rename = "sms", alias = "短信")]
    Sms,
    /// A picture to be shared and printed.
    #[serde(rename = "poster", alias = "海报")]
    Poster,
}

impl ChannelFormat {
    /// Every format, its id and its Chinese name.
    pub const ALL: [(ChannelFormat, &'static str, &'static str); 6] = [
        (ChannelFormat::Wechat, "wechat", "公众号"),
        (ChannelFormat::Bundle, "bundle", "上传包"),
        (ChannelFormat::Loudspeaker, "loudspeaker", "大喇叭"),
        (ChannelFormat::Message, "message", "群消息"),
        (ChannelFormat::Sms, "sms", "短信"),
        (ChannelFormat::Poster, "poster", "海报"),
    ];

    /// The id, as commands and settings write it.
    pub fn id(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The Chinese name.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].2
    }
}

/// Which articles a channel takes: those to which every condition that is given applies. Of several
/// values of one condition, one is enough.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChannelSelection {
    /// Topics, by id or name.
    #[serde(alias = "主题")]
    pub topics: Vec<Spanned<String>>,
    /// Tags.
    #[serde(alias = "标签")]
    pub tags: Vec<Spanned<String>>,
    /// 适用人群
    #[serde(alias = "人群", alias = "适用人群")]
    pub audience: Vec<String>,
    /// Districts: articles for all districts are for each of them.
    #[serde(alias = "区县")]
    pub districts: Vec<String>,
    /// Days since publication or the last update, at most.
    #[serde(alias = "天数")]
    pub days: Option<u32>,
    /// Articles, the newest, at most.
    #[serde(alias = "最多")]
    pub limit: Option<usize>,
}

/// What a channel can take. What is not given here is as the format has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChannelLimits {
    /// Characters of a title.
    #[serde(alias = "标题")]
    pub title: Option<usize>,
    /// Characters of a summary.
    #[serde(alias = "摘要")]
    pub summary: Option<usize>,
    /// Characters of the whole: of HTML for `wechat`, of text for the others.
    #[serde(alias = "字数")]
    pub characters: Option<usize>,
    /// Pictures, the cover included.
    #[serde(alias = "图片数")]
    pub images: Option<usize>,
    /// Bytes of a picture.
    #[serde(alias = "图片大小")]
    pub image_bytes: Option<u64>,
    /// Pixels of the longer side of a picture.
    #[serde(alias = "图片边长")]
    pub image_side: Option<u32>,
    /// Extensions of pictures: `jpg`, `png`.
    #[serde(alias = "图片格式")]
    pub image_types: Option<Vec<String>>,
}

impl ChannelConfig {
    /// A channel that takes everything in a format, as far as that goes.
    pub fn plain(format: ChannelFormat) -> ChannelConfig {
        let spanned = |text: &str| Spanned::new(text.to_owned(), Location::UNKNOWN, Location::UNKNOWN);
        ChannelConfig {
            id: spanned(format.id()),
            name: format.name().to_owned(),
            format: Spanned::new(format, Location::UNKNOWN, Location::UNKNOWN),
            select: ChannelSelection::default(),
            limits: ChannelLimits::default(),
            attribution: None,
            link_text: None,
        }
    }

    /// What the channel can take: its own limits, and those of its format where it has none.
    pub fn limits(&self) -> ChannelLimits {
        let own = self.limits.clone();
        let usual = usual_limits(self.format.value);
        ChannelLimits {
            title: own.title.or(usual.title),
            summary: own.summary.or(usual.summary),
            characters: own.characters.or(usual.characters),
            images: own.images.or(usual.images),
            image_bytes: own.image_bytes.or(usual.image_bytes),
            image_side: own.image_side.or(usual.image_side),
            image_types: own.image_types.or(usual.image_types),
        }
    }
}

/// What a format can take by itself.
pub fn usual_limits(format: ChannelFormat) -> ChannelLimits {
    match format {
        // developers.weixin.qq.com, draft/add.
        ChannelFormat::Wechat => ChannelLimits {
            title: Some(32),
            summary: Some(128),
            characters: Some(20_000),
            image_bytes: Some(1 << 20),
            image_types: Some(vec!["jpg".into(), "png".into()]),
            ..ChannelLimits::default()
        },
        // Three minutes at 180 characters.
        ChannelFormat::Loudspeaker => ChannelLimits { characters: Some(540), ..ChannelLimits::default() },
        ChannelFormat::Message => ChannelLimits { characters: Some(100), ..ChannelLimits::default() },
        ChannelFormat::Sms => ChannelLimits { characters: Some(70), ..ChannelLimits::default() },
        ChannelFormat::Bundle | ChannelFormat::Poster => ChannelLimits::default(),
    }
}
