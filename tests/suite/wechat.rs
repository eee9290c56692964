//! Articles as the editor of WeChat keeps them, and the page from which they are copied.

use std::collections::BTreeMap;

use kepu::channel::closing::Closing;
use kepu::channel::wechat::{LIMITS, Style, Wechat, preview, render};
use kepu::model::{Article, Asset, Catalog};
use kepu::theme::{Renderer, Theme};

use crate::demonstration::Demonstration;
use crate::markup::Markup;
use crate::webdriver::Browser;

fn theme() -> Theme {
    Theme::load(&BTreeMap::new()).expect("the theme loads")
}

fn published(catalog: &Catalog, name: &str, picture: impl Fn(&Asset) -> String) -> Wechat {
    let style = Style::new(&theme(), catalog).expect("the style sheet is sound");
    let is_it = |article: &&Article| article.source.file.ends_with(name);
    let article = catalog.articles.iter().find(is_it).expect("the article is there");
    render(article, catalog, &style, Closing::default(), picture)
}

#[test]
fn every_demonstration_article_is_within_the_budget() {
    let catalog = Demonstration::shared().catalog();
    let style = Style::new(&theme(), &catalog).expect("the style sheet is sound");
    for article in &catalog.articles {
        let wechat =
            render(article, &catalog, &style, Closing::default(), |asset| catalog.absolute(&asset.path));
        assert!(wechat.characters < LIMITS.content, "{}: {}", article.source.file, wechat.characters);
        assert_eq!(wechat.characters, wechat.html.chars().count());
    }
}

/// What the editor keeps; the browser puts `tbody` where it is not written.
const TAGS: [&str; 13] =
    ["section", "p", "span", "strong", "em", "a", "img", "br", "code", "table", "tbody", "tr", "td"];
const ATTRIBUTES: [&str; 6] = ["style", "href", "src", "alt", "colspan", "rowspan"];

fn assert_kept(html: &str) {
    let markup = Markup::parse(html);
    assert!(markup.elements().len() > 40);
    let outermost = markup.elements()[0].get("style").expect("a style");
    assert!(outermost.starts_with("font-size:17px;line-height:1.75;color:#333"), "{outermost}");
    for element in markup.elements() {
        assert!(TAGS.contains(&element.name.as_str()), "<{}>", element.name);
        for name in element.attribute_names() {
            assert!(ATTRIBUTES.contains(&name), "{name} on <{}>", element.name);
        }
        let style = element.get("style").unwrap_or_default();
        for dropped in ["url(", "var(", "position", "--", "gradient"] {
            assert!(!style.contains(dropped), "{style}");
        }
        // What is no plain line says itself how its text looks: the article, boxes, tables.
        let ground = style.contains("background:") && element.name == "section";
        if ground || element.name == "table" {
            for needed in ["font-size:", "line-height:", "color:"] {
                assert!(style.contains(needed) || style.contains("font:"), "<{}> {style}", element.name);
            }
        }
    }
}

#[test]
fn nothing_rests_on_what_the_editor_drops() {
    let catalog = Demonstration::shared().catalog();
    let style = Style::new(&theme(), &catalog).expect("the style sheet is sound");
    for article in &catalog.articles {
        assert_kept(
            &render(article, &catalog, &style, Closing::default(), |asset| catalog.absolute(&asset.path))
                .html,
        );
    }
}

#[test]
fn the_button_copies_the_article_with_its_styles() {
    let Some(browser) = Browser::start("the button of the page for WeChat") else { return };
    let site = Demonstration::shared();
    let wechat = published(&site.catalog(), "cpr.md", |_| "a.svg".to_owned());
    let theme = theme();
    let renderer = Renderer::new(&theme, &()).expect("a renderer");
    let page = preview(&wechat, &["图片还没有上传".to_owned()], &renderer).expect("the page is made");
    assert!(page.len() - wechat.html.len() < 30_000, "{} bytes beside the article", page.len());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("preview.html");
    std::fs::write(&path, &page).expect("the page is written");
    let picture = site.root().join("content/articles/急救/cpr-hands.svg");
    std::fs::copy(picture, folder.path().join("a.svg")).expect("the picture is copied");

    browser.resize(390, 800);
    browser.go(&format!("file://{}", path.display()));
    let wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth";
    assert_eq!(browser.evaluate(wide), false, "wider than a phone");
    let small =
        "[].some.call(document.querySelectorAll('button'), it => it.offsetHeight && it.offsetHeight < 44)";
    assert_eq!(browser.evaluate(small), false, "a button is too small for a finger");
    let facts = browser.text_of(&browser.find(".facts"));
    assert!(facts.contains(&wechat.characters.to_string()) && facts.contains("图片还没有上传"), "{facts}");

    browser.click(&browser.find("#copy"));
    browser.wait_until("document.querySelector('[aria-live]').textContent.indexOf('已复制') === 0");
    // Pasted where an editor would.
    browser.evaluate(
        "(function () {
            var field = document.createElement('div');
            field.id = 'editor';
            field.contentEditable = 'true';
            field.textContent = '。';
            field.onpaste = function (event) {
                window.pasted = event.clipboardData.getData('text/html');
                window.pastedText = event.clipboardData.getData('text/plain');
            };
            document.body.insertBefore(field, document.body.firstChild);
        }())",
    );
    browser.type_into(&browser.find("#editor"), "\u{e009}v");
    browser.wait_until("window.pasted");
    let pasted = browser.evaluate("window.pasted");
    let pasted = pasted.as_str().expect("HTML");
    let start = pasted.find("<section").expect("the article");
    let end = pasted.rfind("</section>").expect("the article") + "</section>".len();
    assert_kept(&pasted[start..end]);
    let styles = |html: &str| -> Vec<String> {
        let markup = Markup::parse(html);
        markup.elements().iter().filter_map(|it| it.get("style").map(str::to_owned)).collect()
    };
    assert_eq!(styles(&pasted[start..end]), styles(&wechat.html));
    let text = browser.evaluate("window.pastedText");
    assert!(
        text.as_str().is_some_and(|text| text.contains("胸骨的下半段") && !text.contains("<p")),
        "{text}"
    );
    assert_eq!(browser.console(), [""; 0]);

    // What a person fills in beside the text is copied by itself.
    browser.click(&browser.find("[aria-label=复制原文链接]"));
    browser.wait_until("document.querySelector('[aria-live]').textContent.indexOf('已复制，请粘贴到') === 0");
    browser.evaluate("document.getElementById('editor').textContent = '。'; window.pasted = null");
    browser.evaluate("window.pastedText = null");
    browser.type_into(&browser.find("#editor"), "\u{e009}v");
    browser.wait_until("window.pastedText");
    assert_eq!(browser.evaluate("window.pastedText"), wechat.address);

    // Without scripts one selects by hand, and is told so.
    browser.allow_scripts(false);
    browser.go(&format!("file://{}", path.display()));
    assert!(browser.text_of(&browser.find(".bar")).starts_with("从正文第一行选到最后一行"));
}
