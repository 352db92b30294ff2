//! Opens the window and runs until it is closed.

use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::Local;

use super::platform::paste_key::PasteKey;
use super::platform::{drop_pointer, first_frame, layout_dump, options};
use super::shell::App;
use super::theme;
use crate::store::{LocalSettings, Portable};

/// Runs the window. `local` is this PC's own folder, `folder` the data folder to open in place of the last
/// one, `started` the moment at which the program began.
pub fn run(local: &Path, folder: Option<PathBuf>, started: Instant) -> eframe::Result {
    let (mut settings, problem) = LocalSettings::load(local, Local::now().date_naive());
    if let Some(problem) = &problem {
        log::warn!("settings: {problem:?}");
    }
    if let Some(portable) = Portable::here() {
        settings.last_folder = settings.last_folder.map(|opened| portable.follow(opened));
    }
    let local = local.to_owned();
    eframe::run_native(
        "Renja",
        options::native_options(local.join("jendela.ron")),
        Box::new(move |cc| {
            theme::install(&cc.egui_ctx);
            drop_pointer::install(cc);
            cc.egui_ctx.add_plugin(PasteKey::default());
            layout_dump::install(&cc.egui_ctx);
            first_frame::install(&cc.egui_ctx, started, false);
            Ok(Box::new(App::new(&cc.egui_ctx, settings, problem, local, folder)))
        }),
    )
}
