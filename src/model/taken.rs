//! Which articles a channel takes.

use serde_yaml::Spanned;

use super::channel::{ChannelConfig, ChannelSelection};
use super::{Article, Catalog};

impl Catalog {
    /// Indices of the articles that `channel` takes, newest first. What has run out and what is a draft
    /// goes nowhere; what an article says of the channel itself comes before the conditions.
    pub fn taken_by(&self, channel: &ChannelConfig) -> Vec<usize> {
        let all = 0..self.articles.len();
        let taken = all.filter(|index| self.takes(channel, &self.articles[*index]));
        taken.take(channel.select.limit.unwrap_or(usize::MAX)).collect()
    }

    fn takes(&self, channel: &ChannelConfig, article: &Article) -> bool {
        let front = &article.source.front;
        if front.draft || article.expired(self.day) || article.date > self.day {
            return false;
        }
        match front.channels.iter().find(|it| it.value.id == channel.id.value) {
            Some(wish) => !wish.value.left_out,
            None => self.meets(&channel.select, article),
        }
    }

    fn meets(&self, select: &ChannelSelection, article: &Article) -> bool {
        let front = &article.source.front;
        let topic = self.topic_of(article);
        let of_topic = |wanted: &Spanned<String>| {
            topic.is_some_and(|it| it.config.id == wanted.value || it.config.name == wanted.value)
        };
        let tagged =
            |wanted: &Spanned<String>| article.tags.iter().any(|tag| self.tags[*tag].name == wanted.value);
        let newest = front.updated.unwrap_or(article.date).max(article.date);
        let age = self.day.since(newest).map_or(0, |span| span.get_days());
        (select.topics.is_empty() || select.topics.iter().any(of_topic))
            && (select.tags.is_empty() || select.tags.iter().any(tagged))
            && (select.audience.is_empty() || select.audience.iter().any(|it| front.audience.contains(it)))
            && (select.districts.is_empty()
                || front.districts.is_empty()
                || select.districts.iter().any(|it| front.districts.contains(it)))
            && select.days.is_none_or(|days| i64::from(age) <= i64::from(days))
    }
}
