//! Leftovers: what the data folder has no more, or has otherwise by now. Kept by date; removed only when they are
//! old and their content stands elsewhere in the backup.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::error::BackupError;
use super::list::{Listed, Manifest};
use super::run::{Run, digest};
use crate::fixity::{OLD, Tree, is_list};
use crate::store::{FileKind, Folder, Progress, StoreError};

/// Days that a leftover stays even if its content stands elsewhere.
const DAYS: i64 = 90;
/// Manifests that stay.
const LISTS: usize = 30;

/// Moves what the data folder has no more from the mirror to the leftovers of the day.
pub(super) fn set_aside(run: &Run<'_>, leftovers: &[String]) -> Result<usize, BackupError> {
    let mut moved = 0;
    for path in leftovers {
        // It may have come back since the data folder was listed.
        if run.source.metadata(path)?.is_none() {
            let to = free_path(&run.mirror, &format!("{OLD}/{}", run.at.date_naive()), path)?;
            run.mirror.rename(path, &to)?;
            moved += 1;
        }
    }
    Ok(moved)
}

/// Copies a file of the mirror to the leftovers before another takes its place.
pub(super) fn keep_copy(
    mirror: &Folder,
    path: &str,
    at: DateTime<FixedOffset>,
    progress: &dyn Progress,
) -> Result<(), BackupError> {
    let to = free_path(mirror, &format!("{OLD}/{}", at.date_naive()), path)?;
    match mirror.copy_in(&mirror.path(path)?, &to, &[], progress) {
        Err(error) if error.is_cancelled() => Err(BackupError::Cancelled),
        // A damaged sector: what can't be read is worth nothing, but is left where it is, under another name.
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

/// Removes what may go: leftovers of long ago whose content stands in the backup, compared now, byte for byte by
/// digest; and the oldest manifests, of which many stay.
pub(super) fn rotate(
    mirror: &Folder,
    manifest: &Manifest,
    progress: &dyn Progress,
) -> Result<(), BackupError> {
    let mut by_digest: BTreeMap<&str, &Listed> = BTreeMap::new();
    by_digest.extend(manifest.files.iter().map(|file| (file.sha256.as_str(), file)));
    for day in mirror.list(OLD)?.into_iter().filter(|entry| entry.kind == FileKind::Folder) {
        let Ok(date) = day.name.parse::<NaiveDate>() else { continue };
        if manifest.at.date_naive().signed_duration_since(date).num_days() < DAYS {
            continue;
        }
        let mut tree = Tree::default();
        tree.add(mirror, &format!("{OLD}/{}", day.name));
        for path in tree.files.keys() {
            let Ok((_, content)) = digest(mirror, path, progress) else { continue };
            let Some(elsewhere) = by_digest.get(content.as_str()) else { continue };
            // Both are read now: never the last copy of anything.
            if digest(mirror, &elsewhere.path, progress).is_ok_and(|(_, there)| there == content) {
                mirror.discard(path)?;
            }
        }
    }
    let mut lists: Vec<_> = mirror.list("")?.into_iter().filter(|entry| is_list(&entry.name)).collect();
    lists.truncate(lists.len().saturating_sub(LISTS));
    lists.iter().try_for_each(|list| mirror.discard(&list.name))?;
    Ok(())
}
