//! Forms to fill in: what they offer, and that they are read back as they were filled in.

use std::io::Read as _;
use std::sync::Arc;

use kepu::model::Agenda;
use kepu::source::table::Need;
use kepu::tables::{KINDS, Lists, Vocabulary, example, read, read_file, template};
use rust_xlsxwriter::{Format, Workbook};

use crate::site::{TestSite, kepu, said};

const DISTRICTS: &str = "-- content/data/区县.csv --
行政区划代码,区县
500001,示例东区
500002,示例西区
";

fn lists() -> Lists {
    Lists::of(&Vocabulary::default().lines, &Agenda::default())
}

/// A part of a workbook as text.
fn part(workbook: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).expect("a workbook");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
    text
}

#[test]
fn what_is_filled_in_is_read_back() {
    for kind in KINDS {
        let id = kind.table.columns.iter().position(|column| column.key == kind.table.id).expect("an id");
        // Holidays are told apart by their days.
        let ids = if kind.module == "holidays" { ["2026-01-01", "2026-01-02"] } else { ["007", "008"] };
        let rows: Vec<Vec<String>> = ids
            .map(|number| {
                let mut row = example(kind);
                row[id] = number.to_owned();
                row
            })
            .to_vec();
        let file: Arc<str> = format!("content/data/{}.xlsx", kind.table.name).into();
        let bytes = template(kind, &lists(), &rows).expect("a workbook");
        let (tables, problems) = read_file(&file, &bytes);
        assert_eq!(problems, [], "{}", kind.module);
        let [table] = tables.as_slice() else { panic!("{}: {} tables", kind.module, tables.len()) };
        assert_eq!((table.kind, table.rows.len()), (kind.table, 2));
        for (read, written) in table.rows.iter().zip(&rows) {
            for (column, text) in kind.table.columns.iter().zip(written) {
                let found = read.get(column.key).map_or("", |cell| cell.text.as_str());
                assert_eq!(found, text, "{} {}", kind.module, column.name);
                assert_eq!(text.is_empty(), column.need == Need::Private, "{}", column.name);
            }
        }
        // The examples are what they say that one may write.
        let (_, problems) = read(&[(file, table.clone())], &Vocabulary::default());
        assert_eq!(problems, [], "{}", kind.module);
    }
}

#[test]
fn an_empty_form_says_nothing_and_is_the_same_each_time() {
    for kind in KINDS {
        let bytes = template(kind, &lists(), &[]).expect("a workbook");
        assert!(bytes == template(kind, &lists(), &[]).expect("a workbook"), "{}", kind.module);
        assert!(part(&bytes, "docProps/core.xml").contains("2026-01-01T00:00:00Z"), "{}", kind.module);
        let (tables, problems) = read_file(&format!("{}模板.xlsx", kind.table.name).into(), &bytes);
        assert_eq!(problems, [], "{}", kind.module);
        assert_eq!(tables.iter().map(|table| table.rows.len()).sum::<usize>(), 0, "{}", kind.module);
    }
}

#[test]
fn a_form_explains_itself() {
    let kind = KINDS.iter().find(|kind| kind.module == "activities").expect("the kind");
    let bytes = template(kind, &lists(), &[]).expect("a workbook");
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("state=\"frozen\""));
    assert!(sheet.contains("\"中心,所,站\""), "tiers are chosen from");
    assert!(sheet.contains("'选项'!$A$1:$A$4"), "lines are chosen from");
    let texts = part(&bytes, "xl/sharedStrings.xml");
    for text in ["活动编号*", "备注（不公开）", "（示例）示例活动编号", "怎么填"] {
        assert!(texts.contains(text), "{text}");
    }
    let notes = part(&bytes, "xl/comments1.xml");
    assert_eq!(notes.matches("<comment ").count(), kind.table.columns.len());
    assert!(notes.contains("必填。例如 2026-03-05"), "{notes}");
    assert!(notes.contains("网站不读这一列"));
}

#[test]
fn the_command_writes_forms_and_overwrites_nothing_filled_in() {
    let site = TestSite::new(DISTRICTS);
    let output = site.kepu(&["data"]);
    let listed = String::from_utf8(output.stdout).expect("text");
    assert_eq!(listed.lines().count(), KINDS.len(), "{listed}");
    assert!(listed.contains("活动 (activities): "), "{listed}");

    let forms = site.root().join("forms");
    let folder = forms.to_str().expect("a path");
    let make = |arguments: &[&str]| site.kepu(&[&["data", "template", "-o", folder], arguments].concat());
    let output = make(&[]);
    assert!(output.status.success(), "{}", said(&output));
    for kind in KINDS {
        assert!(forms.join(format!("{}模板.xlsx", kind.table.name)).is_file());
    }
    let path = forms.join("阵地模板.xlsx");
    let bytes = std::fs::read(&path).expect("a form");
    assert!(part(&bytes, "xl/sharedStrings.xml").contains("示例西区"), "the site's districts");
    assert!(make(&["venues"]).status.success(), "the same form again");

    std::fs::write(&path, "filled in").expect("the file can be written");
    let output = make(&["阵地"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("may be filled in"), "{}", said(&output));
    assert_eq!(std::fs::read(&path).expect("the file"), b"filled in");

    let output = make(&["活懂"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("no table is called `活懂`"), "{}", said(&output));
    assert_eq!(kepu(&forms, &["data"]).status.code(), Some(2), "a site that was named has to be there");
}

#[test]
fn forms_can_be_made_before_there_is_a_site() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_kepu"))
        .current_dir(folder.path())
        .env("LC_ALL", "en_US.UTF-8")
        .args(["data", "template", "支队"])
        .output()
        .expect("kepu runs");
    assert!(output.status.success(), "{}", said(&output));
    let bytes = std::fs::read(folder.path().join("支队模板.xlsx")).expect("the form");
    let (_, problems) = read_file(&"支队模板.xlsx".into(), &bytes);
    assert_eq!(problems, []);
}

/// As an office sends it: a title, 时间 over three columns, numbered rows, sums, a hidden row.
#[test]
fn a_site_is_built_from_what_an_office_sends() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("三月").expect("a name");
    let head = [
        "序号",
        "活动编号",
        "活动名称",
        "品牌",
        "区县",
        "层级",
        "阵地编号",
        "时间",
        "",
        "",
        "主办单位",
        "承办支队",
        "状态",
    ];
    let own = ["", "", "", "", "", "", "", "日期", "开始", "结束", "", "", ""];
    let row = |id, name, day| {
        let clock = ["9:00", "11：30"];
        [
            "1",
            id,
            name,
            "全域科普",
            "示例东区",
            "站",
            "V1",
            day,
            clock[0],
            clock[1],
            "示例区科协",
            "示例支队",
            "确认",
        ]
    };
    let sum = ["3月小计", "", "2场", "", "", "", "", "", "", "", "", "", ""];
    let rows = [
        head,
        own,
        row("H1", "示例义诊", "2026年12月3日（周四）上午"),
        row("H2", "示例讲座", "2026.12.4"),
        sum,
        row("H3", "示例旧活动", "2026.12.5"),
        row("H4", "示例集市", "2026/12/6"),
    ];
    for (at, texts) in (1..).zip(&rows) {
        for (column, text) in (0..).zip(texts).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(at, column, *text).expect("a cell");
        }
    }
    sheet.merge_range(0, 0, 0, 12, "2026年活动安排表", &Format::new()).expect("merged");
    sheet.merge_range(1, 7, 1, 9, "时间", &Format::new()).expect("merged");
    sheet.set_row_hidden(6).expect("hidden");
    let site = TestSite::new(DISTRICTS);
    site.write("content/data/活动.xlsx", book.save_to_buffer().expect("a workbook"));
    let built = site.build();
    let calendar = built.text("calendar/all.ics");
    for name in ["示例义诊", "示例讲座", "示例集市"] {
        assert!(calendar.contains(name), "{name}");
    }
    assert!(!calendar.contains("示例旧活动"));
    assert!(calendar.contains("DTEND;TZID=Asia/Shanghai:20261203T113000"), "{calendar}");
    let told: Vec<&str> = built.report.diagnostics.iter().map(|it| it.message.zh.as_str()).collect();
    assert_eq!(told, ["隐藏的内容没有读：1 行（第 7 行）"]);
}
