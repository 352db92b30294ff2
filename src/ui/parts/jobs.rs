//! The running jobs.

use eframe::egui::{Ui, vec2};
use rust_i18n::t;

use crate::ui::components::{IconButton, progress};
use crate::ui::contract::{Action, View};
use crate::ui::theme::icons;

/// The running jobs, with buttons to stop or pause them.
pub fn jobs_ui(ui: &mut Ui, view: &mut View<'_>) {
    for job in view.model.running.iter().take(2).cloned().collect::<Vec<_>>() {
        let (done, total) = job.progress;
        let fraction = (total > 0).then(|| done as f32 / total as f32);
        let words =
            if job.file.is_empty() { job.what.clone() } else { format!("{} · {}", job.what, job.file) };
        let width = (ui.available_width() * 0.45).clamp(160.0, 320.0);
        let stop =
            ui.allocate_ui(vec2(width, 28.0), |ui| progress(ui, &words, fraction, job.cancellable)).inner;
        if stop {
            view.act(Action::CancelJob(job.ticket));
        }
        if let Some(pace) = &job.pace {
            let paused = pace.is_paused();
            let (icon, name) = if paused {
                (icons::PLAY, t!("shell.resume_job", what = job.what))
            } else {
                (icons::PAUSE, t!("shell.pause_job", what = job.what))
            };
            if ui.add(IconButton::new(icon, name).small()).clicked() {
                view.act(Action::PauseJob(job.ticket, !paused));
            }
        }
    }
}
