//! A file of 5 GB: attached with the memory for one block, and cancelled without remains (row 18).
//!
//! Each file is attached by a separate process, for which the system records the peak memory.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use renja::store::{Algorithm, Cancelled, Disk as _, Hasher, OsDisk, Workspace};

use crate::store::{CYCLE, Place, assert_tidy, to_step, who};

/// The folder in which the worker process works; set only for it.
const FOLDER: &str = "RENJA_TEST_LARGE_FOLDER";
/// After how many bytes the worker cancels.
const STOP_AT: &str = "RENJA_TEST_LARGE_STOP_AT";
const SOURCE: &str = "besar.bin";
const SMALL: u64 = 1 << 20;
const LARGE: u64 = 5 << 30;
/// The test runs if at least this much room is left, in bytes.
const LEAST: u64 = 1 << 30;
/// Room left on the disk for others, in bytes.
const RESERVE: u64 = 4 << 30;
/// The longest time for attaching both the whole file and its half.
const PATIENCE: Duration = Duration::from_mins(2);
/// How much more memory than the small file the large file may take, in bytes.
const ALLOWED: u64 = 64 << 20;

/// The worker process that is measured: attaches one file, and prints how much memory that took.
#[test]
#[ignore = "started by the test below"]
fn worker() {
    let Some(dir) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let stop_at: u64 = std::env::var(STOP_AT).unwrap().parse().unwrap();
    let mut workspace = Workspace::open(&dir.join("data"), &dir.join("local")).unwrap();
    let read = AtomicU64::new(0);
    let progress = |bytes: u64, _: &str| {
        let read = read.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if read >= stop_at { Err(Cancelled) } else { Ok(()) }
    };
    let attached = workspace.attach(CYCLE, &to_step(9, dir.join("sumber").join(SOURCE)), &who(), &progress);
    let said = match attached {
        Ok(_) => "attached",
        Err(error) if error.is_cancelled() => "cancelled",
        Err(error) => panic!("{error}"),
    };
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    println!("\n{said} {}", peak.trim_end_matches("kB").trim());
}

/// Runs the worker: returns what became of the file, and the peak memory in bytes.
fn attach(place: &Place, stop_at: u64) -> (String, u64) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["long::large::worker", "--exact", "--ignored", "--nocapture", "--test-threads=1"])
        .env(FOLDER, place.data().parent().unwrap())
        .env(STOP_AT, stop_at.to_string())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    let (said, peak) = told
        .lines()
        .filter_map(|line| line.split_once(' '))
        .find(|(word, _)| ["attached", "cancelled"].contains(word))
        .unwrap_or_else(|| panic!("{told}"));
    (said.to_owned(), peak.parse::<u64>().unwrap() << 10)
}

/// A file that takes no room: holes, with some data at its start, middle and end.
fn sparse(place: &Place, size: u64) -> PathBuf {
    let path = place.source(SOURCE, b"awal");
    let mut file = File::options().write(true).open(&path).unwrap();
    file.set_len(size).unwrap();
    for at in [size / 2, size - 5] {
        file.seek(SeekFrom::Start(at)).unwrap();
        file.write_all(b"akhir").unwrap();
    }
    path
}

fn digest(path: &Path) -> String {
    let (mut file, mut block) = (File::open(path).unwrap(), vec![0; 1 << 20]);
    let mut hasher = Hasher::new(&[Algorithm::Sha256]);
    loop {
        match file.read(&mut block).unwrap() {
            0 => return hasher.finish().remove(0),
            read => hasher.update(&block[..read]),
        }
    }
}

/// Free space in bytes where `path` is.
fn room(path: &Path) -> u64 {
    OsDisk.free_space(path).unwrap().unwrap()
}

// Seen to fail with blocks of 256 MB instead of 256 kB (`store::digest::BLOCK`).
#[test]
#[ignore = "long: dist/test --long"]
fn five_gigabytes_take_no_more_memory_than_one_megabyte_and_cancelled_leave_nothing() {
    let place = Place::with_cycle();
    let free = room(&place.data());
    let size = LARGE.min(free.saturating_sub(RESERVE)).max(LEAST);
    assert!(size < free, "no room on this disk for a file of a gigabyte");
    if size < LARGE {
        println!("only {size} bytes instead of {LARGE}: the disk has no room for more");
    }
    sparse(&place, SMALL);
    let (said, small) = attach(&place, u64::MAX);
    assert_eq!(said, "attached");

    let source = sparse(&place, size);
    let before = place.files();
    let free = room(&place.data());
    let begun = Instant::now();
    let (said, half) = attach(&place, size / 2);
    let took = begun.elapsed();
    assert_eq!(said, "cancelled");
    assert_eq!(place.files(), before);
    assert_tidy(&place);
    assert!(half <= small + ALLOWED, "{half} bytes of memory instead of {small}");
    println!(
        "cancelled at half of {size} bytes after {took:?}: memory {small} -> {half}, disk {free} -> {}",
        room(&place.data())
    );

    if took > PATIENCE / 2 {
        println!("cases: 1 (the disk is too slow for the whole file)");
        return;
    }
    let begun = Instant::now();
    let (said, whole) = attach(&place, u64::MAX);
    let took = begun.elapsed();
    assert_eq!(said, "attached");
    assert!(whole <= small + ALLOWED, "{whole} bytes of memory instead of {small}");
    let workspace = place.open();
    let document = workspace.cycle(CYCLE).unwrap().state().documents.values().last().unwrap();
    let file = &document.current().file;
    let copy = workspace.document_path(CYCLE, file).unwrap();
    assert_eq!((file.size, fs::metadata(&copy).unwrap().len()), (size, size));
    assert_eq!(file.sha256, digest(&source));
    assert_eq!(file.sha256, digest(&copy));
    assert_eq!(workspace.problems(), []);
    println!("cases: 2 (whole: {took:?}, memory {whole})");
}
