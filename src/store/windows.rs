//! What only Windows does to files: locks, long paths, marks of origin. Runs there, and under Wine.

use std::fs::{self, OpenOptions};
use std::os::windows::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use tempfile::TempDir;

use super::{Attach, ErrorKind, Quiet, StoreError, Who, Workspace};
use crate::cycle::{CycleId, EventId};
use crate::sop::{StepNo, builtin};

const CYCLE: CycleId = CycleId { year: 2027, kind: crate::cycle::Kind::Induk };
/// Others may read: how Word opens a document.
const FILE_SHARE_READ: u32 = 1;

/// A data folder with a cycle, and a folder of sources.
struct Office {
    folder: TempDir,
    workspace: Workspace,
}

impl Office {
    fn new(data: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let who = who();
        let (data, local) = (folder.path().join(data), folder.path().join("lokal"));
        fs::create_dir_all(&data).unwrap();
        let mut workspace = Workspace::create(&data, &local, "Kesbangpol", &who).unwrap();
        workspace.start_cycle(CYCLE, builtin(), &who).unwrap();
        Self { folder, workspace }
    }

    fn source(&self, name: &str) -> PathBuf {
        let path = self.folder.path().join("unduhan").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, name).unwrap();
        path
    }

    fn attach(&mut self, source: &Path) -> Result<EventId, StoreError> {
        let (source, title) = (source.to_owned(), String::new());
        let attach = Attach { source, step: StepNo(4), slot: None, title, stage: None, version_of: None };
        self.workspace.attach(CYCLE, &attach, &who(), &Quiet)
    }

    /// Where the only document lies.
    fn attached(&self) -> PathBuf {
        let documents = &self.workspace.cycle(CYCLE).unwrap().state().documents;
        assert_eq!(documents.len(), 1);
        let file = &documents.values().next().unwrap().current().file;
        self.workspace.document_path(CYCLE, file).unwrap()
    }
}

fn who() -> Who {
    let at = DateTime::parse_from_rfc3339("2026-08-03T08:00:00+07:00").unwrap();
    Who { by: "Budi".to_owned(), at }
}

#[test]
fn a_document_that_word_has_open_is_attached() {
    let mut office = Office::new("data");
    let source = office.source("undangan.docx");
    let open = OpenOptions::new().read(true).write(true).share_mode(FILE_SHARE_READ).open(&source).unwrap();
    office.attach(&source).unwrap();
    assert_eq!(fs::read_to_string(office.attached()).unwrap(), "undangan.docx");
    drop(open);
}

#[test]
fn a_document_that_is_locked_is_named_and_attached_once_it_is_free() {
    let mut office = Office::new("data");
    let source = office.source("anggaran.xlsx");
    let locked = OpenOptions::new().read(true).write(true).share_mode(0).open(&source).unwrap();
    let error = office.attach(&source).unwrap_err();
    assert_eq!((error.kind(), error.file_name().as_str()), (&ErrorKind::Busy, "anggaran.xlsx"));
    assert!(office.workspace.cycle(CYCLE).unwrap().state().documents.is_empty());
    drop(locked);
    office.attach(&source).unwrap();
    assert_eq!(fs::read_to_string(office.attached()).unwrap(), "anggaran.xlsx");
}

#[test]
fn paths_beyond_260_characters_are_read_and_written() {
    let deep = |name: &str| vec![format!("{name} {}", "x".repeat(60)); 4].join("\\");
    let mut office = Office::new(&deep("data"));
    let source = office.source(&format!("{}\\undangan.pdf", deep("unduhan")));
    assert!(source.as_os_str().len() > 260);
    office.attach(&source).unwrap();
    let attached = office.attached();
    assert!(attached.as_os_str().len() > 260);
    assert!(fs::read_to_string(attached).unwrap().ends_with("undangan.pdf"));
}

#[test]
fn the_mark_of_a_download_is_kept() {
    let mut office = Office::new("data");
    let source = office.source("unduhan.docm");
    let mark = |path: &Path| {
        let mut stream = path.as_os_str().to_owned();
        stream.push(":Zone.Identifier");
        PathBuf::from(stream)
    };
    let marked = fs::write(mark(&source), "[ZoneTransfer]\r\nZoneId=3\r\n");
    let beside = fs::read_dir(source.parent().unwrap()).unwrap().count();
    if marked.is_err() || beside > 1 {
        // Wine, or a disk that is not NTFS, has no streams: there is nothing to keep.
        return;
    }
    office.attach(&source).unwrap();
    assert_eq!(fs::read_to_string(mark(&office.attached())).unwrap(), "[ZoneTransfer]\r\nZoneId=3\r\n");
}
