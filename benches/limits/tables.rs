//! Tables in every format, broken ones too, and calendars.

use std::sync::Arc;

use kepu::project::{Selection, Strictness};
use kepu::publish::{BuildOptions, build};
use kepu::tables;

use super::time;

/// A text of so many repetitions.
type Make = fn(usize) -> String;

const DOUBLINGS: [usize; 5] = [1, 2, 4, 8, 16];

pub fn run() {
    let cases: [(&str, &str, Make); 8] = [
        ("CSV", "支队.csv", |size| csv(size, "甲,乙,北碚")),
        ("CSV, rows of the wrong width", "支队.csv", |size| csv(size, "甲,乙,北碚,丙,丁")),
        ("CSV, unknown references", "活动.csv", |size| csv(size, "甲,乙,无此区县")),
        ("CSV, one row", "支队.csv", |size| format!("编号,名称\n{}", "甲,".repeat(size * 10))),
        ("YAML", "支队.yaml", |size| (0..size).map(|it| format!("- 编号: {it}\n  名称: 甲\n")).collect()),
        ("YAML, unknown keys", "支队.yaml", |size| {
            let keys: String = (0..size).map(|it| format!("  k{it}: 1\n")).collect();
            format!("- 编号: 1\n{keys}")
        }),
        ("YAML, open brackets", "支队.yaml", |size| "- 编号: [甲\n".repeat(size)),
        ("YAML, open quotation marks", "支队.yaml", |size| "- 编号: \"甲\n".repeat(size)),
    ];
    for (name, file, make) in cases {
        for factor in DOUBLINGS {
            let size = 1_000 * factor;
            let text = make(size);
            let file = Arc::from(file);
            time(name, size, text.len(), || drop(tables::read_file(&file, text.as_bytes())));
        }
    }
    for factor in DOUBLINGS {
        let size = 1_000 * factor;
        let book = workbook(size);
        let file = Arc::from("支队.xlsx");
        time("XLSX, a merged column", size, book.len(), || drop(tables::read_file(&file, &book)));
    }
    for factor in DOUBLINGS {
        let (activities, times) = (3 * factor, 365 * 3);
        calendar("calendar, daily for three years", activities, times);
    }
    for factor in DOUBLINGS {
        calendar("calendar, all on one day", 300 * factor, 1);
    }
}

fn csv(size: usize, cells: &str) -> String {
    let rows: String = (0..size).map(|row| format!("{row},{cells}\n")).collect();
    format!("编号,名称,类别,区县\n{rows}")
}

fn workbook(size: usize) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let format = rust_xlsxwriter::Format::new();
    let last = u32::try_from(size).expect("a row");
    for (column, text) in (0..).zip(["编号", "名称", "类别", "区县"]) {
        sheet.write_string(0, column, text).expect("a cell");
    }
    for row in 1..=last {
        sheet.write_number(row, 0, row).expect("a cell").write_string(row, 1, "甲").expect("a cell");
    }
    sheet.merge_range(1, 3, last, 3, "北碚", &format).expect("merged cells");
    book.save_to_buffer().expect("a workbook")
}

/// Builds a site of so many activities of so many days.
fn calendar(name: &str, activities: usize, times: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path().join("content/data");
    std::fs::create_dir_all(&data).expect("a folder");
    let topics = "topics:\n  - { id: nutrition, name: 营养 }\n";
    std::fs::write(folder.path().join("site.yaml"), format!("title: 站\n{topics}")).expect("a file");
    let mut text =
        "活动编号,活动名称,品牌,区县,层级,阵地编号,日期,开始时间,主办单位,承办支队,状态,重复\n".to_owned();
    for row in 0..activities {
        let rule = if times > 1 { format!("每天 共{}次", times.min(999)) } else { String::new() };
        text += &format!("N{row},义诊,全域科普,北碚,站,Z1,2026-11-23,9:00,科协,D1,确认,{rule}\n");
    }
    std::fs::write(data.join("活动.csv"), &text).expect("a file");
    let selection = Selection { day: "2026-11-23".parse().expect("a day"), drafts: false, future: false };
    let output = folder.path().join("public");
    let options =
        BuildOptions { output, selection, no_cache: true, strictness: Strictness::Errors, record: false };
    time(name, activities * times.min(999), text.len(), || {
        let report = build(folder.path(), &options, &|_, _| {}).expect("the build runs");
        assert!(report.published, "{:?}", report.diagnostics.first());
    });
}
