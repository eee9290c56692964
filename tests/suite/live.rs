//! A live session as its faces meet it: events in, worlds out.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use kepu::diagnostic::{Diagnostic, Place};
use kepu::live::{Event, Session, Teller, Watch, World, follow};
use kepu::project::Selection;
use proptest::prelude::*;

use crate::site::{TestSite, article, tree};

const FILE: &str = "content/articles/a.md";
const OTHER: &str = "content/articles/b.md";
const PAGE: &str = "nutrition/a.html";

fn selection() -> Selection {
    Selection { day: "2026-11-23".parse().expect("a day"), drafts: false, future: false }
}

fn open(site: &TestSite) -> Session {
    Session::open(site.root(), selection()).expect("the site loads")
}

fn text(body: &str) -> String {
    article("一篇文章", "营养", "2026-05-01", body)
}

fn typed(path: &str, text: impl Into<String>) -> Event {
    Event::Text { path: path.into(), text: text.into() }
}

fn shows(world: &World, path: &str, text: &str) -> bool {
    let file = world.get(path).unwrap_or_else(|| panic!("there is no `{path}`"));
    String::from_utf8_lossy(&file.expect("a page").bytes).contains(text)
}

/// File and id of each problem, with the text that its place stands for.
fn diagnostics(world: &World) -> Vec<(String, String, String)> {
    let told = |it: &Diagnostic| {
        let text = world.text(&it.file).unwrap_or_default();
        let place = match &it.place {
            Place::Span(span) => text.get(span.start..span.end).expect("a place in the text").to_owned(),
            _ => String::new(),
        };
        (it.file.to_string(), it.rule.id.to_owned(), place)
    };
    world.problems().iter().map(told).collect()
}

/// A language server: it opens, changes and closes documents, and publishes what is wrong in all files.
struct LanguageServer {
    teller: Teller,
    worlds: Receiver<Arc<World>>,
}

impl LanguageServer {
    fn start(site: &TestSite) -> (LanguageServer, Arc<World>) {
        let watch = Watch::new(site.root()).expect("the site can be watched");
        let session = open(site);
        let (teller, world) = (watch.teller(), Arc::clone(session.world()));
        let (sender, worlds) = channel();
        std::thread::spawn(move || {
            follow(session, watch, |_, world| drop(sender.send(Arc::clone(world))));
        });
        (LanguageServer { teller, worlds }, world)
    }

    fn tell(&self, event: Event) -> Arc<World> {
        assert!(self.teller.tell(event), "the session listens");
        self.worlds.recv_timeout(Duration::from_secs(20)).expect("another world")
    }

    fn did_open(&self, path: &str, text: &str) -> Arc<World> {
        self.tell(typed(path, text))
    }

    fn did_change(&self, path: &str, text: &str) -> Arc<World> {
        self.tell(typed(path, text))
    }

    fn did_close(&self, path: &str) -> Arc<World> {
        self.tell(Event::Clear(path.into()))
    }
}

#[test]
fn a_language_server_can_be_made_of_it() {
    let site = TestSite::new("");
    site.write(FILE, text("存盘的正文。"));
    site.write(OTHER, article("另一篇", "急救", "2026-05-01", "[去看](a.md#小标题)"));
    let disk = tree(site.root());
    let (server, world) = LanguageServer::start(&site);
    let before = diagnostics(&world);
    assert_eq!(before.len(), 1, "{before:?}");
    assert!(before[0].0 == OTHER && before[0].2.contains("a.md#小标题"), "{before:?}");

    // Opened with an error in it, and a heading that the other file asks for.
    let wrong = text("## 小标题\n\n[坏的](none.md)");
    let world = server.did_open(FILE, &wrong);
    let told = diagnostics(&world);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].0 == FILE && told[0].2.contains("none.md"), "{told:?}");

    // It does not parse: the problem is said, the last good page stays.
    let world = server.did_change(FILE, "---\n标题: 一篇文章\n主题: [营养\n---\n\n坏的。\n");
    let told = diagnostics(&world);
    assert!(!told.is_empty() && told.iter().all(|it| it.0 == FILE), "{told:?}");
    assert!(shows(&world, PAGE, "坏的</"));

    // Mended where it is typed.
    let world = server.did_change(FILE, &text("## 小标题\n\n修好了。"));
    assert_eq!(diagnostics(&world), []);
    assert!(shows(&world, PAGE, "修好了。"));

    // A file that is not there yet.
    let fresh = "content/articles/new.md";
    let world = server.did_open(fresh, &article("新的", "没有的主题", "2026-05-01", "正文。"));
    assert!(diagnostics(&world).iter().any(|it| it.0 == fresh));
    let world = server.did_close(fresh);
    assert_eq!(diagnostics(&world), []);

    // Closed without saving: what is on the disk counts again.
    let world = server.did_close(FILE);
    assert_eq!(diagnostics(&world), before);
    assert!(shows(&world, PAGE, "存盘的正文。"));
    assert_eq!(tree(site.root()), disk, "nothing was written");
    assert!(!site.root().join(".kepu").exists());
}

#[test]
fn what_changes_nothing_makes_no_world() {
    let site = TestSite::new("");
    site.write(FILE, text("正文。"));
    let mut session = open(&site);
    let nothing = [
        Event::Walk,
        Event::Files([FILE.to_owned()].into()),
        typed(FILE, text("正文。")),
        Event::Clear(FILE.into()),
        Event::Clear(OTHER.into()),
        typed("../elsewhere.md", "一"),
        typed("/etc/hosts", "一"),
        Event::Day("2026-11-23".parse().expect("a day")),
    ];
    assert_eq!(session.take(nothing.into()), None);
    site.write(FILE, text("存的。"));
    let events = vec![typed(OTHER, text("打的。")), Event::Walk];
    assert_eq!(session.take(events), Some(vec![FILE.to_owned(), OTHER.to_owned()]));
}

#[test]
fn a_world_stays_as_it_was() {
    let site = TestSite::new("");
    let mut session = open(&site);
    session.take(vec![typed(FILE, text("第一稿。"))]);
    let former = Arc::clone(session.world());
    session.take(vec![typed(FILE, text("第二稿。"))]);
    assert!(shows(&former, PAGE, "第一稿。") && shows(session.world(), PAGE, "第二稿。"));
    assert!(former.text(FILE).is_some_and(|it| it.contains("第一稿。")));
    assert!(session.world().text(FILE).is_some_and(|it| it.contains("第二稿。")));
}

#[test]
fn a_day_begins() {
    let site = TestSite::new("");
    site.write(FILE, text("今天看得到。"));
    site.write(OTHER, article("明天的", "急救", "2026-11-24", "明天才看得到。"));
    let mut session = open(&site);
    let page = "first-aid/b.html";
    assert!(session.world().get(page).is_none());
    assert_eq!(session.take(vec![Event::Day("2026-11-24".parse().expect("a day"))]), Some(Vec::new()));
    assert!(shows(session.world(), page, "明天才看得到。") && shows(session.world(), "index.html", "明天的"));
}

const TEXTS: [&str; 6] = [
    FILE,
    OTHER,
    "content/pages/about.md",
    "site.yaml",
    "content/data/people.yaml",
    "themes/kepu/templates/not-found.html",
];

/// A text for one of the files; some have errors.
fn a_text(file: usize, word: usize) -> String {
    let word = ["少盐", "少油", "[坏](none.md)", "## 标题"][word];
    match file {
        0 => article("一篇", "营养", "2026-05-01", &format!("{word}\n\n[另一篇](b.md)")),
        1 => article(&word.replace(['[', '#'], ""), "急救", "2026-05-02", "正文。"),
        2 => format!("---\n标题: 关于\n---\n\n{word}\n"),
        3 => format!(
            "title: \"{word}\"\nbase_url: https://kepu.example.org\nrequired: [title, topic, date]\ntopics:\n  \
             - {{ id: nutrition, name: 营养 }}\n  - {{ id: first-aid, name: 急救 }}\n"
        ),
        4 => format!("- {{ id: a, name: \"{word}\" }}\n"),
        _ => format!("<!doctype html><title>没有</title><p>{word}"),
    }
}

/// What a session shows: every page of a site of this kind, and the problems.
fn shown(world: &World) -> Vec<String> {
    let paths = ["index.html", PAGE, "first-aid/b.html", "about.html", "404.html", "search/root.js"];
    let page =
        |path: &str| world.get(path).map(|it| it.map(|file| file.bytes).map_err(|error| error.to_string()));
    let pages = paths.iter().map(|path| format!("{path}: {:?}", page(path)));
    let problems = diagnostics(world).into_iter().map(|it| format!("{it:?}"));
    pages.chain(problems).chain(world.failures().iter().map(|it| it.en.clone())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 24, ..ProptestConfig::default() })]

    /// Nothing notices that a text is not saved.
    #[test]
    fn unsaved_texts_are_as_good_as_saved(
        steps in prop::collection::vec((0..TEXTS.len(), 0..4_usize, 0..3_u8), 1..10)
    ) {
        let (site, saved) = (TestSite::new(""), TestSite::new(""));
        for (file, path) in TEXTS.iter().enumerate() {
            site.write(path, a_text(file, 0));
            saved.write(path, a_text(file, 0));
        }
        let (mut session, mut twin) = (open(&site), open(&saved));
        let mut held = BTreeSet::new();
        for (file, word, what) in steps {
            let path = TEXTS[file];
            match what {
                0 => {
                    session.take(vec![Event::Clear(path.into())]);
                    held.remove(path);
                    let disk = std::fs::read(site.root().join(path)).expect("the file");
                    saved.write(path, disk);
                }
                1 => {
                    session.take(vec![typed(path, a_text(file, word))]);
                    held.insert(path);
                    saved.write(path, a_text(file, word));
                }
                _ => {
                    site.write(path, a_text(file, word));
                    session.take(vec![Event::Files([path.to_owned()].into()), Event::Walk]);
                    if !held.contains(path) {
                        saved.write(path, a_text(file, word));
                    }
                }
            }
            twin.take(vec![Event::Walk]);
            prop_assert_eq!(shown(session.world()), shown(twin.world()));
        }
    }
}
