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
        let rank = |name: Option<&str>| name.map(|it| known.get(it).copied().unwrap_or(usize::MAX));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{District, Team, Tier, Venue};

    fn venue(id: &str, district: &str) -> Venue {
        Venue {
            id: id.into(),
            name: id.into(),
            tier: Tier::Station,
            district: district.into(),
            street: None,
            community: None,
            address: None,
            position: None,
            capacity: None,
        }
    }

    fn team(district: Option<&str>) -> Team {
        Team {
            id: "D1".into(),
            name: "示例支队".into(),
            category: "医疗".into(),
            parent: None,
            district: district.map(str::to_owned),
            skills: Vec::new(),
            phone: None,
            model: false,
            model_reason: None,
        }
    }

    fn district(code: &str, name: &str) -> District {
        District {
            code: code.into(),
            name: name.into(),
            pilot: false,
            volunteer_target: None,
            monthly_target: None,
        }
    }

    #[test]
    fn the_city_comes_first_then_the_table_then_what_it_does_not_know() {
        let agenda = Agenda {
            venues: vec![venue("1", "奉节"), venue("2", "外地"), venue("3", "北碚"), venue("4", "奉节")],
            teams: vec![team(None), team(Some("北碚"))],
            districts: vec![district("1", "北碚"), district("2", "奉节"), district("3", "石柱")],
            ..Agenda::default()
        };
        let directory = Directory::new(&agenda);
        let names: Vec<Option<&str>> = directory.places.iter().map(|it| it.district.as_deref()).collect();
        assert_eq!(names, [None, Some("北碚"), Some("奉节"), Some("外地")]);
        assert_eq!(directory.of("奉节").map(|it| it.venues.as_slice()), Some(&[0, 3][..]));
        assert_eq!(directory.of("北碚").map(|it| it.teams.as_slice()), Some(&[1][..]));
        assert!(directory.of("石柱").is_none(), "nothing is there");
    }
}
