//! Pengaturan: its order.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use renja::ui::shell::{Action, App, Page};

use crate::support::app;

fn open() -> (tempfile::TempDir, Harness<'static, App>) {
    let (folder, data) = crate::cli::copied();
    let mut harness = app::open(&data, &folder.path().join("pc"));
    app::act(&mut harness, Action::Go(Page::Settings));
    harness.step();
    (folder, harness)
}

/// Broken once: with the holidays in the middle, backup and repair stand below a list of thirty lines.
#[test]
fn the_long_list_stands_below_what_keeps_the_data_safe() {
    let (_folder, harness) = open();
    let top = |heading: &str| harness.query_all_by_label(heading).next().unwrap().rect().top();
    let order = ["Komputer ini", "Kantor", "Cadangan", "Periksa dan perbaiki", "Folder data", "Hari libur"];
    assert!(order.map(top).is_sorted(), "{:?}", order.map(top));
}
