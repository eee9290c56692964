//! The dev server as an editor meets it: files are saved in every way that editors have, and what is
//! served follows. Waits are generous; how fast it is, the benchmark measures.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use kepu::diagnostic::Language;
use kepu::live::{Event, Teller, World};
use kepu::project::Selection;
use kepu::serve::{Listener, ServeOptions, serve};
use proptest::prelude::*;
use serde_json::Value;

use crate::site::{TestSite, article, pictures_of_one_name};
use crate::webdriver::Browser;

/// How long a change may take to be seen on a crowded machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// `kepu serve`, running; dropped, it is gone.
struct Server {
    child: Child,
    port: u16,
    agent: ureq::Agent,
}

impl Server {
    fn start(site: &TestSite, arguments: &[&str]) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kepu"))
            .arg("--site")
            .arg(site.root())
            .args(["serve", "--as-of", "2026-11-23"])
            .args(arguments)
            .env("LC_ALL", "en_US.UTF-8")
            .env_remove("SOURCE_DATE_EPOCH")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("kepu runs");
        let output = child.stderr.take().expect("the output is piped");
        let (sender, said) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                // The test has heard enough; the pipe is read on, or the server would stop.
                drop(sender.send(line));
            }
        });
        let config = ureq::Agent::config_builder()
            .proxy(None)
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(40)));
        let mut server = Server { child, port: 0, agent: config.build().into() };
        let port = |line: &str| line.split_once("http://localhost:")?.1.split('/').next()?.parse().ok();
        server.port = std::iter::from_fn(|| said.recv_timeout(PATIENCE).ok())
            .find_map(|line| port(&line))
            .expect("the server says where it is");
        server
    }

    fn address(&self) -> String {
        format!("http://localhost:{}/", self.port)
    }

    /// Status, content type and body of what is served at `path`.
    fn fetch(&self, path: &str) -> (u16, String, String) {
        let mut answer = self.ask(path);
        let body = answer.body_mut().read_to_string().expect("text");
        (answer.status().as_u16(), header(&answer, "content-type"), body)
    }

    fn ask(&self, path: &str) -> ureq::http::Response<ureq::Body> {
        let answer = self.agent.get(format!("http://127.0.0.1:{}/{path}", self.port)).call();
        answer.unwrap_or_else(|error| panic!("no answer for `{path}`: {error}"))
    }

    fn page(&self, path: &str) -> String {
        let (status, _, body) = self.fetch(path);
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// Waits until the file at `path` is served with a text in it.
    fn wait_for(&self, path: &str, text: &str) {
        self.wait(path, |status, body| status == 200 && body.contains(text));
    }

    fn wait(&self, path: &str, right: impl Fn(u16, &str) -> bool) {
        let began = Instant::now();
        loop {
            let (status, _, body) = self.fetch(path);
            if right(status, &body) {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "`{path}` did not change: {status} {body}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// What the script in a page is told, asked as it asks.
    fn told(&self, version: u64, page: &str, hash: &str) -> Value {
        let body = self.page(&format!("_kepu/changes?version={version}&hash={hash}&page={page}"));
        serde_json::from_str(&body).expect("JSON")
    }

    /// Waits until the problems that pages show are of this kind; gives them.
    fn wait_for_problems(&self, right: impl Fn(&str) -> bool) -> String {
        let began = Instant::now();
        loop {
            let told = self.told(0, "index.html", "");
            let problems = told["problems"].as_str().expect("a text");
            if right(problems) {
                return problems.to_owned();
            }
            assert!(began.elapsed() < PATIENCE, "the problems stayed: {told}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

fn header(answer: &ureq::http::Response<ureq::Body>, name: &str) -> String {
    answer.headers().get(name).map(|it| it.to_str().expect("ASCII").to_owned()).unwrap_or_default()
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A site of one article, which says `body`.
fn site_saying(body: &str) -> TestSite {
    let site = TestSite::new("");
    say(&site, body);
    site
}

fn say(site: &TestSite, body: &str) {
    site.write("content/articles/a.md", article("一篇文章", "营养", "2026-05-01", body));
}

const PAGE: &str = "nutrition/a.html";

/// The hash that a served page gives its script.
fn hash_of(page: &str) -> &str {
    let start = page.find("data-hash=").expect("a live page") + "data-hash=".len();
    &page[start..start + 16]
}

#[test]
fn files_are_served_with_their_kinds() {
    let site = site_saying("正文在此。");
    site.write("content/articles/p.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='3' height='2'/>");
    site.write("content/articles/b.md", article("有图", "营养", "2026-05-01", "![图](p.svg)"));
    let built = site.build();
    let server = Server::start(&site, &["--port", "0"]);
    assert!(server.page("").contains("测试站"));
    assert!(server.page("nutrition/").contains("一篇文章"));
    assert!(server.page(PAGE).contains("正文在此。"));
    for (path, bytes) in built.files() {
        let (status, kind, body) = server.fetch(path);
        assert_eq!(status, 200, "{path}");
        let expected = match path.rsplit_once('.').expect("an extension").1 {
            "html" => "text/html; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "json" => "application/json",
            "svg" => "image/svg+xml",
            "opml" => "text/x-opml; charset=utf-8",
            "xml" => "application/xml; charset=utf-8",
            _ => "text/plain; charset=utf-8",
        };
        assert_eq!(kind, expected, "{path}");
        assert!(path.ends_with(".html") || body.as_bytes() == bytes, "{path} is not as published");
        assert_eq!(path.ends_with(".html"), body.contains("/_kepu/live.js"), "{path}");
    }
    assert!(server.page("_kepu/live.js").contains("/_kepu/changes"));
}

/// A browser keeps what never changes, and asks again for all else.
#[test]
fn what_may_be_kept_is_said() {
    let site = site_saying("![图](p.svg)");
    site.write("content/articles/p.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='3' height='2'/>");
    let built = site.build();
    let server = Server::start(&site, &["--port", "0"]);
    let mut kept = BTreeSet::new();
    for path in built.files().keys() {
        match header(&server.ask(path), "cache-control").as_str() {
            "no-store" => {}
            "max-age=31536000, immutable" => drop(kept.insert(path.split('/').next().unwrap_or_default())),
            other => panic!("{path}: {other}"),
        }
    }
    assert_eq!(kept, BTreeSet::from(["assets", "files", "search"]));
    for path in ["index.html", PAGE, "search/root.js", "search/none.js", "none.html", "_kepu/live.js"] {
        assert_eq!(header(&server.ask(path), "cache-control"), "no-store", "{path}");
    }
}

#[test]
fn what_is_not_there_is_said_to_be_missing() {
    let site = site_saying("正文在此。");
    let server = Server::start(&site, &["--port", "0"]);
    for path in
        ["none.html", "nutrition/none/", "site.yaml", "..%2fsite.yaml", "%2e%2e/site.yaml", "%ff%00", "a//b"]
    {
        let (status, kind, body) = server.fetch(path);
        assert_eq!((status, kind.as_str()), (404, "text/html; charset=utf-8"), "{path}");
        assert!(body.contains("没有找到"), "{path}: {body}");
    }
}

#[test]
fn drafts_are_shown_when_asked_for() {
    let site = site_saying("正文。");
    let draft = "---\n标题: 还在写\n主题: 营养\n发布日期: 2026-05-01\n草稿: 是\n---\n没写完。\n";
    site.write("content/articles/draft.md", draft);
    assert_eq!(Server::start(&site, &["--port", "0"]).fetch("nutrition/draft.html").0, 404);
    assert!(
        Server::start(&site, &["--port", "0", "--drafts"]).page("nutrition/draft.html").contains("没写完")
    );
}

#[test]
fn a_taken_port_is_passed_over() {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = taken.local_addr().expect("an address").port();
    let site = site_saying("正文。");
    let server = Server::start(&site, &["--port", &port.to_string()]);
    assert_ne!(server.port, port);
    assert!(server.page("").contains("测试站"));
}

/// A page elsewhere whose name was made to mean this machine gets nothing (DNS rebinding).
#[test]
fn only_the_names_of_this_machine_are_answered() {
    let site = site_saying("正文在此。");
    let server = Server::start(&site, &["--port", "0"]);
    let ask = |host: &str| {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, server.port)).expect("a connection");
        let host = if host.is_empty() { String::new() } else { format!("Host: {host}\r\n") };
        write!(stream, "GET /{PAGE} HTTP/1.1\r\n{host}Connection: close\r\n\r\n").expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    };
    let port = server.port;
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), "localhost".into()] {
        let answer = ask(&host);
        assert!(answer.starts_with("HTTP/1.1 200"), "{host}: {answer}");
    }
    for host in ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "192.168.0.1", ""] {
        let answer = ask(host);
        assert!(answer.starts_with("HTTP/1.1 4") && !answer.contains("正文在此"), "{host}: {answer}");
    }
}

#[test]
fn every_way_of_saving_is_seen() {
    let site = site_saying("第一稿。");
    let server = Server::start(&site, &["--port", "0"]);
    let path = site.root().join("content/articles/a.md");
    let text = |body: &str| article("一篇文章", "营养", "2026-05-01", body);
    let moment = Duration::from_millis(15);
    server.wait_for(PAGE, "第一稿。");

    say(&site, "写在原处。");
    server.wait_for(PAGE, "写在原处。");

    let beside = site.root().join("content/articles/.a.md.swp");
    fs::write(&beside, text("换名保存。")).expect("written");
    fs::rename(&beside, &path).expect("renamed");
    server.wait_for(PAGE, "换名保存。");

    let backup = site.root().join("content/articles/a.md~");
    fs::rename(&path, &backup).expect("renamed");
    fs::write(&path, text("留了备份。")).expect("written");
    fs::remove_file(&backup).expect("removed");
    server.wait_for(PAGE, "留了备份。");

    let mut file = fs::File::create(&path).expect("emptied");
    std::thread::sleep(moment);
    assert!(server.page(PAGE).contains("留了备份。"), "an emptied file is not the last word");
    let text_in_parts = text("先清空再写。");
    let half = text_in_parts.find("发布").expect("front matter");
    file.write_all(&text_in_parts.as_bytes()[..half]).expect("written");
    file.write_all(&text_in_parts.as_bytes()[half..]).expect("written");
    drop(file);
    server.wait_for(PAGE, "先清空再写。");

    fs::remove_file(&path).expect("removed");
    std::thread::sleep(moment);
    assert!(server.page(PAGE).contains("先清空再写。"), "it may come back in a moment");
    fs::write(&path, text("放回来了。")).expect("written");
    server.wait_for(PAGE, "放回来了。");
    assert_eq!(server.wait_for_problems(str::is_empty), "");
}

#[test]
fn articles_come_move_and_go() {
    let site = site_saying("正文。");
    let server = Server::start(&site, &["--port", "0"]);
    site.write("content/articles/b.md", article("新来的", "急救", "2026-05-02", "新的正文。"));
    server.wait_for("first-aid/b.html", "新的正文。");
    assert!(server.page("index.html").contains("新来的"));
    server.wait("search/root.js", |_, body| body.contains("\"n\":2"));

    site.write(
        "content/articles/新栏目/深处/c.md",
        article("新文件夹里的", "急救", "2026-05-03", "深处的正文。"),
    );
    server.wait_for("first-aid/c.html", "深处的正文。");
    site.write(
        "content/articles/新栏目/深处/c.md",
        article("新文件夹里的", "急救", "2026-05-03", "又改了。"),
    );
    server.wait_for("first-aid/c.html", "又改了。");

    let articles = site.root().join("content/articles");
    fs::rename(articles.join("新栏目"), articles.join("旧栏目")).expect("renamed");
    site.write(
        "content/articles/旧栏目/深处/c.md",
        article("新文件夹里的", "急救", "2026-05-03", "搬家之后。"),
    );
    server.wait_for("first-aid/c.html", "搬家之后。");

    fs::remove_dir_all(articles.join("旧栏目")).expect("removed");
    server.wait("first-aid/c.html", |status, _| status == 404);
    site.remove("content/articles/b.md");
    server.wait("first-aid/b.html", |status, _| status == 404);
    assert!(!server.page("index.html").contains("新来的"));
    assert_eq!(server.wait_for_problems(str::is_empty), "");
}

#[test]
fn hundreds_of_changes_at_once_are_one() {
    let site = site_saying("正文。");
    let path = |number: usize| format!("content/articles/n{number}.md");
    let write = |body: &str| {
        for number in 0..300 {
            site.write(&path(number), article(&format!("第{number}篇"), "急救", "2026-05-01", body));
        }
    };
    write("从前。");
    let server = Server::start(&site, &["--port", "0"]);
    write("如今。");
    // Whoever reads meanwhile reads on.
    assert!(server.page(PAGE).contains("正文。"));
    for number in (0..300).step_by(23).chain([299]) {
        server.wait_for(&format!("first-aid/n{number}.html"), "如今。");
    }
    for number in 100..300 {
        site.remove(&path(number));
    }
    server.wait("first-aid/n299.html", |status, _| status == 404);
    server.wait("search/root.js", |_, body| body.contains("\"n\":101"));
    assert!(server.page("first-aid/n99.html").contains("如今。"));
    assert_eq!(server.wait_for_problems(str::is_empty), "");
}

/// Hands out where the server is, and how it is told things.
struct Ready(Sender<(String, Teller)>);

impl Listener for Ready {
    fn ready(&self, address: &str, teller: Teller) {
        self.0.send((address.to_owned(), teller)).expect("the test waits");
    }

    fn changed(&self, _: &[String], _: &World) {}
}

#[test]
fn a_server_lives_through_midnight() {
    let site = site_saying("正文。");
    site.write("content/articles/b.md", article("明天的", "急救", "2026-11-24", "明天才看得到。"));
    let day = |day: &str| day.parse().expect("a day");
    let selection = Selection { day: day("2026-11-23"), drafts: false, future: false };
    let options = ServeOptions { port: 0, selection, language: Language::English };
    let (sender, ready) = channel();
    let root = site.root().to_path_buf();
    // It ends with the tests.
    std::thread::spawn(move || serve(&root, options, Ready(sender)));
    let (address, teller) = ready.recv_timeout(PATIENCE).expect("the server says where it is");
    let fetch = |path: &str| {
        let config = ureq::Agent::config_builder().proxy(None).http_status_as_error(false);
        let agent: ureq::Agent = config.build().into();
        let mut answer = agent.get(format!("{address}{path}")).call().expect("an answer");
        answer.body_mut().read_to_string().expect("text")
    };
    assert!(!fetch("index.html").contains("明天的"));
    assert!(teller.tell(Event::Day(day("2026-11-24"))));
    let began = Instant::now();
    while !fetch("index.html").contains("明天的") {
        assert!(began.elapsed() < PATIENCE, "it stays yesterday");
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(fetch("first-aid/b.html").contains("明天才看得到。"));
}

#[test]
fn a_broken_article_keeps_its_last_good_page() {
    let site = site_saying("好的正文。");
    let server = Server::start(&site, &["--port", "0"]);
    assert_eq!(server.wait_for_problems(str::is_empty), "");
    site.write("content/articles/a.md", "---\n标题: 一篇文章\n主题: [营养\n---\n\n坏的正文。\n");
    let problems = server.wait_for_problems(|problems| !problems.is_empty());
    assert!(problems.contains("content/articles/a.md"), "{problems}");
    assert!(server.page(PAGE).contains("好的正文。"));
    say(&site, "修好的正文。");
    server.wait_for(PAGE, "修好的正文。");
    assert_eq!(server.wait_for_problems(str::is_empty), "");
}

#[test]
fn problems_of_other_files_are_shown_too() {
    let site = site_saying("正文。");
    let server = Server::start(&site, &["--port", "0"]);
    let config = fs::read_to_string(site.root().join("site.yaml")).expect("text");
    site.write("site.yaml", config.replace("title: 测试站", "titel: 测试站"));
    let problems = server.wait_for_problems(|problems| !problems.is_empty());
    assert!(problems.contains("site.yaml") && problems.contains("title"), "{problems}");
    assert!(server.page("index.html").contains("测试站"));
    site.write("site.yaml", config.replace("测试站", "改名的站"));
    server.wait_for("index.html", "改名的站");
    assert_eq!(server.wait_for_problems(str::is_empty), "");

    say(&site, "[没有的](none.md)");
    let problems = server.wait_for_problems(|problems| !problems.is_empty());
    assert!(problems.contains("none.md"), "{problems}");
    site.write("content/articles/none.md", article("有了", "营养", "2026-05-01", "正文。"));
    assert_eq!(server.wait_for_problems(str::is_empty), "");
    server.wait_for(PAGE, "none.html");
}

#[test]
fn two_pictures_on_one_path_are_shown_as_a_problem() {
    let [one, other] = pictures_of_one_name();
    let site = site_saying("第一稿。![图](p.svg)");
    site.write("content/articles/p.svg", &one);
    site.write("content/articles/夹/b.md", article("旁边的", "急救", "2026-05-01", "![图](p.svg)"));
    site.write("content/articles/夹/p.svg", &one);
    let server = Server::start(&site, &["--port", "0"]);
    assert_eq!(server.wait_for_problems(str::is_empty), "");
    site.write("content/articles/夹/p.svg", &other);
    let problems = server.wait_for_problems(|problems| !problems.is_empty());
    assert!(problems.contains("is made twice: by `assets` and by `assets`"), "{problems}");
    assert!(server.page(PAGE).contains("第一稿。"), "the last good site stays");
    // From the start, there is no better one.
    let late = Server::start(&site, &["--port", "0"]);
    late.wait_for_problems(|problems| problems.contains("is made twice"));
    assert!(late.page(PAGE).contains("第一稿。"));
    site.write("content/articles/夹/p.svg", &one);
    say(&site, "第二稿。![图](p.svg)");
    for server in [server, late] {
        server.wait_for(PAGE, "第二稿。");
        assert_eq!(server.wait_for_problems(str::is_empty), "");
    }
}

#[test]
fn templates_and_styles_are_followed() {
    let site = site_saying("正文。");
    site.write("themes/kepu/templates/not-found.html", "<!doctype html><title>没有</title><p>自己的模板");
    let server = Server::start(&site, &["--port", "0"]);
    server.wait("none.html", |_, body| body.contains("自己的模板"));
    site.write("themes/kepu/templates/not-found.html", "<!doctype html><title>没有</title><p>改过的模板");
    server.wait("none.html", |_, body| body.contains("改过的模板"));

    site.write("themes/kepu/templates/not-found.html", "{% if %}");
    let problems = server.wait_for_problems(|problems| !problems.is_empty());
    assert!(problems.contains("not-found.html"), "{problems}");
    assert!(server.fetch("none.html").2.contains("改过的模板"), "the last good template stays");
    site.remove("themes/kepu/templates/not-found.html");
    server.wait("none.html", |_, body| body.contains("没有找到"));
    assert_eq!(server.wait_for_problems(str::is_empty), "");

    site.write("themes/kepu/assets/kepu.css", "body{color:red}");
    server.wait(PAGE, |_, body| {
        let end = body.find(".css").expect("a style") + ".css".len();
        let start = body[..end].rfind("assets/").expect("its path");
        // The site may move on between the page and its stylesheet; then the next look tells.
        server.fetch(&body[start..end]).2.contains("red")
    });
}

#[test]
fn a_first_template_of_ones_own_is_seen() {
    let site = site_saying("正文。");
    let server = Server::start(&site, &["--port", "0"]);
    site.write("themes/kepu/templates/not-found.html", "<!doctype html><title>没有</title><p>自己的模板");
    server.wait("none.html", |_, body| body.contains("自己的模板"));
    site.write("themes/kepu/templates/not-found.html", "<!doctype html><title>没有</title><p>改过的模板");
    server.wait("none.html", |_, body| body.contains("改过的模板"));
}

#[test]
fn a_first_article_is_seen() {
    let site = TestSite::new("");
    let server = Server::start(&site, &["--port", "0"]);
    say(&site, "头一篇的正文。");
    server.wait_for(PAGE, "头一篇的正文。");
}

#[test]
fn a_waiting_page_is_told_of_changes_that_concern_it() {
    let site = site_saying("第一稿。");
    site.write("content/articles/b.md", article("旁边的", "急救", "2026-04-01", "正文。"));
    let server = Server::start(&site, &["--port", "0"]);
    let page = server.page(PAGE);
    let told = server.told(0, PAGE, hash_of(&page));
    assert_eq!(told["reload"], false, "{told}");
    let version = told["version"].as_u64().expect("a number");
    let answer = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| server.told(version, PAGE, hash_of(&page)));
        std::thread::sleep(Duration::from_millis(50));
        assert!(!waiting.is_finished(), "it answers before there is anything to say");
        say(&site, "第二稿。");
        waiting.join().expect("an answer")
    });
    assert_eq!(answer["reload"], true, "{answer}");
    assert!(answer["version"].as_u64() > Some(version), "{answer}");

    // Told what there is, it waits again.
    let began = Instant::now();
    let mut version = answer["version"].as_u64().expect("a number");
    std::thread::scope(|scope| {
        loop {
            let server = &server;
            let waiting = scope.spawn(move || server.told(version, PAGE, ""));
            std::thread::sleep(Duration::from_millis(100));
            if !waiting.is_finished() {
                say(&site, "又一稿。");
                break;
            }
            version = waiting.join().expect("an answer")["version"].as_u64().expect("a number");
            assert!(began.elapsed() < PATIENCE, "it answers without an end");
        }
    });

    let other = server.page("first-aid/b.html");
    say(&site, "第三稿。");
    server.wait_for(PAGE, "第三稿。");
    let told = server.told(0, "first-aid/b.html", hash_of(&other));
    assert_eq!(told["reload"], false, "{told}");
}

#[test]
fn a_browser_follows_the_editor() {
    let Some(browser) = Browser::start("live reload") else { return };
    let site = site_saying("第一稿。");
    let server = Server::start(&site, &["--port", "0"]);
    browser.go(&format!("{}{PAGE}", server.address()));
    browser.evaluate("window.marked = true");
    say(&site, "第二稿。");
    browser.wait_until("!window.marked && document.body.textContent.indexOf('第二稿。') >= 0");

    site.write("content/articles/a.md", "---\n标题: [<b>一篇\n主题: 营养\n---\n\n坏的正文。\n");
    browser.wait_until("document.getElementById('kepu-problems')");
    let shown = browser.text_of(&browser.find("#kepu-problems"));
    assert!(shown.contains("content/articles/a.md"), "{shown}");
    assert_eq!(browser.evaluate("document.querySelector('#kepu-problems b')"), Value::Null);
    assert_eq!(browser.evaluate("document.body.textContent.indexOf('第二稿。') >= 0"), true);

    say(&site, "第三稿。");
    browser.wait_until("document.body.textContent.indexOf('第三稿。') >= 0");
    browser.wait_until("!document.getElementById('kepu-problems')");
    assert_eq!(browser.console(), [""; 0]);
}

#[cfg(unix)]
#[test]
fn what_is_said_of_links_is_not_stale() {
    let site = site_saying("正文。");
    let outside = tempfile::tempdir().expect("a temporary folder");
    fs::write(outside.path().join("o.md"), article("外面的", "营养", "2026-05-02", "外面的正文。"))
        .expect("written");
    let server = Server::start(&site, &["--port", "0"]);
    let link = site.root().join("content/articles/外");
    let page = "nutrition/o.html";
    std::os::unix::fs::symlink(outside.path(), &link).expect("a link");
    let problems = server.wait_for_problems(|problems| !problems.is_empty());
    assert!(problems.contains("link-out-of-site") && problems.contains("content/articles/外"), "{problems}");
    assert_eq!(server.fetch(page).0, 404);

    let config = fs::read_to_string(site.root().join("site.yaml")).expect("text");
    site.write("site.yaml", format!("{config}follow_links: true\n"));
    server.wait_for(page, "外面的正文。");
    assert_eq!(server.wait_for_problems(str::is_empty), "");
    fs::write(outside.path().join("o.md"), article("外面的", "营养", "2026-05-02", "又改了。"))
        .expect("written");
    server.wait_for(page, "又改了。");

    site.write("site.yaml", config);
    server.wait(page, |status, _| status == 404);
    server.wait_for_problems(|problems| problems.contains("link-out-of-site"));
    fs::remove_file(link).expect("removed");
    assert_eq!(server.wait_for_problems(str::is_empty), "");
}

/// What may happen to a site while it is served. Numbers choose among few files, so that they meet.
#[derive(Debug, Clone)]
enum Happening {
    /// Saved in place, or by another file that takes its place.
    Write {
        file: usize,
        word: usize,
        renamed: bool,
    },
    /// Other bytes of the same number, and the old time put back, as by `cp -p` and `rsync -t`.
    Restore {
        file: usize,
        word: usize,
    },
    Remove(usize),
    /// A folder goes out of the site, or comes back.
    Move(usize),
    /// A folder gets another name, or its old one.
    Rename,
    /// A link to a folder or a file of the site comes or goes.
    Link(usize),
    Retitle(usize),
}

const HAPPENING_FILES: [&str; 10] = [
    "content/articles/a.md",
    "content/articles/b.md",
    "content/articles/夹/c.md",
    "content/articles/夹/深/d.md",
    "content/articles/.藏/e.md",
    "shared/f.md",
    "shared/深/g.md",
    "single/h.md",
    "content/pages/i.md",
    "content/assets/p.svg",
];

fn happenings() -> impl Strategy<Value = Vec<Vec<Happening>>> {
    let (file, word) = (0..HAPPENING_FILES.len(), 0..4_usize);
    let write = (file.clone(), word.clone(), any::<bool>())
        .prop_map(|(file, word, renamed)| Happening::Write { file, word, renamed });
    let happening = prop_oneof![
        4 => write,
        4 => (file.clone(), word.clone()).prop_map(|(file, word)| Happening::Restore { file, word }),
        2 => (0..HAPPENING_FILES.len() - 1).prop_map(Happening::Remove),
        2 => (0..2_usize).prop_map(Happening::Move),
        1 => Just(Happening::Rename),
        4 => (0..3_usize).prop_map(Happening::Link),
        1 => word.prop_map(Happening::Retitle),
    ];
    prop::collection::vec(prop::collection::vec(happening, 1..5), 3..7)
}

/// Each word is as long as the others.
fn happening_text(file: usize, word: usize) -> String {
    let word = ["少盐", "少油", "少糖", "多动"][word];
    match HAPPENING_FILES[file] {
        path if path.ends_with(".svg") => {
            format!("<svg xmlns='http://www.w3.org/2000/svg' width='3' height='2'><desc>{word}</desc></svg>")
        }
        path if path.starts_with("content/pages") => format!("---\n标题: 关于\n---\n\n{word}。\n"),
        _ => article(&format!("第{file}篇"), "营养", "2026-05-01", &format!("{word}。\n\n![图](p.svg)")),
    }
}

/// Does it where it can be done; whatever cannot is left out.
#[cfg(unix)]
fn happen(root: &std::path::Path, away: &std::path::Path, happening: &Happening) {
    use std::os::unix::fs::symlink;
    let swap = |one: std::path::PathBuf, other: std::path::PathBuf| {
        if one.exists() && !other.exists() {
            fs::rename(one, other).expect("moved");
        } else if other.exists() && !one.exists() {
            fs::rename(other, one).expect("moved");
        }
    };
    match happening {
        Happening::Write { file, word, renamed } => {
            let path = root.join(HAPPENING_FILES[*file]);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            let target = if *renamed { away.join("new") } else { path.clone() };
            fs::write(&target, happening_text(*file, *word)).expect("written");
            fs::rename(target, path).expect("in its place");
        }
        Happening::Restore { file, word } => {
            let path = root.join(HAPPENING_FILES[*file]);
            let Ok(metadata) = fs::metadata(&path) else { return };
            let time = metadata.modified().expect("a time");
            let mut file_there = fs::File::options().write(true).truncate(true).open(&path).expect("opened");
            file_there.write_all(happening_text(*file, *word).as_bytes()).expect("written");
            file_there.set_modified(time).expect("put back");
        }
        Happening::Remove(file) => drop(fs::remove_file(root.join(HAPPENING_FILES[*file]))),
        Happening::Move(which) => {
            let name = ["content/articles/夹", "shared"][*which];
            swap(root.join(name), away.join(which.to_string()));
        }
        Happening::Rename => {
            swap(root.join("content/articles/夹/深"), root.join("content/articles/夹/浅"));
        }
        Happening::Link(which) => {
            let (link, target) = [
                ("content/articles/链", "../../shared"),
                ("content/articles/l.md", "../../shared/深/g.md"),
                ("content/articles/h.md", "../../single/h.md"),
            ][*which];
            if fs::remove_file(root.join(link)).is_err() {
                symlink(target, root.join(link)).expect("a link");
            }
        }
        Happening::Retitle(word) => {
            let config = fs::read_to_string(root.join("site.yaml")).expect("text");
            let rest = config.split_once('\n').expect("lines").1;
            fs::write(root.join("site.yaml"), format!("title: 第{word}站\n{rest}")).expect("written");
        }
    }
}

/// A page without what only the server puts into it.
fn as_published(path: &str, body: &str) -> String {
    if path == "404.html" {
        return String::new();
    }
    let body = body.split("<script src=/_kepu/live.js").next().unwrap_or(body);
    match body.split_once("<p class=meta>源文件：") {
        Some((before, after)) => format!("{before}{}", after.split_once("</p>").expect("the end").1),
        None => body.to_owned(),
    }
}

/// Waits until all that is served is what a clean build makes, or both have problems.
#[cfg(unix)]
fn served_equals_clean(site: &TestSite, server: &Server, seen: &mut BTreeSet<String>) -> Result<(), String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("public");
    let path = output.display().to_string();
    let built = site.kepu(&["build", "--no-cache", "--as-of", "2026-11-23", "--output", &path]);
    if built.status.code() == Some(1) {
        server.wait_for_problems(|problems| !problems.is_empty());
        return Ok(());
    }
    assert!(built.status.success(), "{}", crate::site::said(&built));
    let clean = crate::site::tree(&output);
    seen.extend(clean.keys().cloned());
    let began = Instant::now();
    loop {
        let wrong = seen.iter().find_map(|path| {
            let (status, _, body) = server.fetch(path);
            let wanted = clean.get(path).map(|bytes| as_published(path, &String::from_utf8_lossy(bytes)));
            let served = (status == 200).then(|| as_published(path, &body));
            (wanted != served).then(|| format!("{path}: {wanted:?} but {served:?}"))
        });
        match wrong {
            None => return Ok(()),
            Some(wrong) if began.elapsed() > Duration::from_secs(8) => return Err(wrong),
            Some(_) => std::thread::sleep(Duration::from_millis(25)),
        }
    }
}

#[cfg(unix)]
proptest! {
    #![proptest_config(ProptestConfig { cases: 5, max_shrink_iters: 12, ..ProptestConfig::default() })]

    #[test]
    fn what_is_served_equals_a_clean_build(rounds in happenings()) {
        let site = TestSite::new("");
        let away = tempfile::tempdir_in(site.root().parent().expect("a folder")).expect("a temporary folder");
        for (file, path) in HAPPENING_FILES.iter().enumerate() {
            site.write(path, happening_text(file, 0));
        }
        let server = Server::start(&site, &["--port", "0"]);
        let mut seen = BTreeSet::new();
        for round in rounds {
            for happening in &round {
                happen(site.root(), away.path(), happening);
            }
            let same = served_equals_clean(&site, &server, &mut seen);
            prop_assert!(same.is_ok(), "after {round:?}: {}", same.unwrap_err());
        }
    }
}
