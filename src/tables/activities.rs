//! A row of 活动, typed and checked.

use jiff::civil::Time;

use super::known::{Known, Target};
use super::row::{RowReader, cell_time, split_list};
use super::schedule;
use super::vocabulary::Vocabulary;
use crate::calendar::time_range;
use crate::diagnostic::{Text, rules};
use crate::model::{Activity, Form, Status, Tier};

/// The column by which rows are told apart.
pub const KEY: &str = "id";
/// Teams of one activity that are read.
const MOST_TEAMS: usize = 100;

/// The activity of a row, if all that it cannot do without is there.
pub fn read(row: &mut RowReader<'_>, vocabulary: &Vocabulary, known: &Known) -> Option<Activity> {
    let id = row.id("id");
    let name = row.required("name");
    let line = read_line(row, vocabulary);
    let topic = row.text("topic");
    row.required_cell("district");
    let district = known.district(row);
    row.required_cell("tier");
    let tier = row.choice("tier", Tier::of, &Tier::ALL.iter().map(|it| it.name()).collect::<Vec<_>>());
    let venue = row.required_cell("venue");
    let venue = venue.map(|cell| known.resolve(row, cell, &cell.text, Target::Venue));
    let schedule = schedule::read(row);
    let times = read_times(row);
    let hosts = row.required_cell("host").map(|cell| split_list(&cell.text));
    let teams = row.required_cell("team").map(|_| read_teams(row, known, "team"));
    let supporting_teams = read_teams(row, known, "supporting-team");
    row.required_cell("status");
    let status =
        row.choice("status", Status::of, &Status::ALL.iter().map(|it| it.name()).collect::<Vec<_>>());
    let form = row.choice("form", Form::of, &Form::ALL.iter().map(|it| it.name()).collect::<Vec<_>>());
    let capacity = row.count("capacity");
    let participants = row.count("participants");
    let volunteers = row.count("volunteers");
    let service_minutes = read_service_minutes(row);
    let (start, end) = times?;
    Some(Activity {
        id: id?,
        name: name?,
        line: line?,
        topic,
        district: district?,
        tier: tier?,
        venue: venue?,
        schedule: schedule?,
        start,
        end,
        hosts: hosts?,
        teams: teams?,
        supporting_teams,
        speaker: row.text("speaker"),
        speaker_title: row.text("speaker-title"),
        course: row.text("course"),
        request: row.text("request"),
        form,
        audience: row.list("audience"),
        capacity,
        signup: row.text("signup"),
        signup_deadline: row.text("signup-deadline"),
        phone: row.text("phone"),
        status: status?,
        original_time: row.text("original-time"),
        change_note: row.text("change-note"),
        participants,
        volunteers,
        service_minutes,
    })
}

fn read_line(row: &mut RowReader<'_>, vocabulary: &Vocabulary) -> Option<String> {
    let cell = row.required_cell("line")?;
    if vocabulary.lines.is_empty() || vocabulary.lines.contains(&cell.text) {
        return Some(cell.text.clone());
    }
    let lines: Vec<&str> = vocabulary.lines.iter().map(String::as_str).collect();
    row.unknown_value(cell, &lines);
    None
}

fn read_teams(row: &mut RowReader<'_>, known: &Known, key: &str) -> Vec<String> {
    let Some(cell) = row.cell(key) else { return Vec::new() };
    let mut names = split_list(&cell.text);
    if names.len() > MOST_TEAMS {
        names.truncate(MOST_TEAMS);
        let message = Text::new(
            format!("这一格有 {MOST_TEAMS} 个以上的支队，后面的没有读"),
            format!("the cell has more than {MOST_TEAMS} teams, the others were not read"),
        );
        row.report(
            &rules::TABLE_LONG_LIST,
            cell,
            message,
            Text::new("写成几个活动", "make it several activities"),
        );
    }
    names.iter().map(|name| known.resolve(row, cell, name, Target::Team)).collect()
}

/// 开始时间 and 结束时间. Offices also write both into the first: `14:30-16:00`.
fn read_times(row: &mut RowReader<'_>) -> Option<(Time, Option<Time>)> {
    let cell = row.required_cell("start")?;
    let range = time_range(&cell.text).filter(|_| cell_time(cell).is_none());
    let start = match range {
        Some((start, _)) => start,
        None => row.time("start")?,
    };
    let end = match row.cell("end") {
        Some(_) => row.time("end"),
        None => range.map(|(_, end)| end),
    };
    let Some(end) = end else { return Some((start, None)) };
    if end > start {
        return Some((start, Some(end)));
    }
    let cell = row.cell("end").unwrap_or(cell);
    let message = Text::new(
        format!("结束时间 {end:.0} 不晚于开始时间 {start:.0}"),
        format!("the end {end:.0} is not after the start {start:.0}"),
    );
    let help = Text::new("看是不是少写了 `下午`", "was it meant to be in the afternoon?");
    row.report(&rules::ACTIVITY_END_BEFORE_START, cell, message, help);
    Some((start, None))
}

/// 服务时长 in minutes: hours with a decimal, `90分钟`, `1.5小时`.
fn read_service_minutes(row: &mut RowReader<'_>) -> Option<u32> {
    let in_minutes = row.cell("service-hours")?.text.contains('分');
    let number = row.decimal("service-hours", &["小时", "个小时", "h", "分钟", "分"])?;
    let minutes = if in_minutes { number } else { number * 60.0 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let minutes = minutes.round().clamp(0.0, 1e6) as u32;
    Some(minutes)
}
