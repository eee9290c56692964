//! Where the settings stand in `site.yaml`, for messages: the same text read once more, for its places
//! alone, so that the settings themselves stay plain values.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_yaml::Spanned;

use super::place_of;
use crate::diagnostic::Place;

/// The settings that rules are about, as they were written.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Written {
    #[serde(alias = "网址")]
    base_url: Option<Spanned<IgnoredAny>>,
    #[serde(alias = "主题")]
    topics: Vec<WrittenTopic>,
    #[serde(alias = "每页篇数")]
    page_size: Option<Spanned<IgnoredAny>>,
    #[serde(alias = "标签网址名")]
    tag_slugs: BTreeMap<String, Spanned<IgnoredAny>>,
    #[serde(alias = "必填")]
    required: Vec<Spanned<String>>,
    #[serde(alias = "网址规则")]
    permalinks: WrittenPermalinks,
    #[serde(alias = "导航")]
    navigation: Option<Spanned<IgnoredAny>>,
    #[serde(alias = "页脚")]
    footer: Option<Spanned<IgnoredAny>>,
    #[serde(alias = "订阅")]
    feeds: Option<Spanned<IgnoredAny>>,
}

#[derive(Debug, Deserialize)]
struct WrittenTopic {
    id: Spanned<IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WrittenPermalinks {
    article: Option<Spanned<IgnoredAny>>,
    page: Option<Spanned<IgnoredAny>>,
}

impl Written {
    /// The places in a text that was read as settings before.
    pub fn of(text: &str) -> Written {
        serde_yaml::from_str(text).unwrap_or_default()
    }

    /// `base_url`
    pub fn base_url(&self) -> Place {
        place(self.base_url.as_ref())
    }

    /// The id of a topic.
    pub fn topic(&self, index: usize) -> Place {
        place(self.topics.get(index).map(|topic| &topic.id))
    }

    /// `page_size`
    pub fn page_size(&self) -> Place {
        place(self.page_size.as_ref())
    }

    /// The slug of a tag.
    pub fn tag_slug(&self, tag: &str) -> Place {
        place(self.tag_slugs.get(tag))
    }

    /// The entries of `required`.
    pub fn required(&self) -> &[Spanned<String>] {
        &self.required
    }

    /// The pattern of articles.
    pub fn article(&self) -> Place {
        place(self.permalinks.article.as_ref())
    }

    /// The pattern of pages.
    pub fn page(&self) -> Place {
        place(self.permalinks.page.as_ref())
    }

    /// `navigation`
    pub fn navigation(&self) -> Place {
        place(self.navigation.as_ref())
    }

    /// `footer`
    pub fn footer(&self) -> Place {
        place(self.footer.as_ref())
    }

    /// `feeds`
    pub fn feeds(&self) -> Place {
        place(self.feeds.as_ref())
    }
}

fn place(written: Option<&Spanned<IgnoredAny>>) -> Place {
    written.map_or(Place::File, place_of)
}
