//! A document edited outside the program: reported at its step, and made a version if the person wants that.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use renja::cycle::{CycleId, Document, Kind};
use renja::ui::contract::Action;
use renja::ui::shell::App;

use crate::cli::copied;
use crate::support::app;

/// The cycle of the sample that is under way.
const CYCLE: CycleId = CycleId { year: 2027, kind: Kind::Induk };
const CHANGED: &str = "Berubah di luar aplikasi";
const MISSING: &str = "Filenya tidak ada di folder";

fn first(harness: &Harness<'_, App>) -> Document {
    let cycle = harness.state().model().cycle(CYCLE).unwrap();
    let mut documents = cycle.state().documents.values();
    documents.find(|document| document.removed.is_none() && document.versions.len() == 1).unwrap().clone()
}

/// The person goes to another program and comes back.
fn away_and_back(harness: &mut Harness<'_, App>) {
    harness.input_mut().focused = false;
    harness.step();
    harness.input_mut().focused = true;
    harness.step();
}

#[test]
fn a_document_edited_in_the_file_manager_is_offered_as_a_version() {
    let (folder, root) = copied();
    let mut harness = app::open(&root, folder.path());
    app::wait(&mut harness, "the cycle", |harness| harness.state().model().cycle(CYCLE).is_some());
    let document = first(&harness);
    let path = root.join(CYCLE.folder()).join(&document.current().file.path);
    app::act(&mut harness, Action::OpenCycle(CYCLE, Some(document.step)));
    let looked = |harness: &Harness<'_, App>| harness.state().model().outside.is_some();
    app::wait(&mut harness, "the first look", looked);
    assert!(harness.query_by_label(CHANGED).is_none(), "nothing was edited yet");

    std::fs::write(&path, "disunting di Explorer").unwrap();
    away_and_back(&mut harness);
    app::wait_for(&mut harness, CHANGED);
    app::click(&mut harness, &format!("Jadikan versi baru: {}", document.title));
    let versions = |harness: &Harness<'_, App>| {
        let cycle = harness.state().model().cycle(CYCLE).unwrap();
        cycle.state().documents[&document.id].versions.len()
    };
    app::wait(&mut harness, "the version", |harness| versions(harness) == 2);
    app::wait(&mut harness, "no change", |harness| harness.query_by_label(CHANGED).is_none());

    std::fs::remove_file(&path).unwrap();
    away_and_back(&mut harness);
    app::wait_for(&mut harness, MISSING);
}
