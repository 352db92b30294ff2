//! Taking in events from the folder and from the outbox.

use std::collections::HashSet;

use super::{Arrived, Journal, Link, Seen};
use crate::cycle::EventId;
use crate::store::disk::FileKind;
use crate::store::envelope::{self, Body, MAX_EVENT, Read};
use crate::store::error::{ErrorKind, StoreError};
use crate::store::folder::Folder;
use crate::store::problem::{Problem, ProblemKind};

impl<B: Body> Journal<B> {
    /// Reads the events that have come since the last time. Costs one listing per writer when there are none.
    /// With a fault, the events read before it are given all the same, and not given again.
    pub fn refresh(&mut self) -> Arrived<B> {
        let mut arrived = self.refresh_own();
        arrived.fault = self.refresh_files(&mut arrived).err();
        arrived
    }

    fn refresh_files(&mut self, arrived: &mut Arrived<B>) -> Result<(), StoreError> {
        let folder = self.folder.clone();
        let mut listed = HashSet::new();
        for writer in folder.list("")? {
            if writer.kind != FileKind::Folder {
                continue;
            }
            for file in folder.list(&writer.name)? {
                let path = format!("{}/{}", writer.name, file.name);
                let is_event = std::path::Path::new(&file.name).extension().is_some_and(|ext| ext == "ron");
                if !is_event {
                    continue;
                }
                if is_news(self.files.get(&path), &folder, &path)?
                    && let Some(seen) = self.take(&folder, &path, arrived)?
                {
                    self.files.insert(path.clone(), seen);
                }
                listed.insert(path);
            }
        }
        // A person may have moved a broken file away: then its fault is forgotten.
        self.files.retain(|path, seen| !seen.is_faulty() || listed.contains(path));
        Ok(())
    }

    /// As [`Self::refresh`], but reads only the outbox, written by programs of this PC: the folder is not
    /// looked at.
    pub fn refresh_own(&mut self) -> Arrived<B> {
        let mut arrived = Arrived { events: Vec::new(), forked: false, fault: None };
        if let Err(error) = self.refresh_parcels(&mut arrived) {
            log::warn!("the outbox: {error}");
        }
        arrived
    }

    fn refresh_parcels(&mut self, arrived: &mut Arrived<B>) -> Result<(), StoreError> {
        let here = self.outbox.here().clone();
        let listed = self.outbox.parcels()?;
        // Another program of this PC may have delivered some of the files.
        self.parcels.retain(|path, _| listed.contains(path));
        for path in listed {
            if is_news(self.parcels.get(&path), &here, &path)?
                && let Some(seen) = self.take(&here, &path, arrived)?
            {
                self.parcels.insert(path, seen);
            }
        }
        Ok(())
    }

    /// Reads a file of events; none if the file is gone by now.
    fn take(
        &mut self,
        from: &Folder,
        path: &str,
        arrived: &mut Arrived<B>,
    ) -> Result<Option<Seen>, StoreError> {
        let full = from.path(path)?;
        let Some(File { events, fault, .. }) = read(from, path) else { return Ok(None) };
        let newer = events.iter().any(|read| read.event.is_none());
        for read in events {
            self.link(path.to_owned(), read, arrived);
        }
        Ok(Some(match fault {
            Some((kind, reason)) => faulty(from, path, kind, reason)?,
            None if newer => Seen::Newer(Problem {
                path: full,
                kind: ProblemKind::Newer,
                reason: "a change of a newer version of the program".to_owned(),
            }),
            None => Seen::Taken,
        }))
    }

    /// Adds an event to its writer's chain. An event known already, under whatever file name, is ignored.
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
            // Two events have one id; every PC must fold the same one: that of the smaller hash.
            if known.hash < read.hash {
                return;
            }
            arrived.events.retain(|event| event.stamp.id != read.id);
        }
        chain.insert(seq, Link { hash: read.hash, prev: read.prev, path });
        arrived.events.extend(read.event);
    }
}

/// A file of events, read.
pub(super) struct File<B> {
    pub bytes: Vec<u8>,
    pub events: Vec<Read<B>>,
    pub fault: Option<(ProblemKind, String)>,
}

/// Reads a file of events; none if it is gone.
pub(super) fn read<B: Body>(from: &Folder, path: &str) -> Option<File<B>> {
    match from.read(path, MAX_EVENT) {
        Ok(bytes) => {
            let (events, fault) = envelope::read_file(&bytes);
            Some(File { bytes, events, fault })
        }
        Err(error) => {
            let kind = match error.kind() {
                ErrorKind::NotFound => return None,
                ErrorKind::TooLarge(_) => ProblemKind::TooLarge,
                _ => ProblemKind::Unreadable,
            };
            Some(File { bytes: Vec::new(), events: Vec::new(), fault: Some((kind, error.to_string())) })
        }
    }
}

/// Whether a file has to be read: it is new, or had a fault and has changed since.
fn is_news(seen: Option<&Seen>, folder: &Folder, path: &str) -> Result<bool, StoreError> {
    match seen {
        None => Ok(true),
        Some(Seen::Taken | Seen::Newer(_)) => Ok(false),
        // An error of the disk may be gone at the next try, although the file is unchanged.
        Some(Seen::Faulty { problem, .. }) if problem.kind == ProblemKind::Unreadable => Ok(true),
        Some(Seen::Faulty { size, modified, .. }) => {
            let meta = folder.metadata(path)?;
            Ok(meta.is_none_or(|meta| (meta.size, meta.modified) != (*size, *modified)))
        }
    }
}

pub(super) fn faulty(
    folder: &Folder,
    path: &str,
    kind: ProblemKind,
    reason: String,
) -> Result<Seen, StoreError> {
    let meta = folder.metadata(path)?;
    let (size, modified) = meta.map_or((0, None), |meta| (meta.size, meta.modified));
    Ok(Seen::Faulty { problem: Problem { path: folder.path(path)?, kind, reason }, size, modified })
}
