//! The ZIP file that an XLSX or ODS workbook is, unpacked within bounds.
//!
//! A few kilobytes can say that they are gigabytes, and what a directory says of sizes need not be
//! true. So everything is unpacked once and counted, before any reader keeps something of it.

use std::collections::HashMap;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;

/// What the unpacked parts may have in bytes, beside the length of the file.
const LARGEST: u64 = 96 << 20;
/// XML elements of all parts; an empty shared string is one, and takes the place of a real one.
const MOST_TAGS: usize = 6_000_000;
/// Elements of a list of styles, each of which becomes hundreds of bytes.
const MOST_STYLE_TAGS: usize = 200_000;

/// Why a package cannot be read.
#[derive(Debug)]
pub enum Refusal {
    /// The words of the reader.
    Unreadable(String),
    /// It would unpack to more than any table needs.
    TooLarge,
}

/// The parts of a workbook.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Small names, with `/` between their parts, to positions.
    names: HashMap<String, usize>,
}

impl<'a> Package<'a> {
    /// Opens it, if it keeps within bounds.
    pub fn open(bytes: &'a [u8]) -> Result<Package<'a>, Refusal> {
        let unreadable = |words: &dyn std::fmt::Display| Refusal::Unreadable(words.to_string());
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
        let mut names = HashMap::new();
        let mut room = LARGEST.saturating_add(bytes.len() as u64);
        let (mut tags, mut style_tags) = (MOST_TAGS, MOST_STYLE_TAGS);
        let mut buffer = vec![0; 1 << 16];
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).map_err(|error| unreadable(&error))?;
            let name = key(&entry.name().map_err(|error| unreadable(&error))?);
            let styles = name.ends_with("styles.xml");
            // Two parts of one name: one reader would judge the first, another read the second.
            if names.insert(name, index).is_some() {
                return Err(Refusal::Unreadable("two parts of one name".to_owned()));
            }
            loop {
                let count = entry.read(&mut buffer).map_err(|error| unreadable(&error))?;
                if count == 0 {
                    break;
                }
                let found = memchr::memchr_iter(b'<', &buffer[..count]).count();
                let of_styles = if styles { found } else { 0 };
                let left = (
                    room.checked_sub(count as u64),
                    tags.checked_sub(found),
                    style_tags.checked_sub(of_styles),
                );
                let (Some(bytes), Some(all), Some(few)) = left else { return Err(Refusal::TooLarge) };
                (room, tags, style_tags) = (bytes, all, few);
            }
        }
        Ok(Package { archive, names })
    }

    /// Whether there is such a part.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains_key(&key(name))
    }

    /// A part, unpacked.
    pub fn part(&mut self, name: &str) -> Option<Vec<u8>> {
        let index = *self.names.get(&key(name))?;
        let mut bytes = Vec::new();
        self.archive.by_index(index).ok()?.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }
}

/// Readers of workbooks take no account of case and of the slash of Windows.
fn key(name: &str) -> String {
    name.replace('\\', "/").to_ascii_lowercase()
}
