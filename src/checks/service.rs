//! `service-pilot`: a pilot that `site.yaml` names is in the table of districts.

use crate::config::{self, place_of};
use crate::diagnostic::{Diagnostic, Text, did_you_mean, rules};
use crate::model::Catalog;

pub fn check(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    let file = config::FILE_NAME.into();
    for pilot in &catalog.config.service.pilots {
        let name = pilot.value.trim();
        if catalog.agenda.district(name).is_some() {
            continue;
        }
        let message = Text::new(
            format!("试点 `{name}` 不在区县表里"),
            format!("pilot `{name}` is not in the table of districts"),
        );
        let names = catalog.agenda.districts.iter().map(|it| it.name.as_str());
        let problem = Diagnostic::new(&rules::SERVICE_PILOT, &file, place_of(pilot), message);
        diagnostics.push(problem.suggest(did_you_mean(name, names), || {
            Text::new(
                "在区县表里加上它，或改正这个名称",
                "add it to the table of districts, or mend the name",
            )
        }));
    }
}
