//! A dossier that is not whole was to be exported: what is wrong with it, and whether it is wanted all the same.

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
    /// Shows what the judge says of the dossier.
    pub fn new(export: Export, report: Report) -> Self {
        Self { export, report }
    }

    /// Draws it.
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
