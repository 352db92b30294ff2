//! The files of documents: where they stand, what happened to them outside the program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::SystemTime;

use super::{DOCUMENTS, OpenCycle, Workspace};
use crate::cycle::{CycleId, EventId, FileRef};
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

    /// Versions whose files were altered, moved or removed outside the program. Cheap: a file is read only
    /// if its time differs while its size does not.
    pub fn changed_outside(
        &mut self,
        id: CycleId,
        progress: &dyn Progress,
    ) -> Result<Vec<Outside>, StoreError> {
        self.open_cycle(id)?;
        let Some(open) = self.cycles.get_mut(&id) else { return Ok(Vec::new()) };
        open.find_misplaced()?;
        let mut findings = Vec::new();
        for document in open.cycle.iter().flat_map(|cycle| cycle.state().documents.values()) {
            for version in &document.versions {
                let file = &version.file;
                let actual = open.actual(&file.path);
                // A path that leads out of the folder is no place where a file could be.
                let meta = match open.folder.metadata(actual) {
                    Err(error) if *error.kind() == ErrorKind::BadPath => None,
                    meta => meta?,
                };
                let what = match meta {
                    None => Some(OutsideKind::Missing),
                    Some(meta) if is_changed(&open.folder, actual, file, &meta, progress)? => {
                        Some(OutsideKind::Changed)
                    }
                    Some(_) if actual != file.path => Some(OutsideKind::Moved(open.folder.path(actual)?)),
                    Some(_) => None,
                };
                if let Some(what) = what {
                    let path = open.folder.root().join(&file.path);
                    findings.push(Outside {
                        document: document.id.clone(),
                        version: version.stamp.id.clone(),
                        path,
                        what,
                    });
                }
            }
        }
        Ok(findings)
    }

    /// Files among the documents that no event names, as paths below the cycle's folder: copied there in
    /// the file manager, or left by a power loss. Offered for adoption ([`Self::adopt`]).
    pub fn orphans(&self, id: CycleId) -> Result<Vec<String>, StoreError> {
        let open = self.open_cycle(id)?;
        let named = open.named();
        let actual: BTreeSet<&str> = named.keys().map(|path| open.actual(path)).collect();
        let mut files = open.files()?;
        files.retain(|path| !actual.contains(path.as_str()));
        Ok(files)
    }
}

impl OpenCycle {
    /// Every file that the events name, by its path.
    fn named(&self) -> BTreeMap<String, FileRef> {
        let documents = self.cycle.iter().flat_map(|cycle| cycle.state().documents.values());
        let versions = documents.flat_map(|document| &document.versions);
        versions.map(|version| (version.file.path.clone(), version.file.clone())).collect()
    }

    /// Every file below `berkas`, by its path below the cycle's folder.
    fn files(&self) -> Result<Vec<String>, StoreError> {
        let mut files = Vec::new();
        let mut folders = vec![(DOCUMENTS.to_owned(), 0)];
        while let Some((folder, depth)) = folders.pop() {
            for entry in self.folder.list(&folder)? {
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

    /// Looks for files that are not where the events say, among those that no event names, by size and
    /// digest. Costs a listing when nothing is missing.
    pub(super) fn find_misplaced(&mut self) -> Result<(), StoreError> {
        self.found.clear();
        let named = self.named();
        if named.is_empty() {
            return Ok(());
        }
        let files: BTreeSet<String> = self.files()?.into_iter().collect();
        let missing: Vec<_> = named.values().filter(|file| !files.contains(&file.path)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let sizes: BTreeSet<u64> = missing.iter().map(|file| file.size).collect();
        let mut strays: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for path in files.into_iter().filter(|path| !named.contains_key(path)) {
            let size = self.folder.metadata(&path)?.map(|meta| meta.size);
            if size.is_some_and(|size| sizes.contains(&size)) {
                let full = self.folder.path(&path)?;
                let digest = digest_file(self.folder.disk().as_ref(), &full, &[Algorithm::Sha256], &Quiet);
                if let Ok((_, digest)) = digest {
                    strays.entry(digest.concat()).or_default().push(path);
                }
            }
        }
        for file in missing {
            if let Some(path) = strays.get_mut(&file.sha256).and_then(Vec::pop) {
                log::warn!("{} stands at {path}", file.path);
                self.found.insert(file.path.clone(), path);
            }
        }
        Ok(())
    }
}

fn is_changed(
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
