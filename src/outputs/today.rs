//! 今日分享: a page with the articles that officers pass on today and in the coming days, and a file with
//! today's; one of each for everybody, and for each district that has articles of its own.

use std::sync::{Arc, OnceLock};

use anyhow::Result;

use super::frame::page_view;
use super::html::Html;
use super::items::{month_day, named_day};
use super::share::{group_message, press};
use super::view::{Facet, TodayArticle, TodayDay, TodayView};
use super::{Key, Planner, Rendered, Site, View};
use crate::channel::daily::Daily;
use crate::channel::poster::Press;
use crate::model::{Roster, address};
use crate::theme::Renderer;

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    let drawer: Arc<OnceLock<Press>> = Arc::default();
    for (index, roster) in site.catalog.rosters.iter().enumerate() {
        planner.add(roster.path(), move |site| page(site, index));
        let drawer = Arc::clone(&drawer);
        planner.add(roster.zip(), move |site| {
            let roster = &site.catalog.rosters[index];
            let district = roster.district.as_ref().map(|(name, _)| name.as_str());
            let (day, articles) = roster.days.first().map_or((site.catalog.day, &[][..]), |it| (it.0, &it.1));
            Zip {
                daily: Daily::of(site.catalog, day, district, articles),
                look: site.theme.posters_hash(),
                press: Arc::clone(&drawer),
            }
        });
    }
}

fn page(site: &Site<'_>, index: usize) -> Html<TodayView> {
    let catalog = site.catalog;
    let roster = &catalog.rosters[index];
    let title = match &roster.district {
        Some((name, _)) => format!("今日分享 · {name}"),
        None => "今日分享".to_owned(),
    };
    let mut page = page_view(site, "today", &roster.path(), &title);
    if roster.district.is_some() {
        page = page.step("今日分享", Some(address::TODAY));
    }
    page = page.step(roster.district.as_ref().map_or("今日分享", |(name, _)| name), None);
    // It is another one tomorrow, and what is found by a search are the articles.
    page.meta.push(("robots", "noindex".to_owned()));
    let facet = |it: &Roster, at| Facet {
        title: it.district.as_ref().map_or("全部", |(name, _)| name).to_owned(),
        path: it.path(),
        count: 0,
        current: at == index,
    };
    let several = catalog.rosters.len() > 1;
    let rosters = catalog.rosters.iter().enumerate().filter(|_| several);
    let view = TodayView {
        title,
        zip: roster.zip(),
        built: month_day(catalog.day),
        days: roster
            .days
            .iter()
            .map(|(day, articles)| TodayDay {
                date: day.to_string(),
                label: named_day(*day),
                articles: articles.iter().map(|it| article(site, *it)).collect(),
            })
            .collect(),
        districts: rosters.map(|(at, it)| facet(it, at)).collect(),
    };
    Html::new("today.html", page, ("today", view))
}

fn article(site: &Site<'_>, index: usize) -> TodayArticle {
    let catalog = site.catalog;
    let article = &catalog.articles[index];
    TodayArticle {
        title: article.source.front.title.clone(),
        path: address::share(&article.path),
        message: group_message(catalog, article).text,
        poster: catalog.config.share.posters.then(|| address::poster(&article.path)),
    }
}

/// Today's articles in one file.
struct Zip {
    daily: Daily,
    /// What stands for the templates and fonts posters are drawn with.
    look: blake3::Hash,
    press: Arc<OnceLock<Press>>,
}

impl View for Zip {
    fn fingerprint(&self, key: &mut Key) -> Result<()> {
        key.add("content", &self.daily)?;
        if self.daily.has_posters() {
            key.add_bytes("theme", self.look.as_bytes());
        }
        Ok(())
    }

    fn render(&self, renderer: &Renderer<'_>) -> Result<Rendered> {
        let press = if self.daily.has_posters() { Some(press(&self.press, renderer)?) } else { None };
        self.daily.zip(press).map(Rendered::Bytes)
    }
}
