//! A new version of the SOP: identity, text boxes, lanes and steps, each on its own tab, and a preview of the
//! form.

mod actors;
mod boxes;
mod draft;
mod identity;
mod overview;
mod step;
mod words;

use eframe::egui::{AsIdSalt, ScrollArea, Ui, UiBuilder, vec2};
use rust_i18n::t;

use super::{form, table};
use crate::calendar::OfficeHours;
use crate::jobs::Snapshot;
use crate::sop::{Part, SopError, StepNo, check};
use crate::ui::components::{
    Banner, Button, DialogAnswer, DialogFrame, Level, Tab as TabLabel, card, page_title, section_heading,
    tabs,
};
use crate::ui::contract::View;
use crate::ui::deeds::SaveSop;
use crate::ui::theme::{icons, space};
use draft::Draft;

/// Width of the overview of the flow, in points.
const OVERVIEW_WIDTH: f32 = 500.0;

/// The parts of the editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// The identity box.
    Identity,
    /// The six text boxes.
    Boxes,
    /// The lanes.
    Actors,
    /// The steps.
    Steps,
    /// The whole form as it will be.
    Preview,
}

/// The editor and the version being written.
#[derive(Debug)]
pub struct Editor {
    draft: Draft,
    tab: Tab,
    /// The step that is open.
    step: StepNo,
    /// Why the draft could not be saved.
    error: Option<SopError>,
    /// The name under which the draft was handed to the desk; the editor stays open until it is saved.
    saving: Option<String>,
    /// Whether the person is being asked if the changes may be lost.
    leaving: bool,
}

impl Editor {
    /// Starts with a copy of the version in force, under the next free name.
    pub fn new(snapshot: &Snapshot, tab: Tab) -> Self {
        let draft = Draft::new(&snapshot.sop, &snapshot.sop_names);
        Self { draft, tab, step: StepNo(1), error: None, saving: None, leaving: false }
    }

    /// Draws the editor. Returns whether it is to be closed: saved or given up.
    pub fn show(&mut self, ui: &mut Ui, view: &mut View<'_>, snapshot: &Snapshot) -> bool {
        if self.saving.as_ref().is_some_and(|name| snapshot.sop_names.contains(name)) {
            return true;
        }
        let mut over = false;
        page_title(ui, &t!("sop.edit.title"), &t!("sop.edit.subtitle"), |ui| {
            let save = Button::primary(t!("sop.edit.save")).icon(icons::FLOPPY_DISK);
            if ui.add_enabled(!snapshot.read_only, save).clicked() {
                self.save(view, snapshot);
            }
            if ui.add(Button::secondary(t!("sop.edit.cancel"))).clicked() {
                self.leaving = self.draft.is_changed();
                over = !self.leaving;
            }
        });
        if let Some(error) = &self.error {
            let title = t!("sop.edit.refused");
            Banner::new(Level::Error, &title).text(&words::fault(error)).details(&error.to_string()).show(ui);
            ui.add_space(space::S);
        }
        self.tabs(ui);
        ui.add_space(space::M);
        match self.tab {
            Tab::Identity => scrolled(ui, "identity", |ui| identity::show(ui, &mut self.draft, snapshot)),
            Tab::Boxes => scrolled(ui, "boxes", |ui| boxes::show(ui, &mut self.draft)),
            Tab::Actors => self.beside_overview(ui, false, |editor, ui| actors::show(ui, &mut editor.draft)),
            Tab::Steps => self.beside_overview(ui, true, |editor, ui| {
                step::show(ui, &mut editor.draft, &mut editor.step);
            }),
            Tab::Preview => self.preview(ui, view, snapshot.calendar.hours),
        }
        over | self.may_leave(ui)
    }

    fn tabs(&mut self, ui: &mut Ui) {
        let words = [
            (Tab::Identity, t!("sop.edit.tab.identity")),
            (Tab::Boxes, t!("sop.edit.tab.boxes")),
            (Tab::Actors, t!("sop.edit.tab.actors")),
            (Tab::Steps, t!("sop.edit.tab.steps")),
            (Tab::Preview, t!("sop.edit.tab.preview")),
        ];
        let all: Vec<_> = words.iter().map(|(tab, words)| TabLabel::new(*tab, words)).collect();
        tabs(ui, &mut self.tab, &all);
    }

    /// Draws a part with the flow of the draft beside it. With `select`, a click on a step there opens the
    /// step.
    fn beside_overview(&mut self, ui: &mut Ui, select: bool, part: impl FnOnce(&mut Self, &mut Ui)) {
        let area = ui.available_rect_before_wrap();
        let (left, right) = area.split_left_right_at_x(area.left() + OVERVIEW_WIDTH.min(area.width() / 2.0));
        ui.scope_builder(UiBuilder::new().max_rect(left).id_salt("overview"), |ui| {
            ui.horizontal(|ui| {
                section_heading(ui, &t!("sop.edit.flow"));
                let confirm = Button::quiet(t!("sop.edit.confirm_all")).icon(icons::CHECKS).small();
                if ui.add_enabled(self.draft.has_guesses(), confirm).clicked() {
                    self.draft.confirm_all();
                }
            });
            if let Some(step) = overview::show(ui, &self.draft, select.then_some(self.step)) {
                self.step = step;
                self.tab = Tab::Steps;
            }
        });
        let right = right.with_min_x(right.left() + space::L);
        ui.scope_builder(UiBuilder::new().max_rect(right).id_salt("part"), |ui| {
            // The id includes the step, so that each step starts scrolled to its top.
            scrolled(ui, ("part", self.step, select), |ui| part(self, ui));
        });
        ui.advance_cursor_after_rect(area);
    }

    fn preview(&self, ui: &mut Ui, view: &View<'_>, hours: OfficeHours) {
        let sop = self.draft.finished(hours);
        ScrollArea::both().id_salt("preview").auto_shrink(false).show(ui, |ui| {
            form::head(ui, &sop);
            ui.add_space(space::L);
            table::show(ui, &sop, view.language(), hours);
            ui.add_space(space::XL);
        });
    }

    /// Checks the draft and hands it to the desk; an error is shown, and its tab opened.
    fn save(&mut self, view: &mut View<'_>, snapshot: &Snapshot) {
        if self.draft.version_trouble(snapshot).is_some() {
            self.tab = Tab::Identity;
            return;
        }
        let sop = self.draft.finished(snapshot.calendar.hours);
        self.error = check(&sop).err();
        match self.error.as_ref().map(|error| error.part) {
            None => {
                self.saving = Some(sop.id.to_string());
                view.act(SaveSop(Box::new(sop)));
            }
            Some(Part::Header) => self.tab = Tab::Identity,
            Some(Part::Boxes) => self.tab = Tab::Boxes,
            Some(Part::Actors) => self.tab = Tab::Actors,
            Some(Part::Step(step)) => (self.tab, self.step) = (Tab::Steps, step),
            Some(Part::Whole) => {}
        }
    }

    /// Asks before changes are lost. Returns whether they may be.
    fn may_leave(&mut self, ui: &Ui) -> bool {
        if !self.leaving {
            return false;
        }
        let (title, discard, stay) =
            (t!("sop.edit.leave.title"), t!("sop.edit.leave.discard"), t!("sop.edit.leave.stay"));
        let dialog = DialogFrame::new("leave sop editor", &title, &discard).danger().cancel(&stay);
        let answer = dialog.show(ui.ctx(), |ui, _| ui.label(t!("sop.edit.leave.text"))).1;
        self.leaving = answer.is_none();
        answer == Some(DialogAnswer::Confirmed)
    }
}

/// Scrolling content in the available room, on a card.
fn scrolled(ui: &mut Ui, name: impl AsIdSalt, content: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical().id_salt(name).auto_shrink(false).show(ui, |ui| {
        card(ui, content);
        ui.add_space(space::XL);
    });
}

/// Fields side by side, all of the same width.
fn side_by_side<const N: usize>(ui: &mut Ui, fields: [&mut dyn FnMut(&mut Ui); N]) {
    let width = (ui.available_width() - space::M * (N - 1) as f32) / N as f32;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        for field in fields {
            ui.allocate_ui(vec2(width, 0.0), |ui| {
                ui.set_width(width);
                ui.vertical(|ui| field(ui));
            });
        }
    });
}
