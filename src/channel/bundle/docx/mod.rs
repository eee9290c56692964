//! A body as DOCX (ECMA-376, Office Open XML), for Word and WPS.
//!
//! The parts are written here, not by a library: those at hand draw numbers from a counter of the whole program
//! and give pictures no alternative text.

mod flow;
mod parts;
mod sink;
mod table;

use anyhow::Result;

use super::archive::Archive;
use super::targets::Targets;
use super::{Foot, xml};
use crate::model::body::Body;
use flow::Destination;
use sink::Sink;

/// Writes a document: title, body, foot.
pub fn document(title: &str, body: &Body, targets: &Targets, foot: &Foot) -> Result<Vec<u8>> {
    let mut sink = Sink::new(body, targets);
    sink.flow.begin_line("Title");
    sink.flow.text(title);
    sink.flow.end();
    sink.body();
    for line in &foot.lines {
        sink.flow.begin_line("Foot");
        sink.flow.text(line);
        sink.flow.end();
    }
    if let Some((words, address)) = &foot.link {
        sink.flow.begin_line("Foot");
        sink.flow.text(words);
        sink.flow.begin_link(Destination::Address(address.clone()));
        sink.flow.text(address);
        sink.flow.end_link();
        sink.flow.end();
    }
    let Sink { flow, mut used, .. } = sink;
    used.sort_unstable();
    used.dedup();

    let mut relations = String::from(parts::RELATIONS);
    for (place, address) in flow.addresses.iter().enumerate() {
        let mut target = String::new();
        xml::push(&mut target, address);
        relations += &format!(
            "<Relationship Id=\"rLink{}\" Type=\"{}/hyperlink\" Target=\"{target}\" TargetMode=\"External\"/>",
            place + 1,
            parts::OFFICE
        );
    }
    for &place in &used {
        let file = &targets.pictures[place].file;
        relations += &format!(
            "<Relationship Id=\"rPicture{0}\" Type=\"{1}/image\" Target=\"media/{0:02}.{2}\"/>",
            place + 1,
            parts::OFFICE,
            file.extension
        );
    }
    relations += "</Relationships>";

    let mut archive = Archive::default();
    archive.add("[Content_Types].xml", parts::CONTENT_TYPES.as_bytes())?;
    archive.add("_rels/.rels", parts::PACKAGE_RELATIONS.as_bytes())?;
    archive.add("docProps/core.xml", parts::core(title).as_bytes())?;
    archive.add("word/document.xml", parts::document(&flow.out).as_bytes())?;
    archive.add("word/styles.xml", parts::styles().as_bytes())?;
    archive.add("word/settings.xml", parts::SETTINGS.as_bytes())?;
    archive.add("word/numbering.xml", parts::numbering(&flow.numberings).as_bytes())?;
    archive.add("word/_rels/document.xml.rels", relations.as_bytes())?;
    for place in used {
        let file = &targets.pictures[place].file;
        archive.add(&format!("word/media/{:02}.{}", place + 1, file.extension), &file.bytes)?;
    }
    archive.finish()
}
