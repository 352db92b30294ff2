//! A backup under way: which files it copies, and which it keeps.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};

use super::beside::{self, digest};
use super::error::BackupError;
use super::tree::order;
use super::{Fault, Finding};
use crate::fixity::{CHANGED, MAX_EVENTS, READ_ME, Records, Tree, is_event, is_once, is_view, walk};
use crate::store::{Algorithm, ErrorKind, Folder, Progress, StoreError, is_whole, store_id};

/// How often the data folder is listed again when files vanish while they are copied, since somebody works in
/// it.
const ROUNDS: usize = 3;

/// A backup under way.
pub(super) struct Run<'a> {
    pub source: &'a Folder,
    pub mirror: Folder,
    pub records: Records,
    /// Size and digest of files known to be in the backup.
    pub known: BTreeMap<String, (u64, String)>,
    pub at: DateTime<FixedOffset>,
    /// Paths that were copied this time.
    pub copied: BTreeSet<String>,
    pub findings: Vec<Finding>,
}

/// What to do with a file that both the data folder and the backup have.
enum Choice {
    /// Nothing: the backup has the same content.
    Same,
    /// Copy the file: the data folder has another content, which counts.
    Replace,
    /// Keep the backup's file: it has the recorded content, which the data folder has not.
    Keep,
}

impl Run<'_> {
    /// Copies new and changed files, in an order in which the mirror is consistent at every moment. Gives
    /// back the data folder's files as they were listed.
    pub(super) fn copy_all(&mut self, progress: &dyn Progress) -> Result<Tree, BackupError> {
        let mut listed = walk(self.source)?;
        for round in 1.. {
            let mirrored = walk(&self.mirror)?;
            if round == 1 {
                self.claim_room(&listed, &mirrored, progress)?;
            }
            let mut paths: Vec<&String> = listed.files.keys().collect();
            paths.sort_by_key(|path| (order(path), *path));
            let mut gone = false;
            for path in paths {
                progress.advance(0, path)?;
                gone |= !self.bring(path, &listed, &mirrored, progress)?;
            }
            if !gone || round == ROUNDS {
                break;
            }
            listed = walk(self.source)?;
        }
        self.findings.extend(listed.odd.iter().map(Finding::odd));
        Ok(listed)
    }

    /// Checks the free space first, so that a full disk is reported at once and not after an hour.
    fn claim_room(&self, listed: &Tree, mirrored: &Tree, progress: &dyn Progress) -> Result<(), BackupError> {
        let new = listed
            .files
            .iter()
            .filter(|(path, file)| !mirrored.files.get(*path).is_some_and(|there| there.is_copy_of(file)));
        let wanted = new.map(|(_, file)| file.size).sum::<u64>();
        // The files to be copied, and then the whole mirror to be verified.
        progress.total(wanted + listed.bytes().max(mirrored.bytes()));
        let free = self.mirror.disk().free_space(self.mirror.root()).ok().flatten();
        match free {
            Some(free) if free < wanted => {
                Err(StoreError::new(ErrorKind::DiskFull(Some(wanted)), self.mirror.root()).into())
            }
            _ => Ok(()),
        }
    }

    /// Brings one file into the mirror. False if it has vanished from the data folder meanwhile.
    fn bring(
        &mut self,
        path: &str,
        listed: &Tree,
        mirrored: &Tree,
        progress: &dyn Progress,
    ) -> Result<bool, BackupError> {
        let Some(there) = mirrored.files.get(path) else { return self.copy(path, false, progress) };
        if self.copied.contains(path) {
            return Ok(true);
        }
        let known =
            self.known.get(path).filter(|(size, _)| *size == there.size).map(|(_, digest)| digest.clone());
        if known.is_some() && there.is_copy_of(&listed.files[path]) && !is_view(path) {
            return Ok(true);
        }
        // Size and time don't tell: the content decides.
        let own = match digest(self.source, path, progress) {
            Ok((_, digest)) => digest,
            Err(error) => return self.source_failed(path, &error),
        };
        let kept = match known {
            Some(digest) => digest,
            None => match digest(&self.mirror, path, progress) {
                Ok((_, digest)) => digest,
                // The backup's disk can't read its file, as with a damaged sector: it is set aside, and
                // copied again.
                Err(error) if error.is_cancelled() => return Err(BackupError::Cancelled),
                Err(_) => String::new(),
            },
        };
        match self.choose(path, &own, &kept) {
            Choice::Same => {
                self.known.insert(path.to_owned(), (there.size, kept));
                Ok(true)
            }
            Choice::Replace => self.copy(path, true, progress),
            Choice::Keep => {
                self.findings.push(Finding::new(path, Fault::Changed, &""));
                self.known.insert(path.to_owned(), (there.size, kept));
                self.keep_changed(path, &own, progress)
            }
        }
    }

    fn choose(&self, path: &str, own: &str, kept: &str) -> Choice {
        if own == kept {
            Choice::Same
        } else if self.is_recorded(&self.mirror, path, kept) && !self.is_recorded(self.source, path, own) {
            Choice::Keep
        } else {
            Choice::Replace
        }
    }

    /// Whether a file has the content that events or manifests name, or is whole by its own hash. A file that
    /// is created once and never changes must be as it was first backed up.
    pub(super) fn is_recorded(&self, folder: &Folder, path: &str, digest: &str) -> bool {
        if self.records.digest(path).is_some() {
            return self.records.has(path, digest);
        }
        if is_event(path) {
            return folder.read(path, MAX_EVENTS).is_ok_and(|bytes| is_whole(&bytes));
        }
        is_once(path) && folder.root() == self.mirror.root() && self.known.contains_key(path)
    }

    /// Copies a file; an older file in its place goes to the leftovers first. False if the source is gone.
    pub(super) fn copy(
        &mut self,
        path: &str,
        replace: bool,
        progress: &dyn Progress,
    ) -> Result<bool, BackupError> {
        let from = self.source.path(path)?;
        let algorithms = [Algorithm::Sha256];
        let copied = if replace {
            beside::keep_copy(&self.mirror, path, self.at, progress)?;
            self.mirror.copy_over(&from, path, &algorithms, progress)
        } else {
            self.mirror.copy_in(&from, path, &algorithms, progress)
        };
        match copied {
            Ok(copied) => {
                // A mark of origin that can't be kept is no reason to have no backup.
                if let Err(error) = self.mirror.disk().copy_origin_mark(&from, &self.mirror.path(path)?) {
                    log::warn!("{path}: {error}");
                }
                self.known.insert(path.to_owned(), (copied.size, copied.digests.concat()));
                self.copied.insert(path.to_owned());
                Ok(true)
            }
            Err(error) if error.is_cancelled() => Err(BackupError::Cancelled),
            // Another PC backs up to the same folder, or the disk takes two names for one.
            Err(error) if *error.kind() == ErrorKind::Exists => {
                let same = matches!((digest(self.source, path, progress), digest(&self.mirror, path, progress)), (Ok(own), Ok(there)) if own == there);
                if !same {
                    self.findings.push(Finding::new(path, Fault::NotCopied, &error));
                }
                Ok(true)
            }
            // Source or mirror may be at fault: if the source can be read by itself, the mirror is.
            Err(error) => match digest(self.source, path, progress) {
                Ok(_) => Err(error.into()),
                Err(fault) => self.source_failed(path, &fault),
            },
        }
    }

    /// Records that a file of the data folder can't be read, which does not keep the others from being backed
    /// up.
    fn source_failed(&mut self, path: &str, error: &StoreError) -> Result<bool, BackupError> {
        if error.is_cancelled() {
            return Err(BackupError::Cancelled);
        }
        // If the whole data folder is gone, the backup ends here.
        store_id(self.source)?;
        let gone = *error.kind() == ErrorKind::NotFound;
        if !gone {
            self.findings.push(Finding::new(path, Fault::Unreadable, error));
        }
        Ok(!gone)
    }

    /// Also keeps a file that the data folder has in place of a recorded content: somebody may have worked on
    /// it.
    fn keep_changed(
        &mut self,
        path: &str,
        content: &str,
        progress: &dyn Progress,
    ) -> Result<bool, BackupError> {
        for day in self.mirror.list(CHANGED)? {
            let there = format!("{CHANGED}/{}/{path}", day.name);
            if digest(&self.mirror, &there, progress).is_ok_and(|(_, there)| there == content) {
                return Ok(true);
            }
        }
        let to = beside::free_path(&self.mirror, &format!("{CHANGED}/{}", self.at.date_naive()), path)?;
        let from = self.source.path(path)?;
        match self.mirror.copy_in(&from, &to, &[], progress) {
            Err(error) if *error.kind() == ErrorKind::NotFound => Ok(false),
            copied => {
                copied?;
                Ok(true)
            }
        }
    }

    pub(super) fn write_read_me(&self, office: &str) -> Result<(), StoreError> {
        if self.mirror.metadata(READ_ME)?.is_some() {
            return Ok(());
        }
        let text = include_str!("../../assets/backup/baca-saya.txt").replace("%{office}", office);
        self.mirror.create_file(READ_ME, text.replace('\n', "\r\n").as_bytes())
    }
}
