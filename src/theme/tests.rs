//! What the renderer promises of the pages it makes.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use super::{Renderer, Theme, minify};
use crate::outputs::SiteView;
use crate::outputs::view::{ArticleItem, ArticleView, PageView};
use crate::parse::{ParsedText, ResolvedReference};

/// Bodies with every construct that Markdown makes, and raw HTML that is let through.
const BODIES: [&str; 8] = [
    "",
    "一句话。",
    "## 按压\n\n用力按。\n\n1. 打 120\n2. 取 AED\n\n- [ ] 洗手\n- [x] 擦干\n",
    "| 项目 | 说明 |\n|:--|--:|\n| 盐 | 5 克 |\n| 糖 & 油 | <25 克 |\n",
    "> [!WARNING]\n> 不要停。\n\n> 引文\n\n词\n: 解释\n",
    "句子[^1]。\n\n[^1]: 注释 *强调* `代码  两个空格`。\n",
    "```\n  缩进\n\n\n  空行\n```\n\n![图](a.svg \"图注\")\n\n[链接](b.md#c) 后  面\n",
    "<details><summary>问</summary>\n\n答 <ruby>字<rt>zì</rt></ruby>\n\n</details>\n\n末尾  \n换行",
];

/// The body's HTML as a page gets it.
fn body(markdown: &str) -> String {
    let text = ParsedText::new(&Arc::from("a.md"), markdown.as_bytes().to_vec(), [0; 32]).expect("text");
    let references = &text.outline.references;
    let resolved: Vec<_> = references.iter().map(|it| ResolvedReference::to(it.target.clone())).collect();
    text.document().finish(&resolved)
}

/// An article page made as sites get it, and one minified as a whole.
fn both_ways(body: &str) -> (Vec<u8>, Vec<u8>) {
    let theme = Theme::load(&BTreeMap::new()).expect("the default theme");
    let assets = theme.assets().iter().map(|(name, asset)| (name.clone(), asset.path.clone())).collect();
    let site =
        SiteView { title: "测试站".into(), language: "zh-CN".into(), assets, ..SiteView::default() };
    let renderer = Renderer::new(&theme, &site).expect("a renderer");
    let page = PageView { kind: "article", path: "a.html".into(), ..PageView::default() };
    let item = ArticleItem { title: "标题".into(), date: "2026-05-01".into(), ..ArticleItem::default() };
    let view = ArticleView { item, ..ArticleView::default() };
    let minified = minify(body.as_bytes());
    let joined = renderer.page("article.html", &page, ("article", &view), Some(&minified)).expect("a page");
    let whole = renderer.unminified("article.html", &page, ("article", &view), Some(body)).expect("a page");
    (joined, minify(whole.as_bytes()))
}

fn assert_same(body: &str) {
    let (joined, whole) = both_ways(body);
    assert_eq!(String::from_utf8_lossy(&joined), String::from_utf8_lossy(&whole), "of the body {body:?}");
}

#[test]
fn joining_equals_minifying_whole() {
    for markdown in BODIES {
        assert_same(&body(markdown));
    }
    assert_same(&body(&BODIES.join("\n\n")));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn joining_equals_minifying_whole_for_any_text(markdown in "([#>*\\-|`<&\\[\\]() \n]|一|。|a|1){0,80}") {
        assert_same(&body(&markdown));
    }
}
