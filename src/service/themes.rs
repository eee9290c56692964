//! Which courses are about what was asked for.

use std::collections::BTreeMap;

use crate::model::{Agenda, Course, Request};

/// How near a course is to what was asked for, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Theme {
    /// It was named.
    Wish,
    /// It has the topic, or is called so.
    Same,
    /// One is part of the other.
    Related,
    /// It has no topic, and a team that undertakes it is good at that.
    Skill,
    /// It is about something that may have been meant.
    Meant,
}

/// Courses by topic: each text is looked up once, however many ask for it.
#[derive(Debug)]
pub struct Themes<'a> {
    agenda: &'a Agenda,
    by_topic: BTreeMap<&'a str, Vec<(usize, Theme)>>,
}

/// A text shorter than this is part of too much.
const SHORTEST: usize = 2;

impl<'a> Themes<'a> {
    /// Nothing looked up yet.
    pub fn new(agenda: &'a Agenda) -> Themes<'a> {
        Themes { agenda, by_topic: BTreeMap::new() }
    }

    /// The courses about a topic: places among all, the nearest kind first.
    pub fn about(&mut self, topic: &'a str) -> &[(usize, Theme)] {
        let agenda = self.agenda;
        self.by_topic.entry(topic).or_insert_with(|| {
            let courses = agenda.courses.iter().enumerate();
            courses.filter_map(|(index, course)| Some((index, near(agenda, course, topic)?))).collect()
        })
    }

    /// The courses for a request: those about its topic, and the one that it names.
    pub fn of(&mut self, request: &'a Request) -> Vec<(usize, Theme)> {
        let wish = request.wish.as_deref().and_then(|id| self.agenda.course_index(id));
        let others = self.about(&request.topic).iter().copied().filter(|(index, _)| Some(*index) != wish);
        wish.map(|index| (index, Theme::Wish)).into_iter().chain(others).collect()
    }
}

fn near(agenda: &Agenda, course: &Course, topic: &str) -> Option<Theme> {
    if course.topic.as_deref() == Some(topic) || course.name == topic {
        return Some(Theme::Same);
    }
    let own = course.topic.iter().chain([&course.name, &course.line]);
    if own.map(String::as_str).any(|own| overlap(own, topic)) {
        return Some(Theme::Related);
    }
    // What a course with a topic is about is known.
    if course.topic.is_some() {
        return None;
    }
    let teams = course.teams.iter().filter_map(|id| agenda.team(id));
    let skilled = teams.flat_map(|team| &team.skills).any(|skill| overlap(skill, topic));
    skilled.then_some(Theme::Skill)
}

/// Whether one is part of the other.
fn overlap(one: &str, other: &str) -> bool {
    let long = |text: &str| text.chars().nth(SHORTEST - 1).is_some();
    long(one) && long(other) && (one.contains(other) || other.contains(one))
}
