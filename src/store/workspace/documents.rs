//! The files of documents: where they stand, what happened to them outside the program.

use std::collections::btree_map::Entry;
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
use crate::store::system_files::is_leftover_path;

/// How deep folders below `berkas` are looked into.
const DEPTH: usize = 4;

/// Files as the events name them, by path and digest: on two PCs two files may have got one name.
pub(super) type Named = BTreeMap<(String, String), FileRef>;
/// Where files stand that are not where the events say.
pub(super) type FoundPaths = BTreeMap<(String, String), String>;

pub(super) fn key(file: &FileRef) -> (String, String) {
    (file.path.clone(), file.sha256.clone())
}

/// A key that sorts before every key of this path.
fn first_at(path: &str) -> (String, String) {
    (path.to_owned(), String::new())
}

/// The path at which a file really stands.
pub(super) fn actual<'a>(found: &'a FoundPaths, file: &'a FileRef) -> &'a str {
    let moved = if found.is_empty() { None } else { found.get(&key(file)) };
    moved.unwrap_or(&file.path)
}

/// A version of a document whose file is not as it was attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// The document.
    pub document: EventId,
    /// The event that added the version.
    pub version: EventId,
    /// Where the file is, or where it should be if it is missing.
    pub path: PathBuf,
    /// What happened to it.
    pub what: OutsideKind,
}

/// What happened to a file outside the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutsideKind {
    /// The file is gone, or has not arrived yet.
    Missing,
    /// The file has another content.
    Changed,
    /// The file stands, unchanged, at another place of the cycle's folder.
    Moved,
}

impl Workspace {
    /// Path of a file of a cycle, in the outbox if it waits there. The disk is not read.
    pub fn document_path(&self, id: CycleId, file: &FileRef) -> Result<PathBuf, StoreError> {
        let open = self.open_cycle(id)?;
        open.files(open.waits(file)).path(open.actual(file))
    }

    /// The documents of a cycle as they should be, to be compared with their files on any thread. No document
    /// is read yet, but a folder that is away is an error: not every file in it is missing.
    pub fn look(&mut self, id: CycleId) -> Result<Look, StoreError> {
        self.reach()?;
        let open = self.open_cycle(id)?;
        let documents = open.cycle.iter().flat_map(|cycle| cycle.state().documents.values());
        let kept = documents.flat_map(|document| {
            document
                .kept()
                .filter(|version| !open.waits(&version.file))
                .map(|version| (document.id.clone(), version.stamp.id.clone(), version.file.clone()))
        });
        Ok(Look {
            folder: open.folder.clone(),
            named: open.named(),
            found: open.found.clone(),
            kept: kept.collect(),
        })
    }

    /// Files among the documents that no event names, as paths below the cycle's folder: copied there in the
    /// file manager, or left by a power loss. They are offered for [`Self::adopt`].
    pub fn orphans(&self, id: CycleId) -> Result<Vec<String>, StoreError> {
        let open = self.open_cycle(id)?;
        let named = open.named();
        orphans(&open.folder, &named, &misplaced(&open.folder, &named, &open.found)?)
    }
}

fn orphans(folder: &Folder, named: &Named, found: &FoundPaths) -> Result<Vec<String>, StoreError> {
    let actual: BTreeSet<&str> = named.values().map(|file| actual(found, file)).collect();
    let mut files = files(folder)?;
    files.retain(|path| !actual.contains(path.as_str()) && !is_leftover_path(path));
    Ok(files)
}

/// What was found when documents were compared with their files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Looked {
    /// Versions whose files are not as they were attached.
    pub outside: Vec<Outside>,
    /// Files that no event names, as [`Workspace::orphans`].
    pub orphans: Vec<String>,
}

/// Documents of a cycle that are about to be compared with their files.
#[derive(Debug)]
pub struct Look {
    folder: Folder,
    named: Named,
    /// Where files were found before.
    found: FoundPaths,
    /// Document, version and file.
    kept: Vec<(EventId, EventId, FileRef)>,
}

impl Look {
    /// Versions whose files were altered, moved or removed outside the program. Cheap: a file is read only
    /// if its time differs while its size does not.
    pub fn changed_outside(&self, progress: &dyn Progress) -> Result<Vec<Outside>, StoreError> {
        self.compare(&self.misplaced()?, progress)
    }

    /// As [`Self::changed_outside`], with the files that no event names.
    pub fn all(&self, progress: &dyn Progress) -> Result<Looked, StoreError> {
        let found = self.misplaced()?;
        let orphans = orphans(&self.folder, &self.named, &found)?;
        Ok(Looked { outside: self.compare(&found, progress)?, orphans })
    }

    fn misplaced(&self) -> Result<FoundPaths, StoreError> {
        misplaced(&self.folder, &self.named, &self.found)
    }

    fn compare(&self, found: &FoundPaths, progress: &dyn Progress) -> Result<Vec<Outside>, StoreError> {
        let mut findings = Vec::new();
        for (document, version, file) in &self.kept {
            let actual = actual(found, file);
            // No file can be at a path that leads out of the folder.
            let meta = match self.folder.metadata(actual) {
                Err(error) if *error.kind() == ErrorKind::BadPath => None,
                meta => meta?,
            };
            let what = match meta {
                None => Some(OutsideKind::Missing),
                Some(meta) if is_changed(&self.folder, actual, file, &meta, progress)? => {
                    Some(OutsideKind::Changed)
                }
                Some(_) if actual != file.path => Some(OutsideKind::Moved),
                Some(_) => None,
            };
            findings.extend(what.map(|what| Outside {
                document: document.clone(),
                version: version.clone(),
                path: self.folder.root().join(actual),
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

    /// Every file that should be in the folder by now.
    fn named(&self) -> Named {
        let files = self.kept().map(|version| &version.file).filter(|file| !self.waits(file));
        files.map(|file| (key(file), file.clone())).collect()
    }

    /// Looks for files that are not where the events say. A sealed cycle is left alone.
    pub(super) fn find_misplaced(&mut self) -> Result<(), StoreError> {
        self.found = misplaced(&self.folder, &self.named(), &self.found)?;
        Ok(())
    }
}

/// Every file below `berkas`, by its path below the cycle's folder. A folder that this person may not read is
/// left out: the check of the data folder reports it.
pub(super) fn files(cycle: &Folder) -> Result<Vec<String>, StoreError> {
    let mut files = Vec::new();
    let mut folders = vec![(DOCUMENTS.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let entries = match cycle.list(&folder) {
            Err(error) if *error.kind() == ErrorKind::Denied && folder != DOCUMENTS => {
                log::warn!("{error}");
                continue;
            }
            entries => entries?,
        };
        for entry in entries {
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

/// Where files stand that are not where the events say: looked for by size and digest among the files that no
/// event names, then among all. A file that was found `before` and has been edited since keeps that place, so
/// that a person is given it to open. Costs a listing if every file is in its place and there are no others.
fn misplaced(folder: &Folder, named: &Named, before: &FoundPaths) -> Result<FoundPaths, StoreError> {
    let mut found = FoundPaths::new();
    if named.is_empty() {
        return Ok(found);
    }
    let files: BTreeSet<String> = files(folder)?.into_iter().collect();
    let is_named =
        |path: &String| named.range(first_at(path)..).next().is_some_and(|(key, _)| key.0 == *path);
    let (given, strays): (Vec<_>, Vec<_>) = files.iter().partition(|path| is_named(path));
    let strays = by_size(folder, strays)?;
    let mut digests = Digests { folder, known: BTreeMap::new() };
    let mut missing = Vec::new();
    for (key, file) in named {
        let twins = named.range(first_at(&file.path)..).take_while(|(other, _)| other.0 == file.path).count();
        // Files on two PCs may have got one name, and a sync program have renamed one of them; or a file that
        // no event names has the same size, and may be the right one. Then digests have to tell.
        let is_sure = twins == 1 && !strays.contains_key(&file.size);
        if files.contains(&file.path) && (is_sure || *digests.of(&file.path)? == file.sha256) {
            continue;
        }
        match digests.find(&strays, file) {
            Some(path) => {
                log::warn!("{} stands at {path}", file.path);
                found.insert(key.clone(), path.clone());
            }
            None => missing.push((key, file)),
        }
    }
    if missing.is_empty() {
        return Ok(found);
    }
    // The file may serve another document too, or its move to the place of another may have been cut off.
    let given = by_size(folder, given)?;
    for (key, file) in missing {
        let edited = || before.get(key).filter(|path| files.contains(*path) && !is_named(path));
        let place = digests.find(&given, file).or_else(edited);
        found.extend(place.map(|path| (key.clone(), path.clone())));
    }
    Ok(found)
}

fn by_size<'a>(
    folder: &Folder,
    paths: Vec<&'a String>,
) -> Result<BTreeMap<u64, Vec<&'a String>>, StoreError> {
    let mut by_size = BTreeMap::<u64, Vec<&String>>::new();
    for path in paths {
        let size = folder.metadata(path)?.map_or(0, |meta| meta.size);
        by_size.entry(size).or_default().push(path);
    }
    Ok(by_size)
}

/// Digests of files, each read once.
struct Digests<'a> {
    folder: &'a Folder,
    known: BTreeMap<String, String>,
}

impl Digests<'_> {
    fn of(&mut self, path: &str) -> Result<&String, StoreError> {
        match self.known.entry(path.to_owned()) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(unknown) => Ok(unknown.insert(digest_of(self.folder, path, &Quiet)?)),
        }
    }

    /// The first of these files with the content of `file`.
    fn find<'a>(&mut self, by_size: &BTreeMap<u64, Vec<&'a String>>, file: &FileRef) -> Option<&'a String> {
        let mut same_size = by_size.get(&file.size).into_iter().flatten();
        same_size.find(|path| self.of(path).is_ok_and(|digest| *digest == file.sha256)).copied()
    }
}

/// Whether a file with this content stands at a path. Its time proves nothing: another file of the same size
/// may have the same time.
pub(super) fn holds(folder: &Folder, path: &str, file: &FileRef) -> Result<bool, StoreError> {
    let Some(meta) = folder.metadata(path)? else { return Ok(false) };
    let timeless = FileRef { modified: None, ..file.clone() };
    Ok(!is_changed(folder, path, &timeless, &meta, &Quiet)?)
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
    Ok(digest_of(folder, path, progress)? != file.sha256)
}

fn digest_of(folder: &Folder, path: &str, progress: &dyn Progress) -> Result<String, StoreError> {
    let full = folder.path(path)?;
    let (_, digest) = digest_file(folder.disk().as_ref(), &full, &[Algorithm::Sha256], progress)?;
    Ok(digest.concat())
}
