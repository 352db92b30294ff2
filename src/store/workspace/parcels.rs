//! Documents in the outbox: attached while the data folder is away, their files wait at the same paths in the
//! outbox.
//!
//! They are ordinary documents: their events are in the outbox, too, and name the path at which each file is
//! to stand. A file is delivered before the events of its cycle, so that nobody reads of a file that is not
//! there.

use std::collections::HashSet;
use std::path::PathBuf;

use super::attach::copy_marked;
use super::documents::{Named, files, holds, key};
use super::{OpenCycle, Workspace};
use crate::cycle::{CycleId, EventId, FileRef, Version};
use crate::store::disk::{Entry, FileKind};
use crate::store::error::{ErrorKind, StoreError};
use crate::store::folder::{Folder, join};
use crate::store::names;
use crate::store::progress::Quiet;

/// A file of a document that waits on this PC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// The cycle of the document.
    pub cycle: CycleId,
    /// The file as its event names it.
    pub file: FileRef,
    /// Path of the file in the outbox.
    pub here: PathBuf,
}

impl Workspace {
    /// Files of documents that wait for the data folder, as far as their events are known.
    pub fn parcels(&self) -> Vec<Parcel> {
        let of_cycle = |(cycle, open): (&CycleId, &OpenCycle)| {
            let parcels = open.parcels.values().filter_map(|file| {
                let here = open.outbox.here().path(&file.path).ok()?;
                Some(Parcel { cycle: *cycle, file: file.clone(), here })
            });
            parcels.collect::<Vec<_>>()
        };
        self.cycles.iter().flat_map(of_cycle).collect()
    }

    /// Whether all versions of a document wait in the outbox.
    pub(super) fn waits(&self, id: CycleId, document: &EventId) -> bool {
        let document = self.cycle(id).and_then(|cycle| cycle.state().documents.get(document));
        let open = self.cycles.get(&id);
        document
            .zip(open)
            .is_some_and(|(document, open)| document.versions.iter().all(|version| open.waits(&version.file)))
    }

    pub(super) fn find_parcels(&mut self, id: CycleId) {
        if let Some(open) = self.cycles.get_mut(&id) {
            open.find_parcels();
        }
    }
}

impl OpenCycle {
    /// The folder with the files of the cycle: its own, or if `here`, that in the outbox.
    pub(super) fn files(&self, here: bool) -> &Folder {
        if here { self.outbox.here() } else { &self.folder }
    }

    /// Whether a file waits in the outbox.
    pub(super) fn waits(&self, file: &FileRef) -> bool {
        !self.parcels.is_empty() && self.parcels.contains_key(&key(file))
    }

    /// Finds out which files wait in the outbox.
    pub(super) fn find_parcels(&mut self) {
        let here = self.outbox.here();
        let paths: HashSet<String> = match files(here) {
            Ok(paths) => paths.into_iter().collect(),
            Err(error) => return log::warn!("the outbox: {error}"),
        };
        // The document of another program may have got the same path.
        let is_it = |version: &&Version| {
            self.journal.waits(&version.stamp.id)
                || holds(here, &version.file.path, &version.file).unwrap_or(false)
        };
        let waiting = self.kept().filter(|version| paths.contains(&version.file.path)).filter(is_it);
        self.parcels = waiting.map(|version| (key(&version.file), version.file.clone())).collect::<Named>();
    }

    /// Brings what waits in the outbox into the folder: files first, and no event before all files are there.
    pub(super) fn deliver(&mut self) -> Result<(), StoreError> {
        // Another program of this PC may have delivered what this one knows to wait.
        let mut delivered = !self.parcels.is_empty();
        loop {
            // Another program of this PC may have moved a file meanwhile: the outbox is listed again.
            let waiting = files(self.outbox.here())?;
            if waiting.is_empty() {
                break;
            }
            delivered = true;
            let result = waiting.iter().try_for_each(|path| self.deliver_file(path));
            if result.is_err() {
                self.find_parcels();
                return result;
            }
        }
        if delivered {
            self.find_parcels();
            self.unsure = self.find_misplaced().is_err();
        }
        self.journal.deliver()
    }

    /// Writes a file to the folder, durable and read back, and removes it from the outbox. If its name has
    /// been taken meanwhile, the file gets another name beside it, and is found by its digest.
    fn deliver_file(&self, path: &str) -> Result<(), StoreError> {
        self.outbox.reach()?;
        let here = self.outbox.here();
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        let copied = copy_marked(&self.folder, &here.path(path)?, &self.folder.path(above)?, &Quiet);
        let (mut temp, copied) = match copied {
            // Another program of this PC has delivered the file first.
            Err(_) if here.metadata(path)?.is_none() => return Ok(()),
            copied => copied?,
        };
        let (size, sha256) = (copied.size, copied.digests.concat());
        let file = FileRef { path: path.to_owned(), original: name.to_owned(), size, sha256, modified: None };
        let mut taken = HashSet::new();
        let standing = loop {
            let name = names::unique(name, |name| taken.contains(&names::fold(name)));
            let place = join(above, &name);
            let entries = self.folder.list(above)?;
            match entries.iter().find(|entry| names::fold(&entry.name) == names::fold(&name)) {
                // Delivered before, by a program that was killed or is still at work.
                Some(there) if holds(&self.folder, &join(above, &there.name), &file)? => {
                    break join(above, &there.name);
                }
                Some(there) if place == path && self.make_room(path, there, &file.sha256)? => continue,
                None if !self.is_for_others(&place, &file.sha256) => {
                    match temp.rename_no_replace(&self.folder.path(&place)?) {
                        Err(error) if *error.kind() == ErrorKind::Exists => continue,
                        result => result?,
                    }
                    break place;
                }
                _ => {}
            }
            taken.insert(names::fold(&name));
        };
        self.folder.secure_file(&self.folder.path(&standing)?)?;
        // If the data folder had gone meanwhile, the file would be in what is left at its path, and must stay
        // here.
        self.outbox.reach()?;
        here.discard(path)
    }

    fn named_at<'a>(&'a self, place: &'a str) -> impl Iterator<Item = &'a Version> {
        self.kept().filter(move |version| version.file.path == place)
    }

    /// Whether events name a path, but none of them for this file of the outbox, which would pass for theirs
    /// there.
    fn is_for_others(&self, place: &str, digest: &str) -> bool {
        let mut named = self.named_at(place).peekable();
        let is_its =
            |version: &Version| version.file.sha256 == digest || self.journal.waits(&version.stamp.id);
        named.peek().is_some() && !named.any(is_its)
    }

    /// Renames the file at the path of a document if the document was edited while it waited, since only the
    /// path tells whose it is. A file as it was attached is found by its digest, and a file that no event
    /// names is offered to the person. Whether the path is free now: another document may have been edited
    /// there, too.
    fn make_room(&self, place: &str, there: &Entry, digest: &str) -> Result<bool, StoreError> {
        let is_own = |version: &&Version| self.journal.waits(&version.stamp.id);
        let (own, others): (Vec<_>, Vec<_>) = self.named_at(place).partition(is_own);
        let is_edited = !own.is_empty() && self.named_at(place).all(|version| version.file.sha256 != digest);
        if !is_edited || there.kind != FileKind::File {
            return Ok(false);
        }
        let above = place.rsplit_once('/').map_or("", |(above, _)| above);
        let from = join(above, &there.name);
        let is_found = |other: &Version| holds(&self.folder, &from, &other.file).is_ok_and(|holds| holds);
        if !others.is_empty() && !others.into_iter().any(is_found) {
            return Ok(false);
        }
        let aside = self.name_in(&self.folder, above, &there.name)?;
        let made = self.folder.rename(&from, &join(above, &aside));
        Ok(made.inspect_err(|error| log::warn!("{from} stays: {error}")).is_ok())
    }
}
