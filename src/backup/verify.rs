//! Verifying a backup: every file of the mirror is read and compared, and the mirror is opened and counted.

use std::collections::BTreeSet;

use super::error::BackupError;
use super::list::Listed;
use super::run::Run;
use super::tree::{Tree, is_event, is_once, is_view, walk};
use super::{Fault, Finding};
use crate::archive::Index;
use crate::cycle::Cycle;
use crate::store::{Algorithm, Folder, Progress, StoreError, Workspace, digest_file};

/// A mirror that was read whole.
pub(super) struct Verified {
    /// What belongs to the backup.
    pub files: Vec<Listed>,
    /// What the data folder has no more.
    pub leftovers: Vec<String>,
    /// Cycles, dossiers, documents.
    pub counts: (usize, usize, usize),
}

/// Reads the mirror, makes damaged copies anew, and opens it.
pub(super) fn verify(
    run: &mut Run<'_>,
    listed: &Tree,
    source: &Workspace,
    progress: &dyn Progress,
) -> Result<Verified, BackupError> {
    let mirrored = walk(&run.mirror)?;
    let (mut files, mut leftovers) = (Vec::new(), Vec::new());
    for path in mirrored.files.keys() {
        let Some(file) = read_whole(run, path, listed, progress)? else { continue };
        let here = listed.files.contains_key(path) || is_there(run.source, path)?;
        if here || is_lost(run, path, &file.sha256) {
            files.push(file);
        } else {
            leftovers.push(path.clone());
        }
    }
    find_missing(run, &files, listed);
    let counts = open(run, source)?;
    Ok(Verified { files, leftovers, counts })
}

/// The file as it stands in the mirror; copied again where it is not what was copied or listed before.
fn read_whole(
    run: &mut Run<'_>,
    path: &str,
    listed: &Tree,
    progress: &dyn Progress,
) -> Result<Option<Listed>, BackupError> {
    for anew in [false, true] {
        let read =
            digest_file(run.mirror.disk().as_ref(), &run.mirror.path(path)?, &[Algorithm::Sha256], progress);
        let reason = match read {
            Err(error) if error.is_cancelled() => return Err(BackupError::Cancelled),
            Err(error) => error.to_string(),
            Ok((size, digests)) => {
                let sha256 = digests.concat();
                match run.known.get(path) {
                    Some((_, known)) if *known != sha256 => String::new(),
                    _ => return Ok(Some(Listed { path: path.to_owned(), size, sha256 })),
                }
            }
        };
        if anew || !listed.files.contains_key(path) || !run.copy(path, true, progress)? {
            run.findings.push(Finding::new(path, Fault::Damaged, &reason));
            break;
        }
    }
    Ok(None)
}

fn is_there(folder: &Folder, path: &str) -> Result<bool, StoreError> {
    Ok(folder.metadata(path)?.is_some())
}

/// What is recorded and gone from the data folder was not removed by anybody through the program: it stays in the
/// mirror, so that a restore brings it back.
fn is_lost(run: &Run<'_>, path: &str, digest: &str) -> bool {
    let recorded = run.records.has(path, digest);
    !is_view(path) && !run.records.is_cleared(path) && (recorded || is_event(path) || is_once(path))
}

/// What is recorded and gone from the data folder, whether the backup has it or not. A document that was moved
/// stands elsewhere in its cycle, and is known by its content.
fn find_missing(run: &mut Run<'_>, files: &[Listed], listed: &Tree) {
    let cycle = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
    let (standing, lost): (Vec<_>, Vec<_>) =
        files.iter().partition(|file| listed.files.contains_key(&file.path));
    let standing: BTreeSet<_> =
        standing.into_iter().map(|file| (cycle(&file.path), file.sha256.as_str())).collect();
    let documents: BTreeSet<_> = run.records.documents().collect();
    let recorded: BTreeSet<_> = documents.iter().map(|(path, _)| *path).collect();
    let gone = documents.iter().filter(|(path, digest)| {
        !listed.files.contains_key(*path) && !standing.contains(&(cycle(path), *digest))
    });
    let others = lost.iter().map(|file| file.path.as_str()).filter(|path| !recorded.contains(path));
    let missing: BTreeSet<&str> = gone.map(|(path, _)| *path).chain(others).collect();
    let findings: Vec<_> = missing.into_iter().map(|path| Finding::new(path, Fault::Missing, &"")).collect();
    run.findings.extend(findings);
}

/// Opens the mirror as the program opens a data folder, and compares it with what the data folder held when the
/// backup began. Counts cycles, dossiers and documents.
fn open(run: &Run<'_>, source: &Workspace) -> Result<(usize, usize, usize), BackupError> {
    let mirror = Workspace::view(run.mirror.disk().clone(), run.mirror.root())?;
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
    let (index, _) = Index::load_on(run.mirror.disk().as_ref(), run.mirror.root());
    let of_cycle = |cycle: &Cycle| {
        let documents = cycle.state().documents.values().filter(|document| document.removed.is_none());
        if cycle.state().is_sealed() { 0 } else { documents.count() }
    };
    let documents = mirror.cycles().map(of_cycle).sum::<usize>()
        + index.dossiers.iter().map(crate::archive::Dossier::documents).sum::<usize>();
    Ok((mirror.cycles().count(), index.dossiers.len(), documents))
}
