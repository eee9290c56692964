//! What goes over the wire and what comes back.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;

use crate::diagnostic::Text;

/// A request over HTTP, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `POST`, `PUT` …
    pub method: &'static str,
    /// The whole address, with what is secret in it.
    pub url: String,
    /// Names and values, in order.
    pub headers: Vec<(String, String)>,
    /// What is sent.
    pub body: Vec<u8>,
    /// Whether it may be made twice: the far side is the same afterwards.
    pub repeatable: bool,
    /// What the far side answers when all goes well, by its documentation: a rehearsal goes on with it.
    pub sample: String,
}

/// What the far side answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The status of HTTP.
    pub status: u16,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// At most [`Answer::MOST`] bytes of it.
    pub body: Vec<u8>,
    /// Whether the body was longer, or broke off.
    pub cut: bool,
}

impl Answer {
    /// Bytes of a body that are read.
    pub const MOST: u64 = 1 << 20;

    /// The value of a header, its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }
}

/// Whether the far side has what was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// It has not.
    NotTaken,
    /// Nobody on this side can know.
    Unknown,
}

/// Whether there is sense in trying again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// Not before somebody has done something.
    Never,
    /// In a while; in which, if the far side said.
    Later(Option<Duration>),
}

/// What a failure is a failure of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Of this article.
    Article,
    /// Of the whole channel: no other article would fare better.
    Channel,
}

/// Why something was not delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What happened, and what to do.
    pub text: Text,
    pub arrival: Arrival,
    pub retry: Retry,
    pub reach: Reach,
}

impl Failure {
    /// One article is refused, and will be again.
    pub fn of_article(text: Text) -> Failure {
        Failure { text, arrival: Arrival::NotTaken, retry: Retry::Never, reach: Reach::Article }
    }

    /// Nothing can be sent to this channel.
    pub fn of_channel(text: Text) -> Failure {
        Failure { reach: Reach::Channel, ..Failure::of_article(text) }
    }

    /// It may go better in a while.
    pub fn passing(text: Text, arrival: Arrival, wait: Option<Duration>) -> Failure {
        Failure { text, arrival, retry: Retry::Later(wait), reach: Reach::Article }
    }
}

/// The world outside.
pub trait Exchange: Sync {
    /// Makes one request, once.
    ///
    /// # Errors
    ///
    /// There is no answer. An answer of any status is one.
    fn send(&self, request: &Request) -> Result<Answer, Failure>;

    /// Puts a file in a folder that is there, whole or not at all, in place of one of that name.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    fn put(&self, path: &Path, bytes: &[u8]) -> Result<()>;

    /// Removes the file at `path` if its SHA-256 is `sum`; another file, or none, is fine.
    ///
    /// # Errors
    ///
    /// It cannot be removed.
    fn take_back(&self, path: &Path, sum: &str) -> Result<()>;
}
