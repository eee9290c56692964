//! JSON Feed 1.1 (jsonfeed.org/version/1.1).

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::Feed;

pub(super) fn write(feed: &Feed) -> Result<Vec<u8>> {
    let items: Vec<Value> = feed
        .entries
        .iter()
        .map(|entry| {
            let mut item = Map::new();
            item.insert("id".into(), json!(entry.address));
            item.insert("url".into(), json!(entry.address));
            item.insert("title".into(), json!(entry.title));
            item.insert("summary".into(), json!(entry.summary));
            match entry.content() {
                Some(content) => item.insert("content_html".into(), json!(content)),
                None => item.insert("content_text".into(), json!(entry.summary)),
            };
            if let Some(image) = &entry.image {
                item.insert("image".into(), json!(image.address));
                item.insert("banner_image".into(), json!(image.address));
                let mut attachment = json!({
                    "url": image.address,
                    "mime_type": image.mime,
                    "size_in_bytes": image.length,
                });
                if !image.alt.is_empty() {
                    attachment["title"] = json!(image.alt);
                }
                item.insert("attachments".into(), json!([attachment]));
            }
            item.insert("date_published".into(), json!(format!("{}T00:00:00+08:00", entry.published)));
            item.insert("date_modified".into(), json!(format!("{}T00:00:00+08:00", entry.updated)));
            let authors: Vec<Value> = entry.authors.iter().map(|name| json!({ "name": name })).collect();
            item.insert("authors".into(), json!(authors));
            item.insert("tags".into(), json!(entry.categories));
            Value::Object(item)
        })
        .collect();
    let mut document = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.home,
        "feed_url": feed.own,
        "language": feed.language,
        "items": items,
    });
    if let Some(organisation) = &feed.organisation {
        document["authors"] = json!([{ "name": organisation }]);
    }
    if let Some(hub) = &feed.hub {
        document["hubs"] = json!([{ "type": "WebSub", "url": hub }]);
    }
    let mut bytes = serde_json::to_vec(&document)?;
    bytes.push(b'\n');
    Ok(bytes)
}
