//! The program as a person runs it: exit codes, messages, options.

use std::path::Path;
use std::process::{Command, Output};

use crate::site::{TestSite, article, command, said, tree};

const DAY: [&str; 2] = ["--as-of", "2026-11-23"];

/// The program without `--site`, in English, in a folder of one's own choosing.
fn here(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kepu"));
    command.current_dir(folder).env("LC_ALL", "en_US.UTF-8").env_remove("SOURCE_DATE_EPOCH");
    command
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("what is printed is UTF-8")
}

fn good() -> TestSite {
    let site = TestSite::new("");
    site.write("content/articles/salt.md", article("少盐", "营养", "2026-05-01", "每天不超过五克盐。"));
    site.write("content/articles/cpr.md", article("心肺复苏", "急救", "2026-05-02", "用力按压胸骨下半段。"));
    site
}

/// A site with one warning.
fn doubtful() -> TestSite {
    let site = good();
    let text = "---\n标题: 旧闻\n主题: 营养\n发布日期: 2026-05-01\n有效期至: 2026-06-01\n---\n\n正文。\n";
    site.write("content/articles/old.md", text);
    site
}

/// A site with one error.
fn wrong() -> TestSite {
    let site = good();
    site.write("content/articles/bad.md", article("题", "营羊", "2026-05-01", "正文。"));
    site
}

fn code(output: &Output) -> Option<i32> {
    said(output);
    output.status.code()
}

#[test]
fn exit_codes() {
    for command in ["build", "check"] {
        let run = |site: &TestSite, more: &[&str]| code(&site.kepu(&[&[command], &DAY[..], more].concat()));
        assert_eq!(run(&good(), &[]), Some(0), "{command}");
        assert_eq!(run(&doubtful(), &[]), Some(0), "{command}");
        assert_eq!(run(&doubtful(), &["--strict"]), Some(1), "{command}");
        assert_eq!(run(&wrong(), &[]), Some(1), "{command}");
        assert_eq!(run(&good(), &["--nonsense"]), Some(2), "{command}");
        assert_eq!(run(&good(), &["--as-of", "2026-13-01"]), Some(2), "{command}");
    }
    let site = doubtful();
    assert_eq!(code(&site.kepu(&[&["build", "--strict"], &DAY[..]].concat())), Some(1));
    assert!(!site.root().join("public").exists(), "a refused build makes no folder");
}

#[test]
fn unknown_options_and_commands_are_explained() {
    let site = good();
    let output = site.kepu(&["build", "--ouput", "x"]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(2));
    assert!(text.contains("--ouput") && text.contains("'--output'"), "{text}");
    let output = site.kepu(&["bild"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("'build'"), "{}", said(&output));
    let output = site.kepu(&[]);
    assert_eq!(output.status.code(), Some(2));
    for command in ["build", "serve", "check", "search", "completions"] {
        assert!(said(&output).contains(command), "{command}");
    }
    for wish in ["--help", "--version"] {
        let output = site.kepu(&[wish]);
        assert_eq!(output.status.code(), Some(0), "{wish}");
        assert!(printed(&output).contains("kepu") && output.stderr.is_empty(), "{wish}");
    }
}

#[test]
fn a_build_sums_up_on_standard_error() {
    let site = good();
    let output = site.kepu(&[&["build"], &DAY[..]].concat());
    assert!(output.stdout.is_empty());
    let text = said(&output);
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(text.contains(" pages; ") && text.contains(" rendered, 0 reused, 0 removed; "), "{text}");
    let text = said(&site.kepu(&[&["build"], &DAY[..]].concat()));
    assert!(text.contains("; 0 files rendered, "), "{text}");
}

#[test]
fn quiet_shows_problems_only() {
    let quiet = [&["--quiet", "build"], &DAY[..]].concat();
    assert_eq!(said(&good().kepu(&quiet)), "");
    let text = said(&wrong().kepu(&quiet));
    assert!(text.contains("unknown-topic"), "{text}");
    assert!(!text.contains("nothing was published"), "{text}");
    assert_eq!(said(&good().kepu(&[&["check", "-q"], &DAY[..]].concat())), "");
    let output = good().kepu(&["--quiet", "--verbose", "build"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn verbose_names_the_folder() {
    let text = said(&good().kepu(&[&["-v", "build"], &DAY[..]].concat()));
    assert!(text.contains("written to ") && text.contains("public"), "{text}");
}

#[test]
fn no_colour_in_a_pipe() {
    let site = wrong();
    let run = |name: &str, value: &str| {
        let mut command = command(site.root());
        command
            .args(["check"])
            .args(DAY)
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .env(name, value);
        said(&command.output().expect("kepu runs"))
    };
    assert!(!run("TERM", "xterm-256color").contains('\u{1b}'));
    assert!(!run("NO_COLOR", "1").contains('\u{1b}'));
    assert!(run("CLICOLOR_FORCE", "1").contains("\u{1b}["), "whoever asks for colours has them");
    let output = command(site.root()).args(["search", "盐"]).args(DAY).output().expect("kepu runs");
    assert!(!printed(&output).contains('\u{1b}'));
}

#[cfg(target_os = "linux")]
#[test]
fn colour_in_a_terminal_unless_refused() {
    use std::io::Read as _;
    use std::os::fd::FromRawFd as _;
    use std::ptr::{null, null_mut};
    let site = wrong();
    let run = |refused: bool| {
        let (mut primary, mut secondary) = (0, 0);
        // SAFETY: both numbers are valid for writing; the other arguments may be null.
        let made = unsafe { libc::openpty(&mut primary, &mut secondary, null_mut(), null(), null()) };
        assert_eq!(made, 0, "a pseudo terminal");
        // SAFETY: both were just opened and belong to nobody else.
        let (mut screen, terminal) =
            unsafe { (std::fs::File::from_raw_fd(primary), std::fs::File::from_raw_fd(secondary)) };
        let mut command = command(site.root());
        command.arg("check").args(DAY).env("TERM", "xterm").env_remove("NO_COLOR").stderr(terminal);
        if refused {
            command.env("NO_COLOR", "1");
        }
        let mut child = command.spawn().expect("kepu runs");
        // The command keeps the other end open; without it reading ends.
        drop(command);
        child.wait().expect("the child ends");
        let mut shown = Vec::new();
        // Linux ends the reading of a terminal without a writer by an error.
        drop(screen.read_to_end(&mut shown));
        String::from_utf8_lossy(&shown).into_owned()
    };
    assert!(run(false).contains("\u{1b}["));
    let plain = run(true);
    assert!(plain.contains("unknown-topic") && !plain.contains('\u{1b}'), "{plain}");
}

#[test]
fn the_language_follows_the_locale() {
    let site = wrong();
    let run = |locale: &str| {
        said(
            &command(site.root())
                .args(["check"])
                .args(DAY)
                .env("LC_ALL", locale)
                .output()
                .expect("kepu runs"),
        )
    };
    assert!(run("en_GB.UTF-8").contains("error[unknown-topic]: unknown topic"));
    assert!(run("zh_CN.UTF-8").contains("错误[unknown-topic]：没有"));
    assert!(run("").contains("错误["), "Chinese unless another language is named");
}

#[test]
fn the_site_is_found_from_inside() {
    let site = good();
    let inside = site.root().join("content/articles");
    let output = here(&inside).arg("build").args(DAY).output().expect("kepu runs");
    assert_eq!(code(&output), Some(0), "{}", said(&output));
    assert!(site.root().join("public/index.html").is_file());
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let output = here(elsewhere.path()).arg("check").output().expect("kepu runs");
    assert_eq!(code(&output), Some(2));
    assert!(said(&output).contains("or above"), "{}", said(&output));
    let output = here(elsewhere.path()).arg("--site").arg(site.root()).arg("check").args(DAY).output();
    assert_eq!(code(&output.expect("kepu runs")), Some(0));
    let output = here(elsewhere.path()).args(["check", "--site"]).arg(site.root()).args(DAY).output();
    assert_eq!(code(&output.expect("kepu runs")), Some(0), "--site may follow the command");
}

#[test]
fn a_folder_with_blanks_and_han() {
    let site = good();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("科普 网站（新）");
    crate::site::copy_tree(site.root(), &root);
    let output = here(&root).arg("build").args(DAY).output().expect("kepu runs");
    assert_eq!(code(&output), Some(0), "{}", said(&output));
    assert!(tree(&root.join("public")) == site.clean());
    let output = here(&root).args(["search", "五克"]).args(DAY).output().expect("kepu runs");
    assert!(printed(&output).contains("少盐"));
}

#[test]
fn the_day_comes_from_one_place() {
    let site = good();
    site.write("content/articles/later.md", article("后来", "营养", "2026-11-24", "正文。"));
    let run = |name: &str, more: &[&str], epoch: Option<&str>| {
        let output = site.root().join(name);
        let mut command = command(site.root());
        command.args(["build", "--no-cache", "--output"]).arg(&output).args(more);
        if let Some(epoch) = epoch {
            command.env("SOURCE_DATE_EPOCH", epoch);
        }
        let result = command.output().expect("kepu runs");
        assert_eq!(code(&result), Some(0), "{}", said(&result));
        tree(&output)
    };
    let told = run("told", &DAY, None);
    // 2026-11-23T15:59:59Z is one second before midnight in Shanghai.
    assert!(run("epoch", &[], Some("1795449599")) == told);
    let next = run("next", &[], Some("1795449600"));
    assert!(next != told && next.contains_key("nutrition/later.html"));
    assert!(run("both", &DAY, Some("1795449600")) == told, "--as-of goes first");
    let output =
        command(site.root()).arg("build").env("SOURCE_DATE_EPOCH", "gestern").output().expect("kepu runs");
    assert_eq!(code(&output), Some(2));
    assert!(said(&output).contains("SOURCE_DATE_EPOCH is `gestern`"), "{}", said(&output));
}

#[test]
fn explain_says_why() {
    let site = good();
    let explain = [&["build", "--explain"], &DAY[..]].concat();
    let first = said(&site.kepu(&explain));
    assert!(first.contains("nutrition/salt.html: "), "{first}");
    let second = said(&site.kepu(&explain));
    assert_eq!(second.lines().count(), 1, "{second}");
    site.write(
        "content/articles/salt.md",
        article("少盐", "营养", "2026-05-01", "每天不超过五克盐，少用酱油。"),
    );
    let third = said(&site.kepu(&explain));
    let reason = third.lines().find(|line| line.starts_with("nutrition/salt.html: ")).expect("a reason");
    assert!(reason.contains("text") || reason.contains("content"), "{reason}");
    assert!(!third.contains("first-aid/cpr.html: "), "{third}");
    site.remove("public/first-aid/cpr.html");
    let fourth = said(&site.kepu(&explain));
    assert!(fourth.contains("first-aid/cpr.html: ") && !fourth.contains("salt.html: "), "{fourth}");
}

#[test]
fn jobs_are_taken() {
    let site = good();
    for jobs in ["1", "3"] {
        assert_eq!(code(&site.kepu(&[&["build", "--jobs", jobs], &DAY[..]].concat())), Some(0), "{jobs}");
    }
    assert_eq!(code(&site.kepu(&["build", "--jobs", "viele"])), Some(2));
}

#[test]
fn output_elsewhere() {
    let site = good();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("新 的/站点");
    let path = output.display().to_string();
    assert_eq!(code(&site.kepu(&[&["build", "--output", &path], &DAY[..]].concat())), Some(0));
    assert!(tree(&output) == site.clean());
    assert!(!site.root().join("public").exists());
    // A relative folder is seen from where one stands, not from the site.
    let result =
        here(folder.path()).arg("--site").arg(site.root()).args(["build", "-o", "neben"]).args(DAY).output();
    assert_eq!(code(&result.expect("kepu runs")), Some(0));
    assert!(folder.path().join("neben/index.html").is_file());
}

#[test]
fn two_builds_at_once() {
    let site = good();
    site.build();
    let lock = std::fs::File::create(site.root().join(".kepu/lock")).expect("a lock file");
    lock.lock().expect("nobody else holds it");
    let output = site.kepu(&[&["build"], &DAY[..]].concat());
    assert_eq!(code(&output), Some(2));
    assert!(said(&output).contains("another build of this site is running"), "{}", said(&output));
    // Closing is not enough: a process that another test starts just now holds a copy of the file.
    lock.unlock().expect("it is ours");
    assert_eq!(code(&site.kepu(&[&["build"], &DAY[..]].concat())), Some(0));
}

#[test]
fn completions_for_bash() {
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let output = here(elsewhere.path()).args(["completions", "bash"]).output().expect("kepu runs");
    assert_eq!(code(&output), Some(0), "no site is needed");
    let script = printed(&output);
    for word in ["_kepu", "build", "--as-of", "--no-cache", "complete -F"] {
        assert!(script.contains(word), "{word}");
    }
    let checked = Command::new("bash").args(["-n", "-c", &script]).output();
    // A machine without bash has no use for it.
    assert!(checked.is_err() || checked.is_ok_and(|it| it.status.success()));
}

#[test]
fn search_in_the_terminal() {
    let site = good();
    let search = |arguments: &[&str]| {
        let output = site.kepu(&[&["search"], &DAY[..], arguments].concat());
        assert_eq!(code(&output), Some(0), "{}", said(&output));
        output
    };
    // It needs no build before.
    let output = search(&["五克"]);
    assert!(printed(&output).contains("少盐") && printed(&output).contains("nutrition/salt.html"));
    assert!(said(&output).contains("1 results") || said(&output).contains("1 result"));
    let json = |arguments: &[&str]| -> serde_json::Value {
        serde_json::from_str(&printed(&search(arguments))).expect("JSON")
    };
    let found = json(&["--json", "按压", "胸骨"]);
    assert_eq!(found["total"], 1);
    let first = &found["results"][0];
    assert_eq!(first["path"], "first-aid/cpr.html");
    assert_eq!(first["title"], "心肺复苏");
    assert_eq!(first["topic"], "first-aid");
    assert_eq!(first["date"], "2026-05-02");
    assert_eq!(json(&["--json", "没有这样的词"])["total"], 0);
    assert_eq!(json(&["--json", "--topic", "营养", "按压"])["total"], 0);
    // What was edited is found without a build.
    site.write("content/articles/salt.md", article("少盐", "营养", "2026-05-01", "腌菜也是盐。"));
    assert_eq!(json(&["--json", "腌菜"])["results"][0]["path"], "nutrition/salt.html");
    assert_eq!(json(&["--json", "五克"])["total"], 0);
    for odd in ["\"", "(", "AND", "*", "a:b", "-", "[", "\\", " ", "🙂", "标题:盐"] {
        search(&["--", odd]);
    }
    assert_eq!(code(&site.kepu(&["search"])), Some(2), "words are needed");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let script = "\"$0\" --site \"$1\" check --format json --as-of 2026-11-23 | true";
    let site = wrong();
    let output =
        Command::new("sh").args(["-c", script, env!("CARGO_BIN_EXE_kepu")]).arg(site.root()).output();
    assert_eq!(said(&output.expect("sh runs")), "");
}
