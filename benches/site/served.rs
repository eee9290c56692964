//! From a saved file to the new bytes served.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::generate;
use crate::process::Run;

/// Serves the site, edits one article again and again, and asks for its page until it has changed.
pub fn measure(root: &Path, article: usize, rounds: usize) -> Vec<Run> {
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
    let page = format!("{address}{}", generate::page(article));
    let get = || {
        let mut response = ureq::get(&page).call().expect("the page is served");
        response.body_mut().read_to_string().expect("text")
    };
    get();
    let runs = (0..rounds)
        .map(|round| {
            let mark = format!("预览第{round}次修改{}", round * 7919);
            std::thread::sleep(Duration::from_millis(120));
            generate::edit(root, article, &mark);
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
