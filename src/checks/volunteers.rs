//! `volunteers-in-future`: nobody has counted volunteers on a day that is still to come.

use crate::diagnostic::{Diagnostic, Text, rules};
use crate::model::Catalog;

pub fn check(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    for count in catalog.agenda.volunteers.iter().filter(|it| it.day > catalog.day) {
        let (day, today) = (count.day, catalog.day);
        let message = Text::new(
            format!("统计日期 {day} 在将来（今天是 {today}）"),
            format!("the day of counting {day} is in the future (today is {today})"),
        );
        let help = Text::new("写实际统计的那一天", "give the day on which they were counted");
        let origin = &count.origin;
        let problem =
            Diagnostic::new(&rules::VOLUNTEERS_IN_FUTURE, &origin.file, origin.place.clone(), message);
        diagnostics.push(problem.help(help));
    }
}
