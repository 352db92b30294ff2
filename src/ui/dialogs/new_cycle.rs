//! Begin a cycle: plan year and kind.

use eframe::egui::Context;
use rust_i18n::t;

use super::Answer;
use crate::cycle::{CycleId, Kind};
use crate::ui::components::{DialogAnswer, DialogFrame, TextField, segmented};
use crate::ui::contract::Model;
use crate::ui::deeds::StartCycle;
use crate::ui::parts::next_year;
use crate::ui::theme::{space, text};

/// The fields as typed.
#[derive(Debug, Clone)]
pub struct NewCycle {
    year: String,
    revision: bool,
}

impl NewCycle {
    /// Proposes the next year without a cycle.
    pub fn new(model: &Model) -> Self {
        Self { year: next_year(model).to_string(), revision: false }
    }

    /// Draws the dialog.
    pub fn show(&mut self, ctx: &Context, model: &Model) -> Answer {
        let id = self.id(model);
        let taken = id.is_some_and(|id| taken(model, id));
        let error = match id {
            None => Some(t!("new_cycle.bad_year")),
            Some(_) if taken => Some(t!("new_cycle.taken")),
            Some(_) => None,
        };
        let title = t!("new_cycle.title");
        let confirm = t!("new_cycle.confirm");
        let dialog = DialogFrame::new("new-cycle", &title, &confirm).focus_body().enabled(error.is_none());
        let ((), answer) = dialog.show(ctx, |ui, first| {
            let label = t!("new_cycle.year");
            let field = TextField::new(&label, &mut self.year).error(error.as_deref()).width(120.0).show(ui);
            if first {
                field.request_focus();
            }
            ui.add_space(space::M);
            ui.label(text::strong(t!("new_cycle.kind")));
            let kinds = [t!("new_cycle.induk"), t!("new_cycle.perubahan")];
            segmented(
                ui,
                &t!("new_cycle.kind"),
                &mut self.revision,
                &[(false, &kinds[0]), (true, &kinds[1])],
            );
            ui.add_space(space::S);
            let explanation =
                if self.revision { t!("new_cycle.about_perubahan") } else { t!("new_cycle.about_induk") };
            ui.label(text::muted(explanation));
        });
        match (answer, id) {
            (Some(DialogAnswer::Confirmed), Some(id)) if !taken => Answer::confirmed(StartCycle(id)),
            (Some(DialogAnswer::Dismissed), _) => Answer::dismissed(),
            _ => Answer::open(),
        }
    }

    /// The id of the new cycle: a Perubahan gets the next number of its year.
    fn id(&self, model: &Model) -> Option<CycleId> {
        let year = self.year.trim().parse().ok()?;
        let kind = if self.revision {
            let free = |n: &u8| !taken(model, CycleId { year, kind: Kind::Perubahan(*n) });
            Kind::Perubahan((1..=u8::MAX).find(free)?)
        } else {
            Kind::Induk
        };
        Some(CycleId { year, kind }).filter(CycleId::is_valid)
    }
}

fn taken(model: &Model, id: CycleId) -> bool {
    model.snapshot().is_some_and(|snapshot| {
        snapshot.cycles.contains_key(&id)
            || snapshot.archive.dossiers.iter().any(|dossier| dossier.cycle() == Some(id))
    })
}
