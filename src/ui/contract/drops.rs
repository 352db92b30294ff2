//! Which place the dragged files are over, and where they landed.
//!
//! Views record their drop targets while they draw; the last recorded one under the pointer is the
//! innermost. The pointer itself comes from [`crate::ui::platform`], since winit says nothing of it while
//! files are dragged.

use eframe::egui::{Context, LayerId, Pos2, Rect, Ui};

use super::Target;
use crate::ui::levers::layout_dump;
use crate::ui::platform::drop_pointer;

/// Drop targets of the frame being drawn, and what is known of a drag.
#[derive(Debug, Default)]
pub struct Drops {
    targets: Vec<Place>,
    last: Vec<Place>,
    /// How many files hover over the window now.
    hovering: usize,
    /// The last target that files were dragged over: preselected when the drop itself has no position.
    last_hovered: Option<Target>,
    /// A dialog is open: nothing underneath it takes files.
    blocked: bool,
}

/// The visible part of a target, and the layer it is drawn on.
#[derive(Debug)]
struct Place {
    rect: Rect,
    layer: LayerId,
    target: Target,
}

impl Drops {
    /// Begins a frame. `blocked` is true while a dialog is open.
    pub fn begin(&mut self, ctx: &Context, blocked: bool) {
        self.last = std::mem::take(&mut self.targets);
        self.blocked = blocked;
        self.hovering = if blocked { 0 } else { drop_pointer::hovered_files(ctx).len() };
        if self.hovering > 0
            && let Some(target) = self.pointer(ctx).and_then(|at| self.at(ctx, at))
        {
            self.last_hovered = Some(target);
        }
    }

    /// Records a target, cut to its visible part, and returns whether files hover over it, and over no target
    /// inside it.
    pub fn target(&mut self, ui: &Ui, rect: Rect, target: &Target) -> bool {
        let visible = rect.intersect(ui.clip_rect());
        if !visible.is_positive() {
            return false;
        }
        layout_dump::record(ui, rect, || name(target));
        self.targets.push(Place { rect: visible, layer: ui.layer_id(), target: target.clone() });
        let ctx = ui.ctx();
        self.hovering > 0 && self.pointer(ctx).and_then(|at| self.at(ctx, at)).as_ref() == Some(target)
    }

    /// How many files hover over the window; 0 when nothing is dragged.
    pub fn hovering(&self) -> usize {
        self.hovering
    }

    /// The target at a point, by the targets of the last complete frame. A target covered by a toast or a
    /// menu is not hit.
    pub fn at(&self, ctx: &Context, at: Pos2) -> Option<Target> {
        let targets = if self.last.is_empty() { &self.targets } else { &self.last };
        let top = ctx.layer_id_at(at);
        let hit = |place: &&Place| place.rect.contains(at) && top.is_none_or(|top| top == place.layer);
        targets.iter().rev().find(hit).map(|place| place.target.clone())
    }

    /// The last target that files were dragged over, for a drop without a position.
    pub fn last_hovered(&self) -> Option<Target> {
        self.last_hovered.clone()
    }

    /// How far a scroll area should move in this frame because files hover near its edge, in points.
    pub fn edge_scroll(&self, ui: &Ui, area: Rect) -> f32 {
        const EDGE: f32 = 48.0;
        const SPEED: f32 = 900.0;
        let Some(at) = self.pointer(ui.ctx()).filter(|at| self.hovering > 0 && area.contains(*at)) else {
            return 0.0;
        };
        let above = (EDGE - (at.y - area.top())).max(0.0) / EDGE;
        let below = (EDGE - (area.bottom() - at.y)).max(0.0) / EDGE;
        (above - below) * SPEED * ui.input(|input| input.stable_dt).min(0.1)
    }

    fn pointer(&self, ctx: &Context) -> Option<Pos2> {
        ctx.input(|input| input.pointer.latest_pos()).filter(|_| !self.blocked)
    }
}

/// Stable name of a target in the layout dump for tests.
fn name(target: &Target) -> String {
    match target {
        Target::Step(step) => format!("step:{step}"),
        Target::Slot(_, slot) => format!("slot:{slot}"),
        Target::Document(_, document) => format!("document:{}-{}", document.0, document.1),
    }
}
