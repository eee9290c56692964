//! Activities that recur in every way that a row can say, and what becomes of their dates.

use crate::site::TestSite;

const HEADER: &str = "活动编号,活动名称,品牌,区县,层级,阵地编号,日期,开始时间,结束时间,主办单位,承办支队,状态,重复,除外日期,节假日";

const PLACES: &str = "-- content/data/区县.yaml --
- { 行政区划代码: \"500109\", 区县: 示例甲区 }
-- content/data/支队.csv --
支队编号,支队名称,类别
D1,示例支队,综合科普
-- content/data/阵地.csv --
阵地编号,阵地名称,层级,区县,地址
Z1,示例第一科普站,站,示例甲区,示例路1号
Z2,示例第二科普站,站,示例甲区,示例路2号
Z3,示例第三科普站,站,示例甲区,
-- content/data/节假日.yaml --
- { name: 示例节零, date: 2026-11-26, isOffDay: true }
- { name: 示例节一, date: 2026-12-24至2026-12-26, isOffDay: true }
- { name: 示例节二, date: 2027-01-01至2027-01-03, isOffDay: true }
- { name: 示例节二, date: 2027-01-04, isOffDay: false }
- { name: 示例节三, date: 2027-02-06至2027-02-12, isOffDay: true }
";

/// 日期 and 重复, at least one of each kind.
const RECURRENCES: [(&str, &str); 33] = [
    ("2026-12-05", ""),
    ("2026-10-05", ""),
    ("2026-12-05、2026-12-12、2026-12-20", ""),
    ("2026-11-05、2026-11-25、2026-12-24、2027-01-02", ""),
    ("2026-12-22", "每天 共6次"),
    ("2026-12-22", "每隔两天 至2027-01-10"),
    ("2026-11-18", "每周三 至2027-01-20"),
    ("2026-11-17", "每周二、四 共9次"),
    ("2026-12-19", "每周末 共7次"),
    ("2026-12-21", "每个工作日 至2027-01-08"),
    ("2026-11-28", "每两周周六 共5次"),
    ("2026-11-20", "每三周周一、五 共7次"),
    ("2026-12-02", "每周三"),
    ("2026-12-10", "每月10日 共4次"),
    ("2026-10-31", "每月31日 共4次"),
    ("2026-11-30", "每月最后一天 共4次"),
    ("2026-12-12", "每月第二个周六 共4次"),
    ("2026-12-05", "每月第一、三个周六 共6次"),
    ("2026-11-27", "每月最后一个周五 至2027-04-30"),
    ("2026-12-05", "每季度 共3次"),
    ("2027-01-02", "每季度第一个周六 共3次"),
    ("2026-12-31", "每季度末 共3次"),
    ("2026-12-07", "每个节气 共6次"),
    ("2026年冬至", "每年冬至、立春 共4次"),
    ("2026年腊八", "每年腊月初八 共3次"),
    ("2026年重阳", "每年重阳 共3次"),
    ("2027年春节", "农历每月初一、十五 共7次"),
    ("2026-12-05", "每年12月5日 共3次"),
    ("2026-12-05", "每年3月5日、12月5日 共4次"),
    ("2026-12-06", "每年3月5日、12月6日 共4次"),
    ("2026-12-02、2026-12-13、2027-02-14", "每周三 共5次"),
    ("2026-12-03", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=6"),
    ("2026-12-20", "FREQ=MONTHLY;BYMONTHDAY=20;UNTIL=20270420"),
];
const STATES: [&str; 9] = ["确认", "确认", "确认", "确认", "计划", "改期", "延期", "取消", "已完成"];
const POLICIES: [&str; 5] = ["", "", "照常", "跳过", "顺延"];
const TIMES: [(&str, &str); 5] =
    [("9:00", "11:00"), ("14:30", "16:00"), ("9:00", ""), ("00:00", "23:30"), ("19:05", "23:59")];

/// Numbers that look random, and are the same each time: SplitMix64 (Steele, Lea and Flood, 2014).
pub struct Chance(u64);

impl Chance {
    /// From a seed.
    pub fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).expect("below the limit")
    }

    /// One of several.
    pub fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// A row of 活动.
#[derive(Clone)]
pub struct Row {
    /// 活动编号, in the case in which paths write it.
    pub id: String,
    schedule: (&'static str, &'static str),
    times: (&'static str, &'static str),
    status: &'static str,
    policy: &'static str,
    /// 除外日期
    pub except: String,
}

/// A row of each recurrence as it is, then `more` by chance.
pub fn rows(chance: &mut Chance, more: usize) -> Vec<Row> {
    let plain = RECURRENCES.iter().enumerate().map(|(number, schedule)| Row {
        id: format!("a{number:03}"),
        schedule: *schedule,
        times: TIMES[number % 2],
        status: "确认",
        policy: "",
        except: String::new(),
    });
    let plain: Vec<Row> = plain.collect();
    let mut all = plain.clone();
    for number in 0..more {
        all.push(Row {
            id: format!("b{number:03}"),
            times: chance.of(&TIMES),
            status: chance.of(&STATES),
            policy: chance.of(&POLICIES),
            ..plain[chance.below(plain.len())].clone()
        });
    }
    all
}

/// What becomes of some of an activity's days, `2026-12-05`, as a cell of 除外日期 says it; the first is left.
pub fn changes(chance: &mut Chance, days: &[String]) -> String {
    let mut said = Vec::new();
    for day in days {
        let other: jiff::civil::Date = day.parse().expect("a day");
        let other = other.saturating_add(jiff::Span::new().days(1 + chance.below(3) as i64));
        match chance.below(14) {
            0 if *day != days[0] => said.push(day.clone()),
            1 => said.push(format!("{day}取消")),
            2 => said.push(format!("{day}改{other}")),
            3 => said.push(format!("{day}改13:15")),
            4 => said.push(format!("{day}改{other} 13:15-14:45")),
            5 => said.push(format!("{day}换到Z2")),
            6 => said.push(format!("{day}（改{other} 8:20，换到Z3）")),
            _ => {}
        }
    }
    said.join("、")
}

/// A site with these activities.
pub fn site(rows: &[Row]) -> TestSite {
    let site = TestSite::new(PLACES);
    write(&site, rows);
    site
}

/// Puts these activities in the place of those that are there.
pub fn write(site: &TestSite, rows: &[Row]) {
    let rows: Vec<String> = rows.iter().map(Row::text).collect();
    site.write("content/data/活动.csv", format!("{HEADER}\n{}\n", rows.join("\n")));
}

impl Row {
    fn text(&self) -> String {
        let Row { id, schedule: (date, recurrence), times: (start, end), status, policy, except } = self;
        // An RRULE has commas.
        format!(
            "{id},示例活动{id},全域科普,示例甲区,站,Z1,{date},{start},{end},示例区科协,D1,{status},\"{recurrence}\",{except},{policy}"
        )
    }
}
