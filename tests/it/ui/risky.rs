//! Documents that may contain more than text are opened after a question, programs never.

use egui_kittest::kittest::Queryable as _;
use renja::cycle::{CycleId, FileRef};
use renja::ui::contract::Action;

use crate::cli::copied;
use crate::support::app;

const CYCLE: CycleId = CycleId { year: 2027, kind: renja::cycle::Kind::Induk };

fn open(name: &str) -> Action {
    let path = format!("berkas/{name}");
    let file = FileRef { path, original: name.into(), size: 1, sha256: "0".repeat(64), modified: None };
    Action::OpenDocument(CYCLE, file)
}

#[test]
fn macros_are_warned_of_once_and_programs_refused() {
    let (folder, root) = copied();
    let mut harness = app::open(&root, folder.path());

    app::act(&mut harness, open("anggaran.xls"));
    app::wait_for(&mut harness, "Buka “anggaran.xls”?");
    app::click(&mut harness, "Batal");
    app::wait(&mut harness, "the closed dialog", |harness| {
        harness.query_by_label("Buka “anggaran.xls”?").is_none()
    });

    // The file does not exist, so that nothing starts here; the error shows that opening was tried.
    app::act(&mut harness, open("anggaran.xls"));
    app::wait_for(&mut harness, "Buka “anggaran.xls”?");
    app::click(&mut harness, "Buka");
    let gone = "“anggaran.xls” tidak ada";
    app::wait(&mut harness, gone, |harness| harness.query_all_by_label_contains(gone).next().is_some());
    assert!(harness.query_by_label("Buka “anggaran.xls”?").is_none());

    app::act(&mut harness, open("anggaran.exe"));
    app::wait(&mut harness, "the refusal", |harness| {
        harness.query_all_by_label_contains("“anggaran.exe”").next().is_some()
    });
    assert!(harness.query_by_label("Buka “anggaran.exe”?").is_none());
}
