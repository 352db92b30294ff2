//! Title, letter number, date and stage of a document, and the facts of its file.

use chrono::NaiveDate;
use eframe::egui::{Context, Label};
use rust_i18n::t;

use super::Answer;
use crate::calendar::parse_date;
use crate::cycle::{Command, Cycle, CycleId, EventId};
use crate::sop::Step;
use crate::ui::components::{DialogAnswer, DialogFrame, TextField, combo, key_value, truncated, well};
use crate::ui::contract::Model;
use crate::ui::deeds::Run;
use crate::ui::theme::{space, text};
use crate::words;

/// The fields as typed so far.
#[derive(Debug, Clone)]
pub struct Details {
    cycle: CycleId,
    document: EventId,
    title: String,
    number: String,
    date: String,
    stage: Option<String>,
}

impl Details {
    /// Starts with the recorded details; none when the document is gone.
    pub fn new(model: &Model, cycle: CycleId, document: &EventId) -> Option<Self> {
        let standing = model.cycle(cycle)?.state().documents.get(document)?;
        Some(Self {
            cycle,
            document: document.clone(),
            title: standing.title.clone(),
            number: standing.number.clone(),
            date: standing.date.map(|date| model.language().date(date)).unwrap_or_default(),
            stage: standing.current().stage.clone(),
        })
    }

    /// Draws the dialog.
    pub fn show(&mut self, ctx: &Context, model: &Model) -> Answer {
        let Some(cycle) = model.cycle(self.cycle) else { return Answer::dismissed() };
        let Some(document) = cycle.state().documents.get(&self.document) else { return Answer::dismissed() };
        let (named, date) = (!self.title.trim().is_empty(), self.date());
        let language = model.language();
        let (title, confirm) = (t!("documents.details.title"), t!("documents.details.confirm"));
        let dialog =
            DialogFrame::new("details", &title, &confirm).focus_body().enabled(named && date.is_ok());
        let ((), answer) = dialog.show(ctx, |ui, first| {
            let current = document.current();
            let (label, missing) = (t!("documents.details.name"), t!("documents.details.name_missing"));
            let field = TextField::new(&label, &mut self.title);
            field.error((!named).then_some(&*missing)).show(ui);
            let example = t!("documents.details.number_example");
            let number = TextField::new(&t!("documents.details.number"), &mut self.number)
                .placeholder(&example)
                .show(ui);
            if first {
                number.request_focus();
            }
            let wrong = t!("documents.details.date_wrong");
            let example = t!("documents.details.date_example");
            let label = t!("documents.details.date");
            let field = TextField::new(&label, &mut self.date).placeholder(&example);
            field.error(date.is_err().then_some(&*wrong)).show(ui);
            let stages = stages(cycle, self.stage.as_ref());
            let none = t!("documents.details.no_stage");
            let mut choices: Vec<(Option<String>, &str)> = vec![(None, &*none)];
            choices.extend(stages.iter().map(|stage| (Some(stage.clone()), stage.as_str())));
            combo(ui, &t!("documents.details.stage"), &mut self.stage, &choices);
            ui.add_space(space::XS);
            well(ui, |ui| {
                ui.spacing_mut().item_spacing.y = space::XS;
                key_value(ui, &t!("documents.details.original"), &current.file.original);
                key_value(ui, &t!("documents.details.file"), &language.size(current.file.size));
                key_value(ui, &t!("documents.details.added"), &words::by_and_when(&current.stamp, language));
                ui.add(Label::new(text::small(t!("documents.details.fingerprint"))));
                truncated(ui, text::small(&current.file.sha256).monospace());
            });
        });
        match answer {
            None => Answer::open(),
            Some(DialogAnswer::Dismissed) => Answer::dismissed(),
            Some(DialogAnswer::Confirmed) => {
                let commands = self.changes(cycle);
                let run = (!commands.is_empty()).then(|| Run { cycle: self.cycle, commands }.into());
                Answer { close: true, actions: run.into_iter().collect() }
            }
        }
    }

    /// The date as typed: none when the field is empty, an error when it holds no date.
    fn date(&self) -> Result<Option<NaiveDate>, ()> {
        match self.date.trim() {
            "" => Ok(None),
            typed => parse_date(typed).map(Some).ok_or(()),
        }
    }

    /// Commands for the fields that differ from what is recorded.
    fn changes(&self, cycle: &Cycle) -> Vec<Command> {
        let Ok(date) = self.date() else { return Vec::new() };
        let document = || self.document.clone();
        let commands = [
            Command::SetTitle { document: document(), title: self.title.clone() },
            Command::SetNumber { document: document(), number: self.number.trim().to_owned(), date },
            Command::SetStage { document: document(), stage: self.stage.clone() },
        ];
        let Some(known) = cycle.state().documents.get(&self.document) else { return Vec::new() };
        let differs = |command: &Command| match command {
            Command::SetTitle { title, .. } => known.title != title.trim(),
            Command::SetNumber { number, date, .. } => (&known.number, known.date) != (number, *date),
            Command::SetStage { stage, .. } => known.current().stage != *stage,
            _ => false,
        };
        commands.into_iter().filter(differs).collect()
    }
}

/// The stages that the SOP names, in its order, and the document's own stage.
fn stages(cycle: &Cycle, current: Option<&String>) -> Vec<String> {
    let mut stages: Vec<String> = Vec::new();
    let named = cycle.sop.steps.iter().flat_map(Step::slots).filter_map(|slot| slot.stage.as_ref());
    for stage in named.chain(current) {
        if !stages.contains(stage) {
            stages.push(stage.clone());
        }
    }
    stages
}
