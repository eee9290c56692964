use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer};
use insta::assert_snapshot;
use proptest::prelude::*;

use super::style::Sheet;
use super::*;
use crate::config;
use crate::model::document::is_safe_address;
use crate::model::{Agenda, Parts, SiteConfig, assemble};
use crate::parse;
use crate::parse::markdown::limit_tests::pieces;
use crate::parse::markdown::raw_tests::{MARKDOWN, tangles};
use crate::theme::Theme;

static CONFIG: LazyLock<Arc<SiteConfig>> = LazyLock::new(|| {
    let text = "title: 站\nbase_url: https://kepu.example.org\ntopics:\n  - { id: aid, name: 急救 }\n";
    Arc::new(config::parse(&Arc::from("site.yaml"), text).0)
});
static PLAIN: LazyLock<Sheet> = LazyLock::new(|| Sheet::new(SPANS, None).unwrap());
/// Spans that say nothing would not be written.
const SPANS: &str = "span,sup,sub,mark,kbd,del,ins,small{top:0}";
static THEME: LazyLock<Theme> = LazyLock::new(|| Theme::load(&BTreeMap::new()).unwrap());

/// A site of one article and a picture.
fn site(text: &str) -> Catalog {
    let parsed = |file: &str, text: &str| {
        Arc::new(parse::text(&Arc::from(file), text.as_bytes().to_vec(), [0; 32]).unwrap())
    };
    let picture = Asset {
        source: Arc::from("content/articles/b.png"),
        path: "files/b.png".to_owned(),
        hash: [0; 32],
        length: 1,
        size: Some((640, 480)),
    };
    let parts = Parts {
        config: Arc::clone(&CONFIG),
        day: jiff::civil::date(2026, 11, 23),
        drafts: false,
        future: false,
        articles: vec![
            parsed("content/articles/a.md", text),
            parsed("content/articles/c.md", "---\n标题: 丙\n发布日期: 2026-01-01\n---\n\n## 节\n"),
        ],
        pages: Vec::new(),
        agenda: Arc::new(Agenda::default()),
        announcements: Arc::default(),
        assets: [(Arc::clone(&picture.source), picture)].into(),
    };
    assemble(parts).0
}

/// The body of an article, its addresses and footnotes, with the styles of `sheet`.
fn body(text: &str, sheet: &Sheet) -> (String, Vec<String>) {
    let catalog = site(text);
    let article = catalog.article_from("content/articles/a.md").unwrap();
    let tree = tree(&article.source);
    let picture = |asset: &Asset| asset.path.clone();
    let mut writer = Writer::new(&tree, (&catalog, &article.links), sheet, &picture);
    writer.flow.begin_box(style::Context::Article);
    writer.body();
    writer.flow.end();
    let links = writer.links.list.into_iter().map(|link| link.address).collect();
    (writer.flow.html, links)
}

/// The body without styles, a line for each block.
fn bare(text: &str) -> String {
    let html = body(text, &PLAIN).0;
    let html = html.replace(" style=\"top:0\"", "");
    let inner = html.strip_prefix("<section>").and_then(|it| it.strip_suffix("</section>")).unwrap();
    inner
        .replace("</p>", "</p>\n")
        .replace("</section>", "</section>\n")
        .replace("<section><", "<section>\n<")
}

#[test]
fn lists_are_lines_with_marks() {
    assert_snapshot!(bare("3. 甲\n   - 乙\n     - 丙\n       - 丁\n4. 戊\n\n   己\n\n- [x] 庚\n- ```\n  辛\n  ```\n"), @r#"
    <p><span>3.</span>甲</p>
    <section>
    <p><span>◦</span>乙</p>
    <section>
    <p><span>▪</span>丙</p>
    <section>
    <p><span>•</span>丁</p>
    </section>
    </section>
    </section>
    <p><span>4.</span>戊</p>
    <section>
    <p>己</p>
    </section>
    <p><span>☑</span>庚</p>
    <p><span>•</span></p>
    <section>
    <section>辛</section>
    </section>
    "#);
}

#[test]
fn links_become_numbers() {
    let text = "**中**\n文\na\n[甲](https://a.cn/?x=1&y=2) [乙](https://a.cn/?x=1&y=2) [丙](c.md#节) [丁](#x)\n\
        [**戊**](https://mp.weixin.qq.com/s/1) <https://b.cn> [己](mailto:a@b.cn) [庚](https://mp.weixin.qq.com.evil.cn)\n\n## x\n";
    assert_snapshot!(bare(text), @r#"
    <p><strong>中</strong>文 a 甲<span>[1]</span> 乙<span>[1]</span> 丙<span>[2]</span> 丁<a href="https://mp.weixin.qq.com/s/1"><strong>戊</strong></a> https://b.cn 己（a@b.cn） 庚<span>[3]</span></p>
    <p>x</p>
    "#);
    let links = body(text, &PLAIN).1;
    assert_eq!(
        links,
        [
            "https://a.cn/?x=1&y=2",
            "https://kepu.example.org/articles/c.html#节",
            "https://mp.weixin.qq.com.evil.cn"
        ]
    );
}

#[test]
fn blocks_take_forms_that_stay() {
    let text = "> 甲\n\n> [!WARNING]\n> 乙\n\n```sh\na  b\n\tc\n```\n\n![图](b.png \"题\")\n\n丙![图](b.png)\n丁\n\n| 戊 | 己 |\n|:-:|--|\n| 庚 | a\\|b |\n\n辛\n: 壬\n\n***\n\n癸[^1]\n\n[^1]: 注一\n\n    注二\n";
    assert_snapshot!(bare(text), @r#"
    <section>
    <p>甲</p>
    </section>
    <section>
    <p>注意</p>
    <p>乙</p>
    </section>
    <section>a&nbsp;&nbsp;b<br>&nbsp;&nbsp;&nbsp;&nbsp;c</section>
    <p><img src="files/b.png" alt="图" style="width:640px"></p>
    <p>题</p>
    <p>丙<img src="files/b.png" alt="图" style="width:640px">丁</p>
    <section>
    <table><tr><td style="text-align:center">戊</td><td>己</td></tr><tr><td style="text-align:center">庚</td><td>a|b</td></tr></table></section>
    <p>辛</p>
    <p>壬</p>
    <p>· · ·</p>
    <p>癸<span>[注1]</span></p>
    <section>
    <p>注释</p>
    <p><span>[注1]</span>注一</p>
    <section>
    <p>注二</p>
    </section>
    </section>
    "#);
}

#[test]
fn raw_html_takes_forms_that_stay() {
    let text = "<ruby>汉<rt>hàn</rt></ruby><ruby>字<rp>(</rp><rt>zì</rt><rp>)</rp></ruby> <abbr title=\"除颤器\">AED</abbr> <kbd>Ctrl</kbd> <mark>甲</mark> H<sub>2</sub>O <q>乙</q> <small>丙</small>\n\n\
        <details open><summary>问</summary>\n\n答\n\n</details>\n\n\
        <table><caption>题</caption><tr><th colspan=2>甲</th></tr><tr><td>乙<p>丙</p></td><td><ul><li>丁</li></ul></td></tr></table>\n\n\
        <del>\n\n一\n\n二\n\n</del>\n\n<img src=\"b.png\" alt=\"图\" width=\"50%\">\n";
    assert_snapshot!(bare(text), @r#"
    <p>汉（hàn）字(zì) AED（除颤器） <span>Ctrl</span> <span>甲</span> H<span>2</span>O “乙” <span>丙</span></p>
    <section>
    <p>问</p>
    <p>答</p>
    </section>
    <p>题</p>
    <section>
    <table><tr><td colspan="2">甲</td></tr><tr><td>乙<br>丙</td><td><p><span>•</span>丁</p>
    </td></tr></table></section>
    <p><span>一</span></p>
    <p><span>二</span></p>
    <p><img src="files/b.png" alt="图" style="width:50%">
    </p>
    "#);
}

#[test]
fn an_article_has_a_head_and_a_foot() {
    let text = "---\n标题: 题\n主题: 急救\n发布日期: 2026-11-05\n有效期至: 2026-11-20\n作者: [张三]\n流言: 甲能治乙\n判定: 谣言\nAI辅助: 否\n来源:\n  - { 标题: 源, 机构: 丙, 年份: 2024, 网址: 'https://a.cn/' }\n---\n\n正文[丁](https://a.cn/)。\n";
    let catalog = site(text);
    let article = catalog.article_from("content/articles/a.md").unwrap();
    let style = Style::plain(SPANS);
    let wechat = render(article, &catalog, &style, Closing::default(), |_| String::new());
    let shown = wechat
        .html
        .replace(" style=\"top:0\"", "")
        .replace("</p>", "</p>\n")
        .replace("</section>", "</section>\n");
    assert_snapshot!(shown, @r#"
    <section><section><p><span>流言</span>　<strong>甲能治乙</strong></p>
    <p><span>判定</span>　<strong>谣言</strong></p>
    </section>
    <section><p>本文已过有效期</p>
    <p>内容可能已经过时，请勿直接照做，以最新的官方说法为准。</p>
    </section>
    <p>发布：2026年11月5日</p>
    <p>正文丁<span>[1]</span>。</p>
    <section><p>本文的依据</p>
    <p><span>作者：</span>张三</p>
    <p><span>有效期至：</span>2026年11月20日</p>
    <p><span>人工智能：</span>写作中未使用人工智能</p>
    <p><span>来源：</span></p>
    <p><span>1.</span>源，丙，2024 年<span>[1]</span></p>
    <p><span>原文：</span>https://kepu.example.org/aid/a.html</p>
    </section>
    <section><p>引用链接</p>
    <p><span>[1]</span>https://a.cn/</p>
    </section>
    </section>
    "#);
    assert_eq!(
        (wechat.title.as_str(), wechat.author.as_str(), wechat.digest.as_str()),
        ("题", "张三", "正文丁。")
    );
    assert_eq!(wechat, render(article, &catalog, &style, Closing::default(), |_| String::new()));
}

#[test]
fn what_the_channel_says_comes_last() {
    let catalog = site("---\n标题: 题\n主题: 急救\n---\n\n正文。\n");
    let article = catalog.article_from("content/articles/a.md").unwrap();
    let style = Style::plain(SPANS);
    let closing = Closing { attribution: Some("来源：某<科>协"), link_text: Some("全文和依据") };
    let html = render(article, &catalog, &style, closing, |_| String::new()).html;
    let last = "<section><p>来源：某&lt;科&gt;协</p><p>全文和依据：https://kepu.example.org/aid/a.html</p></section></section>";
    assert!(html.ends_with(last), "{html}");
    assert_eq!(html.matches("https://kepu.example.org/aid/a.html").count(), 1, "the address twice: {html}");
    let only = Closing { link_text: None, ..closing };
    let html = render(article, &catalog, &style, only, |_| String::new()).html;
    assert!(html.contains("原文：</span>https://") && html.ends_with("协</p></section></section>"), "{html}");
}

#[test]
fn a_site_may_bring_its_own_styles() {
    let catalog = site("---\n标题: 题\n主题: 急救\n---\n\n正文。\n");
    let article = catalog.article_from("content/articles/a.md").unwrap();
    let html = |css: &str| {
        let theme = Theme::load(&[(SHEET.to_owned(), css.as_bytes().to_vec())].into()).unwrap();
        Style::new(&theme, &catalog)
            .map(|style| render(article, &catalog, &style, Closing::default(), |_| String::new()).html)
    };
    let own = html("p { color: var(--topic) }").unwrap();
    assert!(own.contains("<p style=\"color:#1f6fb2\">正文。</p>"), "{own}");
    let refused = html("p { position: fixed }").unwrap_err().to_string();
    assert!(refused.contains(SHEET), "{refused}");
}

#[test]
fn what_is_too_long_is_cut_or_named() {
    assert_eq!(authors(["张三", "李四"].into_iter()), "张三 李四");
    assert_eq!(
        authors(["欧阳某某某某", "司徒某某某某", "上官某某某某"].into_iter()),
        "欧阳某某某某 司徒某某某某等"
    );
    assert_eq!(authors(["某".repeat(30).as_str()].into_iter()).chars().count(), LIMITS.author);
    let text = format!("---\n标题: {}\n---\n\n{}\n\n- 短\n", "题".repeat(33), "长".repeat(300));
    let catalog = site(&text);
    let article = catalog.article_from("content/articles/a.md").unwrap();
    let wechat = render(article, &catalog, &Style::plain(SPANS), Closing::default(), |_| String::new());
    assert_eq!(wechat.digest.chars().count(), 120, "the excerpt is shorter than the limit");
    let dearest = wechat.costliest(1)[0];
    let span = dearest.span.unwrap();
    assert_eq!((dearest.words.as_str(), dearest.characters), ("长".repeat(16).as_str(), 307));
    assert!(text[span.start..span.end].starts_with('长'));
    let limits = Limits { content: wechat.characters, ..LIMITS };
    let faults: Vec<String> = wechat.faults(&limits).into_iter().map(|it| it.zh).collect();
    assert_eq!(faults.len(), 2);
    assert_eq!(faults[0], "标题 33 字，公众号最多 32 字");
    assert!(faults[1].contains("“长长长长长长长长长长长长长长长长” 307"), "{}", faults[1]);
    assert_eq!(wechat.faults(&Limits { title: 33, ..LIMITS }), []);
}

/// Ten sections with three paragraphs, a list and, every other time, a picture; a table, alerts, links, sources.
#[test]
fn an_article_of_three_thousand_characters_is_within_the_budget() {
    let mut text = String::from(
        "---\n标题: 夏天防中暑，老人孩子怎么做\n主题: 急救\n发布日期: 2026-07-01\n作者: [张三, 李四]\n审核: [王五]\n审核日期: 2026-06-30\n有效期至: 2027-06-30\n适用人群: [老人, 家长]\n来源:\n",
    );
    for year in 2021..2025 {
        text.push_str(&format!(
            "  - {{ 标题: 高温中暑事件卫生应急预案第{year}版, 机构: 国家疾控局, 年份: {year}, 网址: 'https://a.cn/{year}/heat.html' }}\n"
        ));
    }
    text.push_str("---\n");
    for section in 1..=10 {
        text.push_str(&format!("\n## 第{section}步 先把人带到阴凉通风的地方\n\n"));
        text.push_str("天热的时候身体靠出汗来散热，汗出不来，热就闷在身体里。老人口渴的感觉不灵，等到口渴再喝水，已经晚了。一小口一小口地喝，一次不要太多，也不要喝冰水。");
        text.push_str(&format!("更多办法见[《天热怎么喝水》](https://a.cn/water/{section}.html)。\n\n"));
        text.push_str("出现头晕、恶心、没有力气，就要停下手里的活，到树荫下或者有空调的屋里去。**体温超过四十度、人叫不醒的，是热射病，马上打急救电话**，一边等一边往身上洒水、扇风。\n\n");
        text.push_str("平时也要防：干活避开上午十点到下午四点，戴草帽，穿浅色的衣服；家里挂上窗帘，早晚开窗；冰箱里备一壶凉白开，放一点盐。\n\n");
        for item in [
            "解开衣领和腰带，把外衣脱掉，让风吹到身上。",
            "用湿毛巾擦脖子、腋窝和大腿根，那里的血管又粗又浅。",
            "人清醒的时候喝一点淡盐水，不清醒的时候什么也不要喂。",
            "每隔几分钟看一次呼吸和反应，记下时间，等医生来了告诉他。",
        ] {
            text.push_str(&format!("- {item}\n"));
        }
        if section % 2 == 0 {
            text.push_str(
                "\n![两个人把中暑的人抬到树荫下，解开衣领，用湿毛巾擦身](b.png \"先降温，再送医\")\n",
            );
        }
        if section % 4 == 0 {
            text.push_str("\n> [!WARNING]\n> 酒精擦身会让小孩中毒，退烧药对中暑没有用，都不要用。\n");
        }
    }
    text.push_str("\n| 样子 | 是什么 | 怎么办 |\n| --- | --- | --- |\n");
    for _ in 0..4 {
        text.push_str("| 头晕、出汗多、心慌 | 先兆中暑 | 休息，喝水 |\n");
    }
    let catalog = site(&text);
    let article = catalog.article_from("content/articles/a.md").unwrap();
    let words = article.source.outline.words;
    assert!((3_000..3_300).contains(&words), "{words}");
    let style = Style::new(&THEME, &catalog).unwrap();
    let wechat = render(article, &catalog, &style, Closing::default(), |_| {
        format!("https://mmbiz.qpic.cn/mmbiz_png/{}/0", "a".repeat(86))
    });
    assert!(wechat.characters < 19_000, "{}", wechat.characters);
    assert_eq!(wechat.faults(&LIMITS), []);
}

/// Start tags with their attributes, and the text.
#[derive(Debug, Default)]
struct Read {
    tags: Vec<(String, Vec<(String, String)>)>,
    text: String,
}

fn read(html: &str) -> Read {
    #[derive(Default)]
    struct Sink(RefCell<Read>);
    impl TokenSink for Sink {
        type Handle = ();
        fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
            let mut read = self.0.borrow_mut();
            match token {
                Token::TagToken(tag) => {
                    let attributes =
                        tag.attrs.iter().map(|it| (it.name.local.to_string(), it.value.to_string()));
                    read.tags.push((tag.name.to_string(), attributes.collect()));
                }
                Token::CharacterTokens(text) => read.text.push_str(&text),
                _ => {}
            }
            TokenSinkResult::Continue
        }
    }
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Sink::default(), Default::default());
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

const TAGS: [&str; 12] =
    ["section", "p", "span", "strong", "em", "a", "img", "br", "code", "table", "tr", "td"];

/// ammonia reads HTML as a browser does and writes what it has read.
static JUDGE: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut attributes: HashMap<&str, HashSet<&str>> = HashMap::new();
    attributes.insert("a", ["href"].into());
    attributes.insert("img", ["src", "alt"].into());
    attributes.insert("td", ["colspan", "rowspan"].into());
    let mut judge = ammonia::Builder::empty();
    judge
        .tags(TAGS.into_iter().chain(["tbody"]).collect())
        .tag_attributes(attributes)
        .generic_attributes(["style"].into())
        .url_schemes(["http", "https"].into())
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(None);
    judge
});

/// Fails unless the body of `text` is whole, harmless and complete.
fn assert_kept(text: &str) {
    let sheet = LazyLock::force(&SHEET_OF_THEME);
    let (html, links) = body(text, sheet);
    // The browser puts the rows of a table into a body of their own.
    let cleaned = JUDGE.clean(&html).to_string().replace("<tbody>", "").replace("</tbody>", "");
    assert_eq!(cleaned, html.replace('\u{a0}', "&nbsp;"), "{text:?}");
    let shown = read(&html);
    for (tag, attributes) in &shown.tags {
        assert!(TAGS.contains(&tag.as_str()), "<{tag}> of {text:?}");
        for (name, value) in attributes {
            match name.as_str() {
                "style" => assert!(
                    !["url(", "var(", "position", "--", "expression"].iter().any(|it| value.contains(it)),
                    "{value}"
                ),
                "href" => assert!(
                    value.starts_with("https://mp.weixin.qq.com/")
                        || value.starts_with("http://mp.weixin.qq.com/"),
                    "{value}"
                ),
                "src" => assert!(is_safe_address(value), "{value}"),
                "alt" | "colspan" | "rowspan" => {}
                _ => panic!("{name} of {text:?}"),
            }
        }
    }
    assert!(links.iter().all(|link| is_safe_address(link) && link.contains("://")), "{links:?}");
    let catalog = site(text);
    let article = catalog.article_from("content/articles/a.md").unwrap();
    assert_complete(&article.source.document().text, &shown.text, text.contains("[^"));
    assert!(html.len() <= 20_000 + 400 * text.len(), "{} of {}", html.len(), text.len());
}

static SHEET_OF_THEME: LazyLock<Sheet> =
    LazyLock::new(|| Sheet::new(THEME.sheet(SHEET).unwrap(), Some("#c8372d")).unwrap());

/// All of `plain` is shown, in its order unless footnotes were moved to the end.
fn assert_complete(plain: &str, shown: &str, moved: bool) {
    let solid = |text: &str| -> Vec<char> { text.chars().filter(|it| !it.is_whitespace()).collect() };
    let (plain, shown) = (solid(plain), solid(shown));
    if moved {
        let mut counts: HashMap<char, i64> = HashMap::new();
        for character in &shown {
            *counts.entry(*character).or_default() += 1;
        }
        for character in plain {
            let count = counts.entry(character).or_default();
            *count -= 1;
            assert!(*count >= 0, "{character:?} is missing");
        }
        return;
    }
    let mut rest = shown.iter();
    for (place, character) in plain.iter().enumerate() {
        assert!(
            rest.any(|it| it == character),
            "{:?} is missing or moved in {:?}",
            plain[place..].iter().take(20).collect::<String>(),
            shown.iter().collect::<String>()
        );
    }
}

#[test]
fn hostile_addresses_lead_nowhere() {
    assert_kept(
        "[甲](javascript:1) [乙](//a.cn) <a href=\"data:text/html,1\">丙</a> ![丁](file:///etc/x) <a href=https://mp.weixin.qq.com/s/\"onclick=1>戊</a>",
    );
    assert_kept("<img src=\"https://a.cn/a.png\" alt='\"><script>' width=\"1;position:fixed\">");
    assert_kept("<td>甲</td><tr>乙<table>丙<tr>丁<td>戊<caption>己</caption><pre> a\n\n b</pre></table>");
}

/// Documents tried: 64, or a quarter of `PROPTEST_CASES`.
fn documents() -> ProptestConfig {
    let config = ProptestConfig::default();
    ProptestConfig { cases: config.cases / 4, ..config }
}

proptest! {
    #![proptest_config(documents())]
    #[test]
    fn random_documents_are_kept_whole(text in pieces()) {
        assert_kept(&text);
    }
}

proptest! {
    #[test]
    fn tangles_are_kept_whole(pieces in tangles(MARKDOWN)) {
        assert_kept(&pieces.concat());
    }
}
