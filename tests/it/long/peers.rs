//! Programs that write at the same time, each in a separate process.

use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::time::Duration;

use renja::cycle::{Command, EventId, State};
use renja::sop::builtin;
use renja::store::Workspace;

use crate::store::{CYCLE, quiet, to_step, who};
use crate::support::tools::{Owned, wait_for};

/// The task of the worker process; set only for it.
const WORK: &str = "RENJA_TEST_PEER";
/// Events that each program writes.
pub const EACH: usize = 1000;
/// How many of them change the same field.
const CONTESTED: usize = EACH / 50;
/// Long enough for a slow server on a busy machine.
pub const PATIENCE: Duration = Duration::from_mins(10);

/// A worker process: writes its events while reading those of others, until all have arrived in its data
/// folder.
#[test]
#[ignore = "long: started by the tests beside it"]
fn worker() {
    let Some(work) = std::env::var_os(WORK) else { return };
    let work = work.into_string().unwrap();
    let [data, local, name] = work.split('\n').collect::<Vec<_>>().try_into().unwrap();
    let mut workspace = Workspace::open(Path::new(data), Path::new(local)).unwrap();
    let document = workspace.cycle(CYCLE).unwrap().state().documents.keys().next().unwrap().clone();
    for n in 0..EACH {
        let text = format!("{name} {n:04}");
        let command = if n % (EACH / CONTESTED) == 0 {
            Command::SetTitle { document: document.clone(), title: text }
        } else {
            Command::AddNote { step: None, text }
        };
        assert_eq!(workspace.execute(CYCLE, &command, &who()).unwrap().len(), 1);
    }
    wait_for("the last change to be delivered", PATIENCE, || {
        drop(workspace.poll());
        (workspace.undelivered() == 0).then_some(())
    });
}

/// Makes a data folder with a cycle and a document.
pub fn create(data: &Path, local: &Path) -> EventId {
    let mut workspace = Workspace::create(data, local, "Kesbangpol", &who()).unwrap();
    workspace.start_cycle(CYCLE, builtin(), &who()).unwrap();
    let source = local.with_file_name("surat.txt");
    std::fs::write(&source, "isi surat").unwrap();
    workspace.attach(CYCLE, &to_step(6, source), &who(), quiet()).unwrap()
}

pub fn start(data: &Path, local: &Path, name: &str) -> Owned {
    let work = [data.to_str().unwrap(), local.to_str().unwrap(), name].join("\n");
    Owned::spawn(
        Process::new(std::env::current_exe().unwrap())
            .args(["long::peers::worker", "--exact", "--ignored", "--nocapture", "--test-threads=1"])
            .env(WORK, work)
            .stdout(Stdio::null()),
    )
}

pub fn end(mut worker: Owned) {
    let status = wait_for("a program to end", PATIENCE, || worker.0.try_wait().unwrap());
    assert!(status.success(), "{status}");
}

/// Asserts that a program started later sees the same everywhere once all events are there, and that nothing
/// is missing. `extra` events were written in addition to those of the two workers.
pub fn assert_equal_and_whole(places: &[PathBuf], extra: usize) -> State {
    let local = tempfile::tempdir().unwrap();
    let states: Vec<State> = places
        .iter()
        .enumerate()
        .map(|(index, place)| {
            let mut workspace = Workspace::open(place, &local.path().join(index.to_string())).unwrap();
            wait_for("all events", PATIENCE, || {
                std::thread::sleep(Duration::from_millis(200));
                workspace.poll().unwrap();
                (workspace.cycle(CYCLE).unwrap().events().len() >= 2 * EACH + extra).then_some(())
            });
            // Files that were moved aside are found when a folder is opened.
            drop(workspace);
            let workspace = Workspace::open(place, &local.path().join(index.to_string())).unwrap();
            assert_eq!(workspace.cycle(CYCLE).unwrap().events().len(), 2 * EACH + extra);
            assert_eq!((workspace.waiting(), workspace.problems()), (vec![], vec![]), "{}", place.display());
            crate::store::assert_whole(&workspace);
            workspace.cycle(CYCLE).unwrap().state().clone()
        })
        .collect();
    for state in &states {
        assert_eq!(*state, states[0]);
        assert_eq!(state.notes.len(), 2 * (EACH - CONTESTED));
    }
    println!("cases: {} events at {} places, equal", 2 * EACH + extra, places.len());
    states.into_iter().next().unwrap()
}
