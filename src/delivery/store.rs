//! Ledgers in files: `state/channels/ID.jsonl` of the site.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::ledger::{Journal, Ledger, mend};
use crate::diagnostic::{Explain as _, Text};
use crate::fs;

/// Where the ledger of a channel lies.
pub fn ledger_path(site: &Path, channel: &str) -> PathBuf {
    site.join("state").join("channels").join(format!("{channel}.jsonl"))
}

/// The ledger of a channel, to be added to; and what is to be said if its last line was not finished.
///
/// # Errors
///
/// It is damaged, told by the line's number, or cannot be written.
pub fn open_ledger(site: &Path, channel: &str) -> Result<(Ledger, Option<Text>)> {
    let path = ledger_path(site, channel);
    let bytes = bytes(&path)?;
    let mended = mend(&path.display().to_string(), &bytes)?;
    let folder = path.parent().unwrap_or(site);
    fs::refuse_link(folder)?;
    if bytes != mended.text.as_bytes() {
        fs::write_atomically(&path, mended.text.as_bytes())?;
    }
    fs::keep_lines_of_both_branches(folder)?;
    let ledger = Ledger::new(&mended.text, Box::new(File(fs::Appender::open(&path)?)))?;
    Ok((ledger, mended.lost.map(|line| repaired(&path, &line))))
}

/// The ledger of a channel as it stands; nothing is written.
///
/// # Errors
///
/// It is damaged, told by the line's number.
pub fn read_ledger(site: &Path, channel: &str) -> Result<Ledger> {
    let path = ledger_path(site, channel);
    let mended = mend(&path.display().to_string(), &bytes(&path)?)?;
    Ledger::new(&mended.text, Box::new(Closed))
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    match fs::read(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        read => read.explain(|| {
            let path = path.display();
            Text::new(format!("读不了台账 `{path}`"), format!("cannot read the ledger `{path}`"))
        }),
    }
}

fn repaired(path: &Path, line: &str) -> Text {
    let (path, start) = (path.display(), line.chars().take(60).collect::<String>());
    Text::new(
        format!("台账 `{path}` 的最后一行没写完（上次中断了），已经去掉：{start}…"),
        format!(
            "the last line of the ledger `{path}` was not finished (the last run broke off) and is removed: {start}…"
        ),
    )
}

struct File(fs::Appender);

impl Journal for File {
    fn append(&mut self, line: &str) -> Result<()> {
        self.0.append(line.as_bytes())
    }
}

/// A journal for who only reads: nothing of it lasts.
struct Closed;

impl Journal for Closed {
    fn append(&mut self, _line: &str) -> Result<()> {
        Ok(())
    }
}
