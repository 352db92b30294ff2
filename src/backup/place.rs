//! Where the backup is, below the folder that a person has chosen.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::error::BackupError;
use super::list::Manifest;
use crate::fixity::READ_ME;
use crate::store::names::fitting_name;
use crate::store::{Disk, ErrorKind, FileKind, Folder, LAYOUT_FILE, StoreError, is_temp_name, store_id};

/// How names of backups begin.
const PREFIX: &str = "Cadangan Renja ";
/// Digits of the store id in the name of its backup.
const DIGITS: usize = 8;
/// Most UTF-16 units of the office's name in the name of a backup: paths below it must stay short.
const OFFICE: usize = 40;

/// A backup found in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundBackup {
    /// Folder of the backup.
    pub path: PathBuf,
    /// The office, as its newest manifest says; else the folder's name.
    pub office: String,
    /// When a backup was last completed; none if none ever was.
    pub at: Option<DateTime<FixedOffset>>,
    /// Number of documents in the backup.
    pub documents: usize,
}

/// The folder for the backup of a data folder, below a chosen folder: that of an earlier backup, under
/// whatever name the office had then, or a new one.
pub(super) fn of_store(
    disk: &Arc<dyn Disk>,
    root: &Path,
    target: &Path,
    store: &str,
    office: &str,
) -> Result<Folder, BackupError> {
    let real = |path: &Path| disk.canonicalize(path).map_err(|error| StoreError::io(path, error));
    let canonical = match real(target) {
        Err(error) if *error.kind() == ErrorKind::NotFound => {
            return Err(BackupError::TargetAway(target.to_owned()));
        }
        path => path?,
    };
    require_folder(disk, &canonical)?;
    if canonical.starts_with(real(root)?) {
        return Err(BackupError::InsideDataFolder(target.to_owned()));
    }
    let chosen = Folder::new(disk.clone(), target, &format!("cadangan{}", std::process::id()));
    // The person may have chosen the folder of the backup itself.
    if chosen.metadata(LAYOUT_FILE)?.is_some() {
        let own = is_own_name(target, store) && store_id(&chosen).is_ok_and(|id| id == store);
        return if own { Ok(chosen) } else { Err(BackupError::OtherStore(target.to_owned())) };
    }
    let digits = &store[..DIGITS.min(store.len())];
    let standing = chosen.list("")?.into_iter().find(|entry| {
        entry.kind == FileKind::Folder && entry.name.starts_with(PREFIX) && entry.name.ends_with(digits)
    });
    let name = standing
        .map_or_else(|| format!("{PREFIX}{} {digits}", fitting_name(office, OFFICE)), |entry| entry.name);
    let folder = chosen.sub(&name)?;
    match folder.metadata(LAYOUT_FILE)? {
        Some(_) if store_id(&folder)? == store => Ok(folder),
        // An earlier backup was stopped at its very beginning.
        None if is_bare(&folder)? => Ok(folder),
        _ => Err(BackupError::OtherStore(folder.root().to_owned())),
    }
}

/// Refuses a path at which something other than a folder is; a path with nothing at it is accepted.
pub(super) fn require_folder(disk: &Arc<dyn Disk>, path: &Path) -> Result<(), StoreError> {
    match Folder::new(disk.clone(), path, "").metadata("")? {
        Some(meta) if meta.kind == FileKind::File => Err(StoreError::new(ErrorKind::NotAFolder, path)),
        _ => Ok(()),
    }
}

fn is_own_name(folder: &Path, store: &str) -> bool {
    let name = folder.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    name.starts_with(PREFIX) && name.ends_with(&store[..DIGITS.min(store.len())])
}

fn is_bare(folder: &Folder) -> Result<bool, StoreError> {
    Ok(folder.list("")?.iter().all(|entry| is_temp_name(&entry.name) || entry.name == READ_ME))
}

/// Whether a folder is a backup, and so not to be worked in.
pub fn is_backup(disk: &Arc<dyn Disk>, path: &Path) -> bool {
    let folder = Folder::new(disk.clone(), path, "");
    let marked = folder.metadata(READ_ME).is_ok_and(|meta| meta.is_some());
    marked && store_id(&folder).is_ok_and(|id| is_own_name(path, &id))
}

/// The backups in a folder, or the folder itself if it is a backup; the newest first.
pub fn find(disk: &Arc<dyn Disk>, chosen: &Path) -> Result<Vec<FoundBackup>, BackupError> {
    require_folder(disk, chosen)?;
    let folder = Folder::new(disk.clone(), chosen, "");
    if folder.metadata(LAYOUT_FILE)?.is_some() {
        return Ok(vec![found(&folder)?]);
    }
    let mut backups = Vec::new();
    for entry in folder.list("")? {
        if entry.kind == FileKind::Folder && entry.name.starts_with(PREFIX) {
            let backup = folder.sub(&entry.name)?;
            if backup.metadata(LAYOUT_FILE)?.is_some() {
                backups.push(found(&backup)?);
            }
        }
    }
    if backups.is_empty() {
        return Err(BackupError::NotABackup(chosen.to_owned()));
    }
    backups.sort_by_key(|backup| std::cmp::Reverse(backup.at));
    Ok(backups)
}

fn found(folder: &Folder) -> Result<FoundBackup, BackupError> {
    let (manifest, _) = Manifest::newest(folder)?;
    let name = folder.root().file_name().map(|name| name.to_string_lossy().into_owned());
    let (office, at, documents) = match manifest {
        Some(manifest) => (manifest.office, Some(manifest.at), manifest.documents),
        None => (name.unwrap_or_default(), None, 0),
    };
    Ok(FoundBackup { path: folder.root().to_owned(), office, at, documents })
}
