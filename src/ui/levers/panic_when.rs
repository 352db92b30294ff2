//! Lets a test crash the window.

use std::path::PathBuf;

use eframe::egui;

/// Names a file; the first frame after the file exists panics. Only in development builds.
pub const PANIC_WHEN: &str = "RENJA_PANIC_WHEN";

/// Watches for the file, if the variable names one.
pub fn install(ctx: &egui::Context) {
    if cfg!(debug_assertions)
        && let Some(file) = std::env::var_os(PANIC_WHEN)
    {
        ctx.add_plugin(PanicWhen(file.into()));
    }
}

struct PanicWhen(PathBuf);

impl egui::Plugin for PanicWhen {
    fn debug_name(&self) -> &'static str {
        "panic when a test wants it"
    }

    fn input_hook(&mut self, _ctx: &egui::Context, _input: &mut egui::RawInput) {
        assert!(!self.0.exists(), "asked for by \"{}\"", self.0.display());
    }
}
