//! Pictures and other files that are copied: hashed, measured, named.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::fs::Trace;
use crate::media::{self, Refusal};
use crate::model::{Asset, slug_of};
use crate::source::SourceFile;

/// An asset and the problems found in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AssetRecord {
    /// The file.
    pub asset: Asset,
    /// Its state before it was hashed.
    pub trace: Trace,
    problems: Vec<Diagnostic>,
}

/// Reads a file, unless it is known from a former run and nothing happened to it since.
pub fn examine(
    file: &SourceFile,
    known: Option<&AssetRecord>,
) -> Result<(AssetRecord, Vec<Diagnostic>), Diagnostic> {
    if let Some(record) = known {
        return Ok((record.clone(), record.problems.clone()));
    }
    let mut problems = Vec::new();
    // A picture that is refused keeps its place, so that nothing else is said of the links to it.
    let bytes = media::prepare(&file.path, file.read()?).unwrap_or_else(|refusal| {
        let Refusal { rule, place, message, help } = refusal;
        problems.push(Diagnostic::new(rule, &file.path, place, message).help(help));
        Vec::new()
    });
    let hash = blake3::hash(&bytes);
    let size = imagesize::blob_size(&bytes)
        .ok()
        .and_then(|size| Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?)));
    let vector = file.path.to_ascii_lowercase().ends_with(".svg");
    let asset = Asset {
        source: file.path.clone(),
        path: output_path(&file.path, &hash.to_hex()[..8]),
        hash: *hash.as_bytes(),
        length: bytes.len() as u64,
        size: if vector { svg_size(&bytes).or(size) } else { size },
    };
    Ok((AssetRecord { asset, trace: file.trace, problems: problems.clone() }, problems))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn svg_size_comes_from_attributes_or_view_box() {
        assert_eq!(svg_size(b"<svg width='12px' height=\"8\"/>"), Some((12, 8)));
        assert_eq!(svg_size(b"<?xml version='1.0'?><svg viewBox='0 0 300 200'></svg>"), Some((300, 200)));
        assert_eq!(svg_size(b"<svg width='100%' height='100%'/>"), None);
    }
}
