//! What could be held for each request that waits: courses that fit with their reasons, or what keeps
//! the nearest from fitting.
//!
//! In this order: theme or course, district, window, people, form; then whoever did least of
//! late. Courses are looked up by theme, days by bits: a thousand requests take no noticeable time.

use std::collections::BTreeMap;
use std::rc::Rc;

use jiff::civil::Date;

use super::answer::{Answer, Proposal};
use super::availability::Availability;
use super::days::{DaySet, Horizon};
use super::findings;
use super::teams::{Team, teams};
use super::themes::{Theme, Themes};
use crate::diagnostic::{Text, did_you_mean};
use crate::model::{Agenda, Course, CourseState, Request, RequestState, Timetable, Venue};

/// Proposals for a request: more are no help.
const MOST_PROPOSALS: usize = 3;

/// The answers to all requests that wait, those who asked first before others.
pub fn answers<'a>(agenda: &'a Agenda, timetable: &Timetable, day: Date) -> Vec<Answer<'a>> {
    let mut waiting: Vec<&Request> =
        agenda.requests.iter().filter(|it| it.state == RequestState::Waiting).collect();
    waiting.sort_by(|one, other| (one.submitted, &one.id).cmp(&(other.submitted, &other.id)));
    let Some(last) = waiting.iter().map(|it| it.to).max() else { return Vec::new() };
    let mut desk = Desk::new(agenda, timetable, (day, Horizon::new(day, last)));
    waiting.into_iter().map(|request| desk.answer(request)).collect()
}

/// What all requests are held against.
struct Desk<'a> {
    agenda: &'a Agenda,
    day: Date,
    horizon: Horizon,
    teams: BTreeMap<&'a str, Team>,
    themes: Themes<'a>,
    /// For each course the days on which it can be had, shared by those with the same times.
    open: Vec<Rc<DaySet>>,
    /// Whoever is nowhere.
    idle: Team,
}

/// How a course and a team do for a request.
#[derive(Debug, Clone, Copy)]
struct Candidate<'a> {
    course: usize,
    team: &'a str,
    theme: Theme,
    /// Whether it is taught in another form than the one that was named.
    other_form: bool,
    served: u32,
    /// The first free day and how many there are.
    free: Option<(usize, usize)>,
    /// Things that do not fit.
    misfits: u8,
}

impl<'a> Desk<'a> {
    fn new(agenda: &'a Agenda, timetable: &Timetable, (day, horizon): (Date, Horizon)) -> Desk<'a> {
        let mut patterns: BTreeMap<Availability, Rc<DaySet>> = BTreeMap::new();
        let days = |availability: &Availability| {
            let mut set = DaySet::default();
            let fitting = horizon.dates().filter(|(_, day)| availability.fits(*day, &agenda.holidays));
            fitting.for_each(|(number, _)| set.insert(number));
            Rc::new(set)
        };
        let open = agenda.courses.iter().map(|course| {
            let availability =
                course.times.as_deref().and_then(Availability::of).unwrap_or(Availability::ANY);
            patterns.entry(availability).or_insert_with_key(days).clone()
        });
        Desk {
            open: open.collect(),
            agenda,
            day,
            horizon,
            teams: teams(agenda, timetable, (day, horizon)),
            themes: Themes::new(agenda),
            idle: Team::default(),
        }
    }

    fn answer(&mut self, request: &'a Request) -> Answer<'a> {
        let venue = self.agenda.asking_venue(request);
        let mut answer = Answer { request, venue, proposals: Vec::new(), obstacle: None, nearest: None };
        let Some(venue) = venue else {
            answer.obstacle = Some(findings::unknown_venue(request));
            return answer;
        };
        let mut themed = self.themes.of(request);
        if themed.is_empty() {
            let (obstacle, meant) = self.nothing_about(request);
            answer.obstacle = Some(obstacle);
            let others = meant.map(|meant| self.themes.about(meant).to_vec()).unwrap_or_default();
            themed = others.into_iter().map(|(index, _)| (index, Theme::Meant)).collect();
        }
        let mut candidates = self.candidates(request, venue, &themed);
        candidates.sort_by_key(|it| (it.misfits, it.theme, it.other_form, it.served, it.course, it.team));
        let fitting = candidates.iter().filter(|it| it.misfits == 0).take(MOST_PROPOSALS);
        answer.proposals = fitting.map(|it| self.proposal(request, venue, it)).collect();
        if answer.proposals.is_empty() {
            answer.nearest = candidates.first().map(|it| self.proposal(request, venue, it));
            answer.obstacle =
                answer.obstacle.or_else(|| candidates.first().map(|it| findings::falls_short(it.misfits)));
        }
        answer
    }

    /// Every course about it with every team that undertakes it.
    fn candidates(&self, request: &Request, venue: &Venue, themed: &[(usize, Theme)]) -> Vec<Candidate<'a>> {
        let wish = request.wish.as_deref().and_then(|id| self.agenda.course(id));
        let range = self.horizon.range(request.from, request.to);
        let mut candidates = Vec::with_capacity(themed.len());
        for &(index, theme) in themed {
            let course = &self.agenda.courses[index];
            let misfits = u8::from(theme == Theme::Meant)
                + u8::from(course.state == CourseState::Paused)
                + u8::from(!course.serves(&venue.district))
                + u8::from(!people_fit(course, request, venue));
            let other_form = wish.is_some_and(|it| !it.forms.iter().any(|form| course.forms.contains(form)));
            for team in &course.teams {
                let known = self.teams.get(team.as_str()).unwrap_or(&self.idle);
                let free = self.open[index].free(&range, &known.taken);
                let misfits = misfits + u8::from(free.is_none());
                let (team, served) = (team.as_str(), known.served);
                candidates.push(Candidate { course: index, team, theme, other_form, served, free, misfits });
            }
        }
        candidates
    }

    fn proposal(&self, request: &'a Request, venue: &Venue, candidate: &Candidate<'a>) -> Proposal<'a> {
        let course = &self.agenda.courses[candidate.course];
        let free = candidate.free.map(|(first, count)| (self.horizon.date(first), count));
        let mut found = vec![findings::theme(candidate.theme, course, request)];
        found.extend(findings::paused(course));
        found.push(findings::district(course, &venue.district));
        found.push(findings::window(course, request, (free, self.day, &self.agenda.holidays)));
        found.push(findings::people(course, request, venue));
        let wish = request.wish.as_deref().and_then(|id| self.agenda.course(id));
        found.extend(findings::form(course, wish));
        found.push(findings::load(candidate.served));
        Proposal { course, team: candidate.team, day: free.map(|(day, _)| day), findings: found }
    }

    /// What to say where no course is about the topic, and the topic that may be meant.
    fn nothing_about(&self, request: &Request) -> (Text, Option<&'a str>) {
        let courses = &self.agenda.courses;
        let names = courses.iter().flat_map(|it| it.topic.iter().chain([&it.name])).map(String::as_str);
        let meant = did_you_mean(&request.topic, names.clone());
        let meant = meant.and_then(|it| names.clone().find(|name| *name == it.meant));
        (findings::nothing_about(request, meant), meant)
    }
}

/// Whether as many come as a course is held for, and the room holds them.
fn people_fit(course: &Course, request: &Request, venue: &Venue) -> bool {
    let Some(people) = request.people else { return true };
    let room = venue.capacity.filter(|_| !course.is_online());
    course.fewest.is_none_or(|fewest| fewest <= people)
        && course.most.is_none_or(|most| people <= most)
        && room.is_none_or(|room| people <= room)
}
