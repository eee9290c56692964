//! Zip archives that are the same whenever they are made.

use std::io::{Cursor, Write as _};

use anyhow::Result;
use zip::write::SimpleFileOptions;

/// A zip in memory, its files in the order in which they are added.
pub struct Archive(zip::ZipWriter<Cursor<Vec<u8>>>);

impl Default for Archive {
    fn default() -> Self {
        Archive(zip::ZipWriter::new(Cursor::default()))
    }
}

impl Archive {
    /// Adds a file, dated 1980-01-01: the first day that a zip knows.
    pub fn add(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o644);
        self.0.start_file(path, options)?;
        self.0.write_all(bytes)?;
        Ok(())
    }

    /// The bytes of the whole.
    pub fn finish(self) -> Result<Vec<u8>> {
        Ok(self.0.finish()?.into_inner())
    }
}
