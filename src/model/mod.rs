//! What the site is about, as typed values: no templates, no files, no clock.

pub mod activity;
pub mod address;
mod announced;
pub mod article;
mod assemble;
pub mod body;
mod catalog;
pub mod channel;
mod desk;
mod directory;
pub mod document;
mod encounters;
mod feed;
pub mod geography;
mod key;
mod parsed;
mod past;
mod people;
pub mod picture;
mod related;
mod resolution;
mod resolve;
mod rotation;
mod selection;
pub mod service;
mod settings;
mod sharing;
mod slug;
pub mod source_map;
mod taken;
mod timetable;
pub mod vocabulary;
mod volunteers;

pub use activity::{
    Activity, Agenda, Datum, DayKind, District, Form, HolidayPolicy, Occurrence, Position, Status, Team,
    Tier, Venue,
};
pub use announced::{Announced, AnnouncedDate, Announcement, Change, History, Revision, When};
pub use article::{
    ChannelWish, Credit, FrontMatter, Heading, Located, Outline, Reference, ReferenceKind, SourcePath,
    SourceReference, Verdict,
};
pub use assemble::{Parts, assemble};
pub use catalog::{Article, Asset, Author, Catalog, Encounters, Group, Page, Roster, Topic};
pub use desk::ServiceDesk;
pub use directory::{Directory, Place};
pub use feed::FeedSource;
pub use key::{FrontMatterKey, is_called};
pub use parsed::{Parsed, ParsedText, Render};
pub use people::{Organisation, People, Person};
pub use resolution::{Problem, Resolution, Target};
pub use selection::{MOST_AUDIENCES, Selected, Selection, SelectionKind, Selections};
pub use service::{Course, CourseForm, CourseState, Request, RequestState};
pub use settings::{
    FeedConfig, FeedSelection, NavigationItem, PermalinkConfig, ServiceConfig, SiteConfig, TopicConfig,
    USUAL_ARTICLES_A_DAY,
};
pub use slug::{RESERVED, is_list_name, is_slug, slug_of, unique_slugs};
pub use timetable::{MOST_A_DAY, MOST_A_PAGE, Timetable};
pub use volunteers::{Origin, UnitKind, VolunteerCount};
