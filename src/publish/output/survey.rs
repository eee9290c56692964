//! What stands where files are to come, and whether it is ours.
//!
//! Ours are the files on our list, and the folders that these lie in. Everything else is somebody's:
//! it is neither replaced nor removed, and no link is followed on the way.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use anyhow::Result;

use super::list::Former;
use crate::diagnostic::refuse;
use crate::fs::{self, Standing};
use crate::output_path;

/// What of ours has to be removed before files can be put at `paths`: a file where a folder must be,
/// a folder where a file must be, a link where we had a folder.
///
/// # Errors
///
/// Something that is not ours stands in the way; all such things are named.
pub(super) fn survey(output: &Path, former: &Former, paths: &[&str]) -> Result<BTreeSet<String>> {
    let mut survey = Survey { output, former, displaced: BTreeSet::new(), foreign: BTreeSet::new() };
    let mut folders: HashMap<&str, bool> = HashMap::new();
    for path in paths {
        if let Some(listed) = former.named(path).filter(|listed| listed != path) {
            survey.displaced.insert(listed.to_owned());
        }
        let open = output_path::folders(path)
            .all(|folder| *folders.entry(folder).or_insert_with(|| survey.folder(folder)));
        if open {
            survey.file(path)?;
        }
    }
    if survey.foreign.is_empty() {
        return Ok(survey.displaced);
    }
    Err(foreign(&survey.foreign.into_iter().collect::<Vec<_>>()))
}

/// The error for things that are not ours and in the way.
pub(super) fn foreign(names: &[String]) -> anyhow::Error {
    const SHOWN: usize = 5;
    let shown = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let rest = names.len().saturating_sub(SHOWN);
    let (more_zh, more_en) = if rest == 0 {
        (String::new(), String::new())
    } else {
        (format!("，还有 {rest} 个"), format!(" and {rest} more"))
    };
    refuse(
        format!(
            "{shown}{more_zh} 不是 kepu 写的，却占着网站文件的位置；请移走，或改网址名，或用 --output 换文件夹"
        ),
        format!(
            "kepu did not write {shown}{more_en}, and files of the site go there; move it away, change the \
             slug, or choose another folder with --output"
        ),
    )
}

struct Survey<'s> {
    output: &'s Path,
    former: &'s Former,
    displaced: BTreeSet<String>,
    foreign: BTreeSet<String>,
}

impl Survey<'_> {
    /// Looks at the place of a folder; false if nothing can stand below it yet.
    fn folder(&mut self, path: &str) -> bool {
        let standing = fs::standing(&self.output.join(path));
        match standing {
            Standing::Folder => return true,
            Standing::Nothing => return false,
            Standing::Link if self.former.holds_folder(path) => {}
            _ if self.former.named(path).is_some() => {}
            Standing::Link | Standing::File => {
                self.refuse(path);
                return false;
            }
        }
        self.displaced.insert(path.to_owned());
        false
    }

    /// Looks at the place of a file.
    fn file(&mut self, path: &str) -> Result<()> {
        match fs::standing(&self.output.join(path)) {
            Standing::Nothing => Ok(()),
            Standing::Folder => self.folder_of_files(path),
            Standing::File | Standing::Link => {
                if self.former.named(path).is_none() {
                    self.refuse(path);
                }
                Ok(())
            }
        }
    }

    /// A folder where a file is to be: it can go if all that is in it is ours.
    fn folder_of_files(&mut self, path: &str) -> Result<()> {
        if !self.former.holds_folder(path) {
            self.refuse(path);
            return Ok(());
        }
        for (inside, standing) in fs::contents(&self.output.join(path))? {
            let inside = format!("{path}/{inside}");
            let ours = match standing {
                Standing::Folder => self.former.holds_folder(&inside),
                _ => self.former.named(&inside).is_some(),
            };
            if !ours {
                self.refuse(&inside);
            }
        }
        self.displaced.extend(self.former.below(path).map(str::to_owned));
        Ok(())
    }

    fn refuse(&mut self, path: &str) {
        self.foreign.insert(self.output.join(path).display().to_string());
    }
}

/// Removes a file of ours, or a link in its place, and the folders that are empty without it. A
/// folder in its place, and what lies behind a link, is somebody else's and stays.
pub(super) fn remove_ours(output: &Path, path: &str) -> Result<()> {
    let real = |folder: &&str| fs::standing(&output.join(folder)) == Standing::Folder;
    let file = fs::join_inside(output, path)?;
    let folders: Vec<&str> = output_path::folders(path).take_while(real).collect();
    let reached = folders.len() == output_path::folders(path).count();
    if reached && matches!(fs::standing(&file), Standing::File | Standing::Link) {
        fs::remove_file(&file)?;
    }
    for folder in folders.into_iter().rev() {
        fs::remove_empty_dir(&output.join(folder));
    }
    Ok(())
}
