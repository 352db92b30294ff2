//! The sample when its making is interrupted: its folder stays free for another try.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use renja::archive::Index;
use renja::demo::{DemoError, create};
use renja::jobs::{Desk, Report, Trouble, requests};
use renja::store::{Cancelled, OsDisk, Quiet, Workspace};
use tempfile::TempDir;

/// Archived years: few, so that the test is fast.
const YEARS: u32 = 1;

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Makes a sample and is stopped at a call; returns how many calls there were.
fn stopped_at(root: &Path, local: &Path, call: u64) -> (u64, Result<(), DemoError>) {
    let calls = AtomicU64::new(0);
    let stop = |_: u64, _: &str| {
        if calls.fetch_add(1, Ordering::Relaxed) < call { Ok(()) } else { Err(Cancelled) }
    };
    let result = create(root, local, YEARS, &stop);
    (calls.into_inner(), result)
}

#[test]
fn a_cancelled_sample_leaves_nothing_and_can_be_made_again() {
    let (folder, local) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let whole = folder.path().join("utuh");
    let (calls, made) = stopped_at(&whole, local.path(), u64::MAX);
    made.unwrap();
    assert!(calls > 40, "{calls}");
    let root = folder.path().join("Renja contoh");
    for (part, exists) in [(0, false), (1, true), (5, false), (9, true)] {
        if exists {
            fs::create_dir(&root).unwrap();
        }
        let (_, result) = stopped_at(&root, local.path(), calls * part / 10);
        assert!(
            matches!(&result, Err(DemoError::Store(error)) if error.is_cancelled())
                || matches!(result, Err(DemoError::Archive(renja::archive::ArchiveError::Cancelled))),
            "{result:?}"
        );
        let mut left = names(folder.path());
        left.retain(|name| name != "utuh");
        assert_eq!(left, if exists { vec!["Renja contoh"] } else { Vec::new() }, "at {part}/10");
        if exists {
            assert!(names(&root).is_empty());
            fs::remove_dir(&root).unwrap();
        }
    }
    fs::create_dir(&root).unwrap();
    create(&root, local.path(), YEARS, &Quiet).unwrap();
    let workspace = Workspace::open(&root, local.path()).unwrap();
    assert!(workspace.problems().is_empty());
    let (index, problems) = Index::load(&OsDisk, &root);
    assert_eq!((index.dossiers.len(), problems.len()), (2, 0));
    assert_eq!(names(folder.path()).len(), 2);
}

#[test]
fn a_folder_with_anything_in_it_is_left_alone() {
    let (folder, local) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    fs::write(folder.path().join("surat.txt"), "penting").unwrap();
    let refused = create(folder.path(), local.path(), YEARS, &Quiet);
    assert!(refused.is_err());
    assert_eq!(names(folder.path()), ["surat.txt"]);
}

#[test]
fn a_window_closed_while_the_sample_is_made_leaves_its_place_free() {
    let (folder, local) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let root = folder.path().join("Renja contoh");
    let make = |close_at_once: bool| {
        let mut desk = Desk::start(local.path().to_owned(), Arc::new(|| {}));
        let asked = desk.ask(requests::CreateSample(root.clone()));
        let begun = Instant::now();
        let mut seen = Vec::new();
        let is_under_way = |report: &Report| matches!(report, Report::Progress { .. });
        let is_done = |report: &Report| matches!(report, Report::Done(of) if *of == asked.ticket);
        while !seen.iter().any(|it| is_done(it) || close_at_once && is_under_way(it)) {
            assert!(begun.elapsed() < Duration::from_mins(1), "no answer");
            std::thread::sleep(Duration::from_millis(5));
            seen.extend(desk.reports());
        }
        desk.finish();
        asked.answer().expect("an answer")
    };
    let stopped = make(true);
    assert!(matches!(stopped, Err(Trouble::Cancelled)), "{stopped:?}");
    assert!(names(folder.path()).is_empty());
    let whole = make(false);
    assert!(whole.is_ok(), "{whole:?}");
    assert_eq!(names(folder.path()), ["Renja contoh"]);
}
