//! What pages there are and what stands on them.

use crate::site::{TestSite, article};

#[test]
fn an_article_reaches_every_list() {
    let site = TestSite::new("");
    site.write(
        "content/articles/急救/cpr.md",
        "---\n标题: 心肺复苏\n主题: 急救\n标签: [急救常识]\n发布日期: 2026-05-01\n作者: [示例作者甲]\n系列: 家庭急救\n---\n\n## 按压\n\n用力按。\n",
    );
    let built = site.build();
    for path in [
        "first-aid/cpr.html",
        "index.html",
        "first-aid/index.html",
        "nutrition/index.html",
        "tags/index.html",
        "tags/ji-jiu-chang-shi.html",
        "authors/shi-li-zuo-zhe-jia.html",
        "series/jia-ting-ji-jiu.html",
        "archive/index.html",
        "archive/2026.html",
        "404.html",
        "search.html",
        "robots.txt",
        "sitemap.xml",
    ] {
        assert!(built.has(path), "{path} is missing");
    }
    for path in ["index.html", "first-aid/index.html", "tags/ji-jiu-chang-shi.html", "archive/2026.html"] {
        assert!(built.text(path).contains("心肺复苏"), "{path}");
        assert!(built.text(path).contains("first-aid/cpr.html"), "{path}");
    }
    assert!(built.text("sitemap.xml").contains("https://kepu.example.org/site/first-aid/cpr.html"));
}

#[test]
fn links_between_sources_become_links_between_pages() {
    let site = TestSite::new("");
    site.write(
        "content/articles/急救/cpr.md",
        article("心肺复苏", "急救", "2026-05-01", "## 按压位置\n\n胸骨下半段。"),
    );
    site.write(
        "content/articles/营养/salt.md",
        article(
            "少盐",
            "营养",
            "2026-05-02",
            "见[按压](../急救/cpr.md#按压位置)和[百科](https://example.org/)。",
        ),
    );
    let built = site.build();
    let page = built.text("nutrition/salt.html");
    assert!(page.contains("../first-aid/cpr.html#按压位置"), "{page}");
    assert!(page.contains("https://example.org/"), "{page}");
}

#[test]
fn a_picture_is_copied_with_its_size() {
    let site = TestSite::new("");
    site.write(
        "content/articles/plate.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='320' height='200'/>",
    );
    site.write(
        "content/articles/a.md",
        article("盘子", "营养", "2026-05-01", "![一个盘子](plate.svg \"膳食餐盘\")"),
    );
    let built = site.build();
    let copied = built.files().keys().find(|path| path.starts_with("files/plate.")).expect("it is copied");
    let page = built.text("nutrition/a.html");
    assert!(page.contains(&format!("../{copied}")), "{page}");
    assert!(page.contains("width=320") && page.contains("height=200"), "{page}");
    assert!(page.contains("膳食餐盘"), "{page}");
}

#[test]
fn drafts_and_future_articles_wait() {
    let site = TestSite::new("");
    site.write("content/articles/a.md", article("今天", "营养", "2026-11-23", "正文。"));
    site.write("content/articles/b.md", article("明天", "营养", "2026-11-24", "正文。"));
    site.write(
        "content/articles/c.md",
        "---\n标题: 草稿\n主题: 营养\n发布日期: 2026-01-01\n草稿: 是\n---\n正文。\n",
    );
    let built = site.build();
    assert!(
        built.has("nutrition/a.html") && !built.has("nutrition/b.html") && !built.has("nutrition/c.html")
    );
    let site = site.with(|options| {
        options.selection.drafts = true;
        options.selection.future = true;
    });
    let built = site.build();
    assert!(built.has("nutrition/b.html") && built.has("nutrition/c.html"));
    let site = site.with(|options| options.selection.drafts = false);
    let built = site.build();
    assert!(!built.has("nutrition/c.html"), "a stale page is pruned");
}

#[test]
fn a_sixth_topic_needs_the_configuration_alone() {
    let site = TestSite::new("");
    let config = std::fs::read_to_string(site.root().join("site.yaml")).expect("text");
    let more = config.replace(
        "required:",
        "  - { id: weather, name: 气象, color: \"#336699\", description: 看天 }\nrequired:",
    );
    site.write("site.yaml", more);
    site.write("content/articles/a.md", article("看云", "气象", "2026-05-01", "正文。"));
    let built = site.build();
    assert!(built.text("weather/a.html").contains("看云"));
    assert!(built.text("index.html").contains("weather/index.html"));
    assert!(built.has("feeds/weather.rss.xml"));
}

#[test]
fn long_lists_are_cut_into_pages() {
    let site = TestSite::new("");
    for number in 0..45 {
        let text =
            article(&format!("第{number}篇"), "营养", &format!("2026-05-{:02}", number % 28 + 1), "正文。");
        site.write(&format!("content/articles/a{number}.md"), text);
    }
    let built = site.build();
    assert!(built.has("nutrition/page-2.html") && built.has("nutrition/page-3.html"));
    assert!(!built.has("nutrition/page-4.html"));
    assert!(built.text("nutrition/page-2.html").contains("nutrition/page-3.html"));
}

#[test]
fn files_in_gbk_are_read() {
    let site = TestSite::new("");
    let text = article("家庭用药安全", "营养", "2026-05-01", "请遵医嘱，不要自行加量。看清说明书再用药。");
    let (bytes, _, _) = encoding_rs::GBK.encode(&text);
    site.write("content/articles/a.md", bytes);
    assert!(site.build().text("nutrition/a.html").contains("不要自行加量"));
}

#[test]
fn an_article_carries_no_script() {
    let site = TestSite::new("");
    let body = "<script>alert(1)</script>\n\n<img src=\"x.svg\" alt=\"图\" onerror=\"alert(1)\">\n\n[点](javascript:alert(1))\n\n<b>粗</b>";
    site.write("content/articles/x.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='32' height='20'/>");
    site.write("content/articles/a.md", article("<script>标题</script>", "营养", "2026-05-01", body));
    let built = site.build();
    for path in ["nutrition/a.html", "index.html", "feeds/all.rss.xml", "feeds/all.json"] {
        let text = built.text(path);
        assert!(!text.contains("<script>alert") && !text.contains("onerror=alert"), "{path}: {text}");
        assert!(!text.contains("javascript:"), "{path}");
        // In JSON, in <title> and in attributes a tag is text.
        let body = text.split_once("<body").map_or(text, |(_, body)| body);
        assert!(path.ends_with(".json") || !body.contains("<script>标题"), "{path}: {text}");
    }
}

#[test]
fn templates_can_be_overridden_one_by_one() {
    let site = TestSite::new("");
    site.write("themes/kepu/templates/not-found.html", "<!doctype html><title>没有</title><p>自己的模板");
    let built = site.build();
    assert!(built.text("404.html").contains("自己的模板"));
    assert!(built.text("index.html").contains("测试站"));
}
