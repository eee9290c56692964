//! Tables as they come: every cell right or reported, none lost in silence.

use std::sync::Arc;

use jiff::civil::{date, time};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use super::{CellValue, Spot, Table};
use crate::diagnostic::cell_name;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::tables;

fn read_named(name: &str, bytes: &[u8]) -> (Vec<Table>, Vec<Diagnostic>) {
    tables::read_file(&Arc::from(name), bytes)
}

/// The tables of a workbook whose first sheet is called `sheet`.
fn workbook(name: &str, sheet: &str, fill: impl FnOnce(&mut Worksheet)) -> (Vec<Table>, Vec<Diagnostic>) {
    let mut workbook = Workbook::new();
    let worksheet = workbook.add_worksheet();
    worksheet.set_name(sheet).unwrap();
    fill(worksheet);
    read_named(name, &workbook.save_to_buffer().unwrap())
}

fn write(sheet: &mut Worksheet, row: u32, texts: &[&str]) {
    for (column, text) in (0..).zip(texts).filter(|(_, text)| !text.is_empty()) {
        sheet.write_string(row, column, *text).unwrap();
    }
}

const VENUES: [&str; 4] = ["阵地编号*", "阵地名称*", "层级*", "区县*"];

fn texts<'a>(table: &'a Table, key: &str) -> Vec<&'a str> {
    table.rows.iter().map(|row| row.get(key).map_or("", |cell| cell.text.as_str())).collect()
}

fn cell(sheet: &str, row: u32, column: u32) -> Place {
    Place::Cell { sheet: sheet.into(), row, column }
}

#[test]
fn names_cells_as_spreadsheets_do() {
    assert_eq!(cell_name(17, 3), "C17");
    assert_eq!(cell_name(1, 26), "Z1");
    assert_eq!(cell_name(2, 27), "AA2");
    assert_eq!(cell_name(3, 16384), "XFD3");
}

#[test]
fn finds_the_header_under_a_title_and_leaves_out_blanks_totals_and_notes() {
    let (tables, problems) = workbook("data/阵地.xlsx", "Sheet1", |sheet| {
        sheet.merge_range(0, 0, 0, 3, "２０２６年科普阵地一览表", &Format::new()).unwrap();
        write(sheet, 1, &["填报单位：示例区科协"]);
        write(sheet, 3, &VENUES);
        write(sheet, 4, &["001", " 示例中心　", "中心", "北碚"]);
        write(sheet, 6, &VENUES);
        write(sheet, 7, &["007", "示例站", "站", "潼南"]);
        write(sheet, 8, &["合 计", "2个"]);
        write(sheet, 9, &["注：以上数据截至十二月"]);
    });
    assert_eq!(problems, []);
    let table = &tables[0];
    assert_eq!(table.kind.name, "阵地");
    assert_eq!(texts(table, "id"), ["001", "007"]);
    assert_eq!(texts(table, "name"), ["示例中心", "示例站"]);
    assert_eq!(table.rows[1].get("name").unwrap().spot, Spot::Cell(8, 2));
    assert_eq!(table.label(Spot::Cell(8, 2)).en, "Sheet1!B8");
}

#[test]
fn fills_merged_cells_downwards_only() {
    let (tables, problems) = workbook("阵地.xlsx", "阵地", |sheet| {
        // A header two rows high, in which some cells are merged.
        sheet.merge_range(0, 0, 1, 0, "阵地编号", &Format::new()).unwrap();
        sheet.merge_range(0, 1, 1, 1, "阵地名称", &Format::new()).unwrap();
        sheet.merge_range(0, 2, 0, 3, "所在", &Format::new()).unwrap();
        write(sheet, 1, &["", "", "层级", "区县"]);
        write(sheet, 2, &["A1", "一", "站"]);
        write(sheet, 3, &["A2", "二", "站"]);
        sheet.merge_range(2, 3, 5, 3, "北碚", &Format::new()).unwrap();
        write(sheet, 4, &["A3", "三", "所"]);
        sheet.merge_range(6, 0, 6, 1, "A4", &Format::new()).unwrap();
    });
    assert_eq!(problems, []);
    assert_eq!(texts(&tables[0], "id"), ["A1", "A2", "A3", "A4"]);
    assert_eq!(texts(&tables[0], "district"), ["北碚", "北碚", "北碚", ""]);
    assert_eq!(texts(&tables[0], "name"), ["一", "二", "三", ""]);
}

#[test]
fn keeps_the_type_of_dates_times_and_numbers() {
    let (tables, problems) = workbook("活动2026.xlsx", "三月", |sheet| {
        write(sheet, 0, &["活动编号", "日期", "开始时间", "名额", "报名截止"]);
        sheet.write_number(1, 0, 7).unwrap();
        let day = ExcelDateTime::from_ymd(2026, 3, 5).unwrap();
        sheet.write_datetime_with_format(1, 1, &day, &Format::new().set_num_format("yyyy/m/d")).unwrap();
        let clock = ExcelDateTime::from_hms(14, 30, 0).unwrap();
        sheet.write_datetime_with_format(1, 2, &clock, &Format::new().set_num_format("h:mm")).unwrap();
        sheet.write_number(1, 3, 30.0).unwrap();
        let both = ExcelDateTime::from_ymd(2026, 3, 4).unwrap().and_hms(18, 0, 0).unwrap();
        sheet
            .write_datetime_with_format(1, 4, &both, &Format::new().set_num_format("yyyy-mm-dd hh:mm"))
            .unwrap();
    });
    let missing = problems.iter().filter(|problem| problem.rule.id == "table-missing-column").count();
    assert_eq!((missing, problems.len()), (8, 8));
    assert_eq!(problems[0].place, cell("三月", 1, 1));
    let row = &tables[0].rows[0];
    assert_eq!(row.get("id").unwrap().text, "7");
    assert_eq!(row.get("date").unwrap().value, CellValue::Date(date(2026, 3, 5)));
    assert_eq!(row.get("start").unwrap().value, CellValue::Time(time(14, 30, 0, 0)));
    assert_eq!(row.get("start").unwrap().text, "14:30");
    assert_eq!(row.get("capacity").unwrap().text, "30");
    assert_eq!(row.get("signup-deadline").unwrap().text, "2026-03-04 18:00");
}

#[test]
fn tells_of_unknown_missing_and_repeated_headings() {
    let (tables, problems) = workbook("阵地.xlsx", "阵地", |sheet| {
        write(sheet, 0, &["阵地编号", "阵地名称", "层级", "地止", "阵地编号"]);
        write(sheet, 1, &["1", "一", "站", "路", "2"]);
    });
    let told: Vec<_> = problems.iter().map(|it| (it.rule.id, it.rule.severity, it.place.clone())).collect();
    assert_eq!(
        told,
        [
            ("table-unknown-column", Severity::Warning, cell("阵地", 1, 4)),
            ("table-duplicate-column", Severity::Error, cell("阵地", 1, 5)),
            ("table-missing-column", Severity::Error, cell("阵地", 1, 1)),
        ]
    );
    assert!(problems[0].help.as_ref().unwrap().zh.contains("`地址`"));
    assert!(problems[1].message.zh.contains("A1"), "{}", problems[1].message.zh);
    assert_eq!(texts(&tables[0], "id"), ["1"]);
}

#[test]
fn one_stray_cell_far_away_costs_nothing() {
    let (tables, _) = workbook("阵地.xlsx", "阵地", |sheet| {
        write(sheet, 0, &VENUES);
        write(sheet, 1, &["1", "一", "站", "北碚"]);
        sheet.write_string(1_048_575, 16_383, "x").unwrap();
    });
    assert_eq!(tables[0].rows.len(), 1);
}

#[test]
fn sheets_say_what_they_are() {
    let mut book = Workbook::new();
    for (name, header) in [
        ("活动", ["活动编号", "活动名称", "日期"]),
        ("支队", ["支队编号", "支队名称", "类别"]),
        ("填表说明", ["随便", "写", "写"]),
        ("Sheet4", ["行政区划代码", "区县", "试点"]),
        ("杂项", ["甲", "乙", "丙"]),
    ] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        write(sheet, 0, &header);
        write(sheet, 1, &["1", "2", "否"]);
    }
    book.add_worksheet();
    let (tables, problems) = read_named("2026年数据.xlsx", &book.save_to_buffer().unwrap());
    let kinds: Vec<_> = tables.iter().map(|table| (table.kind.name, table.sheet.as_str())).collect();
    assert_eq!(kinds, [("活动", "活动"), ("支队", "支队"), ("区县", "Sheet4")]);
    let unknown: Vec<_> = problems.iter().filter(|it| it.rule.id == "table-unknown-sheet").collect();
    assert_eq!(unknown.len(), 1);
    assert_eq!(unknown[0].place, cell("杂项", 1, 1));
}

#[test]
fn csv_in_gbk_counts_rows_as_spreadsheets_do() {
    let text = "支队一览,,,\r\n\r\n支队编号,支队名称,类别,示范理由\r\n01,\"急救\r\n支队\",医疗,\"说,明\"\r\n\r\n02,营养支队,医疗,\r\n";
    let (bytes, _, _) = encoding_rs::GBK.encode(text);
    let (tables, problems) = read_named("支队.csv", &bytes);
    assert_eq!(problems, []);
    let table = &tables[0];
    assert_eq!(texts(table, "id"), ["01", "02"]);
    assert_eq!(texts(table, "name"), ["急救\r\n支队", "营养支队"]);
    assert_eq!(texts(table, "model-reason"), ["说,明", ""]);
    let spots: Vec<_> = table.rows.iter().map(|row| row.spot).collect();
    assert_eq!(spots, [Spot::Cell(4, 1), Spot::Cell(6, 1)]);
    assert_eq!(table.label(spots[1]).zh, "A6");
}

#[test]
fn csv_with_a_mark_tabs_or_semicolons() {
    for text in [
        "\u{feff}支队编号,支队名称,类别\n01,甲,乙",
        "支队编号\t支队名称\t类别\n01\t甲\t乙",
        "sep=;\n支队编号;支队名称;类别\n01;甲;乙",
    ] {
        let (tables, problems) = read_named("a/支队.csv", text.as_bytes());
        assert_eq!(problems, [], "{text}");
        assert_eq!(texts(&tables[0], "id"), ["01"]);
    }
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain("支队编号\t支队名称\t类别\r\n01\t甲\t乙".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(texts(&read_named("支队.csv", &utf16).0[0], "name"), ["甲"]);
}

#[test]
fn what_cannot_be_read_is_an_error() {
    for (name, bytes, id) in [
        ("支队.csv", &b"\xff\xff\xff\x80"[..], "table-encoding"),
        ("支队.csv", "你好\n世界".as_bytes(), "table-no-header"),
        ("活动.xlsx", b"PK\x03\x04 broken", "table-unreadable"),
        ("活动.doc", b"", "table-unreadable"),
        ("活动.yaml", b"just words", "table-shape"),
        ("x.yaml", b"- a: 1\n", "table-unknown-kind"),
    ] {
        let (tables, problems) = read_named(name, bytes);
        assert_eq!((tables.len(), problems[0].rule.id), (0, id), "{name}");
        assert_eq!(problems[0].rule.severity, Severity::Error);
    }
}

#[test]
fn yaml_in_chinese_and_english_with_places() {
    let text = "# 阵地\n- 阵地编号: \"007\"\n  名称: 示例站\n  层级: 站\n  district: 北碚\n  地止: 路\n- id: '8'\n  name: ~\n  capacity: 40\n";
    let (tables, problems) = read_named("阵地-村.yaml", text.as_bytes());
    assert_eq!(problems.len(), 1);
    let Place::Span(span) = problems[0].place else { panic!() };
    assert_eq!(&text[span.start..span.end], "地止");
    assert_eq!(texts(&tables[0], "id"), ["007", "8"]);
    assert_eq!(texts(&tables[0], "name"), ["示例站", ""]);
    let Spot::Text(span, line) = tables[0].rows[1].get("capacity").unwrap().spot else { panic!() };
    assert_eq!((&text[span.start..span.end], line), ("40", 9));
}

#[test]
fn yaml_of_several_tables_lists_and_broken_rows() {
    let text = "支队:\n  - 支队编号: '1'\n    支队名称: 甲\n    擅长领域: [急救, 营养]\n区县:\n  - 代码: '5'\n    区县: 北碚\n";
    let (tables, problems) = read_named("数据.yml", text.as_bytes());
    assert_eq!(problems, []);
    assert_eq!(texts(&tables[0], "skills"), ["急救、营养"]);
    assert_eq!(tables[1].kind.name, "区县");

    let broken =
        "- 编号: 1\n  名称: 甲\n- 编号: 2\n  名称: [乙\n- 编号: 3\n  名称: 丙\n- 编号: *x\n  名称: 丁\n";
    let (tables, problems) = read_named("支队.yaml", broken.as_bytes());
    assert_eq!(problems[0].rule.id, "table-syntax");
    assert_eq!(problems.last().unwrap().rule.id, "table-cell-shape");
    let ids = texts(&tables[0], "id");
    assert!(ids.contains(&"1") && ids.contains(&"3"), "{ids:?} {problems:?}");
    assert_eq!(texts(&tables[0], "name").last(), Some(&"丁"));
}

#[test]
fn private_columns_are_not_kept() {
    let secret = "绝密13900000000";
    let text = format!(
        "支队编号,支队名称,类别,负责人,备注（不公开）,家庭住址(不公开),备注,手机\n1,甲,乙,{secret},{secret},{secret},{secret},{secret}\n"
    );
    let (tables, problems) = read_named("支队.csv", text.as_bytes());
    assert_eq!(problems, []);
    assert!(!format!("{tables:?}").contains(secret));
    let yaml = format!(
        "- 编号: 1\n  名称: 甲\n  负责人: {secret}\n  电话（不公开）: {secret}\n  备注: {{a: {secret}}}\n"
    );
    let (tables, problems) = read_named("支队.yaml", yaml.as_bytes());
    assert_eq!(problems, []);
    assert!(!format!("{tables:?}").contains(secret));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn reading_never_panics(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
        text in "[-活动编号日期: \\[\\]{}&*,\"\n\r\t#|>a-z0-9：]{0,200}",
    ) {
        for name in ["活动.csv", "支队.yaml", "阵地.xlsx", "区县.ods", "a.xls", "x.yaml", ""] {
            read_named(name, &bytes);
            read_named(name, text.as_bytes());
        }
    }

    #[test]
    fn every_cell_of_a_csv_is_kept(rows in proptest::collection::vec(("[a-z]{1,5}", "[ \"甲乙,;\n]{0,6}x"), 1..20)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["支队编号", "支队名称", "类别"]).unwrap();
        for (id, name) in &rows {
            writer.write_record([&format!("T{id}"), name, "类"]).unwrap();
        }
        let (tables, problems) = read_named("支队.csv", &writer.into_inner().unwrap());
        prop_assert_eq!(problems, []);
        let names: Vec<&str> = rows.iter().map(|(_, name)| name.trim()).collect();
        prop_assert_eq!(texts(&tables[0], "name"), names);
    }
}
