//! 今日分享: whose turn it is, for whom; the page, with and without a script; the zip.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use crate::site::{Built, TestSite, said};
use crate::webdriver::Browser;

const SITE: &str = "title: 测试站
base_url: https://kepu.example.org
organisation: 示例区科协
required: [title]
share: { pages: true, daily: 2 }
topics:
  - { id: nutrition, name: 营养 }
  - { id: first-aid, name: 急救 }
  - { id: prevention, name: 防病, health: true }
";

/// Twelve articles that may be shared on any day, of two topics.
fn site() -> TestSite {
    let site = TestSite::new("");
    site.write("site.yaml", SITE);
    for number in 0..12 {
        let topic = if number % 2 == 0 { "营养" } else { "急救" };
        write(&site, &format!("a{number}"), &format!("主题: {topic}\n发布日期: 2026-01-01"));
    }
    site
}

fn write(site: &TestSite, name: &str, more: &str) {
    let text = format!("---\n标题: 题{name}\n{more}\n---\n\n正文。\n");
    site.write(&format!("content/articles/{name}.md"), text);
}

fn on(site: TestSite, day: &str) -> TestSite {
    site.with(|options| options.selection.day = day.parse().expect("a day"))
}

/// The days of a page, each with the names of its articles.
fn days(built: &Built, path: &str) -> BTreeMap<String, Vec<String>> {
    let page = built.text(path);
    let day = |part: &str| {
        let date = part[..10].to_owned();
        let titles = part.split("<h3>").skip(1).map(|it| {
            let title = it.split('>').nth(1).expect("a link").split('<').next().expect("its text");
            title.trim_start_matches('题').to_owned()
        });
        (date, titles.collect())
    };
    page.split("data-day=")
        .skip(1)
        .map(|part| part.trim_start_matches('"'))
        .filter(|it| it.starts_with("20"))
        .map(day)
        .collect()
}

fn today(built: &Built, path: &str) -> Vec<String> {
    days(built, path).into_values().next().expect("a day")
}

#[test]
fn two_a_day_and_the_same_whenever_the_site_is_built() {
    let mut site = on(site(), "2026-11-23");
    let planned = days(&site.build(), "share/index.html");
    assert_eq!(planned.len(), 8);
    let mut seen = Vec::new();
    for (date, names) in &planned {
        site = on(site, date);
        let built = site.build();
        assert_eq!(&today(&built, "share/index.html"), names, "{date}");
        assert_eq!(names.len(), 2);
        // One of each topic.
        let odd = |it: &String| it[1..].parse::<usize>().expect("a number") % 2;
        assert_ne!(odd(&names[0]), odd(&names[1]));
        seen.extend(names.clone());
        for (path, bytes) in &site.clean() {
            assert!(&built.files()[path] == bytes, "{path} is different on {date}");
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 12, "all of them in a week");
}

#[test]
fn what_has_run_out_and_what_is_not_reviewed_has_no_turn() {
    let site = on(site(), "2026-11-23");
    for number in 0..10 {
        let topic = if number % 2 == 0 { "营养" } else { "急救" };
        let rest = ["有效期至: 2026-11-24", "草稿: 是"][number % 2];
        write(&site, &format!("a{number}"), &format!("主题: {topic}\n发布日期: 2026-01-01\n{rest}"));
    }
    write(&site, "late", "主题: 急救\n发布日期: 2026-12-01");
    write(&site, "raw", "主题: 防病\n发布日期: 2026-01-01");
    write(&site, "sound", "主题: 防病\n发布日期: 2026-01-01\n审核: [甲]\n审核日期: 2026-01-01");
    let site = site.with(|options| options.selection.drafts = true);
    let all = days(&site.build(), "share/index.html");
    for (date, names) in &all {
        let even = |it: &String| it.len() == 2 && it.as_bytes()[1].is_multiple_of(2);
        assert!(date.as_str() <= "2026-11-24" || !names.iter().any(even), "{date}: {names:?}");
        let none = ["a1", "a3", "a5", "a7", "a9", "late", "raw"];
        assert!(!names.iter().any(|it| none.contains(&it.as_str())), "{date}: {names:?}");
    }
    assert!(all.values().flatten().any(|it| it == "sound"));
}

#[test]
fn seasons_and_new_articles_come_first_and_other_days_stay() {
    let site = on(site(), "2026-12-18");
    write(&site, "winter", "主题: 营养\n发布日期: 2026-01-01\n时令: [冬至, 1月]");
    write(&site, "summer", "主题: 急救\n发布日期: 2026-01-01\n时令: 小暑、大暑");
    let before = days(&site.build(), "share/index.html");
    write(&site, "new", "主题: 急救\n发布日期: 2026-12-18");
    let after = days(&site.build(), "share/index.html");
    let came = |name: &str| -> Vec<&str> {
        let with = after.iter().filter(|(_, names)| names.iter().any(|it| it == name));
        with.map(|(date, _)| date.as_str()).collect()
    };
    assert_eq!(came("new")[0], "2026-12-19");
    assert_eq!(came("winter")[0], "2026-12-22");
    assert_eq!(came("summer"), [""; 0]);
    assert_eq!(before["2026-12-18"], after["2026-12-18"]);
}

#[test]
fn an_article_more_changes_few_days() {
    let site = on(site(), "2026-12-18");
    for number in 12..60 {
        write(&site, &format!("a{number}"), "主题: 营养\n发布日期: 2026-01-01");
    }
    let before = days(&site.build(), "share/index.html");
    write(&site, "new", "主题: 急救\n发布日期: 2026-12-18");
    let after = days(&site.build(), "share/index.html");
    let changed: Vec<&String> = before.keys().filter(|date| before[*date] != after[*date]).collect();
    assert!(after["2026-12-19"].contains(&"new".to_owned()), "{after:?}");
    assert!(changed.len() <= 2, "{changed:?}");
}

#[test]
fn a_district_has_its_own_and_those_of_everybody() {
    let site = on(site(), "2026-11-23");
    site.write(
        "content/data/区县.yaml",
        "- 行政区划代码: '1'\n  区县: 北碚\n- 行政区划代码: '2'\n  区县: 潼南\n",
    );
    write(&site, "ours", "主题: 营养\n发布日期: 2026-11-22\n区县: [北碚, 天上]");
    let built = site.build();
    assert!(today(&built, "share/calendar/bei-bei.html").contains(&"ours".to_owned()));
    let everybody = days(&built, "share/index.html");
    assert!(!everybody.values().flatten().any(|it| it == "ours"));
    let pages: Vec<&String> = built.files().keys().filter(|it| it.starts_with("share/calendar/")).collect();
    assert_eq!(pages, ["share/calendar/bei-bei.html", "share/calendar/bei-bei.zip"]);
    assert!(built.text("share/index.html").contains("href=../share/calendar/bei-bei.html"));
    let make = |district: &str| {
        let file = site.root().join("a.zip");
        let arguments = [
            "make",
            "today",
            "--as-of",
            "2026-11-23",
            "--district",
            district,
            "-o",
            file.to_str().expect("a path"),
        ];
        let output = site.kepu(&arguments);
        (said(&output), output.status.success().then(|| std::fs::read(file).expect("a zip")))
    };
    assert_eq!(make("北碚").1.as_ref(), built.files().get("share/calendar/bei-bei.zip"));
    assert_eq!(make("潼南").1.as_ref(), built.files().get("share/index.zip"));
    let (words, none) = make("北培");
    assert!(none.is_none() && words.contains("did you mean `北碚`?"), "{words}");
}

#[test]
fn the_zip_holds_the_articles_of_the_day() {
    let site = on(site(), "2026-11-23");
    site.write("site.yaml", SITE.replace("daily: 2", "posters: true, daily: 2"));
    let built = site.build();
    let bytes = &built.files()["share/index.zip"];
    assert_eq!(Some(bytes), site.clean().get("share/index.zip"));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.clone())).expect("a zip");
    let names = today(&built, "share/index.html");
    let mut expected = vec!["README.txt".to_owned()];
    for (name, number) in names.iter().zip(1..) {
        expected.extend(
            ["message.txt", "sms.txt", "script.txt", "png"].map(|it| format!("{number}-{name}.{it}")),
        );
    }
    let files: Vec<String> = archive.file_names().map(|it| it.expect("a name").into_owned()).collect();
    assert_eq!(files, expected);
    let mut read = |name: &str| {
        let mut bytes = Vec::new();
        archive.by_name(name).expect("a file").read_to_end(&mut bytes).expect("its bytes");
        bytes
    };
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    let readme = text(read("README.txt"));
    assert!(readme.starts_with("\u{feff}今日分享 2026年11月23日\r\n"), "{readme}");
    assert!(expected[1..].iter().all(|it| readme.contains(it)), "{readme}");
    let message = text(read(&expected[1]));
    assert!(message.contains(&format!("题{}。", names[0])) && message.contains("https://"), "{message}");
    assert!(
        built
            .text("share/index.html")
            .contains(message.trim_start_matches('\u{feff}').lines().next().expect("a line"))
    );
    let name = names[0].clone();
    let folder = built.files().keys().find(|it| it.ends_with(&format!("/{name}.png"))).expect("a poster");
    assert!(&read(&expected[4]) == built.files().get(folder).expect("the same poster"));
    // Another day, another file; nothing else of the site's posters is drawn again.
    let site = on(site, "2026-11-24");
    let report = site.build().report;
    let made: Vec<&str> = report.reasons.iter().map(|(path, _)| path.as_str()).collect();
    assert!(made.contains(&"share/index.zip") && !made.iter().any(|it| it.ends_with(".png")), "{made:?}");
    assert_eq!(site.build().report.rendered, 0);
}

#[test]
fn a_site_that_does_not_ask_for_it_has_none() {
    let site = on(site(), "2026-11-23");
    for setting in ["share: { pages: true }", "share: { daily: 2 }", "share: { pages: true, 每日: false }"]
    {
        site.write("site.yaml", SITE.replace("share: { pages: true, daily: 2 }", setting));
        let built = site.build();
        assert!(!built.files().keys().any(|it| it.starts_with("share/index")), "{setting}");
        assert!(
            !built.files().values().any(|it| String::from_utf8_lossy(it).contains("今日分享")),
            "{setting}"
        );
    }
    site.write("site.yaml", SITE.replace("daily: 2", "每日: true"));
    assert_eq!(today(&site.build(), "share/index.html").len(), 2);
    site.write("site.yaml", SITE.replace("daily: 2", "daily: 11"));
    assert!(site.problems().starts_with("error config-syntax site.yaml"), "{}", site.problems());
}

#[test]
fn the_page_is_small_and_linked_and_not_for_searches() {
    let built = on(site(), "2026-11-23").build();
    let page = built.text("share/index.html");
    assert!(page.len() < 30_000, "{} bytes", page.len());
    assert!(page.contains("name=robots") && page.contains("noindex"));
    assert!(!built.text("sitemap.xml").contains("/share/"));
    assert!(built.text("index.html").contains("href=share/index.html"));
    let share = built.files().keys().find(|it| it.starts_with("share/nutrition/") && it.ends_with(".html"));
    assert!(built.text(share.expect("a page")).contains("href=../../share/index.html>今日分享"));
    assert_eq!(page.matches("<textarea").count(), 16);
    let no_search = |it: &&String| it.starts_with("search/");
    assert!(
        built
            .files()
            .keys()
            .filter(no_search)
            .all(|it| !String::from_utf8_lossy(&built.files()[it]).contains("今日分享"))
    );
}

#[test]
fn a_season_that_does_not_exist_is_said_where_it_stands() {
    let site = site();
    write(&site, "a0", "主题: 营养\n时令: [立东, 13月]");
    let output = site.kepu(&["check", "--as-of", "2026-11-23"]);
    let words = said(&output) + &String::from_utf8_lossy(&output.stdout);
    assert!(words.contains("unknown-season") && words.contains("did you mean `立冬`?"), "{words}");
    assert!(words.contains("content/articles/a0.md:4:6") || words.contains("a0.md:4:"), "{words}");
}

#[test]
fn a_page_made_days_ago_begins_with_the_readers_day() {
    let Some(browser) = Browser::start("today's page, days later") else { return };
    let site = on(site(), "2026-11-23");
    site.write("site.yaml", SITE.replace("daily: 2", "posters: true, daily: 2"));
    let built = site.build();
    let address = format!("file://{}/public/share/index.html", site.root().display());
    let shown = "[].filter.call(document.querySelectorAll('.today-day'), it => it.offsetHeight > 0)";
    let first = || browser.evaluate(&format!("{shown}[0].getAttribute('data-day')"));
    let count = || browser.evaluate(&format!("{shown}.length"));
    let pictures = "document.querySelectorAll('.today-day:not([hidden]) img.poster').length";
    for (moment, day, left, marked) in [
        // Just after midnight of UTC+8.
        ("2026-11-24T16:00:30Z", "2026-11-25", 6, true),
        ("2026-11-23T15:59:30Z", "2026-11-23", 8, true),
        ("2026-11-30T03:00:00Z", "2026-11-30", 1, true),
        ("2026-12-09T03:00:00Z", "2026-11-30", 1, false),
        // A clock that is wrong.
        ("2019-12-09T03:00:00Z", "2026-11-23", 8, true),
    ] {
        browser.pretend(moment);
        browser.go(&address);
        assert_eq!((first(), count()), (day.into(), left.into()), "{moment}");
        let mark = browser.evaluate(&format!("{shown}[0].querySelectorAll('.today-now').length"));
        assert_eq!(mark, u32::from(marked), "{moment}");
        let old = browser.evaluate("document.getElementById('today-old').hidden");
        assert_eq!(old, marked, "{moment}");
        if marked {
            assert_eq!(browser.evaluate(pictures), 2, "{moment}");
        }
    }
    let names = &days(&built, "share/index.html")["2026-11-25"];
    browser.pretend("2026-11-25T03:00:00Z");
    browser.go(&address);
    let button = ".today-day:not([hidden]) .copy";
    browser.click(&browser.find(button));
    browser.wait_until("document.getElementById('copied').textContent === '已复制'");
    let selected = browser.evaluate("document.activeElement.value").as_str().expect("a text").to_owned();
    assert!(selected.contains(&format!("题{}。", names[0])), "{selected}");
    assert_eq!(browser.console(), [""; 0]);

    browser.allow_scripts(false);
    browser.go(&address);
    assert_eq!((first(), count()), ("2026-11-23".into(), 8.into()));
}
