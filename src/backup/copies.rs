//! Good copies from a backup, for files that are damaged or missing in the data folder.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::beside::digest;
use super::error::BackupError;
use super::list::Manifest;
use super::place;
use super::restore::contents;
use crate::fixity::{MAX_EVENTS, is_event, walk};
use crate::store::{Disk, Folder, Progress, Workspace, is_whole, store_id};

/// A backup to take good copies from. Nothing in it changes.
#[derive(Debug)]
pub struct Copies {
    folder: Folder,
    workspace: Option<Workspace>,
    /// Paths by digest, as the newest manifest lists them.
    by_digest: BTreeMap<String, String>,
    by_path: BTreeMap<String, String>,
    /// Leftovers by digest; none until they are needed.
    aside: Option<BTreeMap<String, String>>,
}

impl Copies {
    /// Opens the backup of a data folder at or in a chosen folder.
    pub fn open(disk: &Arc<dyn Disk>, chosen: &Path, store: &str) -> Result<Self, BackupError> {
        let found = place::find(disk, chosen)?;
        let folders = found.into_iter().map(|found| Folder::new(disk.clone(), found.path, ""));
        let own = |folder: &Folder| store_id(folder).is_ok_and(|id| id == store);
        let folder =
            folders.into_iter().find(own).ok_or_else(|| BackupError::OtherStore(chosen.to_owned()))?;
        let (manifest, _) = Manifest::newest(&folder)?;
        let files = manifest.map(|manifest| manifest.files).unwrap_or_default();
        Ok(Self {
            workspace: Workspace::view(disk.clone(), folder.root()).ok(),
            by_digest: files.iter().map(|file| (file.sha256.clone(), file.path.clone())).collect(),
            by_path: files.into_iter().map(|file| (file.path, file.sha256)).collect(),
            aside: None,
            folder,
        })
    }

    /// The folder of the backup.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The mirror opened as a data folder, if it can be.
    pub fn workspace(&self) -> Option<&Workspace> {
        self.workspace.as_ref()
    }

    /// The digest of a path when it was backed up last.
    pub fn listed(&self, path: &str) -> Option<&str> {
        self.by_path.get(path).map(String::as_str)
    }

    /// Path of a file with this content in the backup. The file is read now, so that a damaged copy is not
    /// offered.
    pub fn find(&mut self, sha256: &str, progress: &dyn Progress) -> Result<Option<String>, BackupError> {
        if let Some(path) = self.by_digest.get(sha256)
            && self.is_good(path, sha256, progress)?
        {
            return Ok(Some(path.clone()));
        }
        if self.aside.is_none() {
            self.aside = Some(contents(&self.folder, progress)?);
        }
        Ok(self.aside.as_ref().and_then(|aside| aside.get(sha256)).cloned())
    }

    fn is_good(&self, path: &str, sha256: &str, progress: &dyn Progress) -> Result<bool, BackupError> {
        match digest(&self.folder, path, progress) {
            Ok((_, found)) => Ok(found == sha256),
            Err(error) if error.is_cancelled() => Err(BackupError::Cancelled),
            Err(_) => Ok(false),
        }
    }

    /// All whole event files in the backup, with their digests.
    pub fn events(&self, progress: &dyn Progress) -> Result<BTreeMap<String, String>, BackupError> {
        let mut events = BTreeMap::new();
        for path in walk(&self.folder)?.files.into_keys().filter(|path| is_event(path)) {
            if self.folder.read(&path, MAX_EVENTS).is_ok_and(|bytes| is_whole(&bytes)) {
                let (_, digest) = digest(&self.folder, &path, progress)?;
                events.insert(path, digest);
            }
        }
        Ok(events)
    }
}
