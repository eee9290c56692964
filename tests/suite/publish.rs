//! Publishing touches only what is ours, in an order that leaves no link to a missing file, and
//! mends whatever a run that was cut short has left.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use kepu::project::{Selection, Strictness};
use kepu::publish::{BuildOptions, build_and_stop};

use crate::site::{TestSite, article, copy_tree, pictures_of_one_name, said, tree};

const DAY: [&str; 2] = ["--as-of", "2026-11-23"];

fn build(site: &TestSite) -> std::process::Output {
    site.kepu(&[&["build"], &DAY[..]].concat())
}

fn options(site: &TestSite) -> BuildOptions {
    let selection = Selection { day: "2026-11-23".parse().expect("a day"), drafts: false, future: false };
    BuildOptions {
        output: site.root().join("public"),
        selection,
        no_cache: false,
        strictness: Strictness::Errors,
        record: false,
    }
}

/// Everything under `root`, hidden entries, folders and links too.
fn everything(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in walkdir::WalkDir::new(root).min_depth(1) {
        let entry = entry.expect("an entry");
        let path = entry.path().strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
        let content = match entry.file_type() {
            kind if kind.is_file() => std::fs::read(entry.path()).expect("the file can be read"),
            kind if kind.is_symlink() => {
                let target = std::fs::read_link(entry.path()).expect("a link");
                format!("-> {}", target.display()).into_bytes()
            }
            _ => b"folder".to_vec(),
        };
        all.insert(path, content);
    }
    all
}

/// What a killed run may have left beside the site's files.
fn leftovers(site: &TestSite) -> Vec<String> {
    let all = everything(site.root()).into_keys();
    all.filter(|path| path.contains("staging") || path.ends_with(".new")).collect()
}

/// A link of a page to a file of the site, as a path from its root.
fn links<'t>(page: &'t str, html: &'t str) -> impl Iterator<Item = String> + 't {
    let after = |name: &'static str| {
        html.match_indices(name).filter_map(move |(at, _)| {
            let value = &html[at + name.len()..];
            let value = match value.chars().next()? {
                quote @ ('"' | '\'') => value[1..].split(quote).next()?,
                _ => value.split([' ', '>']).next()?,
            };
            Some(value.split(['#', '?']).next().unwrap_or_default())
        })
    };
    let inside = |link: &&str| !link.is_empty() && !link.contains(':') && !link.starts_with("//");
    after(" href=").chain(after(" src=")).filter(inside).map(move |link| {
        // The 404 page is shown at any depth, and links from the root of the server.
        if let Some(path) = link.strip_prefix("/site/") {
            return path.to_owned();
        }
        let mut parts: Vec<&str> = page.split('/').collect();
        parts.pop();
        for part in link.split('/') {
            match part {
                ".." => drop(parts.pop()),
                "." => {}
                part => parts.push(part),
            }
        }
        parts.join("/")
    })
}

/// Whoever begins at one of `starts` finds no link to a file that is not there.
#[track_caller]
fn no_dead_links(files: &BTreeMap<String, Vec<u8>>, starts: &BTreeSet<String>, when: &str) {
    let mut waiting: Vec<String> = starts.iter().filter(|it| files.contains_key(*it)).cloned().collect();
    let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
    while let Some(page) = waiting.pop() {
        let Some(html) = page.ends_with(".html").then(|| String::from_utf8_lossy(&files[&page])) else {
            continue;
        };
        for link in links(&page, &html) {
            assert!(files.contains_key(&link), "{when}: `{page}` leads to `{link}`, which is not there");
            if seen.insert(link.clone()) {
                waiting.push(link);
            }
        }
    }
}

/// The sitemap, feeds and the root of the search index name no file that is not there.
#[track_caller]
fn no_dead_pointers(files: &BTreeMap<String, Vec<u8>>, known: &BTreeSet<String>, when: &str) {
    const BASE: &str = "https://kepu.example.org/site/";
    // In a first build they are known when the home page is there.
    if !files.contains_key("index.html") {
        return;
    }
    let known = |path: &str| known.len() == 1 || known.contains(path);
    let feeds = files.iter().filter(|(path, _)| path.starts_with("feeds/") || *path == "sitemap.xml");
    let feeds = feeds.filter(|(path, _)| known(path));
    for (path, bytes) in feeds {
        let text = String::from_utf8_lossy(bytes);
        for (at, _) in text.match_indices(BASE) {
            let rest = &text[at + BASE.len()..];
            let link =
                rest.split(['<', '>', '"', '\'', '&', '#', '?', ' ', '\\', ']']).next().unwrap_or_default();
            let link = if link.is_empty() || link.ends_with('/') {
                format!("{link}index.html")
            } else {
                link.to_owned()
            };
            assert!(files.contains_key(&link), "{when}: `{path}` names `{link}`, which is not there");
        }
    }
    let Some(root) = files.get("search/root.js") else { return };
    let root = String::from_utf8_lossy(root);
    let value = |key: &str| {
        let rest = root.split_once(&format!("\"{key}\":\"")).expect("the key is there").1;
        rest.split_once('"').expect("a string").0
    };
    // Names are of one length and stand one after the other.
    let (names, length) = (value("f"), value("z").len());
    assert!(!names.is_empty() && names.len() % length == 0);
    for name in (0..names.len()).step_by(length).map(|at| &names[at..at + length]) {
        assert!(
            files.contains_key(&format!("search/{name}.js")),
            "{when}: `{name}` of the index is not there"
        );
    }
}

/// The site that is there before: all that will change, and what stays.
fn before() -> TestSite {
    let site = TestSite::new("");
    for number in 0..6 {
        let text = article(&format!("第{number}篇"), "营养", "2026-05-01", "盐和糖。");
        site.write(&format!("content/articles/a{number}.md"), text);
    }
    site
}

/// Articles come, go and change, with new tags, topics, pictures and links to each other.
fn change(site: &TestSite) {
    site.write("content/articles/pic.svg", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 3 2'/>");
    let tagged = |text: String| text.replacen("---\n", "---\n标签: [新标签]\n系列: 新系列\n", 1);
    for number in 6..9 {
        let body = format!("![图](pic.svg)\n\n[下一篇](a{}.md)", 6 + (number + 1) % 3);
        let text = tagged(article(&format!("第{number}篇"), "急救", "2026-06-01", &body));
        site.write(&format!("content/articles/a{number}.md"), text);
    }
    site.write("content/articles/a1.md", article("第1篇", "营养", "2026-05-01", "[新的](a7.md)"));
    site.remove("content/articles/a2.md").remove("content/articles/a3.md");
    // A topic with feeds of its own, to which its pages lead and every page's header leads.
    let config = std::fs::read_to_string(site.root().join("site.yaml")).expect("text");
    let topics = "topics:\n  - { id: new-topic, name: 新主题 }\n";
    let navigation = "navigation: [{ title: 新主题, link: new-topic/index.html }]\n";
    site.write("site.yaml", config.replace("topics:\n", topics) + navigation);
    site.write("content/articles/n.md", article("新", "新主题", "2026-06-02", "[新的](a7.md)"));
}

/// The list of files that are ours names nothing that is not there after a whole run, and the other
/// way round.
#[track_caller]
fn list_names(site: &TestSite, files: &BTreeMap<String, Vec<u8>>) {
    let list = std::fs::read_to_string(site.root().join("public/.kepu-files")).expect("a list");
    assert_eq!(list.lines().collect::<Vec<_>>(), files.keys().collect::<Vec<_>>());
}

/// Stops a build of what `prepare` has made after 0, 1, 2 … steps, each time from the beginning.
fn stop_everywhere(prepare: fn() -> (TestSite, BTreeSet<String>)) -> usize {
    let without = "content/articles/a5.md";
    let whole = prepare().0.clean();
    let less = prepare().0.remove(without).clean();
    for steps in 0.. {
        let (site, starts) = prepare();
        let stopped = build_and_stop(site.root(), &options(&site), steps);
        let when = format!("after {steps} steps");
        let files = tree(&site.root().join("public"));
        no_dead_links(&files, &starts, &when);
        no_dead_pointers(&files, &starts, &when);
        for (path, text) in FOREIGN {
            let bytes = std::fs::read(site.root().join("public").join(path)).expect("the file is there");
            assert_eq!(bytes, text.as_bytes(), "{when}: `{path}`");
            site.remove(&format!("public/{path}"));
        }
        // Half of them find other sources than the run that was cut short.
        let clean = if steps % 2 == 1 {
            site.remove(without);
            &less
        } else {
            &whole
        };
        assert!(site.build().files() == clean, "{when}: the next build is not a clean one");
        list_names(&site, clean);
        assert_eq!(leftovers(&site), [""; 0], "{when}");
        if stopped.is_ok() {
            return steps;
        }
    }
    unreachable!("there are no more steps at some time")
}

/// Files of somebody else in the output folder.
const FOREIGN: [(&str, &str); 2] = [("nutrition/own.txt", "自己放的"), ("CNAME", "kepu.example.org")];

#[test]
fn a_change_stopped_after_any_step() {
    let steps = stop_everywhere(|| {
        let site = before();
        let former = site.build();
        for (path, text) in FOREIGN {
            site.write(&format!("public/{path}"), text);
        }
        change(&site);
        // Those who read the site meanwhile are on one of the pages that stay.
        let gone = ["nutrition/a2.html", "nutrition/a3.html"];
        let stays = former.files().keys().filter(|path| !gone.contains(&path.as_str()));
        (site, stays.cloned().collect())
    });
    assert!(steps > 40, "{steps} steps");
}

#[test]
fn a_first_build_stopped_after_any_step() {
    let steps = stop_everywhere(|| {
        let site = before();
        // Somebody's files beside a list without a line: the folder was ours before.
        for (path, text) in FOREIGN {
            site.write(&format!("public/{path}"), text);
        }
        site.write("public/.kepu-files", "\n");
        (site, ["index.html".to_owned()].into())
    });
    assert!(steps > 8, "{steps} steps");
}

#[test]
fn foreign_things_in_the_way_are_named_and_stay() {
    type Put = fn(&TestSite);
    let puts: [(&str, Put); 9] = [
        ("public/nutrition/b.html", |site| {
            site.write("public/nutrition/b.html", "别人的");
        }),
        ("public/nutrition/b.html", |site| {
            site.write("public/nutrition/b.html/thesis.docx", "论文");
        }),
        ("public/nutrition/b.html", |site| {
            std::fs::create_dir(site.root().join("public/nutrition/b.html")).expect("a folder");
        }),
        ("public/nutrition/a.html", |site| {
            // The place is ours, but what is there now is not what we wrote.
            site.remove("public/nutrition/a.html").write("public/nutrition/a.html/thesis.docx", "论文");
        }),
        ("public/first-aid", |site| {
            site.write("content/articles/c.md", article("三", "急救", "2026-05-01", "正文。"));
            std::fs::remove_dir_all(site.root().join("public/first-aid")).expect("a folder");
            site.write("public/first-aid", "别人的");
        }),
        ("public/tags/xin.html", |site| {
            site.write("public/tags/xin.html", "别人的");
        }),
        ("public/series", |site| {
            site.write("public/series", "别人的");
        }),
        ("public/files", |site| {
            site.write("content/articles/film.mp4", b"\0\0\0\x18ftypmp42");
            site.write("content/articles/d.md", article("四", "营养", "2026-05-01", "[短片](film.mp4)"));
            #[cfg(unix)]
            std::os::unix::fs::symlink(site.root().join("content"), site.root().join("public/files"))
                .expect("a link");
            #[cfg(not(unix))]
            site.write("public/files", "别人的");
        }),
        (".kepu-files", |site| {
            site.remove("public/.kepu-files");
            site.write("public/.kepu-files/thesis.docx", "论文");
        }),
    ];
    for (number, (named, put)) in puts.into_iter().enumerate() {
        let site = TestSite::new("");
        site.write("content/articles/a.md", article("一", "营养", "2026-05-01", "正文。"));
        site.build();
        let text = article("二", "营养", "2026-05-02", "正文。");
        site.write("content/articles/b.md", text.replacen("---\n", "---\n标签: [新]\n系列: 新\n", 1));
        put(&site);
        let before = everything(&site.root().join("public"));
        let content = tree(&site.root().join("content"));
        let output = build(&site);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{number}: {said}");
        assert!(said.contains(named) && said.contains("move it away"), "{number}: {said}");
        assert!(everything(&site.root().join("public")) == before, "{number}: something was touched");
        assert!(tree(&site.root().join("content")) == content);
        assert_eq!(leftovers(&site), [""; 0]);
    }
}

#[test]
fn many_foreign_files_are_counted() {
    let site = TestSite::new("");
    site.build();
    for number in 0..9 {
        let text = article("题", "营养", "2026-05-01", "正文。");
        site.write(&format!("content/articles/a{number}.md"), text);
        site.write(&format!("public/nutrition/a{number}.html"), "别人的");
    }
    let said = said(&build(&site));
    assert!(said.contains("a4.html") && !said.contains("a5.html") && said.contains("and 4 more"), "{said}");
}

/// A file of ours stands where the next site needs a folder, and the other way round.
#[test]
fn our_own_files_make_room() {
    let site = TestSite::new("");
    let config = std::fs::read_to_string(site.root().join("site.yaml")).expect("text");
    let slugs = |first: &str, second: &str| {
        for (name, slug) in [("a", first), ("b", second)] {
            let text = article("题", "营养", "2026-05-01", "正文。");
            let text = text.replacen("---\n", &format!("---\n网址名: {slug}\n"), 1);
            site.write(&format!("content/articles/{name}.md"), text);
        }
    };
    for (pattern, first, second) in [
        ("x/{slug}.html", "a", "b"),
        ("x/{slug}.html/{slug}.html", "a", "b"),
        ("x/{slug}.html", "a", "b"),
        ("x/{slug}.html/", "a", "b"),
        ("{slug}/", "x", "y"),
        ("x/index.html/{slug}.html", "a", "b"),
    ] {
        site.write("site.yaml", format!("{config}permalinks: {{ article: \"{pattern}\" }}\n"));
        slugs(first, second);
        let clean = site.clean();
        assert!(site.build().files() == &clean, "{pattern}");
        list_names(&site, &clean);
    }
}

#[test]
fn lines_of_the_list_that_cannot_be_removed() {
    let site = before();
    site.build();
    site.write("public/own/thesis.docx", "论文").write("public/.git/config", "别人的");
    let path = site.root().join("public/.kepu-files");
    let list = std::fs::read(&path).expect("a list");
    let long = "x".repeat(300);
    let longest = "x/".repeat(3000);
    let lines: [&[u8]; 14] = [
        b"own",
        b"own/",
        b"a\0b",
        b"index.html/x",
        b".git/config",
        b"..",
        b".",
        b"/",
        b"\\",
        b"C:\\x",
        b"\xff\xfe",
        b"\x1b[31m",
        long.as_bytes(),
        longest.as_bytes(),
    ];
    for line in lines {
        std::fs::write(&path, [&list[..], line, b"\n", line, b"\r\n"].concat())
            .expect("the list can be written");
        let output = build(&site);
        assert_eq!(output.status.code(), Some(0), "{line:?}: {}", said(&output));
        assert_eq!(said(&output).lines().count(), 1, "{line:?}: {}", said(&output));
        assert_eq!(
            std::fs::read_to_string(site.root().join("public/own/thesis.docx")).expect("text"),
            "论文"
        );
        assert!(site.root().join("public/.git/config").is_file());
        assert_eq!(std::fs::read(&path).expect("a list"), list, "{line:?}");
    }
}

#[cfg(unix)]
#[test]
fn planted_links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().expect("a folder");
    let victim = outside.path().join("victim");
    for place in [
        "public/nutrition",
        "public/nutrition/a0.html",
        "public/index.html",
        "public/search",
        "public/search/root.js",
        "public/.kepu-files.new",
        "public/.kepu-staging",
        ".kepu/staging",
        ".public.kepu-staging",
        ".kepu/lock",
        ".kepu/search",
        ".kepu/search.bin.new",
        ".kepu/texts-0.bin.new",
        ".kepu/assets.bin.new",
        ".kepu/texts-1.bin",
    ] {
        for dangling in [false, true] {
            let site = before();
            site.build();
            let path = site.root().join(place);
            let folder = path.is_dir() || place.contains("staging");
            std::fs::remove_dir_all(&victim).or_else(|_| std::fs::remove_file(&victim)).ok();
            match (dangling, folder) {
                (true, _) => {}
                (_, true) => {
                    std::fs::create_dir(&victim).expect("a folder");
                    std::fs::write(victim.join("a1.html"), "别人的").expect("a file");
                    std::fs::create_dir(victim.join("empty")).expect("a folder");
                }
                _ => std::fs::write(&victim, "别人的").expect("a file"),
            }
            if path.is_dir() {
                std::fs::remove_dir_all(&path).expect("the folder can be removed");
            } else if path.exists() {
                std::fs::remove_file(&path).expect("the file can be removed");
            }
            symlink(&victim, &path).expect("a link");
            let before = everything(outside.path());
            change(&site);
            let output = build(&site);
            assert_eq!(output.status.code(), Some(0), "{place}: {}", said(&output));
            assert!(everything(outside.path()) == before, "{place}: what the link leads to was touched");
            assert!(tree(&site.root().join("public")) == site.clean(), "{place}");
            assert_eq!(leftovers(&site), [""; 0], "{place}");
        }
    }
}

/// A link in the place of the whole cache: no cache then, but a site.
#[cfg(unix)]
#[test]
fn a_cache_that_is_a_link() {
    let outside = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(outside.path().join("staging")).expect("a folder");
    std::fs::write(outside.path().join("staging/thesis.docx"), "论文").expect("a file");
    let before = everything(outside.path());
    let site = self::before();
    std::os::unix::fs::symlink(outside.path(), site.root().join(".kepu")).expect("a link");
    let output = build(&site);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("is a link"), "{}", said(&output));
    assert!(everything(outside.path()) == before);
    assert!(tree(&site.root().join("public")) == site.clean());
}

/// Files that a link made stale lead to are no files of ours.
#[cfg(unix)]
#[test]
fn stale_files_behind_a_link_stay() {
    let outside = tempfile::tempdir().expect("a folder");
    let site = before();
    site.write("content/articles/c.md", article("三", "急救", "2026-05-01", "正文。"));
    let config = std::fs::read_to_string(site.root().join("site.yaml")).expect("text");
    site.write("site.yaml", format!("{config}permalinks: {{ article: \"old/{{topic}}/{{slug}}.html\" }}\n"));
    site.build();
    let old = site.root().join("public/old");
    copy_tree(&old, outside.path());
    std::fs::create_dir(outside.path().join("empty")).expect("a folder");
    std::fs::remove_dir_all(&old).expect("the folder can be removed");
    std::os::unix::fs::symlink(outside.path(), &old).expect("a link");
    let before = everything(outside.path());
    site.write("site.yaml", config);
    let output = build(&site);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(everything(outside.path()) == before);
}

/// What a version before left is taken over.
#[test]
fn leftovers_of_an_older_version() {
    let site = before();
    // A first build that was killed, or ran out of disk, while the list was written.
    site.write("public/.kepu-staging/index.html", "半个").write("public/.kepu-files.new", "404.ht");
    let output = build(&site);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(leftovers(&site), [""; 0]);
    // A later one.
    site.write("public/.kepu-staging/nutrition/a1.html", "半个").write("public/.kepu-files.new", "404.ht");
    change(&site);
    assert!(site.build().files() == &site.clean());
    assert_eq!(leftovers(&site), [""; 0]);
}

/// A disk that fills up at any moment of a first build leaves a folder that the next build takes.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_full_at_any_size() {
    // The list of this site is longer than any other file of it, so that some limit is met there.
    let site = TestSite::new("");
    let long = "a-rather-long-folder/".repeat(8);
    let config = "title: 测试\ntopics: [{ id: x, name: 营养 }]\nrequired: [title]\npage_size: 5\n";
    site.write("site.yaml", format!("{config}permalinks: {{ article: \"{long}{{slug}}\" }}\n"));
    for number in 0..400 {
        site.write(&format!("content/articles/a{number}.md"), article("题", "营养", "2026-05-01", ""));
    }
    let mut named_list = 0;
    let mut failed = 0;
    for blocks in [0, 1, 8, 32, 64, 80, 96, 128, 160, 256] {
        drop(std::fs::remove_dir_all(site.root().join("public")));
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let output = std::process::Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_kepu"), "--site"])
            .arg(site.root())
            .args(["build", "--no-cache", "--as-of", "2026-11-23"])
            .env("LC_ALL", "en_US.UTF-8")
            .output()
            .expect("sh runs");
        failed += usize::from(!output.status.success());
        named_list += usize::from(said(&output).contains(".kepu-files"));
        assert!(site.root().join("public").is_dir(), "{}", said(&output));
        let left: Vec<String> = everything(&site.root().join("public")).into_keys().collect();
        assert!(output.status.success() || left.is_empty(), "{blocks} blocks: {left:?}");
        let next = build(&site);
        assert_eq!(next.status.code(), Some(0), "{blocks} blocks: {}", said(&next));
    }
    assert!(failed > 3 && named_list > 0, "{failed} failed, {named_list} at the list");
    assert!(tree(&site.root().join("public")) == site.clean());
}

#[test]
fn two_sites_into_one_folder() {
    let (one, other) = (before(), before());
    other.write("content/articles/other.md", article("别的", "急救", "2026-05-01", "正文。"));
    let output = tempfile::tempdir().expect("a folder");
    let shared = output.path().join("site");
    let folder = shared.display().to_string();
    let spawn = |site: &TestSite| {
        let mut command = crate::site::command(site.root());
        command.args(["build", "--output", &folder]).args(DAY).stderr(std::process::Stdio::piped());
        command.spawn().expect("kepu runs")
    };
    let mut refused = 0;
    for _ in 0..8 {
        let children = [spawn(&one), spawn(&other)];
        for child in children {
            let output = child.wait_with_output().expect("the child ends");
            let said = said(&output);
            refused += usize::from(!output.status.success());
            assert!(output.status.success() || said.contains("another build is writing into"), "{said}");
        }
        let now = tree(&shared);
        assert!(now == one.clean() || now == other.clean(), "the two sites are mixed");
    }
    eprintln!("{refused} builds of 16 were refused");
}

/// The lock of the output folder, without a race.
#[cfg(unix)]
#[test]
fn an_output_folder_that_is_being_written() {
    let site = before();
    let before = site.build();
    let folder = std::fs::File::open(site.root().join("public")).expect("a folder");
    folder.lock().expect("nobody else holds it");
    change(&site);
    let output = build(&site);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("another build is writing into"), "{}", said(&output));
    assert!(&tree(&site.root().join("public")) == before.files());
    drop(folder);
    assert_eq!(build(&site).status.code(), Some(0));
}

/// Files of ours that give way are removed early; a run cut there is mended as any other.
#[test]
fn making_room_stopped_after_any_step() {
    for steps in 0.. {
        let site = TestSite::new("");
        let config = |pattern: &str| {
            let topics = "topics: [{ id: t, name: 营养 }]\nrequired: [title]\n";
            site.write(
                "site.yaml",
                format!("title: 测试\n{topics}permalinks: {{ article: \"{pattern}\" }}\n"),
            );
        };
        config("{slug}.html");
        site.write("content/articles/a.md", article("一", "营养", "2026-05-01", "正文。"));
        site.build();
        config("{slug}.html/b.html");
        let stopped = build_and_stop(site.root(), &options(&site), steps);
        // Every second goes back to where it came from.
        if steps % 2 == 1 {
            config("{slug}.html");
        }
        assert!(site.build().files() == &site.clean(), "after {steps} steps");
        if stopped.is_ok() {
            assert!(steps > 8, "{steps} steps");
            break;
        }
    }
}

/// Where the output is another file system than the site, files are staged beside it.
#[cfg(target_os = "linux")]
#[test]
fn an_output_on_another_file_system() {
    use std::os::linux::fs::MetadataExt as _;
    let site = before();
    let device = |path: &Path| std::fs::metadata(path).map(|it| it.st_dev()).ok();
    let memory = Path::new("/dev/shm");
    let folder = tempfile::tempdir_in(memory).ok().filter(|_| device(memory) != device(site.root()));
    let Some(folder) = folder else {
        eprintln!("left out: there is no other file system");
        return;
    };
    let output = folder.path().join("site");
    let options = BuildOptions { output: output.clone(), ..options(&site) };
    build_and_stop(site.root(), &options, 3).expect_err("there are more steps");
    let beside = || {
        let names =
            std::fs::read_dir(folder.path()).expect("a folder").map(|it| it.expect("an entry").file_name());
        let mut names: Vec<String> = names.map(|it| it.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(beside(), [".site.kepu-staging", "site"]);
    let path = output.display().to_string();
    let result = site.kepu(&[&["build", "--output", &path], &DAY[..]].concat());
    assert_eq!(result.status.code(), Some(0), "{}", said(&result));
    assert_eq!(beside(), ["site"]);
    assert!(tree(&output) == site.clean());
}

#[test]
fn two_files_on_one_path_are_refused() {
    let site = TestSite::new("");
    let [one, other] = pictures_of_one_name();
    for (folder, picture) in [("甲", &one), ("乙", &other)] {
        site.write(&format!("content/articles/{folder}/p.svg"), picture);
        let text = article(folder, "营养", "2026-05-01", "![图](p.svg)");
        site.write(&format!("content/articles/{folder}/{folder}.md"), text);
    }
    let error = site.try_build().expect_err("two pictures on one path");
    assert!(error.to_string().contains("is made twice: by `assets` and by `assets`"), "{error:#}");
    assert!(!site.root().join("public/index.html").exists());
    site.write("content/articles/乙/p.svg", &one);
    site.build();
}
