//! What rows may refer to: ids and names of districts, teams and venues.

use std::collections::BTreeMap;

use super::row::{RowReader, clean_id, shown};
use crate::diagnostic::{Text, did_you_mean, rules};
use crate::model::Agenda;
use crate::source::table::{Cell, TableKind};

/// Ids and names that rows may refer to.
pub struct Known {
    districts: Names,
    teams: Names,
    venues: Names,
    /// References for which something is still proposed. Each is compared with every name, and of so
    /// many none is shown.
    proposals_left: std::cell::Cell<usize>,
}

/// See [`Known::proposals_left`].
const MOST_PROPOSALS: usize = 500;

/// Which table a reference points into.
#[derive(Debug, Clone, Copy)]
pub enum Target {
    /// 区县, resolved to its name.
    District,
    /// 支队, resolved to its id.
    Team,
    /// 阵地, resolved to its id.
    Venue,
}

/// What was written → what it stands for.
#[derive(Default)]
struct Names {
    exact: BTreeMap<String, String>,
    /// Ids without leading zeros, as a spreadsheet leaves them that takes them for numbers.
    loose: BTreeMap<String, Option<String>>,
    /// What to propose: names and ids.
    proposals: Vec<String>,
}

impl Names {
    fn add(&mut self, id: &str, name: &str, value: &str) {
        // Two venues may share a name; ids are unique. The first name found stands.
        self.exact.entry(name.to_owned()).or_insert_with(|| value.to_owned());
        self.exact.insert(id.to_owned(), value.to_owned());
        let loose = id.trim_start_matches('0');
        self.loose
            .entry(loose.to_owned())
            .and_modify(|taken| *taken = None)
            .or_insert_with(|| Some(value.to_owned()));
        self.proposals.extend([id.to_owned(), name.to_owned()]);
    }

    fn resolve(&self, text: &str) -> Option<&String> {
        let id = clean_id(text);
        self.exact.get(text).or_else(|| self.exact.get(&id)).or_else(|| {
            let loose = self.loose.get(id.trim_start_matches('0'));
            loose.and_then(Option::as_ref)
        })
    }
}

impl Known {
    /// Those of the tables read so far.
    pub fn new(agenda: &Agenda) -> Known {
        let mut known = Known {
            districts: Names::default(),
            teams: Names::default(),
            venues: Names::default(),
            proposals_left: std::cell::Cell::new(MOST_PROPOSALS),
        };
        for district in &agenda.districts {
            known.districts.add(&district.code, &district.name, &district.name);
        }
        for team in &agenda.teams {
            known.teams.add(&team.id, &team.name, &team.id);
        }
        for venue in &agenda.venues {
            known.venues.add(&venue.id, &venue.name, &venue.id);
        }
        known
    }

    /// What `text`, all or part of `cell`, refers to; the text itself, with a warning, where no
    /// table knows it. Without a table of that kind nothing is checked.
    pub fn resolve(&self, row: &mut RowReader<'_>, cell: &Cell, text: &str, target: Target) -> String {
        let (names, kind) = match target {
            Target::District => (&self.districts, TableKind::Districts),
            Target::Team => (&self.teams, TableKind::Teams),
            Target::Venue => (&self.venues, TableKind::Venues),
        };
        if let Some(value) = names.resolve(text) {
            return value.clone();
        }
        if !names.exact.is_empty() {
            let found = shown(text);
            let message = Text::new(
                format!("{kind}表里没有 `{found}`"),
                format!("table {} has no `{found}`", kind.names().1),
            );
            let left = self.proposals_left.get();
            self.proposals_left.set(left.saturating_sub(1));
            let proposals = if left > 0 { names.proposals.as_slice() } else { &[] };
            let help = match did_you_mean(text, proposals.iter().map(String::as_str)) {
                Some(suggestion) => suggestion.help(),
                None => Text::new(
                    format!("在{kind}表里加上它，或改正这一格"),
                    format!("add it to table {}, or mend this cell", kind.names().1),
                ),
            };
            row.report(&rules::TABLE_UNKNOWN_REFERENCE, cell, message, help);
        }
        text.to_owned()
    }

    /// The district that the row names, if it names one.
    pub fn district(&self, row: &mut RowReader<'_>) -> Option<String> {
        let cell = row.cell("district")?;
        Some(self.resolve(row, cell, &cell.text, Target::District))
    }
}
