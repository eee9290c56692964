//! Addresses told to the search engines of IndexNow (indexnow.org): new, changed and withdrawn ones alike, as
//! they fetch each and see.
//!
//! The key is public: it stands in a file `KEY.txt` at the root of the site, and in `account`.

use serde_json::json;
use url::Url;

use super::{Desk, Done, Open, Parcel, Transport, address_of};
use crate::delivery::exchange::{Failure, Request};
use crate::delivery::ledger::Receipt;
use crate::delivery::session::{Session, accepted};
use crate::diagnostic::{Text, refuse};

const ADDRESS: &str = "https://api.indexnow.org/indexnow";
/// Addresses in one request, by its documentation.
const MOST: usize = 10_000;

struct IndexNow<'a> {
    desk: Desk<'a>,
    address: String,
    key: String,
    host: String,
}

pub(super) const OPEN: Open = |desk, _| {
    let key = desk.delivery.account.as_ref().ok_or_else(|| desk.lacks("account", "账号"))?.value.clone();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if !(8..=128).contains(&key.len()) || !key.bytes().all(plain) {
        return Err(refuse(
            "IndexNow 的密钥（`account`）是 8 到 128 个字母、数字或 `-`",
            "the key of IndexNow (`account`) is 8 to 128 letters, digits or `-`",
        ));
    }
    let base = Url::parse(&desk.catalog.config.base_url).ok();
    let host = base.as_ref().and_then(Url::host_str).map(str::to_owned);
    let host = host.ok_or_else(|| {
        refuse("网站还没有网址（base_url），没有什么可以提交", "the site has no address (base_url) to submit")
    })?;
    let address = desk.delivery.address.as_ref().map_or(ADDRESS, |it| it.value.trim()).to_owned();
    Ok(Box::new(IndexNow { desk: *desk, address, key, host }))
};

impl Transport for IndexNow<'_> {
    fn batch(&self) -> usize {
        MOST
    }

    fn deliver(&self, parcels: &[Parcel<'_>], session: &Session<'_>) -> Vec<Result<Done, Failure>> {
        let catalog = self.desk.catalog;
        let addresses: Vec<String> = parcels.iter().map(|parcel| address_of(catalog, parcel.item)).collect();
        let key_file = catalog.absolute(&format!("{}.txt", self.key));
        let body = json!({
            "host": self.host, "key": self.key, "keyLocation": key_file, "urlList": addresses,
        });
        let request = Request {
            method: "POST",
            url: self.address.clone(),
            headers: vec![("Content-Type".into(), "application/json; charset=utf-8".into())],
            body: body.to_string().into_bytes(),
            repeatable: true,
            sample: String::new(),
        };
        let sent = session.ask(&request, &|answer| match answer.status {
            403 => Err(Failure::of_channel(Text::new(
                format!("IndexNow 没有找到密钥文件；把只写着密钥的文件放到 {key_file}"),
                format!("IndexNow does not find the key; put a file that holds it at {key_file}"),
            ))),
            422 => Err(Failure::of_channel(Text::new(
                "网址和密钥不是同一个站点的",
                "addresses and key are of different sites",
            ))),
            _ => accepted(answer, (session.clock.now)()),
        });
        let outcome = |address: &String| {
            sent.clone()?;
            Ok(Done {
                receipt: Receipt { link: Some(address.clone()), ..Receipt::default() },
                ..Done::default()
            })
        };
        addresses.iter().map(outcome).collect()
    }

    fn after_a_cut(&self) -> Text {
        Text::new(
            "上次断了；同样的网址再提交一次无妨",
            "the last run broke off; the same addresses are submitted again",
        )
    }
}
