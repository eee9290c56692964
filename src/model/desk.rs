//! The service desk in its place among the other tables: who is who, and where courses stand.

use std::collections::BTreeMap;

use super::{Agenda, Course, Request, Venue, unique_slugs};

impl Agenda {
    /// The course with this 课程编号.
    pub fn course(&self, id: &str) -> Option<&Course> {
        self.course_index(id).map(|index| &self.courses[index])
    }

    /// The place of a course among all.
    pub fn course_index(&self, id: &str) -> Option<usize> {
        self.courses.binary_search_by(|course| course.id.as_str().cmp(id)).ok()
    }

    /// The venue of a request, where the table knows it.
    pub fn asking_venue(&self, request: &Request) -> Option<&Venue> {
        self.venue(&request.venue)
    }

    /// Whether a team goes to a district: it is there, it is of the whole city, or a course that it
    /// undertakes is held there. Of a team that no table knows nothing is known to the contrary.
    pub fn team_serves(&self, team: &str, district: &str) -> bool {
        let Some(known) = self.team(team) else { return true };
        known.district.as_deref().is_none_or(|own| own == district)
            || self.courses.iter().any(|it| it.serves(district) && it.teams.iter().any(|own| own == team))
    }
}

/// Where courses stand on the site, and what is made of them.
#[derive(Debug, Default)]
pub struct ServiceDesk {
    /// Output path of each course's page, in the order of [`Agenda::courses`].
    pub course_paths: Vec<String>,
    /// Activities that are held from each course: indices into [`Agenda::activities`].
    pub course_activities: Vec<Vec<usize>>,
}

impl ServiceDesk {
    /// The desk of an agenda.
    pub fn new(agenda: &Agenda) -> ServiceDesk {
        let slugs = unique_slugs(agenda.courses.iter().map(|course| (course.id.as_str(), None)));
        let mut held: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, activity) in agenda.activities.iter().enumerate() {
            if let Some(course) = &activity.course {
                held.entry(course).or_default().push(index);
            }
        }
        ServiceDesk {
            course_paths: slugs.into_iter().map(|slug| format!("courses/{slug}.html")).collect(),
            course_activities: agenda
                .courses
                .iter()
                .map(|it| held.remove(it.id.as_str()).unwrap_or_default())
                .collect(),
        }
    }
}
