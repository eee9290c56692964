//! Activities out of YAML, CSV and a workbook: pages, and ICS files read back by a reader that is
//! not ours.

use std::collections::{BTreeMap, BTreeSet};

use ical::parser::ical::component::{IcalCalendar, IcalEvent};
use jiff::civil::date;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::site::{Built, TestSite, article};

/// Stands in every private column, and nowhere else.
const SECRET: &str = "绝密标记";

const PLACES: &str = "-- content/data/区县.yaml --
- { 行政区划代码: \"500109\", 区县: 北碚, 试点: 是, 负责人: 绝密标记甲 }
- { 行政区划代码: \"500152\", 区县: 潼南, 联系电话: 绝密标记乙 }
-- content/data/支队.csv --
支队编号,支队名称,类别,负责人,公开电话,备注
D1,急救支队,医疗,绝密标记丙,023-0001,绝密标记丁
D2,农技支队,农业,绝密标记戊,023-0002,
-- content/data/阵地.yaml --
- { 阵地编号: \"007\", 阵地名称: 示例社区科普站, 层级: 站, 区县: 北碚, 地址: 示例路8号, 备注: 绝密标记己 }
- { 阵地编号: Z2, 阵地名称: 示例村科普站, 层级: 站, 区县: 潼南, 经度: 105.84, 纬度: 30.19, 坐标系: WGS84 }
";

/// Recurring activities, as YAML.
const WEEKLY: &str = "- 活动编号: W1
  活动名称: 周三健康义诊角
  品牌: 全域科普
  区县: 北碚
  层级: 站
  阵地编号: \"007\"
  日期: 2026-11-18
  开始时间: 9:00
  结束时间: 11:00
  重复: 每周三 至2026-12-16
  除外日期: [2026-12-02]
  主办单位: 示例区科协
  承办支队: D1
  状态: 确认
  备注: 绝密标记庚
  联系电话: 绝密标记辛
";

const HEADER: &str = "活动编号,活动名称,品牌,区县,层级,阵地编号,日期,开始时间,结束时间,主办单位,承办支队,状态,原定时间,变更说明,备注,负责人,经费（不公开）";

/// One date each, as an office's Excel saves CSV.
const DATED: [&str; 3] = [
    "C1,急救体验：心肺复苏,全域科普,北碚,站,007,2026年12月5日,下午2:30,16：00,示例区科协,D1,取消,,场地停电,绝密标记,绝密标记,绝密标记",
    "C2,柑橘冬季管护,科技惠农,潼南,站,Z2,2026/12/8,9:00,,示例区科协,D2,改期,2026-12-01 9:00,天气原因,绝密标记,绝密标记,绝密标记",
    "C3,去年的讲座,创新课堂,潼南,站,Z2,2026.10.20,9:00,10:00,示例区科协,D2,已完成,,,绝密标记,绝密标记,绝密标记",
];

/// A workbook with typed dates and times, a title above the header and a private sheet column.
fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("活动").expect("a name");
    sheet.merge_range(0, 0, 0, 12, "2026年活动安排表", &Format::new()).expect("merged cells");
    let header = [
        "活动编号*",
        "活动名称*",
        "品牌*",
        "区县*",
        "层级*",
        "阵地编号*",
        "日期*",
        "开始时间*",
        "结束时间",
        "主办单位*",
        "承办支队*",
        "状态*",
        "备注（不公开）",
    ];
    let row = [
        "X1",
        "孩子噎住了怎么办",
        "全域科普",
        "北碚",
        "站",
        "007",
        "",
        "",
        "",
        "示例区科协",
        "D1",
        "计划",
        "绝密标记",
    ];
    for (column, (heading, cell)) in (0..).zip(header.iter().zip(row)) {
        sheet.write_string(1, column, *heading).expect("a cell");
        sheet.write_string(2, column, cell).expect("a cell");
    }
    let day = ExcelDateTime::from_ymd(2026, 12, 12).expect("a day");
    sheet.write_datetime_with_format(2, 6, &day, &Format::new().set_num_format("yyyy/m/d")).expect("a cell");
    for (column, hour) in [(7, 14), (8, 16)] {
        let time = ExcelDateTime::from_hms(hour, 30, 0).expect("a time");
        sheet
            .write_datetime_with_format(2, column, &time, &Format::new().set_num_format("hh:mm"))
            .expect("a cell");
    }
    workbook.save_to_buffer().expect("a workbook")
}

fn site() -> TestSite {
    let site = TestSite::new(PLACES);
    site.write("content/data/活动-周期.yaml", WEEKLY);
    let table = format!("{HEADER}\r\n{}\r\n", DATED.join("\r\n"));
    let (gbk, _, _) = encoding_rs::GBK.encode(&table);
    site.write("content/data/活动-2026.csv", gbk);
    site.write("content/data/活动.xlsx", workbook());
    site.write("content/articles/cpr.md", article("心肺复苏", "急救", "2026-05-01", "按压。"));
    site
}

fn calendar(built: &Built, path: &str) -> IcalCalendar {
    let mut calendars = ical::IcalParser::new(built.text(path).as_bytes());
    let calendar = calendars.next().unwrap_or_else(|| panic!("{path} is empty"));
    assert!(calendars.next().is_none(), "{path} has one calendar");
    calendar.unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn property(event: &IcalEvent, name: &str) -> String {
    let found = event.properties.iter().find(|it| it.name == name);
    found.and_then(|it| it.value.clone()).unwrap_or_default()
}

fn event(calendar: &IcalCalendar, id: &str) -> IcalEvent {
    let start = format!("{id}@");
    let found = calendar.events.iter().find(|it| property(it, "UID").starts_with(&start));
    found.unwrap_or_else(|| panic!("no event {id}")).clone()
}

fn ids(calendar: &IcalCalendar) -> BTreeSet<String> {
    calendar
        .events
        .iter()
        .map(|it| property(it, "UID").split('@').next().unwrap_or_default().to_owned())
        .collect()
}

fn set(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

#[test]
fn three_kinds_of_tables_make_one_calendar() {
    let built = site().build();
    assert_eq!(built.report.diagnostics, []);
    let list = built.text("calendar/index.html");
    for (page, name) in [
        ("w1", "周三健康义诊角"),
        ("c1", "急救体验：心肺复苏"),
        ("c2", "柑橘冬季管护"),
        ("c3", "去年的讲座"),
        ("x1", "孩子噎住了怎么办"),
    ] {
        let path = format!("activities/{page}.html");
        assert!(built.text(&path).contains(name), "{path}");
        assert!(list.contains(&path) && list.contains(name), "{name} is not on the list");
        assert!(built.has(&format!("activities/{page}.ics")), "{page}");
    }
    // Times out of text, full-width marks, and cells that Excel holds as numbers.
    let page = built.text("activities/c1.html");
    assert!(page.contains("12月5日") && page.contains("14:30") && page.contains("16:00"), "{page}");
    let page = built.text("activities/x1.html");
    assert!(page.contains("12月12日") && page.contains("14:30") && page.contains("16:30"), "{page}");
    assert!(
        page.contains("示例社区科普站") && page.contains("示例路8号"),
        "leading zeros keep their venue: {page}"
    );
    let month = built.text("calendar/2026-12.html");
    for name in ["周三健康义诊角", "急救体验：心肺复苏", "柑橘冬季管护", "孩子噎住了怎么办"]
    {
        assert!(month.contains(name), "{name}");
    }
    assert!(!month.contains("去年的讲座"));
    assert!(built.text("calendar/2026-10.html").contains("去年的讲座"));
    for path in ["calendar/district-bei-bei.html", "calendar/line-ke-ji-hui-nong.html"] {
        assert!(built.has(path), "{path}");
    }
    let line = built.text("calendar/line-ke-ji-hui-nong.html");
    assert!(line.contains("柑橘冬季管护") && !line.contains("周三健康义诊角"));
}

#[test]
fn calendars_for_all_for_districts_and_for_lines() {
    let built = site().build();
    assert_eq!(ids(&calendar(&built, "calendar/all.ics")), set(&["W1", "C1", "C2", "C3", "X1"]));
    assert_eq!(ids(&calendar(&built, "calendar/district-bei-bei.ics")), set(&["W1", "C1", "X1"]));
    assert_eq!(ids(&calendar(&built, "calendar/district-tong-nan.ics")), set(&["C2", "C3"]));
    assert_eq!(ids(&calendar(&built, "calendar/line-ke-ji-hui-nong.ics")), set(&["C2"]));
    assert_eq!(ids(&calendar(&built, "calendar/line-quan-yu-ke-pu.ics")), set(&["W1", "C1", "X1"]));
    assert_eq!(ids(&calendar(&built, "activities/x1.ics")), set(&["X1"]));
    let page = built.text("calendar/district-bei-bei.html");
    assert!(page.contains("district-bei-bei.ics"), "{page}");
}

#[test]
fn an_event_says_what_when_and_where() {
    let built = site().build();
    let all = calendar(&built, "calendar/all.ics");
    let one = event(&all, "X1");
    assert_eq!(property(&one, "SUMMARY"), "孩子噎住了怎么办");
    assert_eq!(property(&one, "DTSTART"), "20261212T143000");
    assert_eq!(property(&one, "DTEND"), "20261212T163000");
    assert_eq!(property(&one, "UID"), "X1@kepu.example.org");
    assert_eq!(property(&one, "STATUS"), "TENTATIVE");
    assert_eq!(property(&one, "URL"), "https://kepu.example.org/site/activities/x1.html");
    assert!(property(&one, "LOCATION").contains("示例社区科普站"));
    assert!(property(&one, "DESCRIPTION").contains("急救支队"));
    assert_eq!(property(&event(&all, "C2"), "GEO"), "30.190000;105.840000");
    let start = one.properties.iter().find(|it| it.name == "DTSTART").expect("a start");
    let zone = start.params.iter().flatten().find(|(name, _)| name == "TZID").expect("a zone");
    assert_eq!(zone.1, ["Asia/Shanghai"]);
    assert_eq!(all.timezones.len(), 1);
    let name = all.properties.iter().find(|it| it.name == "X-WR-CALNAME").and_then(|it| it.value.clone());
    assert_eq!(name.as_deref(), Some("活动日历 · 测试站"));
    let refresh = all.properties.iter().find(|it| it.name == "REFRESH-INTERVAL").expect("an interval");
    assert_eq!(refresh.value.as_deref(), Some("PT1H"), "P1H broke MIUI");
}

#[test]
fn a_weekly_activity_recurs_with_its_exception() {
    let built = site().build();
    let weekly = event(&calendar(&built, "calendar/all.ics"), "W1");
    let rule = property(&weekly, "RRULE");
    // The excepted day is counted (RFC 5545, section 3.8.5.1).
    assert_eq!(rule, "FREQ=WEEKLY;BYDAY=WE;COUNT=5");
    assert_eq!(property(&weekly, "EXDATE"), "20261202T090000");
    let page = built.text("activities/w1.html");
    for day in ["11月18日", "11月25日", "12月9日", "12月16日"] {
        assert!(page.contains(day), "{day}");
    }
    assert!(!page.contains("12月2日 "), "{page}");
}

#[test]
fn cancelled_and_moved_cannot_be_missed() {
    let built = site().build();
    let all = calendar(&built, "calendar/all.ics");
    let cancelled = event(&all, "C1");
    assert_eq!(property(&cancelled, "STATUS"), "CANCELLED");
    assert!(property(&cancelled, "SUMMARY").contains("取消"));
    assert!(property(&cancelled, "DESCRIPTION").contains("场地停电"));
    assert_eq!(property(&cancelled, "SEQUENCE"), "1");
    let moved = event(&all, "C2");
    assert_eq!(property(&moved, "STATUS"), "CONFIRMED");
    assert_eq!(property(&moved, "DTSTART"), "20261208T090000");
    assert!(property(&moved, "SUMMARY").contains("改期"));
    assert!(property(&moved, "DESCRIPTION").contains("2026-12-01"));
    for (path, words) in [
        ("activities/c1.html", &["取消", "场地停电", "EventCancelled"][..]),
        ("activities/c2.html", &["改期", "2026-12-01", "天气原因", "12月8日"]),
        ("calendar/index.html", &["取消", "改期"]),
        ("calendar/2026-12.html", &["取消", "改期"]),
    ] {
        for word in words {
            assert!(built.text(path).contains(word), "{path}: {word}");
        }
    }
}

#[test]
fn lines_are_folded_by_octets_and_ended_by_crlf() {
    let site = site();
    let long = "很长的活动名称；带标点，和 emoji 🌾，".repeat(12);
    let table = format!("{HEADER}\n{}\n", DATED[0].replace("急救体验：心肺复苏", &long.replace(',', "，")));
    site.write("content/data/活动-2026.csv", table);
    let built = site.build();
    let mut files = 0;
    for path in built.files().keys().filter(|path| path.ends_with(".ics")) {
        files += 1;
        let text = built.text(path);
        assert!(text.ends_with("END:VCALENDAR\r\n"), "{path}");
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{path}");
        for line in text.split("\r\n") {
            assert!(line.len() <= 75, "{path}: {} octets: {line}", line.len());
            assert!(!line.contains('\r'), "{path}");
        }
    }
    assert_eq!(files, 12, "all, two districts, a line, a tier, two venues, two teams, three activities");
    // That every line is text shows that no character was cut; that a reader joins them, the rest.
    let summary = property(&event(&calendar(&built, "calendar/all.ics"), "C1"), "SUMMARY");
    assert!(summary.contains(&long), "{summary}");
}

#[test]
fn uids_stay_when_everything_else_changes() {
    let site = site();
    let before = ids(&calendar(&site.build(), "calendar/all.ics"));
    let rows = DATED
        .map(|row| row.replace("12月5日", "12月6日").replace("急救体验", "新的名字").replace("北碚", "潼南"));
    site.write("content/data/活动-2026.csv", format!("{HEADER}\n{}\n", rows.join("\n")));
    let built = site.build();
    let after = calendar(&built, "calendar/all.ics");
    assert_eq!(ids(&after), before);
    assert_eq!(property(&event(&after, "C1"), "DTSTART"), "20261206T143000");
}

/// A site with one activity, its 日期, 重复 and 除外日期 as given.
fn dated(date: &str, recurrence: &str, except: &str) -> TestSite {
    let site = TestSite::new(PLACES);
    let header = "活动编号,活动名称,品牌,区县,层级,阵地编号,日期,开始时间,结束时间,主办单位,承办支队,状态,重复,除外日期";
    let row =
        format!("S1,急救课,全域科普,北碚,站,007,{date},9:00,10:00,示例区科协,D1,确认,{recurrence},{except}");
    site.write("content/data/活动.csv", format!("{header}\n{row}\n"));
    site
}

/// What a subscriber has: for each day that was planned the UID, when it begins, and its status.
///
/// A component with a RECURRENCE-ID stands in the place of that date of the component with the same
/// UID (RFC 5545, section 3.8.4.4).
fn subscribed(site: &TestSite) -> BTreeMap<String, String> {
    let built = site.build();
    assert_eq!(built.report.diagnostics, []);
    let all = calendar(&built, "calendar/all.ics");
    for path in ["activities/s1.ics", "calendar/district-bei-bei.ics", "calendar/line-quan-yu-ke-pu.ics"] {
        let other = calendar(&built, path);
        assert_eq!(format!("{:?}", other.events), format!("{:?}", all.events), "{path}");
    }
    let mut dates = BTreeMap::new();
    let said = |event: &IcalEvent, start: &str| {
        format!("{} {start} {}", property(event, "UID"), property(event, "STATUS"))
    };
    let (own, whole): (Vec<_>, Vec<_>) =
        all.events.iter().partition(|it| !property(it, "RECURRENCE-ID").is_empty());
    assert_eq!(whole.len(), 1, "one component says all dates");
    for event in whole {
        let (start, others) = (property(event, "DTSTART"), property(event, "RDATE"));
        for start in std::iter::once(&*start).chain(others.split(',')).filter(|it| !it.is_empty()) {
            assert_eq!(dates.insert(start.to_owned(), said(event, start)), None);
        }
    }
    for event in own {
        let planned = property(event, "RECURRENCE-ID");
        let old = dates.insert(planned.clone(), said(event, &property(event, "DTSTART")));
        assert!(old.is_some(), "{planned} is no date of the whole");
        assert!(!event.properties.iter().any(|it| ["RRULE", "RDATE", "EXDATE"].contains(&it.name.as_str())));
    }
    dates
}

#[test]
fn a_date_stays_the_same_when_others_come_go_move_or_are_cancelled() {
    let one = "2026年12月5日";
    let before = subscribed(&dated(one, "", ""));
    let [(day, first)] = &before.iter().collect::<Vec<_>>()[..] else { panic!("{before:?}") };
    assert_eq!(first.as_str(), "S1@kepu.example.org 20261205T090000 CONFIRMED", "as it always was");
    for others in [
        "2026年12月5日、12月12日",
        "2026年11月28日、12月5日",
        "2026年11月28日、12月5日、12月12日、12月19日",
        "2026年12月5日、12月12日改12月13日",
        "2026年11月28日改11月29日、12月5日",
        "2026年11月28日改12月6日、12月5日",
        "2026年11月28日取消、12月5日、12月12日取消",
    ] {
        let after = subscribed(&dated(others, "", ""));
        assert_eq!(after.len(), others.split('、').count(), "{others}");
        assert_eq!(after.get(*day), Some(*first), "{others}");
        assert!(after.values().all(|it| it.starts_with("S1@kepu.example.org ")), "{others}");
    }
}

#[test]
fn a_moved_or_cancelled_date_keeps_the_place_of_the_one_it_was() {
    let uid = "S1@kepu.example.org";
    for (cell, planned, now) in [
        ("2026年12月5日改12月6日、12月12日", "20261205T090000", "20261206T090000 CONFIRMED"),
        ("2026年12月5日、12月12日改12月9日", "20261212T090000", "20261209T090000 CONFIRMED"),
        ("2026年12月5日取消、12月12日", "20261205T090000", "20261205T090000 CANCELLED"),
        ("2026年12月5日、12月12日取消", "20261212T090000", "20261212T090000 CANCELLED"),
    ] {
        let dates = subscribed(&dated(cell, "", ""));
        assert_eq!(dates.get(planned), Some(&format!("{uid} {now}")), "{cell}");
        assert_eq!(dates.len(), 2, "{cell}");
    }
    // The only date needs nothing to be told from.
    for (cell, now) in [
        ("2026年12月5日改12月6日", "20261206T090000 CONFIRMED"),
        ("2026年12月5日取消", "20261205T090000 CANCELLED"),
    ] {
        let dates = subscribed(&dated(cell, "", ""));
        assert_eq!(dates.into_values().collect::<Vec<_>>(), [format!("{uid} {now}")], "{cell}");
    }
}

#[test]
fn single_dates_of_a_weekly_activity_are_cancelled_and_moved() {
    let except = "2026-12-02、2026-12-09取消、2026-12-16改12-17";
    let built = dated("2026-11-25", "每周三 至2026-12-23", except).build();
    assert_eq!(built.report.diagnostics, []);
    let plain = dated("2026-11-25", "每周三 至2026-12-23", "2026-12-02").build();
    let events = calendar(&built, "calendar/all.ics").events;
    let [whole, cancelled, moved] = &events[..] else { panic!("{events:?}") };
    let mut before = calendar(&plain, "calendar/all.ics").events;
    for property in before.iter_mut().flat_map(|it| &mut it.properties).filter(|it| it.name == "SEQUENCE") {
        assert_eq!(property.value.replace("1".into()).as_deref(), Some("0"));
    }
    assert_eq!(format!("{before:?}"), format!("{:?}", [whole]), "the others know nothing but that of it");
    let said = |event: &IcalEvent| {
        ["UID", "RECURRENCE-ID", "DTSTART", "DTEND", "STATUS", "SEQUENCE"]
            .map(|it| property(event, it))
            .join(" ")
    };
    assert_eq!(
        said(cancelled),
        "S1@kepu.example.org 20261209T090000 20261209T090000 20261209T100000 CANCELLED 1"
    );
    assert_eq!(
        said(moved),
        "S1@kepu.example.org 20261216T090000 20261217T090000 20261217T100000 CONFIRMED 1"
    );
    assert!(property(cancelled, "SUMMARY").contains("取消") && property(moved, "SUMMARY").contains("改期"));
    assert!(property(moved, "DESCRIPTION").contains("原定时间：2026-12-16 09:00"));
    let zone = |event: &IcalEvent| {
        let id = event.properties.iter().find(|it| it.name == "RECURRENCE-ID").expect("an id");
        id.params.clone()
    };
    assert_eq!(zone(moved), Some(vec![("TZID".to_owned(), vec!["Asia/Shanghai".to_owned()])]));
}

#[test]
fn pages_tell_which_single_date_was_cancelled_or_moved() {
    let except = "2026-12-09取消、2026-12-16改12-17";
    let site = dated("2026-12-02", "每周三 至2026-12-23", except);
    let built = site.build();
    let page = built.text("activities/s1.html");
    assert!(
        page.contains("<s>12月9日 周三 09:00–10:00</s></time><span class=\"status s-cancelled\">取消"),
        "{page}"
    );
    assert!(page.contains("12月17日 周四 09:00–10:00</time><span class=\"status s-moved\">改期"), "{page}");
    assert!(page.contains("原定 12月16日 周三"), "{page}");
    assert!(
        !page.contains("活动已取消") && !page.contains("活动有变动"),
        "the next date is as planned: {page}"
    );
    let list = built.text("calendar/index.html");
    let month = built.text("calendar/2026-12.html");
    for text in [&list, &month] {
        assert_eq!(text.matches("status s-cancelled").count(), 1, "{text}");
        assert_eq!(text.matches("status s-moved").count(), 1, "{text}");
        assert_eq!(text.matches("原定 12月16日 周三").count(), 1, "{text}");
    }
    assert!(
        month.contains("<time datetime=2026-12-17>17") || month.contains("<time datetime=\"2026-12-17\">17")
    );
    // The day before the moved one, that is what the page is about.
    let day = |day| {
        let copy = TestSite::new("");
        crate::site::copy_tree(site.root(), copy.root());
        copy.with(|options| options.selection.day = day).build().text("activities/s1.html").to_owned()
    };
    let page = day(date(2026, 12, 16));
    assert!(page.contains("活动有变动") && page.contains("EventRescheduled"), "{page}");
    assert!(page.contains("\"previousStartDate\":\"2026-12-16T09:00:00+08:00\""), "{page}");
    let page = day(date(2026, 12, 9));
    assert!(
        !page.contains("活动已取消") && page.contains("12月17日"),
        "one that takes place comes next: {page}"
    );
    // Nothing is left of it.
    let page = dated("2026-12-02取消", "", "").build().text("activities/s1.html").to_owned();
    assert!(page.contains("活动已取消") && page.contains("EventCancelled"), "{page}");
}

#[test]
fn changes_that_do_not_fit_are_told() {
    for (date, except, told) in [
        ("2026-12-02", "2026-12-10取消", "warning activity-change-unused"),
        ("2026-12-02", "2026-12-10改2026-12-11", "warning activity-change-unused"),
        ("2026-12-02", "2026-12-09改2026-12-16", "warning activity-change-clash"),
        ("2026-12-02改2026-12-03", "2026-12-02取消", "error activity-change-twice"),
        ("2026-12-02", "2026-12-09改2026-12-10、2026-12-09改2026-12-11", "error activity-change-twice"),
        ("2026-12-02", "2026-12-09改再定", "error table-bad-date"),
        ("2026-12-02", "2026-12-09改2026-12-10 25:30", "error table-bad-date"),
    ] {
        let problems = dated(date, "每周三 至2026-12-23", except).problems();
        assert!(problems.contains(told), "{date} {except}: {problems}");
        assert_eq!(problems.lines().count(), 1, "{date} {except}: {problems}");
    }
}

#[test]
fn private_columns_are_nowhere() {
    let site = site();
    let built = site.build();
    let look = |root: &std::path::Path| {
        for entry in walkdir::WalkDir::new(root) {
            let entry = entry.expect("an entry");
            if entry.file_type().is_file() {
                let bytes = std::fs::read(entry.path()).expect("bytes");
                let utf16: Vec<u8> = SECRET.encode_utf16().flat_map(u16::to_le_bytes).collect();
                let (gbk, _, _) = encoding_rs::GBK.encode(SECRET);
                for marker in [SECRET.as_bytes(), &utf16[..], &gbk[..]] {
                    let found = bytes.windows(marker.len()).any(|part| part == marker);
                    assert!(!found, "{} tells a secret", entry.path().display());
                }
            }
        }
    };
    // Hidden files too: whoever copies the folder copies them.
    look(&site.root().join("public"));
    assert!(built.files().len() > 30);
    assert!(!built.files().keys().any(|path| path.ends_with(".csv") || path.ends_with(".xlsx")));
    let said = String::from_utf8_lossy(&site.kepu(&["check", "--as-of", "2026-11-23"]).stderr).into_owned();
    assert!(!said.contains(SECRET), "{said}");
    let found = site.kepu(&["search", "--json", SECRET, "--as-of", "2026-11-23"]);
    assert!(String::from_utf8_lossy(&found.stdout).contains("\"total\": 0"));
}

#[test]
fn the_build_day_divides_what_comes_from_what_is_over() {
    let site = site();
    let day = |day| {
        let copy = TestSite::new("");
        crate::site::copy_tree(site.root(), copy.root());
        copy.with(|options| options.selection.day = day).build()
    };
    let november = day(date(2026, 11, 23));
    let january = day(date(2027, 1, 5));
    let passed = |built: &Built| built.text("activities/w1.html").matches("已过").count();
    assert_eq!(passed(&november), 1, "the first Wednesday is over");
    assert_eq!(passed(&january), 4);
    assert!(january.has("calendar/2027-01.html") && !november.has("calendar/2027-01.html"));
    assert!(november.text("calendar/index.html") != january.text("calendar/index.html"));
    // What people subscribe to does not move with the day of the build.
    assert!(november.text("calendar/all.ics") == january.text("calendar/all.ics"));
}

#[test]
fn no_activities_no_calendar() {
    let built = TestSite::new(PLACES).build();
    let dated = |path: &str| path.starts_with("calendar/") || path.starts_with("activities/");
    assert!(!built.files().keys().any(|path| dated(path)));
    for (path, bytes) in built.files().iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(!std::str::from_utf8(bytes).expect("text").contains("calendar/"), "{path}");
    }
}

/// So many activities every day, from the build's day for the given number of times.
fn daily(count: usize, times: usize) -> TestSite {
    let site = TestSite::new(PLACES);
    let rows: Vec<String> = (0..count)
        .map(|number| {
            format!("N{number:04},义诊{number},全域科普,北碚,站,007,2026-11-23,9:00,10:00,示例区科协,D1,确认,每天 共{times}次")
        })
        .collect();
    let header =
        "活动编号,活动名称,品牌,区县,层级,阵地编号,日期,开始时间,结束时间,主办单位,承办支队,状态,重复";
    site.write("content/data/活动.csv", format!("{header}\n{}\n", rows.join("\n")));
    site
}

#[test]
fn no_page_of_a_full_calendar_is_without_bound() {
    let built = daily(70, 60).build();
    let longest = built.files().iter().filter(|(path, _)| path.ends_with(".html"));
    let longest = longest.max_by_key(|(_, bytes)| bytes.len()).expect("a page");
    assert!(longest.1.len() < 500_000, "{}: {}", longest.0, longest.1.len());
    let list = built.text("calendar/index.html");
    assert_eq!(list.matches("activities/n").count(), 200);
    assert!(list.contains("calendar/2026-12.html") && list.contains("calendar/2027-01.html"));
    // Every occurrence is on some page: the month lists the first of a day, the day all of them.
    let month = built.text("calendar/2026-12.html");
    assert!(month.contains("calendar/2026-12-05.html") && month.contains("全部 70 场"), "{month}");
    let day = built.text("calendar/2026-12-05.html");
    for number in 0..70 {
        assert!(day.contains(&format!("activities/n{number:04}.html")), "{number}");
    }
    assert!(
        daily(20, 5)
            .build()
            .files()
            .keys()
            .all(|path| path.matches('-').count() < 2 || !path.starts_with("calendar/2"))
    );
}

#[test]
fn a_day_with_hundreds_has_several_pages() {
    let built = daily(450, 1).build();
    for (page, first) in [("2026-11-23", "n0000"), ("2026-11-23.2", "n0200"), ("2026-11-23.3", "n0400")] {
        let text = built.text(&format!("calendar/{page}.html"));
        assert!(text.contains(&format!("activities/{first}.html")) && text.contains("共 3 页"), "{page}");
    }
}

#[test]
fn a_calendar_that_is_too_large_is_refused() {
    for (count, times) in [(300, 900), (6000, 1)] {
        let began = std::time::Instant::now();
        assert!(daily(count, times).problems().contains("error calendar-too-large content/data/活动.csv"));
        assert!(began.elapsed().as_secs() < 20, "{count}: {:?}", began.elapsed());
    }
    let site = daily(250, 1);
    let path = site.root().join("content/data/活动.csv");
    let text = std::fs::read_to_string(&path).expect("text");
    let text: Vec<String> =
        text.lines().enumerate().map(|(number, line)| line.replace("北碚", &format!("区{number}"))).collect();
    std::fs::write(&path, text.join("\n")).expect("the file can be written");
    assert!(site.problems().contains("error calendar-too-large"));
}

#[test]
fn a_month_names_lunar_days_terms_holidays_and_the_days_of_its_neighbours() {
    let site = site();
    site.write(
        "content/data/节假日-2026.json",
        r#"{"year": 2026, "papers": [], "days": [
            {"name": "示例节", "date": "2026-12-05", "isOffDay": false},
            {"name": "示例节", "date": "2026-12-31", "isOffDay": true}, {"name": "国庆节", "date": "2026-10-01", "isOffDay": true}]}"#,
    );
    let built = site.build();
    assert_eq!(built.report.diagnostics, []);
    let month = built.text("calendar/2026-12.html");
    let cell = |day: &str| {
        let (_, rest) = month.split_once(day).unwrap_or_else(|| panic!("{day}: {month}"));
        rest.split("<td").next().unwrap_or_default().to_owned()
    };
    assert!(cell("2026-12-07").contains("<b>大雪</b>"), "{month}");
    assert!(cell("2026-12-08").contains("三十") && !cell("2026-12-08").contains("<b>三十"), "{month}");
    assert!(cell("2026-12-09").contains("冬月"), "the first of a lunar month is its name");
    assert!(cell("2026-12-05").contains("班") && cell("2026-12-05").contains("示例节调休上班"), "{month}");
    assert!(cell("2026-12-31").contains("休") && cell("2026-12-31").contains("示例节放假"), "{month}");
    assert!(cell("2026-11-30").contains("11月30") && cell("2027-01-03").contains("1月3"), "{month}");
    assert!(!cell("2026-12-01").contains("12月1"), "{month}");
}

#[test]
fn a_date_that_is_elsewhere_shows_its_own_time_and_venue() {
    let site = site();
    let row = WEEKLY.replace("除外日期: [2026-12-02]", "除外日期: 2026-12-09改2026-12-10 14:30换到Z2");
    site.write("content/data/活动-周期.yaml", row);
    let built = site.build();
    assert_eq!(built.report.diagnostics, []);
    let month = built.text("calendar/2026-12.html");
    let (_, day) = month.split_once("2026-12-10").expect("the day");
    let day = day.split("<td").next().unwrap_or_default();
    assert!(day.contains("14:30") && day.contains("示例村科普站") && day.contains("12月9日"), "{day}");
    let calendar = calendar(&built, "activities/w1.ics");
    let own = calendar.events.iter().find(|it| property(it, "RECURRENCE-ID") == "20261209T090000");
    let own = own.expect("a component of its own");
    assert_eq!(property(own, "DTSTART"), "20261210T143000");
    assert_eq!(property(own, "DTEND"), "20261210T163000");
    assert_eq!(property(own, "LOCATION"), "示例村科普站");
}
