//! Until when one can sign up. Offices write a date, a time, or words.

use jiff::civil::Date;

use crate::calendar;
use crate::outputs::items::named_day;
use crate::outputs::view::DeadlineView;

/// Words behind a date that leave it the date it is.
const BEHIND: [&str; 5] = ["截止", "之前", "以前", "前", "止"];

/// What is said of a deadline on `day`. One that is no date is shown as it is, and is never over. That day
/// itself counts: at what hour it ends may stand in the text.
pub fn deadline_view(typed: &str, activity: Option<Date>, day: Date) -> DeadlineView {
    let date = date_of(typed, activity);
    // `2026-12-03 00:00:00` is a day that went through a spreadsheet.
    let has_hour =
        typed.contains(['点', '时']) || (typed.contains([':', '：']) && !typed.contains("00:00:00"));
    let bare = date.filter(|_| !has_hour && !BEHIND.iter().any(|word| typed.trim().ends_with(word)));
    DeadlineView {
        text: bare.map_or_else(|| typed.to_owned(), named_day),
        over: date.is_some_and(|date| date < day),
    }
}

/// The day of a deadline. Where the year is left out it is that of the activity, which comes later.
fn date_of(typed: &str, activity: Option<Date>) -> Option<Date> {
    let typed = typed.trim();
    let text = BEHIND.iter().find_map(|word| typed.strip_suffix(word)).unwrap_or(typed);
    // A day and an hour: only the day counts.
    let words: Vec<&str> = text.split_whitespace().collect();
    let candidates = [text, words.first().copied().unwrap_or_default()];
    candidates.into_iter().find_map(|text| single(text).or_else(|| of_year(text, activity?)))
}

fn of_year(text: &str, activity: Date) -> Option<Date> {
    let date = single(&format!("{}年{text}", activity.year()))?;
    // 12月28日 before an activity in January is that of the year before.
    match date <= activity {
        true => Some(date),
        false => single(&format!("{}年{text}", activity.year() - 1)),
    }
}

fn single(text: &str) -> Option<Date> {
    match calendar::days(text).ok()?.as_slice() {
        [day] if day.change.is_none() => Some(day.date),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn told(typed: &str) -> (String, bool) {
        let view = deadline_view(typed, Some(date(2026, 12, 5)), date(2026, 12, 2));
        (view.text, view.over)
    }

    #[test]
    fn dates_are_read_and_words_are_left_alone() {
        assert_eq!(told("2026-12-01"), ("12月1日 周二".to_owned(), true));
        assert_eq!(told("2026-12-02"), ("12月2日 周三".to_owned(), false));
        assert_eq!(told("2026-12-01 00:00:00"), ("12月1日 周二".to_owned(), true));
        assert_eq!(told("2026年12月1日 18:00"), ("2026年12月1日 18:00".to_owned(), true));
        assert_eq!(told("2026/12/4 18:00"), ("2026/12/4 18:00".to_owned(), false));
        assert_eq!(told("12月1日"), ("12月1日 周二".to_owned(), true));
        assert_eq!(told("12月1日前"), ("12月1日前".to_owned(), true));
        assert_eq!(told("额满为止"), ("额满为止".to_owned(), false));
        assert_eq!(told("开课前"), ("开课前".to_owned(), false));
    }

    #[test]
    fn a_day_of_december_before_an_activity_in_january_is_of_the_old_year() {
        let view = deadline_view("12月28日", Some(date(2027, 1, 5)), date(2027, 1, 2));
        assert!(view.over);
    }
}
