//! The fault engines of `tests/it/faults`, all of their cases.

use proptest::test_runner::{RngAlgorithm, TestRng};

use crate::faults::{Depth, both, each_call, machine, mending, power, taking};

#[test]
#[ignore = "long: dist/test --long"]
fn power_lost_at_any_call_in_any_way() {
    power::run(Depth::All);
}

#[test]
#[ignore = "long: dist/test --long"]
fn a_fault_at_any_call() {
    each_call::run(Depth::All);
}

#[test]
#[ignore = "long: dist/test --long"]
fn a_repair_disturbed_at_any_call() {
    assert!(mending::cases(Depth::All) > 1000);
}

#[test]
#[ignore = "long: dist/test --long"]
fn an_import_disturbed_at_any_call() {
    assert!(taking::cases(Depth::All) > 1000);
}

/// The same sequences at each run: a change is judged by what it does, not by chance. With `RENJA_OTHER_SEQUENCES=N`,
/// N times as many others; a failing one is printed, shrunk.
#[test]
#[ignore = "long: dist/test --long"]
fn any_sequence() {
    let seeds: Vec<[u8; 32]> = match std::env::var("RENJA_OTHER_SEQUENCES") {
        Ok(times) => {
            let halves = 2 * times.parse::<usize>().expect("a number");
            (0..halves).map(|_| std::array::from_fn(|_| rand_byte())).collect()
        }
        Err(_) => vec![[1; 32], [2; 32]],
    };
    both(&seeds, |seed| machine::run(400, TestRng::from_seed(RngAlgorithm::ChaCha, seed)));
}

fn rand_byte() -> u8 {
    use std::hash::{BuildHasher, Hasher, RandomState};
    RandomState::new().build_hasher().finish() as u8
}
