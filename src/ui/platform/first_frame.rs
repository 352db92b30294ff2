//! Measures when the first frame was on screen, and how many followed: read by `dist/bench`.

use std::env;
use std::time::Instant;

use eframe::egui;

/// Ends the program as soon as its first frame is painted.
pub const EXIT_AFTER_FIRST_FRAME: &str = "RENJA_EXIT_AFTER_FIRST_FRAME";

/// Prints a line for each frame.
pub const PRINT_FRAMES: &str = "RENJA_PRINT_FRAMES";

/// Prints `first frame <n> ms`, counted from `started` until the first frame was painted and swapped, when
/// `once` or [`EXIT_AFTER_FIRST_FRAME`] is set, then closes the window; prints `frame <n> <ms> ms` at the start of each
/// frame when [`PRINT_FRAMES`] is set. Does nothing without them.
pub fn install(ctx: &egui::Context, started: Instant, once: bool) {
    let exit_after_first = once || env::var_os(EXIT_AFTER_FIRST_FRAME).is_some();
    let print_frames = env::var_os(PRINT_FRAMES).is_some();
    if exit_after_first || print_frames {
        ctx.add_plugin(FrameWatch { started, exit_after_first, print_frames, begun: None });
    }
}

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

struct FrameWatch {
    started: Instant,
    exit_after_first: bool,
    print_frames: bool,
    /// Number of the frame that began last; a frame may take more than one pass.
    begun: Option<u64>,
}

impl egui::Plugin for FrameWatch {
    fn debug_name(&self) -> &'static str {
        "frame watch"
    }

    #[expect(clippy::print_stdout, reason = "the benchmark reads it")]
    fn input_hook(&mut self, ctx: &egui::Context, _input: &mut egui::RawInput) {
        let frame = ctx.cumulative_frame_nr();
        if self.begun == Some(frame) {
            return;
        }
        self.begun = Some(frame);
        let millis = self.started.elapsed().as_secs_f64() * 1000.0;
        if self.print_frames {
            println!("frame {} {millis:.1} ms", frame + 1);
        }
        if self.exit_after_first && is_painted(ctx) && frame == 1 {
            println!("first frame {millis:.1} ms");
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
    }
}
