//! A disk that fails at any call while a dossier is listed, opened, checked or exported: the dossier is
//! named, never called intact, and is back once the fault is over.
//!
//! Before the archive was given the disk on which the folder is open, it read from the real disk, and these
//! tests were impossible. They then found: a dossier with an unreadable seal was shown as one without a seal,
//! and one with an unreadable list as a changed one.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use renja::archive::{
    Dossier, Export, Index, IndexFault, IndexProblem, Verdict, check, export, folder_name, open,
};
use renja::store::{Folder, Quiet};

use super::work::{Bench, DATA, INDUK};
use super::{Faults, ModelDisk, Storage};
use crate::store::who;

/// A folder with one sealed dossier, and its seal.
fn sealed() -> (ModelDisk, String) {
    let disk = ModelDisk::boot(Storage::new());
    let mut bench = Bench::begin(&disk).unwrap();
    bench.begin_cycle().unwrap();
    let document = bench.attach(1, "undangan.pdf", &[7; 3000], None).unwrap();
    bench.attach(1, "undangan.pdf", b"versi dua", Some(&document)).unwrap();
    bench.make_ready().unwrap();
    bench.seal().unwrap();
    let (index, _) = Index::load(&disk, Path::new(DATA));
    let seal = index.dossiers[0].seal.clone().expect("a seal");
    (disk, seal)
}

/// Runs `read` with a fault at each of its calls, until no fault is reached. Returns the number of calls.
fn at_each_call(disk: &ModelDisk, mut read: impl FnMut(u64)) -> u64 {
    for call in 0.. {
        disk.set(Faults { fail_at: Some(call), ..Faults::default() });
        read(call);
        let reached = disk.calls() > call;
        disk.set(Faults::default());
        if !reached {
            return call;
        }
    }
    unreachable!("the calls end")
}

#[test]
fn a_dossier_that_cannot_be_read_is_named_and_not_left_out() {
    let (disk, seal) = sealed();
    let calls = at_each_call(&disk, |call| {
        let (index, problems) = Index::load(&disk, Path::new(DATA));
        let is_whole = |dossier: &Dossier| dossier.summary.is_some() && dossier.seal == Some(seal.clone());
        let listed = index.dossiers.iter().any(is_whole);
        assert!(listed || !problems.is_empty(), "call {call}: left out, or a part of it, without a word");
        let is_fault =
            |problem: &IndexProblem| matches!(problem.fault, IndexFault::Changed | IndexFault::Broken(_));
        assert!(!problems.iter().any(is_fault), "call {call}: called damaged: {problems:?}");
    });
    assert!(calls > 3, "{calls}");
    assert_eq!(Index::load(&disk, Path::new(DATA)).0.dossiers.len(), 1);
}

#[test]
fn a_dossier_opens_whole_or_says_which_file_could_not_be_read() {
    let (disk, _) = sealed();
    let name = folder_name(INDUK, 0);
    let whole = open(&disk, Path::new(DATA), &name).unwrap().cycle.state().clone();
    let calls = at_each_call(&disk, |call| match open(&disk, Path::new(DATA), &name) {
        Ok(opened) => assert_eq!(*opened.cycle.state(), whole, "call {call}"),
        Err(problem) => assert!(problem.path.starts_with(DATA), "call {call}: {}", problem.path.display()),
    });
    assert!(calls > 3, "{calls}");
}

#[test]
fn a_check_that_could_not_read_something_never_says_intact() {
    let (disk, seal) = sealed();
    let bag = Path::new(DATA).join("arsip").join(folder_name(INDUK, 0));
    let calls = at_each_call(&disk, |call| {
        let report = check(&disk, &bag, &Quiet).against_seal(&seal);
        let hurt = disk.calls() > call;
        assert_eq!(report.verdict == Verdict::Intact, !hurt, "call {call}: {report:?}");
    });
    assert!(calls > 10, "{calls}");
}

/// What a ZIP holds: names and checksums.
fn entries(zip: &Path) -> BTreeMap<String, u32> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(zip).unwrap()).unwrap();
    let count = zip.len();
    let entry = |at| {
        let entry = zip.by_index(at).unwrap();
        (entry.name().unwrap().into_owned(), entry.crc32())
    };
    (0..count).map(entry).collect()
}

/// Broken once: what could not be listed for the ZIP, and could be read when it was judged, was left out without a word.
#[test]
fn an_export_that_could_not_read_something_leaves_no_zip() {
    let (disk, seal) = sealed();
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("kiriman.zip");
    let wanted = Export { folder: folder_name(INDUK, 0), target: target.clone(), as_is: false };
    let (data, seals) = (Folder::new(Arc::new(disk.clone()), DATA, ""), [seal]);
    export(&data, &wanted, &seals, who().at, &Quiet).unwrap();
    let whole = entries(&target);
    std::fs::remove_file(&target).unwrap();
    let calls = at_each_call(&disk, |call| {
        let done = export(&data, &wanted, &seals, who().at, &Quiet);
        assert_eq!(target.exists(), done.is_ok(), "call {call}: {done:?}");
        let left = std::fs::read_dir(place.path()).unwrap().count();
        assert_eq!(left, usize::from(done.is_ok()), "call {call}: something is left");
        if done.is_ok() {
            assert_eq!(entries(&target), whole, "call {call}");
            std::fs::remove_file(&target).unwrap();
        }
    });
    assert!(calls > 20, "{calls}");
}
