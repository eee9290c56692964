//! Remembers what was published of the activities, in a file that is kept with the site.

use std::io::ErrorKind;
use std::path::Path;

use anyhow::Result;

use crate::diagnostic::{Explain as _, Text};
use crate::fs;
use crate::model::Catalog;
use crate::parse::with_announcements;
use crate::source::ANNOUNCEMENTS;

/// Adds what is not remembered yet, and says of how many activities it is.
///
/// # Errors
///
/// The file cannot be read or written: the next build would say again what this one did.
pub fn record(site: &Path, catalog: &Catalog) -> Result<usize> {
    let count = catalog.announced.news().count();
    if count == 0 {
        return Ok(0);
    }
    let path = site.join(ANNOUNCEMENTS);
    let explained = || {
        let path = path.display();
        Text::new(format!("记不下公布的活动：`{path}`"), format!("cannot remember the activities: `{path}`"))
    };
    let bytes = match fs::read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        read => read.explain(explained)?,
    };
    let folder = path.parent().unwrap_or(site);
    fs::refuse_link(folder)?;
    let text = with_announcements(&bytes, catalog.announced.news())?;
    fs::write_atomically(&path, &text).explain(explained)?;
    fs::keep_lines_of_both_branches(folder).explain(explained)?;
    Ok(count)
}
