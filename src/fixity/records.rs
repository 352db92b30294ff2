//! Which content events and manifests record for each path, so that a damaged file is never taken for a new
//! one.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::in_bag;
use crate::archive::{self, Manifest};
use crate::cycle::{Cycle, CycleId, Document};
use crate::store::{Algorithm, Folder, Workspace, sha256};

/// Largest manifest of a dossier that is read.
const MAX_MANIFEST: u64 = 64 << 20;

/// Recorded SHA-256 by path below the data folder.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// Folders of sealed cycles that a person has cleared away.
    cleared: BTreeSet<String>,
    /// Digests by path: two PCs may have given one name to two files.
    documents: BTreeMap<String, BTreeSet<String>>,
    sealed: BTreeMap<String, String>,
}

impl Records {
    /// Reads what several states of one data folder record together. The events of a cycle in all states
    /// count, so that a damaged event in one of them loses nothing. A dossier's manifests are taken from any
    /// state in which they fit the seal that the journal recorded. The first state is the data folder itself.
    pub fn read(states: &[&Workspace]) -> Self {
        let mut records = Self::default();
        let mut cycles: BTreeMap<CycleId, Cycle> = BTreeMap::new();
        for cycle in states.iter().flat_map(|workspace| workspace.cycles()) {
            match cycles.get_mut(&cycle.id) {
                Some(known) => known.merge(cycle.events().to_vec()),
                None => drop(cycles.insert(cycle.id, cycle.clone())),
            }
        }
        let mut seals = BTreeMap::new();
        for cycle in cycles.values() {
            seals.extend(cycle.state().seals.iter().map(|seal| (seal.bag.clone(), seal.digest.clone())));
            if is_cleared(states, cycle) {
                records.cleared.insert(cycle.id.folder());
                continue;
            }
            // Files of removed documents may be deleted by a person once the dossier is sealed.
            let counts = |document: &&Document| document.removed.is_none() || !cycle.state().is_sealed();
            for version in cycle.state().documents.values().filter(counts).flat_map(Document::kept) {
                let path = format!("{}/{}", cycle.id.folder(), version.file.path);
                records.documents.entry(path).or_default().insert(version.file.sha256.clone());
            }
        }
        let folders: Vec<&Folder> = states.iter().map(|workspace| workspace.folder()).collect();
        let mut bags = BTreeSet::new();
        for folder in &folders {
            bags.extend(folder.list(archive::FOLDER).into_iter().flatten().map(|entry| entry.name));
        }
        for bag in bags {
            let path = format!("{}/{bag}", archive::FOLDER);
            if in_bag(&format!("{path}/x")).is_some() {
                records.add_bag(&path, seals.get(&bag).map(String::as_str), &folders);
            }
        }
        records
    }

    /// Adds the files of a bag: the seal gives the digest of the tag manifest, that gives the manifest's, and
    /// that gives the files'. Each of them is read from a state in which it fits the one before.
    fn add_bag(&mut self, bag: &str, seal: Option<&str>, folders: &[&Folder]) {
        let tagmanifest = format!("{bag}/tagmanifest-sha256.txt");
        let Some(tags) = read_fitting(folders, &tagmanifest, seal) else { return };
        self.sealed.insert(tagmanifest, sha256(&tags));
        for (path, digest) in entries(bag, true, &tags) {
            if path == format!("{bag}/manifest-sha256.txt")
                && let Some(files) = read_fitting(folders, &path, Some(&digest))
            {
                self.sealed.extend(entries(bag, false, &files));
            }
            self.sealed.insert(path, digest);
        }
    }

    /// The recorded digest of a file, if there is one.
    pub fn digest(&self, path: &str) -> Option<&str> {
        let document = self.documents.get(path).and_then(BTreeSet::first);
        document.or_else(|| self.sealed.get(path)).map(String::as_str)
    }

    /// Whether this content is recorded for this path.
    pub fn has(&self, path: &str, digest: &str) -> bool {
        self.documents.get(path).is_some_and(|digests| digests.contains(digest))
            || self.sealed.get(path).is_some_and(|sealed| sealed == digest)
    }

    /// Whether a file lies in the working folder of a sealed cycle that a person has cleared away: the
    /// dossier has all of the folder's documents.
    pub fn is_cleared(&self, path: &str) -> bool {
        path.split_once('/').is_some_and(|(folder, _)| self.cleared.contains(folder))
    }

    /// Every path with its digest.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let sealed = self.sealed.iter().map(|(path, digest)| (path.as_str(), digest.as_str()));
        self.documents().chain(sealed)
    }

    /// The documents of cycles, without the files of dossiers.
    pub fn documents(&self) -> impl Iterator<Item = (&str, &str)> {
        let each = self.documents.iter();
        each.flat_map(|(path, digests)| digests.iter().map(move |digest| (path.as_str(), digest.as_str())))
    }
}

/// Whether a person has cleared away the working folder of a cycle after sealing, or the documents in it.
fn is_cleared(states: &[&Workspace], cycle: &Cycle) -> bool {
    let documents = format!("{}/berkas", cycle.id.folder());
    let gone = |first: &&Workspace| matches!(first.folder().metadata(&documents), Ok(None));
    cycle.state().is_sealed() && states.first().is_some_and(gone)
}

fn read_fitting(folders: &[&Folder], path: &str, digest: Option<&str>) -> Option<Vec<u8>> {
    let mut contents = folders.iter().filter_map(|folder| folder.read(path, MAX_MANIFEST).ok());
    contents.find(|bytes| digest.is_none_or(|digest| sha256(bytes) == digest))
}

fn entries(bag: &str, of_tags: bool, bytes: &[u8]) -> Vec<(String, String)> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    let manifest = Manifest::parse(Algorithm::Sha256, of_tags, text);
    manifest.entries.into_iter().map(|entry| (format!("{bag}/{}", entry.path), entry.digest)).collect()
}
