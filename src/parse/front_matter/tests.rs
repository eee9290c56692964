use std::sync::Arc;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::model::article::Verdict;

/// Front matter around `yaml`, its problems as `id: the text they point at`.
fn read(yaml: &str) -> (FrontMatter, Vec<String>) {
    let text = format!("---\n{yaml}\n---\n正文\n");
    let (front_matter, body, diagnostics) = parse(&Arc::from("a.md"), &text);
    assert_eq!(&text[body..], "正文\n");
    let problems = diagnostics.iter().map(|diagnostic| match &diagnostic.place {
        Place::Span(span) => format!("{}: {}", diagnostic.rule.id, &text[span.start..span.end]),
        place => panic!("{place:?}"),
    });
    (front_matter, problems.collect())
}

fn problems(yaml: &str) -> Vec<String> {
    read(yaml).1
}

#[test]
fn control_characters_are_told_and_dropped() {
    for (escape, left) in [
        ("\\0", ""),
        ("\\e[31m", "[31m"),
        ("\\x9b", ""),
        ("\\u0007", ""),
        ("\\r", ""),
        ("\\x7f", ""),
        ("\\uFFFE", ""),
    ] {
        for yaml in [
            "标题: \"甲C乙\"",
            "标签: [\"甲C乙\"]",
            "作者: { 姓名: \"甲C乙\" }",
            "来源: [{ 标题: \"甲C乙\" }]",
        ] {
            let (article, problems) = read(&yaml.replace('C', escape));
            assert_eq!(problems, [format!("control-character: \"甲{escape}乙\"")], "{yaml}");
            let value = [
                article.title,
                article.tags.iter().map(|tag| tag.value.as_str()).collect(),
                article.authors.iter().map(|author| author.value.name.as_str()).collect(),
                article.sources.iter().map(|source| source.title.as_str()).collect(),
            ];
            assert_eq!(value.concat(), format!("甲{left}乙"), "{yaml}");
        }
    }
}

#[test]
fn reads_every_key() {
    let (article, problems) = read(
        "标题: 心肺复苏怎么做\n主题: 急救\n标签: [心肺复苏, AED]\n发布日期: 2026-03-05\n更新日期: 2026年3月6日\n摘要: |\n  第一行\n  第二行\n作者: 张三、李四\n审核:\n  - 姓名: 王五\n    职称: 主任医师\n    单位: 市急救中心\n审核日期: 2026/3/7\n有效期至: 2027.3.7\n来源:\n  - 标题: 指南\n    机构: 红十字会\n    年份: 2020\n    网址: https://www.redcross.org.cn/\n适用人群: 老年人，家长\n封面: cover.png\n封面说明: 按压\n系列: 急救入门\n流言: 掐人中\n判定: 谣言\nAI辅助: 否\n草稿: 是\n网址名: cpr",
    );
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(article.title, "心肺复苏怎么做");
    assert_eq!(article.tags.len(), 2);
    assert_eq!(article.date, Some(date(2026, 3, 5)));
    assert_eq!(article.updated, Some(date(2026, 3, 6)));
    assert_eq!(article.summary.as_deref(), Some("第一行\n第二行"));
    let authors: Vec<_> = article.authors.iter().map(|author| author.value.name.as_str()).collect();
    assert_eq!(authors, ["张三", "李四"]);
    assert_eq!(article.reviewers[0].value.organisation.as_deref(), Some("市急救中心"));
    assert_eq!(article.valid_until, Some(date(2027, 3, 7)));
    assert_eq!(article.sources[0].year, Some(2020));
    assert_eq!(article.audience, ["老年人", "家长"]);
    assert_eq!(article.verdict, Some(Verdict::False));
    assert_eq!(article.ai_assisted, Some(false));
    assert!(article.draft);
    assert_eq!(article.keys.len(), 20);
}

#[test]
fn english_keys_in_any_case() {
    let (article, problems) = read(
        "Title: A\nVALID-UNTIL: 2026-03-05\nai_assisted: TRUE\nVerdict: mostly-false\nSources: https://www.who.int/\ntags:\nupdated: ~",
    );
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!((article.title.as_str(), article.ai_assisted), ("A", Some(true)));
    assert_eq!(article.verdict, Some(Verdict::MostlyFalse));
    assert_eq!(article.sources[0].url.as_deref(), Some("https://www.who.int/"));
}

#[test]
fn a_bad_value_loses_only_itself() {
    let (article, problems) = read(
        "标题: [甲]\n主题: {a: b}\n发布日期: 2026-02-30\n草稿: 也许\n判定: 谣传\n来源:\n  - 标题: 书\n    网址: ftp://a\n    年份: 去年\n    页码: 3\n网址名: ../../etc\n作者: {职称: 医师}\n系列: 甲",
    );
    assert_eq!(
        problems,
        [
            "wrong-type: [甲]",
            "wrong-type: {a: b}",
            "bad-date: 2026-02-30",
            "bad-boolean: 也许",
            "unknown-verdict: 谣传",
            "unknown-key: 页码",
            "bad-url: ftp://a",
            "bad-year: 去年",
            "bad-slug: ../../etc",
            "missing-part: {职称: 医师}",
        ]
    );
    assert_eq!(article.series.as_deref(), Some("甲"));
    assert_eq!(article.sources[0].title, "书");
}

#[test]
fn unknown_and_duplicate_keys() {
    assert_eq!(
        problems("标題: 甲\ntitel: 乙\n标题: 丙\ntitle: 丁"),
        ["unknown-key: 标題", "unknown-key: titel", "duplicate-key: title"]
    );
    let text = "---\n标題: 甲\n---\n";
    let (_, _, diagnostics) = parse(&Arc::from("a.md"), text);
    assert_eq!(diagnostics[0].help.as_ref().map(|help| help.zh.as_str()), Some("是不是 `标题`？"));
}

#[test]
fn mistakes_in_the_syntax_cost_one_entry() {
    let (article, problems) = read("标题: 急救\n主题：急救\n标签: [a]\n系列: 急救: 入门\n判定: 谣言");
    assert_eq!(problems, ["front-matter-syntax: ：", "front-matter-syntax: : 入门"]);
    assert_eq!(article.title, "急救");
    assert_eq!(article.tags.len(), 1);
    assert_eq!(article.verdict, Some(Verdict::False));
    for (yaml, expected) in [
        ("标题：急救", "front-matter-syntax: ："),
        ("标题:急救\n主题: 急救", "front-matter-syntax: :"),
        ("标题: 甲\n标签: [a, b\n主题: 急救", "front-matter-syntax: [a, b"),
        ("标题: \"甲\n主题: 急救", "front-matter-syntax: \"甲"),
        ("标题: \"甲\"乙\n主题: 急救", "front-matter-syntax: 乙"),
        ("标题: @甲", "front-matter-syntax: @甲"),
        ("标题: 甲\n\t主题: 急救", "front-matter-syntax: \t"),
        ("随便写的", "front-matter-syntax: 随便写的"),
        ("- 甲\n- 乙", "front-matter-syntax: - 甲"),
        ("来源:\n  - 标题：书", "front-matter-syntax: ："),
        ("标题: *甲", "wrong-type: *甲"),
    ] {
        let found = self::problems(yaml);
        assert_eq!(found.first().map(String::as_str), Some(expected), "{yaml:?} {found:?}");
    }
}

#[test]
fn an_alias_bomb_stays_small() {
    let mut yaml = String::from("a0: &a0 [x, x]\n");
    for level in 1..60 {
        yaml += &format!("a{level}: &a{level} [*a{p}, *a{p}]\n", p = level - 1);
    }
    assert_eq!(problems(&yaml).len(), 60);
    let deep = "[".repeat(5000);
    assert!(!problems(&format!("标签: {deep}")).is_empty());
    assert_eq!(problems(&"甲: 乙\n".repeat(8000))[0], "front-matter-too-large: ---");
}

fn check(text: &str) {
    let (_, body, diagnostics) = parse(&Arc::from("a.md"), text);
    assert!(text.is_char_boundary(body));
    for diagnostic in diagnostics {
        if let Place::Span(span) = diagnostic.place {
            assert!(text.get(span.start..span.end).is_some(), "{text:?} {diagnostic:?}");
        }
    }
}

proptest! {
    #[test]
    fn never_panics(text in "\\PC{0,200}") {
        check(&text);
        check(&format!("---\n{text}\n---\n"));
    }

    #[test]
    fn never_panics_on_likely_text(
        parts in prop::collection::vec(prop::sample::select(vec![
            "标题", "来源", "作者", "tags", "草稿", ": ", ":", "：", "\n", "\r\n", "  ", "- ", "[", "]", "{", "}", "\"", "'",
            "|", ">", "&a", "*a", "!!str", "#", "---", "...", "%", "@", "\t", "甲、乙", "2026-03-05", "是", "\u{0}", "\u{feff}", "?", ",", "https://a",
        ]), 0..40)
    ) {
        let text = parts.concat();
        check(&text);
        check(&format!("---\n{text}\n---\n"));
        check(&format!("---\n标题: 甲\n{text}"));
    }
}
