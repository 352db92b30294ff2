//! Restoring: the mirror is copied to an empty folder, each file compared with the newest manifest, and the
//! copy opened. A damaged file is named and looked for among the leftovers, and never keeps the rest from
//! being restored.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::beside::digest;
use super::error::BackupError;
use super::list::{Listed, Manifest};
use super::place::require_folder;
use super::tree::{order, remove_remains};
use super::{Fault, Finding, in_order};
use crate::fixity::{self, CHANGED, MAX_EVENTS, OLD, Records, Tree, in_bag, is_event, is_view, walk};
use crate::store::system_files::is_leftover;
use crate::store::{
    Algorithm, Disk, ErrorKind, Folder, LAYOUT_FILE, Progress, StoreError, Workspace, is_whole, store_id,
};

/// The result of a restore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Number of files restored.
    pub files: usize,
    /// Cycles in the new folder.
    pub cycles: usize,
    /// Number of files that were taken from the leftovers, since the backup's own copy was damaged or
    /// missing.
    pub healed: usize,
    /// Files that could not be restored as they were.
    pub findings: Vec<Finding>,
}

/// Restores a backup to a folder that does not exist yet, or holds nothing but system files, and then judges
/// whether the result is whole: files that were damaged before the backup are named as well. `renja.ron`
/// comes last, so that a folder that was not fully restored is no data folder; the same restore, begun again,
/// goes on there.
pub fn restore(
    disk: &Arc<dyn Disk>,
    backup: &Path,
    root: &Path,
    progress: &dyn Progress,
) -> Result<Restored, BackupError> {
    let from = Folder::new(disk.clone(), backup, "");
    let store = match store_id(&from) {
        Err(error) if *error.kind() == ErrorKind::NotADataFolder => {
            return Err(BackupError::NotABackup(backup.to_owned()));
        }
        store => store?,
    };
    require_folder(disk, root)?;
    let to = Folder::new(disk.clone(), root, &format!("pulihkan-{}", &store[..8]));
    let there = to.list("")?;
    let is_empty = there.iter().all(|entry| is_leftover(&entry.name));
    if !is_empty && !is_same_restore(disk, &from, &to)? {
        return Err(BackupError::NotEmpty(root.to_owned()));
    }
    to.create_dir("")?;
    remove_remains(&to)?;
    let tree = walk(&from)?;
    let (manifest, broken) = Manifest::newest(&from)?;
    let mut findings: Vec<_> = broken.iter().map(|name| Finding::new(name, Fault::Damaged, &"")).collect();
    findings.extend(tree.odd.iter().map(Finding::odd));
    let mut work = Work { from, to, aside: None, healed: 0, files: 0, findings };
    let listed = manifest.as_ref().map(Manifest::by_path).unwrap_or_default();
    // Every file is copied, and then read again to be judged.
    progress.total(2 * tree.bytes());
    let mut paths: Vec<&str> = tree.files.keys().map(String::as_str).collect();
    paths.extend(listed.keys().filter(|path| !tree.files.contains_key(**path)));
    paths.sort_by_key(|path| (*path == LAYOUT_FILE, order(path), path.to_owned()));
    for path in paths {
        work.bring(path, listed.get(path).copied(), tree.files.contains_key(path), progress)?;
    }
    let opened = Workspace::view(disk.clone(), root)?;
    let judged = fixity::judge(&opened, &Records::read(&[&opened]), progress)?;
    work.findings.extend(judged.errors().map(Finding::judged));
    Ok(Restored {
        files: work.files,
        cycles: opened.cycles().count(),
        healed: work.healed,
        findings: in_order(work.findings),
    })
}

/// Whether a folder holds only what an earlier restore of this backup, stopped before its end, has put there.
fn is_same_restore(disk: &Arc<dyn Disk>, from: &Folder, to: &Folder) -> Result<bool, BackupError> {
    if to.metadata(LAYOUT_FILE)?.is_some() {
        return Ok(false);
    }
    // The target must not be the backup itself, or contain it.
    let real = |folder: &Folder| {
        disk.canonicalize(folder.root()).map_err(|error| StoreError::io(folder.root(), error))
    };
    if real(to)?.starts_with(real(from)?) || real(from)?.starts_with(real(to)?) {
        return Ok(false);
    }
    let there = walk(to)?;
    Ok(there.odd.is_empty() && there.files.keys().all(|path| matches!(from.metadata(path), Ok(Some(_)))))
}

struct Work {
    from: Folder,
    to: Folder,
    /// Leftovers by digest; none until they are needed.
    aside: Option<BTreeMap<String, String>>,
    healed: usize,
    files: usize,
    findings: Vec<Finding>,
}

impl Work {
    fn bring(
        &mut self,
        path: &str,
        listed: Option<&Listed>,
        there: bool,
        progress: &dyn Progress,
    ) -> Result<(), BackupError> {
        if self.stands(path, listed, progress)? {
            self.files += 1;
            return Ok(());
        }
        let mut fault = Finding::new(path, Fault::Missing, &"");
        if there {
            match digest(&self.from, path, progress) {
                Ok((_, digest)) if self.is_right(path, &digest, listed) => {
                    return self.copy(path, path, &digest, progress);
                }
                Ok(_) => fault = Finding::new(path, Fault::Damaged, &""),
                Err(error) if error.is_cancelled() => return Err(BackupError::Cancelled),
                Err(error) => fault = Finding::new(path, Fault::Unreadable, &error),
            }
        }
        if let Some(listed) = listed
            && let Some(elsewhere) = self.elsewhere(&listed.sha256, progress)?
        {
            self.healed += 1;
            return self.copy(&elsewhere, path, &listed.sha256, progress);
        }
        // A view need not be restored: the program makes it again.
        if !is_view(path) {
            self.findings.push(fault);
        }
        Ok(())
    }

    /// Whether a file is good. A file newer than the manifest counts as it is, but an event file must be
    /// whole by its own hash.
    fn is_right(&self, path: &str, digest: &str, listed: Option<&Listed>) -> bool {
        match listed {
            Some(listed) => listed.sha256 == digest || is_view(path),
            None if is_event(path) => self.from.read(path, MAX_EVENTS).is_ok_and(|bytes| is_whole(&bytes)),
            None => true,
        }
    }

    /// Whether an earlier restore, stopped before its end, has brought the file already.
    fn stands(
        &self,
        path: &str,
        listed: Option<&Listed>,
        progress: &dyn Progress,
    ) -> Result<bool, BackupError> {
        if self.to.metadata(path)?.is_none() {
            return Ok(false);
        }
        let (_, own) = digest(&self.to, path, progress)?;
        let right = match listed {
            Some(listed) => own == listed.sha256,
            None => digest(&self.from, path, progress)?.1 == own,
        };
        if right || is_view(path) { Ok(true) } else { Err(BackupError::NotEmpty(self.to.root().join(path))) }
    }

    /// Copies a file, which must have this content.
    fn copy(
        &mut self,
        from: &str,
        path: &str,
        content: &str,
        progress: &dyn Progress,
    ) -> Result<(), BackupError> {
        let source = self.from.path(from)?;
        let copied = self.to.copy_in(&source, path, &[Algorithm::Sha256], progress)?;
        if copied.digests.concat() != content {
            return Err(StoreError::new(ErrorKind::ReadBackDiffers, source).into());
        }
        if let Err(error) = self.to.disk().copy_origin_mark(&source, &self.to.path(path)?) {
            log::warn!("{path}: {error}");
        }
        // Files of a sealed dossier are read-only, as in the data folder.
        if in_bag(path).is_some() {
            self.to.set_readonly(path, true)?;
        }
        self.files += 1;
        Ok(())
    }

    /// Path of a leftover with this content.
    fn elsewhere(&mut self, wanted: &str, progress: &dyn Progress) -> Result<Option<String>, BackupError> {
        if self.aside.is_none() {
            self.aside = Some(contents(&self.from, progress)?);
        }
        Ok(self.aside.as_ref().and_then(|aside| aside.get(wanted)).cloned())
    }
}

/// Every readable leftover of a backup by its content.
pub(super) fn contents(
    backup: &Folder,
    progress: &dyn Progress,
) -> Result<BTreeMap<String, String>, BackupError> {
    let mut tree = Tree::default();
    tree.add(backup, OLD);
    tree.add(backup, CHANGED);
    let mut contents = BTreeMap::new();
    for path in tree.files.into_keys() {
        match digest(backup, &path, progress) {
            Ok((_, digest)) => drop(contents.insert(digest, path)),
            Err(error) if error.is_cancelled() => return Err(BackupError::Cancelled),
            Err(error) => log::warn!("{path}: {error}"),
        }
    }
    Ok(contents)
}
