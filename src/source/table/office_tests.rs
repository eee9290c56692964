//! Workbooks and CSV files as offices have them, one after another: every cell is right or reported,
//! and none is lost in silence.

use std::sync::Arc;

use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::test_books::{XlsSheet, compound, ods, ods_row, patched, xls};
use super::{Spot, Table};
use crate::diagnostic::{Diagnostic, Place, cell_name};
use crate::model::Activity;
use crate::tables::{self, Vocabulary};

type Cells<'a> = &'a [&'a [&'a str]];

const HEADER: [&str; 12] = [
    "活动编号",
    "活动名称",
    "品牌",
    "区县",
    "层级",
    "阵地编号",
    "日期",
    "开始时间",
    "结束时间",
    "主办单位",
    "承办支队",
    "状态",
];
const USUAL: [&str; 12] = [
    "1",
    "示例活动",
    "全域科普",
    "示例区",
    "站",
    "V1",
    "2026-03-05",
    "9:00",
    "",
    "示例区科协",
    "示例支队",
    "确认",
];

fn read(file: &str, bytes: &[u8]) -> (Vec<Table>, Vec<Diagnostic>) {
    tables::read_file(&Arc::from(file), bytes)
}

/// `rule 活动!C17`
fn told(problem: &Diagnostic) -> String {
    match &problem.place {
        Place::Cell { sheet, row, column } if sheet.is_empty() => {
            format!("{} {}", problem.rule.id, cell_name(*row, *column))
        }
        Place::Cell { sheet, row, column } => {
            format!("{} {sheet}!{}", problem.rule.id, cell_name(*row, *column))
        }
        _ => problem.rule.id.to_owned(),
    }
}

fn fill(sheet: &mut Worksheet, cells: Cells<'_>) {
    for (row, texts) in (0..).zip(cells) {
        for (column, text) in (0..).zip(*texts).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(row, column, *text).unwrap();
        }
    }
}

/// A workbook of one sheet, filled, then changed.
fn book(name: &str, cells: Cells<'_>, change: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name(name).unwrap();
    fill(sheet, cells);
    change(sheet);
    book.save_to_buffer().unwrap()
}

fn merge(sheet: &mut Worksheet, first: (u32, u16), last: (u32, u16), text: &str) {
    sheet.merge_range(first.0, first.1, last.0, last.1, text, &Format::new()).unwrap();
}

/// What is put into a cell.
#[derive(Debug, Clone, Copy)]
enum Put {
    Text(&'static str),
    Number(f64),
    /// A number in a format.
    As(f64, &'static str),
    /// The same, counted from 1904.
    As1904(f64, &'static str),
}

/// What becomes of it.
#[derive(Debug, Clone, Copy)]
enum Becomes {
    Is(&'static str),
    /// Reported: the rule, and what the message and the way out say.
    Told(&'static str, &'static str, &'static str),
}

use Becomes::{Is, Told};
use Put::{As, As1904, Number};

const fn text(text: &'static str) -> Put {
    Put::Text(text)
}

/// Cells of a row of activities as offices fill them in.
const VALUES: [(&str, Put, Becomes); 57] = [
    ("日期", text("2026.3.5"), Is("2026-03-05")),
    ("日期", text("2026/3/5"), Is("2026-03-05")),
    ("日期", text("2026-3-5 "), Is("2026-03-05")),
    ("日期", text("2026年3月5日"), Is("2026-03-05")),
    ("日期", text("２０２６年３月５日"), Is("2026-03-05")),
    ("日期", text("２０２６．３．５"), Is("2026-03-05")),
    ("日期", text("20260305"), Is("2026-03-05")),
    ("日期", text("2026-03-05 00:00:00"), Is("2026-03-05")),
    ("日期", text("2026年3月5日（周四）"), Is("2026-03-05")),
    ("日期", text("2026年3月5日（周四）下午"), Is("2026-03-05")),
    ("日期", text("2026年3月5日（星期四下午）"), Is("2026-03-05")),
    ("日期", text("2026年3月5日全天"), Is("2026-03-05")),
    ("日期", text("2026年3月5日、12日"), Is("2026-03-05、2026-03-12")),
    ("日期", text("2026年3月5日至7日"), Is("2026-03-05、2026-03-06、2026-03-07")),
    ("日期", text("2026年3月5日（周三）"), Told("table-bad-date", "2026-03-05 是周四", "星期")),
    ("日期", text("2026年3月5日（周三）下午"), Told("table-bad-date", "2026-03-05 是周四", "星期")),
    ("日期", text("3月5日（周四）下午"), Told("table-bad-date", "没有年份", "2026-03-05")),
    ("日期", text("2026-02-30"), Told("table-bad-date", "`2026-02-30` 不是日期", "2026-03-05")),
    ("日期", text("待定"), Told("table-bad-date", "`待定` 不是日期", "2026-03-05")),
    ("日期", text("#REF!"), Told("table-bad-date", "#REF!", "2026-03-05")),
    ("日期", text("46086"), Is("2026-03-05")),
    ("日期", Number(46086.0), Is("2026-03-05")),
    ("日期", As(46086.0, "yyyy/m/d"), Is("2026-03-05")),
    ("日期", As(46086.0, "yyyy\"年\"m\"月\"d\"日\""), Is("2026-03-05")),
    ("日期", As(46086.375, "yyyy-mm-dd hh:mm"), Is("2026-03-05")),
    ("日期", As1904(44624.0, "yyyy/m/d"), Is("2026-03-05")),
    ("日期", As1904(44624.0, "0"), Is("2026-03-05")),
    ("日期", Number(5.0), Told("table-bad-date", "`5` 不是日期", "2026-03-05")),
    ("开始时间", text("下午2:30"), Is("14:30")),
    ("开始时间", text("14：30"), Is("14:30")),
    ("开始时间", text("１４：３０"), Is("14:30")),
    ("开始时间", text("14时30分"), Is("14:30")),
    ("开始时间", text("下午两点半"), Is("14:30")),
    ("开始时间", text("14:30:00"), Is("14:30")),
    ("开始时间", text("9:00-11:30"), Is("09:00-11:30")),
    ("开始时间", text("上午９：００—１１：３０"), Is("09:00-11:30")),
    ("开始时间", text("下午2点到4点"), Is("14:00-16:00")),
    ("开始时间", As(0.604_166_666_666_667, "h:mm"), Is("14:30")),
    ("开始时间", As(0.604_166_666_666_667, "[h]:mm"), Is("14:30")),
    ("开始时间", Number(0.604_166_666_666_667), Is("14:30")),
    ("开始时间", As1904(0.604_166_666_666_667, "0.000"), Is("14:30")),
    ("开始时间", text("25:30"), Told("table-bad-time", "`25:30` 不是时间", "14:30")),
    ("开始时间", As(1.0625, "[h]:mm"), Told("table-bad-time", "`25:30` 不是时间", "14:30")),
    ("开始时间", As(1.0625, "h:mm"), Told("table-bad-time", "`25:30` 不是时间", "14:30")),
    ("开始时间", text("9:00-25:30"), Told("table-bad-time", "`9:00-25:30` 不是时间", "14:30")),
    ("开始时间", text("14.3"), Told("table-bad-time", "`14.3` 不是时间", "14:30")),
    ("开始时间", text("上午"), Told("table-bad-time", "`上午` 不是时间", "14:30")),
    ("结束时间", text("8:00"), Told("activity-end-before-start", "8:00", "下午")),
    ("活动编号", text("007"), Is("007")),
    ("活动编号", text(" ＨＤ－００７　"), Is("HD-007")),
    ("活动编号", Number(7.0), Is("7")),
    ("活动名称", text("\u{3000}急救培训 \u{a0}"), Is("急救培训")),
    ("活动名称", text("合计划算过的日子"), Is("合计划算过的日子")),
    ("层级", text("县"), Told("table-unknown-value", "`层级` 不能是 `县`", "`中心`、`所`、`站`")),
    ("状态", text("已确任"), Told("table-unknown-value", "`状态` 不能是 `已确任`", "是不是")),
    ("品牌", text("全域科谱"), Told("table-unknown-value", "`品牌` 不能是 `全域科谱`", "是不是 `全域科普`")),
    ("主办单位", text("科协；医院、学校"), Is("科协、医院、学校")),
];

fn value_of(activity: &Activity, heading: &str) -> String {
    match heading {
        "日期" => {
            let days: Vec<String> = activity.schedule.days.iter().map(ToString::to_string).collect();
            days.join("、")
        }
        "开始时间" => {
            let clock = |time: jiff::civil::Time| format!("{:02}:{:02}", time.hour(), time.minute());
            let end = activity.end.map_or(String::new(), |end| format!("-{}", clock(end)));
            clock(activity.start) + &end
        }
        "活动编号" => activity.id.clone(),
        "活动名称" => activity.name.clone(),
        "主办单位" => activity.hosts.join("、"),
        _ => panic!("{heading}"),
    }
}

/// Three activities, of which the second has something in one of its cells.
fn workbook_with(heading: &str, put: Put) -> Vec<u8> {
    let mut rows: Vec<Vec<&str>> = vec![HEADER.to_vec(); 4];
    for (row, id) in rows.iter_mut().skip(1).zip(["first", "second", "third"]) {
        *row = USUAL.to_vec();
        row[0] = id;
    }
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let column = u16::try_from(HEADER.iter().position(|it| *it == heading).unwrap()).unwrap();
    let bytes = book("活动", &rows, |sheet| {
        match put {
            Put::Text(text) => sheet.write_string(2, column, text),
            Number(number) => sheet.write_number(2, column, number),
            As(number, format) | As1904(number, format) => {
                sheet.write_number_with_format(2, column, number, &Format::new().set_num_format(format))
            }
        }
        .unwrap();
    });
    match put {
        As1904(..) => patched(&bytes, "xl/workbook.xml", "<workbookPr ", "<workbookPr date1904=\"1\" "),
        _ => bytes,
    }
}

#[test]
fn every_value_is_right_or_reported_and_loses_no_other() {
    for (heading, put, becomes) in VALUES {
        let what = format!("{heading} {put:?}");
        let file: Arc<str> = Arc::from("content/data/活动.xlsx");
        let (tables, mut problems) = read(&file, &workbook_with(heading, put));
        let tables: Vec<_> = tables.into_iter().map(|table| (Arc::clone(&file), table)).collect();
        let (agenda, more) = tables::read(&tables, &Vocabulary::default());
        problems.extend(more);
        for id in ["first", "third"] {
            assert!(agenda.activities.iter().any(|it| it.id == id), "{what}: {id} is lost");
        }
        let found = agenda.activities.iter().find(|it| !["first", "third"].contains(&it.id.as_str()));
        match becomes {
            Is(value) => {
                assert_eq!(problems, [], "{what}");
                assert_eq!(value_of(found.unwrap(), heading), value, "{what}");
            }
            Told(rule, message, help) => {
                let column = u32::try_from(HEADER.iter().position(|it| *it == heading).unwrap()).unwrap() + 1;
                let all: Vec<String> = problems.iter().map(told).collect();
                assert_eq!(all, [format!("{rule} 活动!{}", cell_name(3, column))], "{what}");
                let problem = &problems[0];
                assert!(problem.message.zh.contains(message), "{what}: {}", problem.message.zh);
                let way_out = problem.help.as_ref().unwrap();
                assert!(way_out.zh.contains(help), "{what}: {}", way_out.zh);
            }
        }
    }
}

/// A file as an office has it, and what becomes of it.
struct Office<'a> {
    what: &'a str,
    file: &'a str,
    bytes: Vec<u8>,
    /// What was written, from the first row on.
    cells: Cells<'a>,
    /// Rows of titles, headings, sums and notes: what is in them is not data.
    aside: &'a [u32],
    /// Columns that are not read: private ones, and those that only number the rows.
    unread: &'a [u32],
    /// The texts of each row that is read.
    rows: &'a [&'a str],
    /// Rules and places of what is reported.
    told: &'a [&'a str],
}

impl Office<'_> {
    fn check(&self) {
        let (tables, problems) = read(self.file, &self.bytes);
        let mut rows = Vec::new();
        let mut kept = Vec::new();
        for row in tables.iter().flat_map(|table| &table.rows) {
            let texts: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            rows.push(texts.join(" "));
            kept.extend(row.cells.iter().filter_map(|cell| match cell.spot {
                Spot::Cell(row, column) => Some((row, column)),
                Spot::Text(..) => None,
            }));
        }
        let all: Vec<String> = problems.iter().map(told).collect();
        assert_eq!(
            (&rows[..], &all[..]),
            (&strings(self.rows)[..], &strings(self.told)[..]),
            "{}",
            self.what
        );
        // A problem is told of a cell, of a row at its beginning, of a file.
        let reported = |at: (u32, u32)| {
            problems.iter().any(|problem| match problem.place {
                Place::Cell { row, column, .. } => row == at.0 || (row <= at.0 && column == at.1),
                _ => true,
            })
        };
        for (row, texts) in (1..).zip(self.cells) {
            for (column, text) in (1..).zip(*texts) {
                let lost = !text.is_empty()
                    && !self.aside.contains(&row)
                    && !self.unread.contains(&column)
                    && !kept.contains(&(row, column))
                    && !reported((row, column));
                assert!(!lost, "{}: {} `{text}` is lost", self.what, cell_name(row, column));
            }
        }
    }
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

fn csv_of(cells: Cells<'_>) -> String {
    cells.iter().map(|texts| texts.join(",") + "\r\n").collect()
}

const TEAM: &[&str] = &["支队编号", "支队名称", "类别"];
const ONE: &[&str] = &["01", "急救支队", "医疗"];
const TWO: &[&str] = &["02", "农技支队", "农业"];

/// A header of two rows, in which 时间 stands over three columns.
const GROUPED: [&[&str]; 4] = [
    &[
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
    ],
    &["", "", "", "", "", "", "日期", "开始", "结束", "", "", ""],
    &["1", "甲", "全域科普", "示例区", "站", "V1", "2026-03-05", "9:00", "11:00", "科协", "D1", "确认"],
    &["2", "乙", "全域科普", "示例区", "站", "V1", "2026-03-06", "9:00", "11:00", "科协", "D1", "确认"],
];
const GROUPED_ROWS: &[&str] = &[
    "1 甲 全域科普 示例区 站 V1 2026-03-05 9:00 11:00 科协 D1 确认",
    "2 乙 全域科普 示例区 站 V1 2026-03-06 9:00 11:00 科协 D1 确认",
];

#[test]
fn headers_of_several_rows() {
    let merged = book("活动", &GROUPED, |sheet| {
        for column in [0, 1, 2, 3, 4, 5, 9, 10, 11] {
            merge(sheet, (0, column), (1, column), GROUPED[0][usize::from(column)]);
        }
        merge(sheet, (0, 6), (0, 8), "时间");
    });
    let usual = Office {
        what: "a header of two rows, merged",
        file: "活动.xlsx",
        bytes: merged,
        cells: &GROUPED,
        aside: &[1, 2],
        unread: &[],
        rows: GROUPED_ROWS,
        told: &[],
    };
    usual.check();
    Office { what: "not merged", bytes: book("活动", &GROUPED, |_| {}), ..usual }.check();
    Office { what: "CSV in GBK", file: "活动.csv", bytes: gbk(&csv_of(&GROUPED)), ..usual }.check();
    Office {
        what: "XLS of WPS",
        file: "活动.et",
        bytes: xls(&[], &[XlsSheet::new("活动", &GROUPED)]),
        ..usual
    }
    .check();

    let mut titled = vec![&["2026年活动安排表"][..]];
    titled.extend(GROUPED);
    let bytes = book("活动", &titled, |sheet| merge(sheet, (0, 0), (0, 11), "2026年活动安排表"));
    Office { what: "a title above", bytes, cells: &titled, aside: &[1, 2, 3], ..usual }.check();

    let mut again = GROUPED.to_vec();
    again.splice(3..3, [GROUPED[0], GROUPED[1]]);
    Office {
        what: "the header on each page",
        bytes: book("活动", &again, |_| {}),
        cells: &again,
        aside: &[1, 2, 4, 5],
        ..usual
    }
    .check();

    let english: Cells<'_> = &[TEAM, &["id", "name", "category"], ONE];
    Office {
        what: "the header in two languages",
        file: "支队.xlsx",
        bytes: book("支队", english, |_| {}),
        cells: english,
        aside: &[1, 2],
        unread: &[],
        rows: &["01 急救支队 医疗"],
        told: &[],
    }
    .check();

    // A group names its columns together with their headings, and a column of its own gives its name to none.
    let high: Cells<'_> = &[
        &["基本情况", "", "", "其他", ""],
        &["支队", "", "归属", "示范", ""],
        &["编号", "名称", "类别", "理由", "口号"],
        &["01", "急救支队", "医疗", "常下乡", "甲"],
    ];
    let bytes = book("支队", high, |sheet| {
        merge(sheet, (0, 0), (0, 2), "基本情况");
        merge(sheet, (1, 0), (1, 1), "支队");
        merge(sheet, (0, 3), (0, 4), "其他");
        merge(sheet, (1, 3), (1, 4), "示范");
    });
    Office {
        what: "a header of three rows",
        file: "支队.xlsx",
        bytes,
        cells: high,
        aside: &[1, 2, 3],
        unread: &[],
        rows: &["01 急救支队 医疗 常下乡"],
        told: &["table-unknown-column 支队!E3"],
    }
    .check();
}

#[test]
fn what_is_private_in_a_group_stays_private() {
    let secret: Cells<'_> = &[
        &["支队编号", "支队名称", "类别", "负责人", "", "公开电话"],
        &["", "", "", "擅长领域", "区县", ""],
        &["01", "急救支队", "医疗", "绝密", "绝密", "023"],
    ];
    for (file, bytes) in [
        ("支队.xlsx", book("支队", secret, |sheet| merge(sheet, (0, 3), (0, 4), "负责人"))),
        ("支队.xlsx", book("支队", secret, |_| {})),
        ("支队.csv", csv_of(secret).into_bytes()),
    ] {
        let (tables, problems) = read(file, &bytes);
        let said = format!("{tables:?}{problems:?}");
        assert!(!said.contains("绝密"), "{said}");
        assert_eq!(tables[0].rows[0].get("phone").unwrap().text, "023");
        assert!(problems.iter().any(|it| it.rule.id == "table-private-heading"), "{said}");
    }
}

#[test]
fn a_private_group_may_hold_what_no_table_has() {
    let secret: Cells<'_> = &[
        &["支队编号", "支队名称", "类别", "内部（不公开）", ""],
        &["", "", "", "责任单位", "经费"],
        &["01", "急救支队", "医疗", "绝密", "绝密"],
    ];
    let down = |sheet: &mut Worksheet| {
        (0..3).for_each(|column| merge(sheet, (0, column), (1, column), secret[0][usize::from(column)]));
        merge(sheet, (0, 3), (0, 4), "内部（不公开）");
    };
    let (tables, problems) = read("支队.xlsx", &book("支队", secret, down));
    assert_eq!(problems, []);
    assert!(!format!("{tables:?}").contains("绝密"));
    assert_eq!(tables[0].rows.len(), 1);
}

#[test]
fn a_column_without_heading_is_told_unless_it_stands_in_a_private_group() {
    let secret: Cells<'_> = &[
        &["支队编号", "支队名称", "类别", "", "内部（不公开）", ""],
        &["", "", "", "", "责任单位", ""],
        &["01", "急救支队", "医疗", "散", "绝密", "绝密"],
    ];
    let down = |sheet: &mut Worksheet| {
        (0..3).for_each(|column| merge(sheet, (0, column), (1, column), secret[0][usize::from(column)]));
        merge(sheet, (0, 4), (0, 5), "内部（不公开）");
    };
    let (tables, problems) = read("支队.xlsx", &book("支队", secret, down));
    let said: Vec<String> = problems.iter().map(|problem| problem.message.zh.to_string()).collect();
    assert_eq!(said, ["D 列没有表头，没有读"]);
    assert!(!format!("{tables:?}{problems:?}").contains("绝密"));
    assert_eq!(tables[0].rows.len(), 1);
}

#[test]
fn sums_notes_and_numbers_of_rows_are_left_out() {
    let cells: Cells<'_> = &[
        &["支队一览表"],
        &["填报单位：示例区科协"],
        &["序号", "支队编号", "支队名称", "类别"],
        &["1", "01", "急救支队", "医疗"],
        &["3月小计", "", "1"],
        &["2", "02", "农技支队", "农业"],
        &["", "小 计", "1"],
        &["3", "一季度合计", "2"],
        &["4", "03", "合计支队", "小计"],
        &["5"],
        &["", "北碚区小计", "3"],
        &["", "合计", "小计算机支队", "科技"],
        &["合计：3", "", "3"],
        &["说明：以上截至三月"],
    ];
    let usual = Office {
        what: "sums in the middle",
        file: "支队.xlsx",
        bytes: book("支队", cells, |sheet| merge(sheet, (0, 0), (0, 3), "支队一览表")),
        cells,
        aside: &[1, 2, 3, 5, 7, 8, 11, 13, 14],
        unread: &[1],
        rows: &["01 急救支队 医疗", "02 农技支队 农业", "03 合计支队 小计", "合计 小计算机支队 科技"],
        told: &[],
    };
    usual.check();
    Office { what: "XLS", file: "支队.xls", bytes: xls(&[], &[XlsSheet::new("支队", cells)]), ..usual }
        .check();
    let rows: String = cells.iter().map(|texts| ods_row("", texts)).collect();
    let bytes = ods(&format!("<table:table table:name=\"支队\">{rows}</table:table>"));
    Office { what: "ODS", file: "支队.ods", bytes, ..usual }.check();
}

#[test]
fn what_is_hidden_is_counted() {
    let cells: Cells<'_> = &[TEAM, ONE, TWO, &["03", "三", "三"], &["04", "四", "四"]];
    let bytes = book("支队", cells, |sheet| {
        sheet.set_row_hidden(2).unwrap();
        sheet.set_row_hidden(3).unwrap();
    });
    let (tables, problems) = read("支队.xlsx", &bytes);
    assert_eq!(tables[0].rows.len(), 2);
    assert_eq!(problems.iter().map(told).collect::<Vec<_>>(), ["table-hidden 支队!A3"]);
    assert_eq!(problems[0].message.zh, "隐藏的内容没有读：2 行（第 3、4 行）");

    let mut two = Workbook::new();
    fill(two.add_worksheet().set_name("支队").unwrap(), &[TEAM, ONE]);
    fill(two.add_worksheet().set_name("旧支队").unwrap().set_hidden(true), cells);
    let hidden_xls =
        [XlsSheet::new("支队", &[TEAM, ONE]), XlsSheet { state: 1, ..XlsSheet::new("旧支队", cells) }];
    let rows = |cells: Cells<'_>| -> String { cells.iter().map(|texts| ods_row("", texts)).collect() };
    let hidden_ods = format!(
        "<table:table table:name=\"支队\">{}</table:table>\
         <table:table table:name=\"旧支队\" table:style-name=\"gone\">{}</table:table>",
        rows(&[TEAM, ONE]),
        rows(cells)
    );
    for (file, bytes) in [
        ("支队.xlsx", two.save_to_buffer().unwrap()),
        ("支队.xls", xls(&[], &hidden_xls)),
        ("支队.ods", ods(&hidden_ods)),
    ] {
        let (tables, problems) = read(file, &bytes);
        assert_eq!(tables.len(), 1, "{file}");
        let said: Vec<&str> = problems.iter().map(|it| it.message.zh.as_str()).collect();
        assert_eq!(said, ["工作表 `旧支队` 是隐藏的，其中 5 行没有读"], "{file}");
    }
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let plain = xls(&[], &[XlsSheet::new("支队", &[TEAM, ONE])]);
    let locked = xls(&[(0x002f, &[0; 6])], &[XlsSheet::new("支队", &[TEAM, ONE])]);
    let encrypted = compound(&[("/EncryptionInfo", b"x"), ("/EncryptedPackage", b"x")]);
    let table = book("支队", &[TEAM, ONE], |_| {});
    let html = "<html><table><tr><td>支队编号</td></tr></table></html>".as_bytes();
    for (file, bytes, expected) in [
        ("支队.xlsx", &encrypted, "table-password"),
        ("支队.et", &encrypted, "table-password"),
        ("支队.xls", &locked, "table-password"),
        ("支队.et", &locked, "table-password"),
        // Programs do not mind a wrong extension, and neither does this one.
        ("支队.xlsx", &plain, ""),
        ("支队.et", &plain, ""),
        ("支队.xls", &table, ""),
        ("支队.xls", &html.to_vec(), "table-unreadable"),
        ("支队.xlsx", &table[..table.len() / 2].to_vec(), "table-unreadable"),
        ("支队.xls", &plain[..plain.len() / 2].to_vec(), "table-unreadable"),
        ("支队.xlsx", &Vec::new(), "table-unreadable"),
    ] {
        let (tables, problems) = read(file, bytes);
        let ids: Vec<&str> = problems.iter().map(|it| it.rule.id).collect();
        let expected = if expected.is_empty() { vec![] } else { vec![expected] };
        assert_eq!(ids, expected, "{file}");
        assert_eq!(tables.len(), usize::from(expected.is_empty()), "{file}");
    }
}

#[test]
fn tables_that_are_odd_in_other_ways() {
    let cells: Cells<'_> = &[TEAM, ONE, TWO];
    let usual = Office {
        what: "CSV in GBK",
        file: "支队.csv",
        bytes: gbk(&csv_of(cells)),
        cells,
        aside: &[1],
        unread: &[],
        rows: &["01 急救支队 医疗", "02 农技支队 农业"],
        told: &[],
    };
    usual.check();
    let tabs = gbk(&csv_of(cells).replace(',', "\t"));
    Office { what: "tabs", bytes: tabs, ..usual }.check();
    Office {
        what: "a mark at the beginning",
        bytes: format!("\u{feff}{}", csv_of(cells)).into_bytes(),
        ..usual
    }
    .check();
    Office { what: "blanks around", bytes: gbk(&csv_of(cells).replace("医疗", " 医疗　 ")), ..usual }.check();
    Office { what: "no line end", bytes: gbk(csv_of(cells).trim_end()), ..usual }.check();

    let shifted: Cells<'_> = &[TEAM, &["01", "急救", "支队", "医疗"], TWO];
    Office {
        what: "a comma too many",
        bytes: gbk(&csv_of(shifted)),
        cells: shifted,
        rows: &["02 农技支队 农业"],
        told: &["table-row-width A2"],
        ..usual
    }
    .check();

    let wide = ["支队编号＊", "支　队　名　称", "类别\n（必填）"];
    let wide: Cells<'_> = &[&wide, ONE, TWO];
    Office {
        what: "headings in full width",
        file: "支队.xlsx",
        bytes: book("支队", wide, |_| {}),
        cells: wide,
        ..usual
    }
    .check();

    let far: Cells<'_> =
        &[&[], &[], &["", "", "支队编号", "支队名称", "类别"], &[], &["", "", "01", "急救支队", "医疗"]];
    Office {
        what: "a table that begins elsewhere",
        file: "支队.xlsx",
        bytes: book("支队", far, |_| {}),
        cells: far,
        aside: &[3],
        rows: &["01 急救支队 医疗"],
        ..usual
    }
    .check();

    let joined: Cells<'_> = &[TEAM, &["01", "急救支队", "医疗"], &["02", "营养支队", ""], TWO];
    Office {
        what: "a category over two rows",
        file: "支队.xlsx",
        bytes: book("支队", joined, |sheet| merge(sheet, (1, 2), (2, 2), "医疗")),
        cells: joined,
        rows: &["01 急救支队 医疗", "02 营养支队 医疗", "02 农技支队 农业"],
        ..usual
    }
    .check();

    let odd: Cells<'_> = &[
        &["支队编号", "支队名称", "类别", "口号", "备注", "类别", ""],
        &["01", "急救支队", "医疗", "甲", "乙", "丙", "丁"],
    ];
    Office {
        what: "columns that are unknown, private, twice there, nameless",
        file: "支队.xlsx",
        bytes: book("支队", odd, |_| {}),
        cells: odd,
        unread: &[5],
        rows: &["01 急救支队 医疗"],
        told: &[
            "table-unknown-column 支队!D1",
            "table-duplicate-column 支队!F1",
            "table-nameless-column 支队!G2",
        ],
        ..usual
    }
    .check();

    let short: Cells<'_> = &[&["支队编号", "支队名称"], &["01", "急救支队"]];
    Office {
        what: "a column missing",
        file: "支队.xlsx",
        bytes: book("支队", short, |_| {}),
        cells: short,
        rows: &["01 急救支队"],
        told: &["table-missing-column 支队!A1"],
        ..usual
    }
    .check();

    let none: Cells<'_> = &[&["甲", "乙"], &["丙", "丁"]];
    Office {
        what: "no header",
        file: "支队.xlsx",
        bytes: book("支队", none, |_| {}),
        cells: none,
        aside: &[2],
        rows: &[],
        told: &["table-no-header 支队!A1"],
        ..usual
    }
    .check();

    let form: Cells<'_> = &[TEAM, &["（示例）01", "示例支队", "示例类别"], ONE, TWO];
    Office {
        what: "the example of a form",
        file: "支队.xlsx",
        bytes: book("支队", form, |_| {}),
        cells: form,
        aside: &[1, 2],
        ..usual
    }
    .check();
}

#[test]
fn dates_and_times_of_other_programs() {
    let header = ods_row("", &HEADER);
    let cells = |date: &str, start: &str| {
        let text = |text: &&str| {
            format!(
                "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
            )
        };
        let before: String = USUAL[..6].iter().map(text).collect();
        let behind: String = USUAL[8..].iter().map(text).collect();
        ods(&format!(
            "<table:table table:name=\"活动\">{header}<table:table-row>{before}{date}{start}{behind}</table:table-row></table:table>"
        ))
    };
    let date = "<table:table-cell office:value-type=\"date\" office:date-value=\"2026-03-05\"/>";
    let time =
        |value: &str| format!("<table:table-cell office:value-type=\"time\" office:time-value=\"{value}\"/>");
    let (tables, problems) = read("活动.ods", &cells(date, &time("PT14H30M00S")));
    assert_eq!(problems, []);
    assert_eq!(tables[0].rows[0].get("date").unwrap().text, "2026-03-05");
    assert_eq!(tables[0].rows[0].get("start").unwrap().text, "14:30");
    let (tables, _) = read("活动.ods", &cells(date, &time("PT25H30M00S")));
    assert_eq!(tables[0].rows[0].get("start").unwrap().text, "25:30");
    let file: Arc<str> = Arc::from("活动.ods");
    let tables: Vec<_> = tables.into_iter().map(|table| (Arc::clone(&file), table)).collect();
    let (_, problems) = tables::read(&tables, &Vocabulary::default());
    assert_eq!(problems.iter().map(told).collect::<Vec<_>>(), ["table-bad-time 活动!H2"]);
}
