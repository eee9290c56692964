//! A run that is stopped at any step, and gone on with: nothing is lost, nothing is there twice.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use anyhow::{Result, anyhow};

use super::exchange::{Answer, Arrival, Exchange, Failure, Request};
use super::ledger::{Journal, Ledger, mend};
use super::push::Push;
use super::secret::Secrets;
use super::session::Clock;
use super::transport::{self, Desk};
use super::{Wish, plan};
use crate::diagnostic::Text;
use crate::model::channel::{ChannelConfig, ChannelFormat, DeliveryConfig};
use crate::model::{Catalog, Parts, assemble};
use crate::theme::Theme;

const ARTICLES: usize = 1000;

/// What is left when a run is stopped: a disk, and a far side that honours keys.
#[derive(Default)]
struct World {
    ledger: Vec<u8>,
    /// How often each key was taken as new.
    taken: BTreeMap<String, usize>,
    /// The articles that arrived.
    arrived: BTreeSet<String>,
}

/// Counts steps, and stops at one of them for good.
struct Fuse {
    steps: AtomicUsize,
    at: usize,
}

impl Fuse {
    /// Whether the run still lives.
    fn burns(&self) -> bool {
        self.steps.fetch_add(1, Ordering::SeqCst) < self.at
    }
}

struct Disk(Arc<Mutex<World>>, Arc<Fuse>);

impl Journal for Disk {
    fn append(&mut self, line: &str) -> Result<()> {
        let mut world = self.0.lock().expect("no panic");
        if self.1.burns() {
            world.ledger.extend_from_slice(line.as_bytes());
            return Ok(());
        }
        // Killed within the write: some of it is there.
        let whole = self.1.steps.load(Ordering::SeqCst) == self.1.at + 1;
        let cut = if whole { line.len() * (self.1.at % 7) / 7 } else { 0 };
        world.ledger.extend_from_slice(&line.as_bytes()[..cut]);
        Err(anyhow!("killed"))
    }
}

struct Far(Arc<Mutex<World>>, Arc<Fuse>);

impl Exchange for Far {
    fn send(&self, request: &Request) -> Result<Answer, Failure> {
        let killed = || Failure {
            reach: super::Reach::Channel,
            ..Failure::passing(Text::new("killed", "killed"), Arrival::Unknown, None)
        };
        // Before the far side has it …
        if !self.1.burns() {
            return Err(killed());
        }
        let key = &request.headers.iter().find(|(name, _)| name == "Idempotency-Key").expect("a key").1;
        let message: serde_json::Value = serde_json::from_slice(&request.body).expect("JSON");
        {
            let mut world = self.0.lock().expect("no panic");
            if !world.taken.contains_key(key) {
                world.arrived.insert(message["article"].as_str().expect("a path").to_owned());
            }
            *world.taken.entry(key.clone()).or_default() += 1;
        }
        // … or after.
        if !self.1.burns() {
            return Err(killed());
        }
        Ok(Answer { status: 200, ..Answer::default() })
    }

    fn put(&self, _: &Path, _: &[u8]) -> Result<()> {
        unreachable!("no folder")
    }

    fn take_back(&self, _: &Path, _: &str) -> Result<()> {
        unreachable!("no folder")
    }
}

fn catalog() -> Catalog {
    let config =
        "title: 示例\nbase_url: https://example.org\nrequired: [title]\ntopics: [{ id: agri, name: 农技 }]\n";
    let (config, _) = crate::config::parse(&"site.yaml".into(), config);
    let articles = (0..ARTICLES).map(|number| {
        let text = format!("---\n标题: 第{number}篇\n主题: 农技\n日期: 2026-11-01\n---\n\n正文。\n");
        let path = format!("content/articles/a{number}.md");
        let hash = *blake3::hash(text.as_bytes()).as_bytes();
        Arc::new(crate::parse::text(&path.as_str().into(), text.into_bytes(), hash).expect("text"))
    });
    let parts = Parts {
        config: Arc::new(config),
        day: "2026-11-23".parse().expect("a day"),
        drafts: false,
        future: false,
        articles: articles.collect(),
        pages: Vec::new(),
        agenda: Arc::default(),
        announcements: Arc::default(),
        assets: std::collections::HashMap::new(),
    };
    assemble(parts).0
}

fn channel() -> ChannelConfig {
    let deliver: DeliveryConfig =
        serde_yaml::from_str("{ to: webhook, address: 'https://far.example/', secret_env: KEY, retries: 0 }")
            .expect("a delivery");
    ChannelConfig { deliver: Some(deliver), ..ChannelConfig::plain(ChannelFormat::Message) }
}

/// One run, stopped at step `at` unless it ends before; whether it ended.
fn run(catalog: &Catalog, theme: &Theme, world: &Arc<Mutex<World>>, at: usize, at_once: usize) -> bool {
    let fuse = Arc::new(Fuse { steps: AtomicUsize::new(0), at });
    let channel = channel();
    let delivery = channel.deliver.as_ref().expect("a delivery");
    let read = |_: &crate::model::Asset| Err(anyhow!("no pictures"));
    let desk = Desk { catalog, theme, channel: &channel, delivery, site: Path::new("."), read: &read };
    let environment = |_: &str| Some("a secret".to_owned());
    let secrets = Secrets::new(&environment);
    let transport = transport::open(&desk, &secrets).expect("a transport");
    let text = {
        let mut world = world.lock().expect("no panic");
        let mended = mend("ledger", &world.ledger).expect("a broken end alone");
        world.ledger = mended.text.clone().into_bytes();
        mended.text
    };
    let ledger = Ledger::new(&text, Box::new(Disk(Arc::clone(world), Arc::clone(&fuse)))).expect("a ledger");
    let plan = plan(catalog, &channel, &[], ledger.sent(), &Wish::default());
    let millisecond = AtomicUsize::new(text.len());
    let now = || {
        let millisecond = millisecond.fetch_add(1, Ordering::SeqCst);
        jiff::Timestamp::from_millisecond(1_795_000_000_000 + millisecond as i64).expect("a moment")
    };
    let far = Far(Arc::clone(world), Arc::clone(&fuse));
    let push = Push {
        desk,
        transport: &*transport,
        exchange: &far,
        secrets: &secrets,
        clock: Clock { now: &now, sleep: &|_| {} },
        tell: &|_| {},
    };
    let ended = push.carry_out(&plan.items, ledger, at_once);
    ended.is_ok_and(|(summary, _)| summary.failed == 0 && summary.left == 0)
}

#[test]
fn a_thousand_articles_arrive_once_though_every_step_is_one_at_which_a_run_is_killed() {
    let (catalog, theme) = (catalog(), Theme::load(&BTreeMap::new()).expect("a theme"));
    let world: Arc<Mutex<World>> = Arc::default();
    let mut runs = 0;
    // An article is four steps: begun, sent, taken, ended. Each is the last of a run for some.
    while !run(&catalog, &theme, &world, 4 * (runs % 11) + runs % 4, 1) {
        runs += 1;
        assert!(runs < 4 * ARTICLES, "no end");
    }
    let world = world.lock().expect("no panic");
    assert!(runs > 40, "{runs} runs were killed");
    assert_eq!(world.arrived.len(), ARTICLES, "lost");
    // The far side saw some more than once, each time under the key it knew.
    assert_eq!(world.taken.len(), ARTICLES, "doubled");
    assert!(world.taken.values().any(|times| *times > 1));
}

#[test]
fn several_at_once_are_as_safe() {
    let (catalog, theme) = (catalog(), Theme::load(&BTreeMap::new()).expect("a theme"));
    let world: Arc<Mutex<World>> = Arc::default();
    let mut runs = 0;
    while !run(&catalog, &theme, &world, 150 + runs * 7, 4) {
        runs += 1;
    }
    let world = world.lock().expect("no panic");
    assert!(runs > 3, "{runs}");
    assert_eq!((world.arrived.len(), world.taken.len()), (ARTICLES, ARTICLES));
}
