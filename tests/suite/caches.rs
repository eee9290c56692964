//! Caches that were damaged, exchanged or cannot be written: they are made again, and end nothing.

use std::path::{Path, PathBuf};

use proptest::prelude::*;

use crate::site::{TestSite, article, command, said, tree};

const DAY: [&str; 2] = ["--as-of", "2026-11-23"];

/// What may befall a file of the cache.
#[derive(Debug, Clone)]
enum Damage {
    Flip {
        at: usize,
        bit: u8,
    },
    Fill {
        at: usize,
        byte: u8,
    },
    Cut {
        at: usize,
    },
    Append,
    Remove,
    Folder,
    #[cfg(unix)]
    Link,
}

fn damages() -> impl Strategy<Value = Vec<(usize, Damage)>> {
    let at = any::<usize>();
    let damage = prop_oneof![
        12 => (at, 0..8_u8).prop_map(|(at, bit)| Damage::Flip { at, bit }),
        4 => (at, any::<u8>()).prop_map(|(at, byte)| Damage::Fill { at, byte }),
        3 => at.prop_map(|at| Damage::Cut { at }),
        1 => Just(Damage::Append),
        1 => Just(Damage::Remove),
        1 => Just(Damage::Folder),
    ];
    #[cfg(unix)]
    let damage = prop_oneof![20 => damage, 1 => Just(Damage::Link)];
    prop::collection::vec((at, damage), 1..4)
}

/// Every file in the cache, hidden ones too.
fn files(root: &Path) -> Vec<PathBuf> {
    let steps = walkdir::WalkDir::new(root.join(".kepu")).sort_by_file_name();
    let entries = steps.into_iter().map(|step| step.expect("an entry"));
    entries.filter(|it| it.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

fn befall(path: &Path, damage: &Damage, foreign: &Path) {
    let mut bytes = std::fs::read(path).expect("bytes");
    let length = bytes.len();
    match *damage {
        Damage::Flip { at, bit } if length > 0 => bytes[at % length] ^= 1 << bit,
        Damage::Fill { at, byte } => {
            bytes[at % length.max(1)..].iter_mut().take(64).for_each(|it| *it = byte)
        }
        Damage::Cut { at } => bytes.truncate(at % length.max(1)),
        Damage::Flip { .. } | Damage::Append => bytes.extend_from_slice(b"more"),
        Damage::Remove => return std::fs::remove_file(path).expect("removed"),
        Damage::Folder => {
            std::fs::remove_file(path).expect("removed");
            std::fs::create_dir(path).expect("made");
            return std::fs::write(path.join("inside"), "x").expect("written");
        }
        #[cfg(unix)]
        Damage::Link => {
            std::fs::remove_file(path).expect("removed");
            return std::os::unix::fs::symlink(foreign, path).expect("a link");
        }
    }
    #[cfg(not(unix))]
    let _ = foreign;
    std::fs::write(path, bytes).expect("written");
}

fn site() -> TestSite {
    let site = TestSite::new("");
    for number in 0..24 {
        let body = format!("每天不超过{number}克盐，按压胸骨下半段{}次。", number * 7);
        let text = article(&format!("第{number}篇"), "营养", &format!("2026-05-{:02}", number + 1), &body);
        site.write(&format!("content/articles/a{number}.md"), text);
    }
    site
}

fn find(site: &TestSite, word: &str) -> String {
    let output = site.kepu(&[&["search", "--json", "--limit", "50", word], &DAY[..]].concat());
    assert!(output.status.success(), "{}", said(&output));
    said(&output);
    String::from_utf8(output.stdout).expect("JSON")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 30, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_cache_is_made_again(damages in damages(), edited in any::<bool>(), no_cache in any::<bool>()) {
        let site = site();
        site.build();
        find(&site, "按压");
        // A second segment, and documents that are gone from the first.
        site.write("content/articles/a3.md", article("改过", "营养", "2026-05-04", "少放盐，按压。"));
        site.remove("content/articles/a7.md");
        site.build();
        let wanted = find(&site, "按压");
        let foreign = tempfile::NamedTempFile::new().expect("a temporary file");
        std::fs::write(foreign.path(), "不是我们的").expect("written");
        for (which, damage) in &damages {
            let files = files(site.root());
            if !files.is_empty() {
                befall(&files[which % files.len()], damage, foreign.path());
            }
        }
        if edited {
            site.write("content/articles/a5.md", article("第5篇", "营养", "2026-05-06", "糖也要少，按压。"));
        } else {
            prop_assert_eq!(&find(&site, "按压"), &wanted);
        }
        let more: &[&str] = if no_cache { &["--no-cache"] } else { &[] };
        let output = site.kepu(&[&["build"], &DAY[..], more].concat());
        prop_assert!(output.status.success(), "{}", said(&output));
        said(&output);
        prop_assert!(tree(&site.root().join("public")) == site.clean());
        if edited {
            prop_assert!(find(&site, "糖也").contains("\"total\": 1"));
        }
        prop_assert_eq!(find(&site, "按压"), find(&site, "按压"));
        prop_assert_eq!(std::fs::read_to_string(foreign.path()).expect("text"), "不是我们的");
    }
}

/// Folders, files and links where the cache wants to be, and a cache that cannot be written.
#[test]
fn a_cache_in_whose_place_something_else_lies() {
    for (place, what) in [
        (".kepu", "file"),
        (".kepu", "link"),
        (".kepu/lock", "folder"),
        (".kepu/lock", "link"),
        (".kepu/search", "file"),
        (".kepu/search", "link"),
        (".kepu/search.bin", "folder"),
        (".kepu/assets.bin", "folder"),
        (".kepu/texts-0.bin", "folder"),
    ] {
        if what == "link" && !cfg!(unix) {
            continue;
        }
        let site = site();
        let outside = tempfile::tempdir().expect("a temporary folder");
        for path in ["search/theirs", "lock", "theirs"] {
            let path = outside.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, "不是我们的").expect("written");
        }
        let before = tree(outside.path());
        let path = site.root().join(place);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        match what {
            "file" => std::fs::write(&path, "x").expect("written"),
            "folder" => {
                std::fs::create_dir(&path).expect("made");
                std::fs::write(path.join("inside"), "x").expect("written");
            }
            #[cfg(unix)]
            _ => {
                let target = outside.path().join(if place.ends_with("lock") { "lock" } else { "" });
                std::os::unix::fs::symlink(target, &path).expect("a link");
            }
            #[cfg(not(unix))]
            _ => {}
        }
        assert!(find(&site, "按压").contains("\"total\": 24"), "{place} {what}");
        for _ in 0..2 {
            let output = site.kepu(&[&["build"], &DAY[..]].concat());
            assert!(output.status.success(), "{place} {what}: {}", said(&output));
        }
        assert!(find(&site, "按压").contains("\"total\": 24"), "{place} {what}");
        assert!(tree(outside.path()) == before, "{place} {what}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_printed_is_a_failure() {
    let site = site();
    site.build();
    for arguments in [
        &["search", "按压"][..],
        &["search", "--json", "按压"],
        &["check", "--format", "json"],
        &["completions", "bash"],
        &["--help"],
        &["build", "--help"],
        &["--version"],
    ] {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("a full device");
        let output = command(site.root()).args(arguments).stdout(full).output().expect("kepu runs");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
        let quiet = "\"$0\" --site \"$1\" \"${@:2}\" | true; exit ${PIPESTATUS[0]}";
        let output = std::process::Command::new("bash")
            .args(["-c", quiet, env!("CARGO_BIN_EXE_kepu")])
            .arg(site.root())
            .args(arguments)
            .env("LC_ALL", "en_US.UTF-8")
            .output()
            .expect("bash runs");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", said(&output));
        assert!(!said(&output).contains("error"), "{arguments:?}: {}", said(&output));
    }
}

#[test]
fn any_number_of_jobs_is_taken() {
    let site = site();
    for jobs in ["0", "1", "257", "65536", "4294967296", "18446744073709551615"] {
        let output = site.kepu(&[&["build", "--no-cache", "--jobs", jobs], &DAY[..]].concat());
        assert!(output.status.success(), "{jobs}: {}", said(&output));
    }
}

/// A picture of the same length whose old time was put back, as by `cp -p` and `rsync -t`.
#[test]
fn a_picture_that_looks_unchanged_is_examined_again() {
    let site = TestSite::new("");
    site.write("content/articles/a.md", article("有图", "营养", "2026-05-01", "![图](p.svg)"));
    let picture = |side: u32| format!("<svg xmlns='http://www.w3.org/2000/svg' width='{side}' height='2'/>");
    let path = site.root().join("content/articles/p.svg");
    let old = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    for (side, in_place) in [(3, true), (4, true), (5, false), (6, true), (7, false)] {
        if !in_place {
            std::fs::remove_file(&path).expect("removed");
        }
        std::fs::write(&path, picture(side)).expect("written");
        let file = std::fs::File::options().write(true).open(&path).expect("opened");
        file.set_modified(old).expect("put back");
        let built = site.build();
        assert!(built.text("nutrition/a.html").contains(&format!("width={side}")), "{side}");
        assert!(built.files() == &site.clean(), "{side}");
    }
    assert_eq!(site.build().report.rendered, 0);
}
