//! The platform's interface: requests with a token that is kept until it runs out, and what their answers say.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::{Value, json};

use super::errors;
use crate::delivery::exchange::{Answer, Arrival, Failure, Request};
use crate::delivery::form::{Part, form};
use crate::delivery::session::{Session, accepted};
use crate::diagnostic::Text;

/// Where it is, unless the channel says otherwise.
pub(super) const BASE: &str = "https://api.weixin.qq.com";

/// Seconds before its end in which a token is not used any more.
const MARGIN: i64 = 60;
/// Drafts on a page of the list, the most there are.
const PAGE: u64 = 20;
/// Pages of the list that are looked through, the newest first.
const PAGES: u64 = 25;

/// The interface for one account.
pub(super) struct Api {
    base: String,
    account: String,
    secret: String,
    token: Mutex<Option<Token>>,
}

#[derive(Clone)]
struct Token {
    value: String,
    until: Timestamp,
}

/// A picture as the platform takes it.
pub(super) struct Picture {
    pub(super) bytes: Vec<u8>,
    /// `jpg` or `png`.
    pub(super) kind: &'static str,
}

/// An article of a draft, as `draft/add` has it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct News {
    pub(super) title: String,
    pub(super) author: String,
    pub(super) digest: String,
    pub(super) content: String,
    pub(super) content_source_url: String,
    pub(super) thumb_media_id: String,
}

/// A request, but for its token.
struct Call {
    /// Path and query.
    path: &'static str,
    media_type: String,
    body: Vec<u8>,
    repeatable: bool,
    sample: &'static str,
}

/// Why something was not done; with the platform's code, if it gave one.
pub(super) struct Refusal {
    pub(super) code: Option<i64>,
    pub(super) failure: Failure,
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Refusal {
        Refusal { code: None, failure }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        refusal.failure
    }
}

impl Api {
    pub(super) fn new(base: &str, account: String, secret: String) -> Api {
        let base = base.trim_end_matches('/').to_owned();
        Api { base, account, secret, token: Mutex::default() }
    }

    /// Uploads a picture of a text: its address.
    pub(super) fn upload_image(&self, picture: &Picture, session: &Session<'_>) -> Result<String, Failure> {
        let path = "/cgi-bin/media/uploadimg?";
        let sample = r#"{"url":"http://mmbiz.qpic.cn/mmbiz/URL/0"}"#;
        name(&self.call(&picture_call(path, picture, sample), session)?, "url")
    }

    /// Uploads a cover to stay: its `media_id`.
    pub(super) fn add_material(&self, picture: &Picture, session: &Session<'_>) -> Result<String, Failure> {
        let path = "/cgi-bin/material/add_material?type=image&";
        let sample = r#"{"media_id":"MEDIA_ID_OF_COVER","url":"http://mmbiz.qpic.cn/mmbiz/URL/0"}"#;
        name(&self.call(&picture_call(path, picture, sample), session)?, "media_id")
    }

    /// Makes a draft: its `media_id`. Made twice, there are two.
    pub(super) fn add(&self, news: &News, session: &Session<'_>) -> Result<String, Refusal> {
        let body = json!({ "articles": [news] });
        let sample = r#"{"media_id":"MEDIA_ID"}"#;
        let call = Call { repeatable: false, ..json_call("/cgi-bin/draft/add?", &body, sample) };
        Ok(name(&self.call(&call, session)?, "media_id")?)
    }

    /// Puts other content into a draft.
    pub(super) fn update(&self, id: &str, news: &News, session: &Session<'_>) -> Result<(), Refusal> {
        let body = json!({ "media_id": id, "index": 0, "articles": news });
        let call = json_call("/cgi-bin/draft/update?", &body, r#"{"errcode":0,"errmsg":"ok"}"#);
        self.call(&call, session).map(drop)
    }

    /// Whether a draft is there.
    pub(super) fn has(&self, id: &str, session: &Session<'_>) -> Result<bool, Failure> {
        let call = json_call("/cgi-bin/draft/get?", &json!({ "media_id": id }), r#"{"news_item":[]}"#);
        match self.call(&call, session) {
            Ok(_) => Ok(true),
            Err(Refusal { code: Some(errors::INVALID_MEDIA), .. }) => Ok(false),
            Err(refusal) => Err(refusal.failure),
        }
    }

    /// The newest draft whose first article was made of the page at `address`.
    pub(super) fn find(&self, address: &str, session: &Session<'_>) -> Result<Option<String>, Failure> {
        let sample = r#"{"total_count":0,"item_count":0,"item":[]}"#;
        for page in 0..PAGES {
            let body = json!({ "offset": page * PAGE, "count": PAGE, "no_content": 1 });
            let list = self.call(&json_call("/cgi-bin/draft/batchget?", &body, sample), session)?;
            let (Some(drafts), Some(total)) = (list["item"].as_array(), list["total_count"].as_u64()) else {
                return Err(garbled());
            };
            let ours = |it: &&Value| it["content"]["news_item"][0]["content_source_url"] == address;
            if let Some(draft) = drafts.iter().find(ours) {
                return name(draft, "media_id").map(Some);
            }
            if drafts.is_empty() || (page + 1) * PAGE >= total {
                break;
            }
        }
        Ok(None)
    }

    /// Makes a request; once more with a new token if the platform does not know that of before.
    fn call(&self, call: &Call, session: &Session<'_>) -> Result<Value, Refusal> {
        let token = self.token(None, session)?;
        match self.once(call, &token, session) {
            Err(Refusal { code: Some(code), .. }) if errors::stale(code) => {
                let token = self.token(Some(&token), session)?;
                self.once(call, &token, session)
            }
            said => said,
        }
    }

    fn once(&self, call: &Call, token: &str, session: &Session<'_>) -> Result<Value, Refusal> {
        let token: String = url::form_urlencoded::byte_serialize(token.as_bytes()).collect();
        let request = Request {
            method: "POST",
            url: format!("{}{}access_token={token}", self.base, call.path),
            headers: vec![("Content-Type".into(), call.media_type.clone())],
            body: call.body.clone(),
            repeatable: call.repeatable,
            sample: call.sample.to_owned(),
        };
        session.ask(&request, &|answer| judge(answer, session))?
    }

    /// The token; another one if it is `refused`. Who comes while it is fetched waits and gets the same.
    fn token(&self, refused: Option<&str>, session: &Session<'_>) -> Result<String, Failure> {
        let mut kept = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        let now = (session.clock.now)();
        let good = kept.as_ref().filter(|it| now < it.until && Some(it.value.as_str()) != refused);
        if let Some(token) = good {
            return Ok(token.value.clone());
        }
        // The platform gives the same token to all who ask until it is forced to make another.
        let force = refused.is_some();
        let token = self.fetch(force, session).map_err(|failure| {
            // A token that was not got has carried nothing.
            Failure { arrival: Arrival::NotTaken, ..failure }
        })?;
        Ok(kept.insert(token).value.clone())
    }

    fn fetch(&self, force: bool, session: &Session<'_>) -> Result<Token, Failure> {
        let body = json!({
            "grant_type": "client_credential",
            "appid": self.account,
            "secret": self.secret,
            "force_refresh": force,
        });
        let sample = r#"{"access_token":"ACCESS_TOKEN","expires_in":7200}"#;
        let request = Request {
            method: "POST",
            url: format!("{}/cgi-bin/stable_token", self.base),
            headers: vec![("Content-Type".into(), "application/json".into())],
            body: body.to_string().into_bytes(),
            repeatable: true,
            sample: sample.to_owned(),
        };
        let said = session.ask(&request, &|answer| judge(answer, session))??;
        let value = name(&said, "access_token")?;
        session.secrets.hide(&value);
        let seconds = said["expires_in"].as_i64().unwrap_or_default().clamp(0, 7200);
        let lasts = SignedDuration::from_secs(seconds - MARGIN);
        let until = (session.clock.now)().checked_add(lasts).unwrap_or(Timestamp::MIN);
        Ok(Token { value, until })
    }
}

fn json_call(path: &'static str, body: &Value, sample: &'static str) -> Call {
    let (media_type, body) = ("application/json".to_owned(), body.to_string().into_bytes());
    Call { path, media_type, body, repeatable: true, sample }
}

/// A form with a picture. At worst that lies there twice.
fn picture_call(path: &'static str, picture: &Picture, sample: &'static str) -> Call {
    let (file, media_type) = match picture.kind {
        "jpg" => ("picture.jpg", "image/jpeg"),
        _ => ("picture.png", "image/png"),
    };
    let (media_type, body) =
        form(&[Part { name: "media", file: Some(file), media_type, bytes: &picture.bytes }]);
    Call { path, media_type, body, repeatable: true, sample }
}

/// BLAKE3 in hexadecimal.
pub(super) fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// What an answer says. It may be of success by HTTP and a refusal all the same.
fn judge(answer: &Answer, session: &Session<'_>) -> Result<Result<Value, Refusal>, Failure> {
    accepted(answer, (session.clock.now)())?;
    let said: Option<Value> = if answer.cut { None } else { serde_json::from_slice(&answer.body).ok() };
    let said = said.filter(Value::is_object).ok_or_else(garbled)?;
    let Some(code) = said["errcode"].as_i64().filter(|code| *code != 0) else { return Ok(Ok(said)) };
    let words = session.secrets.redact(said["errmsg"].as_str().unwrap_or_default());
    let failure = errors::explain(code, &words);
    if matches!(failure.retry, crate::delivery::Retry::Later(_)) {
        return Err(failure);
    }
    Ok(Err(Refusal { code: Some(code), failure }))
}

fn garbled() -> Failure {
    let text = Text::new(
        "公众平台的回答读不懂，不知道它收到没有",
        "the answer of the platform makes no sense; nobody knows what it has",
    );
    Failure::passing(text, Arrival::Unknown, None)
}

/// A name that an answer has to give.
fn name(said: &Value, key: &str) -> Result<String, Failure> {
    said[key].as_str().filter(|it| !it.is_empty()).map(str::to_owned).ok_or_else(garbled)
}
