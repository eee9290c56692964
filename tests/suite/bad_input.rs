//! What offices send by mistake: each gets a clear message or a sensible result, never a panic, and
//! never a half-written site.

use crate::site::{TestSite, article, command, kepu, said, tree};

const DAY: [&str; 2] = ["--as-of", "2026-11-23"];

/// The program builds the site.
fn build(site: &TestSite) -> std::process::Output {
    site.kepu(&[&["build"], &DAY[..]].concat())
}

/// Builds a site that was published before and must be refused now; gives the messages. The
/// published site stays as it was.
fn refused(site: &TestSite) -> String {
    let before = tree(&site.root().join("public"));
    let output = build(site);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("nothing was published"), "{said}");
    assert!(tree(&site.root().join("public")) == before, "the former site was touched");
    said
}

/// A site with one good article, published.
fn published() -> TestSite {
    let site = TestSite::new("");
    site.write("content/articles/good.md", article("好文章", "营养", "2026-05-01", "正文。"));
    site.build();
    site
}

#[track_caller]
fn has_all(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not said:\n{text}");
    }
}

#[test]
fn broken_front_matter() {
    for broken in [
        "标题: [没有合上\n主题: 营养\n发布日期: 2026-05-01",
        "标题: \"没有合上\n主题: 营养\n发布日期: 2026-05-01",
        "标题：全角冒号\n主题: 营养\n发布日期: 2026-05-01",
        "标题: 好\n\t主题: 营养\n发布日期: 2026-05-01",
        "- 一\n- 二",
        "标题: &a [*a]\n主题: 营养\n发布日期: 2026-05-01",
        "标题: !!binary x\n? [a, b]\n: {c: d}",
    ] {
        let site = published();
        site.write("content/articles/bad.md", format!("---\n{broken}\n---\n\n正文。\n"));
        let said = refused(&site);
        has_all(&said, &["content/articles/bad.md:", "error["]);
        assert!(!said.contains("good.md"), "{said}");
    }
}

#[test]
fn front_matter_without_its_end() {
    let site = published();
    site.write("content/articles/bad.md", "---\n标题: 好\n主题: 营养\n发布日期: 2026-05-01\n\n正文。\n");
    has_all(&refused(&site), &["front-matter-unclosed", "bad.md:1:1"]);
}

#[test]
fn broken_site_configuration() {
    let site = published();
    for (text, parts) in [
        ("title: [测试\n", ["config-syntax", "site.yaml:"]),
        ("title: 测试\ntopicss: []\n", ["config-unknown-key", "did you mean `topics`"]),
        ("title: 测试\npage_size: 很多\n", ["config-syntax", "site.yaml:2:"]),
        ("title: 测试\ntopics: 营养\n", ["config-syntax", "site.yaml:2:"]),
        ("", ["config-syntax", "site.yaml"]),
        ("- 一\n- 二\n", ["config-syntax", "site.yaml"]),
    ] {
        site.write("site.yaml", text);
        let said = refused(&site);
        has_all(&said, &parts);
        // Topics that could not be read are no reason to find fault with every article.
        assert!(!said.contains("good.md"), "{said}");
    }
}

#[test]
fn settings_with_a_mistake_still_tell_which_topics_there_are() {
    let site = published();
    site.write("content/articles/bad.md", article("题", "营羊", "2026-05-01", "正文。"));
    for mistake in ["page_size: 0", "required: [titel]", "base_url: 示例", "tag_slugs: { 盐: 盐 }"] {
        let topics = "topics:\n  - { id: nutrition, name: 营养 }\n  - { id: first-aid, name: 急救 }\n";
        site.write("site.yaml", format!("title: 测试\n{topics}{mistake}\n"));
        has_all(&refused(&site), &["error[config-", "site.yaml:", "unknown topic `营羊`", "bad.md:3:"]);
    }
}

#[test]
fn broken_data() {
    for (file, text) in [
        ("content/data/people.yaml", "- id: a\n  name: [甲\n"),
        ("content/data/people.yaml", "- id: a\n  name: 甲\n  - 职称: 乙\n"),
        ("content/data/people.yaml", "id: a\n职称: 甲\n"),
        ("content/data/people.yaml", "- id: a\n  nmae: 甲\n"),
        ("content/data/people.yaml", "- { id: a, name: 甲 }\n- { id: a, name: 乙 }\n"),
        ("content/data/人物.csv", "编号,姓名\na,\n"),
        ("content/data/机构.csv", "编号,名称\na,甲\nａ,乙\n"),
        ("content/data/organisations.yaml", "\"没有合上\n"),
        ("content/data/活动.yaml", "- 活动编号: [一\n"),
        ("content/data/活动.yaml", "活动编号: 一\n"),
        ("content/data/活动.yaml", "一句话\n"),
        ("content/data/活动.csv", "一句话\n"),
        ("content/data/活动.csv", "活动编号,\"没有合上\n1,2\n"),
        ("content/data/活动.xlsx", "这不是工作簿\n"),
    ] {
        let site = published();
        site.write(file, text);
        has_all(&refused(&site), &[file, "error["]);
    }
}

#[test]
fn fifty_megabytes() {
    let site = published();
    let long = |path: &str, start: &[u8], megabytes: u64| {
        let path = site.write(path, start).root().join(path);
        let file = std::fs::File::options().write(true).open(path).expect("a file");
        file.set_len(megabytes << 20).expect("the file can be made longer");
    };
    long("content/articles/long.md", b"", 50);
    has_all(&refused(&site), &["file-too-large", "content/articles/long.md", "50 MB"]);
    site.remove("content/articles/long.md");
    // A film beside an article is nothing wrong.
    long("content/articles/film.mp4", b"\0\0\0\x18ftypmp42", 50);
    site.write("content/articles/good.md", article("好文章", "营养", "2026-05-01", "[短片](film.mp4)"));
    let output = build(&site);
    assert!(output.status.success(), "{}", said(&output));
    let films: Vec<u64> = std::fs::read_dir(site.root().join("public/files"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").metadata().expect("a file").len())
        .collect();
    assert_eq!(films, [50 << 20]);
}

#[cfg(unix)]
#[test]
fn a_loop_of_symbolic_links() {
    let site = published();
    std::os::unix::fs::symlink("..", site.root().join("content/articles/loop")).expect("a link");
    has_all(&refused(&site), &["unreadable-file", "content/articles/loop", "symbolic link loop"]);
    site.remove("content/articles/loop");
    std::os::unix::fs::symlink("self.md", site.root().join("content/articles/self.md")).expect("a link");
    has_all(&refused(&site), &["unreadable-file", "content/articles/self.md"]);
    site.remove("content/articles/self.md");
    std::os::unix::fs::symlink("nowhere.md", site.root().join("content/articles/dead.md")).expect("a link");
    has_all(&refused(&site), &["unreadable-file", "content/articles/dead.md"]);
}

#[test]
fn a_picture_named_as_an_article() {
    let site = published();
    for bytes in
        [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01"[..], b"\xff\xd8\xff\xe0 JFIF \x80\x81\x82", b"a\0b"]
    {
        site.write("content/articles/picture.md", bytes);
        has_all(&refused(&site), &["not-text", "content/articles/picture.md", "save it as UTF-8"]);
    }
    site.remove("content/articles/picture.md");
    site.write("site.yaml", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    has_all(&refused(&site), &["not-text", "site.yaml"]);
}

#[test]
fn a_folder_named_as_an_article() {
    let site = published();
    site.write("content/articles/folder.md/inner.md", article("里面", "营养", "2026-05-02", "正文。"));
    let output = build(&site);
    assert!(output.status.success(), "{}", said(&output));
    assert!(site.root().join("public/nutrition/inner.html").is_file());
}

#[test]
fn ten_thousand_tags() {
    let site = TestSite::new("");
    let article = |first: usize, last: usize| {
        let tags: Vec<String> = (first..last).map(|number| format!("t{number}")).collect();
        format!(
            "---\n标题: 标签\n主题: 营养\n发布日期: 2026-05-01\n标签: [{}]\n---\n\n正文。\n",
            tags.join(", ")
        )
    };
    // One article with so many has lost its way.
    site.write("content/articles/a.md", article(0, 10_000));
    assert_eq!(site.problems(), "error front-matter-too-large content/articles/a.md");
    for number in 0..100 {
        site.write(&format!("content/articles/a{number}.md"), article(number * 100, number * 100 + 100));
    }
    site.remove("content/articles/a.md");
    let built = site.build();
    assert!(built.has("tags/t0.html") && built.has("tags/t9999.html"));
    assert!(built.text("tags/index.html").contains("t9999.html"));
}

#[test]
fn a_slug_that_climbs() {
    for slug in ["../../etc", "/etc/passwd", "..", "a/b", "C:\\x", "\"\"", "a\u{0}b", ".kepu-files"] {
        let site = published();
        let text =
            format!("---\n标题: 题\n主题: 营养\n发布日期: 2026-05-01\n网址名: {slug}\n---\n\n正文。\n");
        site.write("content/articles/climb.md", text);
        let said = refused(&site);
        assert!(said.contains("climb.md"), "{said}");
    }
    let site = published();
    site.write(
        "content/articles/climb.md",
        "---\n标题: 题\n主题: 营养\n发布日期: 2026-05-01\n网址名: ../../etc\n---\n\n正文。\n",
    );
    has_all(&refused(&site), &["bad-slug", "climb.md:5:6", "`../../etc`"]);
}

#[test]
fn permalinks_that_climb() {
    let site = published();
    let config = std::fs::read_to_string(site.root().join("site.yaml")).expect("text");
    site.write("site.yaml", format!("{config}permalinks: {{ article: \"../../{{slug}}\" }}\n"));
    let output = build(&site);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", said(&output));
    assert!(!site.root().parent().expect("a folder").join("good.html").exists());
    assert!(!site.root().join("good.html").exists());
}

#[test]
fn a_title_of_five_hundred_characters() {
    let title = "少盐".repeat(250);
    let site = TestSite::new("");
    site.write("content/articles/a.md", article(&title, "营养", "2026-05-01", "正文。"));
    let name = "很长的文件名".repeat(13);
    site.write(&format!("content/articles/{name}.md"), article("长文件名", "营养", "2026-05-02", "正文。"));
    let built = site.build();
    for path in ["nutrition/a.html", "index.html", "feeds/all.rss.xml"] {
        assert!(built.text(path).contains(&title), "{path}");
    }
    let longest = built.files().keys().map(String::len).max();
    assert!(longest < Some(100), "{longest:?}");
}

#[test]
fn an_empty_site() {
    let site = TestSite::new("");
    for config in ["title: 空站\n", "title: 空站\nbase_url: https://kepu.example.org\n"] {
        site.write("site.yaml", config);
        let output = build(&site);
        assert!(output.status.success(), "{}", said(&output));
        let files = tree(&site.root().join("public"));
        for path in ["index.html", "404.html", "search.html", "archive/index.html"] {
            assert!(files.contains_key(path), "{path} is missing");
        }
        assert!(!files.keys().any(|path| path.starts_with("calendar/")), "there are no activities");
        assert!(said(&site.kepu(&["search", "盐"])).contains("0 results"));
    }
    assert!(!site.kepu(&["check"]).status.success() || said(&site.kepu(&["check"])).contains("no problems"));
}

#[test]
fn a_folder_that_is_no_site() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for arguments in [&["build"][..], &["check"], &["search", "盐"]] {
        let output = kepu(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        has_all(&said(&output), &["error: ", "no site.yaml in", &folder.path().display().to_string()]);
    }
    assert!(tree(folder.path()).is_empty());
}

#[test]
fn an_output_folder_that_cannot_be_written() {
    let site = TestSite::new("");
    site.write("content/articles/a.md", article("题", "营养", "2026-05-01", "正文。"));
    site.write("file", "不是文件夹");
    let output = site.root().join("file/public").display().to_string();
    let result = site.kepu(&["build", "--output", &output]);
    assert_eq!(result.status.code(), Some(2));
    has_all(&said(&result), &["error: cannot create folder", &output]);
    let output = site.root().join("file").display().to_string();
    let result = site.kepu(&["build", "--output", &output]);
    assert_eq!(result.status.code(), Some(2));
    has_all(&said(&result), &["error: ", &output]);
    assert_eq!(std::fs::read_to_string(site.root().join("file")).expect("text"), "不是文件夹");
}

#[cfg(unix)]
#[test]
fn a_read_only_output_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = published();
    let public = site.root().join("public");
    let before = tree(&public);
    let set =
        |mode| std::fs::set_permissions(&public, std::fs::Permissions::from_mode(mode)).expect("permissions");
    set(0o555);
    if std::fs::write(public.join("probe"), "").is_ok() {
        // Root writes everywhere; a path under a file stands in for it above.
        std::fs::remove_file(public.join("probe")).expect("the probe can be removed");
        eprintln!("left out: this user writes into read-only folders");
        return;
    }
    site.write("content/articles/b.md", article("又一篇", "营养", "2026-05-02", "正文。"));
    let result = build(&site);
    set(0o755);
    assert_eq!(result.status.code(), Some(2));
    has_all(&said(&result), &["error: cannot", "public"]);
    assert!(tree(&public) == before);
}

#[test]
fn an_output_folder_of_somebody_else() {
    let site = TestSite::new("");
    site.write("content/articles/a.md", article("题", "营养", "2026-05-01", "正文。"));
    site.write("public/index.html", "别人的首页").write("public/old/thesis.docx", "论文");
    let before = tree(&site.root().join("public"));
    let result = build(&site);
    assert_eq!(result.status.code(), Some(2));
    has_all(&said(&result), &["holds files that kepu did not write", "--output"]);
    assert!(tree(&site.root().join("public")) == before);
    // The site itself is no output folder either.
    let sources = tree(site.root());
    let root = site.root().display().to_string();
    assert_eq!(site.kepu(&["build", "--output", &root]).status.code(), Some(2));
    assert_eq!(site.kepu(&["build", "--output", &format!("{root}/content")]).status.code(), Some(2));
    assert!(tree(site.root()) == sources);
}

#[test]
fn files_put_beside_the_published_ones_stay() {
    let site = published();
    site.write("public/CNAME", "kepu.example.org").write("public/nutrition/own.txt", "自己放的");
    site.write("content/articles/b.md", article("又一篇", "营养", "2026-05-02", "正文。"));
    site.remove("content/articles/good.md");
    let built = site.build();
    assert!(built.has("CNAME") && built.has("nutrition/own.txt") && !built.has("nutrition/good.html"));
}

#[test]
fn a_list_of_published_files_that_somebody_changed() {
    let site = published();
    site.write("mine.txt", "我的");
    let list = site.root().join("public/.kepu-files");
    let text = std::fs::read_to_string(&list).expect("text");
    let outside = site.root().join("mine.txt").display().to_string();
    std::fs::write(&list, format!("{text}../mine.txt\n{outside}\n\n../content\n"))
        .expect("the file can be written");
    let output = build(&site);
    said(&output);
    assert!(site.root().join("mine.txt").is_file() && site.root().join("content/articles/good.md").is_file());
    assert!(output.status.success(), "{}", said(&output));
}

/// The program under a limit of file size: what a full disk does to it, without a disk to fill.
#[cfg(target_os = "linux")]
fn build_on_full_disk(site: &TestSite, blocks: u32) -> std::process::Output {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    std::process::Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_kepu"), "--site"])
        .arg(site.root())
        .args(["build", "--as-of", "2026-11-23"])
        .env("LC_ALL", "en_US.UTF-8")
        .output()
        .expect("sh runs")
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let site = published();
    let mut former = tree(&site.root().join("public"));
    let mut failed = 0;
    for (number, blocks) in [0, 2, 8, 16, 32, 64, 128].into_iter().enumerate() {
        let body = "换一种说法。".repeat(3000 * (number + 1));
        site.write("content/articles/good.md", article("好文章", "营养", "2026-05-01", &body));
        site.write(
            &format!("content/articles/more{number}.md"),
            article("又一篇", "急救", "2026-05-02", &body),
        );
        let output = build_on_full_disk(&site, blocks);
        let said = said(&output);
        let now = tree(&site.root().join("public"));
        if output.status.success() {
            assert!(now == site.clean(), "{blocks} blocks");
        } else {
            failed += 1;
            assert_eq!(output.status.code(), Some(2), "{blocks} blocks: {said}");
            has_all(&said, &["error: ", "cannot write `"]);
            assert!(now == former, "{blocks} blocks: the former site was touched");
        }
        former = now;
    }
    assert!(failed >= 3, "the limit was never felt");
    assert!(site.build().files() == &site.clean());
}

#[test]
fn control_characters() {
    let site = TestSite::new("");
    site.write(
        "content/articles/word.md",
        article(
            "\"词\\v语\"",
            "营养",
            "2026-05-01",
            "一行\u{b}二行\u{0c}三\u{1}四\u{1f}五\u{7f}六\u{85}七\u{fffe}八。",
        ),
    );
    let problems = site.problems();
    assert!(problems.contains("warning control-character"), "{problems}");
    let built = site.build();
    for path in ["feeds/all.rss.xml", "feeds/all.atom.xml", "feeds/all.json"] {
        let feed = feed_rs::parser::parse(built.text(path).as_bytes()).expect("a feed");
        assert_eq!(feed.entries.len(), 1, "{path}");
    }
    let legal = |text: &str| !text.contains(|it: char| it.is_control() && !matches!(it, '\n' | '\r' | '\t'));
    for path in ["feeds/all.rss.xml", "feeds/all.atom.xml", "feeds/all.json", "sitemap.xml"] {
        assert!(legal(built.text(path)), "{path}");
    }
    let page = built.text("nutrition/word.html");
    assert!(legal(page.split_once("<div class=prose>").expect("the body").1), "{page}");
}

#[test]
fn two_articles_of_one_address() {
    let site = published();
    let text = "---\n标题: 题\n主题: 营养\n发布日期: 2026-05-02\n网址名: Good\n---\n\n正文。\n";
    site.write("content/articles/other.md", text);
    has_all(&refused(&site), &["duplicate-path", "nutrition/good.html", "content/articles/other.md"]);
    site.remove("content/articles/other.md");
    site.write("content/articles/营养/good.md", article("同名", "营养", "2026-05-01", "正文。"));
    has_all(
        &refused(&site),
        &["duplicate-path", "content/articles/good.md", "content/articles/营养/good.md"],
    );
}

#[test]
fn addresses_of_the_site_itself() {
    for (file, path) in [
        ("content/pages/index.md", "`index.html`"),
        ("content/pages/Search.md", "`search.html`"),
        ("content/pages/404.md", "`404.html`"),
        ("content/articles/index.md", "`nutrition/index.html`"),
        ("content/articles/page-2.md", "`nutrition/page-2.html`"),
    ] {
        let site = published();
        site.write(file, article("首页", "营养", "2026-05-01", "正文。"));
        has_all(&refused(&site), &["reserved-path", file, path]);
    }
}

#[test]
fn two_tags_of_one_pinyin() {
    let site = TestSite::new("");
    for (name, tag) in [("a", "公式"), ("b", "公事"), ("c", "HPV"), ("d", "hpv")] {
        let text =
            format!("---\n标题: 题{name}\n主题: 营养\n发布日期: 2026-05-01\n标签: [{tag}]\n---\n\n正文。\n");
        site.write(&format!("content/articles/{name}.md"), text);
    }
    let built = site.build();
    let pages: Vec<&String> =
        built.files().keys().filter(|path| path.starts_with("tags/") && *path != "tags/index.html").collect();
    assert_eq!(pages.len(), 4, "{pages:?}");
    let lower: std::collections::BTreeSet<String> = pages.iter().map(|path| path.to_lowercase()).collect();
    assert_eq!(lower.len(), 4, "{pages:?}");
    for (page, title) in [("gong-shi", "题a"), ("gong-shi", "题b"), ("hpv", "题c"), ("hpv", "题d")] {
        let shown =
            pages.iter().filter(|path| path.contains(page) && built.text(path).contains(title)).count();
        assert_eq!(shown, 1, "{title}");
    }
}

#[test]
fn names_with_blanks_and_han() {
    let site = TestSite::new("");
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='32' height='20'/>";
    site.write("content/articles/急救 手册/图 片（1）.svg", svg);
    let body =
        "![图](<图 片（1）.svg>) ![图](%E5%9B%BE%20%E7%89%87%EF%BC%881%EF%BC%89.svg) [看](<../第 二 篇.md>)";
    site.write("content/articles/急救 手册/第 一 篇.md", article("一", "急救", "2026-05-01", body));
    site.write("content/articles/第 二 篇.md", article("二", "急救", "2026-05-01", "正文。"));
    let built = site.build();
    assert_eq!(built.report.diagnostics, []);
    let page = built.text("first-aid/di-yi-pian.html");
    assert!(page.contains("di-er-pian.html"), "{page}");
    assert_eq!(page.matches("files/tu-pian-1.").count(), 2, "{page}");
    assert!(built.files().keys().all(|path| path.is_ascii() && !path.contains(' ')));
}

#[test]
fn an_empty_article() {
    let site = published();
    for text in ["", "\n\n\n", "\u{feff}", "---\n---\n", "---\n", "---"] {
        site.write("content/articles/empty.md", text);
        has_all(&refused(&site), &["missing-field", "content/articles/empty.md"]);
    }
    site.write("content/articles/empty.md", "---\n标题: 空\n主题: 营养\n发布日期: 2026-05-01\n---\n");
    assert!(site.build().text("nutrition/empty.html").contains('空'));
}

#[test]
fn windows_line_ends_and_a_byte_order_mark() {
    let text = "---\n标题: 少盐\n主题: 营养\n标签: [盐]\n发布日期: 2026-05-01\n---\n\n## 一\n\n正文。\n\n- 甲\n- 乙\n";
    let plain = TestSite::new("");
    plain.write("content/articles/a.md", text);
    let windows = TestSite::new("");
    windows.write("content/articles/a.md", format!("\u{feff}{}", text.replace('\n', "\r\n")));
    let config = std::fs::read_to_string(windows.root().join("site.yaml")).expect("text");
    windows.write("site.yaml", format!("\u{feff}{}", config.replace('\n', "\r\n")));
    assert!(plain.build().text("nutrition/a.html") == windows.build().text("nutrition/a.html"));
}

#[test]
fn a_theme_that_is_broken() {
    let site = published();
    let before = tree(&site.root().join("public"));
    for template in ["{% if %}", "{{ nothing.at.all }}", "{% for x in page %}", "\u{0}"] {
        site.write("themes/kepu/templates/not-found.html", template);
        let output = build(&site);
        let said = said(&output);
        assert!(matches!(output.status.code(), Some(0 | 2)), "{template}: {said}");
        if !output.status.success() {
            assert!(said.contains("not-found.html") || said.contains("404.html"), "{said}");
            assert!(tree(&site.root().join("public")) == before, "{template}");
        }
    }
}

#[test]
fn caches_that_are_damaged() {
    let site = published();
    site.write("content/articles/b.md", article("又一篇", "急救", "2026-05-02", "正文。"));
    site.build();
    for path in tree(&site.root().join(".kepu")).into_keys() {
        site.write(&format!(".kepu/{path}"), "坏了");
    }
    assert!(site.build().files() == &site.clean());
    let garbage = command(site.root()).args(["search", "文章"]).output().expect("kepu runs");
    assert!(garbage.status.success(), "{}", said(&garbage));
}

/// Stands in places that nobody may see, and nowhere else.
const SECRET: &str = "绝密13900000000";

/// A site whose tables and people hide the secret in one of many places.
fn hiding(place: usize) -> TestSite {
    let site = published();
    let header = "活动编号,活动名称,品牌,区县,层级,阵地编号,日期,开始时间,主办单位,承办支队,状态";
    let good = "H1,急救,全域科普,北碚,站,Z1,2026-12-05,9:00,科协,D1,确认";
    let bad = "H2,急救,没有,北碚,站,Z1,昨天,9,科协,D1,随便";
    let yaml = "- 活动编号: Y1\n  活动名称: 急救\n  品牌: 没有\n  日期: 昨天\n";
    let csv = |header: &str, row: &str| format!("{header}\n{row}\n");
    let (file, text) = match place {
        0 => ("活动.csv", csv(&format!("{header},备注"), &format!("{good},{SECRET}"))),
        1 => ("活动.csv", csv(&format!("{header},身份证号"), &format!("{bad},{SECRET}"))),
        2 => ("活动.csv", csv(&format!("备注,{header}"), &format!("见,{SECRET},{good}"))),
        3 => ("活动.csv", csv(&format!("{header},联\u{200b}系电话"), &format!("{good},{SECRET}"))),
        4 => ("活动.csv", csv(header, &format!("{good},{SECRET}"))),
        5 => ("活动.csv", csv(&format!("{header},备注"), &format!("{good},\"{SECRET}"))),
        6 => ("活动.yaml", format!("{yaml}  身份证号: {SECRET}\n")),
        7 => ("活动.yaml", format!("{yaml}  备注: \"{SECRET}\n")),
        8 => ("活动.yaml", format!("{yaml}  备注: 见: {SECRET}\n")),
        9 => ("活动.yaml", format!("{yaml}  <<: {{备注: {SECRET}}}\n")),
        10 => ("活动.yaml", format!("- {{活动编号: Y1, 备注: {SECRET}, 品牌: 没有, 日期: 昨天}}\n")),
        11 => ("活动.yaml", format!("{yaml}  主讲人: 乙\n    备注：{SECRET}\n")),
        12 => ("活动（内部）.csv", csv(header, &good.replace("急救", SECRET))),
        13 => ("people.yaml", format!("- 编号: a\n  姓名: 甲\n  身份证号: {SECRET}\n")),
        14 => ("people.yaml", format!("- 编号: a\n  姓名: [{SECRET}]\n")),
        15 => ("people.yaml", format!("- {SECRET}\n")),
        16 => ("people.yaml", format!("- 编号: a\n  姓名: \"{SECRET}\n")),
        17 => ("people.yaml", format!("{SECRET}\n")),
        18 => ("people.yaml", format!("- 编号: a\n  姓名: 甲\n  单位: *{SECRET}\n")),
        19 => ("people.yaml", format!("- {{编号: a, 电话: {SECRET}, 职称: [x]}}\n")),
        20 => ("organisations.yaml", format!("- 编号: a\n  名称: {{联系人: {SECRET}}}\n")),
        21 => ("人物.csv", format!("编号,姓名,联系电话,备注\na,甲,{SECRET},{SECRET}\n")),
        22 => ("机构.yaml", format!("- 编号: a\n  名称: 甲\n  备注: {SECRET}\n  负责人: {SECRET}\n")),
        _ => ("活动.xlsx", String::new()),
    };
    site.write(&format!("content/data/{file}"), text);
    if place > 22 {
        site.write(&format!("content/data/{file}"), hiding_workbook(place - 23, &[header, good, bad]));
    }
    site
}

/// How many places there are.
const PLACES: usize = 28;

fn hiding_workbook(place: usize, rows: &[&str; 3]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("活动").expect("a name");
    let write = |sheet: &mut rust_xlsxwriter::Worksheet, row: u32, text: &str| {
        for (column, text) in (0..).zip(text.split(',')) {
            sheet.write_string(row, column, text).expect("a cell");
        }
    };
    for (row, text) in (1..).zip(rows) {
        write(sheet, row, text);
    }
    let secret = rows[1].replace("H1", "H9").replace("急救", SECRET);
    match place {
        0 => {
            write(sheet, 4, &secret);
            sheet.set_row_hidden(4).expect("a row");
        }
        1 => {
            sheet.write_string(1, 11, "主讲人").expect("a cell").write_string(2, 11, SECRET).expect("a cell");
            sheet.set_column_hidden(11).expect("a column");
        }
        2 => {
            sheet
                .merge_range(0, 11, 0, 13, "内部信息（不公开）", &rust_xlsxwriter::Format::new())
                .expect("cells");
            sheet.write_string(1, 12, "主讲人").expect("a cell").write_string(2, 12, SECRET).expect("a cell");
        }
        _ => {
            let other = book.add_worksheet();
            other.set_name(if place == 3 { "支队内部" } else { "活动二" }).expect("a name");
            write(other, 0, rows[0]);
            write(other, 1, &secret);
            other.set_very_hidden(place == 4);
        }
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn tables_keep_secrets() {
    for place in 0..PLACES {
        let site = hiding(place);
        let secret = SECRET.as_bytes();
        let mut seen: Vec<(String, Vec<u8>)> = Vec::new();
        for (language, arguments) in [
            ("en_US.UTF-8", &["build", "--verbose"][..]),
            ("zh_CN.UTF-8", &["build"]),
            ("en_US.UTF-8", &["check", "--format", "json"]),
            ("zh_CN.UTF-8", &["check", "--strict"]),
        ] {
            let output = command(site.root()).args(arguments).args(DAY).env("LC_ALL", language).output();
            let output = output.expect("kepu runs");
            said(&output);
            seen.push((format!("{arguments:?} stderr"), output.stderr));
            seen.push((format!("{arguments:?} stdout"), output.stdout));
        }
        for folder in ["public", ".kepu"] {
            seen.extend(tree(&site.root().join(folder)));
        }
        for (from, bytes) in seen {
            let found = [secret, "13900000000".as_bytes()]
                .iter()
                .any(|secret| bytes.windows(secret.len()).any(|window| window == *secret));
            assert!(!found, "place {place}: {from}: {}", String::from_utf8_lossy(&bytes));
        }
    }
}
/// What a text is made of that nests deeper than any stack is, and the place that is named.
fn bottomless() -> Vec<(String, &'static str)> {
    vec![
        ("> ".repeat(1_300) + "甲", "bad.md:7:1"),
        ("- ".repeat(650) + "甲", "bad.md:7:1"),
        ("甲\n\n".to_owned() + &"<b>".repeat(1_300), "bad.md:9:"),
        ("<div>".repeat(1_500), "bad.md:7:1"),
        ("<div>\n".repeat(1_500), "bad.md:107:1"),
        ("> - 1. ".repeat(300) + "甲", "bad.md:7:1"),
        ("[^1]: ".repeat(500) + "甲", "bad.md:7:1"),
        ("甲\n: ".to_owned() + &": ".repeat(500) + "乙", "bad.md:8:1"),
        ("<table><tr><td>".repeat(400), "bad.md:7:1"),
        ("<ul><li>".repeat(400), "bad.md:7:1"),
        ("*a **b ".repeat(300) + &" b** a*".repeat(300), "bad.md:7:"),
    ]
}

#[test]
fn bottomless_nesting() {
    let site = published();
    for (body, place) in bottomless() {
        site.write("content/articles/bad.md", article("深", "营养", "2026-05-01", &body));
        let shown: String = body.chars().take(30).collect();
        for command in [&["build"][..], &["check"]] {
            let output = site.kepu(&[command, &DAY].concat());
            let said = said(&output);
            assert_eq!(output.status.code(), Some(1), "{shown}: {said}");
            has_all(&said, &["error[nested-too-deeply]", place, "nested more than 100 deep"]);
        }
    }
}

#[test]
fn nesting_within_the_bound_is_published() {
    let site = published();
    for (body, count) in
        [("> ".repeat(40), 40), ("<div>".repeat(95), 95), ("<div>\n\n".repeat(95) + "乙", 95)]
    {
        site.write("content/articles/deep.md", article("深", "营养", "2026-05-01", &(body + "甲")));
        let page = site.build().text("nutrition/deep.html").to_owned();
        assert!(page.matches("<blockquote>").count() + page.matches("<div>").count() >= count, "{page}");
    }
}

#[test]
fn control_characters_by_escapes() {
    let site = published();
    let files = [
        ("site.yaml", "title: \"测C试\"\ntopics:\n  - { id: nutrition, name: 营养 }\n"),
        (
            "site.yaml",
            "title: 测试\nfooter:\n  - { text: \"甲C乙\" }\ntopics:\n  - { id: nutrition, name: 营养 }\n",
        ),
        ("content/data/people.yaml", "- id: a\n  name: \"甲C乙\"\n"),
        ("content/data/organisations.yaml", "- id: a\n  name: \"甲C乙\"\n"),
        (
            "content/articles/bad.md",
            "---\n标题: \"甲C乙\"\n主题: 营养\n发布日期: 2026-05-01\n---\n\n正文。\n",
        ),
        (
            "content/articles/bad.md",
            "---\n标题: 甲\n主题: 营养\n发布日期: 2026-05-01\n作者: [{姓名: \"甲C乙\"}]\n---\n",
        ),
        ("content/articles/bad.md", "---\n标题: 甲\n主题: 营养\n发布日期: 2026-05-01\n\"键C\": 乙\n---\n"),
    ];
    let escapes =
        ["\\0", "\\e", "\\a", "\\x1b", "\\x9b", "\\u0007", "\\U0000007f", "\\b", "\\x85", "\\uFFFE"];
    for (index, (file, text)) in files.into_iter().enumerate() {
        let former = std::fs::read(site.root().join(file)).ok();
        for escape in [escapes[index], escapes[index + 3]] {
            site.write(file, text.replace('C', escape));
            let output = site.kepu(&[&["build", "--strict"], &DAY[..]].concat());
            let said = said(&output);
            assert_eq!(output.status.code(), Some(1), "{file} {escape}: {said}");
            let rule =
                if file == "site.yaml" { "[control-character-in-data]" } else { "[control-character]" };
            has_all(&said, &[rule, file]);
            assert!(!said.contains(|c: char| c.is_control() && c != '\n'), "{said:?}");
        }
        match former {
            Some(former) => site.write(file, former),
            None => site.remove(file),
        };
    }
}

#[test]
fn control_characters_in_values_reach_no_page() {
    let site = published();
    site.write(
        "content/articles/a.md",
        "---\n标题: \"甲\\e[31m乙\\0\"\n主题: 营养\n标签: [\"丙\\x07丁\"]\n摘要: \"戊\\x9b己\"\n发布日期: 2026-05-01\n作者: [\"庚\\b辛\"]\n---\n\n正文。\n",
    );
    site.write(
        "content/data/阵地.yaml",
        "- { 阵地编号: Z1, 阵地名称: \"示例\\0站\", 层级: 站, 区县: 北碚 }\n",
    );
    site.write("content/data/区县.yaml", "- { 行政区划代码: \"500109\", 区县: 北碚 }\n");
    site.write("content/data/支队.csv", "支队编号,支队名称,类别\nD1,急救\u{1b}[31m支队,医疗\n");
    site.write(
        "content/data/活动.yaml",
        "- 活动编号: W1\n  活动名称: \"壬\\e[31m癸\"\n  品牌: 全域科普\n  区县: 北碚\n  层级: 站\n  阵地编号: Z1\n  \
         日期: 2026-12-18\n  开始时间: 9:00\n  主办单位: \"示例\\x9b区科协\"\n  承办支队: D1\n  状态: 确认\n",
    );
    let output = build(&site);
    assert!(output.status.success(), "{}", said(&output));
    let mut seen = 0;
    for (path, bytes) in tree(&site.root().join("public")) {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        if path.starts_with("search/") {
            continue;
        }
        seen += usize::from(text.contains("甲[31m乙")) + usize::from(text.contains("壬[31m癸"));
        let bad = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
        assert!(
            !text.contains(bad),
            "{path}: {:?}",
            text.find(bad).map(|at| &text[at.saturating_sub(20)..at])
        );
    }
    assert!(seen > 2, "the titles are on some pages");
}
