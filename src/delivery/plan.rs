//! What is to be done for a channel: what it takes, held against what it has.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::ledger::{Action, Entry, Receipt, Sent};
use crate::diagnostic::{Diagnostic, Text};
use crate::model::channel::ChannelConfig;
use crate::model::{Article, Catalog};

/// Which articles are asked for.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// Only those published or updated on this day or later.
    pub since: Option<Date>,
    /// Only this one, by its path on the site.
    pub article: Option<String>,
}

/// What is to be done for a channel.
#[derive(Debug, Default, PartialEq)]
pub struct Plan {
    /// In the order of the catalog; withdrawals at the end.
    pub items: Vec<Planned>,
    /// What the channel takes, and does not get.
    pub held: Vec<Held>,
    /// How many articles it has as they are now.
    pub unchanged: usize,
}

/// One thing that is to be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// Its place among the articles of the catalog; `None` where it is withdrawn.
    pub index: Option<usize>,
    /// Its path on the site.
    pub article: String,
    pub title: String,
    /// Its file.
    pub source: String,
    pub action: Action,
    /// [`content_hash`]; of what is withdrawn, what was sent.
    pub hash: String,
    /// The same whenever this is tried: the far side knows by it what it has.
    pub key: String,
    /// What the far side gave for the last one.
    pub receipt: Option<Receipt>,
    /// Whether it may have arrived already: it was begun, and nobody knows how it ended.
    pub doubt: bool,
    /// Why it is withdrawn.
    pub withdrawn: Option<Withdrawn>,
}

/// Why an article is no longer to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withdrawn {
    /// Its file is gone, or is a draft again.
    Gone,
    /// Its advice has run out.
    Expired,
    /// It says that it does not go to this channel.
    LeftOut,
}

impl Withdrawn {
    /// In words.
    pub fn text(self) -> Text {
        match self {
            Withdrawn::Gone => Text::new("文章撤下了", "the article was taken down"),
            Withdrawn::Expired => Text::new("文章过了有效期", "the article's advice has run out"),
            Withdrawn::LeftOut => {
                Text::new("文章写明不去这个渠道", "the article says that it does not go to this channel")
            }
        }
    }
}

/// An article that a channel takes and does not get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub article: String,
    pub title: String,
    pub source: String,
    pub why: Text,
}

/// Holds what a channel takes against what it has. What has an error, is a draft, is dated later, has run
/// out, or gives advice on health that nobody reviewed, is not sent. `sent` is [`super::Ledger::sent`].
pub fn plan(
    catalog: &Catalog,
    channel: &ChannelConfig,
    problems: &[Diagnostic],
    sent: &BTreeMap<String, Sent>,
    wish: &Wish,
) -> Plan {
    let faulty: BTreeSet<&str> = problems.iter().filter(|it| it.is_error()).map(|it| &*it.file).collect();
    let mut plan = Plan::default();
    for index in catalog.taken_by(channel) {
        let article = &catalog.articles[index];
        if !wish.admits(article) {
            continue;
        }
        if let Some(why) = withheld(catalog, article, &faulty) {
            plan.held.push(Held::of(article, why));
            continue;
        }
        let known = sent.get(&article.path);
        let hash = content_hash(catalog, channel, article);
        let delivered = known.and_then(|it| it.delivered.as_ref());
        let there = delivered.filter(|it| it.action != Action::Withdraw);
        let open = known.and_then(|it| it.open.as_ref());
        if open.is_none() && there.is_some_and(|it| it.hash == hash) {
            plan.unchanged += 1;
            continue;
        }
        let action = if there.is_some() { Action::Correct } else { Action::Send };
        let item = Planned {
            index: Some(index),
            article: article.path.clone(),
            title: article.source.front.title.trim().to_owned(),
            source: article.source.file.to_string(),
            action,
            key: key(channel, &article.path, action, &hash, known),
            hash,
            receipt: delivered.and_then(|it| it.receipt.clone()),
            doubt: open.is_some(),
            withdrawn: None,
        };
        plan.items.push(item);
    }
    plan.items.extend(withdrawals(catalog, channel, sent, wish));
    plan
}

/// What was delivered and is not to be there any more. An article that has merely grown too old for the
/// channel stays where it is.
fn withdrawals(
    catalog: &Catalog,
    channel: &ChannelConfig,
    sent: &BTreeMap<String, Sent>,
    wish: &Wish,
) -> Vec<Planned> {
    let published: BTreeMap<&str, &Article> =
        catalog.articles.iter().map(|article| (article.path.as_str(), article)).collect();
    let mut items = Vec::new();
    for (path, known) in sent {
        let there = known.delivered.as_ref().filter(|it| it.action != Action::Withdraw);
        // What was begun alone may be there, too.
        let Some(last) = there.or(known.open.as_ref()) else { continue };
        if wish.article.as_ref().is_some_and(|it| it != path) {
            continue;
        }
        let why = match published.get(path.as_str()) {
            None => Withdrawn::Gone,
            Some(article) if article.source.front.draft => Withdrawn::Gone,
            Some(article) if article.expired(catalog.day) => Withdrawn::Expired,
            Some(article) if left_out(article, channel) => Withdrawn::LeftOut,
            Some(_) => continue,
        };
        items.push(Planned {
            index: None,
            article: path.clone(),
            title: last.title.clone(),
            source: last.source.clone(),
            action: Action::Withdraw,
            hash: last.hash.clone(),
            key: key(channel, path, Action::Withdraw, &last.hash, Some(known)),
            receipt: known.delivered.as_ref().and_then(|it| it.receipt.clone()),
            doubt: known.open.is_some(),
            withdrawn: Some(why),
        });
    }
    items
}

impl Wish {
    fn admits(&self, article: &Article) -> bool {
        let newest = article.source.front.updated.unwrap_or(article.date).max(article.date);
        self.article.as_ref().is_none_or(|it| *it == article.path)
            && self.since.is_none_or(|since| newest >= since)
    }
}

impl Held {
    fn of(article: &Article, why: Text) -> Held {
        Held {
            article: article.path.clone(),
            title: article.source.front.title.trim().to_owned(),
            source: article.source.file.to_string(),
            why,
        }
    }
}

fn left_out(article: &Article, channel: &ChannelConfig) -> bool {
    let mut wishes = article.source.front.channels.iter();
    wishes.any(|wish| wish.value.id == channel.id.value && wish.value.left_out)
}

/// Why an article is not to go anywhere.
fn withheld(catalog: &Catalog, article: &Article, faulty: &BTreeSet<&str>) -> Option<Text> {
    let front = &article.source.front;
    let health = catalog.topic_of(article).is_some_and(|topic| topic.config.health);
    if faulty.contains(&*article.source.file) {
        return Some(Text::new("文章有错误，`kepu check` 看是哪里", "it has errors; see `kepu check`"));
    }
    if health && (front.reviewers.is_empty() || front.reviewed.is_none()) {
        return Some(Text::new("健康类文章没有审核", "it gives advice on health and was not reviewed"));
    }
    if health && front.reviewed.is_some_and(|day| day > catalog.day) {
        return Some(Text::new("审核日期在将来", "its review is dated later"));
    }
    None
}

/// What of an article counts for a channel, in hexadecimal: its file, its pictures, how people who wrote and
/// reviewed it are called, where it stands, and what the channel adds. Not the looks of the site nor the
/// version of the program: nobody is to be told of a correction because of them.
pub fn content_hash(catalog: &Catalog, channel: &ChannelConfig, article: &Article) -> String {
    let mut hash = blake3::Hasher::new();
    let mut add = |bytes: &[u8]| {
        hash.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    };
    add(&article.source.hash);
    for link in article.cover.iter().chain(&article.links) {
        if let Some(asset) = catalog.asset(link) {
            add(&asset.hash);
        }
    }
    let front = &article.source.front;
    for credit in front.authors.iter().chain(&front.reviewers) {
        if let Some(person) = catalog.people.find(credit.value.name.trim()) {
            for part in [Some(&person.name), person.title.as_ref(), person.organisation.as_ref()] {
                add(part.map_or(&[], |it| it.as_bytes()));
            }
        }
    }
    add(catalog.absolute(&article.path).as_bytes());
    add(channel.format.value.id().as_bytes());
    for part in [&channel.attribution, &channel.link_text, &catalog.config.disclaimer] {
        add(part.as_deref().unwrap_or_default().as_bytes());
    }
    hash.finalize().to_hex()[..32].to_owned()
}

/// Says which delivery it is: the same content sent again after another is a new one.
fn key(channel: &ChannelConfig, path: &str, action: Action, hash: &str, known: Option<&Sent>) -> String {
    let mut hasher = blake3::Hasher::new();
    let times = known.map_or(0, |it| it.times).to_string();
    for part in [channel.id.value.as_str(), path, action.id(), hash, &times] {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

impl Planned {
    /// The entry of an attempt at `at`.
    pub(super) fn entry(&self, channel: &str, at: String, attempt: String) -> Entry {
        Entry {
            at,
            attempt,
            outcome: super::Outcome::Begun,
            channel: channel.to_owned(),
            article: self.article.clone(),
            action: self.action,
            hash: self.hash.clone(),
            key: self.key.clone(),
            title: self.title.clone(),
            source: self.source.clone(),
            receipt: None,
            note: None,
        }
    }
}
