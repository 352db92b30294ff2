//! A journal: the event files of all writers in one folder, one folder per writer.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::SystemTime;

use chrono::{DateTime, FixedOffset};

use super::disk::FileKind;
use super::envelope::{self, Body, MAX_EVENT, Read};
use super::error::{ErrorKind, StoreError};
use super::folder::Folder;
use super::problem::{Problem, ProblemKind};
use super::writer::Writer;
use crate::cycle::{Clock, Event, EventId, Stamp, WriterId};

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
    /// Whose.
    pub writer: WriterId,
    /// The first that is missing.
    pub first: u64,
    /// The last of those missing in a row.
    pub last: u64,
}

/// What reading a journal has brought.
#[derive(Debug)]
pub struct Arrived<B> {
    /// Events that were not known before, in no particular order.
    pub events: Vec<Event<B>>,
    /// Two events of one name differ: what was folded before must be folded anew.
    pub forked: bool,
}

/// What appending has brought.
#[derive(Debug)]
pub struct Appended<B> {
    /// All of them, or none. With a fault they stand, but may not survive a power loss.
    pub events: Vec<Event<B>>,
    /// What went wrong.
    pub fault: Option<Fault>,
}

/// Why events could not be appended.
#[derive(Debug)]
pub struct Fault {
    /// What went wrong.
    pub error: StoreError,
    /// Whether the events are known not to stand; otherwise they may yet turn up.
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
    /// Under which name this PC notes its own last event.
    name: String,
    /// By path below the folder. A file with a fault is read again when it changes: it may have been
    /// caught half arrived.
    files: HashMap<String, Seen>,
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

#[derive(Debug)]
struct Link {
    hash: String,
    prev: Option<String>,
    path: String,
}

impl<B: Body> Journal<B> {
    /// The journal in a folder; nothing is read yet. `name` is unique among the journals of a data folder.
    pub fn new(folder: Folder, name: &str) -> Self {
        Self {
            folder,
            name: name.to_owned(),
            files: HashMap::new(),
            events: BTreeMap::new(),
            forks: BTreeMap::new(),
            clock: Clock::default(),
            body: std::marker::PhantomData,
        }
    }

    /// Reads what has come since the last time. Costs one listing per writer when nothing has.
    pub fn refresh(&mut self) -> Result<Arrived<B>, StoreError> {
        let mut arrived = Arrived { events: Vec::new(), forked: false };
        for writer in self.folder.list("")? {
            if writer.kind != FileKind::Folder {
                continue;
            }
            for file in self.folder.list(&writer.name)? {
                let path = format!("{}/{}", writer.name, file.name);
                let is_event = std::path::Path::new(&file.name).extension().is_some_and(|ext| ext == "ron");
                if is_event && self.wants(&path)? {
                    self.take(path, &mut arrived)?;
                }
            }
        }
        Ok(arrived)
    }

    fn wants(&self, path: &str) -> Result<bool, StoreError> {
        match self.files.get(path) {
            None => Ok(true),
            Some(Seen::Taken | Seen::Newer(_)) => Ok(false),
            Some(Seen::Faulty { size, modified, .. }) => {
                let meta = self.folder.metadata(path)?;
                Ok(meta.is_none_or(|meta| (meta.size, meta.modified) != (*size, *modified)))
            }
        }
    }

    fn take(&mut self, path: String, arrived: &mut Arrived<B>) -> Result<(), StoreError> {
        let full = self.folder.path(&path)?;
        let (events, fault) = match self.folder.read(&path, MAX_EVENT) {
            Ok(bytes) => envelope::read_file::<B>(&bytes),
            Err(error) => {
                let fault = match error.kind() {
                    // Gone again between the listing and the reading.
                    ErrorKind::NotFound => {
                        self.files.remove(&path);
                        return Ok(());
                    }
                    ErrorKind::TooLarge(_) => (ProblemKind::TooLarge, error.to_string()),
                    _ => (ProblemKind::Unreadable, error.to_string()),
                };
                (Vec::new(), Some(fault))
            }
        };
        let newer = events.iter().any(|read| read.event.is_none());
        for read in events {
            self.link(path.clone(), read, arrived);
        }
        let seen = match fault {
            Some((kind, reason)) => {
                let meta = self.folder.metadata(&path)?;
                let (size, modified) = meta.map_or((0, None), |meta| (meta.size, meta.modified));
                Seen::Faulty { problem: Problem { path: full, kind, reason }, size, modified }
            }
            None if newer => Seen::Newer(Problem {
                path: full,
                kind: ProblemKind::Newer,
                reason: "a change of a newer version of the program".to_owned(),
            }),
            None => Seen::Taken,
        };
        self.files.insert(path, seen);
        Ok(())
    }

    /// Takes an event into its writer's chain. One known already, under whatever file name, is passed over.
    fn link(&mut self, path: String, read: Read<B>, arrived: &mut Arrived<B>) {
        self.clock = self.clock.max(read.clock);
        let EventId(writer, seq) = read.id.clone();
        let chain = self.events.entry(writer).or_default();
        if let Some(known) = chain.get(&seq) {
            if known.hash == read.hash {
                return;
            }
            let reason = format!("differs from {} of the same number", known.path);
            let full = self.folder.root().join(&path);
            self.forks.insert(read.id.clone(), Problem { path: full, kind: ProblemKind::Fork, reason });
            arrived.forked = true;
            // Every PC must fold the same one: that of the smaller hash.
            if known.hash < read.hash {
                return;
            }
            arrived.events.retain(|event| event.stamp.id != read.id);
        }
        chain.insert(seq, Link { hash: read.hash, prev: read.prev, path });
        arrived.events.extend(read.event);
    }

    /// Makes the changes of one action durable as events of this PC, in one file: all of them or none.
    pub fn append(&mut self, writer: &mut Writer, bodies: Vec<B>, who: &Who) -> Appended<B> {
        let mut appended = Appended { events: Vec::new(), fault: None };
        if bodies.is_empty() {
            return appended;
        }
        if self.is_foreign(writer) {
            // A cloned profile or a restored image: somebody else writes, or wrote, under this id.
            writer.renew();
        }
        match self.place(writer, bodies, who) {
            Ok(events) => {
                appended.events = events;
                // It has happened, for every program that lists the folder.
                let synced = self.folder.sync(&writer.id().0);
                appended.fault = synced.err().map(|error| Fault { error, certain: false });
            }
            Err(fault) => appended.fault = Some(fault),
        }
        appended
    }

    /// Whether the writer's last event here is not the one that this PC has noted as its own.
    fn is_foreign(&self, writer: &Writer) -> bool {
        let folder = writer.id().to_string() + "/";
        let faulty =
            |(path, seen): (&String, &Seen)| matches!(seen, Seen::Faulty { .. }) && path.starts_with(&folder);
        let last = self.last_of(writer.id()).map(|(seq, hash)| (seq, hash.to_owned()));
        last != writer.noted(&self.name) || self.files.iter().any(faulty)
    }

    fn last_of(&self, writer: &WriterId) -> Option<(u64, &str)> {
        self.events.get(writer)?.last_key_value().map(|(seq, link)| (*seq, link.hash.as_str()))
    }

    /// Writes a file of events. Its name is not durable yet.
    fn place(&mut self, writer: &mut Writer, bodies: Vec<B>, who: &Who) -> Result<Vec<Event<B>>, Fault> {
        let mut seen: BTreeMap<_, _> = self
            .events
            .iter()
            .filter_map(|(writer, chain)| Some((writer.clone(), *chain.last_key_value()?.0)))
            .collect();
        let last = self.last_of(writer.id()).map(|(seq, hash)| (seq, hash.to_owned()));
        let (before, mut prev) = last.map_or((0, None), |(seq, hash)| (seq, Some(hash)));
        let mut clock = self.clock;
        let (mut events, mut links, mut bytes) = (Vec::new(), Vec::new(), Vec::new());
        let count = bodies.len();
        for (seq, (index, body)) in (before + 1..).zip(bodies.into_iter().enumerate()) {
            clock = clock.tick(who.at.timestamp_millis());
            let id = EventId(writer.id().clone(), seq);
            let stamp = Stamp { id, by: who.by.clone(), at: who.at, clock, seen: seen.clone().into() };
            let event = Event { stamp, body };
            let (text, hash) = envelope::write(&event, prev.as_deref(), &seen, count - index - 1)
                .map_err(|error| StoreError::new(ErrorKind::Broken(error.to_string()), self.folder.root()))?;
            bytes.extend(text);
            links.push((seq, hash.clone(), prev.replace(hash)));
            events.push(event);
            seen.insert(writer.id().clone(), seq);
        }
        let Some((first, hash, _)) = links.first() else { return Ok(events) };
        let path = format!("{}/{first:08}-{}.ron", writer.id(), &hash[..16]);
        self.place_file(&path, &bytes)?;
        self.clock = clock;
        self.files.insert(path.clone(), Seen::Taken);
        let chain = self.events.entry(writer.id().clone()).or_default();
        if let Some((seq, hash, _)) = links.last() {
            writer.note(&self.name, *seq, hash);
        }
        for (seq, hash, prev) in links {
            chain.insert(seq, Link { hash, prev, path: path.clone() });
        }
        Ok(events)
    }

    fn place_file(&self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        if bytes.len() as u64 > MAX_EVENT {
            return Err(StoreError::new(ErrorKind::TooLarge(MAX_EVENT), self.folder.root()).into());
        }
        let Err(error) = self.folder.place_file(path, bytes) else { return Ok(()) };
        // On a share the answer may be lost, and the name stand all the same.
        match self.folder.metadata(path) {
            Ok(None) => Err(error.into()),
            Ok(Some(_)) if self.folder.read(path, MAX_EVENT).is_ok_and(|there| there == bytes) => Ok(()),
            _ => Err(Fault { error, certain: false }),
        }
    }

    /// Files with a fault, newer ones and forks; each file was left as it is.
    pub fn problems(&self) -> Vec<Problem> {
        let of_file = self.files.values().filter_map(|seen| match seen {
            Seen::Taken => None,
            Seen::Newer(problem) | Seen::Faulty { problem, .. } => Some(problem.clone()),
        });
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

    /// Whether a newer version of the program has written here: then this one must not.
    pub fn has_newer(&self) -> bool {
        let newer = |seen: &Seen| match seen {
            Seen::Taken => false,
            Seen::Newer(_) => true,
            Seen::Faulty { problem, .. } => problem.kind == ProblemKind::Newer,
        };
        self.files.values().any(newer)
    }

    /// Whether no file of an event has been seen, readable or not.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Events that have not arrived yet.
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
                all.extend(self.folder.read(&link.path, MAX_EVENT)?);
            }
        }
        Ok(all)
    }

    /// Removes what killed programs have left unfinished.
    pub(super) fn remove_remains(&self, writer: &Writer) -> Result<(), StoreError> {
        let dead = writer.dead();
        let own = std::iter::once(&writer.id().0);
        own.chain(&dead).try_for_each(|id| self.folder.remove_remains(id, &dead))
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
