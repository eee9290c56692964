use std::sync::Arc;

use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;
use crate::diagnostic::Place;
use crate::model::article::{Reference, ReferenceKind};
use crate::model::document::ResolvedReference;

/// The document of `text` and its problems as `id: the text they point at`.
pub(super) fn read(text: &str) -> (Document, Vec<String>) {
    let file = Arc::from("a.md");
    let (document, diagnostics) = render(MarkdownInput { file: &file, text, body_offset: 0 });
    let problems = diagnostics.iter().map(|diagnostic| match &diagnostic.place {
        Place::Span(span) => format!("{}: {}", diagnostic.rule.id, &text[span.start..span.end]),
        place => panic!("{place:?}"),
    });
    (document, problems.collect())
}

fn as_written(reference: &Reference) -> ResolvedReference {
    let size = (reference.kind == ReferenceKind::Image).then_some((640, 480));
    ResolvedReference { href: reference.target.clone(), size }
}

/// The HTML with every address as `resolve` says.
fn finish(document: &Document, resolve: fn(&Reference) -> ResolvedReference) -> String {
    let resolved: Vec<ResolvedReference> = document.outline.references.iter().map(resolve).collect();
    document.finish(&resolved)
}

/// The HTML with every address as it was written.
pub(super) fn html(text: &str) -> String {
    finish(&read(text).0, as_written)
}

#[test]
fn headings_get_ids_of_their_text() {
    let (document, _) =
        read("# 一、*判断*意识\n\n## 按压\n\n## 按压\n\n### A b {#own .x onclick=alert(1)}\n");
    assert_snapshot!(finish(&document, as_written), @r#"
    <h2 id="一判断意识">一、<em>判断</em>意识</h2>
    <h2 id="按压">按压</h2>
    <h2 id="按压-2">按压</h2>
    <h3 id="own">A b</h3>
    "#);
    assert_eq!(document.outline.anchors, ["own", "一判断意识", "按压", "按压-2"]);
    assert_eq!(document.outline.headings[0].text, "一、判断意识");
}

#[test]
fn links_and_images_are_filled_in_later() {
    let (document, problems) = read(
        "[甲](../%E6%80%A5%E6%95%91/a.md#b \"题\") <https://a.cn/?x=1&y=2> <a@b.cn> ![图](a.png)\n\n## 见 [乙](b.md)\n\n[丙](c%20d.md)",
    );
    assert_eq!(problems, Vec::<String>::new());
    let targets: Vec<_> = document.outline.references.iter().map(|one| one.target.as_str()).collect();
    assert_eq!(
        targets,
        ["../急救/a.md#b", "https://a.cn/?x=1&y=2", "mailto:a@b.cn", "a.png", "b.md", "c d.md"]
    );
    assert_snapshot!(finish(&document, as_written), @r#"
    <p><a href="../急救/a.md#b" title="题">甲</a> <a href="https://a.cn/?x=1&amp;y=2" rel="noopener">https://a.cn/?x=1&amp;y=2</a> <a href="mailto:a@b.cn">a@b.cn</a> <img src="a.png" width="640" height="480" alt="图" loading="lazy" decoding="async"></p>
    <h2 id="见-乙">见 <a href="b.md">乙</a></h2>
    <p><a href="c%20d.md">丙</a></p>
    "#);
    assert_eq!(finish(&document, |_| ResolvedReference::default()).matches("href").count(), 0);
}

#[test]
fn an_image_alone_is_a_figure() {
    assert_snapshot!(html("![按压 *位置*](a.png \"图1 按压\")\n\n![无题](b.png)\n\n- ![列表](c.png)\n"), @r#"
    <figure><img src="a.png" width="640" height="480" alt="按压 位置" loading="lazy" decoding="async"><figcaption>图1 按压</figcaption></figure>
    <figure><img src="b.png" width="640" height="480" alt="无题" loading="lazy" decoding="async"></figure>
    <ul>
    <li><img src="c.png" width="640" height="480" alt="列表" loading="lazy" decoding="async"></li>
    </ul>
    "#);
    assert_eq!(read("字 ![](a.png)").1, ["image-without-alt: ![](a.png)"]);
}

#[test]
fn alerts() {
    assert_snapshot!(html("> [!WARNING]\n> 先拨打 **120**。\n\n> 引文\n"), @r#"
    <div class="alert alert-warning" role="note"><p class="alert-title">注意</p>
    <p>先拨打 <strong>120</strong>。</p>
    </div>
    <blockquote>
    <p>引文</p>
    </blockquote>
    "#);
}

#[test]
fn tables() {
    let (document, _) = read("| 食物 | 盐 | 克 |\n|:--|:-:|--:|\n| 酱油 | 有 | 1.5 |\n");
    assert_snapshot!(document.html, @r#"
    <div class="table-wrap" role="region" aria-label="表格" tabindex="0"><table>
    <thead><tr><th scope="col" class="align-left">食物</th><th scope="col" class="align-center">盐</th><th scope="col" class="align-right">克</th></tr></thead>
    <tbody>
    <tr><td class="align-left">酱油</td><td class="align-center">有</td><td class="align-right">1.5</td></tr>
    </tbody></table></div>
    "#);
    assert_eq!(document.text, "食物 盐 克\n酱油 有 1.5\n");
}

#[test]
fn footnotes() {
    let (document, problems) =
        read("甲[^b]乙[^a]丙[^b]\n\n[^a]: 注 [链](a.md)。\n\n[^b]: 另注\n\n    两段\n\n[^c]: 没人用\n");
    assert_eq!(problems, ["unused-footnote: [^c]: 没人用"]);
    assert_snapshot!(finish(&document, as_written), @r##"
    <p>甲<sup class="footnote-ref"><a href="#fn:1" id="fnref:1" role="doc-noteref">1</a></sup>乙<sup class="footnote-ref"><a href="#fn:2" id="fnref:2" role="doc-noteref">2</a></sup>丙<sup class="footnote-ref"><a href="#fn:1" id="fnref:1-2" role="doc-noteref">1</a></sup></p>
    <section class="footnotes" role="doc-endnotes" aria-label="注释">
    <ol>
    <li id="fn:1"><p>另注</p>
    <p>两段 <a class="footnote-back" href="#fnref:1" role="doc-backlink" aria-label="返回正文">↩</a> <a class="footnote-back" href="#fnref:1-2" role="doc-backlink" aria-label="返回正文">↩</a></p>
    </li>
    <li id="fn:2"><p>注 <a href="a.md">链</a>。 <a class="footnote-back" href="#fnref:2" role="doc-backlink" aria-label="返回正文">↩</a></p>
    </li>
    <li id="fn:3"><p>没人用</p>
    </li>
    </ol>
    </section>
    "##);
    assert_eq!(document.outline.anchors, ["fn:1", "fn:2", "fn:3", "fnref:1", "fnref:1-2", "fnref:2"]);
}

#[test]
fn tasks_and_other_lists() {
    assert_snapshot!(html("- [x] 一\n- [ ] 二\n  - 三\n\n3. 甲\n4. 乙\n\n盐\n: 氯化钠\n\n~~错~~ `a<b`\n\n```rust ignore\n&x\n```\n"), @r#"
    <ul>
    <li class="task"><label><input type="checkbox" disabled checked> 一</label></li>
    <li class="task"><label><input type="checkbox" disabled> 二</label><ul>
    <li>三</li>
    </ul>
    </li>
    </ul>
    <ol start="3">
    <li>甲</li>
    <li>乙</li>
    </ol>
    <dl>
    <dt>盐</dt>
    <dd>氯化钠</dd>
    </dl>
    <p><del>错</del> <code>a&lt;b</code></p>
    <pre><code class="language-rust">&amp;x
    </code></pre>
    "#);
}

#[test]
fn emphasis_beside_chinese_punctuation() {
    let (document, _) = read("**注意：**先拨打**“120”**，再**按压。**换人\n\n## **甲：**乙\n");
    assert_snapshot!(document.html, @r#"
    <p><strong>注意：</strong>先拨打<strong>“120”</strong>，再<strong>按压。</strong>换人</p>
    <h2 id="甲乙"><strong>甲：</strong>乙</h2>
    "#);
    assert_eq!(document.outline.headings[0].text, "甲：乙");
    assert_eq!(document.outline.excerpt, "注意：先拨打“120”，再按压。换人");
    assert_eq!(document.text, "注意：先拨打“120”，再按压。换人\n甲：乙\n");
}

#[test]
fn what_is_quoted_and_counted_is_what_is_shown() {
    let sentence = "字".repeat(69);
    let text = format!("**{sentence}。**{}", "字".repeat(100));
    assert_eq!(read(&text).0.outline.excerpt, sentence + "。", "a sentence ends inside emphasis");
    let (document, _) = read("## 甲 <script>a b c</script>\n\n乙*don’*t x\u{1}y\n");
    assert_eq!((document.outline.headings[0].text.as_str(), document.outline.words), ("甲", 4));
}

#[test]
fn line_breaks_in_chinese_leave_no_blank() {
    let (document, _) = read("心肺\n复苏，\nAED 与\nCPR\n**按压**\n深度");
    assert_snapshot!(document.html, @r"
    <p>心肺复苏，AED 与
    CPR
    <strong>按压</strong>深度</p>
    ");
    assert_eq!(document.text, "心肺复苏，AED 与 CPR 按压深度\n");
}

#[test]
fn raw_html_by_an_allow_list() {
    let (document, problems) = read(
        "H<sub>2</sub>O <b onclick=\"x()\">粗</b><script>alert(1)</script>\n\n## 甲\n\n<details open>\n<summary>展开</summary>\n\n见 [乙](b.md)[^1]，<a href=\"c.md\" id=\"z\">丙</a> <img src=\"d.png\" width=\"9\" alt=\"丁\">\n\n</details>\n\n- [x] 戊\n\n| 己 |\n|:-:|\n| 庚<br>辛 |\n\n[^1]: 注\n",
    );
    assert_eq!(
        problems,
        ["html-removed: onclick=\"x()\"", "html-removed: <script>", "html-removed: id=\"z\""]
    );
    assert_snapshot!(finish(&document, as_written), @r##"
    <p>H<sub>2</sub>O <b>粗</b></p>
    <h2 id="甲">甲</h2>
    <details open="">
    <summary>展开</summary>
    <p>见 <a href="b.md">乙</a><sup class="footnote-ref"><a href="#fn:1" id="fnref:1" role="doc-noteref">1</a></sup>，<a href="c.md">丙</a> <img src="d.png" width="9" alt="丁"></p>
    </details>
    <ul>
    <li class="task"><label><input type="checkbox" disabled checked> 戊</label></li>
    </ul>
    <div class="table-wrap" role="region" aria-label="表格" tabindex="0"><table>
    <thead><tr><th scope="col" class="align-center">己</th></tr></thead>
    <tbody>
    <tr><td class="align-center">庚<br>辛</td></tr>
    </tbody></table></div>
    <section class="footnotes" role="doc-endnotes" aria-label="注释">
    <ol>
    <li id="fn:1"><p>注 <a class="footnote-back" href="#fnref:1" role="doc-backlink" aria-label="返回正文">↩</a></p>
    </li>
    </ol>
    </section>
    "##);
    let targets: Vec<_> = document.outline.references.iter().map(|one| one.target.as_str()).collect();
    assert_eq!(targets, ["b.md", "c.md", "d.png"]);
}

#[test]
fn comments_vanish_without_a_word() {
    let (document, problems) = read("甲<!-- 乙 -->丙\n\n<!-- 丁\n戊 -->\n\n己<br/>庚");
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(document.html, "<p>甲丙</p>\n<p>己<br>庚</p>\n");
}

#[test]
fn control_characters_are_told_and_dropped() {
    let (document, problems) = read("甲\u{b}\u{c}乙\u{fffd}丙\t丁\r\n&#1;戊");
    assert_eq!(problems, ["control-character: \u{b}\u{c}", "control-character: \u{fffd}"]);
    assert_eq!(document.html, "<p>甲乙丙\t丁\n戊</p>\n");
    assert_eq!(document.text, "甲乙丙\t丁 戊\n");
}

#[test]
fn excerpts_end_with_a_sentence_when_they_can() {
    let excerpt = |text: &str| read(text).0.outline.excerpt;
    assert_eq!(excerpt("## 题\n\n短文。\n\n第二段"), "短文。第二段");
    let sentence = "字".repeat(69) + "。";
    assert_eq!(excerpt(&sentence.repeat(3)), sentence);
    let cut = excerpt(&"字".repeat(300));
    assert_eq!((cut.chars().count(), cut.ends_with("字…")), (120, true));
    assert_eq!(excerpt("- 甲\n- 乙"), "甲 乙");
    assert_eq!(excerpt("![图](a.png \"图题\")\n\n正文。"), "正文。");
    assert_eq!(read("甲乙 COVID-19").0.outline.words, 3);
}

#[test]
fn what_was_hidden_leaves_nothing_open() {
    // The emphasis began outside the script and ended in it, or the other way round.
    let (document, _) = read("*甲<script>a*b</script>乙\n\n丙<script>*a</script>丁*戊\n");
    assert_eq!(document.html, "<p><em>甲</em>乙</p>\n<p>丙丁戊</p>\n");
    assert_eq!(document.text, "甲乙\n丙丁戊\n");
}

#[test]
fn the_text_knows_where_it_stands() {
    let text = "## 判断 *意识*\n\n按压 `3 cm`，\n> <b>深度</b>&amp;速度\n\n<div>\n**换气**\n</div>\n\n|甲|\n|-|\n|**乙**|\n";
    let (document, _) = read(text);
    for word in ["意识", "按压", "3 cm", "深度", "速度", "换气", "甲", "乙"] {
        let at = document.text.find(word).expect("it is shown");
        let place = document.text_map.source(at..at + word.len());
        assert_eq!(&text[place.start..place.end], word);
    }
    let at = document.text.find("深度&速度").expect("it is shown");
    let place = document.text_map.source(at..at + "深度&速度".len());
    assert_eq!(&text[place.start..place.end], "深度</b>&amp;速度");
}

#[test]
fn a_link_in_a_link_is_closed() {
    assert_eq!(read("[甲 <https://a.cn> 乙](b.md) 丙").0.html.matches("</a>").count(), 2);
}

/// What must hold for any input.
pub(super) fn check(text: &str, body_offset: usize) {
    let file = Arc::from("a.md");
    let (document, diagnostics) = render(MarkdownInput { file: &file, text, body_offset });
    let inside = |start, end| text.get(start..end).is_some();
    for diagnostic in &diagnostics {
        if let Place::Span(span) = diagnostic.place {
            assert!(inside(span.start, span.end), "{text:?} {diagnostic:?}");
        }
    }
    let mut end = 0;
    for part in document.text_map.parts() {
        assert!(part.text.start == end && part.text.end > end, "{part:?} in {text:?}");
        let source = text.get(part.source.start..part.source.end).expect("a place in the source");
        assert!(!part.literal || source == &document.text[part.text.clone()], "{part:?} in {text:?}");
        end = part.text.end;
    }
    assert_eq!(end, document.text.len(), "{text:?}");
    let outline = &document.outline;
    assert!(outline.headings.iter().all(|heading| inside(heading.span.start, heading.span.end)));
    assert!(outline.references.iter().all(|one| inside(one.span.start, one.span.end)));
    assert!(outline.headings.iter().all(|heading| outline.anchors.contains(&heading.id)));
    assert!(outline.excerpt.chars().count() <= 120, "{}", outline.excerpt);
    assert!(!document.html.contains("kepu-ref:"), "{}", document.html);
    assert!(!document.html.contains("kepu-id:"), "{}", document.html);
    let offsets: Vec<_> = document.slots.iter().map(|slot| slot.offset).collect();
    assert!(offsets.is_sorted(), "{offsets:?}");
    let finished = finish(&document, as_written);
    hostile_tests::assert_harmless(&finished, text);
}

proptest! {
    #[test]
    fn never_panics(text in "\\PC{0,300}", offset in 0_usize..300) {
        check(&text, 0);
        check(&text, offset);
    }

    #[test]
    fn never_panics_on_likely_text(
        parts in prop::collection::vec(prop::sample::select(vec![
            "# ", "## ", "甲", "乙：", "**", "*", "_", "~~", "`", "```", "\n", "\n\n", "\r\n", "    ", "- ", "1. ", "- [x] ",
            "> ", "> [!NOTE]\n", "|", "|-|\n", "[", "](", ")", "![", "![](a.png \"b\")", "[^1]", "[^1]: ", ": ", "<b>", "</b>",
            "<div>", "</div>", "<table>", "<p", "<!--", "-->", "<script>", "</script>", "<br>", "{#a}", "&amp;", "&#0;", "\u{0}", "\u{fffd}",
            "<a href=\"x\">", "<img src=x onerror=y>", "javascript:a", "https://a", "<https://a>", "\\", "---", "===", "“", "”", "\u{ef00}",
            "</label>", "</li>", "</section>", "<input>", "</figure>", "<style>", "<svg>", "<math>", "kepu:", "<plaintext>", "<textarea>",
        ]), 0..40)
    ) {
        check(&parts.concat(), 0);
    }
}
