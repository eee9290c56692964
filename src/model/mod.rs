//! What the site is about, as typed values: no templates, no files, no clock.

pub mod activity;
pub mod address;
pub mod article;
mod assemble;
pub mod body;
mod catalog;
pub mod document;
mod feed;
mod people;
mod related;
mod resolve;
mod slug;
pub mod source_map;
mod timetable;

pub use activity::{
    Activity, Agenda, Datum, District, Form, Occurrence, Position, Status, Team, Tier, Venue,
};
pub use article::{
    Credit, FrontMatter, Heading, Located, Outline, Reference, ReferenceKind, SourcePath, SourceReference,
    Verdict,
};
pub use assemble::{Parts, assemble};
pub use catalog::{Article, Asset, Author, Catalog, Group, Page, Topic};
pub use feed::FeedSource;
pub use people::{Organisation, People, PeopleFile, Person};
pub use resolve::{Problem, Resolution, Target};
pub use slug::{slug_of, unique_slugs};
pub use timetable::{Selected, Timetable};
