//! Atom, RFC 4287.

use std::io;

use super::xml::Xml;
use super::{Entry, Feed};

pub(super) fn write(feed: &Feed) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    let root = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.language.as_str())];
    xml.element("feed", &root, |xml| {
        xml.text("id", &[], &feed.own)?;
        xml.text("title", &[], &feed.title)?;
        xml.text("subtitle", &[], &feed.description)?;
        // RFC 4287 asks for a date even of a feed without entries.
        let newest = feed.entries.iter().map(updated).max();
        xml.text("updated", &[], newest.as_deref().unwrap_or("1970-01-01T00:00:00+08:00"))?;
        let author = feed.organisation.as_deref().unwrap_or(&feed.title);
        xml.element("author", &[], |xml| xml.text("name", &[], author))?;
        xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &feed.own)])?;
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &feed.home)])?;
        feed.entries.iter().try_for_each(|it| xml.element("entry", &[], |xml| entry(xml, it)))
    })?;
    Ok(xml.finish())
}

fn entry(xml: &mut Xml, entry: &Entry) -> io::Result<()> {
    xml.text("id", &[], &entry.address)?;
    xml.text("title", &[], &entry.title)?;
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &entry.address)])?;
    xml.text("published", &[], &format!("{}T00:00:00+08:00", entry.published))?;
    xml.text("updated", &[], &updated(entry))?;
    for author in &entry.authors {
        xml.element("author", &[], |xml| xml.text("name", &[], author))?;
    }
    for category in &entry.categories {
        xml.empty("category", &[("term", category)])?;
    }
    xml.text("summary", &[], &entry.summary)?;
    match entry.content() {
        Some(content) => xml.text("content", &[("type", "html")], &content),
        None => Ok(()),
    }
}

fn updated(entry: &Entry) -> String {
    let (hour, minute, second) = (entry.second / 3600, entry.second / 60 % 60, entry.second % 60);
    format!("{}T{hour:02}:{minute:02}:{second:02}+08:00", entry.updated)
}
