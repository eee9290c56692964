//! Which dates of activities are over on the day of the build.

use super::{Catalog, Occurrence, Status};

impl Catalog {
    /// Whether a date is over, by the day or because the office says so.
    pub fn is_past(&self, occurrence: &Occurrence) -> bool {
        let status = self.agenda.activities[occurrence.activity].status;
        occurrence.date < self.day || status == Status::Done
    }

    /// Newest first: each year with dates that are over, and their positions in the timetable, newest first.
    pub fn past_years(&self) -> Vec<(i16, Vec<usize>)> {
        let mut years: Vec<(i16, Vec<usize>)> = Vec::new();
        let dates = self.timetable.all().iter().enumerate().rev();
        for (position, occurrence) in dates.filter(|(_, it)| self.is_past(it)) {
            match years.last_mut() {
                Some((year, list)) if *year == occurrence.date.year() => list.push(position),
                _ => years.push((occurrence.date.year(), vec![position])),
            }
        }
        years
    }
}
