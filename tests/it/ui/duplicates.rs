//! Content that is already there: it is found in every cycle and in the archive, and the person decides.

use std::path::PathBuf;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use renja::archive::{FileRecord, Index};
use renja::cycle::CycleId;
use renja::sop::StepNo;
use renja::store::OsDisk;
use renja::ui::contract::Target;
use renja::ui::deeds::FilesIn;
use renja::ui::shell::App;

use crate::cli::copied;
use crate::support::app;

/// The cycle of the sample that is under way.
const CYCLE: CycleId = CycleId { year: 2027, kind: renja::cycle::Kind::Induk };

/// How many documents the cycle has.
fn documents(harness: &Harness<'_, App>) -> usize {
    harness.state().model().cycle(CYCLE).unwrap().state().documents.len()
}

/// A copy, under another name, of the first document of the archived year 2025: step, title, path of the
/// copy.
fn copy_of_sealed(root: &std::path::Path, to: &std::path::Path) -> (StepNo, String, PathBuf) {
    let (index, _) = Index::load(&OsDisk, root);
    let dossier = index.get("2025 Renja Induk").unwrap();
    let (step, document) = dossier.summary.as_ref().unwrap().documents().next().unwrap();
    let FileRecord { path, .. } = &document.current;
    let copy = to.join("Pindaian 0017.pdf");
    std::fs::copy(root.join("arsip/2025 Renja Induk/data").join(path), &copy).unwrap();
    (step.no, document.title.clone(), copy)
}

#[test]
fn what_lies_in_the_archive_is_named_and_attached_only_when_wanted() {
    let (folder, root) = copied();
    let (step, title, copy) = copy_of_sealed(&root, folder.path());
    let mut harness = app::open(&root, folder.path());
    let before = documents(&harness);
    let drop_on = |step| {
        let target = Some(Target::Step(StepNo(step)));
        FilesIn { cycle: CYCLE, target, sure: true, paths: vec![copy.clone()] }
    };
    let said = format!("Isi yang sama sudah ada: langkah {step} · {title}, Renja 2025 Induk (arsip)");

    app::act(&mut harness, drop_on(10));
    app::wait_for(&mut harness, &said);
    assert_eq!(documents(&harness), before, "attached before anybody was asked");
    app::click(&mut harness, "Lewati");
    assert!(harness.query_by_label("Lampirkan 1 dokumen").is_none(), "skipped, and still counted");
    app::click(&mut harness, "Batal");
    app::wait(&mut harness, "the closed dialog", |harness| harness.query_by_label(&said).is_none());
    assert_eq!(documents(&harness), before);

    app::act(&mut harness, drop_on(10));
    app::wait_for(&mut harness, &said);
    app::click(&mut harness, "Lampirkan 1 dokumen");
    app::wait(&mut harness, "the document", |harness| documents(harness) == before + 1);

    // Now the cycle itself has the content, which is named first; it is skipped unless the person wants it.
    app::act(&mut harness, drop_on(11));
    app::wait_for(&mut harness, "Isi yang sama sudah ada: langkah 10 · Pindaian 0017, dan di 1 tempat lain");
    assert!(harness.query_by_label("Lampirkan 1 dokumen").is_none());
    app::click(&mut harness, "Lampirkan juga");
    app::click(&mut harness, "Lampirkan 1 dokumen");
    app::wait(&mut harness, "the second document", |harness| documents(harness) == before + 2);
}
