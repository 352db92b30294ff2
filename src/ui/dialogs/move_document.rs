//! Moves a document to another step, or to another place at its step.

use eframe::egui::Context;
use rust_i18n::t;

use super::Answer;
use super::assign::places;
use crate::cycle::{Command, CycleId, EventId};
use crate::sop::{SlotKey, StepNo};
use crate::ui::components::{DialogAnswer, DialogFrame, combo, icon_text};
use crate::ui::contract::Model;
use crate::ui::deeds::Run;
use crate::ui::filing::{Filing, propose};
use crate::ui::parts::file_icon;
use crate::ui::theme::{TokensExt as _, space, text};
use crate::words;

/// The document, and its new place.
#[derive(Debug, Clone)]
pub struct MoveDocument {
    /// The cycle.
    pub cycle: CycleId,
    /// The document.
    pub document: EventId,
    /// Its new step.
    pub step: StepNo,
    /// Its new slot; none: outside the slots.
    pub slot: Option<SlotKey>,
}

impl MoveDocument {
    /// Starts with the document's present place; none when the document is gone.
    pub fn new(model: &Model, cycle: CycleId, document: EventId) -> Option<Self> {
        let standing = model.cycle(cycle)?.state().documents.get(&document)?;
        let (step, slot) = (standing.step, standing.slot.clone());
        standing.removed.is_none().then_some(Self { cycle, document, step, slot })
    }

    /// Draws the dialog.
    pub fn show(&mut self, ctx: &Context, model: &Model) -> Answer {
        let Some(cycle) = model.cycle(self.cycle) else { return Answer::dismissed() };
        let Some(document) = cycle.state().documents.get(&self.document) else { return Answer::dismissed() };
        let elsewhere = (document.step, &document.slot) != (self.step, &self.slot);
        let (title, confirm) = (t!("documents.move.title"), t!("documents.move.confirm"));
        let dialog = DialogFrame::new("move", &title, &confirm).enabled(elsewhere);
        let ((), answer) = dialog.show(ctx, |ui, _| {
            let original = &document.current().file.original;
            let color = ui.tokens().text_muted;
            icon_text(ui, file_icon(original), text::strong(&document.title), color);
            ui.add_space(space::S);
            let steps: Vec<(StepNo, String)> =
                cycle.sop.steps.iter().map(|step| (step.no, words::step(&cycle.sop, step.no))).collect();
            let choices: Vec<(StepNo, &str)> =
                steps.iter().map(|(no, words)| (*no, words.as_str())).collect();
            if combo(ui, &t!("documents.move.step"), &mut self.step, &choices) {
                self.slot = match propose(cycle, self.step, original) {
                    Filing::Slot(key) => Some(key),
                    Filing::Extra | Filing::Version(_) => None,
                };
            }
            ui.add_space(space::S);
            let places: Vec<(Option<SlotKey>, String)> = places(cycle, self.step, false)
                .into_iter()
                .map(|(filing, words)| match filing {
                    Filing::Slot(key) => (Some(key), words),
                    Filing::Extra | Filing::Version(_) => (None, words),
                })
                .collect();
            let choices: Vec<(Option<SlotKey>, &str)> =
                places.iter().map(|(slot, words)| (slot.clone(), words.as_str())).collect();
            combo(ui, &t!("documents.move.place"), &mut self.slot, &choices);
        });
        match answer {
            None => Answer::open(),
            Some(DialogAnswer::Dismissed) => Answer::dismissed(),
            Some(DialogAnswer::Confirmed) => Answer::confirmed(Run::one(
                self.cycle,
                Command::MoveDocument {
                    document: self.document.clone(),
                    step: self.step,
                    slot: self.slot.clone(),
                    paths: Vec::new(),
                },
            )),
        }
    }
}
