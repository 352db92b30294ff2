//! Verifying a backup: every file of the mirror is read and compared, and the mirror is judged like a data
//! folder.

use std::collections::{BTreeMap, BTreeSet};

use super::beside::digest;
use super::error::BackupError;
use super::list::Listed;
use super::run::Run;
use super::{Fault, Finding};
use crate::archive::Index;
use crate::cycle::Cycle;
use crate::fixity::{self, Judgement, Tree, is_event, is_once, is_view, walk};
use crate::store::{ErrorKind, Folder, Progress, StoreError, Workspace};

/// A mirror all of whose files were read.
pub(super) struct Verified {
    /// Files that belong to the backup.
    pub files: Vec<Listed>,
    /// Files that the data folder no longer has.
    pub leftovers: Vec<String>,
    /// Numbers of cycles, dossiers and documents.
    pub counts: (usize, usize, usize),
    /// What `fixity` says of the mirror.
    pub judged: Judgement,
}

/// Reads the mirror, copies damaged files again, and opens the mirror as a data folder.
pub(super) fn verify(
    run: &mut Run<'_>,
    listed: &Tree,
    source: &Workspace,
    progress: &dyn Progress,
) -> Result<Verified, BackupError> {
    let mut mirror = read(run, progress)?;
    let damaged = mirror.damaged(run);
    let mut again = false;
    for path in damaged.into_keys().filter(|path| listed.files.contains_key(path)) {
        again |= run.copy(&path, true, progress)?;
    }
    if again {
        mirror = read(run, progress)?;
    }
    let damaged = mirror.damaged(run);
    let faults = damaged.iter().map(|(path, reason)| Finding::new(path, Fault::Damaged, reason));
    run.findings.extend(faults);
    let (mut files, mut leftovers) = (Vec::new(), Vec::new());
    for (path, file) in mirror.files {
        let (Ok(file), false) = (file, damaged.contains_key(&path)) else { continue };
        let here =
            listed.files.contains_key(&path) || listed.is_hidden(&path) || is_there(run.source, &path)?;
        if here || is_lost(run, &path, &file.sha256) {
            files.push(file);
        } else {
            leftovers.push(path);
        }
    }
    find_missing(run, &files, listed);
    let counts = count(run, &mirror.workspace, source)?;
    Ok(Verified { files, leftovers, counts, judged: mirror.judged })
}

/// A mirror as it was read.
pub(super) struct Mirror {
    /// The mirror opened as a data folder.
    pub workspace: Workspace,
    /// What `fixity` says of the mirror.
    pub judged: Judgement,
    /// Every file, read once: by `fixity`, or here if no event and no manifest names it.
    pub files: BTreeMap<String, Result<Listed, StoreError>>,
}

/// Judges the mirror, and reads the files that `fixity` does not read.
pub(super) fn read(run: &Run<'_>, progress: &dyn Progress) -> Result<Mirror, BackupError> {
    let workspace = Workspace::view(run.mirror.disk().clone(), run.mirror.root())?;
    let judged = fixity::judge(&workspace, &run.records, progress)?;
    let mut files = BTreeMap::new();
    for (path, listing) in walk(&run.mirror)?.files {
        let read = match judged.digests.get(&path) {
            Some(sha256) => Ok((listing.size, sha256.clone())),
            None => digest(&run.mirror, &path, progress),
        };
        let file = match read {
            Err(error) if error.is_cancelled() => return Err(BackupError::Cancelled),
            read => read.map(|(size, sha256)| Listed { path: path.clone(), size, sha256 }),
        };
        files.insert(path, file);
    }
    Ok(Mirror { workspace, judged, files })
}

impl Mirror {
    /// The files that can't be read, or that differ from what was copied or listed before, with the system's
    /// words.
    fn damaged(&self, run: &Run<'_>) -> BTreeMap<String, String> {
        let mut damaged = BTreeMap::new();
        for (path, file) in &self.files {
            let reason = match file {
                Err(error) => error.to_string(),
                Ok(file) if run.known.get(path).is_some_and(|(_, known)| *known != file.sha256) => {
                    String::new()
                }
                Ok(_) => continue,
            };
            damaged.insert(path.clone(), reason);
        }
        damaged
    }
}

/// Whether something is at a path, or whether that can't be told.
fn is_there(folder: &Folder, path: &str) -> Result<bool, StoreError> {
    match folder.metadata(path) {
        Err(error) if *error.kind() == ErrorKind::Denied => Ok(true),
        meta => Ok(meta?.is_some()),
    }
}

/// Whether a file of the mirror that is gone from the data folder was lost, not removed through the program:
/// then it stays in the mirror, for a restore to bring it back.
fn is_lost(run: &Run<'_>, path: &str, digest: &str) -> bool {
    let recorded = run.records.has(path, digest);
    !is_view(path) && !run.records.is_cleared(path) && (recorded || is_event(path) || is_once(path))
}

/// Finds recorded files that are gone from the data folder, whether the backup has them or not. A document
/// that was moved is elsewhere in its cycle, and is recognised by its content.
fn find_missing(run: &mut Run<'_>, files: &[Listed], listed: &Tree) {
    let cycle = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
    let (standing, lost): (Vec<_>, Vec<_>) =
        files.iter().partition(|file| listed.files.contains_key(&file.path));
    let standing: BTreeSet<_> =
        standing.into_iter().map(|file| (cycle(&file.path), file.sha256.as_str())).collect();
    let documents: BTreeSet<_> = run.records.documents().collect();
    let recorded: BTreeSet<_> = documents.iter().map(|(path, _)| *path).collect();
    let gone = documents.iter().filter(|(path, digest)| {
        !listed.files.contains_key(*path)
            && !listed.is_hidden(path)
            && !standing.contains(&(cycle(path), *digest))
    });
    let others = lost.iter().map(|file| file.path.as_str());
    let others = others.filter(|path| !recorded.contains(path) && !listed.is_hidden(path));
    let missing: BTreeSet<&str> = gone.map(|(path, _)| *path).chain(others).collect();
    let findings: Vec<_> = missing.into_iter().map(|path| Finding::new(path, Fault::Missing, &"")).collect();
    run.findings.extend(findings);
}

/// Counts cycles, dossiers and documents of the mirror, which must hold every event that the data folder held when the
/// backup began.
fn count(
    run: &Run<'_>,
    mirror: &Workspace,
    source: &Workspace,
) -> Result<(usize, usize, usize), BackupError> {
    for cycle in source.cycles() {
        let copy = mirror.cycle(cycle.id).map_or(0, |copy| copy.events().len());
        if copy < cycle.events().len() {
            let (name, all) = (cycle.id.folder(), cycle.events().len());
            return Err(BackupError::NotVerified(format!("{name}: {copy} of {all} events")));
        }
    }
    if mirror.office().events().len() < source.office().events().len() {
        return Err(BackupError::NotVerified("kantor: events are missing".to_owned()));
    }
    let (index, _) = Index::load(run.mirror.disk().as_ref(), run.mirror.root());
    let of_cycle = |cycle: &Cycle| {
        let documents = cycle.state().documents.values().filter(|document| document.removed.is_none());
        if cycle.state().is_sealed() { 0 } else { documents.count() }
    };
    let documents = mirror.cycles().map(of_cycle).sum::<usize>()
        + index.dossiers.iter().map(crate::archive::Dossier::documents).sum::<usize>();
    Ok((mirror.cycles().count(), index.dossiers.len(), documents))
}
