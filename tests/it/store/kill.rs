//! A separate process, killed at random moments of real work.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command as Process, Stdio};
use std::time::{Duration, Instant};

use renja::cycle::{Command, EventId, WriterId};
use renja::sop::StepNo;
use renja::store::Workspace;

use super::{CYCLE, Place, assert_tidy, assert_whole, quiet, to_step, who};

/// The folder in which the worker process works; set only for it.
const FOLDER: &str = "RENJA_TEST_KILL_FOLDER";
/// Number of kills among the other tests; `tests/it/long/kill.rs` has more.
const ROUNDS: u32 = 40;

/// The process that is killed: attaches, moves and notes endlessly, and prints what has been acknowledged.
#[test]
#[ignore = "started and killed by the test below"]
fn worker() {
    let Some(dir) = std::env::var_os(FOLDER).map(std::path::PathBuf::from) else { return };
    let mut workspace = Workspace::open(&dir.join("data"), &dir.join("local")).unwrap();
    let acknowledge = |events: &[EventId]| {
        for EventId(writer, seq) in events {
            // One write for each line, so that a line arrives whole or not at all.
            std::io::stdout().write_all(format!("\nack {writer} {seq}\n").as_bytes()).unwrap();
        }
    };
    for n in 0_u32.. {
        let source = dir.join(format!("sumber-{}", n % 4));
        std::fs::write(&source, vec![n as u8; 200_000]).unwrap();
        let mut documents = Vec::new();
        for _ in 0..2 {
            documents.push(workspace.attach(CYCLE, &to_step(2, source.clone()), &who(), quiet()).unwrap());
        }
        acknowledge(&documents);
        let move_away = Command::MoveDocument {
            document: documents[0].clone(),
            step: StepNo(1 + (n % 17) as u8),
            slot: None,
            paths: Vec::new(),
        };
        if n % 17 != 1 {
            acknowledge(&workspace.execute(CYCLE, &move_away, &who()).unwrap());
        }
        let remove = Command::RemoveDocument {
            document: documents[1].clone(),
            reason: String::new(),
            paths: Vec::new(),
        };
        acknowledge(&workspace.execute(CYCLE, &remove, &who()).unwrap());
        let files: Vec<_> = (0..3).map(|_| to_step(3, source.clone())).collect();
        let many = workspace.attach_many(CYCLE, &files, &who(), quiet());
        acknowledge(&many.into_iter().collect::<Result<Vec<_>, _>>().unwrap());
    }
}

#[test]
fn killed_at_any_moment_nothing_acknowledged_is_lost() {
    kill_again_and_again(ROUNDS);
}

/// Kills the worker `rounds` times.
pub fn kill_again_and_again(rounds: u32) {
    let started = Instant::now();
    let mut acknowledged = 0;
    let mut place = Place::with_cycle();
    for round in 0..rounds {
        if round % 8 == 0 {
            place = Place::with_cycle();
        }
        let mut child = Process::new(std::env::current_exe().unwrap())
            .args(["store::kill::worker", "--exact", "--ignored", "--nocapture", "--test-threads=1"])
            .env(FOLDER, place.data().parent().unwrap())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        // Every third worker is killed while it starts, the others in the middle of their work.
        let mut acks = Vec::new();
        if round % 3 != 0 {
            acks.push(lines.find_map(|line| parse(&line)).expect("the worker works"));
        }
        let reader = std::thread::spawn(move || lines.filter_map(|line| parse(&line)).collect::<Vec<_>>());
        std::thread::sleep(Duration::from_millis(u64::from(round * 37 % 90)));
        child.kill().unwrap();
        child.wait().unwrap();
        acks.extend(reader.join().unwrap());
        acknowledged += acks.len();
        let workspace = place.open();
        let known: std::collections::BTreeSet<_> =
            workspace.cycle(CYCLE).unwrap().events().iter().map(|event| &event.stamp.id).collect();
        for ack in &acks {
            assert!(known.contains(ack), "round {round}: {ack:?} was acknowledged and is gone");
        }
        assert_whole(&workspace);
        assert_eq!(workspace.waiting(), []);
        drop(workspace);
        assert_tidy(&place);
    }
    println!("cases: {rounds} (kill -9: {acknowledged} acknowledged changes, {:?})", started.elapsed());
    assert!(acknowledged > rounds as usize / 4, "the worker was killed before it worked: {acknowledged}");
}

fn parse(line: &str) -> Option<EventId> {
    let (writer, seq) = line.strip_prefix("ack ")?.split_once(' ')?;
    Some(EventId(WriterId(writer.to_owned()), seq.parse().ok()?))
}
