//! The lists of the calendar: by what people choose, venues and teams, what is over, and how they grow.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::markup::Markup;
use crate::site::{Built, TestSite};
use crate::webdriver::Browser;

const PLACES: &str = "-- content/data/区县.yaml --
- { 行政区划代码: \"500109\", 区县: 北碚 }
- { 行政区划代码: \"500152\", 区县: 潼南 }
- { 行政区划代码: \"500199\", 区县: 示例新区 }
-- content/data/支队.csv --
支队编号,支队名称,类别,上级,区县,擅长领域,负责人,公开电话,示范团队,示范理由
D1,急救支队,医疗,,,医疗急救、疾病防控,绝密标记,023-0001,是,示例：三年进村
D2,农技分队,农业,D1,潼南,柑橘,绝密标记,023-0002,,
-- content/data/阵地.csv --
阵地编号,阵地名称,层级,区县,街道镇乡,社区村,地址,容纳人数,联系电话
007,示例社区科普站,站,北碚,示例街道,示例社区,示例路8号,40,绝密标记
Z2,示例村科普站,所,潼南,,,,,绝密标记
Z3,示例空闲科普站,站,示例新区,,,,,绝密标记
";
const HEADER: &str = "活动编号,活动名称,品牌,主题,区县,层级,阵地编号,日期,开始时间,结束时间,主办单位,承办支队,协办支队,面向人群,状态,原定时间,参加人数,志愿者人数,服务时长";
const ROWS: [&str; 6] = [
    "A1,急救课,全域科普,医疗急救,北碚,站,007,2026-12-05,9:00,10:00,示例区科协,D1,,老年人、家长,确认,,,,",
    "A2,柑橘冬管,科技惠农,农技服务,潼南,所,Z2,2026-12-08,9:00,,示例区科协,D2,D1,种植户,改期,2026-12-01 9:00,,,",
    "A3,取消的课,全域科普,医疗急救,北碚,站,007,2026-12-09,9:00,,示例区科协,D1,,老年人,取消,,,,",
    "A4,推迟的课,创新课堂,,北碚,站,007,2026-12-10,9:00,,示例区科协,D1,,小学生,延期,2026-12-03,,,",
    "A5,办过的课,全域科普,医疗急救,北碚,站,007,2026-10-20,9:00,10:00,示例区科协,D1,,老年人,已完成,,31,4,2.5",
    "A6,前年的课,科技惠农,农技服务,潼南,所,Z2,2024-10-20,9:00,10:00,示例区科协,D2,,种植户,已完成,,20,2,3",
];

fn site() -> TestSite {
    let site = TestSite::new(PLACES);
    site.write("content/data/活动.csv", format!("{HEADER}\n{}\n", ROWS.join("\n")));
    site
}

/// The activities that a page lists, by the number in their paths.
fn listed(built: &Built, path: &str) -> BTreeSet<String> {
    let markup = Markup::parse(built.text(path));
    let links = markup.references();
    let names = links.iter().filter_map(|it| it.split_once("activities/a")?.1.strip_suffix(".html"));
    names.map(str::to_owned).collect()
}

fn set(numbers: &str) -> BTreeSet<String> {
    numbers.chars().map(|it| it.to_string()).collect()
}

#[test]
fn each_selection_has_a_page_and_what_people_subscribe_to_a_calendar_file() {
    let built = site().build();
    assert_eq!(built.report.diagnostics, []);
    for (name, numbers, subscribed) in [
        ("district-bei-bei", "1345", true),
        ("line-ke-ji-hui-nong", "26", true),
        ("tier-institute", "26", true),
        ("tier-station", "1345", true),
        ("state-cancelled", "3", false),
        ("state-done", "56", false),
        ("audience-lao-nian-ren", "135", false),
        ("topics/yi-liao-ji-jiu", "135", true),
        ("venues/007", "1345", true),
        ("venues/z3", "", true),
        ("teams/d1", "12345", true),
        ("teams/d2", "26", true),
    ] {
        assert_eq!(listed(&built, &format!("calendar/{name}.html")), set(numbers), "{name}");
        let file = format!("calendar/{name}.ics");
        assert_eq!(built.has(&file), subscribed, "{name}");
        if subscribed {
            let events: BTreeSet<String> = built
                .text(&file)
                .lines()
                .filter_map(|line| Some(line.strip_prefix("UID:A")?.split('@').next()?.to_owned()))
                .collect();
            assert_eq!(events, set(numbers), "{file}");
            assert!(
                built.text(&format!("calendar/{name}.html")).contains(&file["calendar/".len()..]),
                "{name}"
            );
        }
    }
    let all = built.text("calendar/index.html");
    for path in [
        "district-bei-bei.html",
        "tier-station.html",
        "state-moved.html",
        "audience-lao-nian-ren.html",
        "venues/index.html",
        "teams/index.html",
        "topics/index.html",
        "past/index.html",
    ] {
        assert!(all.contains(&format!("calendar/{path}")), "{path}");
    }
    assert!(!all.contains("venues/007"), "venues are not listed on each page");
    let topics = built.text("calendar/topics/index.html");
    assert!(topics.contains("yi-liao-ji-jiu.html") && topics.contains("nong-ji-fu-wu.html"));
}

#[test]
fn a_new_venue_elsewhere_moves_no_address() {
    // The same pinyin: the one with activities had the plain address before the other came.
    let site = site();
    site.write("content/data/区县-新.yaml", "- { 行政区划代码: \"500108\", 区县: 北倍 }\n");
    site.write("content/data/阵地-新.csv", "阵地编号,阵地名称,层级,区县\nZ9,示例站,站,北倍\n");
    let built = site.build();
    assert!(built.text("calendar/district-bei-bei.html").contains("北碚"));
    assert!(built.files().keys().any(|path| path.starts_with("calendar/district-bei-bei-")));
}

#[test]
fn a_venue_tells_where_it_is_and_what_is_on() {
    let built = site().build();
    let page = built.text("calendar/venues/007.html");
    for word in
        ["示例社区科普站", "实践站", "示例街道示例社区", "示例路8号", "40 人", "district-bei-bei.html"]
    {
        assert!(page.contains(word), "{word}: {page}");
    }
    let (coming, past) = page.split_once("往期活动").expect("what is over");
    assert!(coming.contains("急救课") && past.contains("办过的课") && past.contains("参加 31 人"));
    assert!(built.text("calendar/venues/z3.html").contains("近期没有安排活动"));
    let list = built.text("calendar/venues/index.html");
    assert!(list.contains("共 3 个") && list.contains("下次 12月5日 周六"), "{list}");
    let order = ["in-bei-bei", "in-tong-nan", "in-shi-li-xin-qu"].map(|id| {
        let place = [format!("id={id}"), format!("id=\"{id}\"")].iter().find_map(|it| list.find(it));
        place.unwrap_or_else(|| panic!("no {id}: {list}"))
    });
    assert!(order.is_sorted(), "as in the table of districts");
    let district = built.text("calendar/district-shi-li-xin-qu.html");
    assert!(district.contains("venues/z3.html") && district.contains("示例空闲科普站"));
    assert!(!built.text("calendar/index.html").contains("shi-li-xin-qu"), "no list of nothing is offered");
}

#[test]
fn a_team_tells_who_it_is_and_what_it_did() {
    let built = site().build();
    let page = built.text("calendar/teams/d1.html");
    for word in ["急救支队", "医疗急救、疾病防控", "tel:023-0001", "示范团队", "三年进村", "1 场"]
    {
        assert!(page.contains(word), "{word}: {page}");
    }
    assert!(page.contains("参加 31 人，志愿者 4 人，服务 2.5 小时"), "{page}");
    let page = built.text("calendar/teams/d2.html");
    assert!(
        page.contains("district-tong-nan.html") && page.contains("d1.html"),
        "district and parent: {page}"
    );
    assert!(!page.contains("示范团队"));
    let list = built.text("calendar/teams/index.html");
    assert!(list.contains("全市") && list.contains("示范团队") && list.contains("in-tong-nan"));
    assert!(built.text("calendar/district-tong-nan.html").contains("teams/d2.html"));
    for (path, bytes) in built.files() {
        assert!(!String::from_utf8_lossy(bytes).contains("绝密标记"), "{path} tells a secret");
    }
}

#[test]
fn what_is_over_is_kept_by_year_with_its_results() {
    let built = site().build();
    assert_eq!(listed(&built, "calendar/past/2026.html"), set("5"));
    assert_eq!(listed(&built, "calendar/past/2024.html"), set("6"));
    assert_eq!(listed(&built, "calendar/past/index.html"), set("56"));
    let page = built.text("calendar/past/2026.html");
    assert!(page.contains("参加 31 人，志愿者 4 人，服务 2.5 小时") && page.contains("已完成"), "{page}");
    assert!(page.contains("2024.html"));
}

#[test]
fn what_changed_is_told_in_words_wherever_it_is_listed() {
    let built = site().build();
    for path in [
        "calendar/index.html",
        "calendar/district-bei-bei.html",
        "calendar/venues/007.html",
        "calendar/teams/d1.html",
    ] {
        let page = built.text(path);
        assert!(page.contains("<s>取消的课</s>") && page.contains(">取消<"), "{path}");
        assert!(page.contains(">延期<") && page.contains("原定 2026-12-03"), "{path}");
    }
    assert!(built.text("calendar/teams/d1.html").contains("原定 2026-12-01 9:00"));
}

#[test]
fn items_carry_what_the_filter_asks_for() {
    let built = site().build();
    let page = Markup::parse(built.text("calendar/index.html"));
    let item =
        page.elements().iter().find(|it| it.get("data-audience") == Some("老年人|家长")).expect("an item");
    for (name, value) in [("district", "北碚"), ("line", "全域科普"), ("tier", "站"), ("state", "确认")]
    {
        assert_eq!(item.get(&format!("data-{name}")), Some(value));
    }
    let asked = |path: &str| -> Vec<String> {
        let page = Markup::parse(built.text(path));
        page.all("select").filter_map(|it| it.get("name").map(str::to_owned)).collect()
    };
    assert_eq!(asked("calendar/index.html"), ["district", "line", "tier", "state", "audience"]);
    assert_eq!(asked("calendar/district-bei-bei.html"), ["line", "tier", "state", "audience"]);
}

/// The names of the activities that are shown.
fn shown(browser: &Browser) -> Vec<String> {
    let script = "[].filter.call(document.querySelectorAll('.act'), it => it.offsetHeight > 0)\
                  .map(it => it.querySelector('.item-title').textContent)";
    serde_json::from_value(browser.evaluate(script)).expect("texts")
}

fn choose(browser: &Browser, name: &str, value: &str) {
    browser.evaluate(&format!(
        "(it => {{ it.value = '{value}'; return it.dispatchEvent(new Event('change', {{ bubbles: true }})) }})\
         (document.querySelector('select[name={name}]'))"
    ));
}

#[test]
fn any_combination_filters_at_once_and_stays_in_the_address() {
    let Some(browser) = Browser::start("any_combination_filters_at_once") else { return };
    let site = site();
    site.write("site.yaml", "title: 测试站\ncalendar: { past: 1 }\n");
    site.build();
    let address = format!("file://{}/public/calendar/index.html", site.root().display());
    browser.go(&address);
    browser.wait_until("!document.getElementById('sieve').hidden");
    assert_eq!(shown(&browser).len(), 5);
    choose(&browser, "district", "北碚");
    choose(&browser, "audience", "老年人");
    assert_eq!(shown(&browser), ["急救课", "取消的课", "办过的课"]);
    choose(&browser, "state", "取消");
    assert_eq!(shown(&browser), ["取消的课"]);
    let status = "document.getElementById('sieve-status').textContent";
    assert_eq!(browser.evaluate(status), "找到 1 场。本页只列了 5 场。");
    // Whoever opens the address sees the same.
    let hash = browser.evaluate("location.hash");
    let hash = hash.as_str().expect("a text");
    browser.go("about:blank");
    browser.go(&format!("{address}{hash}"));
    browser.wait_until("!document.getElementById('sieve').hidden");
    assert_eq!(shown(&browser), ["取消的课"]);
    browser.click(&browser.find("#sieve button"));
    assert_eq!(shown(&browser).len(), 5);
    assert_eq!(browser.evaluate("location.hash"), "");
    // What the page does not have all of is told, with the way to it.
    choose(&browser, "tier", "站");
    let link = "document.querySelector('#sieve-status a').getAttribute('href')";
    assert!(browser.evaluate(link).as_str().is_some_and(|it| it.ends_with("/calendar/tier-station.html")));
    // Half a character and what nobody chose do no harm.
    browser.go("about:blank");
    browser.go(&format!("{address}#district=%E5&tier=x&__proto__=1"));
    browser.wait_until("!document.getElementById('sieve').hidden");
    assert_eq!(shown(&browser).len(), 5);
}

/// A calendar in which everything but the number of districts grows.
fn grown(size: usize) -> Built {
    let mut venues = "阵地编号,阵地名称,层级,区县\n".to_owned();
    let mut teams = "支队编号,支队名称,类别,区县\n".to_owned();
    let mut rows = format!("{HEADER}\n");
    for number in 0..size {
        let (district, other) = (if number % 2 == 0 { "北碚" } else { "潼南" }, number % 7);
        writeln!(venues, "V{number},示例阵地{number},站,{district}").expect("text grows");
        writeln!(teams, "T{number},示例支队{number},医疗,{district}").expect("text grows");
        for (month, day, state) in [(10, 20, "已完成"), (12, 1, "确认"), (12, 8, "取消")] {
            let row = format!(
                "H{number}-{month}-{day},示例活动,全域科普,主题{number},{district},站,V{number},2026-{month}-{},9:00,10:00,示例区科协,T{number},,人群{number},{state},,30,,",
                day + other,
            );
            writeln!(rows, "{row}").expect("text grows");
        }
    }
    let site = TestSite::new(
        "-- content/data/区县.yaml --\n- { 行政区划代码: \"500109\", 区县: 北碚 }\n- { 行政区划代码: \"500152\", 区县: 潼南 }\n",
    );
    site.write("content/data/阵地.csv", venues).write("content/data/支队.csv", teams);
    site.write("content/data/活动.csv", rows);
    let built = site.build();
    assert_eq!(built.report.diagnostics, []);
    built
}

#[test]
fn the_pages_of_a_calendar_grow_as_it_does() {
    let bytes = |built: &Built| -> usize {
        let files = built.files().iter();
        files.filter(|(path, _)| path.starts_with("calendar/")).map(|(_, bytes)| bytes.len()).sum()
    };
    // Both beyond the bounds of a page, so that what is constant is so in both.
    let (small, large) = (grown(300), grown(600));
    let (one, two) = (bytes(&small), bytes(&large));
    assert!(two < one * 21 / 10, "{one} bytes became {two}");
    let longest =
        large.files().iter().filter(|(path, _)| path.starts_with("calendar/") && path.ends_with(".html"));
    let (path, bytes) = longest.max_by_key(|(_, bytes)| bytes.len()).expect("a page");
    assert!(bytes.len() < 500_000, "{path}: {}", bytes.len());
    for page in ["venues/index.2.html", "venues/index.3.html", "teams/index.3.html", "past/2026.3.html"] {
        assert!(large.has(&format!("calendar/{page}")), "{page}");
    }
    let list = large.text("calendar/index.html");
    assert!(list.contains("这里只列了最近的 200 场，共 1200 场"), "what is left out is told");
    assert_eq!(list.matches("audience-").count(), 40, "of free words the most usual");
    assert!(large.text("calendar/district-bei-bei.html").contains("全部 300 个阵地"));
}
