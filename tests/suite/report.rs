//! Reports of the service: how they count, what each format says, and that SQL counts the same.

use std::io::{Cursor, Read as _};
use std::sync::Arc;

use calamine::{Data, Reader as _, Xlsx};
use jiff::civil::Date;
use kepu::calendar::Period;
use kepu::model::{Catalog, Parts, SiteConfig, assemble};
use kepu::report::{REPORTS, Report, Value, Verdict, reports, write};
use kepu::tables::{Vocabulary, read, read_file};
use proptest::prelude::{Strategy as _, any};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::site::{TestSite, said};

const ACTIVITY: &str = "活动编号,活动名称,品牌,区县,层级,阵地编号,日期,开始时间,主办单位,承办支队,状态,教学形式,志愿者人数,服务时长\n";
const COUNTS: &str = "统计日期,单位类型,单位编号,注册人数,科普信息员,科技专家,三长\n";

/// A catalog of these tables on a day; they have to be without a fault.
fn catalog(files: &[(&str, &str)], day: Date, settings: &str) -> Catalog {
    let mut tables = Vec::new();
    for (name, text) in files {
        let file: Arc<str> = format!("content/data/{name}").into();
        let (read, problems) = read_file(&file, text.as_bytes());
        assert_eq!(problems, [], "{name}");
        tables.extend(read.into_iter().map(|table| (Arc::clone(&file), table)));
    }
    let (agenda, problems) = read(&tables, &Vocabulary::default());
    assert_eq!(problems, []);
    let (config, problems): (SiteConfig, _) =
        kepu::config::parse(&"site.yaml".into(), &format!("title: 示例\n{settings}"));
    assert_eq!(problems.len(), 0);
    let (catalog, problems) = assemble(Parts {
        config: Arc::new(config),
        day,
        drafts: false,
        future: false,
        articles: Vec::new(),
        pages: Vec::new(),
        agenda: Arc::new(agenda),
        assets: Default::default(),
    });
    assert_eq!(problems, []);
    catalog
}

/// The lines of one report, its cells as they read.
fn lines(catalog: &Catalog, name: &str, period: Period) -> Vec<String> {
    let line = |row: &Vec<kepu::report::Cell>| {
        row.iter().map(|cell| cell.value.text()).collect::<Vec<_>>().join(" ")
    };
    report(catalog, name, period).rows.iter().map(line).collect()
}

fn report(catalog: &Catalog, name: &str, period: Period) -> Report {
    let kind = REPORTS.iter().copied().find(|kind| kind.name == name).expect("the report");
    reports(catalog, period, &[kind]).pop().expect("one report")
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

const SMALL: [(&str, &str); 3] = [
    ("区县.csv", "行政区划代码,区县,试点,人数目标,月场次目标\n1,北碚,是,,\n2,奉节,是,100,2\n3,城口,,,\n"),
    ("支队.csv", "支队编号,支队名称,类别\nZ1,甲队,医疗卫生\nZ2,乙队,农业技术\n"),
    ("阵地.csv", "阵地编号,阵地名称,层级,区县\nV1,甲中心,中心,北碚\nV2,乙站,站,北碚\nV3,丙站,站,奉节\n"),
];

fn small(settings: &str) -> Catalog {
    let activities = format!(
        "{ACTIVITY}\
         H1,一,全域科普,北碚,中心,V1,2026-09-30,9:00,甲,Z1,已完成,理论教学,3,1.5\n\
         H2,二,科技惠农,奉节,站,V3,2026-09-02、2026年9月9日改10月14日、2026年9月16日取消,9:00,甲,Z1、Z2,已完成,实践活动,2,2\n\
         H3,三,全域科普,北碚,站,V2,2026-10-08,9:00,甲,Z2,取消,,,\n\
         H4,四,全域科普,北碚,站,V2,2026-11-10,9:00,甲,Z2,已完成,理论教学,,\n\
         H5,五,全域科普,北碚,站,V2,2026-11-30,9:00,甲,Z2,已完成,,,\n"
    );
    let counts = format!(
        "{COUNTS}2026-09-30,区县,北碚,500,20,,\n2026-10-01,区县,北碚,499,,,\n2026-10-31,区县,2,100,,5,\n\
         2026-12-31,区县,城口,1,,,\n2026-08-01,支队,乙队,30,,,1\n"
    );
    let files = [SMALL[0], SMALL[1], SMALL[2], ("活动.csv", &activities), ("志愿者统计.csv", &counts)];
    catalog(&files, day("2026-11-23"), settings)
}

#[test]
fn pilots_are_held_against_the_last_snapshot_and_what_was_held() {
    let year = Period::year("2026").expect("a year");
    let catalog = small("service: { since: 2026-08, volunteers: 500 }\n");
    let lines = lines(&catalog, "pilots", year);
    insta::assert_snapshot!(lines.join("\n"), @"
    北碚 2026-08 没有数据 500 没有数据 没有数据 1 没有数据
    北碚 2026-09 500 500 2026-09-30 1 1 达标
    北碚 2026-10 499 500 2026-10-01 0 1 未达标
    北碚 2026-11 499 500 2026-10-01 1 1 进行中
    奉节 2026-08 没有数据 100 没有数据 没有数据 2 没有数据
    奉节 2026-09 没有数据 100 没有数据 1 2 未达标
    奉节 2026-10 100 100 2026-10-31 1 2 未达标
    奉节 2026-11 100 100 2026-10-31 0 2 进行中
    ");
}

#[test]
fn a_team_that_misses_a_quarter_is_a_warning_and_no_failure() {
    let lines = lines(&small(""), "teams", Period::year("2026").expect("a year"));
    insta::assert_snapshot!(lines.join("\n"), @"
    Z1 甲队 2026-Q1 没有数据 1 没有数据
    Z1 甲队 2026-Q2 没有数据 1 没有数据
    Z1 甲队 2026-Q3 2 1 达标
    Z1 甲队 2026-Q4 1 1 进行中
    Z2 乙队 2026-Q1 没有数据 1 没有数据
    Z2 乙队 2026-Q2 没有数据 1 没有数据
    Z2 乙队 2026-Q3 1 1 达标
    Z2 乙队 2026-Q4 2 1 进行中
    ");
    let lines = self::lines(
        &small("service: { activities_a_quarter: 2 }\n"),
        "teams",
        Period::quarter("2026-Q3").expect("a quarter"),
    );
    assert_eq!(lines, ["Z1 甲队 2026-Q3 2 2 达标", "Z2 乙队 2026-Q3 1 2 预警"]);
}

#[test]
fn the_other_reports_count_the_same_dates() {
    let catalog = small("");
    let quarter = Period::quarter("2026-Q3").expect("a quarter");
    let all: Vec<String> = ["lines", "forms", "venues", "volunteers", "hours"]
        .iter()
        .map(|name| format!("{name}\n{}\n", lines(&catalog, name, quarter).join("\n")))
        .collect();
    insta::assert_snapshot!(all.join(""), @"
    lines
    创新课堂 没有数据 没有数据 0 0 0.0%
    全域科普 没有数据 没有数据 1 1 50.0%
    工匠传承 没有数据 没有数据 0 0 0.0%
    科技惠农 没有数据 没有数据 1 1 50.0%
    合计 没有数据 没有数据 2 2 100.0%
    forms
    理论教学 没有数据 没有数据 1 1 50.0%
    实践活动 没有数据 没有数据 1 1 50.0%
    线上 没有数据 没有数据 0 0 0.0%
    实地指导 没有数据 没有数据 0 0 0.0%
    没有填形式 没有数据 没有数据 0 0 0.0%
    合计 没有数据 没有数据 2 2 100.0%
    venues
    全部 中心 1 1 100.0% 1
    全部 所 0 0 没有数据 0
    全部 站 2 1 50.0% 1
    北碚 中心 1 1 100.0% 1
    北碚 所 0 0 没有数据 0
    北碚 站 1 0 0.0% 0
    奉节 中心 0 0 没有数据 0
    奉节 所 0 0 没有数据 0
    奉节 站 1 1 100.0% 1
    volunteers
    区县 合计 2026-07 没有数据 没有数据 没有数据 没有数据 没有数据
    区县 合计 2026-08 没有数据 没有数据 没有数据 没有数据 没有数据
    区县 合计 2026-09 1 500 20 没有数据 没有数据
    区县 北碚 2026-07 没有数据 没有数据 没有数据 没有数据 没有数据
    区县 北碚 2026-08 没有数据 没有数据 没有数据 没有数据 没有数据
    区县 北碚 2026-09 1 500 20 没有数据 没有数据
    区县 奉节 2026-07 没有数据 没有数据 没有数据 没有数据 没有数据
    区县 奉节 2026-08 没有数据 没有数据 没有数据 没有数据 没有数据
    区县 奉节 2026-09 没有数据 没有数据 没有数据 没有数据 没有数据
    支队 合计 2026-07 没有数据 没有数据 没有数据 没有数据 没有数据
    支队 合计 2026-08 1 30 没有数据 没有数据 1
    支队 合计 2026-09 1 30 没有数据 没有数据 1
    支队 乙队 2026-07 没有数据 没有数据 没有数据 没有数据 没有数据
    支队 乙队 2026-08 1 30 没有数据 没有数据 1
    支队 乙队 2026-09 1 30 没有数据 没有数据 1
    hours
    2026-07 没有数据 没有数据 没有数据 没有数据 没有数据
    2026-08 没有数据 没有数据 没有数据 没有数据 没有数据
    2026-09 1 1 1.5 3 没有数据
    ");
}

#[test]
fn pilots_of_the_settings_count_where_the_table_names_none() {
    let files = [("区县.csv", "行政区划代码,区县\n1,北碚\n2,城口\n")];
    let catalog = catalog(&files, day("2026-03-31"), "service:\n  pilots: [城口]\n");
    let lines = lines(&catalog, "pilots", Period::month("2026-03").expect("a month"));
    assert_eq!(lines, ["城口 2026-03 没有数据 500 没有数据 没有数据 1 进行中"]);
}

#[test]
fn every_report_says_how_it_counts_and_its_cells_fit_its_columns() {
    let catalog = small("");
    for report in reports(&catalog, Period::year("2026").expect("a year"), &REPORTS) {
        assert!(report.rules.len() >= 2 && !report.rows.is_empty(), "{}", report.name);
        assert!(report.rules.iter().all(|rule| rule.ends_with('。')), "{:?}", report.rules);
        for row in &report.rows {
            assert_eq!(row.len(), report.columns.len(), "{}", report.name);
            for index in row.iter().flat_map(|cell| &cell.entries) {
                assert!(*index < report.entries.len());
            }
        }
    }
}

/// Of a figure that counts dates, as many stand behind it.
#[test]
fn the_rows_behind_a_figure_are_those_it_counts() {
    let report = report(
        &small("base_url: https://kepu.example.org\n"),
        "teams",
        Period::year("2026").expect("a year"),
    );
    for row in &report.rows {
        if let Value::Count(count) = row[3].value {
            assert_eq!(count, row[3].entries.len() as u64);
        }
    }
    let html = write::html(&[report]);
    for target in html.split("href=\"#").skip(1).filter_map(|it| it.split('"').next()) {
        assert!(html.contains(&format!("id=\"{target}\"")), "{target}");
    }
    assert!(html.contains("<a href=\"https://kepu.example.org/activities/h1.html\">H1 一</a>"), "{html}");
    assert!(html.contains("<td class=\"number\"><a href=\"#teams-3-4\">2</a><svg "), "{html}");
}

/// A month, a district, a team, what became of it.
type Held = (usize, usize, usize, usize, u8);
/// A month, a day, a district, how many.
type Count = (usize, u8, usize, u32);

const NAMES: [&str; 4] = ["北碚", "奉节", "石柱", "潼南"];
const TEAMS: [&str; 5] = ["Z1", "Z2", "Z3", "Z4", "Z5"];
const STATES: [&str; 4] = ["已完成", "确认", "取消", "延期"];
const MONTHS: [&str; 14] = [
    "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06", "2026-07",
    "2026-08", "2026-09", "2026-10", "2026-11", "2026-12",
];

/// The tables of the office in SQL, and what the plan asks for.
fn database(held: &[Held], counts: &[Count]) -> rusqlite::Connection {
    let database = rusqlite::Connection::open_in_memory().expect("SQLite");
    database
        .execute_batch(
            "create table held (day, district, team, state); create table counts (day, district, n)",
        )
        .expect("tables");
    for (month, district, team, state, on) in held {
        let day = format!("{}-{on:02}", MONTHS[*month]);
        let row = (day, NAMES[*district], TEAMS[*team], STATES[*state]);
        database.execute("insert into held values (?, ?, ?, ?)", row).expect("a row");
    }
    for (month, on, district, n) in counts {
        let row = (format!("{}-{on:02}", MONTHS[*month]), NAMES[*district], n);
        database.execute("insert into counts values (?, ?, ?)", row).expect("a row");
    }
    database
}

/// Volunteers, activities and verdict of a district in a month, by SQL alone.
const QUOTA: &str = "with it(month, district, today) as (values (?1, ?2, ?3)),
  n(registered) as (select (select n from counts, it where counts.district = it.district
    and substr(day, 1, 7) <= month and day <= today order by day desc limit 1)),
  a(done) as (select case when exists (select 1 from held, it where substr(day, 1, 7) = month) then
    (select count(*) from held, it where held.district = it.district and substr(day, 1, 7) = month
       and state = '已完成' and day <= today) end)
  select registered, done, case when month = substr(today, 1, 7) then '进行中'
    when registered < 500 or done < 1 then '未达标'
    when registered is null or done is null then '没有数据' else '达标' end from it, n, a";

/// Activities and verdict of a team in a quarter, by SQL alone.
const DETACHMENT: &str = "with it(first, last, team, today) as (values (?1, ?2, ?3, ?4)),
  a(done) as (select case when exists (select 1 from held, it where day between first and last) then
    (select count(*) from held, it where held.team = it.team and day between first and last
       and state = '已完成' and day <= today) end)
  select done, case when today <= last then '进行中' when done is null then '没有数据'
    when done < 1 then '预警' else '达标' end from it, a";

fn figure(number: Option<i64>) -> String {
    number.map_or("没有数据".to_owned(), |it| it.to_string())
}

#[test]
fn sql_counts_the_same() {
    let held = proptest::collection::vec((0..14usize, 0..4usize, 0..5usize, 0..4usize, 1..29u8), 0..40);
    let counts = proptest::collection::vec((0..14usize, 1..29u8, 0..4usize, 480..520u32), 0..20);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = (held, counts, any::<u8>());
    let mut verdicts = std::collections::BTreeSet::new();
    for _ in 0..200 {
        let (held, mut counts, today) = strategy.new_tree(&mut runner).expect("data").current();
        counts.sort_unstable();
        counts.dedup_by_key(|(month, on, district, _)| (*month, *on, *district));
        counts.sort_by_key(|(month, on, district, _)| (*district, *month, *on));
        counts.dedup_by_key(|(month, on, district, _)| (*month, *on, *district));
        let today = day(&format!("{}-{:02}", MONTHS[10 + usize::from(today % 4)], today % 28 + 1));
        compare(&held, &counts, today, &mut verdicts);
    }
    assert_eq!(verdicts.len(), 5, "every verdict comes up: {verdicts:?}");
}

fn compare(held: &[Held], counts: &[Count], today: Date, verdicts: &mut std::collections::BTreeSet<String>) {
    let mut activities = ACTIVITY.to_owned();
    for (index, (month, district, team, state, on)) in held.iter().enumerate() {
        let (month, district) = (MONTHS[*month], NAMES[*district]);
        let (team, state) = (TEAMS[*team], STATES[*state]);
        activities +=
            &format!("H{index},甲,全域科普,{district},站,V1,{month}-{on:02},9:00,甲,{team},{state},,,\n");
    }
    let mut snapshots = COUNTS.to_owned();
    for (month, on, district, n) in counts {
        snapshots += &format!("{}-{on:02},区县,{},{n},,,\n", MONTHS[*month], NAMES[*district]);
    }
    let districts = "行政区划代码,区县,试点\n1,北碚,是\n2,奉节,是\n3,石柱,是\n4,潼南,是\n";
    let teams = "支队编号,支队名称,类别\nZ1,一,甲\nZ2,二,甲\nZ3,三,甲\nZ4,四,甲\nZ5,五,甲\n";
    let mut files = vec![("区县.csv", districts), ("支队.csv", teams)];
    files.extend((!held.is_empty()).then_some(("活动.csv", activities.as_str())));
    files.extend((!counts.is_empty()).then_some(("志愿者统计.csv", snapshots.as_str())));
    let catalog = catalog(&files, today, "");
    let database = database(held, counts);
    let now = today.to_string();
    let year = Period::year_of(today);
    let pilots = report(&catalog, "pilots", year);
    assert_eq!(pilots.rows.len(), 4 * usize::from(today.month().unsigned_abs()));
    for row in &pilots.rows {
        let text: Vec<String> = row.iter().map(|cell| cell.value.text()).collect();
        let (registered, done, verdict): (Option<i64>, Option<i64>, String) = database
            .query_row(QUOTA, (&text[1], &text[0], &now), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .expect("a row");
        let expected = [figure(registered), figure(done), verdict.clone()];
        assert_eq!([&text[2], &text[5], &text[7]], expected.each_ref(), "{text:?} {now} {held:?} {counts:?}");
        verdicts.insert(verdict);
    }
    for row in &report(&catalog, "teams", year).rows {
        let text: Vec<String> = row.iter().map(|cell| cell.value.text()).collect();
        let quarter = Period::quarter(&text[2]).expect("a quarter");
        let bounds = (quarter.first().to_string(), quarter.last().to_string(), &text[0], &now);
        let (done, verdict): (Option<i64>, String) =
            database.query_row(DETACHMENT, bounds, |row| Ok((row.get(0)?, row.get(1)?))).expect("a row");
        assert_eq!([&text[3], &text[5]], [&figure(done), &verdict], "{text:?} {now} {held:?}");
        verdicts.insert(verdict);
    }
}

#[test]
fn a_workbook_says_what_the_report_says() {
    let all = reports(&small(""), Period::year("2026").expect("a year"), &REPORTS);
    let bytes = write::xlsx(&all).expect("a workbook");
    assert!(bytes == write::xlsx(&all).expect("a workbook"), "the same bytes each time");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.clone())).expect("a workbook");
    let titles: Vec<String> = all.iter().map(|it| it.title.to_owned()).chain(["依据".to_owned()]).collect();
    assert_eq!(book.sheet_names(), titles);
    for report in &all {
        let sheet = book.worksheet_range(report.title).expect("a sheet");
        let cell = |row: usize, column: usize| sheet.get_value((row as u32, column as u32)).expect("a cell");
        for (at, column) in report.columns.iter().enumerate() {
            assert_eq!(cell(2, at), &Data::String(column.title.clone()));
        }
        for (row, cells) in report.rows.iter().enumerate() {
            for (at, own) in cells.iter().enumerate() {
                match (cell(row + 3, at), own.value.number()) {
                    (Data::Float(found), Some(number)) => assert!((found - number).abs() < 1e-12),
                    (Data::DateTime(found), None) => {
                        let (year, month, day, ..) = found.to_ymd_hms_milli();
                        let found = format!("{year}-{month:02}-{day:02}");
                        assert_eq!(found, own.value.text());
                    }
                    (Data::String(found), None) => assert_eq!(found, &own.value.text()),
                    (found, _) => panic!("{} {row} {at}: {found:?} for {:?}", report.title, own.value),
                }
            }
        }
    }
    // A figure leads to the rows behind it.
    let rows = book.worksheet_range("依据").expect("a sheet");
    assert_eq!(rows.get_value((2, 3)), Some(&Data::String("H1".into())));
    assert_eq!(rows.get_value((2, 1)), Some(&Data::String("北碚 2026-09 已完成场次".into())));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook");
    let mut sheet = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").expect("a sheet").read_to_string(&mut sheet).expect("text");
    assert!(sheet.contains("<hyperlink ref=\"F12\" location=\"'依据'!A3\""), "{sheet}");
}

const SITE: &str = "-- content/data/区县.csv --
行政区划代码,区县,试点
1,北碚,是
-- content/data/志愿者统计.csv --
统计日期,单位类型,单位编号,注册人数,科普信息员
2026-10-31,区县,北碚,520,30
";

#[test]
fn the_command_writes_each_format() {
    let site = TestSite::new(SITE);
    let run = |arguments: &[&str]| {
        let output = site.kepu(&[&["report", "--as-of", "2026-11-23"], arguments].concat());
        assert!(output.status.success(), "{}", said(&output));
        String::from_utf8(output.stdout).expect("text")
    };
    let text = run(&["试点", "--month", "2026-10"]);
    assert!(text.contains("试点区县达标情况（2026-10，截至 2026-11-23）"), "{text}");
    assert!(text.contains("北碚  2026-10       520       500  2026-10-31  没有数据"), "{text}");
    let csv = run(&["pilots", "--quarter", "2026-q4", "--format", "csv"]);
    assert!(
        csv.starts_with("\u{feff}区县,月份,注册人数,人数目标,统计日期,已完成场次,场次目标,结论\r\n"),
        "{csv}"
    );
    assert!(csv.contains("北碚,2026-10,520,500,2026-10-31,没有数据,1,没有数据\r\n"), "{csv}");
    let page = run(&["--format", "html"]);
    assert_eq!(page.matches("<section ").count(), REPORTS.len(), "{page}");
    let file = site.root().join("季报.xlsx");
    run(&["-o", file.to_str().expect("a path")]);
    assert!(std::fs::read(file).expect("a file").starts_with(b"PK"));
}

#[test]
fn what_cannot_be_reported_is_refused_with_the_way_out() {
    let site = TestSite::new(SITE);
    for (arguments, words) in [
        (&["pilot"][..], "did you mean `pilots`?"),
        (&["--month", "2026-13"], "write --month 2026-11"),
        (&["--month", "2026-12"], "2026-12 has not begun (today is 2026-11-23)"),
        (&["--format", "csv"], "CSV holds one report"),
        (&["-o", "a.doc"], "give --format"),
    ] {
        let output = site.kepu(&[&["report", "--as-of", "2026-11-23"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).contains(words), "{}", said(&output));
    }
}

#[test]
fn snapshots_are_judged_at_their_cells() {
    let site = TestSite::new(
        "-- content/data/区县.csv --
行政区划代码,区县
500109,北碚
-- content/data/志愿者统计.csv --
统计日期,单位类型,单位编号,注册人数,科普信息员
2026-10-31,区县,北培,520,30
2026-10-31,区县,500109,-5,
2026-10-31,区县,北碚,20,30
2027-10-31,区县,北碚,0,
2026年10月31日,区县,500109,21,
2026-10-31、11-30,区县,北碚,21,
",
    );
    let output = site.kepu(&["check", "--as-of", "2026-11-23"]);
    let text = said(&output);
    let heads: Vec<&str> = text
        .lines()
        .filter(|it| it.starts_with("error") || it.starts_with("warning") || it.contains("-->"))
        .map(str::trim)
        .collect();
    insta::assert_snapshot!(heads.join("\n"), @"
    warning[table-unknown-reference]: table districts has no `北培`
    --> content/data/志愿者统计.csv C2
    error[table-bad-number]: `注册人数` takes a number, found `-5`
    --> content/data/志愿者统计.csv D3
    warning[volunteers-doubtful]: 科普信息员 are 30, more than the 20 who are registered
    --> content/data/志愿者统计.csv E4
    warning[volunteers-in-future]: the day of counting 2027-10-31 is in the future (today is 2026-11-23)
    --> content/data/志愿者统计.csv A5
    warning[volunteers-doubtful]: there are 0 registered volunteers
    --> content/data/志愿者统计.csv D5
    error[volunteers-twice]: `北碚` was counted on 2026-10-31 in another row already
    --> content/data/志愿者统计.csv A6
    error[table-bad-date]: `2026-10-31、11-30` is not a date
    --> content/data/志愿者统计.csv A7
    ");
    assert!(text.contains("did you mean `北碚`?"), "{text}");
}

/// Of 5,000 activities, 300 teams and 36 months all reports are there in half a second.
#[test]
fn all_reports_of_a_large_office_are_quick() {
    let mut activities = ACTIVITY.to_owned();
    for index in 0..5_000 {
        let month = index % 36;
        let (year, month) = (2024 + month / 12, month % 12 + 1);
        activities += &format!(
            "H{index},甲,全域科普,北碚,站,V2,{year}-{month:02}-{:02},9:00,甲,Z{},已完成,理论教学,2,1\n",
            index % 28 + 1,
            index % 300
        );
    }
    let mut teams = "支队编号,支队名称,类别\n".to_owned();
    let mut counts = COUNTS.to_owned();
    for team in 0..300 {
        teams += &format!("Z{team},队{team},医疗卫生\n");
        for month in 0..36 {
            counts += &format!(
                "{}-{:02}-01,支队,Z{team},{},1,1,1\n",
                2024 + month / 12,
                month % 12 + 1,
                30 + month
            );
        }
    }
    let files =
        [SMALL[0], ("支队.csv", &teams), SMALL[2], ("活动.csv", &activities), ("志愿者统计.csv", &counts)];
    let catalog = catalog(&files, day("2026-12-31"), "");
    let start = std::time::Instant::now();
    let mut cells = 0;
    for year in ["2024", "2025", "2026"] {
        let all = reports(&catalog, Period::year(year).expect("a year"), &REPORTS);
        cells += all.iter().flat_map(|report| &report.rows).map(Vec::len).sum::<usize>();
        assert!(
            all.iter().any(|it| it.rows.iter().flatten().any(|it| it.value == Value::Verdict(Verdict::Met)))
        );
    }
    println!("{cells} cells of three years in {:?}", start.elapsed());
    assert!(cells > 3 * 300 * 12 * 8, "{cells}");
}
