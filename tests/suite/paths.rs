//! Addresses: what an editor can bring about with slugs, permalinks, topics, tags and names is either
//! refused by `check` or can be published, on every system.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::site::{TestSite, article, explain};

/// Whether every file of the site can stand on every system, beside the others.
fn fits_everywhere(paths: impl Iterator<Item = String>) -> Result<(), String> {
    let mut files = BTreeSet::new();
    for path in paths {
        if let Some(fault) = kepu::output_path::fault(&path) {
            return Err(format!("{path}: {fault:?}"));
        }
        if !files.insert(path.to_lowercase()) {
            return Err(format!("{path} is there in another case"));
        }
    }
    let folders = files.iter().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at]));
    folders.map(str::to_owned).find(|folder| files.contains(folder)).map_or(Ok(()), Err)
}

/// Builds; a site that is not refused with a message is published and fits everywhere.
fn refused_or_right(site: &TestSite) -> Result<bool, String> {
    let report = site.try_build().map_err(|error| format!("the build ends: {error:#}"))?;
    let files = crate::site::tree(&site.root().join("public"));
    if !report.published && report.diagnostics.is_empty() {
        return Err("refused without a message".into());
    }
    fits_everywhere(files.into_keys())?;
    Ok(report.published)
}

fn config(topics: &[&str], rest: &str) -> String {
    let topic = |(number, id): (usize, &&str)| format!("  - {{ id: {}, name: 题{number} }}\n", json(id));
    let topics: String = topics.iter().enumerate().map(topic).collect();
    format!(
        "title: 测试站\nbase_url: https://kepu.example.org\nrequired: [title, topic, date]\ntopics:\n{topics}{rest}"
    )
}

fn json(text: &str) -> String {
    serde_json::to_string(text).expect("a string")
}

#[test]
fn permalinks_that_are_refused() {
    for pattern in [
        "../../{slug}",
        "{slug}/../../x",
        "./{slug}",
        "a//{slug}",
        "//{slug}",
        ".kepu-staging/{slug}",
        ".kepu-files",
        ".git/{slug}",
        "a/.{slug}",
        "{slug}.",
        "{topic}./{slug}",
        "\\{slug}",
        "C:\\{slug}",
        "C:{slug}",
        "%2e%2e/{slug}",
        "{slug}?x",
        "{slug}#x",
        "\"><script>{slug}",
        "javascript:{slug}",
        "{slug}\0",
        "{slug}\n../x",
        "{slug}\r\nown.txt",
        "{slug",
        "slug}",
        "{slug}{",
        "{}",
        "{Slug}",
        "{title}/{slug}",
        "{{slug}}",
        "文章/{slug}",
        "a b/{slug}",
        "~/{slug}",
        "con/{slug}",
        "{topic}/aux.html",
        "NUL",
        "lpt1.x/{slug}",
        "\u{202e}{slug}",
        "",
        "/",
        "{slug}&x",
        "{slug}'",
    ] {
        for which in ["article", "page"] {
            let site = TestSite::new("");
            site.write("content/articles/a.md", article("题", "题0", "2026-05-01", "正文。"));
            site.write(
                "site.yaml",
                config(&["nutrition"], &format!("permalinks: {{ {which}: {} }}\n", json(pattern))),
            );
            let report = site.try_build().expect("the build runs");
            let ids: Vec<&str> = report.diagnostics.iter().map(|it| it.rule.id).collect();
            // Control characters are refused wherever they stand in `site.yaml`.
            let control = pattern.contains(|it: char| it.is_control() && !matches!(it, '\n' | '\r' | '\t'));
            let expected = if control { "control-character-in-data" } else { "config-permalink" };
            assert_eq!(ids, [expected], "{pattern:?}: {}", explain(&report.diagnostics));
            let said = format!("{:?}", report.diagnostics[0].message);
            assert!(!said.contains(char::is_control), "{said}");
            assert!(!site.root().join("public").exists());
        }
    }
    let long = "x".repeat(300);
    let site = TestSite::new("");
    site.write("site.yaml", config(&["x"], &format!("permalinks: {{ article: \"{long}/{{slug}}\" }}\n")));
    assert_eq!(site.problems(), "error config-permalink site.yaml");
}

#[test]
fn permalinks_that_are_good() {
    for (pattern, path) in [
        ("{topic}/{slug}.html", "nutrition/a.html"),
        ("/{topic}/{slug}", "nutrition/a.html"),
        ("{topic}/{slug}/", "nutrition/a/index.html"),
        ("{year}/{month}/{day}/{slug}.html", "2026/05/01/a.html"),
        ("x_y-z/{year}.{month}.{slug}", "x_y-z/2026.05.a.html"),
    ] {
        let site = TestSite::new("");
        site.write("content/articles/a.md", article("题", "题0", "2026-05-01", "正文。"));
        site.write(
            "site.yaml",
            config(&["nutrition"], &format!("permalinks: {{ article: {} }}\n", json(pattern))),
        );
        assert!(site.build().has(path), "{pattern}");
    }
}

/// What is filled in can make a bad path of a good pattern.
#[test]
fn results_of_permalinks_are_judged_too() {
    let long = "a".repeat(100);
    for (pattern, slug) in [
        ("c{slug}", "on"),
        ("{topic}/{slug}x", "nu"),
        ("{slug}{slug}/{slug}", long.as_str()),
        ("{slug}-{slug}-{slug}.html", long.as_str()),
    ] {
        let site = TestSite::new("");
        let text = article("题", "题0", "2026-05-01", "正文。").replacen(
            "---\n",
            &format!("---\n网址名: {slug}\n"),
            1,
        );
        site.write("content/articles/a.md", text);
        site.write(
            "site.yaml",
            config(&["nutrition"], &format!("permalinks: {{ article: {} }}\n", json(pattern))),
        );
        let problems = site.problems();
        let good = pattern.ends_with('x');
        assert_eq!(problems, if good { "" } else { "error bad-path content/articles/a.md" }, "{pattern}");
    }
}

#[test]
fn tags_series_and_authors_of_any_name() {
    for name in ["index", "Index", "INDEX", "con", "Nul", "aux", "com1", "LPT9", "首页 index", "a.2", "x"] {
        let site = TestSite::new("");
        let text = article("题", "营养", "2026-05-01", "正文。");
        let front = format!("---\n标签: [{name}, X, x 2]\n系列: {name}\n作者: {name}\n审核: {name} 二\n");
        site.write("content/articles/a.md", text.replacen("---\n", &front, 1));
        // An article of that name is another thing: it would be the list of its topic.
        if !name.to_lowercase().ends_with("index") {
            let text = article("又", "急救", "2026-05-01", "正文。");
            site.write(&format!("content/articles/{name}.md"), text);
        }
        assert_eq!(refused_or_right(&site), Ok(true), "{name}");
    }
}

#[test]
fn settings_that_would_be_another_file() {
    for id in [
        "index.html",
        "404.html",
        "robots.txt",
        "sitemap.xml",
        "all",
        "con",
        "Aux",
        "nul.x",
        "Tags",
        "ASSETS",
    ] {
        let site = TestSite::new("");
        site.write("site.yaml", config(&[id], ""));
        assert_eq!(site.problems(), "error config-topic-id site.yaml", "{id}");
    }
    let site = TestSite::new("");
    site.write("site.yaml", config(&["salt", "Salt"], ""));
    assert_eq!(site.problems(), "error config-topic-twice site.yaml");
    for slug in ["index", "Index", "con", "salt.2", "a.html.3"] {
        site.write("site.yaml", config(&["salt"], &format!("tag_slugs: {{ 盐: {slug} }}\n")));
        assert_eq!(site.problems(), "error config-tag-slug site.yaml", "{slug}");
    }
    site.write("site.yaml", config(&["tag-yan"], "feeds: { tags: [盐] }\n"));
    let text = article("题", "题0", "2026-05-01", "正文。").replacen("---\n", "---\n标签: [盐]\n", 1);
    site.write("content/articles/a.md", text);
    assert_eq!(site.problems(), "error feed-name-clash site.yaml");
    // A page that is a folder of another.
    site.write("site.yaml", config(&["x"], "permalinks: { article: \"{slug}.html/x\" }\n"));
    site.write("content/pages/a.md", "---\n标题: 页\n---\n\n正文。\n");
    assert_eq!(site.problems(), "error page-in-page content/articles/a.md");
}

/// Files of the theme keep their names, unless not every system could hold them.
#[test]
fn files_of_a_theme_of_any_name() {
    let site = TestSite::new("");
    for name in [
        "logo.png",
        "标志 新.png",
        "标志 新.jpg",
        "con.css",
        "a%2e.js",
        "无",
        "末尾.图",
        "字体/正文 粗.woff2",
    ] {
        site.write(&format!("themes/kepu/assets/{name}"), "x");
    }
    let built = site.build();
    assert_eq!(fits_everywhere(built.files().keys().cloned()), Ok(()));
    assert!(built.files().keys().any(|path| path.starts_with("assets/logo.") && path.ends_with(".png")));
    assert_eq!(built.files().values().filter(|bytes| *bytes == b"x").count(), 8);
}

/// Names in which the site's own names, devices, numbers of pages and case meet.
fn name() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "index",
        "Index",
        "a",
        "A",
        "a.2",
        "A.2",
        "con",
        "NUL",
        "all",
        "tag-a",
        "page-2",
        "tags",
        "search",
        "盐",
        "言",
        "404",
        "sitemap",
        "x.html",
        "robots.txt",
    ]);
    (word, prop::sample::select(vec!["", "", "", ".html", "-a", " 2", ".3"]))
        .prop_map(|(word, end)| format!("{word}{end}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn refused_by_check_or_published(
        topics in prop::collection::vec(name(), 1..3),
        articles in prop::collection::vec((name(), prop::option::of(name()), name(), name()), 1..4),
        pages in prop::collection::vec(name(), 0..2),
        slugs in prop::collection::btree_map(name(), name(), 0..2),
        pattern in prop::sample::select(vec![
            "{topic}/{slug}.html", "{slug}", "{slug}/", "{topic}.html/{slug}", "{slug}.html/{topic}", "{topic}{slug}",
        ]),
    ) {
        let site = TestSite::new("");
        let tags: Vec<String> = articles.iter().map(|it| it.2.clone()).collect();
        let rest = format!(
            "permalinks: {{ article: {} }}\ntag_slugs: {}\nfeeds: {{ tags: {} }}\n",
            json(pattern), serde_json::to_string(&slugs).unwrap(), serde_json::to_string(&tags).unwrap(),
        );
        site.write("site.yaml", config(&topics.iter().map(String::as_str).collect::<Vec<_>>(), &rest));
        for (number, (file, slug, tag, author)) in articles.iter().enumerate() {
            let slug = slug.as_ref().map_or(String::new(), |slug| format!("网址名: {}\n", json(slug)));
            let front = format!(
                "---\n{slug}标签: [{}]\n系列: {}\n作者: {}\n", json(tag), json(tag), json(author),
            );
            let text = article("题", &format!("题{}", number % topics.len()), "2026-05-01", "正文。");
            site.write(&format!("content/articles/{number}/{file}.md"), text.replacen("---\n", &front, 1));
        }
        for page in &pages {
            site.write(&format!("content/pages/{page}.md"), "---\n标题: 页\n---\n\n正文。\n");
        }
        refused_or_right(&site).map_err(TestCaseError::fail)?;
    }
}
