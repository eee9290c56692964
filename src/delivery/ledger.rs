//! What was sent where, and what became of it: lines of JSON that are only ever added to.
//!
//! One file a channel, `state/channels/ID.jsonl`, kept with the site's sources. An attempt is two lines: it
//! is begun before anything is sent, and ended when its result is known. Lines of two branches may be put
//! together in any order: they are read by their times.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Explain as _, Text, refuse};

/// What is done with an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// It goes there for the first time.
    Send,
    /// It is there, and has changed.
    Correct,
    /// It is there, and is not to be.
    Withdraw,
}

impl Action {
    /// The id, as the ledger writes it.
    pub fn id(self) -> &'static str {
        match self {
            Action::Send => "send",
            Action::Correct => "correct",
            Action::Withdraw => "withdraw",
        }
    }

    /// In words, for tables.
    pub fn text(self) -> Text {
        match self {
            Action::Send => Text::new("发送", "send"),
            Action::Correct => Text::new("更正", "correct"),
            Action::Withdraw => Text::new("撤回", "withdraw"),
        }
    }
}

/// How an attempt stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Begun; the far side may have it or not.
    Begun,
    /// The far side has it.
    Delivered,
    /// It cannot be done from here; a person does it.
    ByHand,
    /// It was not taken.
    Failed,
    /// It was sent, and no answer came: the far side may have it or not.
    Unknown,
}

/// What the far side gave back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Receipt {
    /// What the far side calls it: a `media_id`, a path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Where a person finds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// SHA-256 of the bytes that were sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Whether it lies there until a person publishes it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub waits: bool,
}

/// An attempt to do something with an article, when it was begun or ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// RFC 3339, in UTC, with milliseconds.
    pub at: String,
    /// The same on the two lines of one attempt.
    pub attempt: String,
    pub outcome: Outcome,
    pub channel: String,
    /// Its path on the site, such as `first-aid/cpr.html`.
    pub article: String,
    pub action: Action,
    /// What of its content counts, as [`super::content_hash`] says.
    pub hash: String,
    /// What the far side knows a repeated request by.
    pub key: String,
    pub title: String,
    /// Its file, for who looks for it.
    pub source: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// Why it was not delivered, what a person has to do, or how a doubt was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// Something that stays on the far side, such as a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    pub at: String,
    /// What it is for.
    pub upload: String,
    /// BLAKE3 of its bytes.
    pub hash: String,
    /// Under which name the far side has it.
    pub name: String,
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Line {
    Entry(Box<Entry>),
    Upload(Upload),
}

/// What is known of an article and a channel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// The last time that the far side, or a person, got it.
    pub delivered: Option<Entry>,
    /// An attempt after that of which nobody knows whether it arrived.
    pub open: Option<Entry>,
    /// The last attempt, if it failed or is in doubt.
    pub failed: Option<Entry>,
    /// How often it was delivered.
    pub times: usize,
}

/// Where lines are added; each is there whole when `append` returns.
pub trait Journal: Send {
    /// Adds a line, with its end.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    fn append(&mut self, line: &str) -> Result<()>;
}

/// The ledger of one channel.
pub struct Ledger {
    journal: Box<dyn Journal>,
    sent: BTreeMap<String, Sent>,
    uploads: BTreeMap<(String, String), String>,
}

/// The text of a ledger, and what was broken at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// Whole lines.
    pub text: String,
    /// A last line that was not finished, as it would be when a run is killed.
    pub lost: Option<String>,
}

/// What stands in the file of a ledger, without a last line that was not finished.
///
/// # Errors
///
/// A line before it is damaged: told by its number.
pub fn mend(file: &str, bytes: &[u8]) -> Result<Mended> {
    let text = String::from_utf8_lossy(bytes);
    let mut whole = String::with_capacity(text.len());
    let mut lost = None;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let bare = line.trim_end();
        if bare.is_empty() {
            continue;
        }
        if serde_json::from_str::<Line>(bare).is_ok() {
            whole.push_str(bare);
            whole.push('\n');
            continue;
        }
        if !line.ends_with('\n') {
            lost = Some(bare.to_owned());
            continue;
        }
        return Err(damaged(file, index + 1, bare));
    }
    Ok(Mended { text: whole, lost })
}

fn damaged(file: &str, line: usize, text: &str) -> anyhow::Error {
    if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| text.starts_with(mark)) {
        return refuse(
            format!("`{file}` 第 {line} 行是合并留下的记号；两边的行都留下，只删掉记号"),
            format!(
                "line {line} of `{file}` is a mark of a merge; keep the lines of both sides and remove the marks"
            ),
        );
    }
    refuse(
        format!("台账 `{file}` 第 {line} 行坏了，没有发送任何东西；从版本库里找回这个文件，或删去这一行"),
        format!(
            "line {line} of the ledger `{file}` is damaged, nothing was sent; restore the file, or remove the line"
        ),
    )
}

impl Ledger {
    /// A ledger from its whole lines; what comes is added to `journal`.
    ///
    /// # Errors
    ///
    /// A line is none of a ledger.
    pub fn new(text: &str, journal: Box<dyn Journal>) -> Result<Ledger> {
        let mut ledger = Ledger { journal, sent: BTreeMap::new(), uploads: BTreeMap::new() };
        let lines = text.lines().map(serde_json::from_str::<Line>).collect::<Result<Vec<_>, _>>();
        let lines =
            lines.explain(|| Text::new("台账里有一行读不懂", "a line of the ledger makes no sense"))?;
        let mut entries = Vec::new();
        for line in lines {
            match line {
                Line::Entry(entry) => entries.push(*entry),
                Line::Upload(upload) => {
                    drop(ledger.uploads.insert((upload.upload, upload.hash), upload.name))
                }
            }
        }
        // The end of an attempt stands behind its beginning, even in the same millisecond.
        entries.sort_by(|a, b| {
            let ended = |it: &Entry| it.outcome != Outcome::Begun;
            (&a.at, &a.attempt, ended(a)).cmp(&(&b.at, &b.attempt, ended(b)))
        });
        // The same line on both sides of a merge is one.
        entries.dedup();
        entries.into_iter().for_each(|entry| ledger.take_in(entry));
        Ok(ledger)
    }

    fn take_in(&mut self, entry: Entry) {
        let sent = self.sent.entry(entry.article.clone()).or_default();
        let ends = |open: &Option<Entry>| open.as_ref().is_some_and(|it| it.attempt == entry.attempt);
        match entry.outcome {
            Outcome::Begun => sent.open = Some(entry),
            Outcome::Delivered | Outcome::ByHand => {
                if ends(&sent.open) {
                    sent.open = None;
                }
                sent.failed = None;
                sent.times += 1;
                sent.delivered = Some(entry);
            }
            Outcome::Unknown => {
                sent.failed = Some(entry.clone());
                sent.open = Some(entry);
            }
            Outcome::Failed => {
                if ends(&sent.open) {
                    sent.open = None;
                }
                sent.failed = Some(entry);
            }
        }
    }

    /// What is known of every article that was ever begun, by its path.
    pub fn sent(&self) -> &BTreeMap<String, Sent> {
        &self.sent
    }

    /// Writes down an attempt, begun or ended.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn record(&mut self, entry: Entry) -> Result<()> {
        self.journal.append(&(serde_json::to_string(&entry)? + "\n"))?;
        self.take_in(entry);
        Ok(())
    }

    /// Under which name the far side has what was uploaded.
    pub fn upload(&self, purpose: &str, hash: &str) -> Option<&str> {
        self.uploads.get(&(purpose.to_owned(), hash.to_owned())).map(String::as_str)
    }

    /// Writes down what was uploaded.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn record_upload(&mut self, upload: Upload) -> Result<()> {
        self.journal.append(&(serde_json::to_string(&upload)? + "\n"))?;
        self.uploads.insert((upload.upload, upload.hash), upload.name);
        Ok(())
    }
}
