//! The outbox: a change is first made durable on this PC. The folder may disappear and come back at any
//! moment, or never be writable: each change arrives exactly once, in order.
//!
//! Seen to fail: without the comparison of the store's id, something else in the place of the folder is
//! written to; without the check of a parcel before it is delivered, a damaged one is delivered; without the
//! search for a writer's last event, an older copy of local app data continues under a writer id whose later
//! events others know.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use renja::archive::{self, ArchiveError};
use renja::cycle::{Command, CycleId, EventId};
use renja::sop::StepNo;
use renja::store::{ErrorKind, OfficeChange, ProblemKind, StoreError, Workspace};

use super::faulty::{Faults, FaultyDisk};
use super::{CYCLE, Place, assert_tidy, assert_whole, collect, quiet, to_step, who};
use crate::archive::office::{INDUK, Office, copy_folder};

fn note(workspace: &mut Workspace, text: &str) -> Result<EventId, StoreError> {
    let note = Command::AddNote { step: None, text: text.to_owned() };
    Ok(workspace.execute(CYCLE, &note, &who())?.remove(0))
}

fn notes(workspace: &Workspace) -> Vec<String> {
    let state = workspace.cycle(CYCLE).unwrap().state();
    let mut notes: Vec<_> = state.notes.values().map(|note| note.text.clone()).collect();
    notes.sort();
    notes
}

impl Place {
    fn away(&self) -> PathBuf {
        self.data().with_file_name("dicabut")
    }

    pub fn unplug(&self) {
        std::fs::rename(self.data(), self.away()).unwrap();
    }

    pub fn plug_in(&self) {
        std::fs::rename(self.away(), self.data()).unwrap();
    }

    /// The parcels that wait on this PC, as absolute paths.
    pub fn parcels(&self) -> Vec<PathBuf> {
        let root = self.local().join("kotak-keluar");
        let mut files = BTreeSet::new();
        if root.exists() {
            collect(&root, &root, &mut files);
        }
        files.into_iter().filter(|path| !path.contains(".tmp")).map(|path| root.join(path)).collect()
    }

    /// The path of a parcel's file in the data folder.
    fn destination(&self, parcel: &Path) -> PathBuf {
        let below = parcel.strip_prefix(self.local().join("kotak-keluar")).unwrap();
        self.data().join(below.components().skip(1).collect::<PathBuf>())
    }
}

#[test]
fn a_folder_that_was_away_gets_each_change_once_and_whole() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let before = place.files();
    place.unplug();
    for n in 0..5 {
        note(&mut workspace, &n.to_string()).unwrap();
        assert_eq!((workspace.undelivered(), workspace.is_away()), (n + 1, true));
    }
    let start = Command::Start { step: StepNo(1), reason: None };
    workspace.execute(CYCLE, &start, &who()).unwrap();
    let person = OfficeChange::PersonAdded { name: "Ani".to_owned(), post: "Staf".to_owned(), actor: None };
    workspace.change_office(vec![person], &who()).unwrap();
    assert_eq!((workspace.undelivered(), notes(&workspace).len()), (7, 5));
    assert_eq!(*workspace.poll().unwrap_err().kind(), ErrorKind::Away);
    assert_eq!(*workspace.held_up().unwrap().kind(), ErrorKind::Away);
    assert!(!place.data().exists(), "nothing may take the place of the folder");
    let parcels = place.parcels();
    let contents: Vec<_> = parcels.iter().map(|path| std::fs::read(path).unwrap()).collect();

    place.plug_in();
    workspace.poll().unwrap();
    assert_eq!(
        (workspace.undelivered(), workspace.is_away(), workspace.held_up().is_none()),
        (0, false, true)
    );
    assert_eq!(place.parcels(), [""; 0].map(PathBuf::from));
    assert_eq!(place.files().difference(&before).filter(|path| path.contains("/jurnal/")).count(), 7);
    for (parcel, content) in parcels.iter().zip(contents) {
        assert_eq!(std::fs::read(place.destination(parcel)).unwrap(), content, "{}", parcel.display());
    }
    let other = Workspace::open(&place.data(), &place.other_local()).unwrap();
    assert_eq!(other.cycle(CYCLE).unwrap().state(), workspace.cycle(CYCLE).unwrap().state());
    assert_eq!(other.office().people().len(), 1);
    assert_eq!((other.waiting(), workspace.waiting()), (vec![], vec![]));
    assert_whole(&other);
    // Delivered once: a further poll changes nothing.
    let files = place.files();
    workspace.poll().unwrap();
    drop((workspace, place.open()));
    assert_eq!(place.files(), files);
}

#[test]
fn what_waits_is_shown_after_a_new_start_and_delivered() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    place.unplug();
    note(&mut workspace, "satu").unwrap();
    drop(workspace);
    place.plug_in();
    // Nothing can be delivered to a read-only folder, and nothing is lost.
    let read_only = Faults { read_only: Some(place.data()), ..Faults::default() };
    let mut reader = place.open_on(Arc::new(FaultyDisk::new(read_only))).unwrap();
    reader.poll().unwrap();
    assert_eq!(
        (notes(&reader), reader.undelivered(), place.parcels().len()),
        (vec!["satu".to_owned()], 1, 1)
    );
    assert!(reader.held_up().is_none(), "nothing is tried");
    drop(reader);
    let mut workspace = place.open();
    assert_eq!((notes(&workspace), workspace.undelivered()), (vec!["satu".to_owned()], 0));
    note(&mut workspace, "dua").unwrap();
    let events = workspace.cycle(CYCLE).unwrap().events();
    let writers: BTreeSet<_> = events.iter().map(|event| &event.stamp.id.0).collect();
    assert_eq!(writers.len(), 1, "the same PC goes on under the same id");
}

/// A dead share can take a minute to answer, each time.
#[test]
fn a_folder_that_is_known_to_be_away_is_not_asked_for_a_change() {
    let place = Place::with_cycle();
    let (disk, mut workspace) = place.open_to_hurt();
    place.unplug();
    assert!(workspace.poll().is_err());
    let data = place.data();
    let (counting, asked) = Faults::counting_looks(move |path| path.starts_with(&data));
    disk.set(counting);
    note(&mut workspace, "satu").unwrap();
    assert_eq!((workspace.undelivered(), asked.load(Ordering::Relaxed)), (1, 0));
    place.plug_in();
    workspace.poll().unwrap();
    assert!(workspace.undelivered() == 0 && asked.load(Ordering::Relaxed) > 0);
}

#[test]
fn a_folder_that_goes_while_a_change_is_made_is_known_to_be_away() {
    let place = Arc::new(Place::with_cycle());
    let (disk, mut workspace) = place.open_to_hurt();
    let folder = place.clone();
    let unplug = move |_: &Path| {
        if folder.data().exists() {
            folder.unplug();
        }
    };
    disk.set(Faults { before_change: Some(Box::new(unplug)), ..Faults::default() });
    note(&mut workspace, "satu").unwrap();
    assert_eq!((workspace.undelivered(), workspace.is_away()), (1, true));
    assert_eq!(*workspace.held_up().unwrap().kind(), ErrorKind::Away);
    disk.set(Faults::default());
    place.plug_in();
    workspace.poll().unwrap();
    assert_eq!((workspace.undelivered(), workspace.is_away()), (0, false));
}

#[test]
fn what_needs_the_folder_itself_is_refused_while_it_is_away() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let document =
        workspace.attach(CYCLE, &to_step(6, place.source("a.pdf", b"satu")), &who(), quiet()).unwrap();
    place.unplug();
    let step = StepNo(8);
    let paths = Vec::new;
    let results = [
        workspace.take_changed(CYCLE, &document, &who(), quiet()).map(drop),
        workspace
            .execute(
                CYCLE,
                &Command::MoveDocument { document: document.clone(), step, slot: None, paths: paths() },
                &who(),
            )
            .map(drop),
        workspace
            .execute(
                CYCLE,
                &Command::RemoveDocument {
                    document: document.clone(),
                    reason: "x".to_owned(),
                    paths: paths(),
                },
                &who(),
            )
            .map(drop),
        workspace.start_cycle(CycleId { year: 2028, ..CYCLE }, renja::sop::builtin(), &who()),
    ];
    for (index, result) in results.into_iter().enumerate() {
        assert_eq!(*result.unwrap_err().kind(), ErrorKind::Away, "{index}");
    }
    assert!(!place.data().exists());
    place.plug_in();
    // At once, not only at the next poll.
    let remove = Command::RemoveDocument { document, reason: "x".to_owned(), paths: paths() };
    workspace.execute(CYCLE, &remove, &who()).unwrap();
    assert_whole(&workspace);
}

/// What is left when a share or a stick is gone: an empty folder, or another data folder.
#[test]
fn nothing_is_written_to_what_stands_at_the_place_of_the_folder() {
    for foreign in [false, true] {
        let place = Place::with_cycle();
        let mut workspace = place.open();
        place.unplug();
        std::fs::create_dir(place.data()).unwrap();
        if foreign {
            drop(Workspace::create(&place.data(), &place.other_local(), "Kantor lain", &who()).unwrap());
        }
        let files = place.files();
        note(&mut workspace, "satu").unwrap();
        assert_eq!(*workspace.poll().unwrap_err().kind(), ErrorKind::Away);
        note(&mut workspace, "dua").unwrap();
        let attach = to_step(6, place.source("b.pdf", b"dua"));
        workspace.attach(CYCLE, &attach, &who(), quiet()).unwrap();
        assert_eq!((place.files(), workspace.undelivered()), (files, 3));
        std::fs::rename(place.data(), place.data().with_file_name("lain")).unwrap();
        place.plug_in();
        workspace.poll().unwrap();
        assert_eq!((workspace.undelivered(), notes(&place.open()).len()), (0, 2));
        assert_whole(&place.open());
    }
}

#[test]
fn one_fault_of_a_disk_is_never_seen() {
    for call in 0.. {
        let place = Place::with_cycle();
        let (disk, mut workspace) = place.open_to_hurt();
        disk.set(Faults { fail_at: Some(call), ..Faults::default() });
        note(&mut workspace, "satu").unwrap_or_else(|error| panic!("call {call}: {error}"));
        let reached = disk.calls() > call;
        workspace.poll().unwrap();
        assert_eq!((workspace.undelivered(), place.parcels().len()), (0, 0), "call {call}");
        drop(workspace);
        let other = Workspace::open(&place.data(), &place.other_local()).unwrap();
        assert_eq!(notes(&other), ["satu"], "call {call}");
        assert_whole(&other);
        assert_tidy(&place);
        if !reached {
            println!("cases: {call}");
            assert!(call > 12, "both folders are written to: {call}");
            return;
        }
    }
}

#[test]
fn a_name_that_was_given_though_the_answer_was_lost_counts() {
    let mut tried = 0;
    for fail_at in 0.. {
        let place = Place::with_cycle();
        let (disk, mut workspace) = place.open_to_hurt();
        disk.set(Faults { fail_at: Some(fail_at), answer_is_lost: true, ..Faults::default() });
        note(&mut workspace, "satu").unwrap_or_else(|error| panic!("call {fail_at}: {error}"));
        let done = disk.calls() <= fail_at;
        // The next note is the second, and is delivered together with what waits.
        note(&mut workspace, "dua").unwrap_or_else(|error| panic!("after call {fail_at}: {error}"));
        assert_eq!(notes(&workspace), ["dua", "satu"], "call {fail_at}");
        drop(workspace);
        let mut fresh = place.open();
        fresh.poll().unwrap();
        assert_eq!((notes(&fresh), fresh.undelivered()), (vec!["dua".to_owned(), "satu".to_owned()], 0));
        assert_whole(&fresh);
        if done {
            break;
        }
        tried += 1;
    }
    assert!(tried > 4, "{tried}");
    println!("lost answers: {tried} cases");
}

#[test]
fn killed_at_any_call_a_change_that_was_acknowledged_arrives_once() {
    for call in 0.. {
        let place = Place::with_cycle();
        let (disk, mut workspace) = place.open_to_hurt();
        disk.set(Faults { fail_at: Some(call), dead_after: true, ..Faults::default() });
        let result = note(&mut workspace, "satu");
        let reached = disk.calls() > call;
        drop(workspace);
        let mut workspace = place.open();
        let found = notes(&workspace);
        assert!(found.len() <= 1, "call {call}: {found:?}");
        assert!(result.is_err() || found.len() == 1, "call {call}: acknowledged and gone");
        note(&mut workspace, "dua").unwrap();
        assert_eq!((workspace.undelivered(), place.parcels().len()), (0, 0), "call {call}");
        let other = Workspace::open(&place.data(), &place.other_local()).unwrap();
        assert_eq!(notes(&other), notes(&workspace), "call {call}");
        assert_eq!(other.waiting(), []);
        assert_whole(&other);
        assert_tidy(&place);
        if !reached {
            println!("cases: {call}");
            assert!(result.is_ok() && call > 12);
            return;
        }
    }
}

#[test]
fn whatever_stops_a_delivery_the_folder_holds_the_first_of_many() {
    let numbers = |place: &Place| {
        let files = place.event_files().into_iter();
        let names = files.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned());
        names.filter_map(|name| name[..8].parse().ok()).collect::<Vec<u64>>()
    };
    for dead_after in [true, false] {
        let mut lengths = BTreeSet::new();
        for call in 0.. {
            let label = format!("call {call}, killed: {dead_after}");
            let place = Place::with_cycle();
            let (disk, mut workspace) = place.open_to_hurt();
            place.unplug();
            for n in 0..4 {
                note(&mut workspace, &n.to_string()).unwrap();
            }
            place.plug_in();
            disk.set(Faults { fail_at: Some(call), dead_after, ..Faults::default() });
            drop(workspace.poll());
            let reached = disk.calls() > call;
            drop(workspace);
            let arrived = numbers(&place);
            assert_eq!(arrived, (1..=arrived.len() as u64).collect::<Vec<_>>(), "{label}");
            lengths.insert(arrived.len());
            let workspace = place.open();
            assert_eq!((numbers(&place), place.parcels().len()), (vec![1, 2, 3, 4, 5], 0), "{label}");
            assert_whole(&workspace);
            drop(workspace);
            assert_tidy(&place);
            if !reached {
                println!("cases: {call}");
                assert_eq!(lengths, (1..=5).collect());
                break;
            }
        }
    }
}

#[test]
fn what_another_program_puts_in_the_place_of_a_parcel_is_not_taken_for_it() {
    let place = Place::with_cycle();
    let (disk, mut workspace) = place.open_to_hurt();
    disk.set(Faults { forestalled: Some(b"lain"), ..Faults::default() });
    note(&mut workspace, "satu").unwrap();
    let theirs = place.parcels().into_iter().filter(|path| std::fs::read(path).unwrap() == b"lain");
    assert_eq!(theirs.count(), 1);
    drop(workspace);
    assert_eq!(notes(&place.open()), ["satu"], "it went to the folder at once");
}

#[test]
fn a_damaged_parcel_is_kept_and_told() {
    type Damage = fn(&mut Vec<u8>);
    let damages: [(Damage, ProblemKind); 5] = [
        (Vec::clear, ProblemKind::Empty),
        (|bytes| bytes.fill(0), ProblemKind::Empty),
        (|bytes| bytes.truncate(bytes.len() / 2), ProblemKind::Broken),
        (|bytes| bytes[100] ^= 1, ProblemKind::Broken),
        (|bytes| bytes.resize(2 << 20, b' '), ProblemKind::TooLarge),
    ];
    for (index, (damage, kind)) in damages.into_iter().enumerate() {
        for running in [false, true] {
            let label = format!("{index}, running: {running}");
            let place = Place::with_cycle();
            let mut workspace = place.open();
            place.unplug();
            for text in ["satu", "dua", "tiga"] {
                note(&mut workspace, text).unwrap();
            }
            let parcel = place.parcels()[1].clone();
            let mut bytes = std::fs::read(&parcel).unwrap();
            damage(&mut bytes);
            std::fs::write(&parcel, &bytes).unwrap();
            if running {
                place.plug_in();
                workspace.poll().unwrap();
            } else {
                drop(workspace);
                place.plug_in();
                workspace = place.open();
                assert_eq!(notes(&workspace), ["satu", "tiga"], "{label}");
                assert_eq!(workspace.waiting().len(), 1, "{label}: one is missing");
            }
            let problems = workspace.problems();
            assert_eq!((problems.len(), &problems[0].path, problems[0].kind), (1, &parcel, kind), "{label}");
            assert_eq!(workspace.undelivered(), 0, "{label}");
            // Later events get a new writer id, since nobody knows what the damaged event said.
            note(&mut workspace, "empat").unwrap();
            drop(workspace);
            assert_eq!(std::fs::read(&parcel).unwrap(), bytes, "{label}: left as it is");
            let other = Workspace::open(&place.data(), &place.other_local()).unwrap();
            assert_eq!(notes(&other), ["empat", "satu", "tiga"], "{label}");
            assert!(other.problems().is_empty(), "{label}: {:?}", other.problems());
            assert_eq!(other.waiting().len(), 1, "{label}");
        }
    }
}

#[test]
fn a_damaged_file_at_its_place_is_left_and_the_parcel_waits() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    place.unplug();
    note(&mut workspace, "satu").unwrap();
    note(&mut workspace, "dua").unwrap();
    let parcel = place.parcels()[0].clone();
    place.plug_in();
    let target = place.destination(&parcel);
    std::fs::create_dir_all(target.parent().unwrap()).unwrap();
    std::fs::write(&target, "setengah").unwrap();
    for _ in 0..2 {
        workspace.poll().unwrap();
        assert_eq!((workspace.undelivered(), place.parcels()), (1, vec![parcel.clone()]));
        assert_eq!(*workspace.held_up().unwrap().kind(), ErrorKind::Exists);
        assert_eq!(workspace.problems().iter().map(|problem| &problem.path).collect::<Vec<_>>(), [&target]);
        drop(workspace);
        workspace = place.open();
        assert_eq!(notes(&workspace), ["dua", "satu"]);
    }
    assert_eq!(std::fs::read(&target).unwrap(), b"setengah");
    // When somebody has moved the damaged file away, the parcel is delivered.
    std::fs::rename(&target, target.with_extension("rusak")).unwrap();
    workspace.poll().unwrap();
    assert_eq!((workspace.undelivered(), workspace.problems(), place.parcels().len()), (0, vec![], 0));
    assert_eq!(notes(&Workspace::open(&place.data(), &place.other_local()).unwrap()), ["dua", "satu"]);
}

#[test]
fn where_nothing_can_be_kept_on_this_pc_the_folder_is_written_to() {
    let place = Place::with_cycle();
    let disk = FaultyDisk::new(Faults { read_only: Some(place.local()), ..Faults::default() });
    let mut workspace = place.open_on(Arc::new(disk)).unwrap();
    note(&mut workspace, "satu").unwrap();
    assert_eq!((workspace.undelivered(), place.parcels().len()), (0, 0));
    assert_eq!(notes(&Workspace::open(&place.data(), &place.other_local()).unwrap()), ["satu"]);
    // Without folder and outbox, nothing is acknowledged, and nothing is written where the folder was.
    place.unplug();
    assert_eq!(*note(&mut workspace, "dua").unwrap_err().kind(), ErrorKind::Away);
    assert!(!place.data().exists());
    assert_eq!(notes(&workspace), ["satu"]);
    place.plug_in();
    note(&mut workspace, "dua").unwrap();
    assert_eq!(notes(&workspace), ["dua", "satu"]);
    assert_whole(&workspace);
}

#[test]
fn a_folder_that_can_not_be_written_to_any_more_gets_its_changes_later() {
    let place = Place::with_cycle();
    let (disk, mut workspace) = place.open_to_hurt();
    disk.set(Faults { read_only: Some(place.data()), ..Faults::default() });
    let files = place.files();
    note(&mut workspace, "satu").unwrap();
    workspace.poll().unwrap();
    note(&mut workspace, "dua").unwrap();
    assert_eq!((workspace.undelivered(), workspace.is_away(), place.files()), (2, false, files));
    assert_eq!(*workspace.held_up().unwrap().kind(), ErrorKind::Denied);
    disk.set(Faults::default());
    note(&mut workspace, "tiga").unwrap();
    assert_eq!((workspace.undelivered(), workspace.held_up().is_none()), (0, true));
    assert_eq!(notes(&place.open()).len(), 3);
}

#[test]
fn two_programs_of_one_pc_see_and_deliver_each_others_changes() {
    let place = Place::with_cycle();
    let mut all = [place.open(), place.open()];
    place.unplug();
    for round in 0..3 {
        for (index, workspace) in all.iter_mut().enumerate() {
            note(workspace, &format!("{round} {index}")).unwrap();
        }
    }
    assert_eq!(notes(&all[1]).len(), 6, "seen through the outbox");
    place.plug_in();
    all[0].poll().unwrap();
    assert_eq!((all[0].undelivered(), place.parcels().len()), (0, 0));
    all[1].poll().unwrap();
    assert_eq!((all[1].undelivered(), all[1].held_up().is_none()), (0, true));
    let other = Workspace::open(&place.data(), &place.other_local()).unwrap();
    assert_eq!((notes(&other).len(), other.waiting(), place.event_files().len()), (6, vec![], 7));
    assert_whole(&other);
}

#[test]
fn programs_of_one_pc_that_race_through_the_outbox_lose_nothing() {
    let place = Place::with_cycle();
    let workspaces = [place.open(), place.open(), place.open()];
    std::thread::scope(|scope| {
        for (index, mut workspace) in workspaces.into_iter().enumerate() {
            scope.spawn(move || {
                for n in 0..40 {
                    note(&mut workspace, &format!("{index} {n:02}")).unwrap();
                    if n % 7 == index {
                        // The folder may be away just now.
                        drop(workspace.poll());
                    }
                }
            });
        }
        let place = &place;
        scope.spawn(move || {
            for _ in 0..20 {
                place.unplug();
                std::thread::sleep(std::time::Duration::from_millis(2));
                place.plug_in();
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
        });
    });
    let workspace = place.open();
    assert_eq!((notes(&workspace).len(), place.event_files().len()), (120, 121));
    assert_eq!((workspace.waiting(), place.parcels().len()), (vec![], 0));
    assert_whole(&workspace);
    drop(workspace);
    assert_tidy(&place);
}

#[test]
fn a_clone_of_a_pc_with_parcels_loses_nothing_and_forks_nothing() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    place.unplug();
    note(&mut workspace, "satu").unwrap();
    note(&mut workspace, "dua").unwrap();
    drop(workspace);
    copy_folder(&place.local(), &place.other_local());
    place.plug_in();
    let mut original = place.open();
    let mut clone = Workspace::open(&place.data(), &place.other_local()).unwrap();
    for n in 0..3 {
        note(&mut original, &format!("asli {n}")).unwrap();
        note(&mut clone, &format!("klon {n}")).unwrap();
    }
    original.poll().unwrap();
    for workspace in [&original, &clone] {
        assert_eq!((notes(workspace).len(), workspace.waiting()), (8, vec![]));
        let events = workspace.cycle(CYCLE).unwrap().events();
        assert_eq!(events.iter().map(|event| &event.stamp.id.0).collect::<BTreeSet<_>>().len(), 2);
        assert_whole(workspace);
    }
    assert_eq!(place.event_files().len(), 9);
}

#[test]
fn clones_that_wrote_as_one_raise_an_alarm_and_nothing_is_sealed() {
    let place = Place::with_cycle();
    place.open();
    copy_folder(&place.local(), &place.other_local());
    let mut original = place.open();
    let mut clone = Workspace::open(&place.data(), &place.other_local()).unwrap();
    place.unplug();
    note(&mut original, "asli").unwrap();
    note(&mut clone, "klon").unwrap();
    place.plug_in();
    for _ in 0..2 {
        original.poll().unwrap();
        clone.poll().unwrap();
    }
    assert_eq!(place.event_files().len(), 3, "both are kept");
    for workspace in [&mut original, &mut clone] {
        let problems = workspace.problems();
        assert_eq!(problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(), [ProblemKind::Fork]);
        assert_eq!(workspace.undelivered(), 0);
        let sealed = archive::seal(workspace, CYCLE, &who(), quiet());
        assert!(matches!(sealed, Err(ArchiveError::FaultyJournal(_))), "{sealed:?}");
    }
    assert_eq!(notes(&original), notes(&clone), "the same one counts everywhere");
    // The programs have noticed, and write under separate ids from now on.
    note(&mut original, "asli lagi").unwrap();
    note(&mut clone, "klon lagi").unwrap();
    original.poll().unwrap();
    assert_eq!((notes(&original), original.problems().len()), (notes(&clone), 1));
    assert_eq!(notes(&clone).len(), 3);
}

#[test]
fn an_older_copy_of_local_app_data_loses_nothing_and_forks_nothing() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    place.unplug();
    note(&mut workspace, "satu").unwrap();
    let image = place.local().with_file_name("citra");
    copy_folder(&place.local(), &image);
    note(&mut workspace, "dua").unwrap();
    place.plug_in();
    workspace.poll().unwrap();
    note(&mut workspace, "tiga").unwrap();
    drop(workspace);
    // The image contains one note, which it has not delivered.
    std::fs::rename(place.local(), place.local().with_file_name("lama")).unwrap();
    std::fs::rename(image, place.local()).unwrap();
    let mut workspace = place.open();
    assert_eq!((notes(&workspace).len(), workspace.undelivered()), (3, 0));
    note(&mut workspace, "empat").unwrap();
    assert_eq!((notes(&workspace).len(), workspace.waiting(), place.event_files().len()), (4, vec![], 5));
    let events = workspace.cycle(CYCLE).unwrap().events();
    assert_eq!(events.iter().map(|event| &event.stamp.id.0).collect::<BTreeSet<_>>().len(), 2);
    assert_whole(&workspace);
}

#[test]
fn a_cycle_that_the_folder_has_lost_gets_its_events_back() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    note(&mut workspace, "satu").unwrap();
    place.unplug();
    note(&mut workspace, "dua").unwrap();
    drop(workspace);
    place.plug_in();
    // The data folder is restored from a backup made before the cycle was begun.
    std::fs::rename(place.cycle_dir(), place.data().with_file_name("siklus")).unwrap();
    let workspace = place.open();
    assert_eq!((workspace.undelivered(), place.event_files().len()), (0, 1));
    assert_eq!(workspace.waiting().len(), 1, "the events before it are missing");
}

#[test]
fn what_has_not_arrived_is_not_sealed() {
    let office = Office::ready();
    let mut workspace = office.open();
    let note = |text: &str| Command::AddNote { step: None, text: text.to_owned() };
    workspace.execute(INDUK, &note("satu"), &who()).unwrap();
    let journal = office.root().join(INDUK.folder()).join("jurnal");
    let writer = workspace.cycle(INDUK).unwrap().events().last().unwrap().stamp.id.0.to_string();
    let aside = journal.with_file_name("disisihkan");
    std::fs::rename(journal.join(&writer), &aside).unwrap();
    std::fs::write(journal.join(&writer), "").unwrap();
    workspace.execute(INDUK, &note("dua"), &who()).unwrap();
    assert_eq!(workspace.undelivered(), 1);
    let sealed = archive::seal(&mut workspace, INDUK, &who(), quiet());
    assert!(matches!(sealed, Err(ArchiveError::Store(_))), "{sealed:?}");
    std::fs::remove_file(journal.join(&writer)).unwrap();
    std::fs::rename(&aside, journal.join(&writer)).unwrap();
    archive::seal(&mut workspace, INDUK, &who(), quiet()).unwrap();
}
