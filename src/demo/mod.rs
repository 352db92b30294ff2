//! The sample: a whole data folder to look around in, made by the same functions as real ones.
//!
//! Some archived years, one revision, and one cycle under way. Dates are in the past and constant, so the
//! sample is the same each time, except for the random ids of folder and writer.

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
use crate::store::system_files::is_leftover;
use crate::store::{Cancelled, Disk, ErrorKind, Folder, LAYOUT_FILE, OsDisk, Progress, StoreError};

/// Archived years of the ordinary sample.
pub const YEARS: u32 = 3;
/// Most archived years; with more, the first would lie before [`crate::cycle::CycleId::YEARS`].
pub const MAX_YEARS: u32 = 57;

/// Why the sample could not be made. Nothing of the sample is left then.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The disk or the data folder failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Sealing a year failed.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// A document could not be made: its file name, and the reason.
    #[error("{0}: {1}")]
    Paper(String, String),
    /// Too many archived years; at most [`MAX_YEARS`].
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
/// The sample is made under a temporary name and then moved. If `root` exists, the temporary folder is inside
/// `root`, which may be a whole disk and hold only what operating systems leave there; else it is beside
/// `root`. So `root` holds a complete sample or nothing, and after a failure `create` can be tried again.
pub fn create(root: &Path, local: &Path, years: u32, progress: &dyn Progress) -> Result<(), DemoError> {
    create_on(Arc::new(OsDisk), root, local, years, progress)
}

/// As [`create`], on any disk.
pub fn create_on(
    disk: Arc<dyn Disk>,
    root: &Path,
    local: &Path,
    years: u32,
    progress: &dyn Progress,
) -> Result<(), DemoError> {
    if years > MAX_YEARS {
        return Err(DemoError::TooManyYears(years));
    }
    let disk: Arc<dyn Disk> = Arc::new(disk::Unsynced(disk));
    let exists = match disk.read_dir(root) {
        Ok(entries) if entries.iter().all(|entry| is_leftover(&entry.name)) => true,
        Ok(_) => return Err(StoreError::new(ErrorKind::Exists, root).into()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        Err(error) => return Err(StoreError::io(root, error).into()),
    };
    let scratch = tempfile::tempdir().map_err(|error| StoreError::io(std::env::temp_dir(), error))?;
    let place = if exists { disk.canonicalize(root) } else { std::path::absolute(root) };
    let place = place.map_err(|error| StoreError::io(root, error))?;
    let growing =
        if exists { Growing::within(disk.clone(), &place)? } else { Growing::beside(disk.clone(), &place)? };
    years::write(disk, &growing.root()?, local, scratch.path(), years, progress)?;
    Ok(growing.finish()?)
}

/// A sample that is not complete yet. Dropping it deletes its files.
struct Growing {
    /// The folder in which the temporary folder is: the parent of `root`, or `root` itself if it exists.
    parent: Folder,
    /// The name of `root` in its parent; none if `root` itself is the parent.
    name: Option<String>,
    unfinished: String,
}

impl Growing {
    fn beside(disk: Arc<dyn Disk>, place: &Path) -> Result<Self, StoreError> {
        let bad = || StoreError::new(ErrorKind::BadPath, place);
        let name = place.file_name().and_then(OsStr::to_str).ok_or_else(bad)?.to_owned();
        Self::begin(disk, place.parent().ok_or_else(bad)?, Some(name))
    }

    fn within(disk: Arc<dyn Disk>, place: &Path) -> Result<Self, StoreError> {
        Self::begin(disk, place, None)
    }

    fn begin(disk: Arc<dyn Disk>, parent: &Path, name: Option<String>) -> Result<Self, StoreError> {
        let parent = Folder::new(disk, parent, &format!("contoh{}", std::process::id()));
        // A folder of this name from a killed program is not touched.
        let unfinished = loop {
            let name = parent.temp_name();
            if parent.metadata(&name)?.is_none() {
                break name;
            }
        };
        parent.create_dir(&unfinished)?;
        Ok(Self { parent, name, unfinished })
    }

    /// The path of the temporary folder.
    fn root(&self) -> Result<PathBuf, StoreError> {
        self.parent.path(&self.unfinished)
    }

    /// Renames the temporary folder, or moves its contents into `root` one by one, the file that makes `root`
    /// a data folder last.
    fn finish(self) -> Result<(), StoreError> {
        if let Some(name) = &self.name {
            return self.parent.rename(&self.unfinished, name);
        }
        let mut entries = self.parent.list(&self.unfinished)?;
        entries.sort_by_key(|entry| entry.name == LAYOUT_FILE);
        entries.iter().try_for_each(|entry| {
            self.parent.rename(&format!("{}/{}", self.unfinished, entry.name), &entry.name)
        })
    }
}

impl Drop for Growing {
    fn drop(&mut self) {
        if matches!(self.parent.metadata(&self.unfinished), Ok(Some(_)))
            && let Err(error) = self.parent.remove_unfinished(&self.unfinished)
        {
            log::warn!("{}: unfinished sample stays: {error}", self.unfinished);
        }
    }
}
