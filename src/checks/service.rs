//! `service-pilot`: a pilot that `site.yaml` names is in the table of districts.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, Span, Text, did_you_mean, rules};
use crate::model::Catalog;

pub fn check(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    let file = Arc::from("site.yaml");
    for pilot in &catalog.config.service.pilots {
        let name = pilot.value.trim();
        if catalog.agenda.district(name).is_some() {
            continue;
        }
        let span = pilot.referenced.span();
        let place = match (span.byte_offset(), span.byte_len()) {
            (Some(start), Some(length)) => Place::Span(Span::new(start as usize, (start + length) as usize)),
            _ => Place::File,
        };
        let message = Text::new(
            format!("试点 `{name}` 不在区县表里"),
            format!("pilot `{name}` is not in the table of districts"),
        );
        let names = catalog.agenda.districts.iter().map(|it| it.name.as_str());
        let problem = Diagnostic::new(&rules::SERVICE_PILOT, &file, place, message);
        diagnostics.push(problem.suggest(did_you_mean(name, names), || {
            Text::new(
                "在区县表里加上它，或改正这个名称",
                "add it to the table of districts, or mend the name",
            )
        }));
    }
}
