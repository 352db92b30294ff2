//! What the window shows until its data folder is available.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{Local, TimeDelta};
use eframe::egui::Theme;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use renja::jobs::Trouble;
use renja::pc::LocalSettings;
use renja::store::{ErrorKind, StoreError};
use renja::ui::contract::{Action, Drops, Folder, Model, Pick, View};
use renja::ui::deeds::OpenFolder;
use renja::ui::shell::waiting;

use crate::support::window;

struct Scene {
    model: Model,
    drops: Drops,
    actions: Vec<Action>,
}

fn show(folder: Folder) -> Harness<'static, Scene> {
    let mut model = Model::new(LocalSettings::default(), Local::now().fixed_offset());
    model.folder = folder;
    let scene = Scene { model, drops: Drops::default(), actions: Vec::new() };
    let mut harness = window::builder([910.0, 456.0], Theme::Light).build_ui_state(
        |ui, scene: &mut Scene| {
            let mut view = View::new(&scene.model, &mut scene.drops, &mut scene.actions);
            waiting::show(ui, &mut view);
        },
        scene,
    );
    harness.run_steps(2);
    harness
}

fn root() -> PathBuf {
    PathBuf::from("Z:/Renja bersama")
}

fn waiting_for(kind: ErrorKind) -> Harness<'static, Scene> {
    show(Folder::Waiting(root(), Trouble::Store(Arc::new(StoreError::new(kind, root())))))
}

#[test]
fn ways_out_are_offered_when_a_folder_is_slow_and_not_before() {
    let opening = |seconds| {
        let since = Local::now().fixed_offset() - TimeDelta::seconds(seconds);
        show(Folder::Opening { root: root(), since })
    };
    let quick = opening(0);
    quick.get_by_label("Z:/Renja bersama");
    assert!(quick.query_by_label("Pilih folder lain…").is_none());
    let slow = opening(3);
    slow.get_by_label("Folder ini lambat menjawab; menunggu…");
    slow.get_by_label("Pilih folder lain…");
}

#[test]
fn a_folder_that_is_away_is_named_and_can_be_left() {
    let mut harness = waiting_for(ErrorKind::NotFound);
    harness.get_by_label("Menunggu folder data…");
    harness.get_by_label("Z:/Renja bersama");
    for (button, acts) in [
        ("Coba lagi", (|action| *action == OpenFolder::asked(root()).into()) as fn(&Action) -> bool),
        ("Pilih folder lain…", |action| *action == Action::Pick(Pick::DataFolder)),
        ("Mulai dari awal", |action| matches!(action, Action::LeaveFolder)),
    ] {
        harness.get_by_label(button).click();
        harness.run_steps(2);
        let actions = std::mem::take(&mut harness.state_mut().actions);
        assert!(actions.iter().any(acts), "{button}: {actions:?}");
    }
}

#[test]
fn a_disk_that_fails_is_not_called_missing() {
    let harness = waiting_for(ErrorKind::Disk);
    assert!(harness.query_by_label_contains("tidak ada saat ini").is_none());
    harness.get_by_label_contains("diperiksa terus");
}
