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
    /// How it is sent there; by hand where nothing is given.
    #[serde(default, alias = "发送")]
    pub deliver: Option<DeliveryConfig>,
}

/// How what a channel takes is sent there. Which keys are needed depends on `to`.
///
/// Secrets never stand here, only the names of environment variables that hold them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliveryConfig {
    /// By which way.
    #[serde(alias = "方式")]
    pub to: Spanned<TransportKind>,
    /// The folder, relative to the site's.
    #[serde(default, alias = "文件夹")]
    pub folder: Option<Spanned<String>>,
    /// The address of the far side, where that is not the same for all.
    #[serde(default, alias = "网址")]
    pub address: Option<Spanned<String>>,
    /// The environment variable that holds the whole address, where that is a secret itself.
    #[serde(default, alias = "网址变量")]
    pub address_env: Option<Spanned<String>>,
    /// Who sends, as the far side knows it: an AppID, a user, a site.
    #[serde(default, alias = "账号")]
    pub account: Option<Spanned<String>>,
    /// The environment variable that holds the secret.
    #[serde(default, alias = "密钥变量")]
    pub secret_env: Option<Spanned<String>>,
    /// How a webhook gets the files.
    #[serde(default, alias = "请求体")]
    pub body: WebhookBody,
    /// Whether http without encryption is allowed to other machines.
    #[serde(default, alias = "允许明文")]
    pub plain_http: bool,
    /// A PEM file with the certificates that the far side is trusted by, in place of the usual ones.
    #[serde(default, alias = "证书")]
    pub certificates: Option<Spanned<String>>,
    /// Requests at one time.
    #[serde(default = "usual_at_once", alias = "并发")]
    pub at_once: usize,
    /// Seconds that a request may take.
    #[serde(default = "usual_timeout", alias = "超时")]
    pub timeout: u64,
    /// How often a request that was not taken is made again.
    #[serde(default = "usual_retries", alias = "重试")]
    pub retries: u32,
}

fn usual_at_once() -> usize {
    4
}

fn usual_timeout() -> u64 {
    30
}

fn usual_retries() -> u32 {
    4
}

/// The ways to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TransportKind {
    /// Files put into a folder that somebody empties.
    #[serde(rename = "folder", alias = "文件夹")]
    Folder,
    /// An HTTP request for each article.
    #[serde(rename = "webhook")]
    Webhook,
    /// A draft in an Official Account.
    #[serde(rename = "wechat", alias = "公众号草稿")]
    Wechat,
    /// Files put on a server by WebDAV (RFC 4918).
    #[serde(rename = "webdav")]
    Webdav,
    /// Addresses told to Baidu's search.
    #[serde(rename = "baidu", alias = "百度")]
    Baidu,
    /// Addresses told to the search engines of IndexNow.
    #[serde(rename = "indexnow")]
    IndexNow,
    /// A WebSub hub told that the feeds are new.
    #[serde(rename = "websub")]
    WebSub,
}

impl TransportKind {
    /// Every way, in the order of the type: the id, and what people call it.
    pub const ALL: [(TransportKind, &'static str, &'static str); 7] = [
        (TransportKind::Folder, "folder", "文件夹"),
        (TransportKind::Webhook, "webhook", "网络接口（webhook）"),
        (TransportKind::Wechat, "wechat", "公众号草稿"),
        (TransportKind::Webdav, "webdav", "WebDAV 网盘"),
        (TransportKind::Baidu, "baidu", "百度收录"),
        (TransportKind::IndexNow, "indexnow", "IndexNow 收录"),
        (TransportKind::WebSub, "websub", "WebSub 订阅通知"),
    ];

    /// The id, as settings write it.
    pub fn id(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].2
    }
}

/// How a webhook gets an article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum WebhookBody {
    /// One JSON object; what is no text is in base64.
    #[default]
    #[serde(rename = "json")]
    Json,
    /// A form (RFC 7578): `metadata`, then a part for each file.
    #[serde(rename = "multipart")]
    Multipart,
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
    /// The address of the page: for who is to fetch it.
    #[serde(rename = "address", alias = "网址")]
    Address,
}

impl ChannelFormat {
    /// Every format, its id and its Chinese name.
    pub const ALL: [(ChannelFormat, &'static str, &'static str); 7] = [
        (ChannelFormat::Wechat, "wechat", "公众号"),
        (ChannelFormat::Bundle, "bundle", "上传包"),
        (ChannelFormat::Loudspeaker, "loudspeaker", "大喇叭"),
        (ChannelFormat::Message, "message", "群消息"),
        (ChannelFormat::Sms, "sms", "短信"),
        (ChannelFormat::Poster, "poster", "海报"),
        (ChannelFormat::Address, "address", "网址"),
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
            deliver: None,
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
        ChannelFormat::Bundle | ChannelFormat::Poster | ChannelFormat::Address => ChannelLimits::default(),
    }
}
