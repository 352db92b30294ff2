//! A data folder in use: what has been read of it, and every way in which it changes.
//!
//! Synchronous; the window runs it on a thread of its own.

mod attach;
mod documents;
mod execute;
mod open;
mod parcels;
mod poll;
mod set_aside;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

pub use attach::{Adopt, Attach};
pub use documents::{Look, Looked, Outside, OutsideKind};
pub use parcels::Parcel;
pub use poll::{Polled, Waiting};

use documents::{FoundPaths, Named};

use super::error::{ErrorKind, StoreError};
use super::folder::Folder;
use super::journal::Journal;
use super::office::{Office, OfficeChange};
use super::outbox::Outbox;
use super::problem::Problem;
use super::reach::Reach;
use super::writer::Writer;
use crate::cycle::{Change, Cycle, CycleId, FileRef, WriterId};

/// Folder of the documents below that of a cycle.
const DOCUMENTS: &str = "berkas";
/// Folder of removed documents.
const REMOVED: &str = "berkas/Dihapus";
/// Folder, below that of a cycle, of files that a person may delete after sealing.
pub const SET_ASIDE: &str = "berkas/Boleh dihapus";
/// Folder of the events.
const JOURNAL: &str = "jurnal";
/// File with the SOP that a cycle runs under.
const SOP_FILE: &str = "sop.ron";
/// Folder of all SOP versions.
const SOPS: &str = "sop";
/// Folder of the office's events.
const OFFICE: &str = "kantor";
/// Folder of the sealed dossiers, the archive's own.
pub const ARCHIVE: &str = "arsip";
/// Folder of files that a repair has moved aside, by day.
pub const QUARANTINE: &str = "karantina";

/// The path below the folder of a cycle, in the data folder at `root`; for callers that only show or open it.
pub fn path_of(root: &Path, cycle: CycleId, below: &str) -> PathBuf {
    root.join(cycle.folder()).join(below)
}

/// Path of the events of a cycle, in the data folder at `root`.
pub fn journal_of(root: &Path, cycle: CycleId) -> PathBuf {
    path_of(root, cycle, JOURNAL)
}

/// An open data folder.
#[derive(Debug)]
pub struct Workspace {
    folder: Folder,
    /// The path of the folder without links, to recognise sources that lie in it.
    canonical: PathBuf,
    writer: Writer,
    outbox: Outbox,
    reach: Reach,
    read_only: bool,
    /// Whether the folder could not be reached the last time it was tried.
    away: bool,
    /// Why parcels of the outbox had to wait the last time.
    held_up: Option<StoreError>,
    office: Office,
    office_journal: Journal<OfficeChange>,
    /// Why the office's folder could not be read the last time.
    disk_fault: Option<Problem>,
    cycles: BTreeMap<CycleId, OpenCycle>,
    /// Held while a name is chosen in a folder, so that no two threads choose the same.
    naming: Arc<Mutex<()>>,
}

#[derive(Debug)]
struct OpenCycle {
    folder: Folder,
    outbox: Outbox,
    journal: Journal<Change>,
    /// None when there are no events yet or the SOP can't be read. Shared with those who show the cycle; a
    /// change is then made in a copy.
    cycle: Option<Arc<Cycle>>,
    /// What is wrong with the file of the cycle's SOP.
    sop_fault: Option<Problem>,
    /// Why the cycle's folder could not be read the last time.
    disk_fault: Option<Problem>,
    /// Where files stand that are not where the events say: a program was killed between moving a file and
    /// recording that, or a sync program renamed one of two files of the same name.
    found: FoundPaths,
    /// Whether files are to be looked for again, after an error.
    unsure: bool,
    /// Files of documents that wait in the outbox.
    parcels: Named,
    /// Whether RINGKASAN.txt has to be written again.
    dirty: bool,
}

impl Workspace {
    /// Path of the data folder.
    pub fn root(&self) -> &Path {
        self.folder.root()
    }

    /// The data folder, for the archive to write dossiers to.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Id of the data folder.
    pub fn store(&self) -> &str {
        self.outbox.store()
    }

    /// Whether nothing can be written to the data folder. Everything can still be read.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Whether the data folder could not be reached the last time. What was read of it is still here, and
    /// changes and new documents are kept on this PC until the folder is back.
    pub fn is_away(&self) -> bool {
        self.away
    }

    /// Number of actions that are durable on this PC, but not in the data folder yet.
    pub fn undelivered(&self) -> usize {
        let cycles = self.cycles.values().map(|open| open.journal.undelivered());
        self.office_journal.undelivered() + cycles.sum::<usize>()
    }

    /// Why the undelivered actions wait, as far as is known.
    pub fn held_up(&self) -> Option<&StoreError> {
        self.held_up.as_ref()
    }

    /// The id under which this program writes now.
    pub fn writer(&self) -> &WriterId {
        self.writer.id()
    }

    /// The office.
    pub fn office(&self) -> &Office {
        &self.office
    }

    /// All cycles that can be read, by year and kind.
    pub fn cycles(&self) -> impl Iterator<Item = &Cycle> {
        self.cycles.values().filter_map(|open| open.cycle.as_deref())
    }

    /// The cycle with this id, if it can be read.
    pub fn cycle(&self, id: CycleId) -> Option<&Cycle> {
        self.cycles.get(&id)?.cycle.as_deref()
    }

    /// A cycle as it is now, to be kept while it changes in the workspace.
    pub fn shared_cycle(&self, id: CycleId) -> Option<Arc<Cycle>> {
        self.cycles.get(&id)?.cycle.clone()
    }

    /// Whether a cycle holds changes of a newer version of the program, so that this one must not write.
    pub fn has_newer(&self, id: CycleId) -> bool {
        let newer = |problem: &Problem| problem.kind == super::problem::ProblemKind::Newer;
        self.cycles
            .get(&id)
            .is_some_and(|open| open.journal.has_newer() || open.sop_fault.as_ref().is_some_and(newer))
    }

    /// Files that could not be read; each was left as it is.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = self.office_journal.problems();
        problems.extend(self.disk_fault.iter().cloned());
        for open in self.cycles.values() {
            problems.extend(open.journal.problems());
            problems.extend(open.sop_fault.iter().chain(&open.disk_fault).cloned());
        }
        problems
    }

    /// The folder of a cycle.
    pub fn cycle_folder(&self, id: CycleId) -> Result<&Folder, StoreError> {
        Ok(&self.open_cycle(id)?.folder)
    }

    /// Looks again where the files of a cycle stand, before these places are relied on.
    pub fn find_files(&mut self, id: CycleId) -> Result<(), StoreError> {
        self.open_cycle(id)?;
        self.cycles.get_mut(&id).map_or(Ok(()), OpenCycle::find_misplaced)
    }

    /// All event files of a cycle end to end, as they are; [`super::read_export`] reads them.
    pub fn export_journal(&self, id: CycleId) -> Result<Vec<u8>, StoreError> {
        self.open_cycle(id)?.journal.export()
    }

    fn open_cycle(&self, id: CycleId) -> Result<&OpenCycle, StoreError> {
        let open = self.cycles.get(&id).filter(|open| open.cycle.is_some());
        open.ok_or_else(|| StoreError::new(ErrorKind::NoSuchCycle(id), self.root().join(id.folder())))
    }
}

impl OpenCycle {
    /// The path at which a file really stands, given what the events say of it.
    fn actual<'a>(&'a self, file: &'a FileRef) -> &'a str {
        if self.waits(file) { &file.path } else { documents::actual(&self.found, file) }
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        self.write_summaries();
    }
}
