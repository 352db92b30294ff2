//! Tells egui where the pointer is while files are dragged over the window.
//!
//! winit 0.30 sends no pointer event during such a drag. So in each pass this plugin asks the system for the
//! pointer and adds the answer to the events. Then egui's hovering, layers and clipping
//! (`response.contains_pointer()`) are right during the drag and at the drop.
//!
//! Which files are dragged is told by [`super::drag_watch`] where there is a watch.
//!
//! Pages ask [`hovered_files`] whether files are over the window, and [`take_drop`] for files that were
//! let go. While files hover, egui repaints in every frame: in tests use `step()`, not `run()`.

use std::path::PathBuf;

use eframe::CreationContext;
use eframe::egui::{Context, Event, HoveredFile, Plugin, Pos2, RawInput, Rect, Ui, ViewportCommand};

use super::drag_watch::{self, DragWatch};
use super::drop_intake::{DropIntake, Dropped, PassInput};
use super::pointer_probe::{self, Probe};
use crate::ui::theme::TOOLTIP_DELAY_SECS;

/// Installs the plugin in a window, with this system's probe and watch. Call once, when the window is
/// created.
pub fn install(cc: &CreationContext<'_>) {
    let (probe, watch) = (pointer_probe::for_window(cc), drag_watch::for_window(cc));
    cc.egui_ctx.add_plugin(DropPointer::new(probe, watch));
}

/// The files that are being dragged over the window, as far as the system tells their paths; empty if
/// none are.
pub fn hovered_files(ctx: &Context) -> Vec<PathBuf> {
    ctx.input(|input| input.raw.hovered_files.iter().filter_map(|file| file.path.clone()).collect())
}

/// The files that were dropped, once their position is settled. Returns each drop once, in a pass in which
/// the pointer is where the files were dropped.
pub fn take_drop(ctx: &Context) -> Option<Dropped> {
    ctx.with_plugin(|plugin: &mut DropPointer| plugin.settled.take()).flatten()
}

/// The egui plugin described at this module.
pub struct DropPointer {
    probe: Option<Probe>,
    watch: Option<Box<dyn DragWatch>>,
    drag: Option<Drag>,
    /// How many files at the head of eframe's list belong to a drag that has ended without a message.
    stuck: usize,
    intake: DropIntake,
    settled: Option<Dropped>,
}

/// A drag that is over the window.
#[derive(Default)]
struct Drag {
    /// The probe's first answer in this drag; `probe_moved` says whether a later one differed.
    first_px: Option<(f32, f32)>,
    probe_moved: bool,
    /// Whether this plugin added a pointer position to the events of this drag.
    injected: bool,
}

impl DropPointer {
    /// With a probe and a watch; none where the system has none.
    pub fn new(probe: Option<Probe>, watch: Option<Box<dyn DragWatch>>) -> Self {
        Self { probe, watch, drag: None, stuck: 0, intake: DropIntake::default(), settled: None }
    }

    /// Where the pointer is, in points; none if the probe does not know or is not reliable.
    fn probe_pos(&mut self, pixels_per_point: f32, window: Rect) -> Option<Pos2> {
        let probe = self.probe.as_mut()?;
        let px = probe.source.pointer_px()?;
        if let Some(drag) = &mut self.drag {
            let first = *drag.first_px.get_or_insert(px);
            drag.probe_moved |= first != px;
            if probe.may_be_stale && !drag.probe_moved {
                return None;
            }
        }
        let pos = Pos2::new(px.0, px.1) / pixels_per_point;
        window.contains(pos).then_some(pos)
    }

    /// The dropped files; empty if files were dropped but their paths are unknown. Also replaces the hovered
    /// files by those of the watch.
    fn look(&mut self, input: &mut RawInput) -> Option<Vec<PathBuf>> {
        let Some(watch) = &mut self.watch else {
            let dropped = input.dropped_files.iter().map(|file| file.path().to_owned());
            return (!input.dropped_files.is_empty()).then(|| dropped.collect());
        };
        let seen = watch.look();
        let hovering = seen.hovering.into_iter();
        input.hovered_files =
            hovering.map(|path| HoveredFile { path: Some(path), ..HoveredFile::default() }).collect();
        seen.dropped
    }

    /// Hides files whose drag has ended without a message. The system's own message can get lost (on Windows,
    /// a source that fails to hand over its data ends the drag silently), and the list of hovered files would
    /// then stay for ever. While a drag is over the window there are no real pointer events, so a real one
    /// means that the drag is over.
    fn hide_stuck(&mut self, input: &mut RawInput, real: Option<Pos2>, dropping: bool) {
        let listed = input.hovered_files.len();
        if listed < self.stuck {
            self.stuck = 0;
        }
        if self.drag.is_some() && real.is_some() && !dropping {
            self.stuck = listed;
        }
        input.hovered_files.drain(..self.stuck);
    }
}

impl Plugin for DropPointer {
    fn debug_name(&self) -> &'static str {
        "drop pointer"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        let real = input.events.iter().rev().find_map(|event| match event {
            Event::PointerMoved(pos) => Some(*pos),
            _ => None,
        });
        let dropped = self.look(input);
        let dropping = dropped.is_some();
        self.hide_stuck(input, real, dropping);
        let hovering = !input.hovered_files.is_empty();

        let mut probed = None;
        if hovering || dropping {
            if self.drag.is_none() {
                self.drag = Some(Drag::default());
                // The added pointer position must not show tooltips.
                ctx.all_styles_mut(|style| style.interaction.tooltip_delay = f32::from(u16::MAX));
            }
            if real.is_none() {
                let window = input.screen_rect.unwrap_or_else(|| ctx.viewport_rect());
                probed = self.probe_pos(ctx.pixels_per_point(), window);
            }
            if let (Some(pos), Some(drag)) = (probed, &mut self.drag) {
                input.events.push(Event::PointerMoved(pos));
                drag.injected = true;
            }
        }
        if !hovering && let Some(drag) = self.drag.take() {
            ctx.all_styles_mut(|style| style.interaction.tooltip_delay = TOOLTIP_DELAY_SECS);
            if drag.injected && !dropping && real.is_none() {
                input.events.push(Event::PointerGone);
            }
        }
        if dropping {
            // Otherwise the program that the files came from keeps the focus.
            ctx.send_viewport_cmd(ViewportCommand::Focus);
        }

        let now = input.time.unwrap_or_else(|| ctx.time());
        if let Some(drop) = self.intake.take(now, PassInput { dropped, real, probed }) {
            self.settled = Some(drop);
        }
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        if let Some(secs) = self.intake.wait_secs(ui.ctx().time()) {
            ui.ctx().request_repaint_after_secs(secs as f32);
        }
    }
}
