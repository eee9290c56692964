//! Articles that a feed no longer carries, found by those who follow its links (RFC 5005).

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::Event;

use crate::site::{Built, TestSite, article};

const BASE: &str = "https://kepu.example.org/site/";
const FORMATS: [&str; 2] = ["rss.xml", "atom.xml"];

/// A site of so many articles, each a day after the one before, whose feeds carry five.
fn site(count: usize) -> TestSite {
    let site = TestSite::new("");
    configure(&site, "feeds: { limit: 5 }");
    for number in 0..count {
        write(&site, number, "正文。");
    }
    site
}

fn configure(site: &TestSite, more: &str) {
    let config = std::fs::read_to_string(site.root().join("site.yaml")).expect("text");
    site.write("site.yaml", format!("{config}{more}\n"));
}

fn write(site: &TestSite, number: usize, body: &str) {
    let (year, month, day) = (2020 + number / 336, number / 28 % 12 + 1, number % 28 + 1);
    let date = format!("{year}-{month:02}-{day:02}");
    let text = article(&format!("第{number}篇"), "营养", &date, body);
    site.write(&format!("content/articles/a{number}.md"), text);
}

/// What a document says of itself: where its links lead, whether it is an archive, and its articles.
#[derive(Debug, Default)]
struct Document {
    links: BTreeMap<String, String>,
    archive: bool,
    articles: Vec<String>,
}

fn document(xml: &str) -> Document {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut document = Document::default();
    let mut inside = false;
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(start) if matches!(start.name().as_ref(), "item" | "entry") => inside = true,
            Event::Start(start) if inside && matches!(start.name().as_ref(), "guid" | "id") => {
                let text = reader.read_text(start.name()).expect("text");
                document.articles.push(text.to_string());
            }
            Event::Empty(empty) if !inside && matches!(empty.name().as_ref(), "atom:link" | "link") => {
                let value = |name: &str| {
                    let attribute = empty.try_get_attribute(name).expect("attributes").expect("an attribute");
                    attribute.value.to_string()
                };
                assert_eq!(document.links.insert(value("rel"), value("href")), None, "{xml}");
            }
            Event::Empty(empty) if empty.name().as_ref() == "fh:archive" => document.archive = true,
            Event::Eof => return document,
            _ => {}
        }
    }
}

fn at(built: &Built, address: &str) -> Document {
    document(built.text(address.strip_prefix(BASE).expect("an address of the site")))
}

/// Every document from the newest to the oldest, as a reader finds them.
fn walk(built: &Built, format: &str) -> Vec<(String, Document)> {
    let own = format!("{BASE}feeds/all.{format}");
    let mut next = at(built, &own).links.get("prev-archive").cloned();
    let mut found = Vec::new();
    let mut newer: Option<String> = None;
    while let Some(address) = next {
        let document = at(built, &address);
        assert!(document.archive, "{address} does not say that it is one");
        assert_eq!(document.links["self"], address);
        assert_eq!(document.links["current"], own);
        assert_eq!(document.links.get("next-archive"), newer.as_ref(), "{address}");
        next = document.links.get("prev-archive").cloned();
        newer = Some(address.clone());
        found.push((address, document));
    }
    found
}

fn archives(built: &Built) -> BTreeMap<&String, &Vec<u8>> {
    built.files().iter().filter(|(path, _)| path.starts_with("feeds/archive/")).collect()
}

#[test]
fn every_article_is_found_once() {
    let built = site(600).build();
    for format in FORMATS {
        let current = at(&built, &format!("{BASE}feeds/all.{format}"));
        assert_eq!(current.articles.len(), 5);
        assert!(!current.archive);
        let documents = walk(&built, format);
        let articles: Vec<&String> = documents.iter().flat_map(|(_, it)| &it.articles).collect();
        let numbers: Vec<String> = (0..600).rev().map(|it| format!("{BASE}nutrition/a{it}.html")).collect();
        assert_eq!(articles, numbers.iter().collect::<Vec<_>>(), "{format}");
        assert!((3..15).contains(&documents.len()), "{}", documents.len());
        assert_eq!(documents.len() * 2, archives(&built).len(), "{format}: some are found by no link");
        for (address, _) in &documents {
            let text = built.text(&address[BASE.len()..]);
            let feed = feed_rs::parser::parse(text.as_bytes()).expect("a feed");
            assert!(feed.entries.iter().all(|it| it.summary.is_some() && it.content.is_none()));
        }
    }
    // Atom's documents are parts of one feed.
    let own = format!("<id>{BASE}feeds/all.atom.xml</id>");
    let atom = archives(&built).into_iter().filter(|(path, _)| path.ends_with(".atom.xml"));
    assert!(atom.map(|(_, bytes)| String::from_utf8_lossy(bytes)).all(|text| text.contains(&own)));
    // Of the others every article is in this one.
    let topic = at(&built, &format!("{BASE}feeds/nutrition.rss.xml"));
    assert!(!topic.links.contains_key("prev-archive"));
}

/// Documents that another follows.
fn complete(built: &Built) -> BTreeMap<String, Vec<u8>> {
    let all = archives(built).into_iter();
    let complete = all.filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("next-archive"));
    complete.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
}

/// Documents of `former` that are not in `built`, or are others there, and those that were rendered.
fn others<'f>(
    former: &'f BTreeMap<String, Vec<u8>>,
    built: &'f Built,
) -> (BTreeSet<&'f String>, Vec<&'f String>) {
    let others = former.iter().filter(|(path, bytes)| built.files().get(*path) != Some(*bytes));
    let rendered = built.report.reasons.iter().map(|(path, _)| path);
    (others.map(|(path, _)| path).collect(), rendered.filter(|it| it.starts_with("feeds/archive/")).collect())
}

#[test]
fn a_complete_document_stays_as_it_is() {
    let site = site(400);
    let former = complete(&site.build());
    assert!(former.len() >= 4, "{:?}", former.keys());
    // New articles, until new documents have begun.
    for number in 400..560 {
        write(&site, number, "正文。");
    }
    let built = site.build();
    let (changed, _) = others(&former, &built);
    assert!(changed.is_empty(), "{changed:?}");
    let former = complete(&built);
    assert!(former.len() > 4, "{:?}", former.keys());
    assert!(site.clean() == *built.files());

    // An edit touches the one that holds the article, in both formats; that of a body none.
    write(&site, 10, "正文。\n\n另一段，不在摘要里。");
    let built = site.build();
    let summary = |built: &Built| built.text("feeds/archive/oldest.rss.xml").contains("另一段");
    let (changed, rendered) = others(&former, &built);
    let expected = if summary(&built) { 2 } else { 0 };
    assert_eq!((changed.len(), rendered.len()), (expected, expected), "{rendered:?}");
    let title = article("另一个题目", "营养", "2020-01-11", "正文。");
    site.write("content/articles/a10.md", &title);
    let built = site.build();
    let (changed, rendered) = others(&former, &built);
    assert_eq!((changed.len(), rendered.len()), (2, 2), "{rendered:?}");
    let former = complete(&built);

    // One that goes, and one that comes with an older date, move no others.
    site.remove("content/articles/a20.md");
    let built = site.build();
    let (changed, rendered) = others(&former, &built);
    assert_eq!((changed.len(), rendered.len()), (2, 2), "{rendered:?}");
    let former = complete(&built);
    site.write("content/articles/late.md", article("补登", "营养", "2020-01-09", "正文。"));
    let built = site.build();
    let (changed, rendered) = others(&former, &built);
    assert_eq!((changed.len(), rendered.len()), (2, 2), "{rendered:?}");
    assert!(site.clean() == *built.files());
}

#[test]
fn none_where_the_feed_carries_all_or_nobody_wants_them() {
    let none = |built: &Built| {
        let feed = built.text("feeds/all.atom.xml");
        archives(built).is_empty() && !feed.contains("archive")
    };
    assert!(none(&site(5).build()));
    assert!(!none(&site(6).build()));
    let site = TestSite::new("");
    configure(&site, "feeds: { limit: 5, archives: false }");
    (0..6).for_each(|number| write(&site, number, "正文。"));
    assert!(none(&site.build()));
}

#[test]
fn advice_that_has_run_out_leaves_its_document_and_moves_nothing() {
    let site = site(300);
    let former = complete(&site.build());
    let text = article("第3篇", "营养", "2020-01-04", "正文。");
    site.write("content/articles/a3.md", text.replacen("---\n", "---\n有效期至: 2026-01-01\n", 1));
    let built = site.build();
    let (changed, _) = others(&former, &built);
    assert_eq!(changed.len(), 2, "{changed:?}");
    assert!(!built.text("feeds/archive/oldest.rss.xml").contains("/a3.html"));
}
