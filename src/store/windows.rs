//! What only Windows does to files: locks, long paths, marks of origin. These tests run there, and under
//! Wine.

use std::fs::{self, OpenOptions};
use std::os::windows::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::DateTime;
use tempfile::TempDir;

use super::{Attach, Disk as _, ErrorKind, Folder, OsDisk, Quiet, StoreError, Who, Workspace};
use crate::cycle::{CycleId, EventId};
use crate::sop::{StepNo, builtin};

const CYCLE: CycleId = CycleId { year: 2027, kind: crate::cycle::Kind::Induk };
/// Lets other programs read the file: how Word opens a document.
const FILE_SHARE_READ: u32 = 1;
/// Lets other programs write to the file.
const FILE_SHARE_WRITE: u32 = 2;

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
fn a_disk_tells_its_room() {
    let dir = tempfile::tempdir().unwrap();
    assert!(OsDisk.free_space(dir.path()).unwrap() > Some(0));
}

/// Opens a file as a program does that lets others read and write it, but not rename or delete it.
fn hold(path: &Path) -> fs::File {
    OpenOptions::new().read(true).share_mode(FILE_SHARE_READ | FILE_SHARE_WRITE).open(path).unwrap()
}

/// A folder with a view in it.
fn with_view() -> (TempDir, Folder, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::new(Arc::new(OsDisk), dir.path(), "uji");
    folder.replace_file("RINGKASAN.txt", b"satu", true).unwrap();
    let view = dir.path().join("RINGKASAN.txt");
    (dir, folder, view)
}

/// Seen to fail when the file is replaced without a second try.
#[test]
fn a_file_that_is_held_for_a_moment_is_replaced_once_it_is_free() {
    let (dir, folder, view) = with_view();
    let (held, beside) = (hold(&view), dir.path().to_owned());
    let holder = std::thread::spawn(move || {
        // The file is let go only when the new one waits beside it and has been refused.
        while fs::read_dir(&beside).unwrap().count() < 2 {
            std::thread::yield_now();
        }
        std::thread::sleep(Duration::from_millis(300));
        drop(held);
    });
    folder.replace_file("RINGKASAN.txt", b"dua", true).unwrap();
    holder.join().unwrap();
    assert_eq!(fs::read_to_string(view).unwrap(), "dua");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

/// Takes ten seconds, the time for which replacing is tried again.
#[test]
fn a_file_that_is_held_for_good_is_named_as_in_use_and_left() {
    let (dir, folder, view) = with_view();
    fs::write(dir.path().join("undangan.docx"), "isi").unwrap();
    let held = [hold(&view), hold(&dir.path().join("undangan.docx"))];
    std::thread::scope(|scope| {
        let moved = scope.spawn(|| folder.rename("undangan.docx", "pindah.docx"));
        for (result, name) in [
            (folder.replace_file("RINGKASAN.txt", b"dua", true), "RINGKASAN.txt"),
            (moved.join().unwrap(), "undangan.docx"),
        ] {
            let error = result.unwrap_err();
            assert_eq!((error.kind(), error.file_name().as_str()), (&ErrorKind::Busy, name), "{error}");
        }
    });
    drop(held);
    assert_eq!(fs::read_to_string(view).unwrap(), "satu");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
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
