//! Upload bundles of the demonstration: read back by other programs than those that wrote them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use std::process::Command;

use kepu::channel::bundle::{Bundle, Terms, bundle};
use kepu::model::{Article, Catalog};
use kepu::project::Sources;
use kepu::theme::Theme;

use crate::demonstration::Demonstration;
use crate::markup::Markup;

/// The bundle of every article of the demonstration, as its channel wants it.
fn bundles(catalog: &Catalog, root: &Path) -> Vec<Bundle> {
    let theme = Theme::load(&BTreeMap::new()).expect("the theme loads");
    let sources = Sources::of(root);
    let channel = catalog.config.channels.iter().find(|it| it.id.value == "upload").expect("the channel");
    let limits = channel.limits();
    let terms = Terms::of(channel, &limits);
    let make = |article: &Article| {
        let read = |asset: &kepu::model::Asset| sources.asset(&asset.source, &asset.hash);
        bundle(article, catalog, &theme, &terms, &read).expect("a bundle")
    };
    catalog.articles.iter().map(make).collect()
}

/// The files of a zip by their paths.
fn unpacked(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut files = BTreeMap::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).expect("a file");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("its bytes");
        files.insert(file.name().expect("a name").into_owned(), bytes);
    }
    files
}

fn schema() -> serde_json::Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/bundle.schema.json");
    serde_json::from_slice(&std::fs::read(path).expect("the schema")).expect("JSON")
}

#[test]
fn the_schema_describes_every_property_in_chinese() {
    fn visit(value: &serde_json::Value, path: &str, seen: &mut usize) {
        if let Some(properties) = value["properties"].as_object() {
            assert_eq!(value["additionalProperties"], false, "{path}");
            for (name, property) in properties {
                *seen += 1;
                let words = property["description"].as_str().unwrap_or_default();
                assert!(words.chars().any(kepu::text::is_han), "{path}/{name}: {words}");
            }
        }
        match value {
            serde_json::Value::Object(map) => {
                map.iter().for_each(|(name, it)| visit(it, &format!("{path}/{name}"), seen));
            }
            serde_json::Value::Array(list) => list.iter().for_each(|it| visit(it, path, seen)),
            _ => {}
        }
    }
    let schema = schema();
    jsonschema::meta::validate(&schema).expect("a schema of draft 2020-12");
    let mut seen = 0;
    visit(&schema, "", &mut seen);
    assert!(seen > 30, "{seen} properties");
}

#[test]
fn every_bundle_keeps_its_promises() {
    let site = Demonstration::shared();
    let catalog = site.catalog();
    let made = bundles(&catalog, &site.root());
    let again = bundles(&catalog, &site.root());
    let validator = jsonschema::draft202012::new(&schema()).expect("the schema");
    for (article, (bundle, again)) in catalog.articles.iter().zip(made.iter().zip(&again)) {
        let file = &article.source.file;
        assert!(bundle == again, "{file} differs");
        assert_eq!(bundle.notes, [], "{file}");
        let files = unpacked(&bundle.bytes);
        let metadata: serde_json::Value = serde_json::from_slice(&files["metadata.json"]).expect("JSON");
        let problems: Vec<String> = validator.iter_errors(&metadata).map(|it| it.to_string()).collect();
        assert!(problems.is_empty(), "{file}: {problems:#?}");
        let listed: Vec<&str> = metadata["files"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|it| it["path"].as_str())
            .collect();
        assert_eq!(listed.len() + 2, files.len());

        let markup = Markup::parse(std::str::from_utf8(&files["body.html"]).expect("UTF-8"));
        assert!(markup.errors.is_empty(), "{file}: {:?}", markup.errors);
        for reference in markup.references() {
            let here = files.contains_key(reference);
            let away =
                ["https://", "http://", "tel:", "mailto:", "#"].iter().any(|it| reference.starts_with(it));
            assert!(here || away, "{file}: {reference}");
        }
        let markdown = std::str::from_utf8(&files["body.md"]).expect("UTF-8");
        assert!(!markdown.contains(".md)") && !markdown.contains(".svg"), "{file}: {markdown}");
        for (path, _) in files.iter().filter(|(path, _)| path.starts_with("images/")) {
            assert!(markdown.contains(path.as_str()), "{file} does not show {path}");
        }
    }
}

#[test]
fn sha256sum_finds_nothing_to_complain_of() {
    let site = Demonstration::shared();
    let catalog = site.catalog();
    for bundle in &bundles(&catalog, &site.root())[..3] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let files = unpacked(&bundle.bytes);
        for (path, bytes) in &files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
            std::fs::write(path, bytes).expect("the file");
        }
        let output = Command::new("sha256sum")
            .args(["--check", "--strict", "SHA256SUMS"])
            .current_dir(folder.path())
            .output()
            .expect("sha256sum runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), files.len() - 1);
    }
}

/// Whether there is LibreOffice; said aloud where there is none.
fn has_office(test: &str) -> bool {
    if Command::new("soffice").arg("--version").output().is_ok_and(|it| it.status.success()) {
        return true;
    }
    let required = std::env::var_os("KEPU_REQUIRE_OFFICE").is_some_and(|it| !it.is_empty());
    assert!(!required, "{test} needs soffice, and KEPU_REQUIRE_OFFICE is set");
    // Not `eprintln!`, which the harness swallows when a test passes.
    drop(writeln!(std::io::stderr(), "left out: {test} needs soffice"));
    false
}

/// A text without blanks and without the numbers of notes, `[1]`.
fn bare(text: &str) -> String {
    let text: String = text.chars().filter(|it| !it.is_whitespace() && *it != '\u{feff}').collect();
    let mut parts = text.split('[');
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(']') {
            Some((number, rest)) if number.bytes().all(|it| it.is_ascii_digit()) => bare += rest,
            _ => bare.extend(["[", part]),
        }
    }
    bare
}

#[test]
fn libreoffice_reads_the_text_of_every_document() {
    if !has_office("reading documents") {
        return;
    }
    let site = Demonstration::shared();
    let catalog = site.catalog();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let names = |place: usize, extension: &str| folder.path().join(format!("{place:02}.{extension}"));
    let made = bundles(&catalog, &site.root());
    for (place, bundle) in made.iter().enumerate() {
        std::fs::write(names(place, "docx"), &unpacked(&bundle.bytes)["body.docx"]).expect("the file");
    }
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let output = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir"])
        .arg(folder.path())
        .args((0..made.len()).map(|place| names(place, "docx")))
        .output()
        .expect("soffice runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for (place, article) in catalog.articles.iter().enumerate() {
        let file = &article.source.file;
        let text = bare(&std::fs::read_to_string(names(place, "txt")).expect("a text"));
        // Notes stand at the end, wherever they were written.
        let (text, notes) = text.rsplit_once("注释").unwrap_or((&text, ""));
        let mut rest = text;
        for line in article.source.document().text.lines().map(bare).filter(|line| !line.is_empty()) {
            match rest.find(&line) {
                Some(at) => rest = &rest[at + line.len()..],
                None => assert!(notes.contains(&line), "{file}: `{line}` is not in `{rest}`"),
            }
        }
    }
}
