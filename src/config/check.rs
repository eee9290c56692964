//! Rules on settings that their types cannot say.

use std::collections::HashSet;
use std::sync::Arc;

use serde_yaml::Spanned;
use url::Url;

use super::written::Written;
use super::{encode_address, place_of};
use crate::diagnostic::{Diagnostic, Place, Text, did_you_mean, rules};
use crate::model::channel::{ChannelConfig, DeliveryConfig, TransportKind};
use crate::model::document::is_safe_address;
use crate::model::{
    FeedConfig, FrontMatterKey, PermalinkConfig, RESERVED, SiteConfig, is_list_name, is_slug,
};
use crate::output_path;

/// What stands on every page, or is made of every article: more is a mistake, and would make a site of
/// pages that are nothing but their frame.
const MOST: usize = 100;

/// Judges `config` and puts what is left out of it, or usual, in the place of what cannot stand.
pub fn judge(file: &Arc<str>, written: &Written, config: &mut SiteConfig) -> Vec<Diagnostic> {
    let mut diagnostics = too_many(file, written, config);
    diagnostics.extend(check(file, written, config));
    match base_address(&config.base_url) {
        Some(address) => config.base_url = address,
        None => diagnostics.push(bad_base_address(file, written.base_url())),
    }
    diagnostics.extend(unknown_required(file, written));
    diagnostics.extend(judge_channels(file, &mut config.channels));
    diagnostics.extend(judge_permalinks(file, written, &mut config.permalinks));
    diagnostics.extend(judge_feeds(file, &mut config.feeds));
    diagnostics
}

/// Reports lists longer than [`MOST`] and cuts them there.
fn too_many(file: &Arc<str>, written: &Written, config: &mut SiteConfig) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut cut = |name: &str, length: usize, place: Place| {
        if length <= MOST {
            return;
        }
        let message = Text::new(
            format!("`{name}` 有 {length} 项，最多 {MOST} 项"),
            format!("`{name}` has {length} entries, at most {MOST} are allowed"),
        );
        let help = Text::new("留下要紧的，其余的去掉", "keep those that matter and take the rest out");
        diagnostics.push(Diagnostic::new(&rules::CONFIG_TOO_MANY, file, place, message).help(help));
    };
    cut("topics", config.topics.len(), written.topic(MOST));
    cut("navigation", config.navigation.len(), written.navigation());
    cut("footer", config.footer.len(), written.footer());
    let channel = config.channels.get(MOST).map_or(Place::File, |channel| place_of(&channel.id));
    cut("channels", config.channels.len(), channel);
    cut("feeds.tags", config.feeds.tags.len(), written.feeds());
    cut("feeds.selections", config.feeds.selections.len(), written.feeds());
    config.topics.truncate(MOST);
    config.navigation.truncate(MOST);
    config.footer.truncate(MOST);
    config.channels.truncate(MOST);
    config.feeds.tags.truncate(MOST);
    config.feeds.selections.truncate(MOST);
    diagnostics
}

/// Rules that the types cannot say.
fn check(file: &Arc<str>, written: &Written, config: &SiteConfig) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut ids = HashSet::new();
    let mut topic_names = HashSet::new();
    for (index, topic) in config.topics.iter().enumerate() {
        let place = written.topic(index);
        if !is_slug(&topic.id) || is_own(&topic.id.to_ascii_lowercase()) {
            let message = Text::new(
                format!("主题 id `{}` 不能用", topic.id),
                format!("topic id `{}` cannot be used", topic.id),
            );
            diagnostics.push(Diagnostic::new(&rules::CONFIG_TOPIC_ID, file, place.clone(), message).help(
                Text::new(
                    "用小写字母、数字和 `-`，并避开站点自用的文件夹名",
                    "use lower-case letters, digits and `-`, and none of the site's own folders",
                ),
            ));
        }
        // Folders that differ in case alone are one on Windows and macOS.
        let new = ids.insert(topic.id.to_ascii_lowercase());
        if !topic_names.insert(&topic.name) || !new {
            let message = Text::new(
                format!("主题 `{}` 写了两次", topic.name),
                format!("topic `{}` is there twice", topic.name),
            );
            diagnostics.push(Diagnostic::new(&rules::CONFIG_TOPIC_TWICE, file, place, message));
        }
    }
    for color in config.topics.iter().map(|topic| &topic.color).filter(|color| !is_color(&color.value)) {
        let value = &color.value;
        let message = Text::new(format!("`{value}` 不是颜色"), format!("`{value}` is not a colour"));
        let help = Text::new("写成 `#1f6fb2` 这样", "write it as `#1f6fb2`");
        diagnostics.push(Diagnostic::new(&rules::CONFIG_COLOR, file, place_of(color), message).help(help));
    }
    diagnostics.extend(unsafe_links(file, config));
    if config.page_size == 0 {
        let message = Text::new("page_size 要大于 0", "page_size must be above 0");
        diagnostics.push(Diagnostic::new(&rules::CONFIG_PAGE_SIZE, file, written.page_size(), message));
    }
    for (name, slug) in &config.tag_slugs {
        if !is_slug(slug) || is_list_name(slug) {
            let message = Text::new(
                format!("标签 `{name}` 的网址名 `{slug}` 不能用"),
                format!("slug `{slug}` of tag `{name}` cannot be used"),
            );
            diagnostics.push(Diagnostic::new(&rules::CONFIG_TAG_SLUG, file, written.tag_slug(name), message));
        }
    }
    diagnostics
}

/// `base_url` as machines read it, without a slash at its end: a Chinese host in punycode (RFC 3492), the
/// rest percent-encoded. `None` when it is no address of a web site.
fn base_address(written: &str) -> Option<String> {
    if written.trim().is_empty() {
        return Some(String::new());
    }
    let url = Url::parse(written).ok()?;
    let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    let web = matches!(url.scheme(), "http" | "https") && url.has_host() && url.password().is_none();
    (web && plain).then(|| encode_address(url.as_str().trim_end_matches('/')))
}

fn bad_base_address(file: &Arc<str>, place: Place) -> Diagnostic {
    let message = Text::new("base_url 不是网址", "base_url is not an address");
    let help = Text::new("写成 `https://…`，末尾不带 `?` 和 `#`", "write `https://…`, without `?` or `#`");
    Diagnostic::new(&rules::CONFIG_BASE_URL, file, place, message).help(help)
}

/// Reports what is named in `required` and is no front matter key.
fn unknown_required(file: &Arc<str>, written: &Written) -> Vec<Diagnostic> {
    let unknown = written.required().iter().filter(|key| FrontMatterKey::named(&key.value).is_none());
    let problem = |key: &Spanned<String>| {
        let (place, key) = (place_of(key), &key.value);
        let message = Text::new(
            format!("required 里的 `{key}` 不是文章的字段"),
            format!("`{key}` in required is no front matter key"),
        );
        let meant = did_you_mean(key, FrontMatterKey::candidates(key));
        let known = || {
            let keys = FrontMatterKey::ALL.iter();
            let (zh, en): (Vec<_>, Vec<_>) = keys.map(|key| (key.chinese(), key.english())).unzip();
            Text::new(format!("可用：{}", zh.join("、")), format!("known: {}", en.join(", ")))
        };
        Diagnostic::new(&rules::CONFIG_REQUIRED, file, place, message).suggest(meant, known)
    };
    unknown.map(problem).collect()
}

/// Reports ids that cannot be used and those that are used twice; such channels are left out.
fn judge_channels(file: &Arc<str>, channels: &mut Vec<ChannelConfig>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut seen = HashSet::new();
    channels.retain(|channel| {
        let id = &channel.id.value;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let place = place_of(&channel.id);
        if !is_slug(id) || !id.bytes().all(plain) || id.starts_with('-') {
            let message =
                Text::new(format!("渠道编号 `{id}` 不能用"), format!("channel id `{id}` cannot be used"));
            let help = Text::new("用小写字母、数字和 `-`", "use lower-case letters, digits and `-`");
            problems.push(Diagnostic::new(&rules::CHANNEL_ID, file, place, message).help(help));
            return false;
        }
        if let Some(delivery) = &channel.deliver {
            problems.extend(judge_delivery(file, id, delivery));
        }
        if !seen.insert(id.clone()) {
            let message =
                Text::new(format!("渠道编号 `{id}` 用了两次"), format!("channel id `{id}` is used twice"));
            let help = Text::new("给其中一个换编号", "give one of them another");
            problems.push(Diagnostic::new(&rules::CHANNEL_TWICE, file, place, message).help(help));
            return false;
        }
        true
    });
    problems
}

/// Reports what a way to deliver needs and does not have. Whether secrets are there is seen when something
/// is sent: who only builds has none.
fn judge_delivery(file: &Arc<str>, id: &str, delivery: &DeliveryConfig) -> Option<Diagnostic> {
    use TransportKind::{Baidu, Folder, IndexNow, Webdav, Webhook, Wechat};
    let kind = delivery.to.value;
    let lacks = [
        (matches!(kind, Folder) && delivery.folder.is_none(), "folder"),
        (
            matches!(kind, Webhook | Webdav) && delivery.address.is_none() && delivery.address_env.is_none(),
            "address",
        ),
        (matches!(kind, Wechat | Webdav | Baidu | IndexNow) && delivery.account.is_none(), "account"),
        (matches!(kind, Webhook | Wechat | Webdav | Baidu) && delivery.secret_env.is_none(), "secret_env"),
    ];
    let to = kind.id();
    if let Some((_, key)) = lacks.iter().find(|(lacks, _)| *lacks) {
        let message = Text::new(
            format!("渠道 `{id}` 发送到 `{to}` 要写 `{key}`"),
            format!("delivery of channel `{id}` to `{to}` needs `{key}`"),
        );
        let help = Text::new(
            "`kepu check --explain channel-delivery` 看一个例子",
            "`kepu check --explain channel-delivery` shows an example",
        );
        let place = place_of(&delivery.to);
        return Some(Diagnostic::new(&rules::CHANNEL_DELIVERY, file, place, message).help(help));
    }
    let address = delivery.address.as_ref()?;
    let url = Url::parse(address.value.trim()).ok().filter(|url| url.has_host());
    if url.is_some_and(|url| matches!(url.scheme(), "http" | "https")) {
        return None;
    }
    let written = &address.value;
    let message = Text::new(format!("`{written}` 不是网址"), format!("`{written}` is not an address"));
    let help = Text::new("写成 `https://…`", "write `https://…`");
    Some(Diagnostic::new(&rules::CHANNEL_DELIVERY, file, place_of(address), message).help(help))
}

/// Reports patterns that can give no path of a site; the usual ones stand in for them.
fn judge_permalinks(file: &Arc<str>, written: &Written, permalinks: &mut PermalinkConfig) -> Vec<Diagnostic> {
    let usual = PermalinkConfig::default();
    let patterns = [
        (&mut permalinks.article, usual.article, &ARTICLE_NAMES[..], written.article()),
        (&mut permalinks.page, usual.page, &["{slug}"], written.page()),
    ];
    let mut problems = Vec::new();
    for (pattern, usual, names, place) in patterns {
        // One character stands for what is filled in; that is judged when it is known.
        let filled = names.iter().fold(pattern.clone(), |filled, name| filled.replace(name, "x"));
        let path = filled.strip_prefix('/').unwrap_or(&filled);
        let Some(fault) = output_path::fault(path.strip_suffix('/').unwrap_or(path)) else { continue };
        let shown: String = pattern.chars().take(100).flat_map(char::escape_debug).collect();
        let reason = fault.text();
        let message = Text::new(
            format!("网址规则 `{shown}` 不能用：{}", reason.zh),
            format!("permalink `{shown}` cannot be used: {}", reason.en),
        );
        let names = names.join("`, `");
        let help = Text::new(
            format!("写成 `{usual}` 这样；可以用 `{names}`"),
            format!("write it like `{usual}`; there are `{names}`"),
        );
        problems.push(Diagnostic::new(&rules::CONFIG_PERMALINK, file, place, message).help(help));
        *pattern = usual;
    }
    problems
}

/// Leaves out selections that can give no file its name, and a hub that has no address on the web.
fn judge_feeds(file: &Arc<str>, feeds: &mut FeedConfig) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    feeds.selections.retain(|selection| {
        let id = &selection.id.value;
        if is_slug(id) {
            return true;
        }
        let message = Text::new(
            format!("订阅源的 id `{id}` 不能用"),
            format!("the id `{id}` of a selection for a feed cannot be used"),
        );
        let help = Text::new("用小写字母、数字和 `-`", "use lower-case letters, digits and `-`");
        let place = place_of(&selection.id);
        problems.push(Diagnostic::new(&rules::CONFIG_FEED_ID, file, place, message).help(help));
        false
    });
    let Some(hub) = &mut feeds.hub else { return problems };
    match Url::parse(&hub.value) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => hub.value = encode_address(url.as_str()),
        _ => {
            let message = Text::new(
                format!("feeds.hub 的 `{}` 不是网址", hub.value),
                format!("`{}` of feeds.hub is not an address", hub.value),
            );
            let help = Text::new("写成 `https://…`", "write `https://…`");
            let place = place_of(hub);
            problems.push(Diagnostic::new(&rules::CONFIG_FEED_HUB, file, place, message).help(help));
            feeds.hub = None;
        }
    }
    problems
}

/// What stands for a part of an article's path in its pattern.
const ARTICLE_NAMES: [&str; 5] = ["{topic}", "{slug}", "{year}", "{month}", "{day}"];

/// `#rgb` or `#rrggbb`: it becomes part of a style sheet.
fn is_color(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or_default();
    matches!(digits.len(), 3 | 6) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// Links of the header and the footer that would run something when they are followed.
fn unsafe_links(file: &Arc<str>, config: &SiteConfig) -> Vec<Diagnostic> {
    let header = config.navigation.iter().map(|item| &item.link);
    let footer = config.footer.iter().filter_map(|item| item.url.as_ref());
    let refused = header.chain(footer).filter(|link| !is_safe_address(&link.value));
    let diagnostics = refused.map(|link| {
        let message = Text::new(
            format!("链接 `{}` 不安全", link.value),
            format!("the link `{}` is not safe", link.value),
        );
        let help = Text::new(
            "只能是站内的路径，或 https、http、mailto、tel 开头的地址",
            "write a path of the site, or an address with https, http, mailto or tel",
        );
        Diagnostic::new(&rules::CONFIG_UNSAFE_LINK, file, place_of(link), message).help(help)
    });
    diagnostics.collect()
}

/// Whether a topic of this id, in lower case, would stand in the way of the site's own files: its
/// folders, the files at its root, the feed of all articles.
fn is_own(id: &str) -> bool {
    let file = [".html", ".xml", ".txt"].iter().any(|ending| id.ends_with(ending));
    RESERVED.contains(&id) || file || id == "all"
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    /// What is said of a text of settings: the rule, and what it points at.
    fn said(text: &str) -> Vec<(String, String)> {
        let (_, diagnostics) = parse(&Arc::from("site.yaml"), text);
        let point = |it: &Diagnostic| match it.place {
            Place::Span(span) => text[span.start..span.end].to_owned(),
            _ => String::new(),
        };
        diagnostics.iter().map(|it| (it.rule.id.to_owned(), point(it))).collect()
    }

    #[test]
    fn places_are_those_of_the_values() {
        // Each value stands in the title too, where a search for it would find it first.
        let title = "title: \"0 盐 a b c.html/ 示例 titel con\"\n";
        for (setting, id, point) in [
            ("page_size: 0", "config-page-size", "0"),
            ("每页篇数: 0", "config-page-size", "0"),
            ("tag_slugs: { 盐: 盐 }", "config-tag-slug", "盐"),
            ("base_url: 示例", "config-base-url", "示例"),
            ("required: [title, titel]", "config-required", "titel"),
            ("必填: [titel]", "config-required", "titel"),
            ("topics: [{ id: a, name: 一 }, { id: con, name: 二 }]", "config-topic-id", "con"),
            ("topics: [{ id: a, name: 一 }, { id: b, name: 一 }]", "config-topic-twice", "b"),
            ("topics: [{ id: a, name: 一, color: b }]", "config-color", "b"),
            ("feeds: { selections: [{ id: 盐, title: b }] }", "config-feed-id", "盐"),
            ("feeds: { hub: 示例 }", "config-feed-hub", "示例"),
            ("permalinks: { page: \"con/{slug}\" }", "config-permalink", "\"con/{slug}\""),
            ("navigation: [{ title: a, link: 'javascript:1' }]", "config-unsafe-link", "'javascript:1'"),
        ] {
            let found = said(&format!("{title}{setting}\n"));
            assert_eq!(found, [(id.to_owned(), point.to_owned())], "{setting}");
        }
    }

    #[test]
    fn what_stands_on_every_page_is_bounded() {
        let list = |key: &str, entry: fn(usize) -> String, count: usize| {
            let entries: String = (0..count).map(|it| format!("  - {}\n", entry(it))).collect();
            format!("title: 站\n{key}:\n{entries}")
        };
        let topic = |it| format!("{{ id: t{it}, name: 主题{it} }}");
        let link = |it| format!("{{ title: 第{it}项, link: index.html }}");
        let line = |it| format!("{{ text: 第{it}行 }}");
        for (key, entry) in [("topics", topic as fn(usize) -> String), ("navigation", link), ("footer", line)]
        {
            assert_eq!(said(&list(key, entry, MOST)), []);
            let found = said(&list(key, entry, 20_000));
            assert_eq!(found.len(), 1, "{key}");
            assert_eq!(found[0].0, "config-too-many", "{key}");
        }
    }
}
