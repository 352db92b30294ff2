//! The whole window in egui's harness, over a real data folder.

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::Local;
use eframe::egui::{Theme, Vec2, vec2};
use egui_kittest::kittest::Queryable as _;
use egui_kittest::{Harness, HarnessBuilder};
use renja::pc::LocalSettings;
use renja::ui::contract::{Action, Folder};
use renja::ui::shell::App;

use super::window;

/// Longer than any wait in these tests.
const PATIENCE: Duration = Duration::from_mins(1);

/// The window over a data folder, once the folder is open. `local` is the folder for what this PC keeps for
/// itself.
pub fn open(root: &Path, local: &Path) -> Harness<'static, App> {
    open_sized(vec2(1366.0, 768.0), root, local)
}

/// Like [`open`], with a window size in points.
pub fn open_sized(size: Vec2, root: &Path, local: &Path) -> Harness<'static, App> {
    open_by(window::builder(size, Theme::Light), root, local)
}

/// Like [`open`], with any harness builder.
pub fn open_by(builder: HarnessBuilder<App>, root: &Path, local: &Path) -> Harness<'static, App> {
    let settings = LocalSettings { name: "Siti Rahma".into(), ..LocalSettings::load(local, today()).0 };
    let (root, local) = (root.to_owned(), local.to_owned());
    let mut harness =
        builder.build_eframe(move |cc| App::new(&cc.egui_ctx, settings, None, local, Some(root)));
    wait(&mut harness, "the open folder", |harness| {
        matches!(harness.state().model().folder, Folder::Open(_))
    });
    harness
}

fn today() -> chrono::NaiveDate {
    Local::now().date_naive()
}

/// Draws until `holds` is true; the desk's answers take some time.
pub fn wait(harness: &mut Harness<'_, App>, what: &str, holds: impl Fn(&Harness<'_, App>) -> bool) {
    let begun = Instant::now();
    while !holds(harness) {
        assert!(begun.elapsed() < PATIENCE, "never came: {what}");
        std::thread::sleep(Duration::from_millis(5));
        harness.step();
    }
    harness.step();
}

/// Waits for a widget with this name.
pub fn wait_for(harness: &mut Harness<'_, App>, name: &str) {
    wait(harness, name, |harness| harness.query_all_by_label(name).next().is_some());
}

/// Clicks the widget with this name.
pub fn click(harness: &mut Harness<'_, App>, name: &str) {
    harness.get_by_label(name).click();
    harness.step();
    harness.step();
}

/// Carries out an action as if a view had pushed it.
pub fn act(harness: &mut Harness<'_, App>, action: impl Into<Action>) {
    harness.state_mut().act(action);
    harness.step();
}
