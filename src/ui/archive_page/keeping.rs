//! How the archive as a whole is kept: its last check, and the imports of dossiers.

use eframe::egui::Ui;
use rust_i18n::t;

use crate::ui::components::{Button, icon_text};
use crate::ui::contract::{Action, Pick, View};
use crate::ui::deeds::CheckArchive;
use crate::ui::theme::{TokensExt as _, icons, space, text};

/// Draws a line about the last check of the archive, with its buttons.
pub fn show(ui: &mut Ui, view: &mut View<'_>) {
    let Some(snapshot) = view.model.snapshot() else { return };
    let (read_only, empty) = (snapshot.read_only, snapshot.archive.dossiers.is_empty());
    ui.horizontal_wrapped(|ui| {
        if !empty {
            last_check_ui(ui, view);
            let button = Button::quiet(t!("archive.keeping.check_all")).icon(icons::SHIELD_CHECK).small();
            if ui.add_enabled(!read_only, button).clicked() {
                view.act(CheckArchive { asked: true });
            }
        }
        let zip = Button::quiet(t!("archive.keeping.import_zip")).icon(icons::TRAY_ARROW_DOWN).small();
        if ui.add_enabled(!read_only, zip).clicked() {
            view.act(Action::Pick(Pick::Zip));
        }
        let folder = Button::quiet(t!("archive.keeping.import_folder")).icon(icons::FOLDER).small();
        if ui.add_enabled(!read_only, folder).clicked() {
            view.act(Action::Pick(Pick::Bag));
        }
    });
    ui.add_space(space::XS);
}

fn last_check_ui(ui: &mut Ui, view: &View<'_>) {
    let t = ui.tokens();
    let Some(round) = view.model.round() else {
        icon_text(ui, icons::SHIELD, text::body(t!("archive.keeping.never")), t.text_muted);
        return;
    };
    let when = view.language().date(round.at.date_naive());
    match round.damaged() {
        0 => {
            let words = t!("archive.keeping.whole", when = when);
            icon_text(ui, icons::SHIELD_CHECK, text::body(words).color(t.done.ink), t.done.ink);
        }
        n => {
            let words = t!("archive.keeping.damaged", when = when, n = n);
            icon_text(ui, icons::SHIELD_WARNING, text::body(words).color(t.late.ink), t.late.ink);
        }
    }
}
