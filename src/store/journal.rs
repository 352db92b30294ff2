//! A journal: the event files of all writers in one folder, with a folder per writer, and those in its
//! outbox.

mod reading;
mod writing;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::SystemTime;

use chrono::{DateTime, FixedOffset};

use super::envelope::{self, Body, MAX_EVENT, Read};
use super::error::StoreError;
use super::folder::Folder;
use super::outbox::Outbox;
use super::problem::{Problem, ProblemKind};
use crate::cycle::{Clock, Event, EventId, WriterId};

/// Who does something, and when. The time comes from the caller: the store has no clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The person, as typed in the program.
    pub by: String,
    /// Wall time of this PC, with its offset.
    pub at: DateTime<FixedOffset>,
}

/// Events of a writer that must exist but have not arrived: *menunggu sinkron*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The writer of the events.
    pub writer: WriterId,
    /// Number of the first missing event.
    pub first: u64,
    /// Number of the last event missing in a row.
    pub last: u64,
}

/// What reading a journal has brought.
#[derive(Debug)]
pub struct Arrived<B> {
    /// Events that were not known before, in no particular order.
    pub events: Vec<Event<B>>,
    /// Two different events have one id: events folded before must be folded again.
    pub forked: bool,
    /// Why the rest of the journal could not be read.
    pub fault: Option<StoreError>,
}

/// What appending has brought.
#[derive(Debug)]
pub struct Appended<B> {
    /// All of the events, or none. They are durable, in the outbox at least; with a fault they exist, but may
    /// not survive a power loss.
    pub events: Vec<Event<B>>,
    /// What went wrong.
    pub fault: Option<Fault>,
}

/// Why events could not be appended.
#[derive(Debug)]
pub struct Fault {
    /// What went wrong.
    pub error: StoreError,
    /// Whether the events are known not to exist; otherwise they may yet turn up.
    pub certain: bool,
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self { error, certain: true }
    }
}

/// A journal and what has been read of it.
#[derive(Debug)]
pub struct Journal<B> {
    folder: Folder,
    outbox: Outbox,
    /// The key under which this PC notes its own last event in the journal.
    name: String,
    /// Event files by path below the folder. A file with a fault is read again when it changes: it may have
    /// been read before all of it had arrived.
    files: HashMap<String, Seen>,
    /// Event files in the outbox, likewise, in the order in which they were written.
    parcels: BTreeMap<String, Seen>,
    events: BTreeMap<WriterId, BTreeMap<u64, Link>>,
    forks: BTreeMap<EventId, Problem>,
    clock: Clock,
    body: std::marker::PhantomData<fn() -> B>,
}

#[derive(Debug)]
enum Seen {
    Taken,
    Newer(Problem),
    Faulty { problem: Problem, size: u64, modified: Option<SystemTime> },
}

impl Seen {
    fn is_faulty(&self) -> bool {
        matches!(self, Self::Faulty { .. })
    }

    fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Taken => None,
            Self::Newer(problem) | Self::Faulty { problem, .. } => Some(problem),
        }
    }
}

#[derive(Debug)]
struct Link {
    hash: String,
    prev: Option<String>,
    path: String,
}

impl<B: Body> Journal<B> {
    /// The journal in a folder; nothing is read yet. `name` is unique among the journals of a data folder.
    pub(super) fn new(folder: Folder, outbox: Outbox, name: &str) -> Self {
        Self {
            folder,
            outbox,
            name: name.to_owned(),
            files: HashMap::new(),
            parcels: BTreeMap::new(),
            events: BTreeMap::new(),
            forks: BTreeMap::new(),
            clock: Clock::default(),
            body: std::marker::PhantomData,
        }
    }

    /// Files with a fault, files of a newer version, and forks; each file was left as it is.
    pub fn problems(&self) -> Vec<Problem> {
        let of_file = self.files.values().chain(self.parcels.values()).filter_map(Seen::problem).cloned();
        let mut problems: Vec<_> = of_file.chain(self.forks.values().cloned()).chain(self.torn()).collect();
        problems.sort_by(|a, b| a.path.cmp(&b.path));
        problems
    }

    /// Events that do not follow the one before them: the other side of a fork.
    fn torn(&self) -> impl Iterator<Item = Problem> {
        self.events.iter().flat_map(move |(writer, chain)| {
            chain.iter().filter_map(move |(seq, link)| {
                let before = chain.get(&seq.checked_sub(1)?)?;
                let fits = link.prev.as_ref() == Some(&before.hash);
                let forked = self.forks.contains_key(&EventId(writer.clone(), seq - 1));
                (!fits && !forked).then(|| Problem {
                    path: self.folder.root().join(&link.path),
                    kind: ProblemKind::Fork,
                    reason: format!("does not follow {}", before.path),
                })
            })
        })
    }

    /// Whether a newer version of the program has written to the journal, so that this one must not.
    pub fn has_newer(&self) -> bool {
        let mut problems = self.files.values().chain(self.parcels.values()).filter_map(Seen::problem);
        problems.any(|problem| problem.kind == ProblemKind::Newer)
    }

    /// Whether no event file has been seen, readable or not.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.parcels.is_empty()
    }

    /// Whether every event is known, as far as can be told from those that are.
    pub(super) fn is_complete(&self) -> bool {
        self.gaps().is_empty() && !self.files.values().any(Seen::is_faulty)
    }

    /// Whether an event waits in the outbox.
    pub(super) fn waits(&self, event: &EventId) -> bool {
        let link = self.events.get(&event.0).and_then(|chain| chain.get(&event.1));
        link.is_some_and(|link| self.parcels.contains_key(&link.path))
    }

    /// Events that must exist but have not arrived.
    pub fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for (writer, chain) in &self.events {
            let mut next = 1;
            for seq in chain.keys() {
                if *seq > next {
                    gaps.push(Gap { writer: writer.clone(), first: next, last: seq - 1 });
                }
                next = seq + 1;
            }
        }
        gaps
    }

    /// All event files end to end, as they are, ordered by writer and number.
    pub fn export(&self) -> Result<Vec<u8>, StoreError> {
        let (mut all, mut read) = (Vec::new(), HashSet::new());
        for link in self.events.values().flat_map(BTreeMap::values) {
            if read.insert(&link.path) {
                let kept = self.folder.read(&link.path, MAX_EVENT);
                // The file may not have been delivered from the outbox yet.
                let kept =
                    kept.or_else(|error| self.outbox.here().read(&link.path, MAX_EVENT).or(Err(error)));
                all.extend(kept?);
            }
        }
        Ok(all)
    }
}

/// A part of an export that could not be read: its number from 1, what is wrong with it, and the reason.
pub type ExportFault = (usize, ProblemKind, String);

/// Reads what [`Journal::export`] wrote.
pub fn read_export<B: Body>(text: &str) -> (Vec<Event<B>>, Vec<ExportFault>) {
    let mut events = Vec::new();
    let mut faults = Vec::new();
    let parts = envelope::cut(text.as_bytes());
    for (index, part) in parts.into_iter().enumerate() {
        match envelope::read(part) {
            Ok(Read { event: Some(event), .. }) => events.push(event),
            Ok(Read { id, .. }) => faults.push((index + 1, ProblemKind::Newer, format!("event {id:?}"))),
            Err((kind, reason)) => faults.push((index + 1, kind, reason)),
        }
    }
    (events, faults)
}
