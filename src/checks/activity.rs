//! `unknown-activity`: an activity that an article tells of is in the tables.

use crate::diagnostic::{Diagnostic, Place, Text, did_you_mean, rules};
use crate::model::Catalog;

pub fn check(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    if catalog.config.stand_in {
        return;
    }
    let activities = &catalog.agenda.activities;
    for article in &catalog.articles {
        let Some(wanted) = &article.source.front.activity else { continue };
        let id = wanted.value.trim();
        if catalog.agenda.activity(id).is_some() {
            continue;
        }
        let place = wanted.span.map_or(Place::File, Place::Span);
        let message = Text::new(
            format!("没有编号是 `{id}` 的活动"),
            format!("there is no activity with the id `{id}`"),
        );
        let problem = Diagnostic::new(&rules::UNKNOWN_ACTIVITY, &article.source.file, place, message);
        let meant = did_you_mean(id, activities.iter().map(|it| it.id.as_str()));
        diagnostics.push(problem.suggest(meant, || {
            Text::new(
                "写活动表里的 `活动编号`；不是哪场活动的报道，就去掉这一行",
                "write the `活动编号` of a row in the table of activities, or take the line out",
            )
        }));
    }
}
