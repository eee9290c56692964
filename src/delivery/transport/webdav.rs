//! Files put on a server by WebDAV (RFC 4918): a network disk of an office, Nextcloud, Jianguoyun.
//!
//! `address` is a folder that is there. A file goes there under a hidden name and is then moved to its own, so
//! that nobody who looks on gets half of it. What is withdrawn is deleted.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Desk, Done, Open, Parcel, Transport, file_name};
use crate::channel::bundle::sha256;
use crate::delivery::exchange::{Failure, Request};
use crate::delivery::ledger::Receipt;
use crate::delivery::session::{Session, accepted};
use crate::diagnostic::Text;

struct Webdav<'a> {
    desk: Desk<'a>,
    /// With a slash at its end.
    folder: String,
    authorization: String,
}

pub(super) const OPEN: Open = |desk, secrets| {
    let folder = desk.address(secrets)?.trim_end_matches('/').to_owned() + "/";
    let account = desk.delivery.account.as_ref().ok_or_else(|| desk.lacks("account", "账号"))?;
    let secret = desk.secret(secrets)?;
    let credentials = STANDARD.encode(format!("{}:{secret}", account.value));
    secrets.hide(&credentials);
    Ok(Box::new(Webdav { desk: *desk, folder, authorization: format!("Basic {credentials}") }))
};

impl Webdav<'_> {
    fn request(&self, method: &'static str, name: &str, body: &[u8]) -> Request {
        Request {
            method,
            url: format!("{}{name}", self.folder),
            headers: vec![("Authorization".into(), self.authorization.clone())],
            body: body.to_vec(),
            repeatable: true,
            sample: String::new(),
        }
    }

    fn put(&self, name: &str, bytes: &[u8], session: &Session<'_>) -> Result<(), Failure> {
        let staged = format!(".{name}.part");
        let mut put = self.request("PUT", &staged, bytes);
        put.headers.push(("Content-Type".into(), "application/octet-stream".into()));
        session.send(&put)?;
        let mut moved = self.request("MOVE", &staged, b"");
        moved.headers.push(("Destination".into(), format!("{}{name}", self.folder)));
        moved.headers.push(("Overwrite".into(), "T".into()));
        session.send(&moved).map(drop)
    }

    /// A file that is not there need not be deleted.
    fn delete(&self, name: &str, session: &Session<'_>) -> Result<(), Failure> {
        session.ask(&self.request("DELETE", name, b""), &|answer| match answer.status {
            404 | 410 => Ok(()),
            _ => accepted(answer, (session.clock.now)()),
        })
    }

    fn one(&self, parcel: &Parcel<'_>, session: &Session<'_>) -> Result<Done, Failure> {
        let item = parcel.item;
        let Some(article) = parcel.article else {
            let Some(name) = item.receipt.as_ref().and_then(|it| it.id.clone()) else {
                return Ok(Done {
                    by_hand: Some(Text::new(
                        "不知道对方有没有这个文件，请到网盘里看一看，有就删掉",
                        "nobody knows whether the file is there; look, and delete it",
                    )),
                    ..Done::default()
                });
            };
            self.delete(&name, session)?;
            return Ok(Done { receipt: Receipt { id: Some(name), ..Receipt::default() }, ..Done::default() });
        };
        let files = self.desk.files(article)?;
        for made in files.iter().rev() {
            self.put(&file_name(item, made), &made.bytes, session)?;
        }
        let (name, sum) = (file_name(item, &files[0]), sha256(&files[0].bytes));
        let link = Some(format!("{}{name}", self.folder));
        let receipt = Receipt { id: Some(name), link, sha256: Some(sum), waits: false };
        Ok(Done { receipt, ..Done::default() })
    }
}

impl Transport for Webdav<'_> {
    fn deliver(&self, parcels: &[Parcel<'_>], session: &Session<'_>) -> Vec<Result<Done, Failure>> {
        parcels.iter().map(|parcel| self.one(parcel, session)).collect()
    }

    fn after_a_cut(&self) -> Text {
        Text::new(
            "上次传到一半断了；同名文件再传一次，不会多出一份",
            "the last run broke off; the file of the same name is put there again",
        )
    }
}
