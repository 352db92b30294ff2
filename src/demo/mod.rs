//! The sample: a whole data folder to look around in, made through the same doors as the real ones.
//!
//! Some archived years, one revision, and one cycle under way. Dates lie in the past and come in as
//! arguments, so the sample is the same each time, but for the random ids of folder and writer.

mod disk;
mod papers;
mod pen;
mod steps;
mod years;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::archive::ArchiveError;
use crate::cycle::Refusal;
use crate::store::{Cancelled, Disk as _, ErrorKind, Progress, StoreError};

/// Archived years of the ordinary sample.
pub const YEARS: u32 = 3;
/// Most archived years: the first would lie before [`crate::cycle::CycleId::YEARS`] otherwise.
pub const MAX_YEARS: u32 = 57;

/// Why the sample could not be made. What was written until then stays in its folder.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The disk, or the data folder.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Sealing a year.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// A document could not be made. Its name, and why.
    #[error("{0}: {1}")]
    Paper(String, String),
    /// So many years do not fit; at most [`MAX_YEARS`].
    #[error("at most {MAX_YEARS} years")]
    TooManyYears(u32),
}

impl From<Refusal> for DemoError {
    fn from(refusal: Refusal) -> Self {
        Self::Store(refusal.into())
    }
}

impl From<Cancelled> for DemoError {
    fn from(cancelled: Cancelled) -> Self {
        Self::Store(cancelled.into())
    }
}

/// Makes the sample in a folder that is empty or does not exist yet. `years` are archived, the last of them
/// 2026, and 2027 is under way. With more than [`YEARS`], every step of the archived years gets ten
/// documents, to try the program on a large archive. `local` is the program's folder in local app data.
pub fn create(root: &Path, local: &Path, years: u32, progress: &dyn Progress) -> Result<(), DemoError> {
    if years > MAX_YEARS {
        return Err(DemoError::TooManyYears(years));
    }
    let unsynced = Arc::new(disk::Unsynced::default());
    match unsynced.read_dir(root) {
        Ok(entries) if entries.is_empty() => {}
        Ok(_) => return Err(StoreError::new(ErrorKind::Exists, root).into()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(StoreError::io(root, error).into()),
    }
    let scratch = tempfile::tempdir().map_err(|error| StoreError::io(PathBuf::new(), error))?;
    years::write(unsynced, root, local, scratch.path(), years, progress)
}
