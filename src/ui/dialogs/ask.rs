//! Dialogs that ask for one text: a reason, a name, a note.

use eframe::egui::Context;
use rust_i18n::t;

use super::Answer;
use crate::cycle::{Command, Mark};
use crate::sop::StepNo;
use crate::ui::components::{DialogAnswer, DialogFrame, TextField, chip, combo};
use crate::ui::contract::{Action, Ask, Model};
use crate::ui::deeds::Run;
use crate::ui::theme::{space, text};

/// The texts of a question.
struct Looks {
    title: String,
    explanation: String,
    label: String,
    confirm: String,
    /// Suggested answers, each a button.
    ready: Vec<String>,
    optional: bool,
    rows: usize,
    danger: bool,
}

impl Ask {
    /// Draws the dialog.
    pub fn show(&mut self, ctx: &Context, model: &Model) -> Answer {
        let looks = self.looks(model);
        let optional = looks.optional;
        let filled = optional || !self.text_mut().trim().is_empty();
        let mut dialog = DialogFrame::new("ask", &looks.title, &looks.confirm).focus_body().enabled(filled);
        if looks.danger {
            dialog = dialog.danger();
        }
        let ((), answer) = dialog.show(ctx, |ui, first| {
            if !looks.explanation.is_empty() {
                ui.label(text::muted(&looks.explanation));
                ui.add_space(space::M);
            }
            self.targets_ui(ui, model);
            let field = TextField::new(&looks.label, self.text_mut()).rows(looks.rows).show(ui);
            if first {
                field.request_focus();
            }
            if !looks.ready.is_empty() {
                ui.add_space(space::S);
                ui.horizontal_wrapped(|ui| {
                    for ready in &looks.ready {
                        let on = self.text_mut() == ready;
                        if chip(ui, on, ready, None).clicked() {
                            self.text_mut().clone_from(ready);
                        }
                    }
                });
            }
        });
        match answer {
            None => Answer::open(),
            Some(DialogAnswer::Dismissed) => Answer::dismissed(),
            Some(DialogAnswer::Confirmed) => Answer::confirmed(self.action()),
        }
    }

    /// The choice of the step that work goes back to: any earlier step.
    fn targets_ui(&mut self, ui: &mut eframe::egui::Ui, model: &Model) {
        let Self::SendBack { cycle, from, to, .. } = self else { return };
        let Some(cycle) = model.cycle(*cycle) else { return };
        let steps: Vec<(StepNo, String)> = cycle
            .sop
            .steps
            .iter()
            .filter(|step| step.no < *from)
            .map(|step| (step.no, t!("step.named", no = step.no, title = step.title).into_owned()))
            .collect();
        let choices: Vec<(StepNo, &str)> = steps.iter().map(|(no, words)| (*no, words.as_str())).collect();
        combo(ui, &t!("ask.send_back.target"), to, &choices);
        ui.add_space(space::M);
    }

    fn looks(&self, model: &Model) -> Looks {
        let key = match self {
            Self::Finish { .. } => "finish",
            Self::Start { .. } => "start",
            Self::Reopen { .. } => "reopen",
            Self::SendBack { .. } => "send_back",
            Self::Wait { .. } => "wait",
            Self::Note { .. } => "note",
            Self::Remove { .. } => "remove",
            Self::Paper { .. } => "paper",
            Self::NotApplicable { .. } => "not_applicable",
            Self::Revision { .. } => "revision",
        };
        let word = |part: &str| t!(format!("ask.{key}.{part}")).into_owned();
        let step = |no: StepNo| t!("step.short", no = no).into_owned();
        let mut looks = Looks {
            title: word("title"),
            explanation: word("explanation"),
            label: word("label"),
            confirm: word("confirm"),
            ready: Vec::new(),
            optional: matches!(self, Self::Remove { .. } | Self::Paper { .. }),
            rows: 2,
            danger: matches!(self, Self::Remove { .. }),
        };
        match self {
            Self::Finish { cycle, step: no, holes, before, .. } => {
                looks.title = t!("ask.finish.title", step = step(*no)).into_owned();
                let sop = model.cycle(*cycle).map(|cycle| &cycle.sop);
                let names: Vec<_> = holes
                    .iter()
                    .filter_map(|hole| sop?.slot(hole).map(|(_, slot, _)| slot.label.clone()))
                    .collect();
                looks.explanation = match before {
                    Some(before) => t!("ask.finish.out_of_turn", step = step(*before)).into_owned(),
                    None => t!("ask.finish.holes", names = names.join(", ")).into_owned(),
                };
                looks.ready = ["ready_paper", "ready_later", "ready_none"].map(word).to_vec();
            }
            Self::Start { step: no, before, .. } => {
                looks.title = t!("ask.start.title", step = step(*no)).into_owned();
                looks.explanation = t!("ask.start.explanation", step = step(*before)).into_owned();
            }
            Self::Reopen { step: no, .. } => {
                looks.title = t!("ask.reopen.title", step = step(*no)).into_owned();
            }
            Self::SendBack { from, .. } => {
                looks.title = t!("ask.send_back.title", step = step(*from)).into_owned();
            }
            Self::Wait { cycle, step: no, .. } => {
                let outside =
                    model.cycle(*cycle).and_then(|cycle| cycle.sop.step(*no)).map(|step| &step.outside);
                looks.ready = outside.cloned().unwrap_or_default();
                looks.rows = 1;
            }
            Self::Note { step: Some(no), .. } => {
                looks.title = t!("ask.note.title_step", step = step(*no)).into_owned();
                looks.rows = 4;
            }
            Self::Note { step: None, .. } => looks.rows = 4,
            Self::Remove { title, .. } => looks.title = t!("ask.remove.title", title = title).into_owned(),
            Self::Paper { cycle, slot, .. } | Self::NotApplicable { cycle, slot, .. } => {
                let slot =
                    model.cycle(*cycle).and_then(|cycle| cycle.sop.slot(slot)).map(|(_, slot, _)| slot);
                let label = slot.map_or("", |slot| slot.label.as_str());
                looks.title = t!(format!("ask.{key}.title"), slot = label).into_owned();
            }
            Self::Revision { .. } => {}
        }
        looks
    }

    fn text_mut(&mut self) -> &mut String {
        match self {
            Self::Finish { text, .. }
            | Self::Start { text, .. }
            | Self::Reopen { text, .. }
            | Self::SendBack { text, .. }
            | Self::Wait { text, .. }
            | Self::Note { text, .. }
            | Self::Remove { text, .. }
            | Self::Paper { text, .. }
            | Self::NotApplicable { text, .. }
            | Self::Revision { text, .. } => text,
        }
    }

    fn action(&self) -> Action {
        let (cycle, command) = match self.clone() {
            Self::Finish { cycle, step, text, .. } => (cycle, Command::Finish { step, reason: Some(text) }),
            Self::Start { cycle, step, text, .. } => (cycle, Command::Start { step, reason: Some(text) }),
            Self::Reopen { cycle, step, text } => (cycle, Command::Reopen { step, reason: text }),
            Self::SendBack { cycle, from, to, text } => (cycle, Command::SendBack { from, to, reason: text }),
            Self::Wait { cycle, step, text } => (cycle, Command::Wait { step, party: text }),
            Self::Note { cycle, step, text } => (cycle, Command::AddNote { step, text }),
            Self::Remove { cycle, document, text, .. } => {
                (cycle, Command::RemoveDocument { document, reason: text, paths: Vec::new() })
            }
            Self::Paper { cycle, slot, text } => {
                (cycle, Command::MarkSlot { slot, mark: Some(Mark::Paper { place: text }) })
            }
            Self::NotApplicable { cycle, slot, text } => {
                (cycle, Command::MarkSlot { slot, mark: Some(Mark::NotApplicable { reason: text }) })
            }
            Self::Revision { cycle, text } => (cycle, Command::ReopenCycle { reason: text }),
        };
        Run::one(cycle, command)
    }
}
