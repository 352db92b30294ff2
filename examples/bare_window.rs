//! A bare eframe window: what the start of the program is measured against.
//!
//! `--once` prints the time until its first frame was painted and ends.

use std::time::Instant;

use eframe::egui;
use renja::ui::levers::frame_watch;

struct Bare;

impl eframe::App for Bare {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        egui::CentralPanel::default().show(ui, |ui| ui.label("Bare"));
    }
}

fn main() -> eframe::Result {
    let started = Instant::now();
    let once = std::env::args().any(|argument| argument == "--once");
    let options = eframe::NativeOptions {
        renderer: eframe::Renderer::Glow,
        viewport: egui::ViewportBuilder::default().with_inner_size([1366.0, 768.0]),
        ..Default::default()
    };
    eframe::run_native(
        "Bare window",
        options,
        Box::new(move |creation| {
            frame_watch::install(&creation.egui_ctx, started, once);
            Ok(Box::new(Bare))
        }),
    )
}
