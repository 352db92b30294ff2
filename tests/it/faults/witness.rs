//! Remembers what has been acknowledged, and checks whether a disk still has it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use renja::archive::{Verdict, check, seal};
use renja::cycle::{Cycle, CycleId, Document, Event, EventId};
use renja::store::{Adopt, OfficeChange, Quiet, Workspace, sha256};

use super::storage::Tree;
use super::tear::Tear;
use super::work::{Bench, DATA, LOCAL};
use super::{ModelDisk, Storage};
use crate::store::who;

/// Something that the program has told the person is done.
#[derive(Clone, Debug)]
pub enum Ack {
    /// The data folder was made.
    Created,
    /// A cycle was begun.
    Begun(CycleId),
    /// An event of a cycle.
    Event(CycleId, Box<Event>),
    /// An event of which only the id is known.
    Known(CycleId, EventId),
    /// A dossier was sealed, whatever its name.
    Dossier(CycleId),
    /// A dossier was sealed: its folder and its digest.
    Sealed(CycleId, String, String),
    /// A person has put a file somewhere with another program.
    Made(PathBuf, Vec<u8>),
    /// A person has changed a document's content with another program.
    Edited { before: Vec<u8>, after: Vec<u8> },
}

/// Results of an examination that may differ from case to case.
#[derive(Debug, Default, Clone, Copy)]
pub struct Found {
    /// Files without an event, offered for adoption.
    pub orphans: usize,
    /// Whether a dossier was sealed by the examination, because it was not or only partly sealed before.
    pub sealed_now: bool,
}

/// Opens the disk's data folder as the program does at a start.
pub fn open(disk: &ModelDisk) -> Result<Workspace, renja::store::StoreError> {
    Workspace::open_on(Arc::new(disk.clone()), Path::new(DATA), Path::new(LOCAL))
}

/// Checks the invariant on a disk, whatever has happened to it. [`Found`] is the result.
pub fn examine(storage: Storage, acks: &[Ack], label: &str) -> Found {
    let disk = ModelDisk::boot(storage);
    let workspace = match open(&disk) {
        Ok(workspace) => workspace,
        Err(error) if acks.iter().any(|ack| matches!(ack, Ack::Created)) => panic!("{label}: {error}"),
        Err(_) => {
            let begun = Bench::begin(&disk);
            drop(begun.unwrap_or_else(|error| panic!("{label}: no folder can be made: {error}")));
            let after = ModelDisk::boot(Tear::LOST.of(&disk.storage()));
            open(&after)
                .unwrap_or_else(|error| panic!("{label}: made, and gone after a power loss: {error}"));
            return Found::default();
        }
    };
    let mut found = Found::default();
    assert!(!workspace.is_read_only(), "{label}: read-only");
    remembers(&workspace, &disk, acks, label);
    for cycle in workspace.cycles() {
        found.orphans += workspace.orphans(cycle.id).unwrap().len();
    }
    drop(workspace);

    let second = disk.storage().tree();
    drop(open(&disk).unwrap_or_else(|error| panic!("{label}: a further start: {error}")));
    same(&second, &disk.storage().tree(), label);

    found.sealed_now = goes_on(&disk, acks, label);
    found
}

/// Asserts that everything acknowledged is there, and every document is whole.
pub fn remembers(workspace: &Workspace, disk: &ModelDisk, acks: &[Ack], label: &str) {
    let storage = disk.storage().clone();
    let events: BTreeMap<(CycleId, &EventId), &Event> = workspace
        .cycles()
        .flat_map(|cycle| cycle.events().iter().map(|event| ((cycle.id, &event.stamp.id), event)))
        .collect();
    for ack in acks {
        match ack {
            Ack::Created | Ack::Edited { .. } => {}
            Ack::Begun(id) => assert!(workspace.cycle(*id).is_some(), "{label}: {} is gone", id.folder()),
            Ack::Event(id, event) => {
                let there = events.get(&(*id, &event.stamp.id));
                assert_eq!(there, Some(&event.as_ref()), "{label}: an acknowledged event is gone");
            }
            Ack::Known(id, event) => {
                assert!(events.contains_key(&(*id, event)), "{label}: {event:?} is gone");
            }
            Ack::Dossier(id) => {
                let seal = workspace.cycle(*id).unwrap().state().seals.last();
                let seal = seal.unwrap_or_else(|| panic!("{label}: the seal is gone"));
                assert_intact(disk, &seal.bag, &seal.digest, label);
            }
            Ack::Sealed(id, bag, digest) => {
                let seals = &workspace.cycle(*id).unwrap().state().seals;
                let known = seals.iter().any(|seal| seal.bag == *bag && seal.digest == *digest);
                assert!(known, "{label}: the seal is gone");
                assert_intact(disk, bag, digest, label);
            }
            Ack::Made(path, bytes) => {
                let stays = storage.content(path).is_ok_and(|there| *there == *bytes);
                // If adopted, the file may have been moved to another place.
                let elsewhere = || storage.tree().values().flatten().any(|there| **there == *bytes);
                let given_up =
                    || acks.iter().any(|ack| matches!(ack, Ack::Edited { before, .. } if before == bytes));
                assert!(stays || elsewhere() || given_up(), "{label}: {} is gone", path.display());
            }
        }
    }
    for cycle in workspace.cycles() {
        assert_whole(workspace, cycle, &storage, acks, label);
    }
    assert_eq!(workspace.problems(), [], "{label}: no file is broken by a fault of writing");
    assert_eq!(workspace.waiting(), [], "{label}");
}

fn assert_whole(workspace: &Workspace, cycle: &Cycle, storage: &Storage, acks: &[Ack], label: &str) {
    let is_edited =
        |bytes: &[u8]| acks.iter().any(|ack| matches!(ack, Ack::Edited { after, .. } if after == bytes));
    for version in cycle.state().documents.values().flat_map(Document::kept) {
        let path = workspace.document_path(cycle.id, &version.file).unwrap();
        let bytes = match storage.content(&path) {
            Ok(bytes) => bytes,
            // If the document was edited in place and the program was killed while moving it, the digest no
            // longer identifies the file: it is reported missing, and offered for adoption where it is.
            Err(_) if storage.tree().values().flatten().any(|bytes| is_edited(bytes)) => continue,
            // Files in the folder of a sealed cycle are not looked for when an interrupted move left them
            // elsewhere: the dossier has them.
            Err(_) if cycle.state().is_sealed() && has(storage, &version.file.sha256) => continue,
            Err(error) => panic!("{label}: {}: {error}", path.display()),
        };
        if !is_edited(&bytes) {
            assert_eq!(sha256(&bytes), version.file.sha256, "{label}: {}", path.display());
        }
    }
}

/// Whether any file has this digest.
fn has(storage: &Storage, digest: &str) -> bool {
    storage.tree().values().flatten().any(|bytes| sha256(bytes) == digest)
}

fn assert_intact(disk: &ModelDisk, bag: &str, digest: &str, label: &str) {
    let report = check(disk, &Path::new(DATA).join("arsip").join(bag), &Quiet);
    assert_eq!((report.verdict, &report.findings[..]), (Verdict::Intact, &[][..]), "{label}: {bag}");
    assert_eq!(report.seal.as_deref(), Some(digest), "{label}: {bag}");
}

fn same(before: &Tree, after: &Tree, label: &str) {
    let differ = before.iter().find(|(path, bytes)| after.get(*path) != Some(bytes)).map(|(path, _)| path);
    let differ = differ.or_else(|| after.keys().find(|path| !before.contains_key(*path)));
    assert_eq!(differ, None, "{label}: a further start changes this");
}

/// Asserts that interrupted work can go on and is durable. Returns whether a cycle was sealed.
fn goes_on(disk: &ModelDisk, acks: &[Ack], label: &str) -> bool {
    let mut bench = Bench::resume(disk, acks);
    let id = super::work::INDUK;
    let Some(cycle) = bench.workspace.cycle(id) else {
        bench.begin_cycle().unwrap_or_else(|error| panic!("{label}: no cycle can be begun: {error}"));
        return false;
    };
    let (is_sealed, is_ready) = (cycle.state().is_sealed(), cycle.ready_to_seal().is_ok());
    if is_sealed {
        let name = OfficeChange::NameSet { name: "Kantor lain".to_owned() };
        bench.workspace.change_office(vec![name], &who()).unwrap_or_else(|error| panic!("{label}: {error}"));
    } else if is_ready {
        // Undoing fails, with a message, if a person has edited the document in place.
        let edited = acks.iter().any(|ack| matches!(ack, Ack::Edited { .. }));
        match bench.seal() {
            Err(error) if edited && error.is_of_document() => return false,
            result => result.unwrap_or_else(|error| panic!("{label}: cannot be sealed: {error}")),
        }
    } else {
        let orphans = bench.workspace.orphans(id).unwrap();
        for path in orphans {
            bench.adopt(path).unwrap_or_else(|error| panic!("{label}: cannot be adopted: {error}"));
        }
        bench.attach(2, "lagi.pdf", b"lagi", None).unwrap_or_else(|error| panic!("{label}: {error}"));
    }
    let acks = bench.acks().clone();
    drop(bench);
    let after = ModelDisk::boot(Tear::LOST.of(&disk.storage()));
    let workspace = open(&after).unwrap();
    remembers(&workspace, &after, &acks, &format!("{label}, then work and a power loss"));
    if is_sealed {
        assert_eq!(workspace.office().name(), "Kantor lain", "{label}");
    }
    is_ready
}

/// Seals a cycle; returns what the witness has to remember.
pub fn seal_now(workspace: &mut Workspace, id: CycleId) -> Result<Ack, renja::archive::ArchiveError> {
    let sealed = seal(workspace, id, &who(), &Quiet)?;
    Ok(Ack::Sealed(id, sealed.bag, sealed.digest))
}

/// A file without an event, to be made a document of step 3.
pub fn to_adopt(path: String) -> Adopt {
    Adopt { path, step: renja::sop::StepNo(3), slot: None, title: String::new(), version_of: None }
}
