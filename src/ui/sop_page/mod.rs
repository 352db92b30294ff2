//! The page *SOP*: the whole form as signed, with the corrections and how sure each lane is. A change always
//! makes a new version; running and archived cycles keep theirs.

mod cells;
mod edit;
mod flow;
mod form;
mod ruled;
mod sureness;
mod table;

use eframe::egui::{Frame, Label, Margin, ScrollArea, Ui};
use rust_i18n::t;

use crate::jobs::Snapshot;
use crate::sop::{Sop, Sureness};
use crate::ui::components::{Banner, Button, Level, empty_state, icon, page_title, section_heading};
use crate::ui::contract::View;
use crate::ui::theme::{TokensExt as _, icons, space, text};
use edit::{Editor, Tab};

/// State of the page.
#[derive(Debug, Default)]
pub struct SopPage {
    /// The new version being written.
    editor: Option<Editor>,
}

/// Draws the page.
pub fn show(ui: &mut Ui, state: &mut SopPage, view: &mut View<'_>) {
    let Some(snapshot) = view.model.snapshot() else {
        empty_state(ui, icons::SCROLL, &t!("sop.empty"), None);
        return;
    };
    let margin = Margin::symmetric(space::XL as i8, space::L as i8);
    Frame::new().inner_margin(margin).show(ui, |ui| match &mut state.editor {
        Some(editor) => {
            if editor.show(ui, view, snapshot) {
                state.editor = None;
                ui.ctx().request_repaint();
            }
        }
        None => {
            if let Some(tab) = signed(ui, view, snapshot) {
                state.editor = Some(Editor::new(snapshot, tab));
            }
        }
    });
}

/// The form as signed. Returns the part that the person wants to change.
fn signed(ui: &mut Ui, view: &View<'_>, snapshot: &Snapshot) -> Option<Tab> {
    let sop = &snapshot.sop;
    let mut edit = None;
    let subtitle = t!("sop.subtitle", title = sop.header.title, version = sop.id.version);
    page_title(ui, &t!("sop.title"), &subtitle, |ui| {
        let button = Button::secondary(t!("sop.change")).icon(icons::PENCIL_SIMPLE);
        if ui.add_enabled(!snapshot.read_only, button).clicked() {
            edit = Some(Tab::Identity);
        }
    });
    ScrollArea::both().auto_shrink(false).show(ui, |ui| {
        let unsure = sop.steps.iter().filter(|step| step.lane_sureness == Some(Sureness::Low)).count();
        if unsure > 0 {
            if unsure_banner(ui, unsure, !snapshot.read_only) {
                edit = Some(Tab::Steps);
            }
            ui.add_space(space::M);
        }
        form::head(ui, sop);
        ui.add_space(space::L);
        table::show(ui, sop, view.language(), snapshot.calendar.hours);
        ui.add_space(space::L);
        remarks(ui, sop);
        ui.add_space(space::XL);
    });
    edit
}

/// Says how many lanes nobody has confirmed. Returns whether the person wants to confirm them now.
fn unsure_banner(ui: &mut Ui, count: usize, writable: bool) -> bool {
    let title = t!("sop.unsure.title", n = count);
    Banner::new(Level::Warning, &title).text(&t!("sop.unsure.text")).show_with(ui, |ui| {
        ui.add_enabled(writable, Button::secondary(t!("sop.unsure.confirm")).icon(icons::CHECK)).clicked()
    })
}

fn remarks(ui: &mut Ui, sop: &Sop) {
    if sop.remarks.is_empty() {
        return;
    }
    section_heading(ui, &t!("sop.remarks"));
    for remark in &sop.remarks {
        ui.horizontal_top(|ui| {
            let color = ui.tokens().text_muted;
            icon(ui, icons::NOTE, space::ICON + space::XXS, color);
            ui.add(Label::new(text::body(remark)).wrap());
        });
    }
}
