//! Appending events: durable on this PC first, then in the folder.

use std::collections::BTreeMap;

use super::reading::{File, faulty, read};
use super::{Appended, Fault, Journal, Link, Seen, Who};
use crate::cycle::{Clock, Event, EventId, Stamp, WriterId};
use crate::store::envelope::{self, Body, MAX_EVENT};
use crate::store::error::{ErrorKind, StoreError};
use crate::store::folder::Folder;
use crate::store::writer::Writer;

/// Events of one action on their way to the disk.
struct Draft<B> {
    path: String,
    bytes: Vec<u8>,
    events: Vec<Event<B>>,
    /// Of each event its number, its hash, and the hash of the one before.
    links: Vec<(u64, String, Option<String>)>,
    clock: Clock,
}

impl<B: Body> Journal<B> {
    /// Makes the changes of one action durable as events of this PC, in one file: all of them or none. The
    /// file lies in the outbox until [`Self::deliver`] brings it into the folder.
    pub fn append(&mut self, writer: &mut Writer, bodies: Vec<B>, who: &Who) -> Appended<B> {
        let mut appended = Appended { events: Vec::new(), fault: None };
        if bodies.is_empty() {
            return appended;
        }
        if self.is_foreign(writer) {
            // A cloned profile or a restored image: another PC writes, or wrote, under this id.
            writer.renew();
        }
        let draft = match self.draft(writer, bodies, who) {
            Ok(draft) => draft,
            Err(error) => return Appended { fault: Some(error.into()), ..appended },
        };
        match self.keep(writer, &draft) {
            Ok(fault) => {
                appended.fault = fault;
                appended.events = self.adopt(writer, draft);
            }
            Err(fault) => appended.fault = Some(fault),
        }
        appended
    }

    /// The events that [`Self::append`] would make of these changes now, and their bytes.
    pub fn draft_events(
        &self,
        writer: &Writer,
        bodies: Vec<B>,
        who: &Who,
    ) -> Result<(Vec<Event<B>>, Vec<u8>), StoreError> {
        if bodies.is_empty() {
            return Ok(Default::default());
        }
        let Draft { events, bytes, .. } = self.draft(writer, bodies, who)?;
        Ok((events, bytes))
    }

    /// Whether the writer's last event here is not the one that this PC has noted as its own.
    fn is_foreign(&self, writer: &Writer) -> bool {
        let folder = writer.id().to_string() + "/";
        let seen = self.files.iter().chain(&self.parcels);
        let mut faulty = seen.filter(|(path, seen)| seen.is_faulty() && path.starts_with(&folder));
        let last = self.last_of(writer.id()).map(|(seq, hash)| (seq, hash.to_owned()));
        last != writer.noted(&self.name) || faulty.next().is_some()
    }

    fn last_of(&self, writer: &WriterId) -> Option<(u64, &str)> {
        self.events.get(writer)?.last_key_value().map(|(seq, link)| (*seq, link.hash.as_str()))
    }

    fn draft(&self, writer: &Writer, bodies: Vec<B>, who: &Who) -> Result<Draft<B>, StoreError> {
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
            let event = Event { stamp, body, more: count - index - 1 };
            let (text, hash) = envelope::write(&event, prev.as_deref())
                .map_err(|error| StoreError::new(ErrorKind::Broken(error.to_string()), self.folder.root()))?;
            bytes.extend(text);
            links.push((seq, hash.clone(), prev.replace(hash)));
            events.push(event);
            seen.insert(writer.id().clone(), seq);
        }
        let name = links.first().map(|(seq, hash, _)| format!("{seq:08}-{}.ron", &hash[..16]));
        let path = format!("{}/{}", writer.id(), name.unwrap_or_default());
        if bytes.len() as u64 > MAX_EVENT {
            return Err(StoreError::new(ErrorKind::TooLarge(MAX_EVENT), self.folder.root()));
        }
        Ok(Draft { path, bytes, events, links, clock })
    }

    /// Makes a file of events durable: in the outbox, or in the folder itself where this PC's own disk is
    /// full or can't be written to. `Ok` with a fault means that the file exists, but may not survive a power
    /// loss.
    fn keep(&mut self, writer: &Writer, draft: &Draft<B>) -> Result<Option<Fault>, Fault> {
        let Draft { path, bytes, .. } = draft;
        let uncertain = |error| Fault { error, certain: false };
        let folder = writer.id().to_string();
        let here = self.outbox.here();
        let put = place(here, path, bytes).and_then(|()| here.sync(&folder).map_err(uncertain));
        let Err(own) = put else {
            self.parcels.insert(path.clone(), Seen::Taken);
            return Ok(None);
        };
        log::warn!("nothing can be kept on this PC: {}", own.error);
        let placed = self.outbox.reach().map_err(Fault::from).and_then(|()| place(&self.folder, path, bytes));
        if let Err(fault) = placed {
            let certain = fault.certain && own.certain;
            // The person can free space on this PC's full disk even while the folder is away, so that is
            // reported.
            let full = matches!(own.error.kind(), ErrorKind::DiskFull(_));
            return Err(Fault { certain, ..if full { own } else { fault } });
        }
        self.files.insert(path.clone(), Seen::Taken);
        // The events count: every program that lists the folder sees them.
        Ok(self.folder.sync(&folder).err().map(uncertain))
    }

    /// Adds what was written to the known events.
    fn adopt(&mut self, writer: &mut Writer, draft: Draft<B>) -> Vec<Event<B>> {
        self.clock = draft.clock;
        if let Some((seq, hash, _)) = draft.links.last() {
            writer.note(&self.name, *seq, hash);
        }
        let chain = self.events.entry(writer.id().clone()).or_default();
        for (seq, hash, prev) in draft.links {
            chain.insert(seq, Link { hash, prev, path: draft.path.clone() });
        }
        draft.events
    }

    /// Brings what waits in the outbox into the folder, in order. An error loses nothing; it is that of the
    /// first parcel that has to wait.
    pub fn deliver(&mut self) -> Result<(), StoreError> {
        let mut result = Ok(());
        for path in self.waiting().cloned().collect::<Vec<_>>() {
            match self.deliver_one(&path) {
                // Another file has the path of this parcel; the parcels after it have their own paths.
                Err(error) if *error.kind() == ErrorKind::Exists => result = result.and(Err(error)),
                other => other?,
            }
        }
        result
    }

    fn deliver_one(&mut self, path: &str) -> Result<(), StoreError> {
        if self.files.get(path).is_some_and(Seen::is_faulty) {
            return Err(StoreError::new(ErrorKind::Exists, self.folder.path(path)?));
        }
        let here = self.outbox.here();
        match read::<B>(here, path) {
            Some(File { fault: Some((kind, reason)), .. }) => {
                let damaged = faulty(here, path, kind, reason)?;
                self.parcels.insert(path.to_owned(), damaged);
                return Ok(());
            }
            Some(File { bytes, .. }) => self.outbox.deliver(path, &bytes)?,
            // Another program of this PC has delivered the parcel first.
            None => {}
        }
        if let Some(seen) = self.parcels.remove(path) {
            self.files.insert(path.to_owned(), seen);
        }
        Ok(())
    }

    fn waiting(&self) -> impl Iterator<Item = &String> {
        self.parcels.iter().filter(|(_, seen)| !seen.is_faulty()).map(|(path, _)| path)
    }

    /// How many actions have not reached the folder yet.
    pub fn undelivered(&self) -> usize {
        self.waiting().count()
    }

    /// Removes what killed programs have left unfinished.
    pub(in crate::store) fn remove_remains(&self, writer: &Writer) -> Result<(), StoreError> {
        let dead = writer.dead();
        let own = std::iter::once(&writer.id().0);
        for (id, folder) in own.chain(&dead).flat_map(|id| [(id, &self.folder), (id, self.outbox.here())]) {
            folder.remove_remains(id, &dead)?;
        }
        Ok(())
    }
}

/// Creates a file of events. Its name is not durable yet.
fn place(folder: &Folder, path: &str, bytes: &[u8]) -> Result<(), Fault> {
    let Err(error) = folder.place_file(path, bytes) else { return Ok(()) };
    let certain = matches!(folder.metadata(path), Ok(None));
    Err(Fault { error, certain })
}
