//! Requests to the desk, and how they are carried out and answered.

use std::sync::mpsc::Receiver;

use super::job::{AtOnce, Job};
use super::owner::Owner;
use super::{Snapshot, Trouble};

/// A request to the desk. Each has its own type of answer, so that requests and answers can't be mixed up.
/// Work that takes only a moment, or changes the data folder, is done on the desk's thread; work that only
/// reads, or takes long, runs on another thread ([`Job::beside`]), so that no request waits for it.
pub trait Request: Send + 'static {
    /// The answer to the request.
    type Answer: Send + 'static;

    /// Carries the request out on the desk's thread, or lets another thread do so.
    fn carry_out(self, desk: &mut Owner, job: &Job<Self::Answer>) -> AtOnce<Self::Answer>;
}

/// Identifies a request; its reports carry the same ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// A request that was handed over.
#[derive(Debug)]
pub struct Asked<A> {
    /// Ticket of the request.
    pub ticket: Ticket,
    pub(super) answer: Receiver<Result<A, Trouble>>,
}

impl<A> Asked<A> {
    /// The answer; none before [`Report::Done`] has come.
    pub fn answer(self) -> Option<Result<A, Trouble>> {
        self.answer.try_recv().ok()
    }
}

/// A message from the desk to the window.
#[derive(Debug)]
pub enum Report {
    /// The data folder as it is now.
    Snapshot(Snapshot),
    /// A request makes progress.
    Progress {
        /// Ticket of the request.
        ticket: Ticket,
        /// Name of the file being worked on.
        file: String,
        /// Bytes done, and bytes in all, where 0 = unknown.
        bytes: (u64, u64),
    },
    /// A second start of the program wants this window in front.
    Called,
    /// A request is over: its answer is there.
    Done(Ticket),
}
