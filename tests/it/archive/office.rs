//! A cycle ready to be sealed, in a temporary data folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};
use renja::archive::{ArchiveError, Sealed, seal};
use renja::cycle::{ArchiveForm, Command, CycleId, EventId, Place};
use renja::sop::{StepNo, builtin};
use renja::store::{Attach, Quiet, Who, Workspace};

use crate::store::faulty::{Faults, FaultyDisk};

pub const INDUK: CycleId = CycleId { year: 2027, kind: renja::cycle::Kind::Induk };

pub fn who() -> Who {
    Who { by: "Ani <b>".to_owned(), at: at("2027-08-03T08:05:00+07:00") }
}

pub fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

/// A data folder, local app data and source files, all deleted with the test.
pub struct Office {
    pub dir: tempfile::TempDir,
}

impl Office {
    pub fn new() -> Self {
        let office = Self { dir: tempfile::tempdir().unwrap() };
        Workspace::create(&office.root(), &office.local(), "Badan Kesbangpol & Linmas", &who()).unwrap();
        office
    }

    /// A cycle with documents, all steps done and the form filled in.
    pub fn ready() -> Self {
        let office = Self::new();
        office.work(&mut office.open(), INDUK);
        office
    }

    pub fn root(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    pub fn local(&self) -> PathBuf {
        self.dir.path().join("local")
    }

    pub fn open(&self) -> Workspace {
        Workspace::open(&self.root(), &self.local()).unwrap()
    }

    /// The folder opened on a disk on which faults can be set.
    pub fn open_to_hurt(&self) -> (FaultyDisk, Workspace) {
        let disk = FaultyDisk::new(Faults::default());
        let workspace = Workspace::open_on(Arc::new(disk.clone()), &self.root(), &self.local()).unwrap();
        (disk, workspace)
    }

    pub fn bag(&self, folder: &str) -> PathBuf {
        self.root().join("arsip").join(folder)
    }

    /// Works on a cycle until it can be sealed.
    pub fn work(&self, workspace: &mut Workspace, id: CycleId) {
        workspace.start_cycle(id, builtin(), &who()).unwrap();
        let undangan = self.attach(workspace, id, 6, "Undangan rapat.pdf", b"%PDF undangan", None);
        self.attach(workspace, id, 6, "Undangan rapat.pdf", b"%PDF undangan final", Some(undangan.clone()));
        self.attach(workspace, id, 7, "Notula <script>alert(1)</script>.docx", b"PK notula", None);
        self.attach(workspace, id, 7, "re\u{301}sume\u{301} 100% \u{202e}fdp.txt", "café".as_bytes(), None);
        let wrong = self.attach(workspace, id, 8, "salah.txt", b"salah", None);
        let do_it = |workspace: &mut Workspace, command: Command| {
            workspace.execute(id, &command, &who()).unwrap_or_else(|error| panic!("{command:?}: {error}"));
        };
        do_it(
            workspace,
            Command::RemoveDocument { document: wrong, reason: "keliru".to_owned(), paths: Vec::new() },
        );
        let number = Command::SetNumber {
            document: undangan,
            number: format!("005/123-Bappeda/{}", id.year),
            date: NaiveDate::from_ymd_opt(id.year - 1, 3, 2),
        };
        do_it(workspace, number);
        let note = "Rapat <i>daring</i>\nlihat notula".to_owned();
        do_it(workspace, Command::AddNote { step: Some(StepNo(7)), text: note });
        do_it(workspace, Command::AddNote { step: None, text: "Anggaran berubah".to_owned() });
        for step in &builtin().steps {
            let reason = Some("kertas saja".to_owned());
            do_it(workspace, Command::Finish { step: step.no, reason });
        }
        let form = ArchiveForm {
            title: format!("Rencana Kerja {} \"Kesbangpol\"", id.year),
            from: NaiveDate::from_ymd_opt(id.year - 1, 1, 5),
            to: NaiveDate::from_ymd_opt(id.year, 8, 3),
            place: Place {
                room: "A".to_owned(),
                shelf: "1".to_owned(),
                archive_box: "3".to_owned(),
                ..Place::default()
            },
            ..ArchiveForm::default()
        };
        do_it(workspace, Command::SetForm(Box::new(form)));
    }

    pub fn attach(
        &self,
        workspace: &mut Workspace,
        id: CycleId,
        step: u8,
        name: &str,
        bytes: &[u8],
        version_of: Option<EventId>,
    ) -> EventId {
        // File names can't contain a slash, so another character stands for it.
        let source = self.dir.path().join(name.replace('/', "∕"));
        std::fs::write(&source, bytes).unwrap();
        let attach =
            Attach { source, step: StepNo(step), slot: None, title: String::new(), stage: None, version_of };
        workspace.attach(id, &attach, &who(), &Quiet).unwrap()
    }

    pub fn seal(&self) -> Result<Sealed, ArchiveError> {
        seal(&mut self.open(), INDUK, &who(), &Quiet)
    }
}

/// A copy of a whole folder, so that many tests can start from the same state.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
