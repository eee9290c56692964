//! Bodies that are deep, large, unclosed or broken: nothing overflows a stack, nothing takes more
//! than work in proportion, nothing vanishes unsaid.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::limits::{DEPTH, depth};
use super::tests::{check, html, read};
use crate::theme::minify;

/// The stack of a worker thread of the build. Debug builds, in which this runs, use more of it.
const STACK: usize = 2 << 20;

fn with_small_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        thread.expect("a thread starts").join().expect("nothing panics")
    })
}

/// The id of the error by which a body was given up, if it was.
fn excess(text: &str) -> Option<String> {
    let (document, problems) = read(text);
    let error = problems.iter().find_map(|problem| {
        let id = problem.split(':').next().unwrap_or_default();
        let known = ["nested-too-deeply", "too-many-elements", "html-unclosed", "html-outside-cells"];
        known.contains(&id).then(|| id.to_owned())
    });
    assert!(depth(&document.html) <= 2 * DEPTH);
    minify(document.html.as_bytes());
    error
}

/// Ways to nest: an opening, what is inside, a closing.
fn ways() -> Vec<(String, &'static str, String)> {
    let mut ways: Vec<(String, &str, String)> = [
        ("> ", "甲", ""),
        (">", "甲", ""),
        ("- ", "甲", ""),
        ("+ ", "甲", ""),
        ("1. ", "甲", ""),
        ("2) ", "甲", ""),
        ("> - ", "甲", ""),
        ("- > 1. ", "甲", ""),
        ("[^1]: ", "甲", ""),
        ("> [^1]: - ", "甲", ""),
        ("甲\n: - ", "乙", ""),
        ("> [!NOTE]\n> ", "甲", ""),
        ("*a", "甲", "a*"),
        ("**a", "甲", "a**"),
        ("_a ", "甲", " a_"),
        ("~~a", "甲", "a~~"),
        ("*a **b ~~c ", "甲", " c~~ b** a*"),
        ("> <div>\n>\n", "甲", ""),
        ("<table><tr><td>\n\n", "甲", ""),
        ("<ul><li>", "甲", ""),
        ("<ol><li><p>", "甲", ""),
        ("<dl><dd>", "甲", ""),
        ("<blockquote><p>", "甲", ""),
        ("<details><summary>a</summary>", "甲", ""),
        ("<table><tr><td>", "甲", ""),
        ("<table><td>", "甲", ""),
        ("<div><b>", "甲", "</b></div>"),
        ("<b><div>", "甲", "</b></div>"),
        ("甲<span>", "乙", "</span>"),
        ("甲<ruby><rt>", "乙", ""),
        ("<div\n title='a'>", "甲", ""),
        ("<DIV>", "甲", ""),
        ("<div/>", "甲", ""),
        ("<figure><figcaption>", "甲", ""),
        ("<ul>\n<li>\n\n- ", "甲", "\n"),
    ]
    .map(|(open, inside, close)| (open.to_owned(), inside, close.to_owned()))
    .into();
    for name in super::raw_html::TAGS {
        ways.push((format!("<{name}>"), "甲", format!("</{name}>")));
        ways.push((format!("甲 <{name}>"), "乙", String::new()));
        ways.push((format!("<{name}>\n\n"), "甲", String::new()));
        ways.push((format!("<svg><{name}><math>"), "甲", String::new()));
    }
    ways
}

#[test]
fn whatever_is_nested_comes_to_an_end() {
    with_small_stack(|| {
        for (open, inside, close) in ways() {
            for count in [DEPTH / 2, 2_000] {
                let text = format!("{}{inside}{}\n", open.repeat(count), close.repeat(count));
                excess(&text);
            }
        }
    });
}

#[test]
fn deep_nesting_is_an_error_that_names_the_line() {
    for deep in ["> ", "- ", "1. ", "<div>", "<b>", "[^1]: ", "<table><tr><td>", "*a **b ", "<i><div>"] {
        let closing = if deep.starts_with('*') { " b** a*" } else { "" };
        let text = format!("甲\n\n{}乙{}\n", deep.repeat(700), closing.repeat(700));
        let (document, problems) = read(&text);
        let problem = problems.iter().find(|problem| problem.starts_with("nested-too-deeply: "));
        let place = problem.map(|problem| problem["nested-too-deeply: ".len()..].to_owned());
        let third = text.lines().nth(2).expect("a third line");
        assert!(place.as_deref().is_some_and(|place| place.len() > 5 && third.contains(place)), "{deep}");
        assert!(document.text.contains('乙') && document.html.contains('乙'), "{deep}: the text is kept");
    }
    assert!(excess(&format!("<div>\n甲\n{}", "<p>\n<div>\n".repeat(200))).is_some());
}

#[test]
fn what_people_nest_is_none() {
    let mut stairs = String::new();
    for level in 0..20 {
        writeln!(stairs, "{}- 甲", "  ".repeat(level)).expect("a string takes all");
    }
    let items = "<ul>\n".to_owned() + &"<li>甲\n".repeat(500) + "</ul>\n";
    let rows = "<table>\n".to_owned() + &"<tr><td>甲<td><b>乙<td>丙\n".repeat(500) + "</table>\n";
    for text in [
        stairs,
        items,
        rows,
        "<p>甲\n".repeat(500),
        "<dl>".to_owned() + &"<dt>甲<dd>乙".repeat(500),
        "甲<br>".repeat(500),
        "<a href=\"a.md\">甲 ".repeat(300),
        "<b>甲</b> ".repeat(500) + "\n\n<b>乙\n\n" + &"丙\n\n".repeat(400),
        "* * * ".repeat(50),
        "- ".repeat(50).trim_end().to_owned(),
        "1. 甲\n2. 乙\n".repeat(500),
        "```\n".to_owned() + &" ".repeat(150) + "- 甲\n```\n",
        "|甲|乙|\n|-|-|\n".to_owned() + &"|甲|乙|\n".repeat(500),
        "<table><tr><td>\n\n甲\n\n</td></tr></table>\n\n".repeat(100),
        "<div>\n\n甲\n\n</div>\n\n".repeat(300),
        "<details><summary>甲</summary>\n\n乙\n\n</details>\n\n".repeat(300),
    ] {
        assert_eq!(excess(&text), None, "{text:.80}");
    }
}

#[test]
fn large_bodies_are_given_up_with_a_message() {
    let formatting: String = (0..60).map(|n| format!("<b title=\"{n}\">")).collect();
    for (text, id) in [
        ("# 甲\n".repeat(100_001), "too-many-elements"),
        ("`a` ".repeat(100_001), "too-many-elements"),
        ("[^1]".repeat(60_000) + "\n\n[^1]: 甲\n", "too-many-elements"),
        ("<hr>".repeat(100_001), "too-many-elements"),
        ("[".repeat(2_000_001), "too-many-elements"),
        (formatting + &"<p>甲".repeat(3_000), "html-unclosed"),
        ("<table>".to_owned() + &"<br>甲".repeat(1_100), "html-outside-cells"),
    ] {
        assert_eq!(excess(&text).as_deref(), Some(id), "{text:.40}");
    }
}

#[test]
fn repaired_html_grows_with_its_source() {
    // Formatting elements that are never closed are opened again in every block that follows.
    let size = |paragraphs: usize| {
        let text: String = (0..paragraphs).map(|n| format!("<b title=\"{n}\">甲\n\n")).collect();
        html(&text).len()
    };
    assert!(size(400) <= size(200) * 2 + 2_000 && size(200) < 200 * 1_000);
    let attributes: String = (0..500).map(|n| format!("a{n} ")).collect();
    let (document, problems) = read(&format!("<b {attributes}>甲</b>"));
    assert_eq!(document.html, "<p>甲</p>\n");
    assert_eq!(problems.len(), 1, "{problems:?}");
}

#[test]
fn warnings_of_one_kind_are_counted_beyond_a_hundred() {
    for piece in [
        "[甲](javascript:a) ",
        "<x>",
        "![](a.png)",
        "<b onclick=a>甲</b>",
        "<a href=\"javascript:b\">甲</a>",
        "甲 <?x?> ",
    ] {
        for count in [50, 1_000] {
            let (_, problems) = read(&piece.repeat(count));
            assert!(problems.len() <= 203 && problems.len() >= count.min(101), "{piece}: {}", problems.len());
        }
    }
}

/// Each of these took hours when its parts were compared with each other: the test has no clock, it
/// just would not end.
#[test]
fn long_texts_are_read_once() {
    let addresses: String = (0..20_000).map(|n| format!("<a href=\"{n}.md\">甲</a> ")).collect();
    let (document, _) = read(&addresses);
    for (n, reference) in document.outline.references.iter().enumerate() {
        assert_eq!(reference.target, format!("{n}.md"));
        assert_eq!(addresses[reference.span.start..reference.span.end], format!("<a href=\"{n}.md\">"));
    }
    for line in ["_\n", "*\n", "[\n", "`\n", "_ _\n", "甲\n_\n", "**_\n"] {
        read(&line.repeat(150_000));
    }
    for text in ["[^1]: ".repeat(50_000), "- ".repeat(100_000) + "甲" + &"\n".repeat(200_000)] {
        assert_eq!(excess(&text).as_deref(), Some("nested-too-deeply"));
    }
    for raw in
        ["<div>", "<b>", "<p><b>", "<table><td>", "<div></p>", "<ul><li>", "<a href=x>", "</b>", "<b></i>"]
    {
        excess(&raw.repeat(100_000));
        excess(&(raw.to_owned() + "\n\n").repeat(30_000));
    }
}

#[test]
fn raw_addresses_keep_their_places() {
    let text = "甲 <a href=\"b.md\">乙</a>\n\n<a href='c.md?x&amp;y'>丙</a> <A HREF=d.md>丁</A>\n";
    let (document, _) = read(text);
    let places = document.outline.references.iter().map(|one| &text[one.span.start..one.span.end]);
    assert_eq!(places.collect::<Vec<_>>(), ["<a href=\"b.md\">", "<a href='c.md?x&amp;y'>", "<A HREF=d.md>"]);
}

#[test]
fn nothing_vanishes_without_a_word() {
    for (text, told) in [
        ("|甲|乙|\n|-|-|\n|1|2|三|四|\n", Some("surplus-cells: |三|四|")),
        ("|甲|\n|-|\n1|三\n", Some("surplus-cells: |三")),
        ("> |甲|\n> |-|\n> |1|三|\n", Some("surplus-cells: |三|")),
        ("|甲|乙|\n|-|-|\n|1|2|  |\n", None),
        ("|甲|乙|\n|-|-|\n|1\\|三|2|\n", None),
        ("甲 <![CDATA[三]]> 乙", Some("html-removed: <![CDATA[三]]>")),
        ("<![CDATA[\n三\n]]>\n", Some("html-removed: <![CDATA[\n三\n]]>")),
        ("甲 <?三 ?> 乙", Some("html-removed: <?三 ?>")),
        ("<?三\n四 ?>\n", Some("html-removed: <?三\n四 ?>")),
        ("甲 <!THREE 三> 乙", Some("html-removed: <!THREE 三>")),
        ("<!THREE\n三>\n", Some("html-removed: <!THREE\n三>")),
        ("<div></ 三></div>\n", Some("html-removed: </ 三>")),
        ("<!-- 注\n\n三\n", Some("html-removed: <!-- 注\n\n三")),
        ("[三]: 四\n", Some("unused-definition: [三]: 四")),
        ("[三]\n\n[三]: 四\n", None),
        ("![三][四]\n\n[四]: a.png\n", None),
        ("## 甲 {#a 三}\n", Some("heading-attributes: {#a 三}")),
        ("## 甲 {#a}\n", None),
    ] {
        let (_, problems) = read(text);
        match told {
            Some(told) => assert!(problems.iter().any(|problem| problem == told), "{text:?}: {problems:?}"),
            None => assert_eq!(problems, Vec::<String>::new(), "{text:?}"),
        }
    }
}

#[test]
fn braces_in_headings_are_text() {
    for (text, shown) in [
        ("## 甲 {三}\n", "甲 {三}"),
        ("## 甲{三}\n", "甲{三}"),
        ("## 集合 {1, 2}\n", "集合 {1, 2}"),
        ("## 甲 {.三 b=c}\n", "甲 {.三 b=c}"),
        ("## 甲 {}\n", "甲 {}"),
        ("## {三}\n", "{三}"),
        ("甲 {三}\n===\n", "甲 {三}"),
        ("> 甲\n> 乙 {三}\n> ---\n", "甲乙 {三}"),
        ("## 甲 {三} ##\n", "甲 {三}"),
        ("## 甲 {三\n", "甲 {三"),
        ("## 甲 {#a}\n", "甲"),
    ] {
        let (document, _) = read(text);
        assert_eq!(document.outline.headings[0].text, shown, "{text:?}");
    }
}

/// Pieces of Markdown and HTML, whole and broken, that a random document is made of.
pub(crate) fn pieces() -> impl Strategy<Value = String> {
    let tags = super::raw_html::TAGS;
    let markdown = prop::sample::select(vec![
        "> ",
        "- ",
        "1. ",
        "  ",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "甲",
        "乙，",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```\n",
        "[",
        "](",
        ")",
        "![",
        "[^1]",
        "[^1]: ",
        ": ",
        "|",
        "|-|\n",
        "# ",
        "===\n",
        "---\n",
        "{#a}",
        "{三}",
        "&amp;",
        "&#0;",
        "\\",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?",
        "?>",
        "<!A",
        ">",
        "<",
        "\"",
        "<script>",
        "</script>",
        "<svg>",
        "<math>",
        "<title>",
        "<b title=\"",
        "[三]: 四\n",
        "\u{1b}",
        "\u{202e}",
        "https://a ",
        "<https://a>",
        "- [x] ",
        "> [!NOTE]\n",
    ]);
    let piece = prop_oneof![
        3 => markdown.prop_map(str::to_owned),
        2 => prop::sample::select(tags.to_vec()).prop_map(|tag| format!("<{tag}>")),
        1 => prop::sample::select(tags.to_vec()).prop_map(|tag| format!("</{tag}>")),
        1 => (prop::sample::select(tags.to_vec()), 0..1000).prop_map(|(tag, n)| format!("<{tag} href=\"{n}\" title='{n}'>")),
    ];
    let run = (piece, prop_oneof![8 => 1_usize..3, 1 => 3_usize..60, 1 => 60_usize..600]);
    let run = run.prop_map(|(piece, count)| piece.repeat(count));
    prop::collection::vec(run, 0..25).prop_map(|runs| runs.concat())
}

/// Documents tried: 64, or a quarter of `PROPTEST_CASES`.
fn documents() -> ProptestConfig {
    let config = ProptestConfig::default();
    ProptestConfig { cases: config.cases / 4, ..config }
}

proptest! {
    #![proptest_config(documents())]
    #[test]
    fn random_documents_hold_every_promise(text in pieces()) {
        with_small_stack(|| {
            check(&text, 0);
            let (document, problems) = read(&text);
            assert!(depth(&document.html) <= 2 * DEPTH);
            minify(document.html.as_bytes());
            // Output and messages are in proportion: nothing multiplies what is in the source.
            let bound = 10_000 + 200 * text.len();
            assert!(document.html.len() <= bound, "{} of {}", document.html.len(), text.len());
            assert!(problems.len() <= 2_000);
        });
    }
}
