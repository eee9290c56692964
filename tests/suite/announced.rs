//! What was published of activities is remembered, and what changed since is told.

use crate::site::TestSite;

const SITE: &str = "title: 测试站\nbase_url: https://kepu.example.org\nrequired: [title]\ntopics:\n  - { id: nutrition, name: 营养 }\n";
const VENUES: &str = "阵地编号,阵地名称,层级,区县\nV1,示例一村站,站,示例区\nV2,示例二村站,站,示例区\n";
const TEAMS: &str = "支队编号,支队名称,类别\nZ1,示例支队,医疗卫生\n";
const DISTRICTS: &str = "行政区划代码,区县\n500001,示例区\n";
const STATE: &str = "state/calendar.jsonl";

fn site() -> TestSite {
    let site = TestSite::new("");
    site.write("site.yaml", SITE);
    site.write("content/data/阵地.csv", VENUES);
    site.write("content/data/支队.csv", TEAMS);
    site.write("content/data/区县.csv", DISTRICTS);
    site
}

/// The rows of 活动: number, venue, date, start, repetition, exceptions, state.
fn activities(site: &TestSite, rows: &[[&str; 7]]) {
    let mut table =
        "活动编号,活动名称,品牌,区县,层级,阵地编号,日期,开始时间,重复,除外日期,主办单位,承办支队,状态\n"
            .to_owned();
    for [id, venue, date, start, rule, except, status] in rows {
        table += &format!(
            "{id},讲座{id},全域科普,示例区,站,{venue},{date},{start},{rule},{except},示例区科协,Z1,{status}\n"
        );
    }
    site.write("content/data/活动.csv", table);
}

fn on(site: TestSite, day: &str) -> TestSite {
    site.with(|options| options.selection.day = day.parse().expect("a day"))
}

fn recording(site: TestSite) -> TestSite {
    site.with(|options| options.record = true)
}

const PLAIN: [&str; 7] = ["A1", "V1", "2026-12-05", "14:30", "", "", "确认"];
const SERIES: [&str; 7] = ["A2", "V1", "2026-12-02", "9:00", "每周三 共4次", "", "确认"];

/// The SEQUENCE of each component.
fn sequences(site: &TestSite, id: &str) -> Vec<u32> {
    let built = site.build();
    let text = built.text(&format!("activities/{id}.ics"));
    let lines = text.lines().filter_map(|line| line.strip_prefix("SEQUENCE:"));
    lines.map(|it| it.trim().parse().expect("a number")).collect()
}

/// What the page of recent changes says, a line each, names and days left out.
fn told(site: &TestSite) -> Vec<String> {
    lines(site.build().text("calendar/changes.html"))
}

/// The texts of the innermost list items.
fn lines(html: &str) -> Vec<String> {
    let list =
        html.split("class=changes").nth(1).or(html.split("class=\"changes\"").nth(1)).unwrap_or_default();
    let list = list.split("</ol>").next().unwrap_or_default();
    list.split("<ul>")
        .skip(1)
        .filter_map(|it| it.split("</ul>").next())
        .flat_map(|it| it.split("<li>").skip(1).map(|it| it.replace("</li>", "").trim().to_owned()))
        .collect()
}

#[test]
fn nothing_is_written_unless_it_is_asked_for() {
    let site = site();
    activities(&site, &[PLAIN]);
    site.build();
    assert!(!site.root().join(STATE).exists());
    assert_eq!(sequences(&site, "a1"), [0]);
    assert_eq!(told(&site), [""; 0]);
}

#[test]
fn a_change_of_time_place_or_state_is_told_and_counted() {
    let mut site = recording(on(site(), "2026-11-20"));
    activities(&site, &[PLAIN]);
    assert_eq!(site.build().report.recorded, 1);
    assert!(site.root().join("state/.gitattributes").is_file());
    assert_eq!(site.build().report.recorded, 0, "the same again is no news");

    let mut sequence = 0;
    let mut now = PLAIN;
    for (day, column, value, words) in [
        ("2026-11-21", 2, "2026-12-06", "时间由 12月5日 周六 14:30 改为 12月6日 周日 14:30"),
        ("2026-11-22", 3, "9:30", "12月6日 周日的时间由 14:30 改为 09:30"),
        ("2026-11-23", 1, "V2", "地点由 示例一村站 改为 示例二村站"),
        ("2026-11-24", 6, "取消", "取消"),
        ("2026-11-25", 6, "确认", "状态由 取消 改为 确认"),
    ] {
        now[column] = value;
        site = on(site, day);
        activities(&site, &[now]);
        sequence += 1;
        // Before it is remembered, too: a preview shows what will be published.
        let site_before = site.with(|options| options.record = false);
        assert_eq!(told(&site_before)[0], words);
        assert_eq!(sequences(&site_before, "a1"), [sequence], "{words}");
        site = recording(site_before);
        assert_eq!(site.build().report.recorded, 1, "{words}");
        assert_eq!(told(&site)[0], words);
        assert_eq!(sequences(&site, "a1"), [sequence], "{words}");
    }
    assert_eq!(told(&site).len(), 5);
    // On the page of the activity, too.
    assert!(site.build().text("activities/a1.html").contains("地点由 示例一村站 改为 示例二村站"));
    // What is over is no news, but another state; after a month nothing is shown.
    now[6] = "已完成";
    site = on(site, "2026-12-07");
    activities(&site, &[now]);
    site.build();
    assert_eq!((told(&site).len(), sequences(&site, "a1")), (5, vec![sequence + 1]));
    site = on(site, "2027-01-30");
    assert_eq!(told(&site), [""; 0]);
    assert_eq!(site.build().files(), &site.clean(), "incremental is clean");
}

#[test]
fn other_columns_are_no_change() {
    let site = recording(on(site(), "2026-11-20"));
    activities(&site, &[PLAIN, SERIES]);
    site.build();
    let path = site.root().join("content/data/活动.csv");
    let table = std::fs::read_to_string(&path).expect("a table");
    site.write(
        "content/data/活动.csv",
        table.replace("讲座A1", "另一个名字").replace("示例区科协", "示例学会"),
    );
    assert_eq!(site.build().report.recorded, 0);
    assert_eq!(sequences(&site, "a1"), [0]);
}

#[test]
fn dates_of_a_series_are_told_one_by_one_or_together() {
    let site = recording(on(site(), "2026-11-20"));
    activities(&site, &[SERIES]);
    site.build();
    let mut later = SERIES;
    later[3] = "10:00";
    activities(&site, &[later]);
    let site = site.with(|options| options.record = false);
    assert_eq!(told(&site), ["每场的时间由 09:00 改为 10:00"]);
    let mut moved = SERIES;
    moved[5] = "2026-12-09改2026-12-10 15:00、2026-12-16取消";
    activities(&site, &[moved]);
    assert_eq!(
        told(&site),
        ["时间由 12月9日 周三 09:00 改为 12月10日 周四 15:00", "12月16日 周三 09:00：取消"]
    );
    let mut more = SERIES;
    more[4] = "每周三 共6次";
    activities(&site, &[more]);
    assert_eq!(told(&site), ["新增：12月30日 周三 09:00、1月6日 周三 09:00"]);
    let mut elsewhere = SERIES;
    elsewhere[5] = "2026-12-16换到V2";
    activities(&site, &[elsewhere]);
    assert_eq!(told(&site), ["12月16日 周三 09:00：地点由 示例一村站 改为 示例二村站"]);
    assert!(sequences(&site, "a2").iter().all(|it| *it == 1), "all of it is a newer version");
}

#[test]
fn a_lost_or_damaged_file_is_repaired() {
    let site = recording(on(site(), "2026-11-20"));
    activities(&site, &[PLAIN, SERIES]);
    site.build();
    let whole = std::fs::read_to_string(site.root().join(STATE)).expect("the file");
    assert_eq!(whole.lines().count(), 2);
    // Lost: begun anew.
    std::fs::remove_file(site.root().join(STATE)).expect("removed");
    let built = site.build();
    assert_eq!((built.report.recorded, built.report.diagnostics.len()), (2, 0));
    // A line that nobody finished, and a mark of a merge: the others stand, and the place is told.
    site.write(STATE, format!("<<<<<<< HEAD\n{}", &whole[..whole.len() - 20]));
    let built = site.build();
    let told: Vec<_> = built.report.diagnostics.iter().map(|it| (it.rule.id, it.file.to_string())).collect();
    assert_eq!(told, vec![("calendar-state-line", STATE.to_owned()); 2]);
    assert_eq!(built.report.recorded, 1, "what was lost is written again");
    let mended = std::fs::read_to_string(site.root().join(STATE)).expect("the file");
    assert_eq!(mended.lines().count(), 3);
    assert_eq!(site.build().report.diagnostics.len(), 1, "the mark is the editor's to remove");
}

#[test]
fn lines_of_two_branches_belong_together() {
    let first = recording(on(site(), "2026-11-20"));
    activities(&first, &[PLAIN]);
    first.build();
    let base = std::fs::read_to_string(first.root().join(STATE)).expect("the file");
    let branch = |day: &str, date: &str| {
        let site = recording(on(site(), day));
        site.write(STATE, &base);
        let mut row = PLAIN;
        row[2] = date;
        activities(&site, &[row]);
        site.build();
        let text = std::fs::read_to_string(site.root().join(STATE)).expect("the file");
        text[base.len()..].to_owned()
    };
    let (one, other) = (branch("2026-11-21", "2026-12-06"), branch("2026-11-22", "2026-12-07"));
    for lines in [format!("{base}{one}{other}"), format!("{base}{other}{one}")] {
        let site = on(site(), "2026-11-23");
        site.write(STATE, lines);
        let mut row = PLAIN;
        row[2] = "2026-12-07";
        activities(&site, &[row]);
        // Nobody knows which of the two a subscriber has: what stands now is newer than both.
        assert_eq!(sequences(&site, "a1"), [2]);
    }
}
