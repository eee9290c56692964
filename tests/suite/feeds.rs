//! Feeds, read back by a reader that is not ours, and looked at byte for byte.

use std::collections::BTreeMap;

use feed_rs::model::{Entry, Feed};
use quick_xml::events::Event;
use serde_json::json;

use crate::site::{Built, TestSite, article};

const BASE: &str = "https://kepu.example.org/site";
const FORMATS: [&str; 3] = ["rss.xml", "atom.xml", "json"];

/// How far Shanghai is ahead of the reader's UTC.
const EIGHT_HOURS: std::time::Duration = std::time::Duration::from_secs(8 * 3600);

/// An article with everything that a feed could stumble over.
const RICH: &str = "---
标题: 家里<b>少盐</b> & “好吃”
主题: 营养
标签: [盐, 高血压]
发布日期: 2026-05-01
更新日期: 2026-06-10
作者: [甲医生, 乙老师]
摘要: 一天五克 & 不多。
封面: plate.svg
封面说明: 一个盘子
---

## 为什么

见[按压](../急救/cpr.md#按压位置)、[本页](#为什么)、[外面](https://example.org/百科?a=1&b=2)。[^1]

![盘子](plate.svg)

<div style=\"position:fixed\">浮着</div>

| 食物 | 盐 |
| --- | --- |
| 酱油 | 多 |

[^1]: 膳食指南。
";

fn rich() -> TestSite {
    let site = TestSite::new("");
    site.write(
        "content/articles/营养/plate.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='320' height='200'/>",
    );
    site.write("content/articles/营养/salt.md", RICH);
    site.write(
        "content/articles/急救/cpr.md",
        article("心肺复苏", "急救", "2026-05-03", "## 按压位置\n\n胸骨下半段。"),
    );
    site
}

/// Settings behind those of every test.
fn configure(site: &TestSite, more: &str) {
    let config = std::fs::read_to_string(site.root().join("site.yaml")).expect("text");
    site.write("site.yaml", format!("{config}{more}\n"));
}

fn feed(built: &Built, name: &str, format: &str) -> Feed {
    let path = format!("feeds/{name}.{format}");
    let bytes = built.text(&path).as_bytes();
    let parser = feed_rs::parser::Builder::new().base_uri(None::<String>).sanitize_content(false).build();
    parser.parse(bytes).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn title(entry: &Entry) -> &str {
    entry.title.as_ref().map_or("", |title| title.content.as_str())
}

/// The whole article in an entry.
fn content(entry: &Entry) -> &str {
    entry.content.as_ref().and_then(|content| content.body.as_deref()).expect("content")
}

/// The text of every element of this name, markup undone.
fn texts(xml: &str, name: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut texts = Vec::new();
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(start) if start.name().as_ref() == name => {
                let inside = reader.read_text(start.name()).expect("text");
                texts.push(quick_xml::escape::unescape(&inside).expect("escapes").into_owned());
            }
            Event::Eof => return texts,
            _ => {}
        }
    }
}

/// The values of an attribute wherever it stands in HTML.
fn attributes<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let start = format!(" {name}=\"");
    html.split(start.as_str()).skip(1).map(|rest| rest.split('"').next().unwrap_or_default()).collect()
}

#[test]
fn a_reader_finds_everything() {
    let built = rich().build();
    for format in FORMATS {
        let feed = feed(&built, "all", format);
        assert_eq!(feed.title.as_ref().map(|it| it.content.as_str()), Some("测试站"), "{format}");
        assert_eq!(feed.entries.len(), 2, "{format}");
        let (first, second) = (&feed.entries[0], &feed.entries[1]);
        assert_eq!(title(first), "心肺复苏", "{format}");
        assert_eq!(title(second), "家里<b>少盐</b> & “好吃”", "{format}");
        let address = format!("{BASE}/nutrition/salt.html");
        assert_eq!(second.id, address, "{format}");
        assert!(second.links.iter().any(|link| link.href == address), "{format}: {:?}", second.links);
        assert_eq!(second.published.expect("a date").to_rfc3339(), "2026-04-30T16:00:00+00:00", "{format}");
        assert_eq!(
            second.summary.as_ref().map(|it| it.content.as_str()),
            Some("一天五克 & 不多。"),
            "{format}"
        );
        let categories: Vec<&str> = second.categories.iter().map(|it| it.term.as_str()).collect();
        assert_eq!(categories, ["营养", "盐", "高血压"], "{format}");
        let content = content(second);
        for part in ["<h2", "酱油", "膳食指南", "<table"] {
            assert!(content.contains(part), "{format}: `{part}` is not in {content}");
        }
        let authors: Vec<&str> = second.authors.iter().filter_map(|it| it.name.as_deref()).collect();
        assert_eq!(authors, ["甲医生", "乙老师"], "{format}");
    }
    for format in ["atom.xml", "json"] {
        let updated = feed(&built, "all", format).entries[1].updated.expect("a date");
        let shanghai = updated + EIGHT_HOURS;
        assert!(shanghai.to_rfc3339().starts_with("2026-06-10T"), "{format}: {shanghai}");
    }
}

#[test]
fn every_address_in_a_feed_is_absolute() {
    let built = rich().build();
    for format in FORMATS {
        let feed = feed(&built, "all", format);
        for entry in &feed.entries {
            let content = content(entry);
            for name in ["href", "src"] {
                for address in attributes(content, name) {
                    assert!(address.starts_with("https://"), "{format}: {address}");
                    assert!(address.is_ascii() && !address.contains(' '), "{format}: {address}");
                }
            }
            for word in ["<script", "<iframe", "position:fixed", "javascript:", " srcset="] {
                assert!(!content.contains(word), "{format}: {word} in {content}");
            }
        }
        let salt = content(&feed.entries[1]);
        assert!(salt.contains(&format!("{BASE}/files/plate.")), "{salt}");
        assert!(salt.contains(&format!("{BASE}/first-aid/cpr.html#")), "{salt}");
        assert!(salt.contains(&format!("\"{BASE}/nutrition/salt.html#")), "{salt}");
    }
}

#[test]
fn addresses_are_percent_encoded() {
    let site = rich();
    let config = std::fs::read_to_string(site.root().join("site.yaml")).expect("text");
    site.write("site.yaml", config.replace(BASE, "https://kepu.example.org/科普 站"));
    let built = site.build();
    let base = "https://kepu.example.org/%E7%A7%91%E6%99%AE%20%E7%AB%99/";
    for format in FORMATS {
        let feed = feed(&built, "all", format);
        for entry in &feed.entries {
            assert!(entry.id.starts_with(base), "{format}: {}", entry.id);
        }
        for link in feed.links.iter().chain(feed.entries.iter().flat_map(|it| &it.links)) {
            assert!(link.href.is_ascii(), "{format}: {}", link.href);
        }
    }
    let rss = built.text("feeds/all.rss.xml");
    for name in ["link", "guid"] {
        assert!(texts(rss, name).iter().all(|address| address.starts_with(base)), "{name}");
    }
    assert!(texts(built.text("sitemap.xml"), "loc").iter().all(|address| address.starts_with(base)));
    assert!(built.text("robots.txt").is_ascii());
}

#[test]
fn rss_to_the_letter() {
    let built = rich().build();
    let rss = built.text("feeds/all.rss.xml");
    assert!(rss.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"));
    assert_eq!(texts(rss, "pubDate"), ["Sun, 03 May 2026 00:00:00 +0800", "Fri, 01 May 2026 00:00:00 +0800"]);
    assert_eq!(texts(rss, "lastBuildDate"), ["Wed, 10 Jun 2026 00:00:00 +0800"]);
    assert_eq!(texts(rss, "dc:creator"), ["甲医生", "乙老师"]);
    assert!(!rss.contains("<author>"), "RSS wants an e-mail address there");
    let guids = texts(rss, "guid");
    assert_eq!(guids, [format!("{BASE}/first-aid/cpr.html"), format!("{BASE}/nutrition/salt.html")]);
    assert_eq!(rss.matches("<guid isPermaLink=\"true\">").count(), 2, "they are full addresses");
    assert!(rss.contains(&format!("<atom:link href=\"{BASE}/feeds/all.rss.xml\" rel=\"self\"")), "{rss}");
    assert_eq!(texts(rss, "content:encoded").len(), 2);
    assert_eq!(texts(rss, "language"), ["zh-CN"]);
}

#[test]
fn atom_to_the_letter() {
    let site = rich();
    // A day on which much was published, and a limit that holds all of it.
    configure(&site, "organisation: 示例区科协\nfeeds: { limit: 900 }");
    for number in 0..600 {
        let text = article(&format!("第{number}篇"), "急救", "2026-05-02", "正文。");
        site.write(&format!("content/articles/a{number}.md"), text);
    }
    let built = site.build();
    let atom = built.text("feeds/all.atom.xml");
    let feed = feed(&built, "all", "atom.xml");
    assert_eq!(feed.authors.iter().filter_map(|it| it.name.as_deref()).collect::<Vec<_>>(), ["示例区科协"]);
    let own = feed.links.iter().find(|it| it.rel.as_deref() == Some("self")).expect("a self link");
    assert_eq!(own.href, format!("{BASE}/feeds/all.atom.xml"));
    let ids: std::collections::HashSet<&str> = feed.entries.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids.len(), 602);
    let updated = texts(atom, "updated");
    let newest = updated.iter().skip(1).max().expect("a date");
    assert_eq!(&updated[0], newest, "the feed is as new as its newest entry");
    assert!(updated.iter().all(|date| date.ends_with("+08:00")));
    let distinct: std::collections::HashSet<&String> = updated.iter().skip(1).collect();
    assert_eq!(distinct.len(), 602, "two entries of one day are told apart");
    for entry in &feed.entries {
        assert!(entry.links.iter().any(|it| it.rel.as_deref() == Some("alternate")), "{}", entry.id);
    }
}

#[test]
fn atom_of_an_empty_site() {
    let built = TestSite::new("").build();
    for format in FORMATS {
        assert!(feed(&built, "all", format).entries.is_empty(), "{format}");
    }
    let atom = built.text("feeds/all.atom.xml");
    assert_eq!(texts(atom, "updated").len(), 1, "RFC 4287 wants one");
    assert_eq!(feed(&built, "all", "atom.xml").authors.len(), 1);
}

#[test]
fn json_feed_to_the_letter() {
    let built = rich().build();
    let document: serde_json::Value = serde_json::from_str(built.text("feeds/all.json")).expect("JSON");
    assert_eq!(document["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(document["title"], "测试站");
    assert_eq!(document["home_page_url"], format!("{BASE}/"));
    assert_eq!(document["feed_url"], format!("{BASE}/feeds/all.json"));
    let item = &document["items"][1];
    assert_eq!(item["id"], format!("{BASE}/nutrition/salt.html"));
    assert_eq!(item["authors"][0]["name"], "甲医生");
    assert_eq!(item["date_published"], "2026-05-01T00:00:00+08:00");
    assert_eq!(item["date_modified"], "2026-06-10T00:00:00+08:00");
    assert!(item["content_html"].as_str().is_some_and(|html| html.contains("酱油")));
    assert!(item["image"].as_str().is_some_and(|image| image.starts_with(BASE)));
    assert!(item.get("content_text").is_none());
    // Pages name the types by which servers and readers know them.
    let home = built.text("index.html");
    for mime in ["application/rss+xml", "application/atom+xml", "application/feed+json"] {
        assert!(home.contains(mime), "{mime}");
    }
}

#[test]
fn control_characters_are_left_out() {
    let site = TestSite::new("");
    let text = "---\n标题: \"题\\v目\\u0001\"\n主题: 营养\n发布日期: 2026-05-01\n摘要: \"摘\\f要\"\n作者: [\"甲\\u0008\"]\n---\n\n正\u{b}文\u{c}。\n";
    site.write("content/articles/a.md", text);
    let built = site.build();
    for format in FORMATS {
        let path = format!("feeds/all.{format}");
        let bad = |it: char| it.is_control() && !matches!(it, '\n' | '\r' | '\t');
        assert!(!built.text(&path).contains(bad), "{path}");
        let feed = feed(&built, "all", format);
        assert_eq!(feed.entries.len(), 1);
        assert!(content(&feed.entries[0]).contains("文"), "{path}");
    }
}

#[test]
fn a_limit_and_a_date_leave_articles_out() {
    let site = TestSite::new("");
    configure(&site, "feeds: { limit: 3 }");
    for number in 1..=5 {
        let text = article(&format!("第{number}篇"), "营养", &format!("2026-05-0{number}"), "正文。");
        site.write(&format!("content/articles/a{number}.md"), text);
    }
    let over = |day: &str| {
        format!("---\n标题: 过期\n主题: 营养\n发布日期: 2026-06-01\n有效期至: {day}\n---\n\n正文。\n")
    };
    site.write("content/articles/over.md", over("2026-11-22"));
    let titles = |built: &Built, format| {
        feed(built, "all", format).entries.iter().map(|it| title(it).to_owned()).collect::<Vec<_>>()
    };
    let built = site.build();
    for format in FORMATS {
        assert_eq!(titles(&built, format), ["第5篇", "第4篇", "第3篇"], "{format}");
    }
    assert!(built.has("nutrition/over.html"), "the page stays, with a note");
    // It holds to the end of the day that it names.
    site.write("content/articles/over.md", over("2026-11-23"));
    let built = site.build();
    assert_eq!(titles(&built, "rss.xml"), ["过期", "第5篇", "第4篇"]);
}

#[test]
fn summaries_instead_of_whole_articles() {
    let site = rich();
    configure(&site, "feeds: { full_text: false }");
    let built = site.build();
    for format in FORMATS {
        let path = format!("feeds/all.{format}");
        assert!(!built.text(&path).contains("酱油"), "{path}");
        assert!(built.text(&path).contains("一天五克"), "{path}");
        assert_eq!(feed(&built, "all", format).entries.len(), 2);
    }
}

#[test]
fn a_disclaimer_stands_before_every_article() {
    let line = "演示文章 <未经> 专家审核";
    let site = rich();
    assert!(!site.build().text("first-aid/cpr.html").contains("role=note"));
    configure(&site, &format!("disclaimer: \"{line}\""));
    let built = site.build();
    for format in FORMATS {
        for entry in feed(&built, "all", format).entries {
            let before = "<p><strong>演示文章 &lt;未经&gt; 专家审核</strong></p>";
            assert!(content(&entry).starts_with(before), "{format}: {}", content(&entry));
        }
    }
    for path in
        built.files().keys().filter(|path| path.starts_with("nutrition/") && *path != "nutrition/index.html")
    {
        let page = crate::markup::Markup::parse(built.text(path));
        let notes: Vec<&str> =
            page.all("p").filter(|it| it.get("role") == Some("note")).map(|it| it.text.trim()).collect();
        assert_eq!(notes, [line], "{path}");
    }
}

#[test]
fn a_chinese_host_is_written_in_punycode() {
    let site = rich();
    let config = std::fs::read_to_string(site.root().join("site.yaml")).expect("text");
    for (written, meant) in [
        ("https://科普.示例.org/站点/", "https://xn--tkv944b.xn--fsq092h.org/%E7%AB%99%E7%82%B9"),
        ("https://KEPU.example.org:443", "https://kepu.example.org"),
    ] {
        site.write(
            "site.yaml",
            config.replace(&format!("base_url: {BASE}"), &format!("base_url: {written}")),
        );
        let built = site.build();
        for format in FORMATS {
            for entry in feed(&built, "all", format).entries {
                let link = &entry.links[0].href;
                assert!(link.starts_with(&format!("{meant}/")), "{link} does not begin with {meant}");
            }
        }
    }
}

#[test]
fn topics_have_feeds_and_tags_if_they_ask() {
    let site = rich();
    configure(&site, "feeds: { tags: [盐] }");
    let built = site.build();
    for format in FORMATS {
        let titles = |name: &str| {
            feed(&built, name, format).entries.iter().map(|it| title(it).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(titles("first-aid"), ["心肺复苏"]);
        assert_eq!(titles("nutrition").len(), 1);
        assert_eq!(titles("tag-yan"), titles("nutrition"));
    }
    let feeds = built.files().keys().filter(|path| path.starts_with("feeds/")).count();
    assert_eq!(feeds, 18, "the site, two topics, one tag, each in four formats; their list, their page");
    assert!(built.text("tags/yan.html").contains("feeds/tag-yan.rss.xml"));
    assert!(!built.text("tags/gao-xue-ya.html").contains("feeds/tag-"));
    assert!(built.text("first-aid/index.html").contains("feeds/first-aid.rss.xml"));
}

#[test]
fn no_address_no_feeds() {
    let site = rich();
    let config = std::fs::read_to_string(site.root().join("site.yaml")).expect("text");
    site.write("site.yaml", config.replace(&format!("base_url: {BASE}\n"), ""));
    configure(&site, "feeds: { tags: [盐] }");
    let built = site.build();
    assert!(!built.files().keys().any(|path| path.starts_with("feeds/") || path.starts_with("sitemap")));
    assert!(built.has("nutrition/salt.html"));
    for (path, bytes) in built.files().iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = std::str::from_utf8(bytes).expect("text");
        for word in ["feeds/", "rel=canonical", "og:url"] {
            assert!(!html.contains(word), "{path} speaks of {word}");
        }
    }
    assert!(!built.text("robots.txt").contains("Sitemap:"));
}

#[test]
fn the_sitemap_names_every_page_once() {
    let site = rich();
    site.write("content/pages/about.md", "---\n标题: 关于\n---\n\n我们。\n");
    let built = site.build();
    let sitemap = built.text("sitemap.xml");
    let addresses = texts(sitemap, "loc");
    let distinct: std::collections::HashSet<&String> = addresses.iter().collect();
    assert_eq!(distinct.len(), addresses.len());
    for address in &addresses {
        let path = address.strip_prefix(&format!("{BASE}/")).expect("an address of this site");
        let file = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        assert!(built.has(&file), "{file}");
        assert!(built.text(&file).contains(&format!("<link href={address} rel=canonical>")), "{file}");
    }
    for path in ["", "nutrition/", "nutrition/salt.html", "about.html", "tags/yan.html"] {
        assert!(addresses.contains(&format!("{BASE}/{path}")), "{path}");
    }
    assert!(!addresses.iter().any(|address| address.contains("404") || address.contains("search")));
    let entry = sitemap.split("<url>").find(|url| url.contains("/nutrition/salt.html")).expect("an entry");
    assert_eq!(texts(&format!("<url>{entry}"), "lastmod"), ["2026-06-10"]);
    assert!(built.text("robots.txt").contains(&format!("Sitemap: {BASE}/sitemap.xml")));
}

/// Elements of this name, with their attributes.
fn elements(xml: &str, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(start) | Event::Empty(start) if start.name().as_ref() == name => {
                let attributes = start.attributes().map(|it| it.expect("an attribute"));
                let pair = |it: quick_xml::events::attributes::Attribute<'_>| {
                    let value = quick_xml::escape::unescape(&it.value).expect("escapes").into_owned();
                    (it.key.as_ref().to_owned(), value)
                };
                found.push(attributes.map(pair).collect());
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn covers_come_with_what_readers_ask_of_them() {
    let built = rich().build();
    let (path, bytes) =
        built.files().iter().find(|(path, _)| path.starts_with("files/plate.")).expect("the cover");
    let (address, length) = (format!("{BASE}/{path}"), bytes.len().to_string());
    let rss = built.text("feeds/all.rss.xml");
    let of = |name: &str| {
        let found = elements(rss, name);
        assert_eq!(found.len(), 1, "{name}");
        found.into_iter().next().expect("one")
    };
    let pairs = |element: &BTreeMap<String, String>, names: &[&str]| {
        names.iter().map(|&name| element[name].clone()).collect::<Vec<_>>()
    };
    assert_eq!(pairs(&of("enclosure"), &["url", "length", "type"]), [&address, &length, "image/svg+xml"]);
    let content = pairs(&of("media:content"), &["url", "fileSize", "type", "medium", "width", "height"]);
    assert_eq!(content, [&address, &length, "image/svg+xml", "image", "320", "200"]);
    assert_eq!(pairs(&of("media:thumbnail"), &["url", "width", "height"]), [&address, "320", "200"]);
    assert_eq!(texts(rss, "media:description"), ["一个盘子"]);
    let atom = elements(built.text("feeds/all.atom.xml"), "link");
    let enclosure = atom.iter().find(|it| it["rel"] == "enclosure").expect("an enclosure");
    let enclosure = pairs(enclosure, &["href", "length", "type", "title"]);
    assert_eq!(enclosure, [&address, &length, "image/svg+xml", "一个盘子"]);
    let json: serde_json::Value = serde_json::from_str(built.text("feeds/all.json")).expect("JSON");
    let item = &json["items"][1];
    assert_eq!((&item["image"], &item["banner_image"]), (&json!(address), &json!(address)));
    let attachment = json!([{
        "url": address, "mime_type": "image/svg+xml", "size_in_bytes": bytes.len(), "title": "一个盘子",
    }]);
    assert_eq!(item["attachments"], attachment);
    assert!(json["items"][0].get("attachments").is_none());
}

#[test]
fn a_correction_is_said_at_the_beginning() {
    let built = rich().build();
    let words = "<p>更新于 2026年6月10日，首次发布于 2026年5月1日。</p>";
    for format in FORMATS {
        let feed = feed(&built, "all", format);
        assert!(content(&feed.entries[1]).starts_with(words), "{format}");
        assert!(!content(&feed.entries[0]).contains("更新于"), "{format}");
    }
    let rss = built.text("feeds/all.rss.xml");
    assert_eq!(texts(rss, "dcterms:modified"), ["2026-06-10T00:00:00+08:00"]);
}

#[test]
fn kuaichuan_gets_what_it_asks_for() {
    let site = rich();
    // A photograph is shown in its lists; whole articles are sent whatever others get.
    configure(&site, "feeds: { full_text: false }");
    let png =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    site.write("content/articles/急救/cpr.png", base64(png));
    let text = article("心肺复苏", "急救", "2026-05-03", "## 按压位置\n\n![图](cpr.png)");
    let text = text.replacen("---\n", "---\n封面: cpr.png\n封面说明: 图\n", 1);
    site.write("content/articles/急救/cpr.md", text);
    let built = site.build();
    let document: serde_json::Value =
        serde_json::from_str(built.text("feeds/kuaichuan/all.json")).expect("JSON");
    let data = document["data"].as_array().expect("a list");
    assert_eq!(data.len(), 2);
    assert_eq!(data[0]["title"], "心肺复苏");
    assert_eq!(data[0]["publish_time"], "2026-05-03 00:00:00");
    assert_eq!(data[0]["url"], format!("{BASE}/first-aid/cpr.html"));
    let picture = data[0]["image_list"][0].as_str().expect("a picture");
    assert!(picture.starts_with(&format!("{BASE}/files/cpr.")) && picture.ends_with(".png"), "{picture}");
    assert!(data[1].get("image_list").is_none(), "drawings are not pictures of a list");
    for item in data {
        let content = item["content"].as_str().expect("HTML");
        for address in attributes(content, "src").into_iter().chain(attributes(content, "href")) {
            assert!(address.starts_with("https://"), "{address}");
        }
    }
    assert!(data[1]["content"].as_str().is_some_and(|it| it.contains("酱油")));
    assert!(!built.text("feeds/all.json").contains("酱油"));
}

fn base64(text: &str) -> Vec<u8> {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for value in text.chars().filter_map(|it| alphabet.find(it)) {
        (bits, count) = (bits << 6 | value as u32, count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

#[test]
fn a_hub_is_named_in_every_format() {
    let site = rich();
    configure(&site, "feeds: { hub: 'https://hub.example.org/推' }");
    let built = site.build();
    let hub = "https://hub.example.org/%E6%8E%A8";
    for (format, name) in [("rss.xml", "atom:link"), ("atom.xml", "link")] {
        for feed in ["all", "nutrition"] {
            let links = elements(built.text(&format!("feeds/{feed}.{format}")), name);
            let hubs: Vec<_> =
                links.iter().filter(|it| it["rel"] == "hub").map(|it| it["href"].as_str()).collect();
            assert_eq!(hubs, [hub], "{feed}.{format}");
        }
    }
    let json: serde_json::Value = serde_json::from_str(built.text("feeds/all.json")).expect("JSON");
    assert_eq!(json["hubs"], json!([{ "type": "WebSub", "url": hub }]));
    let without = rich().build();
    assert!(FORMATS.iter().all(|it| !without.text(&format!("feeds/all.{it}")).contains("hub")));
}

/// Articles that differ in topic, tags and audience.
fn choice() -> TestSite {
    let site = TestSite::new("");
    for (name, topic, tags, audience) in [
        ("a", "营养", "盐", "老年人"),
        ("b", "营养", "盐, 糖", "家长"),
        ("c", "急救", "盐", "老年人, 家长"),
        ("d", "急救", "糖", "村民"),
    ] {
        let front = format!("---\n标签: [{tags}]\n适用人群: [{audience}]\n");
        let text = article(name, topic, "2026-05-01", "正文。").replacen("---\n", &front, 1);
        site.write(&format!("content/articles/{name}.md"), text);
    }
    site
}

#[test]
fn selections_hold_together_and_any_value_will_do() {
    let site = choice();
    configure(
        &site,
        "feeds:
  limit: 3
  selections:
    - { id: all-4, title: 都要, limit: 4 }
    - { id: elders, title: 老人, description: 写给老人, audience: [老年人] }
    - { id: either, title: 两样, audience: [村民, 家长] }
    - { id: both, title: 都是, topics: [first-aid], tags: [盐, 糖], audience: [老年人, 村民] }
    - { id: named, title: 按名称, topics: [营养], tags: [糖] }",
    );
    let built = site.build();
    assert!(built.report.diagnostics.is_empty(), "{}", crate::site::explain(&built.report.diagnostics));
    for format in FORMATS {
        let titles = |name: &str| {
            feed(&built, name, format)
                .entries
                .iter()
                .map(|it| title(it).to_owned())
                .collect::<Vec<_>>()
                .concat()
        };
        let found = ["all", "all-4", "elders", "either", "both", "named"].map(titles);
        assert_eq!(found, ["abc", "abcd", "ac", "bcd", "cd", "b"], "{format}");
    }
    let elders = feed(&built, "elders", "rss.xml");
    assert_eq!(elders.title.map(|it| it.content).as_deref(), Some("老人 · 测试站"));
    assert_eq!(elders.description.map(|it| it.content).as_deref(), Some("写给老人"));
    assert_eq!(texts(built.text("feeds/elders.rss.xml"), "link")[0], format!("{BASE}/feeds/"));
}

/// What is said of settings, and what it points at.
fn said(feeds: &str) -> Vec<(String, String)> {
    let site = choice();
    configure(&site, feeds);
    let text = std::fs::read_to_string(site.root().join("site.yaml")).expect("text");
    let report = site.try_build().expect("the build runs");
    let point = |it: &kepu::diagnostic::Diagnostic| match it.place {
        kepu::diagnostic::Place::Span(span) => text[span.start..span.end].to_owned(),
        _ => String::new(),
    };
    report.diagnostics.iter().map(|it| (format!("{} {}", it.rule.severity, it.rule.id), point(it))).collect()
}

#[test]
fn a_selection_that_cannot_be_is_said_at_its_place() {
    let unmet = "warning feed-selection";
    let clash = "error feed-name-clash";
    for (selections, id, point) in [
        ("{ id: a, title: b, tags: [盐, 油] }", unmet, "油"),
        ("{ id: a, title: b, topics: [农技] }", unmet, "农技"),
        ("{ id: a, title: b, audience: [老人] }", unmet, "老人"),
        ("{ id: a1, title: b, topics: [nutrition], audience: [村民] }", unmet, "a1"),
        ("{ id: All, title: b }", clash, "All"),
        ("{ id: nutrition, title: b }", clash, "nutrition"),
        ("{ id: tag-yan, title: b }", clash, "tag-yan"),
        ("{ id: x, title: b }, { id: X, title: c }", clash, "X"),
        ("{ id: 老人, title: b }", "error config-feed-id", "老人"),
        ("{ id: ../x, title: b }", "error config-feed-id", "../x"),
    ] {
        let found = said(&format!("feeds: {{ tags: [盐], selections: [{selections}] }}"));
        assert_eq!(found, [(id.to_owned(), point.to_owned())], "{selections}");
    }
    assert_eq!(said("feeds: { hub: 'ftp://a.b/' }")[0].0, "error config-feed-hub");
}

#[test]
fn the_list_of_all_feeds() {
    let site = choice();
    configure(
        &site,
        "organisation: 甲 & 乙\nfeeds: { tags: [盐], selections: [{ id: elders, title: '写给<老人>', audience: [老年人] }] }",
    );
    let built = site.build();
    let opml = built.text("feeds/kepu.opml");
    assert_eq!(elements(opml, "opml")[0]["version"], "2.0");
    assert_eq!(texts(opml, "title"), ["测试站"]);
    assert_eq!(texts(opml, "ownerName"), ["甲 & 乙"]);
    let outlines = elements(opml, "outline");
    let of = |name: &str| outlines.iter().map(|it| it[name].clone()).collect::<Vec<_>>();
    assert_eq!(
        of("text"),
        ["测试站", "营养 · 测试站", "急救 · 测试站", "盐 · 测试站", "写给<老人> · 测试站"]
    );
    assert_eq!(of("title"), of("text"));
    let feeds = ["all", "nutrition", "first-aid", "tag-yan", "elders"];
    assert_eq!(of("xmlUrl"), feeds.map(|it| format!("{BASE}/feeds/{it}.rss.xml")));
    let pages = ["", "nutrition/", "first-aid/", "tags/yan.html", "feeds/"];
    assert_eq!(of("htmlUrl"), pages.map(|it| format!("{BASE}/{it}")));
    assert!(
        outlines.iter().all(|it| it["type"] == "rss" && it["version"] == "RSS2" && it["language"] == "zh-CN")
    );
}

#[test]
fn a_page_tells_people_of_the_feeds() {
    let site = choice();
    configure(
        &site,
        "navigation: [{ title: 订阅, link: feeds/index.html }, { title: 列表, link: feeds/kepu.opml }, { title: 快传, link: feeds/kuaichuan/all.json }]\nfeeds: { limit: 3, tags: [盐], selections: [{ id: elders, title: 写给老人, description: 健康提示, audience: [老年人] }] }",
    );
    let built = site.build();
    let page = built.text("feeds/index.html");
    for name in ["all", "nutrition", "first-aid", "tag-yan", "elders"] {
        for file in [
            format!("{name}.rss.xml"),
            format!("{name}.atom.xml"),
            format!("{name}.json"),
            format!("kuaichuan/{name}.json"),
        ] {
            assert!(page.contains(&format!("{BASE}/feeds/{file}</code>")), "{file} is not to be copied");
            assert!(page.contains(&format!("href=../feeds/{file}>")), "{file} is not to be opened");
        }
    }
    for words in ["写给老人", "健康提示", "共 4 篇，订阅里是最新的 3 篇", "共 2 篇", "kepu.opml</code>"]
    {
        assert!(page.contains(words), "{words}");
    }
    // Every page leads there.
    for (path, bytes) in
        built.files().iter().filter(|(path, _)| path.ends_with(".html") && *path != "404.html")
    {
        let root = "../".repeat(path.matches('/').count());
        let html = std::str::from_utf8(bytes).expect("text");
        assert!(html.contains(&format!("href={root}feeds/index.html>")), "{path}");
    }
}
