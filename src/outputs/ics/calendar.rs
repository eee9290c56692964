//! iCalendar (RFC 5545) of activities.
//!
//! The lines are written here and not by the `icalendar` crate: that stamps the current time and
//! random UIDs where one forgets to forbid it, keeps properties in the order of their names, and
//! has no VTIMEZONE. The same input gives the same bytes: no clock is read.
//!
//! - All dates of an activity share the UID `活动编号@domain`, and each is known by its RECURRENCE-ID,
//!   the day for which it was planned (RFC 5545, sections 3.8.4.4 and 3.8.4.7). Nothing but this keeps
//!   a date what it is to those who subscribed: an activity on one date, which most are, has that UID
//!   already, and who looks at the table alone cannot know which of two dates was there before the
//!   other came. UIDs made of the day would break the single dates, and each time such a date is
//!   corrected in its cell; numbers counted along the cell would move on with each new date.
//! - What no RRULE says are RDATEs. Some readers know none, so each such date is a component with its
//!   RECURRENCE-ID too, which says all of it.
//! - A single date that was moved or cancelled is such a component; 除外日期 are EXDATEs.
//! - SEQUENCE is what is known of former states of the activity, and at least 1 once it, or a single date of
//!   it, was moved, postponed or cancelled. All components of an activity carry the highest of theirs: there are readers that take a
//!   component with a RECURRENCE-ID for the one of a date only if both have the same SEQUENCE, and show
//!   the date twice if not.
//! - A postponed activity does not take place on its old date: it is CANCELLED like a cancelled one
//!   and its name says 延期.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime, Time};

use super::lines::{Lines, escape};
use crate::calendar::{Pattern, Rule, Schedule, WEEKDAYS, YearDay, rule_dates};
use crate::model::{Activity, Agenda, History, Occurrence, Status};

/// An activity and all its dates, as a timetable gives them.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    /// The activity.
    pub activity: &'a Activity,
    /// Its dates, in any order.
    pub occurrences: &'a [Occurrence],
    /// Absolute address of its page.
    pub url: Option<String>,
    /// What was published of it before.
    pub history: Option<&'a History>,
}

/// What is the same for every event of a calendar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Behind the `@` of every UID: the site's domain. Must never change once people subscribe.
    pub domain: String,
    /// When the tables were last changed, in Asia/Shanghai. Becomes DTSTAMP; without it, the day
    /// of the first date does.
    pub last_modified: Option<DateTime>,
    /// A sentence about the calendar; may be empty.
    pub description: String,
}

/// An ICS file of the given activities, in the given order; also of a single one.
pub fn calendar(name: &str, agenda: &Agenda, events: &[Event<'_>], options: &Options) -> String {
    let mut lines = Lines::default();
    lines.raw("BEGIN:VCALENDAR");
    lines.raw("VERSION:2.0");
    lines.raw("PRODID:-//kepu//kepu calendar//ZH");
    lines.raw("CALSCALE:GREGORIAN");
    lines.raw("METHOD:PUBLISH");
    // RFC 7986 and the older name that Apple, Google and Outlook read.
    lines.text("NAME", name);
    lines.text("X-WR-CALNAME", name);
    if !options.description.is_empty() {
        lines.text("DESCRIPTION", &options.description);
        lines.text("X-WR-CALDESC", &options.description);
    }
    lines.raw("X-WR-TIMEZONE:Asia/Shanghai");
    // `P1H` is not a duration, and broke MIUI's calendar.
    lines.raw("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    lines.raw("X-PUBLISHED-TTL:PT1H");
    // China has kept +08:00 without summer time since 1992: one block says all.
    for line in [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Shanghai",
        "BEGIN:STANDARD",
        "DTSTART:19920101T000000",
        "TZOFFSETFROM:+0800",
        "TZOFFSETTO:+0800",
        "TZNAME:CST",
        "END:STANDARD",
        "END:VTIMEZONE",
    ] {
        lines.raw(line);
    }
    for event in events {
        write_event(&mut lines, agenda, event, options);
    }
    lines.raw("END:VCALENDAR");
    lines.text
}

fn write_event(lines: &mut Lines, agenda: &Agenda, event: &Event<'_>, options: &Options) {
    let activity = event.activity;
    let mut occurrences = event.occurrences.to_vec();
    occurrences.sort_unstable_by_key(|it| it.planned);
    let Some(first) = occurrences.first() else { return };
    let told = occurrences.iter().map(|it| sequence(activity, it));
    let sequence = told.chain(event.history.and_then(|it| it.sequence)).max().unwrap_or_default();
    let vevent = Vevent { agenda, event, options, sequence };
    if let [only] = &occurrences[..] {
        return vevent.write(lines, only, only.venue(activity), |_| {});
    }
    let series = Series::of(&activity.schedule, &occurrences);
    let master = occurrences.iter().find(|it| series.ruled(it)).unwrap_or(first);
    let whole = Occurrence {
        date: master.planned,
        status: activity.status,
        start: activity.start,
        end: activity.end,
        ..*master
    };
    vevent.write(lines, &whole, &activity.venue, |lines| series.write(lines, activity, whole.planned));
    let own = |it: &&Occurrence| it.changed(activity) || !(series.ruled(it) || it.planned == whole.planned);
    for occurrence in occurrences.iter().filter(own) {
        vevent.write(lines, occurrence, occurrence.venue(activity), |lines| {
            lines.raw(&format!("RECURRENCE-ID{}", at(&[occurrence.planned], activity.start)));
        });
    }
}

/// How the dates of an activity that has several are said.
struct Series<'a> {
    /// The rule and its last day that is a date; nothing where the rule says fewer than two of them.
    rule: Option<(&'a Rule, Date)>,
    /// All days of the rule, also those that are no dates, in order.
    ruled: Vec<Date>,
    /// Days for which a date was planned, in order.
    planned: Vec<Date>,
}

impl Series<'_> {
    /// Of the dates of a schedule, in the order of the days for which they were planned.
    fn of<'a>(schedule: &'a Schedule, occurrences: &[Occurrence]) -> Series<'a> {
        let planned: Vec<Date> = occurrences.iter().map(|it| it.planned).collect();
        let sayable = schedule.rule.as_ref().filter(|rule| by(rule).is_some());
        let rule = sayable.zip(schedule.dates.first());
        let ruled = rule.map_or_else(Vec::new, |(rule, start)| rule_dates(rule, *start));
        let mut hit = ruled.iter().filter(|day| planned.binary_search(day).is_ok());
        match (sayable, hit.next(), hit.next_back()) {
            (Some(rule), Some(_), Some(last)) => Series { rule: Some((rule, *last)), ruled, planned },
            _ => Series { rule: None, ruled: Vec::new(), planned },
        }
    }

    /// Whether the rule says the date.
    fn ruled(&self, occurrence: &Occurrence) -> bool {
        self.ruled.binary_search(&occurrence.planned).is_ok()
    }

    /// Writes what follows the first date, which is `first`.
    fn write(&self, lines: &mut Lines, activity: &Activity, first: Date) {
        let start = activity.start;
        if let Some((rule, by, last)) = self.rule.and_then(|(rule, last)| Some((rule, by(rule)?, last))) {
            let inside = self.ruled.iter().filter(|day| first <= **day && **day <= last);
            lines.raw(&format!("RRULE:{}", rrule(rule, &by, inside.clone().count())));
            for day in inside.filter(|day| self.planned.binary_search(day).is_err()) {
                lines.raw(&format!("EXDATE{}", at(&[*day], start)));
            }
        }
        let others = self.planned.iter().filter(|day| **day != first);
        let others: Vec<Date> =
            others.filter(|day| self.ruled.binary_search(day).is_err()).copied().collect();
        if !others.is_empty() {
            lines.raw(&format!("RDATE{}", at(&others, start)));
        }
    }
}

/// The rule, whose parts are `by`, for so many of its days from the first date on, exceptions counted. Every
/// rule has an end, so that pages and calendars agree also on those of which nobody said one. It is COUNT: an
/// UNTIL has to be in UTC beside a DTSTART with a zone (RFC 5545, section 3.3.10), and there are readers that
/// take it for a time of day in Shanghai, eight hours early, and lose the last date.
fn rrule(rule: &Rule, (frequency, by): &(&str, String), count: usize) -> String {
    let interval = if rule.interval > 1 { format!(";INTERVAL={}", rule.interval) } else { String::new() };
    format!("FREQ={frequency}{interval}{by};COUNT={count}")
}

/// FREQ, and the parts of an RRULE that say which days; nothing of days that none says: those of the
/// sun and the moon, and several of the year that are not all of some months.
fn by(rule: &Rule) -> Option<(&'static str, String)> {
    let weekday = |day: &i8| {
        let index = usize::from(day.unsigned_abs()).saturating_sub(1);
        WEEKDAYS.get(index).copied().unwrap_or("MO")
    };
    let numbers = |days: &[i8]| days.iter().map(i8::to_string).collect::<Vec<_>>().join(",");
    let months =
        if rule.months.is_empty() { String::new() } else { format!(";BYMONTH={}", numbers(&rule.months)) };
    Some(match &rule.pattern {
        Pattern::Daily => ("DAILY", String::new()),
        Pattern::Weekly(days) => {
            let days = days.iter().map(weekday).collect::<Vec<_>>().join(",");
            // The start of the week decides which weeks are skipped.
            let start = if rule.interval > 1 { ";WKST=MO" } else { "" };
            ("WEEKLY", format!(";BYDAY={days}{start}"))
        }
        Pattern::MonthDays(days) => ("MONTHLY", format!("{months};BYMONTHDAY={}", numbers(days))),
        Pattern::MonthWeekdays(days) => {
            let days: Vec<String> =
                days.iter().map(|(count, day)| format!("{count}{}", weekday(day))).collect();
            ("MONTHLY", format!("{months};BYDAY={}", days.join(",")))
        }
        Pattern::Yearly(days) => {
            let (months, days) = months_and_days(days)?;
            ("YEARLY", format!(";BYMONTH={};BYMONTHDAY={}", numbers(&months), numbers(&days)))
        }
        Pattern::LunarMonthDays(_) => return None,
    })
}

/// Months, and days of each of them, if the days are just these.
fn months_and_days(days: &[YearDay]) -> Option<(Vec<i8>, Vec<i8>)> {
    let fixed = days.iter().map(|day| match day {
        YearDay::Fixed(month, day) => Some((*month, *day)),
        YearDay::Term(_) | YearDay::Lunar(_) => None,
    });
    let fixed: BTreeSet<(i8, i8)> = fixed.collect::<Option<_>>()?;
    let months: BTreeSet<i8> = fixed.iter().map(|(month, _)| *month).collect();
    let days: BTreeSet<i8> = fixed.iter().map(|(_, day)| *day).collect();
    (fixed.len() == months.len() * days.len())
        .then(|| (months.into_iter().collect(), days.into_iter().collect()))
}

/// What the VEVENTs of one activity share.
struct Vevent<'a> {
    agenda: &'a Agenda,
    event: &'a Event<'a>,
    options: &'a Options,
    /// Of all its components.
    sequence: u32,
}

/// How often what subscribers have of a date was changed, as far as a table tells that.
fn sequence(activity: &Activity, occurrence: &Occurrence) -> u32 {
    let changed = match occurrence.status {
        Status::Moved | Status::Postponed | Status::Cancelled => true,
        // A date that was moved and is over stays behind the one that subscribers have.
        Status::Planned | Status::Confirmed | Status::Done => {
            occurrence.rescheduled(activity) || occurrence.venue(activity) != activity.venue
        }
    };
    u32::from(changed)
}

impl Vevent<'_> {
    /// Writes the VEVENT of a date at a venue, with what `recur` adds behind its times.
    fn write(&self, lines: &mut Lines, occurrence: &Occurrence, venue: &str, recur: impl FnOnce(&mut Lines)) {
        let activity = self.event.activity;
        lines.raw("BEGIN:VEVENT");
        let domain = if self.options.domain.is_empty() { "kepu.invalid" } else { &self.options.domain };
        lines.text("UID", &format!("{}@{domain}", activity.id));
        let first = activity.schedule.dates.first().copied().unwrap_or(occurrence.planned);
        let changed = self.event.history.and_then(|it| it.since).map(|day| day.to_datetime(Time::midnight()));
        let changed = changed.or(self.options.last_modified);
        let stamp = changed.unwrap_or_else(|| first.to_datetime(Time::midnight()));
        lines.raw(&format!("DTSTAMP:{}", utc(stamp)));
        if changed.is_some() {
            lines.raw(&format!("LAST-MODIFIED:{}", utc(stamp)));
        }
        lines.raw(&format!("DTSTART{}", at(&[occurrence.date], occurrence.start)));
        if let Some(end) = occurrence.end {
            lines.raw(&format!("DTEND{}", at(&[occurrence.date], end)));
        }
        recur(lines);
        let elsewhere = if venue == activity.venue { "" } else { "【地点变更】" };
        let (status, mark) = match occurrence.status {
            Status::Planned => ("TENTATIVE", elsewhere),
            Status::Confirmed => ("CONFIRMED", elsewhere),
            Status::Done => ("CONFIRMED", ""),
            Status::Moved => ("CONFIRMED", "【改期】"),
            Status::Postponed => ("CANCELLED", "【延期】"),
            Status::Cancelled => ("CANCELLED", "【取消】"),
        };
        lines.raw(&format!("SEQUENCE:{}", self.sequence));
        lines.raw(&format!("STATUS:{status}"));
        lines.text("SUMMARY", &format!("{mark}{}", activity.name));
        self.place(lines, venue);
        lines.text("DESCRIPTION", &self.description(occurrence, venue));
        let categories: Vec<String> =
            std::iter::once(&activity.line).chain(&activity.topic).map(|it| escape(it)).collect();
        lines.raw(&format!("CATEGORIES:{}", categories.join(",")));
        if let Some(url) = self.event.url.as_deref().filter(|url| !url.contains(char::is_control)) {
            lines.raw(&format!("URL:{url}"));
        }
        lines.raw("END:VEVENT");
    }

    fn place(&self, lines: &mut Lines, id: &str) {
        let Some(venue) = self.agenda.venue(id) else {
            lines.text("LOCATION", id);
            return;
        };
        match &venue.address {
            Some(address) => lines.text("LOCATION", &format!("{}（{address}）", venue.name)),
            None => lines.text("LOCATION", &venue.name),
        }
        // GEO is WGS 84 (RFC 5870); a GCJ-02 point put there is wrong by half a kilometre.
        if let Some((longitude, latitude)) = venue.position.map(|position| position.wgs84()) {
            lines.raw(&format!("GEO:{latitude:.6};{longitude:.6}"));
        }
    }

    /// What a reader of the calendar should know; every line is public.
    fn description(&self, occurrence: &Occurrence, venue: &str) -> String {
        let activity = self.event.activity;
        let original = occurrence
            .rescheduled(activity)
            .then(|| format!("{} {}", occurrence.planned, clock(activity.start)));
        let former = self.agenda.venue(&activity.venue).map_or(&activity.venue, |venue| &venue.name);
        let team_names =
            |ids: &[String]| ids.iter().map(|id| self.agenda.team_name(id)).collect::<Vec<_>>().join("、");
        let speaker = activity.speaker.as_ref().map(|name| match &activity.speaker_title {
            Some(title) => format!("{name}（{title}）"),
            None => name.clone(),
        });
        let lines: [(&str, String); 15] = [
            (
                "状态",
                match occurrence.status {
                    Status::Planned | Status::Confirmed => String::new(),
                    status => status.name().to_owned(),
                },
            ),
            ("原定时间", original.or_else(|| activity.original_time.clone()).unwrap_or_default()),
            ("原定地点", if venue == activity.venue { String::new() } else { former.clone() }),
            ("变更说明", activity.change_note.clone().unwrap_or_default()),
            ("品牌", activity.line.clone()),
            ("主题", activity.topic.clone().unwrap_or_default()),
            ("主办", activity.hosts.join("、")),
            ("承办", team_names(&activity.teams)),
            ("协办", team_names(&activity.supporting_teams)),
            ("主讲", speaker.unwrap_or_default()),
            ("形式", activity.form.map(|form| form.name().to_owned()).unwrap_or_default()),
            ("面向", activity.audience.join("、")),
            ("名额", activity.capacity.map(|it| it.to_string()).unwrap_or_default()),
            (
                "报名",
                [&activity.signup, &activity.signup_deadline.as_ref().map(|it| format!("截止 {it}"))]
                    .into_iter()
                    .flatten()
                    .cloned()
                    .collect::<Vec<_>>()
                    .join("，"),
            ),
            ("电话", activity.phone.clone().unwrap_or_default()),
        ];
        let lines = lines.iter().filter(|(_, text)| !text.is_empty());
        lines.map(|(label, text)| format!("{label}：{text}")).collect::<Vec<_>>().join("\n")
    }
}

/// `20260305`
fn compact(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// `;TZID=Asia/Shanghai:20260305T143000`, what follows the name of a property of times.
fn at(days: &[Date], time: Time) -> String {
    let local = |day: &Date| format!("{}T{:02}{:02}00", compact(*day), time.hour(), time.minute());
    format!(";TZID=Asia/Shanghai:{}", days.iter().map(local).collect::<Vec<_>>().join(","))
}

/// `14:30`
fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `20260305T063000Z`, of a time in Asia/Shanghai.
fn utc(datetime: DateTime) -> String {
    let datetime = datetime.saturating_sub(jiff::Span::new().hours(8));
    let time = datetime.time();
    format!("{}T{:02}{:02}{:02}Z", compact(datetime.date()), time.hour(), time.minute(), time.second())
}
