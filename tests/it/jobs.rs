//! The desk: long work runs in the background, and what others write meanwhile is neither delayed nor lost.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use renja::archive::{ArchiveError, Index, IndexFault};
use renja::cycle::{Closing, Command, CycleId, EventId, Kind};
use renja::jobs::{Asked, Desk, Report, Trouble, requests};
use renja::sop::builtin;
use renja::store::OsDisk;

use crate::archive::office::{INDUK, Office, who};

/// Another cycle of the same office.
const OTHER: CycleId = CycleId { year: 2028, kind: Kind::Induk };
/// Longer than any wait in these tests.
const PATIENCE: Duration = Duration::from_mins(1);

/// Holds up all background work until the gate is opened.
#[derive(Default)]
struct Gate {
    open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn open(&self) {
        *self.open.lock().unwrap() = true;
        self.opened.notify_all();
    }

    /// Called by every thread that reports something.
    fn pass(&self) {
        if std::thread::current().name() != Some("renja-desk") {
            let open = self.open.lock().unwrap();
            drop(self.opened.wait_while(open, |open| !*open).unwrap());
        }
    }
}

/// An office with a cycle ready to be sealed and another one under way, and a desk that works on it.
struct Scene {
    office: Office,
    gate: Arc<Gate>,
    desk: Desk,
    seen: Vec<Report>,
}

impl Scene {
    fn open() -> Self {
        Self::in_office(Office::ready())
    }

    fn in_office(office: Office) -> Self {
        let mut workspace = office.open();
        workspace.start_cycle(OTHER, builtin(), &who()).unwrap();
        // More files than are copied at the same time.
        for n in 0..8 {
            office.attach(&mut workspace, INDUK, 10, &format!("lampiran {n}.txt"), b"lampiran", None);
        }
        drop(workspace);
        let gate = Arc::new(Gate::default());
        let wake = gate.clone();
        let desk = Desk::start(office.local(), Arc::new(move || wake.pass()));
        let mut scene = Self { office, gate, desk, seen: Vec::new() };
        let root = scene.office.root();
        let opened = scene.desk.ask(requests::Open(root));
        scene.done(opened).unwrap();
        scene
    }

    /// Waits for a report that matches.
    fn wait<T>(&mut self, what: impl Fn(&Report) -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            if let Some(found) = self.seen.iter().find_map(&what) {
                return found;
            }
            assert!(begun.elapsed() < PATIENCE, "no answer; seen: {:?}", self.seen);
            std::thread::sleep(Duration::from_millis(5));
            self.seen.extend(self.desk.reports());
        }
    }

    /// Waits for the end of a request and returns its answer.
    fn done<A>(&mut self, asked: Asked<A>) -> Result<A, Trouble> {
        self.wait(|report| matches!(report, Report::Done(of) if *of == asked.ticket).then_some(()));
        asked.answer().expect("the answer comes before its end is told")
    }

    fn ended<A>(&self, asked: &Asked<A>) -> bool {
        self.seen.iter().any(|report| matches!(report, Report::Done(of) if *of == asked.ticket))
    }

    fn note(&mut self, cycle: CycleId) -> Asked<Vec<EventId>> {
        let note = Command::AddNote { step: None, text: "sementara disegel".to_owned() };
        self.desk.ask(requests::Run { cycle, commands: vec![note], by: "Ani".to_owned() })
    }

    /// Begins to seal, and waits until the dossier is being built.
    fn seal(&mut self) -> Asked<String> {
        let asked =
            self.desk.ask(requests::Seal { cycle: INDUK, closing: Closing::default(), by: "Ani".to_owned() });
        self.wait(|report| {
            matches!(report, Report::Progress { ticket: of, .. } if *of == asked.ticket).then_some(())
        });
        asked
    }

    fn is_sealed(&self, cycle: CycleId) -> bool {
        self.office.open().cycle(cycle).unwrap().state().is_sealed()
    }

    fn dossiers(&self) -> usize {
        fs::read_dir(self.office.root().join("arsip")).map_or(0, Iterator::count)
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        // The desk would wait for the held-up work, and a failed test would not end.
        self.gate.open();
    }
}

fn notes(root: &Path, local: &Path, cycle: CycleId) -> usize {
    let workspace = renja::store::Workspace::open(root, local).unwrap();
    workspace.cycle(cycle).unwrap().state().notes.len()
}

#[test]
fn others_write_while_a_dossier_is_built() {
    let mut scene = Scene::open();
    let sealing = scene.seal();
    let note = scene.note(OTHER);
    scene.done(note).unwrap();
    assert!(!scene.ended(&sealing), "the note waited for the sealing");
    scene.gate.open();
    assert!(scene.done(sealing).unwrap().contains("2027 Renja Induk"));
    scene.desk.finish();
    assert!(scene.is_sealed(INDUK));
    assert_eq!(notes(&scene.office.root(), &scene.office.local(), OTHER), 1);
    let (index, problems) = Index::load(&OsDisk, &scene.office.root());
    assert_eq!((index.dossiers.len(), problems.len()), (1, 0));
}

#[test]
fn a_cycle_that_changed_meanwhile_is_not_sealed() {
    let mut scene = Scene::open();
    let sealing = scene.seal();
    let note = scene.note(INDUK);
    scene.done(note).unwrap();
    scene.gate.open();
    match scene.done(sealing) {
        Err(Trouble::Sealing(error)) => assert!(matches!(*error, ArchiveError::ChangedMeanwhile), "{error}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(scene.dossiers(), 0, "something was left in the archive");
    let again =
        scene.desk.ask(requests::Seal { cycle: INDUK, closing: Closing::default(), by: "Ani".to_owned() });
    scene.done(again).unwrap();
    scene.desk.finish();
    assert!(scene.is_sealed(INDUK));
}

#[test]
fn a_document_removed_meanwhile_is_not_called_missing() {
    let mut scene = Scene::open();
    let sealing = scene.seal();
    let documents: Vec<_> = {
        let workspace = scene.office.open();
        workspace.cycle(INDUK).unwrap().state().documents.values().map(|doc| doc.id.clone()).collect()
    };
    for document in documents {
        let remove = Command::RemoveDocument { document, reason: "keliru".to_owned(), paths: Vec::new() };
        let removed =
            scene.desk.ask(requests::Run { cycle: INDUK, commands: vec![remove], by: "Ani".to_owned() });
        // One of the documents has been removed before.
        drop(scene.done(removed));
    }
    scene.gate.open();
    match scene.done(sealing) {
        Err(Trouble::Sealing(error)) => assert!(matches!(*error, ArchiveError::ChangedMeanwhile), "{error}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_cycle_is_not_sealed_twice_at_once() {
    let mut scene = Scene::open();
    let first = scene.seal();
    let second =
        scene.desk.ask(requests::Seal { cycle: INDUK, closing: Closing::default(), by: "Budi".to_owned() });
    let refused = scene.done(second);
    assert!(matches!(refused, Err(Trouble::AlreadySealing(INDUK))), "{refused:?}");
    scene.gate.open();
    scene.done(first).unwrap();
    let third =
        scene.desk.ask(requests::Seal { cycle: INDUK, closing: Closing::default(), by: "Budi".to_owned() });
    let refused = scene.done(third);
    assert!(matches!(refused, Err(Trouble::Refused(renja::cycle::Refusal::Sealed))), "{refused:?}");
}

#[test]
fn a_sealing_is_cancelled_while_it_is_built() {
    let mut scene = Scene::open();
    let sealing = scene.seal();
    scene.desk.cancel(sealing.ticket);
    scene.gate.open();
    let cancelled = scene.done(sealing);
    assert!(matches!(cancelled, Err(Trouble::Cancelled)), "{cancelled:?}");
    assert_eq!(scene.dossiers(), 0, "something was left in the archive");
    scene.desk.finish();
    assert!(!scene.is_sealed(INDUK));
}

#[test]
fn a_window_that_closes_stops_the_sealing_and_leaves_nothing() {
    let mut scene = Scene::open();
    scene.seal();
    let gate = scene.gate.clone();
    let opener = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        gate.open();
    });
    scene.desk.finish();
    opener.join().unwrap();
    assert_eq!(scene.dossiers(), 0, "something was left in the archive");
    assert!(!scene.is_sealed(INDUK));
    scene.office.seal().unwrap();
}

#[test]
fn another_folder_opened_meanwhile_stops_the_sealing() {
    let mut scene = Scene::open();
    let sealing = scene.seal();
    let elsewhere = Office::ready();
    let opened = scene.desk.ask(requests::Open(elsewhere.root()));
    scene.done(opened).unwrap();
    scene.gate.open();
    let cancelled = scene.done(sealing);
    assert!(matches!(cancelled, Err(Trouble::Cancelled)), "{cancelled:?}");
    assert_eq!(scene.dossiers(), 0);
    assert!(!elsewhere.open().cycle(INDUK).unwrap().state().is_sealed());
}

#[test]
fn a_dossier_under_construction_is_not_called_cut_off() {
    let mut scene = Scene::open();
    scene.seal();
    let placed = renja::jobs::OfficeChange::DossierPlaced {
        dossier: "2020 Renja Induk".to_owned(),
        place: renja::cycle::Place::default(),
    };
    // The archive is listed again.
    let changed = scene.desk.ask(requests::ChangeOffice { change: placed, by: "Ani".to_owned() });
    scene.done(changed).unwrap();
    let lost = scene.seen.iter().rev().find_map(|report| match report {
        Report::Snapshot(snapshot) => Some(snapshot.lost.clone()),
        _ => None,
    });
    assert_eq!(lost.unwrap().as_ref(), [], "the dossier under construction is named as a problem");
    let (_, cut_off) = Index::load(&OsDisk, &scene.office.root());
    let faults: Vec<_> = cut_off.into_iter().map(|problem| problem.fault).collect();
    assert_eq!(faults, [IndexFault::Unfinished(Some(INDUK))], "another program can tell of which cycle");
    scene.gate.open();
}

#[test]
fn work_of_a_closed_window_is_durable() {
    let mut scene = Scene::open();
    scene.gate.open();
    for _ in 0..5 {
        scene.note(OTHER);
    }
    scene.desk.finish();
    assert_eq!(notes(&scene.office.root(), &scene.office.local(), OTHER), 5);
}

/// Panics once, in the first report that comes from the desk's thread, or else from a background thread.
fn trap(at_the_desk: bool) -> Arc<dyn Fn() + Send + Sync> {
    let sprung = std::sync::atomic::AtomicBool::new(false);
    Arc::new(move || {
        let here = std::thread::current().name() == Some("renja-desk");
        let first = here == at_the_desk && !sprung.swap(true, std::sync::atomic::Ordering::Relaxed);
        assert!(!first, "asked for by a test");
    })
}

#[test]
fn a_panic_beside_the_desk_is_told_and_the_work_can_be_done_again() {
    let office = Office::ready();
    let bag = office.seal().unwrap().bag;
    let desk = Desk::start(office.local(), trap(false));
    let mut scene = Scene { office, gate: Arc::default(), desk, seen: Vec::new() };
    let opened = scene.desk.ask(requests::Open(scene.office.root()));
    scene.done(opened).unwrap();
    let check = scene.desk.ask(requests::CheckDossier(bag.clone()));
    let told = scene.done(check);
    assert!(matches!(told, Err(Trouble::Crashed(_))), "{told:?}");
    let again = scene.desk.ask(requests::CheckDossier(bag));
    scene.done(again).unwrap();
}

#[test]
fn a_panic_at_the_desk_is_told_and_nothing_is_lost() {
    let office = Office::ready();
    let mut workspace = office.open();
    workspace.start_cycle(OTHER, builtin(), &who()).unwrap();
    drop(workspace);
    let desk = Desk::start(office.local(), trap(true));
    let mut scene = Scene { office, gate: Arc::default(), desk, seen: Vec::new() };
    let opened = scene.desk.ask(requests::Open(scene.office.root()));
    let told = scene.done(opened);
    assert!(matches!(told, Err(Trouble::Crashed(_))), "{told:?}");
    for _ in 0..2 {
        let note = scene.note(OTHER);
        scene.done(note).unwrap();
    }
    scene.desk.finish();
    assert_eq!(notes(&scene.office.root(), &scene.office.local(), OTHER), 2);
}

// Fails if the window is only told of the SOPs of cycles.
#[test]
fn an_sop_of_a_newer_version_in_the_folder_is_told_to_the_window() {
    let office = Office::ready();
    let folder = office.root().join("sop");
    let (name, text) = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
        .next()
        .unwrap();
    let newer = folder.join("penyusunan-renja-2030.ron");
    assert_ne!(name, newer);
    fs::write(&newer, text.replacen("v: 1", "v: 2", 1).replacen("2018", "2030", 1)).unwrap();
    let before = fs::read(&newer).unwrap();
    let mut scene = Scene::in_office(office);
    let problems = scene.wait(|report| match report {
        Report::Snapshot(snapshot) if !snapshot.problems.is_empty() => Some(snapshot.problems.clone()),
        _ => None,
    });
    assert_eq!((problems.len(), problems[0].kind), (1, renja::store::ProblemKind::Newer), "{problems:?}");
    assert!(problems[0].path.ends_with("sop/penyusunan-renja-2030.ron"), "{problems:?}");
    // Still known after the desk has read the folder again, and it prevents nothing.
    scene.seen.clear();
    let note = scene.note(OTHER);
    scene.done(note).unwrap();
    scene.wait(|report| match report {
        Report::Snapshot(snapshot) => (snapshot.problems.len() == 1).then_some(()),
        _ => None,
    });
    assert_eq!(fs::read(&newer).unwrap(), before);
}

#[test]
fn a_folder_that_another_request_found_away_is_told_to_the_window() {
    let mut scene = Scene::open();
    let (root, unplugged) = (scene.office.root(), scene.office.dir.path().join("dicabut"));
    fs::rename(&root, &unplugged).unwrap();
    let look = scene.desk.ask(requests::LookOutside(OTHER));
    assert!(scene.done(look).is_err());
    let told = |away: bool| {
        move |report: &Report| matches!(report, Report::Snapshot(now) if now.away == away).then_some(())
    };
    scene.wait(told(true));
    scene.seen.clear();
    fs::rename(&unplugged, &root).unwrap();
    scene.wait(told(false));
}
