//! Tables made to harm, or by accident harmful: nothing private is kept or quoted, nothing grows.

use std::sync::Arc;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::Table;
use super::limits::{MOST_CELLS, MOST_ROWS};
use super::test_books::{self, XlsSheet, ods, ods_row, xlsx};
use crate::diagnostic::Diagnostic;
use crate::tables;

/// Longer than anything a message might shorten it to.
const SECRET: &str = "绝密13900000000";

fn read_named(name: &str, bytes: &[u8]) -> (Vec<Table>, Vec<Diagnostic>) {
    tables::read_file(&Arc::from(name), bytes)
}

/// Tables and diagnostics as one text: what any later stage could leak.
fn all(name: &str, bytes: &[u8]) -> (String, Vec<String>) {
    let (tables, problems) = read_named(name, bytes);
    let ids = problems.iter().map(|problem| problem.rule.id.to_owned()).collect();
    (format!("{tables:?} {problems:?}"), ids)
}

#[track_caller]
fn keeps_secret(name: &str, bytes: &[u8]) -> Vec<String> {
    let (said, ids) = all(name, bytes);
    assert!(!said.contains(SECRET) && !said.contains("13900000000"), "{name}: {said}");
    ids
}

#[test]
fn a_row_of_the_wrong_width_is_refused() {
    let header = "编号,名称,类别,备注,区县,公开电话";
    for row in [
        // A comma too many in the private cell, with and without an empty end.
        format!("1,甲,乙,见,{SECRET},北碚,023"),
        format!("1,甲,乙,见,{SECRET},北碚,"),
        format!("1,甲,乙,见,{SECRET},,"),
        format!("1,甲,乙,,{SECRET},北碚,"),
        // A comma too many before it, and one missing.
        format!("1,甲,乙,丙,{SECRET},北碚,023"),
        format!("1,甲,{SECRET},北碚,023"),
        format!("1,甲,{SECRET}"),
        // Cells behind the header.
        format!("1,甲,乙,,北碚,023,{SECRET}"),
        format!("1,甲,乙,,北碚,023,,,{SECRET}"),
    ] {
        for separator in [',', ';', '\t'] {
            let text = format!("{header}\n2,丙,丁,,渝中,\n{row}\n3,戊,己,,巴南,\n")
                .replace(',', &separator.to_string());
            let ids = keeps_secret("支队.csv", text.as_bytes());
            assert!(ids.iter().any(|id| id == "table-row-width"), "{row}: {ids:?}");
            let (tables, _) = read_named("支队.csv", text.as_bytes());
            assert_eq!(tables[0].rows.len(), 2, "the rows beside it are read: {row}");
        }
    }
}

#[test]
fn empty_cells_at_the_end_are_harmless() {
    for text in [
        "编号,名称,类别,区县\n1,甲,乙,北碚,\n2,丙,丁,,,\n,,,,,,\n3,戊,己\n",
        "编号,名称,类别,区县,,\n1,甲,乙,北碚,,\n2,丙,丁,渝中\n3,戊,己,\n",
        "编号,名称,类别,区县,备注\n1,甲,乙,北碚,,\n2,丙,丁,,见备注,,\n3,戊,己,,\n",
    ] {
        let (tables, problems) = read_named("支队.csv", text.as_bytes());
        assert_eq!(problems, [], "{text}");
        assert_eq!(tables[0].rows.len(), 3, "{text}");
    }
}

#[test]
fn headings_are_folded_before_they_are_compared() {
    for heading in [
        "主讲人（不\u{200b}公开）",
        "主讲人（不\u{feff}公\u{2060}开）",
        "主讲人（不 公 开）",
        "主讲人\u{202e}（不公开）",
        "主讲人(不\u{fe00}公开)",
        "主讲人（内\u{ad}部）",
        "主讲人（ＰＲＩＶＡＴＥ）",
        "主讲人（PriVate）",
        "主讲人（𝐩𝐫𝐢𝐯𝐚𝐭𝐞）",
        "主讲人（內部）",
        "主讲人（不·公·开）",
        "主讲人（\u{f967}公开）",
        "主讲人\n（不\n公开）",
        "备\u{200d}注",
        "联系\u{3164}电话",
        "ＮＯＴＥ",
        "n\u{200b}ote",
    ] {
        let csv = format!("编号,名称,品牌,\"{heading}\"\n1,甲,乙,{SECRET}\n");
        let ids = keeps_secret("活动.csv", csv.as_bytes());
        assert!(!ids.iter().any(|id| id == "table-unknown-column"), "{heading:?}: {ids:?}");
        let key = serde_json::to_string(heading).unwrap();
        keeps_secret("活动.yaml", format!("- 编号: '1'\n  名称: 甲\n  {key}: {SECRET}\n").as_bytes());
        let book =
            workbook(|sheet| write(sheet, &[&["编号", "名称", "品牌", heading], &["1", "甲", "乙", SECRET]]));
        keeps_secret("活动.xlsx", &book);
    }
}

fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet().set_name("活动").unwrap());
    book.save_to_buffer().unwrap()
}

fn write(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*cells).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(row, column, *text).unwrap();
        }
    }
}

#[test]
fn hidden_parts_of_a_workbook_are_not_read() {
    type Hide = fn(&mut Worksheet);
    let table: &[&[&str]] = &[&["编号", "名称", "主讲人"], &["1", "甲", "乙"], &["2", SECRET, SECRET]];
    let column: &[&[&str]] = &[&["编号", "名称", "主讲人"], &["1", "甲", SECRET], &["2", "乙", SECRET]];
    let cases: [(&[&[&str]], Hide); 6] = [
        (table, |sheet| {
            sheet.set_row_hidden(2).unwrap();
        }),
        (table, |sheet| {
            sheet.set_row_height(2, 0).unwrap();
        }),
        (table, |sheet| {
            sheet.set_row_height(2, 0.4).unwrap();
        }),
        (column, |sheet| {
            sheet.set_column_hidden(2).unwrap();
        }),
        (column, |sheet| {
            sheet.set_column_width(2, 0).unwrap();
        }),
        (table, |sheet| {
            sheet.group_rows_collapsed(2, 2).unwrap();
        }),
    ];
    for (number, (rows, hide)) in cases.into_iter().enumerate() {
        let book = workbook(|sheet| {
            write(sheet, rows);
            hide(sheet);
        });
        let ids = keeps_secret("活动.xlsx", &book);
        assert!(ids.iter().any(|id| id == "table-hidden"), "{number}: {ids:?}");
    }
}

#[test]
fn hidden_sheets_and_those_named_private_are_not_read() {
    type Hide = fn(&mut Worksheet);
    let sheets: [(&str, Hide, &str); 6] = [
        (
            "活动2",
            |sheet| {
                sheet.set_hidden(true);
            },
            "table-hidden",
        ),
        (
            "活动3",
            |sheet| {
                sheet.set_very_hidden(true);
            },
            "table-hidden",
        ),
        ("内部", |_| {}, "table-private-name"),
        ("不公开活动", |_| {}, "table-private-name"),
        ("活动（不\u{200b}公开）", |_| {}, "table-private-name"),
        ("Private", |_| {}, "table-private-name"),
    ];
    for (name, hide, id) in sheets {
        let mut book = Workbook::new();
        write(book.add_worksheet().set_name("活动").unwrap(), &[&["编号", "名称"], &["1", "甲"]]);
        let sheet = book.add_worksheet().set_name(name).unwrap();
        write(sheet, &[&["编号", "名称"], &["2", SECRET]]);
        hide(sheet);
        let ids = keeps_secret("活动.xlsx", &book.save_to_buffer().unwrap());
        assert!(ids.iter().any(|found| found == id), "{name}: {ids:?}");
    }
    let row = format!("编号,名称\n1,{SECRET}\n");
    for name in ["content/data/内部/活动.csv", "content/data/活动（不公开）.csv", "content/data/private.csv"]
    {
        assert_eq!(keeps_secret(name, row.as_bytes()), ["table-private-name"]);
    }
    let yaml = format!("活动:\n- 编号: '1'\n  名称: 甲\n活动（不公开）:\n- 编号: '2'\n  名称: {SECRET}\n");
    assert!(keeps_secret("数据.yaml", yaml.as_bytes()).contains(&"table-private-name".to_owned()));
}

#[test]
fn a_heading_over_several_columns_marks_all_of_them() {
    let header: &[&str] = &["编号", "名称", "主讲人", "公开电话", "名额"];
    let row: &[&str] = &["1", "甲", SECRET, SECRET, SECRET];
    for heading in ["内部信息（不公开）", "内部信息", "联系人", "备注"] {
        let merged = workbook(|sheet| {
            write(sheet, &[&[], header, row]);
            sheet.merge_range(0, 2, 0, 4, heading, &Format::new()).unwrap();
        });
        let loose = workbook(|sheet| write(sheet, &[&["", "", heading], header, row]));
        let csv = format!(",,{heading},,\n{}\n{}\n", header.join(","), row.join(","));
        for (name, bytes) in [("活动.xlsx", merged), ("活动.xlsx", loose), ("活动.csv", csv.into_bytes())]
        {
            let ids = keeps_secret(name, &bytes);
            assert!(ids.iter().any(|id| id == "table-private-heading"), "{heading} {name}: {ids:?}");
        }
    }
    // A title over the whole table, and a note that only mentions the word.
    let whole = format!("活动安排表（内部资料，勿外传）,,\n编号,名称,主讲人\n1,{SECRET},{SECRET}\n");
    assert_eq!(keeps_secret("活动.csv", whole.as_bytes()), ["table-private-heading"]);
    let note = "说明：写明（不公开）的列不会发布,,\n编号,名称,主讲人\n1,甲,乙\n";
    let (tables, _) = read_named("活动.csv", note.as_bytes());
    assert_eq!(tables[0].rows[0].get("speaker").unwrap().text, "乙");
}

#[test]
fn what_lies_under_merged_cells_is_not_read() {
    let book = workbook(|sheet| {
        write(sheet, &[&["编号", "名称", "主讲人"], &["1", "甲"], &["2", "乙"]]);
        sheet.merge_range(1, 1, 2, 2, "甲", &Format::new()).unwrap();
        sheet.write_string(1, 2, SECRET).unwrap();
        sheet.write_string(2, 2, SECRET).unwrap();
    });
    assert!(keeps_secret("活动.xlsx", &book).contains(&"table-covered-cell".to_owned()));
}

#[test]
fn values_that_swallow_the_next_column_are_refused() {
    for text in [
        format!("- 编号: '1'\n  名称: 甲\n  主讲人: 乙\n    备注：{SECRET}\n"),
        format!("- 编号: '1'\n  名称: 甲\n  主讲人: \"乙\n    备注: {SECRET}\"\n"),
        format!("- 编号: '1'\n  名称: 甲\n  主讲人: '乙\n\n    身份证号: {SECRET}'\n"),
        format!("- 编号: '1'\n  名称: 甲\n  主讲人: |\n    乙\n    联系电话: {SECRET}\n"),
        format!("- 编号: '1'\n  名称: 甲\n  主讲人: |\n    联系电话: {SECRET}\n    乙\n"),
        format!("- 编号: '1'\n  名称: 甲\n  主讲人: >-\n    备注：{SECRET}\n"),
        format!("- 编号: '1'\n  名称: 甲\n  主讲人: [乙, 丙\n    备注：{SECRET}]\n"),
    ] {
        let ids = keeps_secret("活动.yaml", text.as_bytes());
        assert!(ids.iter().any(|id| id == "table-run-on-value"), "{text}: {ids:?}");
    }
    let fine = "- 编号: '1'\n  名称: 甲\n  变更说明: |\n    原因：停电\n    改到下周\n";
    let (_, problems) = read_named("活动.yaml", fine.as_bytes());
    assert_eq!(problems, []);
}

#[test]
fn messages_of_broken_yaml_quote_nothing() {
    for text in [
        format!("- 编号: '1'\n  名称: 甲\n  身份证号: {SECRET}\n"),
        format!("- 编号: '1'\n  名称: 甲\n  身份证号：{SECRET}\n"),
        format!("- 编号: '1'\n  名称: 甲\n  备注: \"{SECRET}\n"),
        format!("- 编号: '1'\n  名称: 甲\n  备注: 见: {SECRET}\n"),
        format!("- 编号: '1'\n  名称: 甲\n  <<: *{SECRET}\n"),
        format!("- 编号: '1'\n  名称: 甲\n  <<: {{备注: {SECRET}}}\n"),
        format!("- 编号: '1'\n  名称: {{备注: {SECRET}}}\n"),
        format!("- 编号: '1'\n  名称: 甲\n- {SECRET}\n"),
        format!("- 编号: '1'\n  名称: 甲\n  {SECRET}: 1\n"),
        format!("- 编号: '1'\n  名称: 甲\n  ? [{SECRET}]\n  : 1\n"),
        format!("- 编号: '1'\n  名称: 甲\n  备注: !{SECRET} 1\n"),
        format!("%{SECRET}\n---\n- 编号: '1'\n"),
        SECRET.to_owned(),
        format!("备注: {SECRET}\n"),
    ] {
        for name in ["活动.yaml", "数据.yml"] {
            keeps_secret(name, text.as_bytes());
        }
    }
}

#[test]
fn hidden_parts_of_an_ods_are_not_read() {
    let header = ods_row("", &["编号", "名称", "主讲人"]);
    let good = ods_row("", &["1", "甲", "乙"]);
    let secret = |attributes: &str| ods_row(attributes, &["2", SECRET, SECRET]);
    let table = |inside: &str| ods(&format!("<table:table table:name=\"活动\">{inside}</table:table>"));
    for (book, id) in [
        (table(&format!("{header}{good}{}", secret("table:visibility=\"collapse\""))), "table-hidden"),
        (table(&format!("{header}{good}{}", secret("table:visibility=\"filter\""))), "table-hidden"),
        (table(&format!("{header}{good}{}", secret("table:style-name=\"low\""))), "table-hidden"),
        (
            table(&format!(
                "{header}{good}<table:table-row-group table:display=\"false\">{}</table:table-row-group>",
                secret("")
            )),
            "table-hidden",
        ),
        (
            table(&format!(
                "<table:table-column/><table:table-column table:number-columns-repeated=\"2\" \
                 table:visibility=\"collapse\"/>{header}{}",
                secret("")
            )),
            "table-hidden",
        ),
        (
            ods(&format!(
                "<table:table table:name=\"活动\">{header}{good}</table:table>\
                 <table:table table:name=\"b\" table:style-name=\"gone\">{header}{}</table:table>",
                secret("")
            )),
            "table-hidden",
        ),
        (
            ods(&format!("<table:table table:name=\"内部\">{header}{}</table:table>", secret(""))),
            "table-private-name",
        ),
    ] {
        let ids = keeps_secret("活动.ods", &book);
        assert!(ids.iter().any(|found| found == id), "{id}: {ids:?}");
    }
    let book = table(&format!("{header}{good}{good}"));
    let (tables, _) = read_named("活动.ods", &book);
    assert_eq!(tables[0].rows[0].get("name").unwrap().text, "甲");
    let annotated = header.clone()
        + &ods_row(
            "",
            &["1", "甲", &format!("乙<office:annotation><text:p>{SECRET}</text:p></office:annotation>")],
        );
    keeps_secret("活动.ods", &table(&annotated));
}

/// Reads a file made to harm; it has to be refused, or done with, soon.
#[track_caller]
fn quick(name: &str, bytes: &[u8]) -> Vec<String> {
    let began = Instant::now();
    let (tables, problems) = read_named(name, bytes);
    let took = began.elapsed();
    assert!(took < Duration::from_secs(20), "{name}: {took:?} for {} bytes", bytes.len());
    let cells: usize = tables.iter().flat_map(|table| &table.rows).map(|row| row.cells.len()).sum();
    assert!(cells <= MOST_CELLS, "{name}: {cells} cells");
    problems.iter().map(|problem| problem.rule.id.to_owned()).collect()
}

#[test]
fn workbooks_do_not_expand_beyond_bounds() {
    let header = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>编号</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>名称</t></is></c></row>";
    let sheet = |rows: &str, behind: &str| {
        format!("<worksheet><sheetData>{header}{rows}</sheetData>{behind}</worksheet>")
    };
    let too_large =
        |ids: Vec<String>| ids.iter().any(|id| id == "table-too-large" || id == "table-workbook-too-large");
    // Blanks, cells without a value, shared strings without text, one long string told often.
    assert!(too_large(quick("活动.xlsx", &xlsx(&sheet(&" ".repeat(120 << 20), ""), ""))));
    assert!(too_large(quick("活动.xlsx", &xlsx(&sheet(&"<row><c/></row>".repeat(2_200_000), ""), ""))));
    assert!(too_large(quick(
        "活动.xlsx",
        &xlsx(&sheet("", ""), &format!("<sst>{}</sst>", "<si/>".repeat(7_000_000)))
    )));
    let strings = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(1 << 20));
    let cells = "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>0</v></c></row>".repeat(10_000);
    let told = quick("活动.xlsx", &xlsx(&sheet(&cells, ""), &strings));
    assert!(too_large(told.clone()), "{told:?}");
    let cells = "<row><c t=\"n\"><v>1</v></c></row>".repeat(MOST_ROWS + 1);
    assert!(too_large(quick("活动.xlsx", &xlsx(&sheet(&cells, ""), "<sst></sst>"))));
    // One region told ten thousand times, and regions over each other.
    let rows: String =
        (2..6000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>")).collect();
    for regions in [
        "<mergeCell ref=\"A2:B1000000\"/>".repeat(10_000),
        (2..12_000).map(|row| format!("<mergeCell ref=\"A{row}:XFD1048576\"/>")).collect(),
    ] {
        quick(
            "活动.xlsx",
            &xlsx(&sheet(&rows, &format!("<mergeCells>{regions}</mergeCells>")), "<sst></sst>"),
        );
    }
    let columns = "<cols><col min=\"1\" max=\"16384\" hidden=\"1\"/></cols>".repeat(1000);
    quick(
        "活动.xlsx",
        &xlsx(&format!("<worksheet>{columns}<sheetData>{header}</sheetData></worksheet>"), "<sst></sst>"),
    );

    let header = ods_row("", &["编号", "名称"]);
    let table =
        |inside: &str| ods(&format!("<table:table table:name=\"活动\">{header}{inside}</table:table>"));
    for count in ["2000000000", "4294967296", "99999999999999999999"] {
        let rows = ods_row(&format!("table:number-rows-repeated=\"{count}\""), &["1", "甲"]);
        assert!(too_large(quick("活动.ods", &table(&rows))), "{count}");
        let empty = format!(
            "<table:table-row table:number-rows-repeated=\"{count}\"><table:table-cell/></table:table-row>"
        );
        quick("活动.ods", &table(&(empty + &ods_row("", &["1", "甲"]))));
        let wide = format!(
            "<table:table-row table:number-rows-repeated=\"{count}\"><table:table-cell \
             table:number-columns-repeated=\"{count}\"><text:p>甲</text:p></table:table-cell></table:table-row>"
        );
        assert!(too_large(quick("活动.ods", &table(&wide))), "{count}");
    }
    let deep = "<text:p>".repeat(200_000);
    quick("活动.ods", &table(&format!("<table:table-row><table:table-cell>{deep}")));
}

#[test]
fn texts_do_not_grow_beyond_bounds() {
    let too_large =
        |ids: Vec<String>| ids.iter().any(|id| id == "table-too-large" || id == "table-file-too-large");
    assert!(too_large(quick("支队.csv", format!("编号,名称\n{}", "1,甲\n".repeat(1_000_000)).as_bytes())));
    assert!(too_large(quick("支队.csv", "1,2\n".repeat(3_000_000).as_bytes())));
    assert!(too_large(quick("支队.csv", format!("编号,名称\n{}", "a,".repeat(3_000_000)).as_bytes())));
    assert!(too_large(quick("支队.yaml", "- 编号: 1\n".repeat(400_000).as_bytes())));
    assert!(too_large(quick("支队.yaml", format!("- 编号: [{}]", "a,".repeat(3_000_000)).as_bytes())));
    // Mistakes that show only at the end, and keys that nobody knows.
    quick("支队.yaml", "- a: [b\n".repeat(500_000).as_bytes());
    quick("支队.yaml", "- a: \"b\n".repeat(500_000).as_bytes());
    let keys: String = (0..200_000).map(|number| format!("  k{number}: 1\n")).collect();
    quick("支队.yaml", format!("- 编号: 1\n{keys}").as_bytes());
}

/// A document of pieces that mean something to the reader, in any order.
fn pieces(of: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(of), 0..120).prop_map(|pieces| pieces.concat())
}

const YAML: &[&str] = &[
    "- ", "编号", "名称", "备注", ": ", "：", "\n", "\n  ", "\n    ", "[", "]", "{", "}", "'", "\"", "|",
    ">", "&a", "*a", "<<", "!t", "?", "---\n", "...\n", "#", "\t", "\\", "1", "甲", "\u{200b}", "%", ",",
    "~", "绝密",
];
const CSV: &[&str] = &[
    "编号",
    "名称",
    "类别",
    "备注",
    "区县",
    ",",
    ",",
    ",",
    ";",
    "\t",
    "\"",
    "\"\"",
    "\n",
    "\r\n",
    "\r",
    "sep=;",
    "1",
    "甲",
    "合计",
    "注:",
    "\u{feff}",
    "\u{200b}",
    " ",
    "（不公开）",
    "\0",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(
        option_env!("KEPU_TABLE_CASES").and_then(|text| text.parse().ok()).unwrap_or(300)
    ))]

    #[test]
    fn broken_documents_never_panic(yaml in pieces(YAML), csv in pieces(CSV)) {
        for (name, text) in [("支队.yaml", &yaml), ("数据.yaml", &yaml), ("支队.csv", &csv), ("x.csv", &csv)] {
            read_named(name, text.as_bytes());
        }
    }

    /// Whatever stands in private and unknown columns, whichever comma is lost or added: nothing of it
    /// is kept or quoted.
    #[test]
    fn a_lost_or_added_comma_reveals_nothing(
        order in Just(["编号", "名称", "类别", "区县", "公开电话", "备注", "联系电话", "身份证号"]).prop_shuffle(),
        empty in proptest::collection::vec(any::<bool>(), 8),
        at in 0_usize..8,
        change in 0_usize..3,
    ) {
        let cells: Vec<&str> = order.iter().zip(&empty).map(|(heading, empty)| match *heading {
            "备注" | "联系电话" | "身份证号" => SECRET,
            _ if *empty => "",
            _ => "甲",
        }).collect();
        let mut row = cells.join(",");
        let comma = row.match_indices(',').nth(at).map(|(found, _)| found);
        match (change, comma) {
            (0, Some(comma)) => row.insert(comma, ','),
            (1, Some(comma)) => drop(row.remove(comma)),
            _ => {}
        }
        let text = format!("{}\n{row}\n", order.join(","));
        let (said, _) = all("支队.csv", text.as_bytes());
        // A comma lost between two cells joins them; what was one cell then is another.
        let joined = change == 1 && said.contains(&format!("甲{SECRET}"));
        prop_assert!(joined || !said.contains(SECRET), "{}\n{}", text, said);
    }
}

/// An XLS workbook of one sheet that can be seen and one that is hidden. `rows` is how many the visible
/// one says that it has, and the last row is hidden.
fn xls(rows: u32) -> Vec<u8> {
    let header: &[&str] = &["编号", "名称", "主讲人"];
    let seen = [header, &["1", "甲", "乙"], &["2", SECRET, SECRET]];
    let seen = XlsSheet { rows, hidden: Some(2), ..XlsSheet::new("活动", &seen) };
    let unseen = [header, &["3", SECRET, SECRET]];
    let unseen = XlsSheet { state: 1, ..XlsSheet::new("活动二", &unseen) };
    test_books::xls(&[], &[seen, unseen])
}

#[test]
fn xls_hides_and_bounds_too() {
    let ids = keeps_secret("活动.xls", &xls(3));
    assert_eq!(ids.iter().filter(|id| *id == "table-hidden").count(), 2, "{ids:?}");
    let (tables, _) = read_named("活动.xls", &xls(3));
    assert_eq!(tables[0].rows.len(), 1);
    assert_eq!(tables[0].rows[0].get("speaker").unwrap().text, "乙");
    for rows in [100_000_000, u32::MAX] {
        assert_eq!(quick("活动.xls", &xls(rows)), ["table-unreadable"], "{rows}");
    }
}
