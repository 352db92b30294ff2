//! The identity box of the form.

use eframe::egui::Ui;
use rust_i18n::t;

use super::draft::{Draft, VersionTrouble};
use super::side_by_side;
use crate::jobs::Snapshot;
use crate::sop::Header;
use crate::ui::components::TextField;
use crate::ui::theme::space;

/// Draws the fields of the identity box.
pub fn show(ui: &mut Ui, draft: &mut Draft, snapshot: &Snapshot) {
    ui.spacing_mut().item_spacing.y = space::M;
    let trouble = draft.version_trouble(snapshot).map(|trouble| match trouble {
        VersionTrouble::Taken => t!("sop.edit.version_taken"),
        VersionTrouble::NotLater => t!("sop.edit.version_not_later", version = snapshot.sop.id.version),
    });
    let Header { government, unit, section, number, created, revised, effective, title, .. } =
        &mut draft.sop.header;
    let field = |ui: &mut Ui, label: &str, value: &mut String| {
        TextField::new(label, value).show(ui);
    };
    side_by_side(
        ui,
        [
            &mut |ui| {
                let label = t!("sop.edit.version");
                TextField::new(&label, &mut draft.sop.id.version).error(trouble.as_deref()).show(ui);
            },
            &mut |ui| field(ui, &t!("sop.header.number"), number),
            &mut |ui| field(ui, &t!("sop.header.created"), created),
        ],
    );
    side_by_side(
        ui,
        [
            &mut |ui| {
                ui.spacing_mut().item_spacing.y = space::M;
                field(ui, &t!("sop.header.revised"), revised);
                field(ui, &t!("sop.header.effective"), effective);
            },
            &mut |ui| {
                let (label, hint) = (t!("sop.header.approved_by"), t!("sop.edit.approved_hint"));
                TextField::new(&label, &mut draft.approved_by).rows(4).hint(&hint).show(ui);
            },
        ],
    );
    field(ui, &t!("sop.header.title"), title);
    side_by_side(
        ui,
        [
            &mut |ui| field(ui, &t!("sop.edit.government"), government),
            &mut |ui| field(ui, &t!("sop.edit.unit"), unit),
            &mut |ui| field(ui, &t!("sop.edit.section"), section),
        ],
    );
}
