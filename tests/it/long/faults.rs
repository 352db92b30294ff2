//! The fault engines of `tests/it/faults`, all of their cases.

use proptest::test_runner::{RngAlgorithm, TestRng};

use crate::faults::{Depth, both, each_call, machine, mending, power, seeds, taking};

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

/// A failing sequence is printed in shrunk form.
#[test]
#[ignore = "long: dist/test --long"]
fn any_sequence() {
    both(&seeds(2), |seed| machine::run(400, TestRng::from_seed(RngAlgorithm::ChaCha, seed)));
}
