//! People and organisations, as their tables have them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Someone who writes or reviews.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// ASCII; names the person's page.
    pub id: String,
    /// As shown.
    pub name: String,
    /// 职称
    pub title: Option<String>,
    /// 单位
    pub organisation: Option<String>,
    /// A few sentences for the person's page.
    pub bio: Option<String>,
}

/// A body that publishes, hosts or reviews.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// ASCII.
    pub id: String,
    /// As shown.
    pub name: String,
    /// 科协, 医院, 学校 …
    pub kind: Option<String>,
    /// A few sentences.
    pub bio: Option<String>,
}

/// Everyone, found by id or by name.
#[derive(Debug, Clone, Default)]
pub struct People {
    people: BTreeMap<String, Person>,
    /// Name to id.
    names: BTreeMap<String, String>,
    organisations: BTreeMap<String, Organisation>,
}

impl People {
    /// Those of the tables. Of two people with one name the later is found by it.
    pub fn new(people: &[Person], organisations: &[Organisation]) -> Self {
        People {
            people: people.iter().map(|it| (it.id.clone(), it.clone())).collect(),
            names: people.iter().map(|it| (it.name.clone(), it.id.clone())).collect(),
            organisations: organisations.iter().map(|it| (it.id.clone(), it.clone())).collect(),
        }
    }

    /// The person with this id, or else with this name.
    pub fn find(&self, id_or_name: &str) -> Option<&Person> {
        self.people.get(id_or_name).or_else(|| self.people.get(self.names.get(id_or_name)?))
    }

    /// The full name of an organisation given by id or name.
    pub fn organisation_name<'a>(&'a self, id_or_name: &'a str) -> &'a str {
        self.organisations.get(id_or_name).map_or(id_or_name, |organisation| &organisation.name)
    }
}
