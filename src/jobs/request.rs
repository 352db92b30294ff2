//! What can be asked of the desk, and what comes back.

use std::any::Any;
use std::path::PathBuf;
use std::sync::Arc;

use super::{Found, Looked, OpenedDossier, Pace, Snapshot};
use crate::archive::{self, Export};
use crate::backup::{self, BackupError};
use crate::check;
use crate::cycle::{Closing, Command, CycleId, EventId, Refusal};
use crate::demo::DemoError;
use crate::sop::Sop;
use crate::store::{Adopt, Attach, ErrorKind, OfficeChange, StoreError};

/// Names a request; what comes of it carries the same ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// A wish to the desk. `by` is the person who works here.
#[derive(Debug, Clone)]
pub enum Request {
    /// Open a data folder in place of the one open.
    Open(PathBuf),
    /// Make a data folder and open it.
    Create {
        /// Where; an empty or missing folder.
        root: PathBuf,
        /// Name of the office.
        office: String,
        /// Who works here.
        by: String,
    },
    /// Make a data folder with the sample years and open it.
    CreateSample(PathBuf),
    /// Begin a cycle under the SOP in force.
    StartCycle(CycleId, String),
    /// The commands of one deed on a cycle: all of them or none.
    Run(CycleId, Vec<Command>, String),
    /// Take events back, as one deed.
    Undo(CycleId, Vec<EventId>, String),
    /// Attach files.
    Attach(CycleId, Vec<Attach>, String),
    /// A change of the office's own data.
    Office(OfficeChange, String),
    /// Save a new version of the SOP, which later cycles use.
    SaveSop(Box<Sop>),
    /// Look at files and folders before they are filed: sizes, digests, what they hold.
    Gather(Vec<PathBuf>),
    /// Compare a cycle's documents with their files.
    LookOutside(CycleId),
    /// Make a document's file, edited outside the program, its newest version.
    TakeChanged(CycleId, EventId, String),
    /// Make a document of a file that stands in the cycle's folder already.
    Adopt(CycleId, Adopt, String),
    /// Put the files of removed documents of a sealed cycle where a person may delete them, or take them back.
    SetAsideRemoved(CycleId, bool),
    /// Seal, with all that comes to pass with the seal.
    Seal(CycleId, Closing, String),
    /// Read a sealed dossier.
    OpenDossier(String),
    /// Check a dossier's integrity.
    Check(String),
    /// Write a dossier as ZIP.
    Export(Export),
    /// Back up the data folder to a disk or folder.
    Backup(PathBuf, Pace),
    /// Examine the data folder, with the backup at this place if it is there.
    Examine(Option<PathBuf>),
    /// Repair what an examination has found, with good copies from the backup.
    Repair(Arc<check::Examination>, Option<PathBuf>),
    /// Read all dossiers of the archive and write down what was found.
    CheckArchive(Pace),
    /// Take a bag from outside into the archive.
    Import(archive::Source, Option<archive::Given>, String),
    /// Look for backups in a folder.
    FindBackups(PathBuf),
    /// Restore a backup to an empty folder.
    Restore {
        /// The backup.
        from: PathBuf,
        /// The new data folder.
        root: PathBuf,
    },
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
    /// A request is over.
    Done(Ticket, Result<Outcome, Trouble>),
}

/// What a request brought.
#[derive(Debug)]
pub enum Outcome {
    /// The folder is open.
    Opened,
    /// These events were written.
    Changed(Vec<EventId>),
    /// File by file: the event that names it, or why it was not attached.
    Attached(CycleId, Vec<(Attach, Result<EventId, Trouble>)>),
    /// What lies in the paths.
    Gathered(Vec<Found>),
    /// Versions whose files are not as they were attached, and files that no event names.
    LookedOutside(CycleId, Looked),
    /// The dossier stands sealed.
    Sealed(String),
    /// A sealed dossier, read.
    Dossier(Arc<OpenedDossier>),
    /// Its integrity.
    Checked(String, Arc<archive::Report>),
    /// Files of removed documents were set aside, or taken back.
    SetAside {
        /// Of which cycle.
        cycle: CycleId,
        /// Where they were put, below the folder of the cycle.
        folder: String,
        /// How many.
        files: usize,
        /// Set aside rather than taken back.
        aside: bool,
    },
    /// A dossier lies in a ZIP.
    Exported(Export),
    /// The data folder is backed up.
    BackedUp(Arc<backup::Done>),
    /// What an examination has found.
    Examined(Arc<check::Examination>),
    /// What a repair has done.
    Repaired(Arc<check::Repaired>),
    /// A round through the archive is done.
    ArchiveChecked(Arc<crate::fixity::Round>),
    /// A bag stands in the archive.
    Imported(archive::Imported),
    /// Backups that stand in a folder.
    BackupsFound(Vec<backup::Found>),
    /// A data folder is restored.
    Restored(PathBuf, Arc<backup::Restored>),
    /// The SOP was saved.
    SopSaved,
}

/// Why a request failed; shown once, in words, with its file.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Trouble {
    /// A rule of the cycle.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The data folder.
    #[error(transparent)]
    Store(Arc<StoreError>),
    /// A dossier that could not be read.
    #[error("{}: {}", .0.path.display(), .0.fault)]
    Archive(Arc<archive::Problem>),
    /// A dossier that could not be sealed or exported.
    #[error(transparent)]
    Sealing(Arc<archive::ArchiveError>),
    /// A backup or a restore that came to no end.
    #[error(transparent)]
    Backup(Arc<BackupError>),
    /// Nobody seals a cycle twice at once.
    #[error("{0:?} is being sealed")]
    AlreadySealing(CycleId),
    /// Another window of this person has the data folder; it was called to the front.
    #[error("{} is open in another window", .0.display())]
    OpenElsewhere(PathBuf),
    /// No data folder is open.
    #[error("no data folder is open")]
    NothingOpen,
    /// The person stopped it.
    #[error("cancelled")]
    Cancelled,
    /// A worker died; the program goes on.
    #[error("internal error: {0}")]
    Crashed(String),
}

impl Trouble {
    /// What a panic said.
    pub(super) fn of_panic(panic: &(dyn Any + Send)) -> Self {
        let text = panic.downcast_ref::<&str>().map(ToString::to_string);
        Self::Crashed(text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default())
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        match error.kind() {
            ErrorKind::Cancelled => Self::Cancelled,
            ErrorKind::Refused(refusal) => Self::Refused(refusal.clone()),
            _ => Self::Store(Arc::new(error)),
        }
    }
}

impl From<archive::Problem> for Trouble {
    fn from(problem: archive::Problem) -> Self {
        Self::Archive(Arc::new(problem))
    }
}

impl From<archive::ArchiveError> for Trouble {
    fn from(error: archive::ArchiveError) -> Self {
        match error {
            archive::ArchiveError::Refused(refusal) => Self::Refused(refusal),
            archive::ArchiveError::Store(error) => error.into(),
            archive::ArchiveError::Cancelled => Self::Cancelled,
            other => Self::Sealing(Arc::new(other)),
        }
    }
}

impl From<DemoError> for Trouble {
    fn from(error: DemoError) -> Self {
        match error {
            DemoError::Store(error) => error.into(),
            DemoError::Archive(error) => error.into(),
            other => Self::Crashed(other.to_string()),
        }
    }
}

impl From<BackupError> for Trouble {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Cancelled => Self::Cancelled,
            BackupError::Store(error) if !matches!(error.kind(), ErrorKind::DiskFull(_)) => error.into(),
            error => Self::Backup(Arc::new(error)),
        }
    }
}
