//! A page per article.

use serde_json::json;

use super::frame::page_view;
use super::html::{Body, Html};
use super::items::{activity_item, article_item, article_items, person_view};
use super::view::{ArticleView, Link, PageView, PersonView, SeriesView, SourceView, TocEntry};
use super::{Planner, Site};
use crate::model::{Article, Catalog, Heading, address};

/// Articles shown under 接着读.
const RELATED: usize = 4;
/// Entries shown of a series, around the article.
const SERIES_WINDOW: usize = 12;

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    for (index, article) in site.catalog.articles.iter().enumerate() {
        planner.add(article.path.clone(), move |site| page(site, index));
    }
}

fn page(site: &Site<'_>, index: usize) -> Html<ArticleView> {
    let catalog = site.catalog;
    let article = &catalog.articles[index];
    let front = &article.source.front;
    let view = view(site, index);
    let mut page = page_view(site, "article", &article.path, &front.title).described(&view.item.summary);
    if let Some(topic) = &view.item.topic {
        page = page.step(&topic.name, Some(&topic.path)).column(catalog, &topic.name, "");
    }
    page = page.step(&front.title, None);
    for (name, value) in &mut page.properties {
        if *name == "og:type" {
            *value = "article".into();
        }
    }
    let published = format!("{}T00:00:00+08:00", article.date);
    let updated = front.updated.map_or_else(|| published.clone(), |day| format!("{day}T00:00:00+08:00"));
    page.properties.push(("article:published_time", published.clone()));
    page.properties.push(("article:modified_time", updated.clone()));
    let share = &catalog.config.share;
    let image = match &view.item.cover {
        // Few places show an SVG cover beside a link.
        _ if share.pages && share.posters => Some(catalog.absolute(&address::social(&article.path))),
        cover => cover.as_ref().map(|cover| catalog.absolute(&cover.path)),
    };
    if let Some(image) = image.filter(|it| !it.is_empty()) {
        page.properties.push(("og:image", image));
    }
    // Baidu and Toutiao read these two for the age of a page.
    // Readers subscribe to the site or a topic; one address of the former is enough here.
    page.alternates.truncate(1);
    page.meta.push(("bytedance:published_time", published));
    page.meta.push(("bytedance:updated_time", updated));
    page.meta.extend(government_meta(catalog, &view));
    let body = Body::relative(site, (&article.source, &article.links), &article.path);
    Html { body: Some(body), json_ld: Some(json_ld), ..Html::new("article.html", page, ("article", view)) }
}

fn view(site: &Site<'_>, index: usize) -> ArticleView {
    let catalog = site.catalog;
    let article = &catalog.articles[index];
    let front = &article.source.front;
    let neighbours = catalog.topic_of(article).map(|topic| topic.articles.as_slice()).unwrap_or_default();
    let at = article.topic_position;
    let coming = &catalog.encounters.activities[index];
    let link = |&other: &usize| {
        let other = &catalog.articles[other];
        Link { title: other.source.front.title.clone(), path: Some(other.path.clone()), url: None }
    };
    ArticleView {
        item: article_item(catalog, article),
        updated: front.updated.map(|day| day.to_string()),
        authors: front.authors.iter().map(|it| person_view(catalog, &it.value)).collect(),
        reviewers: front.reviewers.iter().map(|it| person_view(catalog, &it.value)).collect(),
        reviewed: front.reviewed.map(|day| day.to_string()),
        valid_until: front.valid_until.map(|day| day.to_string()),
        audience: front.audience.clone(),
        sources: front
            .sources
            .iter()
            .map(|source| SourceView {
                title: source.title.clone(),
                publisher: source.publisher.clone(),
                year: source.year,
                url: source.url.clone(),
            })
            .collect(),
        claim: front.claim.clone(),
        ai_assisted: front.ai_assisted,
        language: catalog.config.language.clone(),
        publisher: catalog.config.organisation.clone(),
        words: article.source.outline.words,
        tags: article.tags.iter().map(|&tag| tag_link(catalog, tag)).collect(),
        series: series(catalog, article),
        toc: toc(&article.source.outline.headings),
        newer: at.checked_sub(1).and_then(|at| neighbours.get(at)).map(link),
        older: neighbours.get(at + 1).map(link),
        activities: coming.iter().map(|it| activity_item(catalog, it)).collect(),
        related: article_items(site, &catalog.related(index, RELATED)),
        share: catalog.config.share.pages.then(|| address::share(&article.path)),
        source: site.preview.then(|| article.source.file.to_string()),
    }
}

fn tag_link(catalog: &Catalog, tag: usize) -> Link {
    let tag = &catalog.tags[tag];
    Link { title: tag.name.clone(), path: Some(address::tag(tag, 1)), url: None }
}

fn series(catalog: &Catalog, article: &Article) -> Option<SeriesView> {
    let (index, position) = article.series?;
    let group = &catalog.series[index];
    let start = position.saturating_sub(SERIES_WINDOW / 2);
    let end = (start + SERIES_WINDOW).min(group.articles.len());
    let entries = group.articles[start..end].iter().enumerate().map(|(offset, &other)| {
        let other = &catalog.articles[other];
        Link {
            title: other.source.front.title.clone(),
            path: (start + offset != position).then(|| other.path.clone()),
            url: None,
        }
    });
    Some(SeriesView {
        name: group.name.clone(),
        path: address::series(group, 1),
        position: position + 1,
        entries: entries.collect(),
        count: group.articles.len(),
    })
}

/// Headings of level 2 with those of level 3 under them; deeper ones are left out.
pub fn toc(headings: &[Heading]) -> Vec<TocEntry> {
    let mut entries: Vec<TocEntry> = Vec::new();
    for heading in headings {
        let entry = TocEntry { id: heading.id.clone(), text: heading.text.clone(), children: Vec::new() };
        match (heading.level, entries.last_mut()) {
            (..=2, _) | (3, None) => entries.push(entry),
            (3, Some(parent)) => parent.children.push(entry),
            _ => {}
        }
    }
    entries
}

/// Article fields of 国办发〔2017〕47号.
///
/// The optional ones that the head has anyway (Description, Image, Url) are not said twice.
fn government_meta(catalog: &Catalog, view: &ArticleView) -> Vec<(&'static str, String)> {
    if !catalog.config.government.enabled {
        return Vec::new();
    }
    let keywords: Vec<&str> = view.tags.iter().map(|tag| tag.title.as_str()).collect();
    let authors: Vec<&str> = view.authors.iter().map(|author| author.name.as_str()).collect();
    [
        ("ArticleTitle", view.item.title.clone()),
        ("PubDate", format!("{} 00:00", view.item.date)),
        ("ContentSource", catalog.config.organisation.clone().unwrap_or_default()),
        ("Keywords", keywords.join(",")),
        ("Author", authors.join(",")),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .collect()
}

/// schema.org Article.
fn json_ld(page: &PageView, view: &ArticleView) -> String {
    let property = |name: &str| page.properties.iter().find(|it| it.0 == name).map(|it| &it.1);
    let person = |person: &PersonView| json!({ "@type": "Person", "name": person.name });
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": view.item.title,
        "inLanguage": view.language,
        "datePublished": property("article:published_time"),
        "dateModified": property("article:modified_time"),
        "author": view.authors.iter().map(person).collect::<Vec<_>>(),
        "keywords": view.tags.iter().map(|tag| tag.title.as_str()).collect::<Vec<_>>(),
        "citation": view.sources.iter().map(|source| source.title.as_str()).collect::<Vec<_>>(),
    });
    if !page.canonical.is_empty() {
        data["url"] = json!(page.canonical);
    }
    if let Some(image) = property("og:image") {
        data["image"] = json!(image);
    }
    if let Some(organisation) = &view.publisher {
        data["publisher"] = json!({ "@type": "Organization", "name": organisation });
    }
    if let Some(topic) = &view.item.topic {
        data["articleSection"] = json!(topic.name);
    }
    script_safe(&data.to_string())
}

/// JSON that cannot end the script element it stands in.
pub fn script_safe(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
