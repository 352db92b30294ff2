//! Why a request failed.

use std::any::Any;
use std::path::PathBuf;
use std::sync::Arc;

use crate::archive;
use crate::backup::BackupError;
use crate::cycle::{CycleId, Refusal};
use crate::demo::DemoError;
use crate::store::{ErrorKind, StoreError};

/// Why a request failed; shown once, in words, with the file concerned.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Trouble {
    /// A rule of the cycle refuses the request.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// An error of the data folder.
    #[error(transparent)]
    Store(Arc<StoreError>),
    /// A dossier that could not be read.
    #[error("{}: {}", .0.path.display(), .0.fault)]
    Archive(Arc<archive::IndexProblem>),
    /// A dossier that could not be sealed or exported.
    #[error(transparent)]
    Sealing(Arc<archive::ArchiveError>),
    /// A backup or a restore that failed.
    #[error(transparent)]
    Backup(Arc<BackupError>),
    /// The cycle is being sealed already.
    #[error("{0:?} is being sealed")]
    AlreadySealing(CycleId),
    /// Another window of this person has the data folder; it was called to the front.
    #[error("{} is open in another window", .0.display())]
    OpenElsewhere(PathBuf),
    /// No data folder is open.
    #[error("no data folder is open")]
    NothingOpen,
    /// The person stopped the request.
    #[error("cancelled")]
    Cancelled,
    /// The work panicked; the program goes on.
    #[error("internal error: {0}")]
    Crashed(String),
}

impl Trouble {
    /// The trouble that a panic is reported as, with its message.
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

impl From<archive::IndexProblem> for Trouble {
    fn from(problem: archive::IndexProblem) -> Self {
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
