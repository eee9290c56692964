//! What strangers might put into a site: it comes to nothing, and nothing else is lost by it.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::markup::Markup;
use crate::site::{TestSite, article, said};

/// What the text of the body is told by.
const BODY: &str = "正文在这里不动";

/// Pieces that have marked, or might mark, the place of something.
const PIECES: [&str; 16] = [
    "<kepu-body></kepu-body>",
    "&lt;kepu-body&gt;&lt;/kepu-body&gt;",
    "kepu-ref:0",
    "kepu-id:x",
    "{{ body | safe }}",
    "{% block content %}",
    "<!-- body -->",
    "</title>",
    "</main>",
    "<div class=\"prose\">",
    "<img src=x onerror=hacked()>",
    "<script>hacked()</script>",
    "\" onmouseover=\"hacked()",
    "' onmouseover='hacked()",
    "]]>",
    "字",
];

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(0..PIECES.len(), 1..5)
        .prop_map(|picks| picks.into_iter().map(|pick| PIECES[pick]).collect::<Vec<_>>().concat())
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[test]
fn nothing_in_the_front_matter_moves_the_body_or_runs() {
    let mut runner = TestRunner::new_with_rng(
        Config { cases: 12, ..Config::default() },
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let texts = proptest::collection::vec(text(), 8);
    let outcome = runner.run(&texts, |texts| {
        let [title, summary, tag, author, alt, site_title, footer, claim] = &texts[..] else { unreachable!() };
        let site = TestSite::new("");
        site.write("content/articles/c.svg", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>");
        let front = format!(
            "标题: {}\n摘要: {}\n标签: [{}]\n作者: [{{ 姓名: {} }}]\n封面: c.svg\n封面说明: {}\n流言: {}\n判定: 谣言\n",
            quoted(title), quoted(summary), quoted(tag), quoted(author), quoted(alt), quoted(claim)
        );
        let text = format!("---\n{front}主题: 营养\n发布日期: 2026-05-01\n---\n\n{BODY}。\n");
        site.write("content/articles/a.md", text);
        let config = std::fs::read_to_string(site.root().join("site.yaml")).expect("text");
        let config = config.replace("测试站", &quoted(site_title));
        let more = "government: { enabled: true }\ndisclaimer: ";
        let config = format!("{config}footer: [{{ text: {} }}]\n{more}{}\n", quoted(footer), quoted(footer));
        site.write("site.yaml", config);
        let built = site.build();
        for (path, bytes) in built.files().iter().filter(|(path, _)| path.ends_with(".html")) {
            let page = std::str::from_utf8(bytes).expect("UTF-8");
            let markup = Markup::parse(page);
            prop_assert_eq!(markup.elements().iter().filter(|it| it.get("onerror").is_some()).count(), 0);
            prop_assert_eq!(markup.elements().iter().filter(|it| it.get("onmouseover").is_some()).count(), 0);
            prop_assert!(!markup.all("script").any(|it| it.text.trim_start().starts_with("hacked")), "{}", path);
            let own = path == "nutrition/a.html";
            prop_assert_eq!(page.matches(BODY).count(), usize::from(own), "{}", path);
            if own {
                let prose: Vec<&str> = markup.classed("prose").map(|it| it.text.trim()).collect();
                prop_assert_eq!(prose, vec![format!("{BODY}。")]);
            }
        }
        Ok(())
    });
    outcome.expect("the body stays");
}

#[test]
fn links_of_the_settings_run_nothing() {
    let addresses =
        ["javascript:1", " JavaScript:1", "java\\tscript:1", "data:text/html,1", "vbscript:1", "file:///a"];
    for address in addresses {
        for setting in ["navigation: [{ title: 甲, link", "footer: [{ text: 甲, url"] {
            let site = TestSite::new("");
            let config = std::fs::read_to_string(site.root().join("site.yaml")).expect("text");
            site.write("site.yaml", format!("{config}{setting}: \"{address}\" }}]\n"));
            let output = site.kepu(&["check"]);
            assert_eq!(output.status.code(), Some(1), "{setting}: {address}");
            assert!(said(&output).contains("error[config-unsafe-link]"), "{}", said(&output));
            assert!(said(&output).contains("--> site.yaml:7:"), "{}", said(&output));
        }
    }
    for colour in ["red;}body{display:none", "url(//a)", "#12", "#12345g", "", "#fff</style><script>"] {
        let site = TestSite::new("");
        let config = std::fs::read_to_string(site.root().join("site.yaml")).expect("text");
        site.write("site.yaml", config.replace("#3f8f4f", colour));
        assert!(said(&site.kepu(&["check"])).contains("error[config-color]"), "{colour}");
    }
}

#[test]
fn a_quotation_names_no_script_as_its_source() {
    let site = TestSite::new("");
    let body = "<q cite=\"javascript:1\">甲</q> <blockquote cite='JAVA&#115;cript:1'>乙</blockquote> <q cite=\"https://a.cn/\">丙</q>";
    site.write("content/articles/a.md", article("题", "营养", "2026-05-01", body));
    let built = site.build();
    let page = built.text("nutrition/a.html");
    assert!(page.contains("甲") && page.contains("乙") && page.contains("cite=https://a.cn/"), "{page}");
    assert!(!page.to_lowercase().contains("javascript:"), "{page}");
}

#[test]
fn attachments_that_run_are_refused_where_they_are_linked() {
    let site = TestSite::new("");
    for name in ["a.html", "b.HTM", "c.xhtml", "d.xml", "e.svgz", "f.js", "没有扩展名"] {
        site.write(&format!("content/articles/{name}"), "<script>1</script>");
        site.write(
            "content/articles/x.md",
            article("题", "营养", "2026-05-01", &format!("看[附件]({name})。")),
        );
        let output = site.kepu(&["check"]);
        assert!(said(&output).contains("error[attachment]"), "{name}: {}", said(&output));
        assert!(said(&output).contains("x.md:7:2"), "{name}: {}", said(&output));
    }
    // Left lying about, they are nobody's business, and are not published.
    site.write("content/articles/x.md", article("题", "营养", "2026-05-01", "看[附件](g.pdf)。"));
    site.write("content/articles/g.pdf", "%PDF-1.7\n");
    let built = site.build();
    let files: Vec<&String> = built.files().keys().filter(|path| path.starts_with("files/")).collect();
    assert!(matches!(&files[..], [only] if only.ends_with(".pdf")), "{files:?}");
    site.write("content/articles/unused.svg", "<svg onload='1'/>");
    assert_eq!(site.problems(), "");
    // What is called a document and is a page is not published either.
    site.write("content/articles/g.pdf", "<!DOCTYPE html><script>1</script>");
    assert!(said(&site.kepu(&["check"])).contains("error[file-not-as-named]"));
}

#[test]
fn a_drawing_that_runs_is_refused_with_its_place() {
    let site = TestSite::new("");
    let svg =
        "<svg xmlns='http://www.w3.org/2000/svg'>\n <g>\n  <a href='java&#115;cript:1'/>\n </g>\n</svg>\n";
    site.write("content/articles/p.svg", svg);
    site.write("content/articles/x.md", article("题", "营养", "2026-05-01", "![图](p.svg)"));
    insta::assert_snapshot!(said(&site.kepu(&["check"])), @r#"
    error[unsafe-image]: this SVG holds what cannot be published: `<a>` leads to `javascript:1`
     --> content/articles/p.svg:3:3
      |
    3 |   <a href='java&#115;cript:1'/>
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      = help: save it as plain SVG in the drawing program, or export it as PNG

    1 error
    "#);
}

#[test]
fn photographs_are_published_without_their_notes() {
    let site = TestSite::new("");
    let mut photo = b"\xFF\xD8\xFF\xE1\x00\x14Exif\0\0GPS-SECRET!!".to_vec();
    photo.extend(
        b"\xFF\xE0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xFF\xC0\0\x0B\x08\0\x01\0\x01\x01\x01\x11\0",
    );
    photo.extend(b"\xFF\xDA\0\x08\x01\x01\0\0\x3F\0\x12\x34\xFF\xD9GPS-SECRET!!");
    site.write("content/articles/p.jpg", &photo);
    site.write("content/articles/x.md", article("题", "营养", "2026-05-01", "![图](p.jpg)"));
    let built = site.build();
    let (_, published) = built.files().iter().find(|(path, _)| path.ends_with(".jpg")).expect("the picture");
    assert!(!published.windows(10).any(|it| it == b"GPS-SECRET") && published.ends_with(b"\x12\x34\xFF\xD9"));
}
