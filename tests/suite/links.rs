//! Links, names and places: nothing outside of the site is published, nothing in it is lost in silence.

#![cfg(unix)]

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::Path;

use proptest::prelude::*;

use crate::site::{TestSite, article, said, tree};

const SECRET: &str = "机密内容不得外传";
const PICTURE: &str =
    "<svg xmlns='http://www.w3.org/2000/svg' width='3' height='2'><desc>机密内容不得外传</desc></svg>";

/// A site whose article shows `p.svg`, and a folder beside it that is none of its business.
fn site_and_outside() -> (TestSite, tempfile::TempDir) {
    let site = TestSite::new("");
    site.write("content/articles/a.md", article("一篇", "营养", "2026-05-01", "![图](p.svg)"));
    let outside = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &str, content: &str| {
        let path = outside.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, content).expect("written");
    };
    write("p.svg", PICTURE);
    write("a.md", &article(SECRET, "营养", "2026-05-01", SECRET));
    write("folder/s.md", &article(SECRET, "营养", "2026-05-01", SECRET));
    write("folder/p.svg", PICTURE);
    write("people.yaml", &format!("- name: {SECRET}\n"));
    write("site.yaml", &format!("title: {SECRET}\n: {SECRET}\n"));
    write("themes/kepu/templates/not-found.html", SECRET);
    write("theme/templates/not-found.html", SECRET);
    (site, outside)
}

/// Nothing of the secret stands in what was published, remembered or said.
fn keeps_the_secret(site: &TestSite, output: &std::process::Output) {
    let said = said(output);
    assert!(!said.contains(SECRET), "{said}");
    for folder in ["public", ".kepu"] {
        for (path, bytes) in tree(&site.root().join(folder)) {
            assert!(memchr::memmem::find(&bytes, SECRET.as_bytes()).is_none(), "{folder}/{path}");
        }
    }
}

fn link(site: &TestSite, path: &str, target: &Path) {
    let path = site.root().join(path);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    drop(std::fs::remove_file(&path));
    symlink(target, path).expect("a link");
}

const BUILD: [&str; 3] = ["build", "--as-of", "2026-11-23"];

#[test]
fn links_out_of_the_site_are_refused_by_name() {
    let cases = [
        ("content/articles/p.svg", "p.svg"),
        ("content/articles/b.md", "a.md"),
        ("content/articles/夹", "folder"),
        ("content/assets", "folder"),
        ("content/pages", "folder"),
        ("content/data/people.yaml", "people.yaml"),
        ("content/data/深", "folder"),
        ("site.yaml", "site.yaml"),
        ("themes", "themes"),
        ("themes/kepu", "theme"),
        ("themes/kepu/templates", "theme/templates"),
        ("themes/kepu/templates/not-found.html", "theme/templates/not-found.html"),
    ];
    for (path, target) in cases {
        for detours in 0..3 {
            let (site, outside) = site_and_outside();
            let mut target = outside.path().join(target);
            // Links to links, the first of them outside and the next in the site.
            for detour in 0..detours {
                let folder = if detour == 0 { outside.path() } else { site.root() };
                let next = folder.join(format!("detour{detour}"));
                symlink(&target, &next).expect("a link");
                target = next;
            }
            link(&site, path, &target);
            let output = site.kepu(&BUILD);
            let text = said(&output);
            assert_eq!(output.status.code(), Some(1), "{path}: {text}");
            assert!(text.contains("error[link-out-of-site]") && text.contains(path), "{path}: {text}");
            keeps_the_secret(&site, &output);
            let json = site.kepu(&["check", "--format", "json", "--as-of", "2026-11-23"]);
            assert!(!String::from_utf8_lossy(&json.stdout).contains(SECRET), "{path}");
        }
    }
}

#[test]
fn links_out_of_the_site_work_when_they_are_allowed() {
    let (site, outside) = site_and_outside();
    link(&site, "content/articles/p.svg", &outside.path().join("p.svg"));
    link(&site, "content/articles/夹", &outside.path().join("folder"));
    let config = std::fs::read_to_string(site.root().join("site.yaml")).expect("text");
    for setting in ["follow_links", "跟随链接"] {
        site.write("site.yaml", format!("{config}{setting}: true\n"));
        let built = site.build();
        assert!(built.text("nutrition/s.html").contains(SECRET));
        assert!(built.files().keys().any(|path| path.starts_with("files/p.")));
    }
    site.write("site.yaml", format!("{config}follow_links: false\n"));
    assert!(site.problems().contains("link-out-of-site content/articles/p.svg"), "{}", site.problems());
}

#[test]
fn links_inside_the_site_are_followed() {
    let (site, _outside) = site_and_outside();
    site.write("pictures/p.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='3' height='2'/>");
    site.write("shared/深/s.md", article("共用的", "营养", "2026-05-01", "正文。"));
    link(&site, "content/articles/p.svg", Path::new("../../pictures/p.svg"));
    // An absolute link, and one of many steps.
    link(&site, "content/articles/夹", &site.root().join("shared"));
    link(&site, "again", Path::new("shared/深"));
    link(&site, "content/pages/页", Path::new("../../content/../again"));
    let built = site.build();
    assert!(built.has("nutrition/s.html") && built.has("s.html"));
    assert!(built.files().keys().any(|path| path.starts_with("files/p.")));
    // The folder of the site may itself be reached by a link.
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let by_link = elsewhere.path().join("网站");
    symlink(site.root(), &by_link).expect("a link");
    let output = crate::site::kepu(&by_link, &BUILD);
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn links_inside_the_site_do_not_lead_to_what_is_not_published() {
    let cases = [
        ("content/articles/p.svg", "content/data/p.svg", "link-to-data"),
        ("content/articles/t.csv", "content/data/t.csv", "link-to-data"),
        ("content/articles/夹", "content/data", "link-to-data"),
        ("content/assets/夹", "content/data/深", "link-to-data"),
        ("content/articles/p.svg", ".env", "link-to-hidden"),
        ("content/articles/p.svg", ".git/config", "link-to-hidden"),
        ("content/articles/夹", ".git", "link-to-hidden"),
        ("content/articles/夹", ".kepu", "link-to-hidden"),
    ];
    for (path, target, id) in cases {
        let (site, _outside) = site_and_outside();
        for secret in [
            "content/data/p.svg",
            "content/data/t.csv",
            "content/data/深/x.svg",
            ".env",
            ".git/config",
            ".kepu/x",
        ] {
            site.write(secret, if secret.ends_with("csv") { "姓名\n张三\n" } else { SECRET });
        }
        site.write(".git/x.md", article(SECRET, "营养", "2026-05-01", SECRET));
        link(&site, path, &site.root().join(target));
        let output = site.kepu(&BUILD);
        let text = said(&output);
        assert_eq!(output.status.code(), Some(1), "{path}: {text}");
        assert!(text.contains(&format!("error[{id}]")) && text.contains(path), "{path}: {text}");
        assert!(!site.root().join("public").exists());
    }
}

#[test]
fn files_of_no_concern_may_be_links_to_anywhere() {
    let (site, outside) = site_and_outside();
    site.write("content/articles/p.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='3' height='2'/>");
    link(&site, "content/data/readme.txt", &outside.path().join("a.md"));
    link(&site, "content/articles/.hidden.md", &outside.path().join("a.md"));
    // Emacs locks a file that is edited so.
    link(&site, "content/articles/.#a.md", Path::new("someone@machine.4711"));
    link(&site, "private", outside.path());
    keeps_the_secret(&site, &site.kepu(&BUILD));
    assert!(site.build().has("nutrition/a.html"));
}

/// A picture that becomes a link after it was examined, and before it is copied.
#[test]
fn what_is_copied_is_what_was_examined() {
    let (site, outside) = site_and_outside();
    let picture = site.root().join("content/articles/p.svg");
    let harmless = "<svg xmlns='http://www.w3.org/2000/svg' width='3' height='2'/>";
    for exchange in [
        &(|| symlink(outside.path().join("p.svg"), &picture)) as &dyn Fn() -> std::io::Result<()>,
        &|| std::fs::write(&picture, PICTURE),
        &|| std::fs::create_dir(&picture),
    ] {
        drop(std::fs::remove_file(&picture));
        std::fs::write(&picture, harmless).expect("written");
        let selection = kepu::project::Selection {
            day: "2026-11-23".parse().expect("a day"),
            drafts: false,
            future: false,
        };
        let project = kepu::project::Project::load(site.root(), selection, &kepu::project::Texts::default())
            .expect("a project");
        let catalog = project.assemble().catalog;
        let source = "content/articles/p.svg".into();
        let hash = catalog.assets[&source].hash;
        let bytes = project.sources().asset(&source, &hash).expect("its bytes");
        assert_eq!(bytes, harmless.as_bytes());
        std::fs::remove_file(&picture).expect("removed");
        exchange().expect("exchanged");
        project.sources().asset(&source, &hash).expect_err("another file");
    }
}

/// Without an end to it, this is 12! ways.
#[test]
fn folders_that_link_to_each_other() {
    let (site, _outside) = site_and_outside();
    for from in 0..12 {
        for to in (0..12).filter(|to| *to != from) {
            link(&site, &format!("content/articles/{from}/{to}"), Path::new(&format!("../{to}")));
        }
    }
    let began = std::time::Instant::now();
    let problems = site.problems();
    assert!(problems.contains("too-many-linked-files"), "{}", &problems[..problems.len().min(2000)]);
    assert!(began.elapsed() < std::time::Duration::from_secs(20));
}

/// Names as bytes: UTF-8, GBK, halves of characters.
fn names() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let han = prop::sample::select(vec!["盐", "糖", "心肺复苏", "高血压", "a"]);
    let name =
        (han, 0..4_usize, prop::collection::vec(0x80_u8.., 1..4)).prop_map(
            |(text, kind, bytes)| match kind {
                0 => text.as_bytes().to_vec(),
                1 => encoding_rs::GBK.encode(text).0.into_owned(),
                2 => bytes,
                _ => [text.as_bytes(), &bytes].concat(),
            },
        );
    prop::collection::vec(name, 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Every file is published or named.
    #[test]
    fn no_name_is_lost(names in names(), folders in any::<bool>()) {
        let site = TestSite::new("");
        let names: BTreeSet<Vec<u8>> = names.into_iter().collect();
        let articles = site.root().join("content/articles");
        for name in &names {
            let mut name = name.clone();
            let path = if folders {
                let folder = articles.join(OsStr::from_bytes(&name));
                std::fs::create_dir_all(&folder).expect("made");
                folder.join("a.md")
            } else {
                name.extend(b".md");
                std::fs::create_dir_all(&articles).expect("made");
                articles.join(OsStr::from_bytes(&name))
            };
            std::fs::write(path, article("一篇", "营养", "2026-05-01", "正文。")).expect("written");
        }
        let problems = site.problems();
        let bad: Vec<&str> = problems.lines().filter(|line| line.contains("file-name-not-utf8")).collect();
        let wrong = names.iter().filter(|name| std::str::from_utf8(name).is_err()).count();
        prop_assert_eq!(bad.len(), wrong, "{}", problems);
        prop_assert_eq!(bad.iter().collect::<BTreeSet<_>>().len(), wrong, "two have one name: {}", problems);
    }
}

#[test]
fn a_name_in_gbk_is_explained() {
    let site = TestSite::new("");
    site.write("content/articles/a.md", article("一篇", "营养", "2026-05-01", "正文。"));
    let name = [&encoding_rs::GBK.encode("盐").0[..], b".md"].concat();
    std::fs::copy(
        site.root().join("content/articles/a.md"),
        site.root().join("content/articles").join(OsStr::from_bytes(&name)),
    )
    .expect("copied");
    let text = said(&site.kepu(&BUILD));
    insta::assert_snapshot!(text, @r#"
    error[file-name-not-utf8]: the name is not UTF-8; read as GBK it is `盐.md`
     --> content/articles/\xD1\xCE.md
      = help: rename it; for many, use `convmv -f gbk -t utf8 -r --notest content`

    1 error
    nothing was published: mend the problems above; the former site is untouched
    "#);
}
