//! Drafts of an Official Account: the far side behaves as the platform's documents say.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::far_side::{FarSide, Got, answer};
use crate::site::{TestSite, command, said};

const SECRET: &str = "app-secret-of-the-account";

/// What goes wrong with one request.
enum Fault {
    /// It is refused with this code.
    Code(i64),
    /// The token has run out just before it.
    Expired,
    /// It is taken, and the connection breaks.
    Cut,
    /// It is taken, and the answer is no JSON.
    Garbled,
}

#[derive(Default)]
struct State {
    /// How often the token was made anew.
    token: usize,
    pictures: usize,
    covers: BTreeSet<String>,
    /// The newest last.
    drafts: Vec<(String, Value)>,
    made: usize,
    /// By path.
    faults: BTreeMap<&'static str, VecDeque<Fault>>,
}

impl State {
    fn token(&self) -> String {
        format!("TOKEN-{}-of-the-account", self.token)
    }

    fn does(&mut self, path: &str, query: &str, got: &Got) -> Value {
        let invalid = |code: i64| json!({ "errcode": code, "errmsg": "invalid" });
        if path == "/cgi-bin/stable_token" {
            let body = got.json();
            if body["secret"] != SECRET || body["appid"] != "wx0123" {
                return invalid(40125);
            }
            self.token += usize::from(body["force_refresh"] == true);
            return json!({ "access_token": self.token(), "expires_in": 7200 });
        }
        if !query.ends_with(&format!("access_token={}", self.token())) {
            let token = query.rsplit('=').next();
            return json!({ "errcode": 40001, "errmsg": format!("invalid credential {token:?}") });
        }
        match path {
            "/cgi-bin/media/uploadimg" => {
                assert!(png(got));
                self.pictures += 1;
                json!({ "url": format!("http://mmbiz.qpic.cn/p{}", self.pictures) })
            }
            "/cgi-bin/material/add_material" => {
                assert!(png(got) && query.starts_with("type=image&"));
                self.made += 1;
                let id = format!("cover-{}", self.made);
                self.covers.insert(id.clone());
                json!({ "media_id": id, "url": "http://mmbiz.qpic.cn/c" })
            }
            "/cgi-bin/draft/add" => {
                let news = got.json()["articles"][0].clone();
                if !self.has_cover(&news) {
                    return invalid(40007);
                }
                self.made += 1;
                let id = format!("draft-{}", self.made);
                self.drafts.push((id.clone(), news));
                json!({ "media_id": id })
            }
            "/cgi-bin/draft/update" => {
                let body = got.json();
                let news = body["articles"].clone();
                let cover = self.has_cover(&news);
                let draft = self.drafts.iter_mut().find(|(id, _)| body["media_id"] == **id);
                match draft.filter(|_| cover && body["index"] == 0) {
                    Some(draft) => draft.1 = news,
                    None => return invalid(40007),
                }
                json!({ "errcode": 0, "errmsg": "ok" })
            }
            "/cgi-bin/draft/get" => {
                let id = got.json()["media_id"].clone();
                match self.drafts.iter().find(|(it, _)| id == **it) {
                    Some((_, news)) => json!({ "news_item": [news] }),
                    None => invalid(40007),
                }
            }
            "/cgi-bin/draft/batchget" => {
                let body = got.json();
                assert!(body["no_content"] == 1 && body["count"] == 20);
                let offset = body["offset"].as_u64().expect("an offset");
                let page = self.drafts.iter().rev().skip(usize::try_from(offset).expect("small")).take(20);
                let item = |(id, news): &(String, Value)| {
                    let url = &news["content_source_url"];
                    let first = json!({ "title": news["title"], "content_source_url": url });
                    json!({ "media_id": id, "content": { "news_item": [first] } })
                };
                let items: Vec<Value> = page.map(item).collect();
                json!({ "total_count": self.drafts.len(), "item_count": items.len(), "item": items })
            }
            _ => panic!("{path}"),
        }
    }

    fn has_cover(&self, news: &Value) -> bool {
        news["thumb_media_id"].as_str().is_some_and(|id| self.covers.contains(id))
    }
}

/// Whether a form has one file `media`, a PNG.
fn png(got: &Got) -> bool {
    let boundary = got.header("content-type").split_once("boundary=").expect("a boundary").1;
    let text = String::from_utf8_lossy(&got.body);
    text.starts_with(&format!("--{boundary}\r\nContent-Disposition: form-data; name=\"media\"; filename="))
        && text.ends_with(&format!("\r\n--{boundary}--\r\n"))
        && text.contains("\r\n\r\n\u{fffd}PNG\r\n")
}

struct Platform {
    far: FarSide,
    state: Arc<Mutex<State>>,
}

impl Platform {
    fn new() -> Platform {
        let state: Arc<Mutex<State>> = Arc::default();
        let shared = Arc::clone(&state);
        let far = FarSide::new(move |_, got| {
            let target = got.line.split(' ').nth(1).expect("a target");
            let (path, query) = target.split_once('?').unwrap_or((target, ""));
            let mut state = shared.lock().expect("no panic");
            let fault = state.faults.get_mut(path).and_then(VecDeque::pop_front);
            if let Some(Fault::Code(code)) = fault {
                // It repeats what it was sent.
                let words = format!("odd {target} {SECRET}");
                return answer(200, "", &json!({ "errcode": code, "errmsg": words }).to_string());
            }
            state.token += usize::from(matches!(fault, Some(Fault::Expired)));
            let good = state.does(path, query, got);
            match fault {
                Some(Fault::Cut) => None,
                Some(Fault::Garbled) => answer(200, "", "<html>"),
                _ => answer(200, "", &good.to_string()),
            }
        });
        Platform { far, state }
    }

    fn fails(&self, path: &'static str, faults: impl IntoIterator<Item = Fault>) {
        self.change(|state| state.faults.entry(path).or_default().extend(faults));
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().expect("no panic"))
    }

    fn drafts(&self) -> Vec<(String, Value)> {
        self.change(|state| state.drafts.clone())
    }

    /// How often a path was asked for.
    fn asked(&self, path: &str) -> usize {
        self.far.got().iter().filter(|it| it.line.starts_with(&format!("POST {path}"))).count()
    }

    /// A site with two articles that show the same pictures.
    fn site(&self) -> TestSite {
        let site = TestSite::new("");
        let address = &self.far.address;
        site.write(
            "site.yaml",
            format!(
                "title: 测试站\nbase_url: https://kepu.example.org\nrequired: [title]\ntopics:\n  - {{ id: agri, name: 农技 }}\nchannels:\n  - {{ id: gzh, name: 公众号, format: wechat, deliver: {{ to: wechat, account: wx0123, secret_env: GZH_SECRET, address: \"{address}\", retries: 1 }} }}\n"
            ),
        );
        for (name, shade) in [("cover", 10), ("photo", 200)] {
            let picture = image::RgbImage::from_pixel(8, 6, image::Rgb([shade, 90, 40]));
            let mut bytes = std::io::Cursor::new(Vec::new());
            picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
            site.write(&format!("content/articles/{name}.png"), bytes.into_inner());
        }
        for name in ["a", "b"] {
            site.write(&format!("content/articles/{name}.md"), article(name, "正文。"));
        }
        site
    }
}

fn article(name: &str, text: &str) -> String {
    format!(
        "---\n标题: 文章{name}\n主题: 农技\n发布日期: 2026-11-01\n摘要: 先盖后灌水。\n封面: cover.png\n---\n\n{text}\n\n![大棚](photo.png)\n"
    )
}

fn push(site: &TestSite, more: &[&str]) -> (bool, String) {
    let mut command = command(site.root());
    command.args(["channel", "push", "gzh", "--as-of", "2026-11-23", "--verbose"]).args(more);
    let output = command.env("GZH_SECRET", SECRET).output().expect("kepu runs");
    let all = said(&output) + &String::from_utf8_lossy(&output.stdout);
    assert!(!all.contains(SECRET) && !all.contains("of-the-account"), "{all}");
    let ledger = ledger(site);
    assert!(!ledger.contains(SECRET) && !ledger.contains("of-the-account"), "{ledger}");
    (output.status.success(), all)
}

fn ledger(site: &TestSite) -> String {
    std::fs::read_to_string(site.root().join("state/channels/gzh.jsonl")).unwrap_or_default()
}

#[test]
fn articles_become_drafts_and_a_change_updates_the_same_one() {
    let platform = Platform::new();
    let site = platform.site();
    let (good, said) = push(&site, &[]);
    assert!(good && said.contains("2 delivered"), "{said}");
    let drafts = platform.drafts();
    assert_eq!(drafts.len(), 2);
    for (_, news) in &drafts {
        let content = news["content"].as_str().expect("HTML");
        assert!(
            content.contains("src=\"http://mmbiz.qpic.cn/p1\"") && content.contains("正文。"),
            "{content}"
        );
        assert!(!content.contains("photo"), "{content}");
        assert_eq!(news["digest"], "先盖后灌水。");
        assert!(news["content_source_url"].as_str().expect("an address").starts_with("https://kepu.example"));
    }
    let sent = platform.far.got().into_iter().find(|it| it.line.contains("draft/add")).expect("a draft");
    assert!(String::from_utf8_lossy(&sent.body).contains("\"文章"), "raw UTF-8");
    let asked = || {
        ["media/uploadimg", "material/add_material", "draft/add", "draft/update"]
            .map(|it| platform.asked(&format!("/cgi-bin/{it}")))
    };
    // Two articles at one time, the same pictures, one token.
    assert_eq!(asked(), [1, 1, 2, 0]);
    assert_eq!(platform.asked("/cgi-bin/stable_token"), 1);
    assert!(push(&site, &[]).1.contains("0 delivered"));

    let (id, _) = drafts.iter().find(|(_, news)| news["title"] == "文章a").expect("it is there").clone();
    site.write("content/articles/a.md", article("a", "改过的正文。"));
    let (good, said) = push(&site, &[]);
    assert!(good && said.contains(&format!("correct `文章a`: delivered ({id})")), "{said}");
    assert_eq!(asked(), [1, 1, 2, 1]);
    let drafts = platform.drafts();
    let news = &drafts.iter().find(|(it, _)| *it == id).expect("it is there").1;
    assert!(drafts.len() == 2 && news["content"].as_str().expect("HTML").contains("改过的正文。"));

    site.remove("content/articles/a.md");
    let (good, said) = push(&site, &[]);
    assert!(good && said.contains("1 for a person") && said.contains("delete the draft `文章a`"), "{said}");
    assert_eq!(platform.drafts().len(), 2);
}

#[test]
fn a_token_that_runs_out_is_fetched_again_once() {
    let platform = Platform::new();
    let site = platform.site();
    platform.fails("/cgi-bin/draft/add", [Fault::Expired]);
    let (good, said) = push(&site, &["--article", "a"]);
    assert!(good, "{said}");
    let got = platform.far.got();
    let tokens = got.iter().filter(|it| it.line.contains("stable_token"));
    let forced: Vec<bool> = tokens.map(|it| it.json()["force_refresh"] == true).collect();
    assert_eq!(forced, [false, true]);
    assert_eq!(platform.drafts().len(), 1);
    // A new one does not help: no third is fetched, and no other article is tried.
    platform.fails("/cgi-bin/draft/add", [Fault::Code(40001), Fault::Code(40001)]);
    let (good, said) = push(&site, &[]);
    assert!(!good && said.contains("stopped: the AppSecret or access token is refused"), "{said}");
    assert_eq!(platform.asked("/cgi-bin/stable_token"), 4);
}

#[test]
fn what_stops_the_account_stops_the_run_with_words() {
    for (code, path, words) in [
        (40164, "/cgi-bin/stable_token", "is not on the whitelist"),
        (40013, "/cgi-bin/stable_token", "the AppID is wrong"),
        (40125, "/cgi-bin/stable_token", "the AppSecret is wrong"),
        (45009, "/cgi-bin/media/uploadimg", "quota of requests is used up"),
        (48001, "/cgi-bin/draft/add", "may not use this interface"),
    ] {
        let platform = Platform::new();
        let site = platform.site();
        let settings = std::fs::read_to_string(site.root().join("site.yaml")).expect("settings");
        site.write("site.yaml", settings.replace("retries: 1", "retries: 1, at_once: 1"));
        platform.fails(path, [Fault::Code(code)]);
        let (good, said) = push(&site, &[]);
        assert!(!good && said.contains("stopped: ") && said.contains(words), "{code}: {said}");
        assert!(said.contains("1 failed, 1 not tried"), "{code}: {said}");
        // When that is mended, all goes on.
        assert!(push(&site, &[]).1.contains("2 delivered"), "{code}");
        assert_eq!(platform.drafts().len(), 2);
    }
}

#[test]
fn a_busy_platform_is_asked_again_and_an_unknown_code_is_shown() {
    let platform = Platform::new();
    let site = platform.site();
    platform.fails("/cgi-bin/draft/add", [Fault::Code(-1)]);
    let (good, said) = push(&site, &["--article", "a"]);
    assert!(good, "{said}");
    assert_eq!((platform.drafts().len(), platform.asked("/cgi-bin/draft/add")), (1, 2));
    platform.fails("/cgi-bin/draft/add", [Fault::Code(53404)]);
    let (good, said) = push(&site, &[]);
    assert!(!good && said.contains("errcode 53404: odd"), "{said}");
}

#[test]
fn a_draft_that_is_gone_is_made_anew_and_readers_are_to_be_told() {
    let platform = Platform::new();
    let site = platform.site();
    assert!(push(&site, &["--article", "a"]).0);
    platform.change(|state| state.drafts.clear());
    site.write("content/articles/a.md", article("a", "改过的正文。"));
    let (good, said) = push(&site, &["--article", "a"]);
    assert!(good && said.contains("the former draft was published or deleted"), "{said}");
    assert!(said.contains("Correction: “文章a” has changed"), "{said}");
    assert_eq!(platform.drafts().len(), 1);
    // A cover that somebody removed is no draft that is gone.
    platform.change(|state| state.covers.clear());
    site.write("content/articles/a.md", article("a", "又改过的正文。"));
    let (good, said) = push(&site, &["--article", "a"]);
    assert!(good && !said.contains("published or deleted"), "{said}");
    assert_eq!((platform.drafts().len(), platform.asked("/cgi-bin/draft/add")), (1, 2));
}

#[test]
fn a_draft_that_was_taken_without_an_answer_is_not_made_twice() {
    for fault in [Fault::Cut, Fault::Garbled] {
        let platform = Platform::new();
        let site = platform.site();
        platform.fails("/cgi-bin/draft/add", [fault]);
        let (good, said) = push(&site, &["--article", "a"]);
        assert!(good && said.contains("found by the address of the page"), "{said}");
        assert_eq!((platform.drafts().len(), platform.asked("/cgi-bin/draft/add")), (1, 1));
    }
}

#[test]
fn a_doubt_outlives_a_run_and_is_decided_by_the_next_one() {
    let platform = Platform::new();
    let site = platform.site();
    platform.fails("/cgi-bin/draft/add", [Fault::Cut]);
    platform.fails("/cgi-bin/draft/batchget", [Fault::Code(48001)]);
    let (good, said) = push(&site, &["--article", "a"]);
    assert!(!good && said.contains("nobody knows whether it arrived"), "{said}");
    // What fails before it is decided leaves it as it was.
    platform.fails("/cgi-bin/stable_token", [Fault::Code(40164)]);
    assert!(!push(&site, &["--article", "a"]).0);
    let whole = article("a", "正文。");
    site.write("content/articles/a.md", whole.replace("封面: cover.png\n", ""));
    assert!(push(&site, &["--article", "a"]).1.contains("it has no cover"));
    site.write("content/articles/a.md", whole);
    // Others have come to lie above it, more than a page.
    platform.change(|state| {
        state.drafts.extend((0..30).map(|it| (format!("other-{it}"), json!({ "content_source_url": "" }))));
    });
    let (good, said) = push(&site, &["--article", "a"]);
    assert!(good && said.contains("found by the address of the page"), "{said}");
    assert_eq!((platform.drafts().len(), platform.asked("/cgi-bin/draft/add")), (31, 1));
    assert_eq!(platform.asked("/cgi-bin/draft/batchget"), 3);
    assert!(push(&site, &["--article", "a"]).1.contains("0 delivered"));
}

#[test]
fn without_an_address_of_the_site_a_doubt_is_told() {
    let platform = Platform::new();
    let site = platform.site();
    let settings = std::fs::read_to_string(site.root().join("site.yaml")).expect("settings");
    site.write("site.yaml", settings.replace("base_url: https://kepu.example.org\n", ""));
    platform.fails("/cgi-bin/draft/add", [Fault::Cut]);
    assert!(!push(&site, &["--article", "a"]).0);
    let (good, said) = push(&site, &["--article", "a"]);
    assert!(good && said.contains("cannot be recognised") && said.contains("delete one"), "{said}");
}

#[test]
fn what_the_platform_would_refuse_is_not_sent() {
    let platform = Platform::new();
    let site = platform.site();
    site.write("content/articles/a.md", article("a", "正文。").replace("封面: cover.png\n", ""));
    site.write("content/articles/b.md", article("b", &"很长的正文。\n\n".repeat(4000)));
    let (good, said) = push(&site, &[]);
    assert!(!good && said.contains("it has no cover"), "{said}");
    assert!(said.contains("WeChat takes fewer than 20000"), "{said}");
    assert_eq!(platform.far.got().len(), 0);
}

#[test]
fn a_drawing_goes_as_a_picture_and_one_of_another_site_stays_there() {
    let platform = Platform::new();
    let site = platform.site();
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"60\"><path d=\"M0 0h80v60z\"/></svg>";
    site.write("content/articles/cover.svg", drawing);
    let text = article("a", "正文。\n\n![远](https://example.net/far.png)");
    site.write("content/articles/a.md", text.replace("cover.png", "cover.svg"));
    let (good, said) = push(&site, &["--article", "a"]);
    assert!(
        good && said.contains("are not uploaded and may not be shown: https://example.net/far.png"),
        "{said}"
    );
    let (_, news) = platform.drafts().remove(0);
    assert!(news["content"].as_str().expect("HTML").contains("src=\"https://example.net/far.png\""));
    assert_eq!((platform.asked("/cgi-bin/media/uploadimg"), platform.asked("/cgi-bin/material")), (1, 1));
}

#[test]
fn a_dry_run_sends_nothing_and_shows_each_request() {
    let platform = Platform::new();
    let site = platform.site();
    let (good, said) = push(&site, &["--dry-run"]);
    assert!(good, "{said}");
    for path in ["stable_token", "media/uploadimg", "material/add_material", "draft/add"] {
        assert!(said.contains(&format!("POST {}/cgi-bin/{path}", platform.far.address)), "{said}");
    }
    assert!(said.contains("\"title\":\"文章a\"") && !said.contains("ACCESS_TOKEN"), "{said}");
    assert_eq!((platform.far.got().len(), ledger(&site)), (0, String::new()));
}
