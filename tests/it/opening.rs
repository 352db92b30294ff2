//! Opening a data folder through the desk: what the window gets first, and what comes after it.

use std::sync::mpsc;
use std::time::Duration;

use renja::cycle::CycleId;
use renja::jobs::{Desk, Report, Request, Snapshot};
use renja::store::Quiet;

#[test]
fn the_archive_and_the_open_cycle_come_first_and_the_sealed_years_after() {
    let folder = tempfile::tempdir().unwrap();
    let (root, local) = (folder.path().join("Renja"), folder.path().join("local"));
    renja::demo::create(&root, &local, 2, &Quiet).unwrap();

    let (wake, woken) = mpsc::channel();
    let mut desk = Desk::start(
        local,
        std::sync::Arc::new(move || {
            wake.send(()).ok();
        }),
    );
    desk.send(Request::Open(root));
    let mut snapshots = Vec::new();
    while snapshots.last().is_none_or(|last: &Snapshot| last.cycles.len() < 3) {
        woken.recv_timeout(Duration::from_mins(1)).expect("a report");
        for report in desk.reports() {
            match report {
                Report::Snapshot(snapshot) => snapshots.push(snapshot),
                Report::Done(_, result) => drop(result.unwrap()),
                Report::Progress { .. } => {}
            }
        }
    }
    let ids = |snapshot: &Snapshot| snapshot.cycles.keys().copied().collect::<Vec<_>>();
    let (first, last) = (&snapshots[0], snapshots.last().unwrap());
    assert!(!first.archive.dossiers.is_empty());
    assert_eq!(first.archive.dossiers.len(), last.archive.dossiers.len());
    assert_eq!(ids(first), [CycleId::induk(2027)]);
    assert!(ids(last).contains(&CycleId::induk(2026)) && ids(last).contains(&CycleId::induk(2027)));
}
