//! Fault engines: the store and the archive on a disk that forgets, fails and fills up.
//!
//! What must hold after every case (`Witness::examine`): the program opens the folder; every acknowledged
//! change is there; every document named by an event is there with its digest; nothing made by a person is
//! gone; a further start changes nothing, and work goes on. Which test covers which fault, and what failed
//! when a protection was taken out: `docs/faults.md`.

mod deed;
mod disk;
mod dossiers;
pub mod each_call;
pub mod machine;
pub mod mending;
pub mod power;
mod reading;
#[cfg(all(target_os = "linux", feature = "window"))]
pub mod real;
pub mod storage;
pub mod taking;
pub mod tear;
pub mod whole;
pub mod witness;
pub mod work;

use std::hash::{BuildHasher, DefaultHasher, Hash, Hasher, RandomState};
use std::sync::atomic::{AtomicUsize, Ordering};

pub use disk::{Faults, ModelDisk};
pub use storage::Storage;

/// How many of the cases run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// As many as fit among the other tests.
    Sample,
    /// All of them: `tests/it/long/faults.rs`.
    All,
}

/// Handles the items of a list on both cores. Returns the number of items.
pub fn both<T: Sync>(list: &[T], work: impl Fn(&T) + Sync) -> usize {
    let next = AtomicUsize::new(0);
    let worker = || {
        while let Some(item) = list.get(next.fetch_add(1, Ordering::Relaxed)) {
            work(item);
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(worker);
        scope.spawn(worker);
    });
    list.len()
}

/// Seeds of the random cases. They are the same in each run, so that a change is judged by its effects, not
/// by chance; with `RENJA_OTHER_SEQUENCES=N`, N times as many others.
pub fn seeds(count: u8) -> Vec<[u8; 32]> {
    let Ok(times) = std::env::var("RENJA_OTHER_SEQUENCES") else {
        return (1..=count).map(|n| [n; 32]).collect();
    };
    let others = usize::from(count) * times.parse::<usize>().expect("a number");
    let random = || RandomState::new().build_hasher().finish() as u8;
    (0..others).map(|_| std::array::from_fn(|_| random())).collect()
}

/// A number that tells whether an equal case has been examined already.
pub fn fingerprint(case: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    case.hash(&mut hasher);
    hasher.finish()
}
