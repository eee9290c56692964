//! Atom, RFC 4287.
//!
//! Documents of an archive are parts of the feed (RFC 5005), and bear its id.

use std::io;

use super::entry::Entry;
use super::xml::Xml;
use super::{Feed, Format};

pub(super) fn write(feed: &Feed) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    let mut root = vec![("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.language.as_str())];
    if feed.archive_of.is_some() {
        root.push(("xmlns:fh", "http://purl.org/syndication/history/1.0"));
    }
    let mime = Format::Atom.mime();
    xml.element("feed", &root, |xml| {
        xml.text("id", &[], feed.archive_of.as_ref().unwrap_or(&feed.own))?;
        xml.text("title", &[], &feed.title)?;
        xml.text("subtitle", &[], &feed.description)?;
        // RFC 4287 asks for a date even of a feed without entries.
        let newest = feed.entries.iter().map(updated).max();
        xml.text("updated", &[], newest.as_deref().unwrap_or("1970-01-01T00:00:00+08:00"))?;
        let author = feed.organisation.as_deref().unwrap_or(&feed.title);
        xml.element("author", &[], |xml| xml.text("name", &[], author))?;
        xml.empty("link", &[("rel", "self"), ("type", mime), ("href", &feed.own)])?;
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &feed.home)])?;
        for (rel, address) in &feed.history {
            xml.empty("link", &[("rel", rel), ("type", mime), ("href", address)])?;
        }
        if let Some(hub) = &feed.hub {
            xml.empty("link", &[("rel", "hub"), ("href", hub)])?;
        }
        if feed.archive_of.is_some() {
            xml.empty("fh:archive", &[])?;
        }
        feed.entries.iter().try_for_each(|it| xml.element("entry", &[], |xml| entry(xml, it)))
    })?;
    Ok(xml.finish())
}

fn entry(xml: &mut Xml, entry: &Entry) -> io::Result<()> {
    xml.text("id", &[], &entry.address)?;
    xml.text("title", &[], &entry.title)?;
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &entry.address)])?;
    if let Some(image) = &entry.image {
        let length = image.length.to_string();
        let mut link = vec![
            ("rel", "enclosure"),
            ("type", image.mime),
            ("length", length.as_str()),
            ("href", image.address.as_str()),
        ];
        if !image.alt.is_empty() {
            link.push(("title", &image.alt));
        }
        xml.empty("link", &link)?;
    }
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
