//! Who and what a district has: its venues and teams, grouped once.

use std::collections::BTreeMap;

use super::Agenda;

/// Venues and teams by district.
#[derive(Debug, Default)]
pub struct Directory {
    /// In the order of the table of districts; those it does not know by name after them. Teams of the whole
    /// city come first.
    pub places: Vec<Place>,
    by_district: BTreeMap<String, usize>,
}

/// A district and what is there.
#[derive(Debug, Default)]
pub struct Place {
    /// Its name; `None` for the whole city.
    pub district: Option<String>,
    /// Indices into [`Agenda::venues`].
    pub venues: Vec<usize>,
    /// Indices into [`Agenda::teams`].
    pub teams: Vec<usize>,
}

/// Before all districts, then the position in their table, then those it does not know.
type Rank<'a> = (Option<usize>, Option<&'a str>);

impl Directory {
    /// The directory of an agenda.
    pub fn new(agenda: &Agenda) -> Directory {
        let known: BTreeMap<&str, usize> =
            agenda.districts.iter().enumerate().map(|(rank, it)| (it.name.as_str(), rank)).collect();
        let rank = |name: Option<&str>| match name {
            Some(name) => Some(known.get(name).copied().unwrap_or(usize::MAX)),
            None => None,
        };
        let mut places: BTreeMap<Rank<'_>, Place> = BTreeMap::new();
        for (index, venue) in agenda.venues.iter().enumerate() {
            let name = Some(venue.district.as_str());
            places.entry((rank(name), name)).or_default().venues.push(index);
        }
        for (index, team) in agenda.teams.iter().enumerate() {
            let name = team.district.as_deref();
            places.entry((rank(name), name)).or_default().teams.push(index);
        }
        let places: Vec<Place> = places
            .into_iter()
            .map(|((_, name), place)| Place { district: name.map(str::to_owned), ..place })
            .collect();
        let named = places.iter().enumerate().filter_map(|(index, it)| Some((it.district.clone()?, index)));
        Directory { by_district: named.collect(), places }
    }

    /// What a district has.
    pub fn of(&self, district: &str) -> Option<&Place> {
        self.by_district.get(district).map(|&index| &self.places[index])
    }
}
