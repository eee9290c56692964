//! Markdown, raw HTML, front matter and the report of their problems.

use std::sync::Arc;

use kepu::diagnostic::{Colour, Language, render_json, render_text};
use kepu::parse;
use kepu::theme;

/// A name, and what makes, parses, minifies and reports a text of about so many bytes.
pub type Case = (&'static str, fn(usize));

/// Every construct, whole and broken, that can be repeated.
pub const CASES: &[Case] = &[
    ("plain text", |bytes| run(&"按压深度5～6厘米。\n\n".repeat(bytes / 30))),
    ("nested quotes", |bytes| run(&"> ".repeat(bytes / 2))),
    ("nested quotes, lines", |bytes| {
        run(&format!("{}\n{}", ">".repeat(bytes / 2), "甲\n".repeat(bytes / 8)))
    }),
    ("nested lists", |bytes| run(&"- ".repeat(bytes / 2))),
    ("nested lists, blank lines", |bytes| {
        run(&format!("{}甲{}", "- ".repeat(bytes / 4), "\n".repeat(bytes / 2)))
    }),
    ("stairs of lists", |bytes| run(&stairs(bytes / 2, bytes / 2))),
    ("nested footnotes", |bytes| run(&"[^1]: ".repeat(bytes / 6))),
    ("nested definitions", |bytes| run(&format!("甲\n{}", ": ".repeat(bytes / 2)))),
    ("nested alternating", |bytes| run(&"> - 1. ".repeat(bytes / 7))),
    ("emphasis", |bytes| run(&"*a **b ".repeat(bytes / 7))),
    ("stars", |bytes| run(&"*".repeat(bytes))),
    ("nested strong", |bytes| run(&format!("{}甲{}", "**甲".repeat(bytes / 10), "甲**".repeat(bytes / 10)))),
    ("nested underscores", |bytes| run(&format!("{}a{}", "_".repeat(bytes / 2), "_".repeat(bytes / 2)))),
    ("strikethrough", |bytes| run(&"~~a ~b ".repeat(bytes / 7))),
    ("open brackets", |bytes| run(&"[".repeat(bytes))),
    ("brackets", |bytes| run(&format!("{}{}", "[".repeat(bytes / 2), "]".repeat(bytes / 2)))),
    ("open links", |bytes| run(&"[a](".repeat(bytes / 4))),
    ("open links, quotes", |bytes| run(&"[a](b \"".repeat(bytes / 7))),
    ("open pictures", |bytes| run(&"![".repeat(bytes / 2))),
    ("nested pictures", |bytes| run(&format!("{}{}", "![".repeat(bytes / 8), "](a.png)".repeat(bytes / 8)))),
    ("backticks", |bytes| run(&backticks(bytes))),
    ("angles", |bytes| run(&"<".repeat(bytes))),
    ("open comments", |bytes| run(&"a <!-- ".repeat(bytes / 7))),
    ("open instructions", |bytes| run(&"a <? ".repeat(bytes / 5))),
    ("open declarations", |bytes| run(&"a <!A ".repeat(bytes / 6))),
    ("open cdata", |bytes| run(&"a <![CDATA[".repeat(bytes / 11))),
    ("open addresses", |bytes| run(&"a <https:".repeat(bytes / 9))),
    ("open tags", |bytes| run(&"a <b x=\"".repeat(bytes / 8))),
    ("comments", |bytes| run(&"<!-- a -->\n".repeat(bytes / 11))),
    ("entities", |bytes| run(&"&amp;&".repeat(bytes / 6))),
    ("escapes", |bytes| run(&"\\".repeat(bytes))),
    ("lines of underscores", |bytes| run(&"_\n".repeat(bytes / 2))),
    ("lines of brackets", |bytes| run(&"[\n".repeat(bytes / 2))),
    ("lines of quotes", |bytes| run(&format!("甲\n{}", ">\n".repeat(bytes / 2)))),
    ("one heading often", |bytes| run(&"## 甲\n".repeat(bytes / 7))),
    ("one anchor often", |bytes| run(&"## 甲 {#a}\n".repeat(bytes / 12))),
    ("heading attributes", |bytes| run(&format!("## 甲 {{{}}}\n", "#a .b c=d ".repeat(bytes / 10)))),
    ("footnote calls", |bytes| run(&format!("{}\n\n[^1]: 乙\n", "[^1]".repeat(bytes / 4)))),
    ("footnotes", |bytes| run(&numbered(bytes, |n| format!("[^{n}]\n\n[^{n}]: 乙\n\n")))),
    ("unused footnotes", |bytes| run(&numbered(bytes, |n| format!("[^{n}]: 乙\n\n")))),
    ("one footnote often", |bytes| run(&"[^1]: 乙\n\n".repeat(bytes / 11))),
    ("definitions of links", |bytes| run(&numbered(bytes, |n| format!("[{n}]: /a\n")))),
    ("uses of one definition", |bytes| {
        run(&format!("[a]: /{}\n\n{}", "b".repeat(bytes / 2), "[a]".repeat(bytes / 6)))
    }),
    ("definition lists", |bytes| run(&"甲\n: 乙\n\n".repeat(bytes / 11))),
    ("definition terms", |bytes| run(&format!("{}: 乙\n", "甲\n".repeat(bytes / 4)))),
    ("wide table", |bytes| {
        run(&format!("{}\n{}\n{}", "|a".repeat(bytes / 8), "|-".repeat(bytes / 8), "|a\n".repeat(bytes / 8)))
    }),
    ("surplus cells", |bytes| run(&format!("|a|b|\n|-|-|\n{}", "|a|b|c|\n".repeat(bytes / 8)))),
    ("one row of surplus cells", |bytes| run(&format!("|a|\n|-|\n{}", "|a".repeat(bytes / 2)))),
    ("pipes", |bytes| run(&"|".repeat(bytes))),
    ("table heads", |bytes| run(&"|a|\n".repeat(bytes / 4))),
    ("tasks", |bytes| run(&"- [x] 甲\n".repeat(bytes / 10))),
    ("emphasis by punctuation", |bytes| run(&"**甲：**乙".repeat(bytes / 13))),
    ("control characters", |bytes| run(&"a\u{1}".repeat(bytes / 2))),
    ("raw div", |bytes| run(&"<div>".repeat(bytes / 5))),
    ("raw div, lines", |bytes| run(&"<div>\n\n".repeat(bytes / 7))),
    ("raw b", |bytes| run(&"<b>".repeat(bytes / 3))),
    ("raw b, paragraphs", |bytes| run(&numbered(bytes, |n| format!("<b title=\"{n}\">x\n\n")))),
    ("raw b, then paragraphs", |bytes| {
        let open: String = (0..90).map(|n| format!("<b title=\"{n}\">")).collect();
        run(&format!("<p>{open}\n{}", "<p>x".repeat(bytes / 4)));
    }),
    ("raw b closed", |bytes| run(&"<b>x</b>".repeat(bytes / 8))),
    ("raw p", |bytes| run(&"<p>".repeat(bytes / 3))),
    ("raw end tags", |bytes| run(&"<div></p></b></i>\n".repeat(bytes / 18))),
    ("raw crossed", |bytes| run(&"<b><div>x</b></div>\n".repeat(bytes / 20))),
    ("raw addresses", |bytes| run(&numbered(bytes, |n| format!("<a href=\"{n}.md\">x</a> ")))),
    ("raw addresses, lines", |bytes| run(&numbered(bytes, |n| format!("<a href=\"{n}.md\">x</a>\n\n")))),
    ("raw addresses, block", |bytes| {
        run(&format!("<div>\n{}", numbered(bytes, |n| format!("<a href=\"{n}.md\">x</a>\n"))))
    }),
    ("raw open addresses", |bytes| run(&numbered(bytes, |n| format!("<a href=\"{n}.md\">")))),
    ("raw entities", |bytes| run(&"<p>&amp;&lt;".repeat(bytes / 12))),
    ("raw attributes", |bytes| run(&format!("<b {}>x</b>", numbered(bytes, |n| format!("a{n} "))))),
    ("raw quotes in attribute", |bytes| run(&format!("<b title=\"{}\">x</b>", "a ' > ".repeat(bytes / 6)))),
    ("raw scripts", |bytes| run(&"<script>x</script>\n".repeat(bytes / 19))),
    ("raw open scripts", |bytes| run(&"甲<script>".repeat(bytes / 11))),
    ("raw title", |bytes| run(&"<title>".repeat(bytes / 7))),
    ("raw svg", |bytes| run(&"<svg><g>".repeat(bytes / 8))),
    ("raw math", |bytes| run(&"x<math><mi>".repeat(bytes / 11))),
    ("raw table text", |bytes| run(&format!("<table>{}", "<br>x".repeat(bytes / 5)))),
    ("raw table cells", |bytes| run(&format!("<table>{}", "<tr><td>x".repeat(bytes / 9)))),
    ("raw tables", |bytes| run(&"<table>".repeat(bytes / 7))),
    ("raw table cells of tables", |bytes| run(&"<table><td>".repeat(bytes / 11))),
    ("raw list items", |bytes| run(&format!("<ul>{}", "<li>x".repeat(bytes / 5)))),
    ("raw lists", |bytes| run(&"<ul><li>".repeat(bytes / 8))),
    ("raw br", |bytes| run(&format!("<p>{}", "<br>".repeat(bytes / 4)))),
    ("raw refused", |bytes| run(&"<x>".repeat(bytes / 3))),
    ("unsafe links in a line", |bytes| run(&"[x](javascript:a) ".repeat(bytes / 18))),
    ("unsafe links, raw between", |bytes| run(&"[x](javascript:a) <x>".repeat(bytes / 21))),
    ("missing pictures in a line", |bytes| run(&"![](x.png) ".repeat(bytes / 11))),
    ("unsafe links in lines", |bytes| run(&"[x](javascript:a)\n".repeat(bytes / 18))),
    ("definitions, open titles", |bytes| run(&"[a]: b \"\n".repeat(bytes / 9))),
    ("definitions, open brackets", |bytes| run(&"[a]: <\n".repeat(bytes / 7))),
    ("definitions, open labels", |bytes| run(&"[a\n".repeat(bytes / 3))),
    ("definitions, numbered titles", |bytes| run(&numbered(bytes, |n| format!("[{n}]: b (\n")))),
    ("labels without definition", |bytes| run(&"[a][b]".repeat(bytes / 6))),
    ("long labels", |bytes| run(&format!("[{}", "a".repeat(900)).repeat(bytes / 901))),
    ("open fences", |bytes| run(&"```a\n~~~\n".repeat(bytes / 9))),
    ("fences in quotes", |bytes| run(&"> ```\n".repeat(bytes / 6))),
    ("tags over lines", |bytes| run(&"甲 <a\n".repeat(bytes / 7))),
    ("attributes over lines", |bytes| run(&"甲 <a x='\n".repeat(bytes / 11))),
    ("open braces", |bytes| run(&format!("## {}", "{".repeat(bytes)))),
    ("braces in headings", |bytes| run(&"## 甲 {乙}\n".repeat(bytes / 14))),
    ("long setext heading", |bytes| run(&format!("{}===\n", "甲 {a}\n".repeat(bytes / 8)))),
    ("setext headings", |bytes| run(&"甲\n===\n".repeat(bytes / 8))),
    ("empty items", |bytes| run(&"-\n\n".repeat(bytes / 3))),
    ("items of two kinds", |bytes| run(&"- a\n+ b\n".repeat(bytes / 8))),
    ("indented code", |bytes| run(&"    甲\n\n".repeat(bytes / 9))),
    ("delimiter rows", |bytes| run(&"|-\n".repeat(bytes / 3))),
    ("emphasis of three lengths", |bytes| run(&"*甲**乙***丙_丁__".repeat(bytes / 21))),
    ("pre and textarea", |bytes| run(&"<pre>\n<textarea>\n".repeat(bytes / 17))),
    ("end tags in lines", |bytes| run(&"</div\n".repeat(bytes / 6))),
    ("quotes and breaks", |bytes| run(&"> 甲\\\n".repeat(bytes / 7))),
    ("blank lines", |bytes| run(&"\n".repeat(bytes))),
    ("one line", |bytes| run(&"甲".repeat(bytes / 3))),
    ("one word", |bytes| run(&"a".repeat(bytes))),
    ("blanks", |bytes| run(&format!("甲{}乙", " ".repeat(bytes)))),
    ("tabs", |bytes| run(&format!("甲{}乙", "\t".repeat(bytes)))),
    ("one word, unsafe links", |bytes| {
        run(&format!("{}{}", "\u{301}".repeat(bytes / 4), "[x](javascript:a)".repeat(bytes / 34)))
    }),
    ("front matter, unclosed", |bytes| run(&format!("---\n{}", "a: b\n".repeat(bytes / 5)))),
    ("front matter, keys", |bytes| {
        run(&format!("---\n{}---\n", numbered(bytes.min(65_000), |n| format!("k{n}: b\n"))))
    }),
    ("front matter, one key", |bytes| {
        run(&format!("---\n{}---\n", "标题: b\n".repeat(bytes.min(65_000) / 10)))
    }),
    ("front matter, tags", |bytes| {
        run(&format!("---\n标签: [{}]\n---\n", "a,".repeat(bytes.min(65_000) / 2)))
    }),
    ("front matter, broken lines", |bytes| {
        run(&format!("---\n{}---\n", "a: [\n".repeat(bytes.min(65_000) / 5)))
    }),
];

fn run(text: &str) {
    let file = Arc::from("content/articles/a.md");
    let parsed = parse::text(&file, text.as_bytes().to_vec(), [0; 32]).expect("it is text");
    theme::minify(parsed.document().html.as_bytes());
    let source: Arc<str> = Arc::from(text);
    let sources = |_: &str| Some(Arc::clone(&source));
    render_text(&parsed.diagnostics, &sources, Language::Chinese, Colour::None);
    render_json(&parsed.diagnostics, &sources);
}

fn numbered(bytes: usize, item: fn(usize) -> String) -> String {
    let mut text = String::with_capacity(bytes + 64);
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(&item(number));
    }
    text
}

/// Lists of which each stands one level deeper than the one above, then blank lines.
fn stairs(bytes: usize, blank: usize) -> String {
    let mut text = numbered(bytes, |level| format!("{}- 甲\n", "  ".repeat(level)));
    text.push_str(&"\n".repeat(blank));
    text
}

/// Runs of backticks of which no two are of one length.
fn backticks(bytes: usize) -> String {
    numbered(bytes, |length| format!("{}a", "`".repeat(length + 1)))
}
