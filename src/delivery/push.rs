//! Carries out a plan: every attempt is in the ledger before anything leaves, and its end when it is known.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use jiff::Timestamp;

use super::exchange::{Arrival, Exchange, Failure, Reach};
use super::ledger::{Entry, Ledger, Outcome, Receipt, Upload};
use super::plan::Planned;
use super::secret::Secrets;
use super::session::{Clock, Session, Uploads};
use super::transport::{Desk, Done, Parcel, Transport};
use crate::diagnostic::Text;

/// What is needed to carry out a plan.
pub struct Push<'a> {
    pub desk: Desk<'a>,
    pub transport: &'a dyn Transport,
    pub exchange: &'a dyn Exchange,
    pub secrets: &'a Secrets<'a>,
    pub clock: Clock<'a>,
    /// Hears of each article, when its end is known.
    pub tell: &'a (dyn Fn(&Told) + Sync),
}

/// What became of one article, without secrets.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    pub entry: Entry,
    /// How many are done, this one included, and how many there are.
    pub done: usize,
    pub total: usize,
}

/// What became of a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    pub delivered: usize,
    pub by_hand: usize,
    pub failed: usize,
    /// Not tried, as nothing could be sent to the channel.
    pub left: usize,
    /// Why nothing more could be sent.
    pub stopped: Option<Text>,
}

impl Push<'_> {
    /// Delivers what is planned, `at_once` articles at one time; the ledger has everything that is known
    /// when this returns, whatever it returns.
    ///
    /// # Errors
    ///
    /// The ledger cannot be written: nothing is sent that could not be written down.
    pub fn carry_out(&self, items: &[Planned], ledger: Ledger, at_once: usize) -> Result<(Summary, Ledger)> {
        let ledger = Mutex::new(Book { ledger, now: self.clock.now });
        let queue: Mutex<VecDeque<&[Planned]>> =
            Mutex::new(items.chunks(self.transport.batch().max(1)).collect());
        let shared = Shared {
            total: items.len(),
            summary: Mutex::default(),
            stop: AtomicBool::new(false),
            broken: Mutex::new(None),
        };
        let work = || {
            while !shared.stop.load(Ordering::Relaxed) {
                let Some(batch) = held(&queue).pop_front() else { break };
                if let Err(error) = self.batch(batch, &ledger, &shared) {
                    shared.stop.store(true, Ordering::Relaxed);
                    held(&shared.broken).get_or_insert(error);
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..at_once.max(1) {
                scope.spawn(work);
            }
            work();
        });
        if let Some(error) = held(&shared.broken).take() {
            return Err(error);
        }
        let mut summary = held(&shared.summary).clone();
        summary.left = held(&queue).iter().map(|batch| batch.len()).sum();
        let book = ledger.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok((summary, book.ledger))
    }

    fn batch(&self, items: &[Planned], ledger: &Mutex<Book<'_>>, shared: &Shared) -> Result<()> {
        let parcels: Vec<Parcel<'_>> = items
            .iter()
            .map(|item| Parcel { item, article: item.index.map(|index| &self.desk.catalog.articles[index]) })
            .collect();
        let channel = &self.desk.channel.id.value;
        let mut entries = Vec::new();
        for item in items {
            let at = (self.clock.now)();
            let entry = item.entry(channel, written(at), attempt(item, at));
            held(ledger).ledger.record(entry.clone())?;
            entries.push(entry);
        }
        let session = Session {
            exchange: self.exchange,
            secrets: self.secrets,
            clock: self.clock,
            retries: self.desk.delivery.retries,
            uploads: ledger,
        };
        let outcomes = self.transport.deliver(&parcels, &session);
        for ((entry, outcome), item) in entries.into_iter().zip(outcomes).zip(items) {
            let entry = self.ended(entry, outcome, item, shared);
            held(ledger).ledger.record(entry.clone())?;
            let done = held(&shared.summary).count();
            (self.tell)(&Told { entry, done, total: shared.total });
        }
        Ok(())
    }

    /// The end of an attempt, as the ledger says it.
    fn ended(&self, entry: Entry, outcome: Result<Done, Failure>, item: &Planned, shared: &Shared) -> Entry {
        let mut summary = held(&shared.summary);
        let (outcome, receipt, note) = match outcome {
            Ok(Done { by_hand: Some(words), receipt, .. }) => {
                summary.by_hand += 1;
                (Outcome::ByHand, Some(receipt), Some(words))
            }
            Ok(Done { receipt, note, .. }) => {
                summary.delivered += 1;
                let doubt = item.doubt.then(|| self.transport.after_a_cut());
                (Outcome::Delivered, Some(receipt), note.or(doubt))
            }
            Err(failure) => {
                summary.failed += 1;
                if failure.reach == Reach::Channel {
                    shared.stop.store(true, Ordering::Relaxed);
                    summary.stopped.get_or_insert_with(|| self.secrets.redact_text(&failure.text));
                }
                // That this attempt was not taken says nothing of a former one.
                let unknown = failure.arrival == Arrival::Unknown || item.doubt;
                (if unknown { Outcome::Unknown } else { Outcome::Failed }, None, Some(failure.text))
            }
        };
        // What the far side calls it may repeat what it was sent.
        let redact = |text: Option<String>| text.map(|text| self.secrets.redact(&text));
        let receipt = receipt.map(|it| Receipt { id: redact(it.id), link: redact(it.link), ..it });
        Entry {
            at: written((self.clock.now)()),
            outcome,
            receipt,
            note: note.map(|note| self.secrets.redact_text(&note)),
            ..entry
        }
    }
}

struct Shared {
    total: usize,
    summary: Mutex<Summary>,
    stop: AtomicBool,
    broken: Mutex<Option<anyhow::Error>>,
}

impl Summary {
    fn count(&self) -> usize {
        self.delivered + self.by_hand + self.failed
    }
}

/// The ledger, and the time to write into it.
struct Book<'a> {
    ledger: Ledger,
    now: &'a (dyn Fn() -> Timestamp + Sync),
}

impl Uploads for Book<'_> {
    fn known(&self, purpose: &str, hash: &str) -> Option<String> {
        self.ledger.upload(purpose, hash).map(str::to_owned)
    }

    fn remember(&mut self, purpose: &str, hash: &str, name: &str) -> Result<()> {
        let (upload, hash, name) = (purpose.to_owned(), hash.to_owned(), name.to_owned());
        self.ledger.record_upload(Upload { at: written((self.now)()), upload, hash, name })
    }
}

/// RFC 3339 in UTC with milliseconds: sorted as text it is sorted by time.
fn written(moment: Timestamp) -> String {
    format!("{moment:.3}")
}

/// A name for an attempt that no other has.
fn attempt(item: &Planned, at: Timestamp) -> String {
    let mut hash = blake3::Hasher::new();
    hash.update(item.key.as_bytes()).update(&at.as_nanosecond().to_le_bytes());
    hash.finalize().to_hex()[..12].to_owned()
}

/// What a mutex guards: a thread that panicked has left it whole, as every change is one call.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
