//! What of an article is not on its posters is told by every build, at its place.

use kepu::diagnostic::Place;
use kepu::project::Strictness;
use kepu::publish::Report;

use crate::site::TestSite;

const SITE: &str = "title: 测试站
base_url: https://kepu.example.org
organisation: 示例区科协
required: [title]
share: { pages: true, posters: true }
topics:
  - { id: nutrition, name: 营养 }
";

fn site(front: &str) -> TestSite {
    let site = TestSite::new("");
    site.write("site.yaml", SITE);
    site.write("content/articles/a.md", format!("---\n主题: 营养\n{front}---\n\n正文。\n"));
    site
}

/// The rule, the line and the message of each problem.
fn told(site: &TestSite, report: &Report) -> Vec<(String, usize, String)> {
    let text = std::fs::read_to_string(site.root().join("content/articles/a.md")).expect("the article");
    let line = |place: &Place| match place {
        Place::Span(span) => text[..span.start].matches('\n').count() + 1,
        _ => 0,
    };
    let problems = report.diagnostics.iter();
    problems.map(|it| (it.rule.id.to_owned(), line(&it.place), it.message.zh.to_string())).collect()
}

fn long_point() -> String {
    "每天吃够蔬菜和水果，少放盐和油，多走动，睡够觉，".repeat(40)
}

#[test]
fn what_is_cut_is_told_at_its_line_by_each_build() {
    let front = format!("标题: 吃得好\n要点:\n  - 短\n  - {}\n", long_point());
    let site = site(&front);
    let first = site.try_build().expect("a build");
    let problems = told(&site, &first);
    assert!(first.published && first.rendered > 0);
    assert!(!problems.is_empty(), "nothing was told");
    for (rule, line, message) in &problems {
        assert_eq!((rule.as_str(), *line), ("poster-cut", 4), "{message}");
        assert!(message.contains("海报上放不下这些字："), "{message}");
    }
    assert!(problems.iter().any(|(.., message)| message.starts_with("手机海报")), "{problems:?}");

    let second = site.try_build().expect("a build");
    assert_eq!(second.rendered, 0, "{:?}", second.reasons);
    assert_eq!(told(&site, &second), problems, "told again though nothing was drawn");

    // The pictures stay the same, their place does not.
    site.write("content/articles/a.md", format!("---\n主题: 营养\n# 一行\n{front}---\n\n正文。\n"));
    let third = site.try_build().expect("a build");
    let drawn = |(path, _): &&(String, _)| path.ends_with(".png") || path.ends_with(".pdf");
    assert_eq!(third.reasons.iter().filter(drawn).count(), 0, "{:?}", third.reasons);
    assert!(told(&site, &third).iter().all(|(_, line, _)| *line == 5), "{:?}", told(&site, &third));

    site.write(
        "content/articles/a.md",
        "---\n主题: 营养\n标题: 吃得好\n要点: [少放盐, 多吃菜]\n---\n\n正文。\n",
    );
    assert_eq!(told(&site, &site.try_build().expect("a build")), []);
}

#[test]
fn a_strict_build_publishes_no_cut_poster() {
    let site = site(&format!("标题: 吃得好\n要点:\n  - 短\n  - {}\n", long_point()))
        .with(|options| options.strictness = Strictness::Warnings);
    for _ in 0..2 {
        let report = site.try_build().expect("a build");
        assert!(!report.published && !report.diagnostics.is_empty());
        assert!(!site.root().join("public/index.html").exists(), "nothing is published");
    }
    site.write("content/articles/a.md", "---\n主题: 营养\n标题: 吃得好\n---\n\n正文。\n");
    let report = site.try_build().expect("a build");
    assert!(report.published, "{:?}", report.diagnostics);
}

#[test]
fn characters_that_cannot_be_drawn_are_told_once() {
    let site = site("标题: 吃得好\u{12345}\n");
    let report = site.try_build().expect("a build");
    let problems = told(&site, &report);
    let [(rule, line, message)] = &problems[..] else { panic!("{problems:?}") };
    assert_eq!((rule.as_str(), *line), ("poster-character", 3));
    assert!(message.contains('\u{12345}'), "{message}");
    // The terminal and the page of the article are not concerned: it is published.
    assert!(report.published);
}
