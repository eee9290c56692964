//! Every rule is explained, raised by its example, and not raised by the example put right.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use kepu::diagnostic::rules::RULES;
use kepu::diagnostic::{Example, Language, Rule, book};
use rayon::prelude::*;
use rust_xlsxwriter::{Format, Workbook};

use crate::site::{TestSite, kepu, said};

/// What the examples stand in: no problems, two topics, titles required.
const SITE: &str = "title: 示例\nbase_url: https://example.org/\nrequired: [title]\ntopics:\n  - { id: agri, name: 农技 }\n  - { id: first-aid, name: 急救, health: true }\n";
const ACTIVITY: &[(&str, &str)] = &[
    ("活动编号", "H1"),
    ("活动名称", "示例活动"),
    ("品牌", "全域科普"),
    ("主题", "卫生保健"),
    ("区县", "示例区"),
    ("层级", "站"),
    ("阵地编号", "V1"),
    ("日期", "2026-12-02"),
    ("开始时间", "9:00"),
    ("结束时间", ""),
    ("重复", ""),
    ("除外日期", ""),
    ("节假日", ""),
    ("主办单位", "示例区科协"),
    ("承办支队", "示例支队"),
    ("名额", ""),
    ("状态", "确定"),
];
const TEAMS: (&str, &str) = ("content/data/支队.csv", "支队编号,支队名称,类别\nZ1,示例支队,医疗卫生\n");

fn article(front: &str, body: &str) -> String {
    format!("---\n{front}\n---\n\n{body}\n")
}

/// The rows of the table of activities, each with these cells changed.
fn activities(rows: impl Iterator<Item = Vec<(&'static str, String)>>) -> String {
    let line = |cells: &mut dyn Iterator<Item = String>| cells.collect::<Vec<_>>().join(",") + "\n";
    let mut out = line(&mut ACTIVITY.iter().map(|(name, _)| (*name).to_owned()));
    for changed in rows {
        let value = |(name, usual): &(&str, &str)| {
            let other = changed.iter().find(|(changed, _)| changed == name);
            format!("\"{}\"", other.map_or(*usual, |(_, value)| value))
        };
        out += &line(&mut ACTIVITY.iter().map(value));
    }
    out
}

/// A workbook of one table of teams, changed before it is saved.
fn workbook(change: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("支队").expect("a name");
    for (row, cells) in [["支队编号", "支队名称", "类别"], ["Z1", "示例支队", "医疗卫生"]].iter().enumerate()
    {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write_string(row as u32, column as u16, *cell).expect("a cell");
        }
    }
    change(&mut workbook);
    workbook.save_to_buffer().expect("a workbook")
}

/// Makes the files of an example that is told in words.
fn make(rule: &str, site: &TestSite) {
    let body = |text: &str| {
        site.write("content/articles/示例.md", article("标题: 示例\n主题: 农技", text));
    };
    let sheet = |change: &dyn Fn(&mut Workbook)| {
        site.write("content/data/支队.xlsx", workbook(|it| change(it)));
    };
    let articles = site.root().join("content/articles");
    std::fs::create_dir_all(&articles).expect("a folder");
    let link = |target: &Path, name: &str| {
        std::os::unix::fs::symlink(target, articles.join(name)).expect("a link");
    };
    match rule {
        "calendar-too-large" => {
            let daily = |row| {
                let rule = "每天 至2031-12-31".to_owned();
                vec![("活动编号", format!("H{row}")), ("重复", rule), ("日期", "2024-01-01".to_owned())]
            };
            site.write("content/data/活动.csv", activities((0..500).map(daily)));
        }
        "config-too-many" => {
            let topics: String =
                (0..5000).map(|number| format!("  - {{ id: t{number}, name: 主题{number} }}\n")).collect();
            site.write("site.yaml", format!("{SITE}{topics}"));
        }
        "file-name-not-utf8" => {
            use std::os::unix::ffi::OsStrExt as _;
            let name = std::ffi::OsStr::from_bytes(b"\xca\xbe\xc0\xfd.md");
            std::fs::write(articles.join(name), article("标题: 示例\n主题: 农技", "正文。")).expect("a file");
        }
        "file-too-large" => body(&"字".repeat(3_000_000)),
        "front-matter-too-large" => {
            let front = format!("标题: 示例\n主题: 农技\n摘要: {}", "甲".repeat(24_000));
            site.write("content/articles/示例.md", article(&front, "正文。"));
        }
        "html-outside-cells" => body(&format!("<table>{}</table>", "<b>甲</b>".repeat(4000))),
        "html-unclosed" => {
            let open = "<b><i><u><s><em><strong><small><code>甲";
            body(&format!("{open}\n\n{}", "乙\n\n".repeat(20_000)));
        }
        "link-out-of-site" => link(Path::new("/etc"), "外面"),
        "link-to-data" => {
            site.write(TEAMS.0, TEAMS.1);
            link(&site.root().join("content/data"), "数据");
        }
        "link-to-hidden" => {
            site.write(".git/config", "甲");
            link(&site.root().join(".git"), "隐藏");
        }
        "more-errors" => body(&"见[这里](没有.md)。\n\n".repeat(120)),
        "more-warnings" => {
            // The warnings of one kind in one body are counted by themselves.
            let columns: String = (0..120).map(|column| format!(",列{column}")).collect();
            let cells = ",甲".repeat(120);
            let rows = format!("支队编号,支队名称,类别{columns}\nZ1,甲,医疗卫生{cells}\n");
            site.write("content/data/支队.csv", rows);
        }
        "nested-too-deeply" => body(&format!("{} 甲", ">".repeat(500))),
        "not-text" => {
            site.write(
                "content/articles/示例.md",
                b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xff\xfe\x00",
            );
        }
        "photo-with-metadata" => {
            body("![示意图](a.avif)");
            site.write("content/articles/a.avif", avif_with_exif());
        }
        "table-covered-cell" => sheet(&|workbook| {
            let sheet = workbook.worksheet_from_index(0).expect("a sheet");
            sheet.write_string(2, 0, "Z2").expect("a cell");
            sheet.write_string(2, 1, "乙").expect("a cell");
            sheet.write_string(2, 2, "医疗卫生").expect("a cell");
            sheet.merge_range(1, 1, 2, 1, "甲", &Format::new()).expect("merged");
            sheet.write_string(2, 1, "乙").expect("a cell");
        }),
        "table-encoding" => {
            site.write("content/data/支队.csv", b"\xff\xff\xfa,\x80\x80\n");
        }
        "table-file-too-large" => {
            let rows = "- { 支队编号: Z1, 支队名称: 甲, 类别: 医疗卫生 }\n".repeat(150_000);
            site.write("content/data/支队.yaml", rows);
        }
        "table-hidden" => sheet(&|workbook| {
            let sheet = workbook.add_worksheet().set_name("支队2").expect("a name");
            sheet.write_string(0, 0, "支队编号").expect("a cell");
            sheet.set_hidden(true);
        }),
        "table-long-list" => {
            let teams: Vec<String> = (0..200).map(|number| format!("支队{number}")).collect();
            let row = vec![("承办支队", teams.join("、"))];
            site.write("content/data/活动.csv", activities(std::iter::once(row)));
        }
        "table-nameless-column" => sheet(&|workbook| {
            let sheet = workbook.worksheet_from_index(0).expect("a sheet");
            sheet.write_string(1, 4, "没有表头").expect("a cell");
        }),
        "table-open-quote" => {
            let rows: String = (0..80).map(|row| format!("Z{row},\"甲,医疗卫生\n")).take(1).collect();
            let rest: String = (1..80).map(|row| format!("Z{row},甲,医疗卫生\n")).collect();
            site.write("content/data/支队.csv", format!("支队编号,支队名称,类别\n{rows}{rest}"));
        }
        "table-password" => {
            let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).expect("a file");
            file.create_stream("/EncryptedPackage").expect("a stream");
            site.write("content/data/支队.xlsx", file.into_inner().into_inner());
        }
        "table-private-heading" => {
            let mut workbook = Workbook::new();
            let sheet = workbook.add_worksheet().set_name("支队").expect("a name");
            sheet.merge_range(0, 3, 0, 4, "内部信息（不公开）", &Format::new()).expect("merged");
            for (row, cells) in [
                ["支队编号", "支队名称", "类别", "区县", "公开电话"],
                ["Z1", "甲", "医疗卫生", "示例区", "023"],
            ]
            .iter()
            .enumerate()
            {
                for (column, cell) in cells.iter().enumerate() {
                    sheet.write_string(row as u32 + 1, column as u16, *cell).expect("a cell");
                }
            }
            site.write("content/data/支队.xlsx", workbook.save_to_buffer().expect("a workbook"));
        }
        "table-too-large" => {
            let rows: String = (0..250_000).map(|row| format!("Z{row},甲,医疗卫生\n")).collect();
            site.write("content/data/支队.csv", format!("支队编号,支队名称,类别\n{rows}"));
        }
        "table-workbook-too-large" => {
            site.write("content/data/支队.xlsx", unpacks_to_much());
        }
        "table-unknown-sheet" => sheet(&|workbook| {
            let sheet = workbook.add_worksheet().set_name("Sheet2").expect("a name");
            for (row, cells) in [["甲", "乙"], ["丙", "丁"]].iter().enumerate() {
                for (column, cell) in cells.iter().enumerate() {
                    sheet.write_string(row as u32, column as u16, *cell).expect("a cell");
                }
            }
        }),
        "too-many-elements" => body(&"[甲](tel:1) ".repeat(400_000)),
        "too-many-linked-files" => {
            for depth in 0..14 {
                let folder = site.root().join(format!("content/a{depth}"));
                std::fs::create_dir_all(&folder).expect("a folder");
                for name in ["x", "y"] {
                    let target = format!("../a{}", depth + 1);
                    std::os::unix::fs::symlink(target, folder.join(name)).expect("a link");
                }
            }
            site.write("content/a14/甲.txt", "甲");
        }
        "unreadable-file" => link(Path::new("没有.md"), "示例.md"),
        _ => panic!("{rule}: no files for its example"),
    }
}

/// An AVIF file without a picture, whose metadata has an item of EXIF that names a maker.
fn avif_with_exif() -> Vec<u8> {
    let part = |kind: &[u8; 4], content: &[u8]| {
        let length = u32::try_from(content.len() + 8).expect("small");
        [&length.to_be_bytes()[..], kind, content].concat()
    };
    let entry = part(b"infe", b"\x02\x00\x00\x00\x00\x01\x00\x00Exif\x00");
    let items = part(b"iinf", &[b"\x00\x00\x00\x00\x00\x01", &entry[..]].concat());
    let handler = part(b"hdlr", b"\0\0\0\0\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0");
    let head = part(b"ftyp", b"avif\x00\x00\x00\x00avifmif1");
    // A TIFF of one entry: Make, "A".
    let tiff = b"\0\0\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x0f\0\x02\0\0\0\x02A\0\0\0\0\0\0\0";
    let whole = |offset: u32| {
        let length = u32::try_from(tiff.len()).expect("small");
        let place = [&offset.to_be_bytes()[..], &length.to_be_bytes()].concat();
        let item = [b"\0\0\0\0\x44\0\0\x01\0\x01\0\0\0\x01", &place[..]].concat();
        let content = [b"\0\0\0\0", &handler[..], &part(b"iloc", &item), &items].concat();
        [&head[..], &part(b"meta", &content)].concat()
    };
    let before = whole(0).len() + 8;
    [whole(u32::try_from(before).expect("small")), part(b"mdat", tiff)].concat()
}

/// A workbook whose only sheet is a gigabyte of blanks.
fn unpacks_to_much() -> Vec<u8> {
    use std::io::Write as _;
    let plain = zip::ZipArchive::new(std::io::Cursor::new(workbook(|_| {})));
    let mut plain = plain.expect("a workbook");
    let mut packed = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for index in 0..plain.len() {
        let mut file = plain.by_index(index).expect("a part");
        let name = file.name().expect("a name").into_owned();
        packed.start_file(name.clone(), options).expect("a part");
        if name == "xl/worksheets/sheet1.xml" {
            let blanks = vec![b' '; 1 << 20];
            (0..1024).for_each(|_| packed.write_all(&blanks).expect("written"));
        }
        std::io::copy(&mut file, &mut packed).expect("copied");
    }
    packed.finish().expect("a workbook").into_inner()
}

/// The ids of the problems of an example's site.
fn ids(rule: &Rule, example: Example) -> BTreeSet<String> {
    let site = TestSite::new("");
    site.write("site.yaml", SITE);
    match example {
        Example::Body(text) => {
            site.write("content/articles/示例.md", article("标题: 示例\n主题: 农技", text));
        }
        Example::Front(text) => {
            site.write("content/articles/示例.md", article(text, "正文。"));
        }
        Example::Settings(text) => {
            site.write("site.yaml", format!("{SITE}{text}\n"));
        }
        Example::Activity(cells) => {
            let cells = cells.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
            site.write("content/data/活动.csv", activities(std::iter::once(cells)));
            site.write(TEAMS.0, TEAMS.1);
        }
        Example::Files(files) => {
            for (path, text) in files {
                site.write(path, text);
            }
        }
        Example::Told(_) => make(rule.id, &site),
    }
    let report = site.try_build().expect("the build runs");
    report.diagnostics.iter().map(|it| it.rule.id.to_owned()).collect()
}

#[test]
fn each_is_raised_by_its_example_and_not_by_the_example_put_right() {
    let faults: Vec<String> = RULES
        .par_iter()
        .flat_map_iter(|rule| {
            let raised = ids(rule, rule.raises);
            let passed = ids(rule, rule.passes);
            let silent = (!raised.contains(rule.id)).then(|| format!("{}: raises {raised:?}", rule.id));
            let loud = (!passed.is_empty()).then(|| format!("{}: put right, {passed:?}", rule.id));
            silent.into_iter().chain(loud)
        })
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn they_are_sorted_and_explained_in_both_languages() {
    assert!(RULES.is_sorted_by(|a, b| a.id < b.id));
    for rule in RULES {
        for words in [rule.title, rule.explanation] {
            assert!(!words.zh.is_empty() && !words.en.is_empty(), "{}", rule.id);
        }
        assert!(!rule.title.zh.ends_with('。') && !rule.title.en.ends_with('.'), "{}", rule.id);
        assert!(rule.explanation.zh.ends_with('。') || rule.explanation.zh.ends_with('？'), "{}", rule.id);
    }
}

#[test]
fn each_is_listed_and_raised_in_one_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut raised: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&root).into_iter().filter_map(Result::ok) {
        let path = entry.path();
        let name = path.strip_prefix(&root).expect("inside").to_string_lossy().into_owned();
        if path.extension().is_none_or(|it| it != "rs")
            || ["test", "hostile", "diagnostic/rules"].iter().any(|other| name.contains(other))
        {
            continue;
        }
        let text = std::fs::read_to_string(path).expect("text");
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for part in text.split("rules::").skip(1) {
            let word = part.split(|it: char| !it.is_ascii_uppercase() && !it.is_ascii_digit() && it != '_');
            let word = word.into_iter().next().unwrap_or_default();
            if word.len() > 1 && word != "RULES" {
                let id = word.to_lowercase().replace('_', "-");
                raised.entry(id).or_default().insert(name.clone());
            }
        }
    }
    for rule in RULES {
        assert!(raised.contains_key(rule.id), "{} is raised nowhere", rule.id);
    }
    // One place for one wording; these only ask whether another has spoken.
    const ASKING: [&str; 2] = ["checks/required_field.rs", "diagnostic/report.rs"];
    for (id, mut files) in raised {
        assert!(RULES.iter().any(|rule| rule.id == id), "{id} is not listed");
        if files.len() > 1 {
            files.retain(|file| !ASKING.contains(&file.as_str()));
        }
        assert_eq!(files.len(), 1, "{id} is raised in {files:?}");
    }
}

#[test]
fn the_book_of_checks_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/checks.md");
    let book = book(RULES, Language::Chinese);
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == book, "run `LC_ALL=zh_CN.UTF-8 kepu check --explain all > docs/checks.md`");
}

#[test]
fn a_rule_is_explained_without_a_site() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_kepu"));
    command.current_dir(&folder).env("LC_ALL", "zh_CN.UTF-8").args(["check", "--explain", "expired"]);
    let output = command.output().expect("kepu runs");
    let page = String::from_utf8(output.stdout).expect("text");
    assert!(output.status.success() && page.starts_with("## expired\n\n文章过了有效期。\n"), "{page}");
    let site = TestSite::new("");
    let output = kepu(site.root(), &["check", "--explain", "unknown-tpoic"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("did you mean `unknown-topic`?"));
}
