//! A fault at every call that changes the disk: afterwards the old or the new state, and a start without
//! problems.

use std::sync::Arc;

use renja::cycle::{Command, EventId, State};
use renja::sop::StepNo;
use renja::store::{ErrorKind, StoreError, Workspace};

use super::faulty::{Faults, FaultyDisk};
use super::{CYCLE, Place, assert_tidy, assert_whole, quiet, to_step, who};

type Action = fn(&mut Workspace, &Place, &EventId) -> Result<(), StoreError>;

/// Everything that changes a cycle, on a document in step 6 with two versions.
const ACTIONS: [(&str, Action); 5] = [
    ("command", |workspace, _, _| {
        let start = Command::Start { step: StepNo(1), reason: None };
        workspace.execute(CYCLE, &start, &who()).map(drop)
    }),
    ("attach", |workspace, place, _| {
        let attach = to_step(7, place.source("baru.pdf", &[9; 5000]));
        workspace.attach(CYCLE, &attach, &who(), quiet()).map(drop)
    }),
    ("move", |workspace, _, document| {
        let document = document.clone();
        let step = Command::MoveDocument { document, step: StepNo(8), slot: None, paths: Vec::new() };
        workspace.execute(CYCLE, &step, &who()).map(drop)
    }),
    ("remove", |workspace, _, document| {
        let document = document.clone();
        let remove = Command::RemoveDocument { document, reason: "x".to_owned(), paths: Vec::new() };
        workspace.execute(CYCLE, &remove, &who()).map(drop)
    }),
    ("attach many", |workspace, place, _| {
        let files: Vec<_> =
            (0..3_u8).map(|n| to_step(9, place.source(&format!("{n}.pdf"), &[n; 3000]))).collect();
        let results = workspace.attach_many(CYCLE, &files, &who(), quiet());
        results.into_iter().collect::<Result<Vec<_>, _>>().map(drop)
    }),
];

fn with_document() -> (Place, EventId) {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let document =
        workspace.attach(CYCLE, &to_step(6, place.source("a.pdf", b"satu")), &who(), quiet()).unwrap();
    let mut version = to_step(6, place.source("b.pdf", b"dua"));
    version.version_of = Some(document.clone());
    workspace.attach(CYCLE, &version, &who(), quiet()).unwrap();
    drop(workspace);
    (place, document)
}

fn state(workspace: &Workspace) -> State {
    workspace.cycle(CYCLE).unwrap().state().clone()
}

/// Runs an action with a fault at every call in turn; returns the number of cases.
fn at_every_call(name: &str, action: Action, dead_after: bool) -> u64 {
    for call in 0.. {
        let (place, document) = with_document();
        let (disk, mut workspace) = place.open_to_hurt();
        let before = state(&workspace);
        disk.set(Faults { fail_at: Some(call), dead_after, ..Faults::default() });
        let result = action(&mut workspace, &place, &document);
        let reached = disk.calls() > call;
        let shown = state(&workspace);
        drop(workspace);
        let label = format!("{name}, call {call}, {result:?}");
        let workspace = place.open();
        assert_whole(&workspace);
        assert_tidy(&place);
        let after = state(&workspace);
        if result.is_ok() {
            assert_eq!(after, shown, "{label}: what was acknowledged is there");
            assert_ne!(after, before, "{label}");
        } else if !dead_after && name != "attach many" {
            assert_eq!(after, shown, "{label}: what is shown is there");
            assert_eq!(workspace.orphans(CYCLE).unwrap(), [""; 0], "{label}");
        }
        // Starting again changes nothing, and the action can be done now, unless it has been done already.
        drop(workspace);
        let files = place.files();
        let mut workspace = place.open();
        assert_eq!(place.files(), files, "{label}: a second start changes nothing");
        if after == before {
            action(&mut workspace, &place, &document).unwrap_or_else(|error| panic!("{label}: {error}"));
            assert_whole(&workspace);
            if name == "move" {
                let document = &state(&workspace).documents[&document];
                let paths = document.versions.iter().map(|version| version.file.path.as_str());
                assert!(paths.into_iter().all(|path| path.starts_with("berkas/08 ")), "{label}");
            }
        }
        if !reached {
            assert!(result.is_ok(), "{label}");
            return call;
        }
    }
    unreachable!("the calls of an action come to an end")
}

#[test]
fn an_error_at_any_call_leaves_the_old_or_the_new_state() {
    for (name, action) in ACTIONS {
        let cases = at_every_call(name, action, false);
        println!("{name}: {cases} calls failed one by one");
        assert!(cases >= 4, "{name}");
    }
}

#[test]
fn dying_at_any_call_leaves_the_old_or_the_new_state() {
    for (name, action) in ACTIONS {
        let cases = at_every_call(name, action, true);
        println!("{name}: died at {cases} calls one by one");
        assert!(cases >= 4, "{name}");
    }
}

#[test]
fn a_full_disk_is_named_and_leaves_the_old_state() {
    let mut full = 0;
    for room in (0..12_000).step_by(231) {
        let (place, document) = with_document();
        let (disk, mut workspace) = place.open_to_hurt();
        for (name, action) in ACTIONS.iter().take(4) {
            let (before, files) = (state(&workspace), place.files());
            disk.set(Faults { room: Some(room), ..Faults::default() });
            if let Err(error) = action(&mut workspace, &place, &document) {
                full += 1;
                assert_eq!(*error.kind(), ErrorKind::DiskFull(None), "{name} with {room}: {error}");
                assert!(!error.file_name().is_empty());
                assert_eq!(state(&workspace), before);
                let (mut now, mut then) = (place.files(), files);
                // A view that could not be updated is no loss.
                now.remove("2027-induk/RINGKASAN.txt");
                then.remove("2027-induk/RINGKASAN.txt");
                assert_eq!(now, then, "{name} with {room}");
                // With room on the disk again, the action works.
                disk.set(Faults::default());
                action(&mut workspace, &place, &document).unwrap();
            }
        }
        assert_whole(&workspace);
    }
    assert!(full > 20, "{full}");
}

#[test]
fn a_read_only_folder_can_be_read() {
    let (place, document) = with_document();
    let files = place.files();
    let disk = FaultyDisk::new(Faults { read_only: Some(place.data()), ..Faults::default() });
    let mut workspace = place.open_on(Arc::new(disk)).unwrap();
    assert!(workspace.is_read_only());
    assert_eq!(workspace.cycles().count(), 1);
    assert_whole(&workspace);
    workspace.poll().unwrap();
    for (name, action) in &ACTIONS[..4] {
        let error = action(&mut workspace, &place, &document).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::ReadOnly, "{name}");
    }
    drop(workspace);
    assert_eq!(place.files(), files);
    assert!(!place.open().is_read_only());
}

/// The mode bits of a real folder; as another user if the tests run as root, to whom the bits do not apply.
#[cfg(unix)]
#[test]
fn mode_bits_make_a_folder_read_only() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::with_cycle();
    let probe = place.data().join("probe");
    let set = |mode| std::fs::set_permissions(place.data(), std::fs::Permissions::from_mode(mode)).unwrap();
    set(0o555);
    let bound = std::fs::write(&probe, "x").is_err();
    if bound {
        assert!(place.open().is_read_only());
    } else {
        println!("not bound by mode bits (root): covered by the injected fault alone");
    }
    set(0o755);
    assert!(!place.open().is_read_only());
}

#[test]
fn a_folder_that_vanishes_is_reported_and_its_return_noticed() {
    let (place, _) = with_document();
    let mut workspace = place.open();
    let away = place.data().with_file_name("away");
    std::fs::rename(place.data(), &away).unwrap();
    assert_eq!(*workspace.poll().unwrap_err().kind(), ErrorKind::Away);
    assert_eq!(workspace.cycles().count(), 1, "what was read is still shown");
    std::fs::rename(&away, place.data()).unwrap();
    workspace.poll().unwrap();
    let start = Command::Start { step: StepNo(1), reason: None };
    workspace.execute(CYCLE, &start, &who()).unwrap();
    assert_whole(&workspace);
}

#[test]
fn what_a_killed_program_left_unfinished_is_removed_but_not_the_work_of_others() {
    let (place, _) = with_document();
    let id = place.event_files()[0].parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
    let ours = [
        place.data().join(format!("~{id}-1.tmp")),
        place.cycle_dir().join(format!("berkas/Dihapus/~{id}-2.tmp")),
        place.cycle_dir().join(format!("jurnal/{id}/~{id}-3.tmp")),
        place.data().join(format!("arsip/~{id}-4.tmp/data/isi.txt")),
    ];
    let others = place.data().join("~0123456789abcdef-1.tmp");
    for path in ours.iter().chain([&others]) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "half").unwrap();
    }
    drop(place.open());
    for path in &ours {
        assert!(!path.exists(), "{}", path.display());
    }
    assert!(!place.data().join(format!("arsip/~{id}-4.tmp")).exists());
    assert!(others.exists());
}
