//! A fault while a program reads what others have written: once the fault is over, everything is known.

use std::path::PathBuf;

use renja::store::OfficeChange;

use super::work::{Bench, DATA, INDUK, note};
use super::{Faults, ModelDisk, Storage};
use crate::store::who;

// Fails if what was read before the error is dropped: those events never came again.
#[test]
fn an_error_while_the_changes_of_others_are_read_hides_none_of_them() {
    let dead = |call: u64| Faults { dead_mount: Some((call, PathBuf::from(DATA))), ..Faults::default() };
    let failing = |call: u64| Faults { fail_at: Some(call), ..Faults::default() };
    for fault in [dead, failing] {
        for call in 0.. {
            let disk = ModelDisk::boot(Storage::new());
            let mut bench = Bench::begin(&disk).unwrap();
            bench.begin_cycle().unwrap();
            let mut other = Bench::resume(&disk.other_program(), &bench.acks().clone());
            for text in ["satu", "dua", "tiga"] {
                other.execute(&note(text)).unwrap();
            }
            let name = OfficeChange::NameSet { name: "Kantor lain".to_owned() };
            other.workspace.change_office(vec![name], &who()).unwrap();
            disk.set(fault(call));
            drop(bench.workspace.poll());
            let reached = disk.calls() > call;
            disk.set(Faults::default());
            bench.workspace.poll().unwrap();
            let notes = bench.workspace.cycle(INDUK).unwrap().state().notes.len();
            assert_eq!((notes, bench.workspace.office().name()), (3, "Kantor lain"), "call {call}");
            assert_eq!(bench.workspace.problems(), [], "call {call}");
            if !reached {
                break;
            }
        }
    }
}
