//! RSS 2.0 with `content:encoded`, `dc:creator` and `media:content` (rssboard.org/rss-specification).

use std::io;

use jiff::civil::Date;

use super::super::items::weekday_english;
use super::Feed;
use super::xml::Xml;

pub(super) fn write(feed: &Feed) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    let namespaces = [
        ("version", "2.0"),
        ("xmlns:atom", "http://www.w3.org/2005/Atom"),
        ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:media", "http://search.yahoo.com/mrss/"),
    ];
    xml.element("rss", &namespaces, |xml| xml.element("channel", &[], |xml| channel(xml, feed)))?;
    Ok(xml.finish())
}

fn channel(xml: &mut Xml, feed: &Feed) -> io::Result<()> {
    xml.text("title", &[], &feed.title)?;
    xml.text("link", &[], &feed.home)?;
    xml.text("description", &[], &feed.description)?;
    xml.text("language", &[], &feed.language)?;
    let own = [("href", feed.own.as_str()), ("rel", "self"), ("type", "application/rss+xml")];
    xml.empty("atom:link", &own)?;
    if let Some(newest) = feed.entries.iter().map(|entry| entry.updated).max() {
        xml.text("lastBuildDate", &[], &rfc822(newest))?;
    }
    for entry in &feed.entries {
        xml.element("item", &[], |xml| {
            xml.text("title", &[], &entry.title)?;
            xml.text("link", &[], &entry.address)?;
            xml.text("guid", &[("isPermaLink", "true")], &entry.address)?;
            xml.text("pubDate", &[], &rfc822(entry.published))?;
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
            if let Some(image) = &entry.image {
                let image = [("url", image.address.as_str()), ("type", image.mime), ("medium", "image")];
                xml.empty("media:content", &image)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// `Thu, 01 Oct 2026 00:00:00 +0800`: the zone as a number, since the name CST is read as −06:00.
fn rfc822(date: Date) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS[usize::from(date.month().unsigned_abs()) - 1];
    let weekday = weekday_english(date);
    format!("{weekday}, {:02} {month} {:04} 00:00:00 +0800", date.day(), date.year())
}
