//! Rooms in which each file is one feature: every file is in the room's list.

use std::path::Path;

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

#[test]
fn every_output_is_listed() {
    let listed: Vec<&str> = kepu::outputs::OUTPUTS.iter().map(|output| output.name).collect();
    assert_eq!(files("outputs", &["html", "items", "lists", "site", "view"]), listed);
}

#[test]
fn every_check_is_listed() {
    let listed: Vec<&str> = kepu::checks::RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(files("checks", &[]), listed);
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
