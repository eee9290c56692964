//! Calendar files as programs that are not ours read them, date by date, beside what the pages say of the same
//! dates: calcard, of a calendar server, and recurring-ical-events, of PyPI.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use calcard::common::timezone::Tz;
use calcard::icalendar::dates::TimeOrDelta;
use calcard::icalendar::{ICalendar, ICalendarComponent, ICalendarProperty, ICalendarStatus, ICalendarValue};

use crate::calendar_rows::{Chance, changes, rows, site, write};
use crate::demonstration::Demonstration;
use crate::markup::{Element, Markup};
use crate::site::TestSite;

type Files = BTreeMap<String, Vec<u8>>;
/// Every date of an activity, in order: `2026-12-05T14:30–16:00 示例科普站`, with ` 不举行` behind it where it does
/// not take place. One without an end ends when it begins.
type Dates = Vec<String>;

/// Says of each file named on its command line every date of each UID.
const READ: &str = "
import json, sys, datetime, icalendar, recurring_ical_events
def said(event):
    start, end = event['DTSTART'].dt, event['DTEND'].dt if 'DTEND' in event else event['DTSTART'].dt
    assert start.utcoffset() == end.utcoffset() == datetime.timedelta(hours=8) and start.date() == end.date()
    return [start.strftime('%Y-%m-%dT%H:%M'), end.strftime('%H:%M'), str(event.get('LOCATION')), str(event['STATUS'])]
for path in sys.argv[1:]:
    calendar = icalendar.Calendar.from_ical(open(path, 'rb').read())
    assert not calendar.errors and not any(event.errors for event in calendar.walk()), path
    dates = {}
    for event in recurring_ical_events.of(calendar, skip_bad_series=False).between((2000, 1, 1), (2101, 1, 1)):
        dates.setdefault(str(event['UID']), []).append(said(event))
    print(json.dumps({'path': path, 'dates': dates}))
";

/// What the page of each activity says, by 活动编号, with the path of the page without its ending.
fn pages(files: &Files) -> BTreeMap<String, (String, Dates)> {
    let pages = files.iter().filter_map(|(path, bytes)| {
        let path = path.strip_suffix(".html").filter(|it| it.starts_with("activities/"))?;
        let markup = Markup::parse(std::str::from_utf8(bytes).expect("UTF-8"));
        let (id, dates) = page(markup.elements());
        Some((id, (path.to_owned(), dates)))
    });
    pages.collect()
}

fn page(elements: &[Element]) -> (String, Dates) {
    let facts = elements.iter().position(|it| it.name == "dl").expect("facts");
    let fact = |label: &str| {
        let term = elements[facts..].iter().position(|it| it.name == "dt" && it.text.trim() == label);
        facts + term.unwrap_or_else(|| panic!("no {label}")) + 1
    };
    let id = elements[fact("活动编号")].text.trim().to_owned();
    let place = fact("地点");
    // Behind the name stand the address and maps, as elements of their own.
    let name = elements[place].text.as_str();
    let inner = elements.get(place + 1).filter(|it| ["small", "span"].contains(&it.name.as_str()));
    let name = inner.and_then(|it| name.split_once(it.text.as_str())).map_or(name, |(name, _)| name);
    let off = {
        let time = fact("时间");
        let marks = elements[time..place].iter();
        marks
            .filter(|it| it.name == "strong")
            .any(|it| it.get("class").is_some_and(|it| it.contains("mark-off")))
    };
    let listed = elements.iter().position(|it| it.name == "ol" && it.get("class") == Some("dates"));
    let Some(list) = listed else {
        let time = elements[fact("时间")..].iter().find(|it| it.name == "time").expect("a time");
        return (id, vec![said(time, name, off)]);
    };
    let inside = ["li", "time", "s", "span", "small"];
    let end = elements[list + 1..].iter().position(|it| !inside.contains(&it.name.as_str()));
    let items = &elements[list + 1..end.map_or(elements.len(), |end| list + 1 + end)];
    let items = items.split(|it| it.name == "li").skip(1);
    let mut dates: Dates = items.map(|item| listed_date(item, name, off)).collect();
    dates.sort();
    (id, dates)
}

/// An entry of the list of all dates, below a head that names a place and whether that date takes place.
fn listed_date(item: &[Element], place: &str, off: bool) -> String {
    let time = item.iter().find(|it| it.name == "time").expect("a time");
    let mut states = item.iter().filter_map(|it| it.get("class")?.strip_prefix("status s-"));
    let state = states.rfind(|it| *it != "done");
    let off = state.map_or(off, |state| ["cancelled", "postponed"].contains(&state));
    let elsewhere = item.iter().filter(|it| it.name == "small").find_map(|it| {
        let text = it.text.strip_prefix("（地点：")?;
        Some(text.strip_suffix('）').expect("a bracket"))
    });
    said(time, elsewhere.unwrap_or(place), off)
}

fn said(time: &Element, place: &str, off: bool) -> String {
    let start = time.get("datetime").expect("a time");
    let shown = time.text.rsplit(' ').next().expect("hours");
    let (shown, end) = shown.split_once('–').unwrap_or((shown, shown));
    assert_eq!(start.split_once('T').map(|(_, hour)| hour), Some(shown), "the text says what machines read");
    date(start, end, place, off)
}

fn date(start: &str, end: &str, place: &str, off: bool) -> String {
    // In a calendar the address stands behind the name in brackets.
    let place = place.split('（').next().unwrap_or(place).trim();
    format!("{start}–{end} {place}{}", if off { " 不举行" } else { "" })
}

/// What calcard says of a file of one activity.
fn calcard(path: &str, bytes: &[u8]) -> Dates {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let calendar = ICalendar::parse(text).unwrap_or_else(|entry| panic!("{path}: {entry:?}"));
    let moments = |component: &ICalendarComponent, name: ICalendarProperty| -> BTreeSet<String> {
        let values = component.properties(&name).flat_map(|it| &it.values).filter_map(moment);
        values.collect()
    };
    let all = &calendar.components;
    let own: BTreeSet<String> =
        all.iter().flat_map(|it| moments(it, ICalendarProperty::RecurrenceId)).collect();
    let expanded = calendar.expand_dates(Tz::Floating, 10_000);
    assert_eq!(expanded.errors, [], "{path}");
    let mut dates = Dates::new();
    for event in expanded.events {
        let component = calendar.component_by_id(event.comp_id).expect("a component");
        let said = event.start.format("%Y-%m-%dT%H:%M%:z").to_string();
        let start = said.strip_suffix("+08:00").unwrap_or_else(|| panic!("{path}: {said}"));
        // It replaces what a rule says by the component in its place; a DTSTART without a rule, and an RDATE,
        // it says beside that.
        let ruled = component.has_property(&ICalendarProperty::Rrule)
            && !moments(component, ICalendarProperty::Rdate).contains(start);
        let of_series = !component.has_property(&ICalendarProperty::RecurrenceId);
        if of_series && !ruled && own.contains(start) {
            continue;
        }
        let end = match event.end {
            // It lets what has no end take the rest of the day.
            _ if !component.has_property(&ICalendarProperty::Dtend) => event.start,
            TimeOrDelta::Time(end) => end,
            TimeOrDelta::Delta(delta) => event.start + delta,
        };
        let place =
            component.property(&ICalendarProperty::Location).and_then(|it| it.values.first()?.as_text());
        let off = component.status() == Some(&ICalendarStatus::Cancelled);
        dates.push(date(start, &end.format("%H:%M").to_string(), place.unwrap_or_default(), off));
    }
    dates.sort();
    dates
}

/// `2026-12-05T14:30`
fn moment(value: &ICalendarValue) -> Option<String> {
    let ICalendarValue::PartialDateTime(it) = value else { return None };
    let (year, month, day) = (it.year?, it.month?, it.day?);
    Some(format!("{year}-{month:02}-{day:02}T{:02}:{:02}", it.hour?, it.minute?))
}

/// What recurring-ical-events says of every calendar file in a folder, by path; `None`, said aloud, where there
/// is none.
fn python(test: &str, folder: &Path, files: &Files) -> Option<BTreeMap<String, BTreeMap<String, Dates>>> {
    let Some(python) = std::env::var_os("KEPU_REQUIRE_READERS").filter(|it| !it.is_empty()) else {
        // Not `eprintln!`, which the harness swallows when a test passes.
        let words = format!("left out: {test} needs icalendar: KEPU_REQUIRE_READERS=<python with it>");
        drop(writeln!(std::io::stderr(), "{words}"));
        return None;
    };
    let calendars = files.keys().filter(|it| it.ends_with(".ics"));
    let output = Command::new(python).current_dir(folder).args(["-c", READ]).args(calendars).output();
    let output = output.expect("python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("text");
    let read = lines.lines().map(|line| {
        let said: Said = serde_json::from_str(line).expect("JSON");
        let dates = said.dates.into_iter().map(|(uid, dates)| {
            let said =
                |[start, end, place, state]: &[String; 4]| date(start, end, place, state == "CANCELLED");
            let mut dates: Dates = dates.iter().map(said).collect();
            dates.sort();
            (uid, dates)
        });
        (said.path, dates.collect())
    });
    Some(read.collect())
}

/// A line of what the script says.
#[derive(serde::Deserialize)]
struct Said {
    path: String,
    dates: BTreeMap<String, Vec<[String; 4]>>,
}

/// How many dates the activities of a site have, all of which calcard reads as the pages say them.
fn calcard_agrees(files: &Files) -> usize {
    let pages = pages(files);
    for (path, dates) in pages.values() {
        let calendar = format!("{path}.ics");
        assert_eq!(calcard(&calendar, &files[&calendar]), *dates, "{calendar}");
    }
    pages.values().map(|(_, dates)| dates.len()).sum()
}

/// How many calendar files a site has, of all of which recurring-ical-events says what the pages say.
fn python_agrees(files: &Files, read: &BTreeMap<String, BTreeMap<String, Dates>>) -> usize {
    let pages = pages(files);
    for (path, said) in read {
        for (uid, dates) in said {
            let id = uid.split('@').next().expect("an id");
            assert_eq!(*dates, pages[id].1, "{path}: {uid}");
        }
    }
    assert_eq!(read["calendar/all.ics"].len(), pages.len());
    for (path, dates) in pages.values() {
        assert_eq!(read[&format!("{path}.ics")].values().collect::<Vec<_>>(), [dates]);
    }
    read.len()
}

/// A site whose activities recur in every way, and with chance exceptions and changes.
fn every_way() -> TestSite {
    let mut chance = Chance::new(2026);
    let mut rows = rows(&mut chance, 200);
    let site = site(&rows);
    let plain = pages(site.build().files());
    // The pages know the days of which something can be said.
    for row in rows.iter_mut().filter(|it| it.id.starts_with('b')) {
        let dates = plain[&row.id].1.iter();
        let days: BTreeSet<String> =
            dates.map(|it| it.split('T').next().expect("a day").to_owned()).collect();
        row.except = changes(&mut chance, &days.into_iter().collect::<Vec<_>>());
    }
    write(&site, &rows);
    site
}

#[test]
fn calcard_reads_the_demonstration() {
    let site = Demonstration::shared();
    assert!(calcard_agrees(site.files()) > 50);
}

#[test]
fn both_read_every_recurrence() {
    let site = every_way();
    let built = site.build();
    let dates = calcard_agrees(built.files());
    assert!(dates > 1_000, "{dates}");
    let all = pages(built.files());
    let all: Vec<&str> = all.values().flat_map(|(_, dates)| dates).map(String::as_str).collect();
    for said in ["不举行", "T13:15–", "–14:45 ", "示例第二科普站", "T08:20–", "示例第三科普站"]
    {
        let count = all.iter().filter(|it| it.contains(said)).count();
        assert!(count >= 20 && count < all.len(), "{said}: {count} of {}", all.len());
    }
    let folder = site.root().join("public");
    let Some(read) = python("both_read_every_recurrence", &folder, built.files()) else { return };
    let calendars = python_agrees(built.files(), &read);
    assert!(calendars > 230, "{calendars}");
}

#[test]
fn recurring_ical_events_reads_the_demonstration() {
    let site = Demonstration::shared();
    let test = "recurring_ical_events_reads_the_demonstration";
    let Some(read) = python(test, &site.published(), site.files()) else { return };
    assert!(python_agrees(site.files(), &read) > 40);
}

/// Each column of 活动 but 活动编号, as a row has it and as it may have it later.
const EDITS: [(&str, &str, &str); 34] = [
    ("活动名称", "示例活动", "改了名的示例活动"),
    ("品牌", "全域科普", "创新课堂"),
    ("主题", "卫生保健", "医疗急救"),
    ("区县", "示例甲区", "示例乙区"),
    ("层级", "站", "中心"),
    ("阵地编号", "Z1", "Z2"),
    ("日期", "2026-12-02", "2026-12-09"),
    ("开始时间", "9:00", "10:00"),
    ("结束时间", "11:00", "12:00"),
    ("重复", "每周三 共5次", "每月最后一天 共3次"),
    ("除外日期", "2026-12-16取消", "2026-12-23改2026-12-24"),
    ("节假日", "", "跳过"),
    ("主办单位", "示例区科协", "示例街道"),
    ("承办支队", "D1", "D2"),
    ("协办支队", "", "D2"),
    ("主讲人", "示例甲", "示例乙"),
    ("职称", "主任医师", "医师"),
    ("课程编号", "", "示例-KC001"),
    ("邀课单号", "", "示例-YK001"),
    ("教学形式", "理论教学", "线上"),
    ("面向人群", "社区居民", "学生、老年人"),
    ("名额", "30", "不限"),
    ("报名方式", "现场报名", "https://kepu.example.org/sign-up"),
    ("报名截止", "2026-12-01", "前一天"),
    ("公开电话", "023-0000-0001", "023-0000-0002"),
    ("状态", "确认", "延期"),
    ("原定时间", "", "2026-12-01 9:00"),
    ("变更说明", "", "示例：场地停电"),
    ("参加人数", "", "30"),
    ("志愿者人数", "", "3"),
    ("服务时长", "", "1.5"),
    ("备注", "甲", "乙"),
    ("负责人", "甲", "乙"),
    ("联系电话", "1", "2"),
];

#[test]
fn no_field_of_a_row_changes_its_uid() {
    let table = kepu::tables::KINDS.iter().find(|kind| kind.table.name == "活动").expect("a kind").table;
    let told = table.columns.iter().map(|it| it.name).filter(|it| *it != "活动编号");
    assert_eq!(told.collect::<Vec<_>>(), EDITS.map(|(name, ..)| name), "each column is changed once");
    let header: Vec<&str> = std::iter::once("活动编号").chain(EDITS.map(|(name, ..)| name)).collect();
    let row = |changed: usize| {
        let cells = EDITS.iter().enumerate().map(|(at, (_, old, new))| if at == changed { new } else { old });
        format!("示例1,{}", cells.copied().collect::<Vec<_>>().join(","))
    };
    let site = site(&[]);
    let uids = |changed: usize| {
        site.write("content/data/活动.csv", format!("{}\n{}\n", header.join(","), row(changed)));
        let built = site.build();
        let calendars = built.files().iter().filter(|(path, _)| path.ends_with(".ics"));
        let uids = calendars.flat_map(|(_, bytes)| {
            let text = std::str::from_utf8(bytes).expect("UTF-8");
            let calendar = ICalendar::parse(text).unwrap_or_else(|entry| panic!("{entry:?}"));
            calendar.uids().map(str::to_owned).collect::<Vec<_>>()
        });
        uids.collect::<BTreeSet<_>>()
    };
    let before = uids(EDITS.len());
    assert_eq!(before.iter().collect::<Vec<_>>(), ["示例1@kepu.example.org"]);
    for (at, (column, ..)) in EDITS.iter().enumerate() {
        assert_eq!(uids(at), before, "{column}");
    }
}
