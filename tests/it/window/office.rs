//! An office with a data folder, read by a second program while the first one works.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::Local;
use renja::cycle::{CycleId, Document, Kind, StepStatus};
use renja::pc::LocalSettings;
use renja::sop::{self, SlotKey, StepNo};
use renja::store::{Who, Workspace};
use tempfile::TempDir;

use crate::support::tools::wait_for;

/// The cycle that is worked on.
pub const CYCLE: CycleId = CycleId { year: 2027, kind: Kind::Induk };

pub struct Office {
    folder: TempDir,
}

impl Office {
    /// A data folder with a cycle just begun.
    pub fn with_a_cycle() -> Self {
        let office = Self { folder: TempDir::new().expect("a folder") };
        let who = Who { by: "Sekretariat".to_owned(), at: Local::now().fixed_offset() };
        let mut workspace = Workspace::create(&office.data(), &office.local(), "Bappeda Kota", &who).unwrap();
        workspace.start_cycle(CYCLE, sop::builtin(), &who).unwrap();
        office
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The state of a step on disk.
    pub fn status(&self, step: StepNo) -> StepStatus {
        let workspace = Workspace::open(&self.data(), &self.local()).unwrap();
        workspace.cycle(CYCLE).expect("the cycle").state().status(step)
    }

    /// Local app data of the second program.
    fn local(&self) -> PathBuf {
        self.folder.path().join("local")
    }

    /// A home folder in which the program has been used before, so that it asks nothing.
    pub fn home() -> TempDir {
        Self::home_of("Rina")
    }

    /// Like [`Self::home`], for a person of this name.
    pub fn home_of(name: &str) -> TempDir {
        let home = TempDir::new().expect("a home");
        let settings = LocalSettings { name: name.to_owned(), ..LocalSettings::default() };
        settings.save(&home.path().join(".local/share/renja")).unwrap();
        home
    }

    /// A document outside the data folder, with unique content.
    pub fn document(&self, name: &str) -> PathBuf {
        let outside = self.folder.path().join("unduhan");
        std::fs::create_dir_all(&outside).unwrap();
        let file = outside.join(name);
        std::fs::write(&file, format!("isi {name}")).unwrap();
        file
    }

    /// Where the program filed a document that came under this name, once it is on disk.
    pub fn filed(&self, name: &str) -> Filed {
        let filed = wait_for(name, Duration::from_secs(15), || {
            let workspace = Workspace::open(&self.data(), &self.local()).unwrap();
            let cycle = workspace.cycle(CYCLE).expect("the cycle");
            let mut found = cycle.state().documents.values().filter(|document| came_as(document, name));
            let filed = found.next().map(|document| Filed {
                step: document.step,
                slot: document.slot.clone(),
                file: workspace.document_path(CYCLE, &document.current().file).unwrap(),
            });
            assert!(found.next().is_none(), "{name} was filed twice");
            filed
        });
        assert_eq!(std::fs::read_to_string(&filed.file).unwrap(), format!("isi {name}"));
        let folder = filed.file.parent().and_then(Path::file_name).unwrap().to_string_lossy().into_owned();
        assert!(folder.starts_with(&format!("{:02} ", filed.step.0)), "{} is in {folder}", filed.step);
        filed
    }
}

/// Step and path of a document.
#[derive(Debug)]
pub struct Filed {
    pub step: StepNo,
    pub slot: Option<SlotKey>,
    pub file: PathBuf,
}

fn came_as(document: &Document, name: &str) -> bool {
    document.versions.iter().any(|version| version.file.original == name)
}
