//! An editing session over a project: events in, one [`World`] out.
//!
//! Files change, texts are typed and not saved, a day begins; after each the session shows the site as it
//! is then, its pages rendered when they are asked for, and every problem with its place. What no longer
//! makes sense leaves the last good state in force and says why. A session only reads. It knows neither
//! HTTP nor any protocol of editors: those are faces of it.
//!
//! A face opens a [`Watch`] and then a [`Session`], so that no edit falls between the two, and lets
//! [`follow`] go on; what it hears itself it tells by a [`Teller`].

mod pages;
mod session;
mod watch;
mod world;

pub use pages::File;
pub use session::{Session, follow};
pub use watch::{Teller, Watch};
pub use world::World;

use std::collections::BTreeSet;

use jiff::civil::Date;

/// What happened, or may have. Paths are relative to the site, with `/` between their parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// These files may have changed.
    Files(BTreeSet<String>),
    /// Anything may have changed: only a walk can tell.
    Walk,
    /// An editor holds this text of a file and has not saved it. It counts until it is cleared.
    Text {
        /// The file, which need not be there yet.
        path: String,
        /// All of its text.
        text: String,
    },
    /// The unsaved text of this file counts no more; what is on the disk does.
    Clear(String),
    /// It is this day.
    Day(Date),
}
