//! Spellings of dates, times and recurrences.

use jiff::civil::{Date, Time, date};
use proptest::prelude::*;

use super::recurrence::parse;
use super::schedule::OPEN_END;
use super::{Change, DateError, Day, Move, RecurrenceError, date, rule_dates, time, time_range};

/// The dates of a cell that says nothing of them.
fn dates(text: &str) -> Result<Vec<Date>, DateError> {
    let days = super::days(text)?;
    assert!(days.iter().all(|day| day.change.is_none()), "{text}: {days:?}");
    Ok(days.into_iter().map(|day| day.date).collect())
}

fn days(text: &str) -> String {
    match dates(text) {
        Ok(dates) => dates.iter().map(Date::to_string).collect::<Vec<_>>().join(" "),
        Err(error) => format!("{error:?}"),
    }
}

#[test]
fn dates_in_every_spelling() {
    for text in [
        "2026-03-05",
        "2026/3/5",
        "2026.3.5",
        "2026年3月5日",
        "2026 年 3 月 5 日",
        "２０２６年３月５日",
        "2026-3-5 00:00:00",
        "2026-03-05T09:00:00",
        "2026年3月5日（周四）",
        "2026年3月5日 星期四",
        "20260305",
        "46086",
        "2026年3月5号",
        " 2026/03/05　",
        "2026/3/5 9:00",
        "2026年3月5日9:30",
    ] {
        assert_eq!(days(text), "2026-03-05", "{text}");
    }
}

#[test]
fn several_dates_and_ranges_in_one_cell() {
    let three = "2026-03-05 2026-03-12 2026-04-02";
    for text in [
        "2026-03-05、2026-03-12、2026-04-02",
        "2026-3-5;2026-3-12；2026-4-2",
        "2026.3.5,2026.3.12，2026.4.2",
        "2026年3月5日、12日、4月2日",
        "2026/3/5、3/12、4/2",
        "2026-03-05 2026-03-12 2026-04-02",
        "2026-03-05\n2026-03-12\n2026-04-02",
        "2026年3月12日、2026年3月5日、2026年3月5日、4月2日",
    ] {
        assert_eq!(days(text), three, "{text}");
    }
    let range = "2026-03-05 2026-03-06 2026-03-07";
    for text in [
        "2026年3月5日至7日",
        "2026-03-05~2026-03-07",
        "2026.3.5-2026.3.7",
        "2026年3月5日—3月7日",
        "2026/3/5到3/7",
    ] {
        assert_eq!(days(text), range, "{text}");
    }
}

#[test]
fn dates_by_the_names_of_their_days() {
    for (text, expected) in [
        ("2026年清明", "2026-04-05"),
        ("2026年冬至", "2026-12-22"),
        ("2026年 重阳节", "2026-10-18"),
        ("2026年重阳（周日）", "2026-10-18"),
        ("2026年农历八月十五", "2026-09-25"),
        ("2026年除夕", "2026-02-16"),
        ("2026年腊月初八", "2026-01-26"),
        ("2026年立春、立秋、2027年冬至", "2026-02-04 2026-08-07 2027-12-22"),
        ("2026年清明至4月7日", "2026-04-05 2026-04-06 2026-04-07"),
    ] {
        assert_eq!(days(text), expected, "{text}");
    }
    // Of 2022 there are two, of 2023 none.
    for text in ["2022年腊八", "2023年腊八", "重阳", "2026年八月十五", "1800年清明"] {
        assert!(dates(text).is_err(), "{text}: {}", days(text));
    }
    assert_eq!(dates("2026年重阳（周六）"), Err(DateError::Weekday(date(2026, 10, 18), 7)));
}

#[test]
fn what_is_no_date_is_refused() {
    for text in [
        "2026-13-01",
        "2026-02-30",
        "待定",
        "2026.3",
        "下周三",
        "46",
        "26.3.5",
        "2026-03-05x",
        "99999999",
        "1800-01-01",
    ] {
        assert!(matches!(dates(text), Err(DateError::NotADate(_))), "{text}: {}", days(text));
    }
    assert_eq!(dates("3月5日"), Err(DateError::NoYear("3月5日".into())));
    assert_eq!(dates("2026年3月5日（周三）"), Err(DateError::Weekday(date(2026, 3, 5), 4)));
    assert!(matches!(dates("2026-03-05至2026-03-01"), Err(DateError::Range(_))));
    assert!(matches!(dates("2026-03-05至2027-03-01"), Err(DateError::Range(_))));
}

#[test]
fn a_single_date_has_nothing_beside_it() {
    for text in
        ["2026-03-05", "2026/3/5", "2026.3.5", "2026年3月5日", "2026 年 3 月 5 日", "２０２６－３－５"]
    {
        assert_eq!(date::full_date(text), Some(date(2026, 3, 5)), "{text}");
    }
    assert_eq!(date::full_date("9999-12-31"), Some(date(9999, 12, 31)));
    for text in [
        "",
        "2026",
        "2026-03",
        "3月5日",
        "20260305",
        "46086",
        "26-3-5",
        "2026-02-30",
        "2026-03-05-",
        "2026-03-05、06",
        "2026年3月5日至7日",
        "2026-03-05 取消",
        "2026-03-05T09:00",
        "0026-03-05",
    ] {
        assert_eq!(date::full_date(text), None, "{text}");
    }
}

#[test]
fn times_in_every_spelling() {
    for (text, expected) in [
        ("14:30", "14:30"),
        ("14：30", "14:30"),
        ("１４：３０", "14:30"),
        ("14:30:00", "14:30"),
        ("14.30", "14:30"),
        ("14点30分", "14:30"),
        ("14时30分", "14:30"),
        ("14点半", "14:30"),
        ("下午2:30", "14:30"),
        ("下午2点半", "14:30"),
        ("下午两点半", "14:30"),
        ("下午 2 点 30", "14:30"),
        ("2:30 PM", "14:30"),
        ("2:30pm", "14:30"),
        ("PM 2:30", "14:30"),
        ("下午14:30", "14:30"),
        ("0.6041666667", "14:30"),
        ("9:05", "09:05"),
        ("9点", "09:00"),
        ("上午九点整", "09:00"),
        ("九点一刻", "09:15"),
        ("上午9:12", "09:12"),
        ("晚上7点", "19:00"),
        ("晚7点半", "19:30"),
        ("中午12点", "12:00"),
        ("中午1点", "13:00"),
        ("上午12:00", "12:00"),
        ("12:15 AM", "00:15"),
        ("凌晨1点", "01:00"),
        ("十二点四十五分", "12:45"),
        ("二十点", "20:00"),
        ("0:00", "00:00"),
    ] {
        let found = time(text).map(|time| format!("{:02}:{:02}", time.hour(), time.minute()));
        assert_eq!(found.as_deref(), Some(expected), "{text}");
    }
    for text in [
        "",
        "24:00",
        "14:60",
        "下午",
        "晚上12点",
        "晚上1点",
        "14.3",
        "9",
        "上午下午2点",
        "14:30-16:00",
        "25点",
        "半",
        "待定",
        "14:3o",
        "9:5",
    ] {
        assert_eq!(time(text), None, "{text}");
    }
    let range = |text| time_range(text).map(|(from, to): (Time, Time)| (from.hour(), to.hour()));
    assert_eq!(range("14:30-16:00"), Some((14, 16)));
    assert_eq!(range("下午2点到4点"), Some((14, 16)));
    assert_eq!(range("上午9点—下午4点"), Some((9, 16)));
}

/// The first five dates of the rule, from Thursday 2026-03-05 on, and how many there are.
fn rule(text: &str) -> String {
    let start = date(2026, 3, 5);
    match parse(text, start) {
        Ok(Some(rule)) => {
            let dates = rule_dates(&rule, start);
            let first: Vec<String> =
                dates.iter().take(5).map(|it| it.strftime("%m-%d").to_string()).collect();
            format!("{} /{}", first.join(" "), dates.len())
        }
        Ok(None) => "none".into(),
        Err(error) => format!("{error:?}"),
    }
}

#[test]
fn recurrences_in_words() {
    for (text, expected) in [
        ("每天", "03-05 03-06 03-07 03-08 03-09 /26"),
        ("隔天 共3次", "03-05 03-07 03-09 /3"),
        ("每周三 至2026-04-01", "03-11 03-18 03-25 04-01 /4"),
        ("每周三，至4月1日止", "03-11 03-18 03-25 04-01 /4"),
        ("每周二、四（共5次）", "03-05 03-10 03-12 03-17 03-19 /5"),
        ("每周二和周四", "03-05 03-10 03-12 03-17 03-19 /26"),
        ("每星期二四 到2026年3月12日", "03-05 03-10 03-12 /3"),
        ("每周一至周五 至2026-3-10", "03-05 03-06 03-09 03-10 /4"),
        ("每个工作日 5次", "03-05 03-06 03-09 03-10 03-11 /5"),
        ("每周末 4次", "03-07 03-08 03-14 03-15 /4"),
        ("每两周周六 4次", "03-07 03-21 04-04 04-18 /4"),
        ("每隔一周周六 4次", "03-07 03-21 04-04 04-18 /4"),
        ("隔周周六 4次", "03-07 03-21 04-04 04-18 /4"),
        ("每两周周三 3次", "03-11 03-25 04-08 /3"),
        ("每月第二个周六 3次", "03-14 04-11 05-09 /3"),
        ("每月第一、三个周六 4次", "03-07 03-21 04-04 04-18 /4"),
        ("每月最后一个周五 至2026-05-31", "03-27 04-24 05-29 /3"),
        ("每月15日 至2026年底", "03-15 04-15 05-15 06-15 07-15 /10"),
        ("每月5日、20日 3次", "03-05 03-20 04-05 /3"),
        ("每月31日 3次", "03-31 05-31 07-31 /3"),
        ("每月最后一天 3次", "03-31 04-30 05-31 /3"),
        ("每两个月15号 3次", "03-15 05-15 07-15 /3"),
        ("每年5月30日 2次", "05-30 05-30 /2"),
        ("每周 2次", "03-05 03-12 /2"),
        ("每周三 至2027-12-31", "03-11 03-18 03-25 04-01 04-08 /95"),
        ("每年3月5日、5月30日 3次", "03-05 05-30 03-05 /3"),
        ("每年3月5日、12日 2次", "03-05 03-12 /2"),
        ("每年2月29日 2次", "02-29 02-29 /2"),
        ("每年9月第三个周六 2次", "09-19 09-18 /2"),
        ("每年3月、9月的最后一天 3次", "03-31 09-30 03-31 /3"),
        ("每季度 4次", "03-05 06-05 09-05 12-05 /4"),
        ("每两个季度 2次", "03-05 09-05 /2"),
        ("每季度15日 3次", "04-15 07-15 10-15 /3"),
        ("每季度第一个周六 3次", "04-04 07-04 10-03 /3"),
        ("每季度最后一个周五 2次", "03-27 06-26 /2"),
        ("每季度末 2次", "03-31 06-30 /2"),
        ("每季度第二个月15日 2次", "05-15 08-15 /2"),
        ("每季首月 2次", "04-05 07-05 /2"),
        ("每个节气 5次", "03-05 03-20 04-05 04-20 05-05 /5"),
        ("每年惊蛰 2次", "03-05 03-06 /2"),
        ("每年立春、立秋 3次", "08-07 02-04 08-08 /3"),
        ("每年冬至至2027-12-31", "12-22 12-22 /2"),
        ("每逢清明 2次", "04-05 04-05 /2"),
        ("每逢周三 2次", "03-11 03-18 /2"),
        ("每年重阳 2次", "10-18 10-08 /2"),
        ("每年重阳节、端午节 3次", "06-19 10-18 06-09 /3"),
        ("每年农历腊月初八 2次", "01-15 01-04 /2"),
        ("每年腊月初八 2次", "01-15 01-04 /2"),
        ("农历每年腊月初八 2次", "01-15 01-04 /2"),
        ("每年农历正月十五、八月十五 2次", "09-25 02-20 /2"),
        ("每年除夕 2次", "02-05 01-25 /2"),
        ("每年3月5日、重阳 3次", "03-05 10-18 03-05 /3"),
        ("农历每月初一、十五 4次", "03-19 04-02 04-17 05-01 /4"),
        ("每月农历十五 2次", "04-02 05-01 /2"),
        ("不重复", "none"),
        ("无", "none"),
    ] {
        assert_eq!(rule(text), expected, "{text}");
    }
    assert!(rule("每月第二个周六").ends_with("/22"), "the end of next year is nearer than 26");
    assert!(rule("每周三").ends_with(&format!("/{OPEN_END}")));
}

#[test]
fn recurrences_as_rrule() {
    for (text, expected) in [
        ("FREQ=WEEKLY;BYDAY=WE;UNTIL=20260401", "03-11 03-18 03-25 04-01 /4"),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;COUNT=4", "03-07 03-21 04-04 04-18 /4"),
        ("freq=monthly;byday=2SA;count=3", "03-14 04-11 05-09 /3"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", "03-31 04-30 /2"),
        ("FREQ=DAILY;UNTIL=20260306T160000Z", "03-05 03-06 03-07 /3"),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=30;COUNT=1", "05-30 /1"),
        ("FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=5,20;COUNT=4", "03-05 03-20 09-05 09-20 /4"),
        ("FREQ=YEARLY;BYMONTH=9;BYDAY=3SA;COUNT=2", "09-19 09-18 /2"),
        ("FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=15;COUNT=2", "04-15 07-15 /2"),
    ] {
        assert_eq!(rule(text), expected, "{text}");
    }
    for (text, part) in [
        ("FREQ=HOURLY", "FREQ=HOURLY"),
        ("FREQ=DAILY;BYSETPOS=1", "BYSETPOS=1"),
        ("FREQ=WEEKLY;BYDAY=2SA", "BYDAY=2SA"),
        ("FREQ=WEEKLY;INTERVAL=0", "INTERVAL=0"),
        ("FREQ=MONTHLY;BYDAY=SA", "BYDAY=SA"),
        ("FREQ=WEEKLY;WKST=SU", "WKST=SU"),
    ] {
        assert_eq!(
            parse(text, date(2026, 3, 5)),
            Err(RecurrenceError::UnsupportedPart(part.into())),
            "{text}"
        );
    }
}

#[test]
fn recurrences_that_are_not_understood() {
    for text in [
        "每周八",
        "常年",
        "每周三上午",
        "每月第九个周六",
        "周三",
        "每",
        "每周五至一",
        "每0天",
        "每月40日",
        "双周六",
        "每年15日",
        "每年八月十五",
        "每年腊月三十一",
        "每年腊月初八、春天",
        "每两年重阳",
        "每季度第一个周六、最后一个周六",
        "每两季度15日",
        "农历每月",
        "农历每月三十、最后一天",
        "每逢",
    ] {
        assert_eq!(rule(text), "Unknown", "{text}");
    }
    assert!(matches!(parse("每周三至2026-13-01", date(2026, 3, 5)), Err(RecurrenceError::BadEnd(_))));
    assert!(matches!(parse("每周三 共几次", date(2026, 3, 5)), Err(RecurrenceError::BadEnd(_))));
}

#[test]
fn single_days_that_were_cancelled_or_moved() {
    let moved = |day| Some(Change::Moved(Move::to(date(2026, 3, day))));
    for (text, change) in [
        ("2026年3月12日改3月19日", moved(19)),
        ("2026年3月12日 改 3月19日", moved(19)),
        ("2026年3月12日改到19日", moved(19)),
        ("2026年3月12日（周四）改为3月19日（周四）", moved(19)),
        ("2026年3月12日（改期到3月19日）", moved(19)),
        ("2026-03-12改2026-03-19", moved(19)),
        ("2026-03-12 改至 2026-03-19", moved(19)),
        ("2026-03-12 00:00:00 改期 2026-03-19 00:00:00", moved(19)),
        ("2026/3/12→2026/3/19", moved(19)),
        ("2026年3月12日提前到3月11日", moved(11)),
        ("2026年3月12日取消", Some(Change::Cancelled)),
        ("2026-03-12（已取消）", Some(Change::Cancelled)),
        ("2026.3.12 停办", Some(Change::Cancelled)),
    ] {
        let days = super::days(text).map(|days| days.iter().map(|it| (it.date, it.change.clone())).collect());
        assert_eq!(days, Ok(vec![(date(2026, 3, 12), change)]), "{text}");
    }
    let days = super::days("2026年3月5日至6日取消、12日改4月2日、19日、12月30日改2027年1月6日").unwrap();
    let said: Vec<_> = days.iter().map(|it| (it.date, it.change.clone())).collect();
    assert_eq!(
        said,
        [
            (date(2026, 3, 5), Some(Change::Cancelled)),
            (date(2026, 3, 6), Some(Change::Cancelled)),
            (date(2026, 3, 12), Some(Change::Moved(Move::to(date(2026, 4, 2))))),
            (date(2026, 3, 19), None),
            (date(2026, 12, 30), Some(Change::Moved(Move::to(date(2027, 1, 6))))),
        ]
    );
    for text in [
        "2026-03-12改",
        "取消",
        "2026-03-12改2026-03-12",
        "2026-03-05至2026-03-06改2026-03-12",
        "2026-03-12改期再定",
    ] {
        assert!(matches!(super::days(text), Err(DateError::NotADate(_))), "{text}: {:?}", super::days(text));
    }
    assert_eq!(super::days("2026年12月30日改1月6日"), Err(DateError::NoYear("1月6日".into())));
    for text in [
        "2026-03-12改2026-03-19 25:30",
        "2026-03-12改16:00-14:30",
        "2026年3月12日改3月1914:30",
        "2026-03-12改3月32日14:30",
    ] {
        assert!(matches!(super::days(text), Err(DateError::Time(_))), "{text}: {:?}", super::days(text));
    }
}

#[test]
fn single_days_at_another_time_or_elsewhere() {
    let (planned, other) = (date(2026, 3, 18), date(2026, 3, 19));
    let clock = |hour, minute| jiff::civil::time(hour, minute, 0, 0);
    let half_past_two = Some((clock(14, 30), None));
    let to_four = Some((clock(14, 30), Some(clock(16, 0))));
    for (text, date, times, venue) in [
        ("2026-03-18改到2026-03-19 14:30", other, half_past_two, None),
        ("2026-03-18改2026-03-19 14:30-16:00", other, to_four, None),
        ("2026-03-18 改到 2026-03-19 14：30—16：00", other, to_four, None),
        ("2026年3月18日改3月19日14:30", other, half_past_two, None),
        ("2026年3月18日改到19日下午2点半", other, half_past_two, None),
        ("2026-03-18改2026-03-19T14:30", other, half_past_two, None),
        ("2026-03-18改14:30", planned, half_past_two, None),
        ("2026-03-18 改 14:30-16:00", planned, to_four, None),
        ("2026-03-18改下午2点半", planned, half_past_two, None),
        ("2026-03-18换到ZDI-003", planned, None, Some("ZDI-003")),
        ("2026-03-18 地点改为 ZDI-003", planned, None, Some("ZDI-003")),
        ("2026-03-18（地点改为ZDI-003）", planned, None, Some("ZDI-003")),
        ("2026-03-18改2026-03-19换到ZDI-003", other, None, Some("ZDI-003")),
        ("2026-03-18改2026-03-19 14:30-16:00 换到 ZDI-003", other, to_four, Some("ZDI-003")),
        ("2026-03-18改2026-03-19 14:30换到ZDI-003", other, half_past_two, Some("ZDI-003")),
        ("2026-03-18 9:00 换到ZDI-003", planned, None, Some("ZDI-003")),
        ("2026-03-18改14:30，地点改为ZDI-003", planned, half_past_two, Some("ZDI-003")),
        ("2026-03-18（改14:30，地点改为改革村科普站）", planned, half_past_two, Some("改革村科普站")),
    ] {
        let venue = venue.map(String::from);
        let day = Day { date: planned, change: Some(Change::Moved(Move { date, times, venue })) };
        assert_eq!(super::days(text), Ok(vec![day]), "{text}");
    }
    let moved =
        |day, venue: &str| Change::Moved(Move { venue: Some(venue.into()), ..Move::to(date(2026, 3, day)) });
    let days = super::days("2026年3月18日至19日换到ZDI-003、20日").unwrap();
    let said: Vec<_> = days.into_iter().map(|it| it.change).collect();
    assert_eq!(said, [Some(moved(18, "ZDI-003")), Some(moved(19, "ZDI-003")), None]);
    for text in ["2026-03-18换到", "2026-03-18取消换到ZDI-003", "换到ZDI-003", "2026-03-18至19日改20日14:30"]
    {
        assert!(super::days(text).is_err(), "{text}: {:?}", super::days(text));
    }
}

proptest! {
    #[test]
    fn parsing_never_panics(text in "\\PC{0,24}", dense in "[每周月年日天第个一二十最后至到次共0-9:：.\\-/~、,上下午点半分改期取消→()换到地点T=;FREQ农历初腊清明重阳冬季度逢]{0,20}", day in 0..200_000_i64) {
        let start = date(1900, 1, 1).saturating_add(jiff::Span::new().days(day));
        for text in [&text, &dense] {
            let _days = super::days(text);
            let _time = time(text);
            let _range = time_range(text);
            if let Ok(Some(rule)) = parse(text, start) {
                let dates = rule_dates(&rule, start);
                prop_assert!(dates.is_sorted() && dates.len() <= super::LIMIT);
            }
        }
    }
}
