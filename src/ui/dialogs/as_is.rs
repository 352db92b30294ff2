//! Asks whether a dossier with errors is exported anyway, and says what is wrong with it.

use eframe::egui::{Context, Label};
use rust_i18n::t;

use super::Answer;
use crate::archive::{Export, Report};
use crate::ui::components::{DialogAnswer, DialogFrame};
use crate::ui::deeds;
use crate::ui::parts::findings_ui;
use crate::ui::theme::{space, text};

/// State of the dialog.
#[derive(Debug, Clone)]
pub struct AsIs {
    export: Export,
    report: Report,
}

impl AsIs {
    /// The question about an export, with the report on the dossier.
    pub fn new(export: Export, report: Report) -> Self {
        Self { export, report }
    }

    /// Draws the dialog.
    pub fn show(&self, ctx: &Context) -> Answer {
        let title = t!("archive.as_is.title", title = self.export.folder);
        let confirm = t!("archive.as_is.confirm");
        let ((), answer) = DialogFrame::new("as_is", &title, &confirm).danger().show(ctx, |ui, _| {
            ui.add(Label::new(text::body(t!("archive.as_is.text"))).wrap());
            ui.add_space(space::M);
            findings_ui(ui, &self.report);
        });
        match answer {
            None => Answer::open(),
            Some(DialogAnswer::Dismissed) => Answer::dismissed(),
            Some(DialogAnswer::Confirmed) => {
                Answer::confirmed(deeds::Export(Export { as_is: true, ..self.export.clone() }))
            }
        }
    }
}
