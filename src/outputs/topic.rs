//! Topic pages: what there is on 营养, 急救, …

use super::frame::page_view;
use super::items::topic_ref;
use super::lists::list_page;
use super::view::ListView;
use super::{Planner, Site};
use crate::model::address;

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    for (index, topic) in site.catalog.topics.iter().enumerate() {
        for number in 1..=site.catalog.page_count(topic.articles.len()) {
            let path = address::topic(topic, number);
            planner.add(path.clone(), move |site| {
                let topic = &site.catalog.topics[index];
                let config = &topic.config;
                let mut page = page_view(site, "topic", &path, &config.name)
                    .described(&config.description)
                    .column(site.catalog, &config.name, &config.description)
                    .step(&config.name, None);
                let feeds = super::feeds::topic_alternates(site.catalog, topic);
                page.alternates.extend(feeds.iter().cloned());
                let list = ListView {
                    title: config.name.clone(),
                    description: config.description.clone(),
                    topic: Some(topic_ref(topic)),
                    feeds,
                    ..ListView::default()
                };
                list_page(site, page, list, &topic.articles, number, |it| address::topic(topic, it))
            });
        }
    }
}
