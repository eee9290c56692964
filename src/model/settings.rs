//! What an office decides about its site, as `site.yaml` says it.
//!
//! Knows no text: `config` reads and judges it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_yaml::{Location, Spanned};

use super::FrontMatterKey;
use super::channel::ChannelConfig;
use super::document::scheme;
use crate::calendar::Period;

/// Everything an office decides about its site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteConfig {
    /// Name of the site.
    #[serde(alias = "标题", alias = "站名")]
    pub title: String,
    /// A line under the name.
    #[serde(default, alias = "副标题")]
    pub subtitle: Option<String>,
    /// One or two sentences for search engines and feeds.
    #[serde(default, alias = "简介")]
    pub description: String,
    /// `https://kepu.example.cn/sub`, where the site will be found; feeds need it.
    #[serde(default, alias = "网址")]
    pub base_url: String,
    /// BCP 47 tag of the content.
    #[serde(default = "default_language", alias = "语言")]
    pub language: String,
    /// Who is responsible for the site.
    #[serde(default, alias = "主办单位")]
    pub organisation: Option<String>,
    /// A line that stands before every article, on its page and in feeds: for whom it is not
    /// meant, or that nobody vouches for it.
    #[serde(default, alias = "声明")]
    pub disclaimer: Option<String>,
    /// The subjects of articles, in the order they are shown.
    #[serde(default, alias = "主题")]
    pub topics: Vec<TopicConfig>,
    /// Links in the header, besides the topics.
    #[serde(default, alias = "导航")]
    pub navigation: Vec<NavigationItem>,
    /// Lines of the footer; empty ones are left out.
    #[serde(default, alias = "页脚")]
    pub footer: Vec<FooterItem>,
    /// Government-style meta tags (国办发〔2017〕47号).
    #[serde(default, alias = "政府网站")]
    pub government: GovernmentConfig,
    /// What feeds carry.
    #[serde(default, alias = "订阅")]
    pub feeds: FeedConfig,
    /// Vocabulary of the activity calendar.
    #[serde(default, alias = "日历")]
    pub calendar: CalendarConfig,
    /// What the service plan asks for, where the tables do not say it.
    #[serde(default, alias = "服务")]
    pub service: ServiceConfig,
    /// Where pages are put.
    #[serde(default, alias = "网址规则")]
    pub permalinks: PermalinkConfig,
    /// Articles on one page of a list.
    #[serde(default = "default_page_size", alias = "每页篇数")]
    pub page_size: usize,
    /// ASCII names for tags whose pinyin is not wanted: `{"HPV疫苗": "hpv-vaccine"}`.
    #[serde(default, alias = "标签网址名")]
    pub tag_slugs: BTreeMap<String, String>,
    /// Front matter keys that every article must have; what is none is left out here.
    #[serde(default = "default_required", alias = "必填", deserialize_with = "known_keys")]
    pub required: Vec<FrontMatterKey>,
    /// Places that articles go to beside the site.
    #[serde(default, alias = "渠道")]
    pub channels: Vec<ChannelConfig>,
    /// What the site itself offers to those who pass articles on.
    #[serde(default, alias = "转发")]
    pub share: ShareConfig,
    /// Whether symbolic links may lead out of the site's folder.
    #[serde(default, alias = "跟随链接")]
    pub follow_links: bool,
    /// Whether this stands in for a file that cannot be read: articles are not held against it.
    #[serde(skip)]
    pub stand_in: bool,
}

fn default_language() -> String {
    "zh-CN".into()
}

fn default_page_size() -> usize {
    20
}

fn default_required() -> Vec<FrontMatterKey> {
    use FrontMatterKey::{Authors, Date, Sources, Title, Topic};
    vec![Title, Topic, Date, Authors, Sources]
}

fn known_keys<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<FrontMatterKey>, D::Error> {
    let names = Vec::<String>::deserialize(deserializer)?;
    Ok(names.iter().filter_map(|name| FrontMatterKey::named(name)).collect())
}

/// Pages from which articles are passed on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ShareConfig {
    /// Whether each article has a page with its message, text message and broadcast, to be copied.
    #[serde(alias = "页面")]
    pub pages: bool,
    /// Whether those pages have posters, too: a picture for phones, a page for printing, and the picture that
    /// links show. Made when an article is new or has changed.
    #[serde(alias = "海报")]
    pub posters: bool,
    /// 今日分享: articles a day that officers pass on, chosen by turns; `true` for two. Needs the pages.
    #[serde(alias = "每日", deserialize_with = "articles_a_day")]
    pub daily: usize,
}

impl ShareConfig {
    /// Articles that are passed on each day; none on a site that does not ask for it.
    pub fn per_day(&self) -> usize {
        if self.pages { self.daily } else { 0 }
    }
}

/// What an officer is asked for, in points.
pub const USUAL_ARTICLES_A_DAY: usize = 2;
/// More in a day would not be read.
const MOST_ARTICLES_A_DAY: usize = 10;

fn articles_a_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Asked {
        Whether(bool),
        Number(usize),
    }
    match Asked::deserialize(deserializer) {
        Ok(Asked::Whether(asked)) => Ok(if asked { USUAL_ARTICLES_A_DAY } else { 0 }),
        Ok(Asked::Number(number)) if number <= MOST_ARTICLES_A_DAY => Ok(number),
        _ => Err(D::Error::custom(format!("daily: true, false / 0–{MOST_ARTICLES_A_DAY}"))),
    }
}

/// A subject of articles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicConfig {
    /// ASCII letters, digits and `-`; becomes the folder of its pages.
    pub id: String,
    /// What editors write after 主题.
    #[serde(alias = "名称")]
    pub name: String,
    /// `#rrggbb`
    #[serde(default = "default_color", alias = "颜色")]
    pub color: Spanned<String>,
    /// Name of an icon of the theme; the id by default.
    #[serde(default, alias = "图标")]
    pub icon: Option<String>,
    /// A sentence for the topic page.
    #[serde(default, alias = "简介")]
    pub description: String,
    /// Whether the rules for health advice hold: reviewer and review date are asked for.
    #[serde(default, alias = "健康")]
    pub health: bool,
}

fn default_color() -> Spanned<String> {
    Spanned::new("#1f6fb2".into(), Location::UNKNOWN, Location::UNKNOWN)
}

/// A link in the header: to a path of the site or to an outside address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NavigationItem {
    /// What is shown.
    #[serde(alias = "名称")]
    pub title: String,
    /// `calendar/index.html`, or `https://…`.
    #[serde(alias = "链接")]
    pub link: Spanned<String>,
}

impl NavigationItem {
    /// Whether the link has a scheme or a host of its own.
    pub fn leads_outside(&self) -> bool {
        scheme(&self.link.value).is_some() || self.link.value.starts_with("//")
    }
}

/// A line of the footer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FooterItem {
    /// Shown before the text.
    #[serde(default, alias = "名称")]
    pub label: String,
    /// The text; a line without one is left out.
    #[serde(default, alias = "内容")]
    pub text: String,
    /// Makes the text a link.
    #[serde(default, alias = "链接")]
    pub url: Option<Spanned<String>>,
}

/// Fields of government-style meta tags; empty ones are left out, never made up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GovernmentConfig {
    /// Whether the tags are written at all.
    pub enabled: bool,
    /// `SiteName`; the title by default.
    pub site_name: Option<String>,
    /// `SiteDomain`; taken from base_url by default.
    pub site_domain: Option<String>,
    /// `SiteIDCode`
    pub site_id_code: Option<String>,
}

/// What feeds carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FeedConfig {
    /// Entries in a feed, newest first.
    pub limit: usize,
    /// Whether entries carry the whole article or its summary.
    pub full_text: bool,
    /// Tags that get feeds of their own.
    pub tags: Vec<String>,
    /// Feeds of articles chosen by several things at once.
    pub selections: Vec<FeedSelection>,
    /// Whether the feed of all articles leads on to what it no longer carries (RFC 5005).
    pub archives: bool,
    /// Address of the WebSub hub that tells readers of what is new.
    pub hub: Option<Spanned<String>>,
}

/// A feed of the articles that meet every condition; any of the values of a condition will do, and one without
/// values is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedSelection {
    /// ASCII letters, digits and `-`; becomes the name of its files.
    pub id: Spanned<String>,
    /// What it is called.
    pub title: String,
    /// A sentence about what it carries.
    #[serde(default)]
    pub description: String,
    /// Ids or names of topics.
    #[serde(default)]
    pub topics: Vec<Spanned<String>>,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<Spanned<String>>,
    /// 适用人群, as articles name them.
    #[serde(default)]
    pub audience: Vec<Spanned<String>>,
    /// Entries; as many as in other feeds where it is left out.
    #[serde(default)]
    pub limit: Option<usize>,
}

impl Default for FeedConfig {
    fn default() -> Self {
        FeedConfig {
            limit: 30,
            full_text: true,
            tags: Vec::new(),
            selections: Vec::new(),
            archives: true,
            hub: None,
        }
    }
}

/// Words the activity tables may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CalendarConfig {
    /// Title of the calendar page.
    pub title: String,
    /// Activity lines (品牌).
    pub lines: Vec<String>,
    /// Past occurrences shown on the list page.
    pub past: usize,
}

impl Default for CalendarConfig {
    fn default() -> Self {
        CalendarConfig {
            title: "活动日历".into(),
            lines: ["创新课堂", "全域科普", "工匠传承", "科技惠农"].map(String::from).to_vec(),
            past: 20,
        }
    }
}

/// What the service plan asks for; columns of the table of districts go before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceConfig {
    /// Registered volunteers of a pilot district.
    #[serde(alias = "人数目标")]
    pub volunteers: u32,
    /// Activities of a pilot district in a month.
    #[serde(alias = "月场次目标")]
    pub activities_a_month: u32,
    /// Activities of a team in a quarter.
    #[serde(alias = "季场次目标")]
    pub activities_a_quarter: u32,
    /// Names of the pilot districts; counts where no row of the table says 试点.
    #[serde(alias = "试点")]
    pub pilots: Vec<Spanned<String>>,
    /// The first month that counts, `2026-01`; every month where it is left out.
    #[serde(alias = "起始月", deserialize_with = "month")]
    pub since: Option<Date>,
}

impl Default for ServiceConfig {
    /// The figures of the plan of the Chongqing association.
    fn default() -> Self {
        ServiceConfig {
            volunteers: 500,
            activities_a_month: 1,
            activities_a_quarter: 1,
            pilots: Vec::new(),
            since: None,
        }
    }
}

fn month<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    match Period::month(&text) {
        Some(month) => Ok(Some(month.first())),
        None => Err(D::Error::custom(format!("since: YYYY-MM, `2026-01`; `{text}`"))),
    }
}

/// Patterns of output paths; `{topic}`, `{slug}`, `{year}`, `{month}`, `{day}` are replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PermalinkConfig {
    /// Articles.
    pub article: String,
    /// Pages such as 关于.
    pub page: String,
}

impl Default for PermalinkConfig {
    fn default() -> Self {
        PermalinkConfig { article: "{topic}/{slug}.html".into(), page: "{slug}.html".into() }
    }
}

impl Default for SiteConfig {
    fn default() -> Self {
        SiteConfig {
            title: "科普".into(),
            subtitle: None,
            description: String::new(),
            base_url: String::new(),
            language: default_language(),
            organisation: None,
            disclaimer: None,
            topics: Vec::new(),
            navigation: Vec::new(),
            footer: Vec::new(),
            government: GovernmentConfig::default(),
            feeds: FeedConfig::default(),
            calendar: CalendarConfig::default(),
            service: ServiceConfig::default(),
            permalinks: PermalinkConfig::default(),
            page_size: default_page_size(),
            tag_slugs: BTreeMap::new(),
            required: default_required(),
            channels: Vec::new(),
            share: ShareConfig::default(),
            follow_links: false,
            stand_in: true,
        }
    }
}
