//! Inputs that try to smuggle a script into the output.

use super::tests::{check, html};

/// Fails when `html` has a tag or attribute that could run a script. Reads tags as a browser
/// does: outside them, any text is harmless.
pub fn assert_harmless(html: &str, source: &str) {
    const ALLOWED: &[&str] = &[
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "section",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
        "var",
        "wbr",
    ];
    for part in html.split('<').skip(1) {
        let name: String =
            part.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        assert!(ALLOWED.contains(&name.as_str()), "tag <{name}> in {html:?} from {source:?}");
        let mut rest = &part[part.find(name.as_str()).unwrap_or(0) + name.len()..];
        while let Some(body) = rest.strip_prefix(' ') {
            let end = body.find(['=', ' ', '>']).expect("tags are closed");
            let attribute = &body[..end];
            assert!(!attribute.starts_with("on"), "{attribute} in {html:?} from {source:?}");
            assert_ne!(attribute, "style", "{html:?} from {source:?}");
            rest = &body[end..];
            if let Some(value) = rest.strip_prefix("=\"") {
                let end = value.find('"').expect("values are closed");
                let address: String = value[..end].chars().filter(|c| *c > ' ').collect();
                let address = address.to_lowercase();
                if matches!(attribute, "href" | "src") {
                    for scheme in ["javascript:", "data:", "vbscript:", "file:", "blob:"] {
                        assert!(!address.starts_with(scheme), "{address} in {html:?} from {source:?}");
                    }
                }
                rest = &value[end + 1..];
            }
        }
        assert!(rest.starts_with('>'), "{rest:?} in {html:?} from {source:?}");
    }
    let forbidden = |c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{fffd}';
    assert!(!html.contains(forbidden), "{html:?} from {source:?}");
}

const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.cn/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\n>alert(1)</script\n>",
    "甲<script>alert(1)",
    "<img src=x onerror=alert(1)>",
    "<img src=\"x\" ONERROR = 'alert(1)'>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=javascript:alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<iframe src=\"javascript:alert(1)\"></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=\"data:text/html,x\"></object><embed src=x><applet>",
    "<style>@import 'javascript:alert(1)';</style>",
    "<p style=\"background:url(javascript:alert(1))\">x</p>",
    "<link rel=stylesheet href=//evil><meta http-equiv=refresh content=\"0;javascript:alert(1)\"><base href=//evil>",
    "<form action=javascript:alert(1)><button formaction=javascript:alert(1)>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<input type=image src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"  java&#9;script:alert(1)\">x</a>",
    "<a href=\"&#106;avascript&colon;alert(1)\">x</a>",
    "<a href=\"\u{1}javascript:alert(1)\">x</a>",
    "<a href=\"javascript%3Aalert(1)\">x</a>",
    "<a href='x' onmouseover='alert(1)'>x</a>",
    "<a href=\"x\"onclick=\"alert(1)\">x</a>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<body onload=alert(1)><html onload=x>",
    "<template><script>alert(1)</script></template>",
    "<textarea><script>alert(1)</script></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><script>alert(1)</script></xmp><plaintext><b>",
    "<!--><script>alert(1)</script>-->",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!---><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "甲 <!--><img src=x onerror=alert(1)>--> 乙",
    "甲 <!-- --!><img src=x onerror=alert(1)> --> 乙",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo '<script>alert(1)</script>' ?>",
    "<!DOCTYPE html><script>alert(1)</script>",
    "<a href=\"kepu-ref:0\">x</a> [y](javascript:alert(1))",
    "<p id=\"kepu-id:x&quot; onclick=alert(1)\">x</p>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript%3Aalert(1))",
    "[x](%6Aavascript:alert(1))",
    "[x](java%0ascript:alert(1))",
    "[x](%01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](blob:https://a/b)",
    "[x](&#0;)",
    "[x](kepu-ref:0)",
    "[x]\n\n[x]: javascript:alert(1)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x\" onerror=\"alert(1)](a.png)",
    "![x](a.png \"b\\\" onerror=\\\"alert(1)\")",
    "![x](a.png\"onerror=alert(1))",
    "[x](a.md \"b' onclick='alert(1)\")",
    "[x](<a.md\" onclick=\"alert(1)>)",
    "<javascript:alert(1)>",
    "# x {#a\"onclick=alert(1)}",
    "# x {onclick=alert(1) .\"><script>alert(1)</script>}",
    "# <script>alert(1)</script>",
    "```\"><script>alert(1)</script>\nx\n```",
    "``` a\"onclick=alert(1)\nx\n```",
    "`<script>alert(1)</script>`",
    "x[^<script>]\n\n[^<script>]: <script>alert(1)</script>",
    "x[^\"onclick]\n\n[^\"onclick]: y",
    "| <script>alert(1)</script> |\n|-|\n| <img src=x onerror=alert(1)> |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\<script>alert(1)\\</script>",
    "<b>&lt;img src=x onerror=alert(1)&gt;</b>",
    "<p title=\"<img src=x onerror=alert(1)>\">x</p>",
    "<p title='\"><img src=x onerror=alert(1)>'>x</p>",
    "<img alt=\"`><img src=x onerror=alert(1)>\">",
    "- [x] <img src=x onerror=alert(1)>\n- <script>",
    "<div class=\"alert\" id=main role=button>x</div>",
];

#[test]
fn nothing_hostile_comes_through() {
    for source in HOSTILE {
        check(source, 0);
        let surrounded =
            format!("甲<b>乙</b>\n\n{source}\n\n[丙](d.md) ![丁](e.png)[^1]\n\n[^1]: {source}\n");
        check(&surrounded, 0);
        for container in ["- ", "> ", "## ", "| a |\n|-|\n| "] {
            check(&format!("{container}{source}"), 0);
        }
        let lower = html(source).to_lowercase();
        assert!(!lower.contains("<script") && !lower.contains("href=\"javascript"), "{source}: {lower}");
    }
}

#[test]
fn deep_nesting_comes_to_an_end() {
    for opening in ["<div>", "<b>", "<table><td>", "> ", "- ", "[", "![", "*a **b ", "<a href=x>", "[^1]"] {
        check(&opening.repeat(5_000), 0);
    }
}

#[test]
fn nobody_can_write_what_marks_our_own() {
    let own = "## 按压\n\n[丙](d.md) ![丁](e.png)[^1]\n\n[^1]: 注\n\n<b>字</b>\n\n";
    let written = html(own);
    for number in 0..4 {
        let hash = "0".repeat(64);
        let forged = format!(
            "<a href=\"kepu-ref:{number}\">伪</a> <a href=\"kepu-ref:{hash}:{number}\">伪</a> \
             <img src=\"kepu-ref:{number}\" alt=\"伪\"> <p id=\"kepu-id:x\">伪</p> <p id=\"kepu-id:{hash}:x\">伪</p>\n\n"
        );
        let both = html(&format!("{own}{forged}"));
        let count = |text: &str, what: &str| text.matches(what).count();
        for what in ["href=", "src=", "id="] {
            assert_eq!(count(&both, what), count(&written, what), "{what} in {both}");
        }
    }
    // A private character that stands for punctuation stays what it is.
    assert!(!html("**注意：**先 &#xEF00; &#61184;").contains("先 ，"));
}
