//! Keeping files of the mirror before other files take their places.

use chrono::{DateTime, FixedOffset};

use super::error::BackupError;
use crate::fixity::OLD;
use crate::store::{Algorithm, Folder, Progress, StoreError, digest_file};

/// Copies a file of the mirror to the leftovers before another file takes its place.
pub(super) fn keep_copy(
    mirror: &Folder,
    path: &str,
    at: DateTime<FixedOffset>,
    progress: &dyn Progress,
) -> Result<(), BackupError> {
    let to = free_path(mirror, &format!("{OLD}/{}", at.date_naive()), path)?;
    match mirror.copy_in(&mirror.path(path)?, &to, &[], progress) {
        Err(error) if error.is_cancelled() => Err(BackupError::Cancelled),
        // The disk can't read the file, as with a damaged sector: it is not copied but renamed, and left on
        // the disk.
        Err(_) if digest(mirror, path, progress).is_err() => Ok(mirror.rename(path, &to)?),
        copied => {
            copied?;
            Ok(())
        }
    }
}

/// A free name for a path below a folder of the backup.
pub(super) fn free_path(mirror: &Folder, below: &str, path: &str) -> Result<String, StoreError> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = if folder.is_empty() { below.to_owned() } else { format!("{below}/{folder}") };
    Ok(format!("{folder}/{}", mirror.free_name(&folder, name)?))
}

/// Size and digest of a file.
pub(super) fn digest(
    folder: &Folder,
    path: &str,
    progress: &dyn Progress,
) -> Result<(u64, String), StoreError> {
    // Bytes read to compare are not counted as progress, but reading can be stopped.
    let stop = |_: u64, what: &str| progress.advance(0, what);
    let full = folder.path(path)?;
    let (size, digests) = digest_file(folder.disk().as_ref(), &full, &[Algorithm::Sha256], &stop)?;
    Ok((size, digests.concat()))
}
