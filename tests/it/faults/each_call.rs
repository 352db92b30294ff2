//! One fault at each call of each action: an I/O error, a full disk, a mount that dies, a file that is held
//! open. The program reports the fault or recovers, and keeps running.
//!
//! Seen to fail with each of these taken out: the repeating of interrupted reads (short and interrupted); of
//! a rename whose target is held open ("in use by another program"); the order of delivering a parcel before
//! removing it from the outbox ("EIO at call 38: an acknowledged event is gone"); the name of a full disk's
//! error ("room for …"); the sync of a file before it is adopted or taken as a version (its content was gone
//! after the power loss).

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use renja::archive::ArchiveError;
use renja::cycle::EventId;
use renja::store::ErrorKind;

use super::tear::Tear;
use super::witness::{Ack, examine};
use super::work::{Bench, DATA, INDUK, LOCAL, move_to, note, remove, restore};
use super::{Depth, Faults, ModelDisk, Storage, both};

type Act = fn(&mut Bench, &EventId) -> Result<(), ArchiveError>;

/// Everything that changes a cycle, on a cycle with a document of two versions.
const ACTIONS: [(&str, Act); 11] = [
    ("note", |bench, _| Ok(bench.execute(&note("catatan")).map(drop)?)),
    ("attach", |bench, _| Ok(bench.attach(2, "baru.pdf", &[9; 500], None).map(drop)?)),
    ("version", |bench, document| Ok(bench.attach(2, "baru.pdf", b"tiga", Some(document)).map(drop)?)),
    ("attach many", |bench, _| {
        let results = bench.attach_many(3, &[b"x", b"yy", b"zzz"]);
        Ok(results.into_iter().collect::<Result<Vec<_>, _>>().map(drop)?)
    }),
    ("move", |bench, document| Ok(bench.execute(&move_to(document, 3)).map(drop)?)),
    ("remove", |bench, document| Ok(bench.execute(&remove(document)).map(drop)?)),
    ("restore", |bench, document| {
        bench.execute(&remove(document))?;
        Ok(bench.execute(&restore(document)).map(drop)?)
    }),
    ("undo", |bench, document| {
        let moved = bench.execute(&move_to(document, 3))?;
        Ok(bench.undo(&moved)?)
    }),
    ("adopt", |bench, _| Ok(bench.adopt(ORPHAN.to_owned()).map(drop)?)),
    ("take changed", |bench, document| {
        let version = bench.workspace.cycle(INDUK).unwrap().state().documents[document].current().clone();
        let path = bench.workspace.document_path(INDUK, &version.file)?;
        bench.edit(&path, b"diubah di luar");
        Ok(bench.take_changed(document).map(drop)?)
    }),
    ("seal", |bench, _| {
        if bench.workspace.cycle(INDUK).is_some_and(|cycle| cycle.ready_to_seal().is_err()) {
            bench.make_ready()?;
        }
        bench.seal()
    }),
];

const ORPHAN: &str = "berkas/disalin sendiri.pdf";

/// A disk with work on it, and what had been acknowledged.
struct Before {
    storage: Storage,
    acks: Vec<Ack>,
    document: EventId,
}

impl Before {
    fn new() -> Self {
        let disk = ModelDisk::boot(Storage::new());
        let mut bench = Bench::begin(&disk).unwrap();
        bench.begin_cycle().unwrap();
        let document = bench.attach(1, "undangan.pdf", b"satu", None).unwrap();
        bench.attach(1, "undangan.pdf", b"versi dua", Some(&document)).unwrap();
        bench.edit(&Path::new(DATA).join(INDUK.folder()).join(ORPHAN), b"orang");
        let acks = bench.acks().clone();
        drop(bench);
        let storage = disk.storage().clone();
        Self { storage, acks, document }
    }

    fn bench(&self) -> (ModelDisk, Bench) {
        let disk = ModelDisk::boot(self.storage.clone());
        let bench = Bench::resume(&disk, &self.acks);
        (disk, bench)
    }
}

/// What must hold after an action with a fault, whatever its result: if the program ends now, if the power
/// fails now, and if the action is repeated.
fn settle(disk: &ModelDisk, mut bench: Bench, act: Act, document: &EventId, failed: bool, label: &str) {
    disk.set(Faults::default());
    let acks = bench.acks().clone();
    let storage = disk.storage().clone();
    examine(Tear::LOST.of(&storage), &acks, &format!("{label}, power lost"));
    examine(storage, &acks, &format!("{label}, killed"));
    if failed {
        bench.workspace.poll().unwrap_or_else(|error| panic!("{label}: {error}"));
        match act(&mut bench, document) {
            // The error came after the action had taken effect.
            Ok(()) | Err(ArchiveError::Refused(_)) => {}
            Err(ArchiveError::Store(error)) if matches!(error.kind(), ErrorKind::Refused(_)) => {}
            Err(error) if is_adopted(&bench) => log::debug!("{label}: {error}"),
            Err(error) => panic!("{label}: again: {error}"),
        }
    }
    let acks = bench.acks().clone();
    drop(bench);
    let storage = disk.storage().clone();
    examine(Tear::LOST.of(&storage), &acks, &format!("{label}, again, power lost"));
}

/// Whether the file of [`ORPHAN`] is a document already: its event was written although an error was
/// reported.
fn is_adopted(bench: &Bench) -> bool {
    !bench.workspace.orphans(INDUK).unwrap().contains(&ORPHAN.to_owned())
}

/// Runs every action with a fault at every call, or at a sample of calls, until a fault is not reached.
fn every(depth: Depth, what: &str, fault: impl Fn(u64) -> Faults + Sync) {
    let before = Before::new();
    let cases = Mutex::new(0);
    both(&ACTIONS, |(name, act)| {
        let step = if depth == Depth::All { 1 } else { 17 };
        // Each action gets a different sample of the calls.
        let first = name.len() % step;
        for number in (first as u64..).step_by(step) {
            let (disk, mut bench) = before.bench();
            disk.set(fault(number));
            let result = act(&mut bench, &before.document);
            let was_reached = disk.calls() > number;
            let label = format!("{name}, {what} {number}, {result:?}");
            settle(&disk, bench, *act, &before.document, result.is_err(), &label);
            *cases.lock().unwrap() += 1;
            if !was_reached {
                assert!(result.is_ok(), "{label}");
                break;
            }
        }
    });
    let cases = cases.into_inner().unwrap();
    println!("cases: {cases} ({what})");
    assert!(cases > 40, "{cases}");
}

/// An I/O error at one call, the data folder gone from one call on, local app data gone from one call on.
pub fn run(depth: Depth) {
    let dead = |root: &'static str| {
        move |call| Faults { dead_mount: Some((call, PathBuf::from(root))), ..Faults::default() }
    };
    every(depth, "EIO at call", |call| Faults { fail_at: Some(call), ..Faults::default() });
    every(depth, "folder gone from call", dead(DATA));
    every(depth, "local app data gone from call", dead(LOCAL));
    full(depth);
    if depth == Depth::All {
        held_for_good();
    }
}

#[test]
fn a_fault_at_any_call_is_reported_or_got_over() {
    run(Depth::Sample);
}

/// A disk that is full at each byte where a write begins or ends, one before, one after, and in the middle.
fn full(depth: Depth) {
    let before = Before::new();
    let mut all = Vec::new();
    for (name, act) in ACTIONS {
        let (disk, mut bench) = before.bench();
        disk.set(Faults::default());
        act(&mut bench, &before.document).unwrap();
        let ends = disk.writes();
        let starts = std::iter::once(0).chain(ends.clone());
        let middles = starts.zip(&ends).map(|(start, end)| u64::midpoint(start, *end));
        let near = ends.iter().flat_map(|end| [end.saturating_sub(1), *end, end + 1]);
        let mut rooms: Vec<_> = std::iter::once(0).chain(middles).chain(near).collect();
        rooms.sort_unstable();
        rooms.dedup();
        let step = if depth == Depth::All { 1 } else { 11 };
        all.extend(rooms.into_iter().step_by(step).map(|room| (name, act, room)));
    }
    let cases = both(&all, |(name, act, room)| {
        let (disk, mut bench) = before.bench();
        disk.set(Faults { room: Some(*room), ..Faults::default() });
        let result = act(&mut bench, &before.document);
        let label = format!("{name}, room for {room}, {result:?}");
        if let Err(error) = &result {
            let named =
                matches!(error, ArchiveError::Store(error) if *error.kind() == ErrorKind::DiskFull(None));
            assert!(named, "{label}");
        }
        settle(&disk, bench, *act, &before.document, result.is_err(), &label);
    });
    println!("cases: {cases} (full disk)");
    assert!(cases > 15, "{cases}");
}

/// The program retries for ten seconds, then names the file in a message.
fn held_for_good() {
    let before = Before::new();
    let (disk, mut bench) = before.bench();
    disk.set(Faults { held: u32::MAX, ..Faults::default() });
    let error = bench.execute(&note("catatan")).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Busy);
    assert!(error.file_name().starts_with("0000"), "{error}");
    settle(&disk, bench, ACTIONS[0].1, &before.document, true, "held for good");
    println!("cases: 1 (held open for good)");
}

#[test]
fn short_and_interrupted_reads_and_writes_are_invisible() {
    let before = Before::new();
    for (name, act) in ACTIONS {
        let (disk, mut bench) = before.bench();
        disk.set(Faults { bumpy: true, ..Faults::default() });
        act(&mut bench, &before.document).unwrap_or_else(|error| panic!("{name}: {error}"));
        settle(&disk, bench, act, &before.document, false, name);
    }
    println!("cases: {} (short and interrupted)", ACTIONS.len());
}

#[test]
fn a_target_that_is_held_open_for_a_moment_is_tried_again() {
    let before = Before::new();
    let mut cases = 0;
    for held in 1..=3 {
        for (name, act) in ACTIONS {
            let (disk, mut bench) = before.bench();
            disk.set(Faults { held, ..Faults::default() });
            let label = format!("{name}, held {held} times");
            act(&mut bench, &before.document).unwrap_or_else(|error| panic!("{label}: {error}"));
            settle(&disk, bench, act, &before.document, false, &label);
            cases += 1;
        }
    }
    println!("cases: {cases} (held open)");
}

#[test]
fn a_fault_at_any_call_of_making_a_folder_can_be_made_good() {
    for call in 0.. {
        let disk = ModelDisk::boot(Storage::new());
        disk.set(Faults { fail_at: Some(call), ..Faults::default() });
        let acks: Arc<Mutex<Vec<Ack>>> = Arc::default();
        let result = Bench::begin_with(&disk, acks.clone()).and_then(|mut bench| bench.begin_cycle());
        let label = format!("making a folder, EIO at call {call}, {result:?}");
        let reached = disk.calls() > call;
        disk.set(Faults::default());
        let storage = disk.storage().clone();
        let acks = acks.lock().unwrap().clone();
        examine(Tear::LOST.of(&storage), &acks, &label);
        examine(storage, &acks, &label);
        if !reached {
            println!("cases: {call} (making a folder)");
            return result.unwrap();
        }
    }
}
