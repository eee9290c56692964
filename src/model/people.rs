//! People and organisations, from data files.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Someone who writes or reviews.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// ASCII; names the person's page.
    #[serde(alias = "编号")]
    pub id: String,
    /// As shown.
    #[serde(alias = "姓名")]
    pub name: String,
    /// 职称
    #[serde(default, alias = "职称")]
    pub title: Option<String>,
    /// 单位
    #[serde(default, alias = "单位")]
    pub organisation: Option<String>,
    /// A few sentences for the person's page.
    #[serde(default, alias = "简介")]
    pub bio: Option<String>,
}

/// A body that publishes, hosts or reviews.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// ASCII.
    #[serde(alias = "编号")]
    pub id: String,
    /// As shown.
    #[serde(alias = "名称")]
    pub name: String,
    /// 科协, 医院, 学校 …
    #[serde(default, alias = "类型")]
    pub kind: Option<String>,
    /// A few sentences.
    #[serde(default, alias = "简介")]
    pub bio: Option<String>,
}

/// What one data file contributed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PeopleFile {
    /// `people.yaml`, `人员.yaml`
    People(Vec<Person>),
    /// `organisations.yaml`, `机构.yaml`
    Organisations(Vec<Organisation>),
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
    /// Gathers the data files; of two entries with one id the later stands.
    pub fn new<'a>(files: impl IntoIterator<Item = &'a PeopleFile>) -> Self {
        let mut all = People::default();
        for file in files {
            match file {
                PeopleFile::People(people) => {
                    all.names.extend(people.iter().map(|it| (it.name.clone(), it.id.clone())));
                    all.people.extend(people.iter().map(|it| (it.id.clone(), it.clone())));
                }
                PeopleFile::Organisations(organisations) => {
                    all.organisations.extend(organisations.iter().map(|it| (it.id.clone(), it.clone())));
                }
            }
        }
        all
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
