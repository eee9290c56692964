//! The published site in Chromium, from a server and from a folder: search, scripts, narrow screens,
//! and reading without any script.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

use crate::demonstration::Demonstration;
use crate::site::{TestSite, article};
use crate::webdriver::{Browser, ENTER};

/// A folder as any web server would show it; dropped, it is closed.
struct Folder {
    address: SocketAddr,
    closed: Arc<AtomicBool>,
}

impl Folder {
    fn serve(root: PathBuf) -> Folder {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let closed = Arc::new(AtomicBool::new(false));
        let last = Arc::clone(&closed);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if last.load(Ordering::Relaxed) {
                    return;
                }
                let root = root.clone();
                // A browser that goes elsewhere in the middle of an answer is no failure.
                std::thread::spawn(move || drop(stream.and_then(|stream| answer(&root, stream))));
            }
        });
        Folder { address, closed }
    }

    fn url(&self) -> String {
        format!("http://localhost:{}/", self.address.port())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        self.closed.store(true, Ordering::Relaxed);
        drop(TcpStream::connect(self.address));
    }
}

fn answer(root: &Path, mut stream: TcpStream) -> std::io::Result<()> {
    let mut request = String::new();
    let mut reader = BufReader::new(stream.try_clone()?);
    while reader.read_line(&mut request)? > 2 {}
    let path = request.split(' ').nth(1).unwrap_or_default().split('?').next().unwrap_or_default();
    let path = percent_encoding::percent_decode_str(path.trim_start_matches('/')).decode_utf8_lossy();
    let (status, bytes) = match std::fs::read(root.join(&*path)) {
        Ok(bytes) => ("200 OK", bytes),
        Err(_) => ("404 Not Found", Vec::new()),
    };
    let kind = match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html",
        "css" => "text/css",
        "js" => "text/javascript",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let length = bytes.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(&bytes)
}

fn file_url(folder: &Path) -> String {
    format!("file://{}/", folder.display())
}

/// Types a query into the search page and waits for what comes of it. Results of its first character
/// may come before: they are marked as such, but those of its first three are not.
fn ask(browser: &Browser, query: &str) {
    let field = browser.find("#search-input");
    browser.clear(&field);
    browser.wait_until("document.getElementById('search-status').textContent === ''");
    browser.type_into(&field, query);
    browser.wait_until(
        "/^(找到 [0-9]+ 篇$|没有找到)/.test(document.getElementById('search-status').textContent)",
    );
    let asked = "decodeURIComponent(location.search.slice(3).split('&')[0])";
    browser.wait_until(&format!("{asked} === {}", serde_json::json!(query)));
}

/// Waits until a result has `title` in its title.
fn wait_for_result(browser: &Browser, title: &str) {
    let titles = "[].slice.call(document.querySelectorAll('#search-results a'))";
    browser.wait_until(&format!("{titles}.some(it => it.textContent.includes('{title}'))"));
}

fn results(browser: &Browser) -> Vec<String> {
    let links =
        browser.evaluate("[].map.call(document.querySelectorAll('#search-results a'), a => a.textContent)");
    serde_json::from_value(links).expect("texts")
}

fn search(browser: &Browser, root: &str) {
    browser.go(&format!("{root}search.html"));
    let asked = browser.requests();
    assert!(asked.iter().any(|it| it.contains("/assets/search.")), "{asked:?}");
    assert!(!asked.iter().any(|it| it.contains("/search/")), "asked before anybody wanted it: {asked:?}");
    browser.click(&browser.find("#search-input"));

    ask(browser, "噎住");
    assert!(results(browser)[0].contains("噎住"), "{:?}", results(browser));
    let marked = "[].map.call(document.querySelectorAll('#search-results mark'), it => it.textContent)";
    let marked: Vec<String> = serde_json::from_value(browser.evaluate(marked)).expect("texts");
    assert!(marked.iter().any(|it| it == "噎住"), "{marked:?}");

    // In the middle of bodies, across tags, in Latin letters, in traditional characters.
    for (query, title) in [
        ("胸骨", "心肺复苏"),
        ("aed", "心肺复苏"),
        ("預防", "被狗咬"),
        ("七步洗手法", "洗手"),
        ("调度员", "心肺复苏"),
    ] {
        ask(browser, query);
        wait_for_result(browser, title);
    }

    // One topic, then all again.
    ask(browser, "医生");
    let all = results(browser).len();
    browser.click(&browser.find("#search-filters [data-topic=prevention]"));
    let topics = "[].map.call(document.querySelectorAll('.result-topic'), it => it.dataset.topic)";
    browser.wait_until(&format!("{topics}.every(it => it === 'prevention')"));
    let narrowed = results(browser).len();
    assert!(0 < narrowed && narrowed < all, "{narrowed} of {all}");
    assert_eq!(
        browser.evaluate("document.querySelector('#search-filters [aria-pressed=true]').dataset.topic"),
        "prevention"
    );
    if root.starts_with("http") {
        assert!(browser.address().ends_with("search.html?q=%E5%8C%BB%E7%94%9F&topic=prevention"));
    }
    browser.click(&browser.find("#search-filters [data-topic='']"));
    browser.wait_until(&format!("document.querySelectorAll('#search-results li').length === {all}"));

    ask(browser, "量子纠缠");
    browser.wait_until("document.getElementById('search-status').textContent.includes('没有找到“量子纠缠”')");
    assert_eq!(results(browser), [""; 0]);

    // Markup is text, in the status and in the results.
    ask(browser, "<img src=x onerror=hacked=1>");
    let elements = "document.querySelector('#search-status *, #search-results b, #search-results img')";
    assert_eq!(browser.evaluate(elements), Value::Null);
    ask(browser, "<b onclick=hacked=1>按压</b>");
    wait_for_result(browser, "心肺复苏");
    assert_eq!(browser.evaluate(elements), Value::Null);
    assert_eq!(browser.evaluate("typeof hacked"), "undefined");

    // A result leads to its article.
    ask(browser, "噎住");
    let title = results(browser)[0].clone();
    browser.click(&browser.find("#search-results a"));
    browser.wait_until("document.querySelector('article h1')");
    assert_eq!(browser.text_of(&browser.find("h1")), title);

    // The field at the top of every page leads to results.
    let field = browser.find(".top input[name=q]");
    browser.type_into(&field, &format!("烫伤{ENTER}"));
    browser.wait_until("document.querySelector('#search-results mark')");
    assert!(browser.address().contains("search.html?q="), "{}", browser.address());
    assert_eq!(browser.evaluate("document.getElementById('search-input').value"), "烫伤");

    // A link to a query and a topic.
    browser.go(&format!("{root}search.html?q=%E5%8C%BB%E7%94%9F&topic=prevention"));
    browser.wait_until(&format!("document.querySelectorAll('#search-results li').length === {narrowed}"));
    let here = if root.starts_with("http") { root } else { "file://" };
    let elsewhere: Vec<String> = browser.requests().into_iter().filter(|it| !it.starts_with(here)).collect();
    assert_eq!(elsewhere, [""; 0]);
    assert_eq!(browser.console(), [""; 0]);
}

#[test]
fn search_over_http() {
    let Some(browser) = Browser::start("search over http") else { return };
    let site = Demonstration::shared();
    let folder = Folder::serve(site.published());
    search(&browser, &folder.url());
}

#[test]
fn search_from_a_folder() {
    let Some(browser) = Browser::start("search from file://") else { return };
    let site = Demonstration::shared();
    search(&browser, &file_url(&site.published()));
}

#[test]
fn many_results_come_in_parts() {
    let Some(browser) = Browser::start("many results") else { return };
    let site = TestSite::new("");
    for number in 0..25 {
        let title = format!("<i>第{number}篇</i>");
        site.write(
            &format!("content/articles/a{number}.md"),
            article(&title, "营养", "2026-05-01", "少盐少油。"),
        );
    }
    site.build();
    browser.go(&format!("{}search.html", file_url(&site.root().join("public"))));
    ask(&browser, "少盐");
    assert_eq!(browser.text_of(&browser.find("#search-status")), "找到 25 篇");
    assert_eq!(results(&browser).len(), 10);
    assert!(results(&browser).iter().all(|it| it.starts_with("<i>第")));
    for shown in [20, 25] {
        browser.click(&browser.find(".search-more"));
        browser.wait_until(&format!("document.querySelectorAll('#search-results li').length === {shown}"));
    }
    assert_eq!(browser.evaluate("document.querySelector('.search-more').hidden"), true);
    assert_eq!(browser.console(), [""; 0]);
}

/// A page of each kind in each folder.
fn pages_of_each_kind(site: &Demonstration) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut pages = Vec::new();
    for (path, markup) in site.pages() {
        let folder = path.split_once('/').map_or("", |(folder, _)| folder).to_owned();
        // What is pasted elsewhere is no page of the site's frame.
        let alone = path.ends_with(".wechat.html").then_some("wechat");
        let kind = markup.all("body").next().and_then(|it| it.get("class")).or(alone);
        let kind = kind.expect("a kind").to_owned();
        if seen.insert((folder, kind)) {
            pages.push(path.to_owned());
        }
    }
    assert!(pages.len() >= 12, "{pages:?}");
    pages
}

/// Whether the page is wider than the screen; what sticks out, for the message.
fn wider(browser: &Browser) -> Option<String> {
    let fits = "document.documentElement.scrollWidth <= window.innerWidth";
    if browser.evaluate(fits) == true {
        return None;
    }
    let out = "[].filter.call(document.body.querySelectorAll('*'), it => \
               it.getBoundingClientRect().right > window.innerWidth + 1).slice(0, 5).map(it => \
               it.tagName + '.' + it.className).join(', ')";
    Some(browser.evaluate(out).to_string())
}

#[test]
fn pages_run_clean_and_fit_a_narrow_screen() {
    let Some(browser) = Browser::start("pages on narrow screens") else { return };
    let site = Demonstration::shared();
    let folder = Folder::serve(site.published());
    browser.resize(320, 640);
    let mut problems = Vec::new();
    for root in [folder.url(), file_url(&site.published())] {
        for page in pages_of_each_kind(&site) {
            browser.go(&format!("{root}{page}"));
            for class in ["js", "js large"] {
                browser.evaluate(&format!("document.documentElement.className = '{class}'"));
                if let Some(sticking) = wider(&browser) {
                    problems.push(format!("{root}{page} ({class}) is wider than 320 px: {sticking}"));
                }
            }
            let mut console = browser.console();
            if page == "404.html" && root.starts_with("file") {
                // Served at any depth, its icon and script are looked for at the site's root.
                console.retain(|it| !it.contains("ERR_FILE_NOT_FOUND"));
            }
            problems.extend(console.iter().map(|it| format!("{root}{page}: {it}")));
        }
    }
    let roots = [folder.url(), "file://".to_owned()];
    let own = |it: &String| roots.iter().any(|root| it.starts_with(root)) || it.starts_with("data:");
    problems.extend(browser.requests().into_iter().filter(|it| !own(it)));
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn a_lost_reader_can_read_the_page_in_the_dark() {
    let Some(browser) = Browser::start("the 404 page in the dark") else { return };
    let site = Demonstration::shared();
    browser.prefer_dark();
    browser.go(&format!("{}404.html", file_url(&site.published())));
    let colour = |property: &str| {
        let colour = format!(
            "getComputedStyle(document.body).{property}.match(/[0-9]+/g).slice(0, 3).map(it => it / 255)"
        );
        serde_json::from_value::<[f64; 3]>(browser.evaluate(&colour)).expect("a colour")
    };
    let contrast = contrast(colour("color"), colour("backgroundColor"));
    assert!(colour("backgroundColor").iter().all(|it| *it < 0.3) && contrast >= 7.0, "{contrast}");
}

/// Contrast of two colours, WCAG 2.1.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let linear = |it: f64| if it <= 0.03928 { it / 12.92 } else { ((it + 0.055) / 1.055).powf(2.4) };
    let light = |it: [f64; 3]| 0.2126 * linear(it[0]) + 0.7152 * linear(it[1]) + 0.0722 * linear(it[2]);
    let (one, other) = (light(one) + 0.05, light(other) + 0.05);
    one.max(other) / one.min(other)
}

#[test]
fn a_month_on_a_phone_shows_its_own_days_alone() {
    let Some(browser) = Browser::start("a month on a phone") else { return };
    let site = Demonstration::shared();
    browser.resize(360, 740);
    let months: Vec<&str> = site.files().keys().map(String::as_str).filter(|path| is_month(path)).collect();
    assert!(months.len() > 3, "{months:?}");
    let mut foreign = 0;
    for path in months {
        browser.go(&format!("{}{path}", file_url(&site.published())));
        let times = "[].filter.call(document.querySelectorAll('.month time'), it => it.offsetParent)\
                     .map(it => it.getAttribute('datetime').slice(0, 7))";
        let shown: Vec<String> = serde_json::from_value(browser.evaluate(times)).expect("months");
        let month = &path["calendar/".len()..path.len() - ".html".len()];
        assert!(shown.iter().all(|it| it == month), "{path} shows {shown:?}");
        let all = browser.evaluate("document.querySelectorAll('.month td.out:not(.idle)').length");
        foreign += all.as_u64().expect("a number");
        let rows =
            "new Set([].map.call(document.querySelectorAll('.pages .button'), it => it.offsetTop)).size";
        assert_eq!(browser.evaluate(rows), 1, "the buttons of {path} are not in one line");
    }
    assert!(foreign > 0, "no month of the demonstration begins or ends with another's activity");
}

fn is_month(path: &str) -> bool {
    path.starts_with("calendar/2") && path.ends_with(".html")
}

#[test]
fn unruly_content_stays_within_its_page() {
    let Some(browser) = Browser::start("unruly content") else { return };
    let site = TestSite::new("");
    let word = "Pneumonoultramicroscopicsilicovolcanoconiosis".repeat(3);
    let row = format!("| {} |", ["很宽的格子里有字", "microgram"].repeat(6).join(" | "));
    let rule = format!("|{}", "---|".repeat(12));
    let body = format!(
        "## {word}\n\nhttps://example.org/{word}\n\n{row}\n{rule}\n{row}\n\n```\n{word} {word}\n```\n\n\
         `{word}`\n\n![宽图](wide.svg \"{word}\")\n\n> {word}\n\n- [ ] {word}\n\n字[^1]\n\n[^1]: {word}\n"
    );
    site.write(
        "content/articles/wide.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='2400' height='900'/>",
    );
    let front = format!(
        "---\n标题: {word}{}\n主题: 营养\n标签: [{word}]\n发布日期: 2026-05-01\n摘要: {word}\n\
         来源: [{{ 标题: {word}, 机构: {word}, 网址: 'https://example.org/{word}' }}]\n---\n\n",
        "长题目".repeat(40)
    );
    site.write("content/articles/a.md", format!("{front}{body}"));
    let built = site.build();
    let tag = built.files().keys().find(|path| path.starts_with("tags/") && *path != "tags/index.html");
    browser.resize(320, 640);
    let root = file_url(&site.root().join("public"));
    for page in
        ["nutrition/a.html", "index.html", "nutrition/index.html", "tags/index.html", tag.expect("a tag")]
    {
        browser.go(&format!("{root}{page}"));
        assert_eq!(wider(&browser), None, "{page} is wider than 320 px");
    }
}

#[test]
fn everything_can_be_read_without_scripts() {
    let Some(browser) = Browser::start("reading without scripts") else { return };
    let site = Demonstration::shared();
    let root = file_url(&site.published());
    browser.allow_scripts(false);
    browser.go(&format!("{root}index.html"));
    let links = "[].map.call(document.links, a => a.getAttribute('href'))";
    let links: Vec<String> = serde_json::from_value(browser.evaluate(links)).expect("texts");
    assert!(links.len() > 40);
    for link in &links {
        let path = link.split('#').next().unwrap_or_default();
        assert!(path.is_empty() || site.files().contains_key(path), "`{link}` is no file");
    }
    let offered = "getComputedStyle(document.getElementById('size')).display";
    assert_eq!(browser.evaluate(offered), "none", "a button that does nothing");
    browser.click(&browser.find("main h2 a"));
    browser.wait_until("document.querySelector('article .prose')");
    let shown = browser.text_of(&browser.find("article"));
    assert!(shown.chars().count() > 800 && shown.contains("参考来源"), "{shown}");
    browser.click(&browser.find("details.toc summary"));
    browser.click(&browser.find("details.toc a"));
    assert!(browser.address().contains('#'));

    browser.go(&format!("{root}search.html"));
    let shown = browser.text_of(&browser.find("main"));
    assert!(shown.contains("不用搜索也能找到文章") && shown.contains("急救"), "{shown}");
    assert_eq!(browser.console(), [""; 0]);
}

#[test]
fn large_type_is_larger_and_stays() {
    let Some(browser) = Browser::start("large type") else { return };
    let site = Demonstration::shared();
    let folder = Folder::serve(site.published());
    let size = |browser: &Browser| -> f64 {
        let size = "parseFloat(getComputedStyle(document.querySelector('.prose p')).fontSize)";
        browser.evaluate(size).as_f64().expect("a number")
    };
    browser.go(&format!("{}first-aid/cpr.html", folder.url()));
    let usual = size(&browser);
    browser.click(&browser.find("#size"));
    let large = size(&browser);
    assert!(large >= usual * 1.15, "{usual} became {large}");
    assert_eq!(browser.evaluate("document.getElementById('size').getAttribute('aria-pressed')"), "true");
    browser.go(&format!("{}first-aid/choking.html", folder.url()));
    assert!((size(&browser) - large).abs() < 0.1, "it is forgotten on the next page");
    browser.click(&browser.find("#size"));
    browser.go(&format!("{}first-aid/cpr.html", folder.url()));
    assert!((size(&browser) - usual).abs() < 0.1, "it cannot be taken back");
    assert_eq!(browser.console(), [""; 0]);
}

/// What is pasted into a text field of the page.
fn pasted(browser: &Browser) -> String {
    browser.evaluate(
        "(function () { var field = document.createElement('textarea'); field.id = 'pasted'; \
         document.body.appendChild(field); field.focus(); return 1 })()",
    );
    browser.type_into(&browser.find("#pasted"), "\u{e009}v\u{e000}");
    browser.wait_until("document.getElementById('pasted').value.length > 0");
    let value = browser.evaluate("document.getElementById('pasted').value");
    browser.evaluate(
        "(function () { var it = document.getElementById('pasted'); it.parentNode.removeChild(it) })()",
    );
    value.as_str().expect("text").to_owned()
}

#[test]
fn what_is_passed_on_is_copied_by_a_button() {
    let Some(browser) = Browser::start("the buttons that copy") else { return };
    let site = Demonstration::shared();
    browser.resize(390, 800);
    browser.go(&format!("{}share/first-aid/cpr.html", file_url(&site.published())));
    for section in 1..=3 {
        let section = format!(".share section:nth-of-type({section})");
        browser.click(&browser.find(&format!("{section} .copy")));
        browser.wait_until("document.getElementById('copied').textContent === '已复制'");
        let shown = browser.evaluate(&format!("document.querySelector('{section} textarea').value"));
        assert_eq!(pasted(&browser), shown.as_str().expect("text"));
    }
    assert_eq!(browser.console(), [""; 0]);
}
