//! Runs a deed with a fault at each of its calls, a disk that is full at each byte, and a power loss at each
//! call.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use renja::store::is_temp;

use super::storage::{Bytes, Node};
use super::tear::Tear;
use super::work::{DATA, LOCAL};
use super::{Depth, Faults, ModelDisk, Storage, both, fingerprint};

/// Something that a person asks for.
pub trait Deed: Sync {
    /// What is open when the deed begins.
    type Ready;

    /// The deed in words.
    fn name(&self) -> String;
    /// The disk before the deed.
    fn before(&self) -> Storage;
    fn open(&self, disk: &ModelDisk) -> Self::Ready;
    /// Does the deed; returns the error in words.
    fn act(&self, ready: &mut Self::Ready) -> Result<(), String>;
    /// Asserts what must hold on the disk as it is now, and after doing the deed once more; `done` says
    /// whether the program has reported success.
    fn holds(&self, storage: Storage, done: bool, label: &str);
}

/// Runs every kind of fault. Returns the number of cases.
pub fn run(deed: &impl Deed, depth: Depth, disks: &[&'static str]) -> usize {
    let name = deed.name();
    let mut cases =
        at_every_call(deed, depth, "EIO at call", |call| Faults { fail_at: Some(call), ..Faults::default() });
    for root in disks {
        cases += at_every_call(deed, depth, &format!("{root} gone from call"), |call| Faults {
            dead_mount: Some((call, PathBuf::from(root))),
            ..Faults::default()
        });
    }
    cases += full(deed, depth);
    cases += power(deed, depth);
    println!("cases: {cases} ({name})");
    cases
}

/// The deed without a fault: the number of calls, and the bytes written at the end of each write.
fn undisturbed(deed: &impl Deed) -> (u64, Vec<u64>) {
    let disk = ModelDisk::boot(deed.before());
    let mut ready = deed.open(&disk);
    disk.set(Faults::default());
    deed.act(&mut ready).unwrap_or_else(|error| panic!("{}: {error}", deed.name()));
    let counted = (disk.calls(), disk.writes());
    drop(ready);
    let storage = disk.storage().clone();
    deed.holds(storage.clone(), true, "undisturbed");
    deed.holds(Tear::LOST.of(&storage), true, "undisturbed, power lost");
    counted
}

fn disturbed(deed: &impl Deed, faults: Faults, label: &str) {
    let disk = ModelDisk::boot(deed.before());
    let mut ready = deed.open(&disk);
    disk.set(faults);
    let result = deed.act(&mut ready);
    let label = format!("{}, {label}, {result:?}", deed.name());
    disk.set(Faults::default());
    drop(ready);
    let storage = disk.storage().clone();
    deed.holds(Tear::LOST.of(&storage), result.is_ok(), &format!("{label}, power lost"));
    deed.holds(storage, result.is_ok(), &label);
}

fn at_every_call(deed: &impl Deed, depth: Depth, what: &str, fault: impl Fn(u64) -> Faults + Sync) -> usize {
    let (calls, _) = undisturbed(deed);
    let step = if depth == Depth::All { 1 } else { (calls / 12).max(1) };
    let numbers: Vec<u64> = (0..calls).step_by(step as usize).collect();
    both(&numbers, |number| disturbed(deed, fault(*number), &format!("{what} {number}")))
}

fn full(deed: &impl Deed, depth: Depth) -> usize {
    let (_, ends) = undisturbed(deed);
    let near = ends.iter().flat_map(|end| [end.saturating_sub(1), *end, end + 1]);
    let mut rooms: Vec<u64> = std::iter::once(0).chain(near).collect();
    rooms.sort_unstable();
    rooms.dedup();
    let step = if depth == Depth::All { 1 } else { (rooms.len() / 8).max(1) };
    let rooms: Vec<u64> = rooms.into_iter().step_by(step).collect();
    both(&rooms, |room| {
        disturbed(deed, Faults { room: Some(*room), ..Faults::default() }, &format!("room for {room}"));
    })
}

/// Kills the program, and cuts the power, before each call that changes something.
fn power(deed: &impl Deed, depth: Depth) -> usize {
    let disk = ModelDisk::boot(deed.before());
    let mut ready = deed.open(&disk);
    let pictures = std::sync::Arc::new(Mutex::new(Vec::new()));
    let frames = pictures.clone();
    disk.watch(Box::new(move |storage| frames.lock().unwrap().push(storage.clone())));
    deed.act(&mut ready).unwrap();
    disk.watch(Box::new(|_| {}));
    drop(ready);
    let pictures = std::mem::take(&mut *pictures.lock().unwrap());
    let step = if depth == Depth::All { 1 } else { (pictures.len() / 12).max(1) };
    let pictures: Vec<(usize, Storage)> = pictures.into_iter().enumerate().step_by(step).collect();
    let tears: Vec<Tear> = match depth {
        Depth::Sample => Tear::classes().into_iter().step_by(11).collect(),
        // Every fourth combination, so that each kind of name and data loss occurs, and some random ones.
        Depth::All => Tear::classes().into_iter().step_by(4).chain((0..3).map(Tear::random)).collect(),
    };
    let seen = Mutex::new(HashSet::new());
    both(&pictures, |(call, storage)| {
        let label = format!("{}, call {call}", deed.name());
        deed.holds(storage.clone(), false, &format!("{label}, killed"));
        for tear in &tears {
            let after = tear.of(storage);
            if seen.lock().unwrap().insert(fingerprint(&after.tree())) {
                deed.holds(after, false, &format!("{label}, {tear:?}"));
            }
        }
    });
    pictures.len() * (tears.len() + 1)
}

/// Every file below a folder: its content, and whether it is protected.
pub type Files = BTreeMap<PathBuf, (Bytes, bool)>;

pub fn files(storage: &Storage, below: &str) -> Files {
    let all = storage.tree().into_iter().filter(|(path, _)| path.starts_with(below));
    all.filter_map(|(path, content)| {
        let id = storage.find(&path).expect("it was listed");
        let readonly = matches!(&storage.nodes[&id], Node::File(file) if file.readonly);
        Some((path, (content?, readonly)))
    })
    .collect()
}

/// Asserts that none of these files is gone, wherever each is now below the data folder.
pub fn assert_kept(before: &Files, storage: &Storage, label: &str) {
    let now: HashSet<Bytes> = files(storage, DATA).into_values().map(|(bytes, _)| bytes).collect();
    for (path, (bytes, _)) in before {
        assert!(now.contains(bytes), "{label}: {} is gone", path.display());
    }
}

/// Asserts that nothing unfinished is left after a start, unless an error made this PC lose its writer id.
pub fn assert_tidy(storage: &Storage, label: &str) {
    let left: Vec<PathBuf> = storage.tree().into_keys().filter(|path| is_temp(path)).collect();
    let ids = storage.read_dir(&Path::new(LOCAL).join("penulis")).unwrap_or_default();
    let known = |path: &Path| {
        let path = path.to_string_lossy();
        ids.iter().any(|id| path.contains(&format!("~{}-", id.name.trim_end_matches(".lama"))))
    };
    let strict = label.starts_with("undisturbed");
    let ours = |path: &&Path| !path.starts_with(LOCAL) && (strict || known(path));
    let left: Vec<&Path> = left.iter().map(PathBuf::as_path).filter(ours).collect();
    assert_eq!(left, [""; 0].map(Path::new), "{label}: unfinished work is left");
}
