//! A site written as text, built in a temporary folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kepu::diagnostic::Diagnostic;
use kepu::project::{Selection, Strictness};
use kepu::publish::{BuildOptions, Report, build};

/// `site.yaml` of a test that does not bring its own.
const SITE: &str = r##"title: 测试站
base_url: https://kepu.example.org/site
topics:
  - { id: nutrition, name: 营养, color: "#3f8f4f" }
  - { id: first-aid, name: 急救, color: "#c8372d" }
required: [title, topic, date]
"##;

/// A site in a temporary folder.
pub struct TestSite {
    folder: tempfile::TempDir,
    options: BuildOptions,
}

impl TestSite {
    /// The files of an archive: a line `-- path --` begins each. A `site.yaml` is added if none is
    /// there.
    pub fn new(archive: &str) -> TestSite {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let selection = Selection { day: "2026-11-23".parse().expect("a day"), drafts: false, future: false };
        let output = folder.path().join("public");
        let options = BuildOptions {
            output,
            selection,
            no_cache: false,
            strictness: Strictness::Errors,
            record: false,
        };
        let site = TestSite { folder, options };
        site.write("site.yaml", SITE);
        for (path, content) in entries(archive) {
            site.write(path, content);
        }
        site
    }

    /// Changes how it is built.
    pub fn with(mut self, change: impl FnOnce(&mut BuildOptions)) -> TestSite {
        change(&mut self.options);
        self
    }

    /// The site's folder.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes one file of the site.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) -> &TestSite {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        std::fs::write(path, content).expect("the file can be written");
        self
    }

    /// Removes one file of the site.
    pub fn remove(&self, path: &str) -> &TestSite {
        std::fs::remove_file(self.root().join(path)).expect("the file can be removed");
        self
    }

    /// Builds it; the report tells whether it was published.
    pub fn try_build(&self) -> anyhow::Result<Report> {
        build(self.root(), &self.options, &|_, _| {})
    }

    /// Builds it and expects it to be published.
    pub fn build(&self) -> Built {
        let report = self.try_build().expect("the build runs");
        assert!(report.published, "not published: {}", explain(&report.diagnostics));
        Built { files: tree(&self.options.output), report }
    }

    /// Builds it without any cache into a folder of its own: what a clean build makes.
    pub fn clean(&self) -> BTreeMap<String, Vec<u8>> {
        let output = tempfile::tempdir().expect("a temporary folder");
        let options =
            BuildOptions { output: output.path().to_path_buf(), no_cache: true, ..self.options.clone() };
        let copy = tempfile::tempdir().expect("a temporary folder");
        copy_tree(self.root(), copy.path());
        let report = build(copy.path(), &options, &|_, _| {}).expect("the build runs");
        assert!(report.published, "not published: {}", explain(&report.diagnostics));
        tree(output.path())
    }

    /// The problems of the site by id, one a line: `error unknown-topic content/articles/a.md`.
    pub fn problems(&self) -> String {
        let report = self.try_build().expect("the build runs");
        let lines: Vec<String> = report
            .diagnostics
            .iter()
            .map(|it| format!("{} {} {}", it.rule.severity, it.rule.id, it.file))
            .collect();
        lines.join("\n")
    }

    /// Runs the program on this site.
    pub fn kepu(&self, arguments: &[&str]) -> std::process::Output {
        kepu(self.root(), arguments)
    }
}

/// Runs the program on the site in `root`, in English and without colours.
pub fn kepu(root: &Path, arguments: &[&str]) -> std::process::Output {
    command(root).args(arguments).output().expect("kepu runs")
}

/// The program on the site in `root`, to be run in English.
pub fn command(root: &Path) -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_kepu"));
    command.arg("--site").arg(root).env("LC_ALL", "en_US.UTF-8").env_remove("SOURCE_DATE_EPOCH");
    command
}

/// What the program wrote on standard error. A program that panicked fails the test.
pub fn said(output: &std::process::Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).expect("messages are UTF-8");
    assert!(!text.contains("panicked"), "{text}");
    text
}

/// A published site.
pub struct Built {
    /// What the build said.
    pub report: Report,
    files: BTreeMap<String, Vec<u8>>,
}

impl Built {
    /// The text of a published file.
    pub fn text(&self, path: &str) -> &str {
        let bytes = self.files.get(path).unwrap_or_else(|| {
            let all: Vec<&String> = self.files.keys().collect();
            panic!("there is no `{path}` among {all:#?}")
        });
        std::str::from_utf8(bytes).expect("text")
    }

    /// Whether a file was published.
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Every published file.
    pub fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.files
    }
}

/// An article with the least front matter that the test site asks for.
pub fn article(title: &str, topic: &str, date: &str, body: &str) -> String {
    format!("---\n标题: {title}\n主题: {topic}\n发布日期: {date}\n---\n\n{body}\n")
}

/// Two pictures whose published names would be the same: their hashes begin alike.
pub fn pictures_of_one_name() -> [String; 2] {
    let picture = |number: u32| {
        format!("<svg xmlns='http://www.w3.org/2000/svg' width='3' height='2'><desc>{number}</desc></svg>")
    };
    let mut known = std::collections::HashMap::new();
    for number in 0.. {
        let start = blake3::hash(picture(number).as_bytes()).to_hex()[..8].to_owned();
        if let Some(other) = known.insert(start, number) {
            return [picture(other), picture(number)];
        }
    }
    unreachable!("of 2³² names two are soon the same")
}

/// Diagnostics as a person would see them.
pub fn explain(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(|it| format!("{} {} {:?}\n", it.rule.id, it.file, it.message)).collect()
}

fn entries(archive: &str) -> Vec<(&str, &str)> {
    let mut entries = Vec::new();
    let mut rest = archive;
    while let Some(start) = rest.find("-- ") {
        let line_end = rest[start..].find('\n').map_or(rest.len(), |at| start + at + 1);
        let path = rest[start + 3..line_end].trim_end().trim_end_matches("--").trim();
        rest = &rest[line_end..];
        let end = next_entry(rest);
        entries.push((path, &rest[..end]));
        rest = &rest[end..];
    }
    entries
}

/// Where the next line that looks like `-- path --` begins.
fn next_entry(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_end();
        if trimmed.starts_with("-- ") && trimmed.ends_with(" --") {
            return at;
        }
        at += line.len();
    }
    text.len()
}

/// Every file under `root` by its path, hidden ones left out.
pub fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for path in walk(root) {
        let inside = path.strip_prefix(root).expect("a path inside").to_string_lossy().replace('\\', "/");
        files.insert(inside, std::fs::read(&path).expect("the file can be read"));
    }
    files
}

fn walk(root: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(root)
        .into_iter()
        .filter_entry(|it| it.depth() == 0 || !it.file_name().to_string_lossy().starts_with('.'))
        .filter_map(Result::ok)
        .filter(|it| it.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect()
}

/// Copies the sources of a site.
pub fn copy_tree(from: &Path, to: &Path) {
    for path in walk(from) {
        let inside = path.strip_prefix(from).expect("a path inside");
        if inside.starts_with("public") {
            continue;
        }
        let target = to.join(inside);
        std::fs::create_dir_all(target.parent().expect("a folder")).expect("the folder can be made");
        std::fs::copy(&path, target).expect("the file is copied");
    }
}
