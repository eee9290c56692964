//! Rows with mistakes: each at its cell, none losing another.

use std::sync::Arc;

use jiff::civil::{date, time};

use super::{Vocabulary, read as read_tables, read_file as read};
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Agenda, Form, People, Status, Tier, Timetable};

/// Reads files given as name and text, as a site does.
pub fn agenda(files: &[(&str, &str)]) -> (Agenda, Vec<Diagnostic>) {
    let mut tables = Vec::new();
    let mut diagnostics = Vec::new();
    for (name, text) in files {
        let file: Arc<str> = Arc::from(*name);
        let (read, problems) = read(&file, text.as_bytes());
        diagnostics.extend(problems);
        tables.extend(read.into_iter().map(|table| (Arc::clone(&file), table)));
    }
    let (agenda, problems) = read_tables(&tables, &Vocabulary::default());
    diagnostics.extend(problems);
    (agenda, diagnostics)
}

pub const HEADER: &str = "活动编号,活动名称,品牌,区县,层级,阵地编号,日期,开始时间,结束时间,重复,除外日期,主办单位,承办支队,状态,名额,教学形式,备注（不公开）\n";
pub const TEAMS: &str = "支队编号,支队名称,类别,负责人\n01,急救支队,医疗,绝密\n";
pub const VENUES: &str =
    "阵地编号,阵地名称,层级,区县,地址,经度,纬度,坐标系\n007,示例站,站,北碚,示例路1号,106.4,29.8,WGS84\n";
pub const DISTRICTS: &str = "- 行政区划代码: '500109'\n  区县: 北碚\n  试点: 是\n";

fn told(diagnostics: &[Diagnostic]) -> Vec<(&str, u32, u32)> {
    diagnostics
        .iter()
        .map(|it| match it.place {
            Place::Cell { row, column, .. } => (it.rule.id, row, column),
            _ => (it.rule.id, 0, 0),
        })
        .collect()
}

fn with_rows(rows: &str) -> (Agenda, Vec<Diagnostic>) {
    let activities = format!("{HEADER}{rows}");
    agenda(&[("活动.csv", &activities), ("支队.csv", TEAMS), ("阵地.csv", VENUES), ("区县.yaml", DISTRICTS)])
}

#[test]
fn a_good_row_in_bad_handwriting() {
    let (agenda, problems) = with_rows(
        "Ａ００１,急救培训,全域科普,500109,站点,7,2026年3月5日（周四）、12日,下午2点半,16：00,,,科协；医院,急救支队,已确认,30人,线上教学,绝密\n",
    );
    assert_eq!(problems, []);
    let activity = &agenda.activities[0];
    assert_eq!((activity.id.as_str(), activity.district.as_str()), ("A001", "北碚"));
    assert_eq!((activity.venue.as_str(), activity.teams.as_slice()), ("007", &["01".to_owned()][..]));
    assert_eq!(
        (activity.tier, activity.status, activity.form),
        (Tier::Station, Status::Confirmed, Some(Form::Online))
    );
    assert_eq!((activity.start, activity.end), (time(14, 30, 0, 0), Some(time(16, 0, 0, 0))));
    assert_eq!(activity.hosts, ["科协", "医院"]);
    assert_eq!(activity.capacity, Some(30));
    assert!(activity.recurring());
    assert_eq!(agenda.venue("007").unwrap().name, "示例站");
    assert_eq!(agenda.team_name("01"), "急救支队");
    let dates: Vec<_> = Timetable::new(&agenda).all().iter().map(|it| it.date).collect();
    assert_eq!(dates, [date(2026, 3, 5), date(2026, 3, 12)]);
    let saved = serde_json::to_string(&agenda).unwrap();
    assert!(!saved.contains("绝密"));
    assert_eq!(serde_json::from_str::<Agenda>(&saved).unwrap(), agenda);
}

#[test]
fn every_mistake_at_its_cell() {
    let (agenda, problems) = with_rows(
        "1,一,全域科谱,北陪,县,008,2026-02-30,25:00,,,,科协,急救支对,取消了,许多,唱歌,\n\
         2,二,全域科普,北碚,站,007,2026-03-05,9:00,8:00,每周八,2026-01-01,科协,01,确认,,,\n\
         ,,,,,,,,,,,,,,,,只有备注\n\
         3,,全域科普,北碚,站,007,2026-03-05,9:00,,,,科协,01,确认,,,\n\
         2,二,全域科普,北碚,站,007,2026-03-05,9:00-10:30,,,,科协,01,确认,,,\n\
         5,五,全域科普,北碚,站,007,2026-03-05,9:00,,每周三 至2026-12-30,,科协,01,确认,,,\n",
    );
    assert_eq!(
        told(&problems),
        [
            ("table-unknown-value", 2, 3),
            ("table-unknown-reference", 2, 4),
            ("table-unknown-value", 2, 5),
            ("table-unknown-reference", 2, 6),
            ("table-bad-date", 2, 7),
            ("table-bad-time", 2, 8),
            ("table-unknown-reference", 2, 13),
            ("table-unknown-value", 2, 14),
            ("table-unknown-value", 2, 16),
            ("table-bad-number", 2, 15),
            ("activity-recurrence", 3, 10),
            ("activity-except-unused", 3, 11),
            ("activity-end-before-start", 3, 9),
            ("table-missing-value", 5, 2),
            ("activity-start-off-rule", 7, 7),
            ("table-duplicate-id", 6, 1),
        ]
    );
    let help = |index: usize| problems[index].help.as_ref().unwrap().zh.clone();
    assert!(help(0).contains("是不是 `全域科普`"));
    assert!(help(1).contains("`北碚`"));
    assert!(help(3).contains("`007`"));
    assert!(help(6).contains("`急救支队`"));
    assert!(help(7).contains("`取消`"));
    assert!(problems[15].message.zh.contains("A3"), "{}", problems[15].message.zh);
    let ids: Vec<_> = agenda.activities.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["2", "5"]);
    assert_eq!(agenda.activities[0].end, None, "the first row with an id stays");
}

#[test]
fn the_venue_of_a_single_date_is_one_of_the_table() {
    let row = |venue: &str| {
        format!("1,一,全域科普,北碚,站,007,2026-03-05、12日换到{venue},9:00,,,,科协,01,确认,,,\n")
    };
    let (agenda, problems) = with_rows(&row("示例站"));
    assert_eq!(problems, []);
    let timetable = Timetable::new(&agenda);
    let venues: Vec<_> = timetable.all().iter().map(|it| it.venue(&agenda.activities[0])).collect();
    assert_eq!(venues, ["007", "007"]);
    let (_, problems) = with_rows(&row("008"));
    assert_eq!(told(&problems), [("table-unknown-reference", 2, 7)]);
    assert!(problems[0].help.as_ref().unwrap().zh.contains("`007`"));
}

#[test]
fn a_row_with_a_mistake_still_takes_its_id() {
    let row = |place: &str| format!("1,一,全域科普,{place},站,007,2026-03-05,9:00,,,,科协,01,确认,,,\n");
    for rows in [[row("北碚"), row("背贝")], [row("背贝"), row("北碚")], [row("背贝"), row("背贝")]]
    {
        let (_, problems) = agenda(&[("data/活动.csv", &format!("{HEADER}{}", rows.concat()))]);
        assert!(told(&problems).contains(&("table-duplicate-id", 3, 1)), "{rows:?}: {:?}", told(&problems));
    }
}

#[test]
fn a_duplicate_in_another_file_names_both() {
    let row = "1,一,全域科普,北碚,站,007,2026-03-05,9:00,,,,科协,01,确认,,,\n";
    let one = format!("{HEADER}{row}");
    let (_, problems) = agenda(&[("data/活动.csv", &one), ("data/活动-旧.csv", &one)]);
    assert_eq!(told(&problems), [("table-duplicate-id", 2, 1)]);
    assert_eq!(problems[0].file.as_ref(), "data/活动-旧.csv");
    assert!(problems[0].message.en.contains("data/活动.csv A2"));
}

#[test]
fn yaml_mistakes_have_spans() {
    let text = "- 活动编号: 1\n  活动名称: 一\n  品牌: 全域科普\n  区县: 北碚\n  层级: 站\n  阵地编号: x\n  日期: 2026-03-05\n  开始时间: 9点\n  主办单位: 科协\n  承办支队: x\n  状态: 确任\n";
    let (agenda, problems) = agenda(&[("活动.yaml", text)]);
    assert_eq!(problems.len(), 1);
    let Place::Span(span) = problems[0].place else { panic!() };
    assert_eq!(&text[span.start..span.end], "确任");
    assert!(agenda.activities.is_empty());
}

#[test]
fn people_and_organisations_come_in_any_format() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["编号", "姓名", "职称", "单位", "简介", "联系电话"]).unwrap();
    sheet.write_row(1, 0, ["a", "甲", "医师", "org", "一段话。", "绝密"]).unwrap();
    let book = book.save_to_buffer().unwrap();
    let yaml = "- 编号: a\n  姓名: 甲\n  职称: 医师\n  单位: org\n  简介: 一段话。\n  联系电话: 绝密\n";
    let csv = "编号,姓名,职称,单位,简介,联系电话\na,甲,医师,org,一段话。,绝密\n";
    let organisations = "机构编号,机构名称,类型,联系人\norg,示例医院,医院,绝密\n";
    for (name, bytes) in [
        ("people.yaml", yaml.as_bytes()),
        ("人员.yml", yaml.as_bytes()),
        ("人物-2026.csv", csv.as_bytes()),
        ("名单.csv", csv.as_bytes()),
        ("people.xlsx", &book),
    ] {
        let mut tables = Vec::new();
        for (name, bytes) in [(name, bytes), ("机构.csv", organisations.as_bytes())] {
            let file: Arc<str> = Arc::from(name);
            let (read, problems) = read(&file, bytes);
            assert_eq!(problems, [], "{name}");
            tables.extend(read.into_iter().map(|table| (Arc::clone(&file), table)));
        }
        let (agenda, problems) = read_tables(&tables, &Vocabulary::default());
        assert_eq!(problems, [], "{name}");
        assert!(!format!("{tables:?}{agenda:?}").contains("绝密"), "{name}");
        let people = People::new(&agenda.people, &agenda.organisations);
        let person = people.find("甲").unwrap_or_else(|| panic!("{name}"));
        assert_eq!((person.id.as_str(), person.bio.as_deref()), ("a", Some("一段话。")));
        assert_eq!(people.organisation_name(person.organisation.as_deref().unwrap()), "示例医院");
    }
}

#[test]
fn mistakes_about_people_have_their_places() {
    let text = "- 编号: a\n  姓名: 甲\n  职务称: 医师\n- 编号: b\n  单位: *x\n- 编号: a\n  姓名: 丙\n";
    let (agenda, problems) = agenda(&[("people.yaml", text)]);
    let told: Vec<_> = problems
        .iter()
        .map(|it| match it.place {
            Place::Span(span) => (it.rule.id, &text[span.start..span.end]),
            _ => (it.rule.id, ""),
        })
        .collect();
    assert_eq!(
        told,
        [
            ("table-unknown-column", "职务称"),
            ("table-cell-shape", "*x"),
            ("table-missing-value", "编号"),
            ("table-duplicate-id", "a"),
        ]
    );
    assert_eq!(agenda.people.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["甲"]);
}

/// The dataset as it is published, with a day of the year before.
const PUBLISHED: &str = r#"{"$schema": "https://example.cn/schema.json", "$id": "x", "year": 2026, "papers": ["https://example.cn/paper"],
"days": [
  {"name": "元旦", "date": "2025-12-31", "isOffDay": true},
  {"name": "国庆节", "date": "2026-10-01", "isOffDay": true},
  {"name": "国庆节", "date": "2026-10-02", "isOffDay": true},
  {"name": "国庆节", "date": "2026-10-10", "isOffDay": false}
]}"#;

/// The dates to which a row comes, with those from which they were moved, and what is told.
fn on_holidays(files: &[(&str, &str)], row: &str) -> (String, Vec<&'static str>) {
    let header = HEADER.replace("备注（不公开）", "节假日");
    let activities = format!("{header}{row}");
    let mut all = vec![("活动.csv", activities.as_str())];
    all.extend(files);
    let (agenda, problems) = agenda(&all);
    let dates: Vec<String> = Timetable::new(&agenda)
        .all()
        .iter()
        .map(|it| match it.moved_from() {
            Some(planned) => format!("{planned}→{}", it.date),
            None => it.date.to_string(),
        })
        .collect();
    (dates.join(" "), problems.iter().map(|it| it.rule.id).collect())
}

#[test]
fn dates_on_holidays_are_kept_skipped_or_shifted() {
    let row = |dates: &str, policy: &str| {
        format!("1,一,全域科普,北碚,站,007,{dates},9:00,,,,科协,01,确认,,,{policy}\n")
    };
    let files = [("2026.json", PUBLISHED)];
    let dates = |dates: &str, policy: &str| on_holidays(&files, &row(dates, policy));
    let told = |dates: &str| (dates.to_owned(), Vec::new());
    let three = "2026-09-30、10-01、10-10";
    assert_eq!(dates(three, ""), told("2026-09-30 2026-10-01 2026-10-10"));
    assert_eq!(dates(three, "照常"), told("2026-09-30 2026-10-01 2026-10-10"));
    assert_eq!(dates(three, "跳过"), told("2026-09-30 2026-10-10"));
    assert_eq!(dates("2026-09-30、10-02", "顺延"), told("2026-09-30 2026-10-02→2026-10-05"));
    // The second is left out where the first has gone; what the cell says of a date stands.
    assert_eq!(dates("2026-10-01、10-02", "顺延"), told("2026-10-01→2026-10-05"));
    assert_eq!(dates("2026-10-01改10-02、10-10", "顺延"), told("2026-10-01→2026-10-02 2026-10-10"));
    assert_eq!(dates("2026-10-01", "跳过").1, ["activity-no-date"]);
    assert_eq!(dates("2026-10-01", "休息").1, ["table-unknown-value"]);
    // Of 2025 one day is known, of 2027 none: told once a year, and nothing else is changed.
    let (found, problems) = dates("2025-12-30、2025-12-31、2027-01-01、2027-10-01", "跳过");
    assert_eq!(found, "2025-12-30 2027-01-01 2027-10-01");
    assert_eq!(problems, ["holidays-unknown", "holidays-unknown"]);
}

#[test]
fn holidays_come_in_any_format() {
    let yaml = "- { 名称: 国庆节, 日期: 2026-10-01至2026-10-02, 休息: 休 }\n- { 名称: 国庆节, 日期: 2026-10-10, 休息: 班 }\n";
    let csv = "名称,日期,休息\n国庆节,2026-10-01,是\n国庆节,2026/10/2,休\n国庆节,2026年10月10日,补班\n";
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(csv.lines().map(|line| line.split(','))) {
        sheet.write_row(row, 0, cells).unwrap();
    }
    let book = book.save_to_buffer().unwrap();
    for (name, bytes) in [
        ("2026.json", PUBLISHED.as_bytes()),
        ("节假日-2026.yaml", yaml.as_bytes()),
        ("节假日.csv", csv.as_bytes()),
        ("节假日.xlsx", &book),
    ] {
        let file: Arc<str> = Arc::from(name);
        let (tables, problems) = read(&file, bytes);
        assert_eq!(problems, [], "{name}");
        let tables: Vec<_> = tables.into_iter().map(|table| (Arc::clone(&file), table)).collect();
        let (agenda, problems) = read_tables(&tables, &Vocabulary::default());
        assert_eq!(problems, [], "{name}");
        let off = |day| agenda.holidays.get(date(2026, 10, day)).map(|it| (it.name.as_str(), it.off));
        assert_eq!(
            [off(1), off(2), off(3), off(10)],
            [Some(("国庆节", true)), Some(("国庆节", true)), None, Some(("国庆节", false))],
            "{name}"
        );
        assert!(agenda.holidays.is_published(2026) && !agenda.holidays.is_published(2025));
    }
}

#[test]
fn the_order_of_files_does_not_matter() {
    let files = [("阵地.csv", VENUES), ("支队.csv", TEAMS), ("区县.yaml", DISTRICTS)];
    let (forward, _) = agenda(&files);
    let reversed: Vec<_> = files.into_iter().rev().collect();
    assert_eq!(agenda(&reversed).0, forward);
    // What the plan asks of every pilot stands in the settings.
    assert!(forward.districts[0].pilot && forward.districts[0].volunteer_target.is_none());
}

#[test]
fn workbooks_name_sheet_and_cell() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let header: Vec<&str> = HEADER.trim_end().split(',').collect();
    for name in ["活动", "活动-秋"] {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap();
        sheet.write_string(0, 0, "活动一览表").unwrap();
        sheet.write_row(1, 0, header.iter().copied()).unwrap();
        let row = [
            "001",
            "一",
            "全域科普",
            "北碚",
            "站",
            "007",
            "",
            "",
            "",
            "",
            "",
            "科协",
            "01",
            "确任",
            "",
            "",
            "绝密",
        ];
        sheet.write_row(2, 0, row).unwrap();
        sheet.write_number(2, 6, 46086).unwrap();
        sheet.write_number(2, 7, 0.604_166_666_7).unwrap();
        sheet.write_row(3, 0, row).unwrap();
        sheet.write_string(3, 13, "确认").unwrap();
        sheet.write_string(3, 6, "2026年3月5日").unwrap();
        sheet.write_string(3, 7, "１４：３０").unwrap();
    }
    let file: Arc<str> = Arc::from("data/工作簿.xlsx");
    let (tables, problems) = read(&file, &workbook.save_to_buffer().unwrap());
    assert_eq!(problems, []);
    let tables: Vec<_> = tables.into_iter().map(|table| (Arc::clone(&file), table)).collect();
    let (agenda, problems) = read_tables(&tables, &Vocabulary::default());
    let cell = |sheet: &str, row, column| Place::Cell { sheet: sheet.into(), row, column };
    let places: Vec<_> = problems.iter().map(|it| (it.rule.id, it.place.clone())).collect();
    assert_eq!(
        places,
        [
            ("table-unknown-value", cell("活动", 3, 14)),
            ("table-unknown-value", cell("活动-秋", 3, 14)),
            ("table-duplicate-id", cell("活动", 4, 1)),
            ("table-duplicate-id", cell("活动-秋", 3, 1)),
            ("table-duplicate-id", cell("活动-秋", 4, 1)),
        ]
    );
    assert!(problems[2..].iter().all(|it| it.message.zh.contains("A3")), "{problems:?}");
    assert_eq!(agenda.activities[0].start, time(14, 30, 0, 0));
    assert_eq!(agenda.activities[0].schedule.dates, [date(2026, 3, 5)]);
    assert!(!format!("{tables:?}{agenda:?}{problems:?}").contains("绝密"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(100))]

    #[test]
    fn rows_never_panic_and_never_leak(
        rows in proptest::collection::vec(proptest::collection::vec("[0-9年月日:：上下午半每周三至、.\\-/ a-z是否站确认%\u{3000}]{0,9}", 30), 1..6),
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let header = ["活动编号","活动名称","品牌","主题","区县","层级","阵地编号","日期","开始时间","结束时间","重复","除外日期",
            "主办单位","承办支队","协办支队","主讲人","职称","课程编号","邀课单号","教学形式","面向人群","名额","报名方式","报名截止",
            "公开电话","状态","参加人数","服务时长","备注","负责人"];
        writer.write_record(header).unwrap();
        for row in &rows {
            let mut row = row.clone();
            row[28] = "绝密".into();
            row[29] = "绝密".into();
            writer.write_record(&row).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let (agenda, problems) = agenda(&[("活动.csv", &text)]);
        let all = format!("{agenda:?}{problems:?}");
        proptest::prop_assert!(!all.contains("绝密"));
        proptest::prop_assert!(Timetable::new(&agenda).all().iter().all(|it| it.activity < agenda.activities.len()));
    }
}
