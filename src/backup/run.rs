//! One backup: compare, copy, verify, list, and only then set aside what the data folder has no more.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::error::BackupError;
use super::list::Manifest;
use super::tree::order;
use super::{Fault, Finding, aside, in_order, place, tree, verify};
use crate::fixity::{CHANGED, MAX_EVENTS, READ_ME, Records, Tree, is_event, is_once, is_view, walk};
use crate::store::{
    Algorithm, Disk, ErrorKind, Folder, Progress, StoreError, Workspace, digest_file, is_whole, store_id,
};

/// How often the data folder is looked at anew when files go while they are copied: somebody works in it.
const ROUNDS: usize = 3;

/// What a backup came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Its folder.
    pub folder: PathBuf,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Cycles in it.
    pub cycles: usize,
    /// Sealed dossiers in it.
    pub dossiers: usize,
    /// Documents in it.
    pub documents: usize,
    /// Files in it.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Files that were copied this time.
    pub copied: usize,
    /// Leftovers that were set aside.
    pub aside: usize,
    /// What the person should know. With none, the backup is whole.
    pub findings: Vec<Finding>,
}

/// Backs up a data folder below a chosen folder: copies what is new, then opens, counts and hashes all of the copy.
/// Failed or cancelled, the backup before stands as it was, with more or fewer of the new files in it.
pub fn back_up(
    disk: &Arc<dyn Disk>,
    root: &Path,
    target: &Path,
    at: DateTime<FixedOffset>,
    progress: &dyn Progress,
) -> Result<Done, BackupError> {
    let source = Workspace::view(disk.clone(), root)?;
    let store = store_id(source.folder())?;
    let office = source.office().name().to_owned();
    let mirror = place::of_store(disk, root, target, &store, &office)?;
    mirror.create_dir("")?;
    // A disk that is pulled out leaves an empty place, which must not be filled.
    let mirror = mirror.anchored();
    tree::remove_remains(&mirror)?;
    // What the backup recorded before, even if the data folder has lost it since.
    let before =
        mirror.metadata(crate::store::LAYOUT_FILE)?.map(|_| Workspace::view(disk.clone(), mirror.root()));
    let before = before.and_then(Result::ok);
    let states: Vec<&Workspace> = std::iter::once(&source).chain(&before).collect();
    let records = Records::read(&states);
    let (last, _) = Manifest::newest(&mirror)?;
    let known = last.iter().flat_map(|manifest| &manifest.files);
    let known = known.map(|file| (file.path.clone(), (file.size, file.sha256.clone()))).collect();
    let mut run = Run {
        source: source.folder(),
        mirror,
        records,
        known,
        at,
        copied: BTreeSet::new(),
        findings: Vec::new(),
    };
    let listed = run.copy_all(progress)?;
    let verified = verify::verify(&mut run, &listed, &source, progress)?;

    let mut manifest = Manifest::new(&store, &office, at);
    (manifest.cycles, manifest.dossiers, manifest.documents) = verified.counts;
    manifest.files = verified.files;
    run.write_read_me(&office)?;
    manifest.write(&run.mirror)?;
    // The new state stands; what is no part of it may leave its place.
    let moved = aside::set_aside(&run, &verified.leftovers)?;
    aside::rotate(&run.mirror, &manifest, progress)?;
    let mut judged = verified.judged;
    if moved > 0 && judged.errors().next().is_some() {
        // What has left its place may have been all that was wrong.
        judged = verify::read(&run, progress)?.judged;
    }
    let mut whole: BTreeSet<_> = manifest.files.iter().map(|file| file.path.as_str()).collect();
    for error in judged.errors() {
        whole.remove(error.path.as_str());
    }
    for finding in &mut run.findings {
        finding.kept = whole.contains(finding.path.as_str());
    }
    run.findings.extend(judged.errors().map(Finding::judged));
    Ok(Done {
        folder: run.mirror.root().to_owned(),
        at,
        cycles: manifest.cycles,
        dossiers: manifest.dossiers,
        documents: manifest.documents,
        files: manifest.files.len(),
        bytes: manifest.files.iter().map(|file| file.size).sum(),
        copied: run.copied.len(),
        aside: moved,
        findings: in_order(run.findings),
    })
}

/// A backup under way.
pub(super) struct Run<'a> {
    pub source: &'a Folder,
    pub mirror: Folder,
    pub records: Records,
    /// Size and digest of what is known to stand in the backup.
    pub known: BTreeMap<String, (u64, String)>,
    pub at: DateTime<FixedOffset>,
    /// What was copied this time.
    pub copied: BTreeSet<String>,
    pub findings: Vec<Finding>,
}

/// What to do with a file that both sides have.
enum Choice {
    /// The backup has it.
    Same,
    /// The data folder has something else, which counts.
    Replace,
    /// The data folder has something else, and what the backup has is the recorded content.
    Keep,
}

impl Run<'_> {
    /// Copies what is new or changed, in an order in which the mirror is right at every moment. Gives back the
    /// data folder's files as they were listed.
    fn copy_all(&mut self, progress: &dyn Progress) -> Result<Tree, BackupError> {
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

    /// Says at once when the disk is too small, instead of after an hour.
    fn claim_room(&self, listed: &Tree, mirrored: &Tree, progress: &dyn Progress) -> Result<(), BackupError> {
        let new = listed
            .files
            .iter()
            .filter(|(path, file)| !mirrored.files.get(*path).is_some_and(|there| there.is_copy_of(file)));
        let wanted = new.map(|(_, file)| file.size).sum::<u64>();
        // What is copied, and then all of the mirror once more to verify it.
        progress.total(wanted + listed.bytes().max(mirrored.bytes()));
        let free = self.mirror.disk().free_space(self.mirror.root()).ok().flatten();
        match free {
            Some(free) if free < wanted => {
                Err(StoreError::new(ErrorKind::DiskFull(Some(wanted)), self.mirror.root()).into())
            }
            _ => Ok(()),
        }
    }

    /// Brings one file into the mirror. False if it has gone from the data folder meanwhile.
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
        // Unsure by size and time: the content decides.
        let own = match digest(self.source, path, progress) {
            Ok((_, digest)) => digest,
            Err(error) => return self.source_failed(path, &error),
        };
        let kept = match known {
            Some(digest) => digest,
            None => match digest(&self.mirror, path, progress) {
                Ok((_, digest)) => digest,
                // A damaged sector of the backup's disk; the file is made anew, and the bad one set aside.
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

    /// Whether a file has the content that events or manifests name, or shows by itself that it is whole. What is
    /// created once counts as it was backed up first.
    pub(super) fn is_recorded(&self, folder: &Folder, path: &str, digest: &str) -> bool {
        if self.records.digest(path).is_some() {
            return self.records.has(path, digest);
        }
        if is_event(path) {
            return folder.read(path, MAX_EVENTS).is_ok_and(|bytes| is_whole(&bytes));
        }
        is_once(path) && folder.root() == self.mirror.root() && self.known.contains_key(path)
    }

    /// Copies a file; an older one in its place goes to the leftovers first. False if the source is gone.
    pub(super) fn copy(
        &mut self,
        path: &str,
        replace: bool,
        progress: &dyn Progress,
    ) -> Result<bool, BackupError> {
        let from = self.source.path(path)?;
        let algorithms = [Algorithm::Sha256];
        let copied = if replace {
            aside::keep_copy(&self.mirror, path, self.at, progress)?;
            self.mirror.copy_over(&from, path, &algorithms, progress)
        } else {
            self.mirror.copy_in(&from, path, &algorithms, progress)
        };
        match copied {
            Ok(copied) => {
                // A mark that can't be kept is no reason to have no backup.
                if let Err(error) = self.mirror.disk().copy_origin_mark(&from, &self.mirror.path(path)?) {
                    log::warn!("{path}: {error}");
                }
                self.known.insert(path.to_owned(), (copied.size, copied.digests.concat()));
                self.copied.insert(path.to_owned());
                Ok(true)
            }
            Err(error) if error.is_cancelled() => Err(BackupError::Cancelled),
            // Another PC backs up to the same place, or the disk takes two names for one.
            Err(error) if *error.kind() == ErrorKind::Exists => {
                let same = matches!((digest(self.source, path, progress), digest(&self.mirror, path, progress)), (Ok(own), Ok(there)) if own == there);
                if !same {
                    self.findings.push(Finding::new(path, Fault::NotCopied, &error));
                }
                Ok(true)
            }
            // Both sides could be at fault; whoever can't be read alone is.
            Err(error) => match digest(self.source, path, progress) {
                Ok(_) => Err(error.into()),
                Err(fault) => self.source_failed(path, &fault),
            },
        }
    }

    /// A file of the data folder that can't be read does not keep the others from being backed up.
    fn source_failed(&mut self, path: &str, error: &StoreError) -> Result<bool, BackupError> {
        if error.is_cancelled() {
            return Err(BackupError::Cancelled);
        }
        // Unless it is the whole folder that is gone.
        store_id(self.source)?;
        let gone = *error.kind() == ErrorKind::NotFound;
        if !gone {
            self.findings.push(Finding::new(path, Fault::Unreadable, error));
        }
        Ok(!gone)
    }

    /// What stands in the data folder in place of a recorded content is kept too: somebody may have worked on it.
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
        let to = aside::free_path(&self.mirror, &format!("{CHANGED}/{}", self.at.date_naive()), path)?;
        let from = self.source.path(path)?;
        match self.mirror.copy_in(&from, &to, &[], progress) {
            Err(error) if *error.kind() == ErrorKind::NotFound => Ok(false),
            copied => {
                copied?;
                Ok(true)
            }
        }
    }

    fn write_read_me(&self, office: &str) -> Result<(), StoreError> {
        if self.mirror.metadata(READ_ME)?.is_some() {
            return Ok(());
        }
        let text = include_str!("../../assets/backup/baca-saya.txt").replace("%{office}", office);
        self.mirror.create_file(READ_ME, text.replace('\n', "\r\n").as_bytes())
    }
}

/// Size and digest of a file.
pub(super) fn digest(
    folder: &Folder,
    path: &str,
    progress: &dyn Progress,
) -> Result<(u64, String), StoreError> {
    // Reading to compare is no progress, but may be stopped.
    let stop = |_: u64, what: &str| progress.advance(0, what);
    let full = folder.path(path)?;
    let (size, digests) = digest_file(folder.disk().as_ref(), &full, &[Algorithm::Sha256], &stop)?;
    Ok((size, digests.concat()))
}
