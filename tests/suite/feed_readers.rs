//! Feeds as the most used reader of other people's feeds takes them: feedparser, of PyPI. It forgives nothing
//! silently: what is not well-formed, or not what it says, sets its `bozo` flag.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use crate::demonstration::Demonstration;
use crate::site::{TestSite, article};

/// Says of each file named on its command line: bozo or not, version, number of entries, and their titles.
const READ: &str = "
import json, sys, feedparser
for path in sys.argv[1:]:
    feed = feedparser.parse(path, sanitize_html=False)
    entries = [{
        'title': it.get('title'), 'link': it.get('link'), 'content': len(it.get('content', [])),
        'published': it.get('published_parsed') is not None,
        'enclosures': [dict(file) for file in it.get('enclosures', [])],
    } for it in feed.entries]
    print(json.dumps({
        'path': path, 'bozo': repr(feed.get('bozo_exception')) if feed.bozo else None, 'version': feed.version,
        'links': [[it.get('rel'), it.get('href')] for it in feed.feed.get('links', [])], 'entries': entries,
    }))
";

/// What feedparser says of every RSS and Atom file of a site; `None`, said aloud, where there is no feedparser.
fn read(test: &str, folder: &Path) -> Option<Vec<serde_json::Value>> {
    let Some(python) = std::env::var_os("KEPU_REQUIRE_READERS").filter(|it| !it.is_empty()) else {
        // Not `eprintln!`, which the harness swallows when a test passes.
        let words = format!("left out: {test} needs feedparser: KEPU_REQUIRE_READERS=<python with it>");
        drop(writeln!(std::io::stderr(), "{words}"));
        return None;
    };
    let files: Vec<_> = walkdir::WalkDir::new(folder.join("feeds"))
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.expect("an entry").into_path())
        .filter(|path| path.extension().is_some_and(|it| it == "xml"))
        .collect();
    let output = Command::new(python).args(["-c", READ]).args(&files).output().expect("python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).expect("text");
    let said: Vec<serde_json::Value> =
        said.lines().map(|it| serde_json::from_str(it).expect("JSON")).collect();
    assert_eq!(said.len(), files.len());
    for feed in &said {
        let path = feed["path"].as_str().expect("a path");
        assert!(feed["bozo"].is_null(), "{path}: {}", feed["bozo"]);
        let version = if path.ends_with(".rss.xml") { "rss20" } else { "atom10" };
        assert_eq!(feed["version"], version, "{path}");
        for entry in feed["entries"].as_array().expect("entries") {
            assert_eq!(entry["published"], true, "{path}: {entry}");
            let link = entry["link"].as_str().expect("a link");
            assert!(link.starts_with("https://") && link.is_ascii(), "{path}: {link}");
        }
    }
    Some(said)
}

#[test]
fn feed_rs_reads_the_demonstration() {
    let site = Demonstration::shared();
    let feeds = site.files().iter().filter(|(path, _)| path.starts_with("feeds/"));
    let feeds = feeds.filter(|(path, _)| path.ends_with("xml") || path.ends_with("json"));
    let mut read = 0;
    for (path, bytes) in feeds.filter(|(path, _)| !path.starts_with("feeds/kuaichuan/")) {
        let parser = feed_rs::parser::Builder::new().base_uri(None::<String>).sanitize_content(false).build();
        let feed = parser.parse(bytes.as_slice()).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(!feed.entries.is_empty(), "{path}");
        for entry in &feed.entries {
            let content = entry.content.as_ref().and_then(|it| it.body.as_deref()).expect("a whole article");
            for start in [" href=\"", " src=\""] {
                for rest in content.split(start).skip(1) {
                    let address = rest.split('"').next().unwrap_or_default();
                    let absolute =
                        ["https://", "http://", "tel:", "mailto:"].iter().any(|it| address.starts_with(it));
                    assert!(absolute && address.is_ascii(), "{path}: {address}");
                }
            }
            for refused in ["<script", "<iframe", "position:fixed", " style=", " on"] {
                let inside = content.split('<').filter_map(|tag| tag.split('>').next());
                assert!(
                    !inside.map(|tag| format!("<{tag}")).any(|tag| tag.contains(refused)),
                    "{path}: {refused}"
                );
            }
        }
        read += 1;
    }
    assert!(read >= 27, "{read}");
}

#[test]
fn feedparser_reads_the_demonstration() {
    let site = Demonstration::shared();
    let Some(said) = read("feedparser_reads_the_demonstration", &site.published()) else { return };
    assert!(said.len() >= 16, "{}", said.len());
    let entries = said.iter().flat_map(|feed| feed["entries"].as_array().expect("entries"));
    let entries: Vec<_> = entries.collect();
    assert!(entries.iter().all(|it| it["content"] != 0));
    let pictures = entries.iter().flat_map(|it| it["enclosures"].as_array().expect("files"));
    let known =
        |it: &serde_json::Value| it["length"].as_str().is_some_and(|it| it.parse::<u64>().unwrap_or(0) > 0);
    assert!(pictures.clone().count() > 10 && pictures.clone().all(known));
}

#[test]
fn feedparser_reads_hostile_words() {
    let site = TestSite::new("");
    let config = std::fs::read_to_string(site.root().join("site.yaml")).expect("text");
    let config = config.replace("title: 测试站", r#"title: "站]]>&<站 👩‍⚕️""#);
    let more =
        "organisation: \"单位 <&> ]]>\"\nfeeds: { limit: 6, hub: 'https://hub.example.org/?a=1&b=<2>' }\n";
    site.write("site.yaml", config + more);
    let long = "长".repeat(500);
    let words = [
        "]]>",
        "a & b &amp; &nbsp; &#11;",
        "行\\v上",
        "👩‍⚕️🫀",
        &long,
        "<script>alert(1)</script>",
        "\\\" ' \\t",
        "\\u202e倒",
        "{{ x }}{% y %}",
    ];
    for (number, word) in words.iter().enumerate() {
        let body = "段]]>落 &amp; \u{b} 👩‍⚕️ `]]>` <!-- -- --> <![CDATA[ x ]]>";
        let text = article(&format!("\"{word}\""), "营养", "2026-05-01", body);
        let front = format!("---\n摘要: \"{word}\"\n作者: [\"{word}\"]\n标签: [\"{word}\"]\n");
        site.write(&format!("content/articles/a{number}.md"), text.replacen("---\n", &front, 1));
    }
    site.build();
    let Some(said) = read("feedparser_reads_hostile_words", &site.root().join("public")) else { return };
    let all = said.iter().filter(|feed| feed["path"].as_str().is_some_and(|it| it.contains("/all.")));
    let titles: Vec<String> = all
        .flat_map(|feed| feed["entries"].as_array().expect("entries"))
        .map(|entry| entry["title"].to_string())
        .collect();
    assert_eq!(titles.len(), 12);
    assert!(titles.iter().any(|it| it.contains("]]>")), "{titles:#?}");
    assert!(said.iter().any(|feed| feed["path"].as_str().is_some_and(|it| it.contains("/archive/"))));
    assert!(
        said.iter().any(|feed| feed["links"].to_string().contains("[\"hub\",\"https://hub.example.org/"))
    );
}
