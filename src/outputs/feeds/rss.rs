//! RSS 2.0 (rssboard.org/rss-specification) with `content:encoded`, `dc:creator`, `dcterms:modified`, Media RSS and
//! the links of Atom.

use std::io;

use jiff::civil::Date;

use super::super::items::weekday_english;
use super::entry::{Entry, Image};
use super::xml::Xml;
use super::{Feed, Format};

pub(super) fn write(feed: &Feed) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    let mut namespaces = vec![
        ("version", "2.0"),
        ("xmlns:atom", "http://www.w3.org/2005/Atom"),
        ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:media", "http://search.yahoo.com/mrss/"),
    ];
    if feed.archive_of.is_some() {
        namespaces.push(("xmlns:fh", "http://purl.org/syndication/history/1.0"));
    }
    xml.element("rss", &namespaces, |xml| xml.element("channel", &[], |xml| channel(xml, feed)))?;
    Ok(xml.finish())
}

fn channel(xml: &mut Xml, feed: &Feed) -> io::Result<()> {
    xml.text("title", &[], &feed.title)?;
    xml.text("link", &[], &feed.home)?;
    xml.text("description", &[], &feed.description)?;
    xml.text("language", &[], &feed.language)?;
    let mime = Format::Rss.mime();
    xml.empty("atom:link", &[("href", feed.own.as_str()), ("rel", "self"), ("type", mime)])?;
    for (rel, address) in &feed.history {
        xml.empty("atom:link", &[("href", address), ("rel", rel), ("type", mime)])?;
    }
    if let Some(hub) = &feed.hub {
        xml.empty("atom:link", &[("href", hub), ("rel", "hub")])?;
    }
    if feed.archive_of.is_some() {
        xml.empty("fh:archive", &[])?;
    }
    if let Some(newest) = feed.entries.iter().map(|entry| entry.updated).max() {
        xml.text("lastBuildDate", &[], &rfc822(newest))?;
    }
    feed.entries.iter().try_for_each(|it| xml.element("item", &[], |xml| item(xml, it)))
}

fn item(xml: &mut Xml, entry: &Entry) -> io::Result<()> {
    xml.text("title", &[], &entry.title)?;
    xml.text("link", &[], &entry.address)?;
    xml.text("guid", &[("isPermaLink", "true")], &entry.address)?;
    xml.text("pubDate", &[], &rfc822(entry.published))?;
    if entry.corrected() {
        xml.text("dcterms:modified", &[], &format!("{}T00:00:00+08:00", entry.updated))?;
    }
    for author in &entry.authors {
        xml.text("dc:creator", &[], author)?;
    }
    for category in &entry.categories {
        xml.text("category", &[], category)?;
    }
    xml.text("description", &[], &entry.summary)?;
    if let Some(content) = entry.content() {
        xml.text("content:encoded", &[], &content)?;
    }
    entry.image.iter().try_for_each(|it| image(xml, it))
}

/// The cover thrice: readers know one way or another.
fn image(xml: &mut Xml, image: &Image) -> io::Result<()> {
    let length = image.length.to_string();
    xml.empty("enclosure", &[("url", &image.address), ("length", &length), ("type", image.mime)])?;
    let size = image.size.map(|(width, height)| (width.to_string(), height.to_string()));
    let mut thumbnail = vec![("url", image.address.as_str())];
    if let Some((width, height)) = &size {
        thumbnail.extend([("width", width.as_str()), ("height", height)]);
    }
    let mut content = thumbnail.clone();
    content.extend([("type", image.mime), ("fileSize", &length), ("medium", "image")]);
    xml.element("media:content", &content, |xml| match image.alt.as_str() {
        "" => Ok(()),
        alt => xml.text("media:description", &[("type", "plain")], alt),
    })?;
    xml.empty("media:thumbnail", &thumbnail)
}

/// `Thu, 01 Oct 2026 00:00:00 +0800`: the zone as a number, since the name CST is read as −06:00.
fn rfc822(date: Date) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS[usize::from(date.month().unsigned_abs()) - 1];
    let weekday = weekday_english(date);
    format!("{weekday}, {:02} {month} {:04} 00:00:00 +0800", date.day(), date.year())
}
