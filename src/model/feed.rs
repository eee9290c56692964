//! Which feeds there are, and which articles each carries.

use serde_yaml::Spanned;

use super::{Article, Catalog, FeedSelection, address};

/// What a feed is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedSource {
    /// Every article.
    All,
    /// A topic, by its index.
    Topic(usize),
    /// A tag that asks for a feed, by its index.
    Tag(usize),
    /// What the settings choose, by its index there.
    Selection(usize),
}

/// Indices of articles, newest first.
pub type Indices<'c> = Box<dyn Iterator<Item = usize> + 'c>;

impl Catalog {
    /// Every feed that the settings ask for, whether or not the site has an address for it.
    pub fn feed_sources(&self) -> Vec<FeedSource> {
        let feeds = &self.config.feeds;
        let tags = self.tags.iter().enumerate().filter(|(_, tag)| feeds.tags.contains(&tag.name));
        let mut sources = vec![FeedSource::All];
        sources.extend((0..self.topics.len()).map(FeedSource::Topic));
        sources.extend(tags.map(|(index, _)| FeedSource::Tag(index)));
        sources.extend((0..feeds.selections.len()).map(FeedSource::Selection));
        sources
    }

    /// Every feed of the site. Feeds need absolute addresses: a site without `base_url` has none.
    pub fn feeds(&self) -> Vec<FeedSource> {
        if self.config.base_url.is_empty() { Vec::new() } else { self.feed_sources() }
    }

    fn selected(&self, selection: &FeedSelection, article: &Article) -> bool {
        let topic = self.topic_of(article).map(|topic| &topic.config);
        let any = |wanted: &[Spanned<String>], has: &dyn Fn(&str) -> bool| {
            wanted.is_empty() || wanted.iter().any(|it| has(it.value.trim()))
        };
        any(&selection.topics, &|it| topic.is_some_and(|topic| topic.id == it || topic.name == it))
            && any(&selection.tags, &|it| article.tags.iter().any(|&tag| self.tags[tag].name == it))
            && any(&selection.audience, &|it| {
                article.source.front.audience.iter().any(|who| who.trim() == it)
            })
    }
}

impl FeedSource {
    /// What its files are called.
    pub fn name(self, catalog: &Catalog) -> String {
        match self {
            FeedSource::All => "all".into(),
            FeedSource::Topic(index) => catalog.topics[index].config.id.clone(),
            FeedSource::Tag(index) => address::tag_feed(&catalog.tags[index]),
            FeedSource::Selection(index) => catalog.config.feeds.selections[index].id.value.clone(),
        }
    }

    /// Its articles, those whose advice has run out among them.
    pub fn articles(self, catalog: &Catalog) -> Indices<'_> {
        match self {
            FeedSource::All => Box::new(0..catalog.articles.len()),
            FeedSource::Topic(index) => Box::new(catalog.topics[index].articles.iter().copied()),
            FeedSource::Tag(index) => Box::new(catalog.tags[index].articles.iter().copied()),
            FeedSource::Selection(index) => {
                let selection = &catalog.config.feeds.selections[index];
                let all = 0..catalog.articles.len();
                Box::new(all.filter(move |&it| catalog.selected(selection, &catalog.articles[it])))
            }
        }
    }
}
