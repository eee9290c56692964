//! `state/calendar.jsonl`: what was published of each activity, a line of JSON each time.
//!
//! Lines of two branches may stand in any order. A line that cannot be read loses nothing but itself.

use crate::diagnostic::{Diagnostic, Place, Span, Text, rules};
use crate::model::{Announcement, SourcePath};

/// Reads the file.
pub fn announcements(file: &SourcePath, bytes: &[u8]) -> (Vec<Announcement>, Vec<Diagnostic>) {
    let (mut read, mut problems) = (Vec::new(), Vec::new());
    let mut start = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let end = start + line.len();
        let bare = line.trim_ascii();
        if !bare.is_empty() {
            match serde_json::from_slice(bare) {
                Ok(announcement) => read.push(announcement),
                Err(_) => problems.push(unread(file, Span::new(start, start + line.trim_ascii_end().len()))),
            }
        }
        start = end;
    }
    // In a file that is no text at all no place can be shown.
    if std::str::from_utf8(bytes).is_err() && !problems.is_empty() {
        problems = vec![Diagnostic { place: Place::File, ..problems.swap_remove(0) }];
    }
    (read, problems)
}

/// The file with more lines, and without a last line that somebody did not finish.
pub fn with_announcements<'a>(
    bytes: &[u8],
    more: impl Iterator<Item = &'a Announcement>,
) -> serde_json::Result<Vec<u8>> {
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let mut text = bytes[..whole].to_vec();
    let rest = bytes[whole..].trim_ascii();
    // Editors take away the end of the last line; a kill takes away a part of it.
    if serde_json::from_slice::<Announcement>(rest).is_ok() {
        text.extend_from_slice(rest);
        text.push(b'\n');
    }
    for announcement in more {
        serde_json::to_writer(&mut text, announcement)?;
        text.push(b'\n');
    }
    Ok(text)
}

fn unread(file: &SourcePath, span: Span) -> Diagnostic {
    let message = Text::new("这一行读不懂，没有算进去", "this line cannot be read and is left out");
    let help = Text::new(
        "合并留下的标记（<<<<、====、>>>>）和写坏的行可以删掉：下次公布会补记",
        "marks of a merge and broken lines may be removed: the next publication writes what is missing",
    );
    Diagnostic::new(&rules::CALENDAR_STATE_LINE, file, Place::Span(span), message).help(help)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;
    use crate::model::{AnnouncedDate, Status};

    fn announcement(activity: &str, sequence: u32) -> Announcement {
        Announcement {
            day: date(2026, 11, 1),
            activity: activity.to_owned(),
            name: "示例讲座".to_owned(),
            sequence,
            status: Status::Confirmed,
            venue: "ZD-001".to_owned(),
            dates: vec![AnnouncedDate {
                date: date(2026, 12, 5),
                start: time(14, 30, 0, 0),
                end: Some(time(16, 0, 0, 0)),
                planned: None,
                status: None,
                venue: None,
            }],
        }
    }

    fn read(bytes: &[u8]) -> (Vec<Announcement>, usize) {
        let (read, problems) = announcements(&"state/calendar.jsonl".into(), bytes);
        (read, problems.len())
    }

    #[test]
    fn what_is_written_is_read() {
        let all = [announcement("A", 0), announcement("B", 3)];
        let text = with_announcements(b"", all.iter()).expect("text");
        assert_eq!(read(&text), (all.to_vec(), 0));
        let line = std::str::from_utf8(&text).expect("text").lines().next().expect("a line");
        assert_eq!(
            line,
            r#"{"day":"2026-11-01","activity":"A","name":"示例讲座","sequence":0,"status":"Confirmed","venue":"ZD-001","dates":[{"date":"2026-12-05","start":"14:30:00","end":"16:00:00"}]}"#
        );
        let more = with_announcements(&text, [announcement("C", 0)].iter()).expect("text");
        assert!(more.starts_with(&text), "lines are only added");
    }

    #[test]
    fn any_end_may_be_missing() {
        let text =
            with_announcements(b"", [announcement("A", 0), announcement("B", 1)].iter()).expect("text");
        let first = text.iter().position(|it| *it == b'\n').expect("a line") + 1;
        for end in 0..text.len() {
            let (known, problems) = read(&text[..end]);
            let whole = usize::from(end + 1 >= first) + usize::from(end + 1 >= text.len());
            assert_eq!(known.len(), whole, "{end}");
            let broken = !(end == 0 || end == first || whole == 2 || end + 1 == first);
            assert_eq!(problems, usize::from(broken), "{end}");
            let mended = with_announcements(&text[..end], [announcement("C", 0)].iter()).expect("text");
            assert_eq!(read(&mended).1, 0, "{end}");
            assert_eq!(read(&mended).0.len(), whole + 1, "{end}");
        }
    }

    #[test]
    fn broken_lines_lose_nothing_else() {
        let good = with_announcements(b"", [announcement("A", 0)].iter()).expect("text");
        for bad in ["<<<<<<< HEAD\n", "{}\n", "[]\n", "{\"day\":\"2026-13-01\"}\n", "\u{feff}x\n"] {
            let bytes = [&good[..], bad.as_bytes(), &good[..]].concat();
            assert_eq!((read(&bytes).0.len(), read(&bytes).1), (2, 1), "{bad}");
        }
        let bytes = [&good[..], b"\xff\xfe\n\n\xff\n", &good[..]].concat();
        assert_eq!((read(&bytes).0.len(), read(&bytes).1), (2, 1));
    }
}
