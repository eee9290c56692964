//! What there is to say to those who asked.

use jiff::civil::Date;

use super::findings::Finding;
use crate::diagnostic::Text;
use crate::model::{Course, Request, Venue};

/// What there is to say to a request.
#[derive(Debug)]
pub struct Answer<'a> {
    /// The request.
    pub request: &'a Request,
    /// Where it would be held, if the table knows it.
    pub venue: Option<&'a Venue>,
    /// What fits, the best first.
    pub proposals: Vec<Proposal<'a>>,
    /// Why nothing fits.
    pub obstacle: Option<Text>,
    /// What comes nearest where nothing fits.
    pub nearest: Option<Proposal<'a>>,
}

/// A course and a team that could hold it.
#[derive(Debug)]
pub struct Proposal<'a> {
    /// The course.
    pub course: &'a Course,
    /// 支队编号, or as typed.
    pub team: &'a str,
    /// The first day on which it could be.
    pub day: Option<Date>,
    /// What speaks for it, and against.
    pub findings: Vec<Finding>,
}
