//! The sample: a whole data folder to look around in, made through the same doors as the real ones.
//!
//! Some archived years, one revision, and one cycle under way. Dates lie in the past and come in as
//! arguments, so the sample is the same each time, but for the random ids of folder and writer.

mod disk;
mod papers;
mod pen;
mod steps;
mod years;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::archive::ArchiveError;
use crate::cycle::Refusal;
use crate::store::{Cancelled, Disk, ErrorKind, Folder, Progress, StoreError};

/// Archived years of the ordinary sample.
pub const YEARS: u32 = 3;
/// Most archived years: the first would lie before [`crate::cycle::CycleId::YEARS`] otherwise.
pub const MAX_YEARS: u32 = 57;

/// Why the sample could not be made. Nothing is left of it then.
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
///
/// It grows beside its place under a name of unfinished work. So the place holds a whole sample or nothing,
/// and after a failure it is free for another try.
pub fn create(root: &Path, local: &Path, years: u32, progress: &dyn Progress) -> Result<(), DemoError> {
    if years > MAX_YEARS {
        return Err(DemoError::TooManyYears(years));
    }
    let disk: Arc<dyn Disk> = Arc::new(disk::Unsynced::default());
    let exists = match disk.read_dir(root) {
        Ok(entries) if entries.is_empty() => true,
        Ok(_) => return Err(StoreError::new(ErrorKind::Exists, root).into()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        Err(error) => return Err(StoreError::io(root, error).into()),
    };
    let scratch = tempfile::tempdir().map_err(|error| StoreError::io(PathBuf::new(), error))?;
    let place = if exists { disk.canonicalize(root) } else { std::path::absolute(root) };
    let place = place.map_err(|error| StoreError::io(root, error))?;
    let growing = Growing::begin(disk.clone(), &place)?;
    years::write(disk, &growing.root()?, local, scratch.path(), years, progress)?;
    if exists {
        // Only an empty folder can be removed in this way.
        std::fs::remove_dir(&place).map_err(|error| StoreError::io(root, error))?;
    }
    Ok(growing.finish()?)
}

/// A sample that is not whole yet, beside its place. Dropped, it leaves nothing.
struct Growing {
    /// The folder that the sample will lie in.
    parent: Folder,
    /// Its name there.
    name: String,
    unfinished: Option<String>,
}

impl Growing {
    fn begin(disk: Arc<dyn Disk>, place: &Path) -> Result<Self, StoreError> {
        let bad = || StoreError::new(ErrorKind::BadPath, place);
        let name = place.file_name().and_then(OsStr::to_str).ok_or_else(bad)?.to_owned();
        let parent = place.parent().ok_or_else(bad)?;
        let parent = Folder::new(disk, parent, &format!("contoh{}", std::process::id()));
        // What a killed program has left under this name is left alone.
        let unfinished = loop {
            let name = parent.temp_name();
            if parent.metadata(&name)?.is_none() {
                break name;
            }
        };
        parent.create_dir(&unfinished)?;
        Ok(Self { parent, name, unfinished: Some(unfinished) })
    }

    /// Where it lies now.
    fn root(&self) -> Result<PathBuf, StoreError> {
        self.parent.path(self.unfinished.as_ref().unwrap_or(&self.name))
    }

    /// Gives it its name.
    fn finish(mut self) -> Result<(), StoreError> {
        if let Some(unfinished) = &self.unfinished {
            self.parent.rename(unfinished, &self.name)?;
            self.unfinished = None;
        }
        Ok(())
    }
}

impl Drop for Growing {
    fn drop(&mut self) {
        if let Some(unfinished) = self.unfinished.take()
            && let Err(error) = self.parent.remove_unfinished(&unfinished)
        {
            log::warn!("{unfinished}: unfinished sample stays: {error}");
        }
    }
}
