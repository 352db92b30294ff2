//! A wish to the desk, and the ways in which it is carried out and answered.

use std::sync::mpsc::Receiver;

use super::job::{AtOnce, Job};
use super::owner::Owner;
use super::{Snapshot, Trouble};

/// Something that can be asked of the desk. What it brings is of a type of its own, so that a wish and its answer can't
/// be mixed up. What only takes a moment, or changes the data folder, is done at the desk; what only reads, or takes long,
/// goes on beside it ([`Job::beside`]), where nobody waits behind it.
pub trait Request: Send + 'static {
    /// What it brings.
    type Answer: Send + 'static;

    /// Carries it out on the desk's thread, or lets it be carried out beside the desk.
    fn carry_out(self, desk: &mut Owner, job: &Job<Self::Answer>) -> AtOnce<Self::Answer>;
}

/// Names a request; what comes of it carries the same ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// A request that was handed over.
#[derive(Debug)]
pub struct Asked<A> {
    /// Its name.
    pub ticket: Ticket,
    pub(super) answer: Receiver<Result<A, Trouble>>,
}

impl<A> Asked<A> {
    /// What came of it; none before [`Report::Done`] has told of its end.
    pub fn answer(self) -> Option<Result<A, Trouble>> {
        self.answer.try_recv().ok()
    }
}

/// What comes from the desk.
#[derive(Debug)]
pub enum Report {
    /// The data folder as it is now.
    Snapshot(Snapshot),
    /// A job goes on.
    Progress {
        /// Whose.
        ticket: Ticket,
        /// The file it is at.
        file: String,
        /// Bytes done and bytes in all; 0 in all = unknown.
        bytes: (u64, u64),
    },
    /// A second start of the program wants this window in front.
    Called,
    /// A request is over: its answer is there.
    Done(Ticket),
}
