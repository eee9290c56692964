//! From a channel to the far side: what is to be sent, by which way, and what became of it.
//!
//! ```text
//!  Catalog ─▶ Plan ─▶ Transport ─▶ Exchange ─▶ far side
//!  Ledger ──▲           └── each attempt, before and after ──▶ Ledger
//! ```
//!
//! The ledger is written before a request and after it, so that a run that was killed at any moment is gone
//! on with: what was not begun is sent, what was begun and has no end is decided by its transport. A
//! transport is one file that turns a [`Parcel`] into requests; it knows neither files nor clocks nor how
//! often something is tried. Secrets come in as values and leave in requests alone.

mod client;
mod exchange;
mod form;
mod ledger;
mod plan;
mod push;
mod rehearsal;
mod secret;
mod session;
pub mod status;
mod store;
#[cfg(test)]
mod tests;
pub mod transport;

pub use client::Client;
pub use exchange::{Answer, Arrival, Exchange, Failure, Reach, Request, Retry};
pub use ledger::{Action, Entry, Journal, Ledger, Line, Outcome, Receipt, Sent, Upload};
pub use plan::{Held, Plan, Planned, Wish, Withdrawn, content_hash, plan};
pub use push::{Push, Summary, Told};
pub use rehearsal::{Deed, Rehearsal};
pub use secret::Secrets;
pub use session::{Clock, Session, Uploads};
pub use store::{ledger_path, open_ledger, read_ledger};
pub use transport::{Desk, Done, Parcel, Transport};
