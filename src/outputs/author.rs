//! A page per author or reviewer: who vouches for what.

use super::frame::page_view;
use super::lists::list_page;
use super::view::{ListView, PersonView};
use super::{Planner, Site};
use crate::model::{Author, Catalog, address};

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    for (index, author) in site.catalog.authors.iter().enumerate() {
        for number in 1..=site.catalog.page_count(author.works().len()) {
            let path = address::author(author, number);
            planner.add(path.clone(), move |site| {
                let author = &site.catalog.authors[index];
                let person = person(site.catalog, author);
                let page = page_view(site, "author", &path, &person.name)
                    .described(&format!("{}撰写或审核的文章", person.name))
                    .step(&person.name, None);
                let list = ListView {
                    title: person.name.clone(),
                    description: match (author.written.len(), author.reviewed.len()) {
                        (written, 0) => format!("撰写 {written} 篇"),
                        (0, reviewed) => format!("审核 {reviewed} 篇"),
                        (written, reviewed) => format!("撰写 {written} 篇，审核 {reviewed} 篇"),
                    },
                    person: Some(person),
                    ..ListView::default()
                };
                list_page(site, page, list, &author.works(), number, |it| address::author(author, it))
            });
        }
    }
}

fn person(catalog: &Catalog, author: &Author) -> PersonView {
    let organisation = author.person.organisation.as_deref();
    PersonView {
        name: author.person.name.clone(),
        title: author.person.title.clone(),
        organisation: organisation.map(|it| catalog.people.organisation_name(it).to_owned()),
        bio: author.person.bio.clone(),
        path: None,
    }
}
