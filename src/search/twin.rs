//! `search.js` against this room: the same terms for thousands of strings, the same results.
//!
//! The script runs in node with just enough of a page around it. Where there is no node, the
//! tests say so and pass; the browser tests of the search page remain.

use std::io::Write;
use std::process::{Command, Stdio};

use super::tests::{Page, clean, page, published};
use super::*;

const SCRIPT: &str = include_str!("../../themes/kepu/assets/search.js");

/// A page for the script: files are read from the map `FILES` as script elements are added.
const PAGE: &str = r#"
const element = { getAttribute: name => name === 'data-index' ? 'search/root.js' : '', hasAttribute: () => true };
globalThis.window = globalThis;
globalThis.document = {
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

/// What node prints for `program` with the script loaded; `None` without node.
fn node(files: &serde_json::Value, program: &str) -> Option<serde_json::Value> {
    let mut command = Command::new("node");
    command.arg("-").stdin(Stdio::piped()).stdout(Stdio::piped());
    let Ok(mut child) = command.spawn() else {
        eprintln!("left out: no node to run search.js in");
        return None;
    };
    let source = format!("const FILES = {files};\n{PAGE}\n{SCRIPT}\n{program}");
    child.stdin.take().unwrap().write_all(source.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(serde_json::from_slice(&output.stdout).unwrap())
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
        search('萬萬', '', () => console.log(JSON.stringify(
          {}.map(text => parse(text).map(term => [term.key, term.weight])))));",
        serde_json::to_string(&strings).unwrap()
    );
    let Some(found) = node(&files(&[page("a.html", "标题", "正文")]), &program) else { return };
    let found: Vec<Vec<(u32, f64)>> = serde_json::from_value(found).unwrap();
    assert_eq!(found.len(), strings.len());
    for (string, found) in strings.iter().zip(found) {
        assert_eq!(query_terms(string), found, "{string:?}");
    }
}

#[test]
fn the_browser_ranks_the_same() {
    let words = ["高血压", "饮食", "HPV疫苗", "食盐", "预防", "怎么办", "37.5℃", "维生素C", "儿童"];
    let pages: Vec<Page> = (0..400usize)
        .map(|number| {
            let word = |place: usize| words[(number * 7 + place * place + number / 9) % words.len()];
            let body: String = (0..number % 23 + 5).map(word).collect();
            let mut page = page(&format!("{number}.html"), &format!("{}{}", word(1), word(3)), &body);
            page.topic = ["nutrition", "myths"][number % 2];
            page
        })
        .collect();
    let published = published(&clean(&pages));
    let reader = StaticReader::open(|path: &str| published.get(path).cloned()).unwrap();
    let queries =
        ["高血压", "高血压饮食怎么办", "hpv", "維生素c食盐", "儿童37.5℃怎么办", "没有", "食盐预防儿童"];
    let program = format!(
        "const {{ search }} = kepuSearchTest, all = [];
        for (const topic of ['', 'myths']) for (const query of {})
          search(query, topic, found => all.push(found.documents));
        console.log(JSON.stringify(all));",
        serde_json::to_string(&queries).unwrap()
    );
    let Some(found) = node(&files(&pages), &program) else { return };
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
        }
    }
}

fn files(pages: &[Page]) -> serde_json::Value {
    let text =
        |(path, bytes): (String, Vec<u8>)| (path, serde_json::Value::from(String::from_utf8(bytes).unwrap()));
    published(&clean(pages)).into_iter().map(text).collect::<serde_json::Map<_, _>>().into()
}
