//! The data folder on a real disk, with faults injected through [`Disk`] and by killing processes.

mod attach;
mod cycles;
mod deeds;
mod faults;
pub mod faulty;
mod files;
mod folder;
pub mod kill;
mod outbox;
mod parcels;
mod presence;
mod several;
pub mod share;
mod synced;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::DateTime;
use renja::cycle::{CycleId, EventId, FileRef};
use renja::sop::{SlotKey, StepNo, builtin};
use renja::store::{Attach, Disk, Quiet, StoreError, Who, Workspace, sha256};

use faulty::{Faults, FaultyDisk};

pub const CYCLE: CycleId = CycleId { year: 2027, kind: renja::cycle::Kind::Induk };

/// A data folder and local app data, in a temporary folder that is deleted with the test.
pub struct Place {
    dir: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    pub fn local(&self) -> PathBuf {
        self.dir.path().join("local")
    }

    /// Local app data of a second PC.
    pub fn other_local(&self) -> PathBuf {
        self.dir.path().join("other")
    }

    /// A data folder with one cycle.
    pub fn with_cycle() -> Self {
        let place = Self::new();
        let mut workspace = Workspace::create(&place.data(), &place.local(), "Kesbangpol", &who()).unwrap();
        workspace.start_cycle(CYCLE, builtin(), &who()).unwrap();
        drop(workspace);
        place
    }

    pub fn open(&self) -> Workspace {
        Workspace::open(&self.data(), &self.local()).unwrap()
    }

    pub fn open_on(&self, disk: Arc<dyn Disk>) -> Result<Workspace, StoreError> {
        Workspace::open_on(disk, &self.data(), &self.local())
    }

    /// The folder opened on a disk on which faults can be set.
    pub fn open_to_hurt(&self) -> (FaultyDisk, Workspace) {
        let disk = FaultyDisk::new(Faults::default());
        let workspace = self.open_on(Arc::new(disk.clone())).unwrap();
        (disk, workspace)
    }

    /// Makes a file to attach, outside the data folder.
    pub fn source(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let dir = self.dir.path().join("sumber");
        std::fs::create_dir_all(&dir).unwrap();
        let path = dir.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub fn cycle_dir(&self) -> PathBuf {
        self.data().join(CYCLE.folder())
    }

    /// All files below the data folder, by their paths relative to it.
    pub fn files(&self) -> BTreeSet<String> {
        let mut files = BTreeSet::new();
        collect(&self.data(), &self.data(), &mut files);
        files
    }

    /// Event files of the cycle.
    pub fn event_files(&self) -> Vec<PathBuf> {
        let files = self.files();
        let events = files.iter().filter(|path| path.contains("-induk/jurnal/"));
        events.map(|path| self.data().join(path)).collect()
    }
}

pub fn collect(root: &Path, dir: &Path, files: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            files.insert(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
        }
    }
}

pub fn who() -> Who {
    let at = DateTime::parse_from_rfc3339("2026-08-03T08:00:00+07:00").unwrap();
    Who { by: "Budi".to_owned(), at }
}

/// Attaches a file to a step, as an extra document.
pub fn to_step(step: u8, source: PathBuf) -> Attach {
    Attach { source, step: StepNo(step), slot: None, title: String::new(), stage: None, version_of: None }
}

/// The file of a document's current version, as the events name it.
pub fn file_of(workspace: &Workspace, document: &EventId) -> FileRef {
    workspace.cycle(CYCLE).unwrap().state().documents[document].current().file.clone()
}

pub fn output(step: u8) -> SlotKey {
    builtin().step(StepNo(step)).unwrap().outputs[0].key.clone()
}

/// Asserts that every attachment named by an event is there with its digest.
pub fn assert_whole(workspace: &Workspace) {
    for cycle in workspace.cycles() {
        for document in cycle.state().documents.values() {
            for version in &document.versions {
                let path = workspace.document_path(cycle.id, &version.file).unwrap();
                let bytes =
                    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                assert_eq!(sha256(&bytes), version.file.sha256, "{}", path.display());
                assert_eq!(bytes.len() as u64, version.file.size);
            }
        }
    }
    assert_eq!(workspace.problems(), [], "no file is broken by a fault of writing");
}

/// Asserts that no unfinished file is left.
pub fn assert_tidy(place: &Place) {
    let left: Vec<_> = place.files().into_iter().filter(|path| path.contains(".tmp")).collect();
    assert_eq!(left, [""; 0]);
}

pub fn quiet() -> &'static Quiet {
    &Quiet
}
