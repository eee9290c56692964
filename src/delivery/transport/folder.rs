//! A drop folder: files put where somebody, or another program, takes them from.
//!
//! A file is there whole or not at all. What is corrected takes the place of what was there; what is withdrawn
//! is removed if it still lies there, and a text beside it says so.

use std::path::PathBuf;

use anyhow::Result;

use super::{Desk, Done, Open, Parcel, Transport, file_name, flat, words_for_readers};
use crate::channel::bundle::sha256;
use crate::delivery::exchange::Failure;
use crate::delivery::ledger::{Action, Receipt};
use crate::delivery::session::Session;
use crate::diagnostic::{Text, refuse, words};
use crate::fs;

/// A folder that cannot be written to takes no article.
fn of_folder(error: &anyhow::Error) -> Failure {
    Failure::of_channel(words(error))
}

struct Folder<'a> {
    desk: Desk<'a>,
    path: PathBuf,
}

pub(super) const OPEN: Open = |desk, _| {
    let folder = desk.delivery.folder.as_ref().ok_or_else(|| desk.lacks("folder", "文件夹"))?;
    let path = desk.site.join(&folder.value);
    // A folder that is made here would be the place where a share that is not mounted should have been.
    if !fs::is_dir(&path) {
        let path = path.display();
        return Err(refuse(
            format!("没有文件夹 `{path}`；共享盘连上了吗？要用本机的文件夹，请先建好"),
            format!(
                "there is no folder `{path}`; is the share connected? make it first if it is a local one"
            ),
        ));
    }
    Ok(Box::new(Folder { desk: *desk, path }))
};

impl Folder<'_> {
    fn one(&self, parcel: &Parcel<'_>, session: &Session<'_>) -> Result<Done, Failure> {
        let item = parcel.item;
        let put = |name: &str, bytes: &[u8]| {
            session.exchange.put(&self.path.join(name), bytes).map_err(|error| of_folder(&error))
        };
        let notice = format!("{}.withdrawn.txt", flat(item));
        let Some(article) = parcel.article else {
            if let Some(Receipt { id: Some(name), sha256: Some(sum), .. }) = &item.receipt {
                let former = self.path.join(name);
                session.exchange.take_back(&former, sum).map_err(|error| of_folder(&error))?;
            }
            put(&notice, (words_for_readers(item, "").zh + "\n").as_bytes())?;
            return Ok(Done {
                receipt: Receipt { id: Some(notice), ..Receipt::default() },
                ..Done::default()
            });
        };
        let files = self.desk.files(article)?;
        // The main file comes last: who waits for it finds the others beside it.
        for made in files.iter().rev() {
            put(&file_name(item, made), &made.bytes)?;
        }
        let main = &files[0];
        let receipt = Receipt {
            id: Some(file_name(item, main)),
            sha256: Some(sha256(&main.bytes)),
            ..Receipt::default()
        };
        let note = (item.action == Action::Correct)
            .then(|| Text::new("放进了同名的新文件", "a new file of the same name takes its place"));
        Ok(Done { receipt, note, by_hand: None })
    }
}

impl Transport for Folder<'_> {
    fn deliver(&self, parcels: &[Parcel<'_>], session: &Session<'_>) -> Vec<Result<Done, Failure>> {
        parcels.iter().map(|parcel| self.one(parcel, session)).collect()
    }

    fn after_a_cut(&self) -> Text {
        Text::new(
            "上次放到一半断了；同名文件再放一次，不会多出一份",
            "the last run broke off; the file of the same name is put there again",
        )
    }
}
