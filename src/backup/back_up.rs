//! One backup: compare, copy, verify, list, and only then set aside files that the data folder no longer has.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::error::BackupError;
use super::list::Manifest;
use super::run::Run;
use super::{Finding, aside, in_order, place, tree, verify};
use crate::fixity::Records;
use crate::store::{Disk, Progress, Workspace, store_id};

/// The result of a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Folder of the backup.
    pub folder: PathBuf,
    /// When the backup was made.
    pub at: DateTime<FixedOffset>,
    /// Number of cycles in the backup.
    pub cycles: usize,
    /// Number of sealed dossiers in the backup.
    pub dossiers: usize,
    /// Number of documents in the backup.
    pub documents: usize,
    /// Number of files in the backup.
    pub files: usize,
    /// Bytes of these files.
    pub bytes: u64,
    /// Number of files that were copied this time.
    pub copied: usize,
    /// Number of leftovers that were set aside.
    pub aside: usize,
    /// What the person should know. If empty, the backup is whole.
    pub findings: Vec<Finding>,
}

/// Backs up a data folder below a chosen folder: copies new files, then opens, counts and hashes all of the
/// copy. Failed or cancelled, the earlier backup is as it was, perhaps with some of the new files in it.
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
    // A disk that is pulled out leaves an empty folder at its path, which must not be filled.
    let mirror = mirror.anchored();
    tree::remove_remains(&mirror)?;
    // What the earlier backup recorded, even if the data folder has lost it since.
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
    // The new backup is complete; files that are no part of it may now leave their places.
    let moved = aside::set_aside(&run, &verified.leftovers)?;
    aside::rotate(&run.mirror, &manifest, progress)?;
    let mut judged = verified.judged;
    if moved > 0 && judged.errors().next().is_some() {
        // The files set aside may have been the only ones with a fault.
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
