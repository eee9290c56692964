//! The list of the files that are ours, `.kepu-files` in the output folder: a path a line.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use anyhow::Result;

use super::staging::{Case, IN_OUTPUT, Staging, UNFINISHED};
use crate::diagnostic::{Explain as _, Text, refuse};
use crate::fs::{self, Standing};

const LIST: &str = ".kepu-files";

/// The paths on the list of `output`; none in a folder that is empty.
///
/// # Errors
///
/// The folder has other files and no list, or cannot be read.
pub(super) fn read(output: &Path) -> Result<Vec<String>> {
    let list = output.join(LIST);
    match fs::standing(&list) {
        Standing::File => {
            let bytes = fs::read(&list).explain(|| {
                let list = list.display();
                Text::new(format!("读不了 `{list}`"), format!("cannot read `{list}`"))
            })?;
            Ok(String::from_utf8_lossy(&bytes)
                .lines()
                .filter(|line| is_ours(line))
                .map(str::to_owned)
                .collect())
        }
        Standing::Nothing => {
            // What a run leaves that was killed before it wrote its first list.
            let own = [IN_OUTPUT, UNFINISHED, fs::FOLDER_LOCK];
            if fs::names(output)?.iter().any(|name| !own.iter().any(|own| name == own)) {
                let output = output.display();
                return Err(refuse(
                    format!("文件夹 `{output}` 里有不是 kepu 写的文件；请清空它，或用 --output 换一个"),
                    format!(
                        "folder `{output}` holds files that kepu did not write; empty it or choose another \
                         with --output"
                    ),
                ));
            }
            Ok(Vec::new())
        }
        Standing::Folder | Standing::Link => {
            let list = list.display();
            Err(refuse(
                format!("`{list}` 不是文件，不知道哪些文件是 kepu 写的；请移走它"),
                format!("`{list}` is no file, so nobody knows which files kepu wrote; move it away"),
            ))
        }
    }
}

/// Whether a line can name a file that we wrote. One that leads elsewhere, or to a hidden file, is
/// none of ours, whoever wrote it. Versions before 0.2 let other characters than ASCII into
/// permalinks, so that these are still removed.
fn is_ours(line: &str) -> bool {
    let hidden = |part: &str| part.is_empty() || part.starts_with('.');
    !line.contains(|it: char| it.is_control() || matches!(it, '\\' | ':')) && !line.split('/').any(hidden)
}

/// Writes the list, unless it says the same already.
pub(super) fn write(output: &Path, staging: &Staging, paths: &BTreeSet<&str>) -> Result<()> {
    let mut text = paths.iter().copied().collect::<Vec<_>>().join("\n");
    text.push('\n');
    let list = output.join(LIST);
    if fs::read(&list).is_ok_and(|former| former == text.as_bytes()) {
        return Ok(());
    }
    // Half a list, on a full disk, must not stay in the output folder.
    let temporary = staging.beside(LIST);
    fs::remove(&temporary)?;
    fs::write_new(&temporary, text.as_bytes())?;
    fs::rename(&temporary, &list)
}

/// The files that the former site had.
#[derive(Debug)]
pub(super) struct Former {
    case: Case,
    /// As the file system sees a path, and as the list does.
    files: BTreeMap<String, String>,
}

impl Former {
    pub(super) fn new(lines: Vec<String>, case: Case) -> Former {
        let mut former = Former { case, files: BTreeMap::new() };
        for line in lines {
            let key = former.key(&line);
            former.files.insert(key, line);
        }
        former
    }

    fn key(&self, path: &str) -> String {
        match self.case {
            Case::Kept => path.to_owned(),
            Case::Folded => path.to_lowercase(),
        }
    }

    /// How the list names the file at `path`, if it does.
    pub(super) fn named(&self, path: &str) -> Option<&str> {
        match self.case {
            Case::Kept => self.files.get(path),
            Case::Folded => self.files.get(&self.key(path)),
        }
        .map(String::as_str)
    }

    /// Whether a file of ours was in this folder or below it.
    pub(super) fn holds_folder(&self, path: &str) -> bool {
        // No set of all folders: a line may have as many of them as it has characters.
        self.below(path).next().is_some()
    }

    /// The files of ours below a folder.
    pub(super) fn below(&self, folder: &str) -> impl Iterator<Item = &str> {
        let start = format!("{}/", self.key(folder));
        let from = self.files.range(start.clone()..);
        from.take_while(move |(key, _)| key.starts_with(&start)).map(|(_, path)| path.as_str())
    }

    /// Those that are not among `paths`.
    pub(super) fn without(&self, paths: &[&str]) -> Vec<String> {
        let current: HashSet<String> = paths.iter().map(|path| self.key(path)).collect();
        let stale = self.files.iter().filter(|(key, _)| !current.contains(*key));
        stale.map(|(_, path)| path.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_inside_are_ours() {
        for line in ["index.html", "a/b.c.html", "文章/a.html", "a b.html"] {
            assert!(is_ours(line), "{line:?}");
        }
        for line in [
            "",
            "/etc/passwd",
            "../a",
            "a/../../b",
            "a//b",
            "a/",
            ".git/config",
            "a/.b",
            "C:\\x",
            "a\0b",
            "a\u{1b}",
        ] {
            assert!(!is_ours(line), "{line:?}");
        }
    }

    #[test]
    fn case_counts_where_the_file_system_says_so() {
        let lines = || vec!["Topic/A.html".to_owned(), "b.html".to_owned()];
        let kept = Former::new(lines(), Case::Kept);
        assert_eq!(kept.named("topic/a.html"), None);
        assert_eq!(kept.without(&["topic/a.html", "b.html"]), ["Topic/A.html"]);
        let folded = Former::new(lines(), Case::Folded);
        assert_eq!(folded.named("topic/a.html"), Some("Topic/A.html"));
        assert!(folded.holds_folder("topic") && !folded.holds_folder("top"));
        assert_eq!(folded.below("TOPIC").collect::<Vec<_>>(), ["Topic/A.html"]);
        // Removing the old name would remove the new file.
        assert!(folded.without(&["topic/a.html", "b.html"]).is_empty());
    }
}
