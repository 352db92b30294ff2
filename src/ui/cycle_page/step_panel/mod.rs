//! The step panel at the right of the sheet: everything about one step, and everything that can be done with
//! it.
//!
//! Files dropped on the panel go to the step; files dropped on one of its slots or documents go there.

mod actions;
mod conflicts;
mod documents;
mod frame;
mod head;
mod menu;
mod orphans;
mod slots;
mod trail;

use std::collections::BTreeSet;
use std::sync::Arc;

use eframe::egui::{CentralPanel, Frame, Margin, Panel, Rect, ScrollArea, Stroke, StrokeKind, Ui, vec2};

use crate::calendar::Language;
use crate::cycle::{Cycle, CycleId, EventId, StepState};
use crate::sop::{Step, StepNo};
use crate::ui::components::DropState;
use crate::ui::contract::{Target, View};
use crate::ui::theme::{TokensExt as _, space};

/// What is folded out, and what files hovered over in the last frame. None of it is saved.
#[derive(Debug, Default)]
pub struct StepPanel {
    /// The step that was shown last; for another step, everything is folded in again.
    shown: Option<(CycleId, StepNo)>,
    /// Documents whose old versions are folded out.
    versions: BTreeSet<EventId>,
    /// Whether *Dihapus* is folded out.
    removed: bool,
    /// Whether the history is folded out.
    history: bool,
    /// Whether all of the history is shown rather than the latest of it.
    whole_history: bool,
    /// The target of this panel that files hover over. It is known only after a frame is laid out, so it is
    /// shown in the next frame.
    over: Option<Target>,
    next_over: Option<Target>,
    /// Places for files laid out so far in this frame.
    places: Vec<(Rect, Target)>,
}

/// What all parts of the panel need.
struct Scene<'a> {
    cycle: &'a Cycle,
    step: &'a Step,
    state: &'a StepState,
    language: Language,
    /// Whether nothing here may be changed: the cycle is sealed, or the data folder is read-only.
    read_only: bool,
    /// Whether files are dragged over the window.
    dragging: bool,
}

/// Draws the panel of a step into all of `ui`.
pub fn show(ui: &mut Ui, state: &mut StepPanel, view: &mut View<'_>, cycle: &Arc<Cycle>, step: StepNo) {
    let (Some(sop_step), Some(step_state)) = (cycle.sop.step(step), cycle.state().step(step)) else { return };
    if state.shown != Some((cycle.id, step)) {
        *state = StepPanel { shown: Some((cycle.id, step)), ..StepPanel::default() };
    }
    let scene = Scene {
        cycle,
        step: sop_step,
        state: step_state,
        language: view.language(),
        read_only: cycle.state().is_sealed() || view.model.is_read_only(cycle.id),
        dragging: view.drops.hovering() > 0,
    };
    state.over = state.next_over.take();
    // Recorded first, so that its slots and documents come later and win.
    let whole = ui.max_rect();
    state.place(whole, Target::Step(step));
    state.record(ui, view, &scene);

    let t = ui.tokens();
    let frame = |margin| Frame::new().fill(t.surface).inner_margin(margin);
    let (side, gap) = (space::L as i8, space::M as i8);
    ui.push_id((cycle.id, step), |ui| {
        Panel::top("step-head")
            .resizable(false)
            .frame(frame(Margin { left: side, right: gap, top: gap, bottom: gap }))
            .show(ui, |ui| head::show(ui, view, &scene));
        Panel::bottom("step-actions")
            .resizable(false)
            .frame(frame(Margin::symmetric(side, gap)))
            .show(ui, |ui| actions::show(ui, state, view, &scene));
        CentralPanel::default().frame(frame(Margin::ZERO)).show(ui, |ui| {
            let area = ui.max_rect();
            let scroll = if scene.dragging { view.drops.edge_scroll(ui, area) } else { 0.0 };
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                if scroll != 0.0 {
                    ui.scroll_with_delta(vec2(0.0, scroll));
                }
                let margin = Margin { left: side, right: side, top: gap, bottom: side };
                Frame::new().inner_margin(margin).show(ui, |ui| body(ui, state, view, &scene));
            });
        });
    });
    if state.over == Some(Target::Step(step)) {
        let stroke = Stroke::new(space::FOCUS_STROKE, t.drop.line);
        ui.painter().rect_stroke(whole.shrink(1.0), 0.0, stroke, StrokeKind::Inside);
    }
}

fn body(ui: &mut Ui, state: &mut StepPanel, view: &mut View<'_>, scene: &Scene<'_>) {
    ui.spacing_mut().item_spacing.y = space::S;
    head::facts(ui, view, scene);
    head::notices(ui, view, scene);
    slots::show(ui, state, view, scene);
    documents::others(ui, state, view, scene);
    orphans::show(ui, view, scene);
    documents::removed(ui, state, view, scene);
    trail::notes(ui, view, scene);
    trail::history(ui, state, view, scene);
    state.record(ui, view, scene);
}

impl StepPanel {
    /// Notes a place for files; [`Self::record`] records all of them as drop targets.
    fn place(&mut self, rect: Rect, target: Target) {
        self.places.push((rect, target));
    }

    /// Records the places of this frame as drop targets, inner places after those around them, since the
    /// innermost wins.
    fn record(&mut self, ui: &Ui, view: &mut View<'_>, scene: &Scene<'_>) {
        let mut places = std::mem::take(&mut self.places);
        if scene.read_only {
            return;
        }
        places.sort_by_key(|(_, target)| match target {
            Target::Step(_) => 0,
            Target::Slot(..) => 1,
            Target::Document(..) => 2,
        });
        for (rect, target) in places {
            if view.drop_target(ui, rect, &target) {
                self.next_over = Some(target);
            }
        }
    }

    /// How a place should look, depending on what files hovered over in the last frame.
    fn drop_state(&self, scene: &Scene<'_>, target: &Target) -> DropState {
        match scene.dragging && !scene.read_only {
            false => DropState::Idle,
            true if self.over.as_ref() == Some(target) => DropState::Over,
            true => DropState::Offered,
        }
    }
}
