//! The real program with faults at each call that touches its folders; and its recorded calls, replayed with
//! power losses.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use renja::store::Workspace;

use crate::faults::real::{Job, Replay, Stage, parse, touching};
use crate::faults::tear::Tear;
use crate::faults::witness::examine;
use crate::faults::{Storage, fingerprint};

const HURTS: [&str; 5] = ["error=EIO", "error=ENOSPC", "error=EACCES", "error=EINTR", "signal=KILL"];
/// The most cases of one job; if there are more, a sample at even intervals is run. A case takes a fifth of a
/// second, and all of them half an hour: with `RENJA_EVERY_CALL` set, all are run.
const CASES: usize = 220;

/// Row 1, 4, 5 and 21 on the real program: five kinds of fault at every call that touches the data folder,
/// local app data, the backup or the restored folder.
#[test]
#[ignore = "long: dist/test --long"]
fn the_real_program_hurt_at_each_call_loses_nothing() {
    for job in Job::ALL {
        let calls = calls_of(job);
        let all: Vec<_> = calls.iter().flat_map(|call| HURTS.map(|hurt| (call, hurt))).collect();
        let most = if std::env::var_os("RENJA_EVERY_CALL").is_some() { all.len() } else { CASES };
        let step = all.len().div_ceil(most).max(1);
        // The step is no multiple of five, so that each of the five kinds of fault occurs.
        let chosen: Vec<_> = all.iter().step_by(if step % 5 == 0 { step + 1 } else { step }).collect();
        let next = AtomicUsize::new(0);
        let hurt_all = || {
            let stage = Stage::new(job);
            while let Some(((name, number), hurt)) = chosen.get(next.fetch_add(1, Ordering::Relaxed)) {
                stage.reset();
                let label = format!("{job:?}, {name} {number}, {hurt}");
                let trace = stage.dir().join("record");
                let inject = format!("inject={name}:{hurt}:when={number}");
                let options = ["-o", trace.to_str().unwrap(), "-e", &inject].map(str::to_owned);
                let output = stage.run(&options);
                std::fs::remove_file(trace).ok();
                let said = String::from_utf8_lossy(&output.stdout);
                let acks = stage.acks(&said, output.status.success());
                examine(Storage::load(stage.dir()), &acks, &label);
                // A second start of the real program completes what the first could not.
                match job {
                    Job::Restore => {
                        let all = said.into_owned() + &String::from_utf8_lossy(&output.stderr);
                        stage.settle_restore(&all, &label);
                    }
                    Job::Backup if !output.status.success() => stage.finish(&label),
                    _ => {}
                }
            }
        };
        std::thread::scope(|scope| {
            scope.spawn(hurt_all);
            scope.spawn(hurt_all);
        });
        println!("cases: {} of {} ({job:?}: {} calls)", chosen.len(), all.len(), calls.len());
        assert!(calls.len() > 20, "{job:?}: {}", calls.len());
    }
}

/// The calls of a run without faults: name, and number among those of that name in their thread.
fn calls_of(job: Job) -> Vec<(String, usize)> {
    let stage = Stage::new(job);
    let trace = stage.dir().with_extension("record");
    let options = ["-y", "-o", trace.to_str().unwrap(), "-e", "trace=%file,%desc"].map(str::to_owned);
    let output = stage.run(&options);
    assert!(output.status.success(), "{output:?}");
    let record = String::from_utf8_lossy(&std::fs::read(&trace).unwrap()).into_owned();
    std::fs::remove_file(trace).unwrap();
    touching(&parse(&record), stage.dir()).into_iter().collect()
}

/// Rows 2 and 3 on the real program: the power fails after each of its calls that changes a disk, in every
/// way.
#[test]
#[ignore = "long: dist/test --long"]
fn the_calls_of_the_real_program_survive_a_power_loss() {
    const CHANGES: &str = "trace=open,openat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,mkdir,mkdirat,\
                           unlink,unlinkat,rmdir,link,linkat,ftruncate,copy_file_range";
    for job in [Job::Save, Job::Attach, Job::Move, Job::Seal] {
        let stage = Stage::new(job);
        let trace = stage.dir().with_extension("record");
        let options =
            ["-xx", "-s", "4000000", "-o", trace.to_str().unwrap(), "-e", CHANGES].map(str::to_owned);
        let output = stage.run(&options);
        assert!(output.status.success(), "{output:?}");
        let calls = parse(&String::from_utf8_lossy(&std::fs::read(&trace).unwrap()));
        std::fs::remove_file(trace).unwrap();
        let mut replay = Replay::new(&stage);
        let tears: Vec<_> = Tear::classes().into_iter().chain((0..5).map(Tear::random)).collect();
        let (mut cases, mut changes, mut seen) = (0, 0, HashSet::new());
        for (number, call) in calls.iter().enumerate() {
            let is_change = replay.apply(call);
            if !is_change && number + 1 < calls.len() {
                continue;
            }
            changes += 1;
            for tear in &tears {
                cases += 1;
                let left = tear.of(&replay.storage);
                if !seen.insert(fingerprint(&(left.tree(), replay.acks.len()))) {
                    continue;
                }
                let label = format!("{job:?}, {} (call {number}), {tear:?}", call.name);
                if seen.len() % 20 == 0 {
                    opens_for_real(&left, &label);
                }
                examine(left, &replay.acks, &label);
            }
        }
        // The record is complete: the replayed calls leave the same files as the program.
        let real = Storage::load(stage.dir());
        let names = |storage: &Storage| storage.tree().into_keys().collect::<Vec<_>>();
        assert_eq!(names(&replay.storage), names(&real), "{job:?}");
        println!("cases: {cases} ({job:?}: {changes} calls, {} disks)", seen.len());
        assert!(seen.len() > 20, "{job:?}");
    }
}

/// Asserts that the files open on this PC's real disk.
fn opens_for_real(left: &Storage, label: &str) {
    let dir = tempfile::tempdir().unwrap();
    left.save(dir.path());
    let workspace = Workspace::open(&dir.path().join("data"), &dir.path().join("local"));
    let workspace = workspace.unwrap_or_else(|error| panic!("{label}: {error}"));
    assert_eq!(workspace.problems(), [], "{label}");
    assert_eq!(workspace.cycles().count(), 1, "{label}");
}
