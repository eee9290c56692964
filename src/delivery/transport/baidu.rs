//! Addresses told to Baidu's search, so that it fetches them (普通收录, API 提交).
//!
//! `POST http://data.zz.baidu.com/urls?site=…&token=…`, an address a line; the answer counts what was taken and
//! names what was not. Baidu documents it without encryption, so a channel has to allow that.

use serde::Deserialize;

use super::{Desk, Done, Open, Parcel, Transport, address_of};
use crate::delivery::exchange::{Answer, Arrival, Failure, Request};
use crate::delivery::ledger::{Action, Receipt};
use crate::delivery::session::{Session, accepted};
use crate::diagnostic::Text;

const ADDRESS: &str = "http://data.zz.baidu.com/urls";
/// Addresses in one request, as the documentation says.
const MOST: usize = 2000;

struct Baidu<'a> {
    desk: Desk<'a>,
    address: String,
}

pub(super) const OPEN: Open = |desk, secrets| {
    let site = desk.delivery.account.as_ref().ok_or_else(|| desk.lacks("account", "账号"))?;
    let token = desk.secret(secrets)?;
    let base = desk.delivery.address.as_ref().map_or(ADDRESS, |it| it.value.trim());
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("site", &site.value)
        .append_pair("token", &token)
        .finish();
    Ok(Box::new(Baidu { desk: *desk, address: format!("{base}?{query}") }))
};

/// What Baidu answers.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    remain: Option<u64>,
    not_same_site: Vec<String>,
    not_valid: Vec<String>,
    error: Option<i64>,
    message: Option<String>,
}

impl Baidu<'_> {
    /// What was answered, where it is no failure of all.
    fn judge(answer: &Answer, session: &Session<'_>) -> Result<Said, Failure> {
        let said: Option<Said> = serde_json::from_slice(&answer.body).ok();
        let said = match said {
            Some(said) => said,
            None => {
                accepted(answer, (session.clock.now)())?;
                let text = Text::new("百度的回答读不懂", "the answer of Baidu makes no sense");
                return Err(Failure::passing(text, Arrival::Unknown, None));
            }
        };
        let Some(code) = said.error else { return Ok(said) };
        let message = said.message.clone().unwrap_or_default();
        let advice = match message.as_str() {
            "token is not valid" => Text::new(
                "密钥不对；到百度搜索资源平台“普通收录 — API 提交”里重新看",
                "the token is not valid; look it up at Baidu's search resource platform",
            ),
            "site error" => Text::new(
                "站点没有在百度搜索资源平台验证过，或者 `account` 和验证时写的不一样",
                "the site is not verified there, or `account` is written otherwise",
            ),
            "over quota" => {
                Text::new("今天的配额用完了，明天再发", "today's quota is used up; send tomorrow")
            }
            _ if code >= 500 => {
                let text = Text::new("百度出了故障", "Baidu has a fault");
                return Err(Failure::passing(text, Arrival::NotTaken, None));
            }
            _ => Text::new(format!("百度不收：{message}"), format!("Baidu refuses it: {message}")),
        };
        Err(Failure::of_channel(advice))
    }
}

impl Transport for Baidu<'_> {
    fn batch(&self) -> usize {
        MOST
    }

    fn deliver(&self, parcels: &[Parcel<'_>], session: &Session<'_>) -> Vec<Result<Done, Failure>> {
        let addresses: Vec<String> =
            parcels.iter().map(|parcel| address_of(self.desk.catalog, parcel.item)).collect();
        let sent = parcels.iter().zip(&addresses).filter(|(it, _)| it.item.action != Action::Withdraw);
        let lines: Vec<&str> = sent.map(|(_, address)| address.as_str()).collect();
        let said = if lines.is_empty() {
            Ok(Said::default())
        } else {
            let request = Request {
                method: "POST",
                url: self.address.clone(),
                headers: vec![("Content-Type".into(), "text/plain".into())],
                body: lines.join("\n").into_bytes(),
                repeatable: true,
                sample: format!("{{\"remain\":100000,\"success\":{}}}", lines.len()),
            };
            session.ask(&request, &|answer| Baidu::judge(answer, session))
        };
        let outcome = |(parcel, address): (&Parcel<'_>, &String)| {
            let said = said.as_ref().map_err(Clone::clone)?;
            if parcel.item.action == Action::Withdraw {
                let text = Text::new(
                    format!("到百度搜索资源平台“死链提交”里提交：{address}"),
                    format!("submit it as a dead link at Baidu's search resource platform: {address}"),
                );
                return Ok(Done { by_hand: Some(text), ..Done::default() });
            }
            if said.not_same_site.contains(address) {
                return Err(Failure::of_article(Text::new(
                    "网址不是 `account` 那个站点的",
                    "the address is not one of the site in `account`",
                )));
            }
            if said.not_valid.contains(address) {
                return Err(Failure::of_article(Text::new(
                    "百度说网址不对",
                    "Baidu says that it is no address",
                )));
            }
            let left = said.remain.map(|left| {
                Text::new(format!("今天还能提交 {left} 条"), format!("{left} more can be submitted today"))
            });
            Ok(Done {
                receipt: Receipt { link: Some(address.clone()), ..Receipt::default() },
                note: left,
                by_hand: None,
            })
        };
        parcels.iter().zip(&addresses).map(outcome).collect()
    }

    fn after_a_cut(&self) -> Text {
        Text::new(
            "上次断了；同样的网址再提交一次无妨",
            "the last run broke off; the same addresses are submitted again",
        )
    }
}
