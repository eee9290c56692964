//! The page of an activity, what it says of changes, and what articles and notice boards make of it.

use serde_json::Value;

use crate::site::{Built, TestSite, article};

const DATA: &str = "-- content/data/支队.csv --
支队编号,支队名称,类别,负责人,公开电话,备注
D1,急救支队,医疗,某,023-0001,
D2,农技支队,农业,某,023-0002,
-- content/data/阵地.yaml --
- { 阵地编号: Z1, 阵地名称: 示例社区科普站, 层级: 站, 区县: 北碚, 街道镇乡: 示例街道, 社区村: 示例社区, 地址: 示例路8号, 经度: 106.5772, 纬度: 29.5572, 坐标系: WGS84 }
- { 阵地编号: Z2, 阵地名称: 示例村科普站, 层级: 站, 区县: 潼南, 经度: 105.84, 纬度: 30.19, 坐标系: GCJ02 }
";

/// A row of the table of activities: what differs from the usual stands in `more`.
fn activity(id: &str, name: &str, date: &str, more: &str) -> String {
    let usual = [
        ("区县", "北碚"),
        ("阵地编号", "Z1"),
        ("开始时间", "\"14:30\""),
        ("结束时间", "\"16:00\""),
        ("承办支队", "D1"),
        ("状态", "确认"),
    ];
    let usual = usual.iter().filter(|(key, _)| !more.contains(&format!("{key}:")));
    let usual: String = usual.map(|(key, value)| format!("  {key}: {value}\n")).collect();
    let more: String = more.lines().map(|line| format!("  {line}\n")).collect();
    format!(
        "- 活动编号: {id}\n  活动名称: {name}\n  品牌: 全域科普\n  层级: 站\n  日期: {date}\n  主办单位: 示例区科协\n{usual}{more}"
    )
}

fn site(activities: &[String]) -> TestSite {
    let site = TestSite::new(DATA);
    site.write("content/data/活动.yaml", activities.concat());
    site
}

/// An article with one more line of front matter.
fn told(title: &str, topic: &str, line: &str) -> String {
    article(title, topic, &format!("2026-11-20\n{line}"), "正文。")
}

/// The schema.org data of a page.
fn data(built: &Built, path: &str) -> Value {
    let page = built.text(path);
    let start = page.find("application/ld+json").expect("data");
    let start = start + page[start..].find('{').expect("an object");
    let end = start + page[start..].find("</script>").expect("its end");
    serde_json::from_str(&page[start..end]).expect("JSON")
}

/// The text that is offered for copying.
fn notice(page: &str) -> &str {
    let start = page.find("<textarea").expect("a text");
    let start = start + page[start..].find('>').expect("its begin") + 1;
    &page[start..start + page[start..].find("</textarea>").expect("its end")]
}

#[test]
fn a_page_says_where_to_go_and_shows_it_on_maps() {
    let built = site(&[activity("A1", "心肺复苏", "2026-12-05", "承办支队: D1\n协办支队: D2")]).build();
    let page = built.text("activities/a1.html");
    for text in ["示例街道", "示例社区", "示例路8号", "急救支队", "农技支队"] {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(page.contains("https://uri.amap.com/marker?position=106.580888,29.554312"), "{page}");
    assert!(page.contains("geo:29.557200,106.577200"), "{page}");
    let calendar = built.text("activities/a1.ics");
    assert!(calendar.contains("GEO:29.557200;106.577200"), "{calendar}");
}

#[test]
fn a_point_of_chinese_maps_is_turned_for_calendar_files() {
    let built = site(&[activity("A1", "柑橘管护", "2026-12-05", "区县: 潼南\n阵地编号: Z2")]).build();
    let page = built.text("activities/a1.html");
    assert!(page.contains("position=105.840000,30.190000"), "{page}");
    let calendar = built.text("activities/a1.ics");
    let line = calendar.lines().find(|line| line.starts_with("GEO:")).expect("a place");
    let (latitude, longitude) = line[4..].split_once(';').expect("two numbers");
    let away = |text: &str, other: f64| (text.parse::<f64>().expect("a number") - other).abs();
    assert!((0.001..0.01).contains(&away(latitude, 30.19)), "{line}");
    assert!((0.001..0.01).contains(&away(longitude, 105.84)), "{line}");
}

#[test]
fn a_cancelled_activity_is_struck_out_and_said_in_words() {
    let more = "状态: 取消\n变更说明: 场地停电\n报名方式: 电话报名";
    let built = site(&[activity("A1", "心肺复苏", "2026-12-05", more)]).build();
    let page = built.text("activities/a1.html");
    for text in ["活动已取消，请不要前往", "<s>心肺复苏</s>", "场地停电", "不必报名"] {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(!page.contains("电话报名"), "nobody is to sign up: {page}");
    assert!(notice(page).starts_with("【活动取消】"), "{}", notice(page));
    assert_eq!(data(&built, "activities/a1.html")["eventStatus"], "https://schema.org/EventCancelled");
}

#[test]
fn a_moved_activity_shows_the_old_day_struck_out_beside_the_new() {
    let rows = [
        activity("A1", "心肺复苏", "2026-12-02改2026-12-05", ""),
        activity("A2", "海姆立克", "2026-12-08", "状态: 改期\n原定时间: 2026-12-01 9:00"),
        activity("A3", "伤口包扎", "2026-12-09", "状态: 延期"),
    ];
    let built = site(&rows).build();
    let page = built.text("activities/a1.html");
    assert!(page.contains("12月2日 周三</s>"), "{page}");
    assert!(page.contains("改为"), "{page}");
    let moved = data(&built, "activities/a1.html");
    assert_eq!(moved["eventStatus"], "https://schema.org/EventRescheduled");
    assert_eq!(moved["previousStartDate"], "2026-12-02T14:30:00+08:00");
    assert_eq!(moved["startDate"], "2026-12-05T14:30:00+08:00");
    let typed = data(&built, "activities/a2.html");
    assert_eq!(typed["previousStartDate"], "2026-12-01T09:00:00+08:00");
    assert_eq!(data(&built, "activities/a3.html")["eventStatus"], "https://schema.org/EventPostponed");
    assert!(built.text("activities/a3.html").contains("新时间待定"));
}

#[test]
fn search_engines_are_told_all_of_it() {
    let more = "主讲人: 示例讲师\n职称: 主任医师\n名额: 30\n承办支队: D1\n教学形式: 实践活动";
    let online = "报名方式: https://live.example.org/1\n教学形式: 线上";
    let rows = [
        activity("A1", "心肺复苏", "2026-12-05", more),
        activity("A2", "网上讲座", "2026-12-06", online),
        activity("A3", "每周义诊", "2026-11-18", "重复: 每周三 至2026-12-16"),
    ];
    let built = site(&rows).build();
    let event = data(&built, "activities/a1.html");
    assert_eq!(event["@type"], "Event");
    assert_eq!(event["endDate"], "2026-12-05T16:00:00+08:00");
    assert_eq!(event["maximumAttendeeCapacity"], 30);
    assert_eq!(event["organizer"][0]["name"], "示例区科协");
    assert_eq!(event["performer"][0]["jobTitle"], "主任医师");
    assert_eq!(event["performer"][1]["name"], "急救支队");
    assert_eq!(event["location"]["address"]["streetAddress"], "示例街道示例社区示例路8号");
    assert_eq!(event["location"]["geo"]["latitude"], "29.557200");
    assert_eq!(event["eventAttendanceMode"], "https://schema.org/OfflineEventAttendanceMode");
    assert_eq!(event["url"], "https://kepu.example.org/site/activities/a1.html");
    let online = data(&built, "activities/a2.html");
    assert_eq!(online["eventAttendanceMode"], "https://schema.org/OnlineEventAttendanceMode");
    assert_eq!(online["location"]["@type"], "VirtualLocation");
    assert_eq!(online["location"]["url"], "https://live.example.org/1");
    let weekly = data(&built, "activities/a3.html");
    let dates: Vec<&str> = weekly["subEvent"]
        .as_array()
        .expect("dates")
        .iter()
        .filter_map(|it| it["startDate"].as_str())
        .collect();
    assert_eq!(dates.len(), 4, "those that are over are left out: {dates:?}");
    assert_eq!(dates[0], "2026-11-25T14:30:00+08:00");
}

#[test]
fn a_deadline_that_is_over_says_so() {
    let rows = [
        activity("A1", "甲", "2026-12-05", "报名方式: 电话报名\n报名截止: 2026-11-22"),
        activity("A2", "乙", "2026-12-05", "报名方式: 电话报名\n报名截止: 2026-11-23"),
        activity("A3", "丙", "2026-12-05", "报名方式: 电话报名\n报名截止: 额满为止"),
    ];
    let built = site(&rows).build();
    assert!(built.text("activities/a1.html").contains("报名已截止"));
    let open = built.text("activities/a2.html");
    assert!(!open.contains("报名已截止") && open.contains("截止：11月23日 周一"), "{open}");
    let words = built.text("activities/a3.html");
    assert!(!words.contains("报名已截止") && words.contains("截止：额满为止"), "{words}");
}

#[test]
fn an_activity_is_passed_on_as_text_and_as_a_code() {
    let built = site(&[activity("A1", "心肺复苏", "2026-12-05", "公开电话: 023-0001")]).build();
    let page = built.text("activities/a1.html");
    let lines: Vec<&str> = notice(page).lines().collect();
    assert_eq!(
        lines,
        [
            "【活动】心肺复苏",
            "时间：12月5日 周六 14:30–16:00",
            "地点：北碚 示例社区科普站（示例路8号）",
            "主办：示例区科协",
            "电话：023-0001",
            "详情：https://kepu.example.org/site/activities/a1.html",
        ]
    );
    assert!(page.contains("a1.svg"), "{page}");
    assert!(built.text("activities/a1.svg").starts_with("<svg"));
    assert!(built.has("calendar/all.svg"));
}

#[test]
fn a_site_without_an_address_has_no_codes() {
    let site = site(&[activity("A1", "心肺复苏", "2026-12-05", "")]);
    site.write("site.yaml", "title: 测试站\ntopics: [{ id: a, name: 甲 }]\nrequired: [title]\n");
    let built = site.build();
    assert!(!built.files().keys().any(|path| path.ends_with(".svg") && path.starts_with("activities/")));
    let page = built.text("activities/a1.html");
    assert!(!page.contains("二维码") && !notice(page).contains("详情"), "{page}");
}

#[test]
fn articles_name_coming_activities_about_the_same_and_no_others() {
    let rows = [
        activity("A1", "急救：心肺复苏体验", "2026-12-20", ""),
        activity("A2", "急救：心肺复苏体验", "2026-12-05", ""),
        activity("A3", "心肺复苏（停电）", "2026-12-06", "状态: 取消"),
        activity("A4", "心肺复苏（办过）", "2026-11-02", ""),
        activity("A5", "柑橘管护", "2026-12-07", ""),
        activity("A6", "急救知识赛", "2026-11-30", ""),
        activity("A7", "急救知识赛", "2026-12-01", ""),
    ];
    let site = site(&rows);
    site.write("content/articles/cpr.md", told("心肺复苏三步", "急救", "标签: [心肺复苏]"));
    site.write("content/articles/salt.md", told("少盐", "营养", ""));
    let built = site.build();
    let page = built.text("first-aid/cpr.html");
    // Two of the tag, then the next of the topic; the next first.
    let order: Vec<usize> =
        ["a6", "a2", "a1"].map(|id| page.find(&format!("activities/{id}.html")).expect(id)).into();
    assert!(order.is_sorted(), "{page}");
    for id in ["a3", "a4", "a5", "a7"] {
        assert!(!page.contains(&format!("activities/{id}.html")), "{id}: {page}");
    }
    assert!(!built.text("nutrition/salt.html").contains("activities/"), "nothing is about salt");
    let back = built.text("activities/a2.html");
    assert!(back.contains("first-aid/cpr.html"), "{back}");
}

#[test]
fn a_change_of_an_activity_reaches_the_articles_beside_it() {
    let site = site(&[activity("A1", "心肺复苏体验", "2026-12-05", "")]);
    site.write("content/articles/cpr.md", told("心肺复苏三步", "急救", "标签: [心肺复苏]"));
    assert!(site.build().text("first-aid/cpr.html").contains("12月5日"));
    site.write("content/data/活动.yaml", activity("A1", "心肺复苏体验", "2026-12-12", ""));
    let built = site.build();
    assert!(built.text("first-aid/cpr.html").contains("12月12日"));
    assert_eq!(*built.files(), site.clean(), "incremental equals clean");
    site.write("content/data/活动.yaml", activity("A1", "心肺复苏体验", "2026-12-12", "状态: 取消"));
    let built = site.build();
    assert!(!built.text("first-aid/cpr.html").contains("activities/a1.html"));
    assert_eq!(*built.files(), site.clean(), "incremental equals clean");
}

#[test]
fn what_is_over_shows_how_it_was() {
    let more = "状态: 已完成\n参加人数: 86\n志愿者人数: 12\n服务时长: 37.5";
    let site = site(&[activity("HD-1", "心肺复苏", "2026-11-02", more)]);
    site.write("content/articles/report.md", told("八十六人学会了按压", "急救", "活动: HD-1"));
    let built = site.build();
    let page = built.text("activities/hd-1.html");
    for text in ["<b>86</b> 人参加", "<b>12</b> 名志愿者", "<b>37.5</b> 小时", "八十六人学会了按压", "已结束"]
    {
        assert!(page.contains(text), "{text}: {page}");
    }
}

#[test]
fn a_report_of_an_activity_that_is_in_no_table_is_an_error() {
    let site = site(&[activity("HD-1", "心肺复苏", "2026-11-02", "")]);
    site.write("content/articles/report.md", told("甲", "急救", "activity: HD-7"));
    assert_eq!(site.problems(), "error unknown-activity content/articles/report.md");
    let report = site.try_build().expect("the build runs");
    let help = report.diagnostics[0].help.as_ref().expect("a way out");
    assert!(help.en.contains("HD-1"), "{}", help.en);
}

#[test]
fn a_month_is_printed_for_all_and_for_each_district() {
    let rows = [
        activity("A1", "心肺复苏", "2026-12-05", "公开电话: 023-0001"),
        activity(
            "A2",
            "柑橘管护",
            "2026-12-05",
            "区县: 潼南\n阵地编号: Z2\n开始时间: \"9:00\"\n结束时间: \"10:00\"",
        ),
        activity("A3", "讲座", "2026-12-06", "状态: 取消"),
        activity("A4", "明年夏天", "2027-07-01", ""),
        activity("A5", "去年的", "2026-01-05", ""),
    ];
    let built = site(&rows).build();
    let all = built.text("calendar/print-2026-12.html");
    for text in ["示例社区科普站", "示例路8号", "023-0001", "柑橘管护", "【取消】", "calendar/all.svg"]
    {
        assert!(all.contains(text), "{text}: {all}");
    }
    assert!(all.find("柑橘管护") < all.find("心肺复苏"), "by time: {all}");
    let district = built.text("calendar/print-2026-12-bei-bei.html");
    assert!(district.contains("心肺复苏") && !district.contains("柑橘管护"), "{district}");
    let printed: Vec<&str> =
        built.files().keys().map(String::as_str).filter(|path| path.contains("/print-")).collect();
    assert_eq!(
        printed,
        [
            "calendar/print-2026-12-bei-bei.html",
            "calendar/print-2026-12-tong-nan.html",
            "calendar/print-2026-12.html",
        ]
    );
}
