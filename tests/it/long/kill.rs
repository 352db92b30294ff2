//! kill -9 at random moments: during work in a loop, and while the program itself seals.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::faults::Storage;
use crate::faults::real::{Job, Stage};
use crate::faults::witness::examine;
use crate::store::kill::kill_again_and_again;

#[test]
#[ignore = "long: dist/test --long"]
fn five_hundred_kills_of_work_lose_nothing() {
    kill_again_and_again(500);
}

/// After each kill, the examination seals the interrupted cycle, or finds it sealed.
#[test]
#[ignore = "long: dist/test --long"]
fn a_hundred_kills_of_a_sealing_leave_the_cycle_or_the_dossier() {
    const ROUNDS: u32 = 100;
    let stage = Stage::new(Job::Seal);
    let started = Instant::now();
    assert!(stage.start(Stdio::null()).wait().unwrap().success());
    let whole = started.elapsed();
    let mut sealed = 0;
    for round in 0..ROUNDS {
        stage.reset();
        let mut program = stage.start(Stdio::null());
        // Evenly over the time that sealing takes, and a little longer.
        std::thread::sleep(whole * round / (ROUNDS * 9 / 10) + Duration::from_millis(1));
        program.kill().unwrap();
        let succeeded = program.wait().unwrap().success();
        sealed += u32::from(succeeded);
        examine(Storage::load(stage.dir()), &stage.acks("", succeeded), &format!("sealing, round {round}"));
    }
    println!("cases: {ROUNDS} (kill -9 of renja seal, {sealed} came too late)");
    assert!(sealed < ROUNDS, "none was cut off");
}
