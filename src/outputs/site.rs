//! What every page shares.

use std::collections::BTreeMap;

use super::Site;
use super::items::topic_ref;
use super::view::{FooterField, Link, SiteView};
use crate::model::{Roster, address};

/// The shared part of every page's context.
pub fn site_view(site: &Site<'_>) -> SiteView {
    let config = &site.catalog.config;
    let navigation = config.navigation.iter().map(|item| {
        let link = Some(item.link.value.clone());
        let (path, url) = if item.leads_outside() { (None, link) } else { (link, None) };
        Link { title: item.title.clone(), path, url }
    });
    let footer =
        config.footer.iter().filter(|field| !field.text.trim().is_empty()).map(|field| FooterField {
            label: field.label.clone(),
            text: field.text.clone(),
            url: field.url.as_ref().map(|url| url.value.clone()),
        });
    // A page about the site shows numbers of its own; the frame of every page must not change
    // whenever an article comes, or each new article would render the whole site again.
    let topics = site.catalog.topics.iter().map(|topic| {
        let mut topic = topic_ref(topic);
        topic.count = 0;
        topic
    });
    SiteView {
        title: config.title.clone(),
        subtitle: config.subtitle.clone(),
        description: config.description.clone(),
        language: config.language.clone(),
        base_url: config.base_url.clone(),
        navigation: navigation.collect(),
        topics: topics.collect(),
        organisation: config.organisation.clone(),
        disclaimer: config.disclaimer.clone().filter(|line| !line.trim().is_empty()),
        footer: footer.collect(),
        has_calendar: !site.catalog.agenda.activities.is_empty(),
        courses: (!site.catalog.agenda.courses.is_empty()).then(|| address::COURSES.to_owned()),
        requests: (!site.catalog.agenda.requests.is_empty()).then(|| address::requests(1)),
        feeds: (!config.base_url.is_empty()).then(|| address::FEEDS.to_owned()),
        today: site.catalog.rosters.first().map(Roster::path),
        assets: asset_paths(site),
    }
}

fn asset_paths(site: &Site<'_>) -> BTreeMap<String, String> {
    let assets = site.theme.assets().iter();
    assets.map(|(name, asset)| (name.clone(), asset.path.clone())).collect()
}
