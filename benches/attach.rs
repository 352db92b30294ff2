//! Attaching 170 files of 3 MB, including hash, read-back and sync, against `cp -r` of the same files.
//!
//! `cp` leaves the copies in memory, where a power cut loses them; the program's documents are on the disk
//! when it reports them. So a second row compares with a copy that is synced, too.

mod common;
#[path = "common/files.rs"]
mod files;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::Local;
use renja::cycle::{CycleId, Kind};
use renja::sop::StepNo;
use renja::store::{Attach, Quiet, Who, Workspace};

const ROUNDS: usize = 3;

fn main() {
    if !common::asked() {
        return;
    }
    let folder = common::folder().join("attach");
    let sources = folder.join("sources");
    let documents = files::write_documents(&sources);
    let (mut ratios, mut synced) = (Vec::new(), Vec::new());
    let (mut copying, mut syncing, mut attaching) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let copy = folder.join("copy");
        let _ = fs::remove_dir_all(&copy);
        let by_cp = files::time(|| {
            let status = Command::new("cp").arg("-r").args([&sources, &copy]).status().expect("cp");
            assert!(status.success());
        });
        let sync = files::time(|| {
            let status = Command::new("sync").arg("-f").arg(&copy).status().expect("sync");
            assert!(status.success());
        });
        let by_us = attach_all(&folder, &documents);
        ratios.push(by_cp.as_secs_f64() / by_us.as_secs_f64());
        synced.push((by_cp + sync).as_secs_f64() / by_us.as_secs_f64());
        copying.push(by_cp.as_secs_f64());
        syncing.push(sync.as_secs_f64());
        attaching.push(by_us.as_secs_f64());
    }
    common::row(
        "attaching 170 files of 3 MB, hash, sync and read-back included",
        &format!(
            "{:.2} × the speed of `cp -r` ({:.2} s, `cp -r` {:.2} s)",
            common::median(ratios),
            common::median(attaching),
            common::median(copying)
        ),
        "at least 0.5 ×",
    );
    common::row(
        "the same against a copy that is on the disk as well",
        &format!(
            "{:.2} × the speed of `cp -r` and `sync` (`sync` {:.2} s)",
            common::median(synced),
            common::median(syncing)
        ),
        "",
    );
    let _ = fs::remove_dir_all(&folder);
}

fn attach_all(folder: &Path, documents: &[PathBuf]) -> std::time::Duration {
    let data = folder.join("data");
    let _ = fs::remove_dir_all(&data);
    let who = Who { by: "Bench".to_owned(), at: Local::now().fixed_offset() };
    let mut workspace =
        Workspace::create(&data, &folder.join("local"), "Bench", &who).expect("a data folder");
    let id = CycleId { year: 2027, kind: Kind::Induk };
    workspace.start_cycle(id, renja::sop::builtin(), &who).expect("a cycle");
    let attach = |(n, source): (usize, &PathBuf)| Attach {
        source: source.clone(),
        step: StepNo(1 + u8::try_from(n % 17).expect("small")),
        slot: None,
        title: String::new(),
        stage: None,
        version_of: None,
    };
    let files: Vec<_> = documents.iter().enumerate().map(attach).collect();
    files::time(|| {
        for attached in workspace.attach_many(id, &files, &who, &Quiet) {
            attached.expect("attached");
        }
    })
}
