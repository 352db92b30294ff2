//! The files of documents: where they stand, what happened to them outside the program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::SystemTime;

use super::{DOCUMENTS, OpenCycle, Workspace};
use crate::cycle::{CycleId, Document, EventId, FileRef, Version};
use crate::store::digest::{Algorithm, digest_file};
use crate::store::disk::{FileKind, Meta};
use crate::store::error::{ErrorKind, StoreError};
use crate::store::folder::{Folder, join};
use crate::store::progress::{Progress, Quiet};

/// How deep folders below `berkas` are looked into.
const DEPTH: usize = 4;

/// A version of a document whose file is not as it was attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// The document.
    pub document: EventId,
    /// The event that added the version.
    pub version: EventId,
    /// Where the file should be.
    pub path: PathBuf,
    /// What happened to it.
    pub what: OutsideKind,
}

/// What happened to a file outside the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutsideKind {
    /// It is gone, or has not arrived yet.
    Missing,
    /// It has another content.
    Changed,
    /// It stands, unchanged, at another place of the cycle's folder.
    Moved(PathBuf),
}

impl Workspace {
    /// Where a file of a cycle stands. No disk is touched.
    pub fn document_path(&self, id: CycleId, file: &FileRef) -> Result<PathBuf, StoreError> {
        let open = self.open_cycle(id)?;
        open.folder.path(open.actual(&file.path))
    }

    /// The documents of a cycle as they should be, to be looked at on any thread. No document is touched yet, but a
    /// folder that is away is told: not everything in it is missing.
    pub fn look(&mut self, id: CycleId) -> Result<Look, StoreError> {
        self.reach()?;
        let open = self.open_cycle(id)?;
        let documents = open.cycle.iter().flat_map(|cycle| cycle.state().documents.values());
        let kept = documents.flat_map(|document| {
            document
                .kept()
                .map(|version| (document.id.clone(), version.stamp.id.clone(), version.file.clone()))
        });
        Ok(Look { folder: open.folder.clone(), named: open.named(), kept: kept.collect() })
    }

    /// Files among the documents that no event names, as paths below the cycle's folder: copied there in
    /// the file manager, or left by a power loss. Offered for adoption ([`Self::adopt`]).
    pub fn orphans(&self, id: CycleId) -> Result<Vec<String>, StoreError> {
        let open = self.open_cycle(id)?;
        let named = open.named();
        let found = misplaced(&open.folder, &named)?;
        let actual: BTreeSet<&String> = named.keys().map(|path| found.get(path).unwrap_or(path)).collect();
        let mut files = files(&open.folder)?;
        files.retain(|path| !actual.contains(path));
        Ok(files)
    }
}

/// Documents of a cycle that are about to be compared with their files.
#[derive(Debug)]
pub struct Look {
    folder: Folder,
    named: BTreeMap<String, FileRef>,
    /// Document, version and file.
    kept: Vec<(EventId, EventId, FileRef)>,
}

impl Look {
    /// Versions whose files were altered, moved or removed outside the program. Cheap: a file is read only
    /// if its time differs while its size does not.
    pub fn changed_outside(&self, progress: &dyn Progress) -> Result<Vec<Outside>, StoreError> {
        let found = misplaced(&self.folder, &self.named)?;
        let mut findings = Vec::new();
        for (document, version, file) in &self.kept {
            let actual = found.get(&file.path).unwrap_or(&file.path);
            // A path that leads out of the folder is no place where a file could be.
            let meta = match self.folder.metadata(actual) {
                Err(error) if *error.kind() == ErrorKind::BadPath => None,
                meta => meta?,
            };
            let what = match meta {
                None => Some(OutsideKind::Missing),
                Some(meta) if is_changed(&self.folder, actual, file, &meta, progress)? => {
                    Some(OutsideKind::Changed)
                }
                Some(_) if *actual != file.path => Some(OutsideKind::Moved(self.folder.path(actual)?)),
                Some(_) => None,
            };
            findings.extend(what.map(|what| Outside {
                document: document.clone(),
                version: version.clone(),
                path: self.folder.root().join(&file.path),
                what,
            }));
        }
        Ok(findings)
    }
}

impl OpenCycle {
    /// Every version whose file the events name.
    pub(super) fn kept(&self) -> impl Iterator<Item = &Version> {
        let documents = self.cycle.iter().flat_map(|cycle| cycle.state().documents.values());
        documents.flat_map(Document::kept)
    }

    /// Every file that the events name, by its path.
    fn named(&self) -> BTreeMap<String, FileRef> {
        self.kept().map(|version| (version.file.path.clone(), version.file.clone())).collect()
    }

    /// Looks for files that are not where the events say.
    pub(super) fn find_misplaced(&mut self) -> Result<(), StoreError> {
        self.found = misplaced(&self.folder, &self.named())?;
        Ok(())
    }
}

/// Every file below `berkas`, by its path below the cycle's folder.
fn files(cycle: &Folder) -> Result<Vec<String>, StoreError> {
    let mut files = Vec::new();
    let mut folders = vec![(DOCUMENTS.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for entry in cycle.list(&folder)? {
            let path = join(&folder, &entry.name);
            match entry.kind {
                FileKind::File => files.push(path),
                FileKind::Folder if depth < DEPTH => folders.push((path, depth + 1)),
                _ => {}
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Where files stand that are not where the events say, by the path named: looked for among those that no
/// event names, by size and digest. Costs a listing when nothing is missing.
fn misplaced(
    folder: &Folder,
    named: &BTreeMap<String, FileRef>,
) -> Result<BTreeMap<String, String>, StoreError> {
    let mut found = BTreeMap::new();
    if named.is_empty() {
        return Ok(found);
    }
    let files: BTreeSet<String> = files(folder)?.into_iter().collect();
    let missing: Vec<_> = named.values().filter(|file| !files.contains(&file.path)).collect();
    if missing.is_empty() {
        return Ok(found);
    }
    let sizes: BTreeSet<u64> = missing.iter().map(|file| file.size).collect();
    let mut strays: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in files.into_iter().filter(|path| !named.contains_key(path)) {
        let size = folder.metadata(&path)?.map(|meta| meta.size);
        if size.is_some_and(|size| sizes.contains(&size)) {
            let full = folder.path(&path)?;
            let digest = digest_file(folder.disk().as_ref(), &full, &[Algorithm::Sha256], &Quiet);
            if let Ok((_, digest)) = digest {
                strays.entry(digest.concat()).or_default().push(path);
            }
        }
    }
    for file in missing {
        if let Some(path) = strays.get_mut(&file.sha256).and_then(Vec::pop) {
            log::warn!("{} stands at {path}", file.path);
            found.insert(file.path.clone(), path);
        }
    }
    Ok(found)
}

pub(super) fn is_changed(
    folder: &Folder,
    path: &str,
    file: &FileRef,
    meta: &Meta,
    progress: &dyn Progress,
) -> Result<bool, StoreError> {
    if meta.kind != FileKind::File || meta.size != file.size {
        return Ok(true);
    }
    // Copying through FAT or an old share rounds times to two seconds.
    let same_time = match (meta.modified, file.modified) {
        (Some(now), Some(then)) => {
            let then = SystemTime::from(then);
            let difference = now.duration_since(then).or_else(|_| then.duration_since(now));
            difference.is_ok_and(|difference| difference.as_secs() < 3)
        }
        _ => false,
    };
    if same_time {
        return Ok(false);
    }
    let full = folder.path(path)?;
    let (_, digest) = digest_file(folder.disk().as_ref(), &full, &[Algorithm::Sha256], progress)?;
    Ok(digest.concat() != file.sha256)
}
