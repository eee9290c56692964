//! Rooms in which each file is one feature: every file is in the room's list.

use std::path::Path;

use kepu::model::channel::TransportKind;

/// The names of the Rust files and folders of a room, without `mod.rs` and the parts that serve the
/// others.
fn files(room: &str, parts: &[&str]) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room);
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("the room is there")
        .map(|entry| {
            entry.expect("an entry").file_name().to_string_lossy().trim_end_matches(".rs").to_owned()
        })
        .filter(|name| name != "mod" && !parts.contains(&name.as_str()))
        .collect();
    names.sort();
    names
}

/// What products are made with.
const OUTPUT_PARTS: [&str; 9] =
    ["dates", "directory", "frame", "html", "items", "lists", "plan", "site", "view"];

#[test]
fn every_output_is_listed() {
    let listed: Vec<&str> = kepu::outputs::OUTPUTS.iter().map(|output| output.name).collect();
    assert_eq!(files("outputs", &OUTPUT_PARTS), listed);
}

#[test]
fn every_check_is_listed() {
    let listed: Vec<&str> = kepu::checks::RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(files("checks", &[]), listed);
}

#[test]
fn every_report_is_listed() {
    let mut listed: Vec<&str> = kepu::report::REPORTS.iter().map(|report| report.name).collect();
    listed.sort_unstable();
    assert_eq!(files("report", &["ledger", "matrix", "table", "write"]), listed);
}

#[test]
fn every_transport_is_listed() {
    let mut listed: Vec<&str> = TransportKind::ALL.iter().map(|(_, id, _)| *id).collect();
    listed.sort_unstable();
    assert_eq!(files("delivery/transport", &[]), listed);
}

#[test]
fn every_kind_of_table_is_listed() {
    let mut listed: Vec<&str> = kepu::tables::KINDS.iter().map(|kind| kind.module).collect();
    listed.sort_unstable();
    let parts = [
        "column",
        "days_off",
        "entry",
        "fill",
        "gathering",
        "kind",
        "known",
        "load",
        "row",
        "schedule",
        "template",
        "tests",
        "value",
        "vocabulary",
        "words",
    ];
    assert_eq!(files("tables", &parts), listed);
}

/// A reference is looked up among the rows that were read before.
#[test]
fn every_kind_of_table_stands_behind_those_it_refers_to() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tables");
    let code: Vec<String> = kepu::tables::KINDS
        .iter()
        .map(|kind| std::fs::read_to_string(folder.join(kind.module).with_extension("rs")).expect("a kind"))
        .collect();
    let mut references = 0;
    for (place, text) in code.iter().enumerate() {
        let named = ["Reference<", "References<"].map(|start| text.split(start).skip(1));
        for name in named.into_iter().flatten().filter_map(|rest| rest.split('>').next()) {
            let declared = format!("impl Referable for {name} {{");
            let named = code.iter().position(|text| text.contains(&declared));
            assert!(named.is_some_and(|named| named < place), "{name} is named too early");
            references += 1;
        }
    }
    assert!(references >= 6, "the references are found");
}

#[test]
fn no_source_file_is_overlong() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok) {
        if entry.path().extension().is_some_and(|it| it == "rs") {
            let lines = std::fs::read_to_string(entry.path()).expect("text").lines().count();
            assert!(lines <= 800, "{} has {lines} lines; split it", entry.path().display());
        }
    }
}

/// What stops a command is said in both languages: `refuse` and `explain`, nothing else.
#[test]
fn every_refusal_speaks_both_languages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok) {
        let name = entry.path().to_string_lossy();
        if !name.ends_with(".rs") || name.contains("test") {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).expect("text");
        for word in ["anyhow!(", "bail!(", "ensure!(", ".context(", ".with_context("] {
            assert!(!text.contains(word), "{name} has `{word}`");
        }
    }
}

/// The rooms from the ground to the roof: each imports only what stands before it.
const ROOMS: [&str; 26] = [
    "text",
    "calendar",
    "diagnostic",
    "yaml",
    "output_path",
    "fs",
    "model",
    "service",
    "media",
    "parse",
    "config",
    "source",
    "tables",
    "search",
    "checks",
    "report",
    "theme",
    "channel",
    "delivery",
    "outputs",
    "project",
    "publish",
    "live",
    "serve",
    "cli",
    "main",
];

/// Every `crate::room` in a room's files, without their tests.
fn imports(room: &str) -> std::collections::BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(root.join(room)).into_iter().filter_map(Result::ok);
    let files = files.map(walkdir::DirEntry::into_path).chain([root.join(format!("{room}.rs"))]);
    let code = files.filter(|path| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        path.is_file() && !name.contains("test") && !name.contains("hostile")
    });
    let mut found = std::collections::BTreeSet::new();
    for path in code {
        let text = std::fs::read_to_string(path).expect("text");
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for (at, found_at) in text.match_indices("crate::") {
            let rest = &text[at + found_at.len()..];
            let end = rest.find(|it: char| !it.is_ascii_alphanumeric() && it != '_').unwrap_or(rest.len());
            found.insert(rest[..end].to_owned());
        }
    }
    found.remove(room);
    found
}

#[test]
fn rooms_import_only_those_below_them() {
    let level = |room: &str| ROOMS.iter().position(|it| *it == room);
    let mut upwards: Vec<(String, String)> = Vec::new();
    for room in ROOMS {
        for other in imports(room).iter().filter_map(|other| level(other).map(|_| other.clone())) {
            if level(&other) > level(room) {
                upwards.push((room.to_owned(), other));
            }
        }
    }
    assert_eq!(upwards, [], "a room imports one above it");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in std::fs::read_dir(root).expect("the sources are there") {
        let name = entry.expect("an entry").file_name().to_string_lossy().trim_end_matches(".rs").to_owned();
        assert!(name == "lib" || level(&name).is_some(), "the room `{name}` has no place");
    }
}
