//! Several programs on one folder.

use std::time::Duration;

use renja::cycle::{Command, CycleId};
use renja::sop::{StepNo, builtin};
use renja::store::{Who, Workspace};

use super::{CYCLE, Place, assert_whole, quiet, to_step, who};

/// Twenty years.
const YEARS: Duration = Duration::from_hours(20 * 365 * 24);

fn note(text: &str) -> Command {
    Command::AddNote { step: None, text: text.to_owned() }
}

fn writers(workspace: &Workspace) -> usize {
    let events = workspace.cycle(CYCLE).unwrap().events();
    events.iter().map(|event| &event.stamp.id.0).collect::<std::collections::BTreeSet<_>>().len()
}

#[test]
fn two_windows_on_one_pc_and_a_second_pc_see_each_other() {
    let place = Place::with_cycle();
    let mut all = [place.open(), place.open(), Workspace::open(&place.data(), &place.other_local()).unwrap()];
    for round in 0..5 {
        for (index, workspace) in all.iter_mut().enumerate() {
            workspace.execute(CYCLE, &note(&format!("{round} {index}")), &who()).unwrap();
        }
    }
    let revision = CycleId { year: 2027, kind: renja::cycle::Kind::Perubahan(1) };
    all[0].start_cycle(revision, builtin(), &who()).unwrap();
    for workspace in &mut all {
        workspace.poll().unwrap();
    }
    let state = all[0].cycle(CYCLE).unwrap().state().clone();
    assert_eq!(state.notes.len(), 15);
    for workspace in &all {
        assert_eq!(*workspace.cycle(CYCLE).unwrap().state(), state);
        assert!(workspace.cycle(revision).is_some(), "a cycle begun elsewhere appears");
        assert_eq!((workspace.problems(), workspace.waiting(), writers(workspace)), (vec![], vec![], 3));
    }
    assert!(all[1].poll().unwrap().cycles.is_empty());
}

#[test]
fn writers_that_race_lose_nothing() {
    let place = Place::with_cycle();
    let each = 60;
    let locals = [place.local(), place.local(), place.other_local()];
    std::thread::scope(|scope| {
        for (index, local) in locals.iter().enumerate() {
            let place = &place;
            scope.spawn(move || {
                let mut workspace = Workspace::open(&place.data(), local).unwrap();
                let source = place.source(&format!("{index}.txt"), &[index as u8; 10]);
                for n in 0..each {
                    if n % 10 == 0 {
                        let mut attach = to_step(4, source.clone());
                        attach.source = place.source(&format!("{index}-{n}.txt"), &[n as u8; 10]);
                        workspace.attach(CYCLE, &attach, &who(), quiet()).unwrap();
                    } else {
                        workspace.execute(CYCLE, &note(&format!("{index} {n}")), &who()).unwrap();
                    }
                }
            });
        }
    });
    let workspace = place.open();
    assert_eq!(workspace.cycle(CYCLE).unwrap().events().len(), 1 + 3 * each);
    assert_eq!(workspace.cycle(CYCLE).unwrap().state().documents.len(), 18);
    assert_eq!(workspace.waiting(), []);
    assert_whole(&workspace);
}

#[test]
fn a_clock_that_runs_years_off_does_not_change_the_order() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let mut other = Workspace::open(&place.data(), &place.other_local()).unwrap();
    let past = Who { at: who().at - YEARS, ..who() };
    let future = Who { at: who().at + YEARS, ..who() };
    let start = Command::Start { step: StepNo(1), reason: None };
    workspace.execute(CYCLE, &start, &future).unwrap();
    let finish = Command::Finish { step: StepNo(1), reason: Some("kertas".to_owned()) };
    other.execute(CYCLE, &finish, &past).unwrap();
    workspace.poll().unwrap();
    for workspace in [&workspace, &other] {
        assert_eq!(workspace.cycle(CYCLE).unwrap().state().done(), 1);
    }
}

#[test]
fn a_cloned_profile_takes_a_new_id() {
    let place = Place::with_cycle();
    copy_dir(&place.local(), &place.other_local());
    place.open().execute(CYCLE, &note("asli"), &who()).unwrap();
    let mut clone = Workspace::open(&place.data(), &place.other_local()).unwrap();
    clone.execute(CYCLE, &note("klon"), &who()).unwrap();
    drop(clone);
    // The original is not affected, and the clone keeps its new id.
    place.open().execute(CYCLE, &note("asli"), &who()).unwrap();
    let mut clone = Workspace::open(&place.data(), &place.other_local()).unwrap();
    clone.execute(CYCLE, &note("klon"), &who()).unwrap();
    assert_eq!((clone.problems(), writers(&clone)), (vec![], 2));
    assert_eq!(clone.cycle(CYCLE).unwrap().state().notes.len(), 4);
}

#[test]
fn a_folder_restored_from_an_older_copy_takes_a_new_id() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    workspace.execute(CYCLE, &note("satu"), &who()).unwrap();
    workspace.execute(CYCLE, &note("dua"), &who()).unwrap();
    drop(workspace);
    std::fs::remove_file(place.event_files().last().unwrap()).unwrap();
    let mut workspace = place.open();
    workspace.execute(CYCLE, &note("tiga"), &who()).unwrap();
    assert_eq!(writers(&workspace), 2, "other PCs may hold the event that is gone here");
    drop(workspace);
    place.open().execute(CYCLE, &note("empat"), &who()).unwrap();
    assert_eq!(writers(&place.open()), 2);
}

fn copy_dir(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_dir(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}
