//! Opening a data folder through the desk: what the window gets first, and what comes after it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use renja::cycle::CycleId;
use renja::jobs::{Asked, Desk, Report, Snapshot, Trouble, requests};
use renja::store::Quiet;

use crate::store::share::{Server, Share};

/// A desk over a sample, and what it tells until something holds.
struct Told {
    desk: Desk,
    opened: Option<Asked<()>>,
    woken: mpsc::Receiver<()>,
    snapshots: Vec<Snapshot>,
}

impl Told {
    fn open(root: &Path, local: PathBuf) -> Self {
        let (wake, woken) = mpsc::channel();
        let wake = move || {
            wake.send(()).ok();
        };
        let mut desk = Desk::start(local, std::sync::Arc::new(wake));
        let opened = desk.ask(requests::Open(root.to_owned()));
        Self { desk, opened: Some(opened), woken, snapshots: Vec::new() }
    }

    fn until(&mut self, holds: impl Fn(&Snapshot) -> bool) -> &[Snapshot] {
        while !self.snapshots.last().is_some_and(&holds) {
            self.woken.recv_timeout(Duration::from_mins(1)).expect("a report");
            for report in self.desk.reports() {
                match report {
                    Report::Snapshot(snapshot) => self.snapshots.push(snapshot),
                    Report::Done(_) => {
                        let opened = self.opened.take().expect("one request");
                        opened.answer().expect("an answer").unwrap();
                    }
                    Report::Progress { .. } | Report::Called => {}
                }
            }
        }
        &self.snapshots
    }
}

#[test]
fn the_archive_and_the_open_cycle_come_first_and_the_sealed_years_after() {
    let folder = tempfile::tempdir().unwrap();
    let (root, local) = (folder.path().join("Renja"), folder.path().join("local"));
    renja::demo::create(&root, &local, 2, &Quiet).unwrap();

    let mut told = Told::open(&root, local);
    let snapshots = told.until(|snapshot| snapshot.cycles.len() >= 3);
    let ids = |snapshot: &Snapshot| snapshot.cycles.keys().copied().collect::<Vec<_>>();
    let (first, last) = (&snapshots[0], snapshots.last().unwrap());
    assert!(!first.archive.dossiers.is_empty());
    assert_eq!(first.archive.dossiers.len(), last.archive.dossiers.len());
    assert_eq!(ids(first), [CycleId::induk(2027)]);
    assert!(ids(last).contains(&CycleId::induk(2026)) && ids(last).contains(&CycleId::induk(2027)));
}

#[test]
fn a_folder_that_vanishes_is_told_and_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let (root, local) = (folder.path().join("Renja"), folder.path().join("local"));
    renja::demo::create(&root, &local, 0, &Quiet).unwrap();

    let mut told = Told::open(&root, local);
    let cycles = told.until(|snapshot| !snapshot.away).last().unwrap().cycles.len();
    let unplugged = folder.path().join("dicabut");
    std::fs::rename(&root, &unplugged).unwrap();
    let last = told.until(|snapshot| snapshot.away).last().unwrap();
    assert_eq!(last.cycles.len(), cycles, "what was read stays to be seen");
    std::fs::rename(&unplugged, &root).unwrap();
    told.until(|snapshot| !snapshot.away);
}

/// Waits for the end of a request.
fn end(desk: &mut Desk, of: Asked<()>, seen: &mut Vec<PathBuf>) -> Result<(), Trouble> {
    let begun = Instant::now();
    loop {
        assert!(begun.elapsed() < Duration::from_mins(1), "no end of {of:?}");
        for report in desk.reports() {
            match report {
                Report::Snapshot(snapshot) => seen.push(snapshot.root),
                Report::Done(ticket) if ticket == of.ticket => return of.answer().expect("an answer"),
                _ => {}
            }
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_share_that_does_not_answer_keeps_nobody_from_another_folder() {
    let folder = tempfile::tempdir().unwrap();
    let (slow, near, local) =
        (folder.path().join("jauh"), folder.path().join("dekat"), folder.path().join("local"));
    for root in [&slow, &near] {
        renja::demo::create(root, &local, 0, &Quiet).unwrap();
    }
    let share = Share::new(&slow);
    share.set(Server::Hangs);
    let mut desk = Desk::start_on(Arc::new(share.clone()), local, Arc::new(|| ()));
    let first = desk.ask(requests::Open(slow.clone()));
    let second = desk.ask(requests::Open(near.clone()));
    let mut seen = Vec::new();
    assert!(matches!(end(&mut desk, first, &mut seen), Err(Trouble::Cancelled)));
    end(&mut desk, second, &mut seen).unwrap();
    assert_eq!(seen.as_slice(), std::slice::from_ref(&near));

    // Answering at last, it is too late for it.
    share.set(Server::Answers);
    std::thread::sleep(Duration::from_millis(200));
    let again = desk.ask(requests::Open(slow.clone()));
    end(&mut desk, again, &mut seen).unwrap();
    assert!(!seen[1..seen.len() - 1].contains(&slow), "{seen:?}");
    assert_eq!(seen.last(), Some(&slow));
}

#[test]
fn a_share_that_does_not_answer_keeps_no_program_from_ending() {
    let folder = tempfile::tempdir().unwrap();
    let (root, local) = (folder.path().join("jauh"), folder.path().join("local"));
    renja::demo::create(&root, &local, 0, &Quiet).unwrap();
    let share = Share::new(&root);
    share.set(Server::Hangs);
    let mut desk = Desk::start_on(Arc::new(share.clone()), local, Arc::new(|| ()));
    desk.ask(requests::Open(root));
    desk.finish();
    share.set(Server::Answers);
}

#[test]
fn a_folder_that_is_open_in_a_window_calls_it_and_is_not_opened_twice() {
    let folder = tempfile::tempdir().unwrap();
    let (root, local) = (folder.path().join("Renja"), folder.path().join("local"));
    renja::demo::create(&root, &local, 0, &Quiet).unwrap();
    let mut first = Desk::start(local.clone(), Arc::new(|| ()));
    let opened = first.ask(requests::Open(root.clone()));
    end(&mut first, opened, &mut Vec::new()).unwrap();
    // The same window may open it anew.
    let opened = first.ask(requests::Open(root.join(".")));
    end(&mut first, opened, &mut Vec::new()).unwrap();

    let mut second = Desk::start(local.clone(), Arc::new(|| ()));
    let opened = second.ask(requests::Open(root.clone()));
    let refused = end(&mut second, opened, &mut Vec::new());
    assert!(matches!(&refused, Err(Trouble::OpenElsewhere(path)) if *path == root), "{refused:?}");
    assert!(first.reports().iter().any(|report| matches!(report, Report::Called)));

    let mut colleague = Desk::start(folder.path().join("local 2"), Arc::new(|| ()));
    let opened = colleague.ask(requests::Open(root.clone()));
    end(&mut colleague, opened, &mut Vec::new()).unwrap();

    first.finish();
    drop(first);
    let opened = second.ask(requests::Open(root));
    end(&mut second, opened, &mut Vec::new()).unwrap();
}
