//! The least that any generator has to do: parse all Markdown, write as many bytes into as many files.

use std::path::{Path, PathBuf};
use std::time::Instant;

use rayon::prelude::*;

use crate::process::Run;

/// Parses every article of `root` and writes a copy of every file of `public`, both on all cores.
pub fn measure(root: &Path, public: &Path) -> Run {
    let sources = files(&root.join("content/articles"));
    let outputs: Vec<(PathBuf, Vec<u8>)> = files(public)
        .into_iter()
        .map(|path| {
            let bytes = std::fs::read(&path).expect("the file can be read");
            (path.strip_prefix(public).expect("a path inside").to_path_buf(), bytes)
        })
        .collect();
    let target = tempfile::tempdir_in(root).expect("a temporary folder");
    let began = Instant::now();
    let length: usize = sources
        .par_iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).expect("the article can be read");
            let mut html = String::with_capacity(text.len() * 2);
            pulldown_cmark::html::push_html(
                &mut html,
                pulldown_cmark::Parser::new_ext(&text, pulldown_cmark::Options::all()),
            );
            html.len()
        })
        .sum();
    assert!(length > 0, "there are articles");
    outputs.par_iter().for_each(|(path, bytes)| {
        let path = target.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        std::fs::write(path, bytes).expect("the file can be written");
    });
    Run { time: began.elapsed(), peak_bytes: 0 }
}

fn files(root: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(root)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect()
}
