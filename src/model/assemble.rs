//! From parsed files to the catalog: order, groups, addresses.
//!
//! Problems that only show when all files are seen together are reported here: two articles on one
//! path, a topic nobody configured. No IO, no templates.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::catalog::Published;
use super::{
    Agenda, Announced, Announcement, Article, Asset, Author, Catalog, Directory, Encounters, FrontMatter,
    Group, Page, ParsedText, People, Person, ServiceDesk, SiteConfig, SourcePath, Target, Timetable, Topic,
    is_slug, slug_of, unique_slugs,
};
use crate::diagnostic::{Diagnostic, Place, Related, Span, Text, did_you_mean, rules};
use crate::output_path;

/// What a catalog is made of.
#[derive(Debug, Clone)]
pub struct Parts {
    /// `site.yaml`
    pub config: Arc<SiteConfig>,
    /// The build's day.
    pub day: Date,
    /// Articles marked 草稿 are published too.
    pub drafts: bool,
    /// Articles dated after the build's day are published too.
    pub future: bool,
    /// Everything under `content/articles`.
    pub articles: Vec<Arc<ParsedText>>,
    /// Everything under `content/pages`.
    pub pages: Vec<Arc<ParsedText>>,
    /// What the tables say.
    pub agenda: Arc<Agenda>,
    /// What was published of activities before, in any order.
    pub announcements: Arc<Vec<Announcement>>,
    /// Files that are not text.
    pub assets: HashMap<SourcePath, Asset>,
}

/// Puts the parts in their places.
pub fn assemble(parts: Parts) -> (Catalog, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut by_source = HashMap::with_capacity(parts.articles.len());
    let people = People::new(&parts.agenda.people, &parts.agenda.organisations);
    let (mut articles, withheld) = select(&parts, &mut diagnostics);
    for source in withheld {
        by_source.insert(source, Published::Withheld);
    }
    articles.sort_by(|a, b| {
        Reverse(a.date).cmp(&Reverse(b.date)).then_with(|| a.source.file.cmp(&b.source.file))
    });
    let mut paths: HashMap<String, SourcePath> = HashMap::with_capacity(articles.len());
    articles.retain(|article| claim(&mut paths, &article.path, &article.source, &mut diagnostics));
    let mut pages: Vec<Page> = parts
        .pages
        .iter()
        .filter(|source| parts.drafts || !source.front.draft)
        .map(|source| Page {
            path: page_path(&parts.config, source, &mut diagnostics),
            source: Arc::clone(source),
            links: Vec::new(),
        })
        .collect();
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    pages.retain(|page| claim(&mut paths, &page.path, &page.source, &mut diagnostics));

    let topics = group_topics(&parts.config, &mut articles);
    let tags = group_tags(&parts.config, &mut articles);
    let series = group_series(&mut articles);
    let authors = group_authors(&people, &articles);
    let mut years: Vec<(i16, Vec<usize>)> = Vec::new();
    for (index, article) in articles.iter().enumerate() {
        match years.last_mut() {
            Some((year, list)) if *year == article.date.year() => list.push(index),
            _ => years.push((article.date.year(), vec![index])),
        }
    }
    for (index, article) in articles.iter().enumerate() {
        by_source.insert(Arc::clone(&article.source.file), Published::At(Target::Article(index)));
    }
    for (index, page) in pages.iter().enumerate() {
        by_source.insert(Arc::clone(&page.source.file), Published::At(Target::Page(index)));
    }
    let activity_ids = parts.agenda.activities.iter().map(|activity| (activity.id.as_str(), None));
    let activity_paths =
        unique_slugs(activity_ids).into_iter().map(|slug| format!("activities/{slug}.html")).collect();
    let timetable = Timetable::new(&parts.agenda);
    let announced = Announced::new(&parts.announcements, (&parts.agenda, &timetable), parts.day);
    let mut catalog = Catalog {
        timetable,
        directory: Directory::new(&parts.agenda),
        desk: ServiceDesk::new(&parts.agenda),
        config: parts.config,
        day: parts.day,
        articles,
        pages,
        topics,
        tags,
        series,
        authors,
        years,
        people,
        agenda: parts.agenda,
        activity_paths,
        announced,
        encounters: Encounters::default(),
        rosters: Vec::new(),
        assets: parts.assets,
        by_source,
    };
    catalog.resolve_references();
    catalog.encounters = catalog.encounters();
    catalog.rosters = catalog.rosters();
    (catalog, diagnostics)
}

/// The articles that are published, and the sources of those that are not.
fn select(parts: &Parts, diagnostics: &mut Vec<Diagnostic>) -> (Vec<Article>, Vec<SourcePath>) {
    let mut withheld = Vec::new();
    let mut articles = Vec::with_capacity(parts.articles.len());
    let ids: HashMap<&str, usize> = parts
        .config
        .topics
        .iter()
        .enumerate()
        .flat_map(|(index, topic)| [(topic.id.as_str(), index), (topic.name.as_str(), index)])
        .collect();
    for source in &parts.articles {
        let front = &source.front;
        let date = front.date.unwrap_or(parts.day);
        if (front.draft && !parts.drafts) || (date > parts.day && !parts.future) {
            withheld.push(Arc::clone(&source.file));
            continue;
        }
        let topic = find_topic(&ids, &parts.config, source, diagnostics);
        articles.push(Article {
            path: article_path(&parts.config, source, topic, date, diagnostics),
            source: Arc::clone(source),
            date,
            topic,
            topic_position: 0,
            tags: Vec::new(),
            series: None,
            links: Vec::new(),
            cover: None,
        });
    }
    (articles, withheld)
}

fn find_topic(
    ids: &HashMap<&str, usize>,
    config: &SiteConfig,
    source: &ParsedText,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let wanted = source.front.topic.as_ref()?;
    let found = ids.get(wanted.value.trim()).copied();
    if found.is_none() && !config.stand_in {
        let place = wanted.span.map_or(Place::File, Place::Span);
        let message = Text::new(
            format!("没有 `{}` 这个主题", wanted.value),
            format!("unknown topic `{}`", wanted.value),
        );
        let names: Vec<&str> = config.topics.iter().map(|topic| topic.name.as_str()).collect();
        let all = names.join("`, `");
        let ids = ids.keys().copied().collect::<std::collections::BTreeSet<_>>();
        let problem = Diagnostic::new(&rules::UNKNOWN_TOPIC, &source.file, place, message);
        diagnostics.push(problem.suggest(did_you_mean(&wanted.value, ids), || {
            Text::new(
                format!("可用的主题有 `{all}`；新主题加在 site.yaml 的 topics 里"),
                format!("topics are `{all}`; add new ones under topics in site.yaml"),
            )
        }));
    }
    found
}

/// The slug an editor gave, or one made of the file's name.
fn slug(source: &ParsedText) -> String {
    let name = source.file.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    source.front.slug.as_ref().map_or_else(|| slug_of(stem), |wanted| wanted.value.clone())
}

fn article_path(
    config: &SiteConfig,
    source: &ParsedText,
    topic: Option<usize>,
    date: Date,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let slug = slug(source);
    let topic = topic.map_or("articles", |index| config.topics[index].id.as_str());
    judged(fill(&config.permalinks.article, &slug, topic, date), source, diagnostics)
}

fn page_path(config: &SiteConfig, source: &ParsedText, diagnostics: &mut Vec<Diagnostic>) -> String {
    let path = fill(&config.permalinks.page, &slug(source), "", Date::ZERO);
    judged(path, source, diagnostics)
}

/// A pattern and what is filled in may each be good and come to a path that is none.
fn judged(path: String, source: &ParsedText, diagnostics: &mut Vec<Diagnostic>) -> String {
    if let Some(fault) = output_path::fault(&path) {
        let place = source.front.slug.as_ref().and_then(|slug| slug.span).map_or(Place::File, Place::Span);
        let reason = fault.text();
        let message = Text::new(
            format!("页面 `{path}` 不能发布：{}", reason.zh),
            format!("page `{path}` cannot be published: {}", reason.en),
        );
        let help = Text::new(
            "另写一个 `网址名`，或改 site.yaml 里的 permalinks",
            "give it another `slug`, or change permalinks in site.yaml",
        );
        diagnostics.push(Diagnostic::new(&rules::BAD_PATH, &source.file, place, message).help(help));
    }
    path
}

/// A permalink pattern with its names replaced; always relative and inside the site.
fn fill(pattern: &str, slug: &str, topic: &str, date: Date) -> String {
    let filled = pattern
        .replace("{slug}", slug)
        .replace("{topic}", topic)
        .replace("{year}", &format!("{:04}", date.year()))
        .replace("{month}", &format!("{:02}", date.month()))
        .replace("{day}", &format!("{:02}", date.day()));
    let parts: Vec<&str> =
        filled.split('/').filter(|part| !part.is_empty() && *part != "." && *part != "..").collect();
    let path = parts.join("/");
    if filled.ends_with('/') {
        format!("{path}/index.html")
    } else if path.ends_with(".html") {
        path
    } else {
        format!("{path}.html")
    }
}

/// Whether `source` is the first on `path`; reports it if not.
fn claim(
    paths: &mut HashMap<String, SourcePath>,
    path: &str,
    source: &ParsedText,
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    // Names that differ in case alone are one file on Windows, macOS and USB sticks.
    let key = path.to_ascii_lowercase();
    let Some(first) = paths.get(&key) else {
        paths.insert(key, Arc::clone(&source.file));
        return true;
    };
    let span = source.front.slug.as_ref().and_then(|slug| slug.span).unwrap_or(Span::new(0, 0));
    let message = Text::new(
        format!("页面 `{path}` 已被 `{first}` 占用"),
        format!("page `{path}` is already made from `{first}`"),
    );
    let help = Text::new(
        "给其中一篇另写一个 `网址名`，或改文件名",
        "give one of them another `slug`, or rename its file",
    );
    let related = Related {
        file: Arc::clone(first),
        place: Place::File,
        message: Text::new("先用了这个地址的", "the one that has the address"),
    };
    let problem = Diagnostic::new(&rules::DUPLICATE_PATH, &source.file, Place::Span(span), message);
    diagnostics.push(problem.help(help).related(related));
    false
}

fn group_topics(config: &SiteConfig, articles: &mut [Article]) -> Vec<Topic> {
    let mut topics: Vec<Topic> =
        config.topics.iter().map(|config| Topic { config: config.clone(), articles: Vec::new() }).collect();
    for (index, article) in articles.iter_mut().enumerate() {
        if let Some(topic) = article.topic {
            article.topic_position = topics[topic].articles.len();
            topics[topic].articles.push(index);
        }
    }
    topics
}

fn group_tags(config: &SiteConfig, articles: &mut [Article]) -> Vec<Group> {
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, article) in articles.iter().enumerate() {
        let mut seen = HashSet::new();
        for tag in article.source.front.tags.iter().map(|tag| tag.value.trim()) {
            if !tag.is_empty() && seen.insert(tag) {
                match by_name.get_mut(tag) {
                    Some(list) => list.push(index),
                    None => drop(by_name.insert(tag.to_owned(), vec![index])),
                }
            }
        }
    }
    let wanted = |name: &str| config.tag_slugs.get(name).map(String::as_str);
    let slugs = unique_slugs(by_name.keys().map(|name| (name.as_str(), wanted(name))));
    let mut tags: Vec<Group> = by_name
        .into_iter()
        .zip(slugs)
        .map(|((name, articles), slug)| Group { name, slug, articles })
        .collect();
    tags.sort_by(|a, b| b.articles.len().cmp(&a.articles.len()).then_with(|| a.name.cmp(&b.name)));
    for (index, tag) in tags.iter().enumerate() {
        for &article in &tag.articles {
            articles[article].tags.push(index);
        }
    }
    tags
}

fn group_series(articles: &mut [Article]) -> Vec<Group> {
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, article) in articles.iter().enumerate().rev() {
        if let Some(series) =
            article.source.front.series.as_deref().map(str::trim).filter(|it| !it.is_empty())
        {
            by_name.entry(series.to_owned()).or_default().push(index);
        }
    }
    let slugs = unique_slugs(by_name.keys().map(|name| (name.as_str(), None)));
    let series: Vec<Group> = by_name
        .into_iter()
        .zip(slugs)
        .map(|((name, articles), slug)| Group { name, slug, articles })
        .collect();
    for (index, group) in series.iter().enumerate() {
        for (position, &article) in group.articles.iter().enumerate() {
            articles[article].series = Some((index, position));
        }
    }
    series
}

fn group_authors(people: &People, articles: &[Article]) -> Vec<Author> {
    /// Articles written and articles reviewed.
    type Work = (Vec<usize>, Vec<usize>);
    let mut by_person: BTreeMap<String, (Person, Work)> = BTreeMap::new();
    let mut add = |name: &str, index: usize, pick: fn(&mut Work) -> &mut Vec<usize>| {
        let person = people.find(name).cloned().unwrap_or_else(|| Person {
            id: slug_of(name),
            name: name.to_owned(),
            ..Person::default()
        });
        let entry = by_person.entry(person.name.clone()).or_insert_with(|| (person, Work::default()));
        let list = pick(&mut entry.1);
        if list.last() != Some(&index) {
            list.push(index);
        }
    };
    for (index, article) in articles.iter().enumerate() {
        let FrontMatter { authors, reviewers, .. } = &article.source.front;
        for author in authors {
            add(author.value.name.trim(), index, |work| &mut work.0);
        }
        for reviewer in reviewers {
            add(reviewer.value.name.trim(), index, |work| &mut work.1);
        }
    }
    let slugs = unique_slugs(
        by_person
            .iter()
            .map(|(name, (person, _))| (name.as_str(), Some(person.id.as_str()).filter(|id| is_slug(id)))),
    );
    by_person
        .into_values()
        .zip(slugs)
        .map(|((person, (written, reviewed)), slug)| Author { person, slug, written, reviewed })
        .collect()
}
