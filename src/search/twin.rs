//! `search.js` against this room: the same terms for thousands of strings, the same results from both
//! indexes.
//!
//! The script runs in node, or in Chromium where there is no node, with just enough of a page around
//! it. Where there is neither the tests say so and pass, unless KEPU_REQUIRE_BROWSER is set.

#![allow(clippy::disallowed_methods, reason = "the test looks for a browser and writes it a page")]

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::tests::{Page, clean, follow_native, found_natively, page, published};
use super::*;

const SCRIPT: &str = include_str!("../../themes/kepu/assets/search.js");

/// A page for the script: files are read from the map `FILES` as script elements are added. It is not
/// the `document` of the browser, which cannot be replaced.
const PAGE: &str = r#"
const element = { getAttribute: name => name === 'data-index' ? 'search/root.js' : '', hasAttribute: () => true };
const page = {
  currentScript: element,
  getElementById: () => null,
  createElement: () => ({}),
  head: {
    removeChild() {},
    appendChild(script) {
      const text = FILES[script.src];
      if (text === undefined) { script.onerror(); return; }
      (0, eval)(text);
      script.onload();
    },
  },
};
"#;

/// What `program` gives to `answer`, run with the script loaded; `None` if there is nothing to run it
/// in.
fn run(files: &serde_json::Value, program: &str) -> Option<serde_json::Value> {
    let source = format!(
        "const FILES = {files};\n{PAGE}\n(function (window, document) {{\n{SCRIPT}\n}}(globalThis, page));\n{program}"
    );
    let answer = match (installed(&["node"]), installed(&BROWSERS)) {
        (Some(node), _) => in_node(node, &source),
        (None, Some(chromium)) => in_chromium(chromium, &source),
        (None, None) => {
            let required = std::env::var_os("KEPU_REQUIRE_BROWSER").is_some_and(|it| !it.is_empty());
            assert!(!required, "search.js needs node or chromium, and KEPU_REQUIRE_BROWSER is set");
            // Not `eprintln!`, which the harness swallows when a test passes.
            drop(writeln!(std::io::stderr(), "left out: no node and no chromium to run search.js in"));
            return None;
        }
    };
    Some(serde_json::from_str(&answer).unwrap())
}

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

fn installed(names: &[&str]) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|it| it.is_file())
}

fn in_node(node: PathBuf, source: &str) -> String {
    let mut command = Command::new(node);
    let mut child = command.arg("-").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let source = format!("const answer = value => console.log(JSON.stringify(value));\n{source}");
    child.stdin.take().unwrap().write_all(source.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// The answer is an element of the page, in ASCII letters that HTML has nothing to escape in.
fn in_chromium(chromium: PathBuf, source: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    let answer = "const answer = value => {
      document.getElementById('answer').textContent = '[[' + encodeURIComponent(JSON.stringify(value)) + ']]';
    };";
    write("script.js", format!("{answer}\n{source}"));
    let html = "<!doctype html><meta charset=utf-8><pre id=answer></pre><script src=script.js></script>";
    write("page.html", html.to_owned());
    let output = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .arg("--dump-dom")
        .arg(format!("file://{}", folder.path().join("page.html").display()))
        .stderr(Stdio::null())
        .output()
        .unwrap();
    let dom = String::from_utf8(output.stdout).unwrap();
    let answer = dom.split_once("[[").and_then(|(_, rest)| rest.split_once("]]"));
    let answer = answer.unwrap_or_else(|| panic!("no answer from chromium: {dom}")).0;
    percent_encoding::percent_decode_str(answer).decode_utf8().unwrap().into_owned()
}

/// Strings of everything that folding treats in a way of its own, mixed by a small generator.
fn strings() -> Vec<String> {
    let blocks: Vec<char> = (0x20..0x250)
        .chain(0x370..0x400)
        // Subscripts from 0x209d on are newer than the Unicode of some browsers.
        .chain((0x2000..0x209d).chain(0x20a0..0x2800))
        .chain(0x3000..0x3200)
        .chain(0x3200..0x3500)
        .chain((0x4e00..0xa000).step_by(7))
        .chain(0xf900..0xfb00)
        .chain(0xfe00..0x10000)
        .chain(0x1f600..0x1f640)
        .chain(0x2_0000..0x2_0040)
        .filter_map(char::from_u32)
        .collect();
    let common: Vec<char> = "高血压疫苗HPV维生素C 37.5℃a.1%。，0.".chars().collect();
    let mut seed = 88_172_645_463_325_252u64;
    let mut next = |bound: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % bound as u64) as usize
    };
    let mut strings: Vec<String> = (0..4000)
        .map(|_| {
            let length = 1 + next(20);
            let mut character = |_| match next(3) {
                0 => blocks[next(blocks.len())],
                _ => common[next(common.len())],
            };
            (0..length).map(&mut character).collect()
        })
        .collect();
    strings.push("血压😀".repeat(40));
    strings.extend(blocks.iter().map(|character| format!("压{character}苗")));
    strings
}

#[test]
fn the_browser_finds_the_same_terms() {
    let strings = strings();
    // The script loads the traditional characters only when they are needed; here, at once.
    let program = format!(
        "const {{ parse, search }} = kepuSearchTest;
        search('萬萬', '', () => answer(
          {}.map(text => parse(text).map(term => [term.key, term.weight]))));",
        serde_json::to_string(&strings).unwrap()
    );
    let Some(found) = run(&files(&[page("a.html", "标题", "正文")]), &program) else { return };
    let found: Vec<Vec<(u32, f64)>> = serde_json::from_value(found).unwrap();
    assert_eq!(found.len(), strings.len());
    for (string, found) in strings.iter().zip(found) {
        assert_eq!(query_terms(string), found, "{string:?}");
    }
}

#[test]
fn the_browser_ranks_the_same() {
    let words = ["高血压", "饮食", "HPV疫苗", "食盐", "预防", "怎么办", "37.5℃", "维生素C", "儿童"];
    let pages = |seed: usize| -> Vec<Page> {
        let page = |number: usize| {
            let word = |place: usize| words[(number * 7 + place * place + number / seed) % words.len()];
            let body: String = (0..number % 23 + 5).map(word).collect();
            let mut page = page(&format!("{number}.html"), &format!("{}{}", word(1), word(3)), &body);
            page.topic = ["nutrition", "myths"][number % 2];
            page
        };
        (0..400).map(page).collect()
    };
    // The native index has a past: former versions of some documents, and others that are gone.
    let mut native = NativeIndex::in_memory();
    follow_native(&mut native, &pages(8)[..350]);
    let pages = pages(9);
    follow_native(&mut native, &pages[100..]);
    follow_native(&mut native, &pages);
    let published = published(&clean(&pages));
    let reader = StaticReader::open(|path: &str| published.get(path).cloned()).unwrap();
    let queries =
        ["高血压", "高血压饮食怎么办", "hpv", "維生素c食盐", "儿童37.5℃怎么办", "没有", "食盐预防儿童"];
    let program = format!(
        "const {{ search }} = kepuSearchTest, all = [];
        for (const topic of ['', 'myths']) for (const query of {})
          search(query, topic, found => all.push(found.documents));
        answer(all);",
        serde_json::to_string(&queries).unwrap()
    );
    let Some(found) = run(&files(&pages), &program) else { return };
    let mut found = serde_json::from_value::<Vec<Vec<usize>>>(found).unwrap().into_iter();
    let mut paths: Vec<&str> = pages.iter().map(|page| &*page.path).collect();
    paths.sort_unstable();
    for topic in [None, Some("myths")] {
        for query in queries {
            let expected = reader.search(query, topic, usize::MAX).unwrap();
            let expected: Vec<&str> = expected.iter().map(|row| &*row[0]).collect();
            let found = found.next().unwrap();
            let found: Vec<&str> = found.into_iter().map(|document| paths[document]).collect();
            assert_eq!(found, expected, "{query}");
            assert_eq!(found_natively(&native, query, topic), expected, "{query}");
        }
    }
}

fn files(pages: &[Page]) -> serde_json::Value {
    let text =
        |(path, bytes): (String, Vec<u8>)| (path, serde_json::Value::from(String::from_utf8(bytes).unwrap()));
    published(&clean(pages)).into_iter().map(text).collect::<serde_json::Map<_, _>>().into()
}
