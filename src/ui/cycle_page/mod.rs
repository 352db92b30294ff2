//! The page *Siklus*: the SOP sheet of a cycle, live, with the step panel beside it.

mod header;
pub mod step_panel;

use std::sync::Arc;

use eframe::egui::{CornerRadius, Frame, Key, Margin, Modifiers, Panel, Popup, Stroke, Ui};
use rust_i18n::t;

use super::commands::UiCommand;
use super::components::{Button, empty_state};
use super::contract::{Action, View};
use super::parts::{Sheet, SheetState};
use super::theme::{TokensExt as _, icons, space};
use crate::sop::StepNo;
use step_panel::StepPanel;

/// Width of the step panel when it opens, and the range in which the person can resize it.
const PANEL_WIDTH: f32 = 400.0;
const PANEL_WIDTHS: std::ops::RangeInclusive<f32> = 360.0..=520.0;
/// If the panel leaves less room than this for the sheet, only the panel is shown.
const NARROWEST_SHEET: f32 = 320.0;

/// What the page remembers between frames.
#[derive(Debug, Default)]
pub struct CyclePage {
    sheet: SheetState,
    panel: StepPanel,
    /// Whether a text was being typed in the last frame: Esc then only leaves the text field.
    typing: bool,
}

/// Draws the page.
pub fn show(ui: &mut Ui, state: &mut CyclePage, view: &mut View<'_>) {
    let Some(cycle) = view.model.open_cycle().map(Arc::clone) else {
        let start = Button::primary(t!("sheet.cycle.start")).icon(icons::PLUS);
        if empty_state(ui, icons::TREE_STRUCTURE, &t!("sheet.cycle.none"), Some(start)) {
            view.command(ui, UiCommand::NewCycle);
        }
        return;
    };
    let selected = view.model.nav.step.filter(|step| cycle.sop.step(*step).is_some());
    if let Some(step) = selected {
        close_on_escape(ui, state, view, step);
        let frame = Frame::new().fill(ui.tokens().surface);
        if ui.available_width() < PANEL_WIDTH + NARROWEST_SHEET {
            // With large text on a small screen, either the sheet or the panel is shown.
            frame.show(ui, |ui| step_panel::show(ui, &mut state.panel, view, &cycle, step));
            state.typing = ui.ctx().text_edit_focused();
            return;
        }
        Panel::right("step_panel")
            .resizable(true)
            .drag_to_open(false)
            .default_size(PANEL_WIDTH)
            .size_range(PANEL_WIDTHS)
            .frame(frame)
            .show(ui, |ui| step_panel::show(ui, &mut state.panel, view, &cycle, step));
    }
    state.typing = ui.ctx().text_edit_focused();

    Frame::new().inner_margin(Margin::same(space::L as i8)).show(ui, |ui| {
        header::show(ui, view, &cycle);
        ui.add_space(space::XS);
        let timings = view.model.timings.get(&cycle.id).map_or(&[][..], Vec::as_slice);
        let sheet = Sheet {
            name: "cycle",
            cycle: &cycle,
            timings,
            live: !cycle.state().is_sealed(),
            selected,
            foldable: selected.is_some(),
            language: view.language(),
            waiting: view.model.waiting_documents(&cycle),
        };
        let chosen = paper(ui, |ui| sheet.show(ui, &mut state.sheet, Some(view)));
        if let Some(step) = chosen {
            view.act(Action::SelectStep(Some(step)));
        }
    });
}

/// The surface that the sheet lies on.
fn paper<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    let t = ui.tokens();
    Frame::new()
        .fill(t.surface)
        .stroke(Stroke::new(space::STROKE, t.line))
        .corner_radius(CornerRadius::same(space::RADIUS_L))
        .show(ui, content)
        .inner
}

/// Esc closes the panel, unless a text field, popup or dialog takes the key; the focus goes back to the row.
fn close_on_escape(ui: &Ui, state: &mut CyclePage, view: &mut View<'_>, step: StepNo) {
    let in_front = state.typing
        || Popup::is_any_open(ui.ctx())
        || ui.memory(|memory| memory.top_modal_layer().is_some());
    if !in_front && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        view.act(Action::SelectStep(None));
        state.sheet.focus_step(step);
    }
}
