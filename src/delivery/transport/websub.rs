//! A hub of WebSub (W3C Recommendation, 2018) told that the feeds are new: it fetches them and passes them on.

use super::{Desk, Done, Open, Parcel, Transport};
use crate::config::encode_address;
use crate::delivery::exchange::{Failure, Request};
use crate::delivery::session::Session;
use crate::diagnostic::{Text, refuse};
use crate::model::address;

struct WebSub<'a> {
    desk: Desk<'a>,
    hub: String,
}

pub(super) const OPEN: Open = |desk, _| {
    let own = desk.delivery.address.as_ref().or(desk.catalog.config.feeds.hub.as_ref());
    let hub = own.ok_or_else(|| desk.lacks("address", "网址"))?.value.trim().to_owned();
    if desk.catalog.config.base_url.is_empty() {
        return Err(refuse(
            "网站还没有网址（base_url），没有什么可以通知",
            "the site has no address (base_url) to tell of",
        ));
    }
    Ok(Box::new(WebSub { desk: *desk, hub }))
};

impl WebSub<'_> {
    /// Every feed that names its hub, by its address.
    fn topics(&self) -> Vec<String> {
        let catalog = self.desk.catalog;
        let files = catalog.feeds().into_iter().flat_map(|feed| {
            let [rss, atom, json, _] = address::feed(&feed.name(catalog));
            [rss, atom, json]
        });
        files.map(|path| encode_address(&catalog.absolute(&path))).collect()
    }

    fn publish(&self, session: &Session<'_>) -> Result<(), Failure> {
        for topic in self.topics() {
            let body = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("hub.mode", "publish")
                .append_pair("hub.url", &topic)
                .finish();
            session.send(&Request {
                method: "POST",
                url: self.hub.clone(),
                headers: vec![("Content-Type".into(), "application/x-www-form-urlencoded".into())],
                body: body.into_bytes(),
                repeatable: true,
                sample: String::new(),
            })?;
        }
        Ok(())
    }
}

impl Transport for WebSub<'_> {
    /// Feeds hold all articles: however many are new, each is told of once.
    fn batch(&self) -> usize {
        usize::MAX
    }

    fn deliver(&self, parcels: &[Parcel<'_>], session: &Session<'_>) -> Vec<Result<Done, Failure>> {
        let told = self.publish(session);
        parcels.iter().map(|_| told.clone().map(|()| Done::default())).collect()
    }

    fn after_a_cut(&self) -> Text {
        Text::new("上次断了；再通知一次无妨", "the last run broke off; the hub is told again")
    }
}
