//! `site.yaml`: typed, with every unknown key an error.
//!
//! This module reads text and gives a [`SiteConfig`]; it knows nothing of files.

mod check;
mod written;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_yaml::{Location, Spanned};

use crate::diagnostic::{Diagnostic, Place, Span, Text, did_you_mean, rules};
use crate::model::document::scheme;
use crate::output_path;
use crate::parse::markdown::refuse_controls;
use written::Written;

/// The name of the file that makes a folder a site.
pub const FILE_NAME: &str = "site.yaml";

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
    /// Where pages are put.
    #[serde(default, alias = "网址规则")]
    pub permalinks: PermalinkConfig,
    /// Articles on one page of a list.
    #[serde(default = "default_page_size", alias = "每页篇数")]
    pub page_size: usize,
    /// ASCII names for tags whose pinyin is not wanted: `{"HPV疫苗": "hpv-vaccine"}`.
    #[serde(default, alias = "标签网址名")]
    pub tag_slugs: BTreeMap<String, String>,
    /// Front matter keys (in English) that every article must have.
    #[serde(default = "default_required", alias = "必填")]
    pub required: Vec<String>,
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

fn default_required() -> Vec<String> {
    ["title", "topic", "date", "authors", "sources"].map(String::from).to_vec()
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

/// Reads `site.yaml`. Without a usable file the defaults stand in, so that checks of the content
/// can go on.
pub fn parse(file: &Arc<str>, text: &str) -> (SiteConfig, Vec<Diagnostic>) {
    let controls = refuse_controls(file, text);
    if !controls.is_empty() {
        return (SiteConfig::default(), controls);
    }
    match serde_yaml::from_str::<SiteConfig>(text) {
        Ok(mut config) => {
            let diagnostics = check::judge(file, &Written::of(text), &mut config);
            (config, diagnostics)
        }
        Err(error) => (SiteConfig::default(), vec![explain(file, text, &error)]),
    }
}

/// An address as machines read it: what is not ASCII, and blanks, percent-encoded. Feed validators
/// refuse Chinese in addresses.
pub fn encode_address(address: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const REFUSED: &AsciiSet =
        &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`');
    utf8_percent_encode(address, REFUSED).to_string()
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
            permalinks: PermalinkConfig::default(),
            page_size: default_page_size(),
            tag_slugs: BTreeMap::new(),
            required: default_required(),
            follow_links: false,
            stand_in: true,
        }
    }
}

/// Turns the YAML reader's error into one that points and helps.
fn explain(file: &Arc<str>, text: &str, error: &serde_yaml::Error) -> Diagnostic {
    let place = error_place(text, error);
    if let serde_yaml::Error::SerdeUnknownField { field: unknown, expected, .. } = error.without_snippet() {
        // Aliases are listed beside the names; English is enough to choose from.
        let known: Vec<&str> = expected.iter().copied().filter(|name| name.is_ascii()).collect();
        let message = Text::new(format!("没有 `{unknown}` 这一项"), format!("unknown key `{unknown}`"));
        let diagnostic = Diagnostic::new(&rules::CONFIG_UNKNOWN_KEY, file, place, message);
        return diagnostic.suggest(did_you_mean(unknown, expected.iter().copied()), || {
            let all = known.join("`, `");
            Text::new(format!("可用的有 `{all}`"), format!("known keys are `{all}`"))
        });
    }
    let words = error.without_snippet().to_string();
    let message = Text::new(format!("site.yaml 读不懂：{words}"), format!("cannot read site.yaml: {words}"));
    Diagnostic::new(&rules::CONFIG_SYNTAX, file, place, message)
}

/// Where a value stands in `site.yaml`.
pub fn place_of<T>(value: &Spanned<T>) -> Place {
    let span = value.referenced.span();
    match (span.byte_offset(), span.byte_len()) {
        (Some(start), Some(length)) => Place::Span(Span::new(start as usize, (start + length) as usize)),
        _ => Place::File,
    }
}

/// Where in `text` the YAML reader found fault.
pub fn error_place(text: &str, error: &serde_yaml::Error) -> Place {
    error.location().map_or(Place::File, |location| {
        Place::Span(token_at(text, location.line() as usize, location.column() as usize))
    })
}

/// The word that starts at a line and column, both from 1 and in characters.
fn token_at(text: &str, line: usize, column: usize) -> Span {
    let line_start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[line_start.min(text.len())..];
    let start =
        line_start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
    let tail = &text[start.min(text.len())..];
    let length = tail.find([':', '\n', ' ']).unwrap_or(tail.len());
    Span::new(start, start + length.max(1).min(tail.len()))
}

/// Folders at the root of the output that belong to products.
pub const RESERVED: [&str; 10] =
    ["assets", "tags", "authors", "series", "archive", "calendar", "activities", "feeds", "search", "files"];

/// Whether a list's page of this name would be another page: `index`, or `name.2`, the second page of
/// `name`.
pub fn is_list_name(slug: &str) -> bool {
    let number = slug.rsplit_once('.').map_or("", |(_, number)| number);
    let second = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    slug.eq_ignore_ascii_case("index") || second
}

/// Whether `slug` can be a file name everywhere: ASCII letters, digits, `-`, `_`, `.` inside, and no
/// device of Windows.
pub fn is_slug(slug: &str) -> bool {
    !slug.is_empty()
        && slug.len() <= 100
        && slug.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        && !slug.starts_with('.')
        && !slug.ends_with('.')
        && !slug.contains("..")
        && !output_path::is_device(slug)
}
