//! A seeded generator of sites: N articles of realistic Chinese out of the demonstration content's
//! sentences.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Bytes of Markdown that an article has at least.
const ARTICLE_BYTES: usize = 6_000;
/// Topics of the demonstration site: folder, id.
const TOPICS: [(&str, &str); 5] = [
    ("营养", "nutrition"),
    ("急救", "first-aid"),
    ("防病", "prevention"),
    ("辟谣", "myths"),
    ("农技", "agri"),
];

/// A small generator of numbers (splitmix64), the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// What articles are made of.
struct Material {
    sentences: Vec<String>,
    headings: Vec<String>,
    tags: Vec<String>,
}

/// What there is of each article beside its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forms {
    /// Nothing.
    None,
    /// The texts that people pass on, and the article for an Official Account.
    Texts,
}

/// Writes a site of `articles` articles into `root`; gives the bytes of its Markdown.
pub fn site(root: &Path, articles: usize, forms: Forms) -> usize {
    let demonstration = Path::new(env!("CARGO_MANIFEST_DIR"));
    let material = material(&demonstration.join("content/articles"));
    std::fs::create_dir_all(root).expect("the folder can be made");
    let settings = std::fs::read_to_string(demonstration.join("site.yaml")).expect("site.yaml is read");
    std::fs::write(root.join("site.yaml"), shared(&settings, forms)).expect("site.yaml is written");
    for folder in ["content/data", "content/pages"] {
        copy(&demonstration.join(folder), &root.join(folder));
    }
    (0..articles)
        .map(|number| {
            let path = root.join(source(number));
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
            let text = article(&material, number, articles);
            std::fs::write(path, &text).expect("the article is written");
            text.len()
        })
        .sum()
}

/// The settings of the demonstration site with other forms: its posters would be all that is measured.
fn shared(settings: &str, forms: Forms) -> String {
    let mut inside = false;
    let mut kept = String::with_capacity(settings.len());
    for line in settings.lines() {
        let top = line.starts_with(|it: char| it.is_ascii_alphabetic());
        inside = if top { line.starts_with("share:") } else { inside };
        if !inside {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    match forms {
        Forms::None => kept,
        Forms::Texts => kept + "share: { pages: true }\n",
    }
}

/// Path of an article's page.
pub fn page(number: usize) -> String {
    format!("{}/article-{number:05}.html", TOPICS[number % TOPICS.len()].1)
}

/// Adds a paragraph to an article.
pub fn edit(root: &Path, number: usize, sentence: &str) {
    let path = root.join(source(number));
    let mut text = std::fs::read_to_string(&path).expect("the article can be read");
    write!(text, "\n{sentence}\n").expect("text grows");
    std::fs::write(path, text).expect("the article is written");
}

fn source(number: usize) -> String {
    format!("content/articles/{}/article-{number:05}.md", TOPICS[number % TOPICS.len()].0)
}

fn article(material: &Material, number: usize, articles: usize) -> String {
    let random = &mut Random(number as u64 + 1);
    let mut text = String::with_capacity(ARTICLE_BYTES + 800);
    let heading = random.pick(&material.headings).clone();
    let day = number * 1_500 / articles.max(1);
    let (year, month, date) = (2022 + day / 360, day / 30 % 12 + 1, day % 28 + 1);
    let mut tags: Vec<&String> = (0..4).map(|_| random.pick(&material.tags)).collect();
    tags.sort();
    tags.dedup();
    let tags: Vec<&str> = tags.into_iter().map(String::as_str).collect();
    write!(
        text,
        "---\n标题: {heading}（第{number}篇）\n主题: {}\n标签: [{}]\n发布日期: {year:04}-{month:02}-{date:02}\n\
         作者: 示例作者{}\n审核: 示例审核人{}\n审核日期: 2026-10-01\n有效期至: 2028-12-31\n\
         来源:\n  - 标题: 示例来源\n    机构: 示例机构\n    年份: 2024\n适用人群: [成年人]\nAI辅助: false\n---\n\n",
        TOPICS[number % TOPICS.len()].0,
        tags.join(", "),
        number % 40,
        number % 12,
    )
    .expect("text grows");
    while text.len() < ARTICLE_BYTES {
        write!(text, "## {}\n\n", random.pick(&material.headings)).expect("text grows");
        for _ in 0..2 + random.below(3) {
            for _ in 0..2 + random.below(4) {
                text.push_str(random.pick(&material.sentences).as_str());
            }
            text.push_str("\n\n");
        }
        match random.below(5) {
            0 => {
                text.push_str("| 项目 | 说明 |\n|---|---|\n");
                for _ in 0..3 {
                    let (left, right) = (random.pick(&material.headings), random.pick(&material.sentences));
                    writeln!(text, "| {left} | {} |", right.replace('|', " ")).expect("text grows");
                }
                text.push('\n');
            }
            1 => {
                for step in 1..5 {
                    writeln!(text, "{step}. **{}**", random.pick(&material.sentences)).expect("text grows");
                }
                text.push('\n');
            }
            2 => {
                let other = random.below(articles);
                let (folder, _) = TOPICS[other % TOPICS.len()];
                write!(text, "参见[另一篇文章](../{folder}/article-{other:05}.md)。\n\n")
                    .expect("text grows");
            }
            3 => {
                write!(text, "> [!WARNING]\n> {}\n\n", random.pick(&material.sentences)).expect("text grows")
            }
            _ => {}
        }
    }
    text
}

fn material(folder: &Path) -> Material {
    let mut sentences = Vec::new();
    let mut headings = Vec::new();
    let mut tags = Vec::new();
    for path in markdown(folder) {
        let text = std::fs::read_to_string(path).expect("the article can be read");
        let body = text.splitn(3, "---").nth(2).unwrap_or_default();
        for line in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Some(heading) = line.strip_prefix("## ").or_else(|| line.strip_prefix("### ")) {
                let heading = heading.split('{').next().unwrap_or_default().trim();
                headings.push(heading.to_owned());
                tags.push(heading.chars().filter(|it| it.is_alphabetic()).take(4).collect());
            } else if line.chars().next().is_some_and(char::is_alphabetic) {
                let plain = line
                    .split_inclusive('。')
                    .filter(|it| it.ends_with('。') && !it.contains(['[', '<', '`', ':']));
                sentences.extend(plain.map(str::to_owned));
            }
        }
    }
    tags.retain(|tag: &String| !tag.is_empty());
    assert!(sentences.len() > 100, "the demonstration content has sentences");
    Material { sentences, headings, tags }
}

fn markdown(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|it| it == "md"))
        .collect();
    paths.sort();
    paths
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().filter_map(Result::ok) {
        let target = to.join(entry.path().strip_prefix(from).expect("a path inside"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).expect("the folder can be made");
        } else {
            std::fs::copy(entry.path(), target).expect("the file is copied");
        }
    }
}
