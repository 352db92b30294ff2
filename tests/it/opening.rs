//! Opening a data folder through the desk: what the window gets first, and what comes after it.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use renja::cycle::CycleId;
use renja::jobs::{Desk, Report, Request, Snapshot};
use renja::store::Quiet;

/// A desk over a sample, and what it tells until something holds.
struct Told {
    desk: Desk,
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
        desk.send(Request::Open(root.to_owned()));
        Self { desk, woken, snapshots: Vec::new() }
    }

    fn until(&mut self, holds: impl Fn(&Snapshot) -> bool) -> &[Snapshot] {
        while !self.snapshots.last().is_some_and(&holds) {
            self.woken.recv_timeout(Duration::from_mins(1)).expect("a report");
            for report in self.desk.reports() {
                match report {
                    Report::Snapshot(snapshot) => self.snapshots.push(snapshot),
                    Report::Done(_, result) => drop(result.unwrap()),
                    Report::Progress { .. } => {}
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
