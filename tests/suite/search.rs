//! What can be found, in the terminal and in the files that the browser reads.

use std::collections::{BTreeMap, BTreeSet};

use kepu::search::StaticReader;

use crate::demonstration::Demonstration;
use crate::markup::Markup;
use crate::site::{TestSite, article};

type Files = BTreeMap<String, Vec<u8>>;

/// The paths that the static index gives for a query, the best first.
fn find(files: &Files, query: &str, topic: Option<&str>) -> Vec<String> {
    let reader = StaticReader::open(|path: &str| files.get(path).cloned()).expect("an index");
    let rows = reader.search(query, topic, 1000).expect("a whole index");
    rows.into_iter().map(|[path, ..]| path).collect()
}

/// The paths and the total that `kepu search` gives.
fn find_in_terminal(site: &TestSite, arguments: &[&str]) -> (Vec<String>, u64) {
    let output = site.kepu(&[&["search", "--as-of", "2026-11-23", "--json"], arguments].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let results = answer["results"].as_array().expect("results").iter();
    let paths = results.map(|it| it["path"].as_str().expect("a path").to_owned());
    (paths.collect(), answer["total"].as_u64().expect("a total"))
}

fn is_han(character: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&character)
}

/// A site of `count` articles that have most of their words in common.
fn many(count: usize) -> TestSite {
    let words = "低盐饮食从小勺开始胸外按压要用力快速回弹洗手七步法流感疫苗秋冬接种烫伤先冲冷水二十分钟野生菌不采不买不吃";
    let characters: Vec<char> = words.chars().collect();
    let site = TestSite::new("");
    for number in 0..count {
        let phrase = |offset: usize| -> String {
            (0..12).map(|at| characters[(number * 7 + offset * 13 + at) % characters.len()]).collect()
        };
        let body: Vec<String> = (0..12).map(phrase).collect();
        let text = article(&format!("{}篇{number}", phrase(3)), "营养", "2026-05-01", &body.join("。\n\n"));
        site.write(&format!("content/articles/a{number:03}.md"), text);
    }
    site
}

#[test]
fn any_two_adjacent_characters_are_found() {
    let site = Demonstration::shared();
    let articles = site.catalog().articles.into_iter().map(|article| article.path);
    let mut pairs = Vec::new();
    for path in articles {
        let text = std::str::from_utf8(&site.files()[&path]).expect("UTF-8");
        let markup = Markup::parse(text);
        let body = markup.classed("prose");
        let shown = markup.all("h1").chain(body).flat_map(|it| it.text.lines());
        // The word over a note or a warning is the theme's, not the author's.
        let labels: Vec<&str> = markup.classed("alert-title").map(|it| it.text.trim()).collect();
        let shown = shown.filter(|line| !labels.contains(&line.trim()));
        let characters: Vec<char> = shown.flat_map(|line| line.chars().chain(['\n'])).collect();
        let found = characters.windows(2).filter(|pair| pair.iter().all(|it| is_han(*it)));
        pairs.extend(found.map(|pair| (path.clone(), String::from_iter(pair))));
    }
    assert!(pairs.len() > 8000, "only {} pairs were seen", pairs.len());
    let missed: Vec<_> = pairs
        .iter()
        .step_by(23)
        .filter(|(path, pair)| !find(site.files(), pair, None).contains(path))
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn terminal_and_browser_find_the_same() {
    let site = many(40);
    let built = site.build();
    for query in ["低盐", "按压 回弹", "冷水二十分钟", "疫苗", "篇17", "没有"] {
        let (paths, total) = find_in_terminal(&site, &["--limit", "1000", query]);
        assert_eq!(paths, find(built.files(), query, None), "{query}");
        assert_eq!(paths.len() as u64, total, "{query}");
    }
}

#[test]
fn a_topic_narrows_the_results() {
    let site = TestSite::new("");
    site.write("content/articles/a.md", article("噎住了怎么办", "急救", "2026-05-01", "弯腰拍背。"));
    site.write("content/articles/b.md", article("老人怎么吃", "营养", "2026-05-02", "小口吃，防止噎住。"));
    let built = site.build();
    assert_eq!(find(built.files(), "噎住", None), ["first-aid/a.html", "nutrition/b.html"]);
    assert_eq!(find(built.files(), "噎住", Some("nutrition")), ["nutrition/b.html"]);
    for topic in ["nutrition", "营养"] {
        assert_eq!(find_in_terminal(&site, &["--topic", topic, "噎住"]).0, ["nutrition/b.html"]);
    }
}

#[test]
fn the_terminal_shows_titles_and_paths() {
    let site = TestSite::new("");
    site.write("content/articles/a.md", article("噎住了怎么办", "急救", "2026-05-01", "弯腰拍背。"));
    let output = site.kepu(&["search", "--as-of", "2026-11-23", "拍背"]);
    let shown = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(shown.contains("噎住了怎么办") && shown.contains("first-aid/a.html"), "{shown}");
    assert!(!shown.contains('\u{1b}'), "colours in a pipe: {shown:?}");
    let output = site.kepu(&["search", "--as-of", "2026-11-23", "火星"]);
    assert!(output.status.success() && output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("0 results"));
}

#[test]
fn the_terminal_knows_what_was_edited_since_the_build() {
    let site = TestSite::new("");
    site.write("content/articles/a.md", article("甲", "急救", "2026-05-01", "弯腰拍背。"));
    site.build();
    assert_eq!(find_in_terminal(&site, &["拍背"]).1, 1);
    site.write("content/articles/a.md", article("甲", "急救", "2026-05-01", "胸外按压。"));
    site.write("content/articles/b.md", article("乙", "急救", "2026-05-01", "持续按压。"));
    assert_eq!(find_in_terminal(&site, &["拍背"]).1, 0);
    assert_eq!(find_in_terminal(&site, &["按压"]).1, 2);
    site.remove("content/articles/b.md");
    assert_eq!(find_in_terminal(&site, &["按压"]).1, 1);
}

/// Most builds are not followed by a search in the terminal, so its index waits for one.
#[test]
fn the_index_of_the_terminal_is_written_by_a_search_alone() {
    let site = many(12);
    let index = site.root().join(".kepu/search");
    let files = || crate::site::tree(&index);
    site.build();
    assert!(!index.exists());
    assert_eq!(find_in_terminal(&site, &["篇7"]).0, ["nutrition/a007.html"]);
    let first = files();
    assert!(!first.is_empty());
    find_in_terminal(&site, &["低盐"]);
    assert!(files() == first, "nothing had changed");
    site.write("content/articles/a007.md", article("新的题目", "营养", "2026-05-01", "与众不同的正文。"));
    site.build();
    assert!(files() == first, "a build writes it");
    assert_eq!(find_in_terminal(&site, &["与众不同"]).1, 1);
    assert!(files() != first);
}

/// After edits the terminal still ranks as the browser does: what is gone no longer counts.
#[test]
fn terminal_and_browser_agree_after_edits() {
    let site = many(40);
    find_in_terminal(&site, &["低盐"]);
    for number in (0..40).step_by(3) {
        site.remove(&format!("content/articles/a{number:03}.md"));
    }
    site.write(
        "content/articles/a001.md",
        article("低盐饮食", "营养", "2026-05-02", "按压要用力，冷水冲二十分钟。"),
    );
    let built = site.build();
    for query in ["低盐", "按压 回弹", "冷水二十分钟", "疫苗"] {
        assert_eq!(
            find_in_terminal(&site, &["--limit", "1000", query]).0,
            find(built.files(), query, None),
            "{query}"
        );
    }
}

#[test]
fn what_is_not_published_is_not_found() {
    let site = TestSite::new("");
    let text = |extra: &str, date: &str| {
        format!("---\n标题: 隐藏词汇\n主题: 营养\n发布日期: {date}\n{extra}---\n\n隐藏词汇在这里。\n")
    };
    site.write("content/articles/draft.md", text("草稿: 是\n", "2026-05-01"));
    site.write("content/articles/expired.md", text("有效期至: 2026-11-22\n", "2026-05-01"));
    site.write("content/articles/later.md", text("", "2026-11-24"));
    site.write("content/articles/shown.md", text("有效期至: 2026-11-23\n", "2026-05-01"));
    let built = site.build();
    assert_eq!(find(built.files(), "隐藏", None), ["nutrition/shown.html"]);
    assert_eq!(find_in_terminal(&site, &["隐藏"]).0, ["nutrition/shown.html"]);
    let (paths, _) = find_in_terminal(&site, &["--drafts", "--future", "隐藏"]);
    assert_eq!(paths.len(), 3, "{paths:?}");
}

/// Index files are asked for by names that change with their bytes, so browsers may keep them.
#[test]
fn a_name_stands_for_the_same_bytes_in_every_build() {
    let site = many(60);
    let before = index(site.build().files());
    site.write("content/articles/a030.md", article("另一个题目", "营养", "2026-05-01", "与众不同的正文。"));
    let after = index(site.build().files());
    for (path, bytes) in &before {
        assert!(path == "search/root.js" || after.get(path).is_none_or(|now| now == bytes), "{path}");
    }
    for (path, bytes) in &after {
        let name = path.trim_start_matches("search/").trim_end_matches(".js");
        assert!(bytes.starts_with(format!("kepuSearch(\"{name}\",").as_bytes()), "{path}");
    }
    assert_ne!(before["search/root.js"], after["search/root.js"]);
}

#[test]
fn one_edit_changes_few_index_files() {
    let site = many(300);
    let before = index(site.build().files());
    let path = site.root().join("content/articles/a150.md");
    let text = std::fs::read_to_string(&path).expect("text");
    std::fs::write(&path, format!("{text}\n多了一句话。\n")).expect("the file can be written");
    let after = index(site.build().files());
    let changed: BTreeSet<&String> = after
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(*bytes))
        .map(|(path, _)| path)
        .collect();
    assert!(before.len() >= 12, "an index of {} files shows nothing", before.len());
    assert!(changed.len() * 2 < after.len(), "{} of {} files changed", changed.len(), after.len());
    assert!(changed.contains(&"search/root.js".to_owned()));
}

fn index(files: &Files) -> Files {
    files
        .iter()
        .filter(|(path, _)| path.starts_with("search/"))
        .map(|(a, b)| (a.clone(), b.clone()))
        .collect()
}

#[test]
fn markup_in_a_query_is_only_a_query() {
    let site = TestSite::new("");
    site.write(
        "content/articles/a.md",
        article("题目", "营养", "2026-05-01", "写成 <b>粗体</b> 的字 `a < b`。"),
    );
    let built = site.build();
    assert_eq!(find(built.files(), "<b>粗体</b>", None), ["nutrition/a.html"]);
    for query in ["", "\"", "')//", "</script>", "\\u0000", "🀄", &"长".repeat(10_000)] {
        assert!(find(built.files(), query, None).is_empty(), "{query}");
    }
}
