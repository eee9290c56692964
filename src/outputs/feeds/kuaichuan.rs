//! What 快传号 calls RSS and is JSON: `data` with `title`, `content`, `image_list`, `publish_time` and `url` (its
//! 合作方 RSS 接入规范, as republished).

use anyhow::Result;
use serde_json::{Value, json};

use super::Feed;

pub(super) fn write(feed: &Feed) -> Result<Vec<u8>> {
    let data: Vec<Value> = feed
        .entries
        .iter()
        .map(|entry| {
            let mut item = json!({
                "title": entry.title,
                "content": entry.content(),
                "publish_time": format!("{} 00:00:00", entry.published),
                "url": entry.address,
            });
            // The pictures of its lists, which show photographs and no drawings in SVG.
            if let Some(image) = entry.image.as_ref().filter(|image| image.mime != "image/svg+xml") {
                item["image_list"] = json!([image.address]);
            }
            item
        })
        .collect();
    let mut bytes = serde_json::to_vec(&json!({ "data": data }))?;
    bytes.push(b'\n');
    Ok(bytes)
}
