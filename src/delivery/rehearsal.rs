//! A far side that answers as its documentation says, and is sent nothing: for a dry run.

use std::path::Path;
use std::sync::Mutex;

use anyhow::Result;

use super::exchange::{Answer, Exchange, Failure, Request};

/// What would be done, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// A request.
    Send(Request),
    /// A file put into a folder: its path and bytes.
    Put(String, usize),
    /// A file removed from a folder.
    TakeBack(String),
}

/// Writes down what would be done.
#[derive(Debug, Default)]
pub struct Rehearsal {
    deeds: Mutex<Vec<Deed>>,
}

impl Rehearsal {
    /// What would have been done since it was asked last.
    pub fn take(&self) -> Vec<Deed> {
        std::mem::take(&mut self.deeds.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    fn push(&self, deed: Deed) {
        self.deeds.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(deed);
    }
}

impl Exchange for Rehearsal {
    fn send(&self, request: &Request) -> Result<Answer, Failure> {
        self.push(Deed::Send(request.clone()));
        Ok(Answer { status: 200, body: request.sample.clone().into_bytes(), ..Answer::default() })
    }

    fn put(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        self.push(Deed::Put(path.display().to_string(), bytes.len()));
        Ok(())
    }

    fn take_back(&self, path: &Path, _sum: &str) -> Result<()> {
        self.push(Deed::TakeBack(path.display().to_string()));
        Ok(())
    }
}
