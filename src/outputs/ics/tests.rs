//! The ICS files: octets, properties as an independent reader sees them, and stability.

use std::collections::BTreeMap;

use ical::parser::Component;
use ical::parser::ical::component::{IcalCalendar, IcalEvent};
use jiff::civil::date;

use super::calendar::{Event, Options, calendar};
use crate::model::{Agenda, Timetable};
use crate::tables::tests::{DISTRICTS, HEADER, TEAMS, VENUES, agenda};

const ROWS: &str = "\
A1,\"急救;培训,心肺复苏\\AED\n第二行\",全域科普,北碚,站,007,2026-03-05,14:30,16:00,,,科协,01,确认,,,绝密\n\
A2,义诊角,全域科普,北碚,站,007,2026-03-11,9:00,11:00,每周三 至2026-04-15,2026-03-18、2026-04-15,科协,01,计划,,,绝密\n\
A3,讲座,创新课堂,北碚,所,别处,2026-03-05、2026-03-09,9:00,,,,科协,01,取消,,,绝密\n\
A4,一个名字长得非常非常长的活动用来检查折行是不是落在字符中间所以这里要多写一些字😀还要有表情,科技惠农,北碚,站,007,2026-03-06,19:00,20:00,每两周周五 共3次,,科协,01,改期,,,绝密\n\
A5,月度,工匠传承,北碚,站,007,2026-03-14,9:00,10:00,每月第二个周六 3次,,科协,01,延期,,,绝密\n";

fn demo() -> Agenda {
    let activities = format!("{HEADER}{ROWS}");
    let (agenda, problems) = agenda(&[
        ("活动.csv", &activities),
        ("支队.csv", TEAMS),
        ("阵地.csv", VENUES),
        ("区县.yaml", DISTRICTS),
    ]);
    let errors: Vec<_> = problems.iter().filter(|it| it.rule.id != "table-unknown-reference").collect();
    assert!(errors.is_empty(), "{errors:?}");
    agenda
}

fn write(agenda: &Agenda) -> String {
    let timetable = Timetable::new(agenda);
    let all = timetable.all();
    let mine: Vec<Vec<_>> = (0..agenda.activities.len())
        .map(|index| all.iter().filter(|it| it.activity == index).copied().collect())
        .collect();
    let events: Vec<Event<'_>> = agenda
        .activities
        .iter()
        .zip(&mine)
        .map(|(activity, occurrences)| Event {
            activity,
            occurrences,
            url: Some(format!("https://kepu.example.cn/calendar/{}.html", activity.id)),
            history: None,
        })
        .collect();
    let options = Options {
        domain: "kepu.example.cn".into(),
        last_modified: Some(jiff::civil::date(2026, 3, 1).at(9, 0, 0, 0)),
        description: "全部活动".into(),
    };
    calendar("示例区科普活动", agenda, &events, &options)
}

fn parse(text: &str) -> IcalCalendar {
    let mut calendars: Vec<_> = ical::IcalParser::new(text.as_bytes()).map(Result::unwrap).collect();
    assert_eq!(calendars.len(), 1);
    calendars.remove(0)
}

fn get(event: &IcalEvent, name: &str) -> String {
    event.get_property(name).and_then(|it| it.value.clone()).unwrap_or_default()
}

#[test]
fn lines_are_folded_by_octets() {
    let text = write(&demo());
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert_eq!(text.matches('\r').count(), text.matches("\r\n").count());
    let mut folded = 0;
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        folded += usize::from(line.starts_with(' '));
        assert!(!line.chars().any(char::is_control));
    }
    assert!(folded > 5);
    assert!(!text.contains("绝密"));
    assert_eq!(text, write(&demo()), "the same input gives the same bytes");
}

#[test]
fn an_independent_reader_sees_every_event() {
    let text = write(&demo());
    let calendar = parse(&text);
    assert_eq!(calendar.timezones.len(), 1);
    let property = |name: &str| calendar.get_property(name).and_then(|it| it.value.clone());
    assert_eq!(property("X-WR-CALNAME").as_deref(), Some("示例区科普活动"));
    assert_eq!(property("REFRESH-INTERVAL").as_deref(), Some("PT1H"));
    assert_eq!(property("X-PUBLISHED-TTL").as_deref(), Some("PT1H"));
    let summary: Vec<String> = calendar
        .events
        .iter()
        .map(|event| {
            ["UID", "DTSTART", "DTEND", "STATUS", "SEQUENCE", "RRULE", "EXDATE"]
                .map(|it| get(event, it))
                .join("|")
        })
        .collect();
    assert_eq!(
        summary,
        [
            "A1@kepu.example.cn|20260305T143000|20260305T160000|CONFIRMED|0||",
            "A2@kepu.example.cn|20260311T090000|20260311T110000|TENTATIVE|0|FREQ=WEEKLY;BYDAY=WE;COUNT=5|20260318T090000",
            "A3@kepu.example.cn|20260305T090000||CANCELLED|1||",
            "A3@kepu.example.cn|20260309T090000||CANCELLED|1||",
            "A4@kepu.example.cn|20260306T190000|20260306T200000|CONFIRMED|1|FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;WKST=MO;COUNT=3|",
            "A5@kepu.example.cn|20260314T090000|20260314T100000|CANCELLED|1|FREQ=MONTHLY;BYDAY=2SA;COUNT=3|",
        ]
    );
    let first = &calendar.events[0];
    assert_eq!(get(first, "SUMMARY"), "急救\\;培训\\,心肺复苏\\\\AED\\n第二行");
    assert_eq!(get(first, "LOCATION"), "示例站（示例路1号）");
    assert_eq!(get(first, "GEO"), "29.800000;106.400000");
    assert_eq!(get(first, "DTSTAMP"), "20260301T010000Z");
    assert_eq!(get(first, "URL"), "https://kepu.example.cn/calendar/A1.html");
    let zone = first.get_property("DTSTART").and_then(|it| it.params.clone()).unwrap();
    assert_eq!(zone, [("TZID".to_owned(), vec!["Asia/Shanghai".to_owned()])]);
    assert_eq!(get(&calendar.events[2], "LOCATION"), "别处");
    assert!(get(first, "DESCRIPTION").contains("承办：急救支队"));
    assert!(get(&calendar.events[4], "SUMMARY").starts_with("【改期】一个名字"));
}

#[test]
fn without_a_date_of_change_the_stamp_comes_from_the_activity() {
    let agenda = demo();
    let timetable = Timetable::new(&agenda);
    let all = timetable.all();
    let own: Vec<_> = all.iter().filter(|it| it.activity == 0).copied().collect();
    let event = Event { activity: &agenda.activities[0], occurrences: &own, url: None, history: None };
    let text = calendar("单个", &agenda, &[event], &Options::default());
    let event = &parse(&text).events[0];
    assert_eq!(get(event, "DTSTAMP"), "20260304T160000Z");
    assert_eq!(get(event, "UID"), "A1@kepu.invalid");
    assert!(event.get_property("URL").is_none());
}

#[test]
fn part_of_a_series_is_all_that_is_written() {
    let agenda = demo();
    let timetable = Timetable::new(&agenda);
    let all = timetable.all();
    let some: Vec<_> = all.iter().filter(|it| it.activity == 1).take(2).copied().collect();
    let event = Event { activity: &agenda.activities[1], occurrences: &some, url: None, history: None };
    let text = calendar("部分", &agenda, &[event], &Options::default());
    let calendar = parse(&text);
    let [event] = &calendar.events[..] else { panic!("{text}") };
    assert_eq!(get(event, "RRULE"), "FREQ=WEEKLY;BYDAY=WE;COUNT=3");
    assert_eq!(get(event, "EXDATE"), "20260318T090000");
}

/// The agenda of one row: 日期, 重复, 除外日期.
fn one(date: &str, recurrence: &str, except: &str) -> Agenda {
    let row = format!("A1,一,全域科普,北碚,站,007,{date},9:00,10:00,{recurrence},{except},科协,01,确认,,,\n");
    let (agenda, problems) = agenda(&[
        ("活动.csv", &format!("{HEADER}{row}")),
        ("支队.csv", TEAMS),
        ("阵地.csv", VENUES),
        ("区县.yaml", DISTRICTS),
    ]);
    assert_eq!(problems, [], "{recurrence}");
    agenda
}

#[test]
fn what_no_rrule_says_is_a_list_of_dates() {
    for (date, recurrence) in [
        ("2026年惊蛰", "每个节气 共6次"),
        ("2026年立春", "每年立春、立秋 至2028-12-31"),
        ("2026年重阳", "每年重阳 共3次"),
        ("2026年腊八", "每年腊月初八 共3次"),
        ("2026年春节", "农历每月初一、十五 共8次"),
        ("2026-03-05", "每年3月5日、5月30日 共5次"),
    ] {
        let agenda = one(date, recurrence, "");
        let days: Vec<String> = agenda.activities[0]
            .schedule
            .days
            .iter()
            .map(|day| day.strftime("%Y%m%dT090000").to_string())
            .collect();
        let calendar = parse(&write(&agenda));
        let [master, others @ ..] = &calendar.events[..] else { panic!("{recurrence}") };
        assert_eq!(get(master, "RRULE"), "", "{recurrence}");
        let rdates = get(master, "RDATE");
        let said: Vec<String> =
            std::iter::once(get(master, "DTSTART")).chain(rdates.split(',').map(String::from)).collect();
        assert_eq!(said, days, "{recurrence}");
        // Readers that know no RDATE find each of them as a component of its own.
        let own: Vec<String> = others.iter().map(|it| get(it, "RECURRENCE-ID")).collect();
        assert_eq!(own, days[1..], "{recurrence}");
        assert!(others.iter().all(|it| get(it, "DTSTART") == get(it, "RECURRENCE-ID")));
    }
}

#[test]
fn a_single_date_at_another_time_or_elsewhere_is_a_component() {
    let agenda = one(
        "2026-03-11",
        "每周三 共5次",
        "2026-03-11改14:30、2026-03-18改2026-03-19 15:00-15:30、2026-03-25换到示例站、2026-04-01（改13:00，换到007）",
    );
    // `one` is at 007 already: elsewhere is another place.
    let mut agenda = agenda;
    agenda.activities[0].venue = "别处".into();
    let calendar = parse(&write(&agenda));
    let said: Vec<String> = calendar
        .events
        .iter()
        .map(|event| {
            ["RECURRENCE-ID", "DTSTART", "DTEND", "SEQUENCE", "LOCATION"].map(|it| get(event, it)).join("|")
        })
        .collect();
    assert_eq!(
        said,
        [
            // All say what number the changed ones have.
            "|20260311T090000|20260311T100000|1|别处",
            // As long as it was, since no end was said.
            "20260311T090000|20260311T143000|20260311T153000|1|别处",
            "20260318T090000|20260319T150000|20260319T153000|1|别处",
            "20260325T090000|20260325T090000|20260325T100000|1|示例站（示例路1号）",
            "20260401T090000|20260401T130000|20260401T140000|1|示例站（示例路1号）",
        ]
    );
    assert_eq!(get(&calendar.events[0], "RRULE"), "FREQ=WEEKLY;BYDAY=WE;COUNT=5");
    let summary = |index: usize| get(&calendar.events[index], "SUMMARY");
    assert_eq!([0, 1, 3].map(summary), ["一", "【改期】一", "【地点变更】一"]);
    let described = |index: usize, text: &str| get(&calendar.events[index], "DESCRIPTION").contains(text);
    assert!(described(1, "原定时间：2026-03-11 09:00") && !described(1, "原定地点"));
    assert!(described(3, "原定地点：别处") && !described(3, "原定时间"));
    assert!(described(4, "原定时间：2026-04-01 09:00") && described(4, "原定地点：别处"));
    let timetable = Timetable::new(&agenda);
    let changed: Vec<_> =
        timetable.all().iter().map(|it| (it.changed(&agenda.activities[0]), it.moved_from())).collect();
    let moved = Some(date(2026, 3, 18));
    assert_eq!(changed, [(true, None), (true, moved), (true, None), (true, None), (false, None)]);
}

#[test]
fn dates_on_holidays_are_exceptions_or_moved() {
    let header = HEADER.replace("备注（不公开）", "节假日");
    let holidays = "- { name: 国庆节, date: 2026-10-01至2026-10-07, isOffDay: true }\n";
    let calendars = ["跳过", "顺延"].map(|policy| {
        let row = format!(
            "A1,一,全域科普,北碚,站,007,2026-09-24,9:00,10:00,每周四 共3次,,科协,01,确认,,,{policy}\n"
        );
        let (agenda, problems) = agenda(&[
            ("活动.csv", &format!("{header}{row}")),
            ("节假日-2026.yaml", holidays),
            ("阵地.csv", VENUES),
            ("支队.csv", TEAMS),
            ("区县.yaml", DISTRICTS),
        ]);
        assert_eq!(problems, []);
        parse(&write(&agenda))
    });
    let [skipped, shifted] = calendars.each_ref().map(|it| &it.events[..]);
    assert_eq!((skipped.len(), get(&skipped[0], "EXDATE")), (1, "20261001T090000".to_owned()));
    // The 8th has one already.
    assert_eq!((shifted.len(), get(&shifted[0], "EXDATE")), (1, "20261001T090000".to_owned()));
}

#[test]
fn what_an_rrule_says_is_one() {
    for (date, recurrence, rrule) in [
        ("2026-05-30", "每年5月30日 共2次", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=30;COUNT=2"),
        ("2026-03-05", "每年3月5日、9月5日 共2次", "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=5;COUNT=2"),
        ("2026-03-05", "每季度 共3次", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=5;COUNT=3"),
        ("2026-01-03", "每季度第一个周六 共2次", "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=1SA;COUNT=2"),
        ("2026-09-19", "每年9月第三个周六 共2次", "FREQ=MONTHLY;BYMONTH=9;BYDAY=3SA;COUNT=2"),
    ] {
        let calendar = parse(&write(&one(date, recurrence, "")));
        let [event] = &calendar.events[..] else { panic!("{recurrence}") };
        assert_eq!(get(event, "RRULE"), rrule, "{recurrence}");
    }
}

/// The dates of an activity on the given days, after what became of each: 0 nothing, 1 cancelled, 2
/// moved. As a subscriber has them: UID, new time and status by the time that was planned.
fn subscribed(days: &BTreeMap<i64, u8>) -> BTreeMap<String, [String; 3]> {
    let said = days.iter().map(|(number, change)| {
        let after = |days: i64| date(2026, 3, 1).saturating_add(jiff::Span::new().days(number * 3 + days));
        match change {
            0 => after(0).to_string(),
            1 => format!("{}取消", after(0)),
            _ => format!("{}改{}", after(0), after(1)),
        }
    });
    let cell = said.collect::<Vec<_>>().join("、");
    let row = format!("A1,一,全域科普,北碚,站,007,{cell},9:00,,,,科协,01,确认,,,\n");
    let (agenda, problems) = agenda(&[
        ("活动.csv", &format!("{HEADER}{row}")),
        ("支队.csv", TEAMS),
        ("阵地.csv", VENUES),
        ("区县.yaml", DISTRICTS),
    ]);
    assert_eq!(problems, [], "{cell}");
    let mut dates = BTreeMap::new();
    for event in &parse(&write(&agenda)).events {
        let said = |start: &str| [get(event, "UID"), start.to_owned(), get(event, "STATUS")];
        let (planned, others) = (get(event, "RECURRENCE-ID"), get(event, "RDATE"));
        if !planned.is_empty() {
            let whole = dates.insert(planned, said(&get(event, "DTSTART")));
            assert!(whole.is_some(), "a component that is in the place of none");
            continue;
        }
        let start = get(event, "DTSTART");
        let all = std::iter::once(&*start).chain(others.split(',')).filter(|it| !it.is_empty());
        dates.extend(all.map(|start| (start.to_owned(), said(start))));
    }
    dates
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(60))]

    #[test]
    fn no_date_knows_of_another(
        mut days in proptest::collection::btree_map(0..40_i64, 0..3_u8, 3..7),
        which in proptest::prelude::any::<proptest::sample::Index>(),
        change in 0..3_u8,
    ) {
        let all = subscribed(&days);
        proptest::prop_assert_eq!(all.len(), days.len());
        let day = *which.get(&days.keys().copied().collect::<Vec<_>>());
        days.insert(day, change);
        let changed = subscribed(&days);
        days.remove(&day);
        let removed = subscribed(&days);
        proptest::prop_assert_eq!(removed.len() + 1, all.len());
        for (planned, said) in &removed {
            proptest::prop_assert_eq!(all.get(planned), Some(said));
            proptest::prop_assert_eq!(changed.get(planned), Some(said));
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(100))]

    #[test]
    fn any_text_survives_folding(name in "\\PC{1,60}", host in "[\\PC\n\r\t,;:\\\\\"😀]{1,80}") {
        let mut agenda = demo();
        // The reader drops colons and blanks at the edges of a value.
        let name = format!("活动{name}。");
        agenda.activities[0].name = name.clone();
        agenda.activities[0].hosts = vec![host];
        let text = write(&agenda);
        proptest::prop_assert!(text.split("\r\n").all(|line| line.len() <= 75));
        let calendar = parse(&text);
        proptest::prop_assert_eq!(calendar.events.len(), 6);
        let summary = get(&calendar.events[0], "SUMMARY");
        let read = summary.replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\");
        proptest::prop_assert_eq!(read, name);
    }
}
