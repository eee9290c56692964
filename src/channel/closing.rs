//! What a channel says below an article.

use crate::model::channel::ChannelConfig;

/// The words of a channel; a text without any is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Closing<'a> {
    /// A line that says whose article it is.
    pub attribution: Option<&'a str>,
    /// What stands before the address of the article on the site, without the colon.
    pub link_text: Option<&'a str>,
}

impl<'a> Closing<'a> {
    /// Those of a channel.
    pub fn of(channel: &'a ChannelConfig) -> Closing<'a> {
        let said = |text: &'a Option<String>| text.as_deref().map(str::trim).filter(|it| !it.is_empty());
        let link_text = said(&channel.link_text).map(|it| it.trim_end_matches([':', '：']).trim_end());
        Closing { attribution: said(&channel.attribution), link_text: link_text.filter(|it| !it.is_empty()) }
    }
}
