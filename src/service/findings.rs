//! What speaks for a course and against it, in words.

use jiff::civil::Date;

use super::availability::Availability;
use super::teams::LATELY;
use super::themes::Theme;
use crate::calendar::{Holidays, in_words};
use crate::diagnostic::Text;
use crate::model::{Course, CourseState, Request, Venue};

/// Something that speaks for a proposal or against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whether it speaks for it.
    pub fits: bool,
    /// What it is.
    pub words: Text,
}

fn fits(zh: impl Into<String>, en: impl Into<String>) -> Finding {
    Finding { fits: true, words: Text::new(zh, en) }
}

fn misfit(zh: impl Into<String>, en: impl Into<String>) -> Finding {
    Finding { fits: false, words: Text::new(zh, en) }
}

/// The venue of a request is in no table.
pub fn unknown_venue(request: &Request) -> Text {
    let venue = &request.venue;
    Text::new(
        format!("阵地表里没有 `{venue}`，不知道在哪个区县；先在阵地表里加上它"),
        format!("the table of venues has no `{venue}`, so its district is unknown; add it there"),
    )
}

/// No course is about what was asked for.
pub fn nothing_about(request: &Request, meant: Option<&str>) -> Text {
    let topic = &request.topic;
    let (zh, en) = meant.map_or_else(
        || ("；可以请支队开一门".to_owned(), "; a team may make one".to_owned()),
        |meant| (format!("；最接近的是“{meant}”"), format!("; the nearest is “{meant}”")),
    );
    Text::new(
        format!("课程菜单里没有讲“{topic}”的课{zh}"),
        format!("no course of the menu is about “{topic}”{en}"),
    )
}

/// Even the nearest does not fit.
pub fn falls_short(count: u8) -> Text {
    Text::new(
        format!("没有完全合适的课；最接近的一门有 {count} 项不合适"),
        format!("no course fits; points against the nearest: {count}"),
    )
}

/// What a course is about.
pub fn theme(theme: Theme, course: &Course, request: &Request) -> Finding {
    let topic = &request.topic;
    match theme {
        Theme::Wish => fits("就是意向课程", "the course that was named"),
        Theme::Same => fits(format!("主题是“{topic}”"), format!("it is about “{topic}”")),
        Theme::Related => {
            let own = course.topic.as_ref().unwrap_or(&course.name);
            fits(format!("主题“{own}”和“{topic}”相近"), format!("its topic “{own}” is near “{topic}”"))
        }
        Theme::Meant => {
            let own = course.topic.as_ref().unwrap_or(&course.name);
            misfit(format!("讲的是“{own}”，不是“{topic}”"), format!("it is about “{own}”, not “{topic}”"))
        }
        Theme::Skill => fits(format!("承担支队擅长“{topic}”"), format!("the team is good at “{topic}”")),
    }
}

/// Nothing where it can be ordered.
pub fn paused(course: &Course) -> Option<Finding> {
    (course.state == CourseState::Paused).then(|| misfit("暂停预约", "it is paused"))
}

/// Whether it is held in a district.
pub fn district(course: &Course, district: &str) -> Finding {
    if course.districts.is_empty() {
        return fits(
            format!("服务全市，包括{district}"),
            format!("held in the whole city, so in {district}"),
        );
    }
    let served = course.districts.join("、");
    match course.serves(district) {
        true => fits(format!("服务{district}"), format!("held in {district}")),
        false => misfit(
            format!("不服务{district}，只服务{served}"),
            format!("not held in {district}, only in {served}"),
        ),
    }
}

/// A free day and how many there are; the day on which it is asked; what is known of holidays.
type Free<'h> = (Option<(Date, usize)>, Date, &'h Holidays);

/// Whether there are days for it.
pub fn window(course: &Course, request: &Request, (free, day, holidays): Free<'_>) -> Finding {
    let times = course.times.as_deref();
    let (zh_times, en_times) = match times {
        None => (String::new(), String::new()),
        Some(times) if Availability::of(times).is_some() => (format!("（{times}）"), format!(" ({times})")),
        Some(times) => (
            format!("；可约时段写的是“{times}”，要再问"),
            format!("; its times are “{times}”, which has to be asked"),
        ),
    };
    let Some((first, count)) = free else {
        return match request.to < day {
            true => misfit(
                format!("期望时间到 {} 为止，已经过了", in_words(request.to)),
                format!("the window ended on {}", request.to),
            ),
            false => misfit(
                format!("期望时间内没有可约、支队又空的日子{zh_times}"),
                format!("no day of the window is open while the team is free{en_times}"),
            ),
        };
    };
    let unknown = [first.year(), request.to.year()].into_iter().find(|year| !holidays.is_published(*year));
    let (zh_unknown, en_unknown) = unknown.map_or_else(Default::default, |year| {
        (format!("；{year} 年的放假安排还没有数据"), format!("; the holidays of {year} are not known"))
    });
    fits(
        format!("期望时间内有 {count} 天可约，最早 {}{zh_times}{zh_unknown}", in_words(first)),
        format!("{count} days of the window are open, the first {first}{en_times}{en_unknown}"),
    )
}

/// Whether as many come as it is held for, and the room holds them.
pub fn people(course: &Course, request: &Request, venue: &Venue) -> Finding {
    let Some(people) = request.people else {
        return fits("没有填预计人数，人数要再问", "how many come was not said and has to be asked");
    };
    if let Some(fewest) = course.fewest.filter(|fewest| people < *fewest) {
        return misfit(
            format!("{people} 人，少于起约的 {fewest} 人"),
            format!("{people} come, fewer than {fewest}"),
        );
    }
    if let Some(most) = course.most.filter(|most| *most < people) {
        return misfit(
            format!("{people} 人，多于上限 {most} 人"),
            format!("{people} come, more than {most}"),
        );
    }
    match venue.capacity.filter(|_| !course.is_online()) {
        Some(room) if room < people => misfit(
            format!("{people} 人，阵地只容 {room} 人"),
            format!("{people} come, the venue holds {room}"),
        ),
        Some(room) => {
            fits(format!("{people} 人，阵地容 {room} 人"), format!("{people} come, the venue holds {room}"))
        }
        None => fits(format!("{people} 人，在人数范围内"), format!("{people} come, as many as may")),
    }
}

/// How it is taught, where the menu says so; held against the course that was named.
pub fn form(course: &Course, wish: Option<&Course>) -> Option<Finding> {
    let names = course.forms.iter().map(|form| form.name()).collect::<Vec<_>>().join("、");
    let same = wish.map(|wish| wish.forms.iter().any(|form| course.forms.contains(form)));
    match same {
        _ if names.is_empty() => None,
        Some(false) => Some(fits(
            format!("形式是{names}，和意向课程不同"),
            format!("taught as {names}, unlike the course that was named"),
        )),
        _ => Some(fits(format!("形式是{names}"), format!("taught as {names}"))),
    }
}

/// How much the team did of late.
pub fn load(served: u32) -> Finding {
    fits(
        format!("支队近 {LATELY} 天服务 {served} 场"),
        format!("the team held {served} in the last {LATELY} days"),
    )
}
