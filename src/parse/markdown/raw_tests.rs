//! Raw HTML in a body: what becomes of it, and that a browser finds in the output the tree that was written.
//!
//! The judge is ammonia, which reads HTML as a browser does and writes what it has read. Its rules are the
//! allow-list and what the program itself writes: what it leaves as it is, is whole, harmless, and in its place.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use proptest::prelude::*;

use super::raw_html::{ATTRIBUTES, GLOBAL, TAGS};
use super::tests::{check, html, read};
use crate::model::document::is_safe_address;

/// Elements that only this program writes.
const OWN_TAGS: &[&str] = &["section", "label", "input"];

/// Attributes that only this program writes.
const OWN_ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["id", "class", "role", "rel", "aria-label"]),
    ("img", &["loading", "decoding"]),
    ("th", &["class"]),
    ("td", &["class"]),
    ("div", &["class", "role", "aria-label", "tabindex"]),
    ("section", &["class", "role", "aria-label"]),
    ("p", &["class"]),
    ("code", &["class"]),
    ("sup", &["class"]),
    ("li", &["id", "class"]),
    ("input", &["type", "disabled", "checked"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
];

/// Values of `class` that this program writes.
const CLASSES: &[&str] = &[
    "alert alert-note",
    "alert alert-tip",
    "alert alert-important",
    "alert alert-warning",
    "alert alert-caution",
    "alert-title",
    "table-wrap",
    "align-left",
    "align-center",
    "align-right",
    "task",
    "footnotes",
    "footnote-ref",
    "footnote-back",
];
const ROLES: &[&str] = &["note", "region", "doc-endnotes", "doc-noteref", "doc-backlink"];

static JUDGE: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut attributes: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (tag, names) in ATTRIBUTES.iter().chain(OWN_ATTRIBUTES) {
        attributes.entry(tag).or_default().extend(*names);
    }
    let mut judge = ammonia::Builder::empty();
    judge
        .tags(TAGS.iter().chain(OWN_TAGS).copied().collect())
        .clean_content_tags(["script", "style", "iframe", "template", "svg", "math"].into())
        .generic_attributes(GLOBAL.iter().copied().collect())
        .tag_attributes(attributes)
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .link_rel(None)
        .attribute_filter(|_, name, value| keep(name, value).then_some(value.into()));
    judge
});

/// Whether an attribute that is allowed by name may have this value.
fn keep(name: &str, value: &str) -> bool {
    match name {
        "class" => {
            let language = value.strip_prefix("language-");
            CLASSES.contains(&value) || language.is_some_and(|name| !name.contains(' '))
        }
        "role" => ROLES.contains(&value),
        "tabindex" => value == "0",
        "cite" => is_safe_address(value),
        "rel" => value == "noopener",
        "aria-label" => matches!(value, "表格" | "注释" | "返回正文"),
        _ => true,
    }
}

/// Fails where a browser reads anything else than what was written.
fn assert_read_as_written(text: &str) {
    let written = read(text).0.html;
    // The judge spells these out, and drops a line end behind `<pre>` as a browser does.
    let mut spelt = written
        .replace(" disabled", " disabled=\"\"")
        .replace(" checked", " checked=\"\"")
        .replace('\u{a0}', "&nbsp;");
    let ends = spelt.match_indices("<pre").filter_map(|(at, _)| Some(at + spelt[at..].find('>')? + 1));
    for end in ends.collect::<Vec<_>>().into_iter().rev() {
        while spelt[end..].starts_with('\n') {
            spelt.remove(end);
        }
    }
    let judged = JUDGE.clean(&spelt).to_string();
    let first = judged.bytes().zip(spelt.bytes()).position(|(left, right)| left != right);
    assert!(judged == spelt, "{text:.200} at {first:?}:\n{judged:.600}\n{spelt:.600}");
}

#[test]
fn elements_around_blocks_of_markdown() {
    for (text, shown) in [
        (
            "<details>\n<summary>题</summary>\n\n甲\n\n- 乙\n\n</details>\n\n丙\n",
            "<details>\n<summary>题</summary>\n<p>甲</p>\n<ul>\n<li>乙</li>\n</ul>\n</details>\n<p>丙</p>\n",
        ),
        ("<div>\n\n甲</div>\n\n乙\n", "<div>\n<p>甲</p>\n</div><p>乙</p>\n"),
        (
            "<div>\n\n> 甲 </div>\n> 乙\n\n丙\n",
            "<div>\n<blockquote>\n<p>甲 \n乙</p>\n</blockquote>\n</div><p>丙</p>\n",
        ),
        ("> <div>\n> 甲\n\n乙\n", "<blockquote>\n<div>\n甲\n</div></blockquote>\n<p>乙</p>\n"),
        ("甲<div>乙</div>丙\n", "<p>甲</p>\n<div>乙</div>丙"),
        (
            "<table><tr><td>\n\n甲</td><td>乙</td></tr></table>\n\n丙\n",
            "<table><tbody><tr><td>\n<p>甲</p>\n</td><td>乙</td></tr></tbody></table><p>丙</p>\n",
        ),
        ("<table>\n\n甲\n\n</table>\n", "<table>\n<tbody><tr><td><p>甲</p>\n</td></tr></tbody></table>\n"),
        (
            "<table>甲<tr><th>乙<td>丙</table>",
            "<table><tbody><tr><td>甲</td></tr><tr><th>乙</th><td>丙</td></tr></tbody></table>",
        ),
        ("<b>甲 *乙</b> 丙* 丁\n", "<p><b>甲 <em>乙</em></b><em> 丙</em> 丁</p>\n"),
        ("*甲 <b>乙* 丙</b> 丁\n", "<p><em>甲 <b>乙</b></em><b> 丙</b> 丁</p>\n"),
        ("<b>甲\n\n乙\n", "<p><b>甲</b></p>\n<p>乙</p>\n"),
        (
            "甲 <a href=\"b.md\">乙 *[丙](c.md)* 丁</a>\n",
            "<p>甲 <a href=\"b.md\">乙 <em></em></a><em><a href=\"c.md\">丙</a></em> 丁</p>\n",
        ),
        (
            "<a href=\"b.md\">\n\n> [丙](c.md)\n\n</a>\n",
            "<span>\n<blockquote>\n<p><a href=\"c.md\">丙</a></p>\n</blockquote>\n\n</span>",
        ),
        ("- 甲 <li>乙</li>\n", "<ul>\n<li>甲 乙</li>\n</ul>\n"),
        ("<b>甲<p>乙</b>丙</p>丁", "<p><b>甲</b></p>\n<p>乙丙</p>丁"),
    ] {
        assert_read_as_written(text);
        assert_eq!(html(text), shown, "{text:?}");
    }
}

/// Signs of Markdown that neither hide what follows nor put it elsewhere.
const PLAIN: &[&str] =
    &["甲", " ", "\n", "\n\n", "\n\n", "*", "**", "~~", "> ", "- ", "  ", "## ", "[丙](c.md)", "---\n"];
pub(crate) const MARKDOWN: &[&str] = &[
    "甲",
    " ",
    "\n",
    "\n\n",
    "\n\n",
    "*",
    "**",
    "~~",
    "`乙`",
    "> ",
    "- ",
    "  ",
    "## ",
    "[丙](c.md)",
    "![](d.png)",
    "[^1]",
    "\n\n[^1]: ",
    "\n\n|丁",
    "|\n|-|\n|",
    "- [x] ",
    "戊\n: ",
    "---\n",
    "<script>",
    "</script>",
    "<!-- -->",
    "&lt;",
];

/// Tags that get in each other's way, and blocks and lines of Markdown.
pub(crate) fn tangles(markdown: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    let names = [
        "a",
        "b",
        "i",
        "span",
        "ruby",
        "rt",
        "p",
        "div",
        "details",
        "blockquote",
        "pre",
        "h2",
        "h3",
        "ul",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "caption",
        "colgroup",
        "col",
        "tbody",
        "thead",
        "tr",
        "td",
        "th",
        "br",
        "hr",
        "img",
        "figure",
        "q",
        "code",
    ];
    let piece = prop_oneof![
        3 => prop::sample::select(names.to_vec()).prop_map(|name| format!("<{name}>")),
        1 => prop::sample::select(names.to_vec()).prop_map(|name| format!("<{name} href='a.md' src='b.png' title='&quot;'>")),
        3 => prop::sample::select(names.to_vec()).prop_map(|name| format!("</{name}>")),
        4 => prop::sample::select(markdown.to_vec()).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..24)
}

proptest! {
    #[test]
    fn a_browser_reads_what_was_written(text in super::limit_tests::pieces()) {
        assert_read_as_written(&text);
    }

    #[test]
    fn a_browser_reads_what_was_written_of_tangles(pieces in tangles(MARKDOWN)) {
        let text = pieces.concat();
        check(&text, 0);
        assert_read_as_written(&text);
    }

    #[test]
    fn nothing_is_lost_or_moved(pieces in tangles(PLAIN)) {
        let numbered = pieces.iter().enumerate().map(|(number, piece)| format!("{piece}<<{number}>>"));
        let text: String = numbered.collect();
        let written = read(&text).0.html;
        let shown = written.split("&lt;&lt;").skip(1);
        let numbers: Vec<&str> = shown.map(|rest| rest.split("&gt;&gt;").next().unwrap_or_default()).collect();
        let expected: Vec<String> = (0..pieces.len()).map(|number| number.to_string()).collect();
        prop_assert_eq!(numbers, expected, "{}\n{}", text, written);
    }
}
