//! Pictures and other files that are copied: hashed, measured, named.

use serde::{Deserialize, Serialize};

use super::cache::Texts;
use crate::diagnostic::{Diagnostic, Place, Text};
use crate::fs::Stamp;
use crate::model::{Asset, slug_of};
use crate::source::SourceFile;

/// An asset and the problems found in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AssetRecord {
    /// The file.
    pub asset: Asset,
    /// Its length and time when it was hashed.
    pub stamp: Stamp,
    problems: Vec<Diagnostic>,
}

/// Reads a file, unless a former run has and its length and time are the same.
pub fn examine(file: &SourceFile, known: &Texts) -> Result<(AssetRecord, Vec<Diagnostic>), Diagnostic> {
    if let Some(record) = known.asset(&file.path, file.stamp) {
        return Ok((record.clone(), record.problems.clone()));
    }
    let bytes = file.read()?;
    let hash = blake3::hash(&bytes);
    let size = imagesize::blob_size(&bytes)
        .ok()
        .and_then(|size| Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?)));
    let vector = file.path.to_ascii_lowercase().ends_with(".svg");
    let asset = Asset {
        source: file.path.clone(),
        path: output_path(&file.path, &hash.to_hex()[..8]),
        hash: *hash.as_bytes(),
        size: if vector { svg_size(&bytes).or(size) } else { size },
    };
    let mut problems = Vec::new();
    if vector && has_script(&bytes) {
        let message = Text::new("这张 SVG 图里有脚本", "this SVG carries a script");
        let help = Text::new("另存为不带脚本的 SVG 或 PNG", "save it without scripts, or as PNG");
        problems.push(Diagnostic::error("unsafe-image", &file.path, Place::File, message).help(help));
    }
    Ok((AssetRecord { asset, stamp: file.stamp, problems: problems.clone() }, problems))
}

/// `files/cpr-hands.1a2b3c4d.svg`: ASCII, and different whenever the content is.
fn output_path(source: &str, hash: &str) -> String {
    let name = source.rsplit('/').next().unwrap_or(source);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
    let extension: String = extension
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(8)
        .collect::<String>()
        .to_ascii_lowercase();
    // No name ends with a dot, which Windows would take off.
    let extension = if extension.is_empty() { "bin".to_owned() } else { extension };
    format!("files/{}.{hash}.{extension}", slug_of(stem))
}

/// Width and height of the root element, from its attributes or its viewBox.
fn svg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut reader = quick_xml::Reader::from_reader(bytes);
    let mut buffer = Vec::new();
    loop {
        let event = reader.read_event_into(&mut buffer).ok()?;
        let (quick_xml::events::Event::Start(root) | quick_xml::events::Event::Empty(root)) = event else {
            if matches!(event, quick_xml::events::Event::Eof) {
                return None;
            }
            buffer.clear();
            continue;
        };
        let attribute = |name: &str| Some(root.try_get_attribute(name).ok()??.value.into_owned());
        let pixels = |text: String| {
            let number: f64 = text.trim().trim_end_matches("px").parse().ok()?;
            (1.0..100_000.0).contains(&number).then_some(number.round() as u32)
        };
        if let (Some(width), Some(height)) =
            (attribute("width").and_then(pixels), attribute("height").and_then(pixels))
        {
            return Some((width, height));
        }
        let view_box = attribute("viewBox")?;
        let mut numbers = view_box.split([' ', ',']).filter(|it| !it.is_empty()).skip(2);
        return Some((pixels(numbers.next()?.to_owned())?, pixels(numbers.next()?.to_owned())?));
    }
}

/// Whether an SVG has script elements, event attributes or script links.
fn has_script(bytes: &[u8]) -> bool {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_reader(bytes);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                let name = element.local_name().as_ref().to_ascii_lowercase();
                if name == "script" || name == "foreignobject" {
                    return true;
                }
                let scripted = element.attributes().flatten().any(|attribute| {
                    let key = attribute.key.as_ref().to_ascii_lowercase();
                    let value = attribute.value.to_ascii_lowercase();
                    key.starts_with("on") || value.trim_start().starts_with("javascript:")
                });
                if scripted {
                    return true;
                }
            }
            Ok(Event::Eof) => return false,
            // What no XML reader can follow, a browser may still run.
            Err(_) => return true,
            Ok(_) => {}
        }
        buffer.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn svg_size_comes_from_attributes_or_view_box() {
        assert_eq!(svg_size(b"<svg width='12px' height=\"8\"/>"), Some((12, 8)));
        assert_eq!(svg_size(b"<?xml version='1.0'?><svg viewBox='0 0 300 200'></svg>"), Some((300, 200)));
        assert_eq!(svg_size(b"<svg width='100%' height='100%'/>"), None);
    }

    #[test]
    fn scripts_in_svg_are_seen() {
        assert!(has_script(b"<svg><script>1</script></svg>"));
        assert!(has_script(b"<svg onload='x()'/>"));
        assert!(has_script(b"<svg><a href='javascript:x'/></svg>"));
        assert!(!has_script(b"<svg><title>on</title><path d='M0 0'/></svg>"));
    }
}
