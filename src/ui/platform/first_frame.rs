//! When the first frame is on screen.

use eframe::egui;

/// Whether the first frame is on screen; requests another frame while it is not. eframe does not report that
/// it has swapped the buffers, but it swaps before the next frame begins.
pub fn is_painted(ctx: &egui::Context) -> bool {
    let painted = ctx.cumulative_frame_nr() > 0;
    if !painted {
        ctx.request_repaint();
    }
    painted
}

/// Runs `work` once the first frame is on screen.
pub fn afterwards(ctx: &egui::Context, work: impl FnOnce() + Send + Sync + 'static) {
    ctx.add_plugin(Afterwards(Some(Box::new(work))));
}

struct Afterwards(Option<Box<dyn FnOnce() + Send + Sync>>);

impl egui::Plugin for Afterwards {
    fn debug_name(&self) -> &'static str {
        "after the first frame"
    }

    fn input_hook(&mut self, ctx: &egui::Context, _input: &mut egui::RawInput) {
        if is_painted(ctx)
            && let Some(work) = self.0.take()
        {
            work();
        }
    }
}
