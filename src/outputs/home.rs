//! The first page: the newest, each topic, myths and what is on soon.

use super::frame::page_view;
use super::html::Html;
use super::items::{activity_item, article_item, article_items, topic_ref};
use super::view::{HomeTopic, HomeView, MythItem};
use super::{Planner, Site};
use crate::model::Catalog;

const NEWEST: usize = 8;
const PER_TOPIC: usize = 4;
const MYTHS: usize = 4;
const ACTIVITIES: usize = 6;

pub fn plan(_: &Site<'_>, planner: &mut Planner<'_>) {
    planner.add("index.html", |site| {
        let config = &site.catalog.config;
        let mut page = page_view(site, "home", "index.html", &config.title).described("");
        page.breadcrumbs.clear();
        Html::new("home.html", page, ("home", view(site)))
    });
}

fn view(site: &Site<'_>) -> HomeView {
    let catalog: &Catalog = site.catalog;
    let current = |index: &usize| !catalog.articles[*index].expired(catalog.day);
    let recent: Vec<usize> = (0..catalog.articles.len()).filter(current).take(NEWEST * 4).collect();
    let has_cover = |index: &&usize| super::items::cover(catalog, &catalog.articles[**index]).is_some();
    let lead = recent.iter().find(has_cover).copied();
    let newest: Vec<usize> =
        recent.iter().copied().filter(|index| Some(*index) != lead).take(NEWEST).collect();
    let myths = (0..catalog.articles.len()).filter(current).filter_map(|index| {
        let article = &catalog.articles[index];
        let claim = article.source.front.claim.clone()?;
        article.source.front.verdict?;
        Some(MythItem { claim, item: article_item(catalog, article) })
    });
    HomeView {
        lead: lead.map(|index| article_item(catalog, &catalog.articles[index])),
        newest: article_items(site, &newest),
        topics: catalog
            .topics
            .iter()
            .map(|topic| {
                let items: Vec<usize> =
                    topic.articles.iter().copied().filter(current).take(PER_TOPIC).collect();
                HomeTopic { topic: topic_ref(topic), items: article_items(site, &items) }
            })
            .collect(),
        myths: myths.take(MYTHS).collect(),
        activities: super::calendar::coming(catalog, catalog.timetable.all().iter())
            .take(ACTIVITIES)
            .map(|occurrence| activity_item(catalog, occurrence))
            .collect(),
    }
}
