//! From a saved file to the new bytes served.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::process::Run;
use crate::{agenda, generate};

/// Edits one article again and again, and asks for its page until it has changed.
pub fn article(root: &Path, article: usize, rounds: usize) -> Vec<Run> {
    measure(root, &generate::page(article), rounds, |mark| generate::edit(root, article, mark))
}

/// Changes the name of one activity again and again, and asks for its page until it has changed.
pub fn activity(root: &Path, activity: usize, rounds: usize) -> Vec<Run> {
    measure(root, &agenda::page(activity), rounds, |mark| agenda::rename(root, activity, mark))
}

/// Serves the site, makes an edit that leaves a mark again and again, and asks for a page until it has the mark.
fn measure(root: &Path, page: &str, rounds: usize, edit: impl Fn(&str)) -> Vec<Run> {
    let mut server = Command::new(env!("CARGO_BIN_EXE_kepu"))
        .arg("--site")
        .arg(root)
        .args(["serve", "--port", "4700", "--as-of", "2026-11-23"])
        .env("LC_ALL", "en_US.UTF-8")
        .stderr(Stdio::piped())
        .spawn()
        .expect("kepu starts");
    let mut lines = BufReader::new(server.stderr.take().expect("a pipe")).lines();
    let address = loop {
        let line = lines.next().expect("the server says its address").expect("text");
        if let Some(start) = line.find("http://") {
            break line[start..].split_whitespace().next().expect("an address").to_owned();
        }
    };
    // The rest of what it says must be read, or it would block.
    std::thread::spawn(move || lines.for_each(drop));
    let page = format!("{address}{page}");
    let get = || {
        let mut response = ureq::get(&page).call().expect("the page is served");
        response.body_mut().read_to_string().expect("text")
    };
    get();
    let runs = (0..rounds)
        .map(|round| {
            let mark = format!("预览第{round}次修改{}", round * 7919);
            std::thread::sleep(Duration::from_millis(120));
            edit(&mark);
            let began = Instant::now();
            while !get().contains(&mark) {
                assert!(began.elapsed() < Duration::from_secs(20), "the edit never arrived");
            }
            Run { time: began.elapsed(), peak_bytes: 0 }
        })
        .collect();
    server.kill().expect("the server stops");
    server.wait().expect("the server stops");
    runs
}
