//! `kepu check` as a person reads it and as a program does: what is wrong, where, and what to do.

use rust_xlsxwriter::Workbook;

use crate::site::{TestSite, article, command, said};

/// What `check` says in the language of `locale`.
fn check(site: &TestSite, locale: &str) -> String {
    let mut command = command(site.root());
    let output = command.args(["check", "--as-of", "2026-11-23"]).env("LC_ALL", locale).output();
    let output = output.expect("kepu runs");
    assert!(output.stdout.is_empty());
    said(&output)
}

fn english(site: &TestSite) -> String {
    check(site, "en_US.UTF-8")
}

fn chinese(site: &TestSite) -> String {
    check(site, "zh_CN.UTF-8")
}

/// The diagnostics of `check --format json`.
fn json(site: &TestSite) -> Vec<serde_json::Value> {
    let output = site.kepu(&["check", "--format", "json", "--as-of", "2026-11-23"]);
    assert_eq!(said(&output), "", "a program that reads the JSON has no use for words beside it");
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let diagnostics = document["diagnostics"].as_array().expect("a list").clone();
    let count = |severity: &str| diagnostics.iter().filter(|it| it["severity"] == severity).count();
    assert_eq!(document["errors"], count("error"));
    assert_eq!(document["warnings"], count("warning"));
    diagnostics
}

/// Places as `file:line:column id`.
fn places(site: &TestSite) -> Vec<String> {
    let place = |it: &serde_json::Value| {
        format!(
            "{}:{}:{} {}",
            it["file"].as_str().unwrap_or("-"),
            it["line"],
            it["column"],
            it["id"].as_str().unwrap_or("-")
        )
    };
    json(site).iter().map(place).collect()
}

#[test]
fn unknown_topic() {
    let site = TestSite::new("");
    site.write("content/articles/a.md", article("少盐", "营羊", "2026-05-01", "正文。"));
    insta::assert_snapshot!(english(&site), @r#"
    error[unknown-topic]: unknown topic `营羊`
     --> content/articles/a.md:3:5
      |
    3 | 主题: 营羊
      |       ^^^^
      = help: did you mean `营养`?

    1 error
    "#);
    insta::assert_snapshot!(chinese(&site), @r#"
    错误[unknown-topic]：没有 `营羊` 这个主题
     --> content/articles/a.md:3:5
      |
    3 | 主题: 营羊
      |       ^^^^
      = 提示：是不是 `营养`？

    1 个错误
    "#);
    site.write("content/articles/a.md", article("少盐", "天文学与航天", "2026-05-01", "正文。"));
    insta::assert_snapshot!(english(&site), @r#"
    error[unknown-topic]: unknown topic `天文学与航天`
     --> content/articles/a.md:3:5
      |
    3 | 主题: 天文学与航天
      |       ^^^^^^^^^^^^
      = help: topics are `营养`, `急救`; add new ones under topics in site.yaml

    1 error
    "#);
}

#[test]
fn missing_field() {
    let site = TestSite::new("");
    site.write("content/articles/a.md", "---\n标题: 少盐\n主题:\n---\n\n正文。\n");
    insta::assert_snapshot!(english(&site), @r#"
    error[missing-field]: `date` is missing
     --> content/articles/a.md:1:1
      |
    1 | ---
      | ^^^
      = help: add `date: …` between the `---` lines at the top

    error[missing-field]: `topic` is missing
     --> content/articles/a.md:3:1
      |
    3 | 主题:
      | ^^^^
      = help: add `topic: …` between the `---` lines at the top

    2 errors
    "#);
    insta::assert_snapshot!(chinese(&site), @r#"
    错误[missing-field]：缺少 `发布日期`
     --> content/articles/a.md:1:1
      |
    1 | ---
      | ^^^
      = 提示：在文件开头的两行 `---` 之间加上 `发布日期: …`

    错误[missing-field]：缺少 `主题`
     --> content/articles/a.md:3:1
      |
    3 | 主题:
      | ^^^^
      = 提示：在文件开头的两行 `---` 之间加上 `主题: …`

    2 个错误
    "#);
}

#[test]
fn bad_date() {
    let site = TestSite::new("");
    site.write(
        "content/articles/a.md",
        "---\n标题: 少盐\n主题: 营养\n发布日期: 2026年2月30日\n更新日期:   明天\n---\n\n正文。\n",
    );
    insta::assert_snapshot!(english(&site), @r#"
    error[bad-date]: `2026年2月30日` is not a date
     --> content/articles/a.md:4:7
      |
    4 | 发布日期: 2026年2月30日
      |           ^^^^^^^^^^^^^
      = help: write a day that exists, such as `2026-03-05`

    error[bad-date]: `明天` is not a date
     --> content/articles/a.md:5:9
      |
    5 | 更新日期:   明天
      |             ^^^^
      = help: write a day that exists, such as `2026-03-05`

    2 errors
    "#);
    insta::assert_snapshot!(chinese(&site), @r#"
    错误[bad-date]：`2026年2月30日` 不是日期
     --> content/articles/a.md:4:7
      |
    4 | 发布日期: 2026年2月30日
      |           ^^^^^^^^^^^^^
      = 提示：写成 `2026-03-05` 或 `2026年3月5日`，并确有这一天

    错误[bad-date]：`明天` 不是日期
     --> content/articles/a.md:5:9
      |
    5 | 更新日期:   明天
      |             ^^^^
      = 提示：写成 `2026-03-05` 或 `2026年3月5日`，并确有这一天

    2 个错误
    "#);
    let found = json(&site);
    let date = &found[0];
    assert_eq!((&date["line"], &date["column"]), (&4.into(), &7.into()));
    assert_eq!((&date["end_line"], &date["end_column"]), (&4.into(), &17.into()));
    assert_eq!((&found[1]["line"], &found[1]["column"]), (&5.into(), &9.into()));
}

#[test]
fn unknown_key() {
    let site = TestSite::new("");
    site.write(
        "content/articles/a.md",
        "---\n标题: 少盐\n主题: 营养\n发布日期: 2026-05-01\n作着: 甲\nreviewer: 乙\n---\n\n正文。\n",
    );
    insta::assert_snapshot!(english(&site), @r#"
    error[unknown-key]: unknown key `作着`
     --> content/articles/a.md:5:1
      |
    5 | 作着
      | ^^^^
      = help: did you mean `作者`?

    error[unknown-key]: unknown key `reviewer`
     --> content/articles/a.md:6:1
      |
    6 | reviewer
      | ^^^^^^^^
      = help: did you mean `reviewers`?

    2 errors
    "#);
    insta::assert_snapshot!(chinese(&site), @r#"
    错误[unknown-key]：没有 `作着` 这一项
     --> content/articles/a.md:5:1
      |
    5 | 作着
      | ^^^^
      = 提示：是不是 `作者`？

    错误[unknown-key]：没有 `reviewer` 这一项
     --> content/articles/a.md:6:1
      |
    6 | reviewer
      | ^^^^^^^^
      = 提示：是不是 `reviewers`？

    2 个错误
    "#);
}

#[test]
fn unknown_key_of_the_site() {
    let site = TestSite::new("");
    site.write("site.yaml", "title: 测试站\nbase_ulr: https://kepu.example.org\n");
    insta::assert_snapshot!(english(&site), @r#"
    error[config-unknown-key]: unknown key `base_ulr`
     --> site.yaml:2:1
      |
    2 | base_ulr: https://kepu.example.org
      | ^^^^^^^^
      = help: did you mean `base_url`?

    1 error
    "#);
    site.write("site.yaml", "title: 测试站\n主办单未: 科协\n");
    insta::assert_snapshot!(chinese(&site), @r#"
    错误[config-unknown-key]：没有 `主办单未` 这一项
     --> site.yaml:2:1
      |
    2 | 主办单未: 科协
      | ^^^^^^^^
      = 提示：是不是 `主办单位`？

    1 个错误
    "#);
}

#[test]
fn duplicate_path() {
    let site = TestSite::new("");
    site.write("content/articles/salt.md", article("少盐", "营养", "2026-05-02", "正文。"));
    let text = "---\n标题: 又是盐\n主题: 营养\n发布日期: 2026-05-01\n网址名: salt\n---\n\n正文。\n";
    site.write("content/articles/other.md", text);
    insta::assert_snapshot!(english(&site), @r#"
    error[duplicate-path]: page `nutrition/salt.html` is already made from `content/articles/salt.md`
     --> content/articles/other.md:5:6
      |
    5 | 网址名: salt
      |         ^^^^
      = help: give one of them another `slug`, or rename its file

    1 error
    "#);
    insta::assert_snapshot!(chinese(&site), @r#"
    错误[duplicate-path]：页面 `nutrition/salt.html` 已被 `content/articles/salt.md` 占用
     --> content/articles/other.md:5:6
      |
    5 | 网址名: salt
      |         ^^^^
      = 提示：给其中一篇另写一个 `网址名`，或改文件名

    1 个错误
    "#);
}

#[test]
fn dead_links() {
    let site = TestSite::new("");
    site.write(
        "content/articles/急救/cpr.md",
        article("心肺复苏", "急救", "2026-05-01", "## 按压位置\n\n胸骨。\n\n## 按压深度\n\n五厘米。"),
    );
    let body = "先看[心肺复苏](../急救/crp.md)，再看[位置](../急救/cpr.md#按压部位)；\n回到[开头](#开头)，或者看[别处](../../../../etc/passwd)。";
    site.write("content/articles/营养/salt.md", article("少盐", "营养", "2026-05-01", body));
    insta::assert_snapshot!(english(&site), @r#"
    error[broken-link]: link `../急救/crp.md` leads to no file
     --> content/articles/营养/salt.md:7:3
      |
    7 | 先看[心肺复苏](../急救/crp.md)，再看[位置](../急救/cpr.md#按压部位)；
      |     ^^^^^^^^^^^^^^^^^^^^^^^^^^
      = help: did you mean `content/articles/急救/cpr.md`?

    error[broken-anchor]: the page has no anchor `#按压部位`
     --> content/articles/营养/salt.md:7:26
      |
    7 | 先看[心肺复苏](../急救/crp.md)，再看[位置](../急救/cpr.md#按压部位)；
      |                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      = help: did you mean `#按压位置`?

    error[broken-anchor]: the page has no anchor `#开头`
     --> content/articles/营养/salt.md:8:3
      |
    8 | 回到[开头](#开头)，或者看[别处](../../../../etc/passwd)。
      |     ^^^^^^^^^^^^^
      = help: it has no headings

    error[broken-link]: link `../../../../etc/passwd` leads to no file
     --> content/articles/营养/salt.md:8:16
      |
    8 | 回到[开头](#开头)，或者看[别处](../../../../etc/passwd)。
      |                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      = help: write the relative path of the source file, such as `../急救/cpr.md`

    4 errors
    "#);
    insta::assert_snapshot!(chinese(&site), @r#"
    错误[broken-link]：链接 `../急救/crp.md` 没有指到任何文件
     --> content/articles/营养/salt.md:7:3
      |
    7 | 先看[心肺复苏](../急救/crp.md)，再看[位置](../急救/cpr.md#按压部位)；
      |     ^^^^^^^^^^^^^^^^^^^^^^^^^^
      = 提示：是不是 `content/articles/急救/cpr.md`？

    错误[broken-anchor]：目标页面没有 `#按压部位` 这一节
     --> content/articles/营养/salt.md:7:26
      |
    7 | 先看[心肺复苏](../急救/crp.md)，再看[位置](../急救/cpr.md#按压部位)；
      |                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      = 提示：是不是 `#按压位置`？

    错误[broken-anchor]：目标页面没有 `#开头` 这一节
     --> content/articles/营养/salt.md:8:3
      |
    8 | 回到[开头](#开头)，或者看[别处](../../../../etc/passwd)。
      |     ^^^^^^^^^^^^^
      = 提示：那里没有小标题

    错误[broken-link]：链接 `../../../../etc/passwd` 没有指到任何文件
     --> content/articles/营养/salt.md:8:16
      |
    8 | 回到[开头](#开头)，或者看[别处](../../../../etc/passwd)。
      |                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      = 提示：站内链接写源文件的相对路径，例如 `../急救/cpr.md`

    4 个错误
    "#);
}

#[test]
fn dead_navigation() {
    let site = TestSite::new("");
    let config = std::fs::read_to_string(site.root().join("site.yaml")).expect("text");
    let link = |title: &str, link: &str| format!("  - {{ title: {title}, link: \"{link}\" }}\n");
    let alive = [
        "nutrition/index.html",
        "about.html#联系",
        "archive/2026.html",
        "search.html?q=盐",
        "nutrition/a.html",
        "tags/yan.html",
        "authors/jia.html",
        "series/jia-ting.html",
        "feeds/all.rss.xml",
        "feeds/nutrition.json",
        "https://example.org/x",
        "//example.org/x",
    ];
    let alive: String = alive.iter().map(|it| link("好", it)).collect();
    site.write("content/pages/about.md", "---\n标题: 关于\n---\n\n## 联系\n\n正文。\n");
    site.write(
        "content/articles/a.md",
        "---\n标题: 少盐\n主题: 营养\n标签: [盐]\n发布日期: 2026-05-01\n作者: [甲]\n系列: 家庭\n---\n\n正文。\n",
    );
    site.write("site.yaml", format!("{config}navigation:\n{alive}"));
    assert_eq!(english(&site), "1 article, no problems\n");
    let dead =
        [link("关于", "/about"), link("日历", "calendar/index.html"), link("旧页", "old/page.html")].concat();
    site.write("site.yaml", format!("{config}navigation:\n{alive}{dead}"));
    insta::assert_snapshot!(english(&site), @r#"
    error[dead-navigation]: `关于` of navigation is `/about`, which leads to no page
      --> site.yaml:20:24
       |
    20 |   - { title: 关于, link: "/about" }
       |                          ^^^^^^^^
       = help: did you mean `about.html`?

    error[dead-navigation]: `日历` of navigation is `calendar/index.html`, which leads to no page
      --> site.yaml:21:24
       |
    21 |   - { title: 日历, link: "calendar/index.html" }
       |                          ^^^^^^^^^^^^^^^^^^^^^
       = help: there is no calendar while there are no activities; add some, or take the link out

    error[dead-navigation]: `旧页` of navigation is `old/page.html`, which leads to no page
      --> site.yaml:22:24
       |
    22 |   - { title: 旧页, link: "old/page.html" }
       |                          ^^^^^^^^^^^^^^^
       = help: write a path of the published site, such as `archive/index.html`, or an address with `https://`

    3 errors
    "#);
}

#[test]
fn reviewed_before_the_last_update() {
    let site = TestSite::new("");
    let text = |reviewed: &str| {
        let days = format!("发布日期: 2026-05-01\n更新日期: 2026-10-02\n审核日期: {reviewed}\n");
        format!("---\n标题: 少盐\n主题: 营养\n{days}审核: [甲]\n---\n\n正文。\n")
    };
    site.write("content/articles/a.md", text("2026-10-02"));
    assert_eq!(english(&site), "1 article, no problems\n");
    site.write("content/articles/a.md", text("2026-10-01"));
    insta::assert_snapshot!(english(&site), @r#"
    warning[reviewed-before-update]: it was updated on 2026-10-02 but last reviewed on 2026-10-01
     --> content/articles/a.md:6:1
      |
    6 | 审核日期: 2026-10-01
      | ^^^^^^^^
      = help: have the change reviewed, then give that day as `reviewed`

    1 warning
    "#);
    insta::assert_snapshot!(chinese(&site), @r#"
    警告[reviewed-before-update]：2026-10-02 更新过，审核却停在 2026-10-01
     --> content/articles/a.md:6:1
      |
    6 | 审核日期: 2026-10-01
      | ^^^^^^^^
      = 提示：请审核人看过改动，再把 `审核日期` 写成那一天

    1 个警告
    "#);
}

#[test]
fn a_link_to_a_draft() {
    let site = TestSite::new("");
    site.write(
        "content/articles/b.md",
        "---\n标题: 草稿\n主题: 营养\n发布日期: 2026-05-01\n草稿: 是\n---\n\n正文。\n",
    );
    site.write("content/articles/a.md", article("少盐", "营养", "2026-05-01", "看[草稿](b.md)。"));
    insta::assert_snapshot!(english(&site), @r#"
    warning[link-to-unpublished]: the link leads to `content/articles/b.md`, which is not published
     --> content/articles/a.md:7:2
      |
    7 | 看[草稿](b.md)。
      |   ^^^^^^^^^^^^
      = help: wait until it is, or take the link out

    1 warning
    "#);
}

#[test]
fn images() {
    let site = TestSite::new("");
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='32' height='20'/>";
    site.write("content/assets/plate.svg", svg);
    site.write(
        "content/articles/a.md",
        "---\n标题: 少盐\n主题: 营养\n发布日期: 2026-05-01\n封面: plate.svg\n---\n\n文字 ![盘子](plat.svg) 和 ![](plate.svg)\n",
    );
    insta::assert_snapshot!(english(&site), @r#"
    warning[cover-without-alt]: the cover has no description
     --> content/articles/a.md:5:5
      |
    5 | 封面: plate.svg
      |       ^^^^^^^^^
      = help: add `cover_alt:` that says what it shows

    error[missing-image]: there is no image `plat.svg`
     --> content/articles/a.md:8:4
      |
    8 | 文字 ![盘子](plat.svg) 和 ![](plate.svg)
      |      ^^^^^^^^^^^^^^^^^
      = help: did you mean `content/assets/plate.svg`?

    warning[image-without-alt]: image without alternative text
     --> content/articles/a.md:8:22
      |
    8 | 文字 ![盘子](plat.svg) 和 ![](plate.svg)
      |                           ^^^^^^^^^^^^^^
      = help: say in the brackets what it shows: `![where to press](…)`

    1 error, 2 warnings
    "#);
    insta::assert_snapshot!(chinese(&site), @r#"
    警告[cover-without-alt]：封面没有文字说明
     --> content/articles/a.md:5:5
      |
    5 | 封面: plate.svg
      |       ^^^^^^^^^
      = 提示：加一行 `封面说明:`，说清图上有什么

    错误[missing-image]：找不到图片 `plat.svg`
     --> content/articles/a.md:8:4
      |
    8 | 文字 ![盘子](plat.svg) 和 ![](plate.svg)
      |      ^^^^^^^^^^^^^^^^^
      = 提示：是不是 `content/assets/plate.svg`？

    警告[image-without-alt]：图片没有替代文字
     --> content/articles/a.md:8:22
      |
    8 | 文字 ![盘子](plat.svg) 和 ![](plate.svg)
      |                           ^^^^^^^^^^^^^^
      = 提示：在方括号里写出图片的内容：`![按压位置示意图](…)`

    1 个错误，2 个警告
    "#);
}

#[test]
fn two_languages_in_one_line() {
    let site = TestSite::new("");
    let body = "| 甲\t| ＡＢＣ 乙 abc | [é链接](没有.md) |\n| --- | --- | --- |\n| 一 | 二 | 三 |\n";
    site.write("content/articles/a.md", article("少盐", "营养", "2026-05-01", body));
    insta::assert_snapshot!(english(&site), @r#"
    error[broken-link]: link `没有.md` leads to no file
     --> content/articles/a.md:7:19
      |
    7 | | 甲    | ＡＢＣ 乙 abc | [é链接](没有.md) |
      |                           ^^^^^^^^^^^^^^^^
      = help: write the relative path of the source file, such as `../急救/cpr.md`

    1 error
    "#);
    let long = format!("{}[链接](没有.md){}", "很长的一行。".repeat(40), "后面还有。".repeat(40));
    site.write("content/articles/a.md", article("少盐", "营养", "2026-05-01", &long));
    insta::assert_snapshot!(english(&site), @r#"
    error[broken-link]: link `没有.md` leads to no file
     --> content/articles/a.md:7:241
      |
    7 | …一行。很长的一行。很长的一行。[链接](没有.md)后面还有。后面还有。后面还有。后面还有。后面还有。后面…
      |                                ^^^^^^^^^^^^^^^
      = help: write the relative path of the source file, such as `../急救/cpr.md`

    1 error
    "#);
}

#[test]
fn a_message_cannot_command_the_terminal() {
    let site = TestSite::new("");
    site.write(
        "content/articles/a.md",
        article("少盐", "营养\u{1b}[31m\u{202e}", "2026-05-01", "[看](\u{9b}2J.md)"),
    );
    let text = english(&site);
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{9b}']), "{text:?}");
}

/// A workbook with one sheet, 活动, whose first row is a title; cells by row.
fn workbook(rows: &[[&str; 13]]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("活动").expect("a name");
    sheet.write_string(0, 0, "2026年活动安排").expect("a cell");
    for (row, cells) in (1..).zip(std::iter::once(&HEADER).chain(rows)) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, *cell).expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

const HEADER: [&str; 13] = [
    "活动编号",
    "活动名称",
    "品牌",
    "区县",
    "层级",
    "阵地编号",
    "日期",
    "开始时间",
    "结束时间",
    "主办单位",
    "承办支队",
    "状态",
    "备注",
];

const GOOD: [&str; 13] = [
    "H1",
    "急救进社区",
    "全域科普",
    "北碚",
    "站",
    "Z1",
    "2026-12-05",
    "9:00",
    "11:00",
    "科协",
    "D1",
    "计划",
    "",
];

const TABLES: &str = "-- content/data/区县.yaml --
- { 行政区划代码: \"500109\", 区县: 北碚 }
-- content/data/支队.yaml --
- { 支队编号: D1, 支队名称: 急救支队, 类别: 医疗 }
-- content/data/阵地.yaml --
- { 阵地编号: Z1, 阵地名称: 示例社区, 层级: 站, 区县: 北碚 }
";

#[test]
fn a_wrong_cell_in_a_workbook() {
    let site = TestSite::new(TABLES);
    let mut rows = vec![GOOD; 16];
    let ids: Vec<String> = (0..16).map(|number| format!("H{number}")).collect();
    for (row, id) in rows.iter_mut().zip(&ids) {
        row[0] = id;
    }
    rows[14][2] = "全域科谱";
    rows[15][6] = "2026-13-05";
    site.write("content/data/活动.xlsx", workbook(&rows));
    insta::assert_snapshot!(english(&site), @r#"
    error[table-unknown-value]: `品牌` cannot be `全域科谱`
     --> content/data/活动.xlsx 活动!C17
      = help: did you mean `全域科普`? allowed are `创新课堂`, `全域科普`, `工匠传承`, `科技惠农`

    error[table-bad-date]: `2026-13-05` is not a date
     --> content/data/活动.xlsx 活动!G18
      = help: write `2026-03-05`; put `、` between several dates

    2 errors
    "#);
    insta::assert_snapshot!(chinese(&site), @r#"
    错误[table-unknown-value]：`品牌` 不能是 `全域科谱`
     --> content/data/活动.xlsx 活动!C17
      = 提示：是不是 `全域科普`？可用的有 `创新课堂`、`全域科普`、`工匠传承`、`科技惠农`

    错误[table-bad-date]：`2026-13-05` 不是日期
     --> content/data/活动.xlsx 活动!G18
      = 提示：写成 `2026-03-05`；几个日期用 `、` 隔开

    2 个错误
    "#);
    let cells: Vec<(String, String)> = json(&site)
        .iter()
        .map(|it| {
            (it["sheet"].as_str().unwrap_or("-").to_owned(), it["cell"].as_str().unwrap_or("-").to_owned())
        })
        .collect();
    assert!(
        cells.contains(&("活动".into(), "C17".into())) && cells.contains(&("活动".into(), "G18".into())),
        "{cells:?}"
    );
}

#[test]
fn a_wrong_cell_in_a_gbk_table() {
    let site = TestSite::new(TABLES);
    let mut wrong = GOOD;
    wrong[7] = "早上";
    wrong[11] = "取肖";
    wrong[0] = "H2";
    let text = [HEADER, GOOD, wrong].map(|row| row.join(",")).join("\r\n");
    let (bytes, _, _) = encoding_rs::GBK.encode(&text);
    site.write("content/data/活动.csv", bytes);
    insta::assert_snapshot!(english(&site), @r#"
    error[table-bad-time]: `早上` is not a time of day
     --> content/data/活动.csv H3
      = help: write `14:30` or `下午2:30`

    error[table-unknown-value]: `状态` cannot be `取肖`
     --> content/data/活动.csv L3
      = help: did you mean `取消`? allowed are `计划`, `确认`, `改期`, `延期`, `取消`, `已完成`

    2 errors
    "#);
    insta::assert_snapshot!(chinese(&site), @r#"
    错误[table-bad-time]：`早上` 不是时间
     --> content/data/活动.csv H3
      = 提示：写成 `14:30` 或 `下午2:30`

    错误[table-unknown-value]：`状态` 不能是 `取肖`
     --> content/data/活动.csv L3
      = 提示：是不是 `取消`？可用的有 `计划`、`确认`、`改期`、`延期`、`取消`、`已完成`

    2 个错误
    "#);
    let found = json(&site);
    assert_eq!(found[0]["cell"], "H3");
    assert_eq!(found[0]["line"], 3);
    assert_eq!(found[0]["sheet"], serde_json::Value::Null);
}

#[test]
fn a_wrong_value_in_a_yaml_table() {
    let site = TestSite::new(TABLES);
    site.write(
        "content/data/活动.yaml",
        "- 活动编号: H1\n  活动名称: 急救\n  品牌: 全域科普\n  区县: 北背\n  层级: 站\n  阵地编号: Z9\n  日期: 2026-12-05\n  开始时间: 9点\n  主办单位: 科协\n  承办支队: D1\n",
    );
    insta::assert_snapshot!(english(&site), @r#"
    error[table-missing-value]: `状态` is empty
     --> content/data/活动.yaml:1:3
      = help: this column is required

    warning[table-unknown-reference]: table districts has no `北背`
     --> content/data/活动.yaml:4:7
      = help: did you mean `北碚`?

    warning[table-unknown-reference]: table venues has no `Z9`
     --> content/data/活动.yaml:6:9
      = help: did you mean `Z1`?

    1 error, 2 warnings
    "#);
}

#[test]
fn everything_in_one_run_in_order() {
    let site = TestSite::new(TABLES);
    let mut wrong = GOOD;
    wrong[2] = "全域科谱";
    site.write("content/data/活动.xlsx", workbook(&[wrong]));
    site.write("content/data/people.yaml", "- id: a\n  nmae: 甲\n");
    site.write("content/articles/z.md", article("题", "营羊", "昨天", "[一](x.md) [二](y.md)"));
    site.write(
        "content/articles/a.md",
        "---\n标题：全角\n主题: 营羊\n发布日期: 2026-05-01\n---\n\n![](没有.svg)\n",
    );
    site.write("content/pages/p.md", "---\n标题: 页\n---\n\n[三](#没有)\n");
    site.write("content/articles/bin.md", b"\x89PNG\0\0");
    let found = places(&site);
    let has = |part: &str| assert!(found.iter().any(|place| place == part), "{part} is not in {found:#?}");
    has("content/articles/a.md:2:3 front-matter-syntax");
    has("content/articles/a.md:3:5 unknown-topic");
    has("content/articles/a.md:7:1 missing-image");
    has("content/articles/bin.md:null:null not-text");
    has("content/articles/z.md:3:5 unknown-topic");
    has("content/articles/z.md:4:7 bad-date");
    has("content/articles/z.md:7:1 broken-link");
    has("content/articles/z.md:7:11 broken-link");
    has("content/pages/p.md:5:1 broken-anchor");
    let files: Vec<String> = json(&site).iter().map(|it| it["file"].to_string()).collect();
    assert!(files.is_sorted(), "{files:?}");
    for file in ["people.yaml", "活动.xlsx"] {
        assert!(files.iter().any(|it| it.contains(file)), "{file} is not in {files:?}");
    }
    assert_eq!(english(&site), english(&site), "the same problems make the same report");
    // A build says the same, and the caches of one do not change what the other finds.
    let build = said(&site.kepu(&["build", "--as-of", "2026-11-23"]));
    assert!(build.starts_with(&english(&site)), "{build}");
}

#[test]
fn positions_hold_in_windows_files_and_in_gbk() {
    let text = article("少盐", "营羊", "2026-05-01", "前面[看](没有.md)。").replace('\n', "\r\n");
    let (gbk, _, _) = encoding_rs::GBK.encode(&text);
    for bytes in [format!("\u{feff}{text}").into_bytes(), gbk.into_owned()] {
        let site = TestSite::new("");
        site.write("content/articles/a.md", bytes);
        assert_eq!(
            places(&site),
            ["content/articles/a.md:3:5 unknown-topic", "content/articles/a.md:7:3 broken-link"]
        );
    }
}

#[test]
fn a_clean_site() {
    let site = TestSite::new("");
    site.write("content/articles/a.md", article("少盐", "营养", "2026-05-01", "正文。"));
    site.write("content/articles/b.md", article("少糖", "营养", "2026-05-01", "正文。"));
    assert_eq!(english(&site), "2 articles, no problems\n");
    assert_eq!(chinese(&site), "2 篇文章，没有发现问题\n");
    assert!(json(&site).is_empty());
    assert!(!site.root().join("public").exists(), "a check writes no site");
}
