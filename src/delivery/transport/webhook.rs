//! A webhook: a request over HTTP for each article, signed, and known by its key if it comes twice.
//!
//! `Idempotency-Key` is the key of the delivery (draft-ietf-httpapi-idempotency-key-header). `X-Kepu-Signature`
//! is `t=SECONDS,v1=HEX`: HMAC-SHA256 over the seconds since 1970, a full stop, and the body as it is sent, with
//! the secret; a far side that refuses old seconds cannot be sent a copy later.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use sha2::Sha256;

use super::{Desk, Done, Open, Parcel, Transport, file_name, words_for_readers};
use crate::channel::bundle::sha256;
use crate::channel::make::Made;
use crate::delivery::exchange::{Failure, Request};
use crate::delivery::form::{Part, form};
use crate::delivery::ledger::{Action, Receipt};
use crate::delivery::session::Session;
use crate::diagnostic::Text;
use crate::model::channel::WebhookBody;

struct Webhook<'a> {
    desk: Desk<'a>,
    address: String,
    secret: String,
}

pub(super) const OPEN: Open = |desk, secrets| {
    let (address, secret) = (desk.address(secrets)?, desk.secret(secrets)?);
    Ok(Box::new(Webhook { desk: *desk, address, secret }))
};

/// What a far side is told of an article.
#[derive(Debug, Serialize)]
struct Message<'a> {
    version: u32,
    channel: &'a str,
    action: Action,
    /// What it knows a repeated request by.
    key: &'a str,
    /// The path of the article on the site: the same whenever it is sent.
    article: &'a str,
    title: &'a str,
    summary: &'a str,
    /// The page; absent where the site has no address.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<jiff::civil::Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<jiff::civil::Date>,
    format: &'a str,
    /// Of what is corrected or withdrawn: words for those who read the former one.
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<String>,
    files: Vec<File>,
}

#[derive(Debug, Serialize)]
struct File {
    name: String,
    bytes: usize,
    sha256: String,
    /// In JSON alone: a form has the files beside it.
    #[serde(flatten)]
    content: Option<Content>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Content {
    Text(String),
    Base64(String),
}

impl Webhook<'_> {
    fn one(&self, parcel: &Parcel<'_>, session: &Session<'_>) -> Result<Done, Failure> {
        let files = parcel.article.map_or(Ok(Vec::new()), |article| self.desk.files(article))?;
        let (media_type, body) = match self.desk.delivery.body {
            WebhookBody::Json => ("application/json".to_owned(), self.json(parcel, &files)?),
            WebhookBody::Multipart => self.form(parcel, &files)?,
        };
        let seconds = (session.clock.now)().as_second();
        let request = Request {
            method: "POST",
            url: self.address.clone(),
            headers: vec![
                ("Content-Type".into(), media_type),
                ("Idempotency-Key".into(), format!("\"{}\"", parcel.item.key)),
                ("X-Kepu-Signature".into(), format!("t={seconds},v1={}", self.sign(seconds, &body))),
            ],
            body,
            // The key makes it so.
            repeatable: true,
            sample: String::new(),
        };
        let answer = session.send(&request)?;
        Ok(Done {
            receipt: Receipt {
                id: receipt_id(&answer.body),
                sha256: files.first().map(|main| sha256(&main.bytes)),
                ..Receipt::default()
            },
            ..Done::default()
        })
    }

    fn message<'m>(&'m self, parcel: &Parcel<'m>, files: Vec<File>) -> Message<'m> {
        let item = parcel.item;
        let address = Some(self.desk.catalog.absolute(&item.article)).filter(|it| !it.is_empty());
        let notice = (item.action != Action::Send)
            .then(|| words_for_readers(item, address.as_deref().unwrap_or_default()).zh);
        Message {
            version: 1,
            channel: &self.desk.channel.id.value,
            action: item.action,
            key: &item.key,
            article: &item.article,
            title: &item.title,
            summary: parcel.article.map_or("", |article| article.summary().trim()),
            address,
            published: parcel.article.map(|article| article.date),
            updated: parcel.article.and_then(|article| article.source.front.updated),
            format: self.desk.channel.format.value.id(),
            notice,
            files,
        }
    }

    fn json(&self, parcel: &Parcel<'_>, files: &[Made]) -> Result<Vec<u8>, Failure> {
        let files = files.iter().map(|made| {
            let content = match std::str::from_utf8(&made.bytes) {
                Ok(text) => Content::Text(text.to_owned()),
                Err(_) => Content::Base64(STANDARD.encode(&made.bytes)),
            };
            File { content: Some(content), ..described(parcel, made) }
        });
        written(&self.message(parcel, files.collect()))
    }

    /// RFC 7578: `metadata`, then each file.
    fn form(&self, parcel: &Parcel<'_>, files: &[Made]) -> Result<(String, Vec<u8>), Failure> {
        let described = files.iter().map(|made| described(parcel, made)).collect();
        let metadata = written(&self.message(parcel, described))?;
        let names: Vec<String> = files.iter().map(|made| file_name(parcel.item, made)).collect();
        let about = Part { name: "metadata", file: None, media_type: "application/json", bytes: &metadata };
        let media_type = "application/octet-stream";
        let beside = names.iter().zip(files).map(|(file, made)| {
            let file = Some(file.as_str());
            Part { name: "file", file, media_type, bytes: &made.bytes }
        });
        Ok(form(&std::iter::once(about).chain(beside).collect::<Vec<_>>()))
    }

    fn sign(&self, seconds: i64, body: &[u8]) -> String {
        // A key of any length is one.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()) else {
            return String::new();
        };
        mac.update(format!("{seconds}.").as_bytes());
        mac.update(body);
        mac.finalize().into_bytes().iter().fold(String::new(), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

fn described(parcel: &Parcel<'_>, made: &Made) -> File {
    let name = file_name(parcel.item, made);
    File { name, bytes: made.bytes.len(), sha256: sha256(&made.bytes), content: None }
}

fn written(message: &Message<'_>) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(message)
        .map_err(|error| Failure::of_article(Text::new(error.to_string(), error.to_string())))
}

/// What the far side calls it: `id` of the JSON it answers, if it does.
fn receipt_id(body: &[u8]) -> Option<String> {
    let answer: serde_json::Value = serde_json::from_slice(body).ok()?;
    match &answer["id"] {
        serde_json::Value::String(id) => Some(id.chars().take(200).collect()),
        serde_json::Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

impl Transport for Webhook<'_> {
    fn deliver(&self, parcels: &[Parcel<'_>], session: &Session<'_>) -> Vec<Result<Done, Failure>> {
        parcels.iter().map(|parcel| self.one(parcel, session)).collect()
    }

    fn after_a_cut(&self) -> Text {
        Text::new(
            "上次断了，不知道对方收到没有；用同一个编号（Idempotency-Key）再发，认这个编号的对方不会收两份",
            "the last run broke off; it is sent again with the same Idempotency-Key, which a far side that honours it takes once",
        )
    }
}
