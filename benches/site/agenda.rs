//! Generates the tables of a city's calendar: activities with four dates each, venues, teams, districts.

use std::fmt::Write as _;
use std::path::Path;

/// Districts of a city; they do not grow with the calendar.
const DISTRICTS: usize = 40;
const LINES: [&str; 4] = ["创新课堂", "全域科普", "工匠传承", "科技惠农"];
const TOPICS: [&str; 6] = ["饮食营养", "医疗急救", "卫生保健", "疾病防控", "科学辟谣", "农技服务"];
const AUDIENCES: [&str; 5] = ["老年人", "小学生", "家长", "种植户", "社区居民"];
const TIERS: [&str; 3] = ["中心", "所", "站"];
const STATES: [&str; 6] = ["计划", "确认", "确认", "延期", "取消", "确认"];
/// One activity in five is over on the day of the build.
const PAST_ONE_IN: usize = 5;

/// Writes the tables for so many activities in the place of the demonstration's; venues and teams grow with them
/// as in a city of 5,000: 1,500 and 300.
pub fn write(root: &Path, activities: usize) {
    let venues = (activities * 3 / 10).max(1);
    let teams = (activities * 6 / 100).max(1);
    let folder = root.join("content/data");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    for demonstration in ["活动-周期.yaml", "活动.xlsx"] {
        super::remove_file(&folder.join(demonstration));
    }
    let tables = [
        ("区县.yaml", districts()),
        ("阵地.csv", venue_rows(venues)),
        ("支队.csv", team_rows(teams)),
        ("活动.csv", activity_rows(activities, venues, teams)),
    ];
    for (name, text) in tables {
        std::fs::write(folder.join(name), text).expect("the table is written");
    }
}

/// The path of the page of an activity.
pub fn page(number: usize) -> String {
    format!("activities/hd{number:05}.html")
}

/// Gives an activity another name.
pub fn rename(root: &Path, number: usize, name: &str) {
    let path = root.join("content/data/活动.csv");
    let rows = std::fs::read_to_string(&path).expect("the table can be read");
    let id = format!("HD{number:05},");
    let rows = rows.lines().map(|row| match row.strip_prefix(&id).and_then(|it| it.split_once(',')) {
        Some((_, rest)) => format!("{id}{name},{rest}\n"),
        None => format!("{row}\n"),
    });
    std::fs::write(path, rows.collect::<String>()).expect("the table is written");
}

fn districts() -> String {
    (0..DISTRICTS).fold(String::new(), |mut text, number| {
        writeln!(text, "- {{ 行政区划代码: \"{}\", 区县: 示例{number}区 }}", 500_101 + number)
            .expect("text grows");
        text
    })
}

fn venue_rows(count: usize) -> String {
    let header = "阵地编号,阵地名称,层级,区县,街道镇乡,地址,容纳人数\n";
    (0..count).fold(header.to_owned(), |mut text, number| {
        let (tier, district) = (TIERS[number % 3], number % DISTRICTS);
        writeln!(text, "Z{number:05},示例阵地{number},{tier},示例{district}区,示例街道,示例路{number}号,60")
            .expect("text grows");
        text
    })
}

fn team_rows(count: usize) -> String {
    let header = "支队编号,支队名称,类别,区县,擅长领域\n";
    (0..count).fold(header.to_owned(), |mut text, number| {
        let (district, skill) = (number % DISTRICTS, TOPICS[number % TOPICS.len()]);
        writeln!(text, "D{number:04},示例支队{number},综合科普,示例{district}区,{skill}")
            .expect("text grows");
        text
    })
}

fn activity_rows(count: usize, venues: usize, teams: usize) -> String {
    let header = "活动编号,活动名称,品牌,主题,区县,层级,阵地编号,日期,开始时间,结束时间,重复,主办单位,承办支队,面向人群,状态,参加人数\n";
    (0..count).fold(header.to_owned(), |mut text, number| {
        let venue = number % venues;
        let (tier, district) = (TIERS[venue % 3], venue % DISTRICTS);
        let over = number % PAST_ONE_IN == 0;
        let (month, state) = if over { (1 + number % 9, "已完成") } else { (12, STATES[number % STATES.len()]) };
        let results = if over { "30" } else { "" };
        writeln!(
            text,
            "HD{number:05},示例活动{number}：{topic},{line},{topic},示例{district}区,{tier},Z{venue:05},\
             2026-{month:02}-{day:02},9:00,11:00,每周 共4次,示例区科协,D{team:04},{audience},{state},{results}",
            topic = TOPICS[number % TOPICS.len()],
            line = LINES[number % LINES.len()],
            day = 1 + number % 28,
            team = number % teams,
            audience = AUDIENCES[number % AUDIENCES.len()],
        )
        .expect("text grows");
        text
    })
}
